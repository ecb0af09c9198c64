"""How often polling asks, and what it does with an error: it waits, and tells of an outage."""

from __future__ import annotations

import asyncio
import itertools
import math
from typing import cast

import pytest

from capout_desktop.capout.answers import ListedDocument
from capout_desktop.capout.client import CapOutClient
from capout_desktop.capout.errors import (
    CapOutError,
    ConnectionBroken,
    GarbageAnswer,
    ServerFailed,
    Unauthorized,
)
from capout_desktop.capout.realtime import polling_channel
from capout_desktop.capout.realtime.polling_channel import PollingChannel
from capout_desktop.capout.realtime.rate_limiter import RateLimiter
from capout_desktop.domain.status_report import StatusReport

FRESH = StatusReport("doc_1", "processing")
ANSWERS: list[tuple[CapOutError | StatusReport, bool]] = [
    (ConnectionBroken("down"), False),
    (ConnectionBroken("down"), False),
    (ServerFailed("busy", status_code=500, retry_after=7), True),
    (GarbageAnswer("a page", status_code=200), False),
    (FRESH, True),
    (ConnectionBroken("down"), False),
]
"""What is answered, and whether the server works by that."""


class PassingTime:
    """Time that passes only while somebody waits.

    Attributes:
        now: Seconds since the start.
    """

    def __init__(self) -> None:
        self.now = 0.0

    async def wait(self, seconds: float) -> None:
        self.now += seconds

    def channel(self, client: object, ids: list[str]) -> PollingChannel:
        """Return a channel that follows this time, and is never held back by its pace."""
        return PollingChannel(
            cast("CapOutClient", client),
            ids,
            interval=2.5,
            pace=RateLimiter(burst=1000, a_minute=1000, clock=lambda: self.now, wait=self.wait),
            clock=lambda: self.now,
            wait=self.wait,
        )


async def until_refused(channel: PollingChannel) -> None:
    """Run the channel until its client refuses the key."""

    async def deliver(_: StatusReport) -> None:
        """Take it."""

    async with asyncio.timeout(60):
        with pytest.raises(Unauthorized):
            await channel.run(deliver)


async def test_an_outage_is_told_and_waited_for_but_not_the_trouble_of_one_document(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(polling_channel, "jitter", lambda attempt, first, _: first * attempt)
    time, charged = 0.0, 0
    told: list[tuple[str, float]] = []
    states: list[bool] = []
    delivered: list[StatusReport] = []
    waits: list[float] = []
    answers = iter(ANSWERS)

    class Client:
        async def status(self, _: str) -> StatusReport:
            states.append(channel.working)
            answer, _works = next(answers, (Unauthorized("the end"), False))
            if isinstance(answer, CapOutError):
                raise answer
            return answer

    class Pace:
        async def take(self) -> None:
            """Let it go at once."""

        def charge(self, requests: int) -> None:
            nonlocal charged
            charged += requests

    async def wait(seconds: float) -> None:
        nonlocal time
        time += seconds
        waits.append(seconds)

    async def fail(error: CapOutError, delay: float) -> None:
        told.append((error.code, delay))

    async def deliver(report: StatusReport) -> None:
        delivered.append(report)

    channel = PollingChannel(
        cast("CapOutClient", Client()),
        ["doc_1"],
        interval=4.0,
        pace=cast("RateLimiter", Pace()),
        on_failure=fail,
        clock=lambda: time,
        wait=wait,
    )
    async with asyncio.timeout(60):
        with pytest.raises(Unauthorized):
            await channel.run(deliver)
    assert delivered == [FRESH]
    assert states == [False, *(works for _, works in ANSWERS)]
    broken, garbage = ConnectionBroken.code, GarbageAnswer.code
    assert told == [(broken, 4.0), (broken, 6.0), (garbage, 8.0), (broken, 4.0)]
    assert [seconds for seconds in waits if seconds > 4] == [6.0, 7.0, 8.0]
    assert charged == 5 * 3, "the client itself repeats such a request three times"


async def test_documents_are_asked_about_less_often_the_older_they_are() -> None:
    time = PassingTime()
    asked: list[float] = []
    intervals: list[float] = []

    class Client:
        async def status(self, _: str) -> StatusReport:
            asked.append(time.now)
            intervals.append(channel.interval)
            if time.now > 900:
                raise Unauthorized("the end")
            return FRESH

    channel = time.channel(Client(), ["doc_1"])
    await until_refused(channel)
    pauses = [after - before for before, after in itertools.pairwise(asked)]
    assert pauses[0] == intervals[0] == 2.5
    assert pauses == sorted(pauses)
    assert pauses[-1] == pytest.approx(asked[-2] / 20)
    assert intervals[-1] == math.ceil(asked[-1] / 20)


@pytest.mark.parametrize(("listed", "is_soon"), [(10, True), (9, False)])
async def test_the_list_is_asked_for_soon_again_if_it_has_half_of_the_documents(
    listed: int, is_soon: bool
) -> None:
    time = PassingTime()
    lists: list[float] = []
    ids = [f"doc_{number}" for number in range(20)]

    class Client:
        async def status(self, document_id: str) -> StatusReport:
            return StatusReport(document_id, "processing")

        async def documents(self) -> list[ListedDocument]:
            lists.append(time.now)
            if len(lists) == 2:
                raise Unauthorized("the end")
            reports = [StatusReport(id_, "processing", progress={}) for id_ in ids[:listed]]
            return [
                ListedDocument(report.document_id, "a.pdf", "team@example", None, report=report)
                for report in reports
            ]

    await until_refused(time.channel(Client(), ids))
    assert lists[0] == 0.0
    assert (lists[1] == 2.5) is is_soon


async def test_what_was_asked_without_a_word_counts_as_well() -> None:
    time = 0.0
    waits: list[float] = []

    async def wait(seconds: float) -> None:
        waits.append(seconds)

    pace = RateLimiter(burst=5, a_minute=60, clock=lambda: time, wait=wait)
    await pace.take()
    pace.charge(4)
    assert waits == []
    await pace.take()
    assert waits == [1.0]
    time += 3.0
    pace.charge(3)
    await pace.take()
    assert waits == [1.0, 2.0]
    time += 1000.0
    pace.charge(6)
    await pace.take()
    assert waits == [1.0, 2.0, 2.0], "no more than a burst is saved up"
