"""Ledger that works out what credits were spent on, from readings of the balance.

CapOut states no price per document. A drop between two readings is assigned to documents only if
nothing else can explain it. Credits that another user of the organization spends at the same
moment cannot be told apart from those of the own document.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from capout_desktop.domain.credits import CreditBalance, CreditBucket

CHARGED_WITHIN = timedelta(seconds=60)
"""Time after the whole body was sent within which a document is charged, if it is charged."""

LONGEST_GAP = timedelta(minutes=10)
"""Maximum time between two readings. After a longer gap another user may have spent credits."""

CLOCK_SKEW = timedelta(minutes=5)
"""Tolerated difference between this computer's clock and CapOut's when detecting an expiry."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Balance at one moment between `asked_at` and `at` (UTC)."""

    organization_id: str
    total: int
    buckets: tuple[CreditBucket, ...]
    asked_at: datetime
    at: datetime

    @classmethod
    def of(cls, balance: CreditBalance, asked_at: datetime, organization_id: str) -> Reading:
        """Return the reading for a balance that was requested at `asked_at`.

        `organization_id` is used if the balance does not name its organization.
        """
        at = max(asked_at, balance.as_of)
        named = balance.organization_id or organization_id
        return cls(named, balance.total, balance.buckets, asked_at, at)

    @property
    def adds_up(self) -> bool:
        """Whether the buckets have unique ids and add up to the balance."""
        ids = {bucket.id for bucket in self.buckets}
        return (
            len(ids) == len(self.buckets)
            and all(bucket.remaining >= 0 for bucket in self.buckets)
            and sum(bucket.remaining for bucket in self.buckets) == self.total
        )


@dataclass(frozen=True, slots=True)
class Charge:
    """Upload that CapOut may have charged.

    Attributes:
        attempt_id: Id of the attempt; a document that was sent twice is charged twice.
        document: This program's own id of the document.
        out_at: Time when its whole body had been sent (UTC). It is not charged earlier.
        accepted_at: Time when this program learned that CapOut has it; None while unknown.
        ended_at: Time when its workflow ended; None while it runs.
    """

    attempt_id: str
    document: str
    xn_address: str
    out_at: datetime
    accepted_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def charged_by(self) -> datetime:
        """Latest time at which it can have been charged for being accepted."""
        latest = self.out_at + CHARGED_WITHIN
        return latest if self.accepted_at is None else min(self.accepted_at, latest)


@dataclass(frozen=True, slots=True)
class Charged:
    """Document that caused, or may have caused, a drop of the balance."""

    attempt_id: str
    document: str
    xn_address: str


@dataclass(frozen=True, slots=True)
class Movement:
    """Change of the balance between two readings.

    Always: `before - after == spent + unexplained + expired - added`, and none of these four
    is negative.

    Attributes:
        since: Time of the earlier reading (UTC).
        until: Time of the later reading (UTC).
        added: Credits that were bought or refunded.
        expired: Credits that expired unused.
        spent: Credits that all of `charges` cost together.
        unexplained: Credits that another user spent, or that cannot be assigned.
        charges: Documents that cost `spent`. If `spent` is 0, the documents that may have caused
            `unexplained`.
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
        """Whether the balance did not change."""
        return not (self.added or self.expired or self.spent or self.unexplained)


class Ledger:
    """Charges and readings of one organization, in the order in which they become known."""

    def __init__(self, last: Reading | None = None, settled: Iterable[str] = ()) -> None:
        """Continue from `last`, the last clear reading, and ignore the attempts in `settled`."""
        self._last = last
        self._settled = set(settled)
        self._charges: dict[str, Charge] = {}
        # Accepted without a visible charge: CapOut charges these when their workflow ends.
        self._free: set[str] = set()

    @property
    def last(self) -> Reading | None:
        """Last clear reading; see `is_clear`."""
        return self._last

    def note(self, charge: Charge) -> None:
        """Record an upload or an update of it. Of each time, the earliest known one is kept."""
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
        """Remove an upload that CapOut turned out not to have."""
        self._charges.pop(attempt_id, None)

    def is_clear(self, reading: Reading) -> bool:
        """Return whether no upload can have been charged while the balance was being read."""
        return not any(_may_be_charged_during(c, reading) for c in self._charges.values())

    def read(self, reading: Reading) -> Movement | None:
        """Record a reading and return the movement; None if nothing moved or it is not clear."""
        before = self._last
        if before is not None and reading.at <= before.at:
            return None
        if not self.is_clear(reading):
            return None
        self._last = reading
        if before is None:
            # What these cost is unknown: there is no earlier reading.
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
        # A document that ended without a charge is not charged later.
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
    # May have been charged before or after the earlier reading.
    astride = [c for c in charges if _may_be_charged_during(c, before)]
    ended = [c for c in earlier if c.ended_at and before.at < c.ended_at < after.asked_at]
    # An earlier upload cost nothing when it was accepted: CapOut charges it when it ends.
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
    """Return whether uploads accepted between the readings cost nothing until the later one."""
    if movement.spent:
        return any(charged.attempt_id in free for charged in movement.charges)
    # Within a short gap credits are not added and expired unnoticed.
    is_short = after.at - before.at <= LONGEST_GAP
    return movement.is_still and is_short and before.total > 0 and not _grown(before, after)


def _may_be_charged_during(charge: Charge, reading: Reading) -> bool:
    """Return whether the upload may have been charged while the balance was being read."""
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
    """Return the numbers of credits that were added and that expired between two readings."""
    if not (before.adds_up and after.adds_up):
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
    """Return whether part of the cost may have been paid from credits added between readings."""
    grown = _grown(before, after)
    if not grown:
        return False
    old = {bucket.id: bucket.remaining for bucket in before.buckets}
    # One document draws on a second bucket only if it empties the first.
    left = [b for b in after.buckets if b.id in old and 0 < b.remaining < old[b.id]]
    return len(charges) > 1 or not left or any(b.remaining == 0 for b in grown)


def _grown(before: Reading, after: Reading) -> list[CreditBucket]:
    old = {bucket.id: bucket.remaining for bucket in before.buckets}
    return [b for b in after.buckets if b.id not in old or b.remaining > old[b.id]]
