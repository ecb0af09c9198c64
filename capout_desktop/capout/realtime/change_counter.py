"""Counter of changes that tasks can wait for."""

from __future__ import annotations

import asyncio


class ChangeCounter:
    """Counter of changes. Any number of tasks can wait for it without missing a change."""

    def __init__(self) -> None:
        self.count = 0
        self._next = asyncio.Event()

    def bump(self) -> None:
        """Count a change and wake the waiting tasks."""
        self.count += 1
        self._next.set()
        self._next = asyncio.Event()

    async def beyond(self, count: int) -> None:
        """Wait until the counter is greater than `count`."""
        while self.count <= count:
            await self._next.wait()
