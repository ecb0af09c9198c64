"""Screens of the pages of the settings."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from capout_desktop.domain.proxy_choice import ProxyMode
from capout_desktop.store.settings import Settings, WatchFolder
from capout_desktop.store.view_state_file import ViewState
from capout_desktop.ui.shell.main_window import MainWindow
from screens.scene_helpers import part, storm_day


def settings_sending(window: MainWindow) -> QWidget | None:
    """Show the page that the settings open with."""
    return _settings(window, "sending", Settings())


def settings_addresses(window: MainWindow) -> QWidget | None:
    """Show the address book in the settings."""
    return _settings(window, "addresses", Settings(default_address="team@northwest"))


def settings_watch(window: MainWindow) -> QWidget | None:
    """Show a watched folder."""
    watch = WatchFolder(
        folder="/home/dana/Documents/Estimates from carriers", xn_address="team@northwest"
    )
    return _settings(window, "watch", Settings(watch=watch))


def settings_no_watch(window: MainWindow) -> QWidget | None:
    """Show the page without a watched folder."""
    return _settings(window, "watch", Settings())


def settings_notifications(window: MainWindow) -> QWidget | None:
    """Show the settings of notifications."""
    return _settings(window, "notifications", Settings())


def settings_appearance(window: MainWindow) -> QWidget | None:
    """Show the settings of the appearance."""
    return _settings(window, "appearance", Settings())


def settings_network(window: MainWindow) -> QWidget | None:
    """Show a proxy with a password in its address."""
    proxy = "http://dana:secret@proxy.example.com:8080"
    return _settings(window, "network", Settings(proxy=ProxyMode.MANUAL, proxy_url=proxy))


def settings_bad_proxy(window: MainWindow) -> QWidget | None:
    """Show an invalid address of a proxy."""
    dialog = _settings(window, "network", Settings(proxy=ProxyMode.MANUAL))
    field = part(dialog, "proxyUrl")
    field.setFocus()
    QTest.keyClicks(field, "proxy.example.com")
    QTest.keyClick(field, Qt.Key.Key_Return)
    return dialog


def settings_data(window: MainWindow) -> QWidget | None:
    """Show the locations of all data, and how many copies are kept."""
    window.settings.show_outbox(3, 12_400_000)
    return _settings(window, "data", Settings())


def _settings(window: MainWindow, page: str, settings: Settings) -> QWidget:
    storm_day(window)
    settings.addresses = ["restoration-team@example.xn", "team@northwest"]
    settings.address_labels = {"team@northwest": "Northwest"}
    window.settings.show_settings(settings)
    window.settings.show_look(ViewState())
    window.settings.show_places(
        Path("/home/dana/.local/share/CapOut Desktop"),
        Path("/home/dana/.local/state/CapOut Desktop/log"),
    )
    window.settings.open(page)
    QTest.qWait(50)
    return part(window, "settings")


SCREENS = (
    settings_sending,
    settings_addresses,
    settings_watch,
    settings_no_watch,
    settings_notifications,
    settings_appearance,
    settings_network,
    settings_bad_proxy,
    settings_data,
)
