"""Positioned text of made pages, as the program gets it from a PDF, without making the PDF."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from helpers.estimate_corpus.sheets import HEIGHT, WIDTH, Sheet, text_width

from capout_desktop.domain.positioned_text import Cell, PageText, VisualLine


def page_texts(sheets: Sequence[Sheet]) -> list[PageText]:
    """Return the text of these pages: lines from top to bottom, and each text as a cell."""
    return [_page(number, sheet) for number, sheet in enumerate(sheets, 1)]


def _page(number: int, sheet: Sheet) -> PageText:
    cells: defaultdict[float, list[Cell]] = defaultdict(list)
    for x, y, text, size, font in sheet.texts:
        words = " ".join(text.split())
        if words:
            cells[round(HEIGHT - y, 1)].append(Cell(x, x + text_width(text, size, font), words))
    lines = tuple(
        VisualLine(number, y, tuple(sorted(on_line, key=lambda cell: cell.x0)))
        for y, on_line in sorted(cells.items())
    )
    return PageText(number, WIDTH, HEIGHT, lines)
