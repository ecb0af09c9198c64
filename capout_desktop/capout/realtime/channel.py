"""Protocol of the channels that deliver status reports."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

from capout_desktop.domain.status_report import StatusReport

Deliver = Callable[[StatusReport], Awaitable[None]]
DeliverAll = Callable[[Sequence[StatusReport]], Awaitable[None]]


class StatusChannel(Protocol):
    """Channel that delivers status reports until it fails or is closed.

    Attributes:
        proven: Event that is set once it is certain that data comes through.
    """

    proven: asyncio.Event

    async def watch(self, document_ids: Sequence[str]) -> None:
        """Follow these documents from now on.

        Raises:
            CapOutError: The channel has failed.
        """

    async def run(self, deliver: DeliverAll) -> None:
        """Deliver reports, those that arrive together at once, until it fails or is canceled.

        Raises:
            CapOutError: The channel has failed.
        """

    async def until_stale(self) -> bool:
        """Wait until a new channel should take over; return whether this one may be dead."""

    async def aclose(self) -> None:
        """Close the channel, which takes about a second at most."""
