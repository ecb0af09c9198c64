"""Did it arrive? What was sent without an answer is looked up, never resent blindly."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from capout_desktop.capout.errors import CapOutError
from capout_desktop.capout.wire import DocumentList, ListedDocument
from capout_desktop.domain import matching, policy
from capout_desktop.domain.attempt import certainly_never_complete
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
from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.organizations.credential_service import Credential
from capout_desktop.services.organizations.credentials import Credentials
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
    ) -> None:
        self._store = store
        self._interval = interval
        self._grace = grace
        self._credentials = credentials
        self._tasks = tasks
        self._inquiries: dict[str, _Inquiry] = {}
        self._settle_interrupted()
        store.listen(self._note)
        credentials.listen(self._credential_changed)

    def _credential_changed(self, credential_id: str, credential: Credential | None) -> None:
        before = self._inquiries.get(credential_id)
        if before is None or before.credential is not credential:
            if before is not None:
                self._inquiries.pop(credential_id).task.cancel()
            if credential is not None:
                wanted = asyncio.Event()
                task = self._tasks.start(self._work(credential, wanted), "confirmation")
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
        last = [a for a in self._store.attempts(document.id) if a.id == document.attempt_id]
        if certainly_never_complete(last):
            return AttemptRefused(at, Problem(HoldReason.STOPPED), retry_at=at)
        return OutcomeUnknown(at, Problem(HoldReason.INTERRUPTED))

    def _note(self, documents: Iterable[Document]) -> None:
        at = now()
        told: list[tuple[str, Event]] = []
        for document in documents:
            if document.state is not DocumentState.CONFIRMING:
                continue
            standing = self._credentials.standing(document)
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
                if self._credentials.of(document) is credential
            ]
            if not waiting:
                wanted.clear()
                interval = self._interval
                continue
            try:
                await self._look_up(credential, waiting)
            except CapOutError as error:
                _log.info("the list of documents cannot be had: %s", error)
            await asyncio.sleep(interval.total_seconds())
            interval = min(interval * 1.5, LONGEST_INTERVAL)

    async def _look_up(self, credential: Credential, waiting: Sequence[Document]) -> None:
        asked_at = now()
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
        asked_at: datetime,
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
            await self._store.commit(
                document.id, Accepted(now(), verdict), StatusReported(now(), report)
            )
            return
        # The list was asked for at `asked_at`: only a grace that had passed by then counts.
        since = document.unknown_since or asked_at
        if asked_at - since < self._grace:
            return
        # An entry that could not be read may be this very document.
        partial = isinstance(listing, DocumentList) and listing.partial
        if verdict is matching.LookupVerdict.ABSENT and not partial:
            await self._store.commit(document.id, FoundAbsent(now()))
        else:
            self._store.apply(
                document.id, LookupUnclear(now(), Problem(HoldReason.LOOK_UP_UNCLEAR))
            )
