"""Stand-in for OneDrive or iCloud: files that are listed here, and arrive when they are read."""

from __future__ import annotations

import errno
import os
import threading
from pathlib import Path

import pytest

from capout_desktop.services.folder_watch import listing
from capout_desktop.services.intake import file_facts


class Cloud:
    """Files that are not on this computer.

    Attributes:
        opened: Paths that somebody began to read, in that order.
        most_at_once: Largest number of files that were being downloaded at the same time.
        connected: Set while files arrive; a download waits for it.
        fails: Whether every download ends with an error.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.opened: list[str] = []
        self.most_at_once = 0
        self.connected = threading.Event()
        self.fails = False
        self._under_way = 0
        self._lock = threading.Lock()
        self._away: set[int] = set()
        self._open = os.open
        for module in (file_facts, listing):
            monkeypatch.setattr(module, "is_in_cloud", lambda found: found.st_ino in self._away)
        monkeypatch.setattr(os, "open", self._read)

    def put(self, *paths: Path) -> None:
        """Take files off this computer, as *Free up space* does."""
        self._away.update(path.stat().st_ino for path in paths)

    def _read(self, path: str, *arguments: int, **options: int) -> int:
        number = os.stat(path).st_ino if os.path.isfile(path) else 0  # noqa: PTH113, PTH116
        if number not in self._away:
            return self._open(path, *arguments, **options)
        with self._lock:
            self.opened.append(str(path))
            self._under_way += 1
            self.most_at_once = max(self.most_at_once, self._under_way)
        try:
            self.connected.wait()
            if self.fails:  # Python has no number for it, and says that an argument is invalid
                raise OSError(errno.EINVAL, "The cloud file provider is not running", path)
            self._away.discard(number)
        finally:
            with self._lock:
                self._under_way -= 1
        return self._open(path, *arguments, **options)
