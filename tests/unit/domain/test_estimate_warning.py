"""Which warnings an estimate gets, and in which order."""

from __future__ import annotations

import pytest

from capout_desktop.domain.estimate import Estimate, EstimateKind, Field, TextQuality
from capout_desktop.domain.estimate_warning import (
    EstimateWarning,
    warning_problem,
    warnings_of,
)

GOOD = EstimateKind.XACTIMATE_FINAL_DRAFT


def _estimate(kind: EstimateKind = GOOD, text: TextQuality = TextQuality.TEXT) -> Estimate:
    return Estimate(kind, text)


@pytest.mark.parametrize(
    "kind",
    [GOOD, EstimateKind.XACTIMATE_ROUGH_DRAFT, EstimateKind.STATE_FARM_STYLE],
)
def test_an_estimate_of_xactimate_with_prices_gets_none(kind: EstimateKind) -> None:
    assert warnings_of(_estimate(kind)) == ()


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (EstimateKind.XACTIMATE_SCOPE, TextQuality.TEXT, ["no-prices"]),
        (EstimateKind.XACTIMATE_ABBREVIATED, TextQuality.TEXT, ["few-prices"]),
        (EstimateKind.SYMBILITY, TextQuality.TEXT, ["symbility"]),
        (EstimateKind.OTHER_ESTIMATE, TextQuality.TEXT, ["other-program"]),
        (EstimateKind.NO_ESTIMATE, TextQuality.TEXT, ["no-estimate"]),
        (EstimateKind.UNREADABLE, TextQuality.SCAN, ["scan"]),
        (EstimateKind.UNREADABLE, TextQuality.GARBLED, ["garbled-text"]),
        (EstimateKind.XACTIMATE_SCOPE, TextQuality.OCR, ["no-prices", "recognized-text"]),
    ],
)
def test_kind_and_text_give_warnings(
    kind: EstimateKind, text: TextQuality, expected: list[str]
) -> None:
    assert [one.value for one in warnings_of(_estimate(kind, text))] == expected


def test_the_most_serious_comes_first() -> None:
    estimate = Estimate(
        EstimateKind.SYMBILITY,
        TextQuality.OCR,
        claim_number=Field(page=3, is_conflicting=True),
        missing_page_numbers=(4,),
    )
    warnings = warnings_of(estimate)
    assert [one.value for one in warnings] == [
        "several-claims",
        "missing-page-numbers",
        "symbility",
        "recognized-text",
    ]
    strong = [one.is_strong for one in warnings]
    assert strong == sorted(strong, reverse=True)


def test_missing_pages_are_named_but_not_hundreds_of_them() -> None:
    few = Estimate(GOOD, TextQuality.TEXT, missing_page_numbers=(3, 4))
    many = Estimate(GOOD, TextQuality.TEXT, missing_page_numbers=tuple(range(3, 300)))
    warning = EstimateWarning.MISSING_PAGE_NUMBERS
    assert warning_problem(warning, few).values == (("pages", "3, 4"),)
    assert warning_problem(warning, many).values == (("pages", "3, 4, 5, 6, 7, 8, …"),)
