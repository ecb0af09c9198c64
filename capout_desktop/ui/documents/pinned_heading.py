"""Heading of a draft that stays at the top of the list while the files below it are scrolled."""

from __future__ import annotations

from bisect import bisect_right

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QStyleOptionViewItem, QTableView, QWidget

from capout_desktop.ui.documents.check_box import is_on_box
from capout_desktop.ui.documents.columns import FILE
from capout_desktop.ui.documents.group_heading import GroupHeading
from capout_desktop.ui.documents.model import DocumentModel

_Role = Qt.ItemDataRole


class PinnedHeading(QWidget):
    """Paints the heading of the draft whose files are at the top of the viewport.

    What a draft costs, and the button that sends it, are in sight as long as one of its files is.

    Attributes:
        row: The row of the heading; negative while none is pinned.
    """

    def __init__(self, table: QTableView, model: DocumentModel, heading: GroupHeading) -> None:
        super().__init__(table.viewport())
        self._table = table
        self._model = model
        self._heading = heading
        self.row = -1
        self.hide()

    def place(self) -> None:
        """Show the heading that is out of sight, pushed up by the next one, or none."""
        table = self._table
        self.row = self._wanted()
        if self.row < 0:
            self.hide()
            return
        height = table.rowHeight(self.row)
        headings = self._model.headings
        next_ = bisect_right(headings, self.row)
        top = 0
        if next_ < len(headings):
            top = min(table.rowViewportPosition(headings[next_]) - height, 0)
        self.setGeometry(0, top, table.viewport().width(), height)
        self.show()
        self.raise_()
        self.update()

    def _wanted(self) -> int:
        table, model = self._table, self._model
        top = table.rowAt(0)
        if not model.drafts or top < 0 or model.draft_at(top) is None:
            return -1
        heading = top if model.group(top) is not None else model.heading_above(top)
        return heading if heading >= 0 and table.rowViewportPosition(heading) < 0 else -1

    # Overridden Qt methods

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the heading, column by column, as the table would."""
        del event
        table = self._table
        group = self._model.group(self.row) if self.row >= 0 else None
        if group is None:
            return
        painter = QPainter(self)
        for column in range(self._model.columnCount()):
            if not table.isColumnHidden(column):
                option = QStyleOptionViewItem()
                left, width = table.columnViewportPosition(column), table.columnWidth(column)
                option.rect = QRect(left, 0, width, self.height())
                index = self._model.index(self.row, column)
                self._heading.paint(painter, option, index, group)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Change the check box of the draft, or go to its heading."""
        table, place = self._table, event.position().toPoint()
        index = self._model.index(self.row, FILE.index)
        cell = QRect(table.columnViewportPosition(FILE.index), 0, self.width(), self.height())
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        if is_on_box(cell, place):
            checked = index.data(_Role.CheckStateRole) is Qt.CheckState.Checked
            after = Qt.CheckState.Unchecked if checked else Qt.CheckState.Checked
            self._model.setData(index, after, _Role.CheckStateRole)
        else:
            table.setCurrentIndex(index)
