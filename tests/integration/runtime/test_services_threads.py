"""Worker threads: results, errors, order, and an end that never hangs."""

from __future__ import annotations

import asyncio
import threading

import pytest

from capout_desktop.services.runtime.tasks import TaskOwner
from capout_desktop.services.runtime.worker_threads import WorkerThreads


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


async def test_threads_are_started_as_calls_need_them_and_again_after_the_end() -> None:
    worker = WorkerThreads("test", 2)
    for _ in range(2):
        names = {(await worker.run(threading.current_thread)).name for _ in range(5)}
        assert names == {"test-0"}, "it is free again each time"
        gate = threading.Barrier(3)
        both = [asyncio.ensure_future(worker.run(gate.wait, 20)) for _ in range(2)]
        third = asyncio.ensure_future(worker.run(threading.current_thread))
        await asyncio.to_thread(gate.wait, 20)
        await asyncio.gather(*both)
        assert (await third).name in {"test-0", "test-1"}
        worker.stop()


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
