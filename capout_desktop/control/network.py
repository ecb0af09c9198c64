"""Control of the proxy setting: reopens connections when it changes."""

from __future__ import annotations

from capout_desktop.domain.proxy_choice import ProxyChoice
from capout_desktop.services.organizations.organizations import Organizations
from capout_desktop.services.tracking.tracking import Tracking
from capout_desktop.store.settings import Settings


def proxy_choice(settings: Settings) -> ProxyChoice:
    """Return the current proxy setting."""
    return ProxyChoice(settings.proxy, settings.proxy_url)


class NetworkControl:
    """Applies a changed proxy setting at once.

    Calls and uploads read the setting before each start. Realtime connections stay open for hours,
    and a key may wait for its next test, so these are restarted here.
    """

    def __init__(
        self, settings: Settings, organizations: Organizations, tracking: Tracking
    ) -> None:
        self._settings = settings
        self._organizations = organizations
        self._tracking = tracking
        self._choice = proxy_choice(settings)

    def settings_changed(self) -> None:
        """Reconnect if the proxy setting changed."""
        choice = proxy_choice(self._settings)
        if choice == self._choice:
            return
        self._choice = choice
        self._organizations.try_now()
        self._tracking.connect_anew()
