"""Actions of the View menu for the list: filter, grouping, columns and density."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from capout_desktop.domain.document_filter import DocumentFilter
from capout_desktop.ui.documents.column_menu import ColumnMenu
from capout_desktop.ui.documents.filter_chips import filter_names
from capout_desktop.ui.documents.grouping import GroupBy
from capout_desktop.ui.documents.list_bar import ListBar
from capout_desktop.ui.documents.table import DocumentTable


class Density(StrEnum):
    """Density of the rows."""

    COMFORTABLE = "comfortable"
    COMPACT = "compact"


class ViewActions(QObject):
    """Menus with exclusive choices, and actions that fold all groups.

    Attributes:
        changed: Emitted when a choice changed, by the person or by a setter.
    """

    changed = Signal()

    def __init__(self, table: DocumentTable, bar: ListBar, window: QWidget) -> None:
        super().__init__(table)
        self._table = table
        self._bar = bar
        self.show_menu = choice_menu(self.tr("&Show"), window, filter_names().items())
        self.group_menu = choice_menu(self.tr("&Group by"), window, _group_names())
        self.columns = ColumnMenu(table, window)
        self.density_menu = choice_menu(self.tr("&Density"), window, density_names())
        for number, action in enumerate(self.show_menu.actions(), 1):
            action.setShortcut(QKeySequence(f"Ctrl+{number}"))
        window.addActions(self.show_menu.actions())
        for menu, choose in (
            (self.show_menu, lambda name: bar.chips.show_chosen(DocumentFilter(name))),
            (self.density_menu, lambda name: self.set_density(Density(name))),
        ):
            menu.triggered.connect(lambda action, choose=choose: choose(action.data()))
        by = QActionGroup(self)
        for action in self.group_menu.actions():
            by.addAction(action)  # only these choose; the actions below them fold
        by.triggered.connect(lambda action: self.group(GroupBy(action.data())))
        bar.chips.chosen.connect(self._filter_chosen)
        self.columns.changed.connect(self.changed)
        self.group_menu.addSeparator()
        self.fold_all = self._folding(self.tr("&Collapse all"), folded=True)
        self.unfold_all = self._folding(self.tr("&Expand all"), folded=False)
        table.documents.rearranged.connect(self._offer_folding)
        self._offer_folding()
        check(self.show_menu, DocumentFilter.ALL)
        check(self.group_menu, GroupBy.BATCH)
        check(self.density_menu, Density.COMFORTABLE)

    @property
    def menus(self) -> Sequence[QMenu]:
        """The menus, from top to bottom."""
        return (self.show_menu, self.group_menu, self.columns.menu, self.density_menu)

    @property
    def density(self) -> Density:
        """The density in use."""
        return Density.COMPACT if self._table.is_compact else Density.COMFORTABLE

    def group(self, by: GroupBy) -> None:
        """Group the documents under headings, or remove the headings."""
        self._table.documents.group_rows(by)
        check(self.group_menu, by)
        self.changed.emit()

    def set_density(self, density: Density) -> None:
        """Set the density of the rows."""
        self._table.set_compact(density is Density.COMPACT)
        check(self.density_menu, density)
        self.changed.emit()

    def set_density_named(self, name: str) -> None:
        """Set the density by its value; an unknown value changes nothing."""
        if name in set(Density):
            self.set_density(Density(name))

    def _folding(self, text: str, *, folded: bool) -> QAction:
        action = QAction(text, self._table)
        action.triggered.connect(lambda _checked: self._table.documents.fold_all(folded))
        self.group_menu.addAction(action)
        return action

    def _offer_folding(self) -> None:
        for action in (self.fold_all, self.unfold_all):
            action.setEnabled(bool(self._table.documents.headings))

    def _filter_chosen(self, show: DocumentFilter) -> None:
        check(self.show_menu, show)
        self.changed.emit()


def choice_menu(title: str, window: QWidget, choices: Iterable[tuple[str, str]]) -> QMenu:
    """Return a menu of exclusive choices; its actions' data are the choices' values."""
    menu = QMenu(title, window)
    group = QActionGroup(menu)
    for value, name in choices:
        action = group.addAction(name)
        action.setCheckable(True)
        action.setData(str(value))
        menu.addAction(action)
    return menu


def check(menu: QMenu, value: str) -> None:
    """Check the action of a value."""
    for action in menu.actions():
        action.setChecked(action.data() == value)


def density_names() -> list[tuple[Density, str]]:
    """Return the names of the densities."""
    return [
        (Density.COMFORTABLE, _tr("Comfortable")),
        (Density.COMPACT, _tr("Compact")),
    ]


def theme_menu(window: QWidget, chosen: str, choose: Callable[[str], None]) -> QMenu:
    """Return the menu of the color themes; `choose` is called with the chosen value."""
    menu = choice_menu(_tr("&Theme"), window, theme_names())
    menu.triggered.connect(lambda action: choose(action.data()))
    check(menu, chosen)
    return menu


def theme_names() -> list[tuple[str, str]]:
    """Return the names of the themes."""
    return [("system", _tr("Match system")), ("light", _tr("Light")), ("dark", _tr("Dark"))]


def _group_names() -> list[tuple[GroupBy, str]]:
    return [
        (GroupBy.BATCH, _tr("Batch")),
        (GroupBy.NONE, _tr("Nothing")),
        (GroupBy.DAY, _tr("Day added")),
        (GroupBy.ADDRESS, _tr("XactNet address")),
        (GroupBy.CLAIM, _tr("Claim")),
        (GroupBy.ORGANIZATION, _tr("Organization")),
    ]


def _tr(text: str) -> str:
    return QCoreApplication.translate("view", text)
