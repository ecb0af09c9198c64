"""Plot of the balance of the last weeks, with a summary in words for screen readers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from capout_desktop.domain.credits import BalancePoint
from capout_desktop.ui.style.theme import SMALL, TIGHT, Theme
from capout_desktop.ui.text.formatting import day_text, moment_text, number_text

PERIOD = timedelta(days=30)
HEIGHT = 150
EMPTY_HEIGHT = 56
LINES = 4


class BalancePlot(QWidget):
    """Step plot of the balance: constant until the next reading."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._points: Sequence[BalancePoint] = ()
        self._end = datetime.now(UTC)
        self._low_at = 0
        self.setObjectName("balancePlot")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Credits over the last 30 days"))
        theme.changed.connect(self.update)

    def show_points(self, points: Sequence[BalancePoint], end: datetime, low_at: int = 0) -> None:
        """Show the balances of the 30 days before `end`; `low_at` is marked unless it is 0."""
        self._points = [point for point in points if point.at >= end - PERIOD]
        self._end, self._low_at = end, low_at
        self.setAccessibleDescription(self.summary())
        self.updateGeometry()
        self.update()

    def summary(self) -> str:
        """Return the plot in words."""
        if len(self._points) < 2:
            return self.tr("Not enough data yet. The line starts with the next readings.")
        first, last = self._points[0], self._points[-1]
        lowest = min(self._points, key=lambda point: point.total)
        return self.tr(
            "{first} credits on {begin}, {last} on {end}. The lowest was {lowest} on {day}."
        ).format(
            first=number_text(first.total),
            begin=day_text(first.at),
            last=number_text(last.total),
            end=day_text(last.at),
            lowest=number_text(lowest.total),
            day=day_text(lowest.at),
        )

    def sizeHint(self) -> QSize:
        """Return a size that takes all available width."""
        return QSize(360, EMPTY_HEIGHT if len(self._points) < 2 else HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the axes and the line."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = self._theme.small_font()
        painter.setFont(font)
        if len(self._points) < 2:
            painter.setPen(self._theme.color("muted"))
            middle = QRectF(self.rect())
            painter.drawText(
                middle, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.summary()
            )
        else:
            self._paint_plot(painter, font)
        if self.hasFocus():
            painter.setPen(QPen(self._theme.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        painter.end()

    def _paint_plot(self, painter: QPainter, font: QFont) -> None:
        metrics = QFontMetricsF(font)
        step, top = _scale(max(point.total for point in self._points))
        labels = [number_text(value) for value in range(0, top + 1, step)]
        left = max(metrics.horizontalAdvance(label) for label in labels) + SMALL + TIGHT
        line = metrics.height()
        area = QRectF(
            left, line / 2 + 2, self.width() - left - TIGHT, self.height() - 2 * line - TIGHT
        )

        def place(at: datetime, total: float) -> QPointF:
            part = 1 - (self._end - at) / PERIOD
            share = min(1.0, max(0.0, total / top))
            return QPointF(area.left() + part * area.width(), area.bottom() - share * area.height())

        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for number, label in enumerate(labels):
            y = place(self._end, number * step).y()
            painter.setPen(QPen(self._theme.color("border"), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(self._theme.color("muted"))
            box = QRectF(0, y - line / 2, left - SMALL, line)
            painter.drawText(
                box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, label
            )
        self._paint_days(painter, metrics, area)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_line(painter, [place(p.at, p.total) for p in self._points], area)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        if 0 < self._low_at < top:
            y = place(self._end, self._low_at).y()
            painter.setPen(QPen(self._theme.color("warning"), 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            words = self.tr("low")
            width = metrics.horizontalAdvance(words) + 2
            painter.drawText(QRectF(area.left() + TIGHT, y - line, width, line), 0, words)

    def _paint_days(self, painter: QPainter, metrics: QFontMetricsF, area: QRectF) -> None:
        painter.setPen(self._theme.color("muted"))
        y = area.bottom() + TIGHT
        for part, align in ((0.0, 0.0), (1 / 3, 0.5), (2 / 3, 0.5), (1.0, 1.0)):
            day = self._end - PERIOD * (1 - part)
            words = self.tr("Today") if part == 1 else moment_text(day, self._end.date())
            width = metrics.horizontalAdvance(words) + 2
            x = area.left() + part * area.width() - align * width
            painter.drawText(QRectF(x, y, width, metrics.height()), 0, words)

    def _paint_line(self, painter: QPainter, places: list[QPointF], area: QRectF) -> None:
        steps = [places[0]]
        for place in places[1:]:
            steps += [QPointF(place.x(), steps[-1].y()), place]
        steps.append(QPointF(area.right(), steps[-1].y()))
        below = [
            *steps,
            QPointF(steps[-1].x(), area.bottom()),
            QPointF(steps[0].x(), area.bottom()),
        ]
        fill = QColor(self._theme.color("accent"))
        fill.setAlpha(36)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawPolygon(QPolygonF(below))
        painter.setPen(QPen(self._theme.color("accent"), 1.8))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(steps))


def _scale(highest: int) -> tuple[int, int]:
    """Return the round step and the end of the axis; a few steps reach at least `highest`."""
    rough = max(1, highest) / LINES
    power = 10 ** math.floor(math.log10(rough)) if rough >= 1 else 1
    step = next(int(power * f) for f in (1, 2, 5, 10) if power * f >= rough)
    return step, step * max(1, math.ceil(highest / step))
