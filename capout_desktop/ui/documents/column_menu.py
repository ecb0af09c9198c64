"""Menus of the columns: which are shown, their order and their widths."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from capout_desktop.ui.documents.columns import COLUMNS, FILE, Column, column_named
from capout_desktop.ui.documents.table import DocumentTable


class ColumnMenu(QObject):
    """Lets the person show, hide, move and fit columns. The file always stands first.

    Attributes:
        menu: The menu of all columns, which is part of the View menu.
        changed: Emitted when the choice or the order changed.
    """

    changed = Signal()

    def __init__(self, table: DocumentTable, window: QWidget) -> None:
        super().__init__(table)
        self._table = table
        self._window = window
        self.menu = QMenu(self.tr("C&olumns"), window)
        self._boxes: dict[Column, QAction] = {}
        for column in COLUMNS:
            if column is not FILE:
                box = self._boxes[column] = self.menu.addAction(_title(column))
                box.setCheckable(True)
                box.setChecked(not column.optional)
                box.toggled.connect(self._choose)
        self.menu.addSeparator()
        self._reset = self.menu.addAction(self.tr("&Reset columns"), self.reset)
        header = table.horizontalHeader()
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._open)
        table.columns_moved.connect(self.changed)

    @property
    def chosen(self) -> str:
        """The names of the optional columns that are shown, separated by commas."""
        shown = (c.name for c, box in self._boxes.items() if c.optional and box.isChecked())
        return ",".join(shown)

    @property
    def hidden(self) -> str:
        """The names of the other columns that are hidden, separated by commas."""
        hidden = (c.name for c, box in self._boxes.items() if not (c.optional or box.isChecked()))
        return ",".join(hidden)

    @property
    def order(self) -> str:
        """The names of all columns from left to right; empty for the usual order."""
        order = self._table.column_order
        return "" if order == COLUMNS else ",".join(column.name for column in order)

    def restore(self, chosen: str, hidden: str, order: str) -> None:
        """Show the columns as they were stored; unknown names are ignored."""
        shown, gone = set(chosen.split(",")), set(hidden.split(","))
        for column, box in self._boxes.items():
            box.setChecked(column.name in shown if column.optional else column.name not in gone)
        named = map(column_named, order.split(","))
        self._table.order_columns([column for column in named if column is not None])

    def reset(self) -> None:
        """Show the usual columns in their usual order and widths."""
        self.restore("", "", "")
        self._table.give_widths({})
        self.changed.emit()

    def _choose(self) -> None:
        self._table.show_columns([column for column, box in self._boxes.items() if box.isChecked()])
        self.changed.emit()

    def _open(self, place: QPoint) -> None:
        """Open the menu of the column under the mouse."""
        header = self._table.horizontalHeader()
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setObjectName("columnMenu")
        number = header.logicalIndexAt(place)
        if 0 <= number < len(COLUMNS):
            self._fill(menu, COLUMNS[number])
        menu.addActions(self.menu.actions())
        menu.popup(header.viewport().mapToGlobal(place))

    def _fill(self, menu: QMenu, column: Column) -> None:
        table = self._table
        fit = partial(table.resizeColumnToContents, column.index)
        menu.addAction(self.tr("&Fit to contents"), fit)
        if column is not FILE:
            name = _title(column)
            for words, step in ((self.tr("Move &left"), -1), (self.tr("Move &right"), 1)):
                action = menu.addAction(words, partial(table.move_column, column, step))
                action.setEnabled(table.can_move_column(column, step))
            menu.addAction(
                self.tr("&Hide {name}").format(name=name),
                partial(self._boxes[column].setChecked, False),
            )
        menu.addSeparator()


def _title(column: Column) -> str:
    return column.title().replace("&", "&&")
