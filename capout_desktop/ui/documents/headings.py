"""Headings in the table: lower than other rows, folded by mouse and keyboard."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView, QTableView

from capout_desktop.ui.documents.model import DocumentModel
from capout_desktop.ui.documents.table_style import TableStyle

_FLAGS = QItemSelectionModel.SelectionFlag
_TOGGLES = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space})


class RowHeights(QHeaderView):
    """Vertical header that gives the rows of headings a height of their own."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(Qt.Orientation.Vertical, table)
        self.hide()
        self.setMinimumSectionSize(1)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def give(self, rows: Sequence[int], height: int) -> None:
        """Set the height of these rows."""
        if not rows:
            return
        # Qt would compute the places of all rows again after each of them: 65 microseconds each
        # with 100,000 rows, less than one if updates are off.
        before = self.blockSignals(True)
        self.setUpdatesEnabled(False)
        for row in rows:
            self.resizeSection(row, height)
        self.setUpdatesEnabled(True)
        self.blockSignals(before)


class Headings(QObject):
    """Sets the heights of the headings, and folds their groups as the person wishes."""

    def __init__(self, table: QTableView, model: DocumentModel, look: TableStyle) -> None:
        super().__init__(table)
        self._table = table
        self._model = model
        self._look = look
        self._pressed = -1
        self._heights = RowHeights(table)
        table.setVerticalHeader(self._heights)
        # Rows of equal height again, so that Qt need not follow each heading while rows move.
        model.rearranging.connect(lambda: self._give(look.row_height))
        model.rearranged.connect(self._set_heights)
        model.moving.connect(lambda first, last: self._give_within(first, last, look.row_height))
        model.moved.connect(lambda first, last: self._give_within(first, last, look.heading_height))
        model.rowsInserted.connect(self._set_new_heights)  # Qt keeps the heights of the others
        self.refresh()

    def refresh(self) -> None:
        """Follow a change of the fonts or the density."""
        self._heights.setDefaultSectionSize(self._look.row_height)
        self._set_heights()

    def press(self, place: QPoint | None) -> None:
        """Remember the heading under a pressed mouse button; None is no plain click."""
        row = -1 if place is None else self._table.rowAt(place.y())
        self._pressed = row if row >= 0 and self._model.group(row) is not None else -1

    def release(self, place: QPoint) -> None:
        """Fold or unfold the group if the button was pressed on the same heading."""
        row, self._pressed = self._pressed, -1
        if row >= 0 and row == self._table.rowAt(place.y()):
            self._toggle(row)

    def take_key(self, event: QKeyEvent) -> bool:
        """Handle a key; return whether it was for a heading.

        Left folds a group or goes from a document to its heading, Right unfolds a group or goes to
        its first document.
        """
        row = self._table.currentIndex().row()
        key, group = event.key(), self._model.group(row) if row >= 0 else None
        is_plain = event.modifiers() in {
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        }
        if not is_plain or row < 0:
            return False
        if group is None:
            above = self._model.heading_above(row)
            if key != Qt.Key.Key_Left or above < 0:
                return False
            self._go_to(above)
            return True
        folded = self._model.is_folded(group)
        if (
            key in _TOGGLES
            or (key == Qt.Key.Key_Left and not folded)
            or (key == Qt.Key.Key_Right and folded)
        ):
            self._toggle(row)
        elif key == Qt.Key.Key_Right and row + 1 < self._model.rowCount():
            self._go_to(row + 1)
        return key in _TOGGLES or key in {Qt.Key.Key_Left, Qt.Key.Key_Right}

    def _toggle(self, row: int) -> None:
        group = self._model.group(row)
        if group is not None:
            self._go_to(row)  # a row that is hidden cannot keep the keyboard focus
            self._model.fold(row, not self._model.is_folded(group))

    def _go_to(self, row: int) -> None:
        index = self._model.index(row, max(self._table.currentIndex().column(), 0))
        self._table.selectionModel().setCurrentIndex(index, _FLAGS.ClearAndSelect | _FLAGS.Rows)
        self._table.scrollTo(index)

    def _set_heights(self) -> None:
        self._give(self._look.heading_height)

    def _set_new_heights(self, _parent: QModelIndex, first: int, last: int) -> None:
        self._give_within(first, last, self._look.heading_height)

    def _give_within(self, first: int, last: int, height: int) -> None:
        low = self._model.low_headings
        self._heights.give(low[bisect_left(low, first) : bisect_right(low, last)], height)

    def _give(self, height: int) -> None:
        self._heights.give(self._model.low_headings, height)
