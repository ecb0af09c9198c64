"""Page of the address book: a list of named addresses with buttons to edit it."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from capout_desktop.domain.address_book import AddressBook
from capout_desktop.domain.visible_text import visible_text
from capout_desktop.domain.xn_address import labeled, looks_like_xn_address
from capout_desktop.ui.addresses.entry import AddressEntry
from capout_desktop.ui.style.theme import MEDIUM, SMALL, Theme
from capout_desktop.ui.widgets.dialogs import open_dialog
from capout_desktop.ui.widgets.row_delegate import RowDelegate
from capout_desktop.ui.widgets.text_label import TextLabel

Index = QModelIndex | QPersistentModelIndex
ItemRole = Qt.ItemDataRole


class BookColumn(IntEnum):
    """The columns of the list."""

    NAME = 0
    ADDRESS = 1
    DEFAULT = 2


class AddressBookModel(QAbstractTableModel):
    """Table model of the address book."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.book = AddressBook()

    def show_book(self, book: AddressBook) -> None:
        """Replace the entries with those of a book."""
        self.beginResetModel()
        self.book = book
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Implement Qt's method."""
        return 0 if parent.isValid() else len(self.book.addresses)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Implement Qt's method."""
        return 0 if parent.isValid() else len(BookColumn)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = ItemRole.DisplayRole
    ) -> object:
        """Implement Qt's method."""
        if orientation is not Qt.Orientation.Horizontal or role != ItemRole.DisplayRole:
            return None
        return (self.tr("Name"), self.tr("XactNet address"), "")[section]

    def data(self, index: Index, role: int = ItemRole.DisplayRole) -> object:
        """Implement Qt's method."""
        address = self.book.addresses[index.row()]
        is_odd = not looks_like_xn_address(address)
        if role == ItemRole.DisplayRole:
            return self._words(address, BookColumn(index.column()))
        if role == ItemRole.ForegroundRole:
            if index.column() == BookColumn.ADDRESS and is_odd:
                return Theme.current().color("warning")
            named = index.column() == BookColumn.NAME and address in self.book.labels
            return Theme.current().color(
                "text" if named or index.column() == BookColumn.ADDRESS else "muted"
            )
        if role == ItemRole.ToolTipRole and is_odd and index.column() == BookColumn.ADDRESS:
            return self.tr("Usually looks like name@instance. Please check it.")
        if role == ItemRole.AccessibleTextRole and index.column() == BookColumn.NAME:
            spoken = visible_text(labeled(address, self.book.labels.get(address, "")))
            default = self._words(address, BookColumn.DEFAULT)
            return f"{spoken}, {default}" if default else spoken
        return None

    def _words(self, address: str, column: BookColumn) -> str:
        match column:
            case BookColumn.NAME:
                return visible_text(self.book.labels.get(address, "")) or self.tr("No name")
            case BookColumn.ADDRESS:
                return visible_text(address)
            case _:
                return self.tr("Default") if address == self.book.default else ""


