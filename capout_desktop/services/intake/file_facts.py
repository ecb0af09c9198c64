"""Facts of a whole file: what is read of it before it is sent, and why one cannot be."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass

from capout_desktop.capout.file_reader import OPEN_FLAGS
from capout_desktop.domain import file_problem, policy
from capout_desktop.domain.problem import Problem
from capout_desktop.services.intake.cloud_files import InCloud, is_in_cloud

HEADER_WINDOW = 1024
"""Bytes searched for `%PDF-`. Readers accept it anywhere in them; mail gateways prepend blank
lines."""

_CHUNK = 1 << 20
_UNUSABLE_PATH = frozenset({errno.ENAMETOOLONG, errno.ELOOP, errno.EINVAL})


class BadFile(Exception):  # noqa: N818 - the file is the bad part
    """The file cannot be sent; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class FileFacts:
    """Facts from reading a whole file: size in bytes, hex SHA-256, modification time."""

    size: int
    sha256: str
    modified_ns: int


def read_facts(
    path: str, on_read: Callable[[int], object] = lambda _: None, *, download: bool = True
) -> FileFacts:
    """Read the whole file once and return its facts.

    Blocking. `on_read` is called with the number of bytes after each read.

    Raises:
        BadFile: The file is missing, empty, too large, no PDF, or unreadable.
        InCloud: It would have to be downloaded, and `download` is false.
    """
    return open_and_read(path, on_read, download=download)[1]


class HeldFile:
    """A file that is open until nobody holds it any more: a check may be given up at any time."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor

    def __del__(self) -> None:
        os.close(self.descriptor)


def open_and_read(
    path: str, on_read: Callable[[int], object] = lambda _: None, *, download: bool = True
) -> tuple[HeldFile, FileFacts]:
    """Do as `read_facts`, and return the open file, too: what else is read of it is the same."""
    in_cloud = False
    try:
        # A device is not even opened, since that alone may do something.
        there = os.stat(path)  # noqa: PTH116
        _check_kind(there)
        in_cloud = is_in_cloud(there)
        if in_cloud and not download:
            raise InCloud
        with os.fdopen(os.open(path, OPEN_FLAGS), "rb") as file:
            found = os.fstat(file.fileno())
            _check_kind(found)
            if found.st_size == 0:
                raise BadFile(file_problem.EMPTY)
            head = file.read(HEADER_WINDOW)
            if b"%PDF-" not in head:
                raise BadFile(file_problem.NOT_A_PDF)
            if found.st_size > policy.MAX_PDF_BYTES:
                raise BadFile(file_problem.too_large(found.st_size, policy.MAX_PDF_BYTES))
            digest = hashlib.sha256(head)
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
                on_read(len(chunk))
            facts = FileFacts(found.st_size, digest.hexdigest(), found.st_mtime_ns)
            return HeldFile(os.dup(file.fileno())), facts
    except FileNotFoundError:
        raise BadFile(file_problem.GONE) from None
    except (PermissionError, IsADirectoryError) as error:
        # Windows reports "permission denied" for folders too.
        if os.path.isdir(path):  # noqa: PTH112
            raise BadFile(file_problem.NOT_A_PDF) from error
        if in_cloud:
            raise BadFile(file_problem.not_downloaded(_reason(error))) from error
        raise BadFile(file_problem.NO_PERMISSION) from error
    except OSError as error:
        reason = _reason(error)
        if in_cloud:  # its service is not running, is offline, or has no account any more
            raise BadFile(file_problem.not_downloaded(reason)) from error
        if error.errno in _UNUSABLE_PATH:
            raise BadFile(file_problem.path_unusable(reason)) from error
        raise BadFile(file_problem.unreadable(reason)) from error


def _reason(error: OSError) -> str:
    return error.strerror or str(error)


def folder_is_there(path: str) -> bool:
    """Return whether the folder of a file can be read. Blocking."""
    try:
        with os.scandir(os.path.dirname(path) or "."):  # noqa: PTH120
            return True
    except OSError:
        return False


def _check_kind(found: os.stat_result) -> None:
    if stat.S_ISDIR(found.st_mode):
        raise BadFile(file_problem.NOT_A_PDF)
    if not stat.S_ISREG(found.st_mode):
        raise BadFile(file_problem.NOT_A_FILE)
