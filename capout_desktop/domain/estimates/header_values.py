"""Values that stand behind labels on the pages of an estimate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from capout_desktop.domain.estimates.labeled_page import LabeledPage, Value
from capout_desktop.domain.estimates.labels import Label, labels_in
from capout_desktop.domain.positioned_text import Cell, VisualLine

LONGEST_LABEL = 40
WANTED = frozenset(Label) - {Label.OTHER, Label.OTHER_NUMBER, Label.OTHER_DATE}
"""Labels whose values are read."""


def labels_on(lines: Sequence[VisualLine]) -> list[list[Label | None]]:
    """Return for each cell of each line the label that it is; None if it is a value."""
    return [[_nameof(cell) for cell in line.cells] for line in lines]


def _nameof(cell: Cell) -> Label | None:
    if not cell.text.endswith(":") or len(cell.text) > LONGEST_LABEL:
        return None
    found = labels_in(cell.text)
    if len(found) == 1 and found[0].start == 0 and found[0].end == len(cell.text):
        return found[0].label
    return Label.OTHER  # a label that is not known here


def values_on(
    lines: Sequence[VisualLine], labels: Sequence[Sequence[Label | None]]
) -> Iterator[Value]:
    """Yield the values on a page in the order of the lines.

    Args:
        lines: The lines of the page.
        labels: What `labels_on` returned for them.
    """
    page = LabeledPage(lines, labels)
    for number in range(len(lines)):
        for place, label in enumerate(labels[number]):
            if label is None or label not in WANTED:
                continue
            if page.has_value(number, place):
                yield page.value(number, place + 1)
            elif around := page.around.get((number, place)):
                yield around
