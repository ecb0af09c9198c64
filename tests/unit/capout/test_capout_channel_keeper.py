"""A channel is replaced before it expires, and given up at once if it may be dead."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from typing import cast

import pytest

from capout_desktop.capout.errors import CapOutError, ConnectionBroken, RealtimeInterrupted
from capout_desktop.capout.realtime.channel import DeliverAll
from capout_desktop.capout.realtime.channel_keeper import ChannelKeeper
from capout_desktop.capout.realtime.events import Timing
from capout_desktop.capout.realtime.status_fetcher import StatusFetcher
from capout_desktop.capout.realtime.suspend_detector import SuspendDetector
from capout_desktop.capout.realtime.watchlist import Watchlist
from capout_desktop.domain.status_report import StatusReport

NO_NETWORK = ConnectionBroken("no network")


class Channel:
    """Stands for a channel: one that is old, or one that ends."""

    def __init__(self, *, is_old: bool, may_be_dead: bool = False) -> None:
        self.proven = asyncio.Event()
        self.is_closed = False
        self._is_old = is_old
        self._may_be_dead = may_be_dead

    async def watch(self, document_ids: Sequence[str]) -> None:
        """Follow whatever is named."""

    async def run(self, deliver: DeliverAll) -> None:
        if self._is_old:
            await asyncio.Event().wait()
        raise RealtimeInterrupted("the end")

    async def until_stale(self) -> bool:
        if not self._is_old:
            await asyncio.Event().wait()
        return self._may_be_dead

    async def aclose(self) -> None:
        self.is_closed = True


class Fetcher:
    """Stands for the fetcher of what was missed."""

    def request(self, document_ids: Iterable[str]) -> None:
        """Take it."""


def keeper() -> ChannelKeeper:
    async def deliver(reports: Sequence[StatusReport]) -> None:
        raise AssertionError(f"there is nothing to deliver: {reports}")

    watchlist = Watchlist()
    watchlist.add(["doc_1"])
    quick = Timing(first_delay=0.0, longest_delay=0.0)
    fetcher = cast("StatusFetcher", Fetcher())
    return ChannelKeeper(watchlist, fetcher, SuspendDetector(), quick, deliver)


@pytest.mark.parametrize(("may_be_dead", "tries"), [(False, 3), (True, 1)])
async def test_without_a_successor_only_a_channel_that_may_be_dead_is_given_up(
    may_be_dead: bool, tries: int
) -> None:
    old, new = Channel(is_old=True, may_be_dead=may_be_dead), Channel(is_old=False)
    asked: list[bool] = []

    async def reopen(document_ids: Sequence[str]) -> Channel:
        asked.append(old.is_closed)
        if len(asked) < 3:
            raise NO_NETWORK
        return new

    async with asyncio.timeout(20):
        end = await keeper().keep(old, frozenset({"doc_1"}), reopen)
    assert isinstance(end, CapOutError)
    assert (end is NO_NETWORK) is may_be_dead
    assert asked == [False] * tries, "the old one works until there is a new one"
    assert old.is_closed
    assert new.is_closed is not may_be_dead
