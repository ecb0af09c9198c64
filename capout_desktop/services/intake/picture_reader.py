"""Pictures that were added together, on their way to one PDF."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Sequence

from capout_desktop.capout.file_reader import OPEN_FLAGS
from capout_desktop.domain import file_problem, picture
from capout_desktop.domain.copied_from import CopiedFrom, CopyKind
from capout_desktop.domain.document import SourceKind
from capout_desktop.domain.problem import Problem
from capout_desktop.services.intake.pdf_inspector import BadPicture, PdfInspector
from capout_desktop.services.intake.picture_pdf import PicturePage, pdf_of
from capout_desktop.services.intake.sources import Found
from capout_desktop.services.runtime.time_limit import TimeLimit
from capout_desktop.store.outbox import Stored

PICTURE_SECONDS = 90.0
"""Longest wait for a picture, which the worker may take a minute to read."""
_CHUNK = 1 << 20
_PROBLEMS = {
    picture.PictureRefusal.DAMAGED: picture.DAMAGED,
    picture.PictureRefusal.UNSUPPORTED: picture.UNSUPPORTED,
    picture.PictureRefusal.TOO_LARGE: picture.TOO_LARGE,
}


class NoPictures(Exception):  # noqa: N818 - an answer
    """None of the pictures is read."""


class PictureReader:
    """Reads pictures in the PDF worker, one after the other. It blocks.

    Attributes:
        refused: Pictures that are not read, and why; known once the PDF is made.
    """

    def __init__(self, inspector: PdfInspector, limit: TimeLimit) -> None:
        """Create it; `limit` runs what a drive may fail to answer."""
        self._inspector = inspector
        self._limit = limit
        # Folders of pictures that did not answer: their others would not answer either.
        self._silent: set[str] = set()
        self._taken: list[Found] = []
        self._digests: list[str] = []
        self.refused: list[tuple[Found, Problem]] = []

    def pdf_of(self, items: Sequence[Found]) -> Iterator[bytes]:
        """Yield the PDF of the pictures in their order.

        Raises:
            NoPictures: None can be read.
        """
        pages = self._pages(items)
        first = next(pages, None)
        if first is None:
            raise NoPictures

        def all_pages() -> Iterator[PicturePage]:
            yield first
            yield from pages

        yield from pdf_of(all_pages())

    def row(self, stored: Stored) -> Found:
        """Return the row of the PDF, which has the name of the first picture."""
        first = self._taken[0]
        name = _text(first.file_name)
        several = hashlib.sha256("".join(self._digests).encode()).hexdigest()
        return Found(
            stored.path,
            SourceKind.FILE,
            f"{name.rpartition('.')[0] or name}.pdf",
            copied_from=CopiedFrom(
                CopyKind.PICTURES,
                _text(first.source) if first.copied_from is None else first.copied_from.path,
                name,
                sha256=self._digests[0] if len(self._digests) == 1 else several,
            ),
        )

    def _pages(self, items: Sequence[Found]) -> Iterator[PicturePage]:
        for item in items:
            try:
                if len(self._taken) >= picture.MOST_PICTURES:
                    raise _UnreadError(picture.TOO_MANY)
                if picture.is_heic(item.file_name):
                    raise _UnreadError(picture.HEIC)
                digest, pages = self._read(item.source)
            except TimeoutError:
                self._silent.add(os.path.dirname(item.source))  # noqa: PTH120
                self.refused.append((item, file_problem.NO_ANSWER))
            except _UnreadError as unread:
                self.refused.append((item, unread.problem))
            except BadPicture as bad:
                self.refused.append((item, _PROBLEMS[bad.why]))
            except FileNotFoundError:
                self.refused.append((item, file_problem.GONE))
            except (OSError, ValueError) as error:
                reason = getattr(error, "strerror", None) or str(error)
                self.refused.append((item, file_problem.unreadable(reason)))
            else:
                self._taken.append(item)
                self._digests.append(digest)
                yield from pages

    def _read(self, path: str) -> tuple[str, list[PicturePage]]:
        if os.path.dirname(path) in self._silent:  # noqa: PTH120
            raise TimeoutError
        return self._limit.run(
            lambda: (_digest(path), list(self._inspector.pictures(path))), PICTURE_SECONDS
        )


class _UnreadError(Exception):
    """A picture is not even opened; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def _digest(path: str) -> str:
    # A device is not even opened.
    found = os.stat(path)  # noqa: PTH116
    if not stat.S_ISREG(found.st_mode):
        raise _UnreadError(file_problem.NOT_A_FILE)
    if found.st_size > picture.MOST_PICTURE_BYTES:
        raise _UnreadError(picture.TOO_LARGE)
    digest = hashlib.sha256()
    with os.fdopen(os.open(path, OPEN_FLAGS), "rb") as file:
        while part := file.read(_CHUNK):
            digest.update(part)
    return digest.hexdigest()


def _text(path: str) -> str:
    return path.encode(errors="replace").decode()
