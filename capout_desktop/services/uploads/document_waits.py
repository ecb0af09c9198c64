"""When each queued document may go, on the monotonic clock."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from capout_desktop.capout.errors import LONGEST_RETRY_AFTER
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.services.runtime import clock


class DocumentWaits:
    """Waits of single documents.

    A document's `not_before` is a time of the wall clock, which is stored and shown. How long that
    is from now is decided once, when the document begins to wait or the program starts: if the
    clock is set meanwhile, the wait stays as long as it was.
    """

    def __init__(self) -> None:
        self._told: dict[str, datetime] = {}
        self._due: dict[str, float] = {}

    def note(self, document: Document) -> None:
        """Note from when on the document may go."""
        not_before = document.not_before
        if document.state is not DocumentState.QUEUED:
            self._told.pop(document.id, None)
            self._due.pop(document.id, None)
        elif not_before is not None and self._told.get(document.id) != not_before:
            seconds = (not_before - clock.now()).total_seconds()
            self._told[document.id] = not_before
            self.put_off(document.id, min(seconds, LONGEST_RETRY_AFTER))

    def put_off(self, local_id: str, seconds: float) -> None:
        """Let a document wait so many seconds from now."""
        self._due[local_id] = clock.monotonic() + seconds

    def end(self, local_ids: Iterable[str] | None = None) -> None:
        """End the waits of these documents, or all."""
        for local_id in list(self._due) if local_ids is None else local_ids:
            self._due.pop(local_id, None)

    def seconds_left(self, local_id: str) -> float:
        """Return the seconds that the document still has to wait."""
        due = self._due.get(local_id)
        return 0.0 if due is None else max(due - clock.monotonic(), 0.0)
