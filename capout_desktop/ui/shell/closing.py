"""Closing the window: ends the program, asks first, or keeps it in the tray."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMessageBox

    from capout_desktop.ui.shell.quit_question import QuitQuestion


class ToTray(Enum):
    """Whether closing keeps the program in the tray."""

    NEVER = auto()
    EXPLAIN = auto()
    """It does, and this has to be explained to the person first."""
    ALWAYS = auto()


class Closing(QObject):
    """Decides what closing does; it hides the window only if the tray can show it again.

    Attributes:
        to_tray: What closing does; `NEVER` if there is no tray.
        confirmed: Emitted to shut down; if uploads are running, the person was asked first.
        waits_to_quit: Emitted with whether the program ends by itself once all is sent.
        tray_explained: Emitted when the person has read that closing keeps the program in the tray.
    """

    confirmed = Signal()
    waits_to_quit = Signal(bool)
    tray_explained = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._question: QMessageBox | None = None
        self._quit_question: QuitQuestion | None = None
        self._running = self._waiting = 0
        self._waits_to_quit = False
        self.to_tray = ToTray.NEVER

    def close(self) -> None:
        """Close the window according to the setting."""
        if self._question is not None:
            self._question.raise_()
        elif self.to_tray is not ToTray.NEVER and not self._tray_is_there():
            self.quit()
        elif self.to_tray is ToTray.EXPLAIN:
            from capout_desktop.ui.widgets.message_boxes import explain_tray  # noqa: PLC0415 - once at most

            self._open(explain_tray(self._window, self._explained, self._quit_instead))
        elif self.to_tray is ToTray.ALWAYS:
            self._hide()
        else:
            self.quit()

    def show_uploads(self, running: int, waiting: int) -> None:
        """Set how many uploads quitting would stop, and how many documents wait for theirs."""
        self._running, self._waiting = running, waiting
        if self._quit_question is not None:
            self._quit_question.show_uploads(running, waiting)
        if self._waits_to_quit and not running and not waiting:
            self._confirm()

    def keep_open(self) -> None:
        """Do not end by itself after all."""
        self._wait_to_quit(False)

    def quit_after_uploads(self) -> None:
        """End the program once nothing is left to send, which may be now."""
        self._wait_to_quit(True)

    def quit(self) -> None:
        """End the program; ask first if uploads are running."""
        if self._question is not None:
            self._question.raise_()
        elif self._running:
            self._ask()
        else:
            self._confirm()

    def _ask(self) -> None:
        from capout_desktop.ui.shell.quit_question import QuitQuestion  # noqa: PLC0415 - on demand
        from capout_desktop.ui.widgets.dialogs import open_dialog  # noqa: PLC0415 - as above

        self._window.show()
        question = self._quit_question = QuitQuestion(self._window)
        question.show_uploads(self._running, self._waiting)
        question.finished.connect(self._forget_question)
        question.now_wanted.connect(self._confirm)
        question.later_wanted.connect(lambda: self._wait_to_quit(True))
        question.kept.connect(self.keep_open)
        self._open(question)
        open_dialog(question)

    def _forget_question(self) -> None:
        self._quit_question = None

    def _wait_to_quit(self, wait: bool) -> None:
        self._waits_to_quit = wait
        self.waits_to_quit.emit(wait)
        if wait:
            self.show_uploads(self._running, self._waiting)

    def _confirm(self) -> None:
        self._waits_to_quit = False
        self._close_dialogs()
        self.confirmed.emit()

    def _hide(self) -> None:
        self._close_dialogs()
        self._window.hide()

    def _close_dialogs(self) -> None:
        from capout_desktop.ui.widgets.dialogs import close_dialogs  # noqa: PLC0415 - on demand

        close_dialogs(self._window)

    def _explained(self) -> None:
        self.to_tray = ToTray.ALWAYS
        self.tray_explained.emit()
        if self._tray_is_there():
            self._hide()

    @staticmethod
    def _tray_is_there() -> bool:
        """Return whether something can bring the window back: the desktop's panel may be gone."""
        from capout_desktop.ui.shell.tray import has_tray  # noqa: PLC0415 - after the first paint

        return has_tray()

    def _quit_instead(self) -> None:
        self._forget()
        self.quit()

    def _open(self, question: QMessageBox) -> None:
        self._question = question
        question.finished.connect(self._forget)

    def _forget(self) -> None:
        self._question = None
