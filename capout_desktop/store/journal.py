"""The journal: every document and every attempt, on disk before it is shown or begun.

Used from one thread only; `services.journal_writer` brings it to the event loop.
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
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.timeline import HistoryEntry, What
from capout_desktop.store import attempt_row, credit_history, document_row, schema
from capout_desktop.store.credit_history import CreditHistory, CreditRecord
from capout_desktop.store.storable import RECORD_ERRORS, storable

SET_ASIDE_SUFFIX = ".set-aside-"
_HISTORY_VALUES = "(?, ?, ?, ?, ?, ?, ?)"
_ENTRIES_AT_ONCE = 999 // _HISTORY_VALUES.count("?")
_Row = tuple[object, ...]
R = TypeVar("R")
LOCK_SECONDS = 1.0
"""How long to wait for another process that holds the journal; it may be just ending."""


@dataclass(frozen=True, slots=True)
class SetApart:
    """A record that the journal could not take as it was.

    Attributes:
        document: This program's own id of the document that it belongs to; empty for credits.
        reason: What the record's writer said, for the log.
        is_stored_in_part: Whether it was stored without what could not be written.
    """

    document: str
    reason: str
    is_stored_in_part: bool


class Journal:
    """Documents, attempts and history in one SQLite file of the user's own (mode 0600)."""

    def __init__(self, path: Path) -> None:
        """Open the journal, and make or migrate it where needed.

        Raises:
            schema.NewerJournalError: a newer program wrote it; nothing was touched.
            sqlite3.DatabaseError: it is damaged, locked by another process, or the disk is full.
            OSError: its folder cannot be made or written.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        # Made before SQLite opens it, so that it is never readable by others for a moment.
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        self.path = path
        self._db = sqlite3.connect(
            path, timeout=LOCK_SECONDS, isolation_level=None, check_same_thread=False
        )
        try:
            # Before anything that writes: even the switch to WAL would touch a newer journal.
            schema.known_version(self._db)
            # One process a journal: a second one would send the same queue again.
            self._db.execute("PRAGMA locking_mode = EXCLUSIVE")
            # WAL needs a local file system; where it cannot be had SQLite stays with DELETE.
            self._db.execute("PRAGMA journal_mode = WAL")
            # An attempt must survive a power cut before its first byte goes out.
            self._db.execute("PRAGMA synchronous = FULL")
            schema.migrate(self._db)
        except BaseException:
            self._db.close()
            raise

    def load(self) -> list[Document]:
        """Return every document, in the order in which it was added.

        Raises:
            sqlite3.DatabaseError: the file is damaged, or a row holds what no version ever wrote.
        """
        columns = ", ".join(document_row.COLUMNS)
        rows = self._db.execute(f"SELECT {columns} FROM documents ORDER BY rowid")  # noqa: S608
        try:
            return [document_row.read(row) for row in rows]
        except ValueError as error:
            raise sqlite3.DatabaseError(f"a document cannot be read: {error}") from error

    def write(
        self,
        documents: Iterable[Document],
        history: Iterable[HistoryEntry] = (),
        credit_records: Iterable[CreditRecord] = (),
    ) -> None:
        """Store documents as they stand now, all or none, durable on return.

        Raises:
            sqlite3.Error: nothing was stored (disk full, damaged file).
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

    def write_each(
        self,
        documents: Iterable[Document],
        history: Iterable[HistoryEntry] = (),
        credit_records: Iterable[CreditRecord] = (),
    ) -> list[SetApart]:
        """Store what can be stored, durable on return, and return what could not as it was.

        For when `write` fails by what is in a record: slower, since each is stored by itself.

        Raises:
            sqlite3.Error: nothing was stored (disk full, damaged file).
        """
        apart: list[SetApart] = []
        with _transaction(self._db):
            for document in documents:
                apart += self._write_one(document, self._write_document, document.id)
            for entry in history:
                apart += self._write_one(entry, self._write_entry, entry.document)
            for record in credit_records:
                apart += self._write_one(record, self._write_credits, "")
        return apart

    def credit_history(self, now: datetime) -> CreditHistory:
        """Return what is known of the credits; what is too old for use at `now` is deleted.

        Raises:
            sqlite3.Error: it cannot be read or written.
        """
        with _transaction(self._db):
            credit_history.thin_out(self._db, now)
        return credit_history.load(self._db, now)

    def begin_attempt(self, document: Document, attempt: Attempt | None = None) -> None:
        """Store the attempt that `document` is about to make, durable on return.

        Without `attempt` it is what the document itself tells of it.

        Raises:
            sqlite3.Error: nothing was stored; the attempt must not begin.
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
        """Store an attempt as it stands now, durable on return; `document` in the same breath.

        Raises:
            sqlite3.Error: nothing was stored (disk full, damaged file).
        """
        with _transaction(self._db):
            self._db.execute(attempt_row.UPSERT, _as_far_as_storable(attempt_row.write, attempt))
            if document is not None:
                row = _as_far_as_storable(document_row.write, document)
                self._db.execute(document_row.upsert(1), row)

    def load_attempts(self) -> list[Attempt]:
        """Return every attempt ever begun, oldest first.

        Raises:
            sqlite3.DatabaseError: the file is damaged, or a row holds what no version ever wrote.
        """
        rows = self._db.execute("SELECT id, document, attempt FROM attempts ORDER BY rowid")
        try:
            return [attempt_row.read(row) for row in rows]
        except ValueError as error:
            raise sqlite3.DatabaseError(f"an attempt cannot be read: {error}") from error

    def history(self, document_id: str) -> list[HistoryEntry]:
        """Return a document's timeline, oldest first.

        Raises:
            sqlite3.DatabaseError: it is damaged, or an entry holds what no version ever wrote.
        """
        rows = self._db.execute(
            "SELECT * FROM history WHERE document = ? ORDER BY rowid", (document_id,)
        )
        try:
            return [_history_entry(row) for row in rows]
        except (ValueError, TypeError) as error:
            raise sqlite3.DatabaseError(f"a timeline cannot be read: {error}") from error

    def attempt_ids(self) -> list[str]:
        """Return the id of every attempt ever begun, oldest first."""
        return [row[0] for row in self._db.execute("SELECT id FROM attempts ORDER BY rowid")]

    def _write_one(
        self, record: R, write: Callable[[R], None], document: str
    ) -> Iterator[SetApart]:
        """Store one record within the transaction; yield what could not be stored of it."""
        try:
            self._within_savepoint(write, record)
        except RECORD_ERRORS as error:
            try:
                self._within_savepoint(write, _storable(record))
                is_stored_in_part = True
            except RECORD_ERRORS:
                is_stored_in_part = False
            yield SetApart(document, f"{type(error).__name__}: {error}", is_stored_in_part)

    def _within_savepoint(self, write: Callable[[R], None], record: R) -> None:
        self._db.execute("SAVEPOINT one")
        try:
            write(record)
        except RECORD_ERRORS:
            self._db.execute("ROLLBACK TO one")
            raise
        finally:
            # A full disk may have ended the whole transaction by itself.
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

    def close(self) -> None:
        """Close the file; the write-ahead log is folded into it."""
        self._db.close()


def set_aside(path: Path, at: datetime) -> Path:
    """Move a journal that cannot be used out of the way, whole, and return its new place.

    Raises:
        OSError: it cannot be moved.
    """
    stamp = at.strftime("%Y%m%d-%H%M%S")
    target = path.with_name(f"{path.name}{SET_ASIDE_SUFFIX}{stamp}")
    # The log first: left alone with a new journal, SQLite would play it into that.
    for suffix in ("-wal", "-shm", ""):
        part = path.with_name(path.name + suffix)
        if part.exists():
            part.rename(target.with_name(target.name + suffix))
    return target


def _as_far_as_storable(write: Callable[[R], _Row], record: R) -> _Row:
    """Return the record's row, if need be without what the journal cannot take."""
    try:
        return write(record)
    except RECORD_ERRORS:
        return write(_storable(record))


def _storable(record: R) -> R:
    made = storable(record)
    if isinstance(record, Document) and isinstance(made, Document):
        # A path that is no text is kept as the bytes that it is, see `document_row`.
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
        datetime.fromisoformat(at),
        What(what),
        DocumentState(state),
        note,
        said,
        tuple(map(tuple, msgspec.json.decode(values))) if values else (),
    )


def _chunks(rows: Sequence[_Row], size: int) -> Iterator[Sequence[_Row]]:
    """Yield the rows a few at a time.

    Each statement hands Python's lock to whoever wants it; one for each row would make thousands
    of rows wait as often for a busy window.
    """
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


class _transaction:  # noqa: N801 - reads as a statement
    """All or nothing, taken at once so that no reader can slip in between."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def __enter__(self) -> None:
        self._db.execute("BEGIN IMMEDIATE")

    def __exit__(self, kind: object, value: object, trace: object) -> None:
        try:
            if kind is None:
                self._db.execute("COMMIT")
        finally:
            # A full disk may have rolled back by itself, or have left a failed commit open.
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
