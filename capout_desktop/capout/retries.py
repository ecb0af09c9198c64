"""Retries of calls that may safely be repeated."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from capout_desktop.capout.errors import CapOutError

_log = logging.getLogger(__name__)
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Retries:
    """Number of attempts and waits between them, in seconds.

    Attributes:
        attempts: Maximum number of attempts, including the first.
        first: Upper limit of the first wait; it doubles with every further one.
        longest: Upper limit of any wait. If a server asks for a longer one, the call is not
            repeated, and `retry_after` of the error tells the caller.
    """

    attempts: int = 4
    first: float = 0.5
    longest: float = 20.0

    async def run(self, call: Callable[[], Awaitable[_T]]) -> _T:
        """Repeat the call until it succeeds; it must be safe to repeat.

        Raises:
            CapOutError: Error of the last attempt, or one for which a retry is useless.
        """
        for attempt in range(1, self.attempts + 1):
            try:
                return await call()
            except CapOutError as error:
                asked = error.retry_after or 0
                if attempt == self.attempts or not error.retryable or asked > self.longest:
                    raise
                wait = max(jitter(attempt, self.first, self.longest), asked)
                _log.info("attempt %d failed (%s), next in %.1f s", attempt, error, wait)
            await asyncio.sleep(wait)
        raise AssertionError("the last attempt returns or raises")


def jitter(attempt: int, first: float, longest: float) -> float:
    """Return a random number of seconds to wait after `attempt` attempts, up to a doubling limit.

    It is random so that clients that failed at the same time do not retry at the same time.
    """
    ceiling = min(first * 2.0 ** min(attempt - 1, 30), longest)
    return random.uniform(0, ceiling)  # noqa: S311 - not used for security
