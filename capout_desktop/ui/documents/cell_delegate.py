"""Delegate for the text columns: one line, or two lines with an icon."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from capout_desktop.ui.documents.columns import COLUMNS, Cell
from capout_desktop.ui.documents.group_heading import GroupHeading
from capout_desktop.ui.documents.model import DocumentModel
from capout_desktop.ui.documents.table_style import ICON, PAD, TableStyle
from capout_desktop.ui.style.theme import SMALL
from capout_desktop.ui.style.tone import Tone

LEAST_CAPTION = 24.0
"""Least width for a caption, in device-independent pixels; with less it is left out."""
_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
MARK = 14


class CellDelegate(QStyledItemDelegate):
    """Paints every column except the progress column."""

    def __init__(self, model: DocumentModel, look: TableStyle, heading: GroupHeading) -> None:
        super().__init__(model)
        self._model = model
        self._look = look
        self._heading = heading

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Implement Qt's method."""
        del option, index
        return QSize(0, self._look.row_height)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Implement Qt's method."""
        number, column = index.row(), index.column()
        look, group = self._look, self._model.group(number)
        if group is not None:
            self._heading.paint(painter, option, index, group)
            return
        look.paint_row(painter, option, number, first=not column, last=column == look.last_column)
        shown = COLUMNS[column]
        cell = shown.cell_of(self._model.row(number))
        box = QRectF(option.rect).adjusted(PAD, 0, -SMALL, 0)
        if cell.icon:
            self._pair(painter, box if column else box.adjusted(4, 0, 0, 0), cell)
        else:
            self._lines(painter, box, cell, shown.alignment)

    def _lines(
        self, painter: QPainter, box: QRectF, cell: Cell, alignment: Qt.AlignmentFlag
    ) -> None:
        look = self._look
        first, second = look.lines(box)
        painter.setFont(look.base_font)
        painter.setPen(look.ink(cell.tone))
        text = look.elided(cell.text, look.base, box.width())
        painter.drawText(first, _MIDDLE | alignment, text)
        if look.compact:
            second.setLeft(first.left() + look.base.horizontalAdvance(cell.text))
        if cell.caption and second.width() > LEAST_CAPTION:
            painter.setFont(look.small_font)
            painter.setPen(look.muted)
            caption = look.elided(cell.caption, look.small, second.width())
            painter.drawText(second, _MIDDLE | alignment, caption)

    def _mark(self, painter: QPainter, box: QRectF, after: str) -> None:
        """Paint a small warning icon after a title if there is room for it."""
        look = self._look
        first, _ = look.lines(box)
        left = box.left() + ICON + SMALL + look.strong.horizontalAdvance(after) + SMALL
        if left + MARK <= box.right():
            ratio = painter.device().devicePixelRatio()
            mark = look.icon("warning", Tone.WARNING, MARK, ratio)
            painter.drawPixmap(QPointF(left, first.center().y() - MARK / 2), mark)

    def _pair(self, painter: QPainter, box: QRectF, cell: Cell) -> None:
        look = self._look
        ratio = painter.device().devicePixelRatio()
        first, second = look.lines(box)
        top = first.center().y() - ICON / 2
        icon = look.icon(cell.icon, cell.icon_tone, ICON, ratio)
        painter.drawPixmap(QPointF(box.left(), top), icon)
        first.setLeft(box.left() + ICON + SMALL)
        painter.setFont(look.strong_font)
        painter.setPen(look.ink(cell.tone))
        painter.drawText(first, _MIDDLE, look.elided(cell.text, look.strong, first.width()))
        second.setLeft(first.left())
        if look.compact:
            second.setLeft(first.left() + look.strong.horizontalAdvance(cell.text) + SMALL)
        if cell.caption and second.width() > LEAST_CAPTION:
            painter.setFont(look.small_font)
            painter.setPen(look.muted)
            caption = look.elided(cell.caption, look.small, second.width())
            painter.drawText(second, _MIDDLE, caption)
        if cell.marked:
            self._mark(painter, box, cell.text)
