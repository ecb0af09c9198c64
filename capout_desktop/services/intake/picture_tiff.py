"""TIFF pictures, with one or more pages. Runs in the worker process only."""

from __future__ import annotations

import array
import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence

from capout_desktop.domain.picture import MOST_PICTURES, Encoding, PictureForm, PictureRefusal
from capout_desktop.services.intake.picture_decoding import Coded, check_size, decoded
from capout_desktop.services.intake.picture_jpeg import SIGNATURE as JPEG_SIGNATURE
from capout_desktop.services.intake.picture_jpeg import read_jpeg
from capout_desktop.services.intake.picture_pdf import PicturePage
from capout_desktop.services.intake.picture_refused import Refused

SIGNATURES = (b"II*\0", b"MM\0*")

_WIDTH, _HEIGHT, _BITS, _COMPRESSION, _PHOTOMETRIC = 256, 257, 258, 259, 262
_FILL_ORDER, _STRIPS, _ORIENTATION, _SAMPLES, _ROWS = 266, 273, 274, 277, 278
_STRIP_BYTES, _X_RESOLUTION, _PLANAR, _T4, _UNIT = 279, 282, 284, 292, 296
_PREDICTOR, _COLOR_MAP, _TILE_WIDTH, _SAMPLE_FORMAT, _JPEG_TABLES = 317, 320, 322, 339, 347
_TILE_HEIGHT, _TILES, _TILE_BYTES = 323, 324, 325
_SIZES = {1: (1, "B"), 2: (1, "B"), 3: (2, "H"), 4: (4, "I")}
_RATIONAL = 5
_MOST_STRIPS = 20_000
_MOST_TAGS = 500
_LARGEST_TILE = 8192
_JPEG = 7
_FILTERS = {
    1: "",
    2: "/CCITTFaxDecode",
    3: "/CCITTFaxDecode",
    4: "/CCITTFaxDecode",
    5: "/LZWDecode",
    8: "/FlateDecode",
    32_946: "/FlateDecode",
    32_773: "/RunLengthDecode",
}
_FAX = frozenset({2, 3, 4})
_WHITE_IS_0, _BLACK_IS_0, _RGB, _INDEXED, _CMYK = 0, 1, 2, 3, 5
_COLORS = {_WHITE_IS_0: 1, _BLACK_IS_0: 1, _RGB: 3, _INDEXED: 1, _CMYK: 4}
_REVERSED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))

_Tags = Mapping[int, Sequence[int]]


def read_tiff(data: bytes) -> Iterator[PicturePage]:
    """Yield the pages.

    Raises:
        Refused: The picture is damaged, too large, or stored in a way that is not read here.
    """
    order = "<" if data[:2] == b"II" else ">"
    seen: set[int] = set()
    try:
        (at,) = struct.unpack_from(f"{order}I", data, 4)
        while at and at not in seen:
            if len(seen) >= MOST_PICTURES:
                raise Refused(PictureRefusal.TOO_LARGE)
            seen.add(at)
            tags, at = _tags(data, at, order)
            yield _page(data, tags, order)
    except (struct.error, IndexError, OverflowError):
        raise Refused(PictureRefusal.DAMAGED) from None
    if not seen:
        raise Refused(PictureRefusal.DAMAGED)


def _tags(data: bytes, at: int, order: str) -> tuple[dict[int, Sequence[int]], int]:
    """Return the tags of a page, and the place of the next one."""
    (count,) = struct.unpack_from(f"{order}H", data, at)
    if count > _MOST_TAGS:
        raise Refused(PictureRefusal.DAMAGED)
    tags: dict[int, Sequence[int]] = {}
    for number_before in range(count):
        place = at + 2 + 12 * number_before
        tag, kind, number = struct.unpack_from(f"{order}HHI", data, place)
        if kind == _RATIONAL and number:
            (where,) = struct.unpack_from(f"{order}I", data, place + 8)
            tags[tag] = struct.unpack_from(f"{order}II", data, where)
        elif kind in _SIZES and number * _SIZES[kind][0] <= len(data):
            size, letter = _SIZES[kind]
            where = place + 8
            if number * size > 4:
                (where,) = struct.unpack_from(f"{order}I", data, where)
            tags[tag] = struct.unpack_from(f"{order}{number}{letter}", data, where)
    (following,) = struct.unpack_from(f"{order}I", data, at + 2 + 12 * count)
    return tags, following


