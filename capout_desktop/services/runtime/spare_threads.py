"""Threads for blocking calls on files, each of which may hang on a drive that does not answer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from capout_desktop.services.runtime.worker_threads import WorkerThreads

T = TypeVar("T")


class SpareThreads:
    """Daemon threads, as many as calls are under way. A call that hangs keeps only its own."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._free: list[WorkerThreads] = []
        self._is_stopped = False

    async def run(
        self, call: Callable[[], T], seconds: float, progress: Callable[[], int] = lambda: 0
    ) -> T:
        """Run `call` in a thread of its own; return its result or raise its exception.

        Raises:
            TimeoutError: For `seconds` it neither ended nor changed the number that `progress`
                returns. The call goes on, and its result is dropped.
        """
        thread = self._free.pop() if self._free else WorkerThreads(self._name)
        task = asyncio.ensure_future(thread.run(call))
        try:
            before: int | None = None
            while not task.done():
                if (present := progress()) == before:
                    raise TimeoutError("it does not answer")
                before = present
                await asyncio.wait({task}, timeout=seconds)
            return task.result()
        finally:
            if task.done() and not self._is_stopped:
                self._free.append(thread)
            else:
                task.cancel()
                thread.stop()  # ends after its call

    def stop(self) -> None:
        """End the threads after their present calls, without waiting for that."""
        self._is_stopped = True
        while self._free:
            self._free.pop().stop()
