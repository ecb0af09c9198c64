"""Settings dialog: a list of pages and the current page; changes apply immediately."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QScrollArea,
    QStackedWidget,
    QWidget,
)

from capout_desktop.ui.settings.addresses_page import AddressesPage
from capout_desktop.ui.settings.appearance_page import AppearancePage
from capout_desktop.ui.settings.data_page import DataPage
from capout_desktop.ui.settings.network_page import NetworkPage
from capout_desktop.ui.settings.notifications_page import NotificationsPage
from capout_desktop.ui.settings.page import SettingsPage
from capout_desktop.ui.settings.sending_page import SendingPage
from capout_desktop.ui.settings.watch_page import WatchPage

SIZE = QSize(760, 560)
LEAST_HEIGHT = 400
SCROLL_BAR = 16
LEAST_LIST = 176
PADDING = 20
"""Horizontal padding of the list's entries, both sides together."""


class SettingsDialog(QDialog):
    """Non-modal dialog; there is nothing to confirm.

    A page is made when it is first shown: together they have two hundred widgets, most of which
    nobody looks at.

    Attributes:
        changed: Emitted with fields of `Settings` and their new values, together if they depend
            on each other.
        page_made: Emitted with the name of a page that was made, before it is shown.
        pages: The pages that were made, by their names.
    """

    changed = Signal(dict)
    page_made = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("settings")
        self.setWindowTitle(self.tr("Settings"))
        self.pages: dict[str, SettingsPage] = {}
        self._kinds: dict[str, tuple[str, Callable[[str], SettingsPage]]] = {
            "sending": (self.tr("Sending"), SendingPage),
            "addresses": (self.tr("Addresses"), AddressesPage),
            "watch": (self.tr("Watch folder"), WatchPage),
            "notifications": (self.tr("Notifications"), NotificationsPage),
            "appearance": (self.tr("Appearance"), AppearancePage),
            "network": (self.tr("Network"), NetworkPage),
            "data": (self.tr("Data"), DataPage),
        }
        self.list = QListWidget()
        self.list.setObjectName("settingsPages")
        self.list.setAccessibleName(self.tr("Pages of the settings"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.addItems([title for title, _make in self._kinds.values()])
        self.list.setFixedWidth(max(LEAST_LIST, self.list.sizeHintForColumn(0) + PADDING))
        self.list.currentRowChanged.connect(self._show_page)
        self._stack = QStackedWidget()
        self.setMinimumHeight(LEAST_HEIGHT)
        self.resize(SIZE)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.list)
        row.addWidget(self._stack, 1)

    @property
    def names(self) -> list[str]:
        """The names of all pages, in their order."""
        return list(self._kinds)

    def go_to(self, page: str) -> None:
        """Show a page by its name."""
        self.list.setCurrentRow(self.names.index(page))

    def _show_page(self, row: int) -> None:
        name = self.names[row]
        if name not in self.pages:
            self._make(name)
        # Pages are in the order in which they were first shown.
        self._stack.setCurrentIndex(list(self.pages).index(name))

    def _make(self, name: str) -> None:
        title, make = self._kinds[name]
        page = self.pages[name] = make(title)
        page.changed.connect(self.changed)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(page)
        scroll.setAccessibleName(title)
        self._stack.addWidget(scroll)
        # As wide as the longest words that cannot be broken, in any language.
        least = self.list.width() + page.minimumSizeHint().width() + SCROLL_BAR
        self.setMinimumWidth(max(self.minimumWidth(), least))
        self.page_made.emit(name)
