"""What a cell says: in full, to a screen reader, and while the mouse rests on it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication

from capout_desktop.ui.documents import document_text as wording
from capout_desktop.ui.documents.columns import Column
from capout_desktop.ui.documents.progress_view import progress_sentence, progress_tooltip
from capout_desktop.ui.documents.row import DocumentRow
from capout_desktop.ui.text.formatting import full_moment_text
from capout_desktop.ui.text.organization_names import ProfileNames


def title(column: Column) -> str:
    """What stands above a column."""
    return {
        Column.FILE: _tr("File"),
        Column.ADDRESS: _tr("XactNet address"),
        Column.PROGRESS: _tr("Progress"),
        Column.STATUS: _tr("Status"),
        Column.UPDATED: _tr("Updated"),
        Column.CREDITS: _tr("Credits"),
    }[column]


def text(shown: DocumentRow, column: Column) -> str:
    """The cell in one line."""
    match column:
        case Column.FILE:
            return shown.name
        case Column.ADDRESS:
            return shown.document.xn_address or shown.address
        case Column.PROGRESS:
            return progress_sentence(shown.document)
        case Column.STATUS:
            return f"{shown.state}: {shown.reason}"
        case Column.UPDATED:
            return shown.updated
        case _:
            return shown.charge


def spoken(shown: DocumentRow, column: Column, today: date) -> str:
    """What a screen reader says of the cell."""
    match column:
        case Column.FILE:
            return f"{shown.name}, {shown.facts}" if shown.facts else shown.name
        case Column.ADDRESS:
            address = shown.document.xn_address
            return _tr("For {address}").format(address=address or shown.address)
        case Column.STATUS:
            lines = wording.explanation(shown.document, today).splitlines()
            return " ".join(line if line[-1] in ".…" else f"{line}." for line in lines)
        case _:
            return text(shown, column)


def tooltip(shown: DocumentRow, column: Column, today: date) -> str:
    """What is known beyond what fits into the cell."""
    document = shown.document
    match column:
        case Column.FILE:
            name = ProfileNames.current().of(document)
            organization = _tr("For {organization}").format(organization=name) if name else ""
            lines = (document.file_name, shown.facts, document.source, organization)
            return "\n".join(filter(None, lines))
        case Column.PROGRESS:
            return progress_tooltip(document)
        case Column.STATUS:
            return wording.explanation(document, today)
        case Column.UPDATED:
            return full_moment_text(document.changed_at)
        case Column.CREDITS:
            return wording.charge_explanation(document)
        case _:
            return spoken(shown, column, today)


def _tr(text: str) -> str:
    return QCoreApplication.translate("cells", text)
