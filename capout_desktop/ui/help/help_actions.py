"""Actions of the Help menu."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow


class HelpActions(QObject):
    """Creates the actions of the Help menu.

    Attributes:
        guide_wanted: Emitted to open the user guide.
        connection_check_wanted: Emitted to open the connection check.
        diagnostics_wanted: Emitted to copy the diagnostics for support to the clipboard.
        log_folder_wanted: Emitted to open the folder with the logs.
        about_wanted: Emitted to open the About dialog.
    """

    guide_wanted = Signal()
    connection_check_wanted = Signal()
    diagnostics_wanted = Signal()
    log_folder_wanted = Signal()
    about_wanted = Signal()

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.guide_action = self._action(self.tr("&User guide"))
        self.guide_action.setShortcut(QKeySequence(QKeySequence.StandardKey.HelpContents))
        self.guide_action.triggered.connect(lambda _checked: self.guide_wanted.emit())
        self.shortcuts_action = self._action(self.tr("&Keyboard shortcuts"))
        self.shortcuts_action.setShortcut(QKeySequence("Ctrl+/"))
        self.shortcuts_action.triggered.connect(lambda _checked: self._show_shortcuts())
        self.check_action = self._action(self.tr("&Connection check…"))
        self.check_action.triggered.connect(lambda _checked: self.connection_check_wanted.emit())
        self.diagnostics_action = self._action(self.tr("Copy &diagnostics"))
        self.diagnostics_action.triggered.connect(lambda _checked: self.diagnostics_wanted.emit())
        self.logs_action = self._action(self.tr("Open &log folder"))
        self.logs_action.triggered.connect(lambda _checked: self.log_folder_wanted.emit())
        self.about_action = self._action(self.tr("&About CapOut Desktop"))
        self.about_action.setMenuRole(QAction.MenuRole.AboutRole)
        self.about_action.triggered.connect(lambda _checked: self.about_wanted.emit())

    @property
    def groups(self) -> Sequence[Sequence[QAction]]:
        """The actions for the menu, with a separator between the groups."""
        return (
            (self.guide_action, self.shortcuts_action),
            (self.check_action, self.diagnostics_action, self.logs_action),
            (self.about_action,),
        )

    def _action(self, text: str) -> QAction:
        return QAction(text, self._window)

    def _show_shortcuts(self) -> None:
        from capout_desktop.ui.help.shortcuts_sheet import ShortcutsSheet  # noqa: PLC0415 - on demand
        from capout_desktop.ui.widgets.dialogs import open_dialog  # noqa: PLC0415 - on demand

        open_dialog(ShortcutsSheet(self._window))
