"""Problems with a key or with the keyring."""

from __future__ import annotations

from capout_desktop.domain.problem import Problem, ProblemCode

NO_KEYRING = Problem(ProblemCode.NO_KEYRING)
WAITING = Problem(ProblemCode.KEYRING_WAITING)
PLAINTEXT = Problem(ProblemCode.PLAINTEXT_KEYRING)
TOO_LONG = Problem(ProblemCode.KEY_TOO_LONG)
ALREADY_HERE = Problem(ProblemCode.KEY_ALREADY_HERE)

LOCKED = Problem(ProblemCode.KEYRING_LOCKED)
NOT_READ = Problem(ProblemCode.KEYRING_NOT_READ)
NOT_STORED = Problem(ProblemCode.KEYRING_NOT_STORED)
NOT_REMOVED = Problem(ProblemCode.KEYRING_NOT_REMOVED)


def lost(label: str) -> Problem:
    """Return the problem that the keyring has no key for an organization in the settings."""
    return Problem(ProblemCode.KEY_LOST, values=(("organization", label),))


def other_organization(label: str) -> Problem:
    """Return the problem that a replacement key belongs to another organization."""
    return Problem(ProblemCode.KEY_OF_ANOTHER_ORGANIZATION, values=(("organization", label),))


def needs_key(label: str, problem: Problem) -> Problem:
    """Return the problem that an inactive organization needs a key; `problem` says why."""
    return Problem(
        ProblemCode.ORGANIZATION_NEEDS_KEY, problem.detail, values=(("organization", label),)
    )
