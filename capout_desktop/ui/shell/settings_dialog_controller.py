"""Menu entry of the settings, and the dialog, which is created when it is first opened."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from capout_desktop.store.settings import Settings
    from capout_desktop.store.view_state_file import ViewState
    from capout_desktop.ui.settings.dialog import SettingsDialog


class SettingsDialogController(QObject):
    """Opens the settings dialog and updates it.

    Attributes:
        dialog_made: Emitted with the new dialog, so that its signals can be connected.
    """

    dialog_made = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._dialog: SettingsDialog | None = None
        self._settings: Settings | None = None
        self._look: ViewState | None = None
        self._places: tuple[Path, Path] | None = None
        self._outbox = (0, 0)

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

            made = self._dialog = SettingsDialog(self._window)
            made.finished.connect(self._forget)
            self.dialog_made.emit(made)
            self._show_all(made)
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
            self._dialog.show_settings(settings)

    def show_look(self, look: ViewState) -> None:
        """Show the current appearance."""
        self._look = look
        if self._dialog is not None:
            self._dialog.show_look(look)

    def show_places(self, data: Path, logs: Path) -> None:
        """Show the paths of the program's folders."""
        self._places = data, logs

    def show_outbox(self, number: int, size: int) -> None:
        """Show the number of files in the outbox, and their bytes."""
        self._outbox = number, size
        if self._dialog is not None:
            self._dialog.show_outbox(number, size)

    def _show_all(self, dialog: SettingsDialog) -> None:
        if self._settings is not None:
            dialog.show_settings(self._settings)
        if self._look is not None:
            dialog.show_look(self._look)
        if self._places is not None:
            dialog.show_places(*self._places)
        dialog.show_outbox(*self._outbox)

    def _forget(self) -> None:
        self._dialog = None
