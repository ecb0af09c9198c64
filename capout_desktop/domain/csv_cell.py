"""Cells of CSV files that are opened in spreadsheets."""

from __future__ import annotations

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe_cell(text: str) -> str:
    """Return the text so that no spreadsheet takes it for a formula: it would run it."""
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text
