"""Did an upload without an answer arrive? What CapOut's list and credits can prove of it.

No public page states how `GET /documents` pages, orders, renames or delays, so absence is believed
only where witnesses speak for it, and an entry is adopted only where nothing else could be meant.
In every other case the person is asked, once, with what was seen.
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
"""Before that no absence is believed: services take minutes to accept, and lists lag behind."""
SECOND_LOOK_SECONDS = 180.0
"""So much later a second look has to say the same."""
PATIENCE_SECONDS = 1800.0
"""What may pass by itself, such as a list that cannot be had, is waited for so long."""

LONGEST_ATTEMPT = timedelta(minutes=30)
"""How long an attempt may have taken that ended with the program."""
ADOPTED_BEFORE = timedelta(seconds=5)
"""An entry made earlier than that before the attempt began is not adopted."""
ADOPTED_AFTER = timedelta(minutes=15)
"""Nor is one that was made later than that after the attempt ended."""
POSSIBLE_BEFORE = timedelta(minutes=6)
POSSIBLE_AFTER = timedelta(hours=1)
"""Within these bounds an entry may be the attempt's, whatever else it says."""
WITNESS_BEFORE = timedelta(seconds=10)
WITNESS_AFTER = timedelta(seconds=30)
"""An own document's time in the list may be so far from the known one: clocks of two servers."""

MOST_SEEN = 50
"""So many possible entries are kept with an attempt; one is enough to be cautious."""

_EXACT = timedelta(seconds=1)
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
"""Outcomes of attempts that may have an entry in the list although no id of theirs is known."""


@dataclass(frozen=True, slots=True)
class ListEntry:
    """One entry of CapOut's list; None where it does not say.

    Attributes:
        created_at: In UTC; where it came without a zone, as if it were UTC.
        has_zone: Whether it came with a time zone. Without one a time proves nothing.
    """

    document_id: str
    file_name: str | None = None
    xn_address: str | None = None
    created_at: datetime | None = None
    has_zone: bool = True


@dataclass(frozen=True, slots=True)
class CreditEvidence:
    """What the credits say of the time since before an attempt.

    Attributes:
        before: The last reading before the attempt began; None where there is none.
        after: The reading that goes with the present look.
        explained: What our own accepted documents cost between the two; 0 where there were none,
            None where that cannot be told.
    """

    before: Reading | None
    after: Reading | None
    explained: int | None


@dataclass(frozen=True, slots=True)
class ViewState:
    """An earlier look at the list.

    Attributes:
        seconds: When, in seconds since the attempt ended (monotonic clock, same start as now).
        says_absent: Whether every witness spoke for absence.
    """

    seconds: float
    says_absent: bool


class Doubt(StrEnum):
    """Why it cannot be settled without the person."""

    SEVERAL_FIT = "several-fit"
    """More than one entry of the list could be meant."""
    MAY_BE_LISTED = "may-be-listed"
    """An entry that nobody here claims may be it, under another name, address or time."""
    MAY_BE_ANOTHERS = "may-be-anothers"
    """The entry may belong to another document that was sent from here."""
    NO_WITNESS = "no-witness"
    """The list shows no earlier document of ours as it was sent: it proves nothing."""
    ORDER_UNKNOWN = "order-unknown"
    """The list may be a page that ends before the time of the attempt."""
    LIST_HAS_GAPS = "list-has-gaps"
    """A document that CapOut certainly has is missing in the list."""
    LIST_UNAVAILABLE = "list-unavailable"
    CREDITS_UNKNOWN = "credits-unknown"
    CREDITS_SPENT = "credits-spent"
    """Credits were spent that our own documents do not explain."""
    CREDITS_BEHIND = "credits-behind"
    """The credits do not yet show what our own documents cost."""
    SENT_AGAIN_BEFORE = "sent-again-before"
    """It went again by itself once, and that is the most in a document's life."""


_MAY_PASS = frozenset(
    {Doubt.LIST_HAS_GAPS, Doubt.LIST_UNAVAILABLE, Doubt.CREDITS_UNKNOWN, Doubt.CREDITS_BEHIND}
)


@dataclass(frozen=True, slots=True)
class Found:
    """This entry of the list is the document."""

    document_id: str


@dataclass(frozen=True, slots=True)
class Absent:
    """CapOut does not have it: it may go again by itself, this once."""


@dataclass(frozen=True, slots=True)
class AskPerson:
    """Only the person can tell; these entries may be it, and this is why it is not clear."""

    candidates: tuple[SeenEntry, ...]
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True, slots=True)
class LookAgain:
    """It is too early to tell."""

    after_seconds: float


Verdict = Found | Absent | AskPerson | LookAgain


@dataclass(frozen=True, slots=True)
class Judgment:
    """What one look says.

    Attributes:
        attempt: The attempt with what was seen; to be stored where it is another than before.
        look: To be handed in with the earlier looks next time.
    """

    verdict: Verdict
    attempt: Attempt
    look: ViewState


