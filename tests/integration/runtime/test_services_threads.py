"""Worker threads and the transfer thread: results, errors, order, and an end that never hangs."""

from __future__ import annotations

import asyncio
import threading

import pytest

from capout_desktop.services.runtime.tasks import TaskOwner
from capout_desktop.services.runtime.worker_threads import WorkerThreads
from capout_desktop.services.uploads.transfer_thread import TransferThread


async def test_a_call_runs_in_another_thread_and_its_result_or_error_comes_back() -> None:
    worker = WorkerThreads("test")
    assert await worker.run(threading.get_ident) != threading.get_ident()
    with pytest.raises(ZeroDivisionError):
        await worker.run(divmod, 1, 0)
    worker.stop()


async def test_one_worker_keeps_the_order_of_the_calls() -> None:
    worker = WorkerThreads("test")
    done: list[int] = []
    await asyncio.gather(*(worker.run(done.append, number) for number in range(200)))
    assert done == list(range(200))
    worker.stop()


async def test_a_caller_that_is_canceled_leaves_the_worker_usable() -> None:
    worker = WorkerThreads("test")
    gate = threading.Event()
    stuck = asyncio.ensure_future(worker.run(gate.wait, 5))
    await asyncio.sleep(0)
    stuck.cancel()
    with pytest.raises(asyncio.CancelledError):
        await stuck
    gate.set()
    assert await worker.run(int, "7") == 7
    worker.stop()


async def test_a_canceled_transfer_still_tells_how_it_ended() -> None:
    transfers = TransferThread()

    async def send() -> str:
        try:
            await asyncio.sleep(30)
        except asyncio.CancelledError:
            return "stopped after 3 of 9 bytes"
        return "sent"

    for pause in (0, 0.01):  # at once, too: before its first step
        transfer = transfers.start(send())
        await asyncio.sleep(pause)
        transfer.cancel()
        assert await asyncio.wait_for(transfer.wait(), 2) == "stopped after 3 of 9 bytes"
    transfers.stop(wait_seconds=1)


async def test_a_busy_transfer_does_not_hold_up_this_loop() -> None:
    transfers = TransferThread()

    async def chew() -> None:
        for _ in range(20_000):
            await asyncio.sleep(0)

    transfer = transfers.start(chew())
    laps = 0
    while not transfer.done:
        await asyncio.sleep(0.005)
        laps += 1
    await transfer.wait()
    assert laps > 5
    transfers.stop(wait_seconds=1)


async def test_a_failing_task_is_seen_and_all_are_awaited_at_the_end() -> None:
    seen: list[BaseException] = []
    tasks = TaskOwner(seen.append)
    cleaned: list[str] = []

    async def fail() -> None:
        raise ValueError("seen")

    async def linger() -> None:
        try:
            await asyncio.sleep(30)
        finally:
            await asyncio.sleep(0)
            cleaned.append("done")

    tasks.start(linger(), "linger")
    failing = tasks.start(fail(), "fail")
    await asyncio.wait([failing])
    await asyncio.sleep(0)
    assert [str(error) for error in seen] == ["seen"]
    await tasks.close()
    assert cleaned == ["done"]
