"""Progress on the program's icon in the dock, for the Linux desktops that draw it.

Ubuntu's dock, KDE's task bar and some others listen to the signal that Unity's launcher invented.
"""

from __future__ import annotations

from capout_desktop.services.desktop.bus import DesktopBus

INTERFACE = "com.canonical.Unity.LauncherEntry"
_PATH = "/com/canonical/unity/launcherentry/capout_desktop"
_PROGRAM = "application://capout-desktop.desktop"


class LauncherProgress:
    """Draws a bar while something is under way."""

    def __init__(self, bus: DesktopBus) -> None:
        self._bus = bus
        self._shown: int | None = None

    async def show(self, fraction: float | None) -> None:
        """Show how far all is, 0 to 1; None takes the bar away.

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
        await self._bus.emit(_PATH, INTERFACE, "Update", "sa{sv}", _PROGRAM, state)
