"""Messages after the export of a table."""

from __future__ import annotations

from capout_desktop.domain.problem import Problem, ProblemCode


def exported(count: int, name: str) -> Problem:
    """Return the message that `count` documents were exported to a file."""
    return Problem(ProblemCode.EXPORTED, values=(("count", count), ("name", name)))


def list_not_exported(reason: str) -> Problem:
    """Return the problem that the list was not exported; `reason` is the system's text."""
    return Problem(ProblemCode.LIST_NOT_EXPORTED, reason)


def spending_not_exported(reason: str) -> Problem:
    """Return the problem that the spending was not exported; `reason` is the system's text."""
    return Problem(ProblemCode.SPENDING_NOT_EXPORTED, reason)


def check_list_saved(name: str) -> Problem:
    """Return the message that a check list was saved to a file."""
    return Problem(ProblemCode.CHECK_LIST_SAVED, values=(("name", name),))


def check_list_not_saved(reason: str) -> Problem:
    """Return the problem that a check list was not saved; `reason` is the system's text."""
    return Problem(ProblemCode.CHECK_LIST_NOT_SAVED, reason)
