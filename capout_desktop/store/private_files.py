"""Files and folders that only the user may read, written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
import time
from pathlib import Path

_FOLDER_MODE, _FILE_MODE = 0o700, 0o600
_DRAFT_FLAGS = (
    os.O_WRONLY
    | os.O_CREAT
    | os.O_EXCL  # fails if there is anything of this name, even a link that leads nowhere
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)

_HELD_OPEN = frozenset({5, 32, 33})
"""Windows' numbers of access denied, sharing violation and lock violation: another program, such as
a virus scanner, OneDrive or Excel, has the file open."""
_HELD_SECONDS = 1.0
_HELD_PAUSE = 0.05


class ForeignFolderError(OSError):
    """The folder belongs to another user of this computer."""


def make_private_folder(folder: Path) -> None:
    """Create a folder that only the user may enter; take other users' rights to an existing one.

    Windows keeps the folders of programs within the user's profile, and needs neither.

    Raises:
        ForeignFolderError: It belongs to another user, who could exchange every file in it.
        OSError: It cannot be created.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=_FOLDER_MODE)
    if sys.platform == "win32":
        return
    user, found = os.geteuid(), folder.stat()
    if user and found.st_uid not in {user, 0}:
        raise ForeignFolderError(f"another user owns {folder}")
    # Never a folder for everybody, such as /tmp, which `--data-dir` can name.
    if found.st_mode & 0o077 and found.st_uid == user and not found.st_mode & stat.S_ISVTX:
        with contextlib.suppress(OSError):  # some network drives have no modes
            folder.chmod(_FOLDER_MODE)


def write_private_file(path: Path, content: bytes, *, sync: bool = False) -> None:
    """Replace a file, or leave it as it was; blocking.

    The draft beside it is always a new file: one that somebody put there is removed, not followed
    and not written to.

    Args:
        path: The file.
        content: Its whole new content.
        sync: Whether it has to survive a power cut that follows at once.

    Raises:
        OSError: It cannot be written.
    """
    draft = path.with_suffix(".tmp")
    try:
        with open(new_draft(draft, _FILE_MODE), "wb") as file:
            file.write(content)
            if sync:
                file.flush()
                os.fsync(file.fileno())
        put_in_place(draft, path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise


def new_draft(path: Path, mode: int = 0o666) -> int:
    """Open a file that is new for certain, and return its descriptor; blocking.

    One that is there is removed: somebody may have put a link there, to have another file of the
    user's overwritten. The `umask` takes rights from `mode`.

    Raises:
        OSError: It cannot be made.
    """
    path.unlink(missing_ok=True)
    return os.open(path, _DRAFT_FLAGS, mode)


def put_in_place(draft: Path, path: Path) -> None:
    """Rename `draft` to `path`, replacing what is there; blocking.

    On Windows this fails while another program has the file open. Most programs close it in a
    moment, so it is tried for about a second.

    Raises:
        OSError: It cannot be replaced; both files are as they were.
    """
    until = time.monotonic() + _HELD_SECONDS
    while True:
        try:
            draft.replace(path)
        except OSError as error:
            if not is_held_open(error) or path.is_dir() or time.monotonic() >= until:
                raise
            time.sleep(_HELD_PAUSE)
        else:
            return


def is_held_open(error: OSError) -> bool:
    """Return whether the error may mean that another program has the file open (Windows)."""
    return getattr(error, "winerror", None) in _HELD_OPEN
