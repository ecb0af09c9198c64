"""Folders and files of the program."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

_NAME = "CapOut Desktop"


class Folders(NamedTuple):
    """The program's folders; they need not exist yet."""

    data: Path
    logs: Path

    @property
    def journal(self) -> Path:
        """File of the journal, with all documents and attempts."""
        return self.data / "journal.sqlite3"

    @property
    def settings(self) -> Path:
        """File of the settings."""
        return self.data / "settings.json"

    @property
    def outbox(self) -> Path:
        """Folder of copies that are sent in place of their originals."""
        return self.data / "outbox"

    @property
    def watched(self) -> Path:
        """File of the decisions about the files of the watched folder."""
        return self.data / "watched.json"

    @property
    def look(self) -> Path:
        """File of the view state of the window."""
        return self.data / "window.json"

    @property
    def lock(self) -> Path:
        """Lock file, held by the one process that uses this data."""
        return self.data / "running.lock"


def folders(data_dir: Path | None) -> Folders:
    """Return the folders: all in `data_dir` if given, otherwise the platform's.

    The *local* application folder, not the roaming one: SQLite's write-ahead log needs a local
    file system.
    """
    if data_dir is not None:
        return Folders(data_dir, data_dir / "logs")
    import platformdirs  # noqa: PLC0415 - not imported before the first paint if not needed

    return Folders(
        Path(platformdirs.user_data_dir(_NAME, appauthor=False, roaming=False)),
        Path(platformdirs.user_log_dir(_NAME, appauthor=False)),
    )
