"""Whether the credits last for a batch, at the usual cost and at the highest."""

from __future__ import annotations

import pytest

from capout_desktop.domain.credit_guard import Estimate, Fit, covered, estimate, there_may_be_enough
from capout_desktop.domain.typical_cost import TypicalCost

COST = TypicalCost(median=2.5, lowest=1, highest=4, known=9, from_batches=False)


@pytest.mark.parametrize(
    ("files", "typical", "left", "waiting", "expected"),
    [
        (3, None, None, 0, Estimate(3, None, None, None, 0, Fit.UNKNOWN)),
        (3, None, 3, 0, Estimate(3, None, None, 3, 0, Fit.UNKNOWN)),
        (3, None, 2, 0, Estimate(3, None, None, 2, 0, Fit.SHORT)),
        (0, None, -1, 0, Estimate(0, None, None, -1, 0, Fit.UNKNOWN)),
        (3, COST, None, 1, Estimate(3, 8, 12, None, 3, Fit.UNKNOWN)),
        (3, COST, 12, 0, Estimate(3, 8, 12, 12, 0, Fit.FITS)),
        (3, COST, 11, 0, Estimate(3, 8, 12, 11, 0, Fit.TIGHT)),
        (3, COST, 8, 0, Estimate(3, 8, 12, 8, 0, Fit.TIGHT)),
        (3, COST, 7, 0, Estimate(3, 8, 12, 7, 0, Fit.SHORT)),
        (3, COST, 15, 1, Estimate(3, 8, 12, 15, 3, Fit.FITS)),
        (3, COST, 14, 1, Estimate(3, 8, 12, 14, 3, Fit.TIGHT)),
        (3, COST, 11, 1, Estimate(3, 8, 12, 11, 3, Fit.TIGHT)),
        (3, COST, 10, 1, Estimate(3, 8, 12, 10, 3, Fit.SHORT)),
        (0, COST, 0, 2, Estimate(0, 0, 0, 0, 5, Fit.FITS)),
    ],
)
def test_an_estimate(
    files: int, typical: TypicalCost | None, left: int | None, waiting: int, expected: Estimate
) -> None:
    assert estimate(files, typical, left, waiting) == expected


@pytest.mark.parametrize(
    ("files", "typical", "left", "waiting", "number"),
    [
        (4, COST, None, 0, 4),
        (4, COST, 10, 0, 4),
        (4, COST, 9, 0, 3),
        (4, COST, 5, 0, 2),
        (4, COST, 5, 1, 0),
        (4, COST, 2, 2, 0),
        (4, COST, 100, 0, 4),
        (4, None, 3, 0, 3),
        (4, None, 9, 0, 4),
        (1, None, 1, 0, 1),
        (0, COST, 9, 0, 0),
    ],
)
def test_how_many_files_are_covered(
    files: int, typical: TypicalCost | None, left: int | None, waiting: int, number: int
) -> None:
    assert covered(estimate(files, typical, left, waiting)) == number


def test_it_is_tried_again_once_there_is_more() -> None:
    tried = [there_may_be_enough(at, left) for at, left in ((5, 5), (5, 6), (None, 0), (None, 1))]
    assert tried == [False, True, False, True]
