"""Threads that a test started, and that have to end with what it closes."""

from __future__ import annotations

import threading
import time

SECONDS = 60.0


class NewThreads:
    """The threads that began after this was made."""

    def __init__(self) -> None:
        self._before = set(threading.enumerate())

    def named(self, name: str) -> list[threading.Thread]:
        """Return those of the workers with this name that have not ended."""
        present = set(threading.enumerate()) - self._before
        return [thread for thread in present if thread.name.rpartition("-")[0] == name]

    def wait_for_end(self, name: str) -> None:
        """Return once none of them is left."""
        until = time.monotonic() + SECONDS
        for thread in self.named(name):
            thread.join(until - time.monotonic())
        assert not self.named(name)
