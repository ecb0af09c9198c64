"""Fallback between the transports of reports, from the best to the last.

While a transport is unavailable, the next lower one delivers the reports and the better one is
retried. The lower one ends only when the better one is connected, so that no report is missed.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from capout_desktop.capout.client import CapOutClient
from capout_desktop.capout.errors import (
    CapOutError,
    ProxyFailed,
    RealtimeInterrupted,
    TimedOut,
    Unauthorized,
)
from capout_desktop.capout.realtime.channel import Deliver, StatusChannel
from capout_desktop.capout.realtime.channel_keeper import ChannelKeeper, Open
from capout_desktop.capout.realtime.events import (
    ConnectionEvent,
    Idle,
    Polling,
    Reconnecting,
    Timing,
)
from capout_desktop.capout.realtime.polling_channel import PollingChannel
from capout_desktop.capout.realtime.rate_limiter import RateLimiter
from capout_desktop.capout.realtime.suspend_detector import SuspendDetector
from capout_desktop.capout.realtime.watchlist import Watchlist
from capout_desktop.capout.retries import jitter
from capout_desktop.capout.task_end import end
from capout_desktop.domain.problem import Problem
from capout_desktop.domain.status_report import StatusReport

_log = logging.getLogger(__name__)

_NOTHING_YET = RealtimeInterrupted("the stream stands, but nothing has come through it yet")
_PASSING_CODES = frozenset({429, 503})


@dataclass(frozen=True, slots=True)
class TransportContext:
    """Objects that all transports share.

    Attributes:
        tell: Called with changes of the connection.
        deliver: Called with the answers to requests.
        group: Task group that ends all transports after an error that affects all of them.
    """

    client: CapOutClient
    watchlist: Watchlist
    keeper: ChannelKeeper
    jumps: SuspendDetector
    timing: Timing
    poll_pace: RateLimiter
    tell: Callable[[ConnectionEvent], Awaitable[None]]
    deliver: Deliver
    group: asyncio.TaskGroup


class Transport(Protocol):
    """Protocol of a transport of reports."""

    @property
    def working(self) -> bool:
        """Whether reports come, by this way or one below it."""

    async def run(self, problem: Problem) -> None:
        """Deliver reports until canceled; `problem` says why there is no better transport."""


class TransportFallback:
    """Transport with a realtime connection and a fallback."""

    def __init__(
        self,
        context: TransportContext,
        open_: Open,
        announce: Callable[[Problem], ConnectionEvent],
        below: Transport,
    ) -> None:
        """Create the transport; `run` connects.

        Args:
            context: Objects that all transports share.
            open_: Opens a channel for some documents.
            announce: Returns the event to emit once connected, given the problem why there is no
                better transport.
            below: Fallback that runs while this transport is unavailable.
        """
        self._context = context
        self._open_channel = open_
        self._announce = announce
        self._below = below
        self._below_task: asyncio.Task[None] | None = None
        self._standing = False
        self._failed_at: deque[float] = deque(maxlen=context.timing.failures)

    @property
    def working(self) -> bool:
        """Whether reports come, by this way or one below it."""
        return self._standing or (self._below_task is not None and self._below.working)

    async def run(self, problem: Problem) -> None:
        """Keep a connection open while any document is watched.

        Raises:
            Unauthorized: The key is not accepted any more.
        """
        context, timing = self._context, self._context.timing
        attempts = 0
        distrusted = False
        try:
            while True:
                if not context.watchlist:
                    await self._stop_below()
                    attempts = 0
                    await context.tell(Idle())
                    await context.watchlist.until_any()
                jumps = context.jumps.seen.count
                refused = False
                try:
                    channel, known = await context.keeper.open(self._open)
                except Unauthorized:
                    raise
                except CapOutError as failure:
                    error = failure
                    refused = _is_refusal(failure)
                else:
                    began = time.monotonic()
                    ended = await self._attend(channel, known, problem)
                    if ended is None:
                        continue
                    error = ended
                    if time.monotonic() - began >= timing.stable_after:
                        attempts = 0
                        distrusted = False
                if context.jumps.seen.count > jumps:
                    # A connection lost during sleep is not a failure of this transport.
                    attempts = 0
                    continue
                attempts += 1
                distrusted = self._too_often() or refused or distrusted
                if distrusted:
                    self._start_below(error.problem)
                await self._wait(attempts, error)
        finally:
            await self._stop_below()

    async def _open(self, document_ids: Sequence[str]) -> StatusChannel:
        try:
            async with asyncio.timeout(self._context.timing.open_within):
                return await self._open_channel(document_ids)
        except TimeoutError as error:
            raise TimedOut("no connection within the time") from error

    async def _attend(
        self, channel: StatusChannel, known: frozenset[str], problem: Problem
    ) -> CapOutError | None:
        proving = asyncio.create_task(self._announce_once_proven(channel, problem))
        try:
            return await self._context.keeper.keep(channel, known, self._open)
        finally:
            self._standing = False
            await end(proving)

    async def _announce_once_proven(self, channel: StatusChannel, problem: Problem) -> None:
        """Use a connection once data arrived, since some proxies buffer streams."""
        if not channel.proven.is_set():
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._context.timing.proof):
                    await channel.proven.wait()
        if not channel.proven.is_set():
            self._start_below(_NOTHING_YET.problem)
            await channel.proven.wait()
        self._standing = True
        await self._stop_below()
        await self._context.tell(self._announce(problem))

    def _too_often(self) -> bool:
        """Count a failure and return whether there were too many recently."""
        now = time.monotonic()
        self._failed_at.append(now)
        timing = self._context.timing
        enough = len(self._failed_at) == timing.failures
        return enough and now - self._failed_at[0] <= timing.failures_within

    async def _wait(self, attempts: int, error: CapOutError) -> None:
        timing = self._context.timing
        longest = timing.background_delay if self._below_task else timing.longest_delay
        delay = max(jitter(attempts, timing.first_delay, longest), error.retry_after or 0)
        _log.info("no connection (%s), next try in %.1f s", error, delay)
        if not self.working:
            await self._context.tell(Reconnecting(error.problem, delay))
        jumps = self._context.jumps.seen
        waiting = (
            asyncio.create_task(jumps.beyond(jumps.count)),
            asyncio.create_task(self._until_nothing_is_watched()),
        )
        try:
            await asyncio.wait(waiting, timeout=delay, return_when=asyncio.FIRST_COMPLETED)
        finally:
            await end(*waiting)

    async def _until_nothing_is_watched(self) -> None:
        changes = self._context.watchlist.changes
        while self._context.watchlist:
            await changes.beyond(changes.count)

    def _start_below(self, problem: Problem) -> None:
        if self._below_task is None:
            self._below_task = self._context.group.create_task(self._below.run(problem))

    async def _stop_below(self) -> None:
        task, self._below_task = self._below_task, None
        if task is not None:
            await end(task)


class PollingFallback:
    """Transport by polling, used if no better one is available."""

    def __init__(self, context: TransportContext) -> None:
        self._context = context
        self._channel: PollingChannel | None = None

    @property
    def working(self) -> bool:
        """Whether the last request was answered."""
        return self._channel is not None and self._channel.working

    async def run(self, problem: Problem) -> None:
        """Poll until canceled.

        Raises:
            Unauthorized: The key is not accepted any more.
        """
        context = self._context

        async def fail(error: CapOutError, delay: float) -> None:
            await context.tell(Reconnecting(error.problem, delay))

        channel = PollingChannel(
            context.client,
            context.watchlist,
            interval=context.timing.poll_interval,
            pace=context.poll_pace,
            on_failure=fail,
        )

        async def deliver(report: StatusReport) -> None:
            await context.tell(Polling(problem, channel.interval))
            await context.deliver(report)

        self._channel = channel
        waking = asyncio.create_task(self._look_after_each_sleep(channel))
        try:
            await channel.run(deliver)
        finally:
            self._channel = None
            await end(waking)

    async def _look_after_each_sleep(self, channel: PollingChannel) -> None:
        seen = self._context.jumps.seen
        while True:
            await seen.beyond(seen.count)
            channel.look_now()


def _is_refusal(error: CapOutError) -> bool:
    """Return whether the server refuses such connections permanently, not just at present."""
    if isinstance(error, ProxyFailed):
        return True
    return (
        isinstance(error, RealtimeInterrupted)
        and error.status_code is not None
        and error.status_code not in _PASSING_CODES
    )
