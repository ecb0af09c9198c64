"""Timeline as a single text item: times at the left, marks, and descriptions at the right.

A single text instead of one widget per entry: thousands of entries are laid out at once, and the
person can select and copy them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QPen,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit, QWidget

from capout_desktop.ui.style.theme import SMALL, TIGHT, Theme
from capout_desktop.ui.style.tone import Tone
from capout_desktop.ui.widgets.selectable_text import ANYWHERE

GUTTER = 20
"""Width of the column of marks."""
DOT = 3.5
GAP = 3


class Line(NamedTuple):
    """Line of the timeline: an entry or the heading of a day.

    Attributes:
        time: The time of day; empty for the heading of a day.
    """

    time: str
    text: str
    tone: Tone = Tone.NEUTRAL


class TimelineText(QTextEdit):
    """Text as high as its lines; the parent widget scrolls.

    Attributes:
        caret_moved: Emitted with the new position when the keyboard moved the caret.
    """

    caret_moved = Signal(QRectF)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lines: list[Line] = []
        self._column = 0
        self.setObjectName("timeline")
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setAcceptDrops(False)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setWordWrapMode(ANYWHERE)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("History"))
        self.document().setDocumentMargin(TIGHT)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self.cursorPositionChanged.connect(self._tell_caret)
        theme.changed.connect(self._restyle)

    @property
    def lines(self) -> Sequence[Line]:
        """The lines that are shown."""
        return self._lines

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show lines; if lines are only appended, the selection is kept."""
        if lines == self._lines:
            return
        kept = len(self._lines)
        column = self._column_for(lines)
        if not kept or lines[:kept] != self._lines or column != self._column:
            self.clear()
            kept = 0
        self._lines, self._column = list(lines), column
        self._write(lines[kept:], first=kept == 0)

    def _column_for(self, lines: Sequence[Line]) -> int:
        """Return the width of the column of times."""
        metrics = QFontMetrics(self.font())
        times = {line.time for line in lines}
        return max((metrics.horizontalAdvance(time) for time in times), default=0) + SMALL + 2

    def _write(self, lines: Sequence[Line], *, first: bool) -> None:
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        entry, day, muted, strong = self._formats()
        cursor.beginEditBlock()
        for line in lines:
            form = entry if line.time else day
            if first:
                cursor.setBlockFormat(form)
                first = False
            else:
                cursor.insertBlock(form)
            if line.time:
                cursor.insertText(f"{line.time}\t", muted)
                cursor.insertText(line.text, QTextCharFormat())
            else:
                cursor.insertText(line.text, strong)
        cursor.endEditBlock()

    def _formats(
        self,
    ) -> tuple[QTextBlockFormat, QTextBlockFormat, QTextCharFormat, QTextCharFormat]:
        """Return the formats of an entry, a day, a time and a day's text."""
        column = self._column
        tab = QTextOption.Tab(column, QTextOption.TabType.LeftTab)
        entry, day = QTextBlockFormat(), QTextBlockFormat()
        entry.setLeftMargin(GUTTER + column)
        entry.setTextIndent(-column)
        entry.setTabPositions([tab])
        entry.setBottomMargin(TIGHT)
        day.setTopMargin(SMALL)
        day.setBottomMargin(TIGHT)
        muted, strong = QTextCharFormat(), QTextCharFormat()
        muted.setForeground(self._theme.color("muted"))
        strong.setFontWeight(QFont.Weight.DemiBold)
        return entry, day, muted, strong

    def _restyle(self) -> None:
        lines, self._lines = self._lines, []
        self.show_lines(lines)

    def _fit(self, size: QSizeF) -> None:
        height = math.ceil(size.height())
        if height != self.minimumHeight():
            self.setFixedHeight(height)

    def _tell_caret(self) -> None:
        if self.hasFocus():
            self.caret_moved.emit(QRectF(self.cursorRect()))

    def sizeHint(self) -> QSize:
        """Implement Qt's method."""
        return QSize(0, self.minimumHeight())

    def minimumSizeHint(self) -> QSize:
        """Implement Qt's method."""
        return self.sizeHint()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ignore the wheel, so that the panel scrolls."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the text, and the marks of the visible lines."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        block = self.cursorForPosition(event.rect().topLeft()).block().previous()
        block = block if block.isValid() else self.document().begin()
        while block.isValid() and self._middle(block) < event.rect().bottom() + GUTTER:
            self._paint_mark(painter, block)
            block = block.next()
        painter.end()

    def _middle(self, block: QTextBlock) -> float:
        """Return the vertical center of a block's first line."""
        layout = self.document().documentLayout()
        top = layout.blockBoundingRect(block).top()
        return top + (block.layout().lineAt(0).height() / 2 if block.layout().lineCount() else 0)

    def _paint_mark(self, painter: QPainter, block: QTextBlock) -> None:
        number = block.blockNumber()
        if number >= len(self._lines) or not self._lines[number].time:
            return
        left, middle = TIGHT + DOT + 1, self._middle(block)
        ink = QColor(self._theme.palette.ink(self._lines[number].tone))
        if number + 1 < len(self._lines) and self._lines[number + 1].time:
            painter.setPen(QPen(self._theme.color("track"), 1.5))
            below = self._middle(block.next())
            painter.drawLine(QPointF(left, middle + DOT + GAP), QPointF(left, below - DOT - GAP))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawEllipse(QPointF(left, middle), DOT, DOT)
