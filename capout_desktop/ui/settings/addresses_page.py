"""Settings page with the address book, as in its own window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from capout_desktop.ui.addresses.book_page import AddressBookPage
from capout_desktop.ui.settings.page import SettingsPage

if TYPE_CHECKING:
    from capout_desktop.store.settings import Settings


class AddressesPage(SettingsPage):
    """Address book with names, and the default address.

    Attributes:
        book_changed: Emitted with the new book after each change.
    """

    book_changed = Signal(object)

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.add_explanation(self.tr("Who receives your estimates in Xactimate."))
        self.add_gap()
        self.book = AddressBookPage()
        self.book.book_changed.connect(self.book_changed)
        self.add_filling(self.book)

    def show_settings(self, settings: Settings) -> None:
        """Show the current settings, without emitting a signal."""
        if settings.address_book != self.book.book:
            self.book.show_book(settings.address_book)
