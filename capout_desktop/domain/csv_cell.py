"""Cells of CSV files that are opened in spreadsheets."""

from __future__ import annotations

import re

_STARTS_A_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # noqa: RUF001 - the wide ones, too
_FORMULA_AFTER_A_SEPARATOR = re.compile(r"""([;\t|])(?=[\s"']*[=+\-@＝＋－＠])""")  # noqa: RUF001
"""Place where a cell begins if the separator is not the comma, as in the Spanish Excel."""
_ENDS_A_CELL = ("\t", "\r", "\n")


def safe_cell(text: str) -> str:
    """Return the text on one line, protected from being run as a formula by a spreadsheet.

    A text that looks like a formula is prefixed with an apostrophe, which spreadsheets do not show.
    So is a part of it that would be a cell of its own with another separator: quotes do not help,
    because there the cell before it begins in the middle of a line.
    """
    text = text.replace("\0", "")
    guard = text.startswith(_ENDS_A_CELL) or text.lstrip().startswith(_STARTS_A_FORMULA)
    # A file name on Linux may contain bytes that cannot be written as UTF-8.
    line = _FORMULA_AFTER_A_SEPARATOR.sub(r"\1'", " ".join(text.splitlines()))
    line = line.encode("utf-8", "replace").decode("utf-8")
    return f"'{line}" if guard else line
