"""Fonts, metrics, colors and elided texts of the table, cached until the theme changes."""

from __future__ import annotations

from enum import Enum, auto
from functools import lru_cache

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QPainter,
    QPen,
    QPixmap,
    QStaticText,
    QTransform,
)

from capout_desktop.ui.documents.caption import CaptionPart, fitted_line
from capout_desktop.ui.style import icons
from capout_desktop.ui.style.painting import fill
from capout_desktop.ui.style.theme import MEDIUM, SMALL, TIGHT, Theme
from capout_desktop.ui.style.tone import Tone

ICON = 18
PAD = MEDIUM
INDENT = 20
"""Space before the rows of a batch."""
LINE_GAP = 2
START = 0.2
"""Phase at which moving bars start: at the left, a bar at rest would look like progress."""
_CACHED_TEXTS = 400
"""Number of texts whose layout is kept, twice: a screen shows 100 to 500; each takes 1 kB."""


class Align(Enum):
    """Where a text stands in its box."""

    LEFT = auto()
    CENTER = auto()
    RIGHT = auto()


class TableStyle:
    """Fonts, colors and state that the delegates paint with.

    Attributes:
        hovered: The row under the mouse, or -1.
        current: The row that has the keyboard focus, or -1.
        covered: Where the buttons over a row begin, for rows that have some.
        compact: Whether rows have one line instead of two; takes effect with `refresh`.
        phase: Phase of the animation of moving bars, 0 to 1; None if animations are switched off.
        ratio: Device pixels per device-independent pixel of what is painted on.
        small_width: Returns the width of a small text in one line, which is remembered.
    """

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self.hovered = -1
        self.current = -1
        self.covered: dict[int, int] = {}
        self.compact = False
        self.phase: float | None = START
        self.ratio = 1.0
        self.refresh()

    def refresh(self) -> None:
        """Update fonts and colors from the theme."""
        theme = self._theme
        self.base_font = theme.base_font()
        self.strong_font = theme.strong_font()
        self.small_font = theme.small_font()
        self.base = QFontMetricsF(self.base_font)
        self.strong = QFontMetricsF(self.strong_font)
        self.small = QFontMetricsF(self.small_font)
        self.palette = theme.palette
        self.text = theme.color("text")
        self.muted = theme.color("muted")
        self.track = theme.color("track")
        self.surface = theme.color("surface")
        self._hover = theme.color("hover")
        self._selection = theme.color("selection")
        self.window = theme.color("window")
        self.draft = theme.color("accent_soft")
        self.separator = QPen(theme.color("border"), 1)
        self._focus = QPen(theme.color("accent"), 2)
        self.done_line = QPen(theme.color("good"), 1.5)
        self.track_line = QPen(self.track, 1.5)
        self._inks = {tone: QColor(self.palette.ink(tone)) for tone in Tone}
        # Asking Qt for a height takes as long as painting a line.
        self._fonts = {
            id(metrics): (font, metrics.height())
            for metrics, font in (
                (self.base, self.base_font),
                (self.strong, self.strong_font),
                (self.small, self.small_font),
            )
        }
        self._heights = self.base.height(), self.small.height()
        self._texts: dict[tuple[str, int, int, Qt.TextElideMode], tuple[QStaticText, float]] = {}
        # Those before: what is still shown is taken over, not laid out again all at once.
        self._older_texts = self._texts
        self._pairs: dict[tuple[str, int], tuple[str, str]] = {}
        # Not the method itself: `lru_cache` reads the docstring of what it wraps, and for that of a
        # method of Qt, PySide first makes the classes of all its modules.
        width_of = self.small.horizontalAdvance
        self.small_width = lru_cache(_CACHED_TEXTS)(lambda text: width_of(text))  # noqa: PLW0108
        self._fitted: dict[tuple[tuple[CaptionPart, ...], int], tuple[str, float]] = {}
        self._icons: dict[tuple[str, Tone, int, float], QPixmap] = {}
        second = 0 if self.compact else LINE_GAP + self.small.height() + SMALL
        self.row_height = round(self.base.height() + second) + 2 * TIGHT + 6
        self.heading_height = round(self.strong.height()) + 2 * TIGHT + 2

    def ink(self, tone: Tone | None) -> QColor:
        """Return the text color of a tone; that of plain text for None."""
        return self.text if tone is None else self._inks[tone]

    def icon(self, name: str, tone: Tone, size: int) -> QPixmap:
        """Return an icon in the color of a tone, filled with the color of the surface."""
        key = name, tone, size, self.ratio
        found = self._icons.get(key)
        if found is None:
            ink = self.palette.ink(tone)
            found = icons.pixmap(name, ink, size, self.ratio, self.palette.surface)
            self._icons[key] = found
        return found

    def write(
        self,
        painter: QPainter,
        box: QRectF,
        text: str,
        metrics: QFontMetricsF,
        align: Align = Align.LEFT,
        elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> float:
        """Write a text into a box, elided to its width; return the width that it takes.

        `metrics` is `base`, `strong` or `small`. Since rows are repainted often, the text's layout
        is cached: `QPainter.drawText` takes four times as long.
        """
        key = (text, max(int(box.width()), 0), id(metrics), elide)
        found = self._texts.get(key)
        if found is None:
            if len(self._texts) >= _CACHED_TEXTS:
                self._older_texts, self._texts = self._texts, {}
            found = self._older_texts.get(key) or self._laid_out(*key, metrics)
            self._texts[key] = found
        laid_out, width = found
        left = box.left()
        if align is not Align.LEFT:
            spare = box.width() - width
            left += spare if align is Align.RIGHT else spare / 2
        font, height = self._fonts[id(metrics)]
        painter.setFont(font)
        top = box.top() + (box.height() - height) / 2
        painter.drawStaticText(QPointF(left, top), laid_out)
        return width

    def _laid_out(
        self, text: str, width: int, font: int, elide: Qt.TextElideMode, metrics: QFontMetricsF
    ) -> tuple[QStaticText, float]:
        shown = metrics.elidedText(text, elide, width)
        laid_out = QStaticText(shown)
        laid_out.setTextFormat(Qt.TextFormat.PlainText)
        laid_out.prepare(QTransform(), self._fonts[font][0])
        return laid_out, metrics.horizontalAdvance(shown)

    def fitted(self, parts: tuple[CaptionPart, ...], width: float) -> tuple[str, float]:
        """Return the parts of a small text for which there is room, and the width they take."""
        key = (parts, int(width))
        found = self._fitted.get(key)
        if found is None:
            if len(self._fitted) > _CACHED_TEXTS:
                self._fitted.clear()
            text = fitted_line(parts, width, self.small.horizontalAdvance)
            found = self._fitted[key] = text, self.small.horizontalAdvance(text)
        return found

    def two_lines(self, text: str, width: float) -> tuple[str, str]:
        """Divide a small text into at most two lines; the second one may be too long."""
        key = (text, int(width))
        found = self._pairs.get(key)
        if found is None:
            if len(self._pairs) > _CACHED_TEXTS:
                self._pairs.clear()
            found = self._pairs[key] = self._wrap(text, width)
        return found

    def _wrap(self, text: str, width: float) -> tuple[str, str]:
        if self.small.horizontalAdvance(text) <= width:
            return text, ""
        words = text.split(" ")
        count = len(words)
        while count > 1 and self.small.horizontalAdvance(" ".join(words[:count])) > width:
            count -= 1
        first, rest = " ".join(words[:count]), " ".join(words[count:])
        return first, rest

    def paint_row(self, painter: QPainter, rect: QRect, row: int, *, selected: bool) -> None:
        """Paint the background of a row: selection, hover, separator, focus."""
        if selected:
            fill(painter, rect, self._selection)
        elif row == self.hovered:
            fill(painter, rect, self._hover)
        painter.setPen(self.separator)
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if row == self.current:
            painter.setPen(self._focus)
            left, right = rect.left(), rect.right() + 1
            painter.drawLine(left, rect.top() + 1, right, rect.top() + 1)
            painter.drawLine(left, rect.bottom(), right, rect.bottom())
            painter.drawLine(left + 1, rect.top() + 1, left + 1, rect.bottom())
            painter.drawLine(right - 1, rect.top() + 1, right - 1, rect.bottom())

    def lines(self, rect: QRectF) -> tuple[QRectF, QRectF]:
        """Return the boxes of a cell's two lines, centered together; twice the same if compact."""
        if self.compact:
            return rect, rect
        upper, lower = self._heights
        left, width = rect.left(), rect.width()
        top = rect.top() + (rect.height() - upper - LINE_GAP - lower) / 2
        first = QRectF(left, top, width, upper)
        return first, QRectF(left, top + upper + LINE_GAP, width, lower)
