"""Writing of a changed copy of a PDF by PDFium. Runs in the worker process only."""

from __future__ import annotations

import contextlib
import ctypes
import mmap
import os
from collections.abc import Callable, Iterator
from typing import Any

from pypdfium2 import raw

from capout_desktop.services.intake.pdf_objects import (
    UnexpectedPdfError,
    WrittenPdf,
    table_place,
)
from capout_desktop.services.intake.pdf_protocol import (
    Count,
    Measured,
    Opening,
    Piece,
    Rewrite,
    Trim,
)
from capout_desktop.services.intake.pdf_pruning import pruned
from capout_desktop.services.intake.pdf_reading import OpenPdf
from capout_desktop.services.intake.pdf_selection import Outline, Selection, Span

PIECE_BYTES = 1 << 20
_QUARTERS = 4
_MARGIN = 64 << 20
"""Room for what a copy has unpacked: lists of objects."""


def _refuse(_part: bytes) -> bool:
    """Take nothing, since no copy is being written."""
    return False


_take: Callable[[bytes], bool] = _refuse
"""What gets the next bytes of the copy that is being written, and says whether to go on."""


def _write_block(_writer: Any, data: Any, size: int) -> int:
    return int(_take(ctypes.string_at(data, size)))


# Made when the module is imported: a confined process may not make a callback.
_writer = raw.FPDF_FILEWRITE()
_writer.version = 1
_writer.WriteBlock = type(_writer.WriteBlock)(_write_block)


def rewrite(
    request: Rewrite, file: int, send: Callable[[Opening | Piece | Measured], None]
) -> None:
    """Send an unlocked copy while it is written, so that it is never in the memory as a whole.

    A file that does not open gives no piece; one that cannot be written whole is not `Measured`.
    """
    buffer, size = bytearray(), 0

    def take(part: bytes) -> bool:
        nonlocal size
        buffer.extend(part)
        size += len(part)
        if len(buffer) >= PIECE_BYTES:
            send(Piece(bytes(buffer)))
            buffer.clear()
        return True

    # PDFium turns it into Latin-1 where it has to: before PDF 2.0, passwords were in that.
    with OpenPdf(file, request.password.encode()) as document:
        if document.error:
            send(Opening(document.error))
            return
        send(Opening(page_count=document.page_count))
        if _write(document, take):
            send(Piece(bytes(buffer)))
            send(Measured(size))


def count(_request: Count, file: int) -> Iterator[Opening]:
    """Say how many pages there are."""
    with OpenPdf(file) as document:
        yield Opening(document.error) if document.error else Opening(page_count=document.page_count)


def trim(request: Trim, file: int, send: Callable[[Opening | Piece | Measured], None]) -> None:
    """Send a copy of some pages; pages that are not there, or cannot be written, give none."""
    size = os.fstat(file).st_size
    with contextlib.ExitStack() as stack:
        # Address space only; the memory is taken as it is written to.
        memory = stack.enter_context(mmap.mmap(-1, size + max(size // 4, _MARGIN)))
        document = stack.enter_context(OpenPdf(file))
        if document.error:
            send(Opening(document.error))
            return
        send(Opening(page_count=document.page_count))
        if not _arrange(document, request, document.page_count):
            return
        if not _write(document, Outline(memory).take):
            return
        try:
            pdf = stack.enter_context(contextlib.closing(WrittenPdf(memory, memory.tell())))
            parts = stack.enter_context(contextlib.closing(pruned(pdf)))
            if request.only_size:
                send(Measured(sum(_length(part) for part in parts)))
            else:
                _send_selection(document, pdf, parts, send)
        except UnexpectedPdfError:
            return


def _send_selection(
    document: OpenPdf,
    pdf: WrittenPdf,
    parts: Iterator[bytes | Span],
    send: Callable[[Opening | Piece | Measured], None],
) -> None:
    """Write the document once more, and send the parts that stay."""
    selection = Selection(parts, PIECE_BYTES, lambda piece: send(Piece(piece)))
    if not _write(document, selection.take):
        return
    end = selection.finish()
    # All objects were at the same places as before.
    if end is not None and table_place(end, 0, len(end)) == pdf.table_at:
        send(Measured(selection.size))


def _length(part: bytes | Span) -> int:
    return part.end - part.start if isinstance(part, Span) else len(part)


def _turn(document: OpenPdf, index: int, quarters: int) -> None:
    page = raw.FPDF_LoadPage(document.handle, index)  # PDFium takes no notice of one that is None
    turned = raw.FPDFPage_GetRotation(page) + quarters
    raw.FPDFPage_SetRotation(page, turned % _QUARTERS)
    raw.FPDF_ClosePage(page)


def _arrange(document: OpenPdf, request: Trim, present: int) -> bool:
    """Leave the chosen pages, in their order and turned; return whether all are there."""
    chosen = [page - 1 for page in request.pages]
    if not chosen or max(chosen) >= present or len(set(chosen)) < len(chosen):
        return False
    for index, quarters in zip(chosen, request.turns, strict=False):
        if quarters:
            _turn(document, index, quarters)
    stay = set(chosen)
    for index in range(present - 1, -1, -1):
        if index not in stay:
            raw.FPDFPage_Delete(document.handle, index)
    if raw.FPDF_GetPageCount(document.handle) != len(chosen):
        return False
    in_file = sorted(chosen)
    if chosen == in_file:
        return True
    places = {index: place for place, index in enumerate(in_file)}
    order = (ctypes.c_int * len(chosen))(*(places[index] for index in chosen))
    return bool(raw.FPDF_MovePages(document.handle, order, len(chosen), 0))


def _write(document: OpenPdf, take: Callable[[bytes], bool]) -> bool:
    global _take  # noqa: PLW0603 - PDFium's callback cannot be made anew
    _take = take
    try:
        return bool(
            raw.FPDF_SaveAsCopy(document.handle, ctypes.byref(_writer), raw.FPDF_REMOVE_SECURITY)
        )
    finally:
        _take = _refuse
