"""Menu entries and notice about newer versions."""

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
    """Two entries of the Help menu, and a banner of its own, which never hides a problem's banner.

    Attributes:
        check_wanted: Emitted to check for a newer version now.
        daily_chosen: Emitted with whether to check once a day.
        page_wanted: Emitted to open the page where the newer version can be downloaded.
        dismissed: Emitted when the person dismissed the notice of a newer version.
    """

    check_wanted = Signal()
    daily_chosen = Signal(bool)
    page_wanted = Signal()
    dismissed = Signal()

    def __init__(
        self, window: QWidget, menu: QMenu, add_notice: Callable[[QWidget], None], *, daily: bool
    ) -> None:
        """Add the entries to the Help menu, before the one about the program.

        `add_notice` adds the banner to the window when there is a first notice.
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
        """The banner below the bar at the top; created on first use."""
        if self._notice is None:
            self._notice = Banner(Theme.current())
            self._notice.dismissed.connect(lambda _code: self.dismissed.emit())
            self._add_notice(self._notice)
        return self._notice

    def show(self, notice: Problem, *, offer_page: bool = False) -> None:
        """Show a notice, with a button to the download page if there is one."""
        page = Action("Show the download", self.page_wanted.emit)
        self.banner.show_problem(notice, page if offer_page else None)
