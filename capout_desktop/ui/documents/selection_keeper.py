"""Keeps documents selected while the rows are rearranged."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QItemSelection, QItemSelectionRange, QObject
from PySide6.QtWidgets import QTableView

from capout_desktop.ui.documents.columns import COLUMNS
from capout_desktop.ui.documents.model import ListedRows
from capout_desktop.ui.documents.row_ranges import runs_of


class SelectionKeeper(QObject):
    """Saves the selection before rows move, and restores it by document afterwards.

    Qt would save an index for each selected cell, and would apply "all rows are selected" to the
    rearranged list, even if it contains other documents.
    """

    def __init__(self, table: QTableView, rows: ListedRows, changed: Callable[[], None]) -> None:
        """Connect to the table; `changed` is called after the selection was restored."""
        super().__init__(table)
        self._table = table
        self._rows = rows
        self._changed = changed
        self._positions: list[int] = []
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
        for first, last in runs_of(rows):
            left, right = self._rows.index(first, 0), self._rows.index(last, len(COLUMNS) - 1)
            wanted.append(QItemSelectionRange(left, right))
        self._select(wanted)
        self._changed()

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
