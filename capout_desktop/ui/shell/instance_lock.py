"""Lock of the data folder, which only one running program has.

Qt's lock file is never removed if it is empty, has garbage in it, names another computer (a renamed
one, or a restored copy), or names a process whose number something else has by now. Whether its
owner still runs is therefore asked of the system, which drops the lock of a process that ends.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from pathlib import Path

from PySide6.QtCore import QLockFile

SETTLING_SECONDS = 1.0
"""Age from which a lock file counts as left behind. Its owner locks it just after creating it."""


class InstanceLock:
    """Lock that is asked for until it is taken, or until the caller gives up.

    Attributes:
        is_impossible: Whether the data folder cannot be written to, so that there is no lock.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = QLockFile(str(path))
        self._lock.setStaleLockTime(0)  # only a lock whose process is gone is stale
        self._seen: tuple[int, int] | None = None
        self._seen_since = 0.0
        self.is_impossible = False

    def take(self) -> bool:
        """Return whether this program has the lock now; a left-behind one is removed first."""
        if self._lock.tryLock(0):
            return True
        self.is_impossible = self._lock.error() is not QLockFile.LockError.LockFailedError
        if self.is_impossible or not self._is_settled() or not remove_if_left(self._path):
            return False
        return self._lock.tryLock(0)

    def release(self) -> None:
        """Give the lock back."""
        self._lock.unlock()

    def _is_settled(self) -> bool:
        """Return whether the lock file has been the same one for `SETTLING_SECONDS`."""
        try:
            found = self._path.lstat()
        except OSError:
            return False
        seen = found.st_ino, found.st_mtime_ns
        if seen != self._seen:
            self._seen, self._seen_since = seen, time.monotonic()
        return time.monotonic() - self._seen_since >= SETTLING_SECONDS


def remove_if_left(path: Path) -> bool:
    """Remove a lock file that no running program holds, and return whether it is gone."""
    if sys.platform == "win32":
        # A running owner has it open, and then it cannot be removed.
        with contextlib.suppress(OSError):
            path.unlink()
        return not path.exists()
    import fcntl  # noqa: PLC0415 - not on Windows

    try:
        descriptor = os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)  # network drives know this one
        if os.fstat(descriptor).st_ino != path.stat().st_ino:
            return False  # another one by now
        path.unlink()
    except OSError:
        return False
    finally:
        os.close(descriptor)
    return True
