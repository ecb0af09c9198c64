"""What the PDF says, for the detail panel: each value with its page."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication

from capout_desktop.domain.document import Document
from capout_desktop.domain.estimate import Certainty, Coverage, Field
from capout_desktop.domain.estimate_correction import CORRECTABLE
from capout_desktop.domain.estimate_fields import AMOUNTS, EstimateField, field_of
from capout_desktop.domain.visible_text import visible_text
from capout_desktop.ui.details.fact_list import Fact
from capout_desktop.ui.documents.estimate_text import shown_value
from capout_desktop.ui.text.formatting import number_text

_F = EstimateField


def estimate_facts(document: Document) -> list[Fact]:
    """Return what stands in a document's estimate; empty if nothing was read."""
    if document.estimate is None:
        return []
    shown = list(_fields(document))
    lines = document.estimate.line_items
    if lines:
        about = _tr("about {number}").format(number=number_text(lines))
        shown.append(Fact(_tr("Line items"), about))
    return shown


def field_name(name: EstimateField) -> str:
    """Return the name of a field as estimates print it."""
    return {
        _F.INSURED: _tr("Insured"),
        _F.CLAIM_NUMBER: _tr("Claim number"),
        _F.CARRIER: _tr("Carrier"),
        _F.POLICY_NUMBER: _tr("Policy number"),
        _F.PROPERTY: _tr("Property"),
        _F.DATE_OF_LOSS: _tr("Date of loss"),
        _F.TYPE_OF_LOSS: _tr("Type of loss"),
        _F.PRICE_LIST: _tr("Price list"),
        _F.ESTIMATE_NAME: _tr("Estimate name"),
        _F.RCV: _tr("RCV"),
        _F.DEPRECIATION: _tr("Depreciation"),
        _F.ACV: _tr("ACV"),
        _F.DEDUCTIBLE: _tr("Deductible"),
        _F.NET_CLAIM: _tr("Net claim"),
    }[name]


def _fields(document: Document) -> Iterator[Fact]:
    for name in EstimateField:
        field = field_of(document, name)
        if field.certainty is Certainty.STATED:
            value = shown_value(name, field.value)
            may_copy = name not in AMOUNTS
        elif field.certainty is Certainty.CONFLICTING:
            value, may_copy = _tr("Several values: see the PDF"), False
        elif field.is_by_hand:
            value, may_copy = _tr("Not stated"), False
        else:
            continue
        key = name.value if name in CORRECTABLE else ""
        yield Fact(field_name(name), value, may_copy, _where(field), field.page, key)


def _where(field: Field) -> str:
    if field.is_by_hand:
        return _tr("corrected by you")
    return _tr("from a scan, check") if field.is_from_scan else ""


COVERAGE_AMOUNTS = (_F.RCV, _F.DEPRECIATION, _F.ACV, _F.DEDUCTIBLE, _F.NET_CLAIM)


def coverage_rows(document: Document) -> list[tuple[str, ...]]:
    """Return a row for each coverage if there are several: its name and its amounts."""
    coverages = document.estimate.coverages if document.estimate is not None else ()
    if len(coverages) < 2:
        return []
    return [_coverage(one, number) for number, one in enumerate(coverages, 1)]


def _coverage(coverage: Coverage, number: int) -> tuple[str, ...]:
    name = coverage.name or _tr("Coverage {number}").format(number=number_text(number))
    fields: list[Field] = [getattr(coverage, amount) for amount in COVERAGE_AMOUNTS]
    return (
        visible_text(name),
        *(
            shown_value(amount, field.value) if field.certainty is Certainty.STATED else "-"
            for amount, field in zip(COVERAGE_AMOUNTS, fields, strict=True)
        ),
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("estimate_words", text)
