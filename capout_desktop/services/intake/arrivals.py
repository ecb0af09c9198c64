"""Added files on their way to rows: what would not last is copied into the outbox first."""

from __future__ import annotations

import contextlib
import functools
import logging
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import PurePath

from msgspec.structs import replace

from capout_desktop.capout.file_reader import OPEN_FLAGS
from capout_desktop.domain import file_problem, unpacking
from capout_desktop.domain.copied_from import CopiedFrom, CopyKind
from capout_desktop.domain.document import SourceKind
from capout_desktop.domain.picture import is_picture
from capout_desktop.domain.problem import Problem
from capout_desktop.domain.unpacking import is_container
from capout_desktop.services.intake.pdf_inspector import PdfInspector
from capout_desktop.services.intake.picture_reader import NoPictures, PictureReader
from capout_desktop.services.intake.sources import ANSWER_SECONDS, Found
from capout_desktop.services.intake.unpacker import NotUnpacked, Unpacked, Unpacker
from capout_desktop.services.outbox.temporary import is_temporary
from capout_desktop.services.runtime.time_limit import TimeLimit
from capout_desktop.store.outbox import Outbox, Stored

_log = logging.getLogger(__name__)

MOST_COPIED = 256 << 20
"""Largest temporary file that is copied, in bytes. CapOut takes none that is nearly as large."""
COPYING_SECONDS = 60.0
"""Longest time for the copy of a temporary file."""
_AT_ONCE = 50
_CHUNK = 1 << 20


