"""Drawing of pages by PDFium. Runs in the worker process only."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator

from pypdfium2 import raw

from capout_desktop.services.intake.pdf_protocol import Draw, Picture
from capout_desktop.services.intake.pdf_reading import OpenPdf

TALLEST = 1.5
"""Largest ratio of a picture's height to its width; longer pages are drawn narrower."""

_WHITE = 0xFFFFFFFF
_CHANNELS = 3


def draw(request: Draw, file: int) -> Iterator[Picture]:
    """Draw a page, at most `width` pixels wide and `TALLEST` times that high."""
    with OpenPdf(file) as document:
        page = raw.FPDF_LoadPage(document.handle, request.page - 1)
        if not page:
            return
        try:
            across, down = raw.FPDF_GetPageWidthF(page), raw.FPDF_GetPageHeightF(page)
            scale = min(request.width / across, request.width * TALLEST / down)
            yield _render(page, math.ceil(across * scale), math.ceil(down * scale))
        finally:
            raw.FPDF_ClosePage(page)


def _render(page: raw.FPDF_PAGE, width: int, height: int) -> Picture:
    stride = width * _CHANNELS
    pixels = ctypes.create_string_buffer(stride * height)
    bitmap = raw.FPDFBitmap_CreateEx(width, height, raw.FPDFBitmap_BGR, pixels, stride)
    try:
        raw.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, _WHITE)
        flags = raw.FPDF_ANNOT | raw.FPDF_REVERSE_BYTE_ORDER
        raw.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, flags)
    finally:
        raw.FPDFBitmap_Destroy(bitmap)
    return Picture(width, height, _CHANNELS, pixels.raw[: stride * height])
