"""Channel that polls for reports, for networks that block realtime connections."""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections.abc import Awaitable, Callable, Collection

from capout_desktop.capout.client import CapOutClient
from capout_desktop.capout.errors import CapOutError, GarbageAnswer, Unauthorized
from capout_desktop.capout.realtime.channel import Deliver
from capout_desktop.capout.realtime.rate_limiter import RateLimiter
from capout_desktop.capout.realtime.status_list import WORTHWHILE, StatusList
from capout_desktop.capout.retries import Retries, jitter

_log = logging.getLogger(__name__)

MOST_REQUESTS_A_MINUTE = 120
"""Maximum number of requests within any minute, however many documents there are."""
_BURST = 10

LONGEST_INTERVAL = 60.0
_AGE_PER_INTERVAL = 20.0
"""Ratio of a document's age to the interval between requests for it.

A document that took ten minutes so far will not end within the next three seconds.
"""

_LIST_REST = 10
"""Number of intervals before a list with few useful entries is requested again."""
_LONGEST_WAIT = 30.0
"""Maximum wait in seconds while requests fail."""

_REPEATS = Retries().attempts - 1


def polling_pace() -> RateLimiter:
    """Return the rate limiter shared by all polling with one key."""
    return RateLimiter(burst=_BURST, a_minute=MOST_REQUESTS_A_MINUTE - _BURST)


class PollingChannel:
    """Channel that requests the status of one document after another; see `StatusChannel`.

    Attributes:
        interval: Present maximum age in seconds of the newest document's status.
        working: Whether the last request was answered.
    """

    def __init__(
        self,
        client: CapOutClient,
        document_ids: Collection[str],
        *,
        interval: float,
        pace: RateLimiter | None = None,
        on_failure: Callable[[CapOutError, float], Awaitable[None]] | None = None,
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Create the channel; `run` makes the requests.

        Args:
            client: Client for the requests.
            document_ids: Documents to follow. It may change and is read before each request.
            interval: Seconds between two requests for a new document, if there are few.
            pace: Rate limiter of the requests.
            on_failure: Called with the error and the seconds until the next attempt.
            clock: Returns the seconds since any fixed moment.
            wait: Waits for a number of seconds.
        """
        self.interval = interval
        self.working = False
        self._client = client
        self._document_ids = document_ids
        self._shortest = interval
        self._pace = pace or polling_pace()
        self._on_failure = on_failure
        self._clock = clock
        self._wait = wait
        self._list = StatusList(client)
        self._list_due = 0.0
        self._listed = 0
        self._failures = 0
        self._since: dict[str, float] = {}
        self._due: dict[str, float] = {}

    async def run(self, deliver: Deliver) -> None:
        """Poll until canceled.

        Raises:
            Unauthorized: The key is not accepted any more.
        """
        while True:
            now = self._clock()
            self._look_at_documents(now)
            due = [id_ for id_, moment in self._due.items() if moment <= now]
            if not due:
                soonest = min(self._due.values(), default=math.inf) - now
                await self._wait(min(self._shortest, soonest))
                continue
            await self._pace.take()
            try:
                is_worthwhile = len(due) >= WORTHWHILE or not self._list.only_here.isdisjoint(due)
                if is_worthwhile and now >= self._list_due:
                    await self._ask_for_list(due, deliver)
                else:
                    await self._ask(min(due, key=self._due.__getitem__), deliver)
            except Unauthorized:
                raise
            except CapOutError as error:
                await self._be_patient(error)

    def look_now(self) -> None:
        """Request the status of every document as soon as possible."""
        self._due.clear()

    async def _ask(self, document_id: str, deliver: Deliver) -> None:
        # First, so that a failing document goes to the end of the queue.
        self._answered(document_id)
        try:
            report = await self._client.status(document_id)
        except CapOutError as error:
            if error.is_final_refusal:
                self._list.only_here.add(document_id)
            raise
        self._list.learn(report)
        self._goes_well()
        await deliver(report)

    async def _ask_for_list(self, due: Collection[str], deliver: Deliver) -> None:
        self._list_due = self._clock() + _LIST_REST * self._shortest
        reports = await self._list.ask()
        told = [reports[id_] for id_ in due if id_ in reports]
        self._listed = len(told)
        if 2 * len(told) >= len(due):
            self._list_due = self._clock() + self._shortest
        for report in told:
            self._answered(report.document_id)
        self._goes_well()
        for report in told:
            await deliver(report)

    def _look_at_documents(self, now: float) -> None:
        for document_id in [id_ for id_ in self._since if id_ not in self._document_ids]:
            del self._since[document_id]
            self._due.pop(document_id, None)
            self._list.only_here.discard(document_id)
        for document_id in self._document_ids:
            self._since.setdefault(document_id, now)
            self._due.setdefault(document_id, now)
        one_by_one = max(len(self._since) - self._listed, 0)
        youngest = now - max(self._since.values(), default=now)
        pause = max(self._interval_at(youngest), one_by_one * 60 / MOST_REQUESTS_A_MINUTE)
        self.interval = float(math.ceil(pause)) if pause > self._shortest else self._shortest

    def _interval_at(self, age: float) -> float:
        return min(max(self._shortest, age / _AGE_PER_INTERVAL), LONGEST_INTERVAL)

    def _answered(self, document_id: str) -> None:
        now = self._clock()
        self._due[document_id] = now + self._interval_at(now - self._since.get(document_id, now))

    def _goes_well(self) -> None:
        self.working = True
        self._failures = 0

    async def _be_patient(self, error: CapOutError) -> None:
        _log.info("a question about documents failed: %s", error)
        if error.retryable:
            self._pace.charge(_REPEATS)
        # A server that answers is not down: requests for other documents may succeed.
        if error.status_code is not None and not isinstance(error, GarbageAnswer):
            self.working = True
            await self._wait(error.retry_after or 0)
            return
        self.working = False
        self._failures += 1
        delay = self._shortest / 2 + jitter(self._failures, self._shortest / 2, _LONGEST_WAIT)
        if self._on_failure is not None:
            await self._on_failure(error, delay)
        await self._wait(delay)
