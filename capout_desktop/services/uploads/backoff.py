"""Back-off after failures, and whether the way to CapOut has to be tried before a document goes."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from capout_desktop.capout.errors import CapOutError
from capout_desktop.domain import policy
from capout_desktop.domain.problem import Problem
from capout_desktop.services.runtime import clock

SEVERAL_FAILURES = 2
"""One broken line is a row's matter; from the second on it is everybody's."""

LONG_WAIT_SECONDS = 30.0
"""A wait of this length is said at once, so that the person can end it."""


@dataclass(slots=True)
class Backoff:
    """What one failure after the other says of everything that would go the same way.

    Attributes:
        failures: Number of attempts that failed since the last one that got through.
        resume_at: When the next attempt may begin, on the monotonic clock; None means at once.
        problem: What the last of them met with; None where that says nothing of the others.
        is_long: Whether the present wait is a long one.
    """

    failures: int = 0
    resume_at: float | None = None
    problem: Problem | None = None
    is_long: bool = False

    def add(self, problem: Problem | None, retry_after: float | None) -> float:
        """Note a failure; return the seconds until the next attempt may begin.

        `retry_after` is what CapOut asked for, in seconds.
        """
        self.failures += 1
        self.problem = problem
        delay = policy.retry_delay(
            self.failures,
            chance=random.random(),  # noqa: S311 - jitter
            retry_after=retry_after,
        ).total_seconds()
        self.is_long = delay >= LONG_WAIT_SECONDS
        self.resume_at = clock.monotonic() + delay
        return delay

    def hurry(self) -> None:
        """End the present wait; the next failure makes a longer one all the same."""
        self.resume_at = None

    def seconds_left(self) -> float:
        """Return the seconds to wait from now on; 0 if the way is free."""
        return 0.0 if self.resume_at is None else max(self.resume_at - clock.monotonic(), 0.0)

    @property
    def concerns_all(self) -> bool:
        """Whether the window has to say it."""
        return self.failures >= SEVERAL_FAILURES or self.is_long


class HalfOpen(Enum):
    """With whom a document must not be under way at the same time."""

    OF_ALL = auto()
    OF_ITS_ORGANIZATION = auto()
    NO = auto()


class CircuitBreaker:
    """The way to CapOut, which is everybody's, and what CapOut allows each organization.

    Attributes:
        needs_probe: Whether a harmless request has to be answered before a document goes, because
            the last one left without an answer that says what became of it.
    """

    def __init__(self, on_obstruction: Callable[[Problem | None], None]) -> None:
        """`on_obstruction` hears why nothing gets through, and None once the way is free."""
        self._on_obstruction = on_obstruction
        self._line = Backoff()
        self._limits: dict[str, Backoff] = {}
        self._told_code = ""
        self.needs_probe = False

    def note(self, organization_id: str, error: CapOutError) -> float:
        """Slow down whatever would meet with the same; return the seconds until it goes on."""
        way = self._line
        if error.status_code == 429:  # it is the key that sends too fast, and nobody else's
            way = self._limits.setdefault(organization_id, Backoff())
        delay = way.add(error.problem, error.retry_after)
        self._tell()
        return delay

    def note_unknown(self, problem: Problem) -> None:
        """Note that nobody knows what became of a document: the way is tried before the next.

        From the second one on, everything also waits: an answer to a harmless request then proves
        little about uploads.
        """
        self.needs_probe = True
        self._line.add(problem, None)
        if self._line.failures < SEVERAL_FAILURES:
            self._line.hurry()
        self._tell()

    def note_answer(self) -> None:
        """Note that a harmless request was answered; documents go again, at first one alone."""
        self.needs_probe = False

    def wait(self) -> None:
        """Slow everything down for a reason of this computer's own, which is told elsewhere."""
        self._line.add(self._line.problem, None)

    def got_through(self, organization_id: str) -> None:
        """The way is free: one of this organization's documents arrived."""
        self._line = Backoff()
        self._limits.pop(organization_id, None)
        self.needs_probe = False
        self._tell()

    def hurry(self) -> None:
        """Let what waits be tried at once; what is known of the way stays known."""
        self._line.hurry()
        for limit in self._limits.values():
            limit.hurry()

    def seconds_left(self) -> float:
        """Return the seconds that everything has to wait."""
        return self._line.seconds_left()

    def seconds_left_for(self, organization_id: str) -> float:
        """Return the seconds that one organization has to wait beyond that."""
        limit = self._limits.get(organization_id)
        return 0.0 if limit is None else limit.seconds_left()

    def alone(self, organization_id: str) -> HalfOpen:
        """Return whether one goes ahead alone, to find out whether the way is free again."""
        if self._line.failures:
            return HalfOpen.OF_ALL
        return HalfOpen.OF_ITS_ORGANIZATION if organization_id in self._limits else HalfOpen.NO

    def _tell(self) -> None:
        ways = (self._line, *self._limits.values())
        problems = [way.problem for way in ways if way.concerns_all and way.problem]
        problem = problems[0] if problems else None
        code = problem.code if problem else ""
        if code != self._told_code:
            self._told_code = code
            self._on_obstruction(problem)
