"""Rows of an exported list: the columns of the table and additional fields."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from capout_desktop.domain.document import Document
from capout_desktop.domain.estimate_fields import EstimateField, is_from_scan, stated
from capout_desktop.domain.literal_path import shown_path
from capout_desktop.ui.documents import document_text as wording
from capout_desktop.ui.documents.columns import (
    ADDED,
    ADDRESS,
    CARRIER,
    CLAIM,
    COLUMNS,
    CREDITS,
    FILE,
    INSURED,
    LINES,
    LOSS,
    PAGES,
    PROGRESS,
    RCV,
    SIZE,
    STATUS,
    UPDATED,
    Column,
    moment_csv,
)


class _Field(NamedTuple):
    """Field that only the exported list has."""

    title: Callable[[], str]
    csv_text: Callable[[Document, date], str]


def _estimate_field(name: EstimateField) -> Callable[[Document, date], str]:
    return lambda document, _: stated(document, name)


_FIELDS: tuple[Column | _Field, ...] = (
    FILE,
    ADDRESS,
    STATUS,
    _Field(lambda: _tr("Reason"), wording.reason),
    _Field(lambda: _tr("What to do"), lambda document, _: wording.next_step(document)),
    _Field(
        lambda: _tr("Details"),
        lambda document, _: document.problem.detail if document.problem is not None else "",
    ),
    PROGRESS,
    CREDITS,
    ADDED,
    UPDATED,
    _Field(lambda: _tr("Completed"), lambda document, _: moment_csv(document.completed_at)),
    PAGES,
    _Field(lambda: _tr("Size in bytes"), SIZE.csv_text),
    _Field(lambda: _tr("CapOut document ID"), lambda document, _: document.document_id),
    _Field(lambda: _tr("CapOut workflow ID"), lambda document, _: document.workflow_id),
    _Field(
        lambda: _tr("From"),
        lambda document, _: shown_path(document.origin_path) or _tr("Submitted elsewhere"),
    ),
    INSURED,
    CLAIM,
    CARRIER,
    LOSS,
    _Field(lambda: _tr("Type of loss"), _estimate_field(EstimateField.TYPE_OF_LOSS)),
    _Field(lambda: _tr("Property"), _estimate_field(EstimateField.PROPERTY)),
    _Field(lambda: _tr("Policy number"), _estimate_field(EstimateField.POLICY_NUMBER)),
    _Field(lambda: _tr("Price list"), _estimate_field(EstimateField.PRICE_LIST)),
    RCV,
    _Field(lambda: _tr("Depreciation"), _estimate_field(EstimateField.DEPRECIATION)),
    _Field(lambda: _tr("ACV"), _estimate_field(EstimateField.ACV)),
    _Field(lambda: _tr("Deductible"), _estimate_field(EstimateField.DEDUCTIBLE)),
    _Field(lambda: _tr("Net claim"), _estimate_field(EstimateField.NET_CLAIM)),
    LINES,
    _Field(
        lambda: _tr("Estimate read from a scan"),
        lambda document, _: _tr("yes, check it") if is_from_scan(document) else "",
    ),
)
"""Fields in a fixed order, on which spreadsheets may depend; other table columns follow them."""


def export_rows(documents: Iterable[Document], today: date) -> Iterator[tuple[str, ...]]:
    """Yield the titles, then a row for each document. May be called from any thread."""
    named = {*_FIELDS, SIZE}
    fields = (*_FIELDS, *(column for column in COLUMNS if column not in named))
    yield tuple(field.title() for field in fields)
    for document in documents:
        yield tuple(field.csv_text(document, today) for field in fields)


def _tr(text: str) -> str:
    return QCoreApplication.translate("export", text)
