"""PDF inspection by PDFium in a process of its own, the only one that a hostile PDF can harm."""

from __future__ import annotations

import asyncio
import contextlib
import os
import stat
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import partial

import msgspec

from capout_desktop.domain import file_problem, policy
from capout_desktop.domain.estimate import Estimate
from capout_desktop.domain.page_choice import ChosenPage
from capout_desktop.domain.pdf_notice import Notice, notices_of
from capout_desktop.domain.picture import PictureForm, PictureRefusal
from capout_desktop.domain.problem import Problem
from capout_desktop.services.intake.pdf_protocol import (
    MOST_CHOSEN,
    Answer,
    Contents,
    Count,
    Draw,
    Inspect,
    Measured,
    Opening,
    Picture,
    PictureRefused,
    Piece,
    Read,
    Reading,
    ReadPicture,
    Rewrite,
    Trim,
)
from capout_desktop.services.intake.pdf_worker_process import (
    PdfWorkerProcess,
    WorkerEnded,
    opened,
)
from capout_desktop.services.intake.picture_pdf import PicturePage
from capout_desktop.services.intake.png import png
from capout_desktop.services.runtime.spare_threads import SpareThreads

__all__ = ("PdfFacts", "PdfInspector", "PdfVerdict", "Previews", "WrongPassword")

INSPECTION_SECONDS = 12.0
"""Longest wait for all facts. The worker ends its own search earlier, but only between pages."""
DRAWING_SECONDS = 8.0
READING_SECONDS = 15.0
"""Longest wait for an estimate. The worker ends its reading earlier, but only between pages."""
ANSWER_SECONDS = 40.0
"""Longest wait for the picture of a page, with the start of a worker."""
REWRITING_SECONDS = 60.0
MOST_ESTIMATE_BYTES = 1 << 17
"""Largest estimate that is taken from the worker. Most have 2,000 bytes."""
KEPT = 40
"""Number of pictures of pages kept in memory, of some ten kilobytes each."""

_PASSWORD_ERROR = 4  # FPDF_ERR_PASSWORD
_SECURITY_ERROR = 5  # FPDF_ERR_SECURITY

_Key = tuple[str, int, int, int, int]


class WrongPassword(Exception):  # noqa: N818 - not an error of the program
    """The PDF does not open with the password."""


class BadPicture(Exception):  # noqa: N818 - the picture is the bad part
    """A picture is not read; `why` says why."""

    def __init__(self, why: PictureRefusal) -> None:
        super().__init__(why.value)
        self.why = why


class PdfVerdict(Enum):
    """PDFium's verdict on a file."""

    OPENS = "opens"
    PASSWORD = "password"  # noqa: S105 - a verdict, not a secret
    RIGHTS_MANAGED = "rights managed"
    CERTIFICATE = "certificate"
    PROTECTED = "protected"
    """It is encrypted by a security handler that is not known here."""
    DAMAGED = "damaged"
    """PDFium cannot read a single page of it; another program may."""
    NO_VERDICT = "no verdict"
    """PDFium crashed or took too long; CapOut may still be able to read it."""


_PROBLEMS = {
    PdfVerdict.PASSWORD: file_problem.PASSWORD_NEEDED,
    PdfVerdict.RIGHTS_MANAGED: file_problem.RIGHTS_MANAGED,
    PdfVerdict.CERTIFICATE: file_problem.FOR_CERTIFICATE,
    PdfVerdict.PROTECTED: file_problem.PROTECTED,
    PdfVerdict.DAMAGED: file_problem.DAMAGED,
}


@dataclass(frozen=True, slots=True)
class PdfFacts:
    """Verdict on a PDF, and facts if it opens.

    Attributes:
        finding: The verdict.
        page_count: None if unknown.
        notices: What should be known before it is sent.
    """

    finding: PdfVerdict
    page_count: int | None = None
    notices: tuple[Notice, ...] = ()

    @property
    def problem(self) -> Problem | None:
        """Why it cannot be sent; None if it can."""
        return _PROBLEMS.get(self.finding)


