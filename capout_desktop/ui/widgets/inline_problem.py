"""Problem beside the field it is about: title and next step, no button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from capout_desktop.ui.style import icons
from capout_desktop.ui.style.theme import MEDIUM, SMALL, Theme
from capout_desktop.ui.style.tone import Tone
from capout_desktop.ui.text import problem_text as problem_words
from capout_desktop.ui.text.tool_tip import tool_tip
from capout_desktop.ui.widgets.accessibility import announce
from capout_desktop.ui.widgets.text_label import TextLabel

if TYPE_CHECKING:
    from capout_desktop.domain.problem import Problem


class InlineProblem(QFrame):
    """Hidden while there is no problem; announced by screen readers when it appears."""

    def __init__(self, theme: Theme, tone: Tone = Tone.BAD, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("problem" if tone is Tone.BAD else "note")
        self._theme = theme
        self._tone = tone
        self._picture = TextLabel()
        self._title = TextLabel()
        self._text = TextLabel()
        for label in (self._title, self._text):
            label.setWordWrap(True)
        self._title.setProperty("type", "strong")
        self._title.setProperty("role", tone.value)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._text)
        row = QHBoxLayout(self)
        row.setContentsMargins(MEDIUM, SMALL, MEDIUM, SMALL + 2)
        row.setSpacing(SMALL + 2)
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        theme.changed.connect(self._restyle)
        self._restyle()
        self.hide()

    def show_problem(self, problem: Problem | None) -> None:
        """Show a problem; None hides the widget."""
        if problem is None:
            self.hide()
            return
        title, next_step = problem_words.title(problem), problem_words.next_step(problem)
        self._title.setText(title)
        self._text.setText(next_step)
        self.setToolTip(tool_tip(problem.detail))
        self.setAccessibleName(title)
        self.setAccessibleDescription(next_step)
        self.show()
        announce(self, problem_words.in_short(problem))

    def _restyle(self) -> None:
        colors = self._theme.palette
        name = "failed" if self._tone is Tone.BAD else "info"
        self._picture.setPixmap(
            icons.pixmap(name, colors.ink(self._tone), 20, self.devicePixelRatioF())
        )
