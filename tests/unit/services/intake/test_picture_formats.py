"""Pictures in every form that PNG, TIFF and JPEG have, against the pixels they were made of."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from capout_desktop.domain.picture import MOST_PICTURES, MOST_PIXELS, Encoding, PictureRefusal
from capout_desktop.services.intake.picture_decoding import check_size
from capout_desktop.services.intake.picture_jpeg import exif_of, read_jpeg
from capout_desktop.services.intake.picture_pdf import PicturePage
from capout_desktop.services.intake.picture_png import read_png
from capout_desktop.services.intake.picture_refused import Refused
from capout_desktop.services.intake.picture_tiff import read_tiff

DAMAGED, UNSUPPORTED, TOO_LARGE = PictureRefusal


def noise(count: int) -> bytes:
    """Return bytes that no two pixels share by chance."""
    return bytes((37 * place + place // 7 * 11) % 251 for place in range(count))


def packed_rows(values: Sequence[int], width: int, bits: int) -> bytes:
    """Return rows of values, each row filled up to whole bytes."""
    out = bytearray()
    for at in range(0, len(values), width):
        row = 0
        for value in values[at : at + width]:
            row = row << bits | value
        size = (width * bits + 7) // 8
        out += (row << (8 * size - width * bits)).to_bytes(size, "big")
    return bytes(out)


# PNG


def png(
    width: int,
    height: int,
    rows: bytes,
    *,
    color: int = 2,
    bits: int = 8,
    interlace: int = 0,
    more: Sequence[tuple[bytes, bytes]] = (),
    end: bool = True,
    parts: int = 1,
) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, bits, color, 0, 0, interlace)
    data = zlib.compress(rows)
    size = -(-len(data) // parts)
    cuts = [data[at : at + size] for at in range(0, len(data), size)]
    chunks = [(b"IHDR", header), *more, *((b"IDAT", cut) for cut in cuts)]
    chunks += [(b"IEND", b"")] if end else []
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )


def filtered(pixels: bytes, row_bytes: int) -> bytes:
    return b"".join(b"\0" + pixels[at : at + row_bytes] for at in range(0, len(pixels), row_bytes))


PASSES = (
    *((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4)),
    *((0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)),
)


def interlaced(pixels: bytes, width: int, height: int, step: int) -> bytes:
    out = bytearray()
    for column, row, across, down in PASSES:
        for y in range(row, height, down):
            xs = range(column, width, across)
            if xs:
                out += b"\0"
                for x in xs:
                    at = (y * width + x) * step
                    out += pixels[at : at + step]
    return bytes(out)


COMPONENTS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}


def separated(pixels: bytes, components: int, size: int) -> tuple[bytes, bytes]:
    """Return the colors and the opacity of pixels that end in the latter."""
    step, colors = components * size, (components - 1) * size
    places = range(0, len(pixels), step)
    return (
        b"".join(pixels[at : at + colors] for at in places),
        b"".join(pixels[at + colors : at + step] for at in places),
    )


@pytest.mark.parametrize("is_interlaced", [False, True])
@pytest.mark.parametrize("bits", [8, 16])
@pytest.mark.parametrize("color", [0, 2, 4, 6])
@pytest.mark.parametrize(("width", "height"), [(1, 1), (5, 3), (9, 10), (2, 17)])
def test_a_png_of_every_kind_keeps_its_pixels(
    color: int, bits: int, is_interlaced: bool, width: int, height: int
) -> None:
    components, size = COMPONENTS[color], bits // 8
    pixels = noise(width * height * components * size)
    row_bytes = width * components * size
    rows = (
        interlaced(pixels, width, height, components * size)
        if is_interlaced
        else filtered(pixels, row_bytes)
    )
    page = read_png(png(width, height, rows, color=color, bits=bits, interlace=is_interlaced))
    colors, opacity = separated(pixels, components, size) if color in {4, 6} else (pixels, b"")
    assert (page.form.width, page.form.height, page.form.bits) == (width, height, bits)
    assert page.form.components == {0: 1, 2: 3, 4: 1, 6: 3}[color]
    assert (page.form.is_mask, page.form.is_inverted, page.form.orientation) == (False, False, 1)
    found = zlib.decompress(page.pixels)
    if page.form.encoding is Encoding.PNG_ROWS:
        assert not is_interlaced
        assert found == filtered(colors, row_bytes)
    else:
        assert page.form.encoding is Encoding.DEFLATE
        assert found == colors
    if opacity:
        assert page.mask is not None
        assert (page.mask.width, page.mask.height) == (width, height)
        assert (page.mask.components, page.mask.bits, page.mask.is_mask) == (1, bits, True)
        assert zlib.decompress(page.mask_pixels) == opacity
    else:
        assert page.mask is None


def test_every_filter_of_a_png_is_undone() -> None:
    rows, expected = b"", b""
    above = [0] * 8
    for kind in range(5):
        raw = list(noise(8 + kind)[kind:])
        row: list[int] = []
        for place, value in enumerate(raw):
            left = row[place - 2] if place >= 2 else 0
            corner = above[place - 2] if place >= 2 else 0
            up = above[place]
            guess = left + up - corner
            nearest = min((left, up, corner), key=lambda one: abs(guess - one))
            added = (0, left, up, (left + up) // 2, nearest)[kind]
            row.append((value + added) % 256)
        rows += bytes([kind, *raw])
        expected += bytes(row)
        above = row
    page = read_png(png(4, 5, rows, color=4))
    assert zlib.decompress(page.pixels) == expected[::2]
    assert zlib.decompress(page.mask_pixels) == expected[1::2]


@pytest.mark.parametrize("bits", [1, 2, 4, 8])
@pytest.mark.parametrize("color", [0, 3])
def test_small_values_and_palettes_are_embedded_as_they_are(bits: int, color: int) -> None:
    values = [place % (1 << bits) for place in range(5 * 3)]
    rows = filtered(packed_rows(values, 5, bits), (5 * bits + 7) // 8)
    palette = noise(3 * (1 << bits))
    more = [(b"PLTE", palette)] if color == 3 else []
    page = read_png(png(5, 3, rows, color=color, bits=bits, more=more, parts=3))
    assert (page.form.bits, page.form.components, page.mask) == (bits, 1, None)
    assert page.form.palette == (palette if color == 3 else b"")
    assert zlib.decompress(page.pixels) == rows


def test_a_palette_is_seen_on_white_paper() -> None:
    palette = bytes([10, 20, 30, 40, 50, 60, 70, 80, 90])
    rows = filtered(bytes([0, 1, 2]), 3)
    more = [(b"PLTE", palette + b"x"), (b"tRNS", bytes([0, 51]))]
    page = read_png(png(3, 1, rows, color=3, more=more))
    assert page.form.palette == bytes([255, 255, 255, 212, 214, 216, 70, 80, 90])
    many = [(b"PLTE", palette), (b"tRNS", bytes([255] * 9))]
    assert read_png(png(3, 1, rows, color=3, more=many)).form.palette == palette


@pytest.mark.parametrize(
    ("body", "dpi"),
    [
        (struct.pack(">IIB", 11811, 11811, 1), 299.9994),
        (struct.pack(">IIB", 11811, 11811, 0), 0.0),
        (struct.pack(">IIB", 2**31, 1, 1), 10_000.0),
        (struct.pack(">II", 11811, 11811), 0.0),
    ],
)
def test_the_resolution_of_a_png_is_that_of_meters(body: bytes, dpi: float) -> None:
    found = read_png(png(1, 1, b"\0abc", more=[(b"pHYs", body)])).form.dpi
    assert found == pytest.approx(dpi)


GOOD_ROWS = filtered(noise(18), 9)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (png(3, 2, GOOD_ROWS, end=False), DAMAGED),
        (png(3, 2, GOOD_ROWS[:-1]), DAMAGED),
        (png(3, 2, b"\5" + GOOD_ROWS[1:]), DAMAGED),
        (png(3, 2, GOOD_ROWS[:10] + b"\5" + GOOD_ROWS[11:]), DAMAGED),
        (png(3, 2, GOOD_ROWS, bits=4), DAMAGED),
        (png(3, 2, GOOD_ROWS, color=1), DAMAGED),
        (png(3, 2, GOOD_ROWS, color=3), DAMAGED),  # it has no palette
        (png(0, 2, GOOD_ROWS), DAMAGED),
        (png(3, 0, GOOD_ROWS), DAMAGED),
        (png(70_000, 1, GOOD_ROWS), TOO_LARGE),
        (png(3, 2, GOOD_ROWS)[:-13], DAMAGED),
        (png(3, 2, GOOD_ROWS).replace(b"IDAT", b"IDAU"), DAMAGED),
        (png(8, 1, b"\0\xff", color=0, bits=1, interlace=1), DAMAGED),
        (
            png(8, 1, interlaced(b"\1" * 8, 8, 1, 1), color=0, bits=1, interlace=1),
            UNSUPPORTED,
        ),
        (b"\x89PNG\r\n\x1a\n", DAMAGED),
    ],
)
def test_a_png_that_is_none_is_refused(content: bytes, reason: PictureRefusal) -> None:
    with pytest.raises(Refused) as refused:
        read_png(content)
    assert refused.value.args[0] == reason


def test_what_follows_the_rows_or_the_end_of_a_png_is_left_out() -> None:
    page = read_png(png(3, 2, GOOD_ROWS + b"more") + b"and more")
    assert zlib.decompress(page.pixels)[: len(GOOD_ROWS)] == GOOD_ROWS


@pytest.mark.parametrize(
    ("width", "height", "bits", "reason"),
    [
        (1, 1, 8, None),
        (65_535, 1, 8, None),
        (65_536, 1, 8, TOO_LARGE),
        (1, 65_536, 8, TOO_LARGE),
        (12_000, MOST_PIXELS // 12_000, 8, None),
        (12_000, MOST_PIXELS // 12_000 + 1, 8, TOO_LARGE),
        (8192, 8192, 32, None),
        (8192, 8193, 32, TOO_LARGE),
        (0, 1, 8, DAMAGED),
        (1, 0, 8, DAMAGED),
    ],
)
def test_a_size_is_refused_before_anything_is_unpacked(
    width: int, height: int, bits: int, reason: PictureRefusal | None
) -> None:
    if reason is None:
        check_size(width, height, bits)
    else:
        with pytest.raises(Refused) as refused:
            check_size(width, height, bits)
        assert refused.value.args[0] == reason


# TIFF

SHORT, LONG, RATIONAL = 3, 4, 5


def tiff(*pages: Mapping[int, Any], order: str = "<") -> bytes:
    """Return a TIFF; a tag's value is a number, numbers, a fraction, or strips of bytes (273)."""
    out = bytearray((b"II*\0" if order == "<" else b"MM\0*") + b"\0\0\0\0")
    link = 4
    for page in pages:
        tags = dict(page)
        entries = []
        if 273 in tags and isinstance(tags[273], list):
            strips = tags[273]
            places = []
            for strip in strips:
                places.append(len(out))
                out += strip
            tags[273] = tuple(places)
            tags.setdefault(279, tuple(map(len, strips)))
        for tag, value in sorted(tags.items()):
            if isinstance(value, float | str):
                above, below = (int(part) for part in str(value).split("/"))
                where = len(out)
                out += struct.pack(f"{order}II", above, below)
                entries.append(struct.pack(f"{order}HHII", tag, RATIONAL, 1, where))
                continue
            if isinstance(value, bytes):
                where = len(out)
                out += value
                entries.append(struct.pack(f"{order}HHII", tag, 1, len(value), where))
                continue
            values = (value,) if isinstance(value, int) else tuple(value)
            kind, letter = (SHORT, "H") if max(values, default=0) < 65_536 else (LONG, "I")
            body = struct.pack(f"{order}{len(values)}{letter}", *values)
            if len(body) > 4:
                where = len(out)
                out += body
                body = struct.pack(f"{order}I", where)
            head = struct.pack(f"{order}HHI", tag, kind, len(values))
            entries.append(head + body.ljust(4, b"\0"))
        struct.pack_into(f"{order}I", out, link, len(out))
        out += struct.pack(f"{order}H", len(entries)) + b"".join(entries)
        link = len(out)
        out += b"\0\0\0\0"
    return bytes(out)


