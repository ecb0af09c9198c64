"""Horizontal strip of the five stages: marks of different shapes, with names below."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from capout_desktop.domain.document import Stage, StageMark, StageState
from capout_desktop.ui.documents.document_text import stage_mark_word, stage_name
from capout_desktop.ui.documents.progress_view import ProgressView
from capout_desktop.ui.documents.table_style import Align, TableStyle
from capout_desktop.ui.style.tone import Tone

MARK = 14
GAP = 9
WIDEST_GAP = 22
CLOSE = 8

_ICONS = {
    StageState.WAITING: ("stage-waiting", Tone.NEUTRAL),
    StageState.RUNNING: ("stage-running", Tone.BUSY),
    StageState.DONE: ("stage-done", Tone.GOOD),
    StageState.FAILED: ("stage-failed", Tone.BAD),
    StageState.OTHER: ("stage-other", Tone.WARNING),
}


class StageStrip:
    """Paints the marks of the stages at equal distances, with their names centered below.

    If room is short, only the running one is named.
    """

    def __init__(self, look: TableStyle) -> None:
        self._look = look
        self.refresh()

    def refresh(self) -> None:
        """Measure the names again."""
        self._names = [stage_name(stage) for stage in Stage]
        self._widths = [max(MARK, self._look.small.horizontalAdvance(name)) for name in self._names]
        # The distance of two marks at which no two neighboring names are closer than the gap.
        self._step = GAP + max((one + next_) / 2 for one, next_ in pairwise(self._widths))

    @property
    def full_width(self) -> float:
        """The width that all names need, in device-independent pixels."""
        return self._ends + self._step * (len(self._widths) - 1)

    @property
    def _ends(self) -> float:
        """The width of the halves of the first and the last name that are beyond their marks."""
        return (self._widths[0] + self._widths[-1]) / 2

    def paint(self, painter: QPainter, box: QRectF, view: ProgressView) -> None:
        """Paint the strip into a box, centered vertically."""
        if view.stages is None:
            return
        look = self._look
        first, captions = look.lines(box)
        top = round(first.center().y() - MARK / 2)
        if box.width() >= self.full_width and not look.compact:
            spare = (box.width() - self.full_width) / (len(self._widths) - 1)
            step = self._step + min(spare, WIDEST_GAP - GAP)
            lefts = self._lefts(box.left() + (self._widths[0] - MARK) / 2, step)
            self._names_below(painter, captions, view.stages, lefts)
        else:
            lefts = self._lefts(box.left(), MARK + CLOSE)
            painter.setPen(look.muted)
            if look.compact:
                captions.setLeft(lefts[-1] + MARK + CLOSE)
            look.write(painter, captions, self._summary(view.stages), look.small)
        self._marks(painter, top, lefts, view)

    def _lefts(self, left: float, step: float) -> list[float]:
        return [left + number * step for number in range(len(Stage))]

    def _marks(self, painter: QPainter, top: float, lefts: list[float], view: ProgressView) -> None:
        assert view.stages is not None  # noqa: S101 - `paint` asked
        look = self._look
        middle = top + MARK / 2
        for number, (left, mark) in enumerate(zip(lefts, view.stages, strict=True)):
            name, tone = _ICONS[mark.state]
            if view.stopped and mark.state is StageState.RUNNING:
                tone = Tone.NEUTRAL
            painter.drawPixmap(QPointF(left, top), look.icon(name, tone, MARK))
            if number + 1 < len(lefts) and not look.compact:
                # Most rows are done; for them the marks alone are enough.
                done = mark.state is StageState.DONE and not view.stopped
                painter.setPen(look.done_line if done else look.track_line)
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
            below = QRectF(
                left + MARK / 2 - width / 2 - 1, captions.top(), width + 2, captions.height()
            )
            self._look.write(painter, below, name, self._look.small, Align.CENTER)

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
