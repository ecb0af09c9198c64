"""Organizations of the sandbox, with their keys and credits."""

from __future__ import annotations

import secrets
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

SANDBOX_KEY = "capout_test_sandbox_0000000000000000"
"""The default key of the sandbox; not valid anywhere else."""

TEST_KEY_PREFIX = "capout_test_"
"""Prefix of test keys."""

SANDBOX_NAME = "Sandbox Restoration"
SANDBOX_CREDITS = 250

_SOON = timedelta(days=30)


def new_test_key() -> str:
    """Return a test key that nobody can guess."""
    return TEST_KEY_PREFIX + secrets.token_hex(16)


@dataclass(slots=True)
class Bucket:
    """Credits bought together; they never expire if `expires_at` is None."""

    id: str
    remaining: int
    created_at: datetime
    expires_at: datetime | None


@dataclass(slots=True)
class Organization:
    """An organization of the sandbox.

    Attributes:
        late_charges: Charges that `GET /credits` shows later: value of `time.monotonic` from which
            it does, id of the bucket, and credits.
    """

    id: str
    name: str
    key: str = field(repr=False)
    buckets: list[Bucket]
    late_charges: list[tuple[float, str, int]] = field(default_factory=list)

    def credits(self, now: datetime) -> int:
        """Return the credits left at `now`."""
        return sum(bucket.remaining for bucket in self._usable(now))

    def expiring_credits(self, now: datetime) -> int:
        """Return the number of these credits that expire within 30 days."""
        return sum(
            bucket.remaining
            for bucket in self._usable(now)
            if bucket.expires_at is not None and bucket.expires_at - now <= _SOON
        )

    def spend(self, cost: int, now: datetime, shown_from: float = 0.0) -> bool:
        """Take `cost` credits, first those that expire first; return False if there are too few.

        `GET /credits` shows the charge when `time.monotonic` is `shown_from`.
        """
        if self.credits(now) < cost:
            return False
        for bucket in self._usable(now):
            taken = min(bucket.remaining, cost)
            bucket.remaining -= taken
            cost -= taken
            if taken:
                self.late_charges.append((shown_from, bucket.id, taken))
        return True

    def give_back(self, amount: int) -> None:
        """Give credits back, to the bucket that was bought last."""
        self.buckets[-1].remaining += amount

    def shown(self, monotonic: float) -> Organization:
        """Return the organization as `GET /credits` shows it when `time.monotonic` is this."""
        self.late_charges = [charge for charge in self.late_charges if charge[0] > monotonic]
        late: Counter[str] = Counter()
        for _, bucket_id, amount in self.late_charges:
            late[bucket_id] += amount
        buckets = [replace(b, remaining=b.remaining + late[b.id]) for b in self.buckets]
        return replace(self, buckets=buckets)

    def _usable(self, now: datetime) -> list[Bucket]:
        usable = [b for b in self.buckets if b.expires_at is None or b.expires_at > now]
        return sorted(usable, key=lambda b: (b.expires_at is None, b.expires_at or now))


def new_organization(name: str, key: str, amount: int, now: datetime) -> Organization:
    """Return an organization with `amount` credits, of which a quarter expires in 12 days."""
    expiring = amount // 4
    bought = now - timedelta(days=200)
    return Organization(
        id=f"org_{secrets.token_hex(6)}",
        name=name,
        key=key,
        buckets=[
            Bucket(f"bkt_{secrets.token_hex(4)}", expiring, bought, now + timedelta(days=12)),
            Bucket(
                f"bkt_{secrets.token_hex(4)}",
                amount - expiring,
                now - timedelta(days=20),
                now + timedelta(days=345),
            ),
        ],
    )
