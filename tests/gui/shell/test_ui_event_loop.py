"""The event loop: callbacks in their order, and nothing is kept once it is canceled."""

from __future__ import annotations

import asyncio
import gc
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Callable

import psutil
import pytest
from PySide6.QtWidgets import QApplication

from capout_desktop.ui.shell.event_loop import EventLoop


class Kept:
    """Something that a callback refers to."""


def run(loop: EventLoop, seconds: float = 0.0) -> None:
    loop.run_until_complete(asyncio.sleep(seconds))


def test_callbacks_run_in_the_order_in_which_they_were_asked_for(loop: EventLoop) -> None:
    ran: list[str] = []

    def first() -> None:
        ran.append("first")
        loop.call_soon(ran.append, "asked for by the first")

    loop.call_later(0.05, ran.append, "later")
    loop.call_soon(first)
    loop.call_later(0, ran.append, "second")
    loop.call_later(-1, ran.append, "third, whose time is past")
    loop.call_soon(ran.append, "canceled").cancel()
    run(loop, 0.15)
    assert ran == [
        "first",
        "second",
        "third, whose time is past",
        "asked for by the first",
        "later",
    ]


def test_a_callback_of_another_thread_runs_in_that_of_the_loop(loop: EventLoop) -> None:
    ran: list[int] = []
    done = asyncio.Event()

    def note() -> None:
        ran.append(threading.get_ident())
        done.set()

    thread = threading.Thread(target=loop.call_soon_threadsafe, args=(note,))
    thread.start()
    loop.run_until_complete(asyncio.wait_for(done.wait(), 60))
    thread.join()
    assert ran == [threading.get_ident()]


def test_what_a_canceled_callback_refers_to_is_free_at_once(loop: EventLoop) -> None:
    kept = Kept()
    gone = weakref.ref(kept)
    handle = loop.call_later(600, print, kept)
    del kept
    gc.collect()
    assert gone() is not None
    handle.cancel()
    handle.cancel()  # a second time, as asyncio does
    gc.collect()
    assert gone() is None


def test_a_callback_that_is_canceled_after_it_ran_ends_no_other(loop: EventLoop) -> None:
    ran: list[int] = []
    early = loop.call_later(0.001, ran.append, -1)
    while not ran:
        run(loop, 0.001)
    for number in range(300):  # Qt gives the numbers of its timers again
        loop.call_later(0.001, ran.append, number)
        early.cancel()
        loop.run_until_complete(_until_last(ran, number))
    assert ran == [*range(-1, 300)]


async def _until_last(ran: list[int], number: int) -> None:
    """Wait, at most a second, until a number is the last one."""
    for _ in range(1_000):
        if ran[-1] == number:
            return
        await asyncio.sleep(0.001)


async def _answered_at_once(number: int) -> None:
    for _ in range(number):
        async with asyncio.timeout(600):
            await asyncio.sleep(0)


def test_limits_of_what_was_answered_leave_nothing_behind(loop: EventLoop) -> None:
    def handles() -> int:
        gc.collect()
        return sum(isinstance(one, asyncio.Handle) for one in gc.get_objects())

    loop.run_until_complete(_answered_at_once(1))
    before = handles()
    loop.run_until_complete(_answered_at_once(200))
    assert handles() <= before + 5


def test_other_callbacks_go_on_while_one_of_them_lets_qt_handle_events(
    loop: EventLoop, qapp: QApplication
) -> None:
    ran: list[str] = []

    def nested() -> None:
        loop.call_soon(ran.append, "asked for before the nested events")
        for _ in range(5):
            qapp.processEvents()
        ran.append("nested")

    loop.call_soon(nested)
    loop.call_soon(ran.append, "asked for before the turn")
    run(loop, 0.05)
    assert ran == ["asked for before the turn", "asked for before the nested events", "nested"]


@pytest.mark.parametrize("ask", [EventLoop.call_soon, lambda loop, do: loop.call_later(0.01, do)])
def test_a_callback_that_fails_is_told_and_the_others_go_on(
    loop: EventLoop, ask: Callable[[EventLoop, Callable[[], object]], object]
) -> None:
    told: list[dict[str, object]] = []
    ran: list[str] = []

    def fail() -> None:
        raise ValueError("wrong")

    loop.set_exception_handler(lambda _, context: told.append(context))
    ask(loop, fail)
    ask(loop, lambda: ran.append("the other"))
    run(loop, 0.1)
    assert [repr(one["exception"]) for one in told] == ["ValueError('wrong')"]
    assert ran == ["the other"]


def test_nothing_runs_once_the_loop_is_closed(qapp: QApplication) -> None:
    ran: list[str] = []
    loop = EventLoop(qapp)
    loop.call_soon(ran.append, "soon")
    loop.call_later(0.001, ran.append, "later")
    loop.close()
    loop.call_soon(ran.append, "after its end")
    for _ in range(20):
        qapp.processEvents()
    assert ran == []


HANGING = """
import asyncio, threading
from PySide6.QtWidgets import QApplication
from capout_desktop.ui.shell.event_loop import EventLoop
application = QApplication([])
begun = threading.Event()
def hang():
    begun.set()
    threading.Event().wait()
async def run():
    call = asyncio.ensure_future(asyncio.to_thread(hang))
    while not begun.is_set():
        await asyncio.sleep(0.01)
    call.cancel()
with EventLoop(application) as loop:
    loop.run_until_complete(run())
print("ended")
"""


def test_a_blocking_call_that_hangs_does_not_hold_up_the_exit() -> None:
    """As a look-up of a name does while no name server answers."""
    ran = subprocess.run(
        [sys.executable, "-c", HANGING], capture_output=True, text=True, timeout=60, check=False
    )
    assert (ran.returncode, ran.stdout.strip(), ran.stderr) == (0, "ended", "")


def test_blocking_calls_have_no_more_threads_than_they_need(loop: EventLoop) -> None:
    before = psutil.Process().num_threads()
    both_run = threading.Barrier(2)
    for _ in range(3):
        loop.run_until_complete(asyncio.wait_for(asyncio.to_thread(time.monotonic), 60))
    assert psutil.Process().num_threads() <= before + 1

    async def two_at_once() -> None:
        calls = (asyncio.to_thread(both_run.wait, 60) for _ in range(2))
        await asyncio.gather(*calls)

    loop.run_until_complete(two_at_once())
    assert psutil.Process().num_threads() <= before + 2
