"""Did it arrive? What was sent without an answer is looked up, never resent blindly."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from capout_desktop.capout.errors import CapOutError
from capout_desktop.capout.wire import ListedDocument
from capout_desktop.domain import hold, matching, policy
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.events import Accepted, FoundAbsent, LookupUnclear, OutcomeUnknown
from capout_desktop.services.account import Account
from capout_desktop.services.clock import now
from capout_desktop.services.register import Register
from capout_desktop.services.tasks import TaskOwner

_log = logging.getLogger(__name__)

LONGEST_INTERVAL = timedelta(seconds=60)


class Confirmation:
    """Asks `GET /documents` for as long as anything is in the state `CONFIRMING`."""

    def __init__(
        self,
        register: Register,
        tasks: TaskOwner,
        *,
        interval: timedelta = policy.CONFIRM_INTERVAL,
        grace: timedelta = policy.CONFIRM_GRACE,
    ) -> None:
        self._register = register
        self._interval = interval
        self._grace = grace
        self._account: Account | None = None
        self._wanted = asyncio.Event()
        self._settle_interrupted()
        register.listen(self._note)
        tasks.start(self._work(), "confirmation")

    def use(self, account: Account | None) -> None:
        """Ask with this account's key from now on."""
        self._account = account
        self._wanted.set()

    def _settle_interrupted(self) -> None:
        """What was being uploaded when the program died may have arrived."""
        at = now()
        self._register.apply_all(
            (document.id, OutcomeUnknown(at, hold.INTERRUPTED))
            for document in self._register.in_state(DocumentState.UPLOADING)
        )

    def _note(self, documents: Iterable[Document]) -> None:
        if any(d.state is DocumentState.CONFIRMING for d in documents):
            self._wanted.set()

    async def _work(self) -> None:
        interval = self._interval
        while True:
            await self._wanted.wait()
            account = self._account
            waiting = self._register.in_state(DocumentState.CONFIRMING)
            if account is None or not waiting:
                self._wanted.clear()
                interval = self._interval
                continue
            try:
                await self._look_up(account, waiting)
            except CapOutError as error:
                _log.info("the list of documents cannot be had: %s", error.problem)
            await asyncio.sleep(interval.total_seconds())
            interval = min(interval * 1.5, LONGEST_INTERVAL)

    async def _look_up(self, account: Account, waiting: Sequence[Document]) -> None:
        asked_at = now()
        listing = await account.client.documents()
        offset = account.client.server_clock_offset or timedelta()
        for document in waiting:
            if document.organization_id != account.organization_id:
                self._register.apply(document.id, LookupUnclear(now(), hold.OTHER_ORGANISATION))
                continue
            await self._judge(document, listing, offset, asked_at)

    async def _judge(
        self,
        document: Document,
        listing: Sequence[ListedDocument],
        offset: timedelta,
        asked_at: datetime,
    ) -> None:
        # Read anew for each: one that was just adopted is taken for the next.
        taken = {d.document_id for d in self._register if d.document_id}
        entries = [
            matching.Listed(e.document_id, e.file_name, e.xn_address, e.created_at) for e in listing
        ]
        verdict = matching.find(document, entries, taken=taken, clock_offset=offset)
        if isinstance(verdict, str):
            status = next(e.report.status for e in listing if e.document_id == verdict)
            await self._register.commit(document.id, Accepted(now(), verdict, status=status))
            return
        # The list was asked for at `asked_at`: only a grace that had passed by then counts.
        since = document.unknown_since or asked_at
        if asked_at - since < self._grace:
            return
        if verdict is matching.Verdict.ABSENT:
            await self._register.commit(document.id, FoundAbsent(now()))
        else:
            self._register.apply(document.id, LookupUnclear(now(), hold.LOOK_UP_UNCLEAR))
