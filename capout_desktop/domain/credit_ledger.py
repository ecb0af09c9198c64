"""What the credits went to: worked out from readings of the balance, since CapOut names no price.

A drop between two readings is ascribed to documents only where nothing else can explain it. What
somebody else spends within the same moments as one's own document cannot be told apart.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from capout_desktop.domain.credits import CreditBalance, CreditBucket

CHARGED_WITHIN = timedelta(seconds=60)
"""After its whole body went out a document is charged within this time, or not at all."""

LONGEST_GAP = timedelta(minutes=10)
"""Between readings further apart than this somebody else may well have spent something."""

CLOCK_SKEW = timedelta(minutes=5)
"""So far may this computer's clock be from CapOut's when an expiry is recognized."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the balance was at one moment between `asked_at` and `at` (UTC)."""

    organization_id: str
    total: int
    buckets: tuple[CreditBucket, ...]
    asked_at: datetime
    at: datetime

    @classmethod
    def of(cls, balance: CreditBalance, asked_at: datetime) -> Reading:
        """The reading that a balance, asked for at `asked_at`, is."""
        at = max(asked_at, balance.as_of)
        return cls(balance.organization_id, balance.total, balance.buckets, asked_at, at)


@dataclass(frozen=True, slots=True)
class Charge:
    """One upload that CapOut may have charged.

    Attributes:
        attempt_id: Which upload; a document that was sent twice is charged twice.
        document: This program's own id of the document.
        out_at: When its body went out whole (UTC): not before may it have been charged.
        accepted_at: When this program knew that CapOut has it; None while nobody knows.
        ended_at: When its workflow ended; None while it runs.
    """

    attempt_id: str
    document: str
    xn_address: str
    out_at: datetime
    accepted_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def charged_by(self) -> datetime:
        """The latest moment at which accepting it can have cost credits."""
        latest = self.out_at + CHARGED_WITHIN
        return latest if self.accepted_at is None else min(self.accepted_at, latest)


@dataclass(frozen=True, slots=True)
class Charged:
    """A document that a drop of the balance belongs to, or may belong to."""

    attempt_id: str
    document: str
    xn_address: str


@dataclass(frozen=True, slots=True)
class Movement:
    """How the balance came from one figure to the next.

    Always: `before - after == spent + unexplained + expired - added`, and no figure of these four
    is negative.

    Attributes:
        since: When the earlier figure was read (UTC).
        until: When the later one was.
        added: Credits that were bought, or given back.
        expired: Credits that ran out unused.
        spent: Credits that `charges` cost, all of them together.
        unexplained: Credits that somebody else spent, or that cannot be ascribed.
        charges: Whose cost `spent` is; where nothing is ascribed, which documents came between.
    """

    organization_id: str
    since: datetime
    until: datetime
    before: int
    after: int
    added: int = 0
    expired: int = 0
    spent: int = 0
    unexplained: int = 0
    charges: tuple[Charged, ...] = ()

    @property
    def is_still(self) -> bool:
        """Whether nothing moved."""
        return not (self.added or self.expired or self.spent or self.unexplained)


class Ledger:
    """One organization's charges and readings, in the order in which they become known."""

    def __init__(self, last: Reading | None = None, settled: Iterable[str] = ()) -> None:
        """Go on from `last`, the last reading that was clear; `settled` names known attempts."""
        self._last = last
        self._settled = set(settled)
        self._charges: dict[str, Charge] = {}
        # Accepted for nothing, as far as anybody can see: CapOut charges these at their end.
        self._free: set[str] = set()

    @property
    def last(self) -> Reading | None:
        """The last reading that was clear."""
        return self._last

    def note(self, charge: Charge) -> None:
        """Take note of an upload, or of what became of it; what was known before stays known."""
        if charge.attempt_id in self._settled:
            return
        known = self._charges.get(charge.attempt_id, charge)
        self._charges[charge.attempt_id] = replace(
            charge,
            out_at=min(known.out_at, charge.out_at),
            accepted_at=_earlier(known.accepted_at, charge.accepted_at),
            ended_at=_earlier(known.ended_at, charge.ended_at),
        )

    def forget(self, attempt_id: str) -> None:
        """CapOut does not have it after all."""
        self._charges.pop(attempt_id, None)

    def is_clear(self, reading: Reading) -> bool:
        """Whether no upload can have been charged just while the balance was being read."""
        return not any(_may_be_charged_during(c, reading) for c in self._charges.values())

    def read(self, reading: Reading) -> Movement | None:
        """Take a reading in. Return what moved; None where it shows nothing, or is not clear."""
        before = self._last
        if before is not None and reading.at <= before.at:
            return None
        if not self.is_clear(reading):
            return None
        self._last = reading
        if before is None:
            # Nobody knows what these cost: there is no figure from before them.
            self._settled.update(self._charges)
            self._charges.clear()
            return None
        charges = self._charges.values()
        movement = _movement(before, reading, charges, self._free)
        if _shows_free(before, reading, movement, self._free):
            self._free.update(c.attempt_id for c in _accepted_between(before, reading, charges))
        self._settle(c.attempt_id for c in movement.charges)
        self._drop_ended(reading)
        return None if movement.is_still else movement

    def _drop_ended(self, reading: Reading) -> None:
        # What ended and cost nothing by now costs nothing any more.
        self._settle(
            charge.attempt_id
            for charge in list(self._charges.values())
            if charge.ended_at is not None and charge.ended_at < reading.asked_at
        )

    def _settle(self, attempt_ids: Iterable[str]) -> None:
        for attempt_id in attempt_ids:
            self._settled.add(attempt_id)
            self._free.discard(attempt_id)
            self._charges.pop(attempt_id, None)


