"""A newer version of this program, and when to ask for one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from capout_desktop.domain.problem import Problem, ProblemCode

BETWEEN_CHECKS = timedelta(days=1)

UP_TO_DATE = Problem(ProblemCode.UP_TO_DATE)
UPDATES_UNREADABLE = Problem(ProblemCode.UPDATES_UNREADABLE)


@dataclass(frozen=True, slots=True)
class Update:
    """The newest version that is to be had.

    Attributes:
        news: What changed for its users, a sentence each.
        page: The https address where it is to be had.
    """

    version: str
    news: tuple[str, ...]
    page: str


def is_due(last: datetime | None, now: datetime) -> bool:
    """Whether a day has passed; a `last` that lies ahead is the word of a clock that was wrong."""
    return last is None or last > now or now - last >= BETWEEN_CHECKS


def is_newer(version: str, than: str) -> bool:
    """Compare versions by their numbers: 0.10 is newer than 0.9, 1.0.0 no newer than 1.0."""
    ours, theirs = _numbers(than), _numbers(version)
    width = max(len(ours), len(theirs))
    return theirs + (0,) * (width - len(theirs)) > ours + (0,) * (width - len(ours))


def announcement(update: Update) -> Problem:
    """What the window says of it."""
    news = (("news", " ".join(update.news)),) if update.news else ()
    return Problem(ProblemCode.UPDATE_AVAILABLE, values=(("version", update.version), *news))


def _numbers(version: str) -> tuple[int, ...]:
    found = re.match(r"\d+(\.\d+)*", version)
    return tuple(int(number) for number in found[0].split(".")) if found else ()
