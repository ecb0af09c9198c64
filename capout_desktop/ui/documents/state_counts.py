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
        states: Number of documents in each state.
        kinds: Number of documents that each filter would list; `ALL` counts those of no other
            filter.
        retryable: Number of failed documents that a retry sends again.
    """

    def __init__(self) -> None:
        self.states: Counter[DocumentState] = Counter()
        self.kinds: Counter[DocumentFilter] = Counter()
        self.retryable = 0

    def add(self, documents: Collection[Document]) -> None:
        """Count documents."""
        self.states.update(document.state for document in documents)
        self.kinds.update(map(filter_of, documents))
        self.retryable += sum(map(_can_be_retried, documents))

    def take(self, documents: Collection[Document]) -> None:
        """Stop counting documents."""
        self.states.subtract(document.state for document in documents)
        self.kinds.subtract(map(filter_of, documents))
        self.retryable -= sum(map(_can_be_retried, documents))

    def change(self, before: Document, after: Document) -> None:
        """Update the counts after a change of a document."""
        if before.state is not after.state or before.problem is not after.problem:
            self.take((before,))
            self.add((after,))


def _can_be_retried(document: Document) -> bool:
    if document.state is not DocumentState.FAILED:
        return False
    # Also for one that is about to be taken off the list, and was counted before.
    return can(replace(document, removed=False), RetryRequested)
