"""Painting of the progress: a bar of bytes, the stages, or an indeterminate bar."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath

from capout_desktop.ui.documents.progress_view import ProgressView, Shape
from capout_desktop.ui.documents.stage_strip import StageStrip
from capout_desktop.ui.documents.table_style import PAD, Align, TableStyle
from capout_desktop.ui.style.theme import MEDIUM, SMALL
from capout_desktop.ui.style.tone import Tone

BAR = 6.0
LONGEST_BAR = 320.0
COMPACT_BAR = 0.42
"""Fraction of the width for the bar if the caption is beside it."""
RUNNER = 0.28
"""Length of the moving part, as a fraction of an indeterminate bar."""


class ProgressPainter:
    """Paints the cells of the progress column."""

    def __init__(self, look: TableStyle) -> None:
        self._look = look
        self._strip = StageStrip(look)

    def refresh(self) -> None:
        """Update the measures after the theme changed."""
        self._strip.refresh()

    @property
    def full_width(self) -> float:
        """The width of the column that fits the stages' names."""
        return PAD + self._strip.full_width + MEDIUM + 1

    def is_one_line(self, view: ProgressView, width: float) -> bool:
        """Return whether nothing is painted below the first line of a cell of this width."""
        if view.shape is not Shape.NOTE or self._look.compact:
            return False
        return not self._look.two_lines(view.caption, width - PAD - MEDIUM)[1]

    def paint(self, painter: QPainter, cell: QRectF, view: ProgressView, edge: int | None) -> None:
        """Paint a cell; `edge` is where the buttons over its row begin, None if it has none."""
        box = cell.adjusted(PAD, 0, -MEDIUM, 0)
        if edge is not None:
            box.setRight(min(box.right(), edge))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        match view.shape:
            case Shape.STAGES:
                self._strip.paint(painter, box, view)
            case Shape.NOTE:
                self._note(painter, box, view.caption)
            case _:
                self._bar(painter, box, view)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def _note(self, painter: QPainter, box: QRectF, text: str) -> None:
        look = self._look
        painter.setPen(look.muted)
        if look.compact:
            look.write(painter, box, text, look.small)
            return
        for line, place in zip(look.two_lines(text, box.width()), look.lines(box), strict=True):
            look.write(painter, place, line, look.small)

    def _bar(self, painter: QPainter, box: QRectF, view: ProgressView) -> None:
        look = self._look
        box.setWidth(min(box.width(), LONGEST_BAR))
        first, second = look.lines(box)
        bar = QRectF(box.left(), first.center().y() - BAR / 2, box.width(), BAR)
        if look.compact:
            bar.setWidth(box.width() * COMPACT_BAR)
            second.setLeft(bar.right() + SMALL)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.track)
        painter.drawRoundedRect(bar, BAR / 2, BAR / 2)
        ink = look.ink(view.tone)
        if view.shape is Shape.BAR and view.fraction > 0:
            painter.setBrush(ink)
            # At least a dot, so that the first bytes are visible.
            bar.setWidth(max(BAR, bar.width() * view.fraction))
            painter.drawRoundedRect(bar, BAR / 2, BAR / 2)
        elif view.shape is Shape.MOVING_BAR and look.phase is not None:
            painter.setBrush(ink)
            painter.drawRoundedRect(_runner(bar, look.phase), BAR / 2, BAR / 2)
        elif view.shape in {Shape.MOVING_BAR, Shape.STRIPED_BAR}:
            _stripes(painter, bar, ink)
        painter.setPen(look.muted)
        width = look.write(painter, second, view.caption, look.small)
        if view.shape is Shape.BAR and view.tone is Tone.BUSY and not look.compact:
            percent = f"{int(view.fraction * 100)}%"
            both = width + look.small.horizontalAdvance(percent)
            if both + SMALL <= second.width():  # the bar shows it as well
                look.write(painter, second, percent, look.small, Align.RIGHT)


def _runner(bar: QRectF, phase: float) -> QRectF:
    """Return the box of the moving bar: back and forth, slower at the ends, like a pendulum."""
    there = phase * 2 if phase < 0.5 else 2 - phase * 2
    eased = there * there * (3 - 2 * there)
    width = bar.width() * RUNNER
    return QRectF(bar.left() + (bar.width() - width) * eased, bar.top(), width, bar.height())


def _stripes(painter: QPainter, bar: QRectF, ink: QColor) -> None:
    path = QPainterPath()
    path.addRoundedRect(bar, BAR / 2, BAR / 2)
    painter.save()
    painter.setClipPath(path)
    painter.setBrush(ink)
    left = bar.left() - BAR
    while left < bar.right():
        stripe = QPainterPath()
        stripe.moveTo(left, bar.bottom())
        stripe.lineTo(left + BAR, bar.top())
        stripe.lineTo(left + BAR * 1.8, bar.top())
        stripe.lineTo(left + BAR * 0.8, bar.bottom())
        stripe.closeSubpath()
        painter.drawPath(stripe)
        left += BAR * 1.9
    painter.restore()
