"""Owner of asyncio tasks, which reports their failures and restarts those that must not end."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Coroutine
from typing import Any

from capout_desktop.domain.vital_loop import VitalLoop
from capout_desktop.services.runtime.supervisor import keep_running

_log = logging.getLogger(__name__)

END_SECONDS = 1.0
"""Longest time that the end of the program waits for what was begun."""


class TaskOwner:
    """Starts tasks, reports their failures, and cancels them at the end."""

    def __init__(
        self,
        on_failure: Callable[[BaseException], None],
        on_stopped: Callable[[VitalLoop, Exception | None], None] | None = None,
    ) -> None:
        """Create an owner; `on_failure` is called with every unhandled exception of a task.

        `on_stopped` is called with the failure of a vital loop, which is restarted by itself, and
        with None once all loops of that kind work again. By default `on_failure` gets it.
        """
        self._on_failure = on_failure
        self._on_stopped = on_stopped
        self._stopped: Counter[VitalLoop] = Counter()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._ending: set[asyncio.Task[Any]] = set()
        self._closed = False

    def start(
        self, work: Coroutine[Any, Any, Any], name: str, *, to_its_end: bool = False
    ) -> asyncio.Task[Any]:
        """Run `work` as a task of this owner.

        With `to_its_end`, it is not canceled when the program ends, unless it takes longer than
        `END_SECONDS`.
        """
        task = asyncio.get_running_loop().create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        if to_its_end:
            self._ending.add(task)
            task.add_done_callback(self._ending.discard)
        elif self._closed:
            task.cancel()
        return task

    def keep(
        self, work: Callable[[], Coroutine[Any, Any, None]], loop: VitalLoop
    ) -> asyncio.Task[Any]:
        """Run a loop that must not end by itself; it is restarted whenever it fails."""
        is_down = False

        def failed(error: Exception) -> None:
            nonlocal is_down
            is_down = True
            self._stopped[loop] += 1
            if self._on_stopped is None:
                self._on_failure(error)
            elif self._stopped[loop] == 1:
                self._on_stopped(loop, error)

        def works() -> None:
            nonlocal is_down
            if is_down:
                is_down = False
                self._stopped[loop] -= 1
                if self._stopped[loop] == 0 and self._on_stopped is not None:
                    self._on_stopped(loop, None)

        task = self.start(keep_running(work, failed, works), loop.value)
        # A loop that is ended on purpose is not down any more.
        task.add_done_callback(lambda _: works())
        return task

    async def close(self) -> None:
        """Cancel all running tasks, and wait until they have ended."""
        self._closed = True
        if self._ending:
            await asyncio.wait(set(self._ending), timeout=END_SECONDS)
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if task.cancelled() or (error := task.exception()) is None:
            return
        _log.error("%s failed", task.get_name(), exc_info=error)
        self._on_failure(error)
