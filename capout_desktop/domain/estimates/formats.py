"""Format of an estimate, told from its column heads and labels."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from capout_desktop.domain.estimate import EstimateKind
from capout_desktop.domain.estimates import field_rules
from capout_desktop.domain.estimates.items import Head
from capout_desktop.domain.estimates.labels import Label
from capout_desktop.domain.estimates.pages import Page

_STATE_FARM = (
    "net actual cash value payment",
    "replacement cost benefits",
    "total amount of claim if incurred",
    "maximum additional amounts available if incurred",
    "maximum additional amount available if incurred",
    "less depreciation (including taxes)",
)
_RCV = "replacement cost value"
_INVOICE = (
    r"\binvoice\s*(?:#|no\.?|number|date|:|$)|^\s*invoice\b|\breceipt\s*(?:#|no)|"
    r"\bamount due\b"
)
_BID = r"\b(?:estimate|bid|proposal|quote|quotation|scope of (?:work|loss|repairs))\b"
_XACTIMATE_LABELS = frozenset(
    {
        Label.PRICE_LIST,
        Label.ESTIMATE,
        Label.ESTIMATOR,
        Label.REPRESENTATIVE,
        Label.TYPE_OF_LOSS,
        Label.DATE_OF_LOSS,
        Label.OTHER_DATE,
    }
)
_PRICES = frozenset({Head.UNIT_PRICE, Head.REMOVE, Head.REPLACE, Head.RESET})
_ONLY_XACTIMATE = (
    frozenset({Head.RCV, Head.DEPRECIATION}),
    frozenset({Head.RCV, Head.AGE}),
    frozenset({Head.RCV, Head.OVERHEAD}),
    frozenset({Head.RCV, Head.ACV}),
    frozenset({Head.REMOVE, Head.REPLACE}),
    frozenset({Head.RESET, Head.REPLACE}),
    frozenset({Head.CATEGORY, Head.SELECTOR}),
)
PRICED_SHARE = 0.5
"""Least share of the line items with their prices in a Final Draft."""


@functools.cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.MULTILINE)


def format_of(pages: Sequence[Page]) -> EstimateKind:
    """Return the format of an estimate's pages; `NO_ESTIMATE` if they are those of an invoice."""
    heads = frozenset[Head]().union(*(page.items.heads for page in pages))
    labels = frozenset[Label]().union(*(page.labels for page in pages))
    text = "\n".join(text for page in pages for text in page.texts).lower()
    if _is_symbility(heads, labels):
        return EstimateKind.SYMBILITY
    if Head.CATEGORY in heads and Head.SELECTOR in heads:
        return EstimateKind.XACTIMATE_ROUGH_DRAFT
    if not _is_xactimate(heads, labels, text):
        is_invoice = _compiled(_INVOICE).search(text) and not _compiled(_BID).search(text)
        return EstimateKind.NO_ESTIMATE if is_invoice else EstimateKind.OTHER_ESTIMATE
    if any(words in text for words in _STATE_FARM):
        return EstimateKind.STATE_FARM_STYLE
    count = sum(page.items.count for page in pages)
    priced = sum(page.items.priced for page in pages)
    if priced >= PRICED_SHARE * count and (heads & _PRICES or Head.UNIT in heads):
        return EstimateKind.XACTIMATE_FINAL_DRAFT
    has_amounts = any(page.items.with_amount for page in pages)
    if not has_amounts and _RCV not in text:
        return EstimateKind.XACTIMATE_SCOPE
    return EstimateKind.XACTIMATE_ABBREVIATED


def _is_symbility(heads: frozenset[Head], labels: frozenset[Label]) -> bool:
    columns = Head.PER in heads and Head.REPLACEMENT_COST in heads
    header = {Label.PRICING_DATABASE, Label.TYPE_OF_CLAIM} <= labels
    return columns or header


def _is_xactimate(heads: frozenset[Head], labels: frozenset[Label], text: str) -> bool:
    if any(combination <= heads for combination in _ONLY_XACTIMATE):
        return True
    return bool(field_rules.price_lists(text.upper())) or len(labels & _XACTIMATE_LABELS) >= 4
