"""Values that stand behind labels on the pages of an estimate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from capout_desktop.domain.estimates.dates import iso_date
from capout_desktop.domain.estimates.field_rules import price_lists
from capout_desktop.domain.estimates.labeled_page import LabeledPage, Value
from capout_desktop.domain.estimates.labels import Label, labels_in
from capout_desktop.domain.positioned_text import Cell, VisualLine

LONGEST_LABEL = 40
WANTED = frozenset(Label) - {Label.OTHER, Label.OTHER_NUMBER, Label.OTHER_DATE}
"""Labels whose values are read."""
_WITHOUT_DATES = frozenset(
    {
        Label.INSURED,
        Label.LOSS_ADDRESS,
        Label.TYPE_OF_LOSS,
        Label.TYPE_OF_CLAIM,
        Label.PRICE_LIST,
        Label.COMPANY,
        Label.INSURANCE_COMPANY,
        Label.REPRESENTATIVE,
        Label.ESTIMATOR,
    }
)
"""Labels beside which a date shows it. Beside that of a number it may be a date of the number."""
_WITHOUT_CODES = _WITHOUT_DATES - {Label.PRICE_LIST} | {
    Label.DATE_OF_LOSS,
    Label.OTHER_DATE,
    Label.ESTIMATE,
}
"""Labels of values that are no price lists."""


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
    if _is_shifted(page, lines, labels):
        return
    for number in range(len(lines)):
        for place, label in enumerate(labels[number]):
            if label is None or label not in WANTED:
                continue
            if around := page.around.get((number, place)):
                yield around
            elif page.has_value(number, place):
                yield page.value(number, place + 1)


def _is_shifted(
    page: LabeledPage, lines: Sequence[VisualLine], labels: Sequence[Sequence[Label | None]]
) -> bool:
    """Return whether values stand beside the labels of others.

    This is so if a column of values begins lower than its labels do, or leaves out a value
    that is not stated. A date beside a label that is not that of a date shows it, and so does the
    code of a price list.
    """
    for line, row in zip(enumerate(lines), labels, strict=True):
        for place, label in enumerate(row):
            if label is None or not page.has_value(line[0], place):
                continue
            text = line[1].cells[place + 1].text
            if label in _WITHOUT_DATES and iso_date(text):
                return True
            if label in _WITHOUT_CODES and price_lists(text) == [text]:
                return True
    return False
