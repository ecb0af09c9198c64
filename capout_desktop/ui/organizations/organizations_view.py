"""All that the window shows of keys: the switcher, the panel's second button, the organizations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from capout_desktop.domain.profile import Color
from capout_desktop.ui.organizations.profile_switcher import ProfileSwitcher
from capout_desktop.ui.text.organization_names import ProfileNames

if TYPE_CHECKING:
    from capout_desktop.domain.problem import Problem
    from capout_desktop.ui.organizations.profile_row import ProfileRow
    from capout_desktop.ui.organizations.profiles_dialog import ProfilesDialog
    from capout_desktop.ui.shell.pages import Pages


class KeyView(QObject):
    """Shows the organizations, and tells what the person wants with them.

    Attributes:
        chosen: The profile that new documents shall go with, by its id.
        submitted: A key as it was pasted into the panel, and the XactNet address beside it.
        change_key_wanted: Another key for the profile in use.
        keyring_action: The keyring shall be asked again; the code of what was wrong with it.
        add_wanted: A label, perhaps empty, and a key as it was pasted.
        replace_wanted: A profile's id, and a key as it was pasted.
        rename_wanted: A profile's id and its new label.
        color_wanted: A profile's id and its new color.
        test_wanted: The id of a profile whose key shall be tested.
        remove_wanted: The id of a profile to forget, with its key.
    """

    chosen = Signal(str)
    submitted = Signal(str, str)
    change_key_wanted = Signal()
    keyring_action = Signal(str)
    add_wanted = Signal(str, str)
    replace_wanted = Signal(str, str)
    rename_wanted = Signal(str, str)
    color_wanted = Signal(str, Color)
    test_wanted = Signal(str)
    remove_wanted = Signal(str)

    def __init__(self, window: QWidget, pages: Pages, switcher: ProfileSwitcher) -> None:
        super().__init__(window)
        self._window = window
        self._dialog: ProfilesDialog | None = None
        self._rows: Sequence[ProfileRow] = ()
        self._active = ""
        self.switcher = switcher
        self.change_key = QAction(self.tr("Change &key…"), self)
        self.change_key.triggered.connect(lambda _checked: self.change_key_wanted.emit())
        self.manage = QAction(self.tr("&Manage organizations…"), self)
        self.manage.triggered.connect(lambda _checked: self.open_dialog())
        switcher.offer(self.manage)
        switcher.chosen.connect(self.chosen)
        pages.key_submitted.connect(self.submitted)
        pages.keyring_action.connect(self.keyring_action)

    def show(self, rows: Sequence[ProfileRow], active: str) -> None:
        """Show which organizations there are, and which is in use."""
        self._rows, self._active = rows, active
        ProfileNames.current().use({row.profile.id: row.profile.label for row in rows})
        self.switcher.show_profiles(rows, active)
        if self._dialog is not None:
            self._dialog.show_profiles(rows, active)

    def open_dialog(self) -> ProfilesDialog:
        """Show the organizations in a window of their own."""
        if self._dialog is None:
            from capout_desktop.ui.organizations.profiles_dialog import ProfilesDialog  # noqa: PLC0415 - seldom

            dialog = self._dialog = ProfilesDialog(self._window)
            for wanted, tell in (
                (dialog.chosen, self.chosen),
                (dialog.add_wanted, self.add_wanted),
                (dialog.replace_wanted, self.replace_wanted),
                (dialog.rename_wanted, self.rename_wanted),
                (dialog.color_wanted, self.color_wanted),
                (dialog.test_wanted, self.test_wanted),
                (dialog.remove_wanted, self.remove_wanted),
            ):
                wanted.connect(tell)
            dialog.finished.connect(self._forget_dialog)
            dialog.show_profiles(self._rows, self._active)
            dialog.open()
        self._dialog.raise_()
        return self._dialog

    def show_outcome(self, problem: Problem | None) -> None:
        """Say how what was wanted last ended; None means well."""
        if self._dialog is not None:
            self._dialog.show_outcome(problem)

    def _forget_dialog(self) -> None:
        self._dialog = None
