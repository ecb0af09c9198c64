"""A table is written whole or not at all, and a spreadsheet runs none of it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from capout_desktop.services.runtime.csv_file import write_csv

ROWS = [("address", "credits"), ('=HYPERLINK("https://evil.example","x")', "8"), ("Łódź@x", "9")]


def test_a_table_comes_back_without_formulas(tmp_path: Path) -> None:
    path = tmp_path / "spending.csv"
    write_csv(path, ROWS)
    with path.open(encoding="utf-8-sig", newline="") as file:
        back = list(csv.reader(file))
    assert back == [["address", "credits"], [f"'{ROWS[1][0]}", "8"], ["Łódź@x", "9"]]
    assert path.read_bytes().startswith(b"\xef\xbb\xbf"), "Excel takes it for another encoding"
    assert [p.name for p in tmp_path.iterdir()] == ["spending.csv"]


def test_what_cannot_be_written_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "spending.csv"
    path.mkdir()
    with pytest.raises(OSError, match="spending"):
        write_csv(path, ROWS)
    assert [p.name for p in tmp_path.iterdir()] == ["spending.csv"]
