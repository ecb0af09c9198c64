"""When a call that may safely be repeated is repeated: the one place for that."""

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
    """How often, and how patiently; times in seconds.

    Attributes:
        attempts: In all, the first included.
        first: Ceiling of the first wait; it doubles with every further one.
        longest: Ceiling of any wait. A server that asks for more gets no further attempt; its
            wish is left to the caller, in the error.
    """

    attempts: int = 4
    first: float = 0.5
    longest: float = 20.0

    async def run(self, call: Callable[[], Awaitable[_T]]) -> _T:
        """Make the call until it succeeds; it must be one that may be repeated.

        Raises:
            CapOutError: The last attempt's, or one that is not worth repeating.
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
    """Return seconds to wait after so many attempts: anything up to a doubling ceiling.

    Drawn anew each time, so that many clients that failed at once do not come back at once.
    """
    ceiling = min(first * 2.0 ** min(attempt - 1, 30), longest)
    return random.uniform(0, ceiling)  # noqa: S311 - no secret hangs on it
