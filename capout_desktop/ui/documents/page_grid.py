"""Pages of a PDF as thumbnails that can be ticked, moved and turned."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPen, QPixmap, QTransform
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from capout_desktop.domain.estimate import PageKind
from capout_desktop.domain.page_choice import ChosenPage, moved
from capout_desktop.ui.documents.check_box import paint_box
from capout_desktop.ui.style.painting import fill
from capout_desktop.ui.style.theme import SMALL, TIGHT, Theme
from capout_desktop.ui.text.formatting import number_text

SHEET = QSize(110, 142)
"""Room for a page: letter paper."""
KEPT = 80
"""Number of drawn pages that are kept, of some 50 kilobytes each."""

_Index = QModelIndex | QPersistentModelIndex


class PageModel(QAbstractListModel):
    """The pages in their order.

    Attributes:
        wanted: Emitted with the number of a page that is shown and not drawn yet.
        changed: Emitted when pages were ticked, moved or turned.
    """

    wanted = Signal(int)
    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._pages: tuple[ChosenPage, ...] = ()
        self._kinds: Sequence[PageKind] = ()
        self._ticked: set[int] = set()
        self._images: OrderedDict[int, QImage | None] = OrderedDict()
        self._asked: set[int] = set()

    def show_pages(self, count: int, kinds: Sequence[PageKind], ticked: Collection[int]) -> None:
        """Show pages 1 to `count`."""
        self.beginResetModel()
        self._pages = tuple(map(ChosenPage, range(1, count + 1)))
        self._kinds = kinds
        self._ticked = set(ticked)
        self._images.clear()
        self._asked.clear()
        self.endResetModel()
        self.changed.emit()

    def show_image(self, number: int, image: QImage | None) -> None:
        """Show a page that was drawn; None if it cannot be."""
        self._asked.discard(number)
        self._images[number] = image
        while len(self._images) > KEPT:
            self._images.popitem(last=False)
        for row, page in enumerate(self._pages):
            if page.number == number:
                self.dataChanged.emit(self.index(row), self.index(row))

    @property
    def chosen(self) -> tuple[ChosenPage, ...]:
        """The ticked pages in their order."""
        return tuple(page for page in self._pages if page.number in self._ticked)

    def tick(self, numbers: Collection[int]) -> None:
        """Tick these pages, and no others."""
        self._ticked = set(numbers)
        self._tell(0, len(self._pages) - 1)

    def toggle(self, rows: Sequence[int]) -> None:
        """Tick these rows, or untick them if all are ticked."""
        numbers = {self._pages[row].number for row in rows}
        if numbers <= self._ticked:
            self._ticked -= numbers
        else:
            self._ticked |= numbers
        self._tell(min(rows), max(rows))

    def move_page(self, row: int, by: int) -> int:
        """Move the page of a row by some places; return its new row."""
        number = self._pages[row].number
        self._pages = moved(self._pages, row, by)
        self._tell(0, len(self._pages) - 1)
        return next(place for place, page in enumerate(self._pages) if page.number == number)

    def turn(self, rows: Sequence[int]) -> None:
        """Turn the pages of these rows to the right."""
        self._pages = tuple(
            ChosenPage(page.number, (page.quarters + 1) % 4) if row in rows else page
            for row, page in enumerate(self._pages)
        )
        self._tell(min(rows), max(rows))

    def page(self, row: int) -> ChosenPage:
        """Return the page of a row."""
        return self._pages[row]

    def is_ticked(self, row: int) -> bool:
        """Return whether the page of a row is chosen."""
        return self._pages[row].number in self._ticked

    def image(self, row: int) -> QImage | None:
        """Return a page as it was drawn; None if it is not yet, or cannot be."""
        number = self._pages[row].number
        if number in self._images:
            self._images.move_to_end(number)
            return self._images[number]
        if number not in self._asked:
            self._asked.add(number)
            self.wanted.emit(number)
        return None

    def kind_word(self, row: int) -> str:
        """Return a word for what is on the page; empty if it is not known."""
        number = self._pages[row].number
        kind = self._kinds[number - 1] if number <= len(self._kinds) else PageKind.UNREAD
        return _kind_words().get(kind, "")

    def forget_requests(self) -> None:
        """Ask again for pages that are shown: those asked for may have been scrolled away."""
        self._asked.clear()

    def rowCount(self, parent: _Index | None = None) -> int:
        """Implement Qt's method."""
        return 0 if parent is not None and parent.isValid() else len(self._pages)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Implement Qt's method."""
        return super().flags(index) | Qt.ItemFlag.ItemIsUserCheckable

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Implement Qt's method."""
        row = index.row()
        if not 0 <= row < len(self._pages):
            return None
        number = number_text(self._pages[row].number)
        if role == Qt.ItemDataRole.DisplayRole:
            return number
        if role == Qt.ItemDataRole.CheckStateRole:
            ticked = self.is_ticked(row)
            return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.AccessibleTextRole:
            parts = [_tr("Page {number}").format(number=number), self.kind_word(row)]
            parts.append(_tr("chosen") if self.is_ticked(row) else _tr("left out"))
            return ", ".join(filter(None, parts))
        return None

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Implement Qt's method: tick or untick a page."""
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        if self.is_ticked(index.row()) != (Qt.CheckState(value) is Qt.CheckState.Checked):
            self.toggle([index.row()])
        return True

    def _tell(self, first: int, last: int) -> None:
        if last >= first:
            self.dataChanged.emit(self.index(first), self.index(last))
        self.changed.emit()


