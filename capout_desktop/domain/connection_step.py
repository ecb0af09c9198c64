"""The steps on the way to CapOut, and what a check of one of them found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from capout_desktop.domain.problem import Problem, ProblemCode


class Step(StrEnum):
    """The steps in their order; each needs those before it, but for the last two."""

    PROXY = "proxy"
    """By which way this computer is set to reach the internet."""
    NAME = "name"
    """The server's name is looked up (DNS)."""
    CONNECTION = "connection"
    """The server takes a connection (TCP)."""
    SECURITY = "security"
    """The server proves to be CapOut, and nobody can listen (TLS)."""
    KEY = "key"
    UPLOAD = "upload"
    """The key may upload; nothing is uploaded to find out."""
    WEBSOCKET = "websocket"
    SSE = "sse"


class StepFinding(StrEnum):
    """How a step turned out."""

    GOOD = "good"
    NOTE = "note"
    """The program works; something is not as it could be."""
    BAD = "bad"
    SKIPPED = "skipped"
    """A step before it failed, or there is no key to try it with."""


@dataclass(frozen=True, slots=True)
class StepResult:
    """What was found.

    Attributes:
        seconds: How long it took; None where it was skipped.
        fact: What was found, as a name or a number: `10.0.0.1:3128`, `TLSv1.3`, `250`. Never a
            secret. Empty where there is nothing to say.
        problem: Why it is not good, and the way on.
    """

    step: Step
    finding: StepFinding
    seconds: float | None = None
    fact: str = ""
    problem: Problem | None = None


NO_KEY_TO_TRY = Problem(ProblemCode.NO_KEY_TO_TRY)
CREDITS_HIDDEN = Problem(ProblemCode.CREDITS_HIDDEN)
UPLOAD_ANSWER_UNCLEAR = Problem(ProblemCode.UPLOAD_ANSWER_UNCLEAR)
WEBSOCKET_BLOCKED = Problem(ProblemCode.WEBSOCKET_BLOCKED)
SSE_BLOCKED = Problem(ProblemCode.SSE_BLOCKED)


def overall(results: list[StepResult]) -> StepResult | None:
    """Return the result that says most about the whole: the first bad one, else a note."""
    for finding in (StepFinding.BAD, StepFinding.NOTE):
        for result in results:
            if result.finding is finding:
                return result
    return None
