"""Documents are followed to their end, whatever becomes of the connection."""

from __future__ import annotations

import asyncio
import json
import logging

import pytest
from helpers.realtime_recorder import QUICK, hearing, seed, until
from helpers.scripted_server import MakeClient
from websockets.asyncio.server import ServerConnection
from websockets.asyncio.server import serve as serve_websocket

from capout_desktop.capout.realtime.listener import (
    Ended,
    Idle,
    Live,
    LiveSse,
    Polling,
    Reconnecting,
    StatusUnavailable,
    Timing,
)
from capout_desktop.capout.realtime.token import stream_address
from capout_desktop.capout.redact import RedactingFormatter
from capout_desktop.capout.wire import RealtimeToken
from capout_desktop.domain.status_report import Outcome, StatusReport
from capout_desktop.sandbox.contract import Call, FrameFields, FrameForm, ListedIds
from capout_desktop.sandbox.faults import Delay, DropStream, JunkFrame, Point, Refuse, SendJunk
from capout_desktop.sandbox.listing import listed_id
from capout_desktop.sandbox.organization import SANDBOX_KEY
from capout_desktop.sandbox.server import SandboxServer


@pytest.mark.parametrize("form", FrameForm)
@pytest.mark.parametrize("progress", [True, False])
async def test_documents_are_followed_to_their_end(
    sandbox: SandboxServer, make_client: MakeClient, form: FrameForm, progress: bool
) -> None:
    sandbox.state.behavior.frame_form = form
    sandbox.state.behavior.progress = progress
    sandbox.state.behavior.greeting = True
    one, two = seed(sandbox, 2)
    async with hearing(make_client(sandbox.base_url), [one, two]) as heard:
        await until(sandbox, lambda: sandbox.followed_ids == {one, two})
        await asyncio.to_thread(sandbox.state.advance, one)
        await asyncio.to_thread(sandbox.state.finish, one)
        await asyncio.to_thread(sandbox.state.fail, two)
        await heard.complete(one)
        await heard.until(lambda: heard.outcome(two) is Outcome.FAILED)
        assert (heard.reports(one)[-1].stages is not None) == progress
        await heard.until(lambda: isinstance(heard.events[-1], Idle))
        await until(sandbox, lambda: sandbox.stream_count == 0)
    assert heard.listener.watched == frozenset()
    assert heard.count(Live) == 1


async def test_there_is_no_connection_while_nothing_is_watched(
    sandbox: SandboxServer, make_client: MakeClient
) -> None:
    [one] = seed(sandbox, 1)
    journal = sandbox.state.journal
    async with hearing(make_client(sandbox.base_url)) as heard:
        await heard.until(lambda: heard.events == [Idle()])
        assert journal.calls() == ()
        heard.listener.watch([one])
        await heard.until(lambda: heard.count(Live) == 1)
        heard.listener.unwatch([one])
        await until(sandbox, lambda: sandbox.stream_count == 0)
        await heard.until(lambda: isinstance(heard.events[-1], Idle))


async def test_a_document_watched_later_is_subscribed_to_and_its_past_is_fetched(
    sandbox: SandboxServer, make_client: MakeClient
) -> None:
    sandbox.state.behavior.snapshot_on_subscribe = False
    one, two = seed(sandbox, 2)
    await asyncio.to_thread(sandbox.state.advance, two)
    async with hearing(make_client(sandbox.base_url), [one]) as heard:
        await heard.until(lambda: bool(heard.reports(one)))
        heard.listener.watch([two])
        await until(sandbox, lambda: sandbox.followed_ids == {one, two})
        await heard.until(lambda: bool(heard.reports(two)))
        await asyncio.to_thread(sandbox.state.finish, two)
        await heard.complete(two)
        assert sandbox.state.journal.count(Call.WEBSOCKET) == 1


@pytest.mark.parametrize(
    ("count", "questions", "lists"),
    [(5, 5, 0), (12, 1, 1)],
    ids=["few: each by itself", "many: by their list, once a status is known"],
)
async def test_what_happened_before_the_connection_stood_is_fetched(
    sandbox: SandboxServer, make_client: MakeClient, count: int, questions: int, lists: int
) -> None:
    sandbox.state.behavior.snapshot_on_subscribe = False
    documents = seed(sandbox, count)
    for document in documents:
        await asyncio.to_thread(sandbox.state.finish, document)
    async with hearing(make_client(sandbox.base_url), documents) as heard:
        await heard.complete(*documents)
    assert sandbox.state.journal.count(Call.STATUS) == questions
    assert sandbox.state.journal.count(Call.DOCUMENTS) == lists


