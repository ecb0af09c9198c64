"""PDFium in a process of its own: a hostile PDF can only hurt that process."""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import stat
import threading
from collections import OrderedDict
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from capout_desktop.domain import policy
from capout_desktop.services.intake import pdf_worker
from capout_desktop.services.intake.pdf_worker import Contents, Draw, Inspect, Opening, PdfVerdict
from capout_desktop.services.runtime.worker_threads import WorkerThreads

__all__ = ("PdfFacts", "PdfInspector", "PdfVerdict", "Previews")

_log = logging.getLogger(__name__)

OPENING_SECONDS = 20.0
CONTENTS_SECONDS = 2 * pdf_worker.SAMPLING_SECONDS
"""The worker watches the time between pages; a page that takes longer than this is hostile."""
DRAWING_SECONDS = 8.0
KEPT = 40
"""So many pictures of first pages stay in memory; each has some ten kilobytes."""

_ENDED = object()
"""Stands for the answer of a worker that ended instead of answering."""

_Key = tuple[str, int, int, int]


@dataclass(frozen=True, slots=True)
class PdfFacts:
    """The verdict, and what is known where it opens.

    Attributes:
        page_count: None where unknown.
        has_text: Whether text can be selected on a page; None where nobody can tell.
        has_end: Whether the file ends as a PDF does; None where nobody looked.
    """

    finding: PdfVerdict
    page_count: int | None = None
    has_text: bool | None = None
    has_end: bool | None = None


class PdfInspector:
    """Asks the worker process, and replaces it when it dies or hangs. Blocking, one call at a time.

    The process starts with the first PDF and ends by itself when none came for a while.
    """

    def __init__(self) -> None:
        self._asking = threading.Lock()
        self._starting = threading.Lock()
        self._closed = False
        self._process: multiprocessing.process.BaseProcess | None = None
        self._line: Connection | None = None

    def inspect(self, path: str) -> PdfFacts:
        """Return what PDFium says of the file at `path`."""
        with self._asking:
            opening: Opening | None = self._ask(Inspect(path), OPENING_SECONDS)
            if opening is None:
                return PdfFacts(PdfVerdict.NO_VERDICT)
            if opening.finding is not PdfVerdict.OPENS:
                return PdfFacts(opening.finding)
            contents = self._hear(CONTENTS_SECONDS)
            if not isinstance(contents, Contents):
                return PdfFacts(PdfVerdict.OPENS, opening.page_count)
            if not contents.is_whole:
                return PdfFacts(PdfVerdict.DAMAGED)
            return PdfFacts(
                PdfVerdict.OPENS, opening.page_count, contents.has_text, contents.has_end
            )

    def first_page(self, path: str, width: int) -> bytes | None:
        """Return a picture of the first page as PNG, so many pixels wide at most.

        None where there is none to be had: damaged, locked, hostile.
        """
        with self._asking:
            picture: bytes | None = self._ask(Draw(path, width), DRAWING_SECONDS)
            return picture

    def close(self) -> None:
        """End the worker process for good; safe from any thread, even while it is being asked."""
        with self._starting:
            self._closed = True
            self._kill()

    def _ask(self, question: Inspect | Draw, seconds: float) -> Any:
        """Return the first answer; None where there was none."""
        was_idle = self._line is not None
        answer = self._ask_once(question, seconds)
        # An idle worker may have ended just now, which says nothing of this PDF: ask again.
        if answer is _ENDED and was_idle:
            answer = self._ask_once(question, seconds)
        return None if answer is _ENDED else answer

    def _ask_once(self, question: Inspect | Draw, seconds: float) -> Any:
        try:
            line = self._line or self._start()
            if line is None:
                return None
            line.send(question)
        except OSError as error:
            # It cannot be started on this system, or had ended for lack of work.
            return self._gone(error)
        return self._hear(seconds)

    def _hear(self, seconds: float) -> Any:
        """Return the next answer; None where it took too long, `_ENDED` where it crashed."""
        try:
            if self._line is not None and self._line.poll(seconds):
                return self._line.recv()
        except (EOFError, OSError) as error:
            return self._gone(error)
        _log.info("no word from the PDF worker within %s s", seconds)
        self._drop()
        return None

    def _gone(self, error: Exception) -> object:
        _log.info("no word from the PDF worker: %r", error)
        self._drop()
        return _ENDED

    def _start(self) -> Connection | None:
        context = multiprocessing.get_context("spawn")
        with self._starting:
            if self._closed:
                return None
            self._line, theirs = context.Pipe()
            self._process = context.Process(
                target=pdf_worker.serve, args=(theirs,), name="pdf-inspector", daemon=True
            )
            self._process.start()
            theirs.close()
            return self._line

    def _drop(self) -> None:
        with self._starting:
            self._kill()
            if self._line is not None:
                self._line.close()
            self._process = self._line = None

    def _kill(self) -> None:
        if self._process is not None and self._process.is_alive():
            self._process.kill()
            self._process.join(1)


class Previews:
    """Draws first pages, one at a time, and keeps them for a while.

    It has a worker process of its own: no batch waits for a picture.
    """

    def __init__(self, inspector: PdfInspector) -> None:
        """`inspector` shall be nobody else's: a hostile PDF holds it up for some seconds."""
        self._inspector = inspector
        self._thread = WorkerThreads("previews")
        self._drawing = asyncio.Lock()
        self._pictures: OrderedDict[_Key, bytes | None] = OrderedDict()

    async def first_page(self, path: str, width: int) -> bytes | None:
        """Return the first page as PNG, so many pixels wide; None where no picture can be had."""
        async with self._drawing:
            key = await self._thread.run(_key, path, width)
            if key is None:
                return None
            if key not in self._pictures:
                self._pictures[key] = await self._thread.run(
                    self._inspector.first_page, path, width
                )
            self._pictures.move_to_end(key)
            while len(self._pictures) > KEPT:
                self._pictures.popitem(last=False)
            return self._pictures[key]

    def close(self) -> None:
        """End the worker process, whatever it draws."""
        self._inspector.close()
        self._thread.stop()


def _key(path: str, width: int) -> _Key | None:
    """Name a file as it is now; None where it is nothing to draw."""
    try:
        found = os.stat(path)  # noqa: PTH116 - strings all the way
    except (OSError, ValueError):
        return None
    if not stat.S_ISREG(found.st_mode) or found.st_size > policy.MAX_PDF_BYTES:
        return None
    return path, found.st_size, found.st_mtime_ns, width
