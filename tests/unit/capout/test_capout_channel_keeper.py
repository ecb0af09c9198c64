"""A channel is replaced before it expires, and given up at once if it may be dead."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from typing import cast

import pytest

from capout_desktop.capout.errors import (
    CapOutError,
    ConnectionBroken,
    RealtimeInterrupted,
    Unauthorized,
)
from capout_desktop.capout.realtime import channel_keeper
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
        self.watched: list[list[str]] = []
        self._is_old = is_old
        self._may_be_dead = may_be_dead

    async def watch(self, document_ids: Sequence[str]) -> None:
        self.watched.append(list(document_ids))

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
    """Stands for the fetcher of what was missed, and notes what it is asked for."""

    def __init__(self) -> None:
        self.requests: list[list[str]] = []

    def request(self, document_ids: Iterable[str]) -> None:
        self.requests.append(list(document_ids))


def keeper(
    watchlist: Watchlist | None = None,
    fetcher: Fetcher | None = None,
    jumps: SuspendDetector | None = None,
) -> ChannelKeeper:
    async def deliver(reports: Sequence[StatusReport]) -> None:
        raise AssertionError(f"there is nothing to deliver: {reports}")

    if watchlist is None:
        watchlist = Watchlist()
        watchlist.add(["doc_1"])
    quick = Timing(first_delay=0.0, longest_delay=0.0)
    asked = cast("StatusFetcher", fetcher or Fetcher())
    return ChannelKeeper(watchlist, asked, jumps or SuspendDetector(), quick, deliver)


class Lasting(Channel):
    """Stands for a channel that works until it is closed."""

    def __init__(self) -> None:
        super().__init__(is_old=False)

    async def run(self, deliver: DeliverAll) -> None:
        await asyncio.Event().wait()


async def never(_: Sequence[str]) -> Channel:
    raise AssertionError("nothing is opened")


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


async def test_a_successor_is_tried_for_more_and_more_rarely(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    waits: list[int] = []

    def note(attempts: int, *_: float) -> float:
        waits.append(attempts)
        return 0.0

    async def reopen(_: Sequence[str]) -> Channel:
        if len(waits) < 3:
            raise NO_NETWORK
        return Channel(is_old=False)

    monkeypatch.setattr(channel_keeper, "jitter", note)
    async with asyncio.timeout(20):
        await keeper().keep(Channel(is_old=True), frozenset({"doc_1"}), reopen)
    assert waits == [1, 2, 3]


async def test_new_documents_are_passed_on_and_asked_for_until_nothing_is_watched() -> None:
    watchlist, fetcher, channel = Watchlist(), Fetcher(), Lasting()
    watchlist.add(["doc_1", "doc_2"])
    keeping = asyncio.create_task(
        keeper(watchlist, fetcher).keep(channel, frozenset({"doc_1"}), never)
    )
    async with asyncio.timeout(20):
        while not channel.watched:  # noqa: ASYNC110 - nobody announces it
            await asyncio.sleep(0)
        watchlist.add(["doc_3"])
        while len(channel.watched) < 2:  # noqa: ASYNC110 - nobody announces it
            await asyncio.sleep(0)
        watchlist.remove("doc_2")
        for id_ in ("doc_1", "doc_3"):
            watchlist.remove(id_)
        assert await keeping is None
    assert channel.watched == [["doc_1", "doc_2"], ["doc_1", "doc_2", "doc_3"]]
    assert fetcher.requests == [["doc_1", "doc_2"], ["doc_2"], ["doc_3"]]
    assert channel.is_closed


async def test_a_refused_key_ends_everything() -> None:
    refused = Unauthorized("no", status_code=401)

    async def reopen(_: Sequence[str]) -> Channel:
        raise refused

    old = Channel(is_old=True)
    with pytest.raises(Unauthorized):
        await keeper().keep(old, frozenset({"doc_1"}), reopen)
    assert old.is_closed


async def test_after_a_sleep_of_the_computer_a_channel_is_given_up() -> None:
    jumps, channel = SuspendDetector(), Lasting()
    keeping = asyncio.create_task(keeper(jumps=jumps).keep(channel, frozenset({"doc_1"}), never))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    jumps.seen.bump()
    async with asyncio.timeout(20):
        end = await keeping
    assert isinstance(end, RealtimeInterrupted)
    assert channel.is_closed


async def test_a_channel_is_opened_for_what_is_watched_and_closed_at_the_end() -> None:
    watchlist, made = Watchlist(), Lasting()
    watchlist.add(["doc_2", "doc_1"])
    asked: list[list[str]] = []

    async def open_(document_ids: Sequence[str]) -> Channel:
        asked.append(list(document_ids))
        return made

    kept = keeper(watchlist)
    assert await kept.open(open_) == (made, frozenset({"doc_1", "doc_2"}))
    assert asked == [["doc_2", "doc_1"]]
    await kept.close()
    assert made.is_closed
