"""Messages of a WebSocket, all at once: in order, whole, and without an endless buffer."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed, ConnectionClosedOK

from capout_desktop.capout.realtime.batch_connection import BatchConnection

Talk = Callable[[ServerConnection], Awaitable[None]]


@contextlib.asynccontextmanager
async def connected(talk: Talk) -> AsyncIterator[BatchConnection]:
    """A connection to a server that talks and then closes it."""
    async with serve(talk, "127.0.0.1", 0) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        url = f"ws://127.0.0.1:{port}/"
        async with connect(url, proxy=None, create_connection=BatchConnection) as connection:
            assert isinstance(connection, BatchConnection)
            yield connection


async def take_all(connection: BatchConnection, got: list[bytes]) -> None:
    """Take messages until the connection ends, which is raised."""
    while True:
        got += await connection.messages()


async def test_whole_and_fragmented_messages_come_in_their_order_before_the_end() -> None:
    async def talk(connection: ServerConnection) -> None:
        for number in range(1000):
            text = f"{number} ä"
            await connection.send(text if number % 3 else [text[:2], "", text[2:]])
        await connection.send(["", ""])
        await connection.send(b"last")

    got: list[bytes] = []
    async with connected(talk) as connection:
        with pytest.raises(ConnectionClosedOK):
            await take_all(connection, got)
        with pytest.raises(ConnectionClosed):
            await connection.messages()
    assert got == [f"{number} ä".encode() for number in range(1000)] + [b"", b"last"]


async def test_reading_pauses_while_nobody_takes_the_messages() -> None:
    async def talk(connection: ServerConnection) -> None:
        for _ in range(500):
            await connection.send(b"x" * 1000)
            await asyncio.sleep(0)  # all is on one loop

    got: list[bytes] = []
    async with connected(talk) as connection:
        while connection.transport.is_reading():  # noqa: ASYNC110 - asyncio tells nobody
            await asyncio.sleep(0.01)
        with pytest.raises(ConnectionClosedOK):
            await take_all(connection, got)
    assert sum(map(len, got)) == 500_000


async def test_reading_does_not_pause_while_each_message_is_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def talk(connection: ServerConnection) -> None:
        async for _ in connection:
            await connection.send(b"x" * 1000)

    paused: list[int] = []
    async with connected(talk) as connection:
        monkeypatch.setattr(connection.transport, "pause_reading", lambda: paused.append(1))
        for number in range(200):
            await connection.send("more")
            assert await connection.messages() == [b"x" * 1000], number
    assert paused == []


async def test_leaving_in_the_middle_of_a_flood_ends_with_a_handshake() -> None:
    left: list[ConnectionClosed] = []

    async def talk(connection: ServerConnection) -> None:
        try:
            while True:
                await connection.send("x" * 1000)
                await asyncio.sleep(0)
        except ConnectionClosed as closed:
            left.append(closed)

    async with connected(talk) as connection:
        await connection.messages()
        await connection.leave()
        assert connection.close_code == 1000
        with pytest.raises(ConnectionClosed):
            await connection.messages()
    assert [type(one) for one in left] == [ConnectionClosedOK]
