"""Writing of a changed copy of a PDF by PDFium. Runs in the worker process only."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

from pypdfium2 import raw

from capout_desktop.services.intake.pdf_protocol import Opening, Piece, Rewrite
from capout_desktop.services.intake.pdf_reading import OpenPdf

PIECE_BYTES = 4 << 20
_REMOVE_SECURITY = 3  # FPDF_REMOVE_SECURITY
_PASSWORD_ERROR = 4  # FPDF_ERR_PASSWORD

_written = bytearray()


def _write_block(_writer: Any, data: Any, size: int) -> int:
    _written.extend(ctypes.string_at(data, size))
    return 1


# Made when the module is imported: a confined process may not make a callback.
_writer = raw.FPDF_FILEWRITE()
_writer.version = 1
_writer.WriteBlock = type(_writer.WriteBlock)(_write_block)


def rewrite(request: Rewrite, data: bytes) -> Iterator[Opening | Piece]:
    """Write an unlocked copy; a file that does not open, or cannot be written, gives no piece."""
    with _opened(data, request.password) as document:
        if document.error:
            yield Opening(document.error)
            return
        yield Opening(page_count=document.page_count)
        _written.clear()
        if not raw.FPDF_SaveAsCopy(document.handle, ctypes.byref(_writer), _REMOVE_SECURITY):
            _written.clear()
    for start in range(0, len(_written), PIECE_BYTES):
        yield Piece(bytes(_written[start : start + PIECE_BYTES]))
    _written.clear()


def _opened(data: bytes, password: str) -> OpenPdf:
    """Open it; before PDF 2.0 a password was in Latin-1, since then it is in UTF-8."""
    document = OpenPdf(data, password.encode())
    if document.error == _PASSWORD_ERROR and not password.isascii():
        return OpenPdf(data, password.encode("latin-1", "replace"))
    return document