class PdfInspector:
    """Inspects and draws PDFs in a worker process.

    Calls block and run one at a time. The process starts with the first PDF and ends by itself
    after some idle time.
    """

    def __init__(
        self, worker: PdfWorkerProcess | None = None, *, in_background: bool = False
    ) -> None:
        """Create it; without a `worker`, which others may use too, it has one of its own.

        `in_background` lets all other programs go first.
        """
        self._worker = worker or PdfWorkerProcess(in_background=in_background)

    @property
    def unconfined(self) -> tuple[str, ...]:
        """Names of the confinements that this system lacks, once the worker was started."""
        return self._worker.unconfined

    def inspect(self, path: str) -> PdfFacts:
        """Return PDFium's verdict on the file at `path`, and its facts."""
        with contextlib.suppress(OSError), opened(path) as file:
            return self.inspect_open(file)
        return PdfFacts(PdfVerdict.NO_VERDICT)

    def inspect_open(self, file: int) -> PdfFacts:
        """Return PDFium's verdict on an open file, which is not closed, and its facts."""
        opening: Opening | None = None
        contents: Contents | None = None
        with contextlib.suppress(OSError, WorkerEnded):
            for answer in self._worker.ask(Inspect(), file, INSPECTION_SECONDS):
                if isinstance(answer, Opening):
                    opening = answer
                elif isinstance(answer, Contents):
                    contents = answer
        if opening is None:
            return PdfFacts(PdfVerdict.NO_VERDICT)
        return _facts(opening, contents)

    def page(self, path: str, number: int, width: int) -> bytes | None:
        """Return a PNG of a page, at most `width` pixels wide.

        Pages are numbered from 1; `width` is at most 1,000. Returns None if it cannot be drawn:
        there is no such page, or the PDF is damaged, locked or hostile.
        """
        picture: bytes | None = None
        with contextlib.suppress(OSError, WorkerEnded), opened(path) as file:
            for answer in self._worker.ask(Draw(width, number), file, DRAWING_SECONDS):
                if isinstance(answer, Picture):
                    picture = png(answer.width, answer.height, answer.channels, answer.pixels)
        return picture

    def estimate(self, path: str) -> Estimate | None:
        """Return what could be read of the estimate in a PDF; None if the PDF does not open.

        It takes some seconds for a long PDF, so it is asked for after the verdict.
        """
        estimate: Estimate | None = None
        with contextlib.suppress(OSError, WorkerEnded), opened(path) as file:
            for answer in self._worker.ask(Read(), file, READING_SECONDS):
                if isinstance(answer, Reading) and _is_short(answer.estimate):
                    estimate = answer.estimate
        return estimate

    def unlocked(self, path: str, password: str) -> Iterator[bytes]:
        """Yield a copy of the PDF that needs no password, in pieces.

        Raises:
            WrongPassword: It does not open with the password.
            OSError: It cannot be read, or no whole copy can be made.
        """
        yield from self._copy(path, Rewrite(password))

    def page_count(self, path: str) -> int:
        """Return the number of pages of a file of any size; 0 if it does not open."""
        count = 0
        with contextlib.suppress(OSError, WorkerEnded), opened(path) as file:
            for answer in self._worker.ask(Count(), file, DRAWING_SECONDS):
                if isinstance(answer, Opening):
                    count = answer.page_count
        return count

    def with_pages(self, path: str, pages: Sequence[ChosenPage]) -> Iterator[bytes]:
        """Yield a copy of the PDF with these pages only, in pieces.

        Raises:
            OSError: It cannot be read, or no whole copy can be made.
        """
        yield from self._copy(path, _trim(pages))

    def size_with_pages(self, path: str, pages: Sequence[ChosenPage]) -> int:
        """Return the size in bytes that a copy with these pages only has.

        Raises:
            OSError: It cannot be read, or no copy can be made.
        """
        answers = list(self._copying(path, _trim(pages, only_size=True)))
        sizes = [answer.size for answer in answers if isinstance(answer, Measured)]
        if not sizes:
            raise OSError("no copy can be made")
        return sizes[0]

    def pictures(self, path: str) -> Iterator[PicturePage]:
        """Yield the pages that a picture becomes, one or more.

        Raises:
            BadPicture: It is not read.
            OSError: The file cannot be opened.
        """
        found: list[tuple[PictureForm, list[bytes]]] = []
        refusal: PictureRefusal | None = None
        try:
            with opened(path) as file:
                for answer in self._worker.ask(ReadPicture(), file, REWRITING_SECONDS):
                    if isinstance(answer, PictureRefused):
                        refusal = answer.why
                    elif isinstance(answer, PictureForm):
                        found.append((answer, []))
                    elif isinstance(answer, Piece) and found:
                        found[-1][1].append(answer.content)
        except WorkerEnded:
            refusal = PictureRefusal.DAMAGED
        pages = _with_masks(found)
        if refusal is not None or not pages:
            raise BadPicture(refusal or PictureRefusal.DAMAGED)
        yield from pages

    def _copy(self, path: str, request: Rewrite | Trim) -> Iterator[bytes]:
        size, measured = 0, 0
        is_locked = False
        for answer in self._copying(path, request):
            if isinstance(answer, Opening):
                is_locked = answer.error == _PASSWORD_ERROR
            elif isinstance(answer, Piece):
                size += len(answer.content)
                yield answer.content
            elif isinstance(answer, Measured):
                measured = answer.size
        if is_locked and isinstance(request, Rewrite):
            raise WrongPassword
        if not size or size != measured:
            raise OSError("no copy can be made")

    def _copying(self, path: str, request: Rewrite | Trim) -> Iterator[Answer]:
        try:
            with opened(path) as file:
                yield from self._worker.ask(request, file, REWRITING_SECONDS)
        except WorkerEnded as error:
            raise OSError("the PDF worker ended") from error

    def close(self) -> None:
        """End the worker process for good; safe to call from any thread, even during a request."""
        self._worker.close()


