"""Which documents the person wants to see: those under way, those that need them, those done."""

from __future__ import annotations

from enum import StrEnum

from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.hold import HoldReason


class DocumentFilter(StrEnum):
    """What a list may be narrowed to; a document belongs to one of them at most, and to `ALL`."""

    ACTIVE = "active"
    """Under way, or soon to be: nothing is wanted from the person."""
    ATTENTION = "attention"
    """Stands still until the person does something."""
    COMPLETE = "complete"
    ALL = "all"


_S = DocumentState
_BY_STATE = {  # what is not listed here is under way until it has ended
    _S.CHECKING: DocumentFilter.ACTIVE,
    _S.QUEUED: DocumentFilter.ACTIVE,
    _S.HELD: DocumentFilter.ATTENTION,
    _S.UPLOADING: DocumentFilter.ACTIVE,
    _S.CONFIRMING: DocumentFilter.ACTIVE,
    _S.PROCESSING: DocumentFilter.ACTIVE,
    _S.COMPLETE: DocumentFilter.COMPLETE,
    _S.FAILED: DocumentFilter.ATTENTION,
    _S.CANCELED: DocumentFilter.ALL,
    _S.REJECTED: DocumentFilter.ATTENTION,
}
_ASKS = frozenset({HoldReason.LOOK_UP_UNCLEAR, HoldReason.OTHER_ORGANIZATION})
"""Why a document that is being looked up needs the person after all."""


def filter_of(document: Document) -> DocumentFilter:
    """The one filter besides `ALL` that lists it; `ALL` where no other does."""
    if document.state is _S.CONFIRMING and document.problem_code in _ASKS:
        return DocumentFilter.ATTENTION
    if document.held_for(HoldReason.SAME_IN_FLIGHT):
        return DocumentFilter.ACTIVE  # it goes by itself
    other = DocumentFilter.ALL if document.state.is_terminal else DocumentFilter.ACTIVE
    return _BY_STATE.get(document.state, other)
