"""What could be read in the PDF of an estimate: each value with its page, or nothing.

A wrong value is worse than none: what is not certain is not stated here. `domain.estimates` reads
it from the text of the pages.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

MOST_PAGES = 2000
"""Number of pages that are read. Of a longer PDF, one more is listed, as unread."""
MOST_COVERAGES = 40


class EstimateKind(StrEnum):
    """Kind of estimate by its layout."""

    XACTIMATE_FINAL_DRAFT = "xactimate_final_draft"
    XACTIMATE_SCOPE = "xactimate_scope"
    """Quantities without prices."""
    XACTIMATE_ABBREVIATED = "xactimate_abbreviated"
    """Line items with little or nothing of their prices, and a summary."""
    XACTIMATE_ROUGH_DRAFT = "xactimate_rough_draft"
    STATE_FARM_STYLE = "state_farm_style"
    SYMBILITY = "symbility"
    OTHER_ESTIMATE = "other_estimate"
    NO_ESTIMATE = "no_estimate"
    """There is text, but no line item: a letter, a photo sheet, an invoice."""
    UNREADABLE = "unreadable"
    """There is no text that could be judged: a scan, or fonts without usable characters."""


class TextQuality(StrEnum):
    """Where the text of a PDF comes from, and whether it can be used."""

    TEXT = "text"
    SCAN = "scan"
    """The pages are pictures without text."""
    OCR = "ocr"
    """The pages are pictures with recognized text behind them, which may be wrong."""
    GARBLED = "garbled"
    """The fonts do not say which characters their signs are."""
    NONE = "none"
    """The pages are blank, or none could be read."""


class PageKind(StrEnum):
    """Kind of page; a hint."""

    ESTIMATE = "estimate"
    """Header, line items, summary or recap of an estimate."""
    GUIDE = "guide"
    """Explains an estimate, often with an invented one. Nothing is read there."""
    LETTER = "letter"
    PHOTOS = "photos"
    SKETCH = "sketch"
    OTHER = "other"
    BLANK = "blank"
    SCAN = "scan"
    """A picture without text."""
    UNREAD = "unread"
    """It could not be read, or not in time."""


class Certainty(StrEnum):
    """What is known of a value."""

    STATED = "stated"
    NOT_STATED = "not stated"
    CONFLICTING = "conflicting"
    """The estimate has several values of which none can be preferred."""


class Field(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """A value of the estimate and its place, or why there is none.

    Attributes:
        value: As printed. Amounts are decimals such as `18593.81` or `-120.00`, dates are ISO
            8601 such as `2026-03-14`. Empty unless it is stated.
        page: Number of the page, from 1. If values conflict, the page of one that differs from
            the first. 0 if nothing was found.
        is_conflicting: Whether there are several values.
        is_from_scan: Whether the text was recognized in a picture, so that it has to be checked.
        is_by_hand: Whether the person wrote it; it may be empty then.
    """

    value: str = ""
    page: int = 0
    is_conflicting: bool = False
    is_from_scan: bool = False
    is_by_hand: bool = False

    @property
    def certainty(self) -> Certainty:
        """Whether it is stated."""
        if self.is_conflicting:
            return Certainty.CONFLICTING
        return Certainty.STATED if self.value else Certainty.NOT_STATED


NOT_STATED = Field()


class Coverage(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """Summary of one coverage, such as "Dwelling".

    Attributes:
        name: As printed; empty if the only summary has no name.
        page: Number of the page on which the summary begins, from 1.
        rcv: Replacement cost value in dollars.
        depreciation: Depreciation that is deducted, in dollars, as a positive number.
        acv: Actual cash value in dollars.
        deductible: Dollars, as a positive number.
        net_claim: What remains to be paid before depreciation is recovered, in dollars.
    """

    name: str = ""
    page: int = 0
    rcv: Field = NOT_STATED
    depreciation: Field = NOT_STATED
    acv: Field = NOT_STATED
    deductible: Field = NOT_STATED
    net_claim: Field = NOT_STATED


class Estimate(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """What could be read in a PDF.

    Attributes:
        kind: Kind of estimate.
        text: Quality of the text of the pages that matter.
        carrier: Insurance company.
        insured_name: As printed, in one line.
        property_address: Address of the loss as printed, in one line; never the mailing address.
        claim_number: The carrier's number as printed.
        policy_number: As printed.
        date_of_loss: ISO 8601 date.
        type_of_loss: As printed, such as "Hail".
        price_list: Code such as `TXDF8X_MAR26`.
        estimate_name: Name of the estimate in the program that made it.
        rcv: Replacement cost value in dollars. This amount and the following ones are stated only
            if the estimate has one summary; see `coverages` if it has several.
        depreciation: Depreciation that is deducted, in dollars, as a positive number.
        acv: Actual cash value in dollars.
        deductible: Dollars, as a positive number.
        net_claim: What remains to be paid before depreciation is recovered, in dollars.
        line_items: About how many line items there are; None if unknown.
        coverages: Every summary in the order of the pages.
        page_kinds: Kind of each page, from the first to the last.
        missing_page_numbers: Page numbers that are printed on no page although the ones around
            them are.
    """

    kind: EstimateKind
    text: TextQuality
    carrier: Field = NOT_STATED
    insured_name: Field = NOT_STATED
    property_address: Field = NOT_STATED
    claim_number: Field = NOT_STATED
    policy_number: Field = NOT_STATED
    date_of_loss: Field = NOT_STATED
    type_of_loss: Field = NOT_STATED
    price_list: Field = NOT_STATED
    estimate_name: Field = NOT_STATED
    rcv: Field = NOT_STATED
    depreciation: Field = NOT_STATED
    acv: Field = NOT_STATED
    deductible: Field = NOT_STATED
    net_claim: Field = NOT_STATED
    line_items: int | None = None
    coverages: tuple[Coverage, ...] = ()
    page_kinds: tuple[PageKind, ...] = ()
    missing_page_numbers: tuple[int, ...] = ()

    @property
    def estimate_pages(self) -> tuple[int, ...]:
        """Numbers of the pages that belong to the estimate, from 1."""
        return tuple(
            number
            for number, kind in enumerate(self.page_kinds, start=1)
            if kind is PageKind.ESTIMATE
        )
