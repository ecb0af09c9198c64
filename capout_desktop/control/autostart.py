"""Control of the start with the computer."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from capout_desktop.domain.program_problem import autostart_not_changed
from capout_desktop.services.desktop.autostart import Autostart
from capout_desktop.services.runtime.tasks import TaskOwner
from capout_desktop.services.runtime.worker_threads import WorkerThreads

if TYPE_CHECKING:
    from capout_desktop.ui.settings.dialog import SettingsDialog
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
        self._page: NotificationsPage | None = None
        window.settings.dialog_made.connect(self._connect)

    def _connect(self, dialog: SettingsDialog) -> None:
        page = self._page = dialog.notifications
        dialog.finished.connect(self._forget_page)
        page.autostart_chosen.connect(self._choose)
        dialog.data.reset_wanted.connect(lambda: self._choose(False))
        page.offer_autostart(self._autostart is not None, practice=self._is_practice)
        self._tasks.start(self._show(), "autostart")

    def _forget_page(self) -> None:
        self._page = None

    def _choose(self, on: bool) -> None:
        self._tasks.start(self._switch(on), "autostart")

    async def _switch(self, on: bool) -> None:
        if self._autostart is None:
            return
        problem = None
        try:
            await self._files.run(self._autostart.switch, on)
        except OSError as error:
            _log.warning("autostart not changed: %s", error)
            problem = autostart_not_changed(error.strerror or str(error))
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
        if self._page is not None:
            self._page.show_autostart(on)
