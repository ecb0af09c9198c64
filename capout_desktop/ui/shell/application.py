"""Qt's application, which also hears of files that the desktop wants opened (macOS)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from capout_desktop.ui.style.theme import IS_FUSION


class Application(QApplication):
    """Keeps what Finder opened until somebody can take it.

    Other systems start the program with the file on its command line. macOS tells the one that
    runs, and where none does, the new one a moment after its start.
    """

    def __init__(self, arguments: list[str]) -> None:
        super().__init__([*arguments, "-style", "fusion"])
        self.setProperty(IS_FUSION, True)
        self._early: list[str] = []
        self._take: Callable[[list[str]], object] | None = None

    def give_files_to(self, take: Callable[[list[str]], object]) -> None:
        """Give `take` what was opened so far, if anything, and everything from now on."""
        self._take = take
        early, self._early = self._early, []
        if early:
            take(early)

    def event(self, event: QEvent) -> bool:
        """Hear of opened files; everything else is Qt's."""
        if isinstance(event, QFileOpenEvent):
            # A file's path, or the https link that a browser hands over.
            source = event.file() or event.url().toString()
            if self._take is None:
                self._early.append(source)
            else:
                self._take([source])
            return True
        return super().event(event)
