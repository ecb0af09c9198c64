"""Rate limiter for requests to the server."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable


class RateLimiter:
    """Rate limiter that allows a burst, and then `a_minute` requests per minute.

    Within any minute there are at most `burst + a_minute` requests.
    """

    def __init__(
        self,
        *,
        burst: int,
        a_minute: int,
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._burst = float(burst)
        self._a_second = a_minute / 60
        self._clock = clock
        self._wait = wait
        self._left = float(burst)
        self._as_of = clock()

    async def take(self) -> None:
        """Wait until one more request may be made. Waiting tasks are served in order."""
        self._refill()
        self._left -= 1
        if self._left < 0:
            await self._wait(-self._left / self._a_second)

    def charge(self, requests: int) -> None:
        """Count requests that were made without `take`, such as repeated calls."""
        self._refill()
        self._left -= requests

    def _refill(self) -> None:
        now = self._clock()
        self._left = min(self._burst, self._left + (now - self._as_of) * self._a_second)
        self._as_of = now
