"""Writer of CSV files for spreadsheets."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from capout_desktop.domain.csv_cell import safe_cell
from capout_desktop.store.private_files import new_draft, put_in_place


def write_csv(path: Path, rows: Iterable[Sequence[str]]) -> None:
    """Write a table completely or not at all; blocking, so call it from a worker thread.

    Cells are escaped so that none is a formula. The file starts with a byte order mark, because
    Excel assumes another encoding without it.

    Raises:
        OSError: The file cannot be written; an earlier file is unchanged.
    """
    draft = path.with_name(f"{path.name}.part")
    try:
        with os.fdopen(new_draft(draft), "w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(map(safe_cell, row) for row in rows)
        put_in_place(draft, path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
