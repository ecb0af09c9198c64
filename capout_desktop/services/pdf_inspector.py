"""PDFium in a process of its own: a hostile PDF can only hurt that process."""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import sys
import threading
from dataclasses import dataclass
from enum import Enum
from multiprocessing.connection import Connection

_log = logging.getLogger(__name__)

TIME_LIMIT_SECONDS = 20.0
MEMORY_LIMIT_BYTES = 2 * 2**30
"""Address space, not resident memory: PDFium maps the file and reserves more than it uses."""
IDLE_SECONDS = 30.0


class Finding(Enum):
    """What PDFium says of a file."""

    OPENS = "opens"
    PASSWORD = "password"  # noqa: S105 - a verdict, not a secret
    DAMAGED = "damaged"
    NO_VERDICT = "no verdict"
    """PDFium crashed or took too long: CapOut may still read it."""


@dataclass(frozen=True, slots=True)
class PdfFacts:
    """The verdict, and the page count where it opens."""

    finding: Finding
    page_count: int | None = None


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
            # An idle worker may have ended just now, which says nothing of this PDF: ask again.
            fresh = self._line is None
            answer = self._ask(path)
            if answer is None and not fresh:
                answer = self._ask(path)
            return answer or PdfFacts(Finding.NO_VERDICT)

    def close(self) -> None:
        """End the worker process for good; safe from any thread, even while it is being asked."""
        with self._starting:
            self._closed = True
            self._kill()

    def _ask(self, path: str) -> PdfFacts | None:
        try:
            line = self._line or self._start()
            if line is None:
                return None
            line.send(path)
            if line.poll(TIME_LIMIT_SECONDS):
                finding, pages = line.recv()
                return PdfFacts(Finding(finding), pages)
        except (EOFError, OSError) as error:
            # It crashed, had ended for lack of work, or cannot be started on this system.
            _log.info("no word from the PDF worker: %r", error)
        self._drop()
        return None

    def _start(self) -> Connection | None:
        context = multiprocessing.get_context("spawn")
        with self._starting:
            if self._closed:
                return None
            self._line, theirs = context.Pipe()
            self._process = context.Process(
                target=_serve, args=(theirs,), name="pdf-inspector", daemon=True
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


def _serve(line: Connection) -> None:
    _limit_memory()
    with contextlib.suppress(EOFError, OSError, KeyboardInterrupt):
        while line.poll(IDLE_SECONDS):
            line.send(_look(line.recv()))


def _look(path: str) -> tuple[str, int | None]:
    # In the worker process only: PDFium never comes into the program's own.
    import pypdfium2 as pdfium  # noqa: PLC0415
    from pypdfium2 import raw  # noqa: PLC0415

    try:
        with contextlib.closing(pdfium.PdfDocument(path)) as document:
            pages = len(document)
    except pdfium.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            return Finding.PASSWORD.value, None
        return Finding.DAMAGED.value, None
    return (Finding.OPENS.value, pages) if pages else (Finding.DAMAGED.value, None)


def _limit_memory() -> None:
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - not on Windows

    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT_BYTES, MEMORY_LIMIT_BYTES))
