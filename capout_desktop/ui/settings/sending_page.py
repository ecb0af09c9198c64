"""Settings page for sending documents."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox

from capout_desktop.store.settings import Settings
from capout_desktop.ui.documents.queue_actions import MOST_AT_ONCE
from capout_desktop.ui.settings.page import Choice, SettingsPage, field_name
from capout_desktop.ui.text.formatting import number_text


class SendingPage(SettingsPage):
    """When documents are sent, and how many at once."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.start = Choice(
            self.tr("When to send"),
            {
                "at-once": self.tr("&As soon as they are checked"),
                "on-click": self.tr("&When I choose Start"),
            },
        )
        start = field_name(Settings.start_at_once)
        self.start.chosen.connect(lambda value: self.changed.emit({start: value == "at-once"}))
        self.add_caption(self.tr("When to send"))
        self.add(self.start)
        self.ask = self.add_box(
            self.tr("As&k before sending several files"),
            self.tr(
                "You see which files are ready, who gets them, and your credits, "
                "before anything is sent."
            ),
            Settings.ask_before_batch,
        )
        self.parallel = QComboBox()
        for number in range(1, MOST_AT_ONCE + 1):
            self.parallel.addItem(number_text(number), number)
        self.bind_list(Settings.parallel_uploads, self.parallel)
        self.add_caption(self.tr("Uploads at a &time"), self.parallel)
        self.add_narrow(self.parallel)
        self.add_explanation(
            self.tr("A lower number leaves more of a slow connection for the rest of the office.")
        )
        self.end()

    def show_settings(self, settings: Settings) -> None:
        """Show the current settings, without emitting a signal."""
        super().show_settings(settings)
        self.start.show_value("at-once" if settings.start_at_once else "on-click")
