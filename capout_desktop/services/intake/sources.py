"""What a person gave: paths, folders and links, turned into the sources of documents.

Whatever cannot be read is named with its reason. It costs only itself.
"""

from __future__ import annotations

import errno
import functools
import os
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath, PurePosixPath
from urllib.parse import unquote, unquote_to_bytes, urlsplit
from urllib.request import url2pathname

import msgspec

from capout_desktop.domain import file_problem, unpacking
from capout_desktop.domain.copied_from import CopiedFrom
from capout_desktop.domain.document import SourceKind
from capout_desktop.domain.given_file import GivenFile, Source
from capout_desktop.domain.literal_path import is_part_of_file, literal_path, shown_path
from capout_desktop.domain.pdf_name import is_hidden
from capout_desktop.domain.problem import Problem
from capout_desktop.domain.unpacking import is_container
from capout_desktop.domain.watch_rules import is_estimate
from capout_desktop.services.intake.absolute_path import absolute_path
from capout_desktop.services.runtime.time_limit import NotYet, TimeLimit

PATIENCE_SECONDS = 1.0
"""Longest time for which one look at a path, or the listing of one folder, keeps others waiting."""

ANSWER_SECONDS = 10.0
"""Longest time for such a look once all others are done; a sleeping disk needs some seconds."""


LONGEST_SOURCE = 32_767
"""Longest path of Windows in characters, and longer than any link that a server answers."""
_SHOWN_OF_LONGER = 500


class Found(msgspec.Struct, frozen=True, gc=False):
    """A source that becomes a row.

    It is a msgspec struct because thousands are made at once.

    Attributes:
        problem: Why it cannot be sent, if that is known.
        copied_from: Where it comes from, if it is a copy in the outbox.
        content: The content of a file that is on no disk; `source` is empty then.
        is_ordinary: Whether it is known to be in its folder, and no link to elsewhere.
    """

    source: str
    kind: SourceKind
    file_name: str
    problem: Problem | None = None
    copied_from: CopiedFrom | None = None
    content: bytes | None = None
    is_ordinary: bool = False

    def __repr__(self) -> str:
        return f"Found({self.source!r})"  # without the content, which is personal data


def look_into(
    sources: Sequence[Source],
    on_folder: Callable[[str], object] = lambda _: None,
    on_others: Callable[[Sequence[str]], object] = lambda _: None,
) -> Iterator[Found | None]:
    """Yield the files and links of `sources`, and the PDFs, mails and archives in their folders.

    What does not answer at once comes last. None is yielded before it: what was found by then need
    not wait for it. `on_folder` is called with each folder of `sources`, before its files, and
    `on_others` with the names of the other files in a folder, hidden ones excepted.

    Blocking: a path or folder takes `ANSWER_SECONDS` at most.
    """
    looks = _Looks(on_folder, on_others)
    try:
        for source in sources:
            if isinstance(source, GivenFile):
                name = unpacking.shortened(source.name)
                yield Found("", SourceKind.FILE, name, content=source.content)
            elif len(source) > LONGEST_SOURCE:
                yield from _too_long(source)
            else:
                yield from looks.at(source)
        yield from looks.at_slow_ones()
    finally:
        looks.close()


def _too_long(source: str) -> Iterator[Found]:
    """Yield the row of what is no path or link of anybody: a web page may give one of megabytes."""
    shown = f"{source[:_SHOWN_OF_LONGER]}…"
    if source.lower().startswith(("https:", "http:")):
        yield Found(shown, SourceKind.LINK, shown, file_problem.LINK_UNREADABLE)
    else:
        problem = file_problem.path_unusable(os.strerror(errno.ENAMETOOLONG))
        yield Found(shown, SourceKind.FILE, shown, problem)


