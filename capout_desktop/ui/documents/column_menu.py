"""Menu of the optional columns, in the View menu and at the table's header."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from capout_desktop.ui.documents.columns import COLUMNS, column_named
from capout_desktop.ui.documents.table import DocumentTable


class ColumnMenu(QObject):
    """Lets the person choose which optional columns are shown.

    Attributes:
        menu: The menu, with one action for each optional column.
        changed: Emitted when the choice changed.
    """

    changed = Signal()

    def __init__(self, table: DocumentTable, window: QWidget) -> None:
        super().__init__(table)
        self._table = table
        self.menu = QMenu(self.tr("C&olumns"), window)
        for column in COLUMNS:
            if column.optional:
                action = self.menu.addAction(column.title().replace("&", "&&"))
                action.setCheckable(True)
                action.setData(column.name)
                action.toggled.connect(lambda _checked: self._choose())
        header = table.horizontalHeader()
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(
            lambda place: self.menu.popup(header.viewport().mapToGlobal(place))
        )

    @property
    def chosen(self) -> str:
        """The names of the chosen columns, separated by commas."""
        return ",".join(action.data() for action in self.menu.actions() if action.isChecked())

    def choose_named(self, names: str) -> None:
        """Show the columns with these names, separated by commas; unknown names are ignored."""
        named = set(names.split(","))
        for action in self.menu.actions():
            action.setChecked(action.data() in named)

    def _choose(self) -> None:
        columns = map(column_named, self.chosen.split(","))
        self._table.choose_columns([column for column in columns if column is not None])
        self.changed.emit()
