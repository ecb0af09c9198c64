"""How many documents there are of each kind, kept up as they change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.showing import Show, narrowest


class Tally:
    """Counts what it is told of; nothing is counted anew.

    Attributes:
        states: How many documents are in each state.
        kinds: How many documents each filter would list; `Show.ALL` counts what no other lists.
    """

    def __init__(self) -> None:
        self.states: Counter[DocumentState] = Counter()
        self.kinds: Counter[Show] = Counter()

    def add(self, documents: Collection[Document]) -> None:
        """Count these, too."""
        self.states.update(document.state for document in documents)
        self.kinds.update(map(narrowest, documents))

    def take(self, documents: Collection[Document]) -> None:
        """Count these no more."""
        self.states.subtract(document.state for document in documents)
        self.kinds.subtract(map(narrowest, documents))

    def change(self, before: Document, after: Document) -> None:
        """Count a document as what it is now."""
        if before.state is not after.state or before.problem is not after.problem:
            self.take((before,))
            self.add((after,))
