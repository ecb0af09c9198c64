"""Warnings about estimates that may not convert well, from what was read in them. None blocks."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from capout_desktop.domain.estimate import Estimate, EstimateKind, TextQuality
from capout_desktop.domain.problem import Problem, ProblemCode

NAMED_PAGES = 6
"""Number of missing pages that are named one by one."""


class EstimateWarning(StrEnum):
    """Warning about an estimate. The command line prints the values, which never change."""

    NO_ESTIMATE = "no-estimate"
    """There is text and no estimate: a letter, for example."""
    GARBLED_TEXT = "garbled-text"
    """Its fonts give wrong characters."""
    SCAN = "scan"
    """The estimate is a picture, even if a letter before it is not."""
    NO_PRICES = "no-prices"
    """A Scope report."""
    SEVERAL_CLAIMS = "several-claims"
    MISSING_PAGE_NUMBERS = "missing-page-numbers"
    """The printed page numbers have a gap."""
    SYMBILITY = "symbility"
    OTHER_PROGRAM = "other-program"
    """Neither Xactimate's nor Symbility's."""
    FEW_PRICES = "few-prices"
    """An abbreviated estimate."""
    RECOGNIZED_TEXT = "recognized-text"
    """A scan with a text layer, which may have mistakes."""

    @property
    def is_strong(self) -> bool:
        """Whether the credits would probably be wasted."""
        return self in _STRONG


_STRONG = frozenset(
    {
        EstimateWarning.NO_ESTIMATE,
        EstimateWarning.GARBLED_TEXT,
        EstimateWarning.SCAN,
        EstimateWarning.NO_PRICES,
        EstimateWarning.SEVERAL_CLAIMS,
        EstimateWarning.MISSING_PAGE_NUMBERS,
    }
)
_CODES = {
    EstimateWarning.NO_ESTIMATE: ProblemCode.ESTIMATE_NOT_FOUND,
    EstimateWarning.GARBLED_TEXT: ProblemCode.ESTIMATE_GARBLED,
    EstimateWarning.SCAN: ProblemCode.PDF_SCAN,
    EstimateWarning.NO_PRICES: ProblemCode.ESTIMATE_NO_PRICES,
    EstimateWarning.SEVERAL_CLAIMS: ProblemCode.ESTIMATE_SEVERAL_CLAIMS,
    EstimateWarning.SYMBILITY: ProblemCode.ESTIMATE_SYMBILITY,
    EstimateWarning.OTHER_PROGRAM: ProblemCode.ESTIMATE_OTHER_PROGRAM,
    EstimateWarning.FEW_PRICES: ProblemCode.ESTIMATE_FEW_PRICES,
    EstimateWarning.RECOGNIZED_TEXT: ProblemCode.ESTIMATE_RECOGNIZED,
}


def warnings_of(estimate: Estimate) -> tuple[EstimateWarning, ...]:
    """Return the warnings about an estimate, the most serious first."""
    kind, text = estimate.kind, estimate.text
    applies = {
        EstimateWarning.NO_ESTIMATE: kind is EstimateKind.NO_ESTIMATE,
        EstimateWarning.GARBLED_TEXT: text is TextQuality.GARBLED,
        EstimateWarning.SCAN: text is TextQuality.SCAN,
        EstimateWarning.NO_PRICES: kind is EstimateKind.XACTIMATE_SCOPE,
        EstimateWarning.SEVERAL_CLAIMS: estimate.claim_number.is_conflicting,
        EstimateWarning.MISSING_PAGE_NUMBERS: bool(estimate.missing_page_numbers),
        EstimateWarning.SYMBILITY: kind is EstimateKind.SYMBILITY,
        EstimateWarning.OTHER_PROGRAM: kind is EstimateKind.OTHER_ESTIMATE,
        EstimateWarning.FEW_PRICES: kind is EstimateKind.XACTIMATE_ABBREVIATED,
        EstimateWarning.RECOGNIZED_TEXT: text is TextQuality.OCR,
    }
    return tuple(warning for warning in EstimateWarning if applies[warning])


def warning_problem(warning: EstimateWarning, estimate: Estimate) -> Problem:
    """Return the problem of a warning, with the numbers of the pages that are missing."""
    if warning is EstimateWarning.MISSING_PAGE_NUMBERS:
        pages = ", ".join(_named(estimate.missing_page_numbers))
        return Problem(ProblemCode.ESTIMATE_PAGES_MISSING, values=(("pages", pages),))
    return Problem(_CODES[warning])


def _named(pages: tuple[int, ...]) -> Iterator[str]:
    yield from map(str, pages[:NAMED_PAGES])
    if len(pages) > NAMED_PAGES:
        yield "…"
