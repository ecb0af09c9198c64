"""The credits' history survives the program, comes back as it was, and does not grow for ever."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from helpers.documents import START, at
from hypothesis import given
from hypothesis import strategies as st

from capout_desktop.domain.credit_ledger import Charged, Movement, Reading
from capout_desktop.domain.credits import BalancePoint, CreditBucket
from capout_desktop.store import credit_history, schema
from capout_desktop.store.credit_history import CreditRecord
from capout_desktop.store.journal import Journal
from capout_desktop.store.record_decoder import time_of

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=10)
SECONDS = st.integers(0, 10**6).map(at)
COUNT = st.integers(0, 10**6)
READINGS = st.builds(
    Reading,
    TEXT,
    COUNT,
    st.lists(st.builds(CreditBucket, TEXT, COUNT, st.none() | SECONDS, st.none() | SECONDS)).map(
        tuple
    ),
    SECONDS,
    SECONDS,
)
MOVEMENTS = st.builds(
    Movement,
    TEXT,
    SECONDS,
    SECONDS,
    COUNT,
    COUNT,
    COUNT,
    COUNT,
    COUNT,
    COUNT,
    st.lists(st.builds(Charged, TEXT, TEXT, TEXT)).map(tuple),
)
NOW = at(10**6)


def reading(days_ago: float, total: int = 100, organization: str = "org") -> Reading:
    moment = START - timedelta(days=days_ago)
    return Reading(organization, total, (), moment, moment)


@given(READINGS, MOVEMENTS)
def test_it_comes_back_as_it_was(before: Reading, moved: Movement) -> None:
    db = sqlite3.connect(":memory:", isolation_level=None)
    schema.migrate(db)
    credit_history.insert(db, [CreditRecord(before, True, moved)] * 2)
    known = credit_history.load(db, NOW)
    db.close()
    assert known.last == (before,)
    assert known.points == (BalancePoint(before.organization_id, before.at, before.total),)
    assert known.movements == (moved,)


def test_it_survives_the_program(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.sqlite3")
    moved = Movement("org", at(0), at(60), 100, 92, spent=8, charges=(Charged("a", "d", "x@y"),))
    clear, later = Reading("org", 92, (), at(59), at(60)), Reading("org", 80, (), at(70), at(71))
    journal.write([], [], [CreditRecord(clear, True, moved), CreditRecord(later, False, None)])
    journal.close()
    journal = Journal(tmp_path / "journal.sqlite3")
    known = journal.credit_history(at(100))
    journal.close()
    assert known.last == (clear,), "what was not clear is nothing to count from"
    assert [point.total for point in known.points] == [92, 80]
    assert known.movements == (moved,)


def test_old_readings_are_thinned_out_by_the_hour_and_by_the_day(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.sqlite3")
    minute = 1 / 24 / 60
    # Each within the last hours of its time and within the first ones beyond it.
    begins = (0, 1.9, 2.04, 34.9, 35.1, 399.9, 400.1)
    by_minute = [reading(days + n * minute, n) for days in begins for n in range(90)]
    journal.write([], [], [CreditRecord(r, False, None) for r in by_minute])
    journal.credit_history(START)
    rows = journal._db.execute("SELECT at FROM credit_readings ORDER BY at DESC").fetchall()
    journal.close()
    ages = [(START - time_of(text)).days for (text,) in rows]
    # Those of 90 minutes that are kept by the hour lie in two hours.
    assert ages == [*[0] * 90, *[1] * 90, *[2] * 2, *[34] * 2, 35, 399]


def test_each_organization_keeps_its_last_clear_reading(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.sqlite3")
    minute = 1 / 24 / 60
    for organization in ("one", "two"):
        clear = [reading(10 + minute, 50, organization), reading(10 + 2 * minute, 60, organization)]
        journal.write([], [], [CreditRecord(r, True, None) for r in clear])
        journal.write([], [], [CreditRecord(reading(10, 40, organization), False, None)])
    known = journal.credit_history(START)
    journal.close()
    assert {(r.organization_id, r.total) for r in known.last} == {("one", 50), ("two", 50)}
    assert len(known.points) == 4


def test_a_row_that_no_version_wrote_counts_as_damage(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.sqlite3")
    moved = Movement("org", at(0), at(60), 100, 92, spent=8)
    for table, column in (("readings", "buckets"), ("readings", "at"), ("movements", "charges")):
        journal.write([], [], [CreditRecord(reading(0), True, moved)])
        journal._db.execute(f"UPDATE credit_{table} SET {column} = 'z'")
        with pytest.raises(sqlite3.DatabaseError):
            journal.credit_history(START)
        journal._db.execute("DELETE FROM credit_readings")
    journal.close()
