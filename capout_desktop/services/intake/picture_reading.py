"""Reading of a picture of any kind into pages of a PDF. Runs in the worker process only."""

from __future__ import annotations

from collections.abc import Iterator

from capout_desktop.domain.picture import PictureForm, PictureRefusal
from capout_desktop.services.intake.pdf_protocol import PictureRefused, Piece, ReadPicture
from capout_desktop.services.intake.picture_decoding import can_be_drawn, check_size
from capout_desktop.services.intake.picture_jpeg import SIGNATURE as JPEG_SIGNATURE
from capout_desktop.services.intake.picture_jpeg import read_jpeg
from capout_desktop.services.intake.picture_pdf import PicturePage
from capout_desktop.services.intake.picture_png import SIGNATURE as PNG_SIGNATURE
from capout_desktop.services.intake.picture_png import read_png
from capout_desktop.services.intake.picture_refused import Refused
from capout_desktop.services.intake.picture_tiff import SIGNATURES as TIFF_SIGNATURES
from capout_desktop.services.intake.picture_tiff import read_tiff

_PIECE_BYTES = 4 << 20


def read_picture(
    _request: ReadPicture, data: bytes
) -> Iterator[PictureForm | Piece | PictureRefused]:
    """Yield the form of each page and its pixels in pieces, or why it is not read."""
    try:
        for page in _pages(data):
            form = page.form
            check_size(form.width, form.height, 8)
            if not can_be_drawn(page):
                raise Refused(PictureRefusal.DAMAGED)
            yield form
            yield from _pieces(page.pixels)
            if page.mask is not None:
                yield page.mask
                yield from _pieces(page.mask_pixels)
    except Refused as refused:
        yield PictureRefused(refused.why)
    except MemoryError:
        yield PictureRefused(PictureRefusal.TOO_LARGE)


def _pages(data: bytes) -> Iterator[PicturePage]:
    if data.startswith(JPEG_SIGNATURE):
        yield read_jpeg(data)
    elif data.startswith(PNG_SIGNATURE):
        yield read_png(data)
    elif data.startswith(TIFF_SIGNATURES):
        yield from read_tiff(data)
    else:
        raise Refused(PictureRefusal.DAMAGED)


def _pieces(pixels: bytes) -> Iterator[Piece]:
    for start in range(0, len(pixels), _PIECE_BYTES):
        yield Piece(pixels[start : start + _PIECE_BYTES])
