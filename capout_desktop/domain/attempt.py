"""Attempts to upload a document, and functions over all attempts of a document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum

import msgspec

from capout_desktop.domain.destination import Destination
from capout_desktop.domain.document import ChargeState
from capout_desktop.domain.moment import Moment
from capout_desktop.domain.problem import Problem


class AttemptOutcome(StrEnum):
    """Outcome of an attempt; the journal stores the value."""

    UNDER_WAY = "under-way"
    REFUSED = "refused"
    """CapOut refused it, or the body was certainly never complete."""
    UNKNOWN = "unknown"
    """The body may have been complete, and there is no usable answer."""
    ABSENT = "absent"
    """List and credits show that CapOut does not have it; it may be resent automatically."""
    ACCEPTED = "accepted"
    """CapOut has it, according to its answer or the list; `document_id` is its id."""
    RECEIVED = "received"
    """The user says that CapOut has it; `document_id` is set if they picked it from a list."""
    NEVER_SENT = "never-sent"
    """The user says that CapOut does not have it, and it is not sent."""
    SEND_AGAIN = "send-again"
    """The user wants it sent again although it may have arrived."""

    @property
    def is_settled(self) -> bool:
        """Whether the outcome is known."""
        return self not in {AttemptOutcome.UNDER_WAY, AttemptOutcome.UNKNOWN}


class SeenEntry(msgspec.Struct, frozen=True, omit_defaults=True):
    """Entry of CapOut's list that may be this attempt, as it was when first seen.

    Attributes:
        entry_id: CapOut's id of it.
        seen_at: Time when it was first seen (UTC, this computer's clock).
        file_name: None if the list does not give it.
        xn_address: None if the list does not give it.
        created_at: None if the list does not give it.
        has_zone: Whether `created_at` came with a time zone.
    """

    entry_id: str
    seen_at: Moment
    file_name: str | None = None
    xn_address: str | None = None
    created_at: datetime | None = None
    has_zone: bool = True


class Attempt(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Attempt to upload a document. It is a separate record in the journal.

    Attributes:
        id: This program's own id of it.
        document: This program's own id of the document.
        number: 1 for the document's first attempt.
        file_name: The name that was sent.
        started_at: Time when it began (UTC, this computer's clock).
        server_time: Time when it began by the server's clock (UTC); None if unknown.
        duration_seconds: Duration on the monotonic clock; None if the program died.
        sha256: Hex digest of the bytes actually sent; empty until known, and for links.
        bytes_out: Bytes of the request body handed over.
        bytes_total: Bytes of the whole body; 0 if unknown.
        body_about_to_be_complete: Stored and synced before the last bytes are sent. If it is
            False, the body was certainly never complete.
        document_id: CapOut's id; empty until known.
        seen: Entries of CapOut's list that may be it; an entry is kept once seen.
        asked_at: Time when the user was asked about it (UTC). After that only the user, or its
            own entry in the list, decides the outcome.
        original_sha256: Hex digest of the original, if a copy of it in the outbox was sent; else
            empty.
        conflict: CapOut's answer that it has this document already (409), after a complete body.
            If a look-up shows that CapOut does not have it, that was a refusal, and the document
            is not resent automatically. None for every other answer.
        key_fingerprint: Fingerprint of the key that sent it, by which that key is known also where
            CapOut does not name its organization; empty if an older version sent it.
    """

    id: str
    document: str
    destination: Destination
    number: int
    file_name: str
    started_at: Moment
    server_time: Moment | None = None
    duration_seconds: float | None = None
    sha256: str = ""
    bytes_out: int = 0
    bytes_total: int = 0
    body_about_to_be_complete: bool = False
    outcome: AttemptOutcome = AttemptOutcome.UNDER_WAY
    document_id: str = ""
    seen: tuple[SeenEntry, ...] = ()
    asked_at: Moment | None = None
    original_sha256: str = ""
    conflict: Problem | None = None
    key_fingerprint: str = ""

    @property
    def certainly_never_complete(self) -> bool:
        """Whether CapOut cannot have accepted it, so that it may be resent at once."""
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
        """Whether it is still unknown if it arrived."""
        return not self.outcome.is_settled and self.body_about_to_be_complete

    @property
    def may_have_arrived(self) -> bool:
        """Whether CapOut has or may have it."""
        return self.is_with_capout or self.is_in_doubt or self.outcome is AttemptOutcome.SEND_AGAIN


def is_with_capout(attempts: Iterable[Attempt]) -> bool:
    """Return whether CapOut has the document."""
    return any(attempt.is_with_capout for attempt in attempts)


def may_have_arrived(attempts: Iterable[Attempt]) -> bool:
    """Return whether CapOut has or may have the document, so that resending may cost twice."""
    return any(attempt.may_have_arrived for attempt in attempts)


def was_charged(attempts: Iterable[Attempt]) -> bool:
    """Return whether the document cost credits, given that CapOut charges for what it accepts."""
    return is_with_capout(attempts)


def resends_by_itself(attempts: Iterable[Attempt]) -> int:
    """Return the number of automatic resends of the document after an unknown outcome.

    Attempts that were refused or certainly never complete do not count.
    """
    return sum(attempt.outcome is AttemptOutcome.ABSENT for attempt in attempts)


def certainly_never_complete(attempts: Sequence[Attempt]) -> bool:
    """Return whether the last attempt cannot have been accepted, so that it may be resent."""
    return bool(attempts) and _last(attempts).certainly_never_complete


def charge(attempts: Sequence[Attempt], *, workflow_failed: bool = False) -> ChargeState:
    """Return whether the document cost credits, as far as this program can know.

    `workflow_failed` means that CapOut accepted it and its workflow failed.
    """
    if was_charged(attempts):
        return ChargeState.PERHAPS if workflow_failed else ChargeState.CHARGED
    if any(attempt.is_in_doubt for attempt in attempts):
        return ChargeState.UNKNOWN
    return ChargeState.PERHAPS if may_have_arrived(attempts) else ChargeState.NONE


def _last(attempts: Sequence[Attempt]) -> Attempt:
    return max(attempts, key=lambda attempt: attempt.number)
