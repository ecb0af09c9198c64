"""Field in which an XactNet address is typed or chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QListView, QStyledItemDelegate, QWidget

from capout_desktop.domain.xn_address import looks_like_xn_address
from capout_desktop.ui.addresses.choices import AddressChoices, AddressCompleter
from capout_desktop.ui.text.tool_tip import tool_tip


class AddressField(QComboBox):
    """Editable combo box of XactNet addresses; it warns of an unusual one, but accepts it.

    Attributes:
        settled: Emitted when the person finished typing or chose an address that is not in use yet.
        oddness_changed: Emitted with the warning about an unusual address; empty if it looks right.
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
        line.setAcceptDrops(False)  # drops are handled by the window
        line.returnPressed.connect(self.settle)
        line.editingFinished.connect(self._leave)
        line.textEdited.connect(lambda _text: self._show_oddness(""))
        self.activated.connect(lambda _index: self.settle())
        self.setCompleter(AddressCompleter(self.choices, self))
        popup = QListView(self)
        self.setView(popup)
        popup.setItemDelegate(QStyledItemDelegate(popup))  # style sheets apply
        for part in (self, line):  # the line is what has the focus
            part.setAccessibleName(self.tr("XactNet address that receives the estimates"))
        self._show_oddness("")

    @property
    def typed(self) -> str:
        """The address that the text of the field stands for."""
        return self.choices.meant(self.currentText())

    @property
    def is_odd(self) -> bool:
        """Whether the field warns of an unusual address."""
        return bool(self.property("odd"))

    def show_addresses(
        self, addresses: Sequence[str], current: str, labels: Mapping[str, str] | None = None
    ) -> None:
        """Set the addresses of the address book and the address in use."""
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
        """The typed address if it is neither in use nor confirmed by Enter, else ""."""
        typed = self.typed
        return typed if typed != self._current else ""

    def settle(self) -> None:
        """Accept the text of the field as the person's choice."""
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
        """Accept the text of the field, unless the person may still be typing."""
        address = self.typed
        if not address or looks_like_xn_address(address):
            self.settle()
        else:
            self._show_oddness(address)

    def _leave(self) -> None:
        # If another program took the focus, the person continues to type afterwards.
        if self.isActiveWindow():
            self.settle_if_whole()

    def _show_oddness(self, address: str) -> None:
        odd = bool(address) and not looks_like_xn_address(address)
        hint = self.tr("Usually looks like name@instance. Please check it.") if odd else ""
        named = self.choices.label(address)
        self.setToolTip(
            tool_tip(hint or named or self.tr("Who receives the estimates in Xactimate"))
        )
        self.setAccessibleDescription(
            hint or self.tr("In Xactimate: Help, About Xactimate, or the profile icon online")
        )
        if bool(self.property("odd")) != odd:
            self.setProperty("odd", odd)
            self.style().unpolish(self)
            self.style().polish(self)
        self.oddness_changed.emit(hint)
