"""PNG pictures: embedded as they are, or taken apart if they are transparent or interlaced.

Runs in the worker process only.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from capout_desktop.domain.picture import Encoding, PictureForm, PictureRefusal
from capout_desktop.services.intake.picture_decoding import Coded, check_size, decoded
from capout_desktop.services.intake.picture_pdf import PicturePage
from capout_desktop.services.intake.picture_refused import Refused

SIGNATURE = b"\x89PNG\r\n\x1a\n"

_COMPONENTS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""Values of each pixel by color type: gray, RGB, palette, gray and RGB with opacity."""
_DEPTHS = {0: {1, 2, 4, 8, 16}, 2: {8, 16}, 3: {1, 2, 4, 8}, 4: {8, 16}, 6: {8, 16}}
_PALETTE = 3
_PASSES = (
    *((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4)),
    *((0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)),
)
"""Adam7: first column and row of each pass, and the steps to the next ones."""
_LAST_FILTER = 4
_METER = 0.0254


def read_png(data: bytes) -> PicturePage:
    """Return the picture.

    Raises:
        Refused: It is damaged or too large.
    """
    header: tuple[int, ...] = ()
    palette = alpha = b""
    packed: list[bytes] = []
    dpi = 0.0
    is_whole = False
    for kind, body in _chunks(data):
        if kind == b"IHDR" and len(body) == 13:
            header = struct.unpack(">IIBBBBB", body)
        elif kind == b"PLTE":
            palette = body
        elif kind == b"tRNS":
            alpha = body
        elif kind == b"pHYs" and len(body) == 9 and body[8] == 1:
            dpi = min(struct.unpack_from(">I", body)[0] * _METER, 10_000.0)
        elif kind == b"IDAT":
            packed.append(body)
        elif kind == b"IEND":
            is_whole = True
            break
    if not header or not packed or not is_whole:
        raise Refused(PictureRefusal.DAMAGED)
    width, height, bits, color, _, _, interlace = header
    if bits not in _DEPTHS.get(color, ()) or (color == _PALETTE and not palette):
        raise Refused(PictureRefusal.DAMAGED)
    components = _COMPONENTS[color]
    check_size(width, height, components * bits)
    form = PictureForm(
        width,
        height,
        components,
        bits,
        Encoding.PNG_ROWS,
        palette=_on_white(palette[:768], alpha) if color == _PALETTE else b"",
        dpi=dpi,
    )
    return _page(form, b"".join(packed), is_interlaced=interlace == 1)


def _page(form: PictureForm, packed: bytes, *, is_interlaced: bool) -> PicturePage:
    passes = list(_passes(form)) if is_interlaced else [(form.width, form.height)]
    rows = _unpacked(packed, form, passes)
    if not is_interlaced and form.components in {1, 3}:
        return PicturePage(form, packed)
    if is_interlaced and form.bits < 8:
        raise Refused(PictureRefusal.UNSUPPORTED)
    pixels = _interlaced(form, rows, passes) if is_interlaced else _plain(form, [rows], passes)
    step, size = form.components * form.bits // 8, form.bits // 8
    colors = {2: 1, 4: 3}.get(form.components, form.components)
    mask = None
    opacity = b""
    if colors < form.components:
        opacity = _values(pixels, step, [colors * size + n for n in range(size)])
        pixels = _values(pixels, step, range(colors * size))
        mask = PictureForm(form.width, form.height, 1, form.bits, Encoding.DEFLATE, is_mask=True)
    plain = PictureForm(
        form.width,
        form.height,
        colors,
        form.bits,
        Encoding.DEFLATE,
        palette=form.palette,
        dpi=form.dpi,
    )
    return PicturePage(plain, zlib.compress(pixels), mask, zlib.compress(opacity))


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(SIGNATURE)
    while at + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        if at + 12 + length > len(data):
            return
        body = data[at + 8 : at + 8 + length]
        (checksum,) = struct.unpack_from(">I", data, at + 8 + length)
        if zlib.crc32(kind + body) != checksum:
            raise Refused(PictureRefusal.DAMAGED)
        yield kind, body
        at += 12 + length


def _passes(form: PictureForm) -> Iterator[tuple[int, int]]:
    """Yield the size of each pass of an interlaced picture."""
    for column, row, across, down in _PASSES:
        yield (
            max((form.width - column + across - 1) // across, 0),
            max((form.height - row + down - 1) // down, 0),
        )


def _row_bytes(form: PictureForm, width: int) -> int:
    return (width * form.components * form.bits + 7) // 8


def _unpacked(packed: bytes, form: PictureForm, passes: list[tuple[int, int]]) -> bytes:
    """Return the rows, each with its filter; raises `Refused` if any are missing."""
    expected = sum((1 + _row_bytes(form, width)) * height for width, height in passes if width)
    reader = zlib.decompressobj()
    try:
        rows = reader.decompress(packed, expected)
    except zlib.error:
        raise Refused(PictureRefusal.DAMAGED) from None
    if len(rows) < expected:
        raise Refused(PictureRefusal.DAMAGED)
    at = 0
    for width, height in passes:
        step = 1 + _row_bytes(form, width)
        if width and height:
            if max(rows[at : at + step * height : step]) > _LAST_FILTER:
                raise Refused(PictureRefusal.DAMAGED)
            at += step * height
    return rows


def _plain(form: PictureForm, parts: list[bytes], passes: list[tuple[int, int]]) -> bytes:
    coded = [
        Coded(
            "/FlateDecode",
            f"/Predictor 15 /Colors {form.components} /BitsPerComponent {form.bits} "
            f"/Columns {width}",
            zlib.compress(part, 1),
            _row_bytes(form, width) * height,
        )
        for part, (width, height) in zip(parts, passes, strict=True)
    ]
    return b"".join(decoded(coded))


def _interlaced(form: PictureForm, rows: bytes, passes: list[tuple[int, int]]) -> bytes:
    pixels = bytearray(_row_bytes(form, form.width) * form.height)
    step = form.components * form.bits // 8
    at = 0
    for (width, height), (column, row, across, down) in zip(passes, _PASSES, strict=True):
        if not (width and height):
            continue
        size = (1 + _row_bytes(form, width)) * height
        plain = _plain(form, [rows[at : at + size]], [(width, height)])
        at += size
        for line in range(height):
            start = (row + line * down) * form.width * step
            end = start + form.width * step
            source = plain[line * width * step : (line + 1) * width * step]
            for byte in range(step):
                first = start + column * step + byte
                pixels[first : end : across * step] = source[byte::step]
    return bytes(pixels)


def _values(pixels: bytes, step: int, bytes_: range | list[int]) -> bytes:
    """Return some bytes of each pixel, next to each other."""
    taken = bytearray(len(pixels) // step * len(bytes_))
    for place, byte in enumerate(bytes_):
        taken[place :: len(bytes_)] = pixels[byte::step]
    return bytes(taken)


def _on_white(palette: bytes, alpha: bytes) -> bytes:
    """Return a palette as it looks on white paper."""
    whole = bytearray(palette[: len(palette) // 3 * 3])
    for place, opacity in enumerate(alpha[: len(whole) // 3]):
        for byte in range(3 * place, 3 * place + 3):
            whole[byte] = (whole[byte] * opacity + 255 * (255 - opacity)) // 255
    return bytes(whole)
