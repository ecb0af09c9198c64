"""What there is to say after a table was exported, or could not be."""

from __future__ import annotations

from capout_desktop.domain.problem import Problem

EXPORTED_CODE = "exported"
_WAY_ON = "Close the file if another program has it open, or choose another folder."


def exported(count: int, name: str) -> Problem:
    """So many documents are in a file of this name."""
    return Problem(
        EXPORTED_CODE,
        "1 document was exported" if count == 1 else "{count} documents were exported",
        "The list is in {name}.",
        values=(("count", count), ("name", name)),
    )


def list_not_exported(reason: str) -> Problem:
    """The file could not be written; `reason` is the system's own word."""
    return Problem("list-not-exported", "The list could not be exported", _WAY_ON, reason)


def spending_not_exported(reason: str) -> Problem:
    """Likewise."""
    return Problem("spending-not-exported", "The spending could not be exported", _WAY_ON, reason)
