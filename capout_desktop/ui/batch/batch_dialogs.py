"""Dialogs about files that are being added: the batch sheet, and the question for an address."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QDialog, QWidget

from capout_desktop.domain.address_book import AddressBook
from capout_desktop.ui.style.theme import Theme
from capout_desktop.ui.widgets.dialogs import open_dialog

if TYPE_CHECKING:
    from datetime import datetime

    from capout_desktop.domain.credit_guard import Estimate
    from capout_desktop.domain.document import Document
    from capout_desktop.ui.addresses.book_window import AddressBookWindow
    from capout_desktop.ui.batch.sheet import BatchSheet


ROWS_FIRST_MS = 40
"""Delay before the sheet is built, so that dropped files appear in the list first."""
AT_REST_MS = 1000
"""Time after the start at which the sheet's modules are imported, so that nobody waits for it."""


class BatchDialogs(QObject):
    """Creates the dialogs on demand, and keeps at most one batch sheet open.

    Attributes:
        send: Emitted with the documents to send for the first time, those to send again, and those
            to leave out.
        chosen: Emitted with documents that the person checked or unchecked.
        remove: Emitted with the documents to remove from the list.
        readdress: Emitted with the documents and their new address.
        ask_changed: Emitted when the person chose whether to be asked about the next batch.
        given: Emitted when more files were dropped or pasted onto the sheet.
        counted: Emitted after each change with the number of documents that would be sent.
        put_off: Emitted when the sheet was closed without an answer.
        book_changed: Emitted with the address book that the person edited.
    """

    send = Signal(list, list, list)
    chosen = Signal(list, bool)
    remove = Signal(list)
    readdress = Signal(list, str)
    ask_changed = Signal(bool)
    given = Signal(list)
    counted = Signal(int)
    put_off = Signal()
    book_changed = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._sheet: BatchSheet | None = None
        self._asked: dict[str, Document] = {}
        self._reading = False
        self._opening = QTimer(self, singleShot=True, interval=ROWS_FIRST_MS)
        self._opening.timeout.connect(self._open)
        QTimer.singleShot(AT_REST_MS, self, _bring_in_sheet)
        self._book_window: AddressBookWindow | None = None
        self._book = AddressBook()
        self._current = ""

    @property
    def is_open(self) -> bool:
        """Whether the batch sheet is open or about to open."""
        return self._sheet is not None or self._opening.isActive()

    def show_addresses(self, book: AddressBook, current: str) -> None:
        """Set the address book; `current` receives the documents that are added."""
        self._book, self._current = book, current
        if self._sheet is not None:
            self._sheet.show_addresses(book.addresses, self._sheet.address.typed, book.labels)
        if self._book_window is not None:
            self._book_window.show_book(book)

    def ask_about(self, documents: Iterable[Document]) -> None:
        """Open the sheet for these documents, or add them to the open sheet."""
        if self._sheet is not None:
            self._sheet.apply(documents)
            return
        self._asked.update((document.id, document) for document in documents)
        if not self._opening.isActive():
            self._opening.start()

    def apply(self, documents: Iterable[Document]) -> None:
        """Update the documents that are in the sheet; ignore all others."""
        if self._sheet is not None:
            self._sheet.update_known(documents)
        elif self._asked:
            self._asked.update((d.id, d) for d in documents if d.id in self._asked)

    def show_reading(self, reading: bool) -> None:
        """Show whether files are still being searched for in folders."""
        self._reading = reading
        if self._sheet is not None:
            self._sheet.show_reading(reading)

    def show_credits(self, estimate: Estimate, as_of: datetime | None) -> None:
        """Show the estimated cost of the batch, and the balance with its age."""
        if self._sheet is not None:
            self._sheet.show_credits(estimate, as_of)

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

    def _open(self) -> None:
        self._sheet = sheet = _bring_in_sheet()(self._window, Theme.current())
        shared = {document.xn_address for document in self._asked.values()} - {""}
        # A draft keeps its address, whatever the window says now.
        address = shared.pop() if len(shared) == 1 else self._current
        sheet.show_addresses(self._book.addresses, address, self._book.labels)
        sheet.send.connect(self.send)
        sheet.remove.connect(self.remove)
        sheet.readdress.connect(self.readdress)
        sheet.ask_changed.connect(self.ask_changed)
        sheet.given.connect(self.given)
        sheet.counted.connect(self.counted)
        sheet.model.chosen.connect(self.chosen)
        sheet.finished.connect(self._forget)
        asked, self._asked = self._asked, {}
        sheet.apply(asked.values())
        sheet.model.flush()
        sheet.show_reading(self._reading)
        open_dialog(sheet)

    def _forget(self, result: int) -> None:
        self._sheet = None
        if result == QDialog.DialogCode.Rejected:
            self.put_off.emit()

    def _forget_book(self) -> None:
        self._book_window = None


def _bring_in_sheet() -> type[BatchSheet]:
    from capout_desktop.ui.batch.sheet import BatchSheet  # noqa: PLC0415 - after the first paint

    return BatchSheet
