"""Uploads that were under way when the program died."""

from __future__ import annotations

from datetime import datetime

from capout_desktop.domain.attempt import certainly_never_complete
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.events import Accepted, AttemptRefused, Event, OutcomeUnknown
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.problem import Problem
from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.runtime.clock import now


def settle_interrupted(store: DocumentStore) -> None:
    """Settle what was being uploaded when the program died: resend it, or look it up."""
    at = now()
    store.apply_all(
        (document.id, _interruption(store, document, at))
        for document in store.in_state(DocumentState.UPLOADING)
    )
    # The program died after it had stored that CapOut has them.
    store.apply_all(
        (document.id, Accepted(at, last.document_id))
        for document in store.in_state(DocumentState.CONFIRMING)
        if (last := store.last_attempt(document)) is not None
        and last.is_with_capout
        and last.document_id
    )


def _interruption(store: DocumentStore, document: Document, at: datetime) -> Event:
    last = store.last_attempt(document)
    if last is not None and certainly_never_complete([last]):
        return AttemptRefused(at, Problem(HoldReason.STOPPED), retry_at=at)
    return OutcomeUnknown(at, Problem(HoldReason.INTERRUPTED))
