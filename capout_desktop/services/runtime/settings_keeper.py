"""The person's choices: one object that every part reads, kept on the disk after each change."""

from __future__ import annotations

import asyncio
import copy
import logging
from collections.abc import Callable

from capout_desktop.services.runtime.tasks import TaskOwner
from capout_desktop.services.runtime.worker_threads import WorkerThreads
from capout_desktop.store.settings import Settings, SettingsFile

END_SECONDS = 1.0

_log = logging.getLogger(__name__)


class SettingsKeeper:
    """Reads the settings once, and writes them whenever somebody has changed them.

    Attributes:
        settings: What holds now; changed in place, then followed by `save`.
        are_lost: Whether what was kept could not be read, so that the queue begins paused.
    """

    def __init__(
        self,
        file: SettingsFile,
        threads: WorkerThreads,
        tasks: TaskOwner,
        on_trouble: Callable[[Exception], None],
    ) -> None:
        """`on_trouble` is told when they could not be written; the next change tries again."""
        self.settings = Settings()
        self.are_lost = False
        self._file = file
        self._threads = threads
        self._tasks = tasks
        self._on_trouble = on_trouble
        self._listeners: list[Callable[[], None]] = []
        self._may_write = True
        self._unsaved = False
        self._writing: asyncio.Task[None] | None = None

    async def load(self) -> None:
        """Read what was kept into `settings`."""
        try:
            kept = await self._threads.run(self._file.load)
        except OSError:
            # What cannot be read is not written over either.
            self._may_write = False
            _log.exception("settings not read")
            self._fail_closed()
            return
        for name in kept.__struct_fields__:
            setattr(self.settings, name, getattr(kept, name))
        if self._file.was_damaged:
            _log.error("settings damaged and set aside")
            self._fail_closed()

    def listen(self, listener: Callable[[], None]) -> None:
        """Call `listener` after each change, before it is on the disk."""
        self._listeners.append(listener)

    def save(self) -> None:
        """Tell of what was changed, and write it; changes that come meanwhile go with it."""
        for listener in self._listeners:
            listener()
        self._unsaved = True
        if self._may_write and (self._writing is None or self._writing.done()):
            self._writing = self._tasks.start(self._write(), "settings")

    async def close(self) -> None:
        """Wait until the last change is on the disk, but for no thread that a dead drive holds."""
        if self._writing is not None:
            _, late = await asyncio.wait({self._writing}, timeout=END_SECONDS)
            if late:
                _log.warning("settings not stored in time")

    def _fail_closed(self) -> None:
        """Send nothing: the person may have paused the queue, and chosen who pays and receives."""
        self.settings.queue_paused = True
        self.are_lost = True

    async def _write(self) -> None:
        # One at a time: two would write to the same draft.
        while self._unsaved:
            self._unsaved = False
            try:
                await self._threads.run(self._file.save, copy.deepcopy(self.settings))
            except OSError as error:
                self._on_trouble(error)
