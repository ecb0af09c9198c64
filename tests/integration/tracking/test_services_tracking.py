"""What CapOut reports reaches the register in batches, and by which way is always said."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from helpers.documents import document
from helpers.following import following
from websockets.asyncio.server import ServerConnection
from websockets.asyncio.server import serve as serve_websocket

from capout_desktop.capout.client import CapOutClient
from capout_desktop.capout.retries import Retries
from capout_desktop.capout.wire import RealtimeToken
from capout_desktop.domain.credits import KeyKind
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.events import Moved
from capout_desktop.sandbox.contract import Behavior, Call
from capout_desktop.sandbox.faults import Refuse
from capout_desktop.sandbox.organization import SANDBOX_KEY
from capout_desktop.sandbox.server import SandboxServer
from capout_desktop.services.organizations.credential_service import Credential
from capout_desktop.services.tracking import follower
from capout_desktop.services.tracking.tracking import Connection, Via

S = DocumentState


def client_of(server: SandboxServer) -> CapOutClient:
    return CapOutClient(server.base_url, SANDBOX_KEY, retries=Retries(attempts=1))


async def test_a_flood_of_reports_reaches_the_register_in_few_batches(tmp_path: Path) -> None:
    ids = [f"doc_{number}" for number in range(100)]

    async def flood(connection: ServerConnection) -> None:
        for round_ in range(20):
            word = "complete" if round_ == 19 else f"round {round_}"
            for id_ in ids:
                await connection.send(json.dumps({"document_id": id_, "status": word}))
        await connection.wait_closed()

    with SandboxServer(Behavior(speed=0)) as server:
        async with serve_websocket(flood, "127.0.0.1", 0, compression=None) as sockets:
            port = next(iter(sockets.sockets)).getsockname()[1]
            client = client_of(server)

            async def mint() -> RealtimeToken:
                return RealtimeToken("a-token", "org", None, f"ws://127.0.0.1:{port}/", "")

            client.mint_token = mint  # type: ignore[method-assign]
            async with following(tmp_path, client, ids) as followed:
                store = followed.store
                await followed.until(lambda: store.count(S.COMPLETE) == len(ids))
    assert {row.server_status for row in store} == {"complete"}
    reports = 20 * len(ids)
    assert len(followed.batches) <= reports / 10


@pytest.mark.parametrize(
    ("refused", "via", "live"),
    [
        ((), Via.WEBSOCKET, True),
        ((Call.WEBSOCKET,), Via.SSE, True),
        ((Call.WEBSOCKET, Call.SSE), Via.POLLING, False),
    ],
)
async def test_the_way_is_said_with_the_reason_why_it_is_no_better(
    tmp_path: Path, refused: Sequence[Call], via: Via, live: bool
) -> None:
    with SandboxServer(Behavior(speed=0)) as server:
        for call in refused:
            server.state.faults.by_chance(call, Refuse(404))
        one = server.state.seed_document("1.pdf", "team@example")
        async with following(tmp_path, client_of(server), [one]) as followed:
            await followed.until(lambda: any(c.via is via for c in followed.connections))
            said = next(c for c in followed.connections if c.via is via)
            await asyncio.to_thread(server.state.finish, one)
            await followed.until(lambda: followed.store[f"local-{one}"].state is S.COMPLETE)
            await followed.until(lambda: followed.connections[-1] == Connection())
    assert said.live is live
    assert (said.interval > 0) is (via is Via.POLLING)
    assert (said.problem is not None) is bool(refused)
    assert said.since is None


async def test_offline_is_said_with_its_beginning(tmp_path: Path) -> None:
    began = datetime.now(UTC)
    with SandboxServer(Behavior(speed=0)) as server:
        one = server.state.seed_document("1.pdf", "team@example")
        async with following(tmp_path, client_of(server), [one]) as followed:
            await followed.until(lambda: any(c.live for c in followed.connections))
            await asyncio.to_thread(server.stop)
            await followed.until(lambda: followed.connections[-1].since is not None)
            first = followed.connections[-1]
            assert first.problem is not None
            await followed.until(
                lambda: any(
                    c.problem is not None and c.problem.code == "connection-refused"
                    for c in followed.connections
                )
            )
            assert followed.connections[-1].since == first.since
            assert first.since is not None
            assert began <= first.since
            await asyncio.to_thread(server.start)
            await followed.until(lambda: followed.connections[-1].live)


async def test_a_withdrawn_key_is_told(tmp_path: Path) -> None:
    with SandboxServer(Behavior(speed=0)) as server:
        one = server.state.seed_document("1.pdf", "team@example")
        server.state.remove_key(SANDBOX_KEY)
        async with following(tmp_path, client_of(server), [one]) as followed:
            await followed.until(lambda: followed.refused)
    assert followed.refused[0].code == "unauthorized"


async def test_a_new_key_takes_over_and_the_connection_of_the_old_one_is_closed(
    tmp_path: Path,
) -> None:
    with SandboxServer(Behavior(speed=0)) as server:
        one = server.state.seed_document("1.pdf", "team@example")
        other = client_of(server)
        async with following(tmp_path, client_of(server), [one]) as followed:
            await followed.until(lambda: followed.connections)
            followed.credentials.activate("default")  # it is followed already
            newer = Credential(SANDBOX_KEY, "org", KeyKind.SANDBOX, other, "default")
            followed.credentials.use(newer)
            calls = server.state.journal
            await asyncio.to_thread(
                server.state.wait_for,
                lambda: calls.count(Call.WEBSOCKET) == 2 and server.stream_count == 1,
                20,
            )
            await asyncio.to_thread(server.state.finish, one)
            await followed.until(lambda: followed.store[f"local-{one}"].state is S.COMPLETE)
            assert calls.count(Call.WEBSOCKET) == 2
        await other.aclose()


async def test_what_was_heard_before_the_connection_is_closed_is_applied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follower, "FOLD_SECONDS", 3600.0)

    async def tell_and_hang_up(connection: ServerConnection) -> None:
        await connection.send('{"document_id":"doc_1","status":"complete"}')
        await connection.close()

    with SandboxServer(Behavior(speed=0)) as server:
        async with serve_websocket(tell_and_hang_up, "127.0.0.1", 0) as sockets:
            port = next(iter(sockets.sockets)).getsockname()[1]
            client = client_of(server)
            mint = client.mint_token

            async def elsewhere() -> RealtimeToken:
                return replace(await mint(), ws_url=f"ws://127.0.0.1:{port}/")

            client.mint_token = elsewhere  # type: ignore[method-assign]
            async with following(tmp_path, client, ["doc_1"]) as followed:
                states: list[DocumentState] = []
                await followed.until(lambda: any(c.since for c in followed.connections))
                states.append(followed.store["local-doc_1"].state)
                followed.credentials.forget("default")
                states.append(followed.store["local-doc_1"].state)
    assert states == [S.PROCESSING, S.COMPLETE], "it was collected"


async def test_reports_that_take_longer_than_a_frame_are_all_applied_in_later_ones(
    tmp_path: Path,
) -> None:
    ids = [f"doc_{number}" for number in range(200)]

    async def tell_of_all(connection: ServerConnection) -> None:
        for id_ in ids:
            await connection.send(json.dumps({"document_id": id_, "status": "complete"}))
        await connection.wait_closed()

    with SandboxServer(Behavior(speed=0)) as server:
        async with serve_websocket(tell_of_all, "127.0.0.1", 0) as sockets:
            port = next(iter(sockets.sockets)).getsockname()[1]
            client = client_of(server)
            mint = client.mint_token

            async def elsewhere() -> RealtimeToken:
                return replace(await mint(), ws_url=f"ws://127.0.0.1:{port}/")

            client.mint_token = elsewhere  # type: ignore[method-assign]
            async with following(tmp_path, client, ids) as followed:
                # A window that is slow to show them.
                followed.store.listen(lambda _: time.sleep(follower.BUDGET_SECONDS))
                await followed.until(lambda: followed.store.count(S.COMPLETE) == len(ids))


async def test_two_rows_with_the_same_document_id_are_both_followed(tmp_path: Path) -> None:
    with SandboxServer(Behavior(speed=0)) as server:
        client = client_of(server)
        known = server.state.seed_document("a.pdf", "team@example")
        async with following(tmp_path, client, ["doc_1", known]) as followed:
            twins = [
                document(S.PROCESSING, id=f"twin of {id_}", document_id=id_, organization_id="org")
                for id_ in ("doc_1", known)
            ]
            await followed.store.add(twins)
            # CapOut does not know it, which is said of both rows.
            followed.store.apply("twin of doc_1", Moved(datetime.now(UTC), "/moved.pdf"))

            def of(id_: str) -> list[Document]:
                return [row for row in followed.store if row.document_id == id_]

            await followed.until(
                lambda: all(row.problem_code == "not-found" for row in of("doc_1"))
            )
            await asyncio.to_thread(server.state.finish, known)
            await followed.until(lambda: [row.state for row in of(known)] == [S.COMPLETE] * 2)
