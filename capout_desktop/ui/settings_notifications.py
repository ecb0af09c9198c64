"""Settings: how much the program says while its window is out of sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from capout_desktop.ui.settings_page import SettingsPage

if TYPE_CHECKING:
    from capout_desktop.store.settings import Settings


class NotificationsPage(SettingsPage):
    """Whether the desktop is told, and what closing the window means."""

    def __init__(self) -> None:
        super().__init__(self.tr("Notifications"))
        self.notify = self.add_box(
            self.tr("&Tell me of finished batches and of failures"),
            self.tr("One message for each batch, never one for each document. Off means none."),
            "notifications",
        )
        self.tray = self.add_box(
            self.tr("&Keep running when the window is closed"),
            self.tr(
                "Uploads go on, and an icon beside the clock brings the window back. Where the"
                " desktop has no such place, closing the window ends the program."
            ),
            "close_to_tray",
        )
        self.end()

    def show_settings(self, settings: Settings) -> None:
        """Show what holds now, without telling anybody."""
        self.notify.setChecked(settings.notifications)
        self.tray.setChecked(settings.close_to_tray)
