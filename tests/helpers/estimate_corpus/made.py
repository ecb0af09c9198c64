"""PDFs with what may be read in them, and the recipes that make them."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from helpers.estimate_corpus.expectations import (
    FIELDS,
    MONEY_FIELDS,
    SILENCE,
    Expectation,
    perhaps,
    stated,
)
from helpers.estimate_corpus.losses import Coverage, Loss
from helpers.estimate_corpus.sheets import Printing, Sheet, pdf_of

Expected = dict[str, Expectation]


@dataclass(frozen=True)
class Draft:
    """Pages, how they are printed, and what may be read in them."""

    sheets: Sequence[Sheet]
    expected: Expected
    printing: Printing = field(default_factory=Printing)

    def but(self, *, printing: Printing | None = None, **expected: Expectation) -> Draft:
        """Return the same with other expectations, or printed otherwise."""
        return Draft(self.sheets, {**self.expected, **expected}, printing or self.printing)


@dataclass(frozen=True)
class Made:
    """A PDF of the corpus."""

    name: str
    pdf: bytes
    expected: Expected


Recipe = Callable[[random.Random], Draft]
RECIPES: dict[str, Recipe] = {}
"""Every recipe by its name. A recipe draws what varies from the chance that it is given."""


def recipe(make: Recipe) -> Recipe:
    """Add a recipe to `RECIPES`."""
    RECIPES[make.__name__.replace("_", " ")] = make
    return make


def corpus(count: int, seed: int = 1, only: str = "") -> list[Made]:
    """Return `count` PDFs: each recipe in turn, then each again with another chance.

    Args:
        count: Number of PDFs.
        seed: The same seed gives the same PDFs.
        only: Part of the names of the recipes that are wanted; empty for all.
    """
    names = [name for name in RECIPES if only in name]
    return [made(names[n % len(names)], seed + n // len(names)) for n in range(count)]


def made(name: str, seed: int) -> Made:
    """Return the PDF of one recipe."""
    chance = random.Random(f"{name} {seed}")
    draft = RECIPES[name](chance)
    return Made(
        f"{name}-{seed}", pdf_of(draft.sheets, draft.printing, chance), dict(draft.expected)
    )


def nothing(kind: Expectation, text: str = "text") -> Expected:
    """Return that nothing may be read; only the kind and where the text comes from."""
    expected = dict.fromkeys(FIELDS, SILENCE)
    return {**expected, "kind": kind, "text": stated(text)}


def everything(loss: Loss, kind: str, pages: Sequence[int] | int) -> Expected:
    """Return that what an estimate states may be read.

    Args:
        loss: What it states.
        kind: Kind of estimate.
        pages: Numbers of the pages of the estimate, or how many there are if it begins the file.
    """
    numbers = list(range(1, pages + 1)) if isinstance(pages, int) else list(pages)
    expected: Expected = {
        **nothing(stated(kind)),
        "insured_name": stated(loss.insured),
        "property_address": stated(loss.address),
        "claim_number": stated(loss.claim),
        "policy_number": stated(loss.policy),
        "date_of_loss": stated(loss.day.isoformat()),
        "type_of_loss": stated(loss.cause),
        "price_list": stated(loss.price_list),
        "estimate_name": stated(loss.name),
        "line_items": stated(len(loss.items)),
        "estimate_pages": perhaps(numbers),
        "coverages": perhaps([coverage_sums(coverage) for coverage in loss.coverages]),
    }
    return {**expected, **_sums(loss)}


def coverage_sums(coverage: Coverage) -> tuple[str, dict[str, Decimal]]:
    """Return what may be read of a coverage: its name, and its amounts by field."""
    amounts = (coverage.rcv, coverage.depreciation, coverage.acv, coverage.deductible, coverage.net)
    return coverage.name, dict(zip(MONEY_FIELDS, amounts, strict=True))


def unsure(expected: Expected, *fields: str) -> Expected:
    """Return the same, but silence about these fields (all unless named) is no miss."""
    return {
        name: perhaps(*one.allowed) if name in (fields or FIELDS) and name != "kind" else one
        for name, one in expected.items()
    }


def silent(expected: Expected, *fields: str) -> Expected:
    """Return the same, but nothing may be read for these fields."""
    return {**expected, **dict.fromkeys(fields, SILENCE)}


def _sums(loss: Loss) -> Expected:
    if len(loss.coverages) > 1:  # the sum of all of them stands nowhere
        return dict.fromkeys(MONEY_FIELDS, SILENCE)
    _, amounts = coverage_sums(loss.coverages[0])
    sums = {name: stated(amount) for name, amount in amounts.items()}
    for name in ("depreciation", "deductible"):
        if not amounts[name]:  # its line is left out
            sums[name] = perhaps(Decimal(0))
    return sums
