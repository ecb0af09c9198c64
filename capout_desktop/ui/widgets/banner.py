"""Banner above the list for a problem of the whole program, with one button."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from capout_desktop.domain.problem import ProblemCode
from capout_desktop.ui.style import icons
from capout_desktop.ui.style.theme import LARGE, MEDIUM, SMALL, Theme
from capout_desktop.ui.text import problem_text as problem_words
from capout_desktop.ui.text.tool_tip import tool_tip
from capout_desktop.ui.widgets.banner_action import Action, Priority
from capout_desktop.ui.widgets.text_label import TextLabel

if TYPE_CHECKING:
    from capout_desktop.domain.problem import Problem


class _Shown(NamedTuple):
    """Problem with the action of its button."""

    problem: Problem
    action: Action | None
    priority: Priority


class Banner(QFrame):
    """Banner that stays until it is dismissed or the problem is solved.

    It keeps every problem and shows one of them: the one of the highest priority, among equals the
    latest. When that one is gone, the next one is shown.

    Attributes:
        dismissed: Emitted with the code of the problem that the person dismissed.
    """

    dismissed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self._theme = theme
        self._kept: dict[str, _Shown] = {}  # by code, the latest last
        self._shown: _Shown | None = None
        self._picture = TextLabel(self)
        self._title = TextLabel(self)
        self._text = TextLabel(self)
        for label in (self._title, self._text):
            label.setWordWrap(True)
        self._title.setProperty("type", "strong")
        self.action_button = QPushButton(self)
        self.action_button.clicked.connect(self._act)
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
        """The code of the problem shown; empty if there is none."""
        return self._shown.problem.code if self._shown is not None else ""

    @property
    def _is_announcement(self) -> bool:
        """Whether the banner shows good news: a newer version."""
        return self.code == ProblemCode.UPDATE_AVAILABLE

    def show_problem(
        self, problem: Problem, action: Action | None = None, priority: Priority = Priority.NORMAL
    ) -> None:
        """Show a problem and, if given, a button, unless one of higher priority is shown."""
        self._kept.pop(problem.code, None)  # what is said again is the latest
        self._kept[problem.code] = _Shown(problem, action, priority)
        self._choose()

    def hide_problem(self, code: str) -> None:
        """Remove a problem, shown or covered by another one."""
        if self._kept.pop(code, None) is not None:
            self._choose()

    def _choose(self) -> None:
        """Show the most important of the problems, or hide the banner."""
        latest_first = reversed(self._kept.values())
        first = max(latest_first, key=lambda kept: kept.priority, default=None)
        if first is None:
            self._shown = None
            self.hide()
        elif first is not self._shown:
            self._show(first)

    def _show(self, shown: _Shown) -> None:
        self._shown = shown
        problem, action = shown.problem, shown.action
        self.setProperty("news", self._is_announcement)
        self.style().polish(self)
        self._restyle()
        title, next_step = problem_words.title(problem), problem_words.next_step(problem)
        self._title.setText(title)
        self._text.setText(next_step)
        self.setToolTip(tool_tip(problem.detail))
        self.action_button.setText(problem_words.action(action.text) if action else "")
        self.action_button.setVisible(action is not None)
        self.setAccessibleName(title)
        self.setAccessibleDescription(next_step)
        self.show()

    def _act(self) -> None:
        if self._shown is not None and self._shown.action is not None:
            self._shown.action.callback()

    def _dismiss(self) -> None:
        code = self.code
        self.hide_problem(code)
        self.dismissed.emit(code)

    def _restyle(self) -> None:
        colors = self._theme.palette
        name, ink = (
            ("info", colors.accent) if self._is_announcement else ("warning", colors.warning)
        )
        self._picture.setPixmap(icons.pixmap(name, ink, 20, self.devicePixelRatioF()))
        self.close_button.setIcon(icons.icon("close", colors.text, 16))
        self.close_button.setIconSize(QSize(16, 16))
