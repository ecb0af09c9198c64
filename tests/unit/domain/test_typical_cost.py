"""A typical cost is told from three documents on, and a batch that will not fit is known."""

from __future__ import annotations

import pytest
from helpers.documents import at
from hypothesis import given
from hypothesis import strategies as st

from capout_desktop.domain.credit_guard import Fit, estimate, there_may_be_enough
from capout_desktop.domain.credit_ledger import Charged, Movement
from capout_desktop.domain.typical_cost import (
    DocumentCost,
    RowCost,
    TypicalCost,
    cost_in,
    row_cost,
    typical_cost,
)


def paid(spent: int, documents: int = 1) -> Movement:
    charges = tuple(Charged(f"a{n}", f"d{n}", "team@example") for n in range(documents))
    return Movement("org", at(0), at(1), 250, 250 - spent, spent=spent, charges=charges)


TYPICAL = TypicalCost(10, 8, 12, 5, from_batches=False)


def test_it_is_told_from_the_third_document_on() -> None:
    assert typical_cost([paid(8), paid(12)]) is None
    assert typical_cost([paid(8), paid(12), paid(9)]) == TypicalCost(9, 8, 12, 3, False)


def test_documents_paid_together_count_only_where_there_are_too_few_others() -> None:
    assert typical_cost([paid(30, 3)]) == TypicalCost(10, 10, 10, 3, True)
    alone = [paid(8), paid(9), paid(12)]
    assert typical_cost([paid(300, 3), *alone]) == TypicalCost(9, 8, 12, 3, False)


def test_what_was_not_ascribed_does_not_count() -> None:
    other = Movement("org", at(0), at(1), 250, 150, unexplained=100, charges=paid(1).charges)
    assert typical_cost([other] * 5) is None
    assert cost_in(other).spent is None
    assert cost_in(paid(30, 3)).spent == 30


def test_a_row_shows_its_own_cost_or_its_part_or_what_is_usual() -> None:
    def cost(spent: int | None, together: int = 1) -> DocumentCost:
        return DocumentCost(250, 200, spent, together, at(1))

    assert row_cost(cost(8), TYPICAL) == RowCost(8, is_exact=True)
    assert row_cost(cost(30, 4), TYPICAL) == RowCost(8, is_exact=False)
    assert row_cost(cost(1, 4), TYPICAL) == RowCost(1, is_exact=False)
    assert row_cost(cost(None), TYPICAL) == RowCost(10, is_exact=False)
    assert row_cost(None, TypicalCost(0.2, 0, 1, 3, from_batches=True)) == RowCost(1, False)
    assert row_cost(cost(None), None) is None


def test_only_the_latest_prices_count() -> None:
    typical = typical_cost([paid(99)] * 200 + [paid(10)] * 200)
    assert typical is not None
    assert (typical.lowest, typical.highest, typical.known) == (10, 10, 200)


@given(st.lists(st.tuples(st.integers(1, 50), st.integers(1, 5)), min_size=3))
def test_the_median_lies_in_the_range(amounts: list[tuple[int, int]]) -> None:
    typical = typical_cost([paid(spent, documents) for spent, documents in amounts])
    if typical is not None:
        assert 0 < typical.lowest <= typical.median <= typical.highest


@pytest.mark.parametrize(
    ("files", "left", "waiting", "fit"),
    [
        (12, 1800, 0, Fit.FITS),
        (12, 144, 0, Fit.FITS),
        (12, 143, 0, Fit.TIGHT),
        (12, 120, 0, Fit.TIGHT),
        (12, 119, 0, Fit.SHORT),
        (12, 144, 5, Fit.SHORT),
        (12, None, 0, Fit.UNKNOWN),
        (0, 0, 3, Fit.FITS),
    ],
)
def test_a_batch_is_held_against_what_is_left(
    files: int, left: int | None, waiting: int, fit: Fit
) -> None:
    judged = estimate(files, TYPICAL, left, waiting)
    assert judged.fit is fit
    assert (judged.likely, judged.most) == (files * 10, files * 12)


@pytest.mark.parametrize(("left", "fit"), [(None, Fit.UNKNOWN), (12, Fit.UNKNOWN), (11, Fit.SHORT)])
def test_without_a_typical_cost_only_the_impossible_is_known(left: int | None, fit: Fit) -> None:
    judged = estimate(12, None, left)
    assert (judged.likely, judged.fit) == (None, fit)


@pytest.mark.parametrize(
    ("short_at", "left", "again"),
    [(5, 5, False), (5, 4, False), (5, 6, True), (None, 0, False), (None, 1, True)],
)
def test_the_same_balance_would_be_refused_again(
    short_at: int | None, left: int, again: bool
) -> None:
    assert there_may_be_enough(short_at, left) is again


def test_a_cost_of_no_document_does_not_count() -> None:
    assert typical_cost([paid(8, 0)] * 5) is None
    assert typical_cost([paid(8, 0), *[paid(9)] * 3]) == TypicalCost(9, 9, 9, 3, False)
