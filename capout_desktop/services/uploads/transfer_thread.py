"""The thread that moves bytes: an event loop of its own, away from the window's.

Encoding, encrypting and sending hundreds of megabytes on the window's loop would make it stutter.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Transfer(Generic[T]):
    """One piece of work on the transfer thread."""

    def __init__(self, loop: asyncio.AbstractEventLoop, work: Coroutine[Any, Any, T]) -> None:
        self._loop = loop
        self._task: asyncio.Task[T] | None = None
        self._outcome: Future[T] = Future()
        loop.call_soon_threadsafe(self._begin, work)

    def cancel(self) -> None:
        """Ask the work to stop; `wait` still tells how it ended."""
        self._loop.call_soon_threadsafe(self._cancel)

    @property
    def done(self) -> bool:
        """Whether `wait` would return at once."""
        return self._outcome.done()

    async def wait(self) -> T:
        """Return or raise what the work does.

        Raises:
            asyncio.CancelledError: the work was canceled, or the waiting task was; the latter
                leaves the work running.
        """
        return await asyncio.shield(asyncio.wrap_future(self._outcome))

    def _begin(self, work: Coroutine[Any, Any, T]) -> None:
        self._task = self._loop.create_task(work)
        self._task.add_done_callback(self._end)

    def _cancel(self) -> None:
        if self._task is not None:
            # After its first step at the earliest: work that never began could not tell its end.
            self._loop.call_soon(self._task.cancel)

    def _end(self, task: asyncio.Task[T]) -> None:
        if task.cancelled():
            self._outcome.cancel()
        elif (error := task.exception()) is not None:
            self._outcome.set_exception(error)
        else:
            self._outcome.set_result(task.result())


class TransferThread:
    """An asyncio loop in a daemon thread, started with the first piece of work."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    def start(self, work: Coroutine[Any, Any, T]) -> Transfer[T]:
        """Run `work` on the transfer thread."""
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
            self._thread = threading.Thread(target=self._run, name="transfer", daemon=True)
            self._thread.start()
        return Transfer(self._loop, work)

    def stop(self, wait_seconds: float) -> None:
        """End the loop; every piece of work must have ended before."""
        if self._loop is not None and self._thread is not None:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(wait_seconds)
            self._loop = self._thread = None

    def _run(self) -> None:
        loop = self._loop
        if loop is None:
            return
        asyncio.set_event_loop(loop)
        try:
            loop.run_forever()
            loop.run_until_complete(loop.shutdown_asyncgens())
        finally:
            loop.close()
