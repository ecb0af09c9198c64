"""Queue of events between the connection and the consumer."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Sequence

from capout_desktop.capout.realtime.events import RealtimeEvent

_MOST_EVENTS = 256
"""Maximum number of unread events; beyond it reading from the network pauses."""


class EventQueue:
    """Queue whose reader takes all waiting events in one turn of the loop.

    With an `asyncio.Queue` an event takes more time than reading it from the socket.
    """

    def __init__(self) -> None:
        self._waiting: deque[RealtimeEvent | Exception] = deque()
        self._some = asyncio.Event()
        self._room = asyncio.Event()

    async def put(self, *events: RealtimeEvent | Exception) -> None:
        """Add events, waiting while too many are unread. An exception is raised in `read`."""
        while len(self._waiting) >= _MOST_EVENTS:
            self._room.clear()
            await self._room.wait()
        if events:  # nothing wakes nobody
            self._waiting.extend(events)
            self._some.set()

    async def read(self) -> AsyncGenerator[Sequence[RealtimeEvent], None]:
        """Yield the waiting events in order, as many as there are, without end.

        Raises:
            Exception: One that was added.
        """
        waiting = self._waiting
        while True:
            await self._some.wait()
            self._some.clear()
            events: list[RealtimeEvent] = []
            while waiting:
                event = waiting.popleft()
                if isinstance(event, Exception):
                    if events:
                        yield events
                    raise event
                events.append(event)
            yield events
            self._room.set()
