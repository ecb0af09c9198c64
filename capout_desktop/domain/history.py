"""Rule for deleting the history of documents that ended long ago."""

from __future__ import annotations

from datetime import datetime, timedelta

from capout_desktop.domain.document import Document

KEEP_ALL = 0
CHOICES = (KEEP_ALL, 90, 365)
"""Days for which documents that have ended may be kept."""


def is_past(document: Document, now: datetime, days: int) -> bool:
    """Return whether a document has ended more than `days` days ago; never for `KEEP_ALL`.

    What has not ended is kept, however old it is, unless it is a file of a discarded draft.
    """
    has_ended = document.state.is_terminal or (document.removed and document.waits_for_start)
    if days <= KEEP_ALL or not has_ended:
        return False
    return document.changed_at < now - timedelta(days=days)