@dataclass(frozen=True, slots=True)
class KnownAttempts:
    """What this computer's own attempts say about one list of CapOut's.

    Attributes:
        accepted: By CapOut's id, those that this very list shows.
        doubtful_ids: Ids of attempts whose list may or may not be this one: such an entry is
            neither explained nor free to be adopted.
        open: Attempts that may have an entry in the list although no id of theirs is known.
    """

    accepted: Mapping[str, Attempt]
    doubtful_ids: frozenset[str]
    open: tuple[Attempt, ...]

    @classmethod
    def of(cls, attempts: Iterable[Attempt], destination: Destination) -> KnownAttempts:
        """Sort every attempt ever made here by what it means for the list of `destination`."""
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
class Inquiry:
    """All that is known when an attempt in doubt is looked up.

    Attributes:
        attempt: The attempt in doubt.
        listing: The list as it came; None where it could not be had.
        known: Every other attempt made here.
        credits: What the credits say.
        elapsed_seconds: Since the attempt ended, on the monotonic clock; after a restart, since
            the program started.
        resends: How often the document went again by itself, see `attempt.resends_by_itself`.
        now: This computer's clock (UTC), for what is seen.
        looks: The earlier looks of this session, oldest first.
        listed_before: Ids that the list showed before the attempt began; None where nobody looked.
    """

    attempt: Attempt
    listing: Sequence[ListEntry] | None
    known: KnownAttempts
    credits: CreditEvidence
    elapsed_seconds: float
    resends: int
    now: datetime
    looks: Sequence[ViewState] = ()
    listed_before: Collection[str] | None = None


def judge(inquiry: Inquiry) -> Judgment:
    """Say what can be said of an attempt in doubt."""
    view = _View(inquiry)
    attempt = replace(inquiry.attempt, seen=view.seen())
    adopted = view.adoptable()
    if isinstance(adopted, str):
        found = ViewState(inquiry.elapsed_seconds, says_absent=False)
        return Judgment(Found(adopted), attempt, found)
    verdict, says_absent = _without_entry(inquiry, view, adopted)
    if isinstance(verdict, AskPerson) and attempt.asked_at is None:
        attempt = replace(attempt, asked_at=inquiry.now)
    return Judgment(verdict, attempt, ViewState(inquiry.elapsed_seconds, says_absent))


def _without_entry(
    inquiry: Inquiry, view: _View, adoption: Sequence[Doubt]
) -> tuple[Verdict, bool]:
    """Return the verdict where no entry can be adopted, and whether it speaks for absence."""
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
        return AskPerson(view.candidates(), doubts), False  # one question, and it stays
    if elapsed < FIRST_ABSENCE_SECONDS:
        return LookAgain(min(_interval(elapsed), FIRST_ABSENCE_SECONDS - elapsed)), False
    if doubts:
        if elapsed < PATIENCE_SECONDS and _MAY_PASS.issuperset(doubts):
            return LookAgain(_LONGEST_INTERVAL), False
        return AskPerson(view.candidates(), doubts), False
    wait = SECOND_LOOK_SECONDS - (elapsed - _absent_since(inquiry.looks, elapsed))
    return (LookAgain(wait) if wait > 0 else Absent()), True


def _absent_since(looks: Sequence[ViewState], elapsed: float) -> float:
    """Return the time of the first of the last looks that all spoke for absence."""
    since = elapsed
    for look in reversed(looks):
        if not look.says_absent or look.seconds < FIRST_ABSENCE_SECONDS:
            break
        since = min(since, look.seconds)
    return since


def _interval(elapsed: float) -> float:
    return min(max(elapsed / 4, _FIRST_INTERVAL), _LONGEST_INTERVAL)


