"""What there is to say after a table was exported, or could not be."""

from __future__ import annotations

from capout_desktop.domain.problem import Problem, ProblemCode


def exported(count: int, name: str) -> Problem:
    """So many documents are in a file of this name."""
    return Problem(ProblemCode.EXPORTED, values=(("count", count), ("name", name)))


def list_not_exported(reason: str) -> Problem:
    """The file could not be written; `reason` is the system's own word."""
    return Problem(ProblemCode.LIST_NOT_EXPORTED, reason)


def spending_not_exported(reason: str) -> Problem:
    """Likewise."""
    return Problem(ProblemCode.SPENDING_NOT_EXPORTED, reason)
