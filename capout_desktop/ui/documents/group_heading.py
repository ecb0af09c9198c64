"""Painting of group headings; each cell paints its part of one line across the whole row."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyleOptionViewItem, QTableView

from capout_desktop.ui.documents.grouping import Group
from capout_desktop.ui.documents.model import ListedRows
from capout_desktop.ui.documents.table_style import PAD, TableStyle
from capout_desktop.ui.style.theme import SMALL

CHEVRON = 12.0
"""Width of the space for the chevron, in device-independent pixels."""


class GroupHeading:
    """Paints headings for the delegates; it knows the width of the whole row."""

    def __init__(self, look: TableStyle, table: QTableView, rows: ListedRows) -> None:
        self._look = look
        self._table = table
        self._rows = rows

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
        group: Group,
    ) -> None:
        """Paint the part of a heading that lies in a cell."""
        look, rect, column = self._look, option.rect, index.column()
        painter.save()
        painter.setClipRect(rect)
        painter.fillRect(rect, look.window)
        last = column == look.last_column
        look.paint_row(painter, option, index.row(), first=not column, last=last)
        left = self._table.columnViewportPosition(0) + PAD
        line = QRectF(left, rect.top(), self._table.viewport().width() - left - PAD, rect.height())
        self._chevron(painter, line, folded=self._rows.is_folded(group))
        line.setLeft(left + CHEVRON + SMALL)
        self._texts(painter, line, *self._rows.heading(group))
        painter.restore()

    def _texts(self, painter: QPainter, line: QRectF, name: str, count: str) -> None:
        look = self._look
        number = look.base.horizontalAdvance(count) + SMALL
        painter.setPen(look.text)
        title = QRectF(line)
        title.setWidth(max(line.width() - number, 0))
        line.setLeft(line.left() + look.write(painter, title, name, look.strong))
        painter.setPen(look.muted)
        look.write(painter, line, count, look.base)

    def _chevron(self, painter: QPainter, line: QRectF, *, folded: bool) -> None:
        """Paint a chevron that points right if the group is folded, otherwise down."""
        middle, half = QPointF(line.left() + CHEVRON / 2, line.center().y()), CHEVRON / 3
        along, across = QPointF(half / 2, 0), QPointF(0, half)
        if not folded:
            along, across = QPointF(0, half / 2), QPointF(half, 0)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._look.muted, 1.6, c=Qt.PenCapStyle.RoundCap))
        painter.drawPolyline([middle - along - across, middle + along, middle - along + across])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
