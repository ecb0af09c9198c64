"""Ends the program cleanly on Ctrl+C and at the end of the desktop session."""

from __future__ import annotations

import contextlib
import signal
import socket
import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEventLoop, QSocketNotifier

SESSION_END_SECONDS = 4.0
"""Longest time for the end; Windows kills a program that does not answer for five seconds."""


class QuitSignals:
    """Calls back on the GUI thread when the system asks the program to end.

    Python runs signal handlers only between bytecodes, and an idle event loop executes none:
    the signal's number, written to a socket, wakes Qt up.
    """

    def __init__(self, quit_in_order: Callable[[], None]) -> None:
        self._quit_in_order = quit_in_order
        self._reader, self._writer = socket.socketpair()
        for end in (self._reader, self._writer):
            end.setblocking(False)
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read)
        self._notifier.activated.connect(self._awake)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: None)
        signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)

    def close(self) -> None:
        """Stop listening for signals."""
        signal.set_wakeup_fd(-1)
        self._notifier.setEnabled(False)
        self._reader.close()
        self._writer.close()

    def _awake(self) -> None:
        with contextlib.suppress(BlockingIOError):
            self._reader.recv(64)
        self._quit_in_order()


class SessionEnd:
    """Ends the program cleanly before it says to Windows that the session may end.

    Windows kills the program as soon as it has answered, and nothing of it runs after that.
    """

    def __init__(
        self,
        application: QCoreApplication,
        quit_in_order: Callable[[], None],
        has_ended: Callable[[], bool],
    ) -> None:
        self._application = application
        self._quit_in_order = quit_in_order
        self._has_ended = has_ended
        # Qt emits it at the end of a session, and not only when its own loop has ended.
        application.aboutToQuit.connect(self._close)

    def _close(self) -> None:
        if self._has_ended():
            return
        self._quit_in_order()
        deadline = time.monotonic() + SESSION_END_SECONDS
        while not self._has_ended() and time.monotonic() < deadline:
            self._application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