def plain(width: int, height: int, pixels: bytes, **more: Any) -> dict[int, Any]:
    """Return the tags of a page of gray pixels; `more` has others by name."""
    names = {
        "bits": 258,
        "compression": 259,
        "photometric": 262,
        "fill_order": 266,
        "orientation": 274,
        "samples": 277,
        "rows": 278,
        "resolution": 282,
        "planar": 284,
        "t4": 292,
        "unit": 296,
        "predictor": 317,
        "palette": 320,
        "tile_width": 322,
        "sample_format": 339,
        "tables": 347,
        "strips": 273,
        "sizes": 279,
    }
    tags: dict[int, Any] = {256: width, 257: height, 258: 8, 262: 1, 273: [pixels]}
    return tags | {names[name]: value for name, value in more.items()}


def only(content: bytes) -> PicturePage:
    (page,) = read_tiff(content)
    return page


def pack_bits(data: bytes) -> bytes:
    return b"".join(
        bytes([len(data[at : at + 100]) - 1]) + data[at : at + 100]
        for at in range(0, len(data), 100)
    )


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("rows", [1, 2, 5, 7])
@pytest.mark.parametrize(
    ("compression", "pack"),
    [
        (1, bytes),
        (8, zlib.compress),
        (32_946, zlib.compress),
        (32_773, pack_bits),
    ],
)
def test_the_strips_of_a_tiff_are_put_together(
    order: str, rows: int, compression: int, pack: Any
) -> None:
    width, height = 6, 5
    pixels = noise(3 * width * height)
    step = 3 * width * min(rows, height)
    strips = [pack(pixels[at : at + step]) for at in range(0, len(pixels), step)]
    tags = plain(width, height, b"", samples=3, photometric=2, rows=rows, compression=compression)
    page = only(tiff(tags | {258: (8, 8, 8), 273: strips}, order=order))
    assert zlib.decompress(page.pixels) == pixels
    form = page.form
    assert (form.width, form.height, form.components, form.bits) == (6, 5, 3, 8)
    assert (form.encoding, form.is_inverted, form.palette) == (Encoding.DEFLATE, False, b"")
    assert (form.orientation, form.dpi, page.mask) == (1, 0.0, None)


