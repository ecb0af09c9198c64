"""Delegate for the text columns: one line, or two lines with an icon."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from capout_desktop.ui.documents.check_box import is_on_box, paint_box
from capout_desktop.ui.documents.columns import COLUMNS, Cell
from capout_desktop.ui.documents.group_heading import GroupHeading
from capout_desktop.ui.documents.model import DocumentModel
from capout_desktop.ui.documents.table_style import ICON, INDENT, PAD, Align, TableStyle
from capout_desktop.ui.style.theme import SMALL
from capout_desktop.ui.style.tone import Tone

LEAST_CAPTION = 24.0
"""Least width for a caption, in device-independent pixels; with less it is left out."""
MARK = 14
_ALIGN = {
    Qt.AlignmentFlag.AlignLeft: Align.LEFT,
    Qt.AlignmentFlag.AlignHCenter: Align.CENTER,
    Qt.AlignmentFlag.AlignRight: Align.RIGHT,
}


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
        batch = None if column else self._model.batch_of(number)
        if batch is not None:
            box.setLeft(box.left() + INDENT)
            cell = cell._replace(text=batch.shortened(cell.text))
        edge = look.covered.get(number)
        if edge is not None and box.right() > edge:
            box.setRight(edge)
            if not cell.icon and look.base.horizontalAdvance(cell.text) > box.width():
                return  # the tooltip and the details have it
        if cell.icon:
            self._pair(painter, box if column else box.adjusted(4, 0, 0, 0), cell)
        else:
            self._lines(painter, box, cell, _ALIGN[shown.alignment])

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """Implement Qt's method: a click on a check box changes it."""
        if (
            index.column()
            or not isinstance(event, QMouseEvent)
            or event.type() is not QEvent.Type.MouseButtonRelease
            or event.button() is not Qt.MouseButton.LeftButton
            or not is_on_box(option.rect, event.position().toPoint())
        ):
            return False
        state = index.data(Qt.ItemDataRole.CheckStateRole)
        if state is None:
            return False
        # Like other check boxes, one in between becomes checked.
        ticked = Qt.CheckState(state) is not Qt.CheckState.Checked
        after = Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
        return model.setData(index, after, Qt.ItemDataRole.CheckStateRole)

    def _lines(self, painter: QPainter, box: QRectF, cell: Cell, align: Align) -> None:
        look = self._look
        first, second = look.lines(box)
        painter.setPen(look.ink(cell.tone))
        width = look.write(painter, first, cell.text, look.base, align, cell.elide)
        if look.compact:
            second.setLeft(first.left() + width)
        if cell.caption and second.width() > LEAST_CAPTION:
            painter.setPen(look.muted)
            look.write(painter, second, cell.caption, look.small, align)

    def _mark(self, painter: QPainter, title: QRectF, width: float) -> None:
        """Paint a small warning icon after a title if there is room for it."""
        left = title.left() + width + SMALL
        if left + MARK <= title.right():
            ratio = painter.device().devicePixelRatio()
            mark = self._look.icon("warning", Tone.WARNING, MARK, ratio)
            painter.drawPixmap(QPointF(left, title.center().y() - MARK / 2), mark)

    def _pair(self, painter: QPainter, box: QRectF, cell: Cell) -> None:
        look = self._look
        ratio = painter.device().devicePixelRatio()
        first, second = look.lines(box)
        middle = first.center().y()
        if cell.checked is None:
            icon = look.icon(cell.icon, cell.icon_tone, ICON, ratio)
            painter.drawPixmap(QPointF(box.left(), middle - ICON / 2), icon)
        else:
            state = Qt.CheckState.Checked if cell.checked else Qt.CheckState.Unchecked
            paint_box(painter, look, box.left(), middle, state)
        first.setLeft(box.left() + ICON + SMALL)
        painter.setPen(look.ink(cell.tone))
        width = look.write(painter, first, cell.text, look.strong, elide=cell.elide)
        second.setLeft(first.left())
        if look.compact:
            second.setLeft(first.left() + width + SMALL)
        if cell.caption and second.width() > LEAST_CAPTION:
            painter.setPen(look.muted)
            look.write(painter, second, cell.caption, look.small)
        if cell.marked:
            self._mark(painter, first, width)
