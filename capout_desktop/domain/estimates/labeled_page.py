"""Lines of a page with labels among their cells, and which text belongs to which label."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from capout_desktop.domain.estimates.dates import iso_date
from capout_desktop.domain.estimates.labels import (
    Label,
    changes_label,
    is_about_another_claim,
)
from capout_desktop.domain.positioned_text import Cell, VisualLine

WIDEST_GAP_POINTS = 160.0
"""Largest distance of a value from its label; what is farther away is another column."""
NEAR_POINTS = 36.0
"""Distance within which further text without a label may belong to the value."""
QUALIFIER_POINTS = 8.0
"""Distance within which a word before a label belongs to it."""
ALIGNED_POINTS = 4.0
NEXT_LINE_POINTS = 19.0
"""Largest distance of the lines of one value."""
SAME_DISTANCE_POINTS = 0.6
"""Difference of distances that says nothing."""
MIDDLE_POINTS = 2.0
"""Largest difference of the distances of a label from the two lines that it is in the middle of."""
MOST_LINES = 4
LONGEST_PART = 30
"""Characters of the longest text that may be a part of the value above or below it."""
FIXED_TEXTS = frozenset({"restoration/service/remodel", "new construction"})
"""What Xactimate prints under the price list, without a label; it belongs to no other value."""


@dataclass(frozen=True, slots=True)
class Value:
    """Value of a label.

    Attributes:
        label: What it is.
        lines: Its lines, from top to bottom.
        page: Number of the page, from 1.
        is_doubtful: Whether other text without a label is so near that it may belong to it.
    """

    label: Label
    lines: tuple[str, ...]
    page: int
    is_doubtful: bool = False

    @property
    def text(self) -> str:
        """Its lines with a blank between them."""
        return " ".join(self.lines)


_OF_ONE_LINE = frozenset(
    {
        Label.CLAIM_NUMBER,
        Label.POLICY_NUMBER,
        Label.TYPE_OF_LOSS,
        Label.TYPE_OF_CLAIM,
        Label.DATE_OF_LOSS,
        Label.OTHER_DATE,
        Label.OTHER_NUMBER,
        Label.PRICE_LIST,
        Label.ESTIMATE,
    }
)
"""Labels whose values have one line, unless they are broken."""
_OF_A_CLAIM = frozenset(
    {
        Label.INSURED,
        Label.LOSS_ADDRESS,
        Label.CLAIM_NUMBER,
        Label.POLICY_NUMBER,
        Label.TYPE_OF_LOSS,
        Label.TYPE_OF_CLAIM,
        Label.DATE_OF_LOSS,
    }
)
"""Labels whose values differ in another claim."""
_OF_TWO_LINES = frozenset({Label.INSURED, Label.LOSS_ADDRESS})
"""Labels that may be in the middle beside a value of two lines, on a line of their own."""


class LabeledPage:
    """Lines of a page and the labels among their cells."""

    def __init__(
        self, lines: Sequence[VisualLine], labels: Sequence[Sequence[Label | None]]
    ) -> None:
        self._lines = lines
        self._labels = labels
        self._taken: set[tuple[int, Cell]] = set()
        self.around: dict[tuple[int, int], Value] = {}
        self._raised: list[float] = []
        for number, row in enumerate(labels):
            for place, label in enumerate(row):
                if label in _OF_TWO_LINES and not self.has_value(number, place):
                    self._look_around(number, place)
                elif label in _OF_TWO_LINES:
                    self._look_around_its_line(number, place)
        for number, row in enumerate(labels):
            for place, label in enumerate(row):
                if label is not None and self.has_value(number, place):
                    self._note_raised(number, place)

    def has_value(self, number: int, place: int) -> bool:
        """Return whether the value of the label in this cell is on its line."""
        cells = self._lines[number].cells
        if place + 1 >= len(cells) or self._labels[number][place + 1] is not None:
            return False
        return cells[place + 1].x0 - cells[place].x1 <= WIDEST_GAP_POINTS

    def _look_around(self, number: int, place: int) -> None:
        """Note the value whose two lines are above and below its label, as in a table's row."""
        line = self._lines[number]
        label = line.cells[place]
        above = self._beside(range(number - 1, -1, -1), line.y, label)
        below = self._beside(range(number + 1, len(self._lines)), line.y, label)
        if above is None or below is None or abs(above[1].x0 - below[1].x0) > ALIGNED_POINTS:
            return
        up, down = line.y - self._lines[above[0]].y, self._lines[below[0]].y - line.y
        if abs(up - down) > MIDDLE_POINTS or up + down > NEXT_LINE_POINTS:
            return
        self._raised.append(above[1].x0)
        name = cast("Label", self._labels[number][place])
        reach = up + down + SAME_DISTANCE_POINTS
        is_doubtful = (
            self._goes_on(above, reach, -1)
            or self._goes_on(below, reach, 1)
            or self._is_qualified(number, place)
            or self._belongs_to_another_claim(number)
        )
        lines = above[1].text, below[1].text
        self.around[number, place] = Value(name, lines, line.page, is_doubtful)
        self._taken |= {above, below}

    def _look_around_its_line(self, number: int, place: int) -> None:
        """Note the value of three lines whose label is beside the one in the middle.

        The three lines have to be set apart from what is above and below them.
        """
        line = self._lines[number]
        label, cell = line.cells[place : place + 2]
        above = self._beside(range(number - 1, -1, -1), line.y, label)
        below = self._beside(range(number + 1, len(self._lines)), line.y, label)
        if above is None or below is None:
            return
        up, down = line.y - self._lines[above[0]].y, self._lines[below[0]].y - line.y
        reach = max(up, down) + 2 * SAME_DISTANCE_POINTS
        if (
            abs(up - down) > SAME_DISTANCE_POINTS
            or any(abs(part[1].x0 - cell.x0) > ALIGNED_POINTS for part in (above, below))
            or self._has_text_beyond(above, reach, -1)
            or self._has_text_beyond(below, reach, 1)
        ):
            return
        name = cast("Label", self._labels[number][place])
        is_doubtful = (
            self._has_neighbor(number, place + 1)
            or self._is_qualified(number, place)
            or self._belongs_to_another_claim(number)
        )
        lines = above[1].text, cell.text, below[1].text
        self.around[number, place] = Value(name, lines, line.page, is_doubtful)
        self._taken |= {above, below}

    def _has_text_beyond(self, part: tuple[int, Cell], reach: float, step: int) -> bool:
        """Return whether anything is above (-1) or below (1) a text, or beside that."""
        y = self._lines[part[0]].y
        number = part[0] + step
        return 0 <= number < len(self._lines) and abs(self._lines[number].y - y) <= reach

    def _note_raised(self, number: int, place: int) -> None:
        """Note the column of a value if its label is not beside its first line.

        Labels of the same column are not there either, so that what is above another value of
        it may be its beginning rather than the end of the value above.
        """
        if (number, place) in self.around:
            self._raised.append(self._lines[number].cells[place + 1].x0)
            return
        label, cell = self._lines[number].cells[place : place + 2]
        above, is_part = self._part_above(number, label, cell)
        if is_part and above is not None and abs(above.x0 - cell.x0) <= ALIGNED_POINTS:
            self._raised.append(cell.x0)

    def _beside(self, numbers: range, y: float, label: Cell) -> tuple[int, Cell] | None:
        """Return the first text without a label of its own that is to the right of this label."""
        for number in numbers:
            if abs(self._lines[number].y - y) > NEXT_LINE_POINTS:
                break
            for cell in self._unlabeled(number):
                if label.x1 <= cell.x0 <= label.x1 + WIDEST_GAP_POINTS:
                    return number, cell
        return None

    def _goes_on(self, part: tuple[int, Cell], reach: float, step: int) -> bool:
        """Return whether there is more of a value above (-1) or below (1) this part of it."""
        number, cell = part
        y = self._lines[number].y
        number += step
        while 0 <= number < len(self._lines) and abs(self._lines[number].y - y) <= reach:
            if any(other.x0 < cell.x1 and other.x1 > cell.x0 for other in self._unlabeled(number)):
                return True
            number += step
        return False

    def value(self, number: int, place: int) -> Value:
        """Return the value in this cell, whose label is the cell before it."""
        line = self._lines[number]
        label, cell = line.cells[place - 1 : place + 1]
        more, is_doubtful = self._below(number, label, cell)
        name = cast("Label", self._labels[number][place - 1])
        return Value(
            name,
            (cell.text, *more),
            line.page,
            is_doubtful
            or self._has_neighbor(number, place)
            or self._has_part_above(number, label, cell)
            or self._is_qualified(number, place - 1)
            or (name in _OF_A_CLAIM and self._belongs_to_another_claim(number)),
        )

    def _has_neighbor(self, number: int, place: int) -> bool:
        cells = self._lines[number].cells
        if place + 1 >= len(cells) or self._labels[number][place + 1] is not None:
            return False
        cell, neighbor = cells[place : place + 2]
        # In a justified line, any gap may be wide.
        are_words = " " not in f"{cell.text}{neighbor.text}" and not iso_date(neighbor.text)
        return neighbor.x0 - cell.x1 <= (WIDEST_GAP_POINTS if are_words else NEAR_POINTS)

    def _is_qualified(self, number: int, place: int) -> bool:
        """Return whether a word before or above a label may change its meaning.

        Such as in "Vendor's Claim Number", or "Previous" over "Claim Number".
        """
        label = self._lines[number].cells[place]
        if any(
            cell.x0 < label.x1 and cell.x1 > label.x0 and changes_label(cell.text)
            for cell in self._unlabeled_above(number)
        ):
            return True
        if not place or self._labels[number][place - 1] is not None:
            return False
        if place > 1 and self._labels[number][place - 2] is not None:
            return False  # the value of another label
        before, label = self._lines[number].cells[place - 1 : place + 1]
        return label.x0 - before.x1 < QUALIFIER_POINTS

    def _below(self, number: int, label: Cell, value: Cell) -> tuple[list[str], bool]:
        """Return the further lines of a value, and whether there may be more of it."""
        more: list[str] = []
        is_doubtful = False
        above = self._lines[number].y
        for next_ in range(number + 1, len(self._lines)):
            line = self._lines[next_]
            if line.y - above > NEXT_LINE_POINTS or len(more) >= MOST_LINES:
                break
            for cell in self._unlabeled(next_):
                if abs(cell.x0 - value.x0) <= ALIGNED_POINTS:
                    more.append(cell.text)
                    above = line.y
                    break
                is_doubtful = is_doubtful or (not more and _may_be_part(cell, label, value))
        return more, is_doubtful

    def _belongs_to_another_claim(self, number: int) -> bool:
        """Return whether a heading over the lines around says so."""
        for before in range(number - 1, -1, -1):
            if self._lines[before + 1].y - self._lines[before].y > 1.5 * NEXT_LINE_POINTS:
                break
            if any(map(is_about_another_claim, (c.text for c in self._unlabeled(before)))):
                return True
        return False

    def _unlabeled_above(self, number: int) -> Iterator[Cell]:
        for before in range(number - 1, -1, -1):
            if self._lines[number].y - self._lines[before].y > NEXT_LINE_POINTS:
                break
            yield from self._unlabeled(before)

    def _has_part_above(self, number: int, label: Cell, value: Cell) -> bool:
        """Return whether text above a value may be its beginning."""
        above, is_part = self._part_above(number, label, value)
        return is_part or (
            above is not None and any(abs(x - value.x0) <= ALIGNED_POINTS for x in self._raised)
        )

    def _part_above(self, number: int, label: Cell, value: Cell) -> tuple[Cell | None, bool]:
        """Return the text above a value, and whether it may be its beginning by itself.

        The text of a cell may be at its lower edge or in its middle, and the label at the lower
        edge or in the middle, too. Text above the value is then its beginning, unless it is the
        rest of what another label has above it.
        """
        below = self._lines[number].y
        column = value
        parts: list[Cell] = []
        nearest = 0.0
        for before in range(number - 1, -1, -1):
            line = self._lines[before]
            if below - line.y > NEXT_LINE_POINTS:
                break
            place = _over(line.cells, column, label)
            if place is None:
                continue
            cell = line.cells[place]
            if self._labels[before][place] is not None or (before, cell) in self._taken:
                break
            distance = below - line.y
            above = self._label_of(before, place)
            if above is not None:
                texts = [cell.text, *(part.text for part in reversed(parts))]
                return parts[0] if parts else None, bool(parts) and (
                    distance > nearest + SAME_DISTANCE_POINTS or not _can_go_on(above, texts)
                )
            if cell.text.lower() in FIXED_TEXTS:
                return None, False
            if not parts and is_unfinished(cell.text):
                return None, True
            parts.append(cell)
            nearest = nearest or distance
            below, column = line.y, cell
        return parts[0] if parts else None, bool(parts)

    def _label_of(self, number: int, place: int) -> Label | None:
        """Return the label before a cell on its line; None if there is none, or it is far away."""
        cells = self._lines[number].cells
        if not place or cells[place].x0 - cells[place - 1].x1 > WIDEST_GAP_POINTS:
            return None
        return self._labels[number][place - 1]

    def _unlabeled(self, number: int) -> Iterator[Cell]:
        """Yield the cells of a line that are neither labels nor values of one."""
        labels = self._labels[number]
        for place, cell in enumerate(self._lines[number].cells):
            is_value = self._label_of(number, place) is not None
            is_other = is_value or (number, cell) in self._taken
            if labels[place] is None and not is_other and cell.text.lower() not in FIXED_TEXTS:
                yield cell


