"""Tables written for spreadsheets."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from capout_desktop.domain.csv_cell import safe_cell


def write_csv(path: Path, rows: Iterable[Sequence[str]]) -> None:
    """Write a table, all or nothing; blocking, so call it from a worker thread.

    No cell is a formula. With a byte order mark, since Excel takes the file for another encoding
    without it.

    Raises:
        OSError: it cannot be written; what was there before still is.
    """
    draft = path.with_name(f"{path.name}.part")
    try:
        with draft.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(map(safe_cell, row) for row in rows)
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