@pytest.mark.parametrize(
    ("photometric", "samples", "bits", "colors", "inverted"),
    [
        (0, 1, 8, 1, True),
        (1, 1, 8, 1, False),
        (0, 1, 1, 1, True),
        (1, 1, 1, 1, False),
        (1, 1, 2, 1, False),
        (1, 1, 4, 1, False),
        (1, 1, 16, 1, False),
        (1, 2, 8, 1, False),
        (1, 2, 16, 1, False),
        (2, 3, 8, 3, False),
        (2, 3, 16, 3, False),
        (2, 4, 8, 3, False),
        (2, 8, 8, 3, False),
        (5, 4, 8, 4, False),
        (5, 5, 16, 4, False),
    ],
)
@pytest.mark.parametrize("order", ["<", ">"])
def test_each_kind_of_pixel_of_a_tiff_keeps_its_colors(
    photometric: int, samples: int, bits: int, colors: int, inverted: bool, order: str
) -> None:
    width, height = 5, 4
    row_bytes = (width * samples * bits + 7) // 8
    pixels = noise(row_bytes * height)
    tags = plain(width, height, pixels, photometric=photometric, samples=samples)
    page = only(tiff(tags | {258: (bits,) * samples}, order=order))
    expected = pixels
    if bits == 16 and order == "<":
        expected = b"".join(pixels[at : at + 2][::-1] for at in range(0, len(pixels), 2))
    if samples > colors:
        step, kept = samples * bits // 8, colors * bits // 8
        expected = b"".join(
            expected[at : at + kept] for at in range(0, width * height * step, step)
        )
    assert zlib.decompress(page.pixels) == expected
    form = page.form
    assert (form.components, form.bits, form.is_inverted) == (colors, bits, inverted)


