"""What the whole program has to say, rather than one document."""

from __future__ import annotations

from capout_desktop.domain.problem import Problem

JOURNAL_NEWER = Problem(
    "journal-newer",
    "Your list was written by a newer version of this program",
    "Install the newest version of CapOut Desktop. Nothing was changed, and nothing is sent.",
)
JOURNAL_IN_USE = Problem(
    "journal-in-use",
    "CapOut Desktop is already running",
    "Use the window that is open. If there is none, restart the computer.",
)
SETTINGS_LOST = Problem(
    "settings-lost",
    "The settings could not be read, so sending is paused",
    "Check the organization and the XactNet address at the top of the window, then choose "
    "Resume. The list of documents is whole.",
)
JOURNAL_SET_ASIDE = Problem(
    "journal-set-aside",
    "Your list could not be read and was put aside",
    "A new list was begun. Look in CapOut's web app before you send a file a second time.",
)
JOURNAL_UNUSABLE = Problem(
    "journal-unusable",
    "Your list cannot be kept on this disk",
    "Check that the disk is not full and not write-protected, then start the program again. "
    "Nothing is sent until then.",
)
DISK_TROUBLE = Problem(
    "disk-trouble",
    "Your list cannot be saved at the moment",
    "Free some space on the disk. Until then no file is added and none is sent.",
)
QUEUE_PAUSED = Problem(
    "queue-paused",
    "Sending is paused",
    "What is under way goes on; nothing new starts until you resume.",
)
LOOK_NOT_SAVED = Problem(
    "look-not-saved",
    "How the window looks cannot be remembered",
    "Check that the disk is not full. Your documents are not touched by this.",
)
WAIT_FOR_OK = Problem(
    "wait-for-ok",
    "Some documents wait for your OK",
    "Nothing is sent before you let them go.",
)
ALREADY_LISTED = Problem(
    "already-listed",
    "What you added is on the list already",
    "Nothing was added a second time. Its rows say how far each one is.",
)
UNFORESEEN = Problem(
    "unforeseen",
    "Something went wrong that should not have",
    "Nothing is lost. Please start the program again, and report it if it comes back.",
)

DIAGNOSTICS_COPIED = Problem(
    "diagnostics-copied",
    "The diagnostics are on the clipboard",
    "Paste them into your message to support. They name no key, no file and no address.",
)
LOG_UNREADABLE = Problem(
    "log-unreadable",
    "The log cannot be read",
    "Restart the program and try again. If it stays so, check the folder that Help → Open log "
    "folder opens.",
)

REMOVED_CODE = "removed"


def removed(count: int) -> Problem:
    """So many documents were taken off the list."""
    return Problem(
        REMOVED_CODE,
        "1 document was taken off the list"
        if count == 1
        else "{count} documents were taken off the list",
        "A second copy of what was sent is still recognized.",
        values=(("count", count),),
    )
