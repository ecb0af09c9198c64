"""Watchlist of the documents that are being followed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, KeysView

from capout_desktop.capout.realtime.change_counter import ChangeCounter


class Watchlist:
    """Ids of documents, in the order in which they were added.

    Attributes:
        changes: Counter of changes. It grows when documents are added and when the last one is
            removed, but not with other removals, which do not affect connections.
    """

    def __init__(self, *, ever: bool = False) -> None:
        """Create the list; with `ever` it counts as not empty although it has no document."""
        self._ever = ever
        self.changes = ChangeCounter()
        self._ids: dict[str, None] = {}

    def __contains__(self, document_id: object) -> bool:
        return document_id in self._ids

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)

    def __bool__(self) -> bool:
        return self._ever or bool(self._ids)

    @property
    def ids(self) -> KeysView[str]:
        """A view of the ids, which is quicker to ask than the list."""
        return self._ids.keys()

    def add(self, document_ids: Iterable[str]) -> None:
        """Add documents to follow."""
        before = len(self._ids)
        self._ids.update(dict.fromkeys(document_ids))
        if len(self._ids) > before:
            self.changes.bump()

    def remove(self, document_id: str) -> None:
        """Stop following a document."""
        if document_id in self._ids:
            del self._ids[document_id]
            if not self._ids:
                self.changes.bump()

    async def until_any(self) -> None:
        """Wait until the list is not empty."""
        while not self:
            await self.changes.beyond(self.changes.count)
