"""Control of the window's look: stores it, and applies changes from the settings dialog."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import TYPE_CHECKING

from capout_desktop.domain.program_problem import LOOK_NOT_SAVED
from capout_desktop.services.runtime.tasks import TaskOwner
from capout_desktop.services.runtime.worker_threads import WorkerThreads
from capout_desktop.store.view_state_file import ViewState, write_view_state

if TYPE_CHECKING:
    from capout_desktop.ui.shell.main_window import MainWindow

_log = logging.getLogger(__name__)

END_SECONDS = 2.0
REST_SECONDS = 1.0
"""Delay before the look is stored; dragging a window edge changes it often."""


class ViewStateControl:
    """Stores the window's look in its file, off the window's thread."""

    def __init__(
        self, window: MainWindow, path: Path, tasks: TaskOwner, files: WorkerThreads
    ) -> None:
        self._window = window
        self._path = path
        self._tasks = tasks
        self._files = files
        self._stored = window.look.now
        self._resting: asyncio.TimerHandle | None = None
        self._trouble = False
        window.look.changed.connect(self._changed)

    @property
    def look(self) -> ViewState:
        """The current look."""
        return self._window.look.now

    def set_theme(self, theme: str) -> None:
        """Use `system`, `light` or `dark` colors, at once."""
        self._window.look.set_theme(theme)

    def set_density(self, density: str) -> None:
        """Show `comfortable` or `compact` rows, at once."""
        self._window.look.set_density(density)

    def set_language(self, language: str) -> None:
        """Use a language, such as `es`; empty means the system's.

        The view state asks for another window if it is not the language of this one.
        """
        self._window.look.set_language(language)

    async def close(self) -> None:
        """Store unsaved changes, but do not wait for a thread that an unreachable drive blocks."""
        self._window.look.changed.disconnect(self._changed)
        if self._resting is not None:
            self._resting.cancel()
        try:
            async with asyncio.timeout(END_SECONDS):
                await self._store()
        except TimeoutError:
            _log.warning("look not stored in time")

    def _changed(self) -> None:
        if self._resting is not None:
            self._resting.cancel()
        loop = asyncio.get_running_loop()
        self._resting = loop.call_later(REST_SECONDS, self._rested)

    def _rested(self) -> None:
        self._resting = None
        self._tasks.start(self._store(), "look")

    async def _store(self) -> None:
        self._window.look.note_geometry()
        stored = self._window.look.now
        if stored == self._stored:
            return
        try:
            await self._files.run(write_view_state, self._path, stored)
        except OSError:
            _log.warning("look not stored", exc_info=True)
            if not self._trouble:
                self._window.show_banner(LOOK_NOT_SAVED)
            self._trouble = True
            return
        self._stored = stored
        if self._trouble:
            self._trouble = False
            self._window.hide_banner(LOOK_NOT_SAVED.code)
