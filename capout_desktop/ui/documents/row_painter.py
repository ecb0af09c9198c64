"""Painting of rows: background, then the cells of a document or the heading of a group.

A row is painted as a whole. If Qt had it painted cell by cell by delegates, the same would take
half as long again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QRegion
from PySide6.QtWidgets import QTableView

from capout_desktop.ui.documents.caption import LEFT_OUT
from capout_desktop.ui.documents.check_box import paint_box
from capout_desktop.ui.documents.columns import (
    ADDRESS,
    COLUMNS,
    FILE,
    PROGRESS,
    STATUS,
    Cell,
    Column,
)
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


class _SecondLine(NamedTuple):
    """Text of the second line of a cell, which may go on below the next columns.

    Attributes:
        text: What there is room for.
        right: Where it ends in the viewport.
    """

    text: str
    right: float


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
        # What is the same for all rows is asked once: each question to Qt takes a microsecond.
        self._look.ratio = painter.device().devicePixelRatioF()
        places = sorted(self._places(), key=lambda place: place.left)
        chosen = table.selectionModel()
        selection = chosen if chosen.hasSelection() else None
        width = table.horizontalHeader().length()
        is_whole = wanted.rectCount() == 1 and area.width() >= width
        for row in range(first, (self._model.rowCount() - 1 if last < 0 else last) + 1):
            line = self.line(row)
            if wanted.intersects(line):
                index = self._model.index
                selected = selection is not None and selection.isSelected(index(row, 0))
                part = None if is_whole else wanted
                self._row(painter, row, line, places, part, selected=selected)

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
        self,
        painter: QPainter,
        row: int,
        line: QRect,
        places: list[_Place],
        part: QRegion | None,
        *,
        selected: bool,
    ) -> None:
        """Paint a row, or only the cells that are in a part of the viewport."""
        table, look, model = self._table, self._look, self._model
        edge = look.covered.get(row)
        group = model.group(row)
        if group is not None:
            right = table.viewport().width() - PAD if edge is None else edge
            self.heading.paint(painter, line, row, group, right, selected=selected)
            return
        look.paint_row(painter, line, row, selected=selected)
        content = model.row(row)
        below = self._second_line(row, content, places, edge)
        reason = self._reason(content, places, edge)
        reaching = {FILE: below.right, STATUS: reason.right}
        for place in places:
            column, left, width = place
            reach = max(width, round(reaching.get(column, 0)) - left)
            if part is not None and not part.intersects(
                QRect(left, line.top(), reach, line.height())
            ):
                continue
            cell = QRectF(left, line.top(), width, line.height())
            if column is PROGRESS:
                self.progress.paint(painter, cell, content.progress, edge)
            else:
                self._cell(painter, cell, row, column, content, edge, below, reason)

    def _second_line(
        self, row: int, content: DocumentRow, places: list[_Place], edge: int | None
    ) -> _SecondLine:
        """Return the second line of a file, which takes the room below the next columns, too.

        Cells that have nothing on their second line give it away, and the address has both of
        its parts on the first line then.
        """
        look, file = self._look, next((p for p in places if p.column is FILE), None)
        parts = FILE.cell_of(content).parts
        if file is None or not parts or look.compact:
            return _SecondLine("", 0)
        left = file.left + PAD + 4 + ICON + SMALL
        if self._model.batch_of(row) is not None:
            left += INDENT
        ends = self._free_below(file, content, places, {ADDRESS})
        rooms = [(end if edge is None else min(end, edge)) - SMALL - left for end in ends]
        text, wide = look.fitted(parts, rooms[-1])
        for room in rooms[:-1]:
            narrow = look.fitted(parts, room)
            if narrow[0] == text:  # what is below the next column is not needed
                wide = min(narrow[1], room)
                break
        return _SecondLine(text, left + min(wide, rooms[-1]))

    def _reason(self, content: DocumentRow, places: list[_Place], edge: int | None) -> _SecondLine:
        """Return the second line of the status, which takes the room below the next columns, too.

        Only the button of the row ends it sooner.
        """
        look, status = self._look, next((p for p in places if p.column is STATUS), None)
        caption = "" if status is None else STATUS.cell_of(content).caption
        if status is None or not caption or look.compact:
            return _SecondLine("", 0)
        left = status.left + PAD + ICON + SMALL
        wide = look.small_width(caption) + 1
        end = status.left + status.width
        if left + wide > end - SMALL:
            end = self._free_below(status, content, places)[-1]
        right = (end if edge is None else min(end, edge)) - SMALL
        return _SecondLine(caption, min(left + wide, right))

    def _free_below(
        self,
        of: _Place,
        content: DocumentRow,
        places: list[_Place],
        giving: Collection[Column] = (),
    ) -> list[int]:
        """Return where a cell ends, and each next one that has nothing on its second line.

        Those in `giving` have something there, and give it away.
        """
        ends = [of.left + of.width]
        for column, begin, width in places[places.index(of) + 1 :]:
            if column is PROGRESS:
                is_free = self.progress.is_one_line(content.progress, width)
            else:
                is_free = column in giving or not column.cell_of(content).caption
            if not is_free:
                break
            ends.append(begin + width)
        return ends

    def _cell(
        self,
        painter: QPainter,
        place: QRectF,
        row: int,
        column: Column,
        content: DocumentRow,
        edge: int | None,
        below: _SecondLine,
        reason: _SecondLine,
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
        if column is FILE:
            self._pair(painter, box.adjusted(4, 0, 0, 0), cell, below)
        elif cell.icon:
            self._pair(painter, box, cell, reason if column is STATUS else None)
        elif column is ADDRESS and place.left() < below.right:
            self._one_line(painter, box, cell)
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

    def _one_line(self, painter: QPainter, box: QRectF, cell: Cell) -> None:
        """Paint both lines of a cell as one, because another text is below it."""
        look = self._look
        first, _ = look.lines(box)
        painter.setPen(look.ink(cell.tone))
        # An end that is missing has to leave a sign, or it would look like another address.
        sign = look.small.horizontalAdvance(LEFT_OUT) if cell.caption else 0
        if look.base.horizontalAdvance(cell.text) + sign > first.width():
            both, middle = cell.text + cell.caption, Qt.TextElideMode.ElideMiddle
            look.write(painter, first, both, look.base, elide=middle)
            return
        first.setLeft(first.left() + look.write(painter, first, cell.text, look.base))
        painter.setPen(look.muted)
        look.write(painter, first, cell.caption, look.small)

    def _mark(self, painter: QPainter, title: QRectF, width: float) -> float:
        """Paint a small warning icon after a title if there is room; return the room it takes."""
        left = title.left() + width + SMALL
        if left + MARK > title.right():
            return 0.0
        mark = self._look.icon("warning", Tone.WARNING, MARK)
        painter.drawPixmap(QPointF(left, title.center().y() - MARK / 2), mark)
        return float(SMALL + MARK)

    def _pair(
        self, painter: QPainter, box: QRectF, cell: Cell, below: _SecondLine | None = None
    ) -> None:
        look = self._look
        first, second = look.lines(box)
        middle = first.center().y()
        if cell.checked is None:
            icon = look.icon(cell.icon, cell.icon_tone, ICON)
            painter.drawPixmap(QPointF(box.left(), middle - ICON / 2), icon)
        else:
            state = Qt.CheckState.Checked if cell.checked else Qt.CheckState.Unchecked
            paint_box(painter, look.palette, box.left(), middle, state)
        first.setLeft(box.left() + ICON + SMALL)
        painter.setPen(look.ink(cell.tone))
        width = look.write(painter, first, cell.text, look.strong, elide=cell.elide)
        if cell.marked:
            width += self._mark(painter, first, width)
        second = QRectF(second)  # the same as the first line if rows have only one
        second.setLeft(first.left() + (width + SMALL if look.compact else 0))
        caption = cell.caption
        if below is not None and below.text:
            caption = below.text
            second.setRight(max(second.right(), below.right + 1))
        elif cell.parts:
            caption = look.fitted(cell.parts, second.width())[0]
        if caption and second.width() > LEAST_CAPTION:
            painter.setPen(look.muted)
            look.write(painter, second, caption, look.small)
