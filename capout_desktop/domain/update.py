"""Updates of this program, and when to check for them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from capout_desktop.domain.problem import Problem, ProblemCode

BETWEEN_CHECKS = timedelta(days=1)

MOST_DIGITS = 9
"""Digits of the longest number in a version."""

UP_TO_DATE = Problem(ProblemCode.UP_TO_DATE)
UPDATES_UNREADABLE = Problem(ProblemCode.UPDATES_UNREADABLE)


@dataclass(frozen=True, slots=True)
class Update:
    """Newest available version.

    Attributes:
        news: Changes for users, one sentence each.
        page: The https address of the download page.
    """

    version: str
    news: tuple[str, ...]
    page: str


def is_due(last: datetime | None, now: datetime) -> bool:
    """Return whether the next check is due. A `last` in the future means that a clock was wrong."""
    return last is None or last > now or now - last >= BETWEEN_CHECKS


def is_newer(version: str, than: str) -> bool:
    """Return whether `version` is newer: 0.10 is newer than 0.9, 1.0.0 is not newer than 1.0."""
    ours, theirs = _numbers(than), _numbers(version)
    width = max(len(ours), len(theirs))
    return theirs + (0,) * (width - len(theirs)) > ours + (0,) * (width - len(ours))


def announcement(update: Update) -> Problem:
    """Return the message that announces an update."""
    news = (("news", " ".join(update.news)),) if update.news else ()
    return Problem(ProblemCode.UPDATE_AVAILABLE, values=(("version", update.version), *news))


def _numbers(version: str) -> tuple[int, ...]:
    found = re.match(r"\d+(\.\d+)*", version)
    numbers = found[0].split(".") if found else []
    # A longer one is no version, and Python refuses to read thousands of digits.
    return tuple(map(int, numbers)) if all(len(each) <= MOST_DIGITS for each in numbers) else ()