def _with_masks(found: Sequence[tuple[PictureForm, list[bytes]]]) -> list[PicturePage]:
    """Return the pages, each with the mask that follows it."""
    pages: list[PicturePage] = []
    for form, parts in found:
        pixels = b"".join(parts)
        if not form.is_mask:
            pages.append(PicturePage(form, pixels))
        elif pages:
            pages[-1] = replace(pages[-1], mask=form, mask_pixels=pixels)
    return pages


def _trim(pages: Sequence[ChosenPage], *, only_size: bool = False) -> Trim:
    if not 0 < len(pages) <= MOST_CHOSEN:
        raise OSError("no pages, or too many")
    turns = tuple(page.quarters % 4 for page in pages)
    return Trim(
        tuple(page.number for page in pages), turns if any(turns) else (), only_size=only_size
    )


def _is_short(estimate: Estimate) -> bool:
    """Return whether it has no more than the reader makes; a taken-over worker could send more."""
    return len(msgspec.json.encode(estimate)) <= MOST_ESTIMATE_BYTES


def _facts(opening: Opening, contents: Contents | None) -> PdfFacts:
    if opening.error:
        return PdfFacts(_refusal(opening))
    count = opening.page_count
    if contents is None:
        # A page makes PDFium crash or hang. What CapOut uses may cope with it.
        return PdfFacts(PdfVerdict.OPENS if count else PdfVerdict.DAMAGED, count or None)
    if contents.is_wrapper:
        return PdfFacts(PdfVerdict.RIGHTS_MANAGED)
    if contents.missing_pages >= count:
        return PdfFacts(PdfVerdict.DAMAGED)
    return PdfFacts(
        PdfVerdict.OPENS,
        count,
        notices_of(
            count,
            is_scan=contents.is_scan,
            has_end=contents.has_end,
            missing_pages=contents.missing_pages,
            is_form=contents.is_form,
            has_attached_pdfs=contents.has_attached_pdfs,
        ),
    )


def _refusal(opening: Opening) -> PdfVerdict:
    if opening.error == _PASSWORD_ERROR:
        return PdfVerdict.PASSWORD
    if opening.error != _SECURITY_ERROR:
        return PdfVerdict.DAMAGED
    handler = opening.protection.replace("#2E", ".")
    if handler.startswith(("Adobe.PubSec", "Adobe.PPKLite")):
        return PdfVerdict.CERTIFICATE
    if handler.startswith(("MicrosoftIRM", "Adobe.APS", "EBX", "FOPN")):
        return PdfVerdict.RIGHTS_MANAGED
    return PdfVerdict.PROTECTED


class Previews:
    """Pictures of pages, drawn one at a time and cached.

    It has its own worker process, so that no batch waits for a picture.
    """

    def __init__(self, inspector: PdfInspector) -> None:
        """Create the cache; nothing else may use `inspector`.

        A hostile PDF blocks the inspector for some seconds.
        """
        self._inspector = inspector
        self._threads = SpareThreads("previews")
        self._drawing = asyncio.Lock()
        self._pictures: OrderedDict[_Key, bytes | None] = OrderedDict()

    async def page(self, path: str, number: int, width: int) -> bytes | None:
        """Return a page as PNG, at most `width` pixels wide; None if it cannot be drawn.

        Pages are numbered from 1. A drive that does not answer keeps no picture of another one
        waiting for longer than `ANSWER_SECONDS`.
        """
        try:
            # Before its turn, since this is where a drive fails to answer.
            key = await self._threads.run(partial(_key, path, number, width), ANSWER_SECONDS)
            if key is None:
                return None
            async with self._drawing:
                if key not in self._pictures:
                    draw = partial(self._inspector.page, path, number, width)
                    self._pictures[key] = await self._threads.run(draw, ANSWER_SECONDS)
                self._pictures.move_to_end(key)
                while len(self._pictures) > KEPT:
                    self._pictures.popitem(last=False)
                return self._pictures[key]
        except TimeoutError:
            return None

    def close(self) -> None:
        """End the worker process, even while it draws."""
        self._inspector.close()
        self._threads.stop()


def _key(path: str, number: int, width: int) -> _Key | None:
    """Return a cache key for the present version of a file; None if it cannot be drawn."""
    try:
        found = os.stat(path)  # noqa: PTH116 - a string, not a path, for speed
    except (OSError, ValueError):
        return None
    if not stat.S_ISREG(found.st_mode) or found.st_size > policy.MAX_CHOSEN_FROM_BYTES:
        return None
    return path, found.st_size, found.st_mtime_ns, number, width