@pytest.mark.parametrize("form", [ListedIds.UPPER_CASE, ListedIds.OTHER])
@pytest.mark.parametrize("streams", [True, False])
@pytest.mark.parametrize("omitted", [(), ("status", "workflow_complete", "updated_at")])
async def test_a_document_of_which_only_the_id_in_the_list_is_known_is_followed_in_the_list(
    sandbox: SandboxServer,
    make_client: MakeClient,
    form: ListedIds,
    streams: bool,
    omitted: tuple[str, ...],
) -> None:
    sandbox.state.behavior.documents_ids = form
    sandbox.state.behavior.documents_omit = frozenset(omitted)
    if not streams:
        for call in (Call.WEBSOCKET, Call.SSE):
            sandbox.state.faults.by_chance(call, Refuse(404))
    received = seed(sandbox, 2)
    found, other = (str(listed_id(id_, form)) for id_ in received)
    async with hearing(make_client(sandbox.base_url), [found, received[1]], QUICK) as heard:
        await heard.until(lambda: bool(heard.reports(found)))
        await asyncio.to_thread(sandbox.state.finish, received[0])
        await asyncio.to_thread(sandbox.state.finish, received[1])
        await heard.complete(found, received[1])
        assert not heard.reports(other), "it is known by its own id"
        assert heard.count(StatusUnavailable) == 0


@pytest.mark.parametrize("code", [None, 1000, 1001, 1011, 4401])
async def test_a_connection_that_ends_is_made_anew_with_a_fresh_token(
    sandbox: SandboxServer, make_client: MakeClient, code: int | None
) -> None:
    sandbox.state.behavior.token_single_use = True
    sandbox.state.behavior.snapshot_on_subscribe = False
    [one] = seed(sandbox, 1)
    async with hearing(make_client(sandbox.base_url), [one]) as heard:
        for round_ in range(1, 4):
            await heard.until(lambda n=round_: heard.count(Live) == n)  # type: ignore[misc]
            await until(sandbox, lambda: sandbox.stream_count == 1)
            sandbox.drop_streams(code)
            # While nobody is connected.
            await asyncio.to_thread(sandbox.state.advance, one)
            await heard.until(lambda n=round_: heard.count(Reconnecting) == n)  # type: ignore[misc]
        await asyncio.to_thread(sandbox.state.finish, one)
        await heard.complete(one)
    journal = sandbox.state.journal
    assert journal.count(Call.TOKEN) == journal.count(Call.WEBSOCKET) >= 4


async def test_an_expiring_token_is_replaced_before_the_connection_breaks(
    sandbox: SandboxServer, make_client: MakeClient
) -> None:
    behavior = sandbox.state.behavior
    behavior.token_lifetime = 60
    behavior.token_single_use = True
    documents = seed(sandbox, 3)
    most = 0

    def count_streams() -> bool:
        nonlocal most
        most = max(most, sandbox.stream_count)
        return sandbox.state.journal.count(Call.WEBSOCKET) >= 3 and most >= 2

    timing = Timing(renew_at=0.005)
    async with hearing(make_client(sandbox.base_url), documents, timing) as heard:
        await until(sandbox, count_streams)
        for document in documents:
            await asyncio.to_thread(sandbox.state.finish, document)
        await heard.complete(*documents)
        await heard.until(lambda: isinstance(heard.events[-1], Idle))
        await until(sandbox, lambda: sandbox.stream_count == 0)
    assert [e for e in heard.events if not isinstance(e, StatusReport)] == [Live(), Idle()]


async def test_a_document_watched_while_a_connection_is_replaced_is_not_forgotten(
    sandbox: SandboxServer, make_client: MakeClient
) -> None:
    sandbox.state.behavior.token_lifetime = 60
    sandbox.state.faults.add(Call.WEBSOCKET, None, Delay(0.2, at=Point.BEFORE_BODY))
    journal = sandbox.state.journal
    one, two = seed(sandbox, 2)
    timing = Timing(renew_at=0.005)
    async with hearing(make_client(sandbox.base_url), [one], timing) as heard:
        await until(sandbox, lambda: journal.count(Call.WEBSOCKET) == 2)
        heard.listener.watch([two])
        await until(
            sandbox,
            lambda: (
                sandbox.stream_count == 1
                and journal.calls(Call.WEBSOCKET)[1].answered == 101
                and journal.count(Call.WEBSOCKET) == 2
                and sandbox.followed_ids == {one, two}
            ),
        )


async def test_a_token_that_expires_early_costs_nothing_but_a_new_connection(
    sandbox: SandboxServer, make_client: MakeClient
) -> None:
    [one] = seed(sandbox, 1)
    async with hearing(make_client(sandbox.base_url), [one]) as heard:
        await heard.until(lambda: heard.count(Live) == 1)
        await until(sandbox, lambda: sandbox.stream_count == 1)
        sandbox.expire_tokens()
        await heard.until(lambda: heard.count(Live) == 2)
        await asyncio.to_thread(sandbox.state.finish, one)
        await heard.complete(one)


