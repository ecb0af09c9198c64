"""Worker process that runs PDFium: its requests and answers.

`pdf_inspector` starts it and replaces it. A hostile PDF can harm no other process.
"""

from __future__ import annotations

import contextlib
import io
import os
import struct
import sys
import time
import zlib
from enum import Enum
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

MEMORY_LIMIT_BYTES = 2 * 2**30
"""Limit on address space, not resident memory: PDFium maps the file and reserves more than it
uses."""
IDLE_SECONDS = 30.0
MOST_SAMPLES = 12
"""Number of pages examined; a few are enough to recognize a scan of hundreds of pages."""
SAMPLING_SECONDS = 3.0
LETTERS = 400
"""Number of characters of a page's text read to find out whether there is any."""
TAIL_BYTES = 2048
PADDING_BYTES = 1 << 16
"""Largest padding after the end; mail gateways and fax servers append blanks and zeros."""
TALLEST = 1.5
"""Largest ratio of a picture's height to its width; longer pages are drawn narrower."""

_END = b"%%EOF"


class PdfVerdict(Enum):
    """PDFium's verdict on a file."""

    OPENS = "opens"
    PASSWORD = "password"  # noqa: S105 - a verdict, not a secret
    DAMAGED = "damaged"
    NO_VERDICT = "no verdict"
    """PDFium crashed or took too long; CapOut may still be able to read it."""


class Inspect(NamedTuple):
    """Request answered by an `Opening` and, if the file opens, by `Contents`."""

    path: str


class Draw(NamedTuple):
    """Request answered by the first page as PNG, or by None."""

    path: str
    width: int


class Opening(NamedTuple):
    """Answer: whether the file opens, and its page count."""

    finding: PdfVerdict
    page_count: int | None = None


class Contents(NamedTuple):
    """Answer: what is on the pages.

    Attributes:
        is_whole: Whether all examined pages can be loaded.
        has_text: Whether text can be selected on any of them; None if unknown.
        has_end: Whether the file ends as a PDF does.
    """

    is_whole: bool
    has_text: bool | None
    has_end: bool


def serve(line: Connection) -> None:
    """Answer requests over `line`, until it closes or is idle for a while."""
    limit_memory(MEMORY_LIMIT_BYTES)
    with contextlib.suppress(EOFError, OSError, KeyboardInterrupt):
        while line.poll(IDLE_SECONDS):
            match line.recv():
                case Inspect(path):
                    _inspect(path, line)
                case Draw(path, width):
                    line.send(_first_page(path, width))


def _inspect(path: str, line: Connection) -> None:
    # Imported in the worker process only; the main process never loads PDFium.
    import pypdfium2 as pdfium  # noqa: PLC0415
    from pypdfium2 import raw  # noqa: PLC0415

    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        locked = error.err_code == raw.FPDF_ERR_PASSWORD
        line.send(Opening(PdfVerdict.PASSWORD if locked else PdfVerdict.DAMAGED))
        return
    with contextlib.closing(document):
        if not len(document):
            line.send(Opening(PdfVerdict.DAMAGED))
            return
        # Sent at once, so that it is known even if a page makes PDFium crash.
        line.send(Opening(PdfVerdict.OPENS, len(document)))
        is_whole, has_text = _read(document)
        line.send(Contents(is_whole, has_text, _has_end(path)))


def _read(document: PdfDocument) -> tuple[bool, bool | None]:
    """Return whether all sampled pages load, and whether one has text."""
    from pypdfium2 import PdfiumError  # noqa: PLC0415 - see above

    deadline = time.monotonic() + SAMPLING_SECONDS
    has_text: bool | None = None
    for number, index in enumerate(_samples(len(document))):
        if time.monotonic() > deadline:
            # Slow pages do not prove a scan.
            return True, has_text or None
        try:
            with contextlib.closing(document[index]) as page:
                shown = _shows_text(page)
        except PdfiumError:
            return False, None
        has_text = has_text or shown if shown is not None else has_text
        if has_text and number > 0:
            break
    return True, has_text


def _samples(count: int) -> list[int]:
    """Return the pages to examine: the first and the last, then some between them."""
    spread = {round(step * (count - 1) / (MOST_SAMPLES - 1)) for step in range(MOST_SAMPLES)}
    return [*dict.fromkeys((0, count - 1, *sorted(spread)))]


def _shows_text(page: PdfPage) -> bool | None:
    """Return whether a page has text; None if it is blank."""
    from pypdfium2 import raw  # noqa: PLC0415 - see above

    with contextlib.closing(page.get_textpage()) as text:
        letters = min(text.count_chars(), LETTERS)
        if letters and text.get_text_range(0, letters).strip():
            return True
    return False if raw.FPDFPage_CountObjects(page) > 0 else None


