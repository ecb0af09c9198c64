"""Attempts in the journal, those of older versions, and records that cannot be written."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.attempts import attempt, to
from helpers.documents import at, document
from hypothesis import given
from hypothesis import strategies as st

from capout_desktop.domain.attempt import Attempt, AttemptOutcome, SeenEntry
from capout_desktop.domain.credit_ledger import Reading
from capout_desktop.domain.credits import KeyKind
from capout_desktop.domain.destination import Destination
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.problem import Problem
from capout_desktop.domain.timeline import EntryKind, HistoryEntry
from capout_desktop.store import attempt_row, document_row, schema
from capout_desktop.store.credit_history import CreditRecord
from capout_desktop.store.journal import Journal
from capout_desktop.store.storable import DEEPEST, storable

S = DocumentState
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
TIMES = st.integers(0, 10**6).map(at)
ATTEMPTS = st.builds(
    Attempt,
    id=TEXT,
    document=TEXT,
    destination=st.builds(
        Destination,
        organization_id=TEXT,
        credential_id=TEXT,
        key_kind=st.none() | st.sampled_from(KeyKind),
        server=TEXT,
        xn_address=TEXT,
    ),
    number=st.integers(0, 100),
    file_name=TEXT,
    started_at=TIMES,
    server_time=st.none() | TIMES,
    duration_seconds=st.none() | st.floats(0, 1e6),
    sha256=TEXT,
    bytes_out=st.integers(0, 2**40),
    bytes_total=st.integers(0, 2**40),
    body_about_to_be_complete=st.booleans(),
    outcome=st.sampled_from(AttemptOutcome),
    document_id=TEXT,
    seen=st.lists(
        st.builds(
            SeenEntry,
            TEXT,
            TIMES,
            st.none() | TEXT,
            st.none() | TEXT,
            st.none() | TIMES,
            st.booleans(),
        ),
        max_size=3,
    ).map(tuple),
    asked_at=st.none() | TIMES,
)


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    journal = Journal(tmp_path / "journal.sqlite3")
    yield journal
    journal.close()


@given(ATTEMPTS)
def test_an_attempt_comes_back_as_it_was(before: Attempt) -> None:
    assert attempt_row.read(attempt_row.write(before)) == before


def test_an_attempt_is_on_the_disk_with_its_document_and_every_change_of_it(
    journal: Journal,
) -> None:
    row = document(S.QUEUED)
    journal.write([row])
    first = attempt(5, "under-way", document=row.id, body_about_to_be_complete=False)
    uploading = document(S.UPLOADING, attempt_id=first.id, attempt_at=at(5), attempts=1)
    journal.begin_attempt(uploading, first)
    assert journal.load_attempts() == [first]
    complete = attempt(5, "under-way", document=row.id)
    journal.save_attempt(complete)
    assert journal.load_attempts() == [complete]
    unknown = attempt(5, document=row.id, seen=(SeenEntry("doc_1", at(9), "Scope.PDF"),))
    confirming = document(S.CONFIRMING, attempt_id=first.id)
    journal.save_attempt(unknown, confirming)
    assert (journal.load_attempts(), journal.load()) == ([unknown], [confirming])
    with pytest.raises(sqlite3.IntegrityError):
        journal.begin_attempt(uploading, first)  # the same attempt twice would be two uploads


def test_every_write_of_an_attempt_waits_for_the_disk(journal: Journal) -> None:
    full = 2
    assert journal._db.execute("PRAGMA synchronous").fetchone() == (full,)


def test_an_attempt_that_is_only_told_by_its_document_may_have_been_complete(
    journal: Journal,
) -> None:
    uploading = document(
        S.UPLOADING, attempt_id="a", attempt_at=at(5), attempts=3, organization_id="org_1"
    )
    journal.begin_attempt(uploading)
    (kept,) = journal.load_attempts()
    assert (kept.number, kept.started_at, kept.destination.organization_id) == (3, at(5), "org_1")
    assert kept.is_in_doubt


def test_an_attempt_that_no_version_wrote_counts_as_damage(journal: Journal) -> None:
    journal.save_attempt(attempt())
    journal._db.execute("UPDATE attempts SET attempt = json_set(attempt, '$.outcome', 'lost')")
    with pytest.raises(sqlite3.DatabaseError):
        journal.load_attempts()


def of_version_2(path: Path, rows: list[Document], attempts: list[tuple[str, str]]) -> None:
    """Write a journal as 0.1.0 left it, with these attempts (id, document)."""
    db = sqlite3.connect(path)
    for script in schema.MIGRATIONS[:2]:
        db.executescript(script)
    for row in rows:
        db.execute("INSERT INTO documents VALUES (?, ?, ?)", document_row.write(row))
    for number, (id_, document_id) in enumerate(attempts):
        values = (id_, document_id, "org_1", at(number).isoformat())
        db.execute("INSERT INTO attempts VALUES (?, ?, ?, ?)", values)
    db.execute("PRAGMA user_version = 2")
    db.commit()
    db.close()


@pytest.mark.parametrize(
    ("state", "document_id", "outcome"),
    [
        (S.PROCESSING, "doc_9", "accepted"),
        (S.FAILED, "doc_9", "accepted"),
        (S.FAILED, "", "refused"),
        (S.QUEUED, "", "refused"),
        (S.UPLOADING, "", "under-way"),
        (S.CONFIRMING, "", "unknown"),
        (S.COMPLETE, "", "received"),
    ],
)
def test_what_an_older_journal_knew_of_an_attempt_comes_over(
    tmp_path: Path, state: DocumentState, document_id: str, outcome: str
) -> None:
    row = document(
        state,
        attempt_id="a2",
        document_id=document_id,
        credential_id="default",
        xn_address="Team@Example",
    )
    of_version_2(tmp_path / "j", [row], [("a1", row.id), ("a2", row.id)])
    journal = Journal(tmp_path / "j")
    first, last = journal.load_attempts()
    assert journal.load() == [row]
    journal.close()
    assert (first.outcome, first.number, last.number) == (AttemptOutcome.REFUSED, 1, 2)
    assert (last.outcome, last.document_id) == (AttemptOutcome(outcome), document_id)
    assert last.destination == to("Team@Example", key_kind=None, server="", organization_id="org_1")
    assert (last.started_at, last.file_name) == (at(1), "scope.pdf")
    assert last.body_about_to_be_complete


def test_what_the_person_sent_again_before_is_still_known_after_the_migration(
    tmp_path: Path,
) -> None:
    row = document(
        S.UPLOADING,
        attempt_id="a3",
        sent_before=(("team@example", "doc_1"), ("team@example", "")),
    )
    attempts = [("a1", row.id), ("a2", row.id), ("a3", row.id), ("orphan", "gone")]
    of_version_2(tmp_path / "j", [row], attempts)
    journal = Journal(tmp_path / "j")
    kept = [(a.id, a.outcome.value, a.document_id) for a in journal.load_attempts()]
    journal.close()
    assert kept == [
        ("a1", "accepted", "doc_1"),
        ("a2", "send-again", ""),
        ("a3", "under-way", ""),
        ("orphan", "refused", ""),
    ]


POISON = "\ud83d"  # half an emoji


def test_one_record_that_cannot_be_written_does_not_keep_the_others_from_the_disk(
    journal: Journal,
) -> None:
    good = document(S.PROCESSING, id="good", document_id="doc_1")
    bad = document(S.PROCESSING, id="bad", document_id="doc_2", server_status=f"ok {POISON}")
    told = HistoryEntry("bad", at(0), EntryKind.STATUS, S.PROCESSING, POISON)
    huge = CreditRecord(Reading("org_1", 2**63, (), at(0), at(1)), is_clear=True, movement=None)
    with pytest.raises(UnicodeEncodeError):
        journal.write([good, bad], [told], [huge])
    apart = journal.write_each([good, bad], [told], [huge])
    assert [(one.document, one.is_stored_in_part) for one in apart] == [
        ("bad", True),
        ("bad", True),
        ("", True),
    ]
    assert all("Error" in one.reason for one in apart)
    kept = {row.id: row for row in journal.load()}
    assert kept["good"] == good
    assert (kept["bad"].document_id, kept["bad"].server_status) == ("doc_2", "ok ?")
    assert [entry.note for entry in journal.history("bad")] == ["?"]


def test_a_record_that_cannot_be_written_at_all_is_named_and_left_out(journal: Journal) -> None:
    impossible = document(id="bad", extra={"set": {1, 2}, "object": object()})
    apart = journal.write_each([document(id="a"), impossible, document(id="b")])
    assert [(one.document, one.is_stored_in_part) for one in apart] == [("bad", False)]
    assert [row.id for row in journal.load()] == ["a", "b"]


def test_a_full_disk_is_not_taken_for_a_record_that_cannot_be_written(journal: Journal) -> None:
    pages = journal._db.execute("PRAGMA page_count").fetchone()[0]
    journal._db.execute(f"PRAGMA max_page_count = {pages}")
    rows = [document(id=str(number), extra={"message": "x" * 5000}) for number in range(20)]
    with pytest.raises(sqlite3.OperationalError, match="full"):
        journal.write_each(rows)
    journal._db.execute("PRAGMA max_page_count = 100000")
    assert journal.load() == []
    assert journal.write_each(rows) == []
    assert journal.load() == rows


def test_an_attempt_with_a_poisonous_list_entry_is_stored_without_the_poison(
    journal: Journal,
) -> None:
    seen = SeenEntry(f"doc_{POISON}", at(1), f"Sm{POISON}ith.pdf")
    poisoned = attempt(bytes_out=2**70, seen=(seen,))
    uploading = document(S.UPLOADING, server_status=POISON, attempt_id=poisoned.id)
    journal.begin_attempt(uploading, poisoned)
    journal.save_attempt(poisoned)
    (kept,) = journal.load_attempts()
    assert (kept.seen[0].entry_id, kept.seen[0].file_name) == ("doc_?", "Sm?ith.pdf")
    assert journal.load()[0].server_status == "?"


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="names are always text there")
def test_a_path_that_is_no_text_outlives_a_poisonous_status(journal: Journal) -> None:
    source = os.fsdecode(b"/estimates/sch\xe4den.pdf")
    journal.write_each([document(source=source, server_status=POISON)])
    assert journal.load()[0].source == source


def test_what_is_storable_is_left_as_it_is_and_the_rest_is_bounded() -> None:
    problem = Problem("code", values=(("name", POISON), ("size", 2**64)))
    row = document(problem=problem, extra={POISON: [2**64, -(2**70), True, 1.5, None, {"a": ()}]})
    made = storable(row)
    assert made.problem is not None
    assert made.problem.values == (("name", "?"), ("size", 2**63 - 1))
    assert made.extra == {"?": [2**63 - 1, -(2**63) + 1, True, 1.5, None, {"a": ()}]}
    assert storable(document()) == document()
    deep: object = "end"
    for _ in range(5000):
        deep = [deep]
    depth = 0
    shallow = storable(deep)
    while isinstance(shallow, list):
        (shallow,) = shallow
        depth += 1
    assert depth == DEEPEST
