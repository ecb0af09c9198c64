"""The clock: the only source of time and of waits for the services, replaceable in tests.

The wall clock stamps what is stored and shown. It can be set at any moment, so every wait and
every age is measured on the monotonic clock.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Timer(Protocol):
    """A call that is due later."""

    def cancel(self) -> None:
        """Do not make the call."""


class Clock:
    """The system's clock."""

    def now(self) -> datetime:
        """Return the current time in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Return the seconds of a clock that nobody can set."""
        return time.monotonic()

    def call_later(self, seconds: float, call: Callable[[], object]) -> Timer:
        """Make the call on this event loop in so many seconds."""
        return asyncio.get_running_loop().call_later(seconds, call)


class _Installed:
    """Holder of the clock in use, and of the times at which the steady time began."""

    clock = Clock()
    began: tuple[datetime, float] | None = None


def install(clock: Clock) -> Clock:
    """Use this clock from now on, and return the one before."""
    before, _Installed.clock = _Installed.clock, clock
    _Installed.began = None
    return before


def now() -> datetime:
    """Return the current time in UTC."""
    return _Installed.clock.now()


def monotonic() -> float:
    """Return the seconds of a clock that nobody can set."""
    return _Installed.clock.monotonic()


def steady_now() -> datetime:
    """Return a time in UTC that never jumps, for ages and waits and not for showing.

    It is the wall clock's at the first call; from then on it goes on with the monotonic clock.
    """
    if _Installed.began is None:
        _Installed.began = now(), monotonic()
    wall, at = _Installed.began
    return wall + timedelta(seconds=monotonic() - at)


def call_later(seconds: float, call: Callable[[], object]) -> Timer:
    """Make the call on this event loop in so many seconds."""
    return _Installed.clock.call_later(seconds, call)


async def sleep(seconds: float) -> None:
    """Wait so many seconds."""
    await wait_for(asyncio.Event(), seconds)


async def wait_for(event: asyncio.Event, seconds: float | None) -> bool:
    """Wait until the event is set, but no longer than `seconds`; return whether it is set.

    None waits without a limit.
    """
    if seconds is None or event.is_set():
        return await event.wait()
    ended = asyncio.Event()
    timer = call_later(seconds, ended.set)
    waiting = asyncio.ensure_future(event.wait())
    over = asyncio.ensure_future(ended.wait())
    try:
        await asyncio.wait({waiting, over}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        timer.cancel()
        waiting.cancel()
        over.cancel()
    return event.is_set()
