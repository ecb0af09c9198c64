"""Look-ups of uploads without an answer in CapOut's list and credits.

`domain.arrival` decides from what a look shows. An upload is never resent before that.
"""

from __future__ import annotations

import asyncio
import functools
import logging
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import timedelta

from msgspec import Struct
from msgspec.structs import replace

from capout_desktop.domain import hold, policy
from capout_desktop.domain.arrival import (
    Absent,
    AskPerson,
    Conclusion,
    Found,
    LookAgain,
    conclude,
)
from capout_desktop.domain.attempt import (
    Attempt,
    AttemptOutcome,
)
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.events import (
    Accepted,
    Event,
    FoundAbsent,
    LookupUnclear,
    StatusReported,
)
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.organization import pending_session_id, unconfirmed_organization
from capout_desktop.domain.problem import Problem
from capout_desktop.domain.vital_loop import VitalLoop
from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.organizations.credential_service import Credential
from capout_desktop.services.organizations.credentials import Credentials
from capout_desktop.services.runtime import clock
from capout_desktop.services.runtime.clock import now
from capout_desktop.services.runtime.tasks import TaskOwner
from capout_desktop.services.uploads.arrival_evidence_source import (
    ArrivalEvidenceSource,
    CreditReadings,
    Doubted,
    Look,
)
from capout_desktop.services.uploads.first_look import FirstLook
from capout_desktop.services.uploads.interruption import settle_interrupted

_log = logging.getLogger(__name__)


class _Inquiry(Struct, frozen=True):
    """Looks with one credential; `wanted` is set when there is a new document to look up."""

    credential: Credential
    wanted: asyncio.Event
    task: asyncio.Task[None]


