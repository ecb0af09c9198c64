"""Buttons in the heading of a draft: to whom it goes, discard it, send it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QInputDialog, QMenu, QWidget

from capout_desktop.domain.address_book import AddressBook
from capout_desktop.domain.draft import Draft
from capout_desktop.domain.visible_text import visible_text
from capout_desktop.domain.xn_address import labeled, looks_like_xn_address
from capout_desktop.ui.addresses.question import AddressQuestion
from capout_desktop.ui.batch.batch_actions import BatchActions
from capout_desktop.ui.documents.batch_text import batch_name
from capout_desktop.ui.documents.row_buttons import RowButton
from capout_desktop.ui.text.formatting import number_text, today
from capout_desktop.ui.widgets.dialogs import open_dialog

ADDRESS_WIDTH = 24
"""Most letters of an address on its button."""
NARROW = 95
"""Width of the list, in letters, below which what is seldom needed is in the menu only."""


class DraftButtons(QObject):
    """Makes the buttons of a draft's heading, and does what they say.

    Attributes:
        book: The addresses that are offered.
    """

    def __init__(self, actions: BatchActions, window: QWidget) -> None:
        """Create it; what the person wants is emitted by `actions`."""
        super().__init__(window)
        self._actions = actions
        self._window = window
        self.book = AddressBook()

    def buttons(self, draft: Draft, room: QWidget) -> Iterator[RowButton]:
        """Return the buttons from left to right; `room` is where they are."""
        metrics = room.fontMetrics()
        is_narrow = room.width() < NARROW * metrics.averageCharWidth()
        to, spoken = self._address_words(draft, metrics)
        yield self._button(draft, "address", to, spoken, kind="row-menu", menu=self._fill_addresses)
        yield self._button(
            draft, "more", "⋯", self.tr("More"), kind="row-more",
            menu=partial(self._fill_more, is_narrow=is_narrow),
        )  # fmt: skip
        if not is_narrow:
            discard = self.tr("Discard")
            enabled = not draft.is_reading
            yield self._button(draft, "discard", discard, discard, self._discard, enabled=enabled)
        send = self._send_words(draft)
        may_send = draft.summary.will_go > 0 and not draft.is_reading
        yield self._button(
            draft, "send", send, send, self.send, kind="row-primary", enabled=may_send
        )

    def send(self, draft: Draft) -> None:
        """Send a draft, once each of its files has an address."""
        if draft.is_reading or not draft.summary.will_go:
            return
        if draft.summary.without_address:
            self.ask_address(draft)
        else:
            self._actions.send.emit(draft.batch.id)

    def ask_address(self, draft: Draft) -> None:
        """Ask who receives a draft."""
        question = AddressQuestion(self._window, draft.summary.will_go, is_sent=False)
        question.show_addresses(self.book.addresses, draft.review.address, self.book.labels)
        batch_id = draft.batch.id
        question.chosen.connect(lambda address: self._actions.readdress.emit(batch_id, address))
        open_dialog(question)

    def rename(self, draft: Draft) -> None:
        """Ask for another name of a draft."""
        batch_id, before = draft.batch.id, batch_name(draft.batch, today())

        def rename(name: str) -> None:
            if name != before:
                self._actions.rename.emit(batch_id, name)

        dialog = QInputDialog(self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(self.tr("Rename the draft"))
        dialog.setLabelText(self.tr("Name"))
        dialog.setOkButtonText(self.tr("Rename"))
        dialog.setCancelButtonText(self.tr("Cancel"))
        dialog.setTextValue(before)
        dialog.textValueSelected.connect(rename)
        open_dialog(dialog)

    def _discard(self, draft: Draft) -> None:
        self._actions.discard.emit(draft.batch.id)

    def _send_words(self, draft: Draft) -> str:
        will_go = draft.summary.will_go
        if draft.is_reading:
            return self.tr("Reading the folder…")
        if not will_go:
            return self.tr("Nothing to send")
        return self.tr("Send {number}").format(number=number_text(will_go))

    def _address_words(self, draft: Draft, metrics: QFontMetrics) -> tuple[str, str]:
        address = draft.review.address
        if not address:
            words = self.tr("Pick address…")
            return words, words.rstrip("…")
        shown = visible_text(self.book.labels.get(address) or address)
        spoken = self.tr("Send to {address}").format(address=visible_text(address))
        if not looks_like_xn_address(address):
            hint = self.tr("Usually looks like name@instance. Please check it.")
            spoken = f"{spoken}. {hint}"
        room = ADDRESS_WIDTH * metrics.averageCharWidth()
        elided = metrics.elidedText(shown, Qt.TextElideMode.ElideMiddle, room)
        return elided.replace("&", "&&"), spoken

    def _fill_addresses(self, draft: Draft, menu: QMenu) -> None:
        for address in self.book.addresses:
            words = visible_text(labeled(address, self.book.labels.get(address, "")))
            action = menu.addAction(words.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(address == draft.review.address)
            action.triggered.connect(partial(self._actions.readdress.emit, draft.batch.id, address))
        menu.addSeparator()
        menu.addAction(self.tr("Another address…")).triggered.connect(
            partial(self.ask_address, draft)
        )

    def _fill_more(self, draft: Draft, menu: QMenu, *, is_narrow: bool) -> None:
        menu.addAction(self.tr("Rename…")).triggered.connect(partial(self.rename, draft))
        if is_narrow:
            discard = menu.addAction(self.tr("Discard"))
            discard.setEnabled(not draft.is_reading)
            discard.triggered.connect(partial(self._discard, draft))

    def _button(
        self,
        draft: Draft,
        name: str,
        text: str,
        spoken: str,
        press: Callable[[Draft], object] | None = None,
        *,
        kind: str = "row",
        enabled: bool = True,
        menu: Callable[[Draft, QMenu], object] | None = None,
    ) -> RowButton:
        named = self.tr("{action}: {name}").format(
            action=spoken, name=batch_name(draft.batch, today())
        )
        return RowButton(
            (draft.batch.id, name),
            text,
            named,
            partial(press, draft) if press is not None else _nothing,
            kind,
            enabled,
            partial(menu, draft) if menu is not None else None,
        )


def _nothing() -> None:
    """Do nothing: the button opens a menu."""
