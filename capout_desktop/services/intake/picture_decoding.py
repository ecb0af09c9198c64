"""Decoding of packed pixels by PDFium's filters. Runs in the worker process only.

PDF has the filters of TIFF and PNG. So the parts of a picture are put into a small PDF, which
PDFium opens, and its decoded data is taken.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pypdfium2 import raw

from capout_desktop.domain.picture import MOST_PIXELS, PictureRefusal
from capout_desktop.services.intake.pdf_ending import ending
from capout_desktop.services.intake.pdf_reading import OpenPdf
from capout_desktop.services.intake.picture_pdf import PicturePage, pdf_of
from capout_desktop.services.intake.picture_refused import Refused

MOST_DECODED = 256 << 20
"""Bytes of the pixels of one picture."""
_LARGEST_SIDE = 65_535


@dataclass(frozen=True, slots=True)
class Coded:
    """Packed data.

    Attributes:
        filter: Name of the filter in a PDF; empty if the data is not packed.
        parameters: The filter's parameters, as a PDF writes them.
        data: The packed bytes.
        size: Number of bytes in it; more are left out.
        fax_width: Pixels in a row, if it is a fax. PDFium decodes faxes as pictures only, so that
            each pixel is one byte then: 0 where the fax is black, else 255.
    """

    filter: str
    parameters: str
    data: bytes
    size: int
    fax_width: int = 0


def check_size(width: int, height: int, bits: int) -> None:
    """Refuse a picture that is empty or too large, before anything of it is unpacked.

    Raises:
        Refused: It is.
    """
    if not (width and height):
        raise Refused(PictureRefusal.DAMAGED)
    if (
        max(width, height) > _LARGEST_SIDE
        or width * height > MOST_PIXELS
        or width * height * bits // 8 > MOST_DECODED
    ):
        raise Refused(PictureRefusal.TOO_LARGE)


def decoded(parts: Sequence[Coded]) -> Iterator[bytes]:
    """Yield what is in each part.

    Raises:
        Refused: A part has less in it than it should.
    """
    with OpenPdf(_carrier(parts)) as document:
        page = raw.FPDF_LoadPage(document.handle, 0)
        try:
            if raw.FPDFPage_CountObjects(page) != len(parts):
                raise Refused(PictureRefusal.DAMAGED)
            for place, part in enumerate(parts):
                image = raw.FPDFPage_GetObject(page, place)
                if part.fax_width:
                    yield _fax(image, part)
                    continue
                size = raw.FPDFImageObj_GetImageDataDecoded(image, None, 0)
                if size < part.size:
                    raise Refused(PictureRefusal.DAMAGED)
                buffer = ctypes.create_string_buffer(size)
                raw.FPDFImageObj_GetImageDataDecoded(image, buffer, size)
                yield buffer.raw[: part.size]
        finally:
            raw.FPDF_ClosePage(page)


def _fax(image: Any, part: Coded) -> bytes:
    bitmap = raw.FPDFImageObj_GetBitmap(image)
    if not bitmap:
        raise Refused(PictureRefusal.DAMAGED)
    try:
        width, height = raw.FPDFBitmap_GetWidth(bitmap), raw.FPDFBitmap_GetHeight(bitmap)
        is_gray = raw.FPDFBitmap_GetFormat(bitmap) == raw.FPDFBitmap_Gray
        if not is_gray or width != part.fax_width or width * height != part.size:
            raise Refused(PictureRefusal.UNSUPPORTED)
        stride = raw.FPDFBitmap_GetStride(bitmap)
        pixels = ctypes.string_at(raw.FPDFBitmap_GetBuffer(bitmap), stride * height)
        return b"".join(pixels[at : at + width] for at in range(0, len(pixels), stride))
    finally:
        raw.FPDFBitmap_Destroy(bitmap)


def can_be_drawn(picture: PicturePage) -> bool:
    """Return whether PDFium can decode the picture."""
    with OpenPdf(b"".join(pdf_of([picture]))) as document:
        page = raw.FPDF_LoadPage(document.handle, 0)
        # Of a page without a picture, there is none here and no bitmap.
        bitmap = raw.FPDFImageObj_GetBitmap(raw.FPDFPage_GetObject(page, 0))
        raw.FPDFBitmap_Destroy(bitmap)
        raw.FPDF_ClosePage(page)
        return bool(bitmap)


def _carrier(parts: Sequence[Coded]) -> bytes:
    """Return a PDF whose only page has the parts as pictures of one pixel."""
    names = " ".join(f"/I{place} {place + 5} 0 R" for place in range(len(parts)))
    draw = b" ".join(b"/I%d Do" % place for place in range(len(parts)))
    page = (
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R "
        f"/Resources << /XObject << {names} >> >> >>"
    )
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        page.encode(),
        _stream("", draw),
        *(_stream(_entries(part), part.data) for part in parts),
    ]
    out = bytearray(b"%PDF-1.6\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    return bytes(out + ending(offsets, len(out)))


def _entries(part: Coded) -> str:
    packing = f"/Filter {part.filter} /DecodeParms << {part.parameters} >>" if part.filter else ""
    width = part.fax_width or 1  # of anything else the bytes are taken, whatever their form
    return (
        f"/Type /XObject /Subtype /Image /Width {width} /Height {part.size // width} "
        f"/ColorSpace /DeviceGray /BitsPerComponent 1 {packing}"
    )


def _stream(entries: str, data: bytes) -> bytes:
    return f"<< {entries} /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"
