"""By which way CapOut is reached: what is open by another way is opened anew."""

from __future__ import annotations

from capout_desktop.domain.proxy_choice import ProxyChoice
from capout_desktop.services.organizations.organizations import Organizations
from capout_desktop.services.tracking.tracking import Tracking
from capout_desktop.store.settings import Settings


def proxy_choice(settings: Settings) -> ProxyChoice:
    """The proxy that is chosen at this moment."""
    return ProxyChoice(settings.proxy, settings.proxy_url)


class NetworkControl:
    """Takes up another way as soon as it is chosen.

    Calls and uploads ask by themselves before they begin. What stands for hours is the connection
    that brings news, and what waits is a key that could not be tested by the way before.
    """

    def __init__(
        self, settings: Settings, organizations: Organizations, tracking: Tracking
    ) -> None:
        self._settings = settings
        self._organizations = organizations
        self._tracking = tracking
        self._choice = proxy_choice(settings)

    def settings_changed(self) -> None:
        """Connect anew where another way was chosen."""
        choice = proxy_choice(self._settings)
        if choice == self._choice:
            return
        self._choice = choice
        self._organizations.try_now()
        self._tracking.connect_anew()
