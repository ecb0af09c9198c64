"""Rows of an arranged list: headings, and the documents below those that are not folded."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

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
    group changes only the rows; the documents stay in their sections.

    Attributes:
        positions: What is in each row.
        documents: Number of documents, including those of folded groups.
        groups: The groups whose headings have the positions -1, -2 and so on.
        headings: The rows of all headings, from top to bottom.
    """

    def __init__(self, sections: Sequence[Section], is_folded: Callable[[Group], bool]) -> None:
        self.sections = sections
        self.groups: list[Group] = []
        self.positions: list[int] = []
        self.documents = 0
        self._is_folded = is_folded
        self._numbers: dict[object, int] = {}
        self._members: list[Section] = []
        self._rows: dict[int, int] | None = None
        self._heading_rows: dict[int, int] | None = None
        for section in sections:
            self._number(section)
        for section in sections:
            self._lay_out(section, self.positions)
        self.headings = [row for row, position in enumerate(self.positions) if position < 0]

    def __len__(self) -> int:
        return len(self.positions)

    def position(self, row: int) -> int:
        """Return the position of the document in a row, or a negative number for a heading."""
        return self.positions[row]

    def row(self, position: int) -> int | None:
        """Return the row of a document; None if it is filtered out or folded."""
        if self._rows is None:
            self._rows = {position: row for row, position in enumerate(self.positions)}
        return self._rows.get(position)

    def heading(self, group: Group) -> int | None:
        """Return the row of the heading of the group with the same key; None if not shown."""
        number = self._numbers.get(group.key)
        if number is None:
            return None
        if self._heading_rows is None:
            self._heading_rows = {self.positions[row]: row for row in self.headings}
        return self._heading_rows.get(-1 - number)

    def heading_above(self, row: int) -> int:
        """Return the row of the nearest heading above a row; negative if there is none."""
        above = bisect_left(self.headings, row)
        return self.headings[above - 1] if above else -1

    def all_positions(self) -> list[int]:
        """Return the positions of all documents, including those of folded groups."""
        everything: list[int] = []
        for section in self.sections:
            everything += section.rows
            for inner in section.inner:
                everything += inner.rows
        return everything

    def below(self, group: Group) -> list[int]:
        """Return the rows that an unfolded group has below its heading."""
        section = self._members[self._numbers[group.key]]
        rows = list(section.rows)
        for inner in section.inner:
            self._lay_out(inner, rows)
        return rows

    def insert(self, row: int, rows: Sequence[int]) -> None:
        """Show rows of a group that was unfolded."""
        self.positions[row:row] = rows
        new = [row + below for below, position in enumerate(rows) if position < 0]
        self._shift(row, 0, len(rows), new)

    def remove(self, row: int, count: int) -> None:
        """Hide rows of a group that was folded."""
        del self.positions[row : row + count]
        self._shift(row, count, -count, [])

    def _shift(self, row: int, gone: int, by: int, new: Sequence[int]) -> None:
        """Update the rows of the headings below a change, without looking at every row."""
        first, last = bisect_left(self.headings, row), bisect_left(self.headings, row + gone)
        self.headings[first:] = [*new, *(heading + by for heading in self.headings[last:])]
        self._rows = self._heading_rows = None

    def _number(self, section: Section) -> None:
        """Give each group its number, also those of folded ones."""
        self.documents += len(section.rows)
        if section.group is not None:
            self._numbers[section.group.key] = len(self.groups)
            self.groups.append(section.group)
            self._members.append(section)
        for inner in section.inner:
            self._number(inner)

    def _lay_out(self, section: Section, rows: list[int]) -> None:
        if section.group is not None:
            rows.append(-1 - self._numbers[section.group.key])
            if self._is_folded(section.group):
                return
        rows += section.rows
        for inner in section.inner:
            self._lay_out(inner, rows)
