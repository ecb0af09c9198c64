"""A clock that tests control: its time passes when the test says so."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count

from capout_desktop.services.runtime import clock

START = datetime(2026, 4, 14, 14, 30, tzinfo=UTC)
SECONDS = 60.0


class ControlledClock(clock.Clock):
    """Clock whose waits end only as `advance` reaches their end.

    Network calls have timeouts of their own in real time: only the services' waits are controlled.

    Attributes:
        asked: Seconds of every wait that began, oldest first.
    """

    def __init__(self) -> None:
        self.asked: list[float] = []
        self._wall = START
        self._passed = 0.0
        self._numbers = count()
        self._due: list[tuple[float, int, _Wait]] = []

    def now(self) -> datetime:
        return self._wall + timedelta(seconds=self._passed)

    def monotonic(self) -> float:
        return 1000.0 + self._passed

    def call_later(self, seconds: float, call: Callable[[], object]) -> clock.Timer:
        wait = _Wait(call)
        self.asked.append(seconds)
        heapq.heappush(self._due, (self._passed + seconds, next(self._numbers), wait))
        return wait

    def set_wall(self, by: timedelta) -> None:
        """Set the wall clock forward, or back if negative; no time passes."""
        self._wall += by

    @property
    def pending(self) -> list[float]:
        """Seconds until each wait under way ends, shortest first."""
        return sorted(at - self._passed for at, _, wait in self._due if not wait.canceled)

    async def advance(self, seconds: float) -> None:
        """Let time pass; waits end in order, and what they start begins at its own time."""
        until = self._passed + seconds
        await _settle()
        while self._due and self._due[0][0] <= until:
            at, _, wait = heapq.heappop(self._due)
            if wait.canceled:
                continue
            self._passed = max(self._passed, at)
            wait.call()
            await _settle()
        self._passed = until
        await _settle()

    async def pass_until(self, condition: Callable[[], object], *, step: float = 0.25) -> float:
        """Let time pass until the condition holds; return the seconds that passed.

        Real work, such as a request, gets real time in between, also on a busy machine.
        """
        began = self._passed
        async with asyncio.timeout(SECONDS):
            while not condition():
                await self.advance(step)
                await asyncio.sleep(0.01)
        return self._passed - began


class _Wait:
    def __init__(self, call: Callable[[], object]) -> None:
        self.call = call
        self.canceled = False

    def cancel(self) -> None:
        self.canceled = True


async def _settle() -> None:
    """Let tasks that were woken run until they wait again."""
    for _ in range(10):
        await asyncio.sleep(0)


@contextmanager
def controlled_clock() -> Iterator[ControlledClock]:
    """Install a controlled clock for the services, and the system's afterwards."""
    controlled = ControlledClock()
    before = clock.install(controlled)
    try:
        yield controlled
    finally:
        clock.install(before)


class ShiftedClock(clock.Clock):
    """The system's clock, which a test puts ahead; waits under way take their real time.

    Attributes:
        seconds: By how much the monotonic clock is ahead.
        wall: By how much the wall clock is ahead.
    """

    def __init__(self) -> None:
        self.seconds = 0.0
        self.wall = timedelta(0)

    def now(self) -> datetime:
        return super().now() + self.wall

    def monotonic(self) -> float:
        return super().monotonic() + self.seconds


@contextmanager
def shifted_clock() -> Iterator[ShiftedClock]:
    """Install a clock that can be put ahead, and the system's afterwards."""
    shifted = ShiftedClock()
    before = clock.install(shifted)
    try:
        yield shifted
    finally:
        clock.install(before)
