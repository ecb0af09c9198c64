"""The documents that are being followed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from capout_desktop.capout.realtime.change_counter import ChangeCounter


class Watchlist:
    """Ids of documents, in the order in which they came.

    Attributes:
        changes: Grows whenever documents were added, and whenever the last one has gone; not with
            each one that goes, since no connection cares.
    """

    def __init__(self, *, ever: bool = False) -> None:
        """With `ever` there is something to follow although no document is named."""
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

    def add(self, document_ids: Iterable[str]) -> None:
        """Follow these too."""
        before = len(self._ids)
        self._ids.update(dict.fromkeys(document_ids))
        if len(self._ids) > before:
            self.changes.bump()

    def remove(self, document_id: str) -> None:
        """Follow this one no more."""
        if document_id in self._ids:
            del self._ids[document_id]
            if not self._ids:
                self.changes.bump()

    async def until_any(self) -> None:
        """Wait until there is something to follow."""
        while not self:
            await self.changes.beyond(self.changes.count)
