"""Parts of the window that show organizations: switcher, menu entries and dialog."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from capout_desktop.ui.organizations.organization_switcher import OrganizationSwitcher
from capout_desktop.ui.text.organization_names import OrganizationNames
from capout_desktop.ui.widgets.dialogs import open_dialog

if TYPE_CHECKING:
    from capout_desktop.domain.problem import Problem
    from capout_desktop.ui.organizations.organization_row import OrganizationRow
    from capout_desktop.ui.organizations.organizations_dialog import OrganizationsDialog


class OrganizationsView(QObject):
    """Creates and updates the switcher, the menu entries and the dialog.

    Attributes:
        switcher: The button with the organization in use.
        change_key_wanted: Emitted to replace the key of the organization in use.
        dialog_made: Emitted with the new dialog, so that its signals can be connected.
    """

    change_key_wanted = Signal()
    dialog_made = Signal(object)

    def __init__(self, window: QWidget, switcher: OrganizationSwitcher) -> None:
        super().__init__(window)
        self._window = window
        self._dialog: OrganizationsDialog | None = None
        self._rows: Sequence[OrganizationRow] = ()
        self._active = ""
        self.switcher = switcher
        self.change_key = QAction(self.tr("Change &key…"), self)
        self.change_key.triggered.connect(lambda _checked: self.change_key_wanted.emit())
        self.manage = QAction(self.tr("&Manage organizations…"), self)
        self.manage.triggered.connect(lambda _checked: self.open_dialog())
        switcher.offer(self.manage)

    def show(self, rows: Sequence[OrganizationRow], active: str) -> None:
        """Show the organizations and the active one."""
        self._rows, self._active = rows, active
        OrganizationNames.current().use(row.organization for row in rows)
        self.switcher.show_profiles(rows, active)
        if self._dialog is not None:
            self._dialog.show_profiles(rows, active)

    def open_dialog(self) -> OrganizationsDialog:
        """Open the dialog of the organizations."""
        if self._dialog is None:
            from capout_desktop.ui.organizations.organizations_dialog import OrganizationsDialog  # noqa: PLC0415 - seldom

            dialog = self._dialog = OrganizationsDialog(self._window)
            dialog.finished.connect(self._forget_dialog)
            self.dialog_made.emit(dialog)
            dialog.show_profiles(self._rows, self._active)
            open_dialog(dialog)
        self._dialog.raise_()
        return self._dialog

    def show_outcome(self, problem: Problem | None) -> None:
        """Show the outcome of the last task; None means success."""
        if self._dialog is not None:
            self._dialog.show_outcome(problem)

    def _forget_dialog(self) -> None:
        self._dialog = None
