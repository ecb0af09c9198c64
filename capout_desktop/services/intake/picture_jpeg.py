"""JPEG pictures: their headers, and the data that is embedded as it is. Worker process only."""

from __future__ import annotations

import re
import struct

from capout_desktop.domain.picture import Encoding, PictureForm, PictureRefusal
from capout_desktop.services.intake.picture_pdf import PicturePage
from capout_desktop.services.intake.picture_refused import Refused

SIGNATURE = b"\xff\xd8\xff"

_FRAMES = frozenset({0xC0, 0xC1, 0xC2})
"""Baseline, extended and progressive; PDF readers know no others."""
_OTHER_FRAMES = frozenset({0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})
_KEPT = frozenset({0xDB, 0xC4, 0xDD, 0xDA, 0xE0, 0xEE, 0xCC, *_FRAMES})
"""Segments that are embedded. EXIF is not: it may tell where a photo was taken."""
_START, _END, _SCAN, _EXIF, _ADOBE, _JFIF = 0xD8, 0xD9, 0xDA, 0xE1, 0xEE, 0xE0
_MARKER = re.compile(rb"\xff+([^\x00\xd0-\xd7\xff])")
_ORIENTATION, _X_RESOLUTION, _UNIT = 0x0112, 0x011A, 0x0128
_MOST_TAGS = 200


def read_jpeg(data: bytes) -> PicturePage:
    """Return the picture.

    Raises:
        Refused: It is damaged, or no kind that PDF readers know.
    """
    kept = [SIGNATURE[:2]]
    frame: tuple[int, int, int, int] | None = None
    orientation, dpi = 1, 0.0
    has_adobe = False
    at = 2
    while True:
        found = _MARKER.match(data, at)
        if found is None:
            raise Refused(PictureRefusal.DAMAGED)
        marker = found[1][0]
        at = found.end()
        if marker == _END:
            break
        if marker in {_START, 0x01}:
            continue
        length = int.from_bytes(data[at : at + 2])
        body, end = data[at + 2 : at + length], at + length
        if length < 2 or end > len(data):
            raise Refused(PictureRefusal.DAMAGED)
        if marker in _OTHER_FRAMES:
            raise Refused(PictureRefusal.UNSUPPORTED)
        if marker in _FRAMES and len(body) >= 6:
            bits, height, width, components = struct.unpack_from(">BHHB", body)
            frame = (bits, height, width, components)
        elif marker == _ADOBE and body.startswith(b"Adobe"):
            has_adobe = True
        elif marker == _JFIF and body.startswith(b"JFIF\0") and len(body) >= 12:
            unit, across = struct.unpack_from(">BH", body, 7)
            dpi = dpi or {1: across, 2: across * 2.54}.get(unit, 0.0)
        elif marker == _EXIF and body.startswith(b"Exif\0\0"):
            orientation, exif_dpi = exif_of(body[6:])
            dpi = exif_dpi or dpi
        if marker == _SCAN:
            following = _MARKER.search(data, end)
            if following is None:
                raise Refused(PictureRefusal.DAMAGED)  # it is cut off
            end = following.start()
        if marker in _KEPT:
            kept.append(b"\xff" + found[1] + data[at:end])
        at = end
    if frame is None or len(kept) < 3:
        raise Refused(PictureRefusal.DAMAGED)
    bits, height, width, components = frame
    if bits != 8 or components not in {1, 3, 4} or not (width and height):
        raise Refused(PictureRefusal.UNSUPPORTED)
    form = PictureForm(
        width,
        height,
        components,
        bits,
        Encoding.JPEG,
        is_inverted=components == 4 and has_adobe,
        orientation=orientation,
        dpi=min(dpi, 10_000.0),
    )
    return PicturePage(form, b"".join([*kept, b"\xff\xd9"]))


def exif_of(tiff: bytes) -> tuple[int, float]:
    """Return orientation and pixels per inch from EXIF data; 1 and 0 if they are not there."""
    orientation, dpi, unit = 1, 0.0, 2
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    try:
        if order is None:
            return 1, 0.0
        (at,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, at)
        for place in range(min(count, _MOST_TAGS)):
            tag, kind, _ = struct.unpack_from(f"{order}HHI", tiff, at + 2 + 12 * place)
            value = at + 2 + 12 * place + 8
            if tag == _ORIENTATION and kind == 3:
                (orientation,) = struct.unpack_from(f"{order}H", tiff, value)
            elif tag == _X_RESOLUTION and kind == 5:
                (where,) = struct.unpack_from(f"{order}I", tiff, value)
                above, below = struct.unpack_from(f"{order}II", tiff, where)
                dpi = above / below if below else 0.0
            elif tag == _UNIT and kind == 3:
                (unit,) = struct.unpack_from(f"{order}H", tiff, value)
    except struct.error:
        pass
    factor = {2: 1.0, 3: 2.54}.get(unit, 0.0)
    return orientation if 1 <= orientation <= 8 else 1, min(dpi * factor, 10_000.0)
