"""Rules that decide from CapOut's list and credits whether an upload without an answer arrived.

No public page states how `GET /documents` pages, orders, renames or delays entries. So a document
is taken to be absent only if other documents prove that the list is complete (witnesses), and an
entry is matched to the upload only if it cannot be another document. In every other case the user
is asked once and shown what was found.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from msgspec.structs import replace

from capout_desktop.domain.attempt import Attempt, AttemptOutcome, SeenEntry
from capout_desktop.domain.credit_ledger import CLOCK_SKEW, Reading
from capout_desktop.domain.destination import Destination
from capout_desktop.domain.identity import confusable, normal_address, normal_name

FIRST_ABSENCE_SECONDS = 600.0
"""Earliest time to conclude absence: services take minutes to accept, and lists lag behind."""
SECOND_LOOK_SECONDS = 180.0
"""Time after which a second look must give the same result."""
PATIENCE_SECONDS = 1800.0
"""Maximum wait for a temporary doubt to pass, such as an unavailable list."""

LONGEST_ATTEMPT = timedelta(minutes=30)
"""Maximum duration assumed for an attempt that ended because the program ended."""
ADOPTED_BEFORE = timedelta(seconds=5)
"""An entry created more than this before the attempt began is not matched to it."""
ADOPTED_AFTER = timedelta(minutes=15)
"""An entry created more than this after the attempt ended is not matched to it."""
POSSIBLE_BEFORE = timedelta(minutes=6)
POSSIBLE_AFTER = timedelta(hours=1)
"""An entry created from `POSSIBLE_BEFORE` to this may be the attempt's, whatever its name."""
WITNESS_BEFORE = timedelta(seconds=10)
WITNESS_AFTER = timedelta(seconds=30)
"""Tolerated difference between a witness's time in the list and the known one.

The times may come from the clocks of two servers.
"""

MOST_SEEN = 50
"""Maximum number of possible entries kept with an attempt; one is enough to be cautious."""

_EXACT = timedelta(seconds=1)
_DATE_PRECISION = timedelta(seconds=2)
"""Maximum error of the order of two times that come from `Date` headers."""
_FIRST_INTERVAL, _LONGEST_INTERVAL = 5.0, 60.0
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


@dataclass(frozen=True, slots=True)
class ListEntry:
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


@dataclass(frozen=True, slots=True)
class CreditEvidence:
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


@dataclass(frozen=True, slots=True)
class ListCheck:
    """Earlier look at the list.

    Attributes:
        seconds: Time of the look, in seconds since the attempt ended (monotonic clock, with the
            same start as `ArrivalEvidence.elapsed_seconds`).
        says_absent: Whether the look found no reason to doubt that the document is absent.
    """

    seconds: float
    says_absent: bool


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


_MAY_PASS = frozenset(
    {
        Doubt.LIST_HAS_GAPS,
        Doubt.LIST_UNAVAILABLE,
        Doubt.LIST_PARTIAL,
        Doubt.CREDITS_UNKNOWN,
        Doubt.CREDITS_BEHIND,
    }
)


@dataclass(frozen=True, slots=True)
class Found:
    """Verdict that an entry of the list is the document."""

    document_id: str


@dataclass(frozen=True, slots=True)
class Absent:
    """Verdict that CapOut does not have the document, so that it may be resent once."""


@dataclass(frozen=True, slots=True)
class AskPerson:
    """Verdict that only the user can decide, with the possible entries and the doubts."""

    candidates: tuple[SeenEntry, ...]
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True, slots=True)
class LookAgain:
    """Verdict that it is too early to decide; the next look follows in `after_seconds`."""

    after_seconds: float


Verdict = Found | Absent | AskPerson | LookAgain


@dataclass(frozen=True, slots=True)
class Conclusion:
    """Result of one look.

    Attributes:
        attempt: The attempt with the entries that were seen; to be stored if it changed.
        look: To be passed with the earlier looks next time.
    """

    verdict: Verdict
    attempt: Attempt
    look: ListCheck


@dataclass(frozen=True, slots=True)
class KnownAttempts:
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


@dataclass(frozen=True, slots=True)
class ArrivalEvidence:
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


