"""The queue: which document goes next, and what its attempt's end means for it."""

from __future__ import annotations

import asyncio
import functools
import random
import sqlite3
import uuid
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from capout_desktop.capout.client import CapOutClient
from capout_desktop.capout.errors import CapOutError, Delivery, FileTrouble
from capout_desktop.domain import events as ev
from capout_desktop.domain import hold, policy
from capout_desktop.domain.document import Document, DocumentState, SourceKind
from capout_desktop.domain.problem import Problem
from capout_desktop.services.account import Account
from capout_desktop.services.clock import now
from capout_desktop.services.preflight import unchanged
from capout_desktop.services.register import Register, content_and_address
from capout_desktop.services.tasks import TaskOwner
from capout_desktop.services.transfer_thread import Transfer, TransferThread
from capout_desktop.services.upload_attempt import AttemptResult, attempt
from capout_desktop.services.worker_threads import WorkerThreads

PASS_SECONDS = 0.05
"""The queue is looked through at most so often, however many documents change."""

SEVERAL_FAILURES = 2
"""One broken line is a row's matter; from the second on it is everybody's."""

_S = DocumentState
_IN_FLIGHT = (_S.UPLOADING, _S.CONFIRMING)


class Uploads:
    """Sends what is queued, a few at a time, the same name and address never twice at once."""

    def __init__(
        self,
        register: Register,
        files: WorkerThreads,
        tasks: TaskOwner,
        make_client: Callable[[str], CapOutClient],
        on_key_refused: Callable[[Problem], None],
        on_disk_trouble: Callable[[Exception], None],
        on_obstruction: Callable[[Problem | None], None],
        *,
        parallel: int,
    ) -> None:
        """Build the queue and let it begin.

        `on_key_refused` hears when CapOut does not accept the key in use any more,
        `on_disk_trouble` when the journal does not take what must be in it, and
        `on_obstruction` why nothing gets through at the moment, or None once the way is free.
        """
        self._register = register
        self._files = files
        self._tasks = tasks
        self._make_client = make_client
        self._on_key_refused = on_key_refused
        self._on_disk_trouble = on_disk_trouble
        self._on_obstruction = on_obstruction
        self._parallel = parallel
        self._transfers = TransferThread()
        self._running: dict[str, Transfer[AttemptResult] | None] = {}
        self._recalled: set[str] = set()
        self._account: Account | None = None
        self._key_needed = False
        self._no_credits: Problem | None = None
        self._paused = False
        # While the line or CapOut is down, one failure speaks for every document.
        self._failures = 0
        self._resume_at: datetime | None = None
        self._changed = asyncio.Event()
        register.listen(self._note)
        tasks.start(self._work(), "upload queue")
        self._changed.set()

    def use(self, account: Account | None) -> None:
        """Send with this account from now on; with None everything waits for a key."""
        self._account = account
        self._key_needed = account is None
        self._no_credits = None
        if account is not None:
            self._release(hold.RELEASED_BY_KEY)
        self._changed.set()

    def credits_changed(self) -> None:
        """There may be credits again: let those go that waited for some."""
        self._no_credits = None
        self._release(hold.RELEASED_BY_CREDITS)

    def set_parallel(self, parallel: int) -> None:
        """Send so many documents at once from now on."""
        self._parallel = parallel
        self._changed.set()

    def pause(self, paused: bool) -> None:
        """Start nothing more (what is under way goes on), or go on."""
        self._paused = paused
        self._way_is_free()
        self._changed.set()

    def address_chosen(self, xn_address: str) -> None:
        """Give the address to every document that waits for one."""
        at = now()
        self._register.apply_all(
            (document.id, ev.Addressed(at, xn_address))
            for document in self._register.in_state(_S.CHECKING, _S.QUEUED, _S.HELD)
            if not document.xn_address
        )
        self._release(hold.RELEASED_BY_ADDRESS)

    def readdress(self, local_ids: Iterable[str], xn_address: str) -> None:
        """Send these to another address; what CapOut has, or may have, stays as it is.

        What ended without CapOut having it is tried again. What waits for the person's word goes
        on waiting for it: whether it went before is only judged anew, for the new address.
        """
        self._register.apply_all(self._readdressed(local_ids, xn_address, now()))

    def start(self, *local_ids: str) -> None:
        """Let those go that wait for the person's word; the others do not notice."""
        at = now()
        self._register.apply_all((local_id, ev.Started(at)) for local_id in local_ids)

    def cancel(self, local_id: str) -> None:
        """Call a document back; one whose body is out whole can only be looked up."""
        transfer = self._running.get(local_id)
        if transfer is not None:
            self._recalled.add(local_id)
            transfer.cancel()
        else:
            self._register.apply(local_id, ev.Cancelled(now()))

    def retry(self, local_id: str) -> None:
        """Try a failed, cancelled, rejected or held document again."""
        self._no_credits = None
        self._way_is_free()
        self._register.apply(local_id, ev.RetryRequested(now()))

    def send_again(self, local_id: str) -> None:
        """Send once more what may have arrived: the person has seen that it may cost twice."""
        self._register.apply(local_id, ev.SendAgain(now()))

    def vouch(self, local_id: str) -> None:
        """Take the person's word that it arrived."""
        self._register.apply(local_id, ev.Vouched(now()))

    def close(self) -> None:
        """End the transfer thread; the owner of the tasks has ended every attempt before."""
        self._transfers.stop(wait_seconds=1)

    def _note(self, _: Iterable[Document]) -> None:
        self._changed.set()

    def _release(self, codes: frozenset[str]) -> None:
        at = now()
        self._register.apply_all(
            (document.id, ev.Released(at))
            for document in self._register.in_state(_S.HELD)
            if document.problem is not None and document.problem.code in codes
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
            before = self._register[local_id]
            yield local_id, ev.Addressed(at, xn_address)
            after = self._register[local_id]  # the event above has been applied meanwhile
            if after is before:
                continue
            if after.state is _S.HELD and after.problem in (hold.NO_ADDRESS, hold.WAITS_FOR_START):
                yield local_id, ev.Released(at)
            elif after.state in (_S.FAILED, _S.CANCELLED):
                yield local_id, ev.RetryRequested(at)

    def _look_through(self) -> float | None:
        """Start what can go, hold what cannot; return the seconds until the next one is due."""
        at = now()
        flying = {_name_and_address(d) for d in self._register.in_state(*_IN_FLIGHT)}
        running = [self._register[id_] for id_ in self._running]
        flying |= {_name_and_address(document) for document in running}
        # Not on its way yet as far as the journal knows, and a copy of it must wait all the same.
        starting = {content_and_address(document) for document in running}
        self._register.apply_all(self._settled(flying, at))
        self._register.apply_all(self._waiting_for_start(at))
        if self._resume_at is not None and self._resume_at > at:
            return (self._resume_at - at).total_seconds()
        held: list[tuple[str, ev.Event]] = []
        due: float | None = None
        for document in self._register.in_state(_S.QUEUED):
            if document.id in self._running:
                continue
            problem = self._obstacle(document, flying)
            if problem is not None:
                held.append((document.id, ev.Held(at, problem)))
            elif document.not_before is not None and document.not_before > at:
                wait = (document.not_before - at).total_seconds()
                due = wait if due is None else min(due, wait)
            elif (
                self._may_start()
                and self._account is not None
                and (document.send_again or content_and_address(document) not in starting)
            ):
                flying.add(_name_and_address(document))
                starting.add(content_and_address(document))
                self._running[document.id] = None
                self._tasks.start(self._upload(document.id, self._account), "upload")
        self._register.apply_all(held)
        return due

    def _settled(
        self, flying: set[tuple[str, str]], at: datetime
    ) -> Iterator[tuple[str, ev.Event]]:
        """Yield the release of those that no namesake, or no copy, keeps waiting any more."""
        for document in self._register.in_state(_S.HELD):
            match document.problem.code if document.problem else "":
                case hold.SAME_IN_FLIGHT.code:
                    is_free = _name_and_address(document) not in flying
                case hold.ALREADY_SENT_CODE:
                    is_free = self._register.earlier_copy(document) is None
                case _:
                    is_free = False
            if is_free:
                yield document.id, ev.Released(at)

    def _waiting_for_start(self, at: datetime) -> Iterator[tuple[str, ev.Event]]:
        for document in self._register.in_state(_S.QUEUED):
            if document.waits_for_start:
                # Before the person lets it go, they shall know that it went before.
                problem = self._sent_before(document) or hold.WAITS_FOR_START
                yield document.id, ev.Held(at, problem)

    def _may_start(self) -> bool:
        # After a failure one goes ahead alone and finds out whether the way is free again.
        limit = 1 if self._failures else self._parallel
        return not self._paused and len(self._running) < limit

    def _obstacle(self, document: Document, flying: set[tuple[str, str]]) -> Problem | None:
        if self._key_needed:
            return hold.NO_KEY
        if not document.xn_address:
            return hold.NO_ADDRESS
        if problem := self._sent_before(document):
            return problem
        if _name_and_address(document) in flying:
            return hold.SAME_IN_FLIGHT
        return self._no_credits

    def _sent_before(self, document: Document) -> Problem | None:
        if document.send_again or (copy := self._register.earlier_copy(document)) is None:
            return None
        sent_on = (copy.attempt_at or copy.added_at).astimezone()
        return hold.already_sent(sent_on.date())

    async def _upload(self, local_id: str, account: Account) -> None:
        try:
            await self._attempt(local_id, account)
        except sqlite3.Error as error:
            # Without the journal nothing is sent; what has been sent is written when it can be.
            self._on_disk_trouble(error)
            self._wait_for(None, None)
        finally:
            del self._running[local_id]
            self._recalled.discard(local_id)
            self._changed.set()

    async def _attempt(self, local_id: str, account: Account) -> None:
        document = self._register[local_id]
        if document.source_kind is SourceKind.FILE:
            problem = await self._files.run(
                unchanged, document.source, document.size, document.modified_ns
            )
            if problem is not None:
                self._register.apply(local_id, ev.Rejected(now(), problem))
                return
            if self._register[local_id] is not document:
                return  # sent elsewhere meanwhile, perhaps: whether it may go is judged anew
        attempt_id = uuid.uuid4().hex
        document = await self._register.begin_attempt(
            local_id, ev.AttemptStarted(now(), attempt_id, account.organization_id)
        )
        if document.state is not _S.UPLOADING:
            return
        loop = asyncio.get_running_loop()

        def on_progress(sent: int, total: int) -> None:
            event = ev.BytesSent(attempt_id, sent, total)
            loop.call_soon_threadsafe(self._register.apply, local_id, event)

        make_client = functools.partial(self._make_client, account.api_key)
        transfer = self._transfers.start(attempt(document, make_client, on_progress))
        self._running[local_id] = transfer
        try:
            result = await transfer.wait()
        except asyncio.CancelledError:
            # The program ends: how the attempt ended must still reach the journal.
            transfer.cancel()
            await self._record(local_id, await transfer.wait())
            raise
        await self._record(local_id, result)

    async def _record(self, local_id: str, result: AttemptResult) -> None:
        error = result.error
        if error is None:
            self._way_is_free()
        elif error.retryable and error.delivery is not Delivery.UNKNOWN:
            self._wait_for(error.problem, error.retry_after)
        await self._register.commit(local_id, self._meaning(local_id, result))
        if error is None or error.delivery is Delivery.UNKNOWN:
            return
        if error.status_code == 401:
            self._on_key_refused(error.problem)
        elif error.status_code == 402:
            self._no_credits = error.problem

    def _meaning(self, local_id: str, result: AttemptResult) -> ev.Event:
        """What the attempt's end means: the rule that an unknown outcome is never resent."""
        at = now()
        if result.receipt is not None:
            receipt = result.receipt
            return ev.Accepted(
                at,
                receipt.document_id,
                receipt.workflow_id or "",
                receipt.status,
                dict(receipt.extra),
            )
        if result.error is not None:
            return self._meaning_of_error(local_id, result.error, at)
        if result.body_is_out:
            return ev.OutcomeUnknown(at, hold.LOOKING_UP)
        if local_id in self._recalled:
            return ev.Cancelled(at)
        return ev.AttemptRefused(at, hold.STOPPED, retry_at=at)

    def _meaning_of_error(self, local_id: str, error: CapOutError, at: datetime) -> ev.Event:
        problem = error.problem
        if error.delivery is Delivery.UNKNOWN:
            detail = f"{problem.title} {problem.detail}".strip()
            return ev.OutcomeUnknown(
                at,
                Problem(
                    hold.LOOKING_UP.code, hold.LOOKING_UP.title, hold.LOOKING_UP.next_step, detail
                ),
            )
        if error.status_code in {401, 402}:
            return ev.Held(at, problem)
        if isinstance(error, FileTrouble):
            return ev.Rejected(at, problem)
        if not error.retryable:
            return ev.AttemptRefused(at, problem, retry_at=None)
        return ev.AttemptRefused(at, problem, retry_at=self._resume_at or at)

    def _way_is_free(self) -> None:
        if self._failures >= SEVERAL_FAILURES:
            self._on_obstruction(None)
        self._failures = 0
        self._resume_at = None

    def _wait_for(self, problem: Problem | None, retry_after: float | None) -> None:
        self._failures += 1
        if problem is not None and self._failures >= SEVERAL_FAILURES:
            self._on_obstruction(problem)
        delay = policy.retry_delay(
            self._failures,
            chance=random.random(),  # noqa: S311 - jitter
            retry_after=retry_after,
        )
        self._resume_at = now() + delay


def _name_and_address(document: Document) -> tuple[str, str]:
    return document.file_name, document.xn_address.lower()
