"""Icons from `resources/icons`, in the colors of the theme, sharp at every scale."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from capout_desktop.resources import resource_path

_FORMAT = QImage.Format.Format_ARGB32_Premultiplied
_INK = "currentColor"
_SECOND_INK = "#00ff00"
"""Placeholder for the second color in a drawing."""


@cache
def _drawing(name: str) -> str:
    return resource_path("icons", f"{name}.svg").read_text(encoding="utf-8")


@cache
def pixmap(
    name: str, ink: str, size: int, ratio: float = 1.0, second_ink: str | None = None
) -> QPixmap:
    """Draw an icon.

    Args:
        name: The file's name without its suffix.
        ink: Color as `#rrggbb` that replaces `currentColor`.
        size: Height in device-independent pixels; the width follows the drawing.
        ratio: Device pixels per device-independent pixel.
        second_ink: Second color as `#rrggbb`, for a drawing of two colors.
    """
    svg = _drawing(name).replace(_INK, ink).replace(_SECOND_INK, second_ink or ink)
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    box = renderer.viewBoxF()
    width = size * box.width() / box.height()
    across, down = round(width * ratio), round(size * ratio)
    # Created transparent: `fill` would load the `Qt` namespace, see `theme`.
    image = QImage(bytearray(across * down * 4), across, down, _FORMAT)
    painter = QPainter(image)
    renderer.render(painter, QRectF(image.rect()))
    painter.end()
    drawn = QPixmap.fromImage(image)
    drawn.setDevicePixelRatio(ratio)
    return drawn


def icon(name: str, ink: str, size: int = 18) -> QIcon:
    """Return an icon for buttons and menus, at single and double pixel density."""
    made = QIcon()
    for ratio in (1.0, 2.0):
        made.addPixmap(pixmap(name, ink, size, ratio))
    return made