async def test_where_no_socket_can_be_had_it_polls_until_one_can(
    sandbox: SandboxServer, make_client: MakeClient
) -> None:
    for call in (Call.WEBSOCKET, Call.SSE):
        sandbox.state.faults.by_chance(call, Refuse(403))
    one, two = seed(sandbox, 2)
    async with hearing(make_client(sandbox.base_url), [one, two], QUICK) as heard:
        await heard.until(lambda: heard.count(Polling) == 1)
        await asyncio.to_thread(sandbox.state.finish, one)
        await heard.complete(one)
        assert heard.count(Live) == heard.count(LiveSse) == 0
        sandbox.state.faults.clear()
        await heard.until(lambda: heard.count(Live) == 1)
        await asyncio.sleep(2 * QUICK.poll_interval)  # for what was under way
        asked = sandbox.state.journal.count(Call.STATUS)
        await asyncio.sleep(4 * QUICK.poll_interval)
        assert sandbox.state.journal.count(Call.STATUS) == asked
        await asyncio.to_thread(sandbox.state.finish, two)
        await heard.complete(two)


async def test_a_socket_that_opens_and_dies_at_once_again_and_again_is_none(
    sandbox: SandboxServer, make_client: MakeClient
) -> None:
    sandbox.state.faults.by_chance(Call.WEBSOCKET, DropStream(after_frames=0))
    [one] = seed(sandbox, 1)
    async with hearing(make_client(sandbox.base_url), [one], QUICK) as heard:
        await heard.until(lambda: heard.count(LiveSse) >= 1)
        assert sandbox.state.journal.count(Call.WEBSOCKET) >= QUICK.failures
        await asyncio.to_thread(sandbox.state.finish, one)
        await heard.complete(one)


async def test_without_a_network_it_says_so_and_comes_back_by_itself(
    sandbox: SandboxServer, make_client: MakeClient
) -> None:
    [one] = seed(sandbox, 1)
    async with hearing(make_client(sandbox.base_url), [one], QUICK) as heard:
        await heard.until(lambda: heard.count(Live) == 1)
        await asyncio.to_thread(sandbox.stop)
        await heard.until(
            lambda: any(
                isinstance(event, Reconnecting) and event.problem.code == "connection-refused"
                for event in heard.events
            )
        )
        assert heard.count(Polling) == 0
        await asyncio.to_thread(sandbox.state.finish, one)
        await asyncio.to_thread(sandbox.start)
        await heard.complete(one)


@pytest.mark.parametrize("polling", [False, True])
async def test_a_key_that_is_withdrawn_ends_it(
    sandbox: SandboxServer, make_client: MakeClient, polling: bool
) -> None:
    if polling:
        for call in (Call.WEBSOCKET, Call.SSE):
            sandbox.state.faults.by_chance(call, Refuse(404))
    [one] = seed(sandbox, 1)
    async with hearing(make_client(sandbox.base_url), [one], QUICK) as heard:
        await heard.until(lambda: heard.count(Polling if polling else Live) == 1)
        sandbox.state.remove_key(SANDBOX_KEY)
        if not polling:
            sandbox.drop_streams(1001)
        await heard.until(lambda: heard.count(Ended) == 1)
        [ended] = [event for event in heard.events if isinstance(event, Ended)]
        assert ended.error.code == "unauthorized"
        assert heard.events[-1] is ended


async def test_junk_is_ignored_and_logged_once(
    sandbox: SandboxServer, make_client: MakeClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "capout_desktop")
    sandbox.state.faults.add(Call.WEBSOCKET, SendJunk(tuple(JunkFrame)))
    sandbox.state.behavior.ping_every = 0.02
    [one] = seed(sandbox, 1)
    async with hearing(make_client(sandbox.base_url), [one]) as heard:
        await heard.until(lambda: bool(heard.reports(one)))
        await asyncio.to_thread(sandbox.state.finish, one)
        await heard.complete(one)
    ignored = [record for record in caplog.records if "ignored a frame" in record.message]
    assert len(ignored) == 1
    assert heard.count(Reconnecting) == 0


async def test_frames_with_the_documented_fields_alone_suffice(
    sandbox: SandboxServer, make_client: MakeClient
) -> None:
    sandbox.state.behavior.frame_fields = FrameFields.DOCUMENTED
    [one] = seed(sandbox, 1)
    async with hearing(make_client(sandbox.base_url), [one]) as heard:
        await heard.until(lambda: bool(heard.reports(one)))
        await asyncio.to_thread(sandbox.state.finish, one)
        await heard.complete(one)


