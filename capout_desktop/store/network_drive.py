"""Whether a path is on another computer's disk."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path, PurePath, PurePosixPath

_MOUNTS = Path("/proc/self/mountinfo")
_ESCAPED = re.compile(r"\\([0-7]{3})")
_NETWORK = frozenset(
    {
        *("9p", "afs", "ceph", "cifs", "davfs", "fuse.glusterfs", "fuse.rclone", "fuse.sshfs"),
        *("glusterfs", "lustre", "ncpfs", "nfs", "nfs4", "smb3", "smbfs"),
    }
)
_REMOTE_DRIVE = 4
"""`DRIVE_REMOTE` of Windows' GetDriveType."""


def is_on_network(path: Path) -> bool:
    """Return whether a path is on a network drive; False if the system does not tell."""
    try:
        whole = path.resolve()
        if sys.platform == "win32":
            return _is_remote_drive(whole)
        if sys.platform == "darwin":
            # A disk that is plugged in is there, too. What depends on this works on both.
            return whole.is_relative_to("/Volumes")
        return file_system(_MOUNTS.read_text(errors="surrogateescape"), whole) in _NETWORK
    except (OSError, ValueError):
        return False


def file_system(mounts: str, path: PurePath) -> str:
    """Return the type of the file system that a path is on; empty if it is not known.

    Args:
        mounts: Linux' list of mounts (see `man 5 proc`, mountinfo). Of several at one place, the
            last one counts.
        path: An absolute path without links.
    """
    found, kind = -1, ""
    for line in mounts.splitlines():
        before, _, behind = line.partition(" - ")
        fields = before.split(" ")
        if len(fields) < 5 or not behind:
            continue
        place = PurePosixPath(_ESCAPED.sub(lambda octal: chr(int(octal[1], 8)), fields[4]))
        if path.is_relative_to(place) and len(place.parts) >= found:
            found, kind = len(place.parts), behind.split(" ")[0]
    return kind


if sys.platform == "win32":

    def _is_remote_drive(path: Path) -> bool:
        import ctypes  # noqa: PLC0415 - Windows only

        if path.drive.startswith("\\\\") and not path.drive.startswith("\\\\?\\"):
            return True
        root = os.path.join(path.drive, os.sep)  # noqa: PTH118 - Path would leave out the slash
        return bool(ctypes.WinDLL("kernel32").GetDriveTypeW(root) == _REMOTE_DRIVE)
