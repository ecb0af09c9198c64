"""Control of notifications, window title, tray icon and dock."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from capout_desktop.domain.activity_window import ActivityCounts
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.notification import Notification, NotificationRules
from capout_desktop.domain.vital_loop import VitalLoop
from capout_desktop.resources import resource_path
from capout_desktop.services.desktop.bus import DesktopBus, NoDesktopServiceError
from capout_desktop.services.desktop.notifications import DesktopNotifications, LauncherProgress
from capout_desktop.services.desktop.sleep_inhibitor import SleepInhibitor
from capout_desktop.services.desktop.taskbar_progress import TaskbarProgress, taskbar_view
from capout_desktop.services.desktop.tray_host import hear_tray_changes
from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.runtime import clock
from capout_desktop.services.runtime.clock import steady_now
from capout_desktop.services.runtime.tasks import TaskOwner
from capout_desktop.services.runtime.worker_threads import WorkerThreads
from capout_desktop.store.settings import Settings

if TYPE_CHECKING:
    from capout_desktop.ui.shell.main_window import MainWindow
    from capout_desktop.ui.shell.tray import Tray

_log = logging.getLogger(__name__)

PASS_SECONDS = 0.25
"""Shortest time between two updates of title, tray and dock."""

WAIT_SECONDS = 1.0
"""Interval of the check for due notifications while one waits."""

LONG_SECONDS = 60.0
"""Interval of that check while a document is in progress that may get no further updates."""


TRAY_LOOK_SECONDS = 1.0
TRAY_PATIENCE_SECONDS = 30.0
"""Time that a desktop needs for its panel after a login."""

PANEL_RESTART_SECONDS = 3.0
"""Time that a desktop needs to start its panel again after it crashed."""


class NotificationControl:
    """Shows notifications and progress on the desktop, by the rules of the domain."""

    def __init__(
        self,
        store: DocumentStore,
        settings: Settings,
        window: MainWindow,
        tasks: TaskOwner,
        files: WorkerThreads,
        save_settings: Callable[[], None],
    ) -> None:
        from capout_desktop.ui.shell.notification_text import (  # noqa: PLC0415 - after the first paint
            awake_words,
        )

        self._store = store
        self._settings = settings
        self._window = window
        self._save_settings = save_settings
        self._attention = NotificationRules(store)
        self._bus = DesktopBus()
        self._launcher = LauncherProgress(self._bus)
        self._taskbar = TaskbarProgress(files)
        self._notifications = DesktopNotifications(self._bus, resource_path("icons", "app.svg"))
        self._sleep = SleepInhibitor(self._bus, files, awake_words())
        self._tray: Tray | None = None
        self._hears_clicks = False
        self._tasks = tasks
        self._changed = asyncio.Event()
        window.closing.tray_explained.connect(self._tray_explained)
        store.listen(self._take)
        tasks.keep(self._work, VitalLoop.REMINDERS)
        tasks.start(self._sleep.work(), "staying awake")
        if sys.platform == "linux":
            tasks.start(self._follow_tray(), "tray")
        self.settings_changed()
        if window.isHidden():
            tasks.start(self._await_tray(), "start in the background")

    def settings_changed(self) -> None:
        """Apply changed settings."""
        from capout_desktop.ui.shell.closing import ToTray  # noqa: PLC0415 - the window has loaded it
        from capout_desktop.ui.shell.tray import has_tray  # noqa: PLC0415 - after the first paint

        settings, closing = self._settings, self._window.closing
        there = has_tray()
        if self._tray is None and there:
            self._tray = self._make_tray()
        if not there or not settings.close_to_tray:
            closing.to_tray = ToTray.NEVER
        elif settings.tray_explained:
            closing.to_tray = ToTray.ALWAYS
        else:
            closing.to_tray = ToTray.EXPLAIN
        self._changed.set()

    async def close(self) -> None:
        """Remove the tray icon, the progress and all else from the desktop."""
        if self._tray is not None:
            self._tray.close()
        await self._sleep.release()
        await self._show_progress(ActivityCounts())
        await self._bus.close()

    def _take(self, documents: Sequence[Document]) -> None:
        self._attention.take(documents, steady_now())
        self._sleep.keep_awake(self._store.count(DocumentState.UPLOADING) > 0)
        self._changed.set()

    async def _work(self) -> None:
        while True:
            await self._show()
            attention = self._attention
            timeout = WAIT_SECONDS if attention.is_waiting else LONG_SECONDS
            quiet = attention.wave.is_quiet and not attention.is_waiting
            if await clock.wait_for(self._changed, None if quiet else timeout):
                await clock.sleep(PASS_SECONDS)
                self._changed.clear()

    async def _show(self) -> None:
        from capout_desktop.ui.shell.notification_text import (  # noqa: PLC0415 - after the first paint
            progress_words,
            title_words,
        )

        if not self._settings.notifications:
            self._attention.forget()
        notice = self._attention.due(steady_now(), looking=self._window.isActiveWindow())
        figures = self._attention.wave.figures
        self._window.setWindowTitle(title_words(figures))
        if self._tray is not None:
            self._tray.show_state(progress_words(figures), busy=not self._attention.wave.is_quiet)
        if notice is not None:
            await self._notify(notice)
        await self._show_progress(figures)

    async def _notify(self, notice: Notification) -> None:
        from capout_desktop.ui.shell.notification_text import (  # noqa: PLC0415 - as above
            notice_words,
            open_words,
        )

        title, text = notice_words(notice)
        if sys.platform != "linux":
            if self._tray is not None:
                self._tray.show_message(title, text)
            return
        if not self._hears_clicks:
            self._hears_clicks = True
            self._tasks.start(self._hear_clicks(), "clicks on notifications")
        try:
            await self._notifications.show(title, text, open_words())
        except NoDesktopServiceError as error:
            # The window shows the same information.
            _log.info("no notification shown: %s", error)

    async def _show_progress(self, figures: ActivityCounts) -> None:
        """Show on the program's icon in taskbar or dock how far all documents are together."""
        left = figures.total - figures.ended
        fraction = figures.fraction if left else None
        view = taskbar_view(fraction, failed=figures.failed > 0, paused=self._settings.queue_paused)
        await self._taskbar.show(int(self._window.effectiveWinId()), view)
        if sys.platform == "darwin":
            from capout_desktop.ui.shell.tray import show_badge  # noqa: PLC0415 - macOS only

            show_badge(left)
        elif sys.platform == "linux":
            try:
                await self._launcher.show(fraction)
            except NoDesktopServiceError as error:
                _log.debug("no progress in the dock: %s", error)

    async def _follow_tray(self) -> None:
        try:
            await hear_tray_changes(self._bus, self._tray_changed)
        except NoDesktopServiceError as error:
            _log.info("the tray is not followed: %s", error)

    def _tray_changed(self) -> None:
        self.settings_changed()
        if self._is_out_of_reach():
            self._tasks.start(self._come_back(), "window without a tray")

    async def _await_tray(self) -> None:
        """Wait for the tray after a start in the background; without one, show the window."""
        from capout_desktop.ui.shell.tray import has_tray  # noqa: PLC0415 - as above

        patience = TRAY_PATIENCE_SECONDS
        while self._tray is None and self._window.isHidden():
            if has_tray():
                self.settings_changed()
            elif patience <= 0:
                self._window.showMinimized()
            else:
                await clock.sleep(TRAY_LOOK_SECONDS)
                patience -= TRAY_LOOK_SECONDS

    async def _come_back(self) -> None:
        """Show the hidden window, unless the desktop only restarts its panel."""
        await asyncio.sleep(PANEL_RESTART_SECONDS)
        if self._is_out_of_reach():
            self._window.show()

    def _is_out_of_reach(self) -> bool:
        from capout_desktop.ui.shell.tray import has_tray  # noqa: PLC0415 - as above

        return self._window.isHidden() and not has_tray()

    async def _hear_clicks(self) -> None:
        try:
            await self._notifications.hear_clicks(self._open)
        except NoDesktopServiceError as error:
            _log.info("clicks on notifications are not heard: %s", error)

    def _make_tray(self) -> Tray:
        from capout_desktop.ui.shell.tray import Tray  # noqa: PLC0415 - after the first paint

        tray = Tray(self._window, self._window.queue.pause_action)
        tray.open_wanted.connect(self._open)
        tray.quit_wanted.connect(self._window.closing.quit)
        return tray

    def _open(self) -> None:
        from capout_desktop.ui.widgets.desktop_files import bring_to_front  # noqa: PLC0415 - loaded already

        bring_to_front(self._window)

    def _tray_explained(self) -> None:
        self._settings.tray_explained = True
        self._save_settings()
