"""Messages about the whole program rather than one document."""

from __future__ import annotations

from capout_desktop.domain.problem import Problem, ProblemCode

JOURNAL_NEWER = Problem(ProblemCode.JOURNAL_NEWER)
JOURNAL_IN_USE = Problem(ProblemCode.JOURNAL_IN_USE)
SETTINGS_LOST = Problem(ProblemCode.SETTINGS_LOST)
SETTINGS_PARTLY_READ = Problem(ProblemCode.SETTINGS_PARTLY_READ)
JOURNAL_SET_ASIDE = Problem(ProblemCode.JOURNAL_SET_ASIDE)
JOURNAL_UNUSABLE = Problem(ProblemCode.JOURNAL_UNUSABLE)
DISK_TROUBLE = Problem(ProblemCode.DISK_TROUBLE)
QUEUE_PAUSED = Problem(ProblemCode.QUEUE_PAUSED)
LOOK_NOT_SAVED = Problem(ProblemCode.LOOK_NOT_SAVED)
WAIT_FOR_OK = Problem(ProblemCode.WAIT_FOR_OK)
ALREADY_LISTED = Problem(ProblemCode.ALREADY_LISTED)
UNFORESEEN = Problem(ProblemCode.UNFORESEEN)

DIAGNOSTICS_COPIED = Problem(ProblemCode.DIAGNOSTICS_COPIED)
LOG_UNREADABLE = Problem(ProblemCode.LOG_UNREADABLE)


def removed(count: int) -> Problem:
    """Return the message that `count` documents were removed from the list."""
    return Problem(ProblemCode.REMOVED, values=(("count", count),))
