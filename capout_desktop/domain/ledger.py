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
"""So far may this computer's clock be from CapOut's when an expiry is recognised."""


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
    """One organisation's charges and readings, in the order in which they become known."""

    def __init__(self, last: Reading | None = None, settled: Iterable[str] = ()) -> None:
        """Go on from `last`, the last reading that was clear; `settled` names known attempts."""
        self._last = last
        self._settled = set(settled)
        self._charges: dict[str, Charge] = {}

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
        for charge in self._charges.values():
            if charge.out_at <= reading.at and charge.charged_by >= reading.asked_at:
                return False
            if charge.ended_at and reading.asked_at <= charge.ended_at <= reading.at:
                return False
        return True

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
        movement = _movement(before, reading, self._charges.values())
        for charged in movement.charges:
            self._settled.add(charged.attempt_id)
            self._charges.pop(charged.attempt_id, None)
        self._drop_ended(reading)
        return None if movement.is_still else movement

    def _drop_ended(self, reading: Reading) -> None:
        # What ended and cost nothing by now costs nothing any more.
        for charge in list(self._charges.values()):
            if charge.ended_at is not None and charge.ended_at < reading.asked_at:
                del self._charges[charge.attempt_id]


def _movement(before: Reading, after: Reading, charges: Collection[Charge]) -> Movement:
    added, expired = _added_and_expired(before, after)
    drop = before.total - after.total + added - expired
    movement = Movement(
        before.organization_id, before.at, after.at, before.total, after.total, added, expired
    )
    if not drop:
        return movement
    fresh = [c for c in charges if before.at < c.charged_by < after.asked_at]
    earlier = [c for c in charges if c.charged_by <= before.at]
    ended = [c for c in earlier if c.ended_at is not None and c.ended_at <= after.at]
    # An earlier one cost nothing when it was accepted: then CapOut charges when it ends.
    candidates = ended or fresh or earlier
    is_certain = (
        candidates
        and all(c.accepted_at is not None for c in fresh)
        and not expired
        and after.at - before.at <= LONGEST_GAP
    )
    if is_certain:
        return replace(movement, spent=drop, charges=_charged(candidates))
    return replace(movement, unexplained=drop, charges=_charged([*fresh, *ended]))


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


def _adds_up(reading: Reading) -> bool:
    """Whether the buckets tell the whole balance, each by an id of its own."""
    ids = {bucket.id for bucket in reading.buckets}
    return (
        len(ids) == len(reading.buckets)
        and all(bucket.remaining >= 0 for bucket in reading.buckets)
        and sum(bucket.remaining for bucket in reading.buckets) == reading.total
    )
