"""Rows of an arranged list: headings, and the documents below those that are not folded."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate, chain, compress
from operator import mul

import msgspec

from capout_desktop.ui.documents.grouping import Group

FEW = 10
"""Number of documents whose rows are searched for. An index is made for more of them; with 100,000
documents it takes as long as twenty searches."""


class Section(msgspec.Struct, frozen=True):
    """Part of the list: rows without a heading, or a group with the rows below its heading.

    Attributes:
        group: The group of the heading; None for rows without one.
        rows: Positions of the documents, from top to bottom.
        inner: Sections below these rows that belong to the group and fold with it.
    """

    group: Group | None
    rows: Sequence[int]
    inner: Sequence[Section] = ()


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
        self.groups: list[Group] = []
        self.positions: list[int] = []
        self._is_folded = is_folded
        self._parts: list[Section] = []  # sections and inner sections, from top to bottom
        self._sizes: list[int] = []  # how many rows each part shows
        self._headed: list[bool] = []  # whether each part has a heading
        self._low: list[bool] = []  # whether it has one that is lower than other rows
        self._parts_of: list[int] = []  # the part of each group
        self._numbers: dict[object, int] = {}  # the number of each group, by its key
        for section in sections:
            self._take(section, hidden=False)
        self._firsts = list(accumulate((len(part.rows) for part in self._parts), initial=0))
        self.documents = self._firsts.pop()
        self._searches = 0
        self._places: dict[int, int] | None = None  # number of each document from the top
        self._rows_moved()

    def __len__(self) -> int:
        return len(self.positions)

    @property
    def headings(self) -> Sequence[int]:
        """The rows of all headings that are shown, from top to bottom."""
        return self._headings

    @property
    def low_headings(self) -> Sequence[int]:
        """The rows of those headings that are lower than other rows."""
        return self._low_headings

    def position(self, row: int) -> int:
        """Return the position of the document in a row, or a negative number for a heading."""
        return self.positions[row]

    def row(self, position: int) -> int | None:
        """Return the row of a document or a heading; None if it is filtered out or folded."""
        if position < 0:
            return self.heading(self.groups[~position])
        if self._places is None:
            self._searches += 1
            if self._searches <= FEW:
                return self.positions.index(position) if position in self.positions else None
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
        return self.heading_of(group.key)

    def heading_of(self, key: object) -> int | None:
        """Return the row of the heading of the group with this key; None if it is not shown."""
        number = self._numbers.get(key)
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

    def folded_anew(self) -> ArrangedRows:
        """Return the same sections with the groups folded as they are now."""
        sections, number = list[Section](), 0
        while number < len(self._parts):
            sections.append(self._parts[number])
            number += 1 + len(self._parts[number].inner)
        return ArrangedRows(sections, self._is_folded)

    def place_for(self, section: Section) -> tuple[int, int, list[int]] | None:
        """Return where a group is, and which rows it would have with another section.

        The section has to have the same documents as before.

        Returns:
            Its first row, the row below its last one, and what its rows would be; None if the
            group is not here.
        """
        number = None if section.group is None else self._numbers.get(section.group.key)
        if number is None:
            return None
        part = self._parts_of[number]
        rows: list[int] = []
        self._lay_out(section, rows)
        return self._starts[part], self._starts[part + 1 + len(self._parts[part].inner)], rows

    def replace(self, section: Section) -> None:
        """Show a group with another section; see `place_for`, which is called before."""
        assert section.group is not None  # noqa: S101 - `place_for` found it by its group
        part = self._parts_of[self._numbers[section.group.key]]
        end = part + 1 + len(self._parts[part].inner)
        rows: list[int] = []
        self._lay_out(section, rows)
        self.positions[self._starts[part] : self._starts[end]] = rows
        new = [section, *section.inner]
        grown = len(new) - (end - part)
        for gone in self._parts[part:end]:
            if gone.group is not None and all(
                gone.group.key != one.group.key for one in new if one.group
            ):
                del self._numbers[gone.group.key]
        self._parts[part:end] = new
        self._headed[part:end] = [one.group is not None for one in new]
        self._low[part:end] = map(_has_low_heading, new)
        self._sizes[part:end] = [0] * len(new)
        if grown:
            self._parts_of = [at + grown if at >= end else at for at in self._parts_of]
        for at, one in enumerate(new, start=part):
            if one.group is not None:
                self._parts_of[self._number(one.group)] = at
        self._measure(section, part, hidden=False)
        firsts = accumulate((len(one.rows) for one in new[:-1]), initial=self._firsts[part])
        self._firsts[part:end] = firsts
        if self._places is not None:
            inside = chain.from_iterable(one.rows for one in new)
            self._places.update((at, n) for n, at in enumerate(inside, start=self._firsts[part]))
        self._rows_moved()

    def _change(self, first: int, end: int, rows: Sequence[int]) -> None:
        part = self._parts_of[~self.positions[first - 1]]
        self.positions[first:end] = rows
        self._measure(self._parts[part], part, hidden=False)
        self._rows_moved()

    def _rows_moved(self) -> None:
        """Add up the rows of the parts; some thousand numbers, even in a long list."""
        self._starts = list(accumulate(self._sizes, initial=0))
        self._headings = list(compress(self._starts, map(mul, self._headed, self._sizes)))
        self._low_headings = list(compress(self._starts, map(mul, self._low, self._sizes)))

    def _measure(self, section: Section, number: int, *, hidden: bool) -> int:
        """Count the rows that a section shows; return the number of the part after it."""
        heading = int(section.group is not None)
        folded = section.group is not None and self._is_folded(section.group)
        self._sizes[number] = 0 if hidden else heading + (0 if folded else len(section.rows))
        number += 1
        for inner in section.inner:
            number = self._measure(inner, number, hidden=hidden or folded)
        return number

    def _take(self, section: Section, *, hidden: bool) -> None:
        """Add a section. Each group gets its number, also those of folded ones."""
        group, before = section.group, len(self.positions)
        if group is not None:
            number = self._numbers[group.key] = len(self.groups)
            self._parts_of.append(len(self._parts))
            self.groups.append(group)
            if not hidden:
                self.positions.append(~number)
                hidden = self._is_folded(group)
        if not hidden:
            self.positions += section.rows
        self._parts.append(section)
        self._headed.append(group is not None)
        self._low.append(_has_low_heading(section))
        self._sizes.append(len(self.positions) - before)
        for inner in section.inner:
            self._take(inner, hidden=hidden)

    def _lay_out(self, section: Section, rows: list[int]) -> None:
        if section.group is not None:
            rows.append(~self._number(section.group))
            if self._is_folded(section.group):
                return
        rows += section.rows
        for inner in section.inner:
            self._lay_out(inner, rows)

    def _number(self, group: Group) -> int:
        """Return the number of a group, which is new or has other facts than before."""
        number = self._numbers.setdefault(group.key, len(self.groups))
        if number < len(self.groups):
            self.groups[number] = group
        else:
            self.groups.append(group)
            self._parts_of.append(-1)
        return number


def _has_low_heading(section: Section) -> bool:
    return section.group is not None and not section.group.is_tall
