"""Bar at the top of the window: add files, choose the recipient, see the organization and key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from capout_desktop.ui.organizations.key_badge import KeyBadge
from capout_desktop.ui.style import icons
from capout_desktop.ui.style.theme import LARGE, MEDIUM, SMALL, Theme
from capout_desktop.ui.widgets.text_label import TextLabel

if TYPE_CHECKING:
    from capout_desktop.domain.credits import KeyKind
    from capout_desktop.ui.addresses.field import AddressField
    from capout_desktop.ui.organizations.organizations_view import OrganizationsView

ADDRESS_WIDTH = 280
Labels = Mapping[str, str] | None
"""Labels by address."""


class SendBar(QFrame):
    """Button to add files, address field and organization.

    Attributes:
        add_clicked: Emitted when the person wants to choose files.
        address_changed: Emitted when the person chose an XactNet address.
    """

    add_clicked = Signal()
    address_changed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sendBar")
        self._theme = theme
        self.add_button = QPushButton(self.tr("Add PDFs…"), self)
        self.add_button.setProperty("kind", "primary")
        self.add_button.setAccessibleDescription(self.tr("Choose PDF estimates on this computer"))
        self.add_button.setToolTip(self.tr("Choose PDF estimates (Ctrl+O)"))
        self.add_button.clicked.connect(self.add_clicked)
        self._address: AddressField | None = None
        self._place = QFrame(self)
        self._place.setObjectName("addressPlace")
        self._place.setFixedWidth(ADDRESS_WIDTH)
        self._label = TextLabel(self.tr("&Send to"), self)
        self._label.setProperty("role", "muted")
        self._hint = TextLabel(self)
        self._hint.setWordWrap(True)
        self._hint.setProperty("role", "warning")
        self._hint.setProperty("type", "small")
        self._hint.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._keys: OrganizationsView | None = None
        self._badge = KeyBadge(self)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(LARGE, MEDIUM, LARGE, MEDIUM)
        row.setSpacing(SMALL)
        row.addWidget(self.add_button)
        row.addSpacing(LARGE)
        row.addWidget(self._label)
        row.addWidget(self._place)
        row.addWidget(self._hint, 1)
        row.addWidget(self._badge)
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_key_kind(self, kind: KeyKind | None) -> None:
        """Show the kind of the key; nothing if there is none."""
        self._badge.show_kind(kind)

    def show_addresses(self, addresses: Sequence[str], current: str, labels: Labels = None) -> None:
        """Set the addresses of the address book and the address in use."""
        self.address_field().show_addresses(addresses, current, labels)

    @property
    def unconfirmed_address(self) -> str:
        """An address that was typed and not confirmed."""
        return self._address.unconfirmed if self._address is not None else ""

    def key_view(self, window: QWidget) -> OrganizationsView:
        """Return the view of the organizations and their keys; created on the first call."""
        if self._keys is None:
            from capout_desktop.ui.organizations.organization_switcher import OrganizationSwitcher  # noqa: PLC0415
            from capout_desktop.ui.organizations.organizations_view import OrganizationsView  # noqa: PLC0415 - after the first paint

            switcher = OrganizationSwitcher(self._theme, self)
            self._row.insertWidget(self._row.indexOf(self._badge), switcher)
            self._keys = OrganizationsView(window, switcher)
        return self._keys

    def address_field(self) -> AddressField:
        """Return the address field; an empty frame takes its place until this is first called."""
        if self._address is None:
            from capout_desktop.ui.addresses.field import AddressField  # noqa: PLC0415 - on demand

            made = self._address = AddressField(self)
            made.setFixedSize(ADDRESS_WIDTH, self._place.height())
            made.settled.connect(self.address_changed)
            made.oddness_changed.connect(self._show_hint)
            self._label.setBuddy(made)
            self._row.replaceWidget(self._place, made)
            self._place.deleteLater()
        return self._address

    def showEvent(self, event: QShowEvent) -> None:
        """Update the metrics for the screen."""
        super().showEvent(event)
        height = self.add_button.sizeHint().height()
        (self._address or self._place).setFixedHeight(height)

    def _show_hint(self, hint: str) -> None:
        self._hint.setText(hint)

    def _restyle(self) -> None:
        self.add_button.setIcon(icons.icon("add", self._theme.palette.on_accent, 16))
