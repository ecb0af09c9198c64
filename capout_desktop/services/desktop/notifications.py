"""Notifications of Linux' desktops; elsewhere the tray icon shows them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from capout_desktop.services.desktop.bus import Address, DesktopBus

NOTIFICATIONS = Address(
    "org.freedesktop.Notifications",
    "/org/freedesktop/Notifications",
    "org.freedesktop.Notifications",
)
_NORMAL = 1
_BY_THE_DESKTOP = -1
"""Its own rule says how long a notification stays."""


class DesktopNotifications:
    """Shows notifications and hears of clicks on them."""

    def __init__(self, bus: DesktopBus, icon: Path) -> None:
        self._bus = bus
        self._icon = icon
        self._shown: set[object] = set()

    async def show(self, title: str, text: str, open_words: str) -> None:
        """Show a notification.

        Args:
            title: Plain text.
            text: Plain text.
            open_words: What a click does, for desktops that say it on a button.

        Raises:
            NoDesktopServiceError: This desktop shows none.
        """
        import html  # noqa: PLC0415 - two thousand names of letters, for the first message

        hints = {"desktop-entry": ("s", "capout-desktop"), "urgency": ("y", _NORMAL)}
        (number,) = await self._bus.call(
            NOTIFICATIONS,
            "Notify",
            "susssasa{sv}i",
            "CapOut Desktop",
            0,
            self._icon.as_uri(),
            title,
            # The text may hold markup, the title may not.
            html.escape(text, quote=False),
            ["default", open_words],
            hints,
            _BY_THE_DESKTOP,
        )
        self._shown.add(number)

    async def hear_clicks(self, on_click: Callable[[], None]) -> None:
        """Call back for every click on one of these notifications, until canceled.

        Raises:
            NoDesktopServiceError: There is no bus.
        """
        async with self._bus.hearing(NOTIFICATIONS, "ActionInvoked") as clicks:
            while True:
                message = await clicks.get()
                if message.body and message.body[0] in self._shown:
                    on_click()
