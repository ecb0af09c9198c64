"""Times and waits stated by a server, within plausible limits."""

from __future__ import annotations

import email.utils
import math
from datetime import UTC, datetime

from capout_desktop.capout.errors import bounded_retry_after

FIRST_YEAR, LAST_YEAR = 2000, 2100
"""Other years are placeholders, such as Go's zero time and 9999."""
LONGEST_TIME = 64


def retry_after_seconds(value: str | None, now: datetime) -> float | None:
    """Return the seconds to wait by a `Retry-After` in seconds or as a date; None if invalid.

    `now` is the server's time, if known. The result is limited, see `bounded_retry_after`.
    """
    if not value or len(value) > LONGEST_TIME:
        return None
    try:
        seconds = float(value)
    except ValueError:
        then = http_date(value)
    else:
        return bounded_retry_after(seconds) if math.isfinite(seconds) else None
    return None if then is None else bounded_retry_after((then - now).total_seconds())


def http_date(value: str | None) -> datetime | None:
    """Return the time in a header (UTC); None if it is invalid or its year is a placeholder."""
    if not value or len(value) > LONGEST_TIME:
        return None
    try:
        time = email.utils.parsedate_to_datetime(value)
        return None if time.tzinfo is None else in_bounds(time.astimezone(UTC))
    except (ValueError, OverflowError, TypeError):
        return None


def in_bounds(time: datetime) -> datetime | None:
    """Return the time (UTC); None for a year that is a placeholder."""
    return time if FIRST_YEAR <= time.year <= LAST_YEAR else None
