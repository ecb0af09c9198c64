"""Journal of all documents and attempts, which are on disk before they are shown or begun.

It is used from one thread only; `services.journal_writer` connects it to the event loop.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from capout_desktop.domain import timeline
from capout_desktop.domain.attempt import Attempt
from capout_desktop.domain.batch import Batch
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.timeline import EntryKind, HistoryEntry
from capout_desktop.store import attempt_row, batch_row, credit_history, document_row, schema
from capout_desktop.store.credit_history import CreditHistory, CreditRecord
from capout_desktop.store.network_drive import is_on_network
from capout_desktop.store.private_files import make_private_folder
from capout_desktop.store.record_decoder import time_of
from capout_desktop.store.shared_values import SharedValues
from capout_desktop.store.storable import RECORD_ERRORS, storable

SET_ASIDE_SUFFIX = ".set-aside-"
_HISTORY_VALUES = "(?, ?, ?, ?, ?, ?, ?)"
_ENTRIES_AT_ONCE = document_row.rows_at_once(_HISTORY_VALUES.count("?"))
_Row = tuple[object, ...]
R = TypeVar("R")
LOCK_SECONDS = 1.0
"""Time to wait for another process that has locked the journal; it may be about to end."""
_CACHE_KIB = 500
"""Memory for pages of the file; SQLite itself takes four times as much. The system keeps the pages,
too: with 55,000 documents, nothing takes longer with a quarter of it."""


@dataclass(frozen=True, slots=True)
class UnstorableRecord:
    """Record that could not be stored unchanged.

    Attributes:
        document: This program's own id of the document that it belongs to; empty for credits and
            batches.
        reason: Message of the error, for the log.
        is_stored_in_part: Whether it was stored without the values that could not be written.
    """

    document: str
    reason: str
    is_stored_in_part: bool


class Journal:
    """Documents, attempts and history in one SQLite file that only the user can read (0600)."""

    def __init__(self, path: Path) -> None:
        """Open the journal, and create or migrate it if needed.

        Raises:
            schema.NewerJournalError: A newer version wrote it; nothing was changed.
            sqlite3.DatabaseError: It is damaged, locked by another process, or the disk is full.
            OSError: Its folder cannot be created or written.
        """
        make_private_folder(path.parent)
        # Created before SQLite opens it, so that others can never read it.
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        self.path = path
        self._db = sqlite3.connect(
            path, timeout=LOCK_SECONDS, isolation_level=None, check_same_thread=False
        )
        try:
            # Before any write: even the switch to WAL would change a newer journal.
            schema.known_version(self._db)
            # One process per journal: a second one would send the same queue again.
            self._db.execute("PRAGMA locking_mode = EXCLUSIVE")
            # WAL needs a local file system: a server may write its two files in another order.
            mode = "DELETE" if is_on_network(path.parent) else "WAL"
            self._db.execute(f"PRAGMA journal_mode = {mode}")
            # An attempt must survive a power cut before its first byte is sent.
            self._db.execute("PRAGMA synchronous = FULL")
            self._db.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
            schema.migrate(self._db)
        except BaseException:
            self._db.close()
            raise

    def load(self, shared: SharedValues | None = None) -> list[Document]:
        """Return every document, in the order in which it was added.

        With `shared`, records that are loaded with it have common values in memory once.

        Raises:
            sqlite3.DatabaseError: The file is damaged, or a row was not written by this program.
        """
        columns = ", ".join(document_row.COLUMNS)
        rows = self._db.execute(f"SELECT {columns} FROM documents ORDER BY rowid")  # noqa: S608
        try:
            documents = map(document_row.read, rows)
            return list(documents if shared is None else map(shared.take_document, documents))
        except ValueError as error:
            raise sqlite3.DatabaseError(f"a document cannot be read: {error}") from error

    def load_batches(self) -> list[Batch]:
        """Return every batch, in the order in which it was added.

        Raises:
            sqlite3.DatabaseError: The file is damaged, or a row was not written by this program.
        """
        rows = self._db.execute("SELECT id, batch FROM batches ORDER BY rowid")
        try:
            return [batch_row.read(row) for row in rows]
        except ValueError as error:
            raise sqlite3.DatabaseError(f"a batch cannot be read: {error}") from error

    def write(
        self,
        documents: Iterable[Document],
        history: Iterable[HistoryEntry] = (),
        credit_records: Iterable[CreditRecord] = (),
        batches: Iterable[Batch] = (),
    ) -> None:
        """Store the present state of documents and batches, all or none, durable on return.

        Raises:
            sqlite3.Error: Nothing was stored (disk full, damaged file).
        """
        rows = [document_row.write(document) for document in documents]
        entries = [_history_row(entry) for entry in history]
        with _transaction(self._db):
            for chunk in _chunks(rows, document_row.ROWS_AT_ONCE):
                self._db.execute(document_row.upsert(len(chunk)), [*chain.from_iterable(chunk)])
            for chunk in _chunks(entries, _ENTRIES_AT_ONCE):
                values = ", ".join([_HISTORY_VALUES] * len(chunk))
                self._db.execute(
                    f"INSERT INTO history VALUES {values}",  # noqa: S608 - placeholders only
                    [*chain.from_iterable(chunk)],
                )
            credit_history.insert(self._db, credit_records)
            for batch in batches:
                self._write_batch(batch)

    def write_each(
        self,
        documents: Iterable[Document],
        history: Iterable[HistoryEntry] = (),
        credit_records: Iterable[CreditRecord] = (),
        batches: Iterable[Batch] = (),
    ) -> list[UnstorableRecord]:
        """Store each record by itself, durable on return; return those not stored unchanged.

        It is used if `write` fails because of a value in a record, and is slower.

        Raises:
            sqlite3.Error: Nothing was stored (disk full, damaged file).
        """
        apart: list[UnstorableRecord] = []
        with _transaction(self._db):
            for document in documents:
                apart += self._write_one(document, self._write_document, document.id)
            for entry in history:
                apart += self._write_one(entry, self._write_entry, entry.document)
            for record in credit_records:
                apart += self._write_one(record, self._write_credits, "")
            for batch in batches:
                apart += self._write_one(batch, self._write_batch, "")
        return apart

    def credit_history(self, now: datetime) -> CreditHistory:
        """Return the credit history, after deleting what is too old at `now`.

        Raises:
            sqlite3.Error: It cannot be read or written.
        """
        with _transaction(self._db):
            credit_history.thin_out(self._db, now)
        return credit_history.load(self._db, now)

    def begin_attempt(self, document: Document, attempt: Attempt | None = None) -> None:
        """Store an attempt that is about to begin, with its document, durable on return.

        Without `attempt`, the attempt recorded in the document is stored.

        Raises:
            sqlite3.Error: Nothing was stored; the attempt must not begin.
        """
        attempt = attempt or attempt_row.of_document(document)
        with _transaction(self._db):
            self._db.execute(
                document_row.upsert(1), _as_far_as_storable(document_row.write, document)
            )
            self._db.execute(attempt_row.INSERT, _as_far_as_storable(attempt_row.write, attempt))
            self._db.execute(
                f"INSERT INTO history VALUES {_HISTORY_VALUES}",  # noqa: S608 - placeholders only
                _history_row(timeline.attempt(document)),
            )

    def save_attempt(self, attempt: Attempt, document: Document | None = None) -> None:
        """Store an attempt and `document` in one transaction, durable on return.

        Raises:
            sqlite3.Error: Nothing was stored (disk full, damaged file).
        """
        with _transaction(self._db):
            self._db.execute(attempt_row.UPSERT, _as_far_as_storable(attempt_row.write, attempt))
            if document is not None:
                row = _as_far_as_storable(document_row.write, document)
                self._db.execute(document_row.upsert(1), row)

    def load_attempts(self, shared: SharedValues | None = None) -> list[Attempt]:
        """Return every attempt ever begun, oldest first.

        `shared` is that of the documents, which were loaded before.

        Raises:
            sqlite3.DatabaseError: The file is damaged, or a row was not written by this program.
        """
        rows = self._db.execute("SELECT id, document, attempt FROM attempts ORDER BY rowid")
        try:
            attempts = map(attempt_row.read, rows)
            return list(attempts if shared is None else map(shared.take_attempt, attempts))
        except ValueError as error:
            raise sqlite3.DatabaseError(f"an attempt cannot be read: {error}") from error

    def history(self, document_id: str) -> list[HistoryEntry]:
        """Return a document's timeline, oldest first.

        Raises:
            sqlite3.DatabaseError: It is damaged, or an entry was not written by this program.
        """
        rows = self._db.execute(
            "SELECT * FROM history WHERE document = ? ORDER BY rowid", (document_id,)
        )
        try:
            return [_history_entry(row) for row in rows]
        except (ValueError, TypeError) as error:
            raise sqlite3.DatabaseError(f"a timeline cannot be read: {error}") from error

    def forget(self, document_ids: Sequence[str], batch_ids: Sequence[str] = ()) -> None:
        """Delete documents with their attempts and timelines, and batches; all or none, durably.

        The bytes are overwritten in the file, also in the write-ahead log.

        Raises:
            sqlite3.Error: Nothing was deleted (disk full, damaged file).
        """
        ids = [(document_id,) for document_id in document_ids]
        self._db.execute("PRAGMA secure_delete = ON")
        try:
            with _transaction(self._db):
                self._db.executemany("DELETE FROM history WHERE document = ?", ids)
                self._db.executemany("DELETE FROM attempts WHERE document = ?", ids)
                self._db.executemany("DELETE FROM documents WHERE id = ?", ids)
                batches = [(batch_id,) for batch_id in batch_ids]
                self._db.executemany("DELETE FROM batches WHERE id = ?", batches)
        finally:
            self._db.execute("PRAGMA secure_delete = OFF")
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def attempt_ids(self) -> list[str]:
        """Return the id of every attempt ever begun, oldest first."""
        return [row[0] for row in self._db.execute("SELECT id FROM attempts ORDER BY rowid")]

    def _write_one(
        self, record: R, write: Callable[[R], None], document: str
    ) -> Iterator[UnstorableRecord]:
        """Store one record within the transaction; yield what could not be stored unchanged."""
        try:
            self._within_savepoint(write, record)
        except RECORD_ERRORS as error:
            try:
                self._within_savepoint(write, _storable(record))
                is_stored_in_part = True
            except RECORD_ERRORS:
                is_stored_in_part = False
            yield UnstorableRecord(document, f"{type(error).__name__}: {error}", is_stored_in_part)

    def _within_savepoint(self, write: Callable[[R], None], record: R) -> None:
        self._db.execute("SAVEPOINT one")
        try:
            write(record)
        except RECORD_ERRORS:
            self._db.execute("ROLLBACK TO one")
            raise
        finally:
            # A full disk may have ended the whole transaction.
            if self._db.in_transaction:
                self._db.execute("RELEASE one")

    def _write_document(self, document: Document) -> None:
        self._db.execute(document_row.upsert(1), document_row.write(document))

    def _write_entry(self, entry: HistoryEntry) -> None:
        self._db.execute(
            f"INSERT INTO history VALUES {_HISTORY_VALUES}",  # noqa: S608 - placeholders only
            _history_row(entry),
        )

    def _write_credits(self, record: CreditRecord) -> None:
        credit_history.insert(self._db, [record])

    def _write_batch(self, batch: Batch) -> None:
        self._db.execute(batch_row.UPSERT, batch_row.write(batch))

    def close(self) -> None:
        """Close the file, after merging the write-ahead log into it."""
        self._db.close()


def set_aside(path: Path, at: datetime) -> Path:
    """Rename an unusable journal with all its files and return the new path.

    Raises:
        OSError: It cannot be renamed.
    """
    stamp = at.strftime("%Y%m%d-%H%M%S")
    target = path.with_name(f"{path.name}{SET_ASIDE_SUFFIX}{stamp}")
    # The log first: if it stayed, SQLite would apply it to a new journal.
    for suffix in ("-wal", "-shm", ""):
        part = path.with_name(path.name + suffix)
        if part.exists():
            part.rename(target.with_name(target.name + suffix))
    return target


def delete_set_aside(path: Path, before: datetime) -> None:
    """Delete the files of journals that were set aside before a time.

    Raises:
        OSError: One of them cannot be deleted.
    """
    for part in path.parent.glob(f"{path.name}{SET_ASIDE_SUFFIX}*"):
        if part.stat().st_mtime < before.timestamp():
            part.unlink()


def _as_far_as_storable(write: Callable[[R], _Row], record: R) -> _Row:
    """Return the record's row, if necessary without values that cannot be stored."""
    try:
        return write(record)
    except RECORD_ERRORS:
        return write(_storable(record))


