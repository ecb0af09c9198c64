"""The place above the list where a problem of the whole program is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout

from capout_desktop.ui.style.theme import Theme

if TYPE_CHECKING:
    from capout_desktop.domain.problem import Problem
    from capout_desktop.ui.widgets.banner import ProblemBanner


class BannerPlace(QObject):
    """Holds one banner, made when the first problem comes.

    Attributes:
        action_clicked: The code of the problem whose button was pressed.
    """

    action_clicked = Signal(str)

    def __init__(self, column: QVBoxLayout, row: int, theme: Theme) -> None:
        """The banner goes into that row of the column."""
        super().__init__(column)
        self._column = column
        self._row = row
        self._theme = theme
        self._banner: ProblemBanner | None = None

    def show(self, problem: Problem | None, action_text: str | None) -> None:
        """Show a problem and, if given, the words of its button; None takes it away."""
        if self._banner is None:
            if problem is None:
                return
            from capout_desktop.ui.widgets.banner import ProblemBanner  # noqa: PLC0415 - as said

            self._banner = ProblemBanner(self._theme)
            self._banner.action_clicked.connect(self.action_clicked)
            self._column.insertWidget(self._row, self._banner)
        self._banner.show_problem(problem, action_text)

    def hide(self, code: str) -> None:
        """Take the banner away if it shows the problem of this code."""
        if self._banner is not None and self._banner.code == code:
            self._banner.show_problem(None, None)
