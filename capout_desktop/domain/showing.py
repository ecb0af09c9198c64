"""Which documents the person wants to see: those under way, those that need them, those done."""

from __future__ import annotations

from enum import StrEnum

from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.hold import HoldReason


class Show(StrEnum):
    """What a list may be narrowed to; a document belongs to one of them at most, and to `ALL`."""

    ACTIVE = "active"
    """Under way, or soon to be: nothing is wanted from the person."""
    ATTENTION = "attention"
    """Stands still until the person does something."""
    COMPLETE = "complete"
    ALL = "all"


_S = DocumentState
_BY_STATE = {  # what is not listed here is under way until it has ended
    _S.CHECKING: Show.ACTIVE,
    _S.QUEUED: Show.ACTIVE,
    _S.HELD: Show.ATTENTION,
    _S.UPLOADING: Show.ACTIVE,
    _S.CONFIRMING: Show.ACTIVE,
    _S.PROCESSING: Show.ACTIVE,
    _S.COMPLETE: Show.COMPLETE,
    _S.FAILED: Show.ATTENTION,
    _S.CANCELED: Show.ALL,
    _S.REJECTED: Show.ATTENTION,
}
_ASKS = frozenset({HoldReason.LOOK_UP_UNCLEAR, HoldReason.OTHER_ORGANIZATION})
"""Why a document that is being looked up needs the person after all."""


def narrowest(document: Document) -> Show:
    """The one filter besides `ALL` that lists it; `ALL` where no other does."""
    if document.state is _S.CONFIRMING and document.problem_code in _ASKS:
        return Show.ATTENTION
    if document.held_for(HoldReason.SAME_IN_FLIGHT):
        return Show.ACTIVE  # it goes by itself
    other = Show.ALL if document.state.is_terminal else Show.ACTIVE
    return _BY_STATE.get(document.state, other)
