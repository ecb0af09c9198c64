"""Failed requests for statuses are repeated, counted with their own repeats, or given up."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import cast

import pytest
from helpers.jump_clock import jump_clock

from capout_desktop.capout.answers import DocumentList, ListedDocument
from capout_desktop.capout.client import CapOutClient
from capout_desktop.capout.errors import CapOutError, ConnectionBroken, NotFound, Unavailable
from capout_desktop.capout.realtime import status_fetcher, status_list
from capout_desktop.capout.realtime.status_fetcher import StatusFetcher
from capout_desktop.capout.retries import Retries
from capout_desktop.domain.status_report import StatusReport


async def test_what_fails_is_asked_again_and_its_repeats_are_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    charged: list[int] = []
    asked: list[str] = []
    ended: dict[str, str] = {}
    both = asyncio.Event()

    class Pace:
        def __init__(self, **_: float) -> None:
            """Have no limit."""

        async def take(self) -> None:
            """Let it go at once."""

        def charge(self, requests: int) -> None:
            charged.append(requests)

    class Client:
        async def status(self, document_id: str) -> StatusReport:
            asked.append(document_id)
            if document_id == "gone":
                raise NotFound("no such document", status_code=404)
            if asked.count(document_id) < 3:
                raise ConnectionBroken("down")
            return StatusReport(document_id, "processing")

        async def documents(self) -> DocumentList:
            return DocumentList([], 0, cut_short=False)

    async def deliver(report: StatusReport) -> None:
        note(report.document_id, "delivered")

    async def give_up(document_id: str, error: CapOutError) -> None:
        note(document_id, error.code)

    def note(document_id: str, end: str) -> None:
        ended[document_id] = end
        if len(ended) == 2:
            both.set()

    monkeypatch.setattr(status_fetcher, "RateLimiter", Pace)
    client = cast("CapOutClient", Client())
    fetcher = StatusFetcher(client, deliver, lambda _: True, give_up, patience=0)
    fetcher.request(["gone", "slow"])
    running = asyncio.create_task(fetcher.run())
    async with asyncio.timeout(60):
        await both.wait()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert ended == {"gone": NotFound.code, "slow": "delivered"}
    assert (asked.count("gone"), asked.count("slow")) == (4, 3)
    assert charged == [Retries().attempts - 1] * 2, "a request that is lost was made several times"


class Listing:
    """Stands for CapOut: `GET /status` knows no id, and the list has what the test says.

    Attributes:
        listed: The word for each listed document; None if the list cannot be had.
        asked: Ids whose status was asked for, and "list" for the list.
    """

    def __init__(self, listed: dict[str, str] | None) -> None:
        self.listed = listed
        self.asked: list[str] = []
        self.told: list[tuple[str, str]] = []
        self.wanted = {"a", "b"}
        self.some = asyncio.Event()

    async def status(self, document_id: str) -> StatusReport:
        self.asked.append(document_id)
        raise NotFound("no such document", status_code=404)

    async def documents(self) -> DocumentList:
        self.asked.append("list")
        if self.listed is None:
            raise ConnectionBroken("down")
        entries = [
            ListedDocument(id_, None, None, None, StatusReport(id_, word))
            for id_, word in self.listed.items()
        ]
        return DocumentList(entries, 0, cut_short=False)

    async def deliver(self, report: StatusReport) -> None:
        self.note(report.document_id, report.status)

    async def give_up(self, document_id: str, error: CapOutError) -> None:
        self.note(document_id, error.code)

    def note(self, document_id: str, word: str) -> None:
        self.told.append((document_id, word))
        self.some.set()

    async def until_told(self, *told: tuple[str, str]) -> None:
        """Wait until all of these are told, and forget what was told."""
        async with asyncio.timeout(60):
            while not set(told) <= set(self.told):
                self.some.clear()
                await self.some.wait()
        self.told.clear()

    @asynccontextmanager
    async def fetching(self, patience: float = 0.001) -> AsyncIterator[StatusFetcher]:
        """Run a fetcher that asks this, and asks again at once."""
        client, wanted = cast("CapOutClient", self), self.wanted.__contains__
        fetcher = StatusFetcher(client, self.deliver, wanted, self.give_up, patience=patience)
        running = asyncio.create_task(fetcher.run())
        try:
            yield fetcher
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)


class Known(Listing):
    """Stands for a CapOut that knows each id but `b`."""

    async def status(self, document_id: str) -> StatusReport:
        if document_id == "b":
            return await super().status(document_id)
        self.asked.append(document_id)
        return StatusReport(document_id, "processing")


async def test_what_only_the_list_knows_is_followed_there() -> None:
    capout = Listing({"a": "processing", "c": "processing"})
    async with capout.fetching() as fetcher:
        fetcher.request(["a", "b"])
        await capout.until_told(("a", "processing"), ("b", NotFound.code))
        assert capout.asked.count("a") == capout.asked.count("b") == 4
        fetcher.request(["a"])  # as after each new connection
        capout.listed = {"a": "In Review", "b": "late"}
        await capout.until_told(("a", "In Review"))
        capout.listed = {}
        await capout.until_told(("a", NotFound.code), ("b", NotFound.code))
        capout.listed = {"a": "back", "b": "there now"}
        await capout.until_told(("a", "back"), ("b", "there now"))
        capout.listed = None
        capout.asked.clear()
        async with asyncio.timeout(60):
            while len(capout.asked) < 3:  # noqa: ASYNC110 - the fetcher asks
                await asyncio.sleep(0.001)
        assert set(capout.asked) == {"list"}, "it is not asked for by its id again"
        capout.told.clear()
        capout.listed = {"a": "complete"}
        await capout.until_told(("a", "complete"))
        capout.wanted.clear()
        capout.asked.clear()
        capout.listed = {"a": "again"}
        async with asyncio.timeout(60):
            while fetcher._list.only_here:  # noqa: ASYNC110 - the fetcher empties it
                await asyncio.sleep(0.001)
        for _ in range(10):
            await asyncio.sleep(0)
        assert capout.asked == [], "nothing is of interest any more"
        capout.wanted.add("b")
        fetcher.request(["b"])
        await capout.until_told(("b", NotFound.code))
        assert ("a", "again") not in capout.told


async def test_what_only_the_list_knows_is_followed_there_also_if_the_list_is_asked_first() -> None:
    """The list may have ids of its own, also for so many documents that it is asked at once."""
    ids = [f"doc_{number}" for number in range(2 * status_list.WORTHWHILE)]
    capout = Listing(dict.fromkeys(ids, "processing"))
    capout.wanted = set(ids)
    async with capout.fetching() as fetcher:
        fetcher._list.learn(StatusReport("earlier", "processing"))  # CapOut gives no stages
        fetcher.request(ids)
        await capout.until_told(*((id_, "processing") for id_ in ids))
        capout.listed = dict.fromkeys(ids, "complete")
        await capout.until_told(*((id_, "complete") for id_ in ids))
        assert set(capout.asked) == {ids[0], "list"}, "one shows that CapOut knows none by its id"


async def test_what_the_list_answers_is_not_asked_for_again_once_one_is_known_by_its_id() -> None:
    ids = [f"doc_{number}" for number in range(status_list.WORTHWHILE)]
    capout = Known(dict.fromkeys(ids, "processing"))
    capout.wanted = set(ids)
    async with capout.fetching() as fetcher:
        for _ in range(3):
            fetcher.request(ids)
            await capout.until_told(*((id_, "processing") for id_ in ids))
    assert [id_ for id_ in capout.asked if id_ != "list"] == [ids[0]]
    assert not fetcher._list.only_here


async def test_what_neither_knows_is_asked_for_again_by_its_id_one_after_another() -> None:
    capout = Listing({})
    async with capout.fetching() as fetcher:
        fetcher.request(["a", "b"])
        await capout.until_told(("a", NotFound.code), ("b", NotFound.code))
        capout.asked.clear()
        async with asyncio.timeout(60):
            while not {"a", "b"} <= set(capout.asked):  # noqa: ASYNC110 - the fetcher asks
                await asyncio.sleep(0.001)

        async def status(document_id: str) -> StatusReport:
            return StatusReport(document_id, "there at last")

        capout.status = status  # type: ignore[method-assign]
        await capout.until_told(("a", "there at last"), ("b", "there at last"))
        assert not fetcher._unknown, "CapOut knows them by their ids now"


def test_what_neither_knows_is_asked_for_less_and_less_often() -> None:
    capout = Listing({})

    async def ask_for_three_hours() -> None:
        async with capout.fetching(patience=5) as fetcher:
            fetcher.request(["a"])
            await asyncio.sleep(3 * 3600)

    with jump_clock() as clock:
        clock.run(ask_for_three_hours())
    # After 1, 3, 6 and so on up to 55 minutes, then every 10; each time by its id and in the list.
    assert 20 <= capout.asked.count("a") - 4 <= 24


def test_a_server_gets_the_time_that_it_asks_for() -> None:
    asked: list[float] = []

    class Busy(Listing):
        async def status(self, document_id: str) -> StatusReport:
            asked.append(time.monotonic())
            if len(asked) == 1:
                raise Unavailable("later", status_code=503, retry_after=45)
            return StatusReport(document_id, "processing")

    capout = Busy(None)

    async def ask() -> None:
        async with capout.fetching(patience=5) as fetcher:
            fetcher.request(["a"])
            await capout.until_told(("a", "processing"))

    with jump_clock() as clock:
        clock.run(ask())
    assert asked[1] - asked[0] >= 45


async def test_without_a_list_the_status_is_told_as_missing() -> None:
    capout = Listing(None)
    async with capout.fetching() as fetcher:
        fetcher.request(["a"])
        await capout.until_told(("a", NotFound.code))
        fetcher.request(["a"])
        await capout.until_told(("a", NotFound.code))
        assert capout.asked.count("a") > 4, "it is asked for again"


async def test_every_request_goes_at_the_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = 0

    class Pace:
        def __init__(self, **_: float) -> None:
            """Count only."""

        async def take(self) -> None:
            nonlocal taken
            taken += 1

        def charge(self, requests: int) -> None:
            """Take note of nothing."""

    monkeypatch.setattr(status_fetcher, "RateLimiter", Pace)
    ids = [f"doc_{number}" for number in range(status_list.WORTHWHILE)]
    capout = Known(dict.fromkeys(ids[1:-1], "processing"))
    capout.wanted |= set(ids)
    async with capout.fetching() as fetcher:
        fetcher.request(ids)
        await capout.until_told(*((id_, "processing") for id_ in ids))
        assert sorted(capout.asked) == [ids[0], ids[1], ids[-1], "list"]
        fetcher.request(["b"])
        await capout.until_told(("b", NotFound.code))
        assert capout.asked.count("list") == 2
        assert taken == len(capout.asked)


def test_no_minute_has_more_than_600_requests() -> None:
    asked: list[float] = []

    class Quick(Listing):
        async def status(self, document_id: str) -> StatusReport:
            asked.append(time.monotonic())
            return StatusReport(document_id, "processing")

        async def documents(self) -> DocumentList:
            asked.append(time.monotonic())
            return await super().documents()

    capout = Quick(None)
    ids = [f"doc_{number}" for number in range(700)]
    capout.wanted |= set(ids)

    async def ask_for_two_minutes() -> None:
        async with capout.fetching(patience=5) as fetcher:
            fetcher.request(ids)
            await asyncio.sleep(120)

    with jump_clock() as clock:
        clock.run(ask_for_two_minutes())
    assert len(asked) == len(ids) + 1, "each by its id, since the list cannot be had"
    assert asked[290] - asked[0] < 5, "a lost connection causes no delay"
    for first, last in zip(asked, asked[600:], strict=False):
        assert last - first > 60
