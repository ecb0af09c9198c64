"""Table of documents: rows of fixed height, painted from caches, animated only while visible."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from math import inf
from typing import TypeVar

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QKeyCombination,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QStyle, QTableView, QWidget

from capout_desktop.domain.document import Document
from capout_desktop.ui.documents.cell_delegate import CellDelegate
from capout_desktop.ui.documents.check_box import is_on_box
from capout_desktop.ui.documents.column_widths import (
    column_widths,
    redundant,
    without_least_important,
)
from capout_desktop.ui.documents.columns import (
    COLUMNS,
    FILE,
    PROGRESS,
    Column,
)
from capout_desktop.ui.documents.headings import Headings
from capout_desktop.ui.documents.model import DocumentModel
from capout_desktop.ui.documents.pinned_heading import PinnedHeading
from capout_desktop.ui.documents.row_painter import RowPainter
from capout_desktop.ui.documents.selection_keeper import SelectionKeeper
from capout_desktop.ui.documents.table_style import PAD, START, TableStyle
from capout_desktop.ui.style.theme import Theme
from capout_desktop.ui.text.organization_names import OrganizationNames

AROUND = 2 * PAD + 14
"""Space around a column's title: padding and sort indicator."""
MOST_LAYOUTS = 3
"""Maximum number of layouts in a row, in case that a scroll bar comes and goes."""
MOTION_MS = 40
SWEEP_MS = 2400
"""Period of the animation of an indeterminate bar."""
SAMPLE = "May be charged"
SAMPLE_WIDTH = 92.0
"""Width of the sample text in the font for which the column widths were chosen."""

_TO_THE_ENDS = frozenset(
    {QAbstractItemView.CursorAction.MoveHome, QAbstractItemView.CursorAction.MoveEnd}
)
_MENU_KEY = QKeyCombination(Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_F10)
_KEYBOARD_REASONS = frozenset(
    {
        Qt.FocusReason.TabFocusReason,
        Qt.FocusReason.BacktabFocusReason,
        Qt.FocusReason.ShortcutFocusReason,
    }
)

_Delegate = TypeVar("_Delegate", bound=CellDelegate)


