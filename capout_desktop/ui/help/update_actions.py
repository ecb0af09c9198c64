"""What the window offers and says about newer versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QBoxLayout, QMenu

from capout_desktop.ui.style.theme import Theme
from capout_desktop.ui.widgets.banner import ProblemBanner

if TYPE_CHECKING:
    from capout_desktop.domain.problem import Problem
    from capout_desktop.ui.shell.main_window import MainWindow


class UpdateActions(QObject):
    """Two lines of the Help menu, and a notice of its own: a problem's banner never makes way.

    Attributes:
        check_wanted: Look for a newer version now.
        daily_chosen: Whether to look once a day.
        page_wanted: Show where the newer version is to be had.
        dismissed: The person put the notice of a newer version away.
    """

    check_wanted = Signal()
    daily_chosen = Signal(bool)
    page_wanted = Signal()
    dismissed = Signal()

    def __init__(self, window: MainWindow, daily: bool) -> None:
        super().__init__(window)
        self._window = window
        self._notice: ProblemBanner | None = None
        self.check_action = QAction(self.tr("Check for &updates"), window)
        self.check_action.triggered.connect(lambda _checked: self.check_wanted.emit())
        self.daily_action = QAction(self.tr("Check for updates once a &day"), window)
        self.daily_action.setCheckable(True)
        self.daily_action.setChecked(daily)
        self.daily_action.toggled.connect(self.daily_chosen)
        window.actions_on_rows  # noqa: B018 - with the list come the menus' lines
        menu = window.menuBar().actions()[-1].menu()
        if isinstance(menu, QMenu):  # Help, which ends with a line about the program
            about = menu.actions()[-1]
            menu.insertActions(about, [self.check_action, self.daily_action])
            menu.insertSeparator(about)

    @property
    def banner(self) -> ProblemBanner:
        """The notice's place, right under the bar at the top; made when it is wanted first."""
        if self._notice is None:
            self._notice = ProblemBanner(Theme.current())
            self._notice.action_clicked.connect(lambda _code: self.page_wanted.emit())
            self._notice.dismissed.connect(lambda _code: self.dismissed.emit())
            middle = self._window.centralWidget()
            column = middle.layout() if middle is not None else None
            if isinstance(column, QBoxLayout):
                column.insertWidget(1, self._notice)
        return self._notice

    def show(self, notice: Problem, *, offer_page: bool = False) -> None:
        """Say it, with a button to the page where that is offered."""
        self.banner.show_problem(notice, self.tr("Show the download") if offer_page else None)
