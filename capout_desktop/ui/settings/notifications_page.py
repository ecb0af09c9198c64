"""Settings page for notifications and for closing the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSpinBox

from capout_desktop.store.settings import Settings
from capout_desktop.ui.settings.page import INDENT, SettingsPage
from capout_desktop.ui.style.theme import SMALL, Theme
from capout_desktop.ui.text.formatting import locale
from capout_desktop.ui.widgets.inline_problem import InlineProblem

if TYPE_CHECKING:
    from capout_desktop.domain.problem import Problem

MOST_CREDITS = 1_000_000
LEAST_WIDTH = 120


class NotificationsPage(SettingsPage):
    """Desktop notifications, the meaning of closing the window, the start with the computer.

    Attributes:
        autostart_chosen: Emitted with whether the program is to start with the computer.
    """

    autostart_chosen = Signal(bool)

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.notify = self.add_box(
            self.tr("&Tell me about finished batches and failures"),
            self.tr("You get one message for each batch, not one for each document."),
            Settings.notifications,
        )
        self.tray = self.add_box(
            self.tr("&Keep running when the window is closed"),
            self.tr(
                "Uploads continue, and the icon next to the clock brings the window "
                "back. If your desktop has no place for the icon, closing the window "
                "quits the program."
            ),
            Settings.close_to_tray,
        )
        self.autostart = self.add_box_alone(
            self.tr("&Start with the computer"),
            self.tr(
                "It starts in the tray when you log in, so that the watched folder is watched "
                "from then on."
            ),
        )
        self.autostart.clicked.connect(self.autostart_chosen)
        self._no_autostart = self.add_explanation("", indent=INDENT)
        self._no_autostart.hide()
        self.autostart_problem = InlineProblem(Theme.current())
        self.add(self.autostart_problem)
        self.credits_low = QSpinBox()
        self.credits_low.setRange(0, MOST_CREDITS)
        self.credits_low.setSingleStep(10)
        self.credits_low.setGroupSeparatorShown(True)
        self.credits_low.setLocale(locale())
        self.credits_low.setSpecialValueText(self.tr("Never"))
        self.credits_low.setMinimumWidth(LEAST_WIDTH)
        self.credits_low.lineEdit().setTextMargins(SMALL, 0, SMALL, 0)
        self.credits_low.setKeyboardTracking(False)  # a half-typed number is not applied
        self.bind_number(Settings.credits_low, self.credits_low)
        self.add_caption(self.tr("Warn when &credits are at or below"), self.credits_low)
        self.add_narrow(self.credits_low)
        self.add_explanation(
            self.tr(
                "The warning is in the status bar. With 0 you are warned only when none are left."
            )
        )
        self.end()

    def offer_autostart(self, offered: bool, *, practice: bool) -> None:
        """Enable the start with the computer, or say why it is not available."""
        self.autostart.setEnabled(offered)
        self._no_autostart.setVisible(not offered)
        self._no_autostart.setText(
            self.tr("Not available in practice mode.")
            if practice
            else self.tr(
                "Not available in a Flatpak or Snap, which may not start itself. Add CapOut "
                "Desktop to the startup programs in your desktop's settings."
            )
        )

    def show_autostart(self, on: bool) -> None:
        """Show whether the program starts with the computer."""
        self.autostart.setChecked(on)

    def show_autostart_problem(self, problem: Problem | None) -> None:
        """Show why that could not be changed."""
        self.autostart_problem.show_problem(problem)
