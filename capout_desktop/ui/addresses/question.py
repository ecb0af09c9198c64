"""Non-modal dialog that asks for another address for some documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from capout_desktop.ui.addresses.field import AddressField
from capout_desktop.ui.style.theme import LARGE, MEDIUM, SMALL, WIDE
from capout_desktop.ui.text.formatting import count_text
from capout_desktop.ui.widgets.text_label import TextLabel

WIDTH = 460


class AddressQuestion(QDialog):
    """Dialog with a completing field; it warns of an unusual address, but accepts it.

    Attributes:
        chosen: Emitted with the address.
    """

    chosen = Signal(str)

    def __init__(self, window: QWidget, count: int, *, is_sent: bool = True) -> None:
        """Ask about `count` documents; `is_sent` is false if nothing is sent by the answer."""
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("sheet")
        self.setWindowTitle(self.tr("Send to another address"))
        words = count_text(count, "Send {number} document to…", "Send {number} documents to…")
        if not is_sent:
            words = count_text(
                count, "Address for {number} document", "Address for {number} documents"
            )
        title = TextLabel(words)
        title.setProperty("type", "heading")
        title.setWordWrap(True)
        self.field = AddressField(self)
        self.field.setMinimumContentsLength(32)
        self._hint = TextLabel()
        self._hint.setWordWrap(True)
        self._hint.setProperty("role", "warning")
        self.send_button = QPushButton(self.tr("Send") if is_sent else self.tr("Use this address"))
        self.send_button.setProperty("kind", "primary")
        self.send_button.setDefault(True)
        self.cancel_button = QPushButton(self.tr("Cancel"))
        self.cancel_button.setAutoDefault(False)
        buttons = QHBoxLayout()
        buttons.setSpacing(SMALL)
        buttons.addStretch()
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.send_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(WIDE, WIDE, WIDE, LARGE)
        column.setSpacing(MEDIUM)
        for part in (title, self.field, self._hint):
            column.addWidget(part)
        column.addStretch()
        column.addLayout(buttons)
        self.setMinimumWidth(WIDTH)
        self.field.oddness_changed.connect(self._show_hint)
        self.field.editTextChanged.connect(lambda _: self._enable())
        self.send_button.clicked.connect(self._choose)
        self.cancel_button.clicked.connect(self.reject)
        self._enable()

    def show_addresses(
        self, addresses: Sequence[str], current: str, labels: Mapping[str, str]
    ) -> None:
        """Set the addresses of the address book; `current` is the present recipient."""
        self.field.show_addresses(addresses, current, labels)
        line = self.field.lineEdit()
        if line is not None:
            line.selectAll()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Warn of an unusual address on the first Enter, and accept it on the second."""
        ends_typing = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if ends_typing and self.field.is_odd and self.focusWidget() is not self.send_button:
            self.send_button.setFocus(Qt.FocusReason.OtherFocusReason)
            event.accept()
            return
        super().keyPressEvent(event)

    def _show_hint(self, hint: str) -> None:
        self._hint.setText(hint)
        self.adjustSize()  # the text may have two lines

    def _enable(self) -> None:
        self.send_button.setEnabled(bool(self.field.typed))

    def _choose(self) -> None:
        self.chosen.emit(self.field.typed)
        self.accept()
