"""Order of the rows: the newest batch on top, each batch in the order in which it was dropped."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from capout_desktop.ui.documents.grouping import Group

BATCH_GAP = timedelta(seconds=2)
"""A document added later than this after the previous one begins a new batch. The files of a large
folder are added over some time."""


class RowOrder:
    """Maps rows to documents with plain lists of numbers.

    Documents have a permanent position, in the order of their arrival; rows change when
    newer documents are inserted above them.

    Attributes:
        groups: Always empty, like `headings` and `low_headings`; see `ArrangedRows`.
    """

    groups: Sequence[Group] = ()
    headings: Sequence[int] = ()
    low_headings: Sequence[int] = ()

    def __init__(self) -> None:
        self._all: list[int] = []
        self._positions: list[int] = []
        self._hidden: set[int] = set()
        self._rows: dict[int, int] | None = {}
        self._newest: datetime | None = None
        self._newest_size = 0
        self._newest_shown = 0

    def __len__(self) -> int:
        return len(self._positions)

    @property
    def positions(self) -> Sequence[int]:
        """The documents that are on the list, from top to bottom."""
        return self._positions

    def position(self, row: int) -> int:
        """Return the position of the document in a row."""
        return self._positions[row]

    def row(self, position: int) -> int | None:
        """Return the row of a document; None while it is hidden."""
        if self._rows is None:
            self._rows = {position: row for row, position in enumerate(self._positions)}
        return self._rows.get(position)

    @property
    def documents(self) -> int:
        """Number of documents that are on the list."""
        return len(self._positions)

    def all_positions(self) -> Sequence[int]:
        """Return the documents that are on the list, from top to bottom."""
        return self._positions

    def heading(self, _group: Group) -> int | None:
        """Return None: there are no headings."""
        return None

    def heading_of(self, _key: object) -> int | None:
        """Return None: there are no headings."""
        return None

    def heading_above(self, _row: int) -> int:
        """Return -1: there are no headings."""
        return -1

    def batch_of(self, _row: int) -> Group | None:
        """Return None: there are no headings."""
        return None

    def is_hidden(self, position: int) -> bool:
        """Return whether a document is hidden."""
        return position in self._hidden

    def hide(self, first: int, last: int) -> None:
        """Hide the documents of these rows; they keep their place in the order."""
        gone = self._positions[first : last + 1]
        del self._positions[first : last + 1]
        self._hidden.update(gone)
        self._newest_shown -= max(0, min(last + 1, self._newest_shown) - first)
        self._rows = None

    def places_to_return(self, positions: Collection[int]) -> list[tuple[int, int]]:
        """Return (row, position) of hidden documents, from top to bottom."""
        places, row = [], 0
        for position in self._all:
            if position in positions:
                places.append((row, position))
            elif position in self._hidden:
                continue
            row += 1
        return places

    def show(self, row: int, position: int) -> None:
        """Show a hidden document in the row that `places_to_return` returned."""
        self._positions.insert(row, position)
        self._hidden.discard(position)
        if row <= self._newest_shown and position in self._all[: self._newest_size]:
            self._newest_shown += 1
        self._rows = None

    def split(self, added: Sequence[datetime]) -> int:
        """Return how many of the new documents, oldest first, belong to the newest batch."""
        newest = self._newest
        if newest is None:
            return 0
        for count, moment in enumerate(added):
            if moment - newest > BATCH_GAP:
                return count
            newest = max(newest, moment)
        return len(added)

    def continue_batch(self, first: int, added: Sequence[datetime]) -> None:
        """Insert documents, with positions from `first` on, below the newest batch's last row."""
        new = range(first, first + len(added))
        self._all[self._newest_size : self._newest_size] = new
        self._positions[self._newest_shown : self._newest_shown] = new
        self._newest_size += len(added)
        self._newest_shown += len(added)
        self._newest = max(added[-1], self._newest or added[-1])
        self._rows = None

    def begin_batches(self, first: int, added: Sequence[datetime]) -> None:
        """Insert documents on top, oldest first, with positions from `first` on.

        They are divided into batches by their times.
        """
        batches: list[list[int]] = []
        newest: datetime | None = None
        for offset, moment in enumerate(added):
            if newest is None or moment - newest > BATCH_GAP:
                batches.append([])
            batches[-1].append(first + offset)
            newest = moment if newest is None else max(newest, moment)
        new = [at for batch in reversed(batches) for at in batch]
        self._all[0:0] = new
        self._positions[0:0] = new
        self._newest = newest
        self._newest_size = self._newest_shown = len(batches[-1])
        self._rows = None

    @property
    def continuing_row(self) -> int:
        """The row where the next document of the newest batch is inserted."""
        return self._newest_shown
