"""Rules that decide which files of the watched folder are added, and when."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import count

from capout_desktop.domain.pdf_name import is_hidden
from capout_desktop.domain.problem import Problem, ProblemCode

SENT_FOLDER = "Sent"
"""Name of the folder inside the watched one that files are moved to once CapOut has them."""

_PARTIAL_ENDINGS = (".part", ".crdownload", ".download", ".partial")


DELETED = "deleted"
"""Stands for the document of a file whose document was deleted from the history."""


class Handling(StrEnum):
    """Decision about a file in the watched folder."""

    LEFT = "left"
    """It existed before watching began, and the user did not want it added."""
    TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class Stamp:
    """Facts that tell a file from a newer one of its name, without reading it.

    Attributes:
        size: Size in bytes.
        modified_ns: Modification time, in nanoseconds.
        inode: None if the file system has none, and in files of 0.1.
        changed_ns: Time of the last change of any kind, on Windows that of the creation; None in
            files of 0.1. A copy can have the size and modification time of another file, but not
            this.
    """

    size: int
    modified_ns: int
    inode: int | None = field(default=None, compare=False)
    changed_ns: int | None = field(default=None, compare=False)


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
    return name.lower().endswith(".pdf") and not is_hidden(name)


def is_from_folder(source: str, folder: str) -> bool:
    """Return whether a file is, or was moved within, the watched folder `folder`."""
    parts = source.replace("\\", "/").split("/")
    above = folder.replace("\\", "/").rstrip("/").split("/")
    return bool(folder) and parts[:-1] in (above, [*above, SENT_FOLDER])


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
    """Return whether the file was decided about, as far as can be told without reading it."""
    if handled is None:
        return False
    is_other_file = _differ(handled.stamp.inode, stamp.inode)
    was_changed = _differ(handled.stamp.changed_ns, stamp.changed_ns)
    return handled.stamp == stamp and not is_other_file and not was_changed


def was_renamed(stamp: Stamp, sha256: str, gone: Iterable[Handled]) -> bool:
    """Return whether a new file is a file that was left, under another name.

    Renaming old files in the folder must not have them all sent. If a file that is gone was never
    read, it is told by its inode.
    """
    return any(
        handled.handling is Handling.LEFT
        and handled.stamp == stamp
        and (
            handled.sha256 == sha256
            if handled.sha256
            else not _differ(handled.stamp.inode, stamp.inode)
        )
        for handled in gone
    )


def may_be_left(handled: Handled | None, sha256: str) -> bool:
    """Return whether a file may be the one that was left at its name, merely touched.

    It is, if its content is the same. If that was never read, only the person can tell: a
    synchronization program that touches old files must not have them all sent.
    """
    return (
        handled is not None and handled.handling is Handling.LEFT and handled.sha256 in {"", sha256}
    )


def _differ(one: int | None, other: int | None) -> bool:
    return None not in (one, other) and one != other


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


def links_out(name: str) -> Problem:
    """Return the problem that the link `name` leads out of the folder, so it was not added."""
    return Problem(ProblemCode.WATCH_LINK_OUT, values=(("name", name),))


CANNOT_MOVE = Problem(ProblemCode.WATCH_FOLDER_CANNOT_MOVE)


def files_there(number: int) -> Problem:
    """Return the problem that `number` PDFs were in the folder before it was watched."""
    return Problem(ProblemCode.WATCH_FOLDER_HAS_FILES, values=(("number", number),))
