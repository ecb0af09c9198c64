"""Decisions about the files of the watched folder, in a separate JSON file.

They are not in the journal, because otherwise every file of the folder would look new after a
damaged journal was renamed.
"""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from capout_desktop.domain.watch_rules import Handled
from capout_desktop.store.private_files import make_private_folder, write_private_file


class WatchedFiles(msgspec.Struct, kw_only=True):
    """Decisions about the files of one folder.

    Attributes:
        folder: Path as in the settings; empty before any was watched.
        files: Decisions about files that may still be there, by file name.
        taken: Ids of the documents added for all files ever taken from any folder, by hash.
    """

    folder: str = ""
    files: dict[str, Handled] = msgspec.field(default_factory=dict)
    taken: dict[str, str] = msgspec.field(default_factory=dict)


def key_of(name: str) -> str:
    """Return the key of a file name. Names that are not valid UTF-8 are escaped."""
    return os.fsencode(name).decode(errors="backslashreplace")


def load(path: Path) -> WatchedFiles:
    """Return the stored decisions; none if there is no file or it is damaged. Blocking.

    Raises:
        OSError: The file exists but cannot be read.
    """
    try:
        return msgspec.json.decode(path.read_bytes(), type=WatchedFiles)
    except (FileNotFoundError, msgspec.DecodeError):
        return WatchedFiles()


def save(path: Path, content: bytes) -> None:
    """Write the content returned by `encode`, all or nothing. Blocking.

    Raises:
        OSError: The disk is full or the folder is not writable; the old file is kept.
    """
    make_private_folder(path.parent)
    write_private_file(path, content, sync=True)


def encode(watched: WatchedFiles) -> bytes:
    """Return the file's content."""
    return msgspec.json.encode(watched)
