"""What an exported list says of each document: all that the table shows, and what it does not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from PySide6.QtCore import QCoreApplication

from capout_desktop.domain.document import Document
from capout_desktop.ui.documents import cell_words
from capout_desktop.ui.documents import document_text as wording
from capout_desktop.ui.documents.columns import Column
from capout_desktop.ui.documents.progress_view import progress_sentence


def export_rows(documents: Iterable[Document], today: date) -> Iterator[tuple[str, ...]]:
    """Yield the titles, then a row for each document. May be called from any thread."""
    yield (
        cell_words.title(Column.FILE),
        cell_words.title(Column.ADDRESS),
        cell_words.title(Column.STATUS),
        _tr("Reason"),
        _tr("What to do"),
        _tr("Details"),
        cell_words.title(Column.PROGRESS),
        cell_words.title(Column.CREDITS),
        _tr("Added"),
        cell_words.title(Column.UPDATED),
        _tr("Completed"),
        _tr("Pages"),
        _tr("Size in bytes"),
        _tr("CapOut document ID"),
        _tr("CapOut workflow ID"),
        _tr("From"),
    )
    for document in documents:
        yield _row(document, today)


def _row(document: Document, today: date) -> tuple[str, ...]:
    return (
        document.file_name,
        document.xn_address,
        wording.state_word(document),
        wording.reason(document, today),
        wording.next_step(document),
        document.problem.detail if document.problem is not None else "",
        progress_sentence(document),
        wording.charge_word(document),
        _moment(document.added_at),
        _moment(document.changed_at),
        _moment(document.completed_at),
        _number(document.page_count),
        _number(document.size),
        document.document_id,
        document.workflow_id,
        document.source or _tr("Submitted elsewhere"),
    )


def _moment(moment: datetime | None) -> str:
    """Local time in the one form that every spreadsheet sorts and reads as a time."""
    return moment.astimezone().strftime("%Y-%m-%d %H:%M:%S") if moment is not None else ""


def _number(number: int | None) -> str:
    return "" if number is None else str(number)


def _tr(text: str) -> str:
    return QCoreApplication.translate("export", text)