def _page(data: bytes, tags: _Tags, order: str) -> PicturePage:
    def one(tag: int, default: int = 0) -> int:
        values = tags.get(tag)
        return values[0] if values else default

    width, height = one(_WIDTH), one(_HEIGHT)
    samples, bits = one(_SAMPLES, 1), one(_BITS, 1)
    check_size(width, height, samples * bits)
    photometric = one(_PHOTOMETRIC)
    if one(_COMPRESSION, 1) == _JPEG:
        return _jpeg_page(data, tags, one(_ORIENTATION, 1))
    colors = _COLORS.get(photometric, 0)
    if (
        one(_COMPRESSION, 1) not in _FILTERS
        or not 0 < colors <= samples <= 8
        or bits not in {1, 2, 4, 8, 16}
        or len(set(tags.get(_BITS, (bits,)))) > 1
        or (samples > colors and bits < 8)
        or (one(_PLANAR, 1) != 1 and samples > 1)
        or one(_SAMPLE_FORMAT, 1) != 1
    ):
        raise Refused(PictureRefusal.UNSUPPORTED)
    is_fax = one(_COMPRESSION, 1) in _FAX
    if is_fax and (bits, samples) != (1, 1):
        raise Refused(PictureRefusal.DAMAGED)
    if _TILE_WIDTH in tags:
        pixels = _joined_tiles(data, tags, width, height, samples, bits)
    else:
        pixels = b"".join(decoded(_strips(data, tags, width, height, samples, bits)))
    if bits == 16:
        pixels = _big_endian(pixels, order)
    if samples > colors:  # opacity, which is left out
        step, kept = samples * bits // 8, colors * bits // 8
        taken = bytearray(width * height * kept)
        for byte in range(kept):
            taken[byte::kept] = pixels[byte::step]
        pixels = bytes(taken)
    inverted = photometric == (_BLACK_IS_0 if is_fax else _WHITE_IS_0)
    form = PictureForm(
        width,
        height,
        colors,
        8 if is_fax else bits,
        Encoding.DEFLATE,
        palette=_palette(tags, bits) if photometric == _INDEXED else b"",
        is_inverted=inverted,
        orientation=min(max(one(_ORIENTATION, 1), 1), 8),
        dpi=_dpi(tags),
    )
    return PicturePage(form, zlib.compress(pixels))


def _strips(
    data: bytes, tags: _Tags, width: int, height: int, samples: int, bits: int
) -> list[Coded]:
    places, sizes = tags.get(_STRIPS, ()), tags.get(_STRIP_BYTES, ())
    rows = min((tags.get(_ROWS) or (height,))[0] or height, height)
    count = (height + rows - 1) // rows
    if count > _MOST_STRIPS:
        raise Refused(PictureRefusal.TOO_LARGE)
    strips = []
    for number in range(count):
        packed = data[places[number] : places[number] + sizes[number]]
        lines = min(rows, height - number * rows)
        strips.append(_coded(tags, packed, width, lines, samples, bits))
    return strips


