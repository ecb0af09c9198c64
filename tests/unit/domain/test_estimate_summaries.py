"""Summaries of an estimate: where each begins and ends, and what its lines are."""

from __future__ import annotations

import re

import pytest

from capout_desktop.domain.estimate import NOT_STATED, Coverage, Field
from capout_desktop.domain.estimates.summaries import LONGEST_NAME, summaries_in

AMOUNTS = """
Replacement Cost Value  $2,450.00
Less Depreciation  (104.10)
Actual Cash Value  $2,345.90
Less Deductible  (1,000.00)
Net Claim  $1,345.90
"""
FIGURES = ("2450.00", "104.10", "2345.90", "1000.00", "1345.90")


def summaries(*pages: str) -> tuple[Coverage, ...]:
    return summaries_in(
        (number, line) for number, page in enumerate(pages, 1) for line in page.splitlines() if line
    )


def coverage(name: str, page: int, *pages: int) -> Coverage:
    """Return a coverage with those figures, on that page or on these."""
    places = pages or (page,) * len(FIGURES)
    return Coverage(name, page, *map(Field, FIGURES, places))


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Summary for Dwelling", "Dwelling"),
        ("SUMMARY FOR  Other Structures ", "Other Structures"),
        ("Summary for Dwelling  2,450.00", ""),
        ("Summary for Dwel\u202eling", ""),
        (f"Summary for {'a' * LONGEST_NAME}", "a" * LONGEST_NAME),
        (f"Summary for {'a' * (LONGEST_NAME + 1)}", ""),
        ("Page 7", ""),
    ],
)
def test_a_name_is_taken_from_the_heading(heading: str, name: str) -> None:
    assert summaries(f"{heading}\n{AMOUNTS}") == (coverage(name, 1),)


@pytest.mark.parametrize(
    ("line", "lines"),
    [
        ("Replacement Cost Value", "Replacement Cost\nValue"),
        ("Replacement Cost Value", "Replacement\nCost Value"),
        ("Actual Cash Value", "Actual Cash\nValue"),
        ("Actual Cash Value", "Actual\nCash Value"),
        ("Less Depreciation", "Less\nDepreciation"),
        ("Net Claim", "Net\nClaim"),
        ("Net Claim", "Net Claim\nRemaining"),
    ],
)
def test_a_label_may_go_over_two_lines(line: str, lines: str) -> None:
    written = AMOUNTS.replace(line, lines)
    assert written != AMOUNTS
    assert summaries(f"Summary for Dwelling\n{written}") == (coverage("Dwelling", 1),)


def test_a_long_line_is_no_first_half_of_a_label() -> None:
    written = AMOUNTS.replace("Net Claim", f"Less {'what was paid before, ' * 4}\nNet Claim")
    assert summaries(f"Summary for Dwelling\n{written}") == (coverage("Dwelling", 1),)


def test_a_summary_goes_on_under_the_same_heading_on_the_next_page() -> None:
    first, last = AMOUNTS.split("Actual")
    pages = (f"Summary for Dwelling\n{first}", f"Summary for Dwelling\nActual{last}")
    assert summaries(*pages) == (coverage("Dwelling", 1, 1, 1, 2, 2, 2),)
    before = f"Summary for Contents\n{AMOUNTS}"
    assert summaries(before, *pages) == (
        coverage("Contents", 1),
        coverage("Dwelling", 2, 2, 2, 3, 3, 3),
    )


def test_another_heading_begins_another_summary() -> None:
    first, last = AMOUNTS.split("Actual")
    pages = (f"Summary for Dwelling\n{first}", f"Summary for Contents\nActual{last}")
    assert summaries(*pages) == (Coverage("Dwelling", 1), Coverage("Contents", 2))


def test_what_follows_the_net_claim_is_of_no_summary() -> None:
    after = "Less Prior Payments  (300.00)\nActual Cash Value  $9.00\n"
    assert summaries(f"Summary for Dwelling\n{AMOUNTS}{after}") == (coverage("Dwelling", 1),)


def test_the_next_replacement_cost_begins_a_summary_without_a_name() -> None:
    assert summaries(f"Summary for Dwelling\n{AMOUNTS}", AMOUNTS) == (
        coverage("Dwelling", 1),
        coverage("", 2),
    )


def test_amounts_before_the_replacement_cost_are_not_counted() -> None:
    before = "Summary for Dwelling\nLess Deductible  (500.00)\n"
    assert summaries(before + AMOUNTS) == (coverage("Dwelling", 1),)


def test_a_row_of_totals_is_a_summary_if_it_has_three_columns() -> None:
    row = "Claim Totals  12  2,450.00  104.10  2,345.90\nLess Deductible  1,000.00\n"
    assert summaries(f"{row}Net Claim  1,345.90\n") == (coverage("", 1),)
    assert summaries("Claim Totals  2,450.00  2,345.90\nNet Claim  1,345.90\n") == ()


@pytest.mark.parametrize("line", AMOUNTS.split("\n")[1:-1])
def test_one_figure_that_does_not_fit_takes_all_of_them_away(line: str) -> None:
    wrong = AMOUNTS.replace(line, re.sub(r"\d(?=\D*$)", "7", line))
    (found,) = summaries(f"Summary for Dwelling\n{wrong}")
    assert found == Coverage("Dwelling", 1)
    assert found.rcv == NOT_STATED
