"""Menu entry of the settings, and the dialog, which is created when it is opened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from capout_desktop.store.settings import Settings
    from capout_desktop.store.view_state_file import ViewState
    from capout_desktop.ui.settings.appearance_page import AppearancePage
    from capout_desktop.ui.settings.data_page import DataPage
    from capout_desktop.ui.settings.dialog import SettingsDialog

FIRST_PAGE = "sending"


class SettingsDialogController(QObject):
    """Opens the settings dialog and updates it.

    Attributes:
        changed: Emitted with fields of `Settings` and their new values, as the dialog does.
    """

    changed = Signal(dict)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._dialog: SettingsDialog | None = None
        self._settings: Settings | None = None
        self._look: ViewState | None = None
        self._places: tuple[Path, Path] | None = None
        self._outbox = (0, 0)
        self._connectors: defaultdict[str, list[Callable[[Any], object]]] = defaultdict(list)
        self.connect_page("appearance", self._show_look)
        self.connect_page("data", self._show_data)

    def connect_page(self, name: str, connect: Callable[[Any], object]) -> None:
        """Have `connect` called with the page of this name each time it is made."""
        self._connectors[name].append(connect)

    def page(self, name: str) -> Any:
        """Return the page of this name; None unless the dialog is open and has made it."""
        return self._dialog.pages.get(name) if self._dialog is not None else None

    def action(self) -> QAction:
        """Return the menu entry."""
        from PySide6.QtGui import QAction, QKeySequence  # noqa: PLC0415 - after the first paint

        action = QAction(self.tr("&Settings…"), self._window)
        action.setShortcut(QKeySequence("Ctrl+,"))
        action.setMenuRole(QAction.MenuRole.PreferencesRole)
        action.triggered.connect(lambda _checked: self.open())
        return action

    def open(self, page: str = "") -> None:
        """Open the dialog, or bring it to the front; `page` is the name of one of its pages."""
        if self._dialog is None:
            from capout_desktop.ui.settings.dialog import SettingsDialog  # noqa: PLC0415

            self._dialog = SettingsDialog(self._window)
            self._dialog.finished.connect(self._forget)
            self._dialog.changed.connect(self.changed)
            self._dialog.page_made.connect(self._page_made)
            page = page or FIRST_PAGE
        from capout_desktop.ui.widgets.dialogs import room_on_screen  # noqa: PLC0415 - on demand

        if page:
            self._dialog.go_to(page)
        self._dialog.resize(self._dialog.size().boundedTo(room_on_screen(self._dialog)))
        self._dialog.show()
        self._dialog.raise_()
        self._dialog.activateWindow()

    def show_settings(self, settings: Settings) -> None:
        """Show the current settings."""
        self._settings = settings
        if self._dialog is not None:
            for page in self._dialog.pages.values():
                page.show_settings(settings)

    def show_look(self, look: ViewState) -> None:
        """Show the current appearance."""
        self._look = look
        page = self.page("appearance")
        if page is not None:
            page.show_look(look)

    def show_places(self, data: Path, logs: Path) -> None:
        """Show the paths of the program's folders."""
        self._places = data, logs

    def show_outbox(self, number: int, size: int) -> None:
        """Show the number of files in the outbox, and their bytes."""
        self._outbox = number, size
        page = self.page("data")
        if page is not None:
            page.show_outbox(number, size)

    def _page_made(self, name: str) -> None:
        page = self.page(name)
        for connect in self._connectors[name]:
            connect(page)
        if self._settings is not None:
            page.show_settings(self._settings)

    def _show_look(self, page: AppearancePage) -> None:
        if self._look is not None:
            page.show_look(self._look)

    def _show_data(self, page: DataPage) -> None:
        if self._places is not None:
            page.show_places(*self._places)
        page.show_outbox(*self._outbox)

    def _forget(self) -> None:
        self._dialog = None
