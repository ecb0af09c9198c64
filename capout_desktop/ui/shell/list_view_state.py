"""View state of the list: filter, grouping, order, density, columns and their widths."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from capout_desktop.domain.document_filter import DocumentFilter
from capout_desktop.ui.documents.columns import COLUMNS, column_named
from capout_desktop.ui.documents.grouping import GroupBy
from capout_desktop.ui.documents.view_actions import Density
from capout_desktop.ui.shell.documents_page import DocumentsPage

if TYPE_CHECKING:
    from capout_desktop.ui.shell.view_state import WindowViewState


class ListViewState(QObject):
    """Restores the view state of the list, and records changes."""

    def __init__(self, documents: DocumentsPage, look: WindowViewState) -> None:
        super().__init__(documents)
        self._documents = documents
        self._look = look
        self._put_on()
        documents.view.changed.connect(self._note)
        documents.table.width_given.connect(self._note)
        documents.details.changed.connect(self._note)
        documents.table.horizontalHeader().sortIndicatorChanged.connect(self._note)

    def _put_on(self) -> None:
        look, documents = self._look.now, self._documents
        if look.density == Density.COMPACT:
            documents.view.set_density(Density.COMPACT)
        if look.group_by in set(GroupBy) - {GroupBy.BATCH}:
            documents.view.group(GroupBy(look.group_by))
        if look.show in set(DocumentFilter):
            documents.bar.chips.show_chosen(DocumentFilter(look.show))
        widths = ((column_named(name), width) for name, width in look.widths.items())
        documents.table.give_widths({c: width for c, width in widths if c is not None})
        columns = look.columns, look.hidden_columns, look.column_order
        documents.view.columns.restore(*columns)
        documents.details.restore(look.details_open, look.details_width)
        column = column_named(look.sort_column)
        if column is not None:
            descending = look.sort_descending
            order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
            documents.table.horizontalHeader().setSortIndicator(column.index, order)

    def _note(self, *_: object) -> None:
        documents, table = self._documents, self._documents.table
        header = table.horizontalHeader()
        section = header.sortIndicatorSection()
        self._look.remember(
            density=str(documents.view.density),
            details_open=documents.details.is_open,
            details_width=documents.details.width,
            group_by=str(documents.model.group_by),
            columns=documents.view.columns.chosen,
            hidden_columns=documents.view.columns.hidden,
            column_order=documents.view.columns.order,
            show=str(documents.model.shown),
            widths={column.name: w for column, w in table.given_widths.items()},
            sort_column=COLUMNS[section].name if 0 <= section < len(COLUMNS) else "",
            sort_descending=header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder,
        )
