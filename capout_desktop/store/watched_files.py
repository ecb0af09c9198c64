"""What was decided about the files of the watched folder, in a small JSON file of its own.

Not in the journal: a journal that is put aside as damaged must not make every file of the folder
look new.
"""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from capout_desktop.domain.watch_rules import Handled


class WatchedFiles(msgspec.Struct, kw_only=True):
    """What one folder held.

    Attributes:
        folder: The folder as the settings name it; empty before any was watched.
        files: What was decided about what may be there still, by the file's name.
        taken: The content of all that was ever taken, from whatever folder: the document that it
            became, by its hash.
    """

    folder: str = ""
    files: dict[str, Handled] = msgspec.field(default_factory=dict)
    taken: dict[str, str] = msgspec.field(default_factory=dict)


def key_of(name: str) -> str:
    """A file's name as it stands here; names that are no text keep their bytes in a stand-in."""
    return os.fsencode(name).decode(errors="backslashreplace")


def load(path: Path) -> WatchedFiles:
    """Return what the file says; nothing where there is none or it makes no sense. Blocking.

    Raises:
        OSError: there is one, and it cannot be read.
    """
    try:
        return msgspec.json.decode(path.read_bytes(), type=WatchedFiles)
    except (FileNotFoundError, msgspec.DecodeError):
        return WatchedFiles()


def save(path: Path, content: bytes) -> None:
    """Write what `encode` gave, all or nothing. Blocking.

    Raises:
        OSError: the disk is full or the folder is not writable; the old file stands.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".tmp")
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def encode(watched: WatchedFiles) -> bytes:
    """Return the file's content."""
    return msgspec.json.encode(watched)
