"""Time limit for blocking calls that may never return, such as those on an unreachable drive."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class NotYet(TimeoutError):  # noqa: N818 - the call may still end
    """A call has not ended within its time; it goes on, and can be waited for once more."""

    def __init__(self, job: _Job[Any]) -> None:
        super().__init__("it does not answer")
        self._job = job

    def result(self, seconds: float) -> Any:
        """Return the result of the call, or raise its exception.

        Raises:
            NotYet: It has not ended within further `seconds` either.
        """
        if not self._job.done.wait(seconds):
            raise NotYet(self._job)
        return self._job.result()


class TimeLimit:
    """Runs blocking calls, one after the other, in a daemon thread of its own.

    A call that takes too long keeps its thread; the next call gets a new one. Use it from one
    thread at a time.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._jobs: queue.SimpleQueue[_Job[Any] | None] | None = None

    def run(self, call: Callable[[], T], seconds: float) -> T:
        """Run `call` and return its result.

        Raises:
            NotYet: It took longer than `seconds`, and goes on.
        """
        if self._jobs is None:
            self._jobs = queue.SimpleQueue()
            threading.Thread(target=_work, args=(self._jobs,), name=self._name, daemon=True).start()
        job = _Job(call)
        self._jobs.put(job)
        if not job.done.wait(seconds):
            self.close()
            raise NotYet(job)
        return job.result()

    def close(self) -> None:
        """End the thread after its present call, without waiting for it."""
        if self._jobs is not None:
            self._jobs.put(None)
            self._jobs = None


class _Job(Generic[T]):
    def __init__(self, call: Callable[[], T]) -> None:
        self._call = call
        self._result: list[T] = []
        self._error: BaseException | None = None
        self.done = threading.Event()

    def run(self) -> None:
        try:
            self._result.append(self._call())
        except BaseException as error:  # noqa: BLE001 - carried to the caller
            self._error = error
        self.done.set()

    def result(self) -> T:
        if self._error is not None:
            raise self._error
        return self._result[0]


def _work(jobs: queue.SimpleQueue[_Job[Any] | None]) -> None:
    while (job := jobs.get()) is not None:
        job.run()
        del job  # otherwise its result is kept alive until the next one
