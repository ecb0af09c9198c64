"""Worker threads for blocking calls: files, the journal, the keyring."""

from __future__ import annotations

import asyncio
import functools
import queue
import threading
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
_Job = Callable[[], None]


class WorkerThreads:
    """A few daemon threads that run blocking calls for an event loop.

    Unlike the executors of the standard library, these threads never keep the program alive. A
    keyring that shows a prompt, or an unreachable network share, must not delay the exit. With one
    thread, calls run in the order in which they were made.
    """

    def __init__(self, name: str, threads: int = 1) -> None:
        """Create it; up to `threads` are started, each when a call finds none that is free."""
        self._name = name
        self._threads = threads
        self._forget_all()

    async def run(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `call` in a thread; return its result or raise its exception.

        A canceled caller stops waiting, but the call itself runs to its end.
        """
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        free = self._free

        def job() -> None:
            settle: Callable[[], None]
            try:
                settle = functools.partial(future.set_result, call(*args, **kwargs))
            except BaseException as error:  # noqa: BLE001 - carried to the caller
                settle = functools.partial(future.set_exception, error)
            free.release()  # first: the caller may make the next call at once
            _hand_over(loop, future, settle)

        self._jobs.put(job)
        if not free.acquire(blocking=False) and self._started < self._threads:
            self._start()
        return await future

    def stop(self) -> None:
        """Stop the threads after the queued calls are done, without waiting for that."""
        for _ in range(self._started):
            self._jobs.put(None)
        self._forget_all()

    def _forget_all(self) -> None:
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._free = threading.Semaphore(0)
        self._started = 0

    def _start(self) -> None:
        name = f"{self._name}-{self._started}"
        work = functools.partial(_work, self._jobs)
        threading.Thread(target=work, name=name, daemon=True).start()
        self._started += 1


def _work(jobs: queue.SimpleQueue[_Job | None]) -> None:
    while (job := jobs.get()) is not None:
        job()
        del job  # otherwise its result is kept alive until the next job


def _hand_over(
    loop: asyncio.AbstractEventLoop,
    future: asyncio.Future[Any],
    settle: Callable[[], None],
) -> None:
    def settle_if_awaited() -> None:
        if not future.done():
            settle()

    try:
        loop.call_soon_threadsafe(settle_if_awaited)
    except RuntimeError:
        # The loop is closed: the program is ending and nothing waits for the result.
        return