def test_a_predictor_of_a_tiff_is_undone() -> None:
    pixels = noise(3 * 6 * 2)
    differences = bytes(
        (pixels[at] - (pixels[at - 3] if at % 18 >= 3 else 0)) % 256 for at in range(len(pixels))
    )
    tags = plain(6, 2, zlib.compress(differences), samples=3, photometric=2, compression=8)
    page = only(tiff(tags | {258: (8, 8, 8), 317: 2}))
    assert zlib.decompress(page.pixels) == pixels
    assert zlib.decompress(only(tiff(tags | {258: (8, 8, 8), 317: 1})).pixels) == differences


def test_the_order_of_bits_of_a_tiff_can_be_turned() -> None:
    page = only(tiff(plain(8, 2, b"\x01\xf0", bits=1, fill_order=2)))
    assert zlib.decompress(page.pixels) == b"\x80\x0f"
    assert zlib.decompress(only(tiff(plain(8, 2, b"\x01\xf0", bits=1, fill_order=1))).pixels) == (
        b"\x01\xf0"
    )


@pytest.mark.parametrize("bits", [1, 2, 4, 8])
def test_a_palette_of_a_tiff_has_its_colors_one_after_the_other(bits: int) -> None:
    count = 1 << bits
    colors = noise(3 * count)
    channels = tuple(colors[3 * place + part] * 257 for part in range(3) for place in range(count))
    tags = plain(8, 1, noise(bits), bits=bits, photometric=3, palette=channels)
    page = only(tiff(tags))
    assert page.form.palette == colors
    assert (page.form.components, zlib.decompress(page.pixels)) == (1, noise(bits))
    with pytest.raises(Refused):
        only(tiff(tags | {320: channels[:-1]}))


