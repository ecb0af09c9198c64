"""Did it arrive? What was sent without an answer is looked up, never resent blindly.

Absence is believed once two looks, long enough after the attempt and apart, say the same, and at
most once in a document's life. In every other case the person decides.
"""

from __future__ import annotations

import asyncio
import functools
import logging
import sqlite3
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from msgspec.structs import replace

from capout_desktop.capout.errors import CapOutError
from capout_desktop.capout.wire import DocumentList, ListedDocument
from capout_desktop.domain import matching, policy
from capout_desktop.domain.attempt import (
    Attempt,
    AttemptOutcome,
    certainly_never_complete,
    resends_by_itself,
)
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.events import (
    Accepted,
    AttemptRefused,
    Event,
    FoundAbsent,
    LookupUnclear,
    OutcomeUnknown,
    StatusReported,
)
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.problem import Problem
from capout_desktop.domain.vital_loop import VitalLoop
from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.organizations.credential_service import Credential
from capout_desktop.services.organizations.credentials import Credentials
from capout_desktop.services.runtime import clock
from capout_desktop.services.runtime.clock import now
from capout_desktop.services.runtime.tasks import TaskOwner

_log = logging.getLogger(__name__)

LONGEST_INTERVAL = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class _Inquiry:
    """Who is asked; `wanted` says that there is something to ask."""

    credential: Credential
    wanted: asyncio.Event
    task: asyncio.Task[None]


@dataclass(slots=True)
class _Doubt:
    """An attempt in doubt, in seconds of the monotonic clock.

    Attributes:
        since: When it ended; after a restart, when the program started.
        absent_since: When the first of the last looks was made that all missed it; None where
            the last one did not.
    """

    since: float
    absent_since: float | None = None


