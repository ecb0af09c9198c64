"""Painting of group headings; each cell paints its part of one line across the whole row."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QTableView

from capout_desktop.ui.documents.table_style import PAD, TableStyle
from capout_desktop.ui.style.theme import SMALL, TIGHT

_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine


class GroupHeading:
    """Delegate base class that knows the width of the whole row."""

    def __init__(self, look: TableStyle, table: QTableView) -> None:
        self._look = look
        self._table = table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, name: str, count: str) -> None:
        """Paint the part of a heading that lies in a cell."""
        look, rect = self._look, option.rect
        painter.save()
        painter.setClipRect(rect)
        painter.fillRect(rect, look.window)
        painter.setPen(look.separator)
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        left = self._table.columnViewportPosition(0) + PAD + TIGHT
        line = QRectF(left, rect.top(), self._table.viewport().width() - left, rect.height())
        line.setRight(line.right() - PAD)
        number = look.base.horizontalAdvance(count) + SMALL
        title = look.elided(name, look.strong, max(line.width() - number, 0))
        painter.setFont(look.strong_font)
        painter.setPen(look.text)
        painter.drawText(line, _MIDDLE, title)
        line.setLeft(line.left() + look.strong.horizontalAdvance(title))
        painter.setFont(look.base_font)
        painter.setPen(look.muted)
        painter.drawText(line, _MIDDLE, count)
        painter.restore()
