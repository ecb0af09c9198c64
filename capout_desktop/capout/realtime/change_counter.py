"""A number that grows with each change, and that can be waited for."""

from __future__ import annotations

import asyncio


class ChangeCounter:
    """Counts changes; none is missed between two looks, however many wait."""

    def __init__(self) -> None:
        self.count = 0
        self._next = asyncio.Event()

    def bump(self) -> None:
        """Note a change, and wake whoever waits for it."""
        self.count += 1
        self._next.set()
        self._next = asyncio.Event()

    async def beyond(self, count: int) -> None:
        """Wait until there were more changes than `count`."""
        while self.count <= count:
            await self._next.wait()
