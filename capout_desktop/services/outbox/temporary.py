"""Folders whose files may be deleted at any time: mail programs, browsers, the system."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath


def temporary_folders(data: Path) -> tuple[PurePath, ...]:
    """Return the temporary folders of this computer.

    One that contains `data`, the folder of the program's own data, is left out: a copy there would
    not last longer than the original.
    """
    home = Path.home()
    found = dict.fromkeys(PurePath(os.path.realpath(path)) for path in _candidates(home))
    own = PurePath(os.path.realpath(data))
    return tuple(path for path in found if path != home and not own.is_relative_to(path))


def is_temporary(path: str, folders: Sequence[PurePath]) -> bool:
    """Return whether the file is in one of the folders. Blocking."""
    if not folders:
        return False
    try:
        above = PurePath(os.path.realpath(path)).parent
    except (OSError, ValueError):
        return False
    return any(above.is_relative_to(folder) for folder in folders)


def _candidates(home: Path) -> Iterator[str | Path]:
    yield tempfile.gettempdir()
    if sys.platform == "win32":
        if local := os.environ.get("LOCALAPPDATA"):
            yield Path(local, "Temp")
            # Outlook opens attachments from `Content.Outlook` there.
            yield Path(local, "Microsoft", "Windows", "INetCache")
            yield Path(local, "Microsoft", "Olk", "Attachments")
            yield Path(local, "Packages", "microsoft.windowscommunicationsapps_8wekyb3d8bbwe")
    elif sys.platform == "darwin":
        yield from ("/tmp", "/var/folders")  # noqa: S108 - only compared
        yield home / "Library/Caches"
        yield home / "Library/Containers/com.apple.mail/Data"
        yield home / "Library/Containers/com.microsoft.Outlook/Data"
    else:
        yield from ("/tmp", "/var/tmp")  # noqa: S108 - only compared
        yield Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")
