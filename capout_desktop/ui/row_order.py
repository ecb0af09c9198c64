"""In which order the rows stand: the newest batch on top, in itself as it was dropped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

BATCH_GAP = timedelta(seconds=2)
"""A document added later than this after the one before it begins a batch of its own; what a
large folder holds comes in over several moments."""


class RowOrder:
    """Plain lists of numbers: which document stands in which row.

    Documents have a position for good, in the order of their arrival; rows change when
    newer ones come in above them.
    """

    def __init__(self) -> None:
        self._positions: list[int] = []
        self._rows: list[int] | None = []
        self._newest: datetime | None = None
        self._newest_size = 0

    def __len__(self) -> int:
        return len(self._positions)

    def position(self, row: int) -> int:
        """Which document stands in a row."""
        return self._positions[row]

    def row(self, position: int) -> int:
        """Where a document stands."""
        if self._rows is None:
            rows = [0] * len(self._positions)
            for row, at in enumerate(self._positions):
                rows[at] = row
            self._rows = rows
        return self._rows[position]

    def split(self, added: Sequence[datetime]) -> int:
        """How many of the new documents, oldest first, still belong to the newest batch."""
        newest = self._newest
        if newest is None:
            return 0
        for count, moment in enumerate(added):
            if moment - newest > BATCH_GAP:
                return count
            newest = max(newest, moment)
        return len(added)

    def continue_batch(self, added: Sequence[datetime]) -> None:
        """Put documents below the newest batch's last row."""
        first = len(self._positions)
        at = self._newest_size
        self._positions[at:at] = range(first, first + len(added))
        self._newest_size += len(added)
        self._newest = max(added[-1], self._newest or added[-1])
        self._rows = None

    def begin_batches(self, added: Sequence[datetime]) -> None:
        """Put documents, oldest first, on top: as many batches as their times tell apart."""
        first = len(self._positions)
        batches: list[list[int]] = []
        newest: datetime | None = None
        for offset, moment in enumerate(added):
            if newest is None or moment - newest > BATCH_GAP:
                batches.append([])
            batches[-1].append(first + offset)
            newest = moment if newest is None else max(newest, moment)
        self._positions[0:0] = [at for batch in reversed(batches) for at in batch]
        self._newest, self._newest_size = newest, len(batches[-1])
        self._rows = None

    @property
    def continuing_row(self) -> int:
        """The row where the newest batch goes on."""
        return self._newest_size
