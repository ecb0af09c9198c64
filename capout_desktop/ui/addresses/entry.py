"""Non-modal dialog for one entry of the address book."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from capout_desktop.domain.xn_address import clean_xn_address, looks_like_xn_address
from capout_desktop.ui.style.theme import LARGE, MEDIUM, SMALL, TIGHT, WIDE
from capout_desktop.ui.widgets.text_label import TextLabel

WIDTH = 420


class AddressEntry(QDialog):
    """Dialog with two fields; it warns of an address of unusual shape, but accepts it.

    Attributes:
        given: Emitted with the address and its label.
    """

    given = Signal(str, str)

    def __init__(self, parent: QWidget, address: str, label: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("sheet")
        self.setWindowTitle(self.tr("XactNet address"))
        self.address_field = QLineEdit(address)
        self.address_field.setPlaceholderText("name@instance")
        self.label_field = QLineEdit(label)
        self.label_field.setPlaceholderText(self.tr("Smith Team"))
        self._hint = TextLabel()
        self._hint.setWordWrap(True)
        self._hint.setProperty("role", "warning")
        self._hint.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.save_button = QPushButton(self.tr("Save"))
        self.save_button.setProperty("kind", "primary")
        self.save_button.setDefault(True)
        self.cancel_button = QPushButton(self.tr("Cancel"))
        self.cancel_button.setAutoDefault(False)
        self._lay_out()
        self.address_field.textChanged.connect(lambda _: self._show_oddness(""))
        self.address_field.editingFinished.connect(lambda: self._show_oddness(self.address))
        self.save_button.clicked.connect(self._save)
        self.cancel_button.clicked.connect(self.reject)
        self._show_oddness(self.address)
        self.address_field.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def address(self) -> str:
        """The address without stray characters from pasting."""
        return clean_xn_address(self.address_field.text())

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(WIDE, WIDE, WIDE, LARGE)
        column.setSpacing(TIGHT)
        column.addWidget(_caption(self.tr("&XactNet address"), self.address_field))
        column.addWidget(self.address_field)
        column.addWidget(self._hint)
        column.addSpacing(MEDIUM)
        column.addWidget(_caption(self.tr("&Name, if you like"), self.label_field))
        column.addWidget(self.label_field)
        column.addSpacing(LARGE)
        column.addStretch()
        buttons = QHBoxLayout()
        buttons.setSpacing(SMALL)
        buttons.addStretch()
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.save_button)
        column.addLayout(buttons)
        self.setMinimumWidth(WIDTH)

    def _show_oddness(self, address: str) -> None:
        odd = bool(address) and not looks_like_xn_address(address)
        hint = self.tr("Usually looks like name@instance. Please check it.") if odd else ""
        self._hint.setText(hint)
        self._hint.setVisible(odd)
        self.address_field.setAccessibleDescription(hint)
        self.address_field.setProperty("odd", odd)
        self.address_field.style().unpolish(self.address_field)
        self.address_field.style().polish(self.address_field)
        self.save_button.setEnabled(bool(self.address))

    def _save(self) -> None:
        self.given.emit(self.address, self.label_field.text())
        self.accept()


def _caption(text: str, field: QLineEdit) -> TextLabel:
    label = TextLabel(text)
    label.setBuddy(field)
    label.setProperty("type", "strong")
    return label
