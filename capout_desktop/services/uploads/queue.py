"""The queue: which document goes next, and what its attempt's end means for it."""

from __future__ import annotations

import asyncio
import functools
import sqlite3
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import chain
from typing import TypeVar

from msgspec.structs import replace

from capout_desktop.capout.client import CapOutClient
from capout_desktop.capout.errors import (
    CapOutError,
    Conflict,
    Delivery,
    FileTrouble,
    UnreadableBalance,
)
from capout_desktop.domain import events as ev
from capout_desktop.domain import file_problem, hold, person_word
from capout_desktop.domain.attempt import Attempt
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.identity import content_and_address
from capout_desktop.domain.organization import is_confirmed, is_pending_session
from capout_desktop.domain.problem import Problem
from capout_desktop.domain.vital_loop import VitalLoop
from capout_desktop.services.documents.document_store import BatchWord, DocumentStore, Word
from capout_desktop.services.organizations.credential_service import Credential
from capout_desktop.services.organizations.credentials import Credentials
from capout_desktop.services.runtime import clock
from capout_desktop.services.runtime.clock import now
from capout_desktop.services.runtime.tasks import TaskOwner
from capout_desktop.services.uploads.attempt import (
    AttemptResult,
    attempt,
    begun,
    ended,
    may_have_arrived_before,
    meaning,
)
from capout_desktop.services.uploads.backoff import CircuitBreaker, HalfOpen
from capout_desktop.services.uploads.document_waits import DocumentWaits
from capout_desktop.services.uploads.first_look import FirstLook, Look
from capout_desktop.services.uploads.in_flight import InFlight
from capout_desktop.services.uploads.source_check import FileLook, SourceCheck
from capout_desktop.services.uploads.transfer_thread import Transfer, TransferThread

PASS_SECONDS = 0.05
"""The queue is looked through at most so often, however many documents change."""

NAMESAKE_SECONDS = 30.0
"""Interval of checks whether a namesake of unknown outcome still delays a document."""

_S = DocumentState
_T = TypeVar("_T")
_IN_FLIGHT = (_S.UPLOADING, _S.CONFIRMING)