def _has_end(path: str) -> bool:
    with open(path, "rb") as file:  # noqa: PTH123 - a string, not a path, for speed
        size = file.seek(0, os.SEEK_END)
        file.seek(max(size - PADDING_BYTES, 0))
        return _END in file.read().rstrip(b"\0 \t\r\n")[-TAIL_BYTES:]


def _first_page(path: str, width: int) -> bytes | None:
    """Draw the first page, at most `width` pixels wide and `TALLEST` times that high."""
    import pypdfium2 as pdfium  # noqa: PLC0415 - see above

    with (
        contextlib.suppress(pdfium.PdfiumError, ValueError),
        contextlib.closing(pdfium.PdfDocument(path)) as document,
        contextlib.closing(document[0]) as page,
    ):
        across, down = page.get_size()
        if across <= 0 or down <= 0:
            return None
        scale = min(width / across, width * TALLEST / down)
        with contextlib.closing(
            page.render(scale=scale, may_draw_forms=False, rev_byteorder=True)
        ) as bitmap:
            lines = memoryview(bitmap.buffer).cast("B")
            used = bitmap.width * bitmap.n_channels
            return _png(
                bitmap.width,
                bitmap.height,
                bitmap.n_channels,
                [
                    bytes(lines[start : start + used])
                    for start in range(0, bitmap.height * bitmap.stride, bitmap.stride)
                ],
            )
    return None


_COLOR_TYPES = {1: 0, 3: 2, 4: 6}
"""PNG color types of gray, RGB and RGBA, by number of channels."""


def _png(width: int, height: int, channels: int, lines: list[bytes]) -> bytes:
    """Return a PNG with eight bits per channel and no filter."""
    header = struct.pack(">IIBBBBB", width, height, 8, _COLOR_TYPES[channels], 0, 0, 0)
    out = io.BytesIO()
    out.write(b"\x89PNG\r\n\x1a\n")
    for name, body in (
        (b"IHDR", header),
        (b"IDAT", zlib.compress(b"".join(b"\0" + line for line in lines))),
        (b"IEND", b""),
    ):
        out.write(struct.pack(">I", len(body)) + name + body)
        out.write(struct.pack(">I", zlib.crc32(name + body)))
    return out.getvalue()


def limit_memory(most: int) -> None:
    """Limit this process to `most` bytes of address space (on Windows: of committed memory).

    Allocations beyond the limit fail. On systems without such a limit nothing happens; macOS
    accepts the limit and does not enforce it.
    """
    with contextlib.suppress(OSError, ValueError):
        _limit(most)


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _EXTENDED_LIMITS = 9
    _PROCESS_MEMORY = 0x100

    class _BasicLimits(ctypes.Structure):
        _fields_ = (
            ("process_time", ctypes.c_int64),
            ("job_time", ctypes.c_int64),
            ("flags", wintypes.DWORD),
            ("least_working_set", ctypes.c_size_t),
            ("most_working_set", ctypes.c_size_t),
            ("processes", wintypes.DWORD),
            ("affinity", ctypes.c_size_t),
            ("priority", wintypes.DWORD),
            ("scheduling", wintypes.DWORD),
        )

    class _Limits(ctypes.Structure):
        _fields_ = (
            ("basic", _BasicLimits),
            ("input_and_output", ctypes.c_uint64 * 6),
            ("process_memory", ctypes.c_size_t),
            ("job_memory", ctypes.c_size_t),
            ("peak_process_memory", ctypes.c_size_t),
            ("peak_job_memory", ctypes.c_size_t),
        )

    def _limit(most: int) -> None:
        """Put this process into a job object with the limit.

        Raises:
            OSError: The system does not allow it.
        """
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = wintypes.HANDLE
        kernel.GetCurrentProcess.restype = wintypes.HANDLE
        kernel.SetInformationJobObject.argtypes = (
            wintypes.HANDLE,
            ctypes.c_int,
            ctypes.c_void_p,
            wintypes.DWORD,
        )
        kernel.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
        # The handle is never closed, so that job and limit last as long as the process.
        job = kernel.CreateJobObjectW(None, None)
        limits = _Limits(process_memory=most)
        limits.basic.flags = _PROCESS_MEMORY
        size = ctypes.sizeof(limits)
        if not (
            job
            and kernel.SetInformationJobObject(job, _EXTENDED_LIMITS, ctypes.byref(limits), size)
            and kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess())
        ):
            raise ctypes.WinError(ctypes.get_last_error())

else:
    import resource

    def _limit(most: int) -> None:
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
