"""Marks of what ran in other processes, such as the confined one that reads PDFs.

That process may open no file and write to none while it works, but memory that it shares already
can be written to. The marks survive when it is killed.
"""

from __future__ import annotations

import json
import mmap
from pathlib import Path


class SharedMarks:
    """One byte for each block of the program, in memory that all its processes share."""

    def __init__(self, folder: Path) -> None:
        """Join the marks that `create` made in `folder`."""
        names = json.loads((folder / "names.json").read_text(encoding="utf-8"))
        self._places = {name: place for place, name in enumerate(names)}
        with (folder / "marks").open("r+b") as file:
            self._marks = mmap.mmap(file.fileno(), len(names) + 1)

    @staticmethod
    def create(folder: Path, names: list[str]) -> None:
        """Make a folder with a mark for each name, none of them set."""
        folder.mkdir(exist_ok=True)
        (folder / "names.json").write_text(json.dumps(names), encoding="utf-8")
        (folder / "marks").write_bytes(bytes(len(names) + 1))

    def add(self, name: str) -> None:
        """Set a mark."""
        self._marks[self._places[name]] = 1

    def clear(self) -> None:
        """Unset all marks."""
        self._marks[:] = bytes(len(self._marks))

    def found(self) -> set[str]:
        """Return the names of all marks that are set."""
        marks = bytes(self._marks)
        return {name for name, place in self._places.items() if marks[place]}
