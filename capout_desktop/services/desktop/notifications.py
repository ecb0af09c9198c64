"""Notifications and launcher progress on Linux desktops.

On other systems the tray icon shows notifications. Ubuntu's dock, KDE's task bar and some others
draw the progress: they support the signal of the Unity launcher.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from capout_desktop.domain.visible_text import escaped
from capout_desktop.services.desktop.bus import Address, DesktopBus

NOTIFICATIONS = Address(
    "org.freedesktop.Notifications",
    "/org/freedesktop/Notifications",
    "org.freedesktop.Notifications",
)
_NORMAL = 1
_BY_THE_DESKTOP = -1
"""Timeout value: the desktop decides how long a notification stays."""
LAUNCHER_INTERFACE = "com.canonical.Unity.LauncherEntry"
_LAUNCHER_PATH = "/com/canonical/unity/launcherentry/capout_desktop"
_PROGRAM = "application://capout-desktop.desktop"


class DesktopNotifications:
    """Shows notifications and reports clicks on them."""

    def __init__(self, bus: DesktopBus, icon: Path) -> None:
        self._bus = bus
        self._icon = icon
        self._shown: set[object] = set()

    async def show(self, title: str, text: str, open_words: str) -> None:
        """Show a notification.

        Args:
            title: Plain text.
            text: Plain text.
            open_words: What a click does, for desktops that show it on a button.

        Raises:
            NoDesktopServiceError: This desktop shows no notifications.
        """
        hints = {"desktop-entry": ("s", "capout-desktop"), "urgency": ("y", _NORMAL)}
        (number,) = await self._bus.call(
            NOTIFICATIONS,
            "Notify",
            "susssasa{sv}i",
            "CapOut Desktop",
            0,
            self._icon.as_uri(),
            title,
            # The text may contain markup, the title may not.
            escaped(text),
            ["default", open_words],
            hints,
            _BY_THE_DESKTOP,
        )
        self._shown.add(number)

    async def hear_clicks(self, on_click: Callable[[], None]) -> None:
        """Call `on_click` for every click on one of these notifications, until canceled.

        Raises:
            NoDesktopServiceError: There is no bus.
        """
        async with self._bus.hearing(NOTIFICATIONS, "ActionInvoked") as clicks:
            while True:
                message = await clicks.get()
                if message.body and message.body[0] in self._shown:
                    on_click()


class LauncherProgress:
    """Progress bar on the program's icon in the launcher."""

    def __init__(self, bus: DesktopBus) -> None:
        self._bus = bus
        self._shown: int | None = None

    async def show(self, fraction: float | None) -> None:
        """Show a progress of 0 to 1; None removes the bar.

        Raises:
            NoDesktopServiceError: There is no bus.
        """
        percent = None if fraction is None else int(fraction * 100)
        if percent == self._shown:
            return
        self._shown = percent
        state = {
            "progress": ("d", (percent or 0) / 100),
            "progress-visible": ("b", percent is not None),
        }
        await self._bus.emit(
            _LAUNCHER_PATH, LAUNCHER_INTERFACE, "Update", "sa{sv}", _PROGRAM, state
        )
