"""A flood costs as much as there are documents, and ends where every report one by one would."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import reduce as fold
from typing import Any

import msgspec
import pytest
from helpers.documents import document
from hypothesis import given
from hypothesis import strategies as st

from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.events import StatusReported
from capout_desktop.domain.lifecycle import reduce
from capout_desktop.domain.status_report import StatusReport
from capout_desktop.services.tracking.status_coalescer import StatusCoalescer

NOON = datetime(2026, 4, 14, 12, tzinfo=UTC)
MOMENTS = st.none() | st.integers(0, 3).map(lambda n: NOON + timedelta(seconds=n))
WORDS = st.sampled_from([None, "in_progress", "complete", "paused", 7, {"word": "complete"}])
REPORTS = st.builds(
    StatusReport,
    st.just("doc_1"),
    st.sampled_from(["processing", "exporting", "complete", "failed", ""]),
    workflow_complete=st.booleans(),
    completed_at=st.none() | st.just(NOON),
    updated_at=MOMENTS,
    progress=st.none() | st.fixed_dictionaries({"ocr": WORDS, "structure": WORDS}),
    extra=st.dictionaries(st.sampled_from("ab"), st.integers(0, 1), max_size=2),
)


def after(reports: list[StatusReport]) -> Document:
    start = document(DocumentState.PROCESSING, document_id="doc_1")
    return fold(lambda d, report: reduce(d, StatusReported(NOON, report)), reports, start)


@given(st.lists(REPORTS, max_size=6))
def test_what_makes_way_is_not_missed(reports: list[StatusReport]) -> None:
    backlog = StatusCoalescer()
    for report in reports:
        backlog.add(report)
    assert after(backlog.take(1)) == after(reports)
    assert not backlog


LATER = NOON + timedelta(seconds=1)


@pytest.mark.parametrize(
    ("old", "new", "makes_way"),
    [
        ({}, {}, True),
        ({"updated_at": NOON}, {}, False),
        ({}, {"updated_at": NOON}, False),
        ({"updated_at": NOON}, {"updated_at": NOON}, True),
        ({"updated_at": NOON}, {"updated_at": LATER}, True),
        ({"updated_at": LATER}, {"updated_at": NOON}, False),
        ({}, {"progress": {"ocr": "complete"}}, True),
        ({"progress": {"ocr": None}}, {}, False),
        ({"progress": {"ocr": None}}, {"progress": {"structure": None}}, False),
        ({"progress": {"ocr": None}}, {"progress": {"ocr": 7}}, True),
        ({"progress": {"ocr": "in_progress"}}, {"progress": {"ocr": "complete"}}, True),
        ({"progress": {"ocr": "complete"}}, {"progress": {"ocr": "complete"}}, True),
        ({"progress": {"ocr": "complete"}}, {"progress": {"ocr": "in_progress"}}, False),
        ({"progress": {"ocr": "complete"}}, {"progress": {"ocr": None}}, False),
        ({"progress": {"ocr": "in_progress"}}, {"progress": {"ocr": 7}}, False),
        ({"progress": {"ocr": 7}}, {"progress": {"ocr": 7}}, True),
        ({"progress": {"ocr": 7}}, {"progress": {"ocr": "complete"}}, False),
        ({"progress": {"ocr": 7}}, {"progress": {"ocr": None}}, False),
        ({"extra": {"a": 1}}, {"extra": {"a": 2}}, True),
        ({"extra": {"a": 1}}, {"extra": {"a": 1, "b": 2}}, True),
        ({"extra": {"a": 1}}, {"extra": {"b": 2}}, False),
        ({"extra": {"a": 1}}, {}, False),
        ({"completed_at": NOON}, {}, False),
        ({"status": "failed"}, {}, False),
        ({"status": "complete", "workflow_complete": True}, {"status": "complete"}, False),
    ],
)
def test_a_report_makes_way_for_one_that_tells_all_of_it(
    old: dict[str, Any], new: dict[str, Any], makes_way: bool
) -> None:
    first, second = (
        StatusReport("doc_1", **{"status": "processing", **values}) for values in (old, new)
    )
    backlog = StatusCoalescer()
    backlog.add(first)
    backlog.add(second)
    assert backlog.take(1) == ([second] if makes_way else [first, second])


def test_a_report_that_may_be_dropped_does_not_take_a_later_one_with_it() -> None:
    first = StatusReport("doc_1", "processing", updated_at=NOON, extra={"a": 1})
    ended = StatusReport("doc_1", "complete", workflow_complete=True, updated_at=NOON)
    last = StatusReport("doc_1", "processing", updated_at=NOON, extra={"a": 1})
    backlog = StatusCoalescer()
    for report in (first, ended, last):
        backlog.add(report)
    assert backlog.take(1) == [first, ended, last]


def test_a_flood_leaves_one_report_a_document() -> None:
    backlog = StatusCoalescer()
    for round_ in range(100):
        for number in range(5):
            report = StatusReport(f"doc_{number}", "processing", updated_at=NOON)
            backlog.add(
                msgspec.structs.replace(
                    report,
                    updated_at=NOON + timedelta(seconds=round_),
                    progress={"ocr": (None, "in_progress", "complete")[round_ // 34]},
                    extra={"percent": round_},
                )
            )
    assert len(backlog) == 5
    first = backlog.take(2)
    assert [report.document_id for report in first] == ["doc_0", "doc_1"]
    assert [report.updated_at for report in first] == [NOON + timedelta(seconds=99)] * 2
    assert len(backlog) == 3


def test_marks_that_go_to_and_fro_do_not_pile_up() -> None:
    backlog = StatusCoalescer()
    for round_ in range(100):
        word = "complete" if round_ % 2 else None
        moment = NOON + timedelta(seconds=round_)
        backlog.add(StatusReport("doc_1", "processing", updated_at=moment, progress={"ocr": word}))
    assert len(backlog.take(1)) <= 2
