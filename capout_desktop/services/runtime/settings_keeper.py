"""Keeper of the settings: one shared object, saved after each change."""

from __future__ import annotations

import asyncio
import copy
import logging
from collections.abc import Callable

from capout_desktop.services.runtime.tasks import TaskOwner
from capout_desktop.services.runtime.worker_threads import WorkerThreads
from capout_desktop.store.settings import VITAL, Settings, SettingsFile

END_SECONDS = 1.0

_log = logging.getLogger(__name__)


class SettingsKeeper:
    """Loads the settings once, and saves them after each change.

    Attributes:
        settings: The current settings. Change them in place, then call `save`.
        are_lost: Whether the file, or what decides who pays and receives, could not be read, so
            that the queue starts paused.
        are_partly_read: Whether some settings could not be read and have their defaults.
    """

    def __init__(
        self,
        file: SettingsFile,
        threads: WorkerThreads,
        tasks: TaskOwner,
        on_trouble: Callable[[Exception], None],
    ) -> None:
        """Create it; `on_trouble` is called when saving fails.

        The next change tries again, and so does the end.
        """
        self.settings = Settings()
        self.are_lost = False
        self.are_partly_read = False
        self._file = file
        self._threads = threads
        self._tasks = tasks
        self._on_trouble = on_trouble
        self._listeners: list[Callable[[], None]] = []
        self._may_write = True
        self._unsaved = False
        self._failed = False
        self._writing: asyncio.Task[None] | None = None

    async def load(self) -> None:
        """Load the file into `settings`."""
        try:
            kept = await self._threads.run(self._file.load)
        except OSError:
            # A file that cannot be read is not overwritten.
            self._may_write = False
            _log.exception("settings not read")
            self._fail_closed()
            return
        for name in kept.__struct_fields__:
            setattr(self.settings, name, getattr(kept, name))
        if self._file.was_damaged:
            _log.error("settings damaged and set aside")
            self._fail_closed()
        if self._file.unread:
            _log.error("settings not read: %s", ", ".join(self._file.unread))
            self.are_partly_read = True
            if not VITAL.isdisjoint(self._file.unread):
                self._fail_closed()

    def listen(self, listener: Callable[[], None]) -> None:
        """Call `listener` after each change, before it is saved."""
        self._listeners.append(listener)

    def save(self) -> None:
        """Notify the listeners, and save; later changes are included while a save is running."""
        for listener in self._listeners:
            listener()
        self._unsaved = True
        if self._may_write and (self._writing is None or self._writing.done()):
            self._writing = self._tasks.start(self._write(), "settings")

    async def close(self) -> None:
        """Wait until the last change is saved, but not for a thread that a dead drive blocks."""
        if self._failed and self._writing is not None and self._writing.done():
            self._unsaved = True
            self._writing = self._tasks.start(self._write(), "settings")
        if self._writing is not None:
            _, late = await asyncio.wait({self._writing}, timeout=END_SECONDS)
            if late:
                _log.warning("settings not stored in time")

    def _fail_closed(self) -> None:
        """Pause the queue: the lost settings may have paused it, and set who pays and receives."""
        self.settings.queue_paused = True
        self.are_lost = True

    async def _write(self) -> None:
        # One at a time, because two would write to the same temporary file.
        while self._unsaved:
            self._unsaved = False
            try:
                await self._threads.run(self._file.save, copy.deepcopy(self.settings))
            except OSError as error:
                self._failed = True
                self._on_trouble(error)
            else:
                self._failed = False
