"""Rules that decide from CapOut's list and credits whether an upload without an answer arrived.

No public page states how `GET /documents` pages, orders, renames or delays entries. So a document
is taken to be absent only if other documents prove that the list is complete (witnesses), and an
entry is matched to the upload only if it cannot be another document. In every other case the user
is asked once and shown what was found.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from capout_desktop.domain.arrival_evidence import ArrivalEvidence, Doubt, ListCheck
from capout_desktop.domain.attempt import Attempt, SeenEntry
from capout_desktop.domain.credit_evidence import credit_doubts
from capout_desktop.domain.list_view import ListView

FIRST_ABSENCE_SECONDS = 600.0
"""Earliest time to conclude absence: services take minutes to accept, and lists lag behind."""
SECOND_LOOK_SECONDS = 180.0
"""Time after which a second look must give the same result."""
PATIENCE_SECONDS = 1800.0
"""Maximum wait for a temporary doubt to pass, such as an unavailable list."""

_FIRST_INTERVAL, _LONGEST_INTERVAL = 5.0, 60.0
_MAY_PASS = frozenset(
    {
        Doubt.LIST_HAS_GAPS,
        Doubt.LIST_UNAVAILABLE,
        Doubt.LIST_PARTIAL,
        Doubt.CREDITS_UNKNOWN,
        Doubt.CREDITS_BEHIND,
    }
)


class Found(Struct, frozen=True):
    """Verdict that an entry of the list is the document."""

    document_id: str


class Absent(Struct, frozen=True):
    """Verdict that CapOut does not have the document, so that it may be resent once."""


class AskPerson(Struct, frozen=True):
    """Verdict that only the user can decide, with the possible entries and the doubts."""

    candidates: tuple[SeenEntry, ...]
    doubts: tuple[Doubt, ...]


class LookAgain(Struct, frozen=True):
    """Verdict that it is too early to decide; the next look follows in `after_seconds`."""

    after_seconds: float


Verdict = Found | Absent | AskPerson | LookAgain


class Conclusion(Struct, frozen=True):
    """Result of one look.

    Attributes:
        attempt: The attempt with the entries that were seen; to be stored if it changed.
        look: To be passed with the earlier looks next time.
    """

    verdict: Verdict
    attempt: Attempt
    look: ListCheck


def conclude(inquiry: ArrivalEvidence) -> Conclusion:
    """Return the judgment on an attempt in doubt."""
    view = ListView(inquiry)
    attempt = replace(inquiry.attempt, seen=view.seen())
    adopted = view.adoptable()
    if isinstance(adopted, str):
        found = ListCheck(inquiry.elapsed_seconds, says_absent=False)
        return Conclusion(Found(adopted), attempt, found)
    verdict, says_absent = _without_entry(inquiry, view, adopted)
    if isinstance(verdict, AskPerson) and attempt.asked_at is None:
        attempt = replace(attempt, asked_at=inquiry.now)
    return Conclusion(verdict, attempt, ListCheck(inquiry.elapsed_seconds, says_absent))


def _without_entry(
    inquiry: ArrivalEvidence, view: ListView, adoption: Sequence[Doubt]
) -> tuple[Verdict, bool]:
    """Return the verdict if no entry can be matched, and whether this look says absent."""
    elapsed = inquiry.elapsed_seconds
    doubts = tuple(
        dict.fromkeys(
            (
                *adoption,
                *view.doubts_of_absence(),
                *credit_doubts(inquiry.attempt, inquiry.credits),
                *((Doubt.SENT_AGAIN_BEFORE,) if inquiry.resends else ()),
            )
        )
    )
    if inquiry.attempt.asked_at is not None:
        return AskPerson(view.candidates(), doubts), False  # the user was asked already
    if elapsed < FIRST_ABSENCE_SECONDS:
        return LookAgain(min(_interval(elapsed), FIRST_ABSENCE_SECONDS - elapsed)), False
    if doubts:
        if elapsed < PATIENCE_SECONDS and _MAY_PASS.issuperset(doubts):
            return LookAgain(_LONGEST_INTERVAL), False
        return AskPerson(view.candidates(), doubts), False
    wait = SECOND_LOOK_SECONDS - (elapsed - _absent_since(inquiry.looks, elapsed))
    return (LookAgain(wait) if wait > 0 else Absent()), True


def _absent_since(looks: Sequence[ListCheck], elapsed: float) -> float:
    """Return the time of the first look in the latest unbroken run of looks that say absent."""
    since = elapsed
    for look in reversed(looks):
        if not look.says_absent or look.seconds < FIRST_ABSENCE_SECONDS:
            break
        since = min(since, look.seconds)
    return since


def _interval(elapsed: float) -> float:
    return min(max(elapsed / 4, _FIRST_INTERVAL), _LONGEST_INTERVAL)
