"""Paints the cells that hold words: one line, or two with an icon before them."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from capout_desktop.domain.document import SourceKind
from capout_desktop.ui.documents.columns import Column
from capout_desktop.ui.documents.group_heading import GroupHeading
from capout_desktop.ui.documents.model import DocumentModel
from capout_desktop.ui.documents.row import DocumentRow
from capout_desktop.ui.documents.table_style import ICON, PAD, TableLook
from capout_desktop.ui.style.theme import SMALL
from capout_desktop.ui.style.tone import Tone

LEAST_CAPTION = 24.0
"""Less room than this is not worth a caption, in device-independent pixels."""
_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
MARK = 14


class CellDelegate(QStyledItemDelegate):
    """Paints every column but the progress."""

    def __init__(self, model: DocumentModel, look: TableLook, heading: GroupHeading) -> None:
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
            self._heading.paint(painter, option, *self._model.heading(group))
            return
        look.paint_row(
            painter, option, number, first=column == Column.FILE, last=column == look.last_column
        )
        row = self._model.row(number)
        box = QRectF(option.rect).adjusted(PAD, 0, -SMALL, 0)
        match column:
            case Column.FILE:
                self._file(painter, box.adjusted(4, 0, 0, 0), row)
            case Column.STATUS:
                self._status(painter, box, row)
            case Column.ADDRESS:
                tone = None if row.document.xn_address else Tone.WARNING
                self._lines(painter, box, row.address, tone, row.instance)
            case Column.UPDATED:
                self._lines(painter, box, row.updated, Tone.NEUTRAL)
            case _:
                self._lines(painter, box, row.charge, row.charge_tone)

    def _lines(
        self, painter: QPainter, box: QRectF, text: str, tone: Tone | None, below: str = ""
    ) -> None:
        look = self._look
        first, second = look.lines(box)
        painter.setFont(look.base_font)
        painter.setPen(look.ink(tone))
        painter.drawText(first, _MIDDLE, look.elided(text, look.base, box.width()))
        if look.compact:
            second.setLeft(first.left() + look.base.horizontalAdvance(text))
        if below and second.width() > LEAST_CAPTION:
            painter.setFont(look.small_font)
            painter.setPen(look.muted)
            painter.drawText(second, _MIDDLE, look.elided(below, look.small, second.width()))

    def _file(self, painter: QPainter, box: QRectF, row: DocumentRow) -> None:
        link = row.document.source_kind is SourceKind.LINK
        self._pair(painter, box, "link" if link else "document", Tone.NEUTRAL, row.name, row.facts)

    def _status(self, painter: QPainter, box: QRectF, row: DocumentRow) -> None:
        self._pair(painter, box, row.icon, row.tone, row.state, row.reason, inked=True)
        if row.noticed:
            self._mark(painter, box, row.state)

    def _mark(self, painter: QPainter, box: QRectF, after: str) -> None:
        """Put a small warning behind a title where there is room for it."""
        look = self._look
        first, _ = look.lines(box)
        left = box.left() + ICON + SMALL + look.strong.horizontalAdvance(after) + SMALL
        if left + MARK <= box.right():
            ratio = painter.device().devicePixelRatio()
            mark = look.icon("warning", Tone.WARNING, MARK, ratio)
            painter.drawPixmap(QPointF(left, first.center().y() - MARK / 2), mark)

    def _pair(
        self,
        painter: QPainter,
        box: QRectF,
        icon: str,
        tone: Tone,
        title: str,
        caption: str,
        *,
        inked: bool = False,
    ) -> None:
        look = self._look
        ratio = painter.device().devicePixelRatio()
        first, second = look.lines(box)
        top = first.center().y() - ICON / 2
        painter.drawPixmap(QPointF(box.left(), top), look.icon(icon, tone, ICON, ratio))
        first.setLeft(box.left() + ICON + SMALL)
        painter.setFont(look.strong_font)
        painter.setPen(look.ink(tone) if inked and tone is not Tone.NEUTRAL else look.text)
        painter.drawText(first, _MIDDLE, look.elided(title, look.strong, first.width()))
        second.setLeft(first.left())
        if look.compact:
            second.setLeft(first.left() + look.strong.horizontalAdvance(title) + SMALL)
        if not caption or second.width() <= LEAST_CAPTION:
            return
        painter.setFont(look.small_font)
        painter.setPen(look.muted)
        painter.drawText(second, _MIDDLE, look.elided(caption, look.small, second.width()))