class UploadQueue:
    """Sends what is queued, a few at a time, each document with its own organization's key.

    The same name and address of one organization never go twice at once.
    """

    def __init__(
        self,
        store: DocumentStore,
        credentials: Credentials,
        tasks: TaskOwner,
        make_client: Callable[[str], CapOutClient],
        on_key_refused: Callable[[Credential, Problem], None],
        on_disk_trouble: Callable[[Exception], None],
        on_obstruction: Callable[[Problem | None], None],
        first_look: FirstLook,
        *,
        parallel: int,
        on_not_done: Callable[[Exception], None] | None = None,
    ) -> None:
        """Build the queue and let it begin.

        `on_key_refused` hears when CapOut does not accept a credential's key any more,
        `on_disk_trouble` when the journal does not take what must be in it, `on_obstruction` why
        nothing gets through at the moment, or None once the way is free, and `on_not_done` when a
        person's word could not be stored, by default the same as `on_disk_trouble`.
        `first_look` looks at CapOut's list before a document is sent for the first time.
        """
        self._store = store
        self._credentials = credentials
        self._sources = SourceCheck()
        self._tasks = tasks
        self._make_client = make_client
        self._on_key_refused = on_key_refused
        self._on_disk_trouble = on_disk_trouble
        self._on_not_done = on_not_done or on_disk_trouble
        self._parallel = parallel
        self._transfers = TransferThread()
        self._running: dict[str, Transfer[AttemptResult] | None] = {}
        # By organization: whoever has no credits left does not stop the others.
        self._no_credits: dict[str, Problem] = {}
        self._paused = False
        self._ways = CircuitBreaker(on_obstruction)
        self._is_probing = False
        self._waits = DocumentWaits()
        # Failed looks at a document's file since it could last be read.
        self._failed_looks: Counter[str] = Counter()
        # By organization: refusals of attempts that began earlier say nothing any more.
        self._credits_since: dict[str, float] = {}
        self._began: dict[str, float] = {}
        self._changed = asyncio.Event()
        self._first_look = first_look
        first_look.listen(self._changed.set)
        store.listen(self._note)
        store.listen_to_batches(lambda _: self._changed.set())
        credentials.listen(self._credential_changed)
        self._note(store.in_state(_S.QUEUED))
        tasks.keep(self._work, VitalLoop.SENDING)
        self._changed.set()

    def credits_changed(self, organization_id: str) -> None:
        """An organization may have credits again: let those go that waited for its."""
        self._no_credits.pop(organization_id, None)
        self._credits_since[organization_id] = clock.monotonic()
        self._release(hold.RELEASED_BY_CREDITS, lambda d: self._organization(d) == organization_id)

    def set_parallel(self, parallel: int) -> None:
        """Send so many documents at once from now on."""
        self._parallel = parallel
        self._changed.set()

    def pause(self, paused: bool) -> None:
        """Start nothing more (what is under way goes on), or go on."""
        self._paused = paused
        self.try_now()

    def address_chosen(self, xn_address: str, credential_id: str, organization_id: str) -> None:
        """Give the address to every document of this organization that waits for one.

        What another organization pays for would go to a stranger.
        """

        def is_theirs(document: Document) -> bool:
            return document.credential_id in {"", credential_id} or (
                is_confirmed(organization_id) and document.organization_id == organization_id
            )

        self.decide(
            (document.id, lambda d: person_word.addressed(d, xn_address, now()))
            for document in self._store.in_state(_S.CHECKING, _S.QUEUED, _S.HELD)
            if not document.xn_address and is_theirs(document)
        )

    def readdress(
        self,
        local_ids: Iterable[str],
        xn_address: str,
        batch_words: Iterable[tuple[str, BatchWord]] = (),
    ) -> None:
        """Send these to another address; what CapOut has, or may have, stays as it is."""

        def word(document: Document) -> Iterable[ev.Event]:
            return person_word.readdressed(document, xn_address, now())

        self.decide([(id_, word) for id_ in local_ids], batch_words=batch_words)

    def start(self, *local_ids: str) -> None:
        """Let those go that wait for the person's word; the others do not notice."""
        self.decide((local_id, lambda _: [ev.Started(now())]) for local_id in local_ids)

    def cancel(self, *local_ids: str) -> None:
        """Call documents back; whether one arrived whose body is out is looked up first."""

        def stop() -> None:
            for local_id in local_ids:
                transfer = self._running.get(local_id)
                if transfer is not None:
                    transfer.cancel()

        self.decide(((id_, lambda d: person_word.canceled(d, now())) for id_ in local_ids), stop)

    def retry(self, *local_ids: str) -> None:
        """Try failed, canceled, rejected or held documents again."""

        def hurry() -> None:
            for local_id in local_ids:
                self._no_credits.pop(self._store[local_id].organization_id, None)
            self.try_now()

        self.decide(((id_, lambda _: [ev.RetryRequested(now())]) for id_ in local_ids), hurry)

    def move_to_top(self, *local_ids: str) -> None:
        """Send these before all others that wait."""
        moved = ev.MovedToTop(now())  # at the same time, so that they keep their order
        self.decide((local_id, lambda _: [moved]) for local_id in local_ids)

    def send_again(self, *local_ids: str) -> None:
        """Send once more what may have arrived: the person has seen that it may cost twice."""
        self.decide((local_id, lambda _: [ev.SendAgain(now())]) for local_id in local_ids)

    def send_anyway(self, *local_ids: str) -> None:
        """Send files that cannot be read here, as the person wants it."""
        self.decide((local_id, lambda _: [ev.SendAnyway(now())]) for local_id in local_ids)

    def try_now(self) -> None:
        """End all waits, such as after a broken line or because CapOut asked to slow down."""
        self._ways.hurry()
        self._waits.end()
        self._changed.set()

    def decide(
        self,
        words: Iterable[tuple[str, Word]],
        then: Callable[[], None] = lambda: None,
        batch_words: Iterable[tuple[str, BatchWord]] = (),
    ) -> None:
        """Carry out a person's words once they are stored, and call `then`.

        If they cannot be stored, nothing changes, and `on_not_done` is called.
        """
        # To its end: a cancellation given just before the program is quit must not be lost.
        deciding = self._decide(list(words), then, list(batch_words))
        self._tasks.start(deciding, "a person's word", to_its_end=True)

    async def _decide(
        self,
        words: Sequence[tuple[str, Word]],
        then: Callable[[], None],
        batch_words: Sequence[tuple[str, BatchWord]],
    ) -> None:
        try:
            await self._store.decide(words, batch_words)
        except sqlite3.Error as error:
            self._on_not_done(error)
        else:
            then()

    def close(self) -> None:
        """End the transfer thread; the owner of the tasks has ended every attempt before."""
        self._transfers.stop(wait_seconds=1)
        self._sources.stop()

    def _note(self, documents: Iterable[Document]) -> None:
        for document in documents:
            try:
                self._waits.note(document)
            except Exception as error:  # noqa: BLE001 - one document must not stop the others
                self._store.set_apart(document.id, error)
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
            if await clock.wait_for(self._changed, timeout):
                await asyncio.sleep(PASS_SECONDS)
                self._changed.clear()

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
        if (wait := self._ways.seconds_left()) > 0:
            return wait
        held: list[tuple[str, ev.Event]] = []
        next_check = self._next_check()
        waits: list[float] = [] if next_check is None else [next_check]

        def judge(document: Document) -> Problem | None:
            if document.id in self._running:
                return None
            problem = self._obstacle(document)
            if problem is not None:
                return problem
            if (wait := self._wait_of(document)) > 0:
                waits.append(wait)
            elif (
                self._may_start(document)
                and (credential := self._credentials.credential_for(document)) is not None
                and (document.send_again or content_and_address(document) not in starting)
            ):
                if self._ways.needs_probe:
                    self._probe(credential)
                    return None
                if flying.has_namesake(document, self._organization(document)):
                    return Problem(HoldReason.SAME_IN_FLIGHT)
                looked = self._first_look.check(document, credential)
                if isinstance(looked, Problem):
                    return looked
                if looked is not Look.CLEAR:
                    return None
                flying.add(document, credential.organization_id)
                starting.add(content_and_address(document))
                self._running[document.id] = None
                self._tasks.start(self._upload(document, credential), "upload")
            return None

        queued = sorted(self._store.in_state(_S.QUEUED), key=_turn)
        for document, problem in self._each(queued, judge):
            held.append((document.id, ev.Held(at, problem)))
        self._store.apply_all(held)
        return min(waits, default=None)

    def _each(
        self, documents: Iterable[Document], judge: Callable[[Document], _T | None]
    ) -> Iterator[tuple[Document, _T]]:
        """Yield what is decided about each document; one that cannot be judged is set apart."""
        for document in documents:
            if document.held_for(HoldReason.SET_APART):
                continue
            try:
                verdict = judge(document)
            except Exception as error:  # noqa: BLE001 - one document must not stop the others
                self._store.set_apart(document.id, error)
                continue
            if verdict is not None:
                yield document, verdict

    def _probe(self, credential: Credential) -> None:
        """Try the way to CapOut with a harmless request, unless that is under way."""
        if not self._is_probing:
            self._is_probing = True
            self._tasks.start(self._try_way(credential), "probe")

    async def _try_way(self, credential: Credential) -> None:
        try:
            await credential.client.credits()
        except UnreadableBalance:
            self._ways.note_answer()
        except CapOutError as error:
            if not error.is_final_refusal:
                self._ways.note(credential.organization_id, error)
            else:
                # CapOut answers. Whether this key may read the credits does not matter here.
                self._ways.note_answer()
                if error.status_code == 401:
                    self._on_key_refused(credential, error.problem)
        else:
            self._ways.note_answer()
        finally:
            self._is_probing = False
            self._changed.set()

    def _settled(self, flying: InFlight, at: datetime) -> Iterator[tuple[str, ev.Event]]:
        """Yield the release of those whose namesake, copy or missing key is no obstacle now."""

        def is_free(document: Document) -> bool:
            match document.problem_code:
                case HoldReason.SAME_IN_FLIGHT:
                    return not flying.has_namesake(document, self._organization(document))
                case HoldReason.ALREADY_SENT:
                    return self._store.earlier_copy(document) is None
                case code if code in hold.WITHOUT_LIST:
                    credential = self._credentials.credential_for(document)
                    return credential is not None and self._first_look.is_answered(
                        document, credential
                    )
                case code if code in hold.WITHOUT_KEY:
                    return not isinstance(self._credentials.resolve(document), Problem)
                case _:
                    return False

        for document, free in self._each(self._store.in_state(_S.HELD), is_free):
            if free:
                yield document.id, ev.Released(at)

    def _next_check(self) -> float | None:
        """Return the seconds until a document on hold may be free without anything changing."""
        waits = [NAMESAKE_SECONDS] if self._store.count(_S.CONFIRMING) else []
        for document in self._store.in_state(_S.HELD):
            if document.problem_code in hold.WITHOUT_LIST:
                credential = self._credentials.credential_for(document)
                if credential is not None:
                    waits.append(self._first_look.retry_in(credential))
        return min(waits, default=None)

    def _waiting_for_start(self, at: datetime) -> Iterator[tuple[str, ev.Event]]:
        def obstacle(document: Document) -> Problem | None:
            if not document.waits_for_start:
                return None
            # Before the person lets it go, they shall know that it went before.
            return self._sent_before(document) or Problem(HoldReason.WAITS_FOR_START)

        for document, problem in self._each(self._store.in_state(_S.QUEUED), obstacle):
            yield document.id, ev.Held(at, problem)

    def _unbound(self) -> Iterator[tuple[str, ev.Event]]:
        """Yield the binding of what was added before it was known who pays for it."""

        def payer(document: Document) -> Credential | None:
            if document.credential_id and not is_pending_session(document.credential_id):
                return None
            return self._credentials.payer_of(document)

        waiting = self._store.in_state(_S.CHECKING, _S.QUEUED, _S.HELD)
        for document, credential in self._each(waiting, payer):
            ids = credential.credential_id, credential.organization_id
            yield document.id, ev.Assigned(now(), *ids, credential.kind)

    def _organization(self, document: Document) -> str:
        credential = self._credentials.credential_for(document)
        return credential.organization_id if credential is not None else document.organization_id

    def _wait_of(self, document: Document) -> float:
        """How many seconds a document has to wait by itself, or with its organization."""
        own = self._waits.seconds_left(document.id)
        return max(own, self._ways.seconds_left_for(self._organization(document)))

    def _may_start(self, document: Document) -> bool:
        if self._paused or len(self._running) >= self._parallel:
            return False
        batch = self._store.batch(document.batch_id)
        if batch is not None and batch.paused:
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

    def _obstacle(self, document: Document) -> Problem | None:
        resolved = self._credentials.resolve(document)
        if isinstance(resolved, Problem):
            return resolved
        if not document.xn_address:
            typed = document.unconfirmed_address
            return hold.unconfirmed_address(typed) if typed else Problem(HoldReason.NO_ADDRESS)
        if problem := self._sent_before(document):
            return problem
        return self._no_credits.get(self._organization(document))

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
        except Exception as error:  # noqa: BLE001 - one document must not stop the others
            # What may have left is looked up; what did not leave waits, and says why.
            at, problem = now(), Problem(HoldReason.LOOKING_UP)
            self._store.apply(document.id, ev.OutcomeUnknown(at, problem))
            self._store.set_apart(document.id, error)
        finally:
            del self._running[document.id]
            self._changed.set()

    async def _attempt(self, document: Document, credential: Credential) -> None:
        local_id = document.id
        look = await self._sources.look(document)
        if look.problem is not None:
            if (pause := self._pause_for_file(local_id, look)) is not None:
                self._waits.put_off(local_id, pause)
            elif self._store[local_id] is document:
                self._store.apply(local_id, ev.Rejected(now(), look.problem))
            return
        self._failed_looks.pop(local_id, None)
        if self._store[local_id] is not document:
            return  # sent elsewhere meanwhile, perhaps: whether it may go is judged anew
        at, attempt_id = now(), uuid.uuid4().hex
        self._began[local_id] = clock.monotonic()
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
        if delivery is Delivery.UNKNOWN and error is not None:
            if not isinstance(error, Conflict):  # which CapOut gives, and so the way is free
                self._ways.note_unknown(error.problem)
            error = None  # of the document it says nothing yet
        if result.receipt is not None:
            self._ways.got_through(organization_id)
        retry_at = None
        if error is not None and error.retryable:
            retry_at = now() + timedelta(seconds=self._ways.note(organization_id, error))
        elif isinstance(error, FileTrouble):
            pause = self._pause_for_file(local_id, FileLook(error.problem))
            retry_at = None if pause is None else now() + timedelta(seconds=pause)
        elif error is not None and error.status_code == 402:
            if self._began_before_credits(local_id, organization_id):
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

    def _pause_for_file(self, local_id: str, look: FileLook) -> float | None:
        """Return the seconds until its file is looked at again; None if its row has to say it."""
        if look.problem is None:
            return None
        self._failed_looks[local_id] += 1
        pause = file_problem.pause_before_next_look(
            look.problem, self._failed_looks[local_id], folder_is_there=look.folder_is_there
        )
        if pause is None:
            del self._failed_looks[local_id]
        return pause

    def _began_before_credits(self, local_id: str, organization_id: str) -> bool:
        """Whether its attempt began before there were credits again."""
        since, began = self._credits_since.get(organization_id), self._began.get(local_id)
        return since is not None and began is not None and began < since


def _turn(document: Document) -> float:
    """Return the sort key of a document in the queue: what was moved to the top last is first."""
    at = document.moved_to_top_at
    return 0.0 if at is None else -at.timestamp()
