"""Credit balances of organizations, and kinds of keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class CreditBucket:
    """Credits bought together; `expires_at` is None if they never expire."""

    id: str
    remaining: int
    expires_at: datetime | None
    created_at: datetime | None


@dataclass(frozen=True, slots=True)
class CreditBalance:
    """Answer to `GET /credits`, with its time.

    Attributes:
        total: Credits left; some may have been spent elsewhere since.
        expiring: Number of these that expire within 30 days.
        as_of: Time when this program asked (UTC).
    """

    organization_id: str
    total: int
    expiring: int
    buckets: tuple[CreditBucket, ...]
    as_of: datetime


@dataclass(frozen=True, slots=True)
class BalancePoint:
    """Balance of an organization at one moment."""

    organization_id: str
    at: datetime
    total: int


class KeyKind(StrEnum):
    """Kind of credits that a key spends."""

    LIVE = "live"
    TEST = "test"
    SANDBOX = "sandbox"


TEST_KEY_PREFIX = "capout_test_"


def key_kind(key: str, *, sandbox: bool) -> KeyKind:
    """Return the kind of a key. Test keys and the sandbox spend no real credits."""
    if sandbox:
        return KeyKind.SANDBOX
    return KeyKind.TEST if key.startswith(TEST_KEY_PREFIX) else KeyKind.LIVE
