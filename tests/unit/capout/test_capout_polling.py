"""What polling does with an error: it waits, tells of it, and goes on with other documents."""

from __future__ import annotations

import asyncio
from typing import cast

import pytest

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
