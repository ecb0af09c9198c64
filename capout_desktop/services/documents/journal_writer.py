"""The journal on the event loop: written in batches by one thread, or at once where it matters."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Callable, Coroutine, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from capout_desktop.domain.attempt import Attempt
from capout_desktop.domain.batch import Batch
from capout_desktop.domain.document import Document
from capout_desktop.domain.timeline import HistoryEntry
from capout_desktop.services.runtime import clock
from capout_desktop.services.runtime.worker_threads import WorkerThreads
from capout_desktop.store.credit_history import CreditHistory, CreditRecord
from capout_desktop.store.journal import Journal, UnstorableRecord
from capout_desktop.store.shared_values import SharedValues
from capout_desktop.store.storable import RECORD_ERRORS

_log = logging.getLogger(__name__)
T = TypeVar("T")

BATCH_SECONDS = 0.05
RETRY_SECONDS = 5.0
"""A full disk is tried again that often: the person frees space without telling us."""


class JournalWriter:
    """Collects changed documents and stores them; the last state of each wins."""

    def __init__(
        self,
        journal: Journal,
        worker: WorkerThreads,
        on_failure: Callable[[Exception], None],
        on_saved: Callable[[], None] = lambda: None,
        on_set_apart: Callable[[Sequence[UnstorableRecord]], None] = lambda _: None,
        attempts_at_start: Sequence[Attempt] = (),
        batches_at_start: Sequence[Batch] = (),
    ) -> None:
        """`on_failure` is told when a batch could not be stored; the batch is kept and retried.

        `on_saved` is told once anything was stored again after anything was not. `on_set_apart`
        is told of records that the journal cannot take as they are; the rest of a batch goes in.
        `attempts_at_start` and `batches_at_start` are all that the journal knew when it was opened.
        """
        self.attempts_at_start = attempts_at_start
        self.batches_at_start = batches_at_start
        self._on_set_apart = on_set_apart
        self._journal = journal
        self._worker = worker
        self._on_failure = on_failure
        self._on_saved = on_saved
        self._documents: dict[str, Document] = {}
        self._history: list[HistoryEntry] = []
        self._credits: list[CreditRecord] = []
        # Ends of attempts that the disk did not take when they came, by the attempt's id.
        self._attempts: dict[str, Attempt] = {}
        self._timer: clock.Timer | None = None
        self._writing = asyncio.Lock()
        self._background: asyncio.Task[None] | None = None
        self._in_trouble = False

    @classmethod
    async def open(
        cls,
        path: Path,
        worker: WorkerThreads,
        on_failure: Callable[[Exception], None],
        on_saved: Callable[[], None] = lambda: None,
        on_set_apart: Callable[[Sequence[UnstorableRecord]], None] = lambda _: None,
    ) -> tuple[JournalWriter, list[Document]]:
        """Open the journal, and return it with every document in it.

        Raises:
            what `Journal` and its `load` raise; the file is closed then.
        """
        journal = await worker.run(Journal, path)
        try:
            shared = SharedValues()
            documents = await worker.run(journal.load, shared)
            attempts = await worker.run(journal.load_attempts, shared)
            batches = await worker.run(journal.load_batches)
        except BaseException:
            await worker.run(journal.close)
            raise
        writer = cls(journal, worker, on_failure, on_saved, on_set_apart, attempts, batches)
        return writer, documents

    def save(self, document: Document, told: Iterable[HistoryEntry] = ()) -> None:
        """Store a document, and what its timeline tells of it, with the next batch."""
        self._documents[document.id] = document
        self._history.extend(told)
        self._write_in(BATCH_SECONDS)

    def save_credits(self, record: CreditRecord) -> None:
        """Store a reading of the credits with the next batch."""
        self._credits.append(record)
        self._write_in(BATCH_SECONDS)

    async def credit_history(self, now: datetime) -> CreditHistory:
        """Return what the journal knows of the credits.

        Raises:
            sqlite3.Error: it cannot be read.
        """
        return await self._worker.run(self._journal.credit_history, now)

    async def history(self, local_id: str) -> list[HistoryEntry]:
        """Return a document's timeline, oldest first, with what waits to be stored.

        Raises:
            sqlite3.Error: it cannot be read.
        """
        # Taken in the same breath as the reading is queued: what is stored later is in here.
        waiting = [entry for entry in self._history if entry.document == local_id]
        stored = await self._worker.run(self._journal.history, local_id)
        # An attempt is stored at once, what came before it with the next batch.
        return sorted((*stored, *waiting), key=lambda entry: entry.at)

    async def flush(self) -> None:
        """Store all that waits; on return it is durable.

        Raises:
            sqlite3.Error: it could not be stored, and still waits.
        """
        # Whoever stops waiting must not take along what a failed write would have put back.
        await asyncio.shield(self._flush())

    async def _flush(self) -> None:
        async with self._writing:
            for attempt in list(self._attempts.values()):
                await self._store(self._journal.save_attempt, attempt)
                if self._attempts.get(attempt.id) is attempt:
                    del self._attempts[attempt.id]
            documents, self._documents = self._documents, {}
            history, self._history = self._history, []
            credit_records, self._credits = self._credits, []
            if not (documents or history or credit_records):
                return
            try:
                await self._store_batch(list(documents.values()), history, credit_records)
            except Exception:
                # What was saved since is newer and wins.
                self._documents = {**documents, **self._documents}
                self._history = [*history, *self._history]
                self._credits = [*credit_records, *self._credits]
                raise

    async def _store_batch(self, *records: Sequence[object]) -> None:
        """Store a batch; what is in one record must not keep the others from the disk for good."""
        try:
            await self._store(self._journal.write, *records)
        except RECORD_ERRORS:
            apart = await self._store(self._journal.write_each, *records)
            for one in apart:
                _log.error(
                    "the journal cannot take a record of %s as it is (stored in part: %s): %s",
                    one.document or "a batch or the credits",
                    one.is_stored_in_part,
                    one.reason,
                )
            if apart:
                self._on_set_apart(apart)

    async def add(
        self,
        documents: Sequence[Document],
        notes: Iterable[HistoryEntry],
        batches: Sequence[Batch] = (),
    ) -> None:
        """Store new documents, and new batches with them, at once; durable on return.

        Raises:
            sqlite3.Error: none of them was stored.
        """
        await asyncio.shield(self._store_batch(list(documents), list(notes), (), batches))

    async def begin_attempt(self, document: Document, attempt: Attempt | None = None) -> None:
        """Store an attempt before its first byte; durable on return.

        Raises:
            sqlite3.Error: it was not stored; the attempt must not begin.
        """
        attempts = () if attempt is None else (attempt,)
        store = self._store_with(document, self._journal.begin_attempt, document, *attempts)
        await asyncio.shield(store)

    async def decide(
        self,
        documents: Sequence[Document],
        history: Sequence[HistoryEntry],
        batches: Sequence[Batch] = (),
    ) -> None:
        """Store what a person decided about documents and batches, all or none; durable on return.

        Raises:
            sqlite3.Error: Nothing was stored.
        """
        older = {document.id: self._documents.get(document.id) for document in documents}

        async def store() -> None:
            async with self._writing:
                await self._store_batch(documents, history, (), batches)
                for id_, waiting in older.items():
                    # It must not be overwritten by what waited before; what came since may.
                    if self._documents.get(id_) is waiting:
                        self._documents.pop(id_, None)

        await asyncio.shield(store())

    async def end_attempt(self, attempt: Attempt) -> None:
        """Store the end of an attempt; durable on return.

        Raises:
            sqlite3.Error: It was not stored yet, and is tried again until it is.
        """
        try:
            await self.save_attempt(attempt)
        except sqlite3.Error:
            self._attempts[attempt.id] = attempt
            self._write_in(RETRY_SECONDS)
            raise

    async def save_attempt(self, attempt: Attempt, document: Document | None = None) -> None:
        """Store an attempt as it stands now, and its document with it; durable on return.

        Raises:
            sqlite3.Error: it was not stored.
        """
        write = self._journal.save_attempt
        await asyncio.shield(self._store_with(document, write, attempt, document))

    async def forget(self, document_ids: Sequence[str], batch_ids: Sequence[str] = ()) -> None:
        """Delete documents with their attempts and timelines, and batches.

        What still waits to be stored of them is deleted, too.

        Raises:
            sqlite3.Error: Nothing was deleted.
        """
        await self.flush()
        async with self._writing:
            await self._store(self._journal.forget, document_ids, batch_ids)

    async def attempts(self) -> list[Attempt]:
        """Return every attempt ever begun, oldest first.

        Raises:
            sqlite3.Error: they cannot be read.
        """
        return await self._worker.run(self._journal.load_attempts)

    def _store_with(
        self, document: Document | None, write: Callable[..., None], *what: object
    ) -> Coroutine[None, None, None]:
        # At the call, not in a task that begins later: what is saved until then is newer.
        older = None if document is None else self._documents.get(document.id)

        async def store() -> None:
            async with self._writing:
                await self._store(write, *what)
                for one in what:
                    if isinstance(one, Attempt):
                        self._attempts.pop(one.id, None)
                # It must not be written over by what waited before; what was saved since may.
                if document is not None and self._documents.get(document.id) is older:
                    self._documents.pop(document.id, None)

        return store()

    async def close(self) -> None:
        """Store what waits and close the journal.

        Raises:
            sqlite3.Error: the last batch could not be stored.
        """
        if self._timer is not None:
            self._timer.cancel()
        try:
            await self.flush()
        finally:
            await self._worker.run(self._journal.close)

    async def _store(self, write: Callable[..., T], *what: object) -> T:
        try:
            result = await self._worker.run(write, *what)
        except sqlite3.Error:
            self._in_trouble = True
            raise
        if self._in_trouble:
            self._in_trouble = False
            self._on_saved()
        return result

    def _write_in(self, seconds: float) -> None:
        if self._timer is None:
            self._timer = clock.call_later(seconds, self._batch_is_due)

    def _batch_is_due(self) -> None:
        self._timer = None
        self._background = asyncio.get_running_loop().create_task(
            self._flush_batch(), name="journal batch"
        )

    async def _flush_batch(self) -> None:
        try:
            await self.flush()
        except Exception as error:  # noqa: BLE001 - told, and tried again
            self._on_failure(error)
            self._write_in(RETRY_SECONDS)
