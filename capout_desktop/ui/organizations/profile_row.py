"""What the window shows of one profile."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from capout_desktop.domain.problem import Problem
from capout_desktop.domain.profile import Profile


class KeyState(StrEnum):
    """How far a profile's key is."""

    LOOKING = "looking"
    TESTING = "testing"
    OFFLINE = "offline"
    NEEDED = "needed"
    STORED = "stored"
    FOR_SESSION = "for-session"


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """A profile, and how its key stands.

    Attributes:
        problem: Why the key does not work, or is kept for this session only; None where all is
            well.
    """

    profile: Profile
    state: KeyState
    problem: Problem | None = None
