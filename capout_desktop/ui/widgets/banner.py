"""A problem of the whole program, above the list: what happened, what to do, one button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from capout_desktop.domain.problem import ProblemCode
from capout_desktop.ui.style import icons
from capout_desktop.ui.style.theme import LARGE, MEDIUM, SMALL, Theme
from capout_desktop.ui.text import problem_text as problem_words

if TYPE_CHECKING:
    from capout_desktop.domain.problem import Problem

_NEWS = frozenset(
    {
        ProblemCode.REMOVED,
        ProblemCode.EXPORTED,
        ProblemCode.DIAGNOSTICS_COPIED,
        ProblemCode.UPDATE_AVAILABLE,
        ProblemCode.UP_TO_DATE,
    }
)


class ProblemBanner(QFrame):
    """Stays until it is dismissed or the problem is gone; never in the way.

    Attributes:
        action_clicked: The code of the problem whose button was pressed.
        dismissed: The code of the problem that the person put away.
    """

    action_clicked = Signal(str)
    dismissed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self._theme = theme
        self._code = ""
        self._picture = QLabel(self)
        self._title = QLabel(self)
        self._text = QLabel(self)
        for label in (self._title, self._text):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._title.setProperty("type", "strong")
        self.action_button = QPushButton(self)
        self.action_button.clicked.connect(lambda: self.action_clicked.emit(self._code))
        self.close_button = QPushButton(self)
        self.close_button.setProperty("kind", "quiet")
        self.close_button.setAccessibleName(self.tr("Dismiss"))
        self.close_button.setToolTip(self.tr("Dismiss"))
        self.close_button.clicked.connect(self._dismiss)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._text)
        row = QHBoxLayout(self)
        row.setContentsMargins(LARGE, MEDIUM, MEDIUM, MEDIUM)
        row.setSpacing(MEDIUM)
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self.action_button)
        row.addSpacing(-SMALL // 2)
        row.addWidget(self.close_button)
        theme.changed.connect(self._restyle)
        self._restyle()
        self.hide()

    @property
    def code(self) -> str:
        """The problem shown; empty where none is."""
        return "" if self.isHidden() else self._code

    @property
    def _is_news(self) -> bool:
        """Whether nothing is wrong: something was done as wished, or a newer version is out."""
        return self._code in _NEWS

    def show_problem(self, problem: Problem | None, action: str | None) -> None:
        """Show a problem and, if given, the words of its button; None takes the banner away."""
        if problem is None:
            self.hide()
            return
        self._code = problem.code
        self.setProperty("news", self._is_news)
        self.style().polish(self)
        self._restyle()
        title, next_step = problem_words.title(problem), problem_words.next_step(problem)
        self._title.setText(title)
        self._text.setText(next_step)
        self.setToolTip(problem.detail)
        self.action_button.setText(problem_words.action(action) if action else "")
        self.action_button.setVisible(bool(action))
        self.setAccessibleName(title)
        self.setAccessibleDescription(next_step)
        self.show()

    def _dismiss(self) -> None:
        self.hide()
        self.dismissed.emit(self._code)

    def _restyle(self) -> None:
        colors = self._theme.palette
        name, ink = ("info", colors.accent) if self._is_news else ("warning", colors.warning)
        self._picture.setPixmap(icons.pixmap(name, ink, 20, self.devicePixelRatioF()))
        self.close_button.setIcon(icons.icon("close", colors.text, 16))
        self.close_button.setIconSize(QSize(16, 16))
