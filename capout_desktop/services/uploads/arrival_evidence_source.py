"""What is known of an upload without an answer: CapOut's list, its credits, and the own attempts.

`domain.arrival` concludes from it whether the upload arrived.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from msgspec import Struct, field

from capout_desktop.capout.answers import DocumentList
from capout_desktop.capout.errors import CapOutError
from capout_desktop.domain.arrival_evidence import ArrivalEvidence, KnownAttempts, ListCheck
from capout_desktop.domain.attempt import Attempt, resends_by_itself
from capout_desktop.domain.credit_evidence import credit_evidence
from capout_desktop.domain.credit_ledger import Movement, Reading
from capout_desktop.domain.credits import CreditBalance
from capout_desktop.domain.document import Document
from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.organizations.credential_service import Credential
from capout_desktop.services.runtime import clock
from capout_desktop.services.runtime.clock import now
from capout_desktop.services.uploads.first_look import FirstLook
from capout_desktop.services.uploads.listing import list_entries

_log = logging.getLogger(__name__)


class CreditReadings(Protocol):
    """Readings and movements of the credits, see `services.credits.spending_book`."""

    def record(self, balance: CreditBalance, asked_at: datetime, organization_id: str) -> Reading:
        """Record a balance of this organization that was requested at `asked_at` (UTC)."""

    def reading_before(self, organization_id: str, at: datetime) -> Reading | None:
        """Return the last reading that was complete by `at`; None if there is none."""

    def movements(self, since: datetime) -> Sequence[Movement]:
        """Return the movements of all organizations since `since`, oldest first."""


class Doubted(Struct):
    """Attempt in doubt.

    Attributes:
        since: When it ended, in seconds of the monotonic clock; after a restart, when the program
            started.
        looks: Looks at the list since then, oldest first.
        before: Last reading of the credits before it began; None while unknown.
        failure: Kind of the last failure of this program on it, which is in the log.
    """

    since: float
    looks: list[ListCheck] = field(default_factory=list)
    before: Reading | None = None
    failure: type[Exception] | None = None


class Look(Struct, frozen=True):
    """What CapOut answered; None where it did not.

    Attributes:
        asked: When the list was requested, in seconds of the monotonic clock.
    """

    asked: float
    listing: DocumentList | None
    credits: Reading | None


class ArrivalEvidenceSource:
    """Looks at the list and the credits, and puts together what is known of an attempt."""

    def __init__(self, store: DocumentStore, book: CreditReadings, first_look: FirstLook) -> None:
        """Create it.

        `book` has the readings of the credits, `first_look` the lists from before the attempts.
        """
        self._store = store
        self._book = book
        self._first_look = first_look
        self._statuses: dict[str, dict[str, str]] = {}

    def status_of(self, document: Document, entry_id: str) -> str:
        """Return the status of an entry in the last list of the document's organization."""
        return self._statuses.get(document.organization_id, {}).get(entry_id, "")

    async def look(self, credential: Credential) -> Look:
        """Ask CapOut for the list and the credits; what it does not answer is None."""
        asked = clock.monotonic()
        listing: DocumentList | None = None
        reading: Reading | None = None
        try:
            listing = await credential.client.documents()
        except CapOutError as error:
            _log.info("the list of documents cannot be had: %s", error)
        else:
            statuses = {entry.document_id: entry.report.status for entry in listing}
            self._statuses[credential.organization_id] = statuses
        asked_at = now()
        try:
            balance = await credential.client.credits()
        except CapOutError as error:
            _log.info("the credits cannot be had: %s", error)
        else:
            reading = self._book.record(balance, asked_at, credential.organization_id)
        return Look(asked, listing, reading)

    def of(
        self, document: Document, attempt: Attempt, doubt: Doubted, look: Look
    ) -> ArrivalEvidence:
        """Return all that is known of an attempt after this look."""
        others = [other for other in self._store.every_attempt() if other.id != attempt.id]
        known = KnownAttempts.of(others, attempt.destination)
        movements: list[Movement] = []
        if look.credits is not None:
            if doubt.before is None:
                organization_id = look.credits.organization_id
                doubt.before = self._book.reading_before(organization_id, attempt.started_at)
            if doubt.before is not None:
                movements = [
                    movement
                    for movement in self._book.movements(doubt.before.at)
                    if movement.organization_id == look.credits.organization_id
                ]
        return ArrivalEvidence(
            attempt=attempt,
            listing=None if look.listing is None else list_entries(look.listing),
            known=known,
            credits=credit_evidence(doubt.before, look.credits, movements, known),
            elapsed_seconds=look.asked - doubt.since,
            # What was canceled, or refused, is not sent at all if it is absent.
            resends=0
            if document.cancel_requested or attempt.conflict is not None
            else resends_by_itself(self._store.attempts(document.id)),
            now=now(),
            looks=tuple(doubt.looks),
            listed_before=self._first_look.listed_before(attempt.id),
            is_partial=look.listing is not None and look.listing.partial,
        )
