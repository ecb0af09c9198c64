"""Rules that decide which files of the watched folder are added, and when."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import count

from capout_desktop.domain.problem import Problem, ProblemCode

_PARTIAL_ENDINGS = (".part", ".crdownload", ".download", ".partial")


class Handling(StrEnum):
    """Decision about a file in the watched folder."""

    LEFT = "left"
    """It existed before watching began, and the user did not want it added."""
    TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class Stamp:
    """Size (bytes) and modification time (ns), which tell a file from a newer one of its name."""

    size: int
    modified_ns: int


@dataclass(frozen=True, slots=True)
class Handled:
    """File with the decision about it.

    Attributes:
        sha256: Hash of its content; empty if it was never read.
        document: This program's own id of the document added for it; empty if there is none.
    """

    stamp: Stamp
    handling: Handling
    sha256: str = ""
    document: str = ""


def is_estimate(name: str) -> bool:
    """Return whether the name is that of a PDF, not of a hidden, lock or temporary file."""
    return name.lower().endswith(".pdf") and not name.startswith((".", "~$"))


def settled(
    now: Mapping[str, Stamp], before: Mapping[str, Stamp], names: Collection[str]
) -> list[str]:
    """Return the PDFs that did not change between two looks.

    Browsers create an empty file or a partial file beside it while they download, so files with
    such a partial file in `names`, the names of all files in the folder, are left out.
    """
    return [
        name
        for name, stamp in now.items()
        if stamp.size > 0
        and before.get(name) == stamp
        and not any(name + ending in names for ending in _PARTIAL_ENDINGS)
    ]


def is_known(handled: Handled | None, stamp: Stamp) -> bool:
    """Return whether the file was decided about, as far as can be told without reading it.

    A file that was left and never read counts as known while its size is the same. Otherwise a
    synchronization program that touches the times of old files would have them all sent.
    """
    if handled is None:
        return False
    if handled.stamp == stamp:
        return True
    unread = handled.handling is Handling.LEFT and not handled.sha256
    return unread and handled.stamp.size == stamp.size


def was_renamed(stamp: Stamp, gone: Iterable[Handled]) -> bool:
    """Return whether a new file most likely is a renamed file that was left.

    Renaming old files in the folder must not have them all sent.
    """
    return any(h.handling is Handling.LEFT and h.stamp == stamp for h in gone)


def free_name(name: str, taken: Collection[str]) -> str:
    """Return `name`, or `name (2)` and so on if it is taken; the suffix is kept."""
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
    """Return the problem that the watched folder cannot be read; `reason` is the system's text."""
    return Problem(ProblemCode.WATCH_FOLDER_GONE, reason, values=(("folder", folder),))


def memory_unusable(reason: str) -> Problem:
    """Return the problem that added files cannot be remembered, so that none are added."""
    return Problem(ProblemCode.WATCH_MEMORY_UNUSABLE, reason)


CANNOT_MOVE = Problem(ProblemCode.WATCH_FOLDER_CANNOT_MOVE)


def files_there(number: int) -> Problem:
    """Return the problem that `number` PDFs were in the folder before it was watched."""
    return Problem(ProblemCode.WATCH_FOLDER_HAS_FILES, values=(("number", number),))
