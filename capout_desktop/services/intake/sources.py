"""What a person gave: paths, folders and links, turned into the sources of documents.

Whatever cannot be read is named with its reason. It costs only itself.
"""

from __future__ import annotations

import functools
import os
import stat
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath, PurePosixPath
from urllib.parse import unquote, unquote_to_bytes, urlsplit
from urllib.request import url2pathname

from capout_desktop.domain import file_problem
from capout_desktop.domain.copied_from import CopiedFrom
from capout_desktop.domain.document import SourceKind
from capout_desktop.domain.given_file import GivenFile, Source
from capout_desktop.domain.literal_path import is_part_of_file, literal_path, shown_path
from capout_desktop.domain.problem import Problem
from capout_desktop.domain.unpacking import is_container
from capout_desktop.domain.watch_rules import is_estimate
from capout_desktop.services.intake.absolute_path import absolute_path
from capout_desktop.services.runtime.time_limit import TimeLimit

ANSWER_SECONDS = 10.0
"""Longest time for one look at a path or for the listing of one folder; a sleeping disk needs
some seconds."""


@dataclass(frozen=True, slots=True)
class Found:
    """A source that becomes a row.

    Attributes:
        problem: Why it cannot be sent, if that is known.
        copied_from: Where it comes from, if it is a copy in the outbox.
        content: The content of a file that is on no disk; `source` is empty then.
    """

    source: str
    kind: SourceKind
    file_name: str
    problem: Problem | None = None
    copied_from: CopiedFrom | None = None
    content: bytes | None = field(default=None, repr=False)


def look_into(sources: Sequence[Source]) -> Iterator[Found]:
    """Yield the files and links of `sources`, and the PDFs, mails and archives in their folders.

    Blocking: it reads folders, each for `ANSWER_SECONDS` at most.
    """
    limit = TimeLimit("look into folders")
    # Parents of paths that did not answer: their other files would not answer either.
    silent: set[str] = set()
    try:
        for source in sources:
            if isinstance(source, GivenFile):
                yield Found("", SourceKind.FILE, source.name, content=source.content)
            else:
                yield from _look_into(source, limit, silent)
    finally:
        limit.close()


def _look_into(source: str, limit: TimeLimit, silent: set[str]) -> Iterator[Found]:
    try:
        parts = urlsplit(source)
        scheme = parts.scheme.lower()
    except ValueError:  # such as `https://[x`
        yield Found(source, SourceKind.LINK, source, file_problem.LINK_UNREADABLE)
        return
    if scheme in {"https", "http"}:
        name = unquote(PurePosixPath(parts.path).name) or parts.netloc
        problem = None if scheme == "https" else file_problem.LINK_NOT_HTTPS
        yield Found(source, SourceKind.LINK, name, problem)
    elif scheme == "file" and (path := _path_of_url(source)):
        yield from _at(path, limit, silent)
    elif "://" in source and len(scheme) > 1:  # one letter is a Windows drive
        name = unquote(PurePosixPath(parts.path).name) or parts.netloc or source
        yield Found(source, SourceKind.LINK, name, file_problem.place_unreachable(scheme))
    else:
        yield from _at(source, limit, silent)


def _path_of_url(url: str) -> str:
    """Return the path of a `file:` URL; empty if it is on another computer."""
    parts = urlsplit(url)
    host = "" if parts.netloc.lower() == "localhost" else parts.netloc
    if sys.platform == "win32":
        return url2pathname(f"//{host}{parts.path}" if host else parts.path)
    # Names on Linux are bytes, which need not be valid text.
    return "" if host else os.fsdecode(unquote_to_bytes(parts.path))


