"""Comparison of an estimate with the one of the same claim that was sent before."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from capout_desktop.domain.document import Document
from capout_desktop.domain.estimate import Certainty, Field
from capout_desktop.domain.estimate_fields import EstimateField, field_of, stated_amount


class Likeness(Enum):
    """What a file probably is to the one of the same claim that was sent before it."""

    SAME = "same"
    """Nothing that could be compared differs: it was probably added by mistake."""
    SUPPLEMENT = "supplement"
    """There is more in it."""
    NEW_VERSION = "new version"
    """Something differs, and there is not more in it."""
    ANOTHER_LOSS = "another loss"
    """Insured, property or date of loss differ."""
    UNKNOWN = "unknown"
    """Too little is known of one of them."""


class Difference(NamedTuple):
    """A field of both files.

    Attributes:
        name: Name of the field; None for the number of line items.
        here: What is known of it in this file.
        sent: What is known of it in the file that was sent.
    """

    name: EstimateField | None
    here: Field
    sent: Field

    @property
    def differs(self) -> bool:
        """Whether both state it, and not the same."""
        both = (self.here.certainty, self.sent.certainty) == (Certainty.STATED, Certainty.STATED)
        return both and _plain(self.here.value) != _plain(self.sent.value)


_OF_THE_LOSS = (EstimateField.INSURED, EstimateField.PROPERTY, EstimateField.DATE_OF_LOSS)
COMPARED = (
    EstimateField.CLAIM_NUMBER,
    *_OF_THE_LOSS,
    EstimateField.ESTIMATE_NAME,
    EstimateField.PRICE_LIST,
    EstimateField.RCV,
    EstimateField.DEPRECIATION,
    EstimateField.ACV,
    EstimateField.DEDUCTIBLE,
    EstimateField.NET_CLAIM,
)


def differences(here: Document, sent: Document) -> list[Difference]:
    """Return the fields of both files, and the numbers of their line items."""
    fields = [Difference(name, field_of(here, name), field_of(sent, name)) for name in COMPARED]
    return [*fields, Difference(None, _lines(here), _lines(sent))]


def likeness(here: Document, sent: Document) -> Likeness:
    """Return what a file probably is to the one that was sent before it."""
    found = {one.name: one for one in differences(here, sent)}
    if any(found[name].differs for name in _OF_THE_LOSS):
        return Likeness.ANOTHER_LOSS
    rcv, sent_rcv = (stated_amount(one, EstimateField.RCV) for one in (here, sent))
    lines, sent_lines = (one.estimate.line_items if one.estimate else None for one in (here, sent))
    if rcv is None or sent_rcv is None or lines is None or sent_lines is None:
        return Likeness.UNKNOWN
    if lines >= sent_lines and rcv > sent_rcv:
        return Likeness.SUPPLEMENT
    if any(one.differs for one in found.values()):
        return Likeness.NEW_VERSION
    return Likeness.SAME


def _lines(document: Document) -> Field:
    number = document.estimate.line_items if document.estimate is not None else None
    return Field(str(number) if number else "")


def _plain(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()
