"""The credits that an organization has left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class CreditBucket:
    """Credits bought together; `expires_at` is None where they never expire."""

    id: str
    remaining: int
    expires_at: datetime | None
    created_at: datetime | None


@dataclass(frozen=True, slots=True)
class CreditBalance:
    """What `GET /credits` said, and when it said so.

    Attributes:
        total: Credits left; may have been spent elsewhere since.
        expiring: How many of them expire within 30 days.
        as_of: When this program asked (UTC).
    """

    organization_id: str
    total: int
    expiring: int
    buckets: tuple[CreditBucket, ...]
    as_of: datetime


@dataclass(frozen=True, slots=True)
class BalancePoint:
    """How much an organization had left at one moment."""

    organization_id: str
    at: datetime
    total: int


class KeyKind(StrEnum):
    """What a key spends."""

    LIVE = "live"
    TEST = "test"
    SANDBOX = "sandbox"


TEST_KEY_PREFIX = "capout_test_"


def key_kind(key: str, *, sandbox: bool) -> KeyKind:
    """Tell what a key spends: nothing real on the sandbox or with a test key."""
    if sandbox:
        return KeyKind.SANDBOX
    return KeyKind.TEST if key.startswith(TEST_KEY_PREFIX) else KeyKind.LIVE
