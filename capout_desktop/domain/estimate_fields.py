"""Fields of a document's estimate by name, as they are shown, searched and grouped."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from capout_desktop.domain.document import Document
from capout_desktop.domain.estimate import NOT_STATED, Certainty, Field

_SEPARATORS = re.compile(r"[\W_]+")


class EstimateField(StrEnum):
    """Name of a field of `Estimate`."""

    INSURED = "insured_name"
    CLAIM_NUMBER = "claim_number"
    CARRIER = "carrier"
    POLICY_NUMBER = "policy_number"
    PROPERTY = "property_address"
    DATE_OF_LOSS = "date_of_loss"
    TYPE_OF_LOSS = "type_of_loss"
    PRICE_LIST = "price_list"
    ESTIMATE_NAME = "estimate_name"
    RCV = "rcv"
    DEPRECIATION = "depreciation"
    ACV = "acv"
    DEDUCTIBLE = "deductible"
    NET_CLAIM = "net_claim"


AMOUNTS = frozenset(
    {
        EstimateField.RCV,
        EstimateField.DEPRECIATION,
        EstimateField.ACV,
        EstimateField.DEDUCTIBLE,
        EstimateField.NET_CLAIM,
    }
)
"""Fields in dollars."""


def field_of(document: Document, name: EstimateField) -> Field:
    """Return what is known of a field of a document's estimate."""
    estimate = document.estimate
    return NOT_STATED if estimate is None else getattr(estimate, name)


def stated(document: Document, name: EstimateField) -> str:
    """Return a field's value; empty unless it is stated."""
    if document.estimate is None:  # quick: lists of 100,000 documents are sorted by it
        return ""
    found = field_of(document, name)
    return found.value if found.certainty is Certainty.STATED else ""


def stated_amount(document: Document, name: EstimateField) -> Decimal | None:
    """Return an amount in dollars; None unless it is stated."""
    return amount_of(stated(document, name))


def amount_of(value: str) -> Decimal | None:
    """Return the amount of a value in dollars; None if it is none."""
    if not value:  # quick: an exception takes longer
        return None
    try:
        amount = Decimal(value)
    except InvalidOperation:
        return None
    return amount if amount.is_finite() else None


def stated_day(document: Document, name: EstimateField) -> date | None:
    """Return a date; None unless it is stated."""
    return day_of(stated(document, name))


def day_of(value: str) -> date | None:
    """Return the date of an ISO 8601 value; None if it is none."""
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def claim_key(document: Document) -> str:
    """Return the letters and digits of the claim number, which are the same however it is written.

    It is empty unless the number is stated.
    """
    return _SEPARATORS.sub("", stated(document, EstimateField.CLAIM_NUMBER)).casefold()


def is_from_scan(document: Document) -> bool:
    """Return whether anything that is stated was recognized in a picture."""
    return any(
        field.is_from_scan and field.certainty is Certainty.STATED
        for field in (field_of(document, name) for name in EstimateField)
    )
