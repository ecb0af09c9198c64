"""Keeps documents selected while the rows are rearranged."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QItemSelectionRange, QObject
from PySide6.QtWidgets import QTableView

from capout_desktop.ui.documents.columns import COLUMNS
from capout_desktop.ui.documents.model import ListedRows
from capout_desktop.ui.documents.row_ranges import joined_over, runs_of

_NOWHERE = (0, -1)
"""Position and column if no row has the keyboard focus."""


class SelectionKeeper(QObject):
    """Saves the selection before rows move, and restores it by document afterwards.

    Qt would save an index for each selected cell, and would apply "all rows are selected" to the
    rearranged list, even if it contains other documents. Of rows that move within their batch, Qt
    is not told at all.
    """

    def __init__(self, table: QTableView, rows: ListedRows, changed: Callable[[], None]) -> None:
        """Connect to the table; `changed` is called after the selection was restored."""
        super().__init__(table)
        self._table = table
        self._rows = rows
        self._changed = changed
        self._positions: list[int] = []
        self._current = _NOWHERE
        self._was_within = self._was_blocked = False
        rows.moving.connect(self._remember_within)
        rows.moved.connect(self._restore_within)
        rows.rearranging.connect(self._remember_selection)
        rows.rearranged.connect(self._restore_selection)

    def _remember_selection(self) -> None:
        rows = self._rows
        positions = map(rows.position, self._selected_rows())
        self._positions = [position for position in positions if position >= 0]
        self._select(QItemSelection())

    def _restore_selection(self) -> None:
        positions, self._positions = self._positions, []
        if not positions:
            return
        rows = sorted(row for row in map(self._rows.row_at, positions) if row is not None)
        wanted = QItemSelection()
        # With the headings between them, as if the person had selected them like this: Qt looks at
        # each range whenever rows move, which takes longer than a frame for thousands of groups.
        for first, last in joined_over(runs_of(rows), set(self._rows.headings)):
            left, right = self._rows.index(first, 0), self._rows.index(last, len(COLUMNS) - 1)
            wanted.append(QItemSelectionRange(left, right))
        self._select(wanted)
        self._changed()

    def _remember_within(self, first: int, last: int) -> None:
        """Remember the documents in these rows that are selected or have the keyboard focus."""
        rows, selection = self._rows, self._table.selectionModel()
        current = selection.currentIndex()
        at = current.row()
        self._current = (rows.position(at), current.column()) if first <= at <= last else _NOWHERE
        selected = selection.selection()
        within = [
            row
            for run in map(selected.at, range(selected.size()))
            for row in range(max(run.top(), first), min(run.bottom(), last) + 1)
        ]
        self._positions = [rows.position(row) for row in within]
        self._was_within = bool(within)
        # Blocked until the rows have moved: the documents stay selected.
        self._was_blocked = selection.blockSignals(True)
        if within:
            self._choose(first, last, selection.SelectionFlag.Deselect)

    def _restore_within(self, first: int, last: int) -> None:
        selection = self._table.selectionModel()
        positions, self._positions = self._positions, []
        rows = sorted(row for row in map(self._rows.row_at, positions) if row is not None)
        for top, bottom in runs_of(rows):
            self._choose(top, bottom, selection.SelectionFlag.Select)
        position, column = self._current
        row = self._rows.row_at(position) if column >= 0 else None
        if row is None and column >= 0:
            # It is in a group that is folded: the focus goes to the heading of that group.
            row = self._rows.heading_above(last + 1)
        if row is not None:
            index = self._rows.index(row, column)
            selection.setCurrentIndex(index, selection.SelectionFlag.NoUpdate)
        selection.blockSignals(self._was_blocked)
        if self._was_within or column >= 0:
            self._changed()

    def _choose(self, first: int, last: int, flag: QItemSelectionModel.SelectionFlag) -> None:
        left, right = self._rows.index(first, 0), self._rows.index(last, len(COLUMNS) - 1)
        self._table.selectionModel().select(QItemSelection(left, right), flag)

    def _selected_rows(self) -> Iterator[int]:
        ranges = self._table.selectionModel().selection()
        for run in map(ranges.at, range(ranges.size())):
            yield from range(run.top(), run.bottom() + 1)

    def _select(self, wanted: QItemSelection) -> None:
        selection = self._table.selectionModel()
        # The view repaints everything in any case.
        before = selection.blockSignals(True)
        selection.select(wanted, selection.SelectionFlag.ClearAndSelect)
        selection.blockSignals(before)