class Confirmation:
    """Asks `GET /documents` for as long as anything is in the state `CONFIRMING`.

    Each credential is asked for its own documents, beside the others.
    """

    def __init__(
        self,
        store: DocumentStore,
        credentials: Credentials,
        tasks: TaskOwner,
        *,
        interval: timedelta = policy.CONFIRM_INTERVAL,
        grace: timedelta = policy.CONFIRM_GRACE,
        second_look: timedelta = policy.CONFIRM_SECOND_LOOK,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Begin to look up what is in doubt.

        Absence counts from `grace` after the attempt on, and is believed where another look
        `second_look` later says the same.
        """
        self._store = store
        self._second_look = second_look.total_seconds()
        self._monotonic = monotonic
        # By the attempt's id.
        self._doubts: dict[str, _Doubt] = {}
        self._interval = interval
        self._grace = grace.total_seconds()
        self._credentials = credentials
        self._tasks = tasks
        self._inquiries: dict[str, _Inquiry] = {}
        self._settle_interrupted()
        for document in store.in_state(DocumentState.CONFIRMING):
            self._doubt(document)
        store.listen(self._note)
        credentials.listen(self._credential_changed)

    def _credential_changed(self, credential_id: str, credential: Credential | None) -> None:
        before = self._inquiries.get(credential_id)
        if before is None or before.credential is not credential:
            if before is not None:
                self._inquiries.pop(credential_id).task.cancel()
            if credential is not None:
                wanted = asyncio.Event()
                task = self._tasks.keep(
                    functools.partial(self._work, credential, wanted), VitalLoop.LOOKING_UP
                )
                self._inquiries[credential_id] = _Inquiry(credential, wanted, task)
        # A key may be another's documents', too, where they have none of their own any more.
        self._note(self._store.in_state(DocumentState.CONFIRMING))

    def _settle_interrupted(self) -> None:
        """What was being uploaded when the program died goes again, or may have arrived."""
        at = now()
        self._store.apply_all(
            (document.id, self._interruption(document, at))
            for document in self._store.in_state(DocumentState.UPLOADING)
        )

    def _interruption(self, document: Document, at: datetime) -> Event:
        last = self._last_attempt(document)
        if last is not None and certainly_never_complete([last]):
            return AttemptRefused(at, Problem(HoldReason.STOPPED), retry_at=at)
        return OutcomeUnknown(at, Problem(HoldReason.INTERRUPTED))

    def _last_attempt(self, document: Document) -> Attempt | None:
        attempts = self._store.attempts(document.id)
        return next((a for a in attempts if a.id == document.attempt_id), None)

    def _doubt(self, document: Document) -> _Doubt:
        return self._doubts.setdefault(document.attempt_id, _Doubt(self._monotonic()))

    def _note(self, documents: Iterable[Document]) -> None:
        at = now()
        told: list[tuple[str, Event]] = []
        for document in documents:
            if document.state is not DocumentState.CONFIRMING:
                self._doubts.pop(document.attempt_id, None)
                continue
            self._doubt(document)
            standing = self._credentials.resolve(document)
            if isinstance(standing, Problem):
                told.append(
                    (document.id, LookupUnclear(at, Problem(HoldReason.OTHER_ORGANIZATION)))
                )
            elif standing is not None and (asks := self._inquiries.get(standing.credential_id)):
                asks.wanted.set()
                is_ours = document.organization_id == standing.organization_id
                if is_ours and document.problem_code == HoldReason.OTHER_ORGANIZATION:
                    told.append((document.id, LookupUnclear(at, Problem(HoldReason.LOOKING_UP))))
        if told:
            # Not within what is being told: others would hear of the older document last.
            asyncio.get_running_loop().call_soon(self._store.apply_all, told)

    async def _work(self, credential: Credential, wanted: asyncio.Event) -> None:
        interval = self._interval
        wanted.set()
        while True:
            await wanted.wait()
            waiting = [
                document
                for document in self._store.in_state(DocumentState.CONFIRMING)
                if self._credentials.credential_for(document) is credential
            ]
            if not waiting:
                wanted.clear()
                interval = self._interval
                continue
            try:
                await self._look_up(credential, waiting)
            except CapOutError as error:
                _log.info("the list of documents cannot be had: %s", error)
            except sqlite3.Error as error:
                # Whoever keeps the journal says so in the window; the next look finds it again.
                _log.warning("what a look found cannot be stored: %s", error)
            await clock.sleep(interval.total_seconds())
            interval = min(interval * 1.5, LONGEST_INTERVAL)

    async def _look_up(self, credential: Credential, waiting: Sequence[Document]) -> None:
        asked_at = self._monotonic()
        listing = await credential.client.documents()
        offset = credential.client.server_clock_offset or timedelta()
        for document in waiting:
            if self._store[document.id] is not document:
                continue  # it went again meanwhile, perhaps: this list says nothing of that
            if document.organization_id != credential.organization_id:
                self._store.apply(
                    document.id, LookupUnclear(now(), Problem(HoldReason.OTHER_ORGANIZATION))
                )
                continue
            await self._judge(document, listing, offset, asked_at)

    async def _judge(
        self,
        document: Document,
        listing: Sequence[ListedDocument],
        offset: timedelta,
        asked_at: float,
    ) -> None:
        # Read anew for each: one that was just adopted is taken for the next.
        taken = {d.document_id for d in self._store if d.document_id}
        # An earlier time that it went itself is not this one's arrival.
        taken |= {document_id for _, document_id in document.sent_before}
        entries = [
            matching.Listed(e.document_id, e.file_name, e.xn_address, e.created_at) for e in listing
        ]
        verdict = matching.find(document, entries, taken=taken, clock_offset=offset)
        if isinstance(verdict, str):
            report = next(e.report for e in listing if e.document_id == verdict)
            # Together: the list may tell of its end already, with stages and words.
            events = Accepted(now(), verdict), StatusReported(now(), report)
            if (attempt := self._last_attempt(document)) is None:
                await self._store.commit(document.id, *events)
            else:
                outcome = AttemptOutcome.ACCEPTED
                found = replace(attempt, outcome=outcome, document_id=verdict)
                await self._store.end_attempt(found, *events)
            return
        # An entry that could not be read may be this very document.
        partial = isinstance(listing, DocumentList) and listing.partial
        await self._without_entry(
            document, verdict is matching.LookupVerdict.ABSENT and not partial, asked_at
        )

    async def _without_entry(self, document: Document, is_absent: bool, asked_at: float) -> None:
        """Say what a look means that was asked for then and did not find the document."""
        doubt = self._doubt(document)
        # Only what had passed when the list was asked for counts.
        if asked_at - doubt.since < self._grace:
            return
        attempt = self._last_attempt(document)
        if not is_absent:
            doubt.absent_since = None
        elif document.problem_code == HoldReason.LOOK_UP_UNCLEAR:
            return  # the person was asked: one question, and it stays
        elif attempt is not None and self._may_go_by_itself(document):
            if doubt.absent_since is None:
                doubt.absent_since = asked_at
            if asked_at - doubt.absent_since >= self._second_look:
                # First, and durable: it must never be forgotten that it went by itself once.
                await self._store.save_attempt(replace(attempt, outcome=AttemptOutcome.ABSENT))
                if self._store[document.id] is document:
                    await self._store.commit(document.id, FoundAbsent(now()))
            return
        self._store.apply(document.id, LookupUnclear(now(), Problem(HoldReason.LOOK_UP_UNCLEAR)))

    def _may_go_by_itself(self, document: Document) -> bool:
        """Whether it never went again by itself; what was called back does not go at all."""
        attempts = self._store.attempts(document.id)
        return document.cancel_requested or resends_by_itself(attempts) == 0
