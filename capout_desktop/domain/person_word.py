"""Events that a person's word about a document means, in the state that the document is in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from capout_desktop.domain import events as ev
from capout_desktop.domain import hold
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.lifecycle import cancellation, reduce

_FREE_TO_GO_ELSEWHERE = hold.RELEASED_BY_ADDRESS | {HoldReason.WAITS_FOR_START}


def canceled(document: Document, at: datetime) -> Iterator[ev.Event]:
    """Yield the event that cancels it."""
    yield cancellation(document, at)


def addressed(document: Document, xn_address: str, at: datetime) -> Iterator[ev.Event]:
    """Yield the events that give it the address that it waits for."""
    event = ev.Addressed(at, xn_address)
    yield event
    if reduce(document, event).held_for(*hold.RELEASED_BY_ADDRESS):
        yield ev.Released(at)


def readdressed(document: Document, xn_address: str, at: datetime) -> Iterator[ev.Event]:
    """Yield the events that send it to another address.

    What ended without CapOut having it is tried again. What waits for the person's word goes on
    waiting for it: whether it was sent before is only judged anew, for the new address.
    """
    event = ev.Addressed(at, xn_address)
    yield event
    after = reduce(document, event)
    if after is document:
        return
    if after.held_for(*_FREE_TO_GO_ELSEWHERE):
        yield ev.Released(at)
    elif after.state in (DocumentState.FAILED, DocumentState.CANCELED):
        yield ev.RetryRequested(at)
