"""The watched folder on the disk: looked at, read, and cleared of what was sent. All blocking."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from capout_desktop.domain.watch_rules import Stamp, free_name, is_estimate

SENT = "Sent"
"""The folder, inside the watched one, that takes what was sent."""

_TAIL = 2048
"""A whole PDF ends in `%%EOF`; some programs add a little behind it."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What the folder holds now.

    Attributes:
        estimates: The PDFs in it, and what tells each from a newer one of its name.
        names: Everything in it.
    """

    estimates: dict[str, Stamp] = field(default_factory=dict)
    names: frozenset[str] = frozenset()


def path_in(folder: str, name: str) -> str:
    """The path of a file as its row has it."""
    return os.path.abspath(os.path.join(folder, name))  # noqa: PTH100, PTH118


def look(folder: str, known: Mapping[str, Stamp]) -> Listing:
    """List a folder; what is in its folders does not belong to it.

    What a listing says of a file may be old on Windows, so that only the files that look as they
    are `known` are not asked themselves.

    Raises:
        OSError: it is gone, or may not be read.
    """
    estimates: dict[str, Stamp] = {}
    names = set()
    with os.scandir(folder) as entries:
        for entry in entries:
            names.add(entry.name)
            if not is_estimate(entry.name):
                continue
            with contextlib.suppress(FileNotFoundError):  # gone since it was listed
                if not entry.is_file():
                    continue
                stamp = _stamp(entry.stat())
                if known.get(entry.name) != stamp:
                    stamp = _stamp(os.stat(entry.path))  # noqa: PTH116
                estimates[entry.name] = stamp
    return Listing(estimates, frozenset(names))


def ends_like_a_pdf(path: str) -> bool:
    """Whether the end of the file has arrived.

    Raises:
        OSError: it cannot be read.
    """
    with open(path, "rb") as file:  # noqa: PTH123 - strings all the way
        size = file.seek(0, os.SEEK_END)
        file.seek(max(size - _TAIL, 0))
        return b"%%EOF" in file.read()


def move_to_sent(folder: str, name: str, stamp: Stamp) -> str | None:
    """Move a file into `Sent`, under a free name, and return its new path.

    None where it is not the file of this stamp any more: then it stays, or comes back.

    Raises:
        OSError: it cannot be moved; it is where it was.
    """
    source, sent = os.path.join(folder, name), os.path.join(folder, SENT)  # noqa: PTH118
    if _stamp(os.stat(source)) != stamp:  # noqa: PTH116
        return None
    os.makedirs(sent, exist_ok=True)  # noqa: PTH103
    target = _reserve(sent, name)
    try:
        os.replace(source, target)  # noqa: PTH105
    except OSError:
        os.unlink(target)  # noqa: PTH108
        raise
    if _stamp(os.stat(target)) == stamp:  # noqa: PTH116
        return target
    # It was replaced by a newer one in that very moment, which was not sent yet.
    os.replace(target, _reserve(folder, name))  # noqa: PTH105
    return None


def find_in_sent(folder: str, name: str, stamp: Stamp) -> str | None:
    """Return where a file was moved to by a program that ended before it could note that.

    Raises:
        OSError: `Sent` cannot be read.
    """
    sent = os.path.join(folder, SENT)  # noqa: PTH118
    stem = name[: -len(".pdf")]
    try:
        with os.scandir(sent) as entries:
            for entry in entries:
                if entry.name.startswith(stem) and _stamp(entry.stat()) == stamp:
                    return entry.path
    except FileNotFoundError:
        pass
    return None


def _reserve(folder: str, name: str) -> str:
    """Make an empty file under a free name, so that nothing is ever written over."""
    taken: set[str] = set()
    while True:
        free = free_name(name, taken)
        path = os.path.join(folder, free)  # noqa: PTH118
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
        except FileExistsError:
            taken.add(free)
        else:
            return path


def _stamp(found: os.stat_result) -> Stamp:
    return Stamp(found.st_size, found.st_mtime_ns)
