"""Attempts to upload documents: each is in the journal before its first byte, and with its end."""

from __future__ import annotations

import asyncio
import sqlite3
import uuid
from collections import Counter
from collections.abc import Callable, Collection
from datetime import timedelta

from msgspec.structs import replace

from capout_desktop.capout.errors import CapOutError, Conflict, Delivery, FileTrouble
from capout_desktop.domain import events as ev
from capout_desktop.domain import file_problem
from capout_desktop.domain.attempt import Attempt
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.problem import Problem
from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.organizations.credential_service import Credential
from capout_desktop.services.runtime import clock
from capout_desktop.services.runtime.clock import now
from capout_desktop.services.uploads.attempt import (
    AttemptResult,
    begun,
    ended,
    may_have_arrived_before,
    meaning,
)
from capout_desktop.services.uploads.backoff import CircuitBreaker
from capout_desktop.services.uploads.document_waits import DocumentWaits
from capout_desktop.services.uploads.first_look import FirstLook
from capout_desktop.services.uploads.lack_of_credits import LackOfCredits
from capout_desktop.services.uploads.source_check import FileLook, SourceCheck
from capout_desktop.services.uploads.transfers import Transfer, Transfers

_S = DocumentState


class Uploader:
    """Carries out attempts, and notes what each one says of the others that wait."""

    def __init__(
        self,
        store: DocumentStore,
        first_look: FirstLook,
        ways: CircuitBreaker,
        waits: DocumentWaits,
        lack_of_credits: LackOfCredits,
        on_key_refused: Callable[[Credential, Problem, Document], None],
        on_disk_trouble: Callable[[Exception], None],
        transfers: Transfers | None = None,
    ) -> None:
        """Create it.

        `on_key_refused` hears with which document CapOut did not accept a credential's key, and
        `on_disk_trouble` when the journal does not take what must be in it.
        """
        self._store = store
        self._first_look = first_look
        self._ways = ways
        self._waits = waits
        self._lack_of_credits = lack_of_credits
        self._on_key_refused = on_key_refused
        self._on_disk_trouble = on_disk_trouble
        self._sources = SourceCheck()
        self._transfers = transfers or Transfers()
        self._running: dict[str, Transfer | None] = {}
        # Failed looks at a document's file since it could last be read.
        self._failed_looks: Counter[str] = Counter()

    @property
    def running(self) -> Collection[str]:
        """Ids of the documents whose attempts are under way."""
        return self._running.keys()

    def add(self, local_id: str) -> None:
        """Count a document among those under way; `upload` must follow."""
        self._running[local_id] = None

    def prepare(self) -> None:
        """Start what sends uploads, so that the next one need not wait for it."""
        self._transfers.prepare()

    def stop(self, local_id: str) -> None:
        """Stop the transfer of a document, if there is one."""
        transfer = self._running.get(local_id)
        if transfer is not None:
            transfer.cancel()

    def close(self) -> None:
        """End the worker and the threads; the owner of the tasks has ended every attempt before."""
        self._transfers.close()
        self._sources.stop()

    async def upload(self, document: Document, credential: Credential) -> None:
        """Make one attempt to send the document, and store how it ended."""
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
        began = clock.monotonic()
        begins = ev.AttemptStarted(
            at, attempt_id, credential.organization_id, credential.credential_id
        )
        record = begun(document, credential, attempt_id, at)
        document = await self._store.begin_attempt(local_id, begins, record)
        if document.state is not _S.UPLOADING:
            return
        self._first_look.begins(attempt_id, credential)

        def on_progress(sent: int, total: int) -> None:
            self._store.apply(local_id, ev.BytesSent(attempt_id, sent, total))

        async def before_last_bytes() -> None:
            await self._store.save_attempt(replace(record, body_about_to_be_complete=True))

        transfer = self._transfers.start(
            document, credential.client.access, on_progress, before_last_bytes
        )
        self._running[local_id] = transfer
        try:
            result = await transfer.wait()
        except asyncio.CancelledError:
            # The program ends: how the attempt ended must still reach the journal.
            transfer.cancel()
            await self._record(record, credential, await transfer.wait(), began)
            raise
        await self._record(record, credential, result, began)
        if result.journal_error is not None:
            raise result.journal_error

    async def _record(
        self, record: Attempt, credential: Credential, result: AttemptResult, began: float
    ) -> None:
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
            if self._lack_of_credits.is_outdated(organization_id, began):
                retry_at = now()
            else:
                # Before the journal is waited for: there may be credits again by then.
                self._lack_of_credits.note(organization_id, error.problem)
        event = meaning(result, delivery, document.cancel_requested, retry_at)
        await self._store.end_attempt(ended(record, result, event, document.sha256), event)
        if error is not None and error.status_code == 401:
            self._on_key_refused(credential, error.problem, self._store[local_id])

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
