"""Storage of credit readings and movements in the journal file. Old ones are deleted."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec

from capout_desktop.domain.credit_ledger import Charged, Movement, Reading
from capout_desktop.domain.credits import BalancePoint, CreditBucket
from capout_desktop.store.record_decoder import time_of

KEPT_WHOLE = timedelta(days=2)
KEPT_HOURLY = timedelta(days=35)
"""Time for which the last reading of each hour is kept. The plot shows no more."""
KEPT = timedelta(days=400)
"""Time for which the last reading of each day and all movements are kept."""

_DAY_LETTERS, _HOUR_LETTERS = len("2026-04-14"), len("2026-04-14T14")


@dataclass(frozen=True, slots=True)
class CreditRecord:
    """Reading, whether it was clear, and the movement that it showed."""

    reading: Reading
    is_clear: bool
    movement: Movement | None


@dataclass(frozen=True, slots=True)
class CreditHistory:
    """Readings and movements stored in the journal.

    Attributes:
        last: Last clear reading of each organization.
        points: Balances of the last weeks, oldest first.
        movements: All movements that are kept, oldest first.
        recent: All readings of the last two days, oldest first.
    """

    last: tuple[Reading, ...] = ()
    points: tuple[BalancePoint, ...] = ()
    movements: tuple[Movement, ...] = ()
    recent: tuple[Reading, ...] = ()


def insert(db: sqlite3.Connection, records: Iterable[CreditRecord]) -> None:
    """Store records inside the caller's transaction."""
    for record in records:
        reading = record.reading
        db.execute(
            "INSERT OR REPLACE INTO credit_readings VALUES (?, ?, ?, ?, ?, ?)",
            (
                reading.organization_id,
                _text(reading.at),
                _text(reading.asked_at),
                reading.total,
                _json([(b.id, b.remaining, b.expires_at, b.created_at) for b in reading.buckets]),
                record.is_clear,
            ),
        )
        moved = record.movement
        if moved is not None:
            db.execute(
                "INSERT OR REPLACE INTO credit_movements VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    moved.organization_id,
                    _text(moved.until),
                    _text(moved.since),
                    moved.before,
                    moved.after,
                    moved.added,
                    moved.expired,
                    moved.spent,
                    moved.unexplained,
                    _json([(c.attempt_id, c.document, c.xn_address) for c in moved.charges]),
                ),
            )


def thin_out(db: sqlite3.Connection, now: datetime) -> None:
    """Delete readings and movements that are too old, inside the caller's transaction."""
    for table in ("credit_readings", "credit_movements"):
        db.execute(f"DELETE FROM {table} WHERE at < ?", (_text(now - KEPT),))  # noqa: S608 - ours
    for age, letters in ((KEPT_HOURLY, _DAY_LETTERS), (KEPT_WHOLE, _HOUR_LETTERS)):
        before = _text(now - age)
        # The last clear reading stays, since the next movement is computed from it.
        db.execute(
            """
            DELETE FROM credit_readings WHERE at < ?
            AND (organization_id, at) NOT IN (
                SELECT organization_id, max(at) FROM credit_readings
                WHERE at < ? GROUP BY organization_id, substr(at, 1, ?)
            )
            AND (organization_id, at) NOT IN (
                SELECT organization_id, max(at) FROM credit_readings
                WHERE is_clear GROUP BY organization_id
            )
            """,
            (before, before, letters),
        )


def load(db: sqlite3.Connection, now: datetime) -> CreditHistory:
    """Return the stored credit history.

    Raises:
        sqlite3.DatabaseError: The file is damaged, or a row was not written by this program.
    """
    try:
        last = db.execute(
            "SELECT organization_id, total, buckets, asked_at, max(at) FROM credit_readings"
            " WHERE is_clear GROUP BY organization_id"
        )
        readings = tuple(map(_reading, last))
        latest = db.execute(
            "SELECT organization_id, total, buckets, asked_at, at FROM credit_readings"
            " WHERE at >= ? ORDER BY at",
            (_text(now - KEPT_WHOLE),),
        )
        recent = tuple(map(_reading, latest))
        points = db.execute(
            "SELECT organization_id, at, total FROM credit_readings WHERE at >= ? ORDER BY at",
            (_text(now - KEPT_HOURLY),),
        )
        balances = tuple(BalancePoint(id_, time_of(at), total) for id_, at, total in points)
        rows = db.execute("SELECT * FROM credit_movements ORDER BY at")
        movements = tuple(map(_movement, rows))
    except (ValueError, TypeError) as error:
        raise sqlite3.DatabaseError(f"the credits cannot be read: {error}") from error
    return CreditHistory(readings, balances, movements, recent)


def _reading(row: tuple[Any, ...]) -> Reading:
    organization_id, total, buckets, asked_at, at = row
    return Reading(organization_id, total, _buckets(buckets), time_of(asked_at), time_of(at))


def _movement(row: tuple[Any, ...]) -> Movement:
    organization_id, at, since, before, after, added, expired, spent, unexplained, charges = row
    return Movement(
        organization_id,
        time_of(since),
        time_of(at),
        before,
        after,
        added=added,
        expired=expired,
        spent=spent,
        unexplained=unexplained,
        charges=_charges(charges),
    )


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds")


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _buckets(text: str) -> tuple[CreditBucket, ...]:
    rows = msgspec.json.decode(text, type=list[tuple[str, int, datetime | None, datetime | None]])
    return tuple(CreditBucket(*row) for row in rows)


def _charges(text: str) -> tuple[Charged, ...]:
    rows = msgspec.json.decode(text, type=list[tuple[str, str, str]])
    return tuple(Charged(*row) for row in rows)
