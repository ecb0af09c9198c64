"""Labels that stand before the values in the header of an estimate."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from enum import StrEnum


class Label(StrEnum):
    """What a label stands for. Labels whose values are not wanted still end other values."""

    INSURED = "insured"
    LOSS_ADDRESS = "loss address"
    CLAIM_NUMBER = "claim number"
    POLICY_NUMBER = "policy number"
    TYPE_OF_LOSS = "type of loss"
    DATE_OF_LOSS = "date of loss"
    PRICE_LIST = "price list"
    ESTIMATE = "estimate"
    COMPANY = "company"
    INSURANCE_COMPANY = "insurance company"
    REPRESENTATIVE = "claim representative"
    ESTIMATOR = "estimator"
    REFERENCE = "reference"
    OTHER_DATE = "other date"
    PRICING_DATABASE = "pricing database"
    TYPE_OF_CLAIM = "type of claim"
    OTHER_NUMBER = "other number"
    """A member's, a file's, a loss report's: never a claim number."""
    OTHER = "other"
    """A telephone, a mailing address, a position."""


_N = r"(?:number|no\.?|nbr\.?|num\.?|#)"
_PATTERNS: dict[Label, str] = {
    Label.CLAIM_NUMBER: rf"claim\s*{_N}",
    Label.POLICY_NUMBER: rf"policy\s*{_N}",
    Label.OTHER_NUMBER: (
        rf"(?:member|l/r|lr|loss\s+report|file|job|invoice|order|account|loan|control|license|"
        rf"reference|ref\.?|event|incident|assignment|work\s+order|estimate|adjuster|agent|tax)"
        rf"\s*(?:{_N}|id|id\s*{_N})|claim\s+id|tax\s+id|cat\s*(?:code|{_N})"
    ),
    Label.INSURED: r"insured(?:\s+name|\(s\)|'s\s+name)?|policy\s*holder|named\s+insured",
    Label.LOSS_ADDRESS: (
        r"property(?:\s+address)?|loss\s+(?:address|location)|location\s+of\s+loss|"
        r"insured\s+location|risk\s+(?:address|location)"
    ),
    Label.TYPE_OF_CLAIM: r"type\s+of\s+claim|claim\s+type",
    Label.TYPE_OF_LOSS: r"(?:type|cause)\s+of\s+loss|peril",
    Label.DATE_OF_LOSS: r"date\s+of\s+loss|loss\s+date",
    Label.OTHER_DATE: (
        r"date\s+(?:contacted|received|inspected|entered|assigned|est\.?\s*completed|completed|"
        r"prepared|printed|job\s+completed|taken)|(?:inspection|report|print|estimate)\s+date"
    ),
    Label.PRICING_DATABASE: r"pricing\s+database",
    Label.PRICE_LIST: r"price\s+list",
    Label.ESTIMATE: r"estimate(?:\s+name)?",
    Label.INSURANCE_COMPANY: r"(?:insurance|ins\.?)\s+(?:company|carrier|co\.?)|carrier|insurer",
    Label.COMPANY: r"company(?:\s+name)?",
    Label.REPRESENTATIVE: (
        r"claim\s+rep(?:resentative)?\.?|claim\s+(?:adjuster|handler|owner)|adjuster"
    ),
    Label.ESTIMATOR: r"estimator|estimated\s+by|prepared\s+by|appraiser",
    Label.REFERENCE: r"reference",
    Label.OTHER: (
        r"home(?:\s+phone)?|business(?:\s+phone)?|cell(?:ular)?(?:\s+phone)?|work|phone|tel(?:ephone)?|"
        r"fax|other|alternate|office|e-?mail(?:\s+address)?|position|title|contact|contractor|"
        r"client|customer|owner|claimant|mortgagee|mortgage\s+company|agent|agency|operator|address|"
        r"mailing(?:\s+address)?|mail\s+to|bill\s+to|file\s+name|deductible|coverage|"
        r"policy\s+(?:type|form|limit)|policy|claim|type\s+of\s+estimate|depreciate\s+[a-z& ]+|"
        r"sales\s+tax(?:es)?|labor\s+efficiency|website|license|catastrophe|region|"
        r"year\s+built|dwelling|loss\s+description|description\s+of\s+loss|notes?|comments?|"
        r"page|date|time|status|version|insured\s+(?:phone|e-?mail|address)"
    ),
}
_LABEL = "|".join(f"(?P<{label.name}>{pattern})" for label, pattern in _PATTERNS.items())
LONGEST_LINE = 400
"""Characters of a line that are looked at; lines of estimates have 200 at most."""
_LONGEST = 40
"""Characters of the longest label."""
# A label begins a word, or touches a value: `7722Type of Loss`, `SmithClaim Number`.
_START_PATTERN = (
    r"(?<![A-Za-z0-9])(?=[A-Za-z])|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|"
    r"(?<=[0-9])(?=[a-z])"
)
_OTHERS_NUMBER = (
    r"\b(?:prior|previous|prev|related|original|other|old|new|master|sample|example|catastrophe|cat|"
    r"agency|broker|vendor|reference|ref|tpa|ia|mortgage|loan|your|our|their|associated|companion|"
    r"second|secondary|parent|linked|client|xactanalysis|event|state|subrogation|flood|auto)\.?\s*$"
)
_EARLIER = (
    r"\b(?:prior|previous|past|earlier|former|old|closed|other|related|companion|associated)\b"
    r"[^.:]*\b(?:claims?|loss(?:es)?)\b"
)
"""Heading over what belongs to other claims."""
_TIME = r"\d:\d\d"
_OWN_NUMBERS = frozenset({Label.CLAIM_NUMBER, Label.POLICY_NUMBER})


@dataclass(frozen=True, slots=True)
class FoundLabel:
    """Label in a line: from `start` to `end`, which is behind its colon."""

    start: int
    end: int
    label: Label


def labels_in(text: str) -> list[FoundLabel]:
    """Return the labels in a line, from the left. A label ends with a colon.

    A line that is longer than any of an estimate has none.
    """
    found: list[FoundLabel] = []
    if len(text) > LONGEST_LINE:
        return found
    for colon in re.finditer(":", text):
        place = _label_before(text, colon.start())
        if place is not None:
            found.append(place)
    return found


def is_about_another_claim(text: str) -> bool:
    """Return whether a heading says that what follows belongs to other claims."""
    return _compiled(_EARLIER).search(text) is not None


def changes_label(text: str) -> bool:
    """Return whether a text that stands over a label makes it another one, such as "Previous"."""
    return _compiled(_OTHERS_NUMBER).search(text) is not None


def _label_before(text: str, colon: int) -> FoundLabel | None:
    """Return the longest label that ends at this colon."""
    if _compiled(_TIME).match(text, max(0, colon - 1)):
        return None
    begin = max(0, colon - _LONGEST)
    end = len(text[:colon].rstrip())
    for start in _compiled(_START_PATTERN).finditer(text, begin, end):
        at = start.start()
        match = _compiled(_LABEL).fullmatch(text, at, end)
        if match is None:
            continue
        label = Label[str(match.lastgroup)]
        if label in _OWN_NUMBERS and (word := _compiled(_OTHERS_NUMBER).search(text, begin, at)):
            return FoundLabel(word.start(), colon + 1, Label.OTHER_NUMBER)
        return FoundLabel(at, colon + 1, label)
    return None


@functools.cache
def _compiled(pattern: str) -> re.Pattern[str]:
    # Compiled when it is first needed: the worker that reads estimates starts sooner.
    return re.compile(pattern, re.IGNORECASE if pattern != _START_PATTERN else 0)
