"""What every part of the window that paints itself needs."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter


def fill(painter: QPainter, rect: QRect | QRectF, color: QColor) -> None:
    """Fill a rectangle with a color.

    In place of `QPainter.fillRect`: to tell its forms apart, PySide first makes enums with the 169
    gradients that Qt knows by name, which takes milliseconds before the first row is painted.
    """
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawRect(rect)
    painter.restore()
