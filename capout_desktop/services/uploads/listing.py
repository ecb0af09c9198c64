"""CapOut's list of documents, as the rules of `domain.arrival` and `domain.twin` read it."""

from __future__ import annotations

from collections.abc import Iterable

from capout_desktop.capout.wire import ListedDocument
from capout_desktop.domain.arrival_evidence import ListEntry


def list_entries(listing: Iterable[ListedDocument]) -> tuple[ListEntry, ...]:
    """Return the entries of a list. A time without a zone is kept, and marked as such."""
    return tuple(
        ListEntry(
            entry.document_id,
            entry.file_name,
            entry.xn_address,
            entry.created_at or entry.created_at_without_zone,
            has_zone=entry.created_at_without_zone is None,
        )
        for entry in listing
    )
