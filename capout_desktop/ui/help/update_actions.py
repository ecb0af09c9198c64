"""What the window offers and says about newer versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from capout_desktop.ui.style.theme import Theme
from capout_desktop.ui.widgets.banner import Banner
from capout_desktop.ui.widgets.banner_action import Action

if TYPE_CHECKING:
    from collections.abc import Callable

    from capout_desktop.domain.problem import Problem


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

    def __init__(
        self, window: QWidget, menu: QMenu, add_notice: Callable[[QWidget], None], *, daily: bool
    ) -> None:
        """Add the lines to the Help menu, which ends with a line about the program.

        `add_notice` gives the notice its place in the window, when there is the first one.
        """
        super().__init__(window)
        self._add_notice = add_notice
        self._notice: Banner | None = None
        self.check_action = QAction(self.tr("Check for &updates"), window)
        self.check_action.triggered.connect(lambda _checked: self.check_wanted.emit())
        self.daily_action = QAction(self.tr("Check for updates once a &day"), window)
        self.daily_action.setCheckable(True)
        self.daily_action.setChecked(daily)
        self.daily_action.toggled.connect(self.daily_chosen)
        about = menu.actions()[-1]
        menu.insertActions(about, [self.check_action, self.daily_action])
        menu.insertSeparator(about)

    @property
    def banner(self) -> Banner:
        """The notice, right under the bar at the top; made when it is wanted first."""
        if self._notice is None:
            self._notice = Banner(Theme.current())
            self._notice.dismissed.connect(lambda _code: self.dismissed.emit())
            self._add_notice(self._notice)
        return self._notice

    def show(self, notice: Problem, *, offer_page: bool = False) -> None:
        """Say it, with a button to the page where that is offered."""
        page = Action("Show the download", self.page_wanted.emit)
        self.banner.show_problem(notice, page if offer_page else None)
