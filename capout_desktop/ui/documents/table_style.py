"""Fonts, metrics, colors and elided texts of the table, cached until the theme changes."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from capout_desktop.ui.documents.columns import COLUMNS
from capout_desktop.ui.style import icons
from capout_desktop.ui.style.theme import MEDIUM, SMALL, TIGHT, Theme
from capout_desktop.ui.style.tone import Tone

ICON = 18
PAD = MEDIUM
LINE_GAP = 2
START = 0.2
"""Phase at which moving bars start: at the left, a bar at rest would look like progress."""
_CACHED_TEXTS = 20_000


class TableStyle:
    """Fonts, colors and state that the delegates paint with.

    Attributes:
        hovered: The row under the mouse, or -1.
        current: The row that has the keyboard focus, or -1.
        last_column: The last visible column.
        compact: Whether rows have one line instead of two; takes effect with `refresh`.
        phase: Phase of the animation of moving bars, 0 to 1; None if animations are switched off.
    """

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self.hovered = -1
        self.current = -1
        self.last_column = len(COLUMNS) - 1
        self.compact = False
        self.phase: float | None = START
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
        self.separator = QPen(theme.color("border"), 1)
        self._focus = QPen(theme.color("accent"), 2)
        self._inks = {tone: QColor(self.palette.ink(tone)) for tone in Tone}
        self._texts: dict[tuple[str, int, int], str] = {}
        self._pairs: dict[tuple[str, int], tuple[str, str]] = {}
        second = 0 if self.compact else LINE_GAP + self.small.height() + SMALL
        self.row_height = round(self.base.height() + second) + 2 * TIGHT + 6
        self.heading_height = round(self.strong.height()) + 2 * TIGHT + 2

    def ink(self, tone: Tone | None) -> QColor:
        """Return the text color of a tone; that of plain text for None."""
        return self.text if tone is None else self._inks[tone]

    def icon(self, name: str, tone: Tone, size: int, ratio: float) -> QPixmap:
        """Return an icon in the color of a tone, filled with the color of the surface."""
        ink = self.palette.ink(tone)
        return icons.pixmap(name, ink, size, ratio, self.palette.surface)

    def elided(self, text: str, metrics: QFontMetricsF, width: float) -> str:
        """Return the text, elided to the width; cached, since rows are repainted often."""
        key = (text, int(width), id(metrics))
        found = self._texts.get(key)
        if found is None:
            if len(self._texts) > _CACHED_TEXTS:
                self._texts.clear()
            found = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(width))
            self._texts[key] = found
        return found

    def two_lines(self, text: str, width: float) -> tuple[str, str]:
        """Return a small text on at most two lines, the second one elided."""
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
        return self.elided(first, self.small, width), self.elided(rest, self.small, width)

    def paint_row(
        self, painter: QPainter, option: QStyleOptionViewItem, row: int, *, first: bool, last: bool
    ) -> None:
        """Paint the background of a cell: selection, hover, separator, focus."""
        rect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, self._selection)
        elif row == self.hovered:
            painter.fillRect(rect, self._hover)
        painter.setPen(self.separator)
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if row == self.current:
            painter.setPen(self._focus)
            left, right = rect.left(), rect.right() + 1
            painter.drawLine(left, rect.top() + 1, right, rect.top() + 1)
            painter.drawLine(left, rect.bottom(), right, rect.bottom())
            if first:
                painter.drawLine(left + 1, rect.top() + 1, left + 1, rect.bottom())
            if last:
                painter.drawLine(right - 1, rect.top() + 1, right - 1, rect.bottom())

    def lines(self, rect: QRectF) -> tuple[QRectF, QRectF]:
        """Return the boxes of a cell's two lines, centered together; twice the same if compact."""
        if self.compact:
            return rect, rect
        height = self.base.height() + LINE_GAP + self.small.height()
        top = rect.top() + (rect.height() - height) / 2
        first = QRectF(rect.left(), top, rect.width(), self.base.height())
        second = QRectF(rect.left(), first.bottom() + LINE_GAP, rect.width(), self.small.height())
        return first, second
