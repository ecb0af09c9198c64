"""Dialogs about addresses: the address book, and the question for another address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from capout_desktop.domain.address_book import AddressBook
from capout_desktop.ui.widgets.dialogs import open_dialog

if TYPE_CHECKING:
    from capout_desktop.ui.addresses.book_window import AddressBookWindow


class AddressDialogs(QObject):
    """Creates the dialogs on demand.

    Attributes:
        readdress: Emitted with documents and their new address.
        book_changed: Emitted with the address book that the person edited.
    """

    readdress = Signal(list, str)
    book_changed = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._book_window: AddressBookWindow | None = None
        self._book = AddressBook()

    def show_addresses(self, book: AddressBook) -> None:
        """Set the address book."""
        self._book = book
        if self._book_window is not None:
            self._book_window.show_book(book)

    def ask_address(self, ids: list[str], current: str) -> None:
        """Ask for a new address for these documents; `current` is the present one."""
        from capout_desktop.ui.addresses.question import AddressQuestion  # noqa: PLC0415

        question = AddressQuestion(self._window, len(ids))
        question.show_addresses(self._book.addresses, current, self._book.labels)
        question.chosen.connect(lambda address: self.readdress.emit(ids, address))
        open_dialog(question)

    def manage_addresses(self) -> None:
        """Open the address book."""
        if self._book_window is None:
            from capout_desktop.ui.addresses.book_window import AddressBookWindow  # noqa: PLC0415

            self._book_window = AddressBookWindow(self._window)
            self._book_window.page.book_changed.connect(self.book_changed)
            self._book_window.finished.connect(self._forget_book)
        self._book_window.show_book(self._book)
        open_dialog(self._book_window)

    def _forget_book(self) -> None:
        self._book_window = None
