"""Encoder of PNG pictures."""

from __future__ import annotations

import io
import struct
import zlib

_COLOR_TYPES = {1: 0, 3: 2, 4: 6}
"""PNG color types of gray, RGB and RGBA, by number of channels."""


def png(width: int, height: int, channels: int, pixels: bytes) -> bytes | None:
    """Return a PNG with eight bits for each channel and no filter.

    Returns None if there are more or fewer pixels than that, or another number of channels.
    """
    length = width * channels
    if channels not in _COLOR_TYPES or len(pixels) != length * height:
        return None
    lines = (pixels[start : start + length] for start in range(0, len(pixels), length))
    header = struct.pack(">IIBBBBB", width, height, 8, _COLOR_TYPES[channels], 0, 0, 0)
    out = io.BytesIO()
    out.write(b"\x89PNG\r\n\x1a\n")
    for name, body in (
        (b"IHDR", header),
        (b"IDAT", zlib.compress(b"".join(b"\0" + line for line in lines))),
        (b"IEND", b""),
    ):
        out.write(struct.pack(">I", len(body)) + name + body)
        out.write(struct.pack(">I", zlib.crc32(name + body)))
    return out.getvalue()
