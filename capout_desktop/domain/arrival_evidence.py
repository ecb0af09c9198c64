"""What is known when an upload without an answer is looked up."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from capout_desktop.domain.attempt import Attempt, AttemptOutcome
from capout_desktop.domain.credit_ledger import Reading
from capout_desktop.domain.destination import Destination

_STILL_OPEN = frozenset(
    {
        AttemptOutcome.UNDER_WAY,
        AttemptOutcome.UNKNOWN,
        AttemptOutcome.ABSENT,
        AttemptOutcome.RECEIVED,
        AttemptOutcome.NEVER_SENT,
        AttemptOutcome.SEND_AGAIN,
    }
)
"""Outcomes of attempts that may have an entry in the list although their id is not known."""


class ListEntry(Struct, frozen=True):
    """Entry of CapOut's list; a field is None if the list does not give it.

    Attributes:
        created_at: Time of creation (UTC); a time without a zone is taken as UTC.
        has_zone: Whether the time came with a time zone. Without one it proves nothing.
    """

    document_id: str
    file_name: str | None = None
    xn_address: str | None = None
    created_at: datetime | None = None
    has_zone: bool = True


class CreditEvidence(Struct, frozen=True):
    """Readings of the credits before an attempt and now.

    Attributes:
        before: Last reading before the attempt began; None if there is none.
        after: Reading that belongs to the present look.
        explained: Cost of this computer's accepted documents between the two; 0 if there were
            none, None if unknown.
    """

    before: Reading | None
    after: Reading | None
    explained: int | None


class ListCheck(Struct, frozen=True):
    """Earlier look at the list.

    Attributes:
        seconds: Time of the look, in seconds since the attempt ended (monotonic clock, with the
            same start as `ArrivalEvidence.elapsed_seconds`).
        says_absent: Whether the look found no reason to doubt that the document is absent.
    """

    seconds: float
    says_absent: bool


class KnownAttempts(Struct, frozen=True):
    """Attempts of this computer, sorted by their relation to one list of CapOut.

    Attributes:
        accepted: Accepted attempts that belong in this list, by CapOut's id.
        doubtful_ids: Ids of accepted attempts that may or may not belong in this list. Such an
            entry is neither explained nor matched to another attempt.
        open: Attempts that may have an entry in the list although their id is not known.
    """

    accepted: Mapping[str, Attempt]
    doubtful_ids: frozenset[str]
    open: tuple[Attempt, ...]

    @classmethod
    def of(cls, attempts: Iterable[Attempt], destination: Destination) -> KnownAttempts:
        """Sort all attempts of this computer by their relation to the list of `destination`."""
        accepted: dict[str, Attempt] = {}
        doubtful: set[str] = set()
        still_open: list[Attempt] = []
        for attempt in attempts:
            if not attempt.destination.may_share_list(destination):
                continue
            if not attempt.document_id:
                if attempt.outcome in _STILL_OPEN and not attempt.certainly_never_complete:
                    still_open.append(attempt)
            elif attempt.destination.same_payer(destination):
                accepted[attempt.document_id] = attempt
            else:
                doubtful.add(attempt.document_id)
        return cls(accepted, frozenset(doubtful - accepted.keys()), tuple(still_open))


class ArrivalEvidence(Struct, frozen=True):
    """Everything known when an attempt in doubt is looked up.

    Attributes:
        attempt: The attempt in doubt.
        listing: The list as received; None if it could not be fetched.
        known: All other attempts of this computer.
        credits: Evidence of the credits.
        elapsed_seconds: Time since the attempt ended on the monotonic clock; after a restart,
            since the program started.
        resends: Number of automatic resends of the document, see `attempt.resends_by_itself`.
        now: Time of this computer's clock (UTC), recorded with new entries.
        looks: Earlier looks of this session, oldest first.
        listed_before: Ids in the list before the attempt began; None if it was not fetched then.
        is_partial: Whether the server's list has entries that are not in `listing`.
    """

    attempt: Attempt
    listing: Sequence[ListEntry] | None
    known: KnownAttempts
    credits: CreditEvidence
    elapsed_seconds: float
    resends: int
    now: datetime
    looks: Sequence[ListCheck] = ()
    listed_before: Collection[str] | None = None
    is_partial: bool = False


class Doubt(StrEnum):
    """Reason why the question cannot be decided without the user."""

    SEVERAL_FIT = "several-fit"
    """More than one entry of the list may be the document."""
    MAY_BE_LISTED = "may-be-listed"
    """An entry that belongs to no known document may be it under another name, address or time."""
    MAY_BE_ANOTHERS = "may-be-anothers"
    """The entry may be another document that was sent from this computer."""
    NO_WITNESS = "no-witness"
    """The list shows no earlier document of this computer as it was sent, so it proves nothing."""
    ORDER_UNKNOWN = "order-unknown"
    """The list may be a page that ends before the time of the attempt."""
    LIST_HAS_GAPS = "list-has-gaps"
    """A document that CapOut certainly has is missing from the list."""
    LIST_UNAVAILABLE = "list-unavailable"
    LIST_PARTIAL = "list-partial"
    """An entry of the list cannot be read, and may be the document."""
    CREDITS_UNKNOWN = "credits-unknown"
    CREDITS_SPENT = "credits-spent"
    """More credits were spent than this computer's documents explain."""
    CREDITS_BEHIND = "credits-behind"
    """The credits do not yet show the cost of this computer's documents."""
    SENT_AGAIN_BEFORE = "sent-again-before"
    """It was already resent automatically once, which is the limit for a document."""
