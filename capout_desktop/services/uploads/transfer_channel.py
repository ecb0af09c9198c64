"""Ways to run the transfer worker: as a process, or as a thread where no process can be started."""

from __future__ import annotations

import contextlib
import functools
import logging
import os
import subprocess
import sys
import threading
from typing import BinaryIO, Protocol

from capout_desktop.services.runtime.child_command import child_command
from capout_desktop.services.uploads import TRANSFER_WORKER_ARGUMENT
from capout_desktop.services.uploads.transfer_worker import Worker, writer_to

TRANSFER_WORKER = "capout_desktop.services.uploads.transfer_worker"

if sys.platform == "win32":
    _FLAGS = subprocess.CREATE_NO_WINDOW | subprocess.BELOW_NORMAL_PRIORITY_CLASS
else:
    _FLAGS = 0


class Channel(Protocol):
    """Line to a worker; `answers` ends when the worker does.

    Attributes:
        calls: Where calls are written to; the worker ends once it is closed.
        answers: Where its answers are read from.
    """

    calls: BinaryIO
    answers: BinaryIO

    def kill(self) -> None:
        """End the worker at once; safe to call from any thread, and again."""

    def wait(self) -> None:
        """Wait until the worker has ended."""


class ProcessChannel:
    """A process, with a lower priority than the window."""

    def __init__(self) -> None:
        """Start it.

        It gets the whole environment, in which proxies and certificates may be named. Keys are
        neither there nor among the arguments.

        Raises:
            OSError: It cannot be started.
        """
        level = logging.getLogger().getEffectiveLevel()
        self._process = subprocess.Popen(  # noqa: S603 - this program
            [*child_command(TRANSFER_WORKER, TRANSFER_WORKER_ARGUMENT), str(level)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=_FLAGS,
        )
        self.calls: BinaryIO = self._process.stdin  # type: ignore[assignment]
        self.answers: BinaryIO = self._process.stdout  # type: ignore[assignment]

    def kill(self) -> None:
        """End the process at once."""
        self._process.kill()

    def wait(self) -> None:
        """Wait until the process has ended."""
        self._process.wait()


class ThreadChannel:
    """A thread of this process."""

    def __init__(self) -> None:
        """Start it."""
        calls, their_end = os.pipe()
        our_end, answers = os.pipe()
        self.calls: BinaryIO = os.fdopen(their_end, "wb")
        self.answers: BinaryIO = os.fdopen(our_end, "rb")
        self._worker = Worker(calls, writer_to(answers))
        self._thread = threading.Thread(
            target=functools.partial(self._run, answers), name="transfer", daemon=True
        )
        self._thread.start()

    def kill(self) -> None:
        """Let the thread end."""
        self._worker.stop()

    def wait(self) -> None:
        """Wait until the thread has ended."""
        self._thread.join()

    def _run(self, answers: int) -> None:
        try:
            self._worker.run()
        finally:
            with contextlib.suppress(OSError):
                os.close(answers)
