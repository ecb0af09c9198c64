"""Fetcher of document statuses, which closes the gap before a stream began."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping

from capout_desktop.capout.client import CapOutClient
from capout_desktop.capout.errors import CapOutError, NotFound, Unauthorized
from capout_desktop.capout.realtime.channel import Deliver
from capout_desktop.capout.realtime.rate_limiter import RateLimiter
from capout_desktop.capout.realtime.status_list import WORTHWHILE, StatusList
from capout_desktop.capout.retries import Retries
from capout_desktop.capout.task_end import end
from capout_desktop.domain.status_report import StatusReport

_log = logging.getLogger(__name__)

MOST_REQUESTS_AT_ONCE = 300
MOST_REQUESTS_A_MINUTE = 600
"""Maximum number of requests within any minute, however often a connection breaks.

The first ones are made at once, so that a lost connection causes no delay, and the rest at an even
rate.
"""

_PARALLEL = 4
_NOT_FOUND_TRIES = 4
"""Number of attempts after "not found": a new document may not be known to all servers yet."""
_LIST_REST = 12
"""Wait between two looks into the list for documents that only it knows, in times of `patience`."""
_MOST_RESTS = 10
"""Longest wait, in such waits, while the list has none of them."""
_REPEATS = Retries().attempts - 1


class StatusFetcher:
    """Fetcher that requests statuses, a few at a time, until each request is answered.

    If many documents wait, the list of all documents is requested first, and then only statuses
    that it does not contain. So a reconnection with 500 documents takes only a few requests. For a
    few documents the list is not used, since neither its age nor its length is documented.

    A document whose status CapOut does not give by its id is looked for in the list, and followed
    there until it ends. It is not documented that the list has the ids of the receipts, so one of
    the documents in it is also asked for by its id.
    """

    def __init__(
        self,
        client: CapOutClient,
        deliver: Deliver,
        is_wanted: Callable[[str], bool],
        give_up: Callable[[str, CapOutError], Awaitable[None]],
        *,
        patience: float = 5.0,
    ) -> None:
        """Create the fetcher; `run` does the work.

        Args:
            client: Client for the requests.
            deliver: Called with the answers.
            is_wanted: Returns whether a document is still of interest when its turn comes.
            give_up: Called for a document whose status is not available, with the error.
            patience: Seconds between two attempts for one document.
        """
        self._client = client
        self._deliver = deliver
        self._is_wanted = is_wanted
        self._give_up = give_up
        self._patience = patience
        self._pace = RateLimiter(
            burst=MOST_REQUESTS_AT_ONCE, a_minute=MOST_REQUESTS_A_MINUTE - MOST_REQUESTS_AT_ONCE
        )
        self._list = StatusList(client)
        self._list_first = False
        self._list_turn = asyncio.Lock()
        self._waiting: dict[str, int] = {}
        self._wanted = asyncio.Event()
        self._refused: dict[str, CapOutError] = {}
        self._some_refused = asyncio.Event()
        # Documents that only the list may know, with the error that their ids gave.
        self._unknown: dict[str, CapOutError] = {}
        # Documents that the list answered, by the one that shows whether CapOut knows their ids.
        self._samples: dict[str, list[str]] = {}
        self._list_has_receipts_ids = False

    def request(self, document_ids: Iterable[str]) -> None:
        """Request the status of these documents, too, each once."""
        for document_id in document_ids:
            if document_id not in self._list.only_here:
                self._waiting.setdefault(document_id, 0)
        self._list_first = len(self._waiting) >= WORTHWHILE
        self._wanted.set()

    async def run(self) -> None:
        """Make the requests until canceled.

        Raises:
            Unauthorized: The key is not accepted any more.
        """
        workers = [asyncio.create_task(self._work()) for _ in range(_PARALLEL)]
        workers.append(asyncio.create_task(self._follow_in_list()))
        try:
            await asyncio.gather(*workers)
        finally:
            await end(*workers)

    async def _work(self) -> None:
        while True:
            await self._wanted.wait()
            if self._list_first:
                async with self._list_turn:
                    if self._list_first:
                        await self._ask_for_list()
                continue
            if not self._waiting:
                self._wanted.clear()
                continue
            document_id = next(iter(self._waiting))
            tries = self._waiting.pop(document_id)
            if self._is_wanted(document_id):
                await self._ask(document_id, tries)
            else:
                self._samples.pop(document_id, None)

    async def _ask_for_list(self) -> None:
        known = ""
        if not self._list.experienced and self._waiting:
            document_id = next(iter(self._waiting))
            if await self._ask(document_id, self._waiting.pop(document_id)):
                known = document_id
        await self._pace.take()
        # Documents requested from here on may have changed after the answer was written.
        self._list_first = False
        asked = list(self._waiting)
        reports = await self._listed() or {}
        self._list_has_receipts_ids = self._list_has_receipts_ids or known in reports
        sample: list[str] | None = None
        for document_id in asked:
            report = reports.get(document_id)
            if report is None or document_id not in self._waiting:
                continue
            if report.is_running and not self._list_has_receipts_ids:
                if sample is None:
                    sample = self._samples[document_id] = []
                    continue  # it is asked for by its id
                sample.append(document_id)
            del self._waiting[document_id]
            await self._deliver(report)

    async def _ask(self, document_id: str, tries: int) -> bool:
        """Ask for a document by its id; return whether CapOut knows it."""
        await self._pace.take()
        try:
            report = await self._client.status(document_id)
        except Unauthorized:
            raise
        except CapOutError as error:
            self._charge(error)
            again = error.retryable
            if isinstance(error, NotFound):
                again = tries + 1 < _NOT_FOUND_TRIES
            if again:
                await asyncio.sleep(max(self._patience, error.retry_after or 0))
                self._waiting.setdefault(document_id, tries + 1)
                self._wanted.set()
            else:
                alike = self._samples.pop(document_id, ())
                self._refused |= dict.fromkeys((document_id, *alike), error)
                self._some_refused.set()
            return False
        else:
            if self._samples.pop(document_id, None) is not None:
                self._list_has_receipts_ids = True
            self._unknown.pop(document_id, None)
            self._list.learn(report)
            await self._deliver(report)
            return True

    async def _follow_in_list(self) -> None:
        """Follow what CapOut lists although it does not give its status by its id.

        What the list does not have is looked for again, too, in it and by its id, after longer and
        longer times: CapOut may take a while to know a document.
        """
        seen: set[str] = set()
        rests = 1
        while True:
            rest = rests * _LIST_REST * self._patience
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(rest if self._unknown else None):
                    await self._some_refused.wait()
            self._some_refused.clear()
            refused, self._refused = self._refused, {}
            new = refused.keys() - self._unknown.keys()
            asked = self._unknown | refused
            self._unknown = {id_: error for id_, error in asked.items() if self._is_wanted(id_)}
            self._list.only_here = set(self._unknown)
            if not self._unknown:
                continue
            await self._pace.take()
            reports = await self._listed()
            for document_id, error in list(self._unknown.items()):
                if document_id not in self._unknown:
                    continue  # meanwhile it was known by its id
                if reports is not None and document_id in reports:
                    seen.add(document_id)
                    await self._deliver(reports[document_id])
                elif reports is not None or document_id in refused:
                    seen.discard(document_id)
                    await self._give_up(document_id, error)
            seen &= self._unknown.keys()
            self._list.only_here = set(seen)
            if seen or new:
                rests = 1
            elif not refused:
                rests = min(rests + 1, _MOST_RESTS)
            if not refused:
                self._ask_again_by_id(seen)

    def _ask_again_by_id(self, seen: Collection[str]) -> None:
        """Ask for one document that the list does not have by its id, each time for another."""
        for document_id in self._unknown:
            if document_id not in seen:
                self._unknown[document_id] = self._unknown.pop(document_id)
                self._waiting.setdefault(document_id, _NOT_FOUND_TRIES - 1)
                self._wanted.set()
                return

    async def _listed(self) -> Mapping[str, StatusReport] | None:
        """Return what the list says; None if it cannot be had."""
        try:
            return await self._list.ask()
        except Unauthorized:
            raise
        except CapOutError as error:
            _log.info("no list of documents: %s", error)
            self._charge(error)
            return None

    def _charge(self, error: CapOutError) -> None:
        if error.retryable:
            self._pace.charge(_REPEATS)
