"""A realtime listener that tells what a test lets it tell."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Iterable

import pytest

from capout_desktop.capout.client import CapOutClient
from capout_desktop.capout.realtime import listener
from capout_desktop.capout.realtime.events import RealtimeEvent


class ScriptedListener:
    """Stands for the realtime listener, and notes what is asked of it.

    Attributes:
        client: The client that it would use.
        asked: The ids of each call of `watch`.
        watched: All ids that are watched.
        is_heard: Whether somebody waits for its events.
    """

    def __init__(self, client: CapOutClient) -> None:
        self.client = client
        self.asked: list[list[str]] = []
        self.watched: set[str] = set()
        self.is_heard = False
        self._events = asyncio.Queue[RealtimeEvent]()

    def watch(self, document_ids: Iterable[str]) -> None:
        """Note what is asked for."""
        self.asked.append(list(document_ids))
        self.watched.update(self.asked[-1])

    def unwatch(self, document_ids: Iterable[str]) -> None:
        """Forget documents."""
        self.watched.difference_update(document_ids)

    def tell(self, *events: RealtimeEvent) -> None:
        """Let events arrive."""
        for event in events:
            self._events.put_nowait(event)

    async def portions(self) -> AsyncGenerator[list[RealtimeEvent], None]:
        """Yield what arrives, one at a time, until nobody listens any more."""
        self.is_heard = True
        try:
            while True:
                yield [await self._events.get()]
        finally:
            self.is_heard = False

    async def events(self) -> AsyncGenerator[RealtimeEvent, None]:
        """Yield what arrives, until nobody listens any more."""
        async with contextlib.aclosing(self.portions()) as portions:
            async for portion in portions:
                for event in portion:
                    yield event


def scripted_listeners(monkeypatch: pytest.MonkeyPatch) -> list[ScriptedListener]:
    """Let only scripted listeners be made, and return the list that each is added to."""
    made: list[ScriptedListener] = []

    def make(client: CapOutClient, **_: object) -> ScriptedListener:
        made.append(ScriptedListener(client))
        return made[-1]

    monkeypatch.setattr(listener, "RealtimeListener", make)
    return made
