"""Clock that skips the time in which nothing happens, for tests with real sockets and threads.

Ten minutes that a program waits for take a millisecond, and every limit keeps its real value::

    with jump_clock() as clock:
        clock.run(talk_to_a_server())

Event loops, `time.monotonic` and the program's and the sandbox's idea of the present time follow
the clock. While a worker thread is busy, or a loop has work, it runs as every clock does. Once all
event loops have been waiting for a moment, it jumps to the earliest time that one of them waits
for, but not while a message is on its way between the program and what sends uploads: threads hand
it over. A jump at the wrong moment, while an answer is on its way, looks like a slow network.
"""

from __future__ import annotations

import asyncio
import selectors
import threading
import time
from collections import deque
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, tzinfo
from typing import Any, TypeVar

import pytest

from capout_desktop.capout import client
from capout_desktop.capout.realtime.polling_channel import PollingChannel
from capout_desktop.capout.realtime.rate_limiter import RateLimiter
from capout_desktop.sandbox.state import SandboxState
from capout_desktop.services.runtime import clock as program_clock
from capout_desktop.services.runtime.worker_threads import WorkerThreads
from capout_desktop.services.uploads import transfer_worker, transfers
from capout_desktop.services.uploads.transfer_protocol import line, read_answer, read_call

T = TypeVar("T")

SLICE_SECONDS = 0.0004
"""How often a waiting loop looks whether all others wait, too."""
IDLE_SECONDS = 0.0004
"""How long all have to wait before the clock jumps."""
LOST_SECONDS = 1.0
"""How long a message may be on its way; later its receiver is gone."""

_real_monotonic = time.monotonic
_real_time = time.time


class JumpClock:
    """Clock of all event loops that are made while it is in use."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ahead = 0.0
        self._waiting: dict[_JumpingSelector, float | None] = {}
        self._selectors: set[_JumpingSelector] = set()
        self._busy = 0
        self._on_their_way: deque[float] = deque()
        self._changed_at = _real_monotonic()

    def monotonic(self) -> float:
        """Return the time in seconds; it replaces `time.monotonic`."""
        return _real_monotonic() + self._ahead

    def now(self, zone: tzinfo | None = None) -> datetime:
        """Return the present date and time; it replaces `datetime.now`."""
        return datetime.fromtimestamp(_real_time() + self._ahead, zone)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run `work` on a new event loop that follows this clock."""
        with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
            return runner.run(work)

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Let the clock run as every clock does, while a thread works."""
        self.begin()
        try:
            yield
        finally:
            self.end()

    def begin(self) -> None:
        """Take note that a thread begins to work."""
        with self._lock:
            self._busy += 1

    def end(self) -> None:
        """Take note that a thread has done its work."""
        with self._lock:
            self._busy -= 1
            self._changed_at = _real_monotonic()

    def leaves(self) -> None:
        """Take note that a message is handed over to a thread."""
        with self._lock:
            self._on_their_way.append(_real_monotonic())

    def arrives(self) -> None:
        """Take note that a message has been read."""
        with self._lock:
            if self._on_their_way:
                self._on_their_way.popleft()
            self._changed_at = _real_monotonic()

    def add(self, selector: _JumpingSelector) -> None:
        """Wait for a loop's selector, too, before each jump."""
        with self._lock:
            self._selectors.add(selector)

    def remove(self, selector: _JumpingSelector) -> None:
        """Do not wait for this selector any more; its loop is closed."""
        with self._lock:
            self._selectors.discard(selector)

    def waits(self, selector: _JumpingSelector, until: float | None) -> None:
        """Take note that a loop waits, for its sockets and until a time (None: for ever)."""
        with self._lock:
            self._waiting[selector] = until
            self._changed_at = _real_monotonic()

    def works(self, selector: _JumpingSelector) -> None:
        """Take note that a loop does not wait any more."""
        with self._lock:
            del self._waiting[selector]

    def jump(self) -> None:
        """Jump to the next time that a loop waits for, if all of them have been waiting."""
        with self._lock:
            if self._busy or len(self._waiting) < len(self._selectors):
                return
            real = _real_monotonic()
            while self._on_their_way and real - self._on_their_way[0] > LOST_SECONDS:
                self._on_their_way.popleft()
            if self._on_their_way or real - self._changed_at < IDLE_SECONDS:
                return
            times = [until for until in self._waiting.values() if until is not None]
            if times:
                self._ahead = max(self._ahead, min(times) - real)
                self._changed_at = real


class _JumpingSelector(selectors.SelectSelector):
    """Selector of an event loop; `select(2)` waits for less than a millisecond, epoll does not."""

    def __init__(self, clock: JumpClock) -> None:
        super().__init__()
        self._clock = clock
        clock.add(self)

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if ready or (timeout is not None and timeout <= 0):
            return ready
        until = None if timeout is None else self._clock.monotonic() + timeout
        self._clock.waits(self, until)
        try:
            while not ready and (until is None or self._clock.monotonic() < until):
                ready = super().select(SLICE_SECONDS)
                if not ready:
                    self._clock.jump()
            return ready
        finally:
            self._clock.works(self)

    def close(self) -> None:
        super().close()
        self._clock.remove(self)


class _Dates:
    """Stand-in for `datetime` in modules that only ask for the present time."""

    def __init__(self, clock: JumpClock) -> None:
        self.now = clock.now


def _first(note: Callable[[], None], call: Callable[[Any], T]) -> Callable[[Any], T]:
    def noted(given: Any) -> T:
        note()
        return call(given)

    return noted


@contextmanager
def jump_clock() -> Iterator[JumpClock]:
    """Let everything that is started within the block follow one clock that jumps."""
    clock = JumpClock()
    run_in_worker = WorkerThreads.run
    run_in_executor = asyncio.BaseEventLoop.run_in_executor

    async def run(self: WorkerThreads, call: Any, *args: Any, **more: Any) -> Any:
        with clock.busy():
            return await run_in_worker(self, call, *args, **more)

    def in_executor(self: Any, executor: Any, call: Any, *args: Any) -> asyncio.Future[Any]:
        clock.begin()
        future = run_in_executor(self, executor, call, *args)
        future.add_done_callback(lambda _: clock.end())
        return future

    replaced: Mapping[tuple[object, str], object] = {
        (transfers, "line"): _first(clock.leaves, line),
        (transfer_worker, "read_call"): _first(clock.arrives, read_call),
        (transfer_worker, "line"): _first(clock.leaves, line),
        (transfers, "read_answer"): _first(clock.arrives, read_answer),
        (time, "monotonic"): clock.monotonic,
        (selectors, "DefaultSelector"): lambda: _JumpingSelector(clock),
        # On Windows the default loop waits in another way.
        (asyncio, "new_event_loop"): asyncio.SelectorEventLoop,
        (WorkerThreads, "run"): run,
        (asyncio.BaseEventLoop, "run_in_executor"): in_executor,
        (program_clock, "datetime"): _Dates(clock),
        (client, "datetime"): _Dates(clock),
        (SandboxState, "now"): staticmethod(lambda: clock.now(UTC)),
    }
    with pytest.MonkeyPatch.context() as patch:
        for (owner, name), replacement in replaced.items():
            patch.setattr(owner, name, replacement)
        for owner in (PollingChannel, RateLimiter):
            defaults = owner.__init__.__kwdefaults__ or {}
            patch.setitem(defaults, "clock", clock.monotonic)
        yield clock
