"""What every connection by which reports arrive has in common."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

from capout_desktop.domain.status_report import StatusReport

Deliver = Callable[[StatusReport], Awaitable[None]]


class StatusChannel(Protocol):
    """One way by which reports arrive, open until it fails or is closed.

    Attributes:
        proven: Set once it is sure that something comes through.
    """

    proven: asyncio.Event

    async def watch(self, document_ids: Sequence[str]) -> None:
        """Follow all of these from now on.

        Raises:
            CapOutError: The channel has failed.
        """

    async def run(self, deliver: Deliver) -> None:
        """Deliver every report as it comes; ends by failing or by being canceled.

        Raises:
            CapOutError: Why it failed.
        """

    async def until_stale(self) -> bool:
        """Wait until a fresh one should take over; return whether this one may be dead."""

    async def aclose(self) -> None:
        """Close it; takes about a second at most."""
