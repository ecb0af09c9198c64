"""Check boxes in rows and headings: where they are, and how they are painted."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from capout_desktop.ui.documents.table_style import ICON, INDENT, PAD
from capout_desktop.ui.style.palette import Palette

LEFT = PAD + INDENT + 4
"""Place of the box from the left of the first column; the boxes of all rows are in one line."""
AROUND = 6
"""Distance within which a click beside the box counts."""
_SIZE = 16.0
_State = Qt.CheckState


def is_on_box(cell: QRect, place: QPoint) -> bool:
    """Return whether a place is on the check box in a cell of the first column."""
    left = cell.left() + LEFT - AROUND
    return cell.contains(place) and left <= place.x() < left + ICON + 2 * AROUND


def paint_box(
    painter: QPainter, palette: Palette, left: float, middle: float, state: Qt.CheckState
) -> None:
    """Paint a check box at its left edge and its vertical middle."""
    box = QRectF(left + (ICON - _SIZE) / 2, round(middle - _SIZE / 2), _SIZE, _SIZE)
    box.adjust(0.5, 0.5, -0.5, -0.5)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    filled = state is not _State.Unchecked
    # Without a tick the edge is all there is to see of it.
    edge = QPen(QColor(palette.accent), 1) if filled else QPen(QColor(palette.muted), 1.4)
    painter.setPen(edge)
    painter.setBrush(QColor(palette.accent if filled else palette.surface))
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(
        QPen(QColor(palette.on_accent), 1.8, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin)
    )
    if state is _State.Checked:
        at = box.topLeft()
        tick = [(3.6, 7.8), (6.4, 10.6), (11.4, 4.6)]
        painter.drawPolyline([at + QPointF(x, y) for x, y in tick])
    elif state is _State.PartiallyChecked:
        middle_line = box.center().y()
        painter.drawLine(
            QPointF(box.left() + 4, middle_line), QPointF(box.right() - 4, middle_line)
        )
    painter.restore()
