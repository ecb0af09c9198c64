"""The queue: which document goes next, and what its attempt's end means for it."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from itertools import chain

from capout_desktop.domain import events as ev
from capout_desktop.domain import hold, person_word
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.identity import content_and_address
from capout_desktop.domain.organization import is_confirmed
from capout_desktop.domain.problem import Problem
from capout_desktop.domain.vital_loop import VitalLoop
from capout_desktop.services.documents.document_store import BatchWord, DocumentStore, Word
from capout_desktop.services.organizations.credential_service import Credential
from capout_desktop.services.organizations.credentials import Credentials
from capout_desktop.services.runtime import clock
from capout_desktop.services.runtime.clock import now
from capout_desktop.services.runtime.tasks import TaskOwner
from capout_desktop.services.uploads.backoff import CircuitBreaker, HalfOpen
from capout_desktop.services.uploads.document_waits import DocumentWaits
from capout_desktop.services.uploads.first_look import FirstLook, Look
from capout_desktop.services.uploads.in_flight import InFlight
from capout_desktop.services.uploads.lack_of_credits import LackOfCredits
from capout_desktop.services.uploads.obstacles import Obstacles
from capout_desktop.services.uploads.probe import Probe
from capout_desktop.services.uploads.transfers import Transfers
from capout_desktop.services.uploads.uploader import Uploader

PASS_SECONDS = 0.05
"""The queue is looked through at most so often, however many documents change."""

_S = DocumentState
_TO_BE_SENT = frozenset({_S.CHECKING, _S.QUEUED})
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
        on_key_refused: Callable[[Credential, Problem], None],
        on_disk_trouble: Callable[[Exception], None],
        on_obstruction: Callable[[Problem | None], None],
        first_look: FirstLook,
        *,
        parallel: int,
        on_not_done: Callable[[Exception], None] | None = None,
        transfers: Transfers | None = None,
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
        self._tasks = tasks
        self._on_key_refused = on_key_refused
        self._on_not_done = on_not_done or on_disk_trouble
        self._parallel = parallel
        self._paused = False
        self._ways = CircuitBreaker(on_obstruction)
        self._waits = DocumentWaits()
        self._lack_of_credits = LackOfCredits()
        self._changed = asyncio.Event()
        self._probe = Probe(tasks, self._ways, on_key_refused, self._changed.set)
        self._first_look = first_look
        self._obstacles = Obstacles(store, credentials, first_look, self._lack_of_credits)
        self._uploader = Uploader(
            store,
            first_look,
            self._ways,
            self._waits,
            self._lack_of_credits,
            self._key_refused,
            on_disk_trouble,
            transfers,
        )
        first_look.listen(self._changed.set)
        store.listen(self._note)
        store.listen_to_batches(lambda _: self._changed.set())
        credentials.listen(self._credential_changed)
        self._note(store.in_state(_S.QUEUED))
        tasks.keep(self._work, VitalLoop.SENDING)

    def credits_changed(self, organization_id: str) -> None:
        """An organization may have credits again: let those go that waited for its."""
        self._lack_of_credits.credits_changed(organization_id)
        self._obstacles.release(
            hold.RELEASED_BY_CREDITS,
            lambda d: self._obstacles.organization_of(d) == organization_id,
        )

    def set_parallel(self, parallel: int) -> None:
        """Send so many documents at once from now on."""
        self._parallel = parallel
        self._changed.set()

    def pause(self, paused: bool) -> None:
        """Start nothing more (what is under way goes on), or go on."""
        if self._paused and not paused and any(map(self._store.count, _TO_BE_SENT)):
            self._uploader.prepare()
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
                self._uploader.stop(local_id)

        self.decide(((id_, lambda d: person_word.canceled(d, now())) for id_ in local_ids), stop)

    def retry(self, *local_ids: str) -> None:
        """Try failed, canceled, rejected or held documents again."""

        def hurry() -> None:
            for local_id in local_ids:
                self._lack_of_credits.forget(self._store[local_id].organization_id)
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
        """End the threads; the owner of the tasks has ended every attempt before."""
        self._uploader.close()

    def _note(self, documents: Iterable[Document]) -> None:
        documents = list(documents)
        if not self._paused and any(document.state in _TO_BE_SENT for document in documents):
            self._uploader.prepare()
        for document in documents:
            try:
                self._waits.note(document)
            except Exception as error:  # noqa: BLE001 - one document must not stop the others
                self._store.set_apart(document.id, error)
        self._changed.set()

    def _credential_changed(self, _profile_id: str, credential: Credential | None) -> None:
        if credential is not None:
            self._lack_of_credits.forget(credential.organization_id)
            self._obstacles.release_of(credential)
        self._changed.set()

    def _key_refused(self, credential: Credential, problem: Problem, document: Document) -> None:
        self._on_key_refused(credential, problem)
        newer = self._credentials.credential_for(document)
        if newer is not None and newer is not credential:
            self._obstacles.release_of(newer)  # the key was replaced meanwhile

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
        running = [self._store[id_] for id_ in self._uploader.running]
        flying = InFlight(chain(self._store.in_state(*_IN_FLIGHT), running), at)
        # Not on its way yet as far as the journal knows, and a copy of it must wait all the same.
        starting = {content_and_address(document) for document in running}
        self._store.apply_all(self._obstacles.settled(flying, at))
        self._store.apply_all(self._obstacles.waiting_for_start(at))
        self._store.apply_all(self._obstacles.unbound())
        if (wait := self._ways.seconds_left()) > 0:
            return wait
        held: list[tuple[str, ev.Event]] = []
        next_check = self._obstacles.next_check()
        waits: list[float] = [] if next_check is None else [next_check]

        def judge(document: Document) -> Problem | None:
            if document.id in self._uploader.running:
                return None
            problem = self._obstacles.obstacle_of(document)
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
                    self._probe.start(credential)
                    return None
                if flying.has_namesake(document, self._obstacles.organization_of(document)):
                    return Problem(HoldReason.SAME_IN_FLIGHT)
                looked = self._first_look.check(document, credential)
                if isinstance(looked, Problem):
                    return looked
                if looked is not Look.CLEAR:
                    return None
                flying.add(document, credential.organization_id)
                starting.add(content_and_address(document))
                self._uploader.add(document.id)
                self._tasks.start(self._upload(document, credential), "upload")
            return None

        queued = sorted(self._store.in_state(_S.QUEUED), key=_turn)
        for document, problem in self._obstacles.judged(queued, judge):
            held.append((document.id, ev.Held(at, problem)))
        self._store.apply_all(held)
        return min(waits, default=None)

    async def _upload(self, document: Document, credential: Credential) -> None:
        try:
            await self._uploader.upload(document, credential)
        finally:
            self._changed.set()

    def _wait_of(self, document: Document) -> float:
        """How many seconds a document has to wait by itself, or with its organization."""
        own = self._waits.seconds_left(document.id)
        return max(own, self._ways.seconds_left_for(self._obstacles.organization_of(document)))

    def _may_start(self, document: Document) -> bool:
        if self._paused or len(self._uploader.running) >= self._parallel:
            return False
        batch = self._store.batch(document.batch_id)
        if batch is not None and batch.paused:
            return False
        organization_id = self._obstacles.organization_of(document)
        match self._ways.alone(organization_id):
            case HalfOpen.OF_ALL:
                return not self._uploader.running
            case HalfOpen.OF_ITS_ORGANIZATION:
                running = map(self._store.__getitem__, self._uploader.running)
                return organization_id not in map(self._obstacles.organization_of, running)
            case HalfOpen.NO:
                return True


def _turn(document: Document) -> float:
    """Return the sort key of a document in the queue: what was moved to the top last is first."""
    at = document.moved_to_top_at
    return 0.0 if at is None else -at.timestamp()
