"""Painting of rows: background, then the cells of a document or the heading of a group.

A row is painted as a whole. If Qt had it painted cell by cell by delegates, the same would take
half as long again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QRegion
from PySide6.QtWidgets import QTableView

from capout_desktop.ui.documents.check_box import paint_box
from capout_desktop.ui.documents.columns import COLUMNS, FILE, PROGRESS, Cell, Column
from capout_desktop.ui.documents.group_heading import GroupHeading
from capout_desktop.ui.documents.model import DocumentModel
from capout_desktop.ui.documents.progress_painter import ProgressPainter
from capout_desktop.ui.documents.row import DocumentRow
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


class _Place(NamedTuple):
    """Where a visible column is in the viewport."""

    column: Column
    left: int
    width: int


class RowPainter:
    """Paints the rows of a table.

    Attributes:
        heading: Paints the headings.
        progress: Paints the progress column.
    """

    def __init__(self, table: QTableView, model: DocumentModel, look: TableStyle) -> None:
        self._table = table
        self._model = model
        self._look = look
        self.heading = GroupHeading(look, model)
        self.progress = ProgressPainter(look)

    def paint(self, painter: QPainter, wanted: QRegion) -> None:
        """Paint what lies in a region of the viewport."""
        table = self._table
        area = wanted.boundingRect()
        first, last = table.rowAt(area.top()), table.rowAt(area.bottom())
        if first < 0:
            return
        places = list(self._places())
        for row in range(first, (self._model.rowCount() - 1 if last < 0 else last) + 1):
            line = self.line(row)
            if wanted.intersects(line):
                self._row(painter, row, line, places, wanted)

    def line(self, row: int) -> QRect:
        """Return where a row is in the viewport."""
        table = self._table
        columns = table.horizontalHeader()
        place = -columns.offset(), table.rowViewportPosition(row)
        return QRect(*place, columns.length(), table.rowHeight(row))

    def wanted_width(self, column: Column, rows: Iterable[int]) -> int:
        """Return the width with which nothing in these rows of a column is shortened."""
        if column is PROGRESS:
            return round(self.progress.full_width)
        look, model, widest = self._look, self._model, 0.0
        for row in rows:
            if model.group(row) is None:
                cell = column.cell_of(model.row(row))
                metrics, icon = (look.strong, ICON + SMALL) if cell.icon else (look.base, 0)
                if column is FILE:
                    icon += INDENT
                lines = (
                    metrics.horizontalAdvance(cell.text),
                    look.small.horizontalAdvance(cell.caption),
                )
                widest = max(widest, icon + max(lines))
        return round(PAD + widest + 2 * SMALL) + 1

    def _places(self) -> Iterator[_Place]:
        table = self._table
        for number, column in enumerate(COLUMNS):
            if not table.isColumnHidden(number):
                left = table.columnViewportPosition(number)
                yield _Place(column, left, table.columnWidth(number))

    def _row(
        self, painter: QPainter, row: int, line: QRect, places: list[_Place], wanted: QRegion
    ) -> None:
        table, look, model = self._table, self._look, self._model
        selected = table.selectionModel().isSelected(model.index(row, 0))
        edge = look.covered.get(row)
        group = model.group(row)
        if group is not None:
            right = table.viewport().width() - PAD if edge is None else edge
            self.heading.paint(painter, line, row, group, right, selected=selected)
            return
        look.paint_row(painter, line, row, selected=selected)
        content = model.row(row)
        is_whole = wanted.rectCount() == 1 and wanted.boundingRect().width() >= line.width()
        for column, left, width in places:
            cell = QRect(left, line.top(), width, line.height())
            if not is_whole and not wanted.intersects(cell):
                continue
            if column is PROGRESS:
                self.progress.paint(painter, QRectF(cell), content.progress, edge)
            else:
                self._cell(painter, QRectF(cell), row, column, content, edge)

    def _cell(
        self,
        painter: QPainter,
        place: QRectF,
        row: int,
        column: Column,
        content: DocumentRow,
        edge: int | None,
    ) -> None:
        look, cell = self._look, column.cell_of(content)
        is_right = column.alignment is Qt.AlignmentFlag.AlignRight
        box = place.adjusted(PAD, 0, -PAD if is_right else -SMALL, 0)
        if column is FILE:
            batch = self._model.batch_of(row)
            if batch is not None:
                box.setLeft(box.left() + INDENT)
                cell = cell._replace(text=batch.shortened(cell.text))
        if edge is not None and box.right() > edge:
            box.setRight(edge)
            if not cell.icon and look.base.horizontalAdvance(cell.text) > box.width():
                return  # the tooltip and the details have it
        if cell.icon:
            self._pair(painter, box if column is not FILE else box.adjusted(4, 0, 0, 0), cell)
        else:
            self._lines(painter, box, cell, _ALIGN[column.alignment])

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
            paint_box(painter, look.palette, box.left(), middle, state)
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