@pytest.mark.parametrize(
    ("resolution", "unit", "dpi"),
    [
        ("300/1", None, 300.0),
        ("600/2", 2, 300.0),
        ("118/1", 3, 299.72),
        ("300/1", 1, 0.0),
        ("300/0", 2, 0.0),
        ("4000000/1", 2, 10_000.0),
        (None, 2, 0.0),
    ],
)
@pytest.mark.parametrize(("stored", "orientation"), [(6, 6), (0, 1), (9, 8), (None, 1)])
def test_resolution_and_orientation_of_a_tiff(
    resolution: str | None, unit: int | None, dpi: float, stored: int | None, orientation: int
) -> None:
    tags = plain(2, 1, b"ab")
    tags |= {} if resolution is None else {282: resolution}
    tags |= {} if unit is None else {296: unit}
    tags |= {} if stored is None else {274: stored}
    form = only(tiff(tags)).form
    assert form.dpi == pytest.approx(dpi)
    assert form.orientation == orientation


@pytest.mark.parametrize(("compression", "options"), [(4, {}), (3, {"t4": 1}), (2, {})])
@pytest.mark.parametrize(("photometric", "inverted"), [(0, False), (1, True)])
def test_a_fax_becomes_bytes(
    compression: int, options: dict[str, int], photometric: int, inverted: bool
) -> None:
    # Rows of 8 white pixels: "same as above" in group 4, else the run's code "10011".
    packed = {4: b"\xff\xff", 2: b"\x98\x98\x98", 3: b"\x00\x1c\xc0\x01\xcc\x00\x1c\xc0"}[
        compression
    ]
    tags = plain(8, 3, packed, bits=1, compression=compression, photometric=photometric, **options)
    if compression == 3:
        tags[257] = 1
    page = only(tiff(tags))
    height = tags[257]
    assert zlib.decompress(page.pixels) == b"\xff" * (8 * height)
    assert (page.form.bits, page.form.is_inverted) == (8, inverted)
    with pytest.raises(Refused) as refused:
        only(tiff(tags | {258: 8}))
    assert refused.value.args[0] == DAMAGED


@pytest.mark.parametrize(
    ("tags", "reason"),
    [
        (plain(4, 2, b"short"), DAMAGED),
        (plain(4, 2, noise(8), compression=6), UNSUPPORTED),
        (plain(4, 2, noise(8), bits=3), UNSUPPORTED),
        (plain(4, 2, noise(8), photometric=6), UNSUPPORTED),
        (plain(4, 2, noise(24), samples=3, photometric=2) | {258: (8, 8, 4)}, UNSUPPORTED),
        (plain(4, 2, noise(24), samples=3, photometric=2, planar=2), UNSUPPORTED),
        (plain(4, 2, noise(24), samples=2, photometric=2), UNSUPPORTED),
        (plain(4, 2, noise(80), samples=9, photometric=2), UNSUPPORTED),
        (plain(4, 2, noise(8), samples=2, bits=4), UNSUPPORTED),
        (plain(4, 2, noise(8), sample_format=3), UNSUPPORTED),
        (plain(4, 2, noise(8), tile_width=16), UNSUPPORTED),
        (plain(0, 2, noise(8)), DAMAGED),
        (plain(4, 70_000, noise(8)), TOO_LARGE),
        (plain(4, 60_000, noise(8), rows=1), TOO_LARGE),  # too many strips
        (plain(2400, 2400, b"", tile_width=16) | {323: 16}, TOO_LARGE),  # too many tiles
        (plain(4, 4, b"", rows=2) | {273: [noise(8)]}, DAMAGED),  # a strip is missing
        (plain(4, 2, noise(8), photometric=3), DAMAGED),  # it has no palette
        (plain(4, 2, noise(8), compression=7), DAMAGED),  # no JPEG
        (plain(4, 2, b"", compression=7) | {273: [noise(8), noise(8)]}, UNSUPPORTED),
    ],
)
def test_a_tiff_that_cannot_be_read_is_refused(
    tags: Mapping[int, Any], reason: PictureRefusal
) -> None:
    with pytest.raises(Refused) as refused:
        only(tiff(tags))
    assert refused.value.args[0] == reason


