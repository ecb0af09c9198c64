"""Bar above the list with what was added and not sent yet: one draft, with its buttons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QInputDialog, QPushButton, QVBoxLayout, QWidget

from capout_desktop.domain.batch import BatchOrigin
from capout_desktop.domain.credit_guard import Fit
from capout_desktop.ui.addresses.field import AddressField
from capout_desktop.ui.batch.draft_text import count_parts, name_parts
from capout_desktop.ui.credits.text import shortage_words
from capout_desktop.ui.documents.batch_text import batch_name
from capout_desktop.ui.style.theme import LARGE, SMALL, TIGHT
from capout_desktop.ui.text.formatting import number_text, today
from capout_desktop.ui.text.tool_tip import tool_tip
from capout_desktop.ui.widgets.elided_label import ElidedLabel
from capout_desktop.ui.widgets.flow_layout import FlowLayout
from capout_desktop.ui.widgets.text_label import TextLabel

if TYPE_CHECKING:
    from capout_desktop.domain.address_book import AddressBook
    from capout_desktop.domain.draft import Draft
    from capout_desktop.ui.batch.batch_actions import BatchActions

FRAME_MS = 40


class DraftBar(QFrame):
    """Shows one of the drafts, the newest one first; hidden while there is none."""

    def __init__(self, actions: BatchActions, parent: QWidget) -> None:
        """Create it, hidden; what the person does is emitted by `actions`."""
        super().__init__(parent)
        self.setObjectName("draftBar")
        self.setAccessibleName(self.tr("Drafts"))
        self._actions = actions
        self._read: Callable[[], Sequence[Draft]] = tuple
        self._drafts: Sequence[Draft] = ()
        self._shown_id = ""
        self._laid_out_id = ""
        self._shown_address = ""
        self._addresses: Sequence[str] = ()
        self._labels: dict[str, str] = {}
        self._reading = self._asking = False
        self._frame = QTimer(self, singleShot=True, interval=FRAME_MS)
        self._frame.timeout.connect(self._show)
        self._name = ElidedLabel(self)
        self._name.setProperty("type", "strong")
        self._counts = ElidedLabel(self)
        self._hint = TextLabel(self)
        self._hint.setProperty("role", "warning")
        self._hint.setWordWrap(True)
        self._hint.hide()
        # In the order of the Tab key.
        self.send_button = self._button("")
        self.send_button.setProperty("kind", "primary")
        self._to = TextLabel(self.tr("to"), self)
        self._to.setProperty("role", "muted")
        self.address = AddressField(self)
        self.review_button = self._button(
            self.tr("Review…"), self.tr("Choose which files are sent, and to whom")
        )
        self.discard_button = self._button(
            self.tr("Discard"),
            self.tr("Takes the draft off the list. The files themselves are not touched."),
        )
        self.rename_button = self._button(self.tr("Rename…"))
        self._place = TextLabel(self)
        self._place.setProperty("role", "muted")
        self.newer_button = self._button(self.tr("Newer"), self.tr("Show the newer draft"))
        self.older_button = self._button(self.tr("Older"), self.tr("Show the older draft"))
        self._lay_out()
        self._connect()
        self.hide()

    # Display

    def read_from(self, drafts: Callable[[], Sequence[Draft]]) -> None:
        """Show what `drafts` returns, newest first, after each `refresh`."""
        self._read = drafts
        self.refresh()

    def refresh(self) -> None:
        """Show the present drafts within a frame."""
        if not self._frame.isActive():
            self._frame.start()

    def show_book(self, book: AddressBook) -> None:
        """Set the addresses that are offered."""
        self._addresses, self._labels = book.addresses, dict(book.labels)
        self.refresh()

    def show_reading(self, reading: bool) -> None:
        """Show whether files are still being searched for in folders."""
        self._reading = reading
        self.refresh()

    def give_way(self, asking: bool) -> None:
        """Hide it while the window asks for a key."""
        self._asking = asking
        self._show()

    @property
    def draft(self) -> Draft | None:
        """The draft that is shown."""
        return self._drafts[self._at] if self._drafts else None

    @property
    def _at(self) -> int:
        ids = [draft.batch.id for draft in self._drafts]
        return ids.index(self._shown_id) if self._shown_id in ids else 0

    def _show(self) -> None:
        known = {draft.batch.id for draft in self._drafts}
        self._drafts = self._read()
        newest = self._drafts[0].batch if self._drafts else None
        # Only what the person just added: the button under the mouse must not change by itself.
        if newest is not None and newest.id not in known and newest.origin is BatchOrigin.DROP:
            self._shown_id = newest.id
        draft = self.draft
        self.setVisible(draft is not None and not self._asking)
        if draft is None:
            return
        if draft.batch.id != self._laid_out_id:
            self._shown_id = self._laid_out_id = draft.batch.id
            self.address.setEditText(self._shown_address)  # what was typed was for the other one
            self._hint.hide()
        self._shown_address = draft.address
        self._name.show_parts(name_parts(draft.batch, today()))
        short = shortage_words(draft.cost)
        self._counts.show_parts(count_parts(draft), short)
        self._counts.setProperty("role", "warning" if draft.cost.fit is Fit.SHORT else "")
        self._counts.style().polish(self._counts)
        self.address.show_addresses(self._addresses, draft.address, self._labels)
        line = self.address.lineEdit()
        if line is not None and not line.hasFocus():
            line.setCursorPosition(0)  # the beginning of a long address says more than its end
        if not draft.summary.without_address and not self.address.unconfirmed:
            self._hint.hide()
        self._show_place()
        self._show_send_button(draft)

    def _show_place(self) -> None:
        several = len(self._drafts) > 1
        words = self.tr("Draft {number} of {all}").format(
            number=number_text(self._at + 1), all=number_text(len(self._drafts))
        )
        self._place.setText(words)
        for part in (self._place, self.newer_button, self.older_button):
            part.setVisible(several)
        self.newer_button.setEnabled(self._at > 0)
        self.older_button.setEnabled(self._at + 1 < len(self._drafts))

    def _show_send_button(self, draft: Draft) -> None:
        will_go = draft.summary.will_go
        words = self.tr("Send {number}").format(number=number_text(will_go))
        if self._reading:
            words = self.tr("Reading the folder…")
        elif not will_go:
            words = self.tr("Nothing to send")
        self.send_button.setText(words)
        self.send_button.setEnabled(will_go > 0 and not self._reading)
        self.discard_button.setEnabled(not self._reading)

    # User actions

    def _send(self) -> None:
        self.address.settle_if_whole()
        draft = self.draft
        if draft is None:
            return
        if self.address.unconfirmed:
            self._hint.setText(self.tr("Press Enter in the address if it is right, then send."))
            self._hint.show()
            self.address.setFocus(Qt.FocusReason.OtherFocusReason)
        elif draft.summary.without_address and not self.address.typed:
            self._hint.setText(self.tr("Choose an address to send them to."))
            self._hint.show()
            self.address.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._actions.send.emit(draft.batch.id)

    def _go(self, steps: int) -> None:
        at = self._at + steps
        if 0 <= at < len(self._drafts):
            self._shown_id = self._drafts[at].batch.id
            self._show()

    def _rename(self) -> None:
        draft = self.draft
        if draft is None:
            return
        batch_id, before = draft.batch.id, batch_name(draft.batch, today())

        def rename(name: str) -> None:
            if name != before:
                self._actions.rename.emit(batch_id, name)

        dialog = QInputDialog(self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(self.tr("Rename the draft"))
        dialog.setLabelText(self.tr("Name"))
        dialog.setOkButtonText(self.tr("Rename"))
        dialog.setCancelButtonText(self.tr("Cancel"))
        dialog.setTextValue(before)
        dialog.textValueSelected.connect(rename)
        dialog.open()

    def _say(self, signal: Callable[[str], object]) -> None:
        draft = self.draft
        if draft is not None:
            signal(draft.batch.id)

    def _readdress(self, address: str) -> None:
        self._say(lambda batch_id: self._actions.readdress.emit(batch_id, address))

    # Construction

    def _button(self, words: str, explanation: str = "") -> QPushButton:
        button = QPushButton(words, self)
        if explanation:
            button.setToolTip(tool_tip(explanation))
            button.setAccessibleDescription(explanation)
        return button

    def _connect(self) -> None:
        actions = self._actions
        self.newer_button.clicked.connect(lambda: self._go(-1))
        self.older_button.clicked.connect(lambda: self._go(1))
        self.address.settled.connect(self._readdress)
        self.rename_button.clicked.connect(self._rename)
        self.review_button.clicked.connect(lambda: self._say(actions.review.emit))
        self.discard_button.clicked.connect(lambda: self._say(actions.discard.emit))
        self.send_button.clicked.connect(self._send)

    def _lay_out(self) -> None:
        self.address.setMinimumContentsLength(20)
        for label in (self._to, self._place):
            label.setMinimumHeight(self.address.sizeHint().height())
        buttons = FlowLayout(gap=SMALL)
        for part in (
            self.send_button,
            self._to,
            self.address,
            self.review_button,
            self.discard_button,
            self.rename_button,
            self._place,
            self.newer_button,
            self.older_button,
        ):
            buttons.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(LARGE, SMALL, LARGE, SMALL)
        column.setSpacing(TIGHT)
        for line in (self._name, self._counts, self._hint):
            column.addWidget(line)
        column.addLayout(buttons)
