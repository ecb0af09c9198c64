"""Subclass of `QApplication` that receives the files opened from the macOS Finder."""

from __future__ import annotations

import os
from collections.abc import Callable

from PySide6.QtCore import QEvent, QEventLoop, QTimer
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from capout_desktop.ui.style.theme import IS_FUSION


class Application(QApplication):
    """Application that keeps the opened files while there is no receiver.

    Other systems start the program with the file on its command line. macOS sends an event to the
    running program, or to the new one a moment after its start.
    """

    def __init__(self, arguments: list[str]) -> None:
        # Qt shares large fills among threads and waits for them. Measured with four programs on two
        # busy processors, twice in turns: without them, all takes 9 % less time of the processors.
        os.environ.setdefault("QT_NO_GUI_THREADPOOL", "1")
        super().__init__([*arguments, "-style", "fusion"])
        self.setProperty(IS_FUSION, True)
        self._early: list[str] = []
        self._take: Callable[[list[str]], object] | None = None

    def give_files_to(self, take: Callable[[list[str]], object]) -> None:
        """Call `take` with the files opened so far, if any, and with all later ones."""
        self._take = take
        early, self._early = self._early, []
        if early:
            take(early)

    def keep_files(self) -> None:
        """Keep the files that are opened from now on until there is a receiver again."""
        self._take = None

    def handle_events(self, milliseconds: int) -> None:
        """Wait for an event, or until a time has passed, and handle what has come by then."""
        # Given a time, Qt's own method returns at once, and a loop around it takes the processor
        # from those that are to show the window.
        limit = QTimer()
        limit.start(milliseconds)
        self.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    def event(self, event: QEvent) -> bool:
        """Handle events of opened files; leave all others to Qt."""
        if isinstance(event, QFileOpenEvent):
            # The path of a file, or the https link that a browser passes.
            source = event.file() or event.url().toString()
            if self._take is None:
                self._early.append(source)
            else:
                self._take([source])
            return True
        return super().event(event)
