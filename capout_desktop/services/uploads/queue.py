"""The queue: which document goes next, and what its attempt's end means for it."""

from __future__ import annotations

import asyncio
import functools
import sqlite3
import uuid
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import chain

from msgspec.structs import replace

from capout_desktop.capout.client import CapOutClient
from capout_desktop.capout.errors import CapOutError, Delivery
from capout_desktop.domain import events as ev
from capout_desktop.domain import hold
from capout_desktop.domain.attempt import Attempt
from capout_desktop.domain.document import Document, DocumentState, SourceKind
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.identity import content_and_address
from capout_desktop.domain.lifecycle import cancellation
from capout_desktop.domain.organization import is_confirmed, is_pending_session
from capout_desktop.domain.problem import Problem
from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.intake.preflight import unchanged
from capout_desktop.services.organizations.credential_service import Credential
from capout_desktop.services.organizations.credentials import Credentials
from capout_desktop.services.runtime.clock import now
from capout_desktop.services.runtime.tasks import TaskOwner
from capout_desktop.services.runtime.worker_threads import WorkerThreads
from capout_desktop.services.uploads.attempt import (
    AttemptResult,
    attempt,
    begun,
    ended,
    may_have_arrived_before,
    meaning,
)
from capout_desktop.services.uploads.backoff import CircuitBreaker, HalfOpen
from capout_desktop.services.uploads.first_look import FirstLook, Look
from capout_desktop.services.uploads.in_flight import InFlight
from capout_desktop.services.uploads.transfer_thread import Transfer, TransferThread

PASS_SECONDS = 0.05
"""The queue is looked through at most so often, however many documents change."""

NAMESAKE_SECONDS = 30.0
"""Interval of checks whether a namesake of unknown outcome still delays a document."""

_S = DocumentState
_FREE_TO_GO_ELSEWHERE = hold.RELEASED_BY_ADDRESS | {HoldReason.WAITS_FOR_START}
_IN_FLIGHT = (_S.UPLOADING, _S.CONFIRMING)


