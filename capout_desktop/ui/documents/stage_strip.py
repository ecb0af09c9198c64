"""Horizontal strip of the five stages: marks of different shapes, with names below."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from capout_desktop.domain.document import Stage, StageMark, StageState
from capout_desktop.ui.documents.document_text import stage_mark_word, stage_name
from capout_desktop.ui.documents.progress_view import ProgressView
from capout_desktop.ui.documents.table_style import TableStyle
from capout_desktop.ui.style.tone import Tone

MARK = 14
GAP = 11
WIDEST_GAP = 22
CLOSE = 8
_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine

_ICONS = {
    StageState.WAITING: ("stage-waiting", Tone.NEUTRAL),
    StageState.RUNNING: ("stage-running", Tone.BUSY),
    StageState.DONE: ("stage-done", Tone.GOOD),
    StageState.FAILED: ("stage-failed", Tone.BAD),
    StageState.OTHER: ("stage-other", Tone.WARNING),
}


class StageStrip:
    """Paints the marks of the stages; if room is short, only the running one is named."""

    def __init__(self, look: TableStyle) -> None:
        self._look = look
        self.refresh()

    def refresh(self) -> None:
        """Measure the names again."""
        self._names = [stage_name(stage) for stage in Stage]
        self._widths = [max(MARK, self._look.small.horizontalAdvance(name)) for name in self._names]

    @property
    def full_width(self) -> float:
        """The width that all names need, in device-independent pixels."""
        return sum(self._widths) + GAP * (len(self._widths) - 1)

    def paint(self, painter: QPainter, box: QRectF, view: ProgressView) -> None:
        """Paint the strip into a box, centered vertically."""
        if view.stages is None:
            return
        look = self._look
        first, captions = look.lines(box)
        top = round(first.center().y() - MARK / 2)
        painter.setFont(look.small_font)
        if box.width() >= self.full_width and not look.compact:
            spare = (box.width() - self.full_width) / (len(self._widths) - 1)
            gap = min(GAP + spare, WIDEST_GAP)
            lefts = self._lefts(box.left(), self._widths, gap)
            self._names_below(painter, captions, view.stages, lefts)
        else:
            lefts = self._lefts(box.left(), [MARK] * len(Stage), CLOSE)
            painter.setPen(look.muted)
            if look.compact:
                captions.setLeft(lefts[-1] + MARK + CLOSE)
            text = look.elided(self._summary(view.stages), look.small, captions.width())
            painter.drawText(captions, _MIDDLE, text)
        self._marks(painter, top, lefts, view)

    def _lefts(self, left: float, widths: list[float], gap: float) -> list[float]:
        lefts = []
        for width in widths:
            lefts.append(left)
            left += width + gap
        return lefts

    def _marks(self, painter: QPainter, top: float, lefts: list[float], view: ProgressView) -> None:
        assert view.stages is not None  # noqa: S101 - `paint` asked
        look = self._look
        ratio = painter.device().devicePixelRatio()
        middle = top + MARK / 2
        for number, (left, mark) in enumerate(zip(lefts, view.stages, strict=True)):
            name, tone = _ICONS[mark.state]
            if view.stopped and mark.state is StageState.RUNNING:
                tone = Tone.NEUTRAL
            painter.drawPixmap(QPointF(left, top), look.icon(name, tone, MARK, ratio))
            if number + 1 < len(lefts) and not look.compact:
                # Most rows are done; for them the marks alone are enough.
                done = mark.state is StageState.DONE and not view.stopped
                painter.setPen(QPen(QColor(look.ink(Tone.GOOD)) if done else look.track, 1.5))
                painter.drawLine(
                    QPointF(left + MARK + 3, middle), QPointF(lefts[number + 1] - 3, middle)
                )

    def _names_below(
        self,
        painter: QPainter,
        captions: QRectF,
        stages: tuple[StageMark, ...],
        lefts: list[float],
    ) -> None:
        for name, width, left, mark in zip(self._names, self._widths, lefts, stages, strict=True):
            painter.setPen(self._look.ink(_caption_tone(mark)))
            painter.drawText(
                QRectF(left, captions.top(), width + 2, captions.height()), _MIDDLE, name
            )

    def _summary(self, stages: tuple[StageMark, ...]) -> str:
        """Return the stage that matters most at present."""
        for state in (StageState.FAILED, StageState.RUNNING, StageState.OTHER):
            for name, mark in zip(self._names, stages, strict=True):
                if mark.state is state:
                    return f"{name}: {stage_mark_word(mark)}"
        done = sum(mark.state is StageState.DONE for mark in stages)
        return f"{done}/{len(stages)}"


def _caption_tone(mark: StageMark) -> Tone | None:
    if mark.state is StageState.FAILED:
        return Tone.BAD
    return None if mark.state in {StageState.RUNNING, StageState.OTHER} else Tone.NEUTRAL
