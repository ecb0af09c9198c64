"""What can be told from one page: its line items, its header, the number in its foot."""

from __future__ import annotations

import pytest
from helpers.printed_pages import page

from capout_desktop.domain.estimates.items import items_on
from capout_desktop.domain.estimates.pages import examine


@pytest.mark.parametrize(
    ("heads", "amounts", "count"),
    [
        ("DESCRIPTION QUANTITY TAX RCV ACV", "75.56 1.00 2,145.90 2,145.90", 1),
        ("DESCRIPTION QUANTITY TAX RCV ACV", "75.56 2,145.90 2,145.90", 0),
        ("DESCRIPTION TAX RCV ACV", "75.56 1.00 2,145.90 2,145.90", 0),
    ],
)
def test_an_item_without_its_unit_has_many_amounts_under_many_heads(
    heads: str, amounts: str, count: int
) -> None:
    found = items_on([heads, "1. Shingles", amounts])
    assert (found.count, found.priced, found.with_amount) == (count, count, count)


HEADER = "Price List: TXDF8X_MAR26\nEstimate: ALVAREZ_MARIA\nInsured: ALVAREZ, MARIA\n"
CLAIM = "Claim Number: 0417-55320\n"
FOUR = f"{HEADER}Type of Loss: Hail\nEstimator: Dale Winnecke\n"
LETTER = "Dear Ms. Alvarez,\n"


@pytest.mark.parametrize(
    ("drawing", "is_header"),
    [
        (HEADER, False),
        (HEADER + CLAIM, True),
        (f"Insured: ALVAREZ\nProperty: 12 Elm St\n{CLAIM}Price List: TXDF8X_MAR26", False),
        (LETTER + HEADER + CLAIM, False),
        (f"{LETTER}{HEADER}Type of Loss: Hail\n{CLAIM}", False),
        (LETTER + FOUR, True),
        (LETTER + FOUR.replace("Price List: TXDF8X_MAR26", "Claim Type: Hail"), False),
    ],
)
def test_the_header_of_an_estimate_has_many_labels(drawing: str, is_header: bool) -> None:
    assert examine(page(1, drawing)).is_header is is_header


def test_the_number_of_a_page_is_in_its_first_or_last_four_lines() -> None:
    told = []
    for place in range(12):
        lines = [f"Line {letter} of a page" for letter in "ABCDEFGHIJKL"]
        lines[place] = "ALVAREZ_MARIA 3/20/2026 Page: 7 of 9"
        found = examine(page(1, "\n".join(lines)))
        told.append((found.number, found.last_number, found.foot_name))
    seen, unseen = (7, 9, "ALVAREZ_MARIA"), (0, 0, "")
    assert told == [seen] * 4 + [unseen] * 4 + [seen] * 4
