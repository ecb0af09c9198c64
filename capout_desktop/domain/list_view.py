"""Rules that compare the entries of CapOut's list with an attempt whose outcome is unknown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from capout_desktop.domain.arrival_evidence import ArrivalEvidence, Doubt, ListEntry
from capout_desktop.domain.attempt import Attempt, SeenEntry
from capout_desktop.domain.identity import confusable, normal_address, normal_name

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


class ListView:
    """The list, as far as it concerns one attempt."""

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
        span = _span(attempt)
        if entry.created_at is None or not entry.has_zone or span is None:
            return True
        began, ended = span
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
        return _as_sent(entry, attempt) and self._is_of_its_time(entry, attempt)

    def _is_of_its_time(self, entry: ListEntry, attempt: Attempt) -> bool:
        span = _span(attempt)
        if entry.created_at is None or not entry.has_zone or span is None:
            return False
        began, ended = span
        return (
            entry.created_at - self._precision >= began - ADOPTED_BEFORE
            and entry.created_at + self._precision <= ended + ADOPTED_AFTER
        )

    def _could_be_meant(self, entry: ListEntry) -> bool:
        """Return whether the entry's name and address may be those of this upload."""
        return _may_show(entry, self._attempt)

    def _may_be_anothers(self, id_: str) -> bool:
        if any(
            _may_show(entry, other) and self._is_within_reach(entry, other)
            for other in self._known.open
            # The attempt itself may be here as it was before the last look.
            if other not in self._siblings and other.id != self._attempt.id
            for entry in self._variants[id_]
        ):
            return True
        # The list may give a document another id than its receipt did.
        return any(
            _may_show(entry, other) and self._is_of_its_time(entry, other)
            for other_id, other in self._known.accepted.items()
            if other_id not in self._present
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
        span = _span(self._attempt)
        return (
            all(earlier <= later for earlier, later in pairs)
            and span is not None
            and any(
                later is not None and later[0] > span[1] + ADOPTED_AFTER
                for later in map(_span, self._witnessing)
            )
        )

    def _has_gap(self, listing: Sequence[ListEntry]) -> bool:
        """Return whether a document that CapOut has is missing among those that are shown."""
        times = [e.created_at for e in listing if e.has_zone and e.created_at is not None]
        if not times:
            return False
        oldest = min(times)
        return any(
            attempt.server_time is not None and attempt.server_time > oldest + WITNESS_AFTER
            for id_, attempt in self._known.accepted.items()
            if id_ not in self._present
        )


def _same_upload(attempt: Attempt, other: Attempt) -> bool:
    """Return whether `other` was an earlier attempt with the same content and address."""
    return (
        other.document == attempt.document
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
    span = _span(witness)
    if entry.created_at is None or not entry.has_zone or span is None:
        return False
    began, ended = span
    return (
        _as_sent(entry, witness)
        and precision < WITNESS_AFTER
        and began - WITNESS_BEFORE <= entry.created_at <= ended + WITNESS_AFTER
    )


def _span(attempt: Attempt) -> tuple[datetime, datetime] | None:
    """Return start and latest possible end of the attempt by the server's clock, if known."""
    began, seconds = attempt.server_time, attempt.duration_seconds
    if began is None:
        return None
    return began, began + (LONGEST_ATTEMPT if seconds is None else timedelta(seconds=seconds))


def _ended_before(witness: Attempt, attempt: Attempt) -> bool:
    """Return whether the witness was accepted before the attempt began."""
    earlier, span = _span(witness), _span(attempt)
    if earlier is None or span is None:
        return False
    return earlier[1] <= span[0] + _DATE_PRECISION


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
