"""Lines and cells of a page, put together from its words and their places.

A PDF draws its text in any order: the foot may come first, and cells of one row one after another
or not. What is on one baseline is one line; a wide gap in it, or a label, begins another cell.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence

from capout_desktop.domain.estimates.labels import labels_in
from capout_desktop.domain.positioned_text import Cell, VisualLine

Word = tuple[float, float, float, str]
"""Baseline from the top of the page, left edge, right edge (all in points), and text."""

SAME_LINE_POINTS = 2.5
"""Largest difference of the baselines of one line."""
WIDE_GAP = 1.9
"""Least gap between two cells, in average widths of a character. A blank is half as wide as one."""
LEAST_GAP_POINTS = 5.0
"""Least gap between two cells however small the characters are."""


LEAST_OVERLAP_POINTS = 3.0
"""Least overlap of two words of which one covers the other."""


def visual_lines(page: int, words: Iterable[Word]) -> tuple[VisualLine, ...]:
    """Return the lines of a page, from top to bottom."""
    rows: list[list[Word]] = []
    row: list[Word] = []
    lowest = -math.inf
    for word in sorted(words):
        if word[0] <= lowest:
            row.append(word)
        else:
            lowest = word[0] + SAME_LINE_POINTS
            rows.append(row := [word])
    return tuple(VisualLine(page, round(row[0][0], 1), tuple(_cells(row))) for row in rows)


def _cells(row: list[Word]) -> list[Cell]:
    if len(row) > 1:
        row.sort(key=_left)
    cells: list[Cell] = []
    cell = [before := row[0]]
    width = (before[2] - before[1]) / len(before[3])
    for word in row[1:]:
        _, x0, x1, text = word
        if text == before[3] and -1 < x0 - before[1] < 1:
            continue  # drawn twice, to look bold
        width_before, width = width, (x1 - x0) / len(text)
        gap = x0 - before[2]
        is_wide = gap > LEAST_GAP_POINTS and gap > WIDE_GAP * max(width, width_before)
        # One is printed over the other, as in a correction; both at once are no value.
        if is_wide or gap < -max(width, width_before, LEAST_OVERLAP_POINTS):
            _add(cells, cell)
            cell = []
        cell.append(word)
        before = word
    _add(cells, cell)
    return cells


def _left(word: Word) -> float:
    return word[1]


def _add(cells: list[Cell], words: Sequence[Word]) -> None:
    """Add a cell, or several if there are labels in it: each label is a cell of its own."""
    text = words[0][3] if len(words) == 1 else " ".join([word[3] for word in words])
    labels = labels_in(text) if ":" in text else ()
    if not labels:
        cells.append(Cell(round(words[0][1], 1), round(words[-1][2], 1), text))
        return
    ends = (place for label in labels for place in (label.start, label.end))
    cuts = sorted({0, len(text), *ends})
    for start, end in itertools.pairwise(cuts):
        part = text[start:end]
        if stripped := part.strip():
            begin = start + part.index(stripped)
            left = _place(words, begin, at_end=False)
            right = _place(words, begin + len(stripped), at_end=True)
            cells.append(Cell(round(left, 1), round(right, 1), stripped))


def _place(words: Sequence[Word], index: int, *, at_end: bool) -> float:
    """Return where a character of the joined words begins, or where the one before it ends."""
    for _, x0, x1, text in words:
        if index < len(text) or (at_end and index == len(text)):
            return x0 + (x1 - x0) * index / len(text)
        index -= len(text) + 1
    return words[-1][2]
