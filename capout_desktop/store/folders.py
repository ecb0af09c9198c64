"""Where the program keeps its things."""

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
        """Every document and attempt."""
        return self.data / "journal.sqlite3"

    @property
    def settings(self) -> Path:
        """The person's choices."""
        return self.data / "settings.json"

    @property
    def watched(self) -> Path:
        """What was decided about the files of the watched folder."""
        return self.data / "watched.json"

    @property
    def look(self) -> Path:
        """How the window looked."""
        return self.data / "window.json"

    @property
    def lock(self) -> Path:
        """Held by the one program that works on this data."""
        return self.data / "running.lock"


def folders(data_dir: Path | None) -> Folders:
    """Return the folders: all in `data_dir` where given, else the platform's.

    The *local* application folder, not the roaming one: SQLite's write-ahead log needs a local
    file system.
    """
    if data_dir is not None:
        return Folders(data_dir, data_dir / "logs")
    import platformdirs  # noqa: PLC0415 - the first paint waits for this module

    return Folders(
        Path(platformdirs.user_data_dir(_NAME, appauthor=False, roaming=False)),
        Path(platformdirs.user_log_dir(_NAME, appauthor=False)),
    )