@pytest.mark.parametrize(
    ("kind", "number"), [(99, 1), (99, 1 << 24), (SHORT, 1 << 24), (LONG, (1 << 32) - 1)]
)
@pytest.mark.parametrize("order", ["<", ">"])
def test_a_tag_of_an_unknown_kind_or_beyond_the_file_is_passed_over(
    kind: int, number: int, order: str
) -> None:
    content = tiff(plain(4, 2, b"abcdefgh") | {40_000: 7}, order=order)
    known = struct.pack(f"{order}HHI", 40_000, SHORT, 1)
    changed = content.replace(known, struct.pack(f"{order}HHI", 40_000, kind, number))
    assert changed != content
    assert only(changed) == only(content)


def test_a_palette_of_more_than_eight_bits_is_refused() -> None:
    tags = plain(2, 1, b"abcd", bits=16, photometric=3, palette=[7] * (3 << 16))
    with pytest.raises(Refused) as refused:
        only(tiff(tags))
    assert refused.value.why is PictureRefusal.DAMAGED


def test_one_plane_and_one_sample_of_a_tiff_may_be_called_planar() -> None:
    assert zlib.decompress(only(tiff(plain(4, 2, noise(8), planar=2))).pixels) == noise(8)


def test_pages_of_a_tiff_come_in_order_and_not_without_end() -> None:
    page = plain(2, 1, b"ab")
    pages = list(read_tiff(tiff(page, plain(1, 2, b"cd"), page)))
    assert [(one.form.width, zlib.decompress(one.pixels)) for one in pages] == [
        *((2, b"ab"), (1, b"cd"), (2, b"ab"))
    ]
    content = bytearray(tiff(page, page))
    content[-4:] = content[4:8]  # the last one leads to the first
    assert len(list(read_tiff(bytes(content)))) == 2
    for count in (MOST_PICTURES, MOST_PICTURES + 1):
        # Many pages that share their pixels.
        found = read_tiff(tiff(*[page] * count))
        if count == MOST_PICTURES:
            assert len(list(found)) == count
        else:
            with pytest.raises(Refused):
                list(found)
    for broken in (b"II*\0\0\0\0\0", b"II*\0", b"II*\0\xff\xff\0\0", tiff(page)[:-20]):
        with pytest.raises(Refused) as refused:
            list(read_tiff(broken))
        assert refused.value.args[0] == DAMAGED


# JPEG


def segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def frame(
    width: int = 7, height: int = 5, *, bits: int = 8, components: int = 3, marker: int = 0xC0
) -> bytes:
    return segment(marker, struct.pack(">BHHB", bits, height, width, components) + b"c" * 9)


QUANTA, HUFFMAN = segment(0xDB, b"q" * 65), segment(0xC4, b"h" * 20)
SCAN = segment(0xDA, b"s" * 10) + b"\x12\xff\x00\x34\xff\xd0\x56\xff\xff\xff\x00"
END = b"\xff\xd9"


def jpeg(*segments: bytes, scan: bytes = SCAN, end: bytes = END) -> bytes:
    return b"\xff\xd8" + b"".join(segments) + scan + end


def jfif(unit: int, across: int) -> bytes:
    return segment(0xE0, b"JFIF\0\1\2" + struct.pack(">BHHBB", unit, across, 1, 0, 0))


def exif(
    *tags: tuple[int, int, int], order: str = "<", fraction: tuple[int, int] = (0, 0)
) -> bytes:
    """Return EXIF data; a tag of the kind 5 is the fraction."""
    where = 8 + 2 + 12 * len(tags) + 4
    entries = b""
    for tag, kind, value in tags:
        form = f"{order}HHIHH" if kind == 3 else f"{order}HHII"
        entries += struct.pack(form, tag, kind, 1, *((value, 0) if kind == 3 else (where,)))
    return (
        (b"II*\0" if order == "<" else b"MM\0*")
        + struct.pack(f"{order}IH", 8, len(tags))
        + entries
        + b"\0\0\0\0"
        + struct.pack(f"{order}II", *fraction)
    )