class DocumentTable(QTableView):
    """Table view of a `DocumentModel`.

    Attributes:
        documents: The model.
        pinned: The heading of a draft that is out of sight while its files are not.
        menu_wanted: Emitted with the position on the screen to open the context menu at.
        selection_changed: Emitted when the selection or the selected documents changed.
        width_given: Emitted when the person resized a column.
        columns_moved: Emitted when columns changed places.
        laid_out: Emitted after the columns or the heights of the rows changed.
    """

    menu_wanted = Signal(QPoint)
    selection_changed = Signal()
    width_given = Signal()
    columns_moved = Signal()
    laid_out = Signal()

    def __init__(self, model: DocumentModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._set_viewport()
        self.documents = model
        self._look = TableStyle(theme)
        self._given_widths: dict[Column, int] = {}
        self._shown_columns = frozenset(column for column in COLUMNS if not column.optional)
        self._laying_out = self._lay_out_again = self._gives_way = False
        self._by_keyboard = False
        self.setModel(model)
        self._painter = RowPainter(self, model, self._look)
        self.pinned = PinnedHeading(self, model, self._painter, self._look)
        self._headings = Headings(self, model, self._look)
        self._cells = CellDelegate(model, self._look)
        self.setItemDelegate(self._cells)
        self._behave()
        self._set_up_headers()
        self._motion = QTimer(self)
        self._motion.setInterval(MOTION_MS)
        self._motion.timeout.connect(self._move_bars)
        theme.changed.connect(self._restyle)
        model.rows_changed.connect(self._rows_changed)
        # The names of those who pay stand in the rows.
        OrganizationNames.current().changed.connect(self.viewport().update)
        SelectionKeeper(self, model, self.selection_changed.emit)
        self.verticalScrollBar().valueChanged.connect(self._keep_moving)
        self.entered.connect(self._hover)
        self.setObjectName("documents")
        self.setAccessibleName(self.tr("Documents"))
        self.setAccessibleDescription(
            self.tr("One row for each file: its progress, and what it needs from you")
        )

    # Queries

    def selected_documents(self, most: int | None = None) -> Iterator[Document]:
        """Return the selected documents; at most `most` of each range of rows."""
        selection = self.selectionModel().selection()
        for run in map(selection.at, range(selection.size())):
            last = run.bottom() if most is None else min(run.bottom(), run.top() + most - 1)
            for row in range(run.top(), last + 1):
                if self.documents.group(row) is None:
                    yield self.documents.document(row)

    def selected_count(self) -> int:
        """Return how many documents are selected."""
        selection, headings = self.selectionModel().selection(), self.documents.headings
        return sum(
            run.height() - bisect_right(headings, run.bottom()) + bisect_left(headings, run.top())
            for run in map(selection.at, range(selection.size()))
        )

    def current_document_id(self) -> str:
        """Return the id of the document that has the keyboard focus; empty if none has."""
        row = self.currentIndex().row()
        is_document = row >= 0 and self.documents.group(row) is None
        return self.documents.document(row).id if is_document else ""

    def rows_in_sight(self) -> range:
        """Return the rows of which at least a part is visible."""
        count, first = self.documents.rowCount(), self.rowAt(0)
        if first < 0:
            # None or out of range: the scroll bar has not been updated after rows were removed.
            return range(0)
        last = self.rowAt(self.viewport().height() - 1)
        return range(first, (count - 1 if last < 0 else last) + 1)

    @property
    def is_moving(self) -> bool:
        """Whether a visible progress bar is animated."""
        return self._motion.isActive()

    # Behavior

    def _set_viewport(self) -> None:
        """Give the table a viewport that Python knows, set up as Qt sets up its own.

        To return a widget that Qt made, PySide looks for the class that fits it best, and to do so
        makes all 45 classes of widgets.
        """
        viewport = QWidget(self)
        viewport.setObjectName("qt_scrollarea_viewport")  # by which style sheets know it
        viewport.setBackgroundRole(QPalette.ColorRole.Base)
        viewport.setAutoFillBackground(True)
        self.setViewport(viewport)

    def _behave(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setMouseTracking(True)
        self.selectionModel().selectionChanged.connect(lambda *_: self.selection_changed.emit())
        self.selectionModel().currentRowChanged.connect(lambda *_: self._mark_current())

    def _set_up_headers(self) -> None:
        columns = self.horizontalHeader()
        columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        columns.setHighlightSections(False)
        columns.setTextElideMode(Qt.TextElideMode.ElideRight)
        columns.setMinimumSectionSize(48)
        columns.setFont(self._look.small_font)
        # Each time a header is painted it asks whether all rows of its columns are selected: two
        # seconds with 100,000 rows selected. The header does not show the selection, so it gets a
        # selection model of its own.
        columns.setSelectionModel(QItemSelectionModel(self.documents, columns))
        columns.setSectionsMovable(True)
        columns.setFirstSectionMovable(False)
        columns.sectionMoved.connect(self._column_moved)
        columns.sectionResized.connect(self._column_resized)
        columns.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        columns.setSortIndicatorClearable(True)
        self.setSortingEnabled(True)

    def _open_menu_at(self, place: QPoint) -> None:
        """Ask for the menu of the row under the mouse, which is selected unless it is already."""
        index = self.indexAt(place)
        if not index.isValid():
            return
        if not self.selectionModel().isRowSelected(index.row()):
            self._select_row(index)
        self.menu_wanted.emit(self.viewport().mapToGlobal(place))

    def _select_row(self, index: QModelIndex) -> None:
        # Not `selectRow`, which would extend the selection because of the Shift in Shift+F10.
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)

    def _open_menu_of_selection(self) -> None:
        """Ask for the menu of exactly what is selected, or of the current row if nothing is."""
        if not self.selectionModel().hasSelection() and self.currentIndex().isValid():
            self._select_row(self.currentIndex())
        if self.selectionModel().hasSelection():
            sight = self.viewport().rect()
            row = self.visualRect(self.currentIndex()).intersected(sight)
            place = (row if row.isValid() else sight).center()
            self.menu_wanted.emit(self.viewport().mapToGlobal(place))

    def edit_with(
        self, column: Column, make: Callable[[DocumentModel, TableStyle], _Delegate]
    ) -> _Delegate:
        """Use a delegate of its own for editing a column, and return it."""
        made = make(self.documents, self._look)
        self.setItemDelegateForColumn(column.index, made)
        return made

    # Density and columns

    @property
    def is_compact(self) -> bool:
        """Whether rows have one line."""
        return self._look.compact

    def set_compact(self, compact: bool) -> None:
        """Set whether rows have one line instead of two."""
        if compact != self._look.compact:
            current = self.currentIndex()
            self._look.compact = compact
            self._restyle()
            if current.isValid():
                self.scrollTo(current)

    @property
    def given_widths(self) -> Mapping[Column, int]:
        """The widths of the resized columns, in device-independent pixels."""
        return self._given_widths

    def give_widths(self, widths: Mapping[Column, int]) -> None:
        """Restore the widths of columns that the person resized in an earlier session.

        Widths that nobody can give are ignored; releases up to 0.1 stored some.
        """
        least = self.horizontalHeader().minimumSectionSize()
        self._given_widths = {c: width for c, width in widths.items() if width >= least}
        self._lay_out_columns()

    def show_columns(self, columns: Collection[Column]) -> None:
        """Show the file and these columns, and hide the others."""
        self._shown_columns = frozenset((FILE, *columns))
        self._lay_out_columns()

    @property
    def column_order(self) -> list[Column]:
        """All columns from left to right, including hidden ones."""
        columns = self.horizontalHeader()
        return [COLUMNS[columns.logicalIndex(place)] for place in range(len(COLUMNS))]

    def order_columns(self, order: Sequence[Column]) -> None:
        """Put the columns in this order, behind the file; others follow as usual."""
        columns = self.horizontalHeader()
        for place, column in enumerate(dict.fromkeys((FILE, *order, *COLUMNS))):
            columns.moveSection(columns.visualIndex(column.index), place)

    def can_move_column(self, column: Column, step: int) -> bool:
        """Return whether a shown column can change places with the next one on that side."""
        return self._beside(column, step) is not None

    def move_column(self, column: Column, step: int) -> None:
        """Let a column change places with the shown one to its left (-1) or right (1)."""
        other = self._beside(column, step)
        if other is not None:
            columns = self.horizontalHeader()
            columns.moveSection(columns.visualIndex(column.index), columns.visualIndex(other.index))

    def _beside(self, column: Column, step: int) -> Column | None:
        shown = [one for one in self.column_order if not self.isColumnHidden(one.index)]
        place = shown.index(column) + step if column in shown else 0
        return shown[place] if 0 < place < len(shown) else None

    def _column_moved(self, *_: object) -> None:
        columns = self.horizontalHeader()
        if columns.visualIndex(FILE.index):  # its check boxes and the headings begin at the left
            columns.moveSection(columns.visualIndex(FILE.index), 0)
            return
        self.viewport().update()
        self.columns_moved.emit()

    def sizeHintForColumn(self, column: int) -> int:
        """Implement Qt's method: the width for the rows in sight, which *Fit* gives a column."""
        wanted = self._painter.wanted_width(COLUMNS[column], self.rows_in_sight())
        return min(wanted, self.viewport().width() * 2 // 3)

    def hide_redundant_columns(self, gives_way: bool) -> None:
        """Hide columns that the details beside the table show, too, if room is short."""
        self._gives_way = gives_way
        self._lay_out_columns()

    def _column_resized(self, section: int, _before: int, width: int) -> None:
        # Qt hides hidden columns once more whenever rows move, which is no wish of the person.
        if width and not self._laying_out and not self.isColumnHidden(section):
            self._given_widths[COLUMNS[section]] = width
            self.width_given.emit()

    def _lay_out_columns(self) -> None:
        """Distribute the width, again if that brought or removed a scroll bar.

        Hiding a column or changing its width can resize the viewport, which calls this method
        while it is running. No change of a width in here is one by the person.
        """
        self._lay_out_again = True
        if self._laying_out:
            return
        self._laying_out = True
        for _ in range(MOST_LAYOUTS):
            if not self._lay_out_again:
                break
            self._lay_out_again = False
            self._distribute_width()
        self._laying_out = False
        self.laid_out.emit()

    def _distribute_width(self) -> None:
        scale = max(self._look.base.horizontalAdvance(SAMPLE) / SAMPLE_WIDTH, 1.0)
        names = {column: column.title() for column in COLUMNS}
        headings = {c: self._look.small.horizontalAdvance(n) + AROUND for c, n in names.items()}
        room, given = self.viewport().width(), self._given_widths
        unchosen = frozenset(COLUMNS) - self._shown_columns
        stages = self._painter.progress.full_width
        gone = redundant(room, scale, given, unchosen) if self._gives_way else frozenset()
        if gone:  # the details show the names of the stages, too
            widths = column_widths(room, scale, inf, headings, given, gone, unchosen)
        else:
            widths = without_least_important(room, scale, stages, headings, given, unchosen)
        shown = given | widths
        hidden = unchosen | gone | {column for column in COLUMNS if column not in shown}
        for number, column in enumerate(COLUMNS):
            self.setColumnHidden(number, column in hidden)
        for column, width in shown.items():
            self.setColumnWidth(column.index, width)

    # Appearance

    def _restyle(self) -> None:
        self._look.refresh()
        self._painter.progress.refresh()
        self._headings.refresh()
        self.horizontalHeader().setFont(self._look.small_font)
        self._lay_out_columns()
        self.viewport().update()

    def cover(self, covered: dict[int, int]) -> None:
        """Leave room in rows: for each, where the buttons over it begin."""
        before, self._look.covered = self._look.covered, covered
        changed = {row for row, _ in before.items() ^ covered.items()}
        self._update_rows(*changed)

    def _hover(self, index: QModelIndex) -> None:
        self._set_hovered(index.row())

    def _set_hovered(self, row: int) -> None:
        if row != self._look.hovered:
            before, self._look.hovered = self._look.hovered, row
            self._update_rows(before, row)
            self.keep_still()

    def keep_still(self) -> None:
        """Move no files of the draft whose address is being typed, or that is under the mouse."""
        is_typing = self.state() is QAbstractItemView.State.EditingState
        self.documents.keep_still(self.currentIndex().row() if is_typing else self._look.hovered)

    def _mark_current(self) -> None:
        seen = self._by_keyboard and self.hasFocus()
        row = self.currentIndex().row() if seen else -1
        if row != self._look.current:
            before, self._look.current = self._look.current, row
            self._update_rows(before, row)

    def _update_rows(self, *rows: int) -> None:
        for row in rows:
            if row >= 0:
                y = self.rowViewportPosition(row)
                self.viewport().update(0, y, self.viewport().width(), self.rowHeight(row))

    # Animation

    def _rows_changed(self) -> None:
        self._mark_current()  # rows may have been inserted above it
        self._keep_moving()
        if self.selectionModel().hasSelection():
            self.selection_changed.emit()

    def _keep_moving(self) -> None:
        """Run the timer only while an animated bar is visible."""
        if not self._motion_allowed():
            self._look.phase = None
            self._motion.stop()
            return
        if self._look.phase is None:
            self._look.phase = START
        moving = self.isVisible() and any(
            self.documents.is_moving(row) for row in self.rows_in_sight()
        )
        if moving and not self._motion.isActive():
            self._motion.start()
        elif not moving:
            self._motion.stop()

    def _motion_allowed(self) -> bool:
        hint = QStyle.StyleHint.SH_Widget_Animation_Duration
        return self.style().styleHint(hint, None, self) > 0

    def _move_bars(self) -> None:
        phase = (self._look.phase or 0.0) + MOTION_MS / SWEEP_MS
        self._look.phase = phase % 1.0
        left = self.columnViewportPosition(PROGRESS.index)
        width = self.columnWidth(PROGRESS.index)
        any_left = False
        for row in self.rows_in_sight():
            if self.documents.is_moving(row):
                any_left = True
                y = self.rowViewportPosition(row)
                self.viewport().update(left, y, width, self._look.row_height)
        if not any_left:
            self._motion.stop()

    # Overridden Qt methods

    def dataChanged(
        self,
        topLeft: QModelIndex | QPersistentModelIndex,
        bottomRight: QModelIndex | QPersistentModelIndex,
        roles: Sequence[int] = (),
    ) -> None:
        """Update those of the changed rows that are in sight.

        Qt paints all rows in sight if many have changed, even if none of these is in sight.
        """
        sight = self.rows_in_sight()
        first = max(topLeft.row(), sight.start)
        last = min(bottomRight.row(), sight.stop - 1)
        if first <= last:
            at = self.documents.index
            ends = at(first, topLeft.column()), at(last, bottomRight.column())
            super().dataChanged(*ends, roles)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows in place of Qt, which would have each cell painted by itself."""
        painter = QPainter(self.viewport())
        self._painter.paint(painter, event.region())
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Distribute the width among the columns."""
        super().resizeEvent(event)
        self._lay_out_columns()
        self._keep_moving()

    def showEvent(self, event: QShowEvent) -> None:
        """Resume the animation."""
        super().showEvent(event)
        self._keep_moving()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop the animation while the table is hidden."""
        super().hideEvent(event)
        self._motion.stop()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Mark the row that has the keyboard focus; the first one if there was none."""
        super().focusInEvent(event)
        if event.reason() in _KEYBOARD_REASONS:
            self._by_keyboard = True
        if not self.currentIndex().isValid() and self.documents.rowCount():
            flags = self.selectionModel().SelectionFlag.NoUpdate
            self.selectionModel().setCurrentIndex(self.documents.index(0, 0), flags)
        self._mark_current()

    def scrollTo(
        self,
        index: QModelIndex | QPersistentModelIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Scroll so far that a row is not below a pinned heading either."""
        super().scrollTo(index, hint)
        self.pinned.place()
        top = self.rowViewportPosition(index.row())
        if 0 <= self.pinned.row != index.row() and top < self.pinned.height():
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + top - self.pinned.height())

    def moveCursor(
        self,
        action: QAbstractItemView.CursorAction,
        modifiers: Qt.KeyboardModifier,
    ) -> QModelIndex:
        """Let Home and End go to the first and the last row."""
        if action in _TO_THE_ENDS:
            modifiers |= Qt.KeyboardModifier.ControlModifier
        return super().moveCursor(action, modifiers)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Remove the mark of the keyboard focus."""
        super().focusOutEvent(event)
        self._mark_current()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the context menu, of the row under the mouse or of the selection."""
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            self._open_menu_at(event.pos())
        else:
            # Qt's position for the menu key is off by the header, so it may be another row's.
            self._open_menu_of_selection()
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Mark the row with the keyboard focus when the keyboard is used."""
        self._by_keyboard = True
        if event.keyCombination() == _MENU_KEY:  # Qt makes no menu event of it on X11
            self._open_menu_of_selection()
        elif not self._headings.take_key(event):
            super().keyPressEvent(event)
        self._mark_current()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remove the mark of the keyboard focus: the mouse needs none."""
        self._by_keyboard = False
        is_plain = event.button() == Qt.MouseButton.LeftButton and not event.modifiers()
        place = event.position().toPoint()
        is_plain = is_plain and not self._is_on_check_box(place)
        self._headings.press(place if is_plain else None)
        super().mousePressEvent(event)
        self._mark_current()

    def _is_on_check_box(self, place: QPoint) -> bool:
        index = self.indexAt(place)
        if index.column() != FILE.index or not is_on_box(self.visualRect(index), place):
            return False
        return index.data(Qt.ItemDataRole.CheckStateRole) is not None

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Fold or unfold a group whose heading was clicked."""
        super().mouseReleaseEvent(event)
        self._headings.release(event.position().toPoint())

    def leaveEvent(self, event: QEvent) -> None:
        """Clear the hovered row."""
        super().leaveEvent(event)
        self._set_hovered(-1)
