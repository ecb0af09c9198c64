"""What every way of hearing of documents has in common."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

from capout_desktop.domain.status_report import StatusReport

Deliver = Callable[[StatusReport], Awaitable[None]]


class StatusChannel(Protocol):
    """One way by which reports arrive, open until it fails or is closed.

    Attributes:
        renew_after: Seconds after opening when a fresh one should take over; None for never.
    """

    renew_after: float | None

    async def watch(self, document_ids: Sequence[str]) -> None:
        """Follow these documents, and no others, from now on.

        Raises:
            CapOutError: The channel has failed.
        """

    async def run(self, deliver: Deliver) -> None:
        """Deliver every report as it comes; ends by failing or by being cancelled.

        Raises:
            CapOutError: Why it failed.
        """

    async def aclose(self) -> None:
        """Close it; takes about a second at most."""
