"""When a fallback takes over, and for how long a way that failed is not trusted."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import cast

import pytest

from capout_desktop.capout.client import CapOutClient
from capout_desktop.capout.errors import (
    CapOutError,
    ProxyFailed,
    RealtimeInterrupted,
    ServerFailed,
)
from capout_desktop.capout.realtime import fallback
from capout_desktop.capout.realtime.channel import DeliverAll, StatusChannel
from capout_desktop.capout.realtime.channel_keeper import ChannelKeeper
from capout_desktop.capout.realtime.events import (
    ConnectionEvent,
    Idle,
    Live,
    Reconnecting,
    Timing,
)
from capout_desktop.capout.realtime.fallback import TransportContext, TransportFallback
from capout_desktop.capout.realtime.polling_channel import polling_pace
from capout_desktop.capout.realtime.status_fetcher import StatusFetcher
from capout_desktop.capout.realtime.suspend_detector import SuspendDetector
from capout_desktop.capout.realtime.watchlist import Watchlist
from capout_desktop.capout.task_end import end
from capout_desktop.domain.problem import Problem
from capout_desktop.domain.status_report import StatusReport

NOBODY = cast(CapOutClient, None)  # nothing here makes a call
AT_ONCE = Timing(first_delay=0, longest_delay=0, background_delay=0, failures=3, open_within=600)
WHY = RealtimeInterrupted().problem


class Channel:
    """A channel that works until a test ends it."""

    def __init__(self) -> None:
        self.proven = asyncio.Event()
        self.proven.set()
        self.over = asyncio.Event()
        self.closed = False

    async def watch(self, document_ids: Sequence[str]) -> None:
        """Follow nothing."""

    async def run(self, deliver: DeliverAll) -> None:
        await self.over.wait()
        raise RealtimeInterrupted("the server ended the stream")

    async def until_stale(self) -> bool:
        await asyncio.Event().wait()
        return False

    async def aclose(self) -> None:
        self.closed = True


@dataclass
class World:
    """What each opening gives, what was told, and how often the fallback began and ended."""

    answers: list[CapOutError | Channel] = field(default_factory=list)
    opened: int = 0
    opened_for: list[list[str]] = field(default_factory=list)
    began: list[int] = field(default_factory=list)
    ended: int = 0
    told: list[ConnectionEvent] = field(default_factory=list)
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    way: TransportFallback | None = None
    works: bool = False

    async def open(self, document_ids: Sequence[str]) -> StatusChannel:
        self.opened_for.append(list(document_ids))
        if self.opened == len(self.answers):
            await asyncio.Event().wait()
        answer = self.answers[self.opened]
        self.opened += 1
        if isinstance(answer, CapOutError):
            raise answer
        return answer

    async def tell(self, event: ConnectionEvent) -> None:
        self.told.append(event)
        self.changed.set()

    @property
    def working(self) -> bool:
        return self.works

    async def run(self, problem: Problem) -> None:
        """Be the fallback, and note after how many openings it began."""
        self.began.append(self.opened)
        self.changed.set()
        try:
            await asyncio.Event().wait()
        finally:
            self.ended += 1

    async def until(self, count: int) -> None:
        """Wait until the fallback has begun so often."""
        async with asyncio.timeout(20):
            while len(self.began) < count:
                self.changed.clear()
                await self.changed.wait()


async def ignore(_: StatusReport | Sequence[StatusReport]) -> None:
    """Take a report."""


@asynccontextmanager
async def running(
    world: World, timing: Timing = AT_ONCE, watchlist: Watchlist | None = None
) -> AsyncIterator[ChannelKeeper]:
    jumps = SuspendDetector()
    if watchlist is None:
        watchlist = Watchlist()
        watchlist.add(["doc_1"])
    fetcher = StatusFetcher(NOBODY, ignore, watchlist.__contains__, _give_up)
    keeper = ChannelKeeper(watchlist, fetcher, jumps, timing, ignore)
    async with asyncio.TaskGroup() as group:
        context = TransportContext(
            client=NOBODY,
            watchlist=watchlist,
            keeper=keeper,
            jumps=jumps,
            timing=timing,
            poll_pace=polling_pace(),
            tell=world.tell,
            deliver=ignore,
            group=group,
        )
        way = world.way = TransportFallback(context, world.open, lambda _: Live(), world)
        task = group.create_task(way.run(WHY))
        yield keeper
        task.cancel()
    await keeper.close()


async def _give_up(_: str, __: CapOutError) -> None:
    """Stop asking."""


def failure(status_code: int | None, retry_after: float | None = None) -> CapOutError:
    error = RealtimeInterrupted("no", status_code=status_code)
    error.retry_after = retry_after
    return error


@pytest.mark.parametrize(
    ("error", "openings"),
    [
        (RealtimeInterrupted("no", status_code=403), 1),
        (RealtimeInterrupted("no", status_code=404), 1),
        (RealtimeInterrupted("no", status_code=500), 1),
        (RealtimeInterrupted("no", status_code=503), 3),
        (RealtimeInterrupted("no", status_code=429), 3),
        (RealtimeInterrupted("no"), 3),
        (ProxyFailed("no"), 1),
        (ServerFailed(status_code=500), 3),
    ],
    ids=str,
)
async def test_only_a_lasting_refusal_is_enough_to_fall_back_at_once(
    error: CapOutError, openings: int
) -> None:
    world = World([error] * 3)
    async with running(world):
        await world.until(1)
        assert world.began == [openings]
    assert world.ended == 1


async def test_a_way_that_was_refused_is_trusted_again_only_once_it_is_stable() -> None:
    short = Channel()
    short.over.set()
    world = World([failure(403), short])
    async with running(world):
        await world.until(2)
    assert world.began == [1, 2], "its second failure is enough"
    assert short.closed

    stable = Channel()
    stable.over.set()
    world = World([failure(403), stable, failure(None)])
    async with running(world, Timing(0, 0, 0, stable_after=0, failures=9, open_within=600)):
        async with asyncio.timeout(20):
            while world.opened < 3:  # noqa: ASYNC110 - nobody announces it
                await asyncio.sleep(0)
        assert world.began == [1], "one failure of a stable way is none"


async def test_each_failure_in_a_row_is_waited_for_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[int] = []

    def at_once(attempts: int, shortest: float, longest: float) -> float:
        counted.append(attempts)
        return 0

    monkeypatch.setattr(fallback, "jitter", at_once)
    stable = Channel()
    stable.over.set()
    world = World([failure(None), failure(None), stable, failure(None)])
    async with running(world, Timing(0, 0, 0, stable_after=0, failures=9, open_within=600)):
        async with asyncio.timeout(20):
            while len(counted) < 4:  # noqa: ASYNC110 - nobody announces it
                await asyncio.sleep(0)
    assert counted == [1, 2, 1, 2], "from the start again after a connection that lasted"


async def test_as_long_as_the_server_asked_for_nothing_is_tried() -> None:
    world = World([failure(503, retry_after=9.0)])
    async with running(world):
        async with asyncio.timeout(20):
            while not world.told:
                await world.changed.wait()
        [event] = world.told
        assert isinstance(event, Reconnecting)
        assert event.delay >= 9.0


async def test_nothing_is_opened_before_something_is_watched() -> None:
    world, watchlist = World([Channel()]), Watchlist()
    async with running(world, watchlist=watchlist), asyncio.timeout(20):
        while world.told[-1:] != [Live()]:
            if world.told == [Idle()]:
                watchlist.add(["doc_1"])
            world.changed.clear()
            await world.changed.wait()
        assert world.told == [Idle(), Live()]
        assert world.opened_for == [["doc_1"]]


async def test_what_is_open_at_the_end_is_closed() -> None:
    channel = Channel()
    async with running(World()) as keeper:

        async def open_(_: Sequence[str]) -> StatusChannel:
            return channel

        await keeper.open(open_)
    assert channel.closed


async def test_the_end_waits_for_a_channel_that_is_being_closed() -> None:
    class Slow(Channel):
        begun, may_end = asyncio.Event(), asyncio.Event()

        async def aclose(self) -> None:
            self.begun.set()
            await self.may_end.wait()
            await super().aclose()

    channel = Slow()
    async with running(World()) as keeper:

        async def open_(_: Sequence[str]) -> StatusChannel:
            return channel

        keeping = asyncio.create_task(keeper.keep(*await keeper.open(open_), open_))
        channel.over.set()
        await channel.begun.wait()
        await end(keeping)
        asyncio.get_running_loop().call_later(0.05, channel.may_end.set)
        await keeper.close()
        assert channel.closed


async def test_a_way_works_if_its_connection_or_the_fallback_does() -> None:
    """The fallback counts only while it runs."""
    for works in (True, False):
        world = World([failure(403)], works=works)
        async with running(world):
            assert world.way is not None
            assert not world.way.working
            await world.until(1)
            assert world.way.working is works
    world = World([Channel()])
    async with running(world), asyncio.timeout(20):
        while world.told != [Live()]:
            world.changed.clear()
            await world.changed.wait()
        assert world.way is not None
        assert world.way.working
