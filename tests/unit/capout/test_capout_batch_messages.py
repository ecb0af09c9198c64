"""Messages of a WebSocket in batches: what is taken at once, and when reading pauses."""

from __future__ import annotations

import asyncio
from typing import cast

from websockets.client import ClientProtocol
from websockets.frames import Frame, Opcode
from websockets.uri import parse_uri

from capout_desktop.capout.realtime import batch_connection
from capout_desktop.capout.realtime.batch_connection import BatchConnection

MOST = batch_connection._MOST_AT_ONCE
PAUSES_BEYOND = batch_connection._MOST_WAITING_BYTES


class Line(asyncio.Transport):
    """Stands for the network: it notes whether it is read from."""

    def __init__(self) -> None:
        super().__init__()
        self.reads: list[bool] = []

    def pause_reading(self) -> None:
        self.reads.append(False)

    def resume_reading(self) -> None:
        self.reads.append(True)

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        """Take them."""


def connection() -> tuple[BatchConnection, Line]:
    """Return a connection on a line."""
    made, line = BatchConnection(ClientProtocol(parse_uri("ws://capout.invalid/"))), Line()
    made.connection_made(line)
    return made, line


def arrives(to: BatchConnection, *messages: bytes) -> None:
    for message in messages:
        to.process_event(Frame(Opcode.TEXT, message, fin=True))


async def test_everything_that_has_arrived_comes_at_once() -> None:
    made, line = connection()
    arrives(made, b"one", b"two")
    assert await made.messages() == [b"one", b"two"]
    assert line.reads == [True]
    waiting = asyncio.create_task(made.messages())
    await asyncio.sleep(0)
    assert not waiting.done()
    arrives(made, b"three")
    assert await waiting == [b"three"]


async def test_a_message_in_several_frames_is_one() -> None:
    made, _ = connection()
    made.process_event(Frame(Opcode.TEXT, b"a", fin=False))
    made.process_event(Frame(Opcode.CONT, b"b", fin=False))
    made.process_event(Frame(Opcode.CONT, b"c", fin=True))
    arrives(made, b"d")
    assert await made.messages() == [b"abc", b"d"]


async def test_many_messages_are_taken_in_portions_between_which_others_have_a_turn() -> None:
    made, line = connection()
    arrives(made, *[b"x"] * (2 * MOST))
    assert await made.messages() == [b"x"] * MOST
    assert line.reads == [], "the rest still waits"
    turns: list[int] = []
    asyncio.get_running_loop().call_soon(turns.append, 1)
    assert await made.messages() == [b"x"] * MOST
    assert (line.reads, turns) == ([True], [1])
    arrives(made, *[b"x"] * (MOST + 1))
    assert len(await made.messages()) == MOST
    assert len(await made.messages()) == 1


async def test_reading_pauses_beyond_so_many_bytes() -> None:
    made, line = connection()
    arrives(made, b"x" * (PAUSES_BEYOND - 1), b"y")
    assert line.reads == []
    arrives(made, b"z")
    assert line.reads == [False]
    await made.messages()
    assert line.reads == [False, True]
    arrives(made, b"x" * PAUSES_BEYOND)
    assert line.reads == [False, True], "it is counted anew"


async def test_who_leaves_hears_nothing_more() -> None:
    made, line = connection()
    arrives(made, b"x" * (PAUSES_BEYOND + 1))
    leaving = asyncio.create_task(made.leave())
    await asyncio.sleep(0)
    assert line.reads == [False, True], "so that the end can be read"
    arrives(made, b"late")
    waiting = asyncio.create_task(made.messages())
    await asyncio.sleep(0)
    assert not waiting.done()
    for task in (waiting, leaving):
        task.cancel()
    await asyncio.gather(waiting, leaving, return_exceptions=True)


async def test_the_end_wakes_who_waits() -> None:
    made, _ = connection()
    waiting = asyncio.create_task(made.messages())
    await asyncio.sleep(0)
    made.protocol.receive_eof()
    made.connection_lost(None)
    async with asyncio.timeout(20):
        (error,) = await asyncio.gather(waiting, return_exceptions=True)
    assert type(cast("BaseException", error)).__name__ == "ConnectionClosedError"
