"""Vertical list of the five stages, each with its mark, name and status."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QWidget

from capout_desktop.domain.document import Document, Stage, StageMark, StageState
from capout_desktop.ui.documents.document_text import stage_mark_word, stage_name
from capout_desktop.ui.style import icons
from capout_desktop.ui.style.theme import SMALL, Theme
from capout_desktop.ui.style.tone import Tone
from capout_desktop.ui.widgets.selectable_text import show_text
from capout_desktop.ui.widgets.text_label import TextLabel

MARK = 16
LINK_GAP = 1

_LOOKS = {
    StageState.WAITING: ("stage-waiting", Tone.NEUTRAL),
    StageState.RUNNING: ("stage-running", Tone.BUSY),
    StageState.DONE: ("stage-done", Tone.GOOD),
    StageState.FAILED: ("stage-failed", Tone.BAD),
    StageState.OTHER: ("stage-other", Tone.WARNING),
}


class StageList(QWidget):
    """Shows the stages of one document."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: tuple[tuple[StageMark, ...], bool] | None = None
        self._marks = [TextLabel() for _ in Stage]
        self._words = [TextLabel() for _ in Stage]
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SMALL + 2)
        grid.setVerticalSpacing(SMALL)
        grid.setColumnStretch(1, 1)
        for row, (stage, mark, word) in enumerate(
            zip(Stage, self._marks, self._words, strict=True)
        ):
            mark.setFixedSize(MARK, MARK)
            word.setWordWrap(True)
            word.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(mark, row, 0)
            grid.addWidget(TextLabel(stage_name(stage)), row, 1)
            grid.addWidget(word, row, 2)
        theme.changed.connect(self._restyle)

    def show_stages(self, document: Document) -> None:
        """Show the stages of a document; the document must have stages."""
        shown = (document.stages or (), document.state.is_terminal)
        if shown != self._shown:
            self._shown = shown
            self._restyle()

    def _restyle(self) -> None:
        if self._shown is None:
            return
        marks, stopped = self._shown
        for mark, picture, word in zip(marks, self._marks, self._words, strict=True):
            name, tone = _LOOKS[mark.state]
            if stopped and mark.state is StageState.RUNNING:
                tone = Tone.NEUTRAL
            colors = self._theme.palette
            ratio = self.devicePixelRatioF()
            picture.setPixmap(icons.pixmap(name, colors.ink(tone), MARK, ratio, colors.surface))
            role = tone.value if mark.state is StageState.FAILED else "muted"
            if word.property("role") != role:
                word.setProperty("role", role)
                word.style().polish(word)
            show_text(word, stage_mark_word(mark))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the lines between the marks."""
        super().paintEvent(event)
        if self._shown is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, mark in enumerate(self._shown[0][:-1]):
            above, below = self._marks[number].geometry(), self._marks[number + 1].geometry()
            ink = "good" if mark.state is StageState.DONE else "track"
            painter.setPen(QPen(self._theme.color(ink), 1.5))
            middle = above.left() + MARK / 2
            painter.drawLine(
                QPointF(middle, above.top() + MARK + LINK_GAP),
                QPointF(middle, below.top() - LINK_GAP),
            )
        painter.end()
