"""Where the XactNet address is typed or chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QListView, QStyledItemDelegate, QWidget

from capout_desktop.domain.xn_address import looks_like_xn_address
from capout_desktop.ui.addresses.choices import AddressChoices, AddressCompleter


class AddressField(QComboBox):
    """An editable list of XactNet addresses; an unusual one is pointed out, never refused.

    Attributes:
        settled: The person ended typing, or chose an address that is not in force yet.
        oddness_changed: What to say of an address of unusual shape; empty where it looks right.
    """

    settled = Signal(str)
    oddness_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._current = ""
        self.choices = AddressChoices(self)
        self.setModel(self.choices)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        line = self._line = QLineEdit(self)
        self.setLineEdit(line)
        line.setPlaceholderText(self.tr("XactNet address, like name@instance"))
        line.setAcceptDrops(False)  # the window takes every drop
        line.returnPressed.connect(self.settle)
        line.editingFinished.connect(self._leave)
        line.textEdited.connect(lambda _text: self._show_oddness(""))
        self.activated.connect(lambda _index: self.settle())
        self.setCompleter(AddressCompleter(self.choices, self))
        popup = QListView(self)
        self.setView(popup)
        popup.setItemDelegate(QStyledItemDelegate(popup))  # the one that style sheets reach
        for part in (self, line):  # the line is what has the focus
            part.setAccessibleName(self.tr("XactNet address that receives the estimates"))
        self._show_oddness("")

    @property
    def typed(self) -> str:
        """The address that is meant by what stands there."""
        return self.choices.meant(self.currentText())

    @property
    def is_odd(self) -> bool:
        """Whether the address is pointed out as unusual."""
        return bool(self.property("odd"))

    def show_addresses(
        self, addresses: Sequence[str], current: str, labels: Mapping[str, str] | None = None
    ) -> None:
        """Offer the addresses of the address book, and show the one in force."""
        being_typed = self.typed != self._current and (
            self._line.hasFocus() or (bool(self.typed) and current == self._current)
        )
        typed = self.currentText()
        self.choices.offer(addresses, labels or {})
        self.setCurrentIndex(self.choices.row_of(current))
        self._current = current
        self.setEditText(typed if being_typed else current)
        self._show_oddness("" if being_typed else current)

    @property
    def unconfirmed(self) -> str:
        """What was typed and is neither in force nor confirmed by Enter; empty where nothing is."""
        typed = self.typed
        return typed if typed != self._current else ""

    def settle(self) -> None:
        """Take what stands there as the person's choice."""
        address = self.typed
        if not address:
            self.setEditText(self._current)
            self._show_oddness(self._current)
            return
        if address != self.currentText():
            self.setEditText(address)
        self._show_oddness(address)
        if address != self._current:
            self._current = address
            self.settled.emit(address)

    def settle_if_whole(self) -> None:
        """Take what stands there, unless the person may still be in the middle of it."""
        address = self.typed
        if not address or looks_like_xn_address(address):
            self.settle()
        else:
            self._show_oddness(address)

    def _leave(self) -> None:
        # Where another program came to the front, the person goes on typing afterwards.
        if self.isActiveWindow():
            self.settle_if_whole()

    def _show_oddness(self, address: str) -> None:
        odd = bool(address) and not looks_like_xn_address(address)
        hint = self.tr("Usually looks like name@instance. Please check it.") if odd else ""
        named = self.choices.label(address)
        self.setToolTip(hint or named or self.tr("Who receives the estimates in Xactimate"))
        self.setAccessibleDescription(
            hint or self.tr("In Xactimate: Help, About Xactimate, or the profile icon online")
        )
        if bool(self.property("odd")) != odd:
            self.setProperty("odd", odd)
            self.style().unpolish(self)
            self.style().polish(self)
        self.oddness_changed.emit(hint)
