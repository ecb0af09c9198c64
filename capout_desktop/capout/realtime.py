"""Follows documents to their end, by the best way that the network allows.

A WebSocket where it can be had, and polling where it cannot, while the socket is tried again and
again. After each connection every unfinished document is asked for once, so that nothing that
happened in between is missed.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections import deque
from collections.abc import AsyncGenerator, Iterable
from dataclasses import dataclass

from capout_desktop.capout.client import CapOutClient
from capout_desktop.capout.errors import CapOutError, Unauthorized
from capout_desktop.capout.polling_channel import PollingChannel
from capout_desktop.capout.retries import jitter
from capout_desktop.capout.status_channel import StatusChannel
from capout_desktop.capout.status_fetcher import StatusFetcher
from capout_desktop.capout.websocket_channel import WebSocketChannel
from capout_desktop.domain.problem import Problem
from capout_desktop.domain.status_report import Outcome, StatusReport

_log = logging.getLogger(__name__)

_MOST_EVENTS = 64
"""Waiting for the consumer; then the network has to wait as well."""


@dataclass(frozen=True, slots=True)
class Idle:
    """No document is watched, and no connection stands."""


@dataclass(frozen=True, slots=True)
class Live:
    """Reports come as they happen."""


@dataclass(frozen=True, slots=True)
class Reconnecting:
    """No reports come; the next try is in `delay` seconds."""

    problem: Problem
    delay: float


@dataclass(frozen=True, slots=True)
class Polling:
    """Reports come every `interval` seconds or so, for lack of a better way."""

    problem: Problem
    interval: float


@dataclass(frozen=True, slots=True)
class StatusUnavailable:
    """The status of this document cannot be had; it stays watched."""

    document_id: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class Ended:
    """The key is not accepted any more; there are no further events."""

    error: Unauthorized


RealtimeEvent = StatusReport | Idle | Live | Reconnecting | Polling | StatusUnavailable | Ended


@dataclass(frozen=True, slots=True)
class Timing:
    """How patient the listener is; times in seconds.

    Attributes:
        first_delay: Ceiling of the first wait before connecting again; it doubles each time.
        longest_delay: Ceiling of any such wait.
        stable_after: A connection that lived so long was a good one: waits start anew.
        settled_after: One that lived so long was a connection at all.
        failures: After so many in a row within `failures_within`, polling begins.
        failures_within: See `failures`.
        poll_interval: Between two rounds of polling.
        fetch_patience: Between two tries to fetch one document's status.
        renew_at: The part of a token's life after which a fresh connection takes over.
    """

    first_delay: float = 1.0
    longest_delay: float = 30.0
    stable_after: float = 60.0
    settled_after: float = 5.0
    failures: int = 3
    failures_within: float = 60.0
    poll_interval: float = 3.0
    fetch_patience: float = 5.0
    renew_at: float = 0.8


class RealtimeListener:
    """Hears of documents until they are finished; all on one event loop.

    A document whose end was reported is not watched any more. While none is, there is no
    connection at all.
    """

    def __init__(self, client: CapOutClient, *, timing: Timing | None = None) -> None:
        self._client = client
        self._timing = timing or Timing()
        self._watched: dict[str, None] = {}
        self._new: set[str] = set()
        self._scope_changed = False
        self._changed = asyncio.Event()
        self._queue: asyncio.Queue[RealtimeEvent | Exception] = asyncio.Queue(_MOST_EVENTS)
        self._told: RealtimeEvent | None = None
        self._channels: set[StatusChannel] = set()
        self._failed_at: deque[float] = deque(maxlen=self._timing.failures)
        self._fetcher = StatusFetcher(
            client,
            self._deliver,
            self._watched.__contains__,
            self._give_up,
            patience=self._timing.fetch_patience,
        )

    @property
    def watched(self) -> frozenset[str]:
        """The documents that are being followed."""
        return frozenset(self._watched)

    def watch(self, document_ids: Iterable[str]) -> None:
        """Follow these documents too, until their end; takes effect while `events` is iterated."""
        new = [id_ for id_ in document_ids if id_ not in self._watched]
        if new:
            self._watched.update(dict.fromkeys(new))
            self._new.update(new)
            self._scope_changed = True
            self._changed.set()

    def unwatch(self, document_ids: Iterable[str]) -> None:
        """Follow these documents no more."""
        for document_id in document_ids:
            if document_id in self._watched:
                self._drop(document_id)
                self._scope_changed = True

    async def events(self) -> AsyncGenerator[RealtimeEvent, None]:
        """Yield reports and changes of the connection, until `Ended` or closed.

        Iterate it once at a time, and close it (`contextlib.aclosing`): that hangs up.
        """
        self._queue = asyncio.Queue(_MOST_EVENTS)
        self._told = None
        self._failed_at.clear()
        supervisor = asyncio.create_task(self._supervise())
        try:
            while True:
                event = await self._queue.get()
                if isinstance(event, Exception):
                    raise event
                yield event
                if isinstance(event, Ended):
                    return
        finally:
            supervisor.cancel()
            await asyncio.gather(supervisor, return_exceptions=True)

    # What the consumer hears

    async def _deliver(self, report: StatusReport) -> None:
        if report.document_id in self._watched:
            if report.outcome is not Outcome.RUNNING:
                self._drop(report.document_id)
            await self._queue.put(report)

    async def _tell(self, event: Idle | Live | Reconnecting | Polling) -> None:
        if event != self._told:
            self._told = event
            await self._queue.put(event)

    async def _give_up(self, document_id: str, error: CapOutError) -> None:
        await self._queue.put(StatusUnavailable(document_id, error.problem))

    def _drop(self, document_id: str) -> None:
        del self._watched[document_id]
        self._new.discard(document_id)
        self._changed.set()

    # How it is heard

    async def _supervise(self) -> None:
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._fetcher.run())
                group.create_task(self._follow(group))
        except* Unauthorized as refused:
            error = next(e for e in refused.exceptions if isinstance(e, Unauthorized))
            await self._queue.put(Ended(error))
        except* Exception as failed:  # noqa: BLE001 - raised where the events are iterated
            await self._queue.put(failed)
        finally:
            for channel in list(self._channels):
                await self._close(channel)

    async def _follow(self, group: asyncio.TaskGroup) -> None:
        """Keep a connection for as long as anything is watched."""
        timing = self._timing
        polling: _Polling | None = None
        attempts = 0
        while True:
            if not self._watched:
                await _stop(polling)
                polling = None
                attempts = 0
                await self._tell(Idle())
                await self._until_watched()
            try:
                # What is watched from here on is seen to once the channel stands.
                self._scope_changed = False
                self._changed.clear()
                channel = await self._open()
            except Unauthorized:
                raise
            except CapOutError as failure:
                error = failure
            else:
                await _stop(polling)
                polling = None
                await self._tell(Live())
                began = time.monotonic()
                ended = await self._stay(channel)
                if ended is None:
                    continue
                error = ended
                lived = time.monotonic() - began
                if lived >= timing.stable_after:
                    attempts = 0
                if lived >= timing.settled_after:
                    self._failed_at.clear()
            attempts += 1
            if polling is None and self._socket_cannot_be_had():
                polling = self._start_polling(group, error.problem)
            delay = jitter(attempts, timing.first_delay, timing.longest_delay)
            delay = max(delay, error.retry_after or 0)
            _log.info("no realtime connection (%s), next try in %.1f s", error, delay)
            if polling is None or not polling.channel.working:
                await self._tell(Reconnecting(error.problem, delay))
            await self._pause(delay)

    async def _stay(self, channel: StatusChannel) -> CapOutError | None:
        """Hear what the channel and its successors bring; None when nothing is watched."""
        while True:
            # A stream may begin with what changes next, and what happened before it is lost.
            self._fetcher.request(self._watched)
            self._new.clear()
            running = asyncio.create_task(channel.run(self._deliver))
            minding = asyncio.create_task(self._mind_changes(channel))
            renewing = asyncio.create_task(self._successor(channel))
            tasks = (running, minding, renewing)
            try:
                await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
                await self._close(channel)
            if _succeeded(renewing):
                channel = renewing.result()
                # Its documents are those of when it was begun.
                self._scope_changed = True
                self._changed.set()
                continue
            for task in tasks:
                if task.cancelled() or (error := task.exception()) is None:
                    continue
                if isinstance(error, CapOutError) and not isinstance(error, Unauthorized):
                    return error
                raise error
            return None

    async def _mind_changes(self, channel: StatusChannel) -> None:
        """Tell the channel what to follow; return when there is nothing left."""
        while self._watched:
            await self._changed.wait()
            self._changed.clear()
            if self._scope_changed:
                self._scope_changed = False
                await channel.watch(list(self._watched))
                self._fetcher.request(self._new)
                self._new.clear()

    async def _successor(self, channel: StatusChannel) -> StatusChannel:
        """Open the channel that takes over before this one's token expires."""
        if channel.renew_after is None:
            await asyncio.Event().wait()
        await asyncio.sleep(channel.renew_after or 0)
        attempts = 0
        while True:
            try:
                return await self._open()
            except Unauthorized:
                raise
            except CapOutError as error:
                _log.info("no fresh connection yet: %s", error)
            attempts += 1
            await asyncio.sleep(
                jitter(attempts, self._timing.first_delay, self._timing.longest_delay)
            )

    async def _open(self) -> StatusChannel:
        channel = await WebSocketChannel.open(
            self._client, list(self._watched), renew_at=self._timing.renew_at
        )
        self._channels.add(channel)
        return channel

    async def _close(self, channel: StatusChannel) -> None:
        self._channels.discard(channel)
        await channel.aclose()

    def _socket_cannot_be_had(self) -> bool:
        """Count one more failure; whether there were too many of late."""
        now = time.monotonic()
        self._failed_at.append(now)
        enough = len(self._failed_at) == self._timing.failures
        return enough and now - self._failed_at[0] <= self._timing.failures_within

    def _start_polling(self, group: asyncio.TaskGroup, problem: Problem) -> _Polling:
        interval = self._timing.poll_interval
        channel = PollingChannel(self._client, self._watched, interval=interval)

        async def deliver(report: StatusReport) -> None:
            await self._tell(Polling(problem, interval))
            await self._deliver(report)

        return _Polling(channel, group.create_task(channel.run(deliver)))

    async def _until_watched(self) -> None:
        while not self._watched:
            self._changed.clear()
            await self._changed.wait()

    async def _pause(self, seconds: float) -> None:
        """Wait, but not for documents that are not watched any more."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self._watched:
                    self._changed.clear()
                    await self._changed.wait()


@dataclass(frozen=True, slots=True)
class _Polling:
    channel: PollingChannel
    task: asyncio.Task[None]


async def _stop(polling: _Polling | None) -> None:
    if polling is not None:
        polling.task.cancel()
        await asyncio.gather(polling.task, return_exceptions=True)


def _succeeded(task: asyncio.Task[StatusChannel]) -> bool:
    return not task.cancelled() and task.exception() is None
