"""Events between the connection and who reads them: in order, and not without end."""

from __future__ import annotations

import asyncio

import pytest

from capout_desktop.capout.errors import ConnectionBroken
from capout_desktop.capout.realtime import event_queue
from capout_desktop.capout.realtime.event_queue import EventQueue
from capout_desktop.capout.realtime.events import Idle, Live, RealtimeEvent

MOST = event_queue._MOST_EVENTS


async def taken(queue: EventQueue, number: int) -> list[RealtimeEvent]:
    """Take so many events."""
    events: list[RealtimeEvent] = []
    async with asyncio.timeout(20):
        async for portion in queue.read():
            events += portion
            if len(events) == number:
                break
    return events


async def test_events_are_read_in_order_and_an_error_is_raised() -> None:
    queue, error = EventQueue(), ConnectionBroken("gone")
    await queue.put(Idle(), Live())
    await queue.put(Idle(), error, Live())
    events = queue.read()
    assert await anext(events) == [Idle(), Live(), Idle()]
    with pytest.raises(ConnectionBroken) as raised:
        await anext(events)
    assert raised.value is error
    alone = EventQueue()
    await alone.put(error)
    with pytest.raises(ConnectionBroken):
        await anext(alone.read())


async def test_a_reader_waits_for_the_next_event() -> None:
    queue = EventQueue()
    events = queue.read()
    waiting = asyncio.ensure_future(anext(events))
    await asyncio.sleep(0)
    await queue.put()
    await asyncio.sleep(0)
    assert not waiting.done()
    await queue.put(Live())
    async with asyncio.timeout(20):
        assert await waiting == [Live()]
        await queue.put(Idle())
        assert await anext(events) == [Idle()]


async def test_a_writer_waits_while_so_many_are_unread() -> None:
    queue = EventQueue()
    await queue.put(*[Idle()] * (MOST - 1))
    async with asyncio.timeout(20):
        await queue.put(Idle())
    writing = asyncio.create_task(queue.put(Live()))
    await asyncio.sleep(0)
    assert not writing.done()
    reading = asyncio.create_task(taken(queue, MOST + 1))
    async with asyncio.timeout(20):
        await writing
    assert await reading == [*[Idle()] * MOST, Live()]
    again = asyncio.create_task(queue.put(*[Idle()] * MOST))
    async with asyncio.timeout(20):
        await again
    late = asyncio.create_task(queue.put(Live()))
    await asyncio.sleep(0)
    assert not late.done(), "the room was used up once more"
    late.cancel()
