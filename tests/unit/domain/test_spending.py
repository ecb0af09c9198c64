"""The report's lines add up to what the balance lost, whichever way it is cut."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from helpers.documents import at
from helpers.time_zones import time_zone
from hypothesis import given
from hypothesis import strategies as st

from capout_desktop.domain.credit_ledger import Charged, Movement
from capout_desktop.domain.csv_cell import safe_cell
from capout_desktop.domain.spending import (
    LineKind,
    SpendingBy,
    SpendingLine,
    spending,
)

CHARGES = st.lists(
    st.builds(
        Charged, st.uuids().map(str), st.uuids().map(str), st.sampled_from(["a@x", "b@x", ""])
    ),
    min_size=1,
    max_size=5,
).map(tuple)
SPENT = st.builds(
    lambda org, day, spent, charges: Movement(
        org, at(day), at(day), spent, 0, spent=spent, charges=charges
    ),
    st.sampled_from(["org_1", "org_2"]),
    st.integers(0, 10).map(lambda days: days * 86400),
    st.integers(1, 100),
    CHARGES,
)
OTHER = st.builds(
    lambda org, day, unexplained, expired, added: Movement(
        org, at(day), at(day), unexplained + expired, added, added, expired, 0, unexplained
    ),
    st.sampled_from(["org_1", "org_2"]),
    st.integers(0, 10).map(lambda days: days * 86400),
    st.integers(0, 100),
    st.integers(0, 100),
    st.integers(0, 100),
)


@given(st.lists(SPENT | OTHER), st.sampled_from(SpendingBy))
def test_every_cut_explains_the_same_loss(movements: list[Movement], by: SpendingBy) -> None:
    lines = spending(movements, by)
    signs = {LineKind.ADDED: -1}
    loss = sum(signs.get(line.kind, 1) * line.credits for line in lines)
    assert loss == sum(m.before - m.after for m in movements)
    documents = sum(line.documents for line in lines if line.kind is LineKind.DOCUMENTS)
    assert documents == sum(len(m.charges) for m in movements if m.spent)
    assert all(line.credits >= 0 for line in lines)
    assert len({(line.key, line.kind) for line in lines}) == len(lines)


MOVEMENTS = [
    Movement("org_1", at(0), at(1), 100, 92, spent=8, charges=(Charged("1", "d1", "a@x"),)),
    Movement(
        "org_1",
        at(86400),
        at(86401),
        92,
        63,
        spent=29,
        charges=tuple(Charged(str(n), f"d{n}", a) for n, a in enumerate(["a@x", "b@x", "b@x"], 2)),
    ),
    Movement("org_1", at(86500), at(86501), 63, 13, expired=10, unexplained=40),
]


def test_the_latest_day_stands_first_and_what_is_not_known_on_lines_of_its_own() -> None:
    first, second = (at(s).astimezone().date().isoformat() for s in (1, 86501))
    lines = spending(MOVEMENTS, SpendingBy.DAY)
    assert [(line.key, line.kind, line.documents, line.credits) for line in lines] == [
        (second, LineKind.DOCUMENTS, 3, 29),
        (second, LineKind.UNEXPLAINED, 0, 40),
        (second, LineKind.EXPIRED, 0, 10),
        (first, LineKind.DOCUMENTS, 1, 8),
    ]


def test_what_addresses_paid_together_is_divided_and_says_so() -> None:
    lines = spending(MOVEMENTS, SpendingBy.ADDRESS)
    assert lines[:2] == [
        SpendingLine("b@x", LineKind.DOCUMENTS, 2, 19, is_divided=True),
        SpendingLine("a@x", LineKind.DOCUMENTS, 2, 18, is_divided=True),
    ]
    assert [line.key for line in lines[2:]] == ["", ""]
    both = tuple(Charged(f"attempt-{n}", f"document-{n}", "a@x") for n in range(2))
    alone = Movement("org_1", at(0), at(60), 20, 0, spent=20, charges=both)
    assert spending([alone], SpendingBy.ADDRESS) == [
        SpendingLine("a@x", LineKind.DOCUMENTS, 2, 20, is_divided=False)
    ]


@pytest.mark.parametrize(
    ("by", "key"),
    [
        (SpendingBy.ORGANIZATION, "org_1"),
        (SpendingBy.DAY, at(86401).astimezone().date().isoformat()),
    ],
)
def test_only_addresses_divide_what_was_paid_together(by: SpendingBy, key: str) -> None:
    assert spending(MOVEMENTS[1:2], by) == [
        SpendingLine(key, LineKind.DOCUMENTS, 3, 29, is_divided=False)
    ]


@pytest.mark.parametrize("start", list("=+-@"))
def test_no_cell_is_a_formula(start: str) -> None:
    assert safe_cell(f"{start}cmd|' /C calc'!A0") == f"'{start}cmd|' /C calc'!A0"
    assert safe_cell(f"a{start}b") == f"a{start}b"
    assert safe_cell("") == ""


@pytest.mark.parametrize(
    ("zone", "day"), [("UTC", "2026-11-12"), ("UTC-9", "2026-11-13"), ("UTC+6", "2026-11-12")]
)
def test_a_day_is_one_of_this_computers_time_zone(zone: str, day: str) -> None:
    late = datetime(2026, 11, 12, 22, 30, tzinfo=UTC)
    movement = Movement("org", late, late, 10, 3, unexplained=7)
    with time_zone(zone):
        assert [line.key for line in spending([movement], SpendingBy.DAY)] == [day]