def _joined_tiles(
    data: bytes, tags: _Tags, width: int, height: int, samples: int, bits: int
) -> bytes:
    """Return the pixels of a picture that is stored in tiles; those at the edges are cut."""
    places, sizes = tags.get(_TILES, ()), tags.get(_TILE_BYTES, ())
    across, down = tags[_TILE_WIDTH][0], (tags.get(_TILE_HEIGHT) or (0,))[0]
    if not (across and down) or across % 8 or max(across, down) > _LARGEST_TILE:
        raise Refused(PictureRefusal.UNSUPPORTED)
    columns, lines = -(-width // across), -(-height // down)
    if columns * lines > _MOST_STRIPS:
        raise Refused(PictureRefusal.TOO_LARGE)
    check_size(columns * across, lines * down, samples * bits)
    one_byte = (tags.get(_COMPRESSION) or (1,))[0] in _FAX
    row_bytes = width if one_byte else (width * samples * bits + 7) // 8
    tile_bytes = across if one_byte else across * samples * bits // 8
    tiles = decoded(
        [
            _coded(tags, data[place : place + size], across, down, samples, bits)
            for place, size in zip(places[: columns * lines], sizes, strict=False)
        ]
    )
    pixels = bytearray()
    for line in range(lines):
        row = [tile for _, tile in zip(range(columns), tiles, strict=False)]
        if len(row) < columns:
            raise Refused(PictureRefusal.DAMAGED)
        for at in range(min(down, height - line * down)):
            parts = (tile[at * tile_bytes : (at + 1) * tile_bytes] for tile in row)
            pixels += b"".join(parts)[:row_bytes]
    return bytes(pixels)


def _coded(tags: _Tags, packed: bytes, width: int, lines: int, samples: int, bits: int) -> Coded:
    """Return a strip or tile with what is needed to unpack it."""
    compression = (tags.get(_COMPRESSION) or (1,))[0]
    if (tags.get(_FILL_ORDER) or (1,))[0] == 2:
        packed = packed.translate(_REVERSED)
    parameters = ""
    size = (width * samples * bits + 7) // 8 * lines
    if compression in _FAX:
        two = (tags.get(_T4) or (0,))[0] & 1
        k = {2: 0, 3: 1 if two else 0, 4: -1}[compression]
        aligned = "true" if compression == 2 else "false"
        size = width * lines
        parameters = f"/K {k} /Columns {width} /Rows {lines} /EncodedByteAlign {aligned}"
    elif (tags.get(_PREDICTOR) or (1,))[0] == 2:
        parameters = f"/Predictor 2 /Colors {samples} /BitsPerComponent {bits} /Columns {width}"
    return Coded(
        _FILTERS[compression], parameters, packed, size, width if compression in _FAX else 0
    )


def _jpeg_page(data: bytes, tags: _Tags, orientation: int) -> PicturePage:
    places, sizes = tags.get(_STRIPS, ()), tags.get(_STRIP_BYTES, ())
    if len(places) != 1 or _TILE_WIDTH in tags:
        raise Refused(PictureRefusal.UNSUPPORTED)
    jpeg = data[places[0] : places[0] + sizes[0]]
    tables = bytes(tags.get(_JPEG_TABLES, ()))
    if tables.startswith(JPEG_SIGNATURE) and jpeg.startswith(JPEG_SIGNATURE):
        jpeg = tables[:-2] + jpeg[2:]
    if not jpeg.startswith(JPEG_SIGNATURE):
        raise Refused(PictureRefusal.DAMAGED)
    page = read_jpeg(jpeg)
    form = page.form
    turned = PictureForm(
        form.width,
        form.height,
        form.components,
        form.bits,
        form.encoding,
        is_inverted=form.is_inverted,
        orientation=min(max(orientation, 1), 8),
        dpi=_dpi(tags),
    )
    return PicturePage(turned, page.pixels)


def _palette(tags: _Tags, bits: int) -> bytes:
    values = tags.get(_COLOR_MAP, ())
    count = 1 << bits
    if bits > 8 or len(values) < 3 * count:
        raise Refused(PictureRefusal.DAMAGED)
    places = range(count)
    return bytes(values[part * count + place] >> 8 for place in places for part in range(3))


def _dpi(tags: _Tags) -> float:
    above, below = [*tags.get(_X_RESOLUTION, ()), 0, 0][:2]
    factor = {2: 1.0, 3: 2.54}.get((tags.get(_UNIT) or (2,))[0], 0.0)
    return min(above / below * factor, 10_000.0) if below else 0.0


def _big_endian(pixels: bytes, order: str) -> bytes:
    """Return values of 16 bits with the greater byte first, as PDF has them."""
    if order == ">":
        return pixels
    values = array.array("H", pixels)
    values.byteswap()
    return values.tobytes()
