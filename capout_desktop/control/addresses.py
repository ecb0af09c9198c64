"""Control of the addresses: the current address, the address book, and changes for single rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from capout_desktop.domain.address_book import AddressBook
from capout_desktop.domain.xn_address import clean_xn_address
from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.organizations.organizations import Organizations
from capout_desktop.services.uploads.batches import Batches
from capout_desktop.services.uploads.queue import UploadQueue
from capout_desktop.store.settings import Settings

if TYPE_CHECKING:
    from capout_desktop.ui.shell.main_window import MainWindow


class AddressControl:
    """Connects all address fields of the window to the settings and the documents."""

    def __init__(
        self,
        store: DocumentStore,
        uploads: UploadQueue,
        settings: Settings,
        window: MainWindow,
        save_settings: Callable[[], None],
        organizations: Organizations,
        batches: Batches,
    ) -> None:
        """Connect everything; a chosen address belongs to the active organization."""
        self._organizations = organizations
        self._store = store
        self._uploads = uploads
        self._batches = batches
        self._settings = settings
        self._window = window
        self._save_settings = save_settings
        self._questions = window.address_dialogs()
        window.address_changed.connect(self.use)
        window.actions_on_rows.readdress.connect(self._ask)
        self._questions.readdress.connect(self._readdress)
        window.batches.readdress.connect(self._readdress_draft)
        window.batches.readdress_files.connect(self._readdress)
        self._questions.book_changed.connect(self.keep_book)
        window.settings.connect_page(
            "addresses", lambda page: page.book_changed.connect(self.keep_book)
        )
        self.settings_changed()

    def use(self, typed: str) -> None:
        """Use this address for the active organization's waiting and future documents."""
        address = clean_xn_address(typed)
        if not address:
            return
        self._settings.use_address(address)
        self._choose(address)
        self._changed()

    def keep_book(self, book: AddressBook) -> None:
        """Store the edited address book."""
        settings, active = self._settings, self._organizations.active
        if book.default != settings.default_address:
            settings.default_address_of = active.id_at_server if book.default else ""
        settings.keep_address_book(book)
        if active.xn_address not in book.addresses:
            self._take_from_book(book)
        self._changed()

    def settings_changed(self) -> None:
        """Update the address book in all address fields."""
        settings = self._settings
        book = settings.address_book
        self._window.show_addresses(book.addresses, settings.xn_address, book.labels)
        self._questions.show_addresses(book)
        self._window.drafts.show_book(book)

    def _choose(self, address: str) -> None:
        active = self._organizations.active
        self._organizations.use_address(address)
        self._uploads.address_chosen(address, active.id, active.organization_id)

    def _take_from_book(self, book: AddressBook) -> None:
        """Replace the active organization's address if it has none or the book no longer has it.

        With several organizations it is unknown which one an address of the book belongs to.
        """
        active, address = self._organizations.active, ""
        if book.default and self._settings.default_address_of == active.id_at_server:
            address = book.default
        elif all(organization.id == active.id for organization in self._organizations.listed):
            address = next(iter(book.addresses), "")
        if address and not active.xn_address:
            self._choose(address)
        else:
            self._organizations.use_address(address)

    def _changed(self) -> None:
        self.settings_changed()
        self._save_settings()

    def _ask(self, local_ids: list[str]) -> None:
        rows = [self._store[local_id] for local_id in local_ids]
        now = {row.xn_address or row.unconfirmed_address for row in rows}
        self._questions.ask_address(local_ids, now.pop() if len(now) == 1 else "")

    def _readdress(self, local_ids: Sequence[str], address: str) -> None:
        self._batches.readdress_documents(local_ids, address)
        self._keep(local_ids, address)

    def _readdress_draft(self, batch_id: str, address: str) -> None:
        self._batches.readdress(batch_id, address)
        self._keep([document.id for document in self._store.documents_of(batch_id)], address)

    def _keep(self, local_ids: Sequence[str], address: str) -> None:
        """Remember an address that was given to these documents."""
        if not self._settings.xn_address and self._are_of_active(local_ids):
            self.use(address)  # the first known address
            return
        self._settings.remember_address(address)
        self._changed()

    def _are_of_active(self, local_ids: Sequence[str]) -> bool:
        active = self._organizations.active
        rows = [self._store[local_id] for local_id in local_ids]
        return all(row.credential_id in {"", active.id} for row in rows)
