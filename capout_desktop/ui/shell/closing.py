"""Closing the window: ends the program, asks first, or keeps it in the tray."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMessageBox


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
        uploads_running: Number of uploads that quitting would stop.
        confirmed: Emitted to shut down; if uploads are running, the person was asked first.
        tray_explained: Emitted when the person has read that closing keeps the program in the tray.
    """

    confirmed = Signal()
    tray_explained = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._question: QMessageBox | None = None
        self.to_tray = ToTray.NEVER
        self.uploads_running = 0

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
            self._window.hide()
        else:
            self.quit()

    def quit(self) -> None:
        """End the program; ask first if uploads are running."""
        if self._question is not None:
            self._question.raise_()
        elif self.uploads_running:
            from capout_desktop.ui.widgets.message_boxes import ask_to_quit  # noqa: PLC0415 - on demand

            self._window.show()
            self._open(ask_to_quit(self._window, self.uploads_running, self.confirmed.emit))
        else:
            self.confirmed.emit()

    def _explained(self) -> None:
        self.to_tray = ToTray.ALWAYS
        self.tray_explained.emit()
        if self._tray_is_there():
            self._window.hide()

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