def _storable(record: R) -> R:
    made = storable(record)
    if isinstance(record, Document) and isinstance(made, Document):
        # A path that is not valid UTF-8 is stored as bytes, see `document_row`.
        return replace(made, source=record.source)
    return made


def _history_row(entry: HistoryEntry) -> _Row:
    at, what, state = entry.at.isoformat(), entry.what.value, entry.state.value
    # Few entries have values, and thousands of rows are written at a time.
    values = msgspec.json.encode(entry.values).decode() if entry.values else ""
    return entry.document, at, what, state, entry.note, entry.said, values


def _history_entry(row: tuple[str, ...]) -> HistoryEntry:
    document, at, what, state, note, said, values = row
    return HistoryEntry(
        document,
        time_of(at),
        EntryKind(what),
        DocumentState(state),
        note,
        said,
        tuple(map(tuple, msgspec.json.decode(values))) if values else (),
    )


def _chunks(rows: Sequence[_Row], most: int) -> Iterator[Sequence[_Row]]:
    """Yield the rows in chunks of `most`, a power of two; the last ones in a half, a quarter, etc.

    Each statement releases the interpreter's lock. With one statement per row, writing thousands
    of rows would wait for a busy window as often. There are few lengths, since SQLite keeps each
    statement, which takes 300 bytes a row: with every length up to `most` that was 2 MB.
    """
    at, size = 0, most
    while at < len(rows):
        while size > len(rows) - at:
            size //= 2
        yield rows[at : at + size]
        at += size


class _transaction:  # noqa: N801 - used like a function
    """Context manager for a transaction that locks the database at its start."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def __enter__(self) -> None:
        self._db.execute("BEGIN IMMEDIATE")

    def __exit__(self, kind: object, value: object, trace: object) -> None:
        try:
            if kind is None:
                self._db.execute("COMMIT")
        finally:
            # A full disk may have caused a rollback, or have left a failed commit open.
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
