"""Ends the program cleanly on Ctrl+C and at the end of the desktop session."""

from __future__ import annotations

import contextlib
import signal
import socket
from collections.abc import Callable

from PySide6.QtCore import QSocketNotifier


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
