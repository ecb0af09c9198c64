"""What the credits say between two readings."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from helpers.attempts import accepted, attempt, to
from helpers.documents import at

from capout_desktop.domain.arrival_evidence import CreditEvidence, Doubt, KnownAttempts
from capout_desktop.domain.credit_evidence import credit_doubts, credit_evidence
from capout_desktop.domain.credit_ledger import CLOCK_SKEW, Charged, Movement, Reading
from capout_desktop.domain.credits import CreditBucket

OURS = accepted(1100, "doc_1", id="ours")
KNOWN = KnownAttempts.of([OURS], to())
NONE_KNOWN = KnownAttempts.of([], to())


def reading(total: int, second: float) -> Reading:
    return Reading("org_1", total, (), at(second), at(second))


def movement(attempt_id: str, spent: int = 8) -> Movement:
    charged = Charged(attempt_id, "local", "team@example")
    return Movement("org_1", at(1050), at(1200), 100, 92, spent=spent, charges=(charged,))


BEFORE, AFTER = reading(100, 1000), reading(92, 1900)


def test_the_known_cost_of_our_own_documents_explains_what_was_spent() -> None:
    assert credit_evidence(BEFORE, AFTER, [movement("ours")], KNOWN).explained == 8


def test_without_own_documents_nothing_is_explained() -> None:
    assert credit_evidence(BEFORE, AFTER, [], NONE_KNOWN).explained == 0
    assert credit_evidence(BEFORE, AFTER, [movement("in doubt")], NONE_KNOWN).explained == 0


def test_an_accepted_document_of_unknown_cost_leaves_it_unknown() -> None:
    assert credit_evidence(BEFORE, AFTER, [], KNOWN).explained is None


def test_one_accepted_before_the_first_reading_does_not_count() -> None:
    late = reading(100, 1200)
    assert credit_evidence(late, AFTER, [], KNOWN).explained == 0


def test_without_a_reading_it_is_unknown() -> None:
    assert credit_evidence(None, AFTER, [], NONE_KNOWN).explained is None
    assert credit_evidence(BEFORE, None, [], NONE_KNOWN).explained is None


def with_buckets(second: float, buckets: dict[str, int], **values: Any) -> Reading:
    """Return a reading of these buckets; those in `expires` expire at that second."""
    expires = values.pop("expires", {})
    made = tuple(
        CreditBucket(id_, left, at(expires[id_]) if id_ in expires else None, None)
        for id_, left in buckets.items()
    )
    total = values.get("total", sum(buckets.values()))
    return Reading("org_1", total, made, at(second), at(second))


SENT = attempt(1000)
SKEW = CLOCK_SKEW.total_seconds()


@pytest.mark.parametrize(
    ("before", "after", "explained", "doubt"),
    [
        (reading(100, 990), reading(100, 1900), 0, None),
        (reading(100, 990), reading(92, 1900), 0, Doubt.CREDITS_SPENT),
        (reading(100, 990), reading(92, 1900), 8, None),
        (reading(100, 990), reading(93, 1900), 8, Doubt.CREDITS_BEHIND),
        (reading(100, 990), reading(91, 1900), 8, Doubt.CREDITS_SPENT),
        (reading(100, 990), reading(92, 1900), None, Doubt.CREDITS_SPENT),
        (reading(100, 990), reading(100, 1900), None, Doubt.CREDITS_BEHIND),
        (reading(100, 990), reading(101, 1900), 0, Doubt.CREDITS_UNKNOWN),  # bought meanwhile
        (None, reading(100, 1900), 0, Doubt.CREDITS_UNKNOWN),
        (reading(100, 990), None, 0, Doubt.CREDITS_UNKNOWN),
        # The readings have to enclose the attempt.
        (reading(100, 1000), reading(100, 1900), 0, None),
        (reading(100, 1001), reading(100, 1900), 0, Doubt.CREDITS_UNKNOWN),
        (reading(100, 990), reading(100, 1000), 0, None),
        (reading(100, 990), reading(100, 999), 0, Doubt.CREDITS_UNKNOWN),
        (
            reading(100, 990),
            replace(reading(100, 1900), organization_id="org_2"),
            0,
            Doubt.CREDITS_UNKNOWN,
        ),
        # Buckets show what was spent although others were bought or refilled.
        (with_buckets(990, {"a": 5, "b": 7}), with_buckets(1900, {"a": 5, "b": 7}), 0, None),
        (
            with_buckets(990, {"a": 5, "b": 7}),
            with_buckets(1900, {"a": 3, "b": 6}),
            2,
            Doubt.CREDITS_SPENT,
        ),
        (with_buckets(990, {"a": 5, "b": 7}), with_buckets(1900, {"a": 3, "b": 6}), 3, None),
        (with_buckets(990, {"a": 5, "b": 7}), with_buckets(1900, {"b": 7}), 5, None),
        (
            with_buckets(990, {"a": 5}),
            with_buckets(1900, {"a": 5, "b": 9}),
            0,
            Doubt.CREDITS_UNKNOWN,
        ),
        (
            with_buckets(990, {"a": 5, "b": 7}),
            with_buckets(1900, {"a": 6, "b": 6}),
            0,
            Doubt.CREDITS_UNKNOWN,
        ),
        # What runs out may be spent or gone.
        (
            with_buckets(990, {"a": 5}, expires={"a": 1900 + SKEW}),
            with_buckets(1900, {"a": 4}),
            1,
            Doubt.CREDITS_UNKNOWN,
        ),
        (
            with_buckets(990, {"a": 5}, expires={"a": 1901 + SKEW}),
            with_buckets(1900, {"a": 4}),
            1,
            None,
        ),
        (
            with_buckets(990, {"a": 5}, expires={"a": 1000}),
            with_buckets(1900, {"a": 5}),
            0,
            None,
        ),
        # Buckets that do not add up say nothing; the total does.
        (with_buckets(990, {"a": 5}, total=100), with_buckets(1900, {"a": 5}, total=99), 1, None),
        (
            with_buckets(990, {"a": 5}, total=100),
            with_buckets(1900, {"a": 5}, total=101),
            0,
            Doubt.CREDITS_UNKNOWN,
        ),
    ],
)
def test_what_the_credits_say_of_an_attempt(
    before: Reading | None, after: Reading | None, explained: int | None, doubt: Doubt | None
) -> None:
    found = list(credit_doubts(SENT, CreditEvidence(before, after, explained)))
    assert found == ([] if doubt is None else [doubt])


@pytest.mark.parametrize(
    ("since", "until", "spent", "explained"),
    [
        (1000, 1900, 8, 8),
        (999, 1900, 8, None),  # partly before the first reading
        (1000, 1901, 8, None),
        (1000, 1900, 0, None),
    ],
)
def test_a_movement_counts_if_it_lies_between_the_readings(
    since: float, until: float, spent: int, explained: int | None
) -> None:
    moved = replace(movement("ours"), since=at(since), until=at(until), spent=spent)
    assert credit_evidence(BEFORE, AFTER, [moved], KNOWN).explained == explained


def test_several_movements_add_up_and_a_foreign_one_leaves_ours_unknown() -> None:
    both = KnownAttempts.of([OURS, accepted(1200, "doc_2", id="second")], to())
    moved = [movement("ours"), movement("second", 5)]
    assert credit_evidence(BEFORE, AFTER, moved, both).explained == 13
    assert credit_evidence(BEFORE, AFTER, moved[:1], both).explained is None
    shared = replace(
        movement("ours"),
        charges=(
            Charged("ours", "local", "team@example"),
            Charged("foreign", "local", "team@example"),
        ),
    )
    assert credit_evidence(BEFORE, AFTER, [shared], KNOWN).explained is None


@pytest.mark.parametrize(
    ("began", "lasted", "counts"),
    [
        (998, 2.0, True),  # it ended as the first reading was asked for
        (997, 2.0, False),
        (999, None, False),
        (1000, None, True),
        (1900, 2.0, True),
        (1901, 2.0, False),
    ],
)
def test_one_that_may_have_been_charged_in_between_has_to_be_explained(
    began: float, lasted: float | None, counts: bool
) -> None:
    known = KnownAttempts.of([accepted(began, "doc_1", duration_seconds=lasted)], to())
    explained = credit_evidence(BEFORE, AFTER, [], known).explained
    assert explained == (None if counts else 0)
