"""Place of the socket between two starts of the program: only this user can get there.

It is in the data folder. If its path is too long for a socket there, it is in a folder that only
this user can open, and a file in the data folder says where. Two starts with other environments
find the same place that way.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import sys
import tempfile
from pathlib import Path

LONGEST_PATH = 90
"""Longest path of a socket in bytes. The systems allow 104 to 108, and some is added while one is
made."""

_FILE_NAME = "running.socket"
_PLACE_NAME = "running.place"


def name_to_listen(lock: Path) -> str:
    """Return the name at which the program that holds `lock` listens, and write it down.

    Raises:
        OSError: There is no place for it.
    """
    if sys.platform == "win32":
        return _pipe_name(lock)
    path = lock.with_name(_FILE_NAME).absolute()
    place = lock.with_name(_PLACE_NAME)
    if _fits(path):
        place.unlink(missing_ok=True)
        return str(path)
    path = _other_folder() / f"{_pipe_name(lock)}.socket"
    place.unlink(missing_ok=True)
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY
    with os.fdopen(os.open(place, flags, 0o600), "wb") as file:
        file.write(os.fsencode(path))
    return str(path)


def name_to_connect(lock: Path) -> str:
    """Return the name at which the program that holds `lock` can be reached."""
    if sys.platform == "win32":
        return _pipe_name(lock)
    with contextlib.suppress(OSError):
        path = Path(os.fsdecode(lock.with_name(_PLACE_NAME).read_bytes()))
        if _is_private(path.parent):
            return str(path)
    return str(lock.with_name(_FILE_NAME).absolute())


def _fits(path: Path) -> bool:
    return len(os.fsencode(path)) <= LONGEST_PATH


def _other_folder() -> Path:
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    folder = Path(runtime) if runtime else None
    if folder is not None and _is_private(folder) and _fits(folder / ("x" * 50)):
        return folder
    return Path(tempfile.mkdtemp(prefix="capout-desktop-"))


def _is_private(folder: Path) -> bool:
    """Return whether the folder belongs to this user and nobody else can open it."""
    if sys.platform == "win32":
        return True
    try:
        found = folder.lstat()
    except OSError:
        return False
    others = stat.S_IRWXG | stat.S_IRWXO
    is_own = stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid()
    return is_own and not found.st_mode & others


def _pipe_name(lock: Path) -> str:
    """Return a name unique to the data folder."""
    return "capout-desktop-" + hashlib.sha256(os.fsencode(lock.absolute())).hexdigest()[:24]
