"""Loops that the program cannot do without."""

from __future__ import annotations

from enum import StrEnum


class VitalLoop(StrEnum):
    """Kind of loop that is restarted whenever it fails; the value is its name in the log."""

    CHECKING = "preflight"
    SENDING = "upload queue"
    LOOKING_UP = "confirmation"
    FOLLOWING = "tracking"
    CREDITS = "credits"
    FOLDER_WATCH = "watched folder"
    KEY = "key"
    REMOTE_LIST = "organization's documents"
    READING = "estimates"
    MISSING_FILES = "missing files"
    REMINDERS = "notifications"
    HISTORY = "history"
