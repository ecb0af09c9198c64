"""Events on their way from the connection to whoever iterates them."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator

from capout_desktop.capout.realtime.events import RealtimeEvent

_MOST_EVENTS = 256
"""Waiting for the reader; then the network has to wait as well."""


class EventQueue:
    """A queue whose reader takes all that waits in one turn of the loop.

    An `asyncio.Queue` costs each event more than reading it off the socket does.
    """

    def __init__(self) -> None:
        self._waiting: deque[RealtimeEvent | Exception] = deque()
        self._some = asyncio.Event()
        self._room = asyncio.Event()
        self._room.set()

    async def put(self, event: RealtimeEvent | Exception) -> None:
        """Add an event; waits while too many are unread. An error is raised at the reader."""
        while len(self._waiting) >= _MOST_EVENTS:
            self._room.clear()
            await self._room.wait()
        self._waiting.append(event)
        if len(self._waiting) == 1:
            self._some.set()

    async def read(self) -> AsyncGenerator[RealtimeEvent, None]:
        """Yield the events in their order, without end.

        Raises:
            Exception: One that was put in.
        """
        waiting = self._waiting
        while True:
            await self._some.wait()
            self._some.clear()
            while waiting:
                event = waiting.popleft()
                if isinstance(event, Exception):
                    raise event
                yield event
            self._room.set()
