"""What a WebSocket subscribes to, delivers and means by its end, without a network."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from typing import cast

import pytest
from websockets.exceptions import ConnectionClosedError

from capout_desktop.capout.errors import RealtimeInterrupted
from capout_desktop.capout.realtime.batch_connection import BatchConnection
from capout_desktop.capout.realtime.websocket_channel import MOST_IDS, WebSocketChannel
from capout_desktop.domain.status_report import StatusReport


class Connection:
    """Stands for the connection: it gives the frames of each turn, and then ends."""

    def __init__(self, *turns: list[bytes]) -> None:
        self.sent: list[list[str]] = []
        self.left = False
        self.is_over = False
        self._turns = list(turns)

    async def send(self, command: str) -> None:
        if self.is_over:
            raise ConnectionClosedError(None, None)
        told = json.loads(command)
        assert told["action"] == "subscribe"
        self.sent.append(told["document_ids"])

    async def messages(self) -> list[bytes]:
        if not self._turns:
            raise ConnectionClosedError(None, None)
        return self._turns.pop(0)

    async def leave(self) -> None:
        self.left = True


def channel(
    connection: Connection, subscribed: Sequence[str] = (), renew_after: float | None = None
) -> WebSocketChannel:
    return WebSocketChannel(cast("BatchConnection", connection), subscribed, renew_after)


def status(document_id: str) -> bytes:
    return json.dumps({"document_id": document_id, "status": "processing"}).encode()


async def test_a_command_names_all_documents_as_long_as_they_fit() -> None:
    connection = Connection()
    made = channel(connection, ["a"])
    await made.watch(["a"])
    assert connection.sent == [], "nothing is new"
    await made.watch(["a", "b"])
    await made.watch(["a", "b"])
    await made.watch(["b", "c"])
    assert connection.sent == [["a", "b"], ["b", "c"]]
    await made.aclose()
    assert connection.left


async def test_more_documents_than_fit_are_named_in_portions_and_only_the_new_ones() -> None:
    many = [f"d{number}" for number in range(2 * MOST_IDS + 1)]
    connection = Connection()
    made = channel(connection, many[:1])
    await made.watch(many[:MOST_IDS])
    assert connection.sent == [many[:MOST_IDS]]
    await made.watch(many)
    assert connection.sent[1:] == [many[MOST_IDS : 2 * MOST_IDS], many[2 * MOST_IDS :]]


async def test_what_could_not_be_subscribed_to_is_tried_once_more() -> None:
    connection = Connection()
    connection.is_over = True
    made = channel(connection)
    with pytest.raises(RealtimeInterrupted):
        await made.watch(["a"])
    connection.is_over = False
    await made.watch(["a"])
    assert connection.sent == [["a"]]


async def test_the_reports_of_one_turn_are_delivered_together() -> None:
    connection = Connection([status("a"), b"junk", status("b")], [status("c")])
    told: list[list[str]] = []

    async def deliver(reports: Sequence[StatusReport]) -> None:
        told.append([report.document_id for report in reports])

    with pytest.raises(RealtimeInterrupted):
        await channel(connection).run(deliver)
    assert told == [["a", "b"], ["c"]]


async def test_only_a_token_that_expires_makes_it_stale() -> None:
    async with asyncio.timeout(20):
        assert not await channel(Connection(), renew_after=0.01).until_stale()
    waiting = asyncio.create_task(channel(Connection()).until_stale())
    for _ in range(3):
        await asyncio.sleep(0)
    assert not waiting.done()
    waiting.cancel()