class AddressBookList(QTreeView):
    """List of the address book.

    Attributes:
        edit_wanted: Emitted when the person wants to edit the current entry.
        remove_wanted: Emitted when the person wants to remove the current entry.
    """

    edit_wanted = Signal()
    remove_wanted = Signal()

    def __init__(self, model: AddressBookModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("parts")  # the look of lists in dialogs
        self.setModel(model)
        self.selectionModel().currentRowChanged.connect(lambda *_: self.viewport().update())
        self.setItemDelegate(RowDelegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        self.setAccessibleName(self.tr("XactNet addresses"))
        self.setAccessibleDescription(self.tr("F2 changes an entry, Delete removes it"))
        self.header().setSectionsMovable(False)
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        model.modelReset.connect(self._share_out)
        self.doubleClicked.connect(lambda _index: self.edit_wanted.emit())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Distribute the available width among the columns."""
        super().resizeEvent(event)
        self._share_out()

    def _share_out(self) -> None:
        last = self.sizeHintForColumn(BookColumn.DEFAULT) + SMALL
        width = self.viewport().width()
        left = width - max(last, round(width * 0.18))
        self.setColumnWidth(BookColumn.NAME, round(left * 0.44))
        self.setColumnWidth(BookColumn.ADDRESS, left - round(left * 0.44))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Edit or remove the current entry when the usual keys are pressed."""
        match event.key():
            case Qt.Key.Key_F2 | Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.edit_wanted.emit()
            case Qt.Key.Key_Delete | Qt.Key.Key_Backspace:
                self.remove_wanted.emit()
            case _:
                super().keyPressEvent(event)


class AddressBookPage(QWidget):
    """List of the address book with its buttons; each change is emitted immediately.

    Attributes:
        book_changed: Emitted with the new book after each change.
    """

    book_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = AddressBookModel(self)
        self.list = AddressBookList(self.model, self)
        self.add_button = QPushButton(self.tr("&Add…"), self)
        self.edit_button = QPushButton(self.tr("&Edit…"), self)
        self.remove_button = QPushButton(self.tr("&Remove"), self)
        self.default_button = QPushButton(self)
        self._words = TextLabel(self)
        self._words.setProperty("role", "muted")
        self._words.setWordWrap(True)
        for button in self._buttons:
            button.setAutoDefault(False)
        self._lay_out()
        self.list.edit_wanted.connect(self._edit)
        self.list.remove_wanted.connect(self._remove)
        self.list.selectionModel().currentChanged.connect(lambda _new, _old: self._enable())
        self.add_button.clicked.connect(lambda: self._ask(""))
        self.edit_button.clicked.connect(self._edit)
        self.remove_button.clicked.connect(self._remove)
        self.default_button.clicked.connect(self._toggle_default)
        self.show_book(AddressBook())

    @property
    def book(self) -> AddressBook:
        """The book with all changes made so far."""
        return self.model.book

    def show_book(self, book: AddressBook) -> None:
        """Show a book, and keep the current entry."""
        before, row = self._current(), self.list.currentIndex().row()
        self.model.show_book(book)
        if before in book.addresses:
            row = book.addresses.index(before)
        row = min(max(row, 0), len(book.addresses) - 1)
        self.list.setCurrentIndex(self.model.index(row, BookColumn.NAME))
        self._words.setText(self._explanation())
        self._enable()

    @property
    def _buttons(self) -> tuple[QPushButton, ...]:
        return (self.add_button, self.edit_button, self.remove_button, self.default_button)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(SMALL)
        for button in self._buttons[:3]:
            row.addWidget(button)
        row.addStretch()
        row.addWidget(self.default_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(MEDIUM)
        column.addWidget(self.list, 1)
        column.addLayout(row)
        column.addWidget(self._words)

    def _current(self) -> str:
        index = self.list.currentIndex()
        return self.book.addresses[index.row()] if index.isValid() else ""

    def _enable(self) -> None:
        current = self._current()
        for button in (self.edit_button, self.remove_button, self.default_button):
            button.setEnabled(bool(current))
        is_default = bool(current) and current == self.book.default
        self.default_button.setText(
            self.tr("&No default") if is_default else self.tr("&Make default")
        )

    def _explanation(self) -> str:
        book = self.book
        if not book.addresses:
            return self.tr("Addresses you send to are added automatically.")
        if not book.default:
            return self.tr("The program starts with the address you used last.")
        return self.tr("The program starts with {address}.").format(
            address=book.labels.get(book.default) or book.default
        )

    def _change(self, book: AddressBook) -> None:
        self.show_book(book)
        self.book_changed.emit(book)

    def _edit(self) -> None:
        if self._current():
            self._ask(self._current())

    def _ask(self, address: str) -> None:
        entry = AddressEntry(self, address, self.book.labels.get(address, ""))
        entry.given.connect(lambda new, label: self._put(new, label, address))
        open_dialog(entry)

    def _put(self, address: str, label: str, instead_of: str) -> None:
        book = self.book.with_entry(address, label, instead_of)
        self._change(book)
        if address in book.addresses:
            row = book.addresses.index(address)
            self.list.setCurrentIndex(self.model.index(row, BookColumn.NAME))

    def _remove(self) -> None:
        if self._current():
            self._change(self.book.without(self._current()))

    def _toggle_default(self) -> None:
        current = self._current()
        self._change(self.book.with_default("" if current == self.book.default else current))