def _over(cells: Sequence[Cell], below: Cell, label: Cell) -> int | None:
    """Return which cell is over another one and not over its label; None if there is none."""
    for place, cell in enumerate(cells):
        if cell.x0 < below.x1 and cell.x1 > below.x0 and cell.x0 > label.x0 + ALIGNED_POINTS:
            return place
    return None


def _can_go_on(label: Label, parts: Sequence[str]) -> bool:
    """Return whether the last of these lines can be a part of this label's value."""
    if label in _OF_ONE_LINE:
        return False
    # An address ends with its ZIP code, a number or an email address has no further line.
    is_complete = _OF_A_WORD.fullmatch(parts[0]) or any(map(_ends_address, parts[:-1]))
    return not is_complete and (" " in parts[-1] or not any(map(str.isdigit, parts[-1])))


def is_unfinished(text: str) -> bool:
    """Return whether there must be more of a value, as after "Holt and"."""
    return _UNFINISHED.fullmatch(text) is not None


_UNFINISHED = re.compile(r".*(?:[&,/-]|\b(?:and|or|of|the))", re.IGNORECASE)


_OF_A_WORD = re.compile(r"\S+@\S+|[\d() .+-]{7,}")
"""A telephone number or an email address."""


def _ends_address(text: str) -> bool:
    last = text.rsplit(maxsplit=1)[-1]
    return last[:5].isdigit() and len(last) in {5, 10}


def _may_be_part(cell: Cell, label: Cell, value: Cell) -> bool:
    """Return whether a short text below a value, though not aligned, may be its end."""
    if len(cell.text) > LONGEST_PART:
        return False
    overlaps = cell.x0 < value.x1 and cell.x1 > value.x0
    return overlaps or abs(cell.x0 - label.x0) <= ALIGNED_POINTS
