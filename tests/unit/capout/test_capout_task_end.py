"""Tasks that are ended keep the time to tidy up."""

from __future__ import annotations

import asyncio

import pytest

from capout_desktop.capout.task_end import end


class Tidying:
    """Something that hangs up in several steps once it is canceled."""

    def __init__(self) -> None:
        self.may_go_on = asyncio.Event()
        self.tidied = False
        self.running = asyncio.create_task(self._run())

    async def _run(self) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await self.may_go_on.wait()
            self.tidied = True


async def test_a_canceled_caller_does_not_cancel_twice() -> None:
    tidying = Tidying()
    await asyncio.sleep(0)
    caller = asyncio.create_task(end(tidying.running))
    await asyncio.sleep(0)
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    assert not tidying.running.done()
    tidying.may_go_on.set()
    await asyncio.wait([tidying.running])
    assert tidying.tidied


async def test_what_a_group_has_canceled_is_not_canceled_again() -> None:
    tidying = Tidying()
    await asyncio.sleep(0)
    tidying.running.cancel()
    await asyncio.sleep(0)
    tidying.may_go_on.set()
    await end(tidying.running)
    assert tidying.tidied


async def test_a_failure_while_tidying_is_of_no_interest() -> None:
    async def fail() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            raise OSError

    task = asyncio.create_task(fail())
    await asyncio.sleep(0)
    await end(task)
    assert task.done()
