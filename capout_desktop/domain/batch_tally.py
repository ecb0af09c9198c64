"""How the documents of a batch stand, counted for its heading in the list."""

from __future__ import annotations

from enum import StrEnum

from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.document_filter import DocumentFilter, filter_of
from capout_desktop.domain.events import RetryRequested
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.lifecycle import can


class Standing(StrEnum):
    """How a document stands in its batch, in the order of the list: problems come first."""

    NEEDS_PERSON = "needs-person"
    REJECTED = "rejected"
    """The file cannot be sent."""
    FAILED = "failed"
    """It can be tried again without costing credits twice."""
    FAILED_AT_CAPOUT = "failed-at-capout"
    NEEDS_CREDITS = "needs-credits"
    CONFIRMING = "confirming"
    """CapOut is asked whether it has it."""
    SENDING = "sending"
    PROCESSING = "processing"
    WAITING = "waiting"
    """It is sent by itself later."""
    READY = "ready"
    """It waits for the batch to be sent."""
    SKIPPED = "skipped"
    CANCELED = "canceled"
    COMPLETE = "complete"


UNDER_WAY = (Standing.CONFIRMING, Standing.SENDING, Standing.PROCESSING, Standing.WAITING)
"""How documents stand that go on by themselves."""
_GOES_ON = {
    DocumentState.CONFIRMING: Standing.CONFIRMING,
    DocumentState.UPLOADING: Standing.SENDING,
    DocumentState.PROCESSING: Standing.PROCESSING,
}


def standing(document: Document) -> Standing:
    """Return how a document stands in its batch."""
    if document.skipped:
        return Standing.SKIPPED
    if document.state is DocumentState.COMPLETE:
        return Standing.COMPLETE
    if document.state is DocumentState.CANCELED:
        return Standing.CANCELED
    if document.state is DocumentState.REJECTED:
        return Standing.REJECTED
    if document.state is DocumentState.FAILED:
        is_free = can(document, RetryRequested)
        return Standing.FAILED if is_free else Standing.FAILED_AT_CAPOUT
    if document.held_for(HoldReason.NO_CREDITS):
        return Standing.NEEDS_CREDITS
    if document.held_for(HoldReason.WAITS_FOR_START):
        return Standing.READY
    if filter_of(document) is DocumentFilter.ATTENTION:
        return Standing.NEEDS_PERSON
    return _GOES_ON.get(document.state, Standing.WAITING)
