"""Settings dialog: a list of pages and the current page; changes apply immediately."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
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
from capout_desktop.ui.style.theme import Theme

if TYPE_CHECKING:
    from capout_desktop.store.settings import Settings
    from capout_desktop.store.view_state_file import ViewState

SIZE = QSize(760, 560)
LEAST_HEIGHT = 400
SCROLL_BAR = 16
LEAST_LIST = 176
PADDING = 20
"""Horizontal padding of the list's entries, both sides together."""


class SettingsDialog(QDialog):
    """Non-modal dialog; there is nothing to confirm.

    Attributes:
        changed: Emitted with fields of `Settings` and their new values, together if they depend
            on each other.
    """

    changed = Signal(dict)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("settings")
        self.setWindowTitle(self.tr("Settings"))
        self.appearance = AppearancePage()
        self.addresses = AddressesPage()
        self.data = DataPage()
        self.watch = WatchPage()
        self.notifications = NotificationsPage()
        self.pages: dict[str, SettingsPage] = {
            "sending": SendingPage(),
            "addresses": self.addresses,
            "watch": self.watch,
            "notifications": self.notifications,
            "appearance": self.appearance,
            "network": NetworkPage(Theme.current()),
            "data": self.data,
        }
        self.list = QListWidget()
        self.list.setObjectName("settingsPages")
        self.list.setAccessibleName(self.tr("Pages of the settings"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._stack = QStackedWidget()
        for page in self.pages.values():
            self._add(page)
        self.list.currentRowChanged.connect(self._stack.setCurrentIndex)
        self.list.setCurrentRow(0)
        self.list.setFixedWidth(max(LEAST_LIST, self.list.sizeHintForColumn(0) + PADDING))
        # As wide as the longest words that cannot be broken, in any language.
        widest = max(page.minimumSizeHint().width() for page in self.pages.values())
        self.setMinimumSize(self.list.width() + widest + SCROLL_BAR, LEAST_HEIGHT)
        self.resize(SIZE)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.list)
        row.addWidget(self._stack, 1)

    def show_settings(self, settings: Settings) -> None:
        """Show the current settings."""
        for page in self.pages.values():
            page.show_settings(settings)

    def show_look(self, look: ViewState) -> None:
        """Show the current appearance."""
        self.appearance.show_look(look)

    def show_places(self, data: Path, logs: Path) -> None:
        """Show the paths of the program's folders."""
        self.data.show_places(data, logs)

    def show_outbox(self, number: int, size: int) -> None:
        """Show the number of files in the outbox, and their bytes."""
        self.data.show_outbox(number, size)

    def go_to(self, page: str) -> None:
        """Show a page by its name in `pages`."""
        self.list.setCurrentRow(list(self.pages).index(page))

    def _add(self, page: SettingsPage) -> None:
        page.changed.connect(self.changed)
        self.list.addItem(QListWidgetItem(page.title))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(page)
        scroll.setAccessibleName(page.title)
        self._stack.addWidget(scroll)
