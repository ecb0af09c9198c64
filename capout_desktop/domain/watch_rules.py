"""The watched folder: which of its files are taken, and when; pure rules."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import count

from capout_desktop.domain.problem import Problem, ProblemCode

_PARTIAL_ENDINGS = (".part", ".crdownload", ".download", ".partial")


class Handling(StrEnum):
    """What was decided about a file that the folder held."""

    LEFT = "left"
    """It was there before watching began, and the person did not ask for it."""
    TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells a file from a newer one of the same name: bytes, and nanoseconds of its time."""

    size: int
    modified_ns: int


@dataclass(frozen=True, slots=True)
class Handled:
    """A file that was decided about.

    Attributes:
        sha256: Empty where it was never read.
        document: This program's own id of the document it became; empty where it became none.
    """

    stamp: Stamp
    handling: Handling
    sha256: str = ""
    document: str = ""


def is_estimate(name: str) -> bool:
    """Whether a file of this name can be a whole PDF: no leftover, no lock, no half download."""
    return name.lower().endswith(".pdf") and not name.startswith((".", "~$"))


def settled(
    now: Mapping[str, Stamp], before: Mapping[str, Stamp], names: Collection[str]
) -> list[str]:
    """Return the PDFs that stood still between two looks; `names` is everything in the folder.

    Browsers hold the place of a download with an empty file, or with a part beside it.
    """
    return [
        name
        for name, stamp in now.items()
        if stamp.size > 0
        and before.get(name) == stamp
        and not any(name + ending in names for ending in _PARTIAL_ENDINGS)
    ]


def is_known(handled: Handled | None, stamp: Stamp) -> bool:
    """Whether this very file was decided about, as far as can be told without reading it.

    One that was left and never read counts as known while its size is the same: a
    synchronizing program that touches the times of old files must not have them all sent.
    """
    if handled is None:
        return False
    if handled.stamp == stamp:
        return True
    unread = handled.handling is Handling.LEFT and not handled.sha256
    return unread and handled.stamp.size == stamp.size


def was_renamed(stamp: Stamp, gone: Iterable[Handled]) -> bool:
    """Whether a new name most likely is one that was left, under another name.

    Who tidies up old files in the folder must not have them all sent.
    """
    return any(h.handling is Handling.LEFT and h.stamp == stamp for h in gone)


def free_name(name: str, taken: Collection[str]) -> str:
    """Return `name`, or `name (2)` and so on where it is taken; endings stay at the end."""
    if name not in taken:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot:
        stem, ending = name, ""
    return next(
        candidate
        for number in count(2)
        if (candidate := f"{stem} ({number}){dot}{ending}") not in taken
    )


def folder_gone(folder: str, reason: str) -> Problem:
    """The watched folder cannot be read; `reason` is the system's own word."""
    return Problem(ProblemCode.WATCH_FOLDER_GONE, reason, values=(("folder", folder),))


def memory_unusable(reason: str) -> Problem:
    """What was taken from the folder cannot be remembered, so nothing is taken."""
    return Problem(ProblemCode.WATCH_MEMORY_UNUSABLE, reason)


CANNOT_MOVE = Problem(ProblemCode.WATCH_FOLDER_CANNOT_MOVE)


def files_there(number: int) -> Problem:
    """So many PDFs were in the folder before it was watched."""
    return Problem(ProblemCode.WATCH_FOLDER_HAS_FILES, values=(("number", number),))
