"""Detector that notices when this computer slept.

After that a connection may look open for minutes although the other end has closed it.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable

from capout_desktop.capout.realtime.change_counter import ChangeCounter

_log = logging.getLogger(__name__)

JUMP_SECONDS = 30.0
LOOK_SECONDS = 2.0


class SuspendDetector:
    """Detector that compares the wall clock with the monotonic clock.

    While a computer sleeps, the monotonic clock stops on Linux and macOS, so that the wall clock
    gets ahead of it. On Windows it continues, so that a short wait takes long.

    Attributes:
        seen: Counter of jumps of more than 30 s.
    """

    def __init__(
        self,
        *,
        wall: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
        wait: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.seen = ChangeCounter()
        self._wall = wall
        self._monotonic = monotonic
        self._wait = wait

    async def run(self) -> None:
        """Compare the clocks every two seconds until canceled."""
        wall, monotonic = self._wall(), self._monotonic()
        while True:
            await self._wait(LOOK_SECONDS)
            wall_before, monotonic_before = wall, monotonic
            wall, monotonic = self._wall(), self._monotonic()
            waited = monotonic - monotonic_before
            ahead = (wall - wall_before) - waited
            if abs(ahead) > JUMP_SECONDS or waited - LOOK_SECONDS > JUMP_SECONDS:
                _log.info("the clock jumped: %.0f s by the wall, %.0f s of ours", ahead, waited)
                self.seen.bump()
