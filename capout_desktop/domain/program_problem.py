"""Messages about the whole program rather than one document."""

from __future__ import annotations

from capout_desktop.domain.problem import Problem, ProblemCode
from capout_desktop.domain.vital_loop import VitalLoop

STARTED_AS_ADMINISTRATOR = Problem(ProblemCode.STARTED_AS_ADMINISTRATOR)
PROGRAM_REPLACED = Problem(ProblemCode.PROGRAM_REPLACED)
JOURNAL_NEWER = Problem(ProblemCode.JOURNAL_NEWER)
JOURNAL_IN_USE = Problem(ProblemCode.JOURNAL_IN_USE)
SETTINGS_LOST = Problem(ProblemCode.SETTINGS_LOST)
SETTINGS_PARTLY_READ = Problem(ProblemCode.SETTINGS_PARTLY_READ)
JOURNAL_SET_ASIDE = Problem(ProblemCode.JOURNAL_SET_ASIDE)
JOURNAL_UNUSABLE = Problem(ProblemCode.JOURNAL_UNUSABLE)
DISK_TROUBLE = Problem(ProblemCode.DISK_TROUBLE)
LOOK_NOT_SAVED = Problem(ProblemCode.LOOK_NOT_SAVED)
WAIT_FOR_OK = Problem(ProblemCode.WAIT_FOR_OK)
ALREADY_LISTED = Problem(ProblemCode.ALREADY_LISTED)
JOURNAL_WAITS = Problem(ProblemCode.JOURNAL_WAITS)
NOT_DONE = Problem(ProblemCode.NOT_DONE)
NOT_STORED_WHOLE = Problem(ProblemCode.NOT_STORED_WHOLE)
UNFORESEEN = Problem(ProblemCode.UNFORESEEN)

DIAGNOSTICS_COPIED = Problem(ProblemCode.DIAGNOSTICS_COPIED)
LOG_UNREADABLE = Problem(ProblemCode.LOG_UNREADABLE)


_STOPPED = {
    VitalLoop.CHECKING: ProblemCode.CHECKING_STOPPED,
    VitalLoop.SENDING: ProblemCode.SENDING_STOPPED,
    VitalLoop.LOOKING_UP: ProblemCode.LOOKING_UP_STOPPED,
    VitalLoop.FOLLOWING: ProblemCode.FOLLOWING_STOPPED,
    VitalLoop.CREDITS: ProblemCode.CREDITS_STOPPED,
    VitalLoop.FOLDER_WATCH: ProblemCode.FOLDER_WATCH_STOPPED,
    VitalLoop.KEY: ProblemCode.KEY_STOPPED,
    VitalLoop.REMOTE_LIST: ProblemCode.REMOTE_LIST_STOPPED,
    VitalLoop.READING: ProblemCode.READING_STOPPED,
    VitalLoop.MISSING_FILES: ProblemCode.MISSING_FILES_STOPPED,
    VitalLoop.REMINDERS: ProblemCode.REMINDERS_STOPPED,
    VitalLoop.HISTORY: ProblemCode.HISTORY_STOPPED,
}


def stopped(loop: VitalLoop) -> Problem:
    """Return the message that a part of the program failed and is being restarted."""
    return Problem(_STOPPED[loop])


def unforeseen(error: BaseException) -> Problem:
    """Return the message that this program failed, for the stated reason."""
    return Problem(ProblemCode.UNFORESEEN, f"{type(error).__name__}: {error}")


def removed(count: int, staying: int = 0) -> Problem:
    """Return the message that `count` documents were removed from the list.

    `staying` is the number of documents that were chosen, too, and have not ended yet.
    """
    if staying:
        # As text, since the number of the title is the one that decides its plural.
        return Problem(
            ProblemCode.REMOVED_SOME, values=(("count", count), ("staying", str(staying)))
        )
    return Problem(ProblemCode.REMOVED, values=(("count", count),))


def autostart_not_changed(reason: str) -> Problem:
    """Return the problem that the start with the computer could not be switched."""
    return Problem(ProblemCode.AUTOSTART_NOT_CHANGED, reason)


def lock_files_left_out(name: str) -> Problem:
    """Return the message that files such as `name` were not added."""
    return Problem(ProblemCode.LOCK_FILES_LEFT_OUT, values=(("name", name),))
