"""Pictures of every kind that people take of estimates, and hostile ones."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence

from PySide6.QtCore import QBuffer, QByteArray
from PySide6.QtGui import QColor, QImage, QImageWriter

WIDTH, HEIGHT = 60, 40
RED, BLUE = (255, 0, 0), (0, 0, 255)


def image(color: tuple[int, int, int] = BLUE, *, alpha: bool = False) -> QImage:
    """Return a picture that is red at the top left."""
    form = QImage.Format.Format_ARGB32 if alpha else QImage.Format.Format_RGB32
    made = QImage(WIDTH, HEIGHT, form)
    made.fill(QColor(*color, 0 if alpha else 255))
    for x in range(WIDTH // 4):
        for y in range(HEIGHT // 4):
            made.setPixelColor(x, y, QColor(*RED))
    return made


def jpeg(color: tuple[int, int, int] = BLUE, *, orientation: int = 0) -> bytes:
    """Return a JPEG; `orientation` is EXIF's, beside the place where it was taken."""
    plain = _saved(image(color), "JPG")
    if not orientation:
        return plain
    tags = struct.pack("<HHHIHH", 1, 0x0112, 3, 1, orientation, 0) + struct.pack("<I", 0)
    exif = b"Exif\0\0II*\0" + struct.pack("<I", 8) + tags + b"taken at 33.4151 N"
    return plain[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + plain[2:]


def png(*, alpha: bool = False) -> bytes:
    """Return a PNG."""
    return _saved(image(alpha=alpha), "PNG")


def png_of(width: int, height: int, rows: bytes, *, interlace: int = 0, color: int = 2) -> bytes:
    """Return a PNG with this header and these rows, whether they fit or not."""
    header = struct.pack(">IIBBBBB", width, height, 8, color, 0, 0, interlace)
    parts = [(b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    chunks = (
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def interlaced_png() -> bytes:
    """Return an interlaced PNG of 4 by 4 pixels: red at the top left, else blue."""
    rows = b"".join(
        bytes([0, *(v for x in range(c, 4, dx) for v in (RED if (x, y) == (0, 0) else BLUE))])
        for c, r, dx, dy in (
            *((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4)),
            *((0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)),
        )
        for y in range(r, 4, dy)
        if c < 4
    )
    return png_of(4, 4, rows, interlace=1)


def tiff(grays: Sequence[int], *, size: tuple[int, int] = (8, 8), bits: int = 8) -> bytes:
    """Return a TIFF with a page of each shade of gray, at 200 pixels per inch."""
    out = bytearray(b"II*\0\0\0\0\0")
    link = 4
    width, height = size
    for gray in grays:
        pixels = zlib.compress(bytes([gray]) * min(width * height * bits // 8, 8 << 20))
        strip = len(out)
        out += pixels + b"\0" * (len(pixels) % 2)
        resolution = len(out)
        out += struct.pack("<II", 200, 1)
        tags = [
            *((256, 4, width), (257, 4, height), (258, 3, bits), (259, 3, 8), (262, 3, 1)),
            *((273, 4, strip), (277, 3, 1), (278, 4, height), (279, 4, len(pixels))),
            (282, 5, resolution),
        ]
        struct.pack_into("<I", out, link, len(out))
        out += struct.pack("<H", len(tags))
        out += b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in tags)
        link = len(out)
        out += b"\0\0\0\0"
    return bytes(out)


def tiled_tiff(width: int, height: int, *, tile: int = 16, left_out: int = 0) -> bytes:
    """Return a gray TIFF in tiles, whose pixel at x, y is `(3 * x + 7 * y) % 256`."""
    out, places, sizes = bytearray(b"II*\0\0\0\0\0"), [], []
    for top in range(0, height, tile):
        for left in range(0, width, tile):
            square = (
                (3 * x + 7 * y) % 256 for y in range(top, top + tile) for x in _run(left, tile)
            )
            packed = zlib.compress(bytes(square))
            places.append(len(out))
            sizes.append(len(packed))
            out += packed
    number = len(places) - left_out
    lists = len(out)
    out += struct.pack(f"<{2 * number}I", *places[:number], *sizes[:number])
    struct.pack_into("<I", out, 4, len(out))
    tags = [
        *((256, 1, width), (257, 1, height), (258, 1, 8), (259, 1, 8), (262, 1, 1)),
        *((322, 1, tile), (323, 1, tile), (324, number, lists), (325, number, lists + 4 * number)),
    ]
    out += struct.pack("<H", len(tags))
    out += b"".join(struct.pack("<HHII", tag, 4, count, value) for tag, count, value in tags)
    return bytes(out + b"\0\0\0\0")


def _run(first: int, number: int) -> range:
    return range(first, first + number)


def _with_impossible_samples(content: bytes) -> bytes:
    """Return a JPEG whose header is whole, but whose first component has no samples at all."""
    frame = content.index(b"\xff\xc0")
    return content[: frame + 11] + b"\0" + content[frame + 12 :]


def hostile() -> dict[str, bytes]:
    """Return pictures that are none, or that would take all memory."""
    photo, drawn, scan = jpeg(), png(), tiff([0, 255])
    frame = photo.index(b"\xff\xc0") + 5
    circle = bytearray(tiff([0]))
    first = struct.unpack_from("<I", circle, 4)[0]
    circle[-4:] = struct.pack("<I", first)
    return {
        "impossible.jpg": _with_impossible_samples(jpeg()),
        "bomb.png": png_of(100_000, 100_000, b"\0" * 1000),
        "short.png": png_of(3000, 3000, b"\0" * 1000),
        "filter.png": png_of(2, 2, b"\x09" * 14),
        "cut.png": drawn[:-30],
        "checksum.png": drawn.replace(b"IDAT", b"IDAt"),
        "bomb.jpg": photo[:frame] + b"\xff\xff\xff\xff" + photo[frame + 4 :],
        "cut.jpg": photo[: len(photo) // 2],
        "arithmetic.jpg": photo.replace(b"\xff\xc0", b"\xff\xc9"),
        "bomb.tif": tiff([0], size=(100_000, 100_000)),
        "short.tif": tiff([0], size=(4000, 4000)),
        "cut.tif": scan[:60],
        "circle.tif": bytes(circle).replace(b"\x03\x01\x03\0", b"\x03\x01\x03\1"),
        "depth.tif": tiff([0], bits=13),
        "text.jpg": b"no picture at all",
        "empty.png": b"",
        "gif.png": b"GIF89a" + b"\0" * 100,
    }


def _saved(picture: QImage, form: str) -> bytes:
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    assert QImageWriter(buffer, QByteArray(form.encode())).write(picture)
    return bytes(buffer.data().data())
