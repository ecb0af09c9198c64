"""Filters of the document list."""

from __future__ import annotations

from enum import StrEnum

from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.hold import HoldReason


class DocumentFilter(StrEnum):
    """Filter of the document list. A document matches `ALL` and at most one other filter."""

    ACTIVE = "active"
    """Under way or waiting for its turn. The user need not do anything."""
    ATTENTION = "attention"
    """Waits until the user does something."""
    COMPLETE = "complete"
    ALL = "all"


_S = DocumentState
_BY_STATE = {  # a state that is not listed here is active until it is terminal
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
_PASSES = frozenset({HoldReason.SAME_IN_FLIGHT, HoldReason.LIST_NEEDED})
"""Reasons for which a document is held and sent automatically later."""
_ASKS = frozenset({HoldReason.LOOK_UP_UNCLEAR, HoldReason.OTHER_ORGANIZATION})
"""Reasons why a document that is being looked up needs the user."""


def filter_of(document: Document) -> DocumentFilter:
    """Return the filter other than `ALL` that a document matches; `ALL` if there is none."""
    state = document.state
    if state is _S.HELD:
        if document.problem_code in _PASSES:
            return DocumentFilter.ACTIVE
        if document.skipped:
            return DocumentFilter.ALL  # the user has decided
    elif state is _S.CONFIRMING and document.problem_code in _ASKS:
        return DocumentFilter.ATTENTION
    kind = _BY_STATE.get(state)
    if kind is None:
        return DocumentFilter.ALL if state.is_terminal else DocumentFilter.ACTIVE
    return kind
