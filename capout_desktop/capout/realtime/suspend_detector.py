"""Notices that this computer slept.

A connection stays "open" for minutes after that, although nobody is at its other end.
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
    """Compares the wall clock with the monotonic one.

    While a computer sleeps, the monotonic clock stands still on Linux and macOS, so that the
    wall clock runs ahead of it; on Windows it goes on, so that a short wait has taken long.

    Attributes:
        seen: Grows with each jump of more than 30 s.
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
        """Look every two seconds, until canceled."""
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
