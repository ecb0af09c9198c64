"""A document's way through the five stages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from capout_desktop.sandbox.contract import STAGES
from capout_desktop.sandbox.faults import FailWorkflow

_PACE = (1.0, 5.0, 4.0, 4.0, 4.0, 2.0)
"""Seconds from acceptance to the first stage, then those of each stage: 20 together."""

LAST_STEP = len(_PACE)


@dataclass(slots=True)
class SandboxDocument:
    """A document as the server knows it.

    Attributes:
        has_integer_id: Whether the wire words its id as a number.
        step: 0 once accepted; 1 to 5 while that stage is under way; 6 when all is done.
        listed_from: `time.monotonic` from which `GET /documents` shows it.
        pace: This document's own factor on the time that its stages take.
        failure: Where and how its workflow shall fail; None lets it finish.
        failed: Whether it did.
    """

    id: str
    workflow_id: str
    organization_id: str
    file_name: str
    xn_address: str
    created_at: datetime
    updated_at: datetime
    listed_from: float
    has_integer_id: bool = False
    pace: float = 1.0
    step: int = 0
    completed_at: datetime | None = None
    failure: FailWorkflow | None = None
    failed: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """What names it among the documents of all organizations."""
        return self.organization_id, self.id

    @property
    def wire_id(self) -> str | int:
        """Its id as the wire words it."""
        return int(self.id) if self.has_integer_id else self.id

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.failed or self.step == LAST_STEP

    @property
    def seconds_to_next_step(self) -> float:
        """How long the present step takes at speed 1."""
        return _PACE[self.step] * self.pace

    def advance(self, now: datetime) -> None:
        """Take the next step, or fail where that was planned; nothing once it is over."""
        if self.is_over:
            return
        self.updated_at = now
        if self.failure is not None and self.step == STAGES.index(self.failure.stage) + 1:
            self.failed = True
            return
        self.step += 1
        if self.step == LAST_STEP:
            self.completed_at = now
