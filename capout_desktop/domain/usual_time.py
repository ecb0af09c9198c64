"""How long documents usually take, from those that took it before; never a guess."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import islice

from capout_desktop.domain.document import Document, DocumentState

LEAST = 5
"""Number of documents below which nothing is said: too few to be usual."""
MOST = 25
"""Number of documents that are looked at; what was usual long ago is not any more."""
HEARD_WITHIN = timedelta(minutes=1)
"""Longest time between the end at CapOut and the news of it. If it is longer, the program was not
running or a clock is wrong, and nothing is known of how long the document took."""
SETTLED = timedelta(seconds=3)
"""Time after which the speed of an upload says something."""


def time_taken(document: Document) -> timedelta | None:
    """Return how long a document took from its only upload until it was complete.

    Both times are of this computer's clock. None if it is not complete, or not certain.
    """
    began, ended = document.attempt_at, document.completed_at
    if document.state is not DocumentState.COMPLETE or began is None or ended is None:
        return None
    heard = document.changed_at
    if document.attempts != 1 or abs(heard - ended) > HEARD_WITHIN or heard <= began:
        return None
    return heard - began


def usual_time(newest_first: Iterable[Document]) -> timedelta | None:
    """Return how long documents usually take: the median of the newest that are known."""
    known = (taken for taken in map(time_taken, newest_first) if taken is not None)
    seconds = [taken.total_seconds() for taken in islice(known, MOST)]
    if len(seconds) < LEAST:
        return None
    import statistics  # noqa: PLC0415 - it imports fractions

    return timedelta(seconds=statistics.median(seconds))


def upload_speed(document: Document, at: datetime) -> float | None:
    """Return the bytes a second of an upload under way; None as long as that says nothing."""
    if document.state is not DocumentState.UPLOADING or document.attempt_at is None:
        return None
    taken = at - document.attempt_at
    if not document.bytes_sent or taken < SETTLED:
        return None
    return document.bytes_sent / taken.total_seconds()


def upload_time_left(document: Document, at: datetime) -> timedelta | None:
    """Return how long an upload still takes at its speed so far; None if unknown."""
    speed = upload_speed(document, at)
    left = document.bytes_total - document.bytes_sent
    return None if speed is None or left <= 0 else timedelta(seconds=left / speed)
