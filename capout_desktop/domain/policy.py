"""Limits and waiting times."""

from __future__ import annotations

from datetime import timedelta

MAX_PDF_BYTES = 50 * 1024 * 1024
"""CapOut accepts inline PDFs up to 50 MB; a server that counts in millions answers 413."""

SAFE_PDF_BYTES = 37_500_000
"""By another reading of the same limit, 50 MB are those of the base64 text of a PDF."""

MAX_CHOSEN_FROM_BYTES = 1 << 31
"""Largest PDF of which pages can be chosen; its pages are read one by one."""

PARALLEL_UPLOADS = 3

SHORTEST_LOOK_INTERVAL = timedelta(seconds=5)
LONGEST_LOOK_INTERVAL = timedelta(seconds=60)
"""Limits of the time between two look-ups of uploads without an answer."""

FIRST_RETRY = timedelta(seconds=2)
LONGEST_RETRY = timedelta(minutes=1)
"""Short enough to resume soon after the office's Wi-Fi is back."""


def retry_delay(attempts: int, *, chance: float, retry_after: float | None) -> timedelta:
    """Return the time to wait before the next attempt.

    It is random between half and the whole of a ceiling that doubles with each attempt, so that
    documents refused at the same time are not retried at the same time. It is never shorter than
    the server asked for.

    Args:
        attempts: Number of attempts made so far, at least 1.
        chance: A random number in [0, 1).
        retry_after: Value of the server's `Retry-After`, in seconds.
    """
    doublings = min(max(attempts, 1) - 1, 16)
    ceiling = min(FIRST_RETRY * (1 << doublings), LONGEST_RETRY)
    wait = ceiling * (0.5 + chance / 2)
    return wait if retry_after is None else max(wait, timedelta(seconds=retry_after))
