"""What the PDF says, for the detail panel: each value with its page."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication

from capout_desktop.domain.document import Document
from capout_desktop.domain.estimate import Certainty, Coverage, Field
from capout_desktop.domain.estimate_fields import AMOUNTS, EstimateField, field_of
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
    coverages = document.estimate.coverages
    if len(coverages) > 1:
        shown += [_coverage(one, number) for number, one in enumerate(coverages, 1)]
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
            yield Fact(field_name(name), value, may_copy=name not in AMOUNTS, where=_where(field))
        elif field.certainty is Certainty.CONFLICTING:
            yield Fact(field_name(name), _tr("Several values: see the PDF"), where=_where(field))


def _where(field: Field) -> str:
    page = _tr("page {number}").format(number=number_text(field.page)) if field.page else ""
    return ", ".join(filter(None, (page, _tr("from a scan, check") if field.is_from_scan else "")))


def _coverage(coverage: Coverage, number: int) -> Fact:
    name = coverage.name or _tr("Coverage {number}").format(number=number_text(number))
    lines = []
    for amount in (_F.RCV, _F.DEPRECIATION, _F.ACV, _F.DEDUCTIBLE, _F.NET_CLAIM):
        field: Field = getattr(coverage, amount)
        if field.certainty is Certainty.STATED:
            lines.append(f"{field_name(amount)} {shown_value(amount, field.value)}")
    page = _where(Field(page=coverage.page))
    return Fact(name, "\n".join(lines) or _tr("See the PDF"), where=page)


def _tr(text: str) -> str:
    return QCoreApplication.translate("estimate_words", text)
