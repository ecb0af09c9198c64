"""File operations of the watched folder: listing, reading, moving sent files. All block."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from capout_desktop.capout.file_reader import OPEN_FLAGS
from capout_desktop.domain.unpacking import is_container
from capout_desktop.domain.watch_rules import SENT_FOLDER, Stamp, free_name, is_estimate
from capout_desktop.services.intake.absolute_path import absolute_path
from capout_desktop.services.intake.cloud_files import InCloud, is_in_cloud

_TAIL = 2048
"""Bytes at the end searched for `%%EOF`; some programs add a little after it."""


@dataclass(frozen=True, slots=True)
class Listing:
    """Contents of the folder.

    Attributes:
        estimates: Stamps of the PDFs, mails and archives in it, by name. A stamp tells a file from
            a newer one of that name.
        names: The names of all entries.
        links_out: Names of such files that are links to files elsewhere, which are not followed:
            whoever can write into a shared folder could have any file of this user sent.
    """

    estimates: dict[str, Stamp] = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    links_out: frozenset[str] = frozenset()


def path_in(folder: str, name: str) -> str:
    """Return the path of a file in the form of `Document.source`."""
    return absolute_path(os.path.join(folder, name))  # noqa: PTH118


def look(folder: str, known: Mapping[str, Stamp]) -> Listing:
    """List a folder without its subfolders.

    On Windows a listing may have old facts about a file. Files that look different from their
    `known` stamp are therefore checked one by one.

    Raises:
        OSError: The folder is missing or cannot be read.
    """
    estimates: dict[str, Stamp] = {}
    names = set()
    links_out = set()
    with os.scandir(folder) as entries:
        for entry in entries:
            names.add(entry.name)
            if not is_estimate(entry.name) and not is_container(entry.name):
                continue
            # Deleted since it was listed, or a link that leads to itself: costs only itself.
            with contextlib.suppress(OSError):
                if entry.is_symlink() and not _is_in(folder, entry.path):
                    links_out.add(entry.name)
                    continue
                if not entry.is_file():
                    continue
                stamp = _stamp(entry.stat())
                if known.get(entry.name) != stamp:
                    stamp = _stamp(os.stat(entry.path))  # noqa: PTH116
                estimates[entry.name] = stamp
    return Listing(estimates, frozenset(names), frozenset(links_out))


def ends_like_a_pdf(path: str) -> bool:
    """Return whether the file ends as a PDF does.

    Raises:
        InCloud: It would have to be downloaded.
        OSError: The file cannot be read.
    """
    if is_in_cloud(os.stat(path)):  # noqa: PTH116
        raise InCloud
    with os.fdopen(os.open(path, OPEN_FLAGS), "rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(size - _TAIL, 0))
        return b"%%EOF" in file.read()


def content_hash(path: str) -> str:
    """Return the SHA-256 of a file as hex digits.

    Raises:
        OSError: The file cannot be read.
    """
    with os.fdopen(os.open(path, OPEN_FLAGS), "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def move_to_sent(folder: str, name: str, stamp: Stamp) -> str | None:
    """Move a file into `Sent` under a free name, and return its new path.

    Returns None if the file no longer has this stamp; it then stays, or is moved back.

    Raises:
        OSError: The file cannot be moved; it stays in its place.
    """
    source, sent = os.path.join(folder, name), os.path.join(folder, SENT_FOLDER)  # noqa: PTH118
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
    # The file was replaced at that moment by a newer one, which was not sent yet.
    os.replace(target, _reserve(folder, name))  # noqa: PTH105
    return None


def find_in_sent(folder: str, name: str, stamp: Stamp) -> str | None:
    """Return the new path of a file whose move an earlier run could not record.

    Raises:
        OSError: `Sent` cannot be read.
    """
    sent = os.path.join(folder, SENT_FOLDER)  # noqa: PTH118
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
    """Create an empty file under a free name and return its path.

    The file reserves the name, so that no other file is overwritten.
    """
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


def _is_in(folder: str, link: str) -> bool:
    target = os.path.realpath(link, strict=True)
    return os.path.dirname(target) == os.path.realpath(folder)  # noqa: PTH120


def _stamp(found: os.stat_result) -> Stamp:
    return Stamp(found.st_size, found.st_mtime_ns, found.st_ino or None, found.st_ctime_ns)
