"""Pictures of estimates that become pages of a PDF: what there is of one, and how it is placed."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec

from capout_desktop.domain.problem import Problem, ProblemCode

PICTURE_ENDINGS = (".jpg", ".jpeg", ".png", ".tif", ".tiff")
HEIC_ENDINGS = (".heic", ".heif")
MOST_PICTURES = 200
"""Largest number of pictures in one PDF."""
MOST_PIXELS = 120_000_000
"""Largest picture that is decoded; the cameras of phones make half of that at most."""
MOST_PICTURE_BYTES = 64 << 20
"""Largest file of a picture that is read."""

HEIC = Problem(ProblemCode.PICTURE_HEIC)
DAMAGED = Problem(ProblemCode.PICTURE_DAMAGED)
UNSUPPORTED = Problem(ProblemCode.PICTURE_UNSUPPORTED)
TOO_LARGE = Problem(ProblemCode.PICTURE_TOO_LARGE)
TOO_MANY = Problem(ProblemCode.TOO_MANY_PICTURES)

_LETTER = 612.0, 792.0
_LONGEST = 14 * 72.0
_POINTS = 72.0
_LEAST_DPI = 100.0
"""Below it, the resolution in a picture says nothing: 72 is what programs write without one."""

_Size = Annotated[int, msgspec.Meta(ge=1, le=65_535)]


class Encoding(StrEnum):
    """How the pixels are stored."""

    JPEG = "jpeg"
    DEFLATE = "deflate"
    PNG_ROWS = "png-rows"
    """Deflate over rows that each begin with the number of a PNG filter."""


class PictureRefusal(StrEnum):
    """Why a picture is not read."""

    DAMAGED = "damaged"
    UNSUPPORTED = "unsupported"
    TOO_LARGE = "too-large"


class PictureForm(msgspec.Struct, frozen=True, tag="picture-form"):
    """A picture without its pixels.

    Attributes:
        width: Number of pixels in a row, as stored.
        height: Number of rows, as stored.
        components: Values of each pixel: 1 (gray, or a place in the palette), 3 or 4 (CMYK).
        bits: Bits of each value.
        encoding: How the pixels are stored.
        palette: Colors as three bytes each; empty for none.
        is_inverted: Whether 0 is the most of each ink or light.
        orientation: EXIF's number, from 1 to 8, for how it is to be turned and mirrored.
        dpi: Pixels per inch; 0 if unknown.
        is_mask: Whether it is the opacity of the picture before it.
    """

    width: _Size
    height: _Size
    components: Annotated[int, msgspec.Meta(ge=1, le=4)]
    bits: Annotated[int, msgspec.Meta(ge=1, le=16)]
    encoding: Encoding
    palette: Annotated[bytes, msgspec.Meta(max_length=768)] = b""
    is_inverted: bool = False
    orientation: Annotated[int, msgspec.Meta(ge=1, le=8)] = 1
    dpi: Annotated[float, msgspec.Meta(ge=0, le=10_000)] = 0.0
    is_mask: bool = False

    @property
    def is_turned(self) -> bool:
        """Whether rows become columns."""
        return self.orientation >= 5


def is_picture(name: str) -> bool:
    """Return whether the name is that of a picture that is read, or of one from an iPhone."""
    return name.lower().endswith(PICTURE_ENDINGS + HEIC_ENDINGS) and not name.startswith(".")


def is_heic(name: str) -> bool:
    """Return whether the name is that of a picture in Apple's format."""
    return name.lower().endswith(HEIC_ENDINGS)


def page_size(form: PictureForm) -> tuple[float, float]:
    """Return width and height of the page in points.

    It has the size of the paper that was scanned, if that is known. Other pictures fill letter
    paper in one direction.
    """
    width, height = form.width, form.height
    if form.is_turned:
        width, height = height, width
    if form.dpi >= _LEAST_DPI:
        across, down = width / form.dpi * _POINTS, height / form.dpi * _POINTS
        if max(across, down) <= _LONGEST and min(across, down) >= _POINTS:
            return across, down
    short, long = _LETTER
    room = (short, long) if height >= width else (long, short)
    scale = min(room[0] / width, room[1] / height)
    return max(width * scale, 3.0), max(height * scale, 3.0)


def placement(form: PictureForm) -> tuple[float, float, float, float, float, float]:
    """Return the matrix that puts a picture upright onto its page."""
    across, down = page_size(form)
    # The unit square of a PDF has its origin at the bottom left.
    turned = {
        1: (1, 0, 0, 1, 0, 0),
        2: (-1, 0, 0, 1, 1, 0),
        3: (-1, 0, 0, -1, 1, 1),
        4: (1, 0, 0, -1, 0, 1),
        5: (0, -1, -1, 0, 1, 1),
        6: (0, -1, 1, 0, 0, 1),
        7: (0, 1, 1, 0, 0, 0),
        8: (0, 1, -1, 0, 1, 0),
    }
    a, b, c, d, e, f = turned[form.orientation]
    return (a * across, b * down, c * across, d * down, e * across, f * down)
