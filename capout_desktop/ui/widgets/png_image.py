"""Picture from the bytes of a PNG."""

from __future__ import annotations

from PySide6.QtGui import QImage


def png_image(data: bytes | None) -> QImage:
    """Return the picture; a null image if there is none, or if it is no PNG.

    Unless told the format, Qt loads its plugins for all others, to ask each if the data is its own.
    """
    # The stub says bytes, which are not taken for the name of a format.
    return QImage.fromData(data, "PNG") if data else QImage()  # type: ignore[arg-type]
