"""A loop that fails is restarted with growing pauses, and that is said once."""

from __future__ import annotations

import asyncio

from helpers.clock import ControlledClock, controlled_clock

from capout_desktop.domain.vital_loop import VitalLoop
from capout_desktop.services.runtime.supervisor import STEADY_SECONDS
from capout_desktop.services.runtime.tasks import TaskOwner


class Loops:
    """A loop that fails as often as the test says, and what was told of it."""

    def __init__(self) -> None:
        self.told: list[tuple[VitalLoop, str]] = []
        self.failures_left = 0
        self.begun = 0
        self.is_poisoned_later = asyncio.Event()
        self.tasks = TaskOwner(lambda _: None, self._tell)

    def _tell(self, loop: VitalLoop, error: Exception | None) -> None:
        self.told.append((loop, str(error or "works")))

    async def work(self) -> None:
        self.begun += 1
        if self.failures_left:
            self.failures_left -= 1
            raise ValueError("poison")
        await self.is_poisoned_later.wait()
        self.is_poisoned_later.clear()
        raise ValueError("later")

    async def canceled_from_within(self) -> None:
        self.begun += 1
        if self.begun == 1:
            future = asyncio.get_running_loop().create_future()
            future.cancel()
            await future
        await asyncio.Event().wait()


async def begin(clock: ControlledClock) -> None:
    await clock.advance(0)


async def test_it_is_said_once_and_taken_back_once_it_works() -> None:
    loops = Loops()
    loops.failures_left = 3
    with controlled_clock() as clock:
        loops.tasks.keep(loops.work, VitalLoop.SENDING)
        await begin(clock)
        for pause in (1, 2, 4):
            begun = loops.begun
            await clock.advance(pause - 0.01)
            assert loops.begun == begun, f"it waits {pause} s"
            await clock.advance(0.01)
            assert loops.begun == begun + 1
        assert loops.told == [(VitalLoop.SENDING, "poison")]
        await clock.advance(STEADY_SECONDS)
        assert loops.told[1:] == [(VitalLoop.SENDING, "works")]
        begun = loops.begun
        loops.is_poisoned_later.set()
        await begin(clock)
        assert loops.told[2:] == [(VitalLoop.SENDING, "later")], "it is said anew"
        await clock.advance(1)
        assert loops.begun == begun + 1, "the pauses begin anew"
        await clock.advance(STEADY_SECONDS)
        assert loops.told[3:] == [(VitalLoop.SENDING, "works")]
        await loops.tasks.close()
    assert len(loops.told) == 4


async def test_the_pauses_grow_to_a_minute_and_no_further() -> None:
    loops = Loops()
    loops.failures_left = 12
    with controlled_clock() as clock:
        loops.tasks.keep(loops.work, VitalLoop.CREDITS)
        await clock.advance(1 + 2 + 4 + 8 + 16 + 32 + 6 * 60)
        assert loops.begun == 13
        await loops.tasks.close()


async def test_two_loops_of_a_kind_are_one_message_that_stays_until_both_work() -> None:
    loops, other = Loops(), Loops()
    other.tasks = loops.tasks
    loops.failures_left, other.failures_left = 1, 4
    with controlled_clock() as clock:
        loops.tasks.keep(loops.work, VitalLoop.FOLLOWING)
        loops.tasks.keep(other.work, VitalLoop.FOLLOWING)
        await clock.advance(14.5)
        assert [word for _, word in loops.told] == ["poison"], "one of them is still down"
        await clock.advance(20)
        assert [word for _, word in loops.told] == ["poison", "works"]
        await loops.tasks.close()


async def test_a_loop_that_is_canceled_from_within_is_restarted_and_by_its_owner_is_not() -> None:
    loops = Loops()
    with controlled_clock() as clock:
        task = loops.tasks.keep(loops.canceled_from_within, VitalLoop.KEY)
        await clock.advance(1)
        assert loops.begun == 2
        task.cancel()
        await clock.advance(100)
        assert loops.begun == 2
        assert task.cancelled()
        assert [word for _, word in loops.told][-1:] == ["works"], "it is not down any more"