class Confirmation:
    """Looks up all documents in the state `CONFIRMING`, those of each credential separately."""

    def __init__(
        self,
        store: DocumentStore,
        credentials: Credentials,
        tasks: TaskOwner,
        book: CreditReadings,
        first_look: FirstLook,
        *,
        shortest_wait: timedelta = policy.SHORTEST_LOOK_INTERVAL,
        longest_wait: timedelta = policy.LONGEST_LOOK_INTERVAL,
    ) -> None:
        """Begin to look up what is in doubt.

        `book` has the readings of the credits, `first_look` the lists from before the attempts.
        """
        self._store = store
        self._evidence = ArrivalEvidenceSource(store, book, first_look)
        self._first_look = first_look
        self._shortest_wait = shortest_wait.total_seconds()
        self._longest_wait = longest_wait.total_seconds()
        # By the attempt's id.
        self._doubts: dict[str, Doubted] = {}
        self._credentials = credentials
        self._tasks = tasks
        self._inquiries: dict[str, _Inquiry] = {}
        settle_interrupted(store)
        for document in store.in_state(DocumentState.CONFIRMING):
            self._doubt(document)
        store.listen(self._note)
        credentials.listen(self._credential_changed)

    def status_of(self, document: Document, entry_id: str) -> str:
        """Return the status of an entry in the last list of the document's organization."""
        return self._evidence.status_of(document, entry_id)

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

    def _doubt(self, document: Document) -> Doubted:
        return self._doubts.setdefault(document.attempt_id, Doubted(clock.monotonic()))

    def _note(self, documents: Iterable[Document]) -> None:
        at = now()
        told: list[tuple[str, Event]] = []
        for document in documents:
            if document.state is not DocumentState.CONFIRMING:
                self._doubts.pop(document.attempt_id, None)
                if document.state is not DocumentState.UPLOADING:
                    self._first_look.ended(document.attempt_id)
                continue
            is_new = document.attempt_id not in self._doubts
            self._doubt(document)
            resolved = self._credentials.resolve(document)
            if isinstance(resolved, Problem):
                if not _is_asked_about(document):
                    missing = Problem(HoldReason.OTHER_ORGANIZATION)
                    told.append((document.id, LookupUnclear(at, missing)))
            elif resolved is not None and (asks := self._inquiries.get(resolved.credential_id)):
                waits_for_key = document.problem_code == HoldReason.OTHER_ORGANIZATION
                if is_new or waits_for_key:
                    asks.wanted.set()
                if waits_for_key and self._can_tell(document, resolved):
                    told.append((document.id, LookupUnclear(at, Problem(HoldReason.LOOKING_UP))))
        if told:
            # Not within what is being told: others would hear of the older document last.
            asyncio.get_running_loop().call_soon(self._store.apply_all, told)

    def _can_tell(self, document: Document, credential: Credential) -> bool:
        """Return whether the credential's list is that of the document's organization.

        CapOut may name an organization only after the document was sent with its key, or no longer
        name it. The id of a session's organization changes then, too. The fingerprint of the key
        stays the same.
        """
        if document.organization_id == credential.organization_id:
            return True
        fingerprint = credential.fingerprint
        attempt = self._store.last_attempt(document)
        if attempt is not None and attempt.key_fingerprint == fingerprint:
            return True
        if document.organization_id:
            return document.organization_id == unconfirmed_organization(fingerprint)
        own_ids = {"", credential.credential_id, pending_session_id(fingerprint)}
        return document.credential_id in own_ids

    async def _work(self, credential: Credential, wanted: asyncio.Event) -> None:
        wanted.set()
        while True:
            await wanted.wait()
            wanted.clear()
            while waiting := self._waiting(credential):
                wait = await self._look_up(credential, waiting)
                # A document that is new is looked up soon, also if the others have time.
                if await clock.wait_for(wanted, wait):
                    wanted.clear()
                    await clock.sleep(self._shortest_wait)

    def _waiting(self, credential: Credential) -> list[Document]:
        return [
            document
            for document in self._store.in_state(DocumentState.CONFIRMING)
            if self._credentials.credential_for(document) is credential
        ]

    async def _look_up(self, credential: Credential, waiting: Sequence[Document]) -> float:
        """Look once for all these documents; return the seconds until the next look."""
        look = await self._evidence.look(credential)
        waits = [self._longest_wait]
        for document in waiting:
            if not self._can_tell(document, credential):
                if not _is_asked_about(document):
                    other = Problem(HoldReason.OTHER_ORGANIZATION)
                    self._store.apply(document.id, LookupUnclear(now(), other))
                continue
            try:
                waits.append(await self._judge(document, credential, look))
            except sqlite3.Error as error:
                # The journal says so in the window; the next look finds the same again.
                _log.warning("the result of a look cannot be stored: %s", error)
            except Exception as error:  # noqa: BLE001 - one document must not stop the others
                self._log_failure(document, error)
                self._ask_person(document, 0)
        return max(min(waits), self._shortest_wait)

    def _log_failure(self, document: Document, error: Exception) -> None:
        """Log why a document cannot be judged, with the traceback the first time only."""
        doubt = self._doubt(document)
        if doubt.failure is not type(error):
            doubt.failure = type(error)
            _log.error("a document cannot be looked up; the user is asked about it", exc_info=error)

    async def _judge(self, document: Document, credential: Credential, look: Look) -> float:
        """Act on what a look means for a document; return the seconds until the next one."""
        attempt = self._store.last_attempt(document)
        if attempt is None:
            self._ask_person(document, 0)
            return self._longest_wait
        doubt = self._doubt(document)
        evidence = self._evidence.of(document, attempt, doubt, look)
        # Comparing names with a long list takes time that the window does not have.
        conclusion = await asyncio.to_thread(conclude, evidence)
        if (
            not self._is_still_in_doubt(document)
            or self._store.last_attempt(document) is not attempt
        ):
            # The person settled it meanwhile, or it went again: this list says nothing of that.
            return self._shortest_wait
        doubt.looks.append(conclusion.look)
        return await self._act(document, attempt, conclusion, look)

    async def _act(
        self, document: Document, attempt: Attempt, conclusion: Conclusion, look: Look
    ) -> float:
        match conclusion.verdict:
            case Found(document_id):
                await self._found(document, conclusion.attempt, document_id, look)
                return self._longest_wait
            case Absent():
                # Stored first: it must never be forgotten that it was resent automatically.
                absent = replace(conclusion.attempt, outcome=AttemptOutcome.ABSENT)
                await self._store.save_attempt(absent)
                if self._is_still_in_doubt(document):
                    await self._store.commit(document.id, FoundAbsent(now(), attempt.conflict))
                return self._longest_wait
            case AskPerson(candidates, doubts):
                _log.info("only the user can decide on a document: %s", ", ".join(doubts))
                await self._save_if_changed(attempt, conclusion.attempt)
                if self._is_still_in_doubt(document):
                    self._ask_person(document, len(candidates))
                return self._longest_wait
            case LookAgain(after_seconds):
                await self._save_if_changed(attempt, conclusion.attempt)
                return after_seconds

    async def _found(
        self, document: Document, attempt: Attempt, document_id: str, look: Look
    ) -> None:
        events: list[Event] = [Accepted(now(), document_id)]
        # Together: the list may tell of its end already, with stages and words.
        events += [
            StatusReported(now(), entry.report)
            for entry in look.listing or ()
            if entry.document_id == document_id
        ]
        found = replace(attempt, outcome=AttemptOutcome.ACCEPTED, document_id=document_id)
        # Stored first: if that fails, the next look finds it again.
        await self._store.save_attempt(found)
        if self._is_still_in_doubt(document):
            await self._store.commit(document.id, *events)

    def _is_still_in_doubt(self, document: Document) -> bool:
        """Return whether the same attempt is still in doubt, whatever else of it has changed."""
        present = self._store[document.id]
        is_same = present.attempt_id == document.attempt_id
        return is_same and present.state is DocumentState.CONFIRMING

    def _ask_person(self, document: Document, candidates: int) -> None:
        self._store.apply(document.id, LookupUnclear(now(), hold.look_up_unclear(candidates)))

    async def _save_if_changed(self, before: Attempt, after: Attempt) -> None:
        if after != before:
            await self._store.save_attempt(after)


def _is_asked_about(document: Document) -> bool:
    """Return whether the question is open: it stays so, and can be answered without the key."""
    return document.problem_code == HoldReason.LOOK_UP_UNCLEAR
