"""Facts about a document that the detail panel lists beside its state."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from capout_desktop.domain.document import ChargeState, Document, SourceKind
from capout_desktop.domain.literal_path import shown_path
from capout_desktop.domain.typical_cost import DocumentCost
from capout_desktop.ui.details.fact_list import Fact
from capout_desktop.ui.documents import document_text as wording
from capout_desktop.ui.text.formatting import count_text, full_moment_text, number_text, size_text


def facts(document: Document) -> list[Fact]:
    """Return address, file, ids and times of a document; unknown ones are left out."""
    shown = [
        Fact(
            _tr("XactNet address"),
            document.xn_address or wording.no_address(document),
            may_copy=bool(document.xn_address),
        ),
        Fact(_tr("Paid by"), wording.payer(document)),
        *_file(document),
        Fact(_tr("CapOut document ID"), document.document_id, may_copy=True),
        Fact(_tr("CapOut workflow ID"), document.workflow_id, may_copy=True),
        Fact(_tr("CapOut's status"), document.server_status),
        Fact(_tr("Uploads begun"), number_text(document.attempts) if document.attempts > 1 else ""),
        Fact(_tr("Added"), full_moment_text(document.added_at)),
    ]
    if document.completed_at is not None:
        shown.append(Fact(_tr("Completed"), full_moment_text(document.completed_at)))
    shown.append(Fact(_tr("SHA-256 of the PDF"), document.sha256 or "", may_copy=True))
    return [fact for fact in shown if fact.value]


def _file(document: Document) -> list[Fact]:
    if not document.source:
        return []
    if document.source_kind is SourceKind.LINK:
        return [Fact(_tr("Link"), document.source, may_copy=True)]
    pages = document.page_count
    # Linux allows file names that are not valid text; these can be neither shown nor copied as is.
    path = shown_path(document.origin_path).encode(errors="replace").decode()
    origin = document.copied_from
    container = origin.container if origin is not None else ""
    return [
        Fact(_tr("Size"), "" if document.size is None else size_text(document.size)),
        Fact(_tr("Pages"), "" if pages is None else number_text(pages)),
        Fact(_tr("From"), wording.origin_text(document) if container else ""),
        Fact(_tr("File"), path, may_copy=True),
    ]


def credit_facts(document: Document, cost: DocumentCost | None) -> list[Fact]:
    """Return what the document cost, as far as it is known."""
    shown = [Fact(_tr("This document"), wording.charge_word(document))]
    if cost is None or document.charge is ChargeState.NONE:
        return shown
    if cost.spent is not None:
        spent = _credits(cost.spent)
        if cost.together > 1:
            documents = count_text(cost.together, "{number} document", "{number} documents")
            words = _tr("{credits} for {documents} together")
            spent = words.format(credits=spent, documents=documents)
        shown.append(Fact(_tr("Cost"), spent))
    return [
        *shown,
        Fact(_tr("Left before"), _credits(cost.before)),
        Fact(_tr("Left after"), _credits(cost.after)),
    ]


def _credits(number: int) -> str:
    return count_text(number, "{number} credit", "{number} credits")


def _tr(text: str) -> str:
    return QCoreApplication.translate("detail_words", text)
