"""Listener that follows documents until they are finished, by the best available transport.

It uses a WebSocket if possible, otherwise SSE, otherwise polling, and keeps retrying the better
transports. After each connection the status of every unfinished document is requested once, so that
no change in between is missed.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Iterable, Sequence

from capout_desktop.capout.client import CapOutClient
from capout_desktop.capout.errors import CapOutError, RealtimeInterrupted, Unauthorized
from capout_desktop.capout.realtime.channel import StatusChannel
from capout_desktop.capout.realtime.channel_keeper import ChannelKeeper
from capout_desktop.capout.realtime.event_queue import EventQueue
from capout_desktop.capout.realtime.events import (
    ConnectionEvent,
    Ended,
    Idle,
    Live,
    LiveSse,
    Polling,
    RealtimeEvent,
    Reconnecting,
    StatusUnavailable,
    Timing,
)
from capout_desktop.capout.realtime.fallback import (
    PollingFallback,
    TransportContext,
    TransportFallback,
)
from capout_desktop.capout.realtime.polling_channel import polling_pace
from capout_desktop.capout.realtime.sse_channel import SseChannel
from capout_desktop.capout.realtime.status_fetcher import StatusFetcher
from capout_desktop.capout.realtime.suspend_detector import SuspendDetector
from capout_desktop.capout.realtime.watchlist import Watchlist
from capout_desktop.capout.realtime.websocket_channel import WebSocketChannel
from capout_desktop.capout.task_end import end
from capout_desktop.domain.status_report import StatusReport

__all__ = [
    "ConnectionEvent",
    "Ended",
    "Idle",
    "Live",
    "LiveSse",
    "Polling",
    "RealtimeEvent",
    "RealtimeListener",
    "Reconnecting",
    "StatusUnavailable",
    "Timing",
]


class RealtimeListener:
    """Listener for the status of documents. Use it on one event loop only.

    A document whose end was reported is not watched any more. While none is watched, there is no
    connection.
    """

    def __init__(
        self,
        client: CapOutClient,
        *,
        timing: Timing | None = None,
        suspend_detector: SuspendDetector | None = None,
        recent: int = 0,
    ) -> None:
        """Create the listener; iterating over `events` connects.

        Args:
            client: Client for the calls and tokens.
            timing: Times and limits.
            suspend_detector: Detects that this computer slept.
            recent: Number of the organization's latest documents to follow as well, watched or
                not. If it is not 0, there is always a connection.
        """
        self._client = client
        self._timing = timing or Timing()
        self._jumps = suspend_detector or SuspendDetector()
        self._recent = recent
        self._watchlist = Watchlist(ever=recent > 0)
        self._poll_pace = polling_pace()
        self._line = EventQueue()
        self._told: ConnectionEvent | None = None
        self._fetcher = StatusFetcher(
            client,
            self._deliver_answer,
            self._watchlist.__contains__,
            self._give_up,
            patience=self._timing.fetch_patience,
        )

    @property
    def watched(self) -> frozenset[str]:
        """Ids of the documents that are being followed."""
        return frozenset(self._watchlist)

    def watch(self, document_ids: Iterable[str]) -> None:
        """Follow these documents, too, until they end, while `events` is being iterated over."""
        self._watchlist.add(document_ids)

    def unwatch(self, document_ids: Iterable[str]) -> None:
        """Stop following these documents."""
        for document_id in document_ids:
            self._watchlist.remove(document_id)

    async def events(self) -> AsyncGenerator[RealtimeEvent, None]:
        """Yield reports and changes of the connection, until `Ended` or closed.

        Iterate over it once at a time, and close it (`contextlib.aclosing`) to disconnect.
        """
        async with contextlib.aclosing(self.portions()) as portions:
            async for portion in portions:
                for event in portion:
                    yield event

    async def portions(self) -> AsyncGenerator[Sequence[RealtimeEvent], None]:
        """Yield what `events` does, as many as there are at once: for thousands a second."""
        line = self._line = EventQueue()
        self._told = None
        supervisor = asyncio.create_task(self._supervise())
        try:
            async for portion in line.read():
                yield portion
                if isinstance(portion[-1], Ended):  # nothing comes after it
                    return
        finally:
            await end(supervisor)

    async def _deliver(self, reports: Sequence[StatusReport]) -> None:
        passed = []
        ids = self._watchlist.ids
        for report in reports:
            watched = report.document_id in ids
            if watched and not report.is_running:
                self._watchlist.remove(report.document_id)
            if watched or self._recent:
                passed.append(report)
        await self._line.put(*passed)

    async def _deliver_answer(self, report: StatusReport) -> None:
        # The answer may be older than the end that a stream delivered meanwhile.
        if report.document_id in self._watchlist:
            await self._deliver([report])

    async def _tell(self, event: ConnectionEvent) -> None:
        if event != self._told:
            self._told = event
            await self._line.put(event)

    async def _give_up(self, document_id: str, error: CapOutError) -> None:
        await self._line.put(StatusUnavailable(document_id, error.problem))

    async def _supervise(self) -> None:
        keeper = ChannelKeeper(
            self._watchlist, self._fetcher, self._jumps, self._timing, self._deliver
        )
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._jumps.run())
                group.create_task(self._fetcher.run())
                group.create_task(self._best_way(keeper, group).run(_NOTHING.problem))
        except* Unauthorized as refused:
            error = next(e for e in refused.exceptions if isinstance(e, Unauthorized))
            await self._line.put(Ended(error))
        except* Exception as failed:  # noqa: BLE001 - raised where the events are iterated
            await self._line.put(failed)
        finally:
            await keeper.close()

    def _best_way(self, keeper: ChannelKeeper, group: asyncio.TaskGroup) -> TransportFallback:
        client, timing, pace = self._client, self._timing, self._poll_pace
        recent = self._recent

        async def open_socket(document_ids: Sequence[str]) -> StatusChannel:
            return await WebSocketChannel.open(client, document_ids, timing, recent)

        async def open_streams(document_ids: Sequence[str]) -> StatusChannel:
            return await SseChannel.open(client, document_ids, timing, pace, recent)

        context = TransportContext(
            client=client,
            watchlist=self._watchlist,
            keeper=keeper,
            jumps=self._jumps,
            timing=timing,
            poll_pace=pace,
            tell=self._tell,
            deliver=self._deliver_answer,
            group=group,
        )
        sse = TransportFallback(context, open_streams, LiveSse, PollingFallback(context))
        return TransportFallback(context, open_socket, lambda _problem: Live(), sse)


_NOTHING = RealtimeInterrupted()
"""Placeholder for the best transport, which needs no reason."""
