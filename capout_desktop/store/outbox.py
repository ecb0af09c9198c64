"""Outbox: private copies of files that differ from their source, or may have to outlive it."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
import threading
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from capout_desktop.store.journal import SET_ASIDE_SUFFIX
from capout_desktop.store.private_files import make_private_folder

_FILE_MODE = 0o600
_NEW = (
    os.O_WRONLY
    | os.O_CREAT
    | os.O_EXCL
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
_SUFFIX = ".pdf"


@dataclass(frozen=True, slots=True)
class Stored:
    """A file of the outbox: absolute path, size in bytes, hex SHA-256."""

    path: str
    size: int
    sha256: str


class Outbox:
    """Folder beside the journal that only the user may enter (0700), with files of 0600.

    All methods block. They may be called from any thread. Names in the folder say nothing about
    the files' contents; the name that a file is sent under is in its document.
    """

    def __init__(self, folder: Path) -> None:
        """Create it; the folder is made with the first file."""
        self.folder = folder
        self._lock = threading.Lock()
        # Paths of files whose documents are not in the journal yet.
        self._new: set[str] = set()

    def add(self, content: Iterable[bytes]) -> Stored:
        """Write a new file, durable on return, and return it.

        Raises:
            OSError: It cannot be written; nothing of it is left.
        """
        make_private_folder(self.folder)
        path = str(self.folder / (uuid.uuid4().hex + _SUFFIX))
        digest, size = hashlib.sha256(), 0
        with self._lock:
            self._new.add(path)
        try:
            with os.fdopen(os.open(path, _NEW, _FILE_MODE), "wb") as file:
                for part in content:
                    file.write(part)
                    digest.update(part)
                    size += len(part)
                file.flush()
                os.fsync(file.fileno())
            _sync_folder(self.folder)
        except BaseException:
            self.discard(path)
            raise
        return Stored(path, size, digest.hexdigest())

    def owns(self, path: str) -> bool:
        """Return whether the path is that of a file of the outbox."""
        return os.path.dirname(path) == str(self.folder)  # noqa: PTH120 - strings, for speed

    def discard(self, path: str) -> bool:
        """Delete a file, and return whether the outbox does not have it any more.

        One that is not in the outbox stays where it is. On Windows one that is open stays, too.
        """
        self.settle(path)
        if self.owns(path):
            try:
                os.unlink(path)  # noqa: PTH108
            except FileNotFoundError:
                return True
            except OSError:
                return False
        return True

    def settle(self, path: str) -> None:
        """Note that the file's document is in the journal, or that it needs none."""
        with self._lock:
            self._new.discard(path)

    def repair(self, wanted: Collection[str]) -> int:
        """Delete all files that no document needs; return the number deleted.

        Files that were written since this object was made, and are not settled, stay. So do all
        as long as a journal that was set aside is beside the folder: it may name them, and they
        may be the only copies.
        """
        if self._is_journal_set_aside():
            return 0
        deleted = 0
        for path in self._paths():
            with self._lock:
                is_new = path in self._new
            if path not in wanted and not is_new:
                with contextlib.suppress(OSError):
                    os.unlink(path)  # noqa: PTH108
                    deleted += 1
        return deleted

    def usage(self) -> tuple[int, int]:
        """Return the number of files and their bytes."""
        number = size = 0
        for path in self._paths():
            with contextlib.suppress(OSError):
                size += os.stat(path).st_size  # noqa: PTH116
                number += 1
        return number, size

    def _is_journal_set_aside(self) -> bool:
        try:
            with os.scandir(self.folder.parent) as entries:
                return any(SET_ASIDE_SUFFIX in entry.name for entry in entries)
        except OSError:
            return True  # what cannot be known deletes nothing

    def _paths(self) -> list[str]:
        try:
            with os.scandir(self.folder) as entries:
                return [entry.path for entry in entries if not entry.is_dir(follow_symlinks=False)]
        except OSError:
            return []


def _sync_folder(folder: Path) -> None:
    """Write the folder's entries to disk; Windows does so by itself."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
