"""The counts of what is under way, for each state that a document may be in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from helpers.ui_fixtures import NOW, S, document, stages

from capout_desktop.domain.activity_window import SILENT, ActivityCounts, ActivityWindow
from capout_desktop.domain.document import Document
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.problem import Problem

SECOND = timedelta(seconds=1)
NO_CREDITS = Problem(HoldReason.NO_CREDITS)
TO_SEND = ActivityCounts(total=2, to_send=2)
"""Counts of two documents of which none has been sent."""


def window_with(*documents: Document) -> ActivityWindow:
    window = ActivityWindow()
    window.take(documents)
    return window


def test_nothing_is_counted_at_first() -> None:
    assert ActivityWindow().figures == ActivityCounts(0, 0, 0, 0, 0.0, 0, 0, 0)
    assert ActivityWindow().is_quiet


@pytest.mark.parametrize(
    ("doc", "counts"),
    [
        (document(S.CHECKING, id="a"), TO_SEND),
        (
            document(S.CHECKING, id="a", document_id="d"),
            ActivityCounts(total=2, sent=1, to_send=1),
        ),
        (document(S.QUEUED, id="a"), TO_SEND),
        (
            document(S.QUEUED, id="a", bytes_sent=5, bytes_total=10),
            TO_SEND,
        ),
        (document(S.UPLOADING, id="a"), TO_SEND),
        (
            document(S.UPLOADING, id="a", bytes_sent=5, bytes_total=10),
            ActivityCounts(total=2, to_send=2, fraction=0.125),
        ),
        (
            document(S.UPLOADING, id="a", bytes_sent=12, bytes_total=10),
            ActivityCounts(total=2, to_send=2, fraction=0.25),
        ),
        (document(S.CONFIRMING, id="a"), ActivityCounts(total=2, to_send=2, fraction=0.25)),
        (document(S.PROCESSING, id="a"), ActivityCounts(total=2, sent=1, to_send=1, fraction=0.25)),
        (
            document(S.PROCESSING, id="a", document_id="", stages=stages("ddr..")),
            ActivityCounts(total=2, sent=1, to_send=1, fraction=0.35),
        ),
        (
            document(S.COMPLETE, id="a"),
            ActivityCounts(total=2, sent=1, to_send=1, ended=1, fraction=0.5, complete=1),
        ),
        (
            document(S.FAILED, id="a"),
            ActivityCounts(total=2, to_send=1, ended=1, fraction=0.5, failed=1),
        ),
        (
            document(S.FAILED, id="a", document_id="d"),
            ActivityCounts(total=2, sent=1, to_send=1, ended=1, fraction=0.5, failed=1),
        ),
        (
            document(S.REJECTED, id="a"),
            ActivityCounts(total=2, to_send=1, ended=1, fraction=0.5, failed=1),
        ),
        (
            document(S.HELD, id="a", problem=NO_CREDITS),
            ActivityCounts(total=2, to_send=1, ended=1, need_credits=1),
        ),
        (
            document(S.HELD, id="a", problem=Problem(HoldReason.NO_KEY)),
            ActivityCounts(total=2, to_send=1, ended=1, fraction=0.5),
        ),
        (document(S.CANCELED, id="a"), ActivityCounts(total=1, to_send=1)),
        (document(S.QUEUED, id="a", removed=True), ActivityCounts(total=1, to_send=1)),
        (document(S.CHECKING, id="a", skipped=True), ActivityCounts(total=1, to_send=1)),
        (
            document(S.CHECKING, id="a", waits_for_start=True),
            ActivityCounts(total=1, to_send=1),
        ),
        (document(S.QUEUED, id="a", waits_for_start=True), TO_SEND),
    ],
    ids=lambda value: value.state.value if isinstance(value, Document) else "",
)
@pytest.mark.parametrize("known", [True, False])
def test_each_state_is_counted(doc: Document, counts: ActivityCounts, known: bool) -> None:
    """Beside one that waits to be sent; an ended one is only counted if it was under way here."""
    window = window_with(document(S.QUEUED, id="other"))
    if known:
        window.take([document(S.QUEUED, id="a")])
    window.take([doc])
    is_over = doc.state in {S.COMPLETE, S.FAILED, S.REJECTED} or doc.held_for(HoldReason.NO_KEY)
    assert window.figures == (counts if known or not is_over else ActivityCounts(1, to_send=1))
    window.take([document(S.CANCELED, id="a")])
    assert window.figures == ActivityCounts(total=1, to_send=1), "it is taken out as it was put in"


def test_what_comes_again_is_counted_once() -> None:
    window = window_with(document(S.CHECKING, id="a"), document(S.QUEUED, id="other"))
    window.take([document(S.CHECKING, id="a")])
    assert window.figures == TO_SEND
    window.take([document(S.PROCESSING, id="a"), document(S.CHECKING, id="a")])
    assert window.figures == TO_SEND


def test_a_new_window_begins_with_nothing_of_the_old_one() -> None:
    window = window_with(*(document(S.QUEUED, id=id_) for id_ in "abc"))
    window.take([document(S.COMPLETE, id="a"), document(S.FAILED, id="b", document_id="d")])
    assert not window.is_quiet
    window.take([document(S.COMPLETE, id="c")])
    assert window.figures == ActivityCounts()
    window.take([document(S.CONFIRMING, id="d"), document(S.QUEUED, id="e")])
    assert window.figures == ActivityCounts(total=2, to_send=2, fraction=0.25)


@pytest.mark.parametrize(("beyond", "total"), [(timedelta(0), 3), (SECOND, 2)])
def test_a_document_is_dropped_when_capout_was_silent_for_longer(
    beyond: timedelta, total: int
) -> None:
    """Only one that CapOut processes; one that waits for credits or the network stays."""
    window = window_with(
        document(S.PROCESSING, id="a", changed_at=NOW),
        document(S.HELD, id="b", problem=NO_CREDITS, changed_at=NOW),
        document(S.CONFIRMING, id="c", changed_at=NOW),
    )
    window.forget_silent(NOW + SILENT + beyond)
    figures = window.figures
    assert (figures.total, figures.sent, figures.to_send) == (total, total - 2, 1)


def test_when_the_last_one_falls_silent_the_window_ends() -> None:
    window = window_with(document(S.PROCESSING, id="a", changed_at=NOW))
    window.take([document(S.QUEUED, id="b")])
    window.take([document(S.COMPLETE, id="b")])
    assert window.figures.complete == 1
    window.forget_silent(NOW + SILENT + SECOND)
    assert (window.is_quiet, window.figures) == (True, ActivityCounts())
