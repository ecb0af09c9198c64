"""A document that was skipped never goes by itself; the draft remembers what was left out."""

from __future__ import annotations

import pytest
from helpers.documents import at, document

from capout_desktop.domain import events as ev
from capout_desktop.domain import hold, person_word
from capout_desktop.domain.batch_review import BatchReview
from capout_desktop.domain.credit_guard import covered, estimate
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.lifecycle import reduce
from capout_desktop.domain.problem import Problem
from capout_desktop.domain.typical_cost import TypicalCost

_S = DocumentState


def held(reason: HoldReason, **values: object) -> Document:
    return document(_S.HELD, problem=Problem(reason), **values)


def goes(row: Document) -> bool:
    """Return whether the row would be sent once the queue comes to it."""
    begins = ev.AttemptStarted(at(9), "a1", "org_1", "cred_1")
    return reduce(row, begins).state is _S.UPLOADING


@pytest.mark.parametrize(
    "row",
    [
        document(_S.CHECKING),
        document(_S.CHECKING, waits_for_start=True),
        document(_S.QUEUED),
        held(HoldReason.WAITS_FOR_START, waits_for_start=True),
        held(HoldReason.NO_CREDITS, attempts=1),
        held(HoldReason.NO_ADDRESS, xn_address=""),
        held(HoldReason.KEY_REFUSED),
        held(HoldReason.ALREADY_SENT, waits_for_start=True),
    ],
    ids=lambda row: f"{row.state}-{row.problem_code}",
)
def test_nothing_but_a_word_about_the_row_itself_sends_what_was_skipped(row: Document) -> None:
    skipped = reduce(row, ev.Skipped(at(1)))
    assert skipped.skipped
    assert not goes(skipped)
    everything: list[list[ev.Event]] = [
        [ev.Started(at(2))],
        [ev.RetryRequested(at(2))],
        [ev.Released(at(2))],
        [ev.SendAgain(at(2))],
        list(person_word.addressed(skipped, "sue@acme", at(2))),
        list(person_word.readdressed(skipped, "sue@acme", at(2))),
        [ev.Canceled(at(2)), ev.RetryRequested(at(3)), ev.Checked(at(4), 1, "aa", 1, 1, ())],
        [ev.Checked(at(2), 1, "aa", 1, 1, ()), ev.Started(at(3))],
    ]
    for words in everything:
        after = skipped
        for word in words:
            after = reduce(after, word)
        assert after.skipped, words
        assert not goes(after), words


def test_what_was_skipped_goes_once_it_is_included_and_started() -> None:
    row = reduce(document(_S.QUEUED), ev.Skipped(at(1)))
    assert not goes(reduce(row, ev.Started(at(2))))
    included = reduce(row, ev.Included(at(2)))
    assert not goes(included), "in a draft it waits for Send"
    assert goes(reduce(included, ev.Started(at(3))))


def test_a_review_of_a_stored_draft_begins_with_its_stored_ticks() -> None:
    review = BatchReview()
    rows = [
        held(HoldReason.WAITS_FOR_START, waits_for_start=True, id=f"d{n}", sha256=f"{n:064}")
        for n in range(12)
    ]
    rows[4] = reduce(rows[4], ev.Skipped(at(1)))
    review.take(rows)
    assert review.to_go == [row.id for row in rows if row.id != "d4"]
    assert review.summary.left_out == 1


def test_a_file_that_was_sent_before_goes_only_if_chosen_and_not_to_another_address() -> None:
    problem = hold.already_sent(at(0).date())
    row = document(_S.HELD, problem=problem, waits_for_start=True)
    review = BatchReview()
    review.take([row])
    assert review.to_go == []
    chosen = reduce(row, ev.Included(at(1), again=True))
    review.take([chosen])
    assert review.to_go == [row.id]
    assert not reduce(chosen, ev.Addressed(at(2), "sue@acme")).again_chosen


@pytest.mark.parametrize(
    ("files", "median", "left", "waiting", "number"),
    [
        (300, 9.0, 730, 0, 81),
        (300, 9.0, 730, 81, 0),
        (5, 9.0, 730, 0, 5),
        (300, None, 12, 0, 12),
        (300, 9.0, None, 0, 300),
        (0, 9.0, 730, 0, 0),
        (10, 0.0, 3, 0, 3),
    ],
)
def test_so_many_are_sent_as_the_credits_cover(
    files: int, median: float | None, left: int | None, waiting: int, number: int
) -> None:
    typical = None if median is None else TypicalCost(median, median, median, 9, False)
    assert covered(estimate(files, typical, left, waiting)) == number
