"""How the documents of a batch stand, counted for its heading in the list."""

from __future__ import annotations

from enum import StrEnum

from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.document_filter import DocumentFilter, filter_of
from capout_desktop.domain.hold import HoldReason


class Standing(StrEnum):
    """How a document stands in its batch, in the order of the list: problems come first."""

    NEEDS_PERSON = "needs-person"
    FAILED = "failed"
    NEEDS_CREDITS = "needs-credits"
    ACTIVE = "active"
    READY = "ready"
    """It waits for the batch to be sent."""
    SKIPPED = "skipped"
    CANCELED = "canceled"
    COMPLETE = "complete"


def standing(document: Document) -> Standing:
    """Return how a document stands in its batch."""
    if document.skipped:
        return Standing.SKIPPED
    if document.state is DocumentState.COMPLETE:
        return Standing.COMPLETE
    if document.state is DocumentState.CANCELED:
        return Standing.CANCELED
    if document.state in {DocumentState.FAILED, DocumentState.REJECTED}:
        return Standing.FAILED
    if document.held_for(HoldReason.NO_CREDITS):
        return Standing.NEEDS_CREDITS
    if document.held_for(HoldReason.WAITS_FOR_START):
        return Standing.READY
    if filter_of(document) is DocumentFilter.ATTENTION:
        return Standing.NEEDS_PERSON
    return Standing.ACTIVE