def _movement(
    before: Reading, after: Reading, charges: Collection[Charge], free: Collection[str]
) -> Movement:
    added, expired = _added_and_expired(before, after)
    drop = before.total - after.total + added - expired
    movement = Movement(
        before.organization_id, before.at, after.at, before.total, after.total, added, expired
    )
    if not drop:
        return movement
    fresh = _accepted_between(before, after, charges)
    earlier = [c for c in charges if c.charged_by <= before.at]
    # Heard of only after the earlier figure was read: on which side of it is anybody's guess.
    astride = [c for c in charges if _may_be_charged_during(c, before)]
    ended = [c for c in earlier if c.ended_at and before.at < c.ended_at < after.asked_at]
    # An earlier one cost nothing when it was accepted: then CapOut charges when it ends.
    candidates = ended or fresh or earlier
    is_certain = (
        candidates
        and not astride
        and not (fresh and any(c.attempt_id not in free for c in ended))
        and all(c.accepted_at is not None for c in fresh)
        and not expired
        and not _may_draw_on_added(before, after, candidates)
        and after.at - before.at <= LONGEST_GAP
    )
    if is_certain:
        return replace(movement, spent=drop, charges=_charged(candidates))
    return replace(movement, unexplained=drop, charges=_charged([*fresh, *ended, *astride]))


def _accepted_between(before: Reading, after: Reading, charges: Iterable[Charge]) -> list[Charge]:
    return [c for c in charges if before.at < c.charged_by < after.asked_at]


def _shows_free(before: Reading, after: Reading, movement: Movement, free: Collection[str]) -> bool:
    """Whether what was accepted between these readings has cost nothing by the later one."""
    if movement.spent:
        return any(charged.attempt_id in free for charged in movement.charges)
    # Within a short gap no credits come and lapse unseen.
    is_short = after.at - before.at <= LONGEST_GAP
    return movement.is_still and is_short and before.total > 0 and not _grown(before, after)


def _may_be_charged_during(charge: Charge, reading: Reading) -> bool:
    """Whether it may have cost something just while the balance was being read."""
    if charge.out_at <= reading.at and charge.charged_by >= reading.asked_at:
        return True
    return charge.ended_at is not None and reading.asked_at <= charge.ended_at <= reading.at


def _charged(charges: Iterable[Charge]) -> tuple[Charged, ...]:
    named = {Charged(c.attempt_id, c.document, c.xn_address) for c in charges}
    return tuple(sorted(named, key=lambda c: c.attempt_id))


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    known = [moment for moment in (one, other) if moment is not None]
    return min(known, default=None)


def _added_and_expired(before: Reading, after: Reading) -> tuple[int, int]:
    """How many credits came in, and how many ran out, from one reading to the next."""
    if not (_adds_up(before) and _adds_up(after)):
        return max(0, after.total - before.total), 0
    old = {bucket.id: bucket for bucket in before.buckets}
    new = {bucket.id: bucket for bucket in after.buckets}
    added = sum(
        max(0, bucket.remaining - (old[id_].remaining if id_ in old else 0))
        for id_, bucket in new.items()
    )
    expired = sum(
        bucket.remaining
        for id_, bucket in old.items()
        if bucket.expires_at is not None
        and bucket.expires_at <= after.at + CLOCK_SKEW
        and (id_ not in new or new[id_].remaining == 0)
    )
    return added, expired


def _may_draw_on_added(before: Reading, after: Reading, charges: Collection[Charge]) -> bool:
    """Whether part of the cost may have come out of credits that were added meanwhile."""
    grown = _grown(before, after)
    if not grown:
        return False
    old = {bucket.id: bucket.remaining for bucket in before.buckets}
    # One document goes on to the next bucket only where it empties one.
    left = [b for b in after.buckets if b.id in old and 0 < b.remaining < old[b.id]]
    return len(charges) > 1 or not left or any(b.remaining == 0 for b in grown)


def _grown(before: Reading, after: Reading) -> list[CreditBucket]:
    old = {bucket.id: bucket.remaining for bucket in before.buckets}
    return [b for b in after.buckets if b.id not in old or b.remaining > old[b.id]]


def _adds_up(reading: Reading) -> bool:
    """Whether the buckets tell the whole balance, each by an id of its own."""
    ids = {bucket.id for bucket in reading.buckets}
    return (
        len(ids) == len(reading.buckets)
        and all(bucket.remaining >= 0 for bucket in reading.buckets)
        and sum(bucket.remaining for bucket in reading.buckets) == reading.total
    )
