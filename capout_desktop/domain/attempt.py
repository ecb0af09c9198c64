"""One try to upload a document, and what a document's attempts say together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum

import msgspec

from capout_desktop.domain.destination import Destination
from capout_desktop.domain.document import ChargeState


class AttemptOutcome(StrEnum):
    """How an attempt ended; the journal knows it by this name."""

    UNDER_WAY = "under-way"
    REFUSED = "refused"
    """CapOut itself said no, or the body was certainly never complete."""
    UNKNOWN = "unknown"
    """The body may have been complete, and there is no usable answer."""
    ABSENT = "absent"
    """The list and the credits show that CapOut does not have it: it may go again by itself."""
    ACCEPTED = "accepted"
    """CapOut has it, by its answer or by the list; `document_id` names it."""
    RECEIVED = "received"
    """By the person's word CapOut has it; `document_id` where they picked it from a list."""
    NEVER_SENT = "never-sent"
    """By the person's word CapOut does not have it, and it is set aside."""
    SEND_AGAIN = "send-again"
    """The person wants it sent again although it may have arrived."""

    @property
    def is_settled(self) -> bool:
        """Whether nothing more is to be found out."""
        return self not in {AttemptOutcome.UNDER_WAY, AttemptOutcome.UNKNOWN}


class SeenEntry(msgspec.Struct, frozen=True, omit_defaults=True):
    """An entry of CapOut's list that may be this attempt, as it was when it was first seen.

    Attributes:
        entry_id: CapOut's id of it.
        seen_at: When it was seen (UTC, this computer's clock).
        file_name: None where the list does not say, as with the next two.
        has_zone: Whether `created_at` came with a time zone.
    """

    entry_id: str
    seen_at: datetime
    file_name: str | None = None
    xn_address: str | None = None
    created_at: datetime | None = None
    has_zone: bool = True


class Attempt(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One try to upload one document: a record of its own in the journal.

    Attributes:
        id: This program's own id of it.
        document: This program's own id of the document.
        number: 1 for the document's first attempt.
        file_name: The name that was sent.
        started_at: When it began (UTC, this computer's clock).
        server_time: When it began by the server's clock (UTC); None where that is not known.
        duration_seconds: How long it took on the monotonic clock; None where the program died.
        sha256: Hex digest of what was really streamed; empty until known, and for links.
        bytes_out: Bytes of the request's body handed over.
        bytes_total: Bytes of the whole body; 0 where not known.
        body_about_to_be_complete: Written and synced before the last bytes leave. Without it the
            body was certainly never complete.
        document_id: CapOut's id; empty until it is known.
        seen: Entries of CapOut's list that may be it, each kept once seen.
        asked_at: When the person was asked about it (UTC); from then on only they, or the very
            entry in the list, settle it.
    """

    id: str
    document: str
    destination: Destination
    number: int
    file_name: str
    started_at: datetime
    server_time: datetime | None = None
    duration_seconds: float | None = None
    sha256: str = ""
    bytes_out: int = 0
    bytes_total: int = 0
    body_about_to_be_complete: bool = False
    outcome: AttemptOutcome = AttemptOutcome.UNDER_WAY
    document_id: str = ""
    seen: tuple[SeenEntry, ...] = ()
    asked_at: datetime | None = None

    @property
    def certainly_never_complete(self) -> bool:
        """Whether CapOut cannot have accepted it: it may go again at once."""
        return not self.body_about_to_be_complete and self.outcome in {
            AttemptOutcome.UNDER_WAY,
            AttemptOutcome.UNKNOWN,
            AttemptOutcome.REFUSED,
        }

    @property
    def is_with_capout(self) -> bool:
        """Whether CapOut has it."""
        return self.outcome in {AttemptOutcome.ACCEPTED, AttemptOutcome.RECEIVED}

    @property
    def is_in_doubt(self) -> bool:
        """Whether it still has to be found out whether it arrived."""
        return not self.outcome.is_settled and self.body_about_to_be_complete

    @property
    def may_have_arrived(self) -> bool:
        """Whether CapOut has it, or may have it."""
        return self.is_with_capout or self.is_in_doubt or self.outcome is AttemptOutcome.SEND_AGAIN


def is_with_capout(attempts: Iterable[Attempt]) -> bool:
    """Whether CapOut has the document."""
    return any(attempt.is_with_capout for attempt in attempts)


def may_have_arrived(attempts: Iterable[Attempt]) -> bool:
    """Whether CapOut has the document, or may have it: sending it may cost credits twice."""
    return any(attempt.may_have_arrived for attempt in attempts)


def was_charged(attempts: Iterable[Attempt]) -> bool:
    """Whether the document certainly cost credits, as far as CapOut charges for what it takes."""
    return is_with_capout(attempts)


def resends_by_itself(attempts: Iterable[Attempt]) -> int:
    """How many times the program let the document go again by itself after an unknown outcome.

    What was certainly never complete or was refused went again for the first time.
    """
    return sum(attempt.outcome is AttemptOutcome.ABSENT for attempt in attempts)


def certainly_never_complete(attempts: Sequence[Attempt]) -> bool:
    """Whether the last attempt cannot have been accepted, so that the document goes at once."""
    return bool(attempts) and _last(attempts).certainly_never_complete


def charge(attempts: Sequence[Attempt], *, workflow_failed: bool = False) -> ChargeState:
    """Return what the document did to the credits, as far as this program can know.

    `workflow_failed` says that CapOut took it and could not finish it.
    """
    if was_charged(attempts):
        return ChargeState.PERHAPS if workflow_failed else ChargeState.CHARGED
    if any(attempt.is_in_doubt for attempt in attempts):
        return ChargeState.UNKNOWN
    return ChargeState.PERHAPS if may_have_arrived(attempts) else ChargeState.NONE


def _last(attempts: Sequence[Attempt]) -> Attempt:
    return max(attempts, key=lambda attempt: attempt.number)
