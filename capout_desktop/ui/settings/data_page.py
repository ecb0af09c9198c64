"""Settings page with the program's folders, and a reset to the defaults."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QVBoxLayout, QWidget

from capout_desktop.domain.history import CHOICES
from capout_desktop.store.settings import Settings
from capout_desktop.ui.settings.page import SettingsPage
from capout_desktop.ui.style.theme import SMALL
from capout_desktop.ui.text.formatting import count_text, size_text
from capout_desktop.ui.widgets.desktop_files import open_file
from capout_desktop.ui.widgets.message_boxes import ask_to_reset


class DataPage(SettingsPage):
    """Two folders that can be opened, and a reset with confirmation.

    Attributes:
        reset_wanted: Emitted to reset all settings, after confirmation.
    """

    reset_wanted = Signal()

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.data = _Place(self.tr("Your list and your settings"), self.tr("&Open this folder"))
        self.logs = _Place(self.tr("Log files"), self.tr("O&pen the log folder"))
        self.add_caption(self.tr("Your list and your settings"))
        self.add(self.data)
        self.add_explanation(
            self.tr("Your keys are not in this folder. They are in this computer's keyring.")
        )
        self.outbox = self.add_explanation("")
        self.show_outbox(0, 0)
        self.history = QComboBox()
        words = (self.tr("Never"), self.tr("After 90 days"), self.tr("After 1 year"))
        for text, days in zip(words, CHOICES, strict=True):
            self.history.addItem(text, days)
        self.bind_list(Settings.history_days, self.history)
        self.add_caption(self.tr("&Delete documents that have ended"), self.history)
        self.add_narrow(self.history)
        self.add_explanation(
            self.tr(
                "They hold names and addresses of homeowners. Once a day and at each start, "
                "those that ended longer ago are deleted from this computer for good; CapOut "
                "keeps its own. A file that was deleted here is no longer recognized if you add "
                "it again."
            )
        )
        self.add_caption(self.tr("Log files"))
        self.add(self.logs)
        self.reset_button = QPushButton(self.tr("&Reset all settings…"))
        self.reset_button.clicked.connect(lambda: ask_to_reset(self, self.reset_wanted.emit))
        self.add_caption(self.tr("Reset"))
        self.add_explanation(
            self.tr("Puts every setting back to its default. Your list, keys and addresses stay.")
        )
        self.add_gap()
        self.add_narrow(self.reset_button)
        self.end()

    def show_places(self, data: Path, logs: Path) -> None:
        """Show the paths of the folders."""
        self.data.show_path(data)
        self.logs.show_path(logs)

    def show_outbox(self, number: int, size: int) -> None:
        """Show how many copies of files the program keeps, and how large they are together."""
        if not number:
            self.outbox.setText(self.tr("No copies of files are kept at the moment."))
            return
        copies = count_text(
            number,
            "{number} copy of a file is kept",
            "{number} copies of files are kept",
        )
        self.outbox.setText(
            self.tr(
                "{copies} ({size}): attachments, files from a temporary folder, unlocked PDFs, "
                "chosen pages and PDFs made of pictures. Each is deleted once its estimate is "
                "complete or its row is removed."
            ).format(copies=copies, size=size_text(size))
        )


class _Place(QWidget):
    """Folder path, which can be copied, with a button that opens the folder."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__()
        self.path = QLineEdit()
        self.path.setReadOnly(True)
        self.path.setObjectName("path")
        self.path.setAccessibleName(name)
        self.open_button = QPushButton(text)
        self.open_button.clicked.connect(lambda: open_file(self.path.text()))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SMALL)
        column.addWidget(self.path)
        column.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignLeft)

    def show_path(self, path: Path) -> None:
        """Show a path."""
        self.path.setText(str(path))
        self.path.setCursorPosition(0)
