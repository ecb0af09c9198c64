"""Question that is asked when the program is to end while uploads are running."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from capout_desktop.domain.visible_text import visible_text
from capout_desktop.ui.style.tone import Tone
from capout_desktop.ui.text.formatting import count_text
from capout_desktop.ui.widgets.message_boxes import Question


class QuitQuestion(Question):
    """Question with three answers, which follows the uploads while it is open.

    Attributes:
        now_wanted: Emitted to quit at once.
        later_wanted: Emitted to quit once nothing is left to send.
        kept: Emitted to not quit.
    """

    now_wanted = Signal()
    later_wanted = Signal()
    kept = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, "", "", icon="attention", tone=Tone.WARNING)
        role = QMessageBox.ButtonRole
        self.keep_button: QPushButton = self.addButton(self.tr("Keep open"), role.RejectRole)
        self.later_button: QPushButton = self.addButton(
            self.tr("Quit when uploads have finished"), role.ActionRole
        )
        self.now_button: QPushButton = self.addButton("", role.AcceptRole)
        self.setDefaultButton(self.keep_button)
        self.setEscapeButton(self.keep_button)
        self.finished.connect(self._answer)

    def show_uploads(self, running: int, waiting: int) -> None:
        """Show how many uploads run now, and how many documents wait for theirs."""
        left = bool(running or waiting)
        self.later_button.setVisible(left)
        self.now_button.setText(self.tr("Stop them and quit") if running else self.tr("Quit now"))
        if running:
            title = count_text(
                running,
                "{number} upload is still running",
                "{number} uploads are still running",
            )
        elif waiting:
            title = count_text(
                waiting,
                "{number} document still waits to be sent",
                "{number} documents still wait to be sent",
            )
        else:
            title = self.tr("The uploads have finished")
        text = self.tr(
            "Nothing is lost if you quit. Unfinished uploads are not charged, and they "
            "are sent when you start CapOut Desktop again."
        )
        if running and waiting:
            more = count_text(
                waiting, "{number} more document waits.", "{number} more documents wait."
            )
            text = f"{more} {text}"
        if not left:
            text = self.tr("Nothing is being sent any more.")
        self.setText(visible_text(title))
        self.setInformativeText(visible_text(text))

    def _answer(self) -> None:
        clicked = self.clickedButton()
        if clicked is self.now_button:
            self.now_wanted.emit()
        elif clicked is self.later_button:
            self.later_wanted.emit()
        else:
            self.kept.emit()