class _View:
    """One look at the list, as far as it concerns one attempt."""

    def __init__(self, inquiry: Inquiry) -> None:
        self._attempt = inquiry.attempt
        self._known = inquiry.known
        self._listing = inquiry.listing
        self._listed_before = inquiry.listed_before
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
        """Return what was seen until now, with what is seen for the first time."""
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
        """Return the entries that may be it, the likeliest first."""
        possible = set(self._possible)
        entries = [seen for seen in self.seen() if seen.entry_id in possible]
        return tuple(sorted(entries, key=lambda seen: not self._could_be_meant(_entry(seen))))

    def adoptable(self) -> str | Sequence[Doubt]:
        """Return the id of the entry that certainly is it, or why none is."""
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
        """Yield why the list does not prove that it is not there."""
        if self._possible:
            yield Doubt.MAY_BE_LISTED
        if self._listing is None:
            yield Doubt.LIST_UNAVAILABLE
            return
        if not any(_ended_before(witness, self._attempt) for witness in self._witnessing):
            yield Doubt.NO_WITNESS
        if not self._reaches_the_attempt(self._listing):
            yield Doubt.ORDER_UNKNOWN
        if self._has_gap(self._listing):
            yield Doubt.LIST_HAS_GAPS

    def _is_possible(self, entry: ListEntry) -> bool:
        """Whether the entry may be this upload: by its time, whatever else it says.

        Where no witness shows how the list writes times, a likely name is enough.
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
        """Whether name and address allow that it is this upload."""
        return _may_show(entry, self._attempt)

    def _may_be_anothers(self, id_: str) -> bool:
        return any(
            _may_show(entry, other) and self._is_within_reach(entry, other)
            for other in self._known.open
            if other not in self._siblings and other.id != self._attempt.id
            for entry in self._variants[id_]
        )

    def _witnesses(self) -> list[Attempt]:
        """Return own documents that the list shows as they were sent, with their time."""
        return [
            witness
            for id_ in self._present
            if (witness := self._known.accepted.get(id_)) is not None
            and all(_is_witness(entry, witness, self._precision) for entry in self._variants[id_])
        ]

    def _reaches_the_attempt(self, listing: Sequence[ListEntry]) -> bool:
        """Whether an entry of the attempt's time cannot be on a page that is not shown."""
        times = [entry.created_at for entry in listing if entry.has_zone]
        known = [time for time in times if time is not None]
        if len(known) < len(listing):
            return False
        pairs = list(pairwise(known))
        if all(earlier >= later for earlier, later in pairs):
            # Newest first: what is not shown is older. A single entry has no other order.
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
        """Whether a document that CapOut has is missing between those that are shown."""
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
    """Whether the other attempt was an earlier try with the same content for the same address."""
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
    """Whether the entry has the very name and address that were sent."""
    return (
        entry.file_name is not None
        and entry.xn_address is not None
        and normal_name(entry.file_name) == normal_name(attempt.file_name)
        and normal_address(entry.xn_address) == normal_address(attempt.destination.xn_address)
    )


def _may_show(entry: ListEntry, attempt: Attempt) -> bool:
    """Whether name and address may be what a server made of those that were sent."""
    if entry.file_name is not None and not confusable(entry.file_name, attempt.file_name):
        return False
    if entry.xn_address is None:
        return True
    user = normal_address(attempt.destination.xn_address).partition("@")[0]
    return user in normal_address(entry.xn_address)


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
    """When it began by the server's clock."""
    return attempt.server_time


def _ended(attempt: Attempt) -> datetime | None:
    """When it ended by the server's clock, at the latest."""
    if attempt.server_time is None:
        return None
    if attempt.duration_seconds is None:
        return attempt.server_time + LONGEST_ATTEMPT
    return attempt.server_time + timedelta(seconds=attempt.duration_seconds)


def _ended_before(witness: Attempt, attempt: Attempt) -> bool:
    """Whether the witness was accepted before the attempt began."""
    ended, began = _ended(witness), _began(attempt)
    if ended is not None and began is not None:
        return ended <= began
    return False


def _precision(entries: Iterable[ListEntry]) -> timedelta:
    """How exact the list's times are: one time with seconds shows that they are not cut."""
    return min(
        (_precision_of(e.created_at) for e in entries if e.created_at is not None and e.has_zone),
        default=_EXACT,
    )


def _precision_of(time: datetime) -> timedelta:
    """How exact a time may be, at worst: a full hour may be any time within it."""
    if time.second or time.microsecond:
        return _EXACT
    if time.minute:
        return timedelta(minutes=1)
    return timedelta(hours=1) if time.hour else timedelta(days=1)


def _credit_doubts(inquiry: Inquiry) -> Iterable[Doubt]:
    """Yield why the credits do not prove that nothing was charged."""
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
    """Return how many credits were spent between two readings; None where that cannot be told.

    Credits that came or ran out meanwhile could hide what was spent, unless the buckets tell.
    """
    old = {bucket.id: bucket for bucket in before.buckets}
    new = {bucket.id: bucket for bucket in after.buckets}
    if not (_adds_up(before) and _adds_up(after)):
        return before.total - after.total if after.total <= before.total else None
    spent = 0
    for id_, bucket in old.items():
        left = new[id_].remaining if id_ in new else 0
        if left > bucket.remaining:
            return None  # refilled: what was spent of it meanwhile is not shown
        runs_out = bucket.expires_at is not None and bucket.expires_at <= after.at + CLOCK_SKEW
        if runs_out and left < bucket.remaining:
            return None
        spent += bucket.remaining - left
    # Some of a new bucket's credits may be gone before it was first read.
    return None if new.keys() - old.keys() else spent


def _adds_up(reading: Reading) -> bool:
    """Whether the buckets tell the whole balance, each by an id of its own."""
    ids = {bucket.id for bucket in reading.buckets}
    return (
        len(ids) == len(reading.buckets)
        and all(bucket.remaining >= 0 for bucket in reading.buckets)
        and sum(bucket.remaining for bucket in reading.buckets) == reading.total
    )