class Arrivals:
    """Makes the copies of one drop. It blocks, and is used from one thread.

    Attributes:
        titles: Subjects of the mails, and names of the archives, that were looked into.
        left_out: Names of the other files in them.
        has_pictures: Whether a PDF was made of pictures.
    """

    def __init__(
        self,
        outbox: Outbox,
        unpacker: Unpacker,
        temporary: Sequence[PurePath],
        pictures: PdfInspector | None = None,
    ) -> None:
        """Create it; files in one of the folders `temporary` are copied.

        Pictures are read by `pictures`; without it they are files like others.
        """
        self._outbox = outbox
        self._unpacker = unpacker
        self._pictures = pictures
        self._temporary = temporary
        # Whether the ordinary files of a folder are in one of them: most of a drop share it.
        self._is_temporary_folder: dict[str, bool] = {}
        self.titles: list[str] = []
        self.left_out: list[str] = []
        self.has_pictures = False

    def through(self, found: Iterator[Found | None]) -> Iterator[Found | None]:
        """Yield what was found, with copies in place of files that would not last.

        Mails and archives that take long to read, and pictures, come last. None is yielded before
        what may take long: what was found by then need not wait for it.
        """
        pictures: list[Found] = []
        late: list[Found] = []
        with contextlib.closing(TimeLimit("look at temporary files")) as limit:
            placed = map(self._with_place, found)
            # Several at once, since each call with a limit takes as long as many looks.
            while some := _next_of(placed):
                files = [item for item in some if item is not None]
                temporary = self._temporary_ones(files, limit)
                for item in some:
                    if item is None or item.kind is not SourceKind.FILE or item.problem is not None:
                        yield item
                    elif item.file_name.endswith(".pdf") and item.source not in temporary:
                        yield item  # nearly all of them
                    elif self._pictures is not None and is_picture(item.file_name):
                        pictures.append(item)
                    elif is_container(item.file_name):
                        # One that takes long keeps back the others, but no other file.
                        if late:
                            late.append(item)
                        else:
                            yield from self._quickly_unpacked(item, late)
                    elif item.source in temporary:
                        yield self._lasting(item, limit)
                    else:
                        yield item
        yield from self._late(late)
        if pictures and self._pictures is not None:
            yield None
            with contextlib.closing(TimeLimit("read pictures")) as limit:
                yield from self._as_one(PictureReader(self._pictures, limit), pictures)
            self.discard(picture.source for picture in pictures)

    def _with_place(self, item: Found | None) -> Found | None:
        """Return a file that is on no disk with a place in the outbox; any other as it is."""
        if item is None or item.content is None:
            return item
        given, name = replace(item, content=None), text(item.file_name)
        try:
            stored = self._outbox.add((item.content,))
        except OSError as error:
            return replace(given, problem=_not_copied("a file that was handed over", error))
        origin = CopiedFrom(CopyKind.TEMPORARY, name, name, sha256=stored.sha256)
        return replace(given, source=stored.path, copied_from=origin)

    def _late(self, items: Sequence[Found]) -> Iterator[Found | None]:
        """Yield what is in mails and archives, those last that need all of their time."""
        slow = list(items[:1])  # was tried before
        for item in items[1:]:
            yield None
            yield from self._quickly_unpacked(item, slow)
        for item in slow:
            yield None
            yield from self._unpacked(item, is_patient=True) or ()
            self._outbox.discard(item.source)

    def _quickly_unpacked(self, item: Found, slow: list[Found]) -> Iterator[Found]:
        """Yield what is in a mail or archive; one that takes too long is added to `slow`."""
        rows = self._unpacked(item, is_patient=False)
        if rows is None:
            slow.append(item)
            return
        yield from rows
        self._outbox.discard(item.source)

    def _temporary_ones(self, items: Sequence[Found], limit: TimeLimit) -> set[str]:
        """Return the paths of those that are in a temporary folder."""
        temporary: set[str] = set()
        unknown: list[str] = []
        for item in items:
            # Its name is the end of its path; `os.path.dirname` takes four times as long.
            folder = item.source[: -len(item.file_name) - 1]
            if item.is_ordinary and folder in self._is_temporary_folder:
                if self._is_temporary_folder[folder]:
                    temporary.add(item.source)
            elif item.kind is SourceKind.FILE:
                unknown.append(item.source)
        if unknown:
            look = functools.partial(self._in_temporary_folders, unknown)
            # Without an answer, their checks say that the drive gives none.
            with contextlib.suppress(TimeoutError):
                temporary.update(limit.run(look, ANSWER_SECONDS))
        return temporary

    def _in_temporary_folders(self, paths: Iterable[str]) -> list[str]:
        return [path for path in paths if self._is_temporary(path)]

    def _as_one(self, reader: PictureReader, items: Sequence[Found]) -> Iterator[Found]:
        """Yield one PDF of all pictures; those that are not read are rows of their own."""
        stored = None
        try:
            stored = self._outbox.add(reader.pdf_of(items))
        except NoPictures:
            pass
        except (OSError, ValueError) as error:
            problem = _not_copied("a PDF of pictures", error)
            yield from (replace(one, problem=problem) for one in items)
            return
        for item, problem in reader.refused:
            yield replace(item, problem=problem)
        if stored is not None:
            self.has_pictures = True
            yield reader.row(stored)

    def _unpacked(self, item: Found, *, is_patient: bool) -> Sequence[Found] | None:
        """Return what is in a mail or archive; None if it takes longer than it may."""
        found: list[Found] = []
        left_out: list[str] = []
        titles = [PurePath(item.file_name).stem]
        parts = self._unpacker.parts(
            item.source, item.file_name, titles.append, is_patient=is_patient
        )
        refused = item
        try:
            for part in parts:
                if part.content is None and part.problem is None:
                    left_out.append(text(part.name))
                else:
                    found.append(self._part(item, part))
        except NotUnpacked as trouble:
            refused = replace(item, problem=trouble.problem)
        except TimeoutError:
            refused = replace(item, problem=file_problem.NO_ANSWER)
        except OSError:
            found.append(item)  # its check says why it cannot be read
        if refused.problem in {unpacking.TOO_SLOW, file_problem.NO_ANSWER} and not is_patient:
            self.discard(row.source for row in found if row.problem is None)
            return None
        found += () if refused.problem is None else (refused,)
        self.left_out += left_out
        if found:
            self.titles.append(text(titles[-1]))
        return found or (replace(item, problem=unpacking.EMPTY),)

    def _part(self, item: Found, part: Unpacked) -> Found:
        name, problem = text(part.name), part.problem
        place, container = _place(item), "" if not name else text(item.file_name)
        origin = CopiedFrom(CopyKind.UNPACKED, place, name, container)
        if problem is not None:
            refused = replace(item, problem=problem)
            return replace(refused, file_name=name, copied_from=origin) if name else refused
        try:
            stored = self._outbox.add(part.content or ())
        except OSError as error:
            refusal = _not_copied("an attachment", error)
            return replace(item, file_name=name, problem=refusal, copied_from=origin)
        return Found(
            stored.path,
            SourceKind.FILE,
            name,
            copied_from=replace(origin, sha256=stored.sha256),
        )

    def discard(self, paths: Iterable[str]) -> None:
        """Delete copies whose documents are not added."""
        for path in paths:
            self._outbox.discard(path)

    def _is_temporary(self, path: str) -> bool:
        """Return whether the file is temporary; its folder is looked up once in a drop."""
        if os.path.islink(path):  # noqa: PTH114 - strings, for speed
            return is_temporary(path, self._temporary)
        folder = os.path.dirname(path)  # noqa: PTH120
        known = self._is_temporary_folder.get(folder)
        if known is None:
            known = self._is_temporary_folder[folder] = is_temporary(path, self._temporary)
        return known

    def _lasting(self, item: Found, limit: TimeLimit) -> Found:
        try:
            stored = limit.run(functools.partial(self._copy, item.source), COPYING_SECONDS)
        except TimeoutError:
            return replace(item, problem=file_problem.NO_ANSWER)
        except FileNotFoundError:
            return item  # its check says so
        except (OSError, ValueError) as error:
            return replace(item, problem=_not_copied("a temporary file", error))
        if stored is None:
            return item
        origin = CopiedFrom(
            CopyKind.TEMPORARY, text(item.source), text(item.file_name), sha256=stored.sha256
        )
        return replace(item, source=stored.path, copied_from=origin)

    def _copy(self, path: str) -> Stored | None:
        """Copy a file; return None for one that its check refuses."""
        # A device is not even opened.
        found = os.stat(path)  # noqa: PTH116
        if not stat.S_ISREG(found.st_mode) or found.st_size > MOST_COPIED:
            return None
        with os.fdopen(os.open(path, OPEN_FLAGS), "rb") as file:
            return self._outbox.add(iter(lambda: file.read(_CHUNK), b""))


def _place(item: Found) -> str:
    """Return where the person has it: its path, or the name of a file that is on no disk."""
    return text(item.source) if item.copied_from is None else item.copied_from.path


def _not_copied(what: str, error: OSError | ValueError) -> Problem:
    _log.warning("%s is not copied: %s", what, error)
    return file_problem.not_copied(getattr(error, "strerror", None) or str(error))


def _next_of(found: Iterator[Found | None]) -> list[Found | None]:
    """Return the next ones to look at together, up to what may take long."""
    some: list[Found | None] = []
    for item in islice(found, _AT_ONCE):
        some.append(item)
        if item is None:
            break
    return some


def text(path: str) -> str:
    """Return a path or name that can be stored; parts that are not valid text are replaced."""
    return path.encode(errors="replace").decode()