def conclude(inquiry: ArrivalEvidence) -> Conclusion:
    """Return the judgment on an attempt in doubt."""
    view = _View(inquiry)
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
    inquiry: ArrivalEvidence, view: _View, adoption: Sequence[Doubt]
) -> tuple[Verdict, bool]:
    """Return the verdict if no entry can be matched, and whether this look says absent."""
    elapsed = inquiry.elapsed_seconds
    doubts = tuple(
        dict.fromkeys(
            (
                *adoption,
                *view.doubts_of_absence(),
                *_credit_doubts(inquiry),
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


class _View:
    """Look at the list, as far as it concerns one attempt."""

    def __init__(self, inquiry: ArrivalEvidence) -> None:
        self._attempt = inquiry.attempt
        self._known = inquiry.known
        self._listing = inquiry.listing
        self._listed_before = inquiry.listed_before
        self._is_partial = inquiry.is_partial
        self._now = inquiry.now
        self._siblings = [
            inquiry.attempt,
            *(other for other in inquiry.known.open if _same_upload(inquiry.attempt, other)),
        ]
        listed = inquiry.listing or ()
        self._precision = _precision((*listed, *map(_entry, inquiry.attempt.seen)))
        self._variants: dict[str, list[ListEntry]] = {}
        for entry in listed:
            self._variants.setdefault(entry.document_id, []).append(entry)
        self._present = {id_: list(variants) for id_, variants in self._variants.items()}
        for seen in inquiry.attempt.seen:
            self._variants.setdefault(seen.entry_id, []).append(_entry(seen))
        self._witnessing = self._witnesses()
        self._possible = [
            id_
            for id_, variants in self._variants.items()
            if id_ not in inquiry.known.accepted
            and id_ not in (inquiry.listed_before or ())
            and any(map(self._is_possible, variants))
        ]

    def seen(self) -> tuple[SeenEntry, ...]:
        """Return the entries seen so far, including those seen for the first time."""
        kept = {
            seen.entry_id: seen
            for seen in self._attempt.seen
            if seen.entry_id not in self._known.accepted
        }
        for id_ in self._possible:
            if id_ not in kept and len(kept) < MOST_SEEN:
                entry = self._variants[id_][0]
                kept[id_] = SeenEntry(
                    id_,
                    self._now,
                    entry.file_name,
                    entry.xn_address,
                    entry.created_at,
                    entry.has_zone,
                )
        return tuple(kept.values())

    def candidates(self) -> tuple[SeenEntry, ...]:
        """Return the entries that may be the document, the most likely first."""
        possible = set(self._possible)
        entries = [seen for seen in self.seen() if seen.entry_id in possible]
        return tuple(sorted(entries, key=lambda seen: not self._could_be_meant(_entry(seen))))

    def adoptable(self) -> str | Sequence[Doubt]:
        """Return the id of the entry that certainly is the document, or the doubts."""
        fits = [id_ for id_ in self._possible if self._fits(id_)]
        if not fits:
            return ()
        if len(fits) > 1:
            return (Doubt.SEVERAL_FIT,)
        fit = fits[0]
        if any(
            id_ != fit and any(map(self._could_be_meant, self._variants[id_]))
            for id_ in self._possible
        ):
            return (Doubt.SEVERAL_FIT,)
        if fit in self._known.doubtful_ids or self._may_be_anothers(fit):
            return (Doubt.MAY_BE_ANOTHERS,)
        if self._listed_before is None and not self._witnessing:
            return (Doubt.NO_WITNESS,)
        return fit

    def doubts_of_absence(self) -> Iterable[Doubt]:
        """Yield the reasons why the list does not prove that the document is absent."""
        if self._possible:
            yield Doubt.MAY_BE_LISTED
        if self._listing is None:
            yield Doubt.LIST_UNAVAILABLE
            return
        if self._is_partial:
            yield Doubt.LIST_PARTIAL
        if not any(_ended_before(witness, self._attempt) for witness in self._witnessing):
            yield Doubt.NO_WITNESS
        if not self._reaches_the_attempt(self._listing):
            yield Doubt.ORDER_UNKNOWN
        if self._has_gap(self._listing):
            yield Doubt.LIST_HAS_GAPS

    def _is_possible(self, entry: ListEntry) -> bool:
        """Return whether the entry may be this upload, judged by its time alone.

        If no witness shows how the list writes times, a similar name is enough.
        """
        if any(self._is_within_reach(entry, attempt) for attempt in self._siblings):
            return True
        return not self._witnessing and self._could_be_meant(entry)

    def _is_within_reach(self, entry: ListEntry, attempt: Attempt) -> bool:
        began, ended = _began(attempt), _ended(attempt)
        if entry.created_at is None or not entry.has_zone or began is None or ended is None:
            return True
        precision = _precision_of(entry.created_at)
        return (
            entry.created_at + precision >= began - POSSIBLE_BEFORE
            and entry.created_at - precision <= ended + POSSIBLE_AFTER
        )

    def _fits(self, id_: str) -> bool:
        variants = self._present.get(id_, self._variants[id_])
        return all(
            any(self._is_exactly(entry, attempt) for attempt in self._siblings)
            for entry in variants
        )

    def _is_exactly(self, entry: ListEntry, attempt: Attempt) -> bool:
        began, ended = _began(attempt), _ended(attempt)
        if entry.created_at is None or not entry.has_zone or began is None or ended is None:
            return False
        return (
            _as_sent(entry, attempt)
            and entry.created_at - self._precision >= began - ADOPTED_BEFORE
            and entry.created_at + self._precision <= ended + ADOPTED_AFTER
        )

    def _could_be_meant(self, entry: ListEntry) -> bool:
        """Return whether the entry's name and address may be those of this upload."""
        return _may_show(entry, self._attempt)

    def _may_be_anothers(self, id_: str) -> bool:
        return any(
            _may_show(entry, other) and self._is_within_reach(entry, other)
            for other in self._known.open
            if other not in self._siblings and other.id != self._attempt.id
            for entry in self._variants[id_]
        )

    def _witnesses(self) -> list[Attempt]:
        """Return own documents that the list shows with the name, address and time sent."""
        return [
            witness
            for id_ in self._present
            if (witness := self._known.accepted.get(id_)) is not None
            and all(_is_witness(entry, witness, self._precision) for entry in self._variants[id_])
        ]

    def _reaches_the_attempt(self, listing: Sequence[ListEntry]) -> bool:
        """Return whether no entry of the attempt's time can be on a page that is not shown."""
        times = [entry.created_at for entry in listing if entry.has_zone]
        known = [time for time in times if time is not None]
        if len(known) < len(listing):
            return False
        pairs = list(pairwise(known))
        if all(earlier >= later for earlier, later in pairs):
            # Newest first: entries that are not shown are older. One entry counts as that, too.
            return len(known) == 1 or len(set(known)) > 1
        ended = _ended(self._attempt)
        return (
            all(earlier <= later for earlier, later in pairs)
            and ended is not None
            and any(
                began is not None and began > ended + ADOPTED_AFTER
                for began in map(_began, self._witnessing)
            )
        )

    def _has_gap(self, listing: Sequence[ListEntry]) -> bool:
        """Return whether a document that CapOut has is missing among those that are shown."""
        times = [e.created_at for e in listing if e.has_zone and e.created_at is not None]
        if not times:
            return False
        oldest = min(times)
        return any(
            (began := _began(attempt)) is not None and began > oldest + WITNESS_AFTER
            for id_, attempt in self._known.accepted.items()
            if id_ not in self._present
        )


def _same_upload(attempt: Attempt, other: Attempt) -> bool:
    """Return whether `other` was an earlier attempt with the same content and address."""
    return (
        other.id != attempt.id
        and other.document == attempt.document
        and other.number < attempt.number
        and normal_name(other.file_name) == normal_name(attempt.file_name)
        and other.destination.same_payer(attempt.destination)
        and other.destination.same_receiver(attempt.destination)
        and other.sha256 == attempt.sha256
    )


def _entry(seen: SeenEntry) -> ListEntry:
    return ListEntry(seen.entry_id, seen.file_name, seen.xn_address, seen.created_at, seen.has_zone)


def _as_sent(entry: ListEntry, attempt: Attempt) -> bool:
    """Return whether the entry has exactly the name and address that were sent."""
    return (
        entry.file_name is not None
        and entry.xn_address is not None
        and normal_name(entry.file_name) == normal_name(attempt.file_name)
        and normal_address(entry.xn_address) == normal_address(attempt.destination.xn_address)
    )


def may_show(entry: ListEntry, file_name: str, xn_address: str) -> bool:
    """Return whether a server may show a document of this name and address as the entry."""
    if entry.file_name is not None and not confusable(entry.file_name, file_name):
        return False
    if entry.xn_address is None:
        return True
    user = normal_address(xn_address).partition("@")[0]
    return user in normal_address(entry.xn_address)


def _may_show(entry: ListEntry, attempt: Attempt) -> bool:
    return may_show(entry, attempt.file_name, attempt.destination.xn_address)


def _is_witness(entry: ListEntry, witness: Attempt, precision: timedelta) -> bool:
    began, ended = _began(witness), _ended(witness)
    if entry.created_at is None or not entry.has_zone or began is None or ended is None:
        return False
    return (
        _as_sent(entry, witness)
        and precision < WITNESS_AFTER
        and began - WITNESS_BEFORE <= entry.created_at <= ended + WITNESS_AFTER
    )


def _began(attempt: Attempt) -> datetime | None:
    """Return the start of the attempt by the server's clock."""
    return attempt.server_time


def _ended(attempt: Attempt) -> datetime | None:
    """Return the latest possible end of the attempt by the server's clock."""
    if attempt.server_time is None:
        return None
    if attempt.duration_seconds is None:
        return attempt.server_time + LONGEST_ATTEMPT
    return attempt.server_time + timedelta(seconds=attempt.duration_seconds)


def _ended_before(witness: Attempt, attempt: Attempt) -> bool:
    """Return whether the witness was accepted before the attempt began."""
    ended, began = _ended(witness), _began(attempt)
    if ended is not None and began is not None:
        return ended <= began + _DATE_PRECISION
    return False


def _precision(entries: Iterable[ListEntry]) -> timedelta:
    """Return the precision of the list's times. One time with seconds shows full precision."""
    return min(
        (_precision_of(e.created_at) for e in entries if e.created_at is not None and e.has_zone),
        default=_EXACT,
    )


def _precision_of(time: datetime) -> timedelta:
    """Return the worst possible precision of a time: a full hour may be any time within it."""
    if time.second or time.microsecond:
        return _EXACT
    if time.minute:
        return timedelta(minutes=1)
    return timedelta(hours=1) if time.hour else timedelta(days=1)


def _credit_doubts(inquiry: ArrivalEvidence) -> Iterable[Doubt]:
    """Yield the reasons why the credits do not prove that nothing was charged."""
    before, after = inquiry.credits.before, inquiry.credits.after
    if (
        before is None
        or after is None
        or before.organization_id != after.organization_id
        or before.at > inquiry.attempt.started_at
        or after.asked_at < inquiry.attempt.started_at
        or (spent := _spent(before, after)) is None
    ):
        yield Doubt.CREDITS_UNKNOWN
        return
    explained = inquiry.credits.explained
    if spent > (explained or 0):
        yield Doubt.CREDITS_SPENT
    elif explained is None or spent < explained:
        yield Doubt.CREDITS_BEHIND


def _spent(before: Reading, after: Reading) -> int | None:
    """Return the number of credits spent between two readings; None if unknown.

    Credits that were added or expired meanwhile hide what was spent, unless the buckets show it.
    """
    old = {bucket.id: bucket for bucket in before.buckets}
    new = {bucket.id: bucket for bucket in after.buckets}
    if not (before.adds_up and after.adds_up):
        return before.total - after.total if after.total <= before.total else None
    spent = 0
    for id_, bucket in old.items():
        left = new[id_].remaining if id_ in new else 0
        if left > bucket.remaining:
            return None  # refilled: what was spent of it is not shown
        runs_out = bucket.expires_at is not None and bucket.expires_at <= after.at + CLOCK_SKEW
        if runs_out and left < bucket.remaining:
            return None
        spent += bucket.remaining - left
    # Some of a new bucket's credits may be gone before it was first read.
    return None if new.keys() - old.keys() else spent
