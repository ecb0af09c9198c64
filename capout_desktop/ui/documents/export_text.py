"""Rows of an exported list: the columns of the table and additional fields."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from capout_desktop.domain.document import Document
from capout_desktop.domain.literal_path import shown_path
from capout_desktop.ui.documents import document_text as wording
from capout_desktop.ui.documents.columns import (
    ADDRESS,
    COLUMNS,
    CREDITS,
    FILE,
    PROGRESS,
    STATUS,
    UPDATED,
    Column,
    moment_csv,
)


class _Field(NamedTuple):
    """Field that only the exported list has."""

    title: Callable[[], str]
    csv_text: Callable[[Document, date], str]


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
    _Field(lambda: _tr("Added"), lambda document, _: moment_csv(document.added_at)),
    UPDATED,
    _Field(lambda: _tr("Completed"), lambda document, _: moment_csv(document.completed_at)),
    _Field(lambda: _tr("Pages"), lambda document, _: _number(document.page_count)),
    _Field(lambda: _tr("Size in bytes"), lambda document, _: _number(document.size)),
    _Field(lambda: _tr("CapOut document ID"), lambda document, _: document.document_id),
    _Field(lambda: _tr("CapOut workflow ID"), lambda document, _: document.workflow_id),
    _Field(
        lambda: _tr("From"),
        lambda document, _: shown_path(document.source) or _tr("Submitted elsewhere"),
    ),
)
"""Fields in a fixed order, on which spreadsheets may depend; other table columns follow them."""


def export_rows(documents: Iterable[Document], today: date) -> Iterator[tuple[str, ...]]:
    """Yield the titles, then a row for each document. May be called from any thread."""
    fields = (*_FIELDS, *(column for column in COLUMNS if column not in _FIELDS))
    yield tuple(field.title() for field in fields)
    for document in documents:
        yield tuple(field.csv_text(document, today) for field in fields)


def _number(number: int | None) -> str:
    return "" if number is None else str(number)


def _tr(text: str) -> str:
    return QCoreApplication.translate("export", text)
