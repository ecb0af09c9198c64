"""Control of the start with the computer."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from capout_desktop.domain.program_problem import autostart_not_changed
from capout_desktop.services.desktop.autostart import Autostart
from capout_desktop.services.runtime.tasks import TaskOwner
from capout_desktop.services.runtime.worker_threads import WorkerThreads

if TYPE_CHECKING:
    from capout_desktop.ui.settings.data_page import DataPage
    from capout_desktop.ui.settings.notifications_page import NotificationsPage
    from capout_desktop.ui.shell.main_window import MainWindow

_log = logging.getLogger(__name__)


class AutostartControl:
    """Shows in the settings what the desktop's entry says, and changes that entry."""

    def __init__(
        self,
        window: MainWindow,
        tasks: TaskOwner,
        files: WorkerThreads,
        autostart: Autostart | None,
        *,
        practice: bool,
    ) -> None:
        """Connect everything; `autostart` is None where this program cannot offer it."""
        self._is_practice = practice
        self._tasks = tasks
        self._files = files
        self._autostart = autostart
        self._choices_under_way = 0
        self._panel = window.settings
        self._panel.connect_page("notifications", self._connect)
        self._panel.connect_page("data", self._connect_reset)

    def _connect(self, page: NotificationsPage) -> None:
        page.autostart_chosen.connect(self._choose)
        page.offer_autostart(self._autostart is not None, practice=self._is_practice)
        self._tasks.start(self._show(), "autostart")

    def _connect_reset(self, page: DataPage) -> None:
        page.reset_wanted.connect(lambda: self._choose(False))

    @property
    def _page(self) -> NotificationsPage | None:
        page: NotificationsPage | None = self._panel.page("notifications")
        return page

    def _choose(self, on: bool) -> None:
        self._choices_under_way += 1
        self._tasks.start(self._switch(on), "autostart")

    async def _switch(self, on: bool) -> None:
        problem = None
        try:
            if self._autostart is not None:
                await self._files.run(self._autostart.switch, on)
        except OSError as error:
            _log.warning("autostart not changed: %s", error)
            problem = autostart_not_changed(error.strerror or str(error))
        finally:
            self._choices_under_way -= 1
        if self._page is not None:
            self._page.show_autostart_problem(problem)
        await self._show()

    async def _show(self) -> None:
        """Show what is so, also after a failure or a change in the desktop's own settings."""
        if self._autostart is None:
            return
        try:
            on = await self._files.run(self._autostart.is_on)
        except OSError as error:
            _log.warning("autostart not read: %s", error)
            on = False
        # It may have been read before a choice that is under way, which shows it again at its end.
        if self._page is not None and not self._choices_under_way:
            self._page.show_autostart(on)
