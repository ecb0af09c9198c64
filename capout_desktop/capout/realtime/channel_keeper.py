"""Keeper that runs a channel and replaces it before it expires."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence

from capout_desktop.capout.errors import CapOutError, RealtimeInterrupted, Unauthorized
from capout_desktop.capout.realtime.channel import DeliverAll, StatusChannel
from capout_desktop.capout.realtime.events import Timing
from capout_desktop.capout.realtime.status_fetcher import StatusFetcher
from capout_desktop.capout.realtime.suspend_detector import SuspendDetector
from capout_desktop.capout.realtime.watchlist import Watchlist
from capout_desktop.capout.retries import jitter
from capout_desktop.capout.task_end import end

_log = logging.getLogger(__name__)

Open = Callable[[Sequence[str]], Awaitable[StatusChannel]]


class ChannelKeeper:
    """Runs channels of any kind and updates them when the watchlist changes."""

    def __init__(
        self,
        watchlist: Watchlist,
        fetcher: StatusFetcher,
        jumps: SuspendDetector,
        timing: Timing,
        deliver: DeliverAll,
    ) -> None:
        self._watchlist = watchlist
        self._fetcher = fetcher
        self._jumps = jumps
        self._timing = timing
        self._deliver = deliver
        self._open: set[StatusChannel] = set()
        self._closing: set[asyncio.Task[None]] = set()

    async def open(self, open_: Open) -> tuple[StatusChannel, frozenset[str]]:
        """Open a channel and return it with the documents that it was opened for.

        Raises:
            CapOutError: It could not be opened.
        """
        known = list(self._watchlist)
        channel = await open_(known)
        self._open.add(channel)
        return channel, frozenset(known)

    async def keep(
        self, channel: StatusChannel, known: frozenset[str], reopen: Open
    ) -> CapOutError | None:
        """Run a channel and its successors until they end, and close them.

        It returns the reason for the end; None if nothing is watched any more.

        Raises:
            Unauthorized: The key is not accepted any more.
        """
        while True:
            jumps = self._jumps.seen.count
            # A stream may begin with the next change, so that earlier changes are missed.
            self._fetcher.request(self._watchlist)
            running = asyncio.create_task(channel.run(self._deliver))
            minding = asyncio.create_task(self._mind_watchlist(channel, known))
            renewing = asyncio.create_task(self._successor(channel, reopen))
            waking = asyncio.create_task(self._jumps.seen.beyond(jumps))
            tasks = (running, minding, renewing, waking)
            try:
                await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            finally:
                try:
                    await end(*tasks)
                finally:
                    await self._close(channel)
            if not renewing.cancelled() and renewing.exception() is None:
                channel, known = renewing.result()
                continue
            for task in (running, minding, renewing):
                if task.cancelled() or (error := task.exception()) is None:
                    continue
                if isinstance(error, CapOutError) and not isinstance(error, Unauthorized):
                    return error
                raise error
            if not waking.cancelled():
                return RealtimeInterrupted("this computer slept")
            return None

    async def close(self) -> None:
        """Close open channels, and wait for those that are being closed."""
        for channel in list(self._open):
            await self._close(channel)
        if self._closing:
            await asyncio.wait(self._closing)

    async def _mind_watchlist(self, channel: StatusChannel, opened_for: frozenset[str]) -> None:
        """Pass changes of the watchlist to the channel; return when it is empty."""
        known = set(opened_for)
        changes = self._watchlist.changes
        while self._watchlist:
            count = changes.count
            new = [id_ for id_ in self._watchlist if id_ not in known]
            if new:
                await channel.watch(list(self._watchlist))
                known.update(new)
                self._fetcher.request(new)
            await changes.beyond(count)

    async def _successor(
        self, channel: StatusChannel, reopen: Open
    ) -> tuple[StatusChannel, frozenset[str]]:
        """Wait until this channel is stale and open the one that takes over."""
        may_be_dead = await channel.until_stale()
        attempts = 0
        while True:
            try:
                return await self.open(reopen)
            except Unauthorized:
                raise
            except CapOutError as error:
                if may_be_dead:
                    raise
                _log.info("no fresh connection yet: %s", error)
            attempts += 1
            await asyncio.sleep(
                jitter(attempts, self._timing.first_delay, self._timing.longest_delay)
            )

    async def _close(self, channel: StatusChannel) -> None:
        """Close the channel completely, even if the caller is canceled meanwhile."""
        self._open.discard(channel)
        closing = asyncio.create_task(channel.aclose())
        self._closing.add(closing)
        closing.add_done_callback(self._closing.discard)
        await asyncio.shield(closing)
