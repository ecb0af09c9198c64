"""Data of one organization for the lists of the window."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from capout_desktop.domain.organization import Organization
from capout_desktop.domain.problem import Problem


class KeyState(StrEnum):
    """State of an organization's key."""

    LOOKING = "looking"
    TESTING = "testing"
    OFFLINE = "offline"
    NEEDED = "needed"
    STORED = "stored"
    FOR_SESSION = "for-session"


@dataclass(frozen=True, slots=True)
class OrganizationRow:
    """Organization with the state of its key.

    Attributes:
        problem: Why the key does not work, or is kept for this session only; None if all is well.
    """

    organization: Organization
    state: KeyState
    problem: Problem | None = None
