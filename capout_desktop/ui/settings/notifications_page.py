"""Settings page for notifications and for closing the window."""

from __future__ import annotations

from PySide6.QtWidgets import QSpinBox

from capout_desktop.store.settings import Settings
from capout_desktop.ui.settings.page import SettingsPage
from capout_desktop.ui.style.theme import SMALL
from capout_desktop.ui.text.formatting import locale

MOST_CREDITS = 1_000_000
LEAST_WIDTH = 120


class NotificationsPage(SettingsPage):
    """Desktop notifications, and the meaning of closing the window."""

    def __init__(self) -> None:
        super().__init__(self.tr("Notifications"))
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
