"""Steps of the connection check, and their results."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from capout_desktop.domain.problem import Problem, ProblemCode


class Step(StrEnum):
    """Step of the connection check, in order. Each except the last two needs those before it."""

    PROXY = "proxy"
    """The proxy settings of this computer are read."""
    NAME = "name"
    """The server's name is looked up (DNS)."""
    CONNECTION = "connection"
    """The server accepts a connection (TCP)."""
    SECURITY = "security"
    """The server proves to be CapOut and the connection is encrypted (TLS)."""
    KEY = "key"
    UPLOAD = "upload"
    """The key may upload; nothing is uploaded to find out."""
    WEBSOCKET = "websocket"
    SSE = "sse"


class StepFinding(StrEnum):
    """Outcome of a step."""

    GOOD = "good"
    NOTE = "note"
    """The program works, but with a limitation."""
    BAD = "bad"
    SKIPPED = "skipped"
    """An earlier step failed, or there is no key to try it with."""


@dataclass(frozen=True, slots=True)
class StepResult:
    """Result of a step.

    Attributes:
        seconds: Duration; None if it was skipped.
        fact: What was found, as a name or a number: `10.0.0.1:3128`, `TLSv1.3`, `250`. Never a
            secret. May be empty.
        problem: Problem that was found; None if there is none.
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
    """Return the first bad result, else the first note, else None."""
    for finding in (StepFinding.BAD, StepFinding.NOTE):
        for result in results:
            if result.finding is finding:
                return result
    return None
