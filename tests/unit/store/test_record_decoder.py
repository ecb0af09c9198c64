"""Records whose times have no zone, as in a journal that somebody has edited or converted."""

from __future__ import annotations

import re
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from helpers.attempts import attempt, to
from helpers.documents import START, at, document
from msgspec.structs import replace

from capout_desktop.domain.attempt import Attempt, SeenEntry
from capout_desktop.domain.batch import Batch, BatchOrigin
from capout_desktop.domain.credit_ledger import Reading
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.timeline import EntryKind, HistoryEntry
from capout_desktop.store.credit_history import CreditRecord
from capout_desktop.store.journal import Journal
from capout_desktop.store.record_decoder import time_of

NAME = '"added_at":"2026-04-14T14:30:00".pdf'
CONFIRMING = document(
    DocumentState.CONFIRMING,
    id="local-1",
    file_name=NAME,
    attempt_at=at(1),
    unknown_since=at(2.25),
    not_before=at(3),
    server_updated_at=at(4),
    completed_at=at(5),
    moved_to_top_at=at(6),
    claim_sent_at=at(7),
)
IN_DOUBT = attempt(
    8,
    document="local-1",
    asked_at=at(9),
    seen=(SeenEntry("doc_1", at(10), created_at=at(11).replace(tzinfo=None), has_zone=False),),
)
DRAFT = Batch("batch-1", "Storm", at(12), BatchOrigin.DROP, to(), at(13))


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "j.sqlite3")


def edit(journal: Journal, table: str, column: str) -> int:
    """Take the zone from every time of a column; return how many times there were."""
    edited = 0
    for (text,) in journal._db.execute(f"SELECT {column} FROM {table}").fetchall():
        without, number = re.subn(r"(?<=\d)(Z|\+00:00)", "", text)
        journal._db.execute(f"UPDATE {table} SET {column} = ? WHERE {column} = ?", (without, text))
        edited += number
    return edited


def test_times_without_a_zone_are_utc(journal: Journal) -> None:
    journal.write([CONFIRMING], batches=[DRAFT])
    journal.save_attempt(IN_DOUBT)
    assert edit(journal, "documents", "document") == 9
    assert edit(journal, "attempts", "attempt") == 4
    assert edit(journal, "batches", "batch") == 2
    assert journal.load() == [CONFIRMING]
    assert journal.load_batches() == [DRAFT]
    (loaded,) = journal.load_attempts()
    (seen,) = loaded.seen
    assert replace(loaded, seen=()) == replace(IN_DOUBT, seen=())
    assert seen.seen_at == at(10)
    assert not seen.has_zone
    journal.close()


def test_the_time_of_an_entry_that_came_without_a_zone_stays_as_it_came(journal: Journal) -> None:
    journal.save_attempt(IN_DOUBT)
    assert journal.load_attempts() == [IN_DOUBT]
    journal.close()


def test_history_and_credits_are_read_as_utc(journal: Journal) -> None:
    entry = HistoryEntry("local-1", at(1), EntryKind.ADDED, DocumentState.CHECKING)
    reading = Reading("org", 250, (), START, at(1))
    journal.write([CONFIRMING], [entry], [CreditRecord(reading, True, None)])
    for table, column in (("history", "at"), ("credit_readings", "at")):
        assert edit(journal, table, column) == 1
    assert edit(journal, "credit_readings", "asked_at") == 1
    assert journal.history("local-1") == [entry]
    assert journal.credit_history(START + timedelta(days=1)).last == (reading,)
    journal.close()


def test_a_time_with_another_zone_is_the_same_moment() -> None:
    assert time_of("2026-04-14T16:30:00+02:00") == START
    assert time_of("2026-04-14T14:30:00") == START


@pytest.mark.parametrize(
    "damage",
    ["x'ff00'", "json_set(document, '$.attempt_at', '2026-04-14T25:30:00')", "substr(document, 9)"],
)
def test_what_is_no_record_is_named(journal: Journal, damage: str) -> None:
    journal.write([CONFIRMING])
    journal._db.execute(f"UPDATE documents SET document = {damage}")
    with pytest.raises(sqlite3.DatabaseError, match="document local-1:"):
        journal.load()
    journal.close()


def test_a_record_that_is_stored_as_bytes_is_read(journal: Journal) -> None:
    journal.write([CONFIRMING])
    journal._db.execute("UPDATE documents SET document = CAST(document AS BLOB)")
    journal.save_attempt(IN_DOUBT)
    journal._db.execute("UPDATE attempts SET attempt = CAST(attempt AS BLOB)")
    kept: tuple[list[Document], list[Attempt]] = journal.load(), journal.load_attempts()
    assert kept == ([CONFIRMING], [IN_DOUBT])
    journal.close()
