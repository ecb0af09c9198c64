"""Rows of an arranged list: headings, and the documents below those that are not folded."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, chain

from capout_desktop.ui.documents.grouping import Group


@dataclass(frozen=True, slots=True)
class Section:
    """Part of the list: rows without a heading, or a group with the rows below its heading.

    Attributes:
        group: The group of the heading; None for rows without one.
        rows: Positions of the documents, from top to bottom.
        inner: Sections below these rows that belong to the group and fold with it.
    """

    group: Group | None
    rows: Sequence[int]
    inner: Sequence[Section] = field(default=())


class ArrangedRows:
    """Rows of an arrangement, with the same interface as `RowOrder`.

    A negative position is a heading: -1 that of the first group, -2 that of the second. Folding a
    group changes only the rows; the documents stay in their sections. The row of a document is
    found from the rows that each section shows, so that a fold need not look at every document.

    Attributes:
        positions: What is in each row.
        documents: Number of documents, including those of folded groups.
        groups: The groups whose headings have the positions -1, -2 and so on.
    """

    def __init__(self, sections: Sequence[Section], is_folded: Callable[[Group], bool]) -> None:
        self.sections = sections
        self.groups: list[Group] = []
        self.positions: list[int] = []
        self._is_folded = is_folded
        self._parts: list[Section] = []  # sections and inner sections, from top to bottom
        self._parts_of: list[int] = []  # the part of each group
        self._numbers: dict[object, int] = {}  # the number of each group, by its key
        for section in sections:
            self._take(section)
            self._lay_out(section, self.positions)
        self._firsts = list(accumulate((len(part.rows) for part in self._parts), initial=0))
        self.documents = self._firsts.pop()
        self._sizes = [0] * len(self._parts)  # how many rows each part shows
        self._places: dict[int, int] | None = None  # number of each document from the top
        number = 0
        for section in sections:
            number = self._measure(section, number, hidden=False)
        self._rows_moved()

    def __len__(self) -> int:
        return len(self.positions)

    @property
    def headings(self) -> Sequence[int]:
        """The rows of all headings that are shown, from top to bottom."""
        return self._headings

    def position(self, row: int) -> int:
        """Return the position of the document in a row, or a negative number for a heading."""
        return self.positions[row]

    def row(self, position: int) -> int | None:
        """Return the row of a document; None if it is filtered out or folded."""
        if self._places is None:
            self._places = {at: place for place, at in enumerate(self.all_positions())}
        place = self._places.get(position)
        if place is None:
            return None
        number = bisect_right(self._firsts, place) - 1
        above = int(self._parts[number].group is not None)
        if self._sizes[number] <= above:
            return None
        return self._starts[number] + above + place - self._firsts[number]

    def heading(self, group: Group) -> int | None:
        """Return the row of the heading of the group with the same key; None if not shown."""
        number = self._numbers.get(group.key)
        if number is None:
            return None
        part = self._parts_of[number]
        return self._starts[part] if self._sizes[part] else None

    def heading_above(self, row: int) -> int:
        """Return the row of the nearest heading above a row; negative if there is none."""
        above = bisect_left(self._headings, row)
        return self._headings[above - 1] if above else -1

    def batch_of(self, row: int) -> Group | None:
        """Return the group of the batch whose heading is above a document's row; None for none."""
        group = self._parts[bisect_right(self._starts, row) - 1].group
        return group if group is not None and group.batch is not None else None

    def all_positions(self) -> list[int]:
        """Return the positions of all documents, including those of folded groups."""
        return list(chain.from_iterable(part.rows for part in self._parts))

    def below(self, group: Group) -> list[int]:
        """Return the rows that a group has below its heading when it is unfolded."""
        section = self._parts[self._parts_of[self._numbers[group.key]]]
        rows = list(section.rows)
        for inner in section.inner:
            self._lay_out(inner, rows)
        return rows

    def insert(self, row: int, rows: Sequence[int]) -> None:
        """Show the rows of the group with its heading above `row`, which was unfolded."""
        self._change(row, row, rows)

    def remove(self, row: int, count: int) -> None:
        """Hide the rows of the group with its heading above `row`, which was folded."""
        self._change(row, row + count, ())

    def _change(self, first: int, end: int, rows: Sequence[int]) -> None:
        part = self._parts_of[~self.positions[first - 1]]
        self.positions[first:end] = rows
        self._measure(self._parts[part], part, hidden=False)
        self._rows_moved()

    def _rows_moved(self) -> None:
        """Add up the rows of the parts; some thousand numbers, even in a long list."""
        self._starts = list(accumulate(self._sizes, initial=0))
        self._headings = [
            start
            for start, size, part in zip(self._starts, self._sizes, self._parts, strict=False)
            if size and part.group is not None
        ]

    def _measure(self, section: Section, number: int, *, hidden: bool) -> int:
        """Count the rows that a section shows; return the number of the part after it."""
        heading = int(section.group is not None)
        folded = section.group is not None and self._is_folded(section.group)
        self._sizes[number] = 0 if hidden else heading + (0 if folded else len(section.rows))
        number += 1
        for inner in section.inner:
            number = self._measure(inner, number, hidden=hidden or folded)
        return number

    def _take(self, section: Section) -> None:
        """Give each group its number, also those of folded ones."""
        if section.group is not None:
            self._numbers[section.group.key] = len(self.groups)
            self._parts_of.append(len(self._parts))
            self.groups.append(section.group)
        self._parts.append(section)
        for inner in section.inner:
            self._take(inner)

    def _lay_out(self, section: Section, rows: list[int]) -> None:
        if section.group is not None:
            rows.append(-1 - self._numbers[section.group.key])
            if self._is_folded(section.group):
                return
        rows += section.rows
        for inner in section.inner:
            self._lay_out(inner, rows)
