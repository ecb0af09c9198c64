"""Heading of a draft that stays at the top of the list while the files below it are scrolled."""

from __future__ import annotations

from bisect import bisect_right

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QTableView, QWidget

from capout_desktop.ui.documents.check_box import is_on_box
from capout_desktop.ui.documents.columns import FILE
from capout_desktop.ui.documents.model import DocumentModel
from capout_desktop.ui.documents.row_painter import RowPainter
from capout_desktop.ui.documents.table_style import PAD, TableStyle

_Role = Qt.ItemDataRole


class PinnedHeading(QWidget):
    """Paints the heading of the draft whose files are at the top of the viewport.

    What a draft costs, and the button that sends it, are in sight as long as one of its files is.

    Attributes:
        row: The row of the heading; negative while none is pinned.
    """

    def __init__(
        self, table: QTableView, model: DocumentModel, painter: RowPainter, look: TableStyle
    ) -> None:
        super().__init__(table.viewport())
        self._table = table
        self._model = model
        self._painter = painter
        self._look = look
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
        """Paint the heading as the table would."""
        del event
        table = self._table
        group = self._model.group(self.row) if self.row >= 0 else None
        if group is None:
            return
        painter = QPainter(self)
        line = self._painter.line(self.row)
        line.moveTop(0)
        edge = self._look.covered.get(self.row, self.width() - PAD)
        selected = table.selectionModel().isSelected(self._model.index(self.row, 0))
        self._painter.heading.paint(painter, line, self.row, group, edge, selected=selected)
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