def test_a_jpeg_keeps_what_draws_it_and_nothing_else() -> None:
    private = [segment(0xE1, b"Exif\0\0" + exif((0x0112, 3, 6))), segment(0xFE, b"my house")]
    more = [segment(0xE2, b"ICC_PROFILE"), segment(0xDD, b"\0\4")]
    content = jpeg(jfif(1, 72), *private, QUANTA, frame(), HUFFMAN, *more, b"\xff\xff\x01")
    page = read_jpeg(content + b"after the end")
    assert page.pixels == jpeg(jfif(1, 72), QUANTA, frame(), HUFFMAN, more[1])
    form = page.form
    assert (form.width, form.height, form.components, form.bits) == (7, 5, 3, 8)
    assert (form.encoding, form.orientation, form.dpi) == (Encoding.JPEG, 6, 72.0)
    assert not form.is_inverted


@pytest.mark.parametrize(
    ("segments", "dpi"),
    [
        ((), 0.0),
        ((jfif(0, 300),), 0.0),
        ((jfif(1, 300),), 300.0),
        ((jfif(2, 100),), 254.0),
        ((jfif(1, 300), jfif(1, 72)), 300.0),
        ((segment(0xE0, b"JFIF\0\1\2\1\1"),), 0.0),
        ((segment(0xE0, b"JFXX\0" + b"\1" * 20),), 0.0),
        (
            (jfif(1, 72), segment(0xE1, b"Exif\0\0" + exif((0x011A, 5, 0), fraction=(600, 2)))),
            300.0,
        ),
        ((segment(0xE1, b"http://ns.adobe.com/" + b"x" * 20), jfif(1, 90)), 90.0),
        ((jfif(2, 65_535),), 10_000.0),
        ((segment(0xE0, b"JFIF\0\1\2\1\0\x5a\0\x5a"),), 90.0),
        ((segment(0xE0, b"JFIF\0\1\2\1\0\x5a\0"),), 0.0),
    ],
)
def test_the_resolution_of_a_jpeg(segments: tuple[bytes, ...], dpi: float) -> None:
    assert read_jpeg(jpeg(*segments, frame())).form.dpi == pytest.approx(dpi)


@pytest.mark.parametrize(
    ("components", "adobe", "inverted"),
    [
        (1, b"Adobe", False),
        (3, b"Adobe", False),
        (4, b"Adobe", True),
        (4, b"Adob", False),
        (4, b"", False),
    ],
)
def test_four_inks_of_adobe_are_inverted(components: int, adobe: bytes, inverted: bool) -> None:
    extra = [segment(0xEE, adobe + b"\0" * 7)] if adobe else []
    page = read_jpeg(jpeg(*extra, frame(components=components)))
    assert (page.form.components, page.form.is_inverted) == (components, inverted)


def test_an_empty_piece_of_a_jpeg_is_passed_over() -> None:
    assert read_jpeg(jpeg(segment(0xE7, b""), frame())).form.width == 7


