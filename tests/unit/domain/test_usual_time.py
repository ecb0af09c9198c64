"""How long documents usually take is said only if enough of them are known to have taken it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from helpers.documents import document
from msgspec.structs import replace

from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.usual_time import (
    HEARD_WITHIN,
    LEAST,
    MOST,
    time_taken,
    upload_speed,
    upload_time_left,
    usual_time,
)

NOW = datetime(2026, 4, 14, 15, tzinfo=UTC)


def done(minutes: float, **values: Any) -> Document:
    fields: dict[str, Any] = {
        "attempts": 1,
        "attempt_at": NOW - timedelta(minutes=minutes),
        "completed_at": NOW,
        "changed_at": NOW,
    }
    return document(DocumentState.COMPLETE, **(fields | values))


def test_the_median_of_enough_documents_is_usual() -> None:
    assert usual_time([done(3)] * (LEAST - 1)) is None
    times = [done(n) for n in (2, 3, 3, 60, 4)]
    assert usual_time(times) == timedelta(minutes=3)
    assert usual_time([done(2)] * MOST + [done(50)] * 1000) == timedelta(minutes=2)


@pytest.mark.parametrize(
    "unknown",
    [
        {"attempts": 2},
        {"attempt_at": None},
        {"completed_at": None},
        {"completed_at": NOW - timedelta(hours=3)},  # heard of at the next start
        {"completed_at": NOW + timedelta(minutes=5)},  # a clock is wrong
        {"attempt_at": NOW + timedelta(minutes=5)},  # the clock was set back
    ],
)
def test_a_time_that_is_not_certain_does_not_count(unknown: dict[str, Any]) -> None:
    assert time_taken(done(3)) == timedelta(minutes=3)
    assert time_taken(done(3, **unknown)) is None


def test_news_may_come_so_long_after_the_end() -> None:
    for heard in (-HEARD_WITHIN, HEARD_WITHIN):
        assert time_taken(done(3, changed_at=NOW + heard)) == timedelta(minutes=3) + heard
        beyond = heard * 61 / 60
        assert time_taken(done(3, changed_at=NOW + beyond)) is None
    assert time_taken(done(0)) is None, "the clock was set back"


def test_only_complete_documents_count() -> None:
    failed = document(
        DocumentState.FAILED, attempts=1, attempt_at=NOW - timedelta(minutes=1), completed_at=NOW
    )
    assert time_taken(failed) is None


def test_an_upload_says_its_speed_and_the_time_left_once_they_are_known() -> None:
    upload = document(
        DocumentState.UPLOADING, attempt_at=NOW, bytes_sent=4_000_000, bytes_total=10_000_000
    )
    later = NOW + timedelta(seconds=10)
    assert upload_speed(upload, later) == 400_000
    assert upload_time_left(upload, later) == timedelta(seconds=15)
    assert upload_time_left(upload, NOW + timedelta(seconds=1)) is None
    assert upload_time_left(upload, NOW - timedelta(seconds=30)) is None
    nothing_yet = document(DocumentState.UPLOADING, attempt_at=NOW, bytes_total=10_000_000)
    assert upload_time_left(nothing_yet, later) is None
    for other in (replace(upload, attempt_at=None), replace(upload, state=DocumentState.QUEUED)):
        assert upload_speed(other, later) is None
    whole = replace(upload, bytes_sent=10_000_000)
    assert upload_speed(whole, later) == 1_000_000
    assert upload_time_left(whole, later) is None
