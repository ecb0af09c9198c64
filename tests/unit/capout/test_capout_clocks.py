"""When this computer is taken to have slept, and how many requests are made a minute."""

from __future__ import annotations

import asyncio

import pytest

from capout_desktop.capout.realtime.rate_limiter import RateLimiter
from capout_desktop.capout.realtime.suspend_detector import (
    JUMP_SECONDS,
    LOOK_SECONDS,
    SuspendDetector,
)


@pytest.mark.parametrize(
    ("wall", "monotonic", "jumps"),
    [
        (LOOK_SECONDS, LOOK_SECONDS, 0),
        (LOOK_SECONDS + JUMP_SECONDS, LOOK_SECONDS, 0),
        (LOOK_SECONDS + JUMP_SECONDS + 1, LOOK_SECONDS, 1),
        (LOOK_SECONDS - JUMP_SECONDS, LOOK_SECONDS, 0),
        (LOOK_SECONDS - JUMP_SECONDS - 1, LOOK_SECONDS, 1),
        (*[LOOK_SECONDS + JUMP_SECONDS] * 2, 0),
        (*[LOOK_SECONDS + JUMP_SECONDS + 1] * 2, 1),
    ],
)
async def test_one_clock_that_goes_ahead_of_the_other_shows_a_sleep(
    wall: float, monotonic: float, jumps: int
) -> None:
    """The second look finds both clocks where the first one left them, and two seconds later."""
    looks, waits = 0, list[float]()

    async def wait(seconds: float) -> None:
        nonlocal looks
        waits.append(seconds)
        looks += 1
        if looks == 3:
            raise asyncio.CancelledError

    def passed(first: float) -> float:
        return 5000.0 + (0, first, first + LOOK_SECONDS)[looks]

    detector = SuspendDetector(
        wall=lambda: passed(wall), monotonic=lambda: passed(monotonic), wait=wait
    )
    with pytest.raises(asyncio.CancelledError):
        await detector.run()
    assert detector.seen.count == jumps
    assert waits == [LOOK_SECONDS] * 3


async def test_after_a_burst_requests_come_at_a_distance() -> None:
    now, waits = 100.0, list[float]()

    async def wait(seconds: float) -> None:
        waits.append(seconds)

    limiter = RateLimiter(burst=3, a_minute=30, clock=lambda: now, wait=wait)
    for _ in range(3):
        await limiter.take()
    assert waits == []
    for _ in range(2):
        await limiter.take()
    assert waits == [2, 4], "those that wait are behind each other"
    now += 10
    await limiter.take()
    assert waits == [2, 4]
    now += 600
    for _ in range(3):
        await limiter.take()
    assert waits == [2, 4], "no more is saved up than a burst"
    limiter.charge(4)
    await limiter.take()
    assert waits == [2, 4, 10]
