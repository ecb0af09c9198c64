"""Values that stand behind labels on the pages of an estimate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from capout_desktop.domain.estimates.labels import Label, labels_in
from capout_desktop.domain.positioned_text import Cell, VisualLine

WIDEST_GAP_POINTS = 190.0
"""Largest distance of a value from its label; what is farther away is another column."""
ALIGNED_POINTS = 4.0
NEXT_LINE_POINTS = 19.0
"""Largest distance of the lines of one value."""
MOST_LINES = 4


@dataclass(frozen=True, slots=True)
class Value:
    """Value of a label.

    Attributes:
        label: What it is.
        lines: Its lines, from top to bottom.
        page: Number of the page, from 1.
    """

    label: Label
    lines: tuple[str, ...]
    page: int

    @property
    def text(self) -> str:
        """Its lines with a blank between them."""
        return " ".join(self.lines)


def labels_on(lines: Sequence[VisualLine]) -> list[list[Label | None]]:
    """Return for each cell of each line the label that it is; None if it is a value."""
    return [[_label_of(cell) for cell in line.cells] for line in lines]


def values_on(
    lines: Sequence[VisualLine], labels: Sequence[Sequence[Label | None]]
) -> Iterator[Value]:
    """Yield the values on a page in the order of the lines.

    Args:
        lines: The lines of the page.
        labels: What `labels_on` returned for them.
    """
    for number, line in enumerate(lines):
        for place, label in enumerate(labels[number]):
            if label is None or place + 1 >= len(line.cells):
                continue
            before, cell = line.cells[place], line.cells[place + 1]
            if labels[number][place + 1] is not None or cell.x0 - before.x1 > WIDEST_GAP_POINTS:
                continue
            more = _continuation(lines, labels, number, before, cell)
            yield Value(label, (cell.text, *more), line.page)


def _label_of(cell: Cell) -> Label | None:
    if not cell.text.endswith(":"):
        return None
    found = labels_in(cell.text)
    if len(found) == 1 and found[0].start == 0 and found[0].end == len(cell.text):
        return found[0].label
    return None


def _continuation(
    lines: Sequence[VisualLine],
    labels: Sequence[Sequence[Label | None]],
    number: int,
    label: Cell,
    value: Cell,
) -> Iterator[str]:
    """Yield what stands under a value without a label of its own."""
    above = lines[number].y
    for next_ in range(number + 1, min(number + MOST_LINES, len(lines))):
        line = lines[next_]
        if line.y - above > NEXT_LINE_POINTS:
            return
        for place, cell in enumerate(line.cells):
            is_labeled = labels[next_][place] is not None or (
                place > 0 and labels[next_][place - 1] is not None
            )
            if not is_labeled and _is_below(cell, label, value):
                yield cell.text
                above = line.y
                break
        else:
            return


def _is_below(cell: Cell, label: Cell, value: Cell) -> bool:
    return any(abs(cell.x0 - x) <= ALIGNED_POINTS for x in (value.x0, label.x0))