def _at(source: str, limit: TimeLimit, silent: set[str]) -> Iterator[Found]:
    if sys.platform == "win32" and is_part_of_file(source):
        name = shown_path(source).replace("/", "\\").rpartition("\\")[2]
        yield Found(source, SourceKind.FILE, name, file_problem.PART_OF_FILE)
        return
    path = Path(absolute_path(source))
    problem: Problem | None = None
    is_folder = False
    try:
        if str(path.parent) in silent:
            raise TimeoutError
        found = limit.run(functools.partial(os.stat, path), ANSWER_SECONDS)
        is_folder = stat.S_ISDIR(found.st_mode)
    except TimeoutError:
        silent.add(str(path.parent))
        problem = file_problem.NO_ANSWER
    except ValueError as error:  # a name that no system allows
        problem = file_problem.path_unusable(str(error))
    except OSError:
        pass  # its row says why, once the file is checked
    if not is_folder:
        yield Found(str(path), SourceKind.FILE, path.name or str(path), problem)
    elif is_whole_disk(path, Path.home()):
        name = path.name or str(path)
        yield Found(str(path), SourceKind.FILE, name, file_problem.WHOLE_DISK)
    else:
        yield from _folder(path, limit)


def _folder(folder: Path, limit: TimeLimit) -> Iterator[Found]:
    empty = True
    waiting = [str(folder)]
    while waiting:
        path = waiting.pop()
        listing = _list(path, limit)
        if isinstance(listing, Problem):
            empty = False
            yield Found(path, SourceKind.FILE, PurePath(path).name, listing)
            continue
        before = os.path.join(path, "")  # noqa: PTH118 - Path takes as much time as all else here
        for name in listing.estimates:
            empty = False
            yield Found(literal_path(before + name), SourceKind.FILE, name)
        for name in listing.linked:
            if not _is_inside(before + name, folder, limit):
                empty = False
                source = literal_path(before + name)
                yield Found(source, SourceKind.FILE, name, file_problem.FOLDER_LINKED)
        waiting.extend(literal_path(before + name) for name in reversed(listing.folders))
    if empty:
        yield Found(str(folder), SourceKind.FILE, folder.name, file_problem.NO_PDFS_IN_FOLDER)


@dataclass(frozen=True, slots=True)
class _Listing:
    """Names in a folder: PDFs with mails and archives, subfolders, and links to other folders."""

    estimates: list[str]
    folders: list[str]
    linked: list[str]


def _list(path: str, limit: TimeLimit) -> _Listing | Problem:
    try:
        return limit.run(functools.partial(_listing, path), ANSWER_SECONDS)
    except TimeoutError:
        return file_problem.NO_ANSWER
    except (OSError, ValueError) as error:
        return file_problem.folder_unreadable(getattr(error, "strerror", None) or str(error))


def _listing(path: str) -> _Listing:
    estimates: list[str] = []
    folders: list[str] = []
    linked: list[str] = []
    with os.scandir(path) as entries:
        for entry in entries:
            is_taken = is_estimate(entry.name) or is_container(entry.name)
            if is_taken and not _is_folder(entry):
                estimates.append(entry.name)
            elif _is_folder(entry):
                (linked if _is_link(entry) else folders).append(entry.name)
    return _Listing(sorted(estimates), sorted(folders), sorted(linked))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False  # a link that leads in a circle, or to a place that is not there


def _is_link(entry: os.DirEntry[str]) -> bool:
    # A junction is the link to a folder on Windows; Python 3.11 cannot tell it from a folder.
    is_junction = getattr(entry, "is_junction", lambda: False)
    return entry.is_symlink() or is_junction()


def _is_inside(link: str, folder: Path, limit: TimeLimit) -> bool:
    """Return whether a link leads to a place in `folder`, which is read anyway."""
    try:
        target = limit.run(functools.partial(os.path.realpath, link), ANSWER_SECONDS)
        top = limit.run(functools.partial(os.path.realpath, folder), ANSWER_SECONDS)
    except OSError:
        return False
    return PurePath(target).is_relative_to(top)


def is_whole_disk(folder: PurePath, home: PurePath) -> bool:
    """Return whether the folder is a whole drive, the home folder, or contains the home folder.

    The top of a network share is not: offices share the folder of their estimates that way.
    """
    if folder == home or folder in home.parents:
        return True
    return folder == type(folder)(folder.anchor) and not folder.drive.startswith("\\\\")
