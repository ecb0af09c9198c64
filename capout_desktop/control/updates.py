"""Control of the update check."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from capout_desktop import __version__
from capout_desktop.control.network import proxy_choice
from capout_desktop.domain.program_problem import PROGRAM_REPLACED
from capout_desktop.domain.update import UP_TO_DATE, Update, announcement, is_due, is_newer
from capout_desktop.services.runtime.clock import now
from capout_desktop.services.runtime.tasks import TaskOwner
from capout_desktop.services.runtime.worker_threads import WorkerThreads
from capout_desktop.services.support.program_file import own_file, until_replaced
from capout_desktop.services.support.update_check import (
    UPDATES_URL,
    UpdatesUnreadableError,
    newest_version,
)
from capout_desktop.store.settings import Settings
from capout_desktop.ui.widgets.banner_action import Action, Priority

if TYPE_CHECKING:
    from capout_desktop.ui.help.update_actions import UpdateActions
    from capout_desktop.ui.shell.main_window import MainWindow

_log = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS = 3600.0
"""Interval at which a long-running program checks whether the daily question is due."""


class UpdateControl:
    """Checks for a newer version once a day if allowed, and on demand.

    It shows a notice above the list, and opens a web page on request. It downloads nothing and
    stops nothing. A dismissed version is shown again only on demand.
    """

    def __init__(
        self,
        window: MainWindow,
        settings: Settings,
        tasks: TaskOwner,
        save_settings: Callable[[], None],
        files: WorkerThreads,
        url: str = UPDATES_URL,
    ) -> None:
        """Connect everything; with an empty `url` the update check is not offered."""
        self._window = window
        self._settings = settings
        self._tasks = tasks
        self._save_settings = save_settings
        self._url = url
        self._newest: Update | None = None
        self._asking: asyncio.Task[None] | None = None
        self.actions: UpdateActions | None = None
        tasks.start(self._tell_if_replaced(files), "installed updates")
        if url:
            self._offer()

    async def _tell_if_replaced(self, files: WorkerThreads) -> None:
        await until_replaced(own_file(), files)
        _log.warning("the program's files were replaced while it runs")
        quit_after_uploads = Action("Quit when uploads have finished", self._quit_after_uploads)
        self._window.show_banner(PROGRAM_REPLACED, quit_after_uploads, priority=Priority.HIGH)

    def _quit_after_uploads(self) -> None:
        self._window.hide_banner(PROGRAM_REPLACED.code)
        self._window.closing.quit_after_uploads()

    def _offer(self) -> None:
        from capout_desktop.ui.help.update_actions import UpdateActions  # noqa: PLC0415 - only now

        window = self._window
        actions = self.actions = UpdateActions(
            window, window.help_menu, window.add_notice, daily=self._settings.update_check
        )
        actions.check_wanted.connect(lambda: self._ask(shown=True))
        actions.daily_chosen.connect(self._allow)
        actions.page_wanted.connect(self._open_page)
        actions.dismissed.connect(self._dismiss)
        self._tasks.start(self._look_daily(), "daily look for updates")

    def _allow(self, allowed: bool) -> None:
        self._settings.update_check = allowed
        self._save_settings()
        if allowed:
            self._look_if_due()

    def _open_page(self) -> None:
        if self._newest is not None:
            from capout_desktop.ui.widgets.desktop_files import open_page  # noqa: PLC0415 - seldom needed

            open_page(self._newest.page)

    def _dismiss(self) -> None:
        if self._newest is not None:
            self._settings.update_dismissed = self._newest.version
            self._save_settings()

    async def _look_daily(self) -> None:
        while True:
            self._look_if_due()
            await asyncio.sleep(SECONDS_BETWEEN_LOOKS)

    def _look_if_due(self) -> None:
        if self._settings.update_check and is_due(self._settings.update_asked_at, now()):
            self._ask(shown=False)

    def _ask(self, *, shown: bool) -> None:
        """Check now; `shown` says whether the person waits for the answer."""
        if self._asking is None or self._asking.done():
            self._asking = self._tasks.start(self._look(shown=shown), "update check")

    async def _look(self, *, shown: bool) -> None:
        if self.actions is None:
            return
        # Set even if the check fails, so that not every program asks a broken server each hour.
        self._settings.update_asked_at = now()
        self._save_settings()
        try:
            newest = await newest_version(self._url, proxy_choice(self._settings))
        except UpdatesUnreadableError as error:
            _log.info("no word of updates: %s", error)
            if shown:
                self.actions.show(error.problem)
            return
        if is_newer(newest.version, __version__):
            self._newest = newest
            if shown or newest.version != self._settings.update_dismissed:
                self.actions.show(announcement(newest), offer_page=True)
        elif shown:
            self._window.show_toast(UP_TO_DATE)
