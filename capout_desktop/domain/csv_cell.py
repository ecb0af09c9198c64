"""Cells of CSV files that are opened in spreadsheets."""

from __future__ import annotations

_STARTS_A_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # noqa: RUF001 - the wide ones, too
_ENDS_A_CELL = ("\t", "\r", "\n")


def safe_cell(text: str) -> str:
    """Return the text on one line, protected from being run as a formula by a spreadsheet.

    A text that looks like a formula is prefixed with an apostrophe, which spreadsheets do not show.
    """
    text = text.replace("\0", "")
    guard = text.startswith(_ENDS_A_CELL) or text.lstrip().startswith(_STARTS_A_FORMULA)
    # A file name on Linux may contain bytes that cannot be written as UTF-8.
    line = " ".join(text.splitlines()).encode("utf-8", "replace").decode("utf-8")
    return f"'{line}" if guard else line
