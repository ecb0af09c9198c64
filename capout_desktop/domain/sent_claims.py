"""Documents that were sent, by the claim number in their estimates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from capout_desktop.domain.document import ChargeState, Document
from capout_desktop.domain.estimate_fields import claim_key


class _Sent(NamedTuple):
    at: datetime
    server: str
    sha256: str | None


class SentClaims:
    """Finds the documents of the same claim that were sent before."""

    def __init__(self) -> None:
        self._claims: dict[str, str] = {}
        self._sent: dict[str, dict[str, _Sent]] = {}

    def take(self, documents: Iterable[Document]) -> None:
        """Add or update documents."""
        for document in documents:
            claim = claim_key(document) if _was_sent(document) else ""
            before = self._claims.get(document.id, "")
            if before and before != claim:
                del self._sent[before][document.id]
                del self._claims[document.id]
            if claim:
                self._claims[document.id] = claim
                at = document.attempt_at or document.added_at
                sent = _Sent(at, document.server, document.sha256)
                self._sent.setdefault(claim, {})[document.id] = sent

    def sent_at(self, document: Document) -> datetime | None:
        """Return when another file of a document's claim was last sent to its server.

        It is None if none was, or if the claim number is not certain. The same file does not
        count: that it was sent before is said elsewhere.
        """
        others = self._sent.get(claim_key(document), {})
        times = [
            sent.at
            for local_id, sent in others.items()
            if local_id != document.id
            and sent.server == document.server
            and sent.sha256 != document.sha256
        ]
        return max(times, default=None)


def last_sent_of_claim(document: Document, others: Iterable[Document]) -> Document | None:
    """Return the other file of a document's claim that was last sent to its server, if any."""
    claim = claim_key(document)
    sent = [
        other
        for other in others
        if claim
        and other.id != document.id
        and _was_sent(other)
        and other.server == document.server
        and other.sha256 != document.sha256
        and claim_key(other) == claim
    ]
    return max(sent, key=lambda other: other.attempt_at or other.added_at, default=None)


def _was_sent(document: Document) -> bool:
    return document.charge is not ChargeState.NONE