class PageGrid(QListView):
    """Shows the pages. Space ticks the selected ones."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.pages = PageModel(self)
        self.setModel(self.pages)
        self.setItemDelegate(_PageDelegate(theme, self))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setSpacing(TIGHT)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Pages"))

    @property
    def selected_rows(self) -> list[int]:
        """The selected rows, or the current one, from the first to the last."""
        rows = sorted(index.row() for index in self.selectedIndexes())
        current = self.currentIndex()
        return rows or ([current.row()] if current.isValid() else [])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick the selected pages on Space."""
        if event.key() == Qt.Key.Key_Space and self.selected_rows:
            self.pages.toggle(self.selected_rows)
            event.accept()
        else:
            super().keyPressEvent(event)


class _PageDelegate(QStyledItemDelegate):
    """Paints a page with its number, its kind and a check box; a click anywhere ticks it."""

    def __init__(self, theme: Theme, grid: PageGrid) -> None:
        super().__init__(grid)
        self._theme = theme
        self._grid = grid

    def sizeHint(self, option: QStyleOptionViewItem, _index: _Index) -> QSize:
        """Implement Qt's method."""
        text = self._grid.fontMetrics().height() * 2
        width = max(SHEET.width(), self._grid.fontMetrics().averageCharWidth() * 14)
        return QSize(width + 2 * SMALL, SHEET.height() + text + 3 * SMALL)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Implement Qt's method."""
        pages, row = self._grid.pages, index.row()
        ticked = pages.is_ticked(row)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("selection"))
            painter.drawRoundedRect(box, TIGHT, TIGHT)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.color("accent"), 2))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), TIGHT, TIGHT)
        room = QRect(
            box.left() + (box.width() - SHEET.width()) // 2,
            box.top() + SMALL,
            SHEET.width(),
            SHEET.height(),
        )
        sheet = self._paint_sheet(painter, room, row, ticked)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(
            QPen(self._theme.color("accent" if ticked else "border"), 2 if ticked else 1)
        )
        painter.drawRect(sheet)
        check = Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
        left, middle = sheet.left() + SMALL, sheet.top() + 2 * SMALL
        paint_box(painter, self._theme.palette, left, middle, check)
        painter.setPen(self._theme.color("text" if ticked else "muted"))
        top = room.bottom() + TIGHT
        line = self._grid.fontMetrics().height()
        words = QRect(box.left(), top, box.width(), line)
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, str(pages.data(index)))
        painter.setPen(self._theme.color("muted"))
        kind = self._grid.fontMetrics().elidedText(
            pages.kind_word(row), Qt.TextElideMode.ElideRight, box.width() - SMALL
        )
        painter.drawText(words.translated(0, line), Qt.AlignmentFlag.AlignCenter, kind)
        painter.restore()

    def _paint_sheet(self, painter: QPainter, room: QRect, row: int, ticked: bool) -> QRect:
        """Paint the page, or an empty sheet; return where it is."""
        image = self._grid.pages.image(row)
        if image is None:
            fill(painter, room, self._theme.color("window"))
            return room
        quarters = self._grid.pages.page(row).quarters
        picture = QPixmap.fromImage(image)
        if quarters:
            picture = picture.transformed(QTransform().rotate(90 * quarters))
        size = picture.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        sheet = QRect(QPoint(0, 0), size)
        sheet.moveCenter(room.center())
        painter.setOpacity(1.0 if ticked else 0.45)
        painter.drawPixmap(sheet, picture)
        painter.setOpacity(1.0)
        return sheet

    def editorEvent(self, event: Any, model: Any, option: QStyleOptionViewItem, index: Any) -> bool:
        """Implement Qt's method: a click on the sheet ticks it."""
        del model, option
        if event.type() != event.Type.MouseButtonRelease:
            return False
        if event.modifiers() & (
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier
        ):
            return False  # more pages are selected, for Space
        if event.button() == Qt.MouseButton.LeftButton:
            self._grid.pages.toggle([index.row()])
            return True
        return False


def _kind_words() -> dict[PageKind, str]:
    return {
        PageKind.ESTIMATE: _tr("Estimate"),
        PageKind.GUIDE: _tr("Guide"),
        PageKind.LETTER: _tr("Letter"),
        PageKind.PHOTOS: _tr("Photos"),
        PageKind.SKETCH: _tr("Sketch"),
        PageKind.BLANK: _tr("Blank"),
        PageKind.SCAN: _tr("Scan"),
        PageKind.OTHER: _tr("Other"),
    }


def _tr(text: str) -> str:
    return QCoreApplication.translate("PageGrid", text)