async def test_a_document_that_nobody_knows_is_named_and_the_others_go_on(
    sandbox: SandboxServer, make_client: MakeClient
) -> None:
    [one] = seed(sandbox, 1)
    async with hearing(make_client(sandbox.base_url), ["doc_unknown", one]) as heard:
        await heard.until(lambda: heard.count(StatusUnavailable) == 1)
        [unavailable] = [e for e in heard.events if isinstance(e, StatusUnavailable)]
        assert (unavailable.document_id, unavailable.problem.code) == ("doc_unknown", "not-found")
        await asyncio.to_thread(sandbox.state.finish, one)
        await heard.complete(one)


async def test_a_document_not_known_everywhere_yet_is_asked_for_again(
    sandbox: SandboxServer, make_client: MakeClient
) -> None:
    sandbox.state.behavior.snapshot_on_subscribe = False
    sandbox.state.faults.add(Call.STATUS, Refuse(404), Refuse(404))
    [one] = seed(sandbox, 1)
    async with hearing(make_client(sandbox.base_url), [one]) as heard:
        await heard.until(lambda: bool(heard.reports(one)))
        assert heard.count(StatusUnavailable) == 0


async def test_hundreds_of_documents_are_followed_on_one_connection(
    sandbox: SandboxServer, make_client: MakeClient
) -> None:
    sandbox.state.set_credits(10_000)
    documents = seed(sandbox, 620)
    async with hearing(make_client(sandbox.base_url), documents) as heard:
        await until(sandbox, lambda: sandbox.followed_ids == frozenset(documents))
        await asyncio.to_thread(sandbox.state.finish, documents[-1])
        await heard.complete(documents[-1])
    assert sandbox.state.journal.count(Call.WEBSOCKET) == 1


def test_the_address_of_the_socket_stays_short_and_names_a_document() -> None:
    token = RealtimeToken("t", "org", None, "", "")
    url, taken = stream_address("wss://h/ws?v=1", token, [f"doc_{n}" for n in range(500)])
    assert url.startswith("wss://h/ws?v=1&token=t&document_id=doc_0&document_id=doc_1&")
    assert 1900 < len(url) <= 2000
    assert url.endswith(f"&document_id=doc_{taken - 1}")
    long_token = RealtimeToken("t" * 3000, "org", None, "", "")
    url, taken = stream_address("wss://h/ws", long_token, ["doc_0", "doc_1"])
    assert url.endswith("&document_id=doc_0")
    assert taken == 1


async def test_debug_logs_of_the_socket_hold_neither_key_nor_token(
    sandbox: SandboxServer, make_client: MakeClient, caplog: pytest.LogCaptureFixture
) -> None:
    tokens: list[str] = []
    client = make_client(sandbox.base_url)
    mint = client.mint_token

    async def remember() -> RealtimeToken:
        token = await mint()
        tokens.append(token.token)
        return token

    client.mint_token = remember  # type: ignore[method-assign]
    caplog.set_level(logging.DEBUG)
    [one] = seed(sandbox, 1)
    async with hearing(client, [one]) as heard:
        await heard.until(lambda: bool(heard.reports(one)))
    raw = "\n".join(record.getMessage() for record in caplog.records)
    text = "\n".join(map(RedactingFormatter("%(name)s %(message)s").format, caplog.records))
    assert "websockets.client" in text
    [token] = tokens
    assert token in raw, "nothing was logged that would have to be hidden"
    assert token not in text
    assert SANDBOX_KEY not in text


async def test_the_key_never_goes_to_the_socket_and_a_flood_is_kept_up_with(
    sandbox: SandboxServer, make_client: MakeClient
) -> None:
    heads: list[str] = []
    frame = json.dumps({"document_id": "doc_1", "status": "processing", "note": "x" * 100})

    async def flood(connection: ServerConnection) -> None:
        assert connection.request is not None
        heads.append(f"{connection.request.path}\n{connection.request.headers}")
        for _ in range(5000):
            await connection.send(frame)
        await connection.send(json.dumps({"document_id": "doc_1", "status": "complete"}))
        await connection.wait_closed()

    async with serve_websocket(flood, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        client = make_client(sandbox.base_url)
        mint = client.mint_token

        async def elsewhere() -> RealtimeToken:
            token = await mint()
            url = f"ws://127.0.0.1:{port}/elsewhere"
            return RealtimeToken(token.token, token.organization_id, None, url, "")

        client.mint_token = elsewhere  # type: ignore[method-assign]
        async with hearing(client, ["doc_1"]) as heard:
            await heard.complete("doc_1")
    assert len(heard.reports("doc_1")) == 5001
    assert SANDBOX_KEY not in heads[0]
    assert "/elsewhere?token=" in heads[0]
