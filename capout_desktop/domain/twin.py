"""Rule that finds a document in CapOut's list that another computer, or a lost journal, sent."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import timedelta

from capout_desktop.domain.arrival_evidence import ListEntry
from capout_desktop.domain.document import Document
from capout_desktop.domain.list_view import may_show

SENT_BEFORE = timedelta(days=1)
"""An entry created more than this before the document was added is not taken for its twin."""


def likely_twin(
    document: Document, listing: Iterable[ListEntry], claimed: Collection[str]
) -> ListEntry | None:
    """Return the entry that is probably this very document; None if there is none.

    It has a name that may be the document's, the same address, and no attempt of this computer
    explains it (`claimed` has the ids of those). It is recent: a second computer or data folder
    sends the same file within a day, and a journal restored from a backup is older than what was
    sent from it since. There is no upper limit of its time for that reason. An older namesake is
    an earlier claim, since names such as "Estimate.pdf" come back every week. An entry without a
    name or an address, or with an uncertain time, is recent enough if its other fields match: one
    question is cheaper than a second charge. Without name and address it is not held for, because
    it would hold everything.
    """
    for entry in listing:
        if entry.document_id in claimed or (entry.file_name is None and entry.xn_address is None):
            continue
        if not may_show(entry, document.file_name, document.xn_address):
            continue
        created = entry.created_at if entry.has_zone else None
        if created is None or created >= document.added_at - SENT_BEFORE:
            return entry
    return None
