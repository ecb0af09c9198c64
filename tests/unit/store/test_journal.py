"""The journal on a real disk."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
from helpers.documents import at, document
from hypothesis import given, settings
from hypothesis import strategies as st

from capout_desktop.domain.document import (
    Document,
    DocumentState,
    SourceKind,
    StageMark,
    StageState,
)
from capout_desktop.domain.estimate import (
    Coverage,
    Estimate,
    EstimateKind,
    Field,
    PageKind,
    TextQuality,
)
from capout_desktop.domain.pdf_notice import Notice
from capout_desktop.domain.problem import Problem
from capout_desktop.domain.timeline import EntryKind, HistoryEntry
from capout_desktop.store import document_row, schema
from capout_desktop.store.journal import Journal, set_aside

TIMES = st.none() | st.integers(0, 10**6).map(at)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


LATER_FIELDS = (
    "again_chosen",
    "batch_id",
    "copied_from",
    "corrections",
    "downloading",
    "estimate",
    "claim_sent_at",
    "key_kind",
    "moved_to_top_at",
    "send_unread",
    "server",
    "skipped",
    "unconfirmed_address",
)


def documents(
    text: st.SearchStrategy[str], **values: st.SearchStrategy[Any]
) -> st.SearchStrategy[Document]:
    """Documents of every kind, whose words are such; `values` are of their further fields."""
    marks = st.builds(StageMark, st.sampled_from(StageState), text)
    return st.builds(
        Document,
        id=text,
        file_name=text,
        source=text,
        source_kind=st.sampled_from(SourceKind),
        xn_address=text,
        state=st.sampled_from(DocumentState),
        added_at=st.integers(0, 10**6).map(at),
        changed_at=st.integers(0, 10**6).map(at),
        size=st.none() | st.integers(0, 2**40),
        notices=st.lists(st.sampled_from(Notice), unique=True).map(tuple),
        send_again=st.booleans(),
        sent_before=st.lists(st.tuples(text, text), max_size=3).map(tuple),
        waits_for_start=st.booleans(),
        attempt_at=TIMES,
        unknown_since=TIMES,
        stages=st.none() | st.tuples(marks, marks, marks, marks, marks),
        problem=st.none()
        | st.builds(
            Problem,
            text,
            text,
            st.lists(st.tuples(text, text | st.integers(-(2**50), 2**50))).map(tuple),
        ),
        extra=st.dictionaries(
            text, st.none() | st.integers(-(2**50), 2**50) | text | st.lists(text)
        ),
        **values,
    )


FIELDS_READ = st.builds(Field, TEXT, st.integers(0, 10**6), st.booleans(), st.booleans())
ESTIMATES = st.builds(
    Estimate,
    kind=st.sampled_from(EstimateKind),
    text=st.sampled_from(TextQuality),
    insured_name=FIELDS_READ,
    line_items=st.none() | st.integers(0, 10**6),
    coverages=st.lists(st.builds(Coverage, TEXT, rcv=FIELDS_READ), max_size=3).map(tuple),
    page_kinds=st.lists(st.sampled_from(PageKind)).map(tuple),
)
DOCUMENTS = documents(TEXT, estimate=st.none() | ESTIMATES)
# SQLite's own JSON ends a text at a zero, which no name and no status ever held.
DOCUMENTS_OF_VERSION_1 = documents(TEXT.filter(lambda text: "\0" not in text))


@given(DOCUMENTS)
def test_a_document_comes_back_as_it_was(before: Document) -> None:
    assert document_row.read(document_row.write(before)) == before


def test_what_is_under_way_is_forgotten() -> None:
    uploading = document(DocumentState.UPLOADING, bytes_sent=500, bytes_total=500)
    back = document_row.read(document_row.write(uploading))
    assert (back.bytes_sent, back.bytes_total) == (0, 500)
    downloading = document(DocumentState.CHECKING, downloading=True)
    assert not document_row.read(document_row.write(downloading)).downloading


def test_documents_survive_the_program_in_their_order(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.sqlite3")
    rows = [document(id=name) for name in ("b", "a", "c")]
    journal.write(rows)
    journal.write([document(DocumentState.QUEUED, id="b")])
    journal.close()
    again = Journal(tmp_path / "journal.sqlite3")
    loaded = again.load()
    again.close()
    assert [(d.id, d.state.value) for d in loaded] == [
        ("b", "queued"),
        ("a", "checking"),
        ("c", "checking"),
    ]


def test_an_attempt_is_kept_with_its_document_and_its_timeline(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.sqlite3")
    values = (("size", 60), ("cost", 1.5), ("name", "a.pdf"))
    state = DocumentState.CHECKING
    added = HistoryEntry("local-1", at(0), EntryKind.ADDED, state, "note", "said", values)
    journal.write([document()], [added])
    uploading = document(
        DocumentState.UPLOADING, attempt_id="attempt-1", attempt_at=at(5), attempts=1
    )
    journal.begin_attempt(uploading)
    assert journal.attempt_ids() == ["attempt-1"]
    assert journal.load() == [uploading]
    begun = HistoryEntry("local-1", at(5), EntryKind.ATTEMPT, DocumentState.UPLOADING, "1")
    assert journal.history("local-1") == [added, begun]
    assert journal.history("another") == []
    with pytest.raises(sqlite3.IntegrityError):
        journal.begin_attempt(uploading)  # the same attempt twice would be two uploads
    assert journal.attempt_ids() == ["attempt-1"]
    journal.close()


def test_a_timeline_keeps_its_newest_entries_and_leaves_others_alone(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.sqlite3")

    def entry(id_: str, number: int) -> HistoryEntry:
        return HistoryEntry(
            id_, at(number), EntryKind.STATUS, DocumentState.PROCESSING, str(number)
        )

    journal.write([document(), document(id="calm")], [entry("calm", 0)])
    for start in (0, 400):
        journal.write([], [entry("local-1", number) for number in range(start, start + 400)])
    kept = [int(e.note) for e in journal.history("local-1")]
    assert kept == list(range(300, 800))
    assert journal.history("calm") == [entry("calm", 0)]
    journal.close()


def test_a_timeline_that_no_version_wrote_counts_as_damage(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.sqlite3")
    for column in ("at", "what", "state"):
        added = HistoryEntry("local-1", at(0), EntryKind.ADDED, DocumentState.CHECKING)
        journal.write([document()], [added])
        journal._db.execute(f"UPDATE history SET {column} = 'no such thing'")
        with pytest.raises(sqlite3.DatabaseError):
            journal.history("local-1")
    journal.close()


def test_a_failed_write_stores_nothing_of_it(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.sqlite3")
    unstorable = HistoryEntry("good", at(0), EntryKind.STATUS, DocumentState.PROCESSING, "\udcff")
    with pytest.raises(UnicodeEncodeError):
        journal.write([document(id="good")], [unstorable])
    assert journal.load() == []
    with pytest.raises(UnicodeEncodeError):
        journal.write([document(id="good"), document(id="bad", server_status="\udcff")])
    assert journal.load() == []
    journal.close()


def test_a_full_disk_is_called_that_and_leaves_the_journal_usable(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.sqlite3")
    pages = journal._db.execute("PRAGMA page_count").fetchone()[0]
    journal._db.execute(f"PRAGMA max_page_count = {pages}")
    rows = [document(id=str(number), extra={"message": "x" * 5000}) for number in range(20)]
    with pytest.raises(sqlite3.OperationalError, match="full"):
        journal.write(rows)
    journal._db.execute("PRAGMA max_page_count = 100000")
    assert journal.load() == []
    journal.write(rows)
    assert journal.load() == rows
    journal.close()


def test_a_row_that_no_version_wrote_counts_as_damage(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.sqlite3")
    journal.write([document()])
    damages = (
        "json_set(document, '$.state', 'on the moon')",
        "json_set(document, '$.added_at', 'yesterday')",
        "json_set(document, '$.problem', 'none')",
        "json_remove(document, '$.source')",
        "substr(document, 1, 40)",
        "x'ff00'",
        "x'00'",
    )
    for damage in damages:
        journal._db.execute(f"UPDATE documents SET document = {damage}")
        with pytest.raises(sqlite3.DatabaseError):
            journal.load()
        journal.write([document()])
    assert journal.load() == [document()]
    journal.close()


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="names are always text there")
def test_a_path_that_is_no_text_comes_back_as_it_was(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.sqlite3")
    row = document(source=os.fsdecode(b"/estimates/sch\xe4den.pdf"))
    journal.write([row])
    assert journal.load() == [row]
    journal.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no file modes")
def test_nobody_else_can_read_the_journal(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.sqlite3")
    journal.write([document()])
    modes = {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    journal.close()
    assert modes == {0o600}


def test_a_second_process_cannot_send_the_same_queue(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.sqlite3")
    journal.write([document()])
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        Journal(tmp_path / "journal.sqlite3")
    journal.close()


def test_a_journal_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite3"
    db = sqlite3.connect(path)
    db.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    db.close()
    before = path.read_bytes()
    with pytest.raises(schema.NewerJournalError):
        Journal(path)
    assert path.read_bytes() == before


def test_a_damaged_journal_is_set_aside_whole(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite3"
    path.write_bytes(b"not a database at all" * 100)
    with pytest.raises(sqlite3.DatabaseError):
        Journal(path)
    kept = set_aside(path, at(0))
    assert kept.read_bytes().startswith(b"not a database")
    Journal(path).close()
    assert kept.exists()


@settings(max_examples=5, deadline=None)
@given(st.integers(0, schema.VERSION))
def test_every_older_journal_becomes_a_present_one(version: int) -> None:
    db = sqlite3.connect(":memory:", isolation_level=None)
    for script in schema.MIGRATIONS[:version]:
        db.executescript(script)
    db.execute(f"PRAGMA user_version = {version}")
    schema.migrate(db)
    assert db.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)
    columns = tuple(row[1] for row in db.execute("PRAGMA table_info(documents)"))
    db.close()
    assert columns == document_row.COLUMNS


def in_version_1(document: Document) -> dict[str, object]:
    """Return the columns that version 1 had, as it filled them."""
    times = ("added_at", "changed_at", "attempt_at", "unknown_since")
    stages, problem = document.stages, document.problem
    values: dict[str, object] = {
        stored: getattr(document, name)
        for name, stored in zip(
            document.__struct_fields__, document.__struct_encode_fields__, strict=True
        )
        if stored not in {"bytes_sent", "called_back", *LATER_FIELDS}
    }
    values.update((name, at.isoformat()) for name in times if (at := getattr(document, name)))
    for name in ("notices", "sent_before", "extra"):
        values[name] = json.dumps(getattr(document, name))
    if stages is not None:
        values["stages"] = json.dumps([(mark.state, mark.text) for mark in stages])
    if problem is not None:
        words = ("Its title", "Its next step.")
        values["problem"] = json.dumps([problem.code, *words, problem.detail, problem.values])
    return values


@settings(max_examples=20, deadline=None)  # each example is a journal on the disk
@given(st.lists(DOCUMENTS_OF_VERSION_1, max_size=6, unique_by=lambda row: row.id))
def test_a_journal_of_version_1_comes_over_whole(rows: list[Document]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "journal.sqlite3")
        db = sqlite3.connect(path)
        db.executescript(schema.MIGRATIONS[0])
        for row in rows:
            values = in_version_1(row)
            places = ", ".join("?" * len(values))
            db.execute(
                f"INSERT INTO documents ({', '.join(values)}) VALUES ({places})", [*values.values()]
            )
            for what in ("added", "checked"):
                entry = (row.id, at(1).isoformat(), what, "queued", "", "", "")
                db.execute("INSERT INTO history VALUES (?, ?, ?, ?, ?, ?, ?)", entry)
            db.execute("INSERT INTO attempts VALUES (?, ?, '', '')", (f"of {row.id}", row.id))
        db.execute("PRAGMA user_version = 1")
        db.commit()
        db.close()
        journal = Journal(path)
        assert journal.load() == rows
        assert journal.attempt_ids() == [f"of {row.id}" for row in rows]
        for row in rows:
            assert [entry.what for entry in journal.history(row.id)] == [EntryKind.CHECKED]
        journal.write(rows)
        journal.close()


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="names are always text there")
def test_a_path_that_is_no_text_comes_over_from_version_1(tmp_path: Path) -> None:
    row = document(source=os.fsdecode(b"/estimates/sch\xe4den.pdf"))
    values = {**in_version_1(row), "source": os.fsencode(row.source)}
    db = sqlite3.connect(tmp_path / "journal.sqlite3")
    db.executescript(schema.MIGRATIONS[0])
    places = ", ".join("?" * len(values))
    db.execute(f"INSERT INTO documents ({', '.join(values)}) VALUES ({places})", [*values.values()])
    db.execute("PRAGMA user_version = 1")
    db.commit()
    db.close()
    journal = Journal(tmp_path / "journal.sqlite3")
    assert journal.load() == [row]
    journal.close()


FIELDS = """
added_at attempt_at attempt_id attempts bytes_sent bytes_total called_back changed_at
completed_at document_id extra file_name id modified_ns not_before notices organization_id
page_count problem profile_id removed send_again sent_before server_status server_updated_at
sha256 size source source_kind stages state unknown_since waits_for_start workflow_id xn_address
key_kind server unconfirmed_address send_unread estimate claim_sent_at batch_id skipped again_chosen
moved_to_top_at copied_from corrections downloading
"""


def test_no_field_comes_or_goes_without_a_new_version_of_the_journal() -> None:
    # An older program would drop a field that it does not know as soon as it writes the document;
    # only the version keeps it away. So a new field needs a script, if an empty one, and its name
    # here.
    assert (schema.VERSION, set(Document.__struct_encode_fields__)) == (3, set(FIELDS.split()))


def test_what_a_killed_program_left_beside_a_journal_is_set_aside_with_it(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite3"
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).write_text(f"all of {suffix}")
    kept = set_aside(path, at(0))
    assert {file.name: file.read_text() for file in tmp_path.iterdir()} == {
        kept.name + suffix: f"all of {suffix}" for suffix in ("", "-wal", "-shm")
    }
    journal = Journal(path)
    assert journal.load() == []
    journal.close()
