"""What there is to say where a table could not be written."""

from __future__ import annotations

from capout_desktop.domain.problem import Problem


def spending_not_exported(reason: str) -> Problem:
    """The file could not be written; `reason` is the system's own word."""
    return Problem(
        "spending-not-exported",
        "The spending could not be exported",
        "Close the file if another program has it open, or choose another folder.",
        reason,
    )