@pytest.mark.parametrize("marker", range(0xC0, 0xD0))
def test_only_frames_that_pdf_readers_know_are_taken(marker: int) -> None:
    content = jpeg(frame(marker=marker))
    if marker in {0xC0, 0xC1, 0xC2}:
        assert read_jpeg(content).form.width == 7
    else:
        with pytest.raises(Refused) as refused:
            read_jpeg(content)
        is_frame = marker not in {0xC4, 0xC8, 0xCC}
        assert refused.value.args[0] == (UNSUPPORTED if is_frame else DAMAGED)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (jpeg(b"\xff\xe7\0\0", frame()), DAMAGED),  # a piece that is shorter than its length
        (jpeg(b"\xff\xe7\0\1", frame()), DAMAGED),
        (jpeg(frame(bits=12)), UNSUPPORTED),
        (jpeg(frame(components=2)), UNSUPPORTED),
        (jpeg(frame(width=0)), UNSUPPORTED),
        (jpeg(frame(height=0)), UNSUPPORTED),
        (jpeg(), DAMAGED),  # without a frame
        (jpeg(frame(), end=b""), DAMAGED),
        (jpeg(frame())[:-20], DAMAGED),
        (jpeg(frame(), scan=b""), DAMAGED),
        (b"\xff\xd8\xff\xd9", DAMAGED),
        (b"\xff\xd8\xff\xc0", DAMAGED),
        (b"\xff\xd8\xff\xc0\0", DAMAGED),
        (b"\xff\xd8\xff\xc0\0\1", DAMAGED),
        (b"\xff\xd8\xff\xc0\0\x20abc", DAMAGED),
        (b"\xff\xd8abc", DAMAGED),
        (jpeg(segment(0xC0, b"12345")), DAMAGED),
    ],
)
def test_a_jpeg_that_is_none_is_refused(content: bytes, reason: PictureRefusal) -> None:
    with pytest.raises(Refused) as refused:
        read_jpeg(content)
    assert refused.value.args[0] == reason


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize(
    ("tags", "fraction", "orientation", "dpi"),
    [
        ((), (0, 0), 1, 0.0),
        (((0x0112, 3, 8),), (0, 0), 8, 0.0),
        (((0x0112, 3, 1),), (0, 0), 1, 0.0),
        (((0x0112, 3, 9),), (0, 0), 1, 0.0),
        (((0x0112, 3, 0),), (0, 0), 1, 0.0),
        (((0x0112, 5, 8),), (6, 1), 1, 0.0),
        (((0x0113, 3, 8),), (0, 0), 1, 0.0),
        (((0x011A, 5, 0),), (300, 1), 1, 300.0),
        (((0x011A, 5, 0),), (300, 0), 1, 0.0),
        (((0x011A, 3, 300),), (0, 0), 1, 0.0),
        (((0x011A, 5, 0), (0x0128, 3, 3)), (100, 1), 1, 254.0),
        (((0x011A, 5, 0), (0x0128, 3, 1)), (100, 1), 1, 0.0),
        (((0x011A, 5, 0), (0x0128, 5, 0)), (100, 1), 1, 100.0),
        (((0x0128, 3, 2), (0x0112, 3, 3), (0x011A, 5, 0)), (900, 3), 3, 300.0),
        (((0x011A, 5, 0),), (40_000, 1), 1, 10_000.0),
    ],
)
def test_exif_says_how_a_photo_is_turned(
    order: str,
    tags: tuple[tuple[int, int, int], ...],
    fraction: tuple[int, int],
    orientation: int,
    dpi: float,
) -> None:
    found_orientation, found_dpi = exif_of(exif(*tags, order=order, fraction=fraction))
    assert found_dpi == pytest.approx(dpi)
    assert found_orientation == orientation


@pytest.mark.parametrize(("others", "orientation"), [(199, 6), (200, 1)])
def test_only_the_first_tags_of_exif_are_read(others: int, orientation: int) -> None:
    assert exif_of(exif(*[(0x0113, 3, 8)] * others, (0x0112, 3, 6))) == (orientation, 0.0)


def test_exif_that_is_cut_says_what_it_still_can() -> None:
    whole = exif((0x0112, 3, 6), (0x011A, 5, 0), fraction=(300, 1))
    assert exif_of(whole[:-8]) == (6, 0.0)
    assert exif_of(whole[:19]) == (1, 0.0)
    assert exif_of(b"XX" + whole[2:]) == (1, 0.0)
    assert exif_of(b"") == (1, 0.0)


def test_a_tiff_may_hold_a_jpeg_with_tables_of_its_own() -> None:
    inner = jpeg(frame(), HUFFMAN)
    tables = b"\xff\xd8" + QUANTA + END
    tags = plain(7, 5, inner, compression=7, photometric=6, samples=3, orientation=3)
    page = only(tiff(tags | {347: tables, 282: "200/1"}))
    assert page.pixels == jpeg(QUANTA, frame(), HUFFMAN)
    form = page.form
    assert (form.width, form.height, form.encoding) == (7, 5, Encoding.JPEG)
    assert (form.orientation, form.dpi, form.components, form.bits) == (3, 200.0, 3, 8)
    assert only(tiff(tags)).pixels == jpeg(frame(), HUFFMAN)
    assert only(tiff(tags | {274: 0})).form.orientation == 1
    inked = plain(7, 5, jpeg(segment(0xEE, b"Adobe12"), frame(components=4)), compression=7)
    assert only(tiff(inked)).form.is_inverted