class UploadQueue:
    """Sends what is queued, a few at a time, each document with its own organization's key.

    The same name and address of one organization never go twice at once.
    """

    def __init__(
        self,
        store: DocumentStore,
        credentials: Credentials,
        files: WorkerThreads,
        tasks: TaskOwner,
        make_client: Callable[[str], CapOutClient],
        on_key_refused: Callable[[Credential, Problem], None],
        on_disk_trouble: Callable[[Exception], None],
        on_obstruction: Callable[[Problem | None], None],
        first_look: FirstLook,
        *,
        parallel: int,
    ) -> None:
        """Build the queue and let it begin.

        `on_key_refused` hears when CapOut does not accept a credential's key any more,
        `on_disk_trouble` when the journal does not take what must be in it, and
        `on_obstruction` why nothing gets through at the moment, or None once the way is free.
        `first_look` looks at CapOut's list before a document is sent for the first time.
        """
        self._store = store
        self._credentials = credentials
        self._files = files
        self._tasks = tasks
        self._make_client = make_client
        self._on_key_refused = on_key_refused
        self._on_disk_trouble = on_disk_trouble
        self._parallel = parallel
        self._transfers = TransferThread()
        self._running: dict[str, Transfer[AttemptResult] | None] = {}
        # By organization: whoever has no credits left does not stop the others.
        self._no_credits: dict[str, Problem] = {}
        self._paused = False
        self._ways = CircuitBreaker(on_obstruction)
        # By organization: refusals of attempts that began earlier say nothing any more.
        self._credits_since: dict[str, datetime] = {}
        self._changed = asyncio.Event()
        self._first_look = first_look
        first_look.listen(self._changed.set)
        store.listen(self._note)
        credentials.listen(self._credential_changed)
        tasks.start(self._work(), "upload queue")
        self._changed.set()

    def credits_changed(self, organization_id: str) -> None:
        """An organization may have credits again: let those go that waited for its."""
        self._no_credits.pop(organization_id, None)
        self._credits_since[organization_id] = now()
        self._release(hold.RELEASED_BY_CREDITS, lambda d: self._organization(d) == organization_id)

    def set_parallel(self, parallel: int) -> None:
        """Send so many documents at once from now on."""
        self._parallel = parallel
        self._changed.set()

    def pause(self, paused: bool) -> None:
        """Start nothing more (what is under way goes on), or go on."""
        self._paused = paused
        self._ways.forget()
        self._changed.set()

    def address_chosen(self, xn_address: str, credential_id: str, organization_id: str) -> None:
        """Give the address to every document of this organization that waits for one.

        What another organization pays for would go to a stranger.
        """

        def is_theirs(document: Document) -> bool:
            return document.credential_id in {"", credential_id} or (
                is_confirmed(organization_id) and document.organization_id == organization_id
            )

        at = now()
        waiting = {
            document.id
            for document in self._store.in_state(_S.CHECKING, _S.QUEUED, _S.HELD)
            if not document.xn_address and is_theirs(document)
        }
        self._store.apply_all((id_, ev.Addressed(at, xn_address)) for id_ in waiting)
        self._release(hold.RELEASED_BY_ADDRESS, lambda document: document.id in waiting)

    def readdress(self, local_ids: Iterable[str], xn_address: str) -> None:
        """Send these to another address; what CapOut has, or may have, stays as it is.

        What ended without CapOut having it is tried again. What waits for the person's word goes
        on waiting for it: whether it went before is only judged anew, for the new address.
        """
        self._store.apply_all(self._readdressed(local_ids, xn_address, now()))

    def start(self, *local_ids: str) -> None:
        """Let those go that wait for the person's word; the others do not notice."""
        at = now()
        self._store.apply_all((local_id, ev.Started(at)) for local_id in local_ids)

    def cancel(self, local_id: str) -> None:
        """Call a document back; whether one arrived whose body is out is looked up first."""
        self._store.apply(local_id, cancellation(self._store[local_id], now()))
        transfer = self._running.get(local_id)
        if transfer is not None:
            transfer.cancel()

    def retry(self, local_id: str) -> None:
        """Try a failed, canceled, rejected or held document again."""
        self._no_credits.pop(self._store[local_id].organization_id, None)
        self._ways.forget()
        self._store.apply(local_id, ev.RetryRequested(now()))

    def send_again(self, local_id: str) -> None:
        """Send once more what may have arrived: the person has seen that it may cost twice."""
        self._store.apply(local_id, ev.SendAgain(now()))

    def close(self) -> None:
        """End the transfer thread; the owner of the tasks has ended every attempt before."""
        self._transfers.stop(wait_seconds=1)

    def _note(self, _: Iterable[Document]) -> None:
        self._changed.set()

    def _credential_changed(self, _profile_id: str, credential: Credential | None) -> None:
        if credential is not None:
            self._no_credits.pop(credential.organization_id, None)
            self._release_of(credential)
        self._changed.set()

    def _release(
        self, reasons: frozenset[HoldReason], concerned: Callable[[Document], bool] = lambda _: True
    ) -> None:
        """Let those go that are held for these reasons, as far as it concerns them."""
        at = now()
        self._store.apply_all(
            (document.id, ev.Released(at))
            for document in self._store.in_state(_S.HELD)
            if document.problem_code in reasons and concerned(document)
        )

    def _release_of(self, credential: Credential) -> None:
        """Let those go that waited for another key than the one that works now."""
        self._release(
            hold.RELEASED_BY_KEY, lambda d: self._credentials.credential_for(d) is credential
        )

    async def _work(self) -> None:
        while True:
            wait = self._look_through()
            timeout = None if wait is None else max(wait, PASS_SECONDS)
            try:
                # Not `wait_for`, which may take the end of the program for a change (Python 3.11).
                async with asyncio.timeout(timeout):
                    await self._changed.wait()
            except TimeoutError:
                continue
            await asyncio.sleep(PASS_SECONDS)
            self._changed.clear()

    def _readdressed(
        self, local_ids: Iterable[str], xn_address: str, at: datetime
    ) -> Iterator[tuple[str, ev.Event]]:
        for local_id in local_ids:
            before = self._store[local_id]
            yield local_id, ev.Addressed(at, xn_address)
            after = self._store[local_id]  # the event above has been applied meanwhile
            if after is before:
                continue
            if after.held_for(*_FREE_TO_GO_ELSEWHERE):
                yield local_id, ev.Released(at)
            elif after.state in (_S.FAILED, _S.CANCELED):
                yield local_id, ev.RetryRequested(at)

    def _look_through(self) -> float | None:
        """Start what can go, hold what cannot; return the seconds until the next one is due."""
        at = now()
        running = [self._store[id_] for id_ in self._running]
        flying = InFlight(chain(self._store.in_state(*_IN_FLIGHT), running), at)
        # Not on its way yet as far as the journal knows, and a copy of it must wait all the same.
        starting = {content_and_address(document) for document in running}
        self._store.apply_all(self._settled(flying, at))
        self._store.apply_all(self._waiting_for_start(at))
        self._store.apply_all(self._unbound())
        if (wait := self._ways.seconds_left(at)) > 0:
            return wait
        held: list[tuple[str, ev.Event]] = []
        due = self._next_check()
        for document in self._store.in_state(_S.QUEUED):
            if document.id in self._running:
                continue
            problem = self._obstacle(document, flying)
            if problem is not None:
                held.append((document.id, ev.Held(at, problem)))
            elif (wait := self._wait_of(document, at)) > 0:
                due = wait if due is None else min(due, wait)
            elif (
                self._may_start(document)
                and (credential := self._credentials.credential_for(document)) is not None
                and (document.send_again or content_and_address(document) not in starting)
            ):
                looked = self._first_look.check(document, credential)
                if isinstance(looked, Problem):
                    held.append((document.id, ev.Held(at, looked)))
                if looked is not Look.CLEAR:
                    continue
                flying.add(document, credential.organization_id)
                starting.add(content_and_address(document))
                self._running[document.id] = None
                self._tasks.start(self._upload(document, credential), "upload")
        self._store.apply_all(held)
        return due

    def _settled(self, flying: InFlight, at: datetime) -> Iterator[tuple[str, ev.Event]]:
        """Yield the release of those whose namesake, copy or missing key is no obstacle now."""
        for document in self._store.in_state(_S.HELD):
            match document.problem_code:
                case HoldReason.SAME_IN_FLIGHT:
                    is_free = not flying.has_namesake(document, self._organization(document))
                case HoldReason.ALREADY_SENT:
                    is_free = self._store.earlier_copy(document) is None
                case HoldReason.LIST_NEEDED:
                    credential = self._credentials.credential_for(document)
                    is_free = credential is not None and self._first_look.is_answered(
                        document, credential
                    )
                case code if code in hold.WITHOUT_KEY:
                    is_free = not isinstance(self._credentials.resolve(document), Problem)
                case _:
                    is_free = False
            if is_free:
                yield document.id, ev.Released(at)

    def _next_check(self) -> float | None:
        """Return the seconds until a document on hold may be free without anything changing."""
        waits = [NAMESAKE_SECONDS] if self._store.count(_S.CONFIRMING) else []
        for document in self._store.in_state(_S.HELD):
            if document.problem_code == HoldReason.LIST_NEEDED:
                credential = self._credentials.credential_for(document)
                if credential is not None:
                    waits.append(self._first_look.retry_in(credential))
        return min(waits, default=None)

    def _waiting_for_start(self, at: datetime) -> Iterator[tuple[str, ev.Event]]:
        for document in self._store.in_state(_S.QUEUED):
            if document.waits_for_start:
                # Before the person lets it go, they shall know that it went before.
                problem = self._sent_before(document) or Problem(HoldReason.WAITS_FOR_START)
                yield document.id, ev.Held(at, problem)

    def _unbound(self) -> Iterator[tuple[str, ev.Event]]:
        """Yield the binding of what was added before it was known who pays for it."""
        for document in self._store.in_state(_S.CHECKING, _S.QUEUED, _S.HELD):
            if document.credential_id and not is_pending_session(document.credential_id):
                continue
            credential = self._credentials.payer_of(document)
            if credential is not None:
                ids = credential.credential_id, credential.organization_id
                yield document.id, ev.Assigned(now(), *ids, credential.kind)

    def _organization(self, document: Document) -> str:
        credential = self._credentials.credential_for(document)
        return credential.organization_id if credential is not None else document.organization_id

    def _wait_of(self, document: Document, at: datetime) -> float:
        """How many seconds a document has to wait by itself, or with its organization."""
        not_before = document.not_before
        own = (not_before - at).total_seconds() if not_before is not None else 0.0
        return max(own, self._ways.seconds_left_for(self._organization(document), at))

    def _may_start(self, document: Document) -> bool:
        if self._paused or len(self._running) >= self._parallel:
            return False
        organization_id = self._organization(document)
        match self._ways.alone(organization_id):
            case HalfOpen.OF_ALL:
                return not self._running
            case HalfOpen.OF_ITS_ORGANIZATION:
                running = (self._organization(self._store[id_]) for id_ in self._running)
                return organization_id not in running
            case HalfOpen.NO:
                return True

    def _obstacle(self, document: Document, flying: InFlight) -> Problem | None:
        resolved = self._credentials.resolve(document)
        if isinstance(resolved, Problem):
            return resolved
        if not document.xn_address:
            typed = document.unconfirmed_address
            return hold.unconfirmed_address(typed) if typed else Problem(HoldReason.NO_ADDRESS)
        if problem := self._sent_before(document):
            return problem
        organization_id = self._organization(document)
        if flying.has_namesake(document, organization_id):
            return Problem(HoldReason.SAME_IN_FLIGHT)
        return self._no_credits.get(organization_id)

    def _sent_before(self, document: Document) -> Problem | None:
        if document.send_again or (copy := self._store.earlier_copy(document)) is None:
            return None
        sent_on = (copy.attempt_at or copy.added_at).astimezone()
        return hold.already_sent(sent_on.date())

    async def _upload(self, document: Document, credential: Credential) -> None:
        try:
            await self._attempt(document, credential)
        except sqlite3.Error as error:
            # Without the journal nothing is sent; what has been sent is written when it can be.
            self._on_disk_trouble(error)
            self._ways.wait()
        finally:
            del self._running[document.id]
            self._changed.set()

    async def _attempt(self, document: Document, credential: Credential) -> None:
        local_id = document.id
        if document.source_kind is SourceKind.FILE:
            problem = await self._files.run(
                unchanged, document.source, document.size, document.modified_ns
            )
            if problem is not None:
                self._store.apply(local_id, ev.Rejected(now(), problem))
                return
        if self._store[local_id] is not document:
            return  # sent elsewhere meanwhile, perhaps: whether it may go is judged anew
        at, attempt_id = now(), uuid.uuid4().hex
        begins = ev.AttemptStarted(
            at, attempt_id, credential.organization_id, credential.credential_id
        )
        record = begun(document, credential, attempt_id, at)
        document = await self._store.begin_attempt(local_id, begins, record)
        if document.state is not _S.UPLOADING:
            return
        self._first_look.begins(attempt_id, credential)
        loop = asyncio.get_running_loop()

        def on_progress(sent: int, total: int) -> None:
            event = ev.BytesSent(attempt_id, sent, total)
            loop.call_soon_threadsafe(self._store.apply, local_id, event)

        about_to_be_complete = replace(record, body_about_to_be_complete=True)

        async def before_last_bytes() -> None:
            saving = self._store.save_attempt(about_to_be_complete)
            await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(saving, loop))

        make_client = functools.partial(self._make_client, credential.api_key)
        transfer = self._transfers.start(
            attempt(document, make_client, on_progress, before_last_bytes)
        )
        self._running[local_id] = transfer
        try:
            result = await transfer.wait()
        except asyncio.CancelledError:
            # The program ends: how the attempt ended must still reach the journal.
            transfer.cancel()
            await self._record(record, credential, await transfer.wait())
            raise
        await self._record(record, credential, result)
        if result.journal_error is not None:
            raise result.journal_error

    async def _record(self, record: Attempt, credential: Credential, result: AttemptResult) -> None:
        local_id, organization_id = record.document, credential.organization_id
        document, error = self._store[local_id], result.error
        delivery = Delivery.NOT_SENT if error is None else self._delivery(record, error)
        if delivery is Delivery.UNKNOWN:
            error = None  # that says nothing yet, not even that the way is free
        if result.receipt is not None:
            self._ways.got_through(organization_id)
        retry_at = None
        if error is not None and error.retryable:
            retry_at = self._ways.note(organization_id, error)
        elif error is not None and error.status_code == 402:
            if self._began_before_credits(document, organization_id):
                retry_at = now()
            else:
                # Before the journal is waited for: there may be credits again by then.
                self._no_credits[organization_id] = error.problem
        event = meaning(result, delivery, document.cancel_requested, retry_at)
        await self._store.end_attempt(ended(record, result, event), event)
        if error is not None and error.status_code == 401:
            self._on_key_refused(credential, error.problem)
            newer = self._credentials.credential_for(self._store[local_id])
            if newer is not None and newer is not credential:
                self._release_of(newer)  # the key was replaced meanwhile

    def _delivery(self, record: Attempt, error: CapOutError) -> Delivery:
        """What an attempt's error says of the document, after all its earlier attempts."""
        earlier = (a for a in self._store.attempts(record.document) if a.id != record.id)
        return error.delivery_after_unknown if may_have_arrived_before(earlier) else error.delivery

    def _began_before_credits(self, document: Document, organization_id: str) -> bool:
        """Whether its attempt began before there were credits again."""
        since = self._credits_since.get(organization_id)
        return since is not None and document.attempt_at is not None and document.attempt_at < since