class _Walk:
    """A given folder that is being read, with its subfolders.

    Attributes:
        is_empty: Whether nothing was found in it so far.
        slow: Number of its folders whose listings were put off.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.is_empty = True
        self.slow = 0


class _Looks:
    """Looks at what was given, one at a time. Those that take too long are put off."""

    def __init__(
        self, on_folder: Callable[[str], object], on_others: Callable[[Sequence[str]], object]
    ) -> None:
        self._on_folder = on_folder
        self._on_others = on_others
        self._limit = TimeLimit("look into folders")
        # Parents of paths that did not answer: their other files would not answer either.
        self._slow_parents: set[str] = set()
        self._slow_paths: list[tuple[Path, NotYet | None]] = []
        self._slow_folders: list[tuple[str, _Walk, NotYet]] = []

    def close(self) -> None:
        """End the thread of the looks without waiting for it."""
        self._limit.close()

    def at(self, source: str) -> Iterator[Found]:
        """Yield what is there, but for what is put off."""
        try:
            parts = urlsplit(source)
            scheme = parts.scheme.lower()
        except ValueError:  # such as `https://[x`
            yield Found(source, SourceKind.LINK, source, file_problem.LINK_UNREADABLE)
            return
        if scheme in {"https", "http"}:
            name = unpacking.shortened(unquote(PurePosixPath(parts.path).name) or parts.netloc)
            problem = None if scheme == "https" else file_problem.LINK_NOT_HTTPS
            yield Found(source, SourceKind.LINK, name, problem)
        elif scheme == "file" and (path := _path_of_url(source)):
            yield from self._at_path(path)
        elif "://" in source and len(scheme) > 1:  # one letter is a Windows drive
            name = unquote(PurePosixPath(parts.path).name) or parts.netloc or source
            yield Found(source, SourceKind.LINK, name, file_problem.place_unreachable(scheme))
        else:
            yield from self._at_path(source)

    def at_slow_ones(self) -> Iterator[Found | None]:
        """Yield what was put off once it answers or has had its time, each after a None."""
        silent: set[str] = set()
        for path, late in self._slow_paths:
            yield None
            try:
                if str(path.parent) in silent:
                    raise TimeoutError
                look = late.result if late is not None else functools.partial(self._stat, path)
                yield from self._found(path, functools.partial(look, ANSWER_SECONDS))
            except TimeoutError:
                silent.add(str(path.parent))
                name = path.name or str(path)
                yield Found(str(path), SourceKind.FILE, name, file_problem.NO_ANSWER)
        while self._slow_folders:
            folder, walk, late = self._slow_folders.pop(0)
            walk.slow -= 1
            yield None
            try:
                listing = _settled(functools.partial(late.result, ANSWER_SECONDS))
            except NotYet:
                listing = file_problem.NO_ANSWER
            yield from self._in_folders(walk, [folder], listing)

    def _at_path(self, source: str) -> Iterator[Found]:
        if sys.platform == "win32" and is_part_of_file(source):
            name = shown_path(source).replace("/", "\\").rpartition("\\")[2]
            yield Found(source, SourceKind.FILE, name, file_problem.PART_OF_FILE)
            return
        path = Path(absolute_path(source))
        if str(path.parent) in self._slow_parents:
            self._slow_paths.append((path, None))
            return
        try:
            yield from self._found(path, functools.partial(self._stat, path, PATIENCE_SECONDS))
        except NotYet as late:
            self._slow_parents.add(str(path.parent))
            self._slow_paths.append((path, late))

    def _stat(self, path: Path, seconds: float) -> os.stat_result:
        return self._limit.run(functools.partial(os.stat, path), seconds)

    def _found(self, path: Path, look: Callable[[], os.stat_result]) -> Iterator[Found]:
        problem: Problem | None = None
        is_folder = False
        try:
            is_folder = stat.S_ISDIR(look().st_mode)
        except NotYet:
            raise
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
            self._on_folder(str(path))
            yield from self._in_folders(_Walk(path), [str(path)])

    def _in_folders(
        self, walk: _Walk, waiting: list[str], listing: _Listing | Problem | None = None
    ) -> Iterator[Found]:
        """Yield what is in the folders `waiting`, of the last of which the listing may be known."""
        while waiting:
            path = waiting.pop()
            if listing is None:
                call = functools.partial(_listing, path)
                try:
                    listing = _settled(functools.partial(self._limit.run, call, PATIENCE_SECONDS))
                except NotYet as late:
                    walk.slow += 1
                    self._slow_folders.append((path, walk, late))
                    continue
            if isinstance(listing, Problem):
                walk.is_empty = False
                yield Found(path, SourceKind.FILE, PurePath(path).name, listing)
            else:
                for found in self._listed(listing, os.path.join(path, ""), walk):  # noqa: PTH118
                    walk.is_empty = False
                    yield found
                self._on_others(listing.others)
                before = os.path.join(path, "")  # noqa: PTH118 - Path takes as much time as the rest
                waiting.extend(literal_path(before + name) for name in reversed(listing.folders))
            listing = None
        if walk.is_empty and not walk.slow:
            problem = file_problem.NO_PDFS_IN_FOLDER
            yield Found(str(walk.folder), SourceKind.FILE, walk.folder.name, problem)

    def _listed(self, listing: _Listing, before: str, walk: _Walk) -> Iterator[Found]:
        for name in listing.estimates:
            is_ordinary = name not in listing.links
            source = literal_path(before + name)
            yield Found(source, SourceKind.FILE, name, is_ordinary=is_ordinary)
        for name in listing.linked:
            if not _is_inside(before + name, walk.folder, self._limit):
                source = literal_path(before + name)
                yield Found(source, SourceKind.FILE, name, file_problem.FOLDER_LINKED)


def _settled(look: Callable[[], _Listing]) -> _Listing | Problem:
    """Return a folder's listing or why there is none; NotYet passes through."""
    try:
        return look()
    except NotYet:
        raise
    except (OSError, ValueError) as error:
        return file_problem.folder_unreadable(getattr(error, "strerror", None) or str(error))


def _path_of_url(url: str) -> str:
    """Return the path of a `file:` URL; empty if it is on another computer."""
    parts = urlsplit(url)
    host = "" if parts.netloc.lower() == "localhost" else parts.netloc
    if sys.platform == "win32":
        return url2pathname(f"//{host}{parts.path}" if host else parts.path)
    # Names on Linux are bytes, which need not be valid text.
    return "" if host else os.fsdecode(unquote_to_bytes(parts.path))


@dataclass(frozen=True, slots=True)
class _Listing:
    """Names in a folder: PDFs with mails and archives, subfolders, and links to other folders.

    Attributes:
        links: Which of the PDFs, mails and archives are links.
        others: Other files that people see in the folder.
    """

    estimates: list[str]
    links: set[str]
    folders: list[str]
    linked: list[str]
    others: list[str]


def _listing(path: str) -> _Listing:
    estimates: list[str] = []
    links: set[str] = set()
    folders: list[str] = []
    linked: list[str] = []
    others: list[str] = []
    with os.scandir(path) as entries:
        for entry in entries:
            is_taken = is_estimate(entry.name) or is_container(entry.name)
            if is_taken and not _is_folder(entry):
                estimates.append(entry.name)
                if entry.is_symlink():
                    links.add(entry.name)
            elif _is_folder(entry):
                (linked if _is_link(entry) else folders).append(entry.name)
            elif not is_hidden(entry.name):
                others.append(entry.name)
    return _Listing(sorted(estimates), links, sorted(folders), sorted(linked), sorted(others))


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
