"""Why nothing gets through for a while, and until when nothing is tried."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from capout_desktop.capout.errors import CapOutError
from capout_desktop.domain import policy
from capout_desktop.domain.problem import Problem
from capout_desktop.services.runtime.clock import now

SEVERAL_FAILURES = 2
"""One broken line is a row's matter; from the second on it is everybody's."""


@dataclass(slots=True)
class Backoff:
    """What one failure after the other says of everything that would go the same way.

    Attributes:
        failures: How many attempts failed since the last one that got through.
        resume_at: When the next attempt may begin (UTC); None means at once.
        problem: What the last of them met with; None where that says nothing of the others.
    """

    failures: int = 0
    resume_at: datetime | None = None
    problem: Problem | None = None

    def add(self, problem: Problem | None, retry_after: float | None) -> datetime:
        """Take note of a failure; return when the next attempt may begin.

        `retry_after` is what CapOut asked for, in seconds.
        """
        self.failures += 1
        self.problem = problem
        delay = policy.retry_delay(
            self.failures,
            chance=random.random(),  # noqa: S311 - jitter
            retry_after=retry_after,
        )
        self.resume_at = now() + delay
        return self.resume_at

    def seconds_left(self, at: datetime) -> float:
        """How long to wait, from then on; 0 where the way is free."""
        return 0.0 if self.resume_at is None else max((self.resume_at - at).total_seconds(), 0.0)


class HalfOpen(Enum):
    """With whom a document must not be under way at the same time."""

    OF_ALL = auto()
    OF_ITS_ORGANIZATION = auto()
    NO = auto()


class CircuitBreaker:
    """The way to CapOut, which is everybody's, and what CapOut allows each organization."""

    def __init__(self, on_obstruction: Callable[[Problem | None], None]) -> None:
        """`on_obstruction` hears why nothing gets through, and None once the way is free."""
        self._on_obstruction = on_obstruction
        self._line = Backoff()
        self._limits: dict[str, Backoff] = {}
        self._told_code = ""

    def note(self, organization_id: str, error: CapOutError) -> datetime:
        """Slow down whatever would meet with the same; return when it goes on (UTC)."""
        way = self._line
        if error.status_code == 429:  # it is the key that sends too fast, and nobody else's
            way = self._limits.setdefault(organization_id, Backoff())
        resume_at = way.add(error.problem, error.retry_after)
        self._tell()
        return resume_at

    def wait(self) -> None:
        """Slow everything down for a reason of this computer's own, which is told elsewhere."""
        self._line.add(self._line.problem, None)

    def got_through(self, organization_id: str) -> None:
        """The way is free: one of this organization's documents arrived."""
        self._line = Backoff()
        self._limits.pop(organization_id, None)
        self._tell()

    def forget(self) -> None:
        """Let everything be tried at once."""
        self._line = Backoff()
        self._limits.clear()
        self._tell()

    def seconds_left(self, at: datetime) -> float:
        """How long everything has to wait."""
        return self._line.seconds_left(at)

    def seconds_left_for(self, organization_id: str, at: datetime) -> float:
        """How long what is one organization's has to wait beyond that."""
        limit = self._limits.get(organization_id)
        return 0.0 if limit is None else limit.seconds_left(at)

    def alone(self, organization_id: str) -> HalfOpen:
        """Whether one goes ahead alone, to find out whether the way is free again."""
        if self._line.failures:
            return HalfOpen.OF_ALL
        return HalfOpen.OF_ITS_ORGANIZATION if organization_id in self._limits else HalfOpen.NO

    def _tell(self) -> None:
        ways = (self._line, *self._limits.values())
        problems = [way.problem for way in ways if way.failures >= SEVERAL_FAILURES and way.problem]
        problem = problems[0] if problems else None
        code = problem.code if problem else ""
        if code != self._told_code:
            self._told_code = code
            self._on_obstruction(problem)
