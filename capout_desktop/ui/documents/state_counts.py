"""Running counts of the documents on the list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from msgspec.structs import replace

from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.document_filter import DocumentFilter, filter_of
from capout_desktop.domain.events import RetryRequested
from capout_desktop.domain.lifecycle import can


class StateCounts:
    """Running counts of the documents, updated by each change.

    Attributes:
        both: Number of documents in each state that each filter would list; `ALL` counts those of
            no other filter.
        retryable: Number of failed documents that a retry sends again.
    """

    def __init__(self) -> None:
        self.both: Counter[tuple[DocumentState, DocumentFilter]] = Counter()
        self.retryable = 0

    @property
    def states(self) -> Counter[DocumentState]:
        """Number of documents in each state."""
        states: Counter[DocumentState] = Counter()
        for (state, _), number in self.both.items():
            states[state] += number
        return states

    @property
    def kinds(self) -> Counter[DocumentFilter]:
        """Number of documents that each filter would list; `ALL` counts those of no other."""
        kinds: Counter[DocumentFilter] = Counter()
        for (_, kind), number in self.both.items():
            kinds[kind] += number
        return kinds

    def add(self, documents: Collection[Document]) -> None:
        """Count documents."""
        self.both.update(map(_state_and_kind, documents))
        self.retryable += sum(map(_can_be_retried, documents))

    def take(self, documents: Collection[Document]) -> None:
        """Stop counting documents."""
        self.both.subtract(map(_state_and_kind, documents))
        self.retryable -= sum(map(_can_be_retried, documents))

    def change(self, before: Document, after: Document) -> None:
        """Update the counts after a change of a document."""
        # All that the counts depend on.
        if (
            before.state is not after.state
            or before.problem is not after.problem
            or before.skipped is not after.skipped
        ):
            self.take((before,))
            self.add((after,))


def _state_and_kind(document: Document) -> tuple[DocumentState, DocumentFilter]:
    return document.state, filter_of(document)


def _can_be_retried(document: Document) -> bool:
    if document.state is not DocumentState.FAILED:
        return False
    # Also for one that is about to be taken off the list, and was counted before.
    return can(replace(document, removed=False), RetryRequested)
