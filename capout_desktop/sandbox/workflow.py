"""Workflow of a document through the five stages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from capout_desktop.sandbox.contract import STAGES
from capout_desktop.sandbox.faults import FailWorkflow

_PACE = (1.0, 5.0, 4.0, 4.0, 4.0, 2.0)
"""Seconds from acceptance to the first stage, then of each stage: 20 in total."""

LAST_STEP = len(_PACE)


@dataclass(slots=True)
class SandboxDocument:
    """A document of the server.

    Attributes:
        has_integer_id: Whether its id is a number in JSON.
        step: 0 after acceptance; 1 to 5 while that stage runs; 6 when complete.
        listed_from: Value of `time.monotonic` from which `GET /documents` shows it.
        pace: Factor of this document on the duration of its stages.
        failure: Where and how its workflow will fail; None lets it finish.
        failed: Whether it has failed.
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
        """Key of the document among those of all organizations."""
        return self.organization_id, self.id

    @property
    def wire_id(self) -> str | int:
        """The id as it is in JSON."""
        return int(self.id) if self.has_integer_id else self.id

    @property
    def is_over(self) -> bool:
        """Whether the workflow has ended."""
        return self.failed or self.step == LAST_STEP

    @property
    def seconds_to_next_step(self) -> float:
        """Duration of the present step at speed 1."""
        return _PACE[self.step] * self.pace

    def advance(self, now: datetime) -> None:
        """Take the next step, or fail if planned; does nothing once the workflow has ended."""
        if self.is_over:
            return
        self.updated_at = now
        if self.failure is not None and self.step == STAGES.index(self.failure.stage) + 1:
            self.failed = True
            return
        self.step += 1
        if self.step == LAST_STEP:
            self.completed_at = now
