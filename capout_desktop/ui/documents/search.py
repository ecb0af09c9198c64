"""Search and sort order of the list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QObject, Qt, QTimer
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from capout_desktop.domain.document_filter import DocumentFilter
from capout_desktop.ui.documents.columns import COLUMNS
from capout_desktop.ui.documents.list_bar import ListBar
from capout_desktop.ui.documents.model import DocumentModel
from capout_desktop.ui.documents.table import DocumentTable
from capout_desktop.ui.text.formatting import count_text, number_text
from capout_desktop.ui.widgets.accessibility import announce

SPEAK_MS = 400
"""Pause in typing after which the result of a search is announced to screen readers."""
MOST_REMEMBERED = 2000
"""Maximum number of selected documents that are selected again after a search."""


class SearchBar(QObject):
    """Connects the search field and the View menu with the list."""

    def __init__(self, table: DocumentTable, bar: ListBar, window: QWidget) -> None:
        super().__init__(table)
        self._table = table
        self._model: DocumentModel = table.documents
        self._bar = bar
        self._before: _Place | None = None
        self._speak = QTimer(self)
        self._speak.setSingleShot(True)
        self._speak.setInterval(SPEAK_MS)
        self._speak.timeout.connect(lambda: announce(bar.search, self._spoken()))
        bar.search.textChanged.connect(self._search)
        bar.search.entered.connect(self._model.prepare_search)
        bar.search.left.connect(self._go_to_list)
        self._model.rows_changed.connect(self._say)
        bar.chips.chosen.connect(self._narrow)
        self.find_action = QAction(self.tr("&Find…"), window)
        self.find_action.setShortcut(QKeySequence(QKeySequence.StandardKey.Find))
        self.find_action.triggered.connect(lambda _checked: self._go_to_search())
        self._orders = QMenu(self.tr("S&ort by"), window)
        for number, column in enumerate(COLUMNS):
            self._offer_order(column.title(), number)
        self._orders.addSeparator()
        self._offer_order(self.tr("Order of arrival"), -1)

    @property
    def groups(self) -> Sequence[Sequence[QAction]]:
        """The actions for a menu."""
        return ((self.find_action, self._orders.menuAction()),)

    def clear(self) -> None:
        """Clear the search."""
        self._bar.search.clear()
        self._go_to_list()

    def show_all(self) -> None:
        """Clear the filter."""
        self._bar.chips.show_chosen(DocumentFilter.ALL)
        self._go_to_list()

    def show_arrivals(self) -> None:
        """Clear a filter that would hide the documents just added."""
        if self._model.shown in {DocumentFilter.ATTENTION, DocumentFilter.COMPLETE}:
            self._bar.chips.show_chosen(DocumentFilter.ALL)

    def _narrow(self, show: DocumentFilter) -> None:
        self._model.show(show)
        self._speak.start()

    def _say(self) -> None:
        self._bar.show_found(self._found())
        self._bar.show_counts(self._model.kinds())

    def _search(self, text: str) -> None:
        begins = bool(text.strip()) and self._before is None
        if begins:
            self._before = _Place(self._table)
        self._model.search(text)
        if not text.strip() and self._before is not None:
            self._before.come_back()
            self._before = None
        self._speak.start()

    def _found(self) -> str:
        if not self._bar.search.text().strip():
            return ""
        if self._model.is_searching:
            return self.tr("Searching…")
        return self.tr("{shown} of {total} shown").format(
            shown=number_text(self._model.listed), total=number_text(self._model.total)
        )

    def _spoken(self) -> str:
        return self._found() or count_text(
            self._model.listed, "{number} document listed", "{number} documents listed"
        )

    def _go_to_search(self) -> None:
        if self._bar.search.isVisible():
            self._bar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._bar.search.selectAll()

    def _go_to_list(self) -> None:
        if self._table.isVisible():
            self._table.setFocus(Qt.FocusReason.TabFocusReason)

    def _offer_order(self, name: str, column: int) -> None:
        action = self._orders.addAction(name)
        action.triggered.connect(lambda _checked: self._sort_by(column))

    def _sort_by(self, column: int) -> None:
        """Sort by a column like a click on the header; a second call reverses the order."""
        header = self._table.horizontalHeader()
        order = Qt.SortOrder.AscendingOrder
        if column >= 0 and header.sortIndicatorSection() == column:
            ascending = header.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder
            order = Qt.SortOrder.DescendingOrder if ascending else Qt.SortOrder.AscendingOrder
        header.setSortIndicator(column, order)


class _Place:
    """Selection, current row and scroll position of the list before a search."""

    def __init__(self, table: DocumentTable) -> None:
        self._table = table
        self._scrolled = table.verticalScrollBar().value()
        self._ids = [d.id for d, _ in zip(table.selected_documents(), range(MOST_REMEMBERED + 1))]  # noqa: B905
        self._current = table.current_document_id()

    def come_back(self) -> None:
        """Restore them, unless the person selected other documents meanwhile."""
        table, selection = self._table, self._table.selectionModel()
        chosen = {d.id for d, _ in zip(table.selected_documents(), range(MOST_REMEMBERED + 1))}  # noqa: B905
        table.executeDelayedItemsLayout()
        if chosen - set(self._ids):
            table.scrollTo(table.currentIndex())
            return
        flags = QItemSelectionModel.SelectionFlag
        for id_ in self._ids if len(self._ids) <= MOST_REMEMBERED else ():
            row = table.documents.row_of(id_)
            if row is not None and id_ not in chosen:
                selection.select(table.documents.index(row, 0), flags.Select | flags.Rows)
        row = table.documents.row_of(self._current) if self._current else None
        if row is not None:
            selection.setCurrentIndex(table.documents.index(row, 0), flags.NoUpdate)
        table.verticalScrollBar().setValue(self._scrolled)
