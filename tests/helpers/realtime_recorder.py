"""Recorder of realtime events, which uses the listener as the program does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import aclosing, asynccontextmanager
from typing import Any

from capout_desktop.capout.client import CapOutClient
from capout_desktop.capout.realtime.listener import RealtimeEvent, RealtimeListener, Timing
from capout_desktop.domain.status_report import Outcome, StatusReport
from capout_desktop.sandbox.server import SandboxServer

QUICK = Timing(
    first_delay=0.01,
    longest_delay=0.05,
    background_delay=0.05,
    poll_interval=0.05,
    fetch_patience=0.02,
    shortest_token_life=0.0,
)
CALM = Timing(first_delay=0.01, longest_delay=0.05, failures=1000, fetch_patience=0.02)


class Hearing:
    """Recorder of the events of a realtime listener."""

    def __init__(self, listener: RealtimeListener) -> None:
        self.listener = listener
        self.events: list[RealtimeEvent] = []
        self._more = asyncio.Condition()

    async def listen(self) -> None:
        async with aclosing(self.listener.events()) as events:
            async for event in events:
                async with self._more:
                    self.events.append(event)
                    self._more.notify_all()

    async def until(self, predicate: Callable[[], bool], seconds: float = 60) -> None:
        async with asyncio.timeout(seconds), self._more:
            await self._more.wait_for(predicate)

    def reports(self, document_id: str) -> list[StatusReport]:
        return [
            event
            for event in self.events
            if isinstance(event, StatusReport) and event.document_id == document_id
        ]

    def outcome(self, document_id: str) -> Outcome | None:
        reports = self.reports(document_id)
        return reports[-1].outcome if reports else None

    def count(self, kind: type[object]) -> int:
        return sum(isinstance(event, kind) for event in self.events)

    async def complete(self, *document_ids: str) -> None:
        await self.until(lambda: all(self.outcome(id_) is Outcome.COMPLETE for id_ in document_ids))


@asynccontextmanager
async def hearing(
    client: CapOutClient,
    document_ids: Iterable[str] = (),
    timing: Timing = CALM,
    **options: Any,
) -> AsyncIterator[Hearing]:
    heard = Hearing(RealtimeListener(client, timing=timing, **options))
    heard.listener.watch(document_ids)
    task = asyncio.create_task(heard.listen())
    try:
        yield heard
    finally:
        task.cancel()
        [result] = await asyncio.gather(task, return_exceptions=True)
        assert result is None or isinstance(result, asyncio.CancelledError), result


async def until(sandbox: SandboxServer, predicate: Callable[[], bool]) -> None:
    await asyncio.to_thread(sandbox.state.wait_for, predicate, 60)


def seed(sandbox: SandboxServer, count: int) -> list[str]:
    return [sandbox.state.seed_document(f"{n}.pdf", "team@example.xn") for n in range(count)]
