"""Control of the settings dialog: applies and stores each change at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

from capout_desktop.control.view_state import ViewStateControl
from capout_desktop.services.runtime.settings_keeper import SettingsKeeper
from capout_desktop.store.folders import Folders
from capout_desktop.store.view_state_file import ViewState

if TYPE_CHECKING:
    from capout_desktop.ui.settings.appearance_page import AppearancePage
    from capout_desktop.ui.shell.main_window import MainWindow


class SettingsObserver(Protocol):
    """Something that depends on the settings."""

    def settings_changed(self) -> None:
        """Apply the settings; called after every change, so they may be the same as before."""


class SettingsControl:
    """Connects the settings dialog to the settings, and notifies the observers."""

    def __init__(
        self, keeper: SettingsKeeper, look: ViewStateControl, folders: Folders, window: MainWindow
    ) -> None:
        self._keeper = keeper
        self._look = look
        self._panel = window.settings
        self._observers: list[SettingsObserver] = []
        self._panel.changed.connect(self._change)
        self._panel.connect_page("appearance", self._connect_look)
        self._panel.connect_page("data", lambda page: page.reset_wanted.connect(self._reset))
        self._panel.show_places(folders.data, folders.logs)
        self._panel.show_settings(keeper.settings)
        self._panel.show_look(look.look)
        keeper.listen(self._tell)
        window.look.changed.connect(lambda: self._panel.show_look(look.look))

    def follow(self, *observers: SettingsObserver) -> None:
        """Notify these observers of every change from now on."""
        self._observers += observers

    def _connect_look(self, page: AppearancePage) -> None:
        look = self._look
        page.theme.chosen.connect(look.set_theme)
        page.density.chosen.connect(look.set_density)
        page.language_chosen.connect(look.set_language)

    def _change(self, values: Mapping[str, object]) -> None:
        settings = self._keeper.settings
        changed = {
            name: value for name, value in values.items() if getattr(settings, name) != value
        }
        for name, value in changed.items():
            setattr(settings, name, value)
        if changed:
            self._keeper.save()

    def _reset(self) -> None:
        first = ViewState()
        self._look.set_theme(first.theme)
        self._look.set_density(first.density)
        self._look.set_language(first.language)
        self._keeper.settings.reset()
        self._keeper.save()

    def _tell(self) -> None:
        for observer in self._observers:
            observer.settings_changed()
        self._panel.show_settings(self._keeper.settings)
