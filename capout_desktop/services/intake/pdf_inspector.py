"""PDF inspection by PDFium in a process of its own, the only one that a hostile PDF can harm."""

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
"""Longest wait for the contents. The worker checks its time limit between pages only."""
DRAWING_SECONDS = 8.0
KEPT = 40
"""Number of pictures of first pages kept in memory, of some ten kilobytes each."""

_ENDED = object()
"""Sentinel: the worker ended instead of answering."""

_Key = tuple[str, int, int, int]


@dataclass(frozen=True, slots=True)
class PdfFacts:
    """Verdict on a PDF, and facts if it opens.

    Attributes:
        page_count: None if unknown.
        has_text: Whether text can be selected on a page; None if unknown.
        has_end: Whether the file ends as a PDF does; None if not checked.
    """

    finding: PdfVerdict
    page_count: int | None = None
    has_text: bool | None = None
    has_end: bool | None = None


class PdfInspector:
    """Client of the worker process, which it replaces when that dies or hangs.

    Calls block and run one at a time. The process starts with the first PDF and ends by itself
    after some idle time.
    """

    def __init__(self) -> None:
        self._asking = threading.Lock()
        self._starting = threading.Lock()
        self._closed = False
        self._process: multiprocessing.process.BaseProcess | None = None
        self._line: Connection | None = None

    def inspect(self, path: str) -> PdfFacts:
        """Return PDFium's verdict on the file at `path`, and its facts."""
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
        """Return a PNG of the first page, at most `width` pixels wide.

        Returns None if it cannot be drawn: the PDF is damaged, locked or hostile.
        """
        with self._asking:
            picture: bytes | None = self._ask(Draw(path, width), DRAWING_SECONDS)
            return picture

    def close(self) -> None:
        """End the worker process for good; safe to call from any thread, even during a request."""
        with self._starting:
            self._closed = True
            self._kill()

    def _ask(self, question: Inspect | Draw, seconds: float) -> Any:
        """Return the first answer; None if there is none."""
        was_idle = self._line is not None
        answer = self._ask_once(question, seconds)
        # An idle worker may have ended at that moment, for reasons unrelated to this PDF. Ask
        # again.
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
            # It cannot be started on this system, or it ended because it was idle.
            return self._gone(error)
        return self._hear(seconds)

    def _hear(self, seconds: float) -> Any:
        """Return the next answer; None after a timeout, `_ENDED` after a crash."""
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
    """Pictures of first pages, drawn one at a time and cached.

    It has its own worker process, so that no batch waits for a picture.
    """

    def __init__(self, inspector: PdfInspector) -> None:
        """Create the cache; nothing else may use `inspector`.

        A hostile PDF blocks the inspector for some seconds.
        """
        self._inspector = inspector
        self._thread = WorkerThreads("previews")
        self._drawing = asyncio.Lock()
        self._pictures: OrderedDict[_Key, bytes | None] = OrderedDict()

    async def first_page(self, path: str, width: int) -> bytes | None:
        """Return the first page as PNG, at most `width` pixels wide; None if it cannot be drawn."""
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
        """End the worker process, even while it draws."""
        self._inspector.close()
        self._thread.stop()


def _key(path: str, width: int) -> _Key | None:
    """Return a cache key for the present version of a file; None if it cannot be drawn."""
    try:
        found = os.stat(path)  # noqa: PTH116 - a string, not a path, for speed
    except (OSError, ValueError):
        return None
    if not stat.S_ISREG(found.st_mode) or found.st_size > policy.MAX_PDF_BYTES:
        return None
    return path, found.st_size, found.st_mtime_ns, width
