"""What the window shows of one profile."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from capout_desktop.domain.organization import Organization
from capout_desktop.domain.problem import Problem


class KeyState(StrEnum):
    """How far an organization's key is."""

    LOOKING = "looking"
    TESTING = "testing"
    OFFLINE = "offline"
    NEEDED = "needed"
    STORED = "stored"
    FOR_SESSION = "for-session"


@dataclass(frozen=True, slots=True)
class OrganizationRow:
    """An organization, and how its key stands.

    Attributes:
        problem: Why the key does not work, or is kept for this session only; None where all is
            well.
    """

    organization: Organization
    state: KeyState
    problem: Problem | None = None
