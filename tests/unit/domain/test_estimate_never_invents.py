"""However the cells of an estimate are shuffled, joined or lost: no value that is not printed."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest
from helpers.estimate_corpus import RECIPES
from helpers.estimate_corpus.expectations import MONEY_FIELDS, TEXT_FIELDS
from helpers.estimate_corpus.positions import page_texts
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from capout_desktop.domain.estimate import Coverage, Estimate, Field
from capout_desktop.domain.estimates.reading import read_estimate
from capout_desktop.domain.positioned_text import Cell, PageText, VisualLine

NAMES = (
    "final draft, full, one_line",
    "final draft, without tax, two_columns",
    "final draft, full, grid",
    "state farm style",
    "symbility",
    "rough draft",
    "several coverages",
    "mixed packet",
    "two claims",
    "claim number left out, one_line",
    "prior payments",
)


class Shaken:
    """Pages of an estimate whose cells were moved about by chance.

    Attributes:
        pages: Their text.
        words: The words that were printed on each page, in the new order. Some are now joined.
    """

    def __init__(self, name: str, chance: random.Random) -> None:
        draft = RECIPES[name](random.Random(chance.random()))
        share = chance.choice((0.02, 0.1, 0.4))
        self.pages: list[PageText] = []
        self.words: list[list[str]] = []
        for page in page_texts(draft.sheets):
            lines = [_cells(line, chance, share) for line in page.lines]
            lines = [line for line in lines if chance.random() > share / 5]
            if chance.random() < share:
                chance.shuffle(lines)
            self.words.append([w for line in lines for cell in line for w in cell.text.split()])
            # The heights stay in order: a reader may rely on them.
            heights = [line.y for line in page.lines]
            shaken = tuple(
                VisualLine(page.page, y, _joined(line, chance, share))
                for y, line in zip(heights, lines, strict=False)
            )
            self.pages.append(replace(page, lines=shaken))

    def __repr__(self) -> str:
        return "\n".join(line.text for page in self.pages for line in page.lines)


def _cells(line: VisualLine, chance: random.Random, share: float) -> list[Cell]:
    """Return the cells of a line in another order, or without one of them."""
    texts = [cell.text for cell in line.cells]
    if chance.random() < share:
        chance.shuffle(texts)
    if len(texts) > 1 and chance.random() < share:
        texts.pop(chance.randrange(len(texts)))
    return [Cell(old.x0, old.x1, text) for old, text in zip(line.cells, texts, strict=False)]


def _joined(line: list[Cell], chance: random.Random, share: float) -> tuple[Cell, ...]:
    """Return the cells of a line, some of them joined with a blank or without."""
    cells = list(line)
    while len(cells) > 1 and chance.random() < share:
        at = chance.randrange(len(cells) - 1)
        left, right = cells[at : at + 2]
        between = chance.choice(("", " "))
        cells[at : at + 2] = [Cell(left.x0, right.x1, left.text + between + right.text)]
    return tuple(cells)


def amounts(estimate: Estimate) -> list[tuple[str, Field]]:
    holders: Sequence[Estimate | Coverage] = (estimate, *estimate.coverages)
    return [(name, getattr(holder, name)) for holder in holders for name in MONEY_FIELDS]


def is_printed(value: str, words: list[str]) -> bool:
    """Whether a value consists of whole words that are printed one after the other."""
    wanted = "".join(value.replace(",", "").split())
    plain = [word.replace(",", "") for word in words]
    for first in range(len(plain)):
        joined = ""
        for word in plain[first:]:
            joined += word
            if joined == wanted:
                return True
            if not wanted.startswith(joined):
                break
    return False


def days(words: list[str]) -> set[str]:
    text = " ".join(words)
    found = set()
    for month, day, year in re.findall(r"(\d{1,2})/(\d{1,2})/(\d{4})", text):
        if 1 <= int(month) <= 12 and 1 <= int(day) <= 31:
            found.add(date(int(year), int(month), int(day)).isoformat())
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    for name, day, year in re.findall(r"([A-Z][a-z]{2})[a-z]* (\d{1,2}), (\d{4})", text):
        if name in months:
            found.add(date(int(year), months.index(name) + 1, int(day)).isoformat())
    return found


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10**9))
@pytest.mark.parametrize("name", NAMES)
def test_every_value_is_printed_on_its_page(name: str, seed: int) -> None:
    shaken = Shaken(name, random.Random(seed))
    estimate = read_estimate(shaken.pages, len(shaken.pages))
    for field_name in TEXT_FIELDS:
        field: Field = getattr(estimate, field_name)
        if not field.value:
            continue
        words = shaken.words[field.page - 1]
        if field_name == "date_of_loss":
            assert field.value in days(words), (field, shaken)
        elif field_name == "property_address":  # its lines may have been moved
            assert set(field.value.replace(",", "").split()) <= {
                word.replace(",", "") for word in words
            }, (field, shaken)
        else:
            assert is_printed(field.value, words), (field_name, field, shaken)
    for field_name, field in amounts(estimate):
        if field.value:
            printed = {word.strip("$()<>-") for word in shaken.words[field.page - 1]}
            assert f"{abs(Decimal(field.value)):,.2f}" in printed, (field_name, field, shaken)


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10**9))
@pytest.mark.parametrize("name", [name for name in NAMES if "prior" not in name])
def test_amounts_that_are_shown_add_up(name: str, seed: int) -> None:
    shaken = Shaken(name, random.Random(seed))
    estimate = read_estimate(shaken.pages, len(shaken.pages))
    for holder in (estimate, *estimate.coverages):
        rcv, worn, _, deductible, net = (getattr(holder, one).value for one in MONEY_FIELDS)
        if all((rcv, worn, deductible, net)):
            left = Decimal(rcv) - Decimal(worn) - Decimal(deductible)
            assert left == Decimal(net), (holder, shaken)


@pytest.mark.parametrize(
    ("name", "seed"),
    [("final draft, without tax, two_columns", 386), ("several coverages", 2184)],
)
def test_what_stands_under_the_price_list_belongs_to_no_name(name: str, seed: int) -> None:
    shaken = Shaken(name, random.Random(seed))
    estimate = read_estimate(shaken.pages, len(shaken.pages))
    assert any("Restoration/Service/Remodel" in line.text for line in shaken.pages[0].lines)
    assert "Restoration" not in estimate.insured_name.value


def test_cells_that_are_left_alone_are_read() -> None:
    """The test above would pass if nothing were read at all."""
    draft = RECIPES[NAMES[0]](random.Random(3))
    pages = page_texts(draft.sheets)
    estimate = read_estimate(pages, len(pages))
    for name in ("claim_number", "insured_name", "price_list"):
        assert getattr(estimate, name).value == draft.expected[name].allowed[0]
    assert Decimal(estimate.rcv.value) == draft.expected["rcv"].allowed[0]
