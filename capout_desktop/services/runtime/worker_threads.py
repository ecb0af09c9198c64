"""Worker threads for blocking calls: files, the journal, the keyring."""

from __future__ import annotations

import asyncio
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
        self._name = name
        self._threads = threads
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._started = False

    async def run(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `call` in a thread; return its result or raise its exception.

        A canceled caller stops waiting, but the call itself runs to its end.
        """
        self._start()
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()

        def job() -> None:
            try:
                result = call(*args, **kwargs)
            except BaseException as error:  # noqa: BLE001 - carried to the caller
                _hand_over(loop, future, future.set_exception, error)
            else:
                _hand_over(loop, future, future.set_result, result)

        self._jobs.put(job)
        return await future

    def stop(self) -> None:
        """Stop the threads after the queued calls are done, without waiting for that."""
        if self._started:
            for _ in range(self._threads):
                self._jobs.put(None)
            self._started = False

    def _start(self) -> None:
        if self._started:
            return
        self._started = True
        for number in range(self._threads):
            threading.Thread(target=self._work, name=f"{self._name}-{number}", daemon=True).start()

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            job()
            del job  # otherwise its result is kept alive until the next job


def _hand_over(
    loop: asyncio.AbstractEventLoop,
    future: asyncio.Future[Any],
    setter: Callable[[Any], None],
    value: object,
) -> None:
    def settle() -> None:
        if not future.done():
            setter(value)

    try:
        loop.call_soon_threadsafe(settle)
    except RuntimeError:
        # The loop is closed: the program is ending and nothing waits for the result.
        return
