"""WebSocket, SSE, polling: the best that the network allows, and said truly which one it is."""

from __future__ import annotations

import asyncio
import dataclasses
import itertools
import logging
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta

import pytest
from helpers.realtime_recorder import QUICK, hearing, seed, until
from helpers.scripted_server import Line, MakeClient, Serve
from msgspec.structs import replace
from websockets.asyncio.server import ServerConnection
from websockets.asyncio.server import serve as serve_websocket

from capout_desktop.capout.client import CapOutClient
from capout_desktop.capout.realtime import polling_channel, sse_channel, status_fetcher
from capout_desktop.capout.realtime.listener import (
    Ended,
    Live,
    LiveSse,
    Polling,
    Reconnecting,
    Timing,
)
from capout_desktop.capout.realtime.polling_channel import PollingChannel
from capout_desktop.capout.realtime.rate_limiter import RateLimiter
from capout_desktop.capout.realtime.sse_channel import SseChannel
from capout_desktop.capout.realtime.status_list import WORTHWHILE
from capout_desktop.capout.realtime.suspend_detector import JUMP_SECONDS, SuspendDetector
from capout_desktop.capout.realtime.token import LONGEST_URL
from capout_desktop.capout.realtime.websocket_channel import WebSocketChannel
from capout_desktop.capout.wire import LONGEST_TEXT, RealtimeToken
from capout_desktop.domain.status_report import Outcome, StatusReport
from capout_desktop.sandbox.contract import Call, ExpiryForm, FrameForm
from capout_desktop.sandbox.faults import (
    DropStream,
    JunkFrame,
    Refuse,
    SendJunk,
)
from capout_desktop.sandbox.ledger import CallRecord
from capout_desktop.sandbox.organization import SANDBOX_KEY
from capout_desktop.sandbox.server import SandboxServer


def no_socket(sandbox: SandboxServer) -> None:
    sandbox.state.faults.by_chance(Call.WEBSOCKET, Refuse(404))


def most_within_a_minute(calls: Sequence[CallRecord]) -> int:
    moments = [call.at for call in calls]
    return max(
        (sum(0 <= (b - a).total_seconds() < 60 for b in moments) for a in moments), default=0
    )


# SSE


@pytest.mark.parametrize("form", FrameForm)
@pytest.mark.parametrize("progress", [True, False])
async def test_without_a_socket_documents_are_followed_by_sse(
    sandbox: SandboxServer, make_client: MakeClient, form: FrameForm, progress: bool
) -> None:
    no_socket(sandbox)
    sandbox.state.behavior.frame_form = form
    sandbox.state.behavior.progress = progress
    one, two = seed(sandbox, 2)
    timing = replace(QUICK, background_delay=60.0, first_delay=60.0)
    async with hearing(make_client(sandbox.base_url), [one, two], timing) as heard:
        await heard.until(lambda: heard.count(LiveSse) == 1)
        [live] = [event for event in heard.events if isinstance(event, LiveSse)]
        assert live.problem.code == "realtime-interrupted"
        # What was missed is asked for, and what comes after that is not.
        await until(sandbox, lambda: sandbox.state.journal.count(Call.STATUS) == 2)
        asked = 2
        await asyncio.to_thread(sandbox.state.finish, one)
        await asyncio.to_thread(sandbox.state.fail, two)
        await heard.complete(one)
        await heard.until(lambda: heard.outcome(two) is Outcome.FAILED)
        assert (heard.reports(one)[-1].stages is not None) == progress
    journal = sandbox.state.journal
    assert journal.count(Call.STATUS) == asked, "the stream brought it, not a question"
    assert journal.count(Call.SSE) == 1
    assert heard.count(Polling) == 0


async def test_the_better_way_is_taken_again_as_soon_as_it_can_be_had(
    sandbox: SandboxServer, make_client: MakeClient
) -> None:
    faults = sandbox.state.faults
    for call in (Call.WEBSOCKET, Call.SSE):
        faults.by_chance(call, Refuse(404))
    [one] = seed(sandbox, 1)
    async with hearing(make_client(sandbox.base_url), [one], QUICK) as heard:
        await heard.until(lambda: heard.count(Polling) == 1)
        faults.clear()
        no_socket(sandbox)
        await heard.until(lambda: heard.count(LiveSse) == 1)
        faults.clear()
        await heard.until(lambda: heard.count(Live) == 1)
        await until(sandbox, lambda: sandbox.stream_count == 1)
        faults.by_chance(Call.WEBSOCKET, Refuse(404))
        sandbox.drop_streams(1001)
        await heard.until(lambda: heard.count(LiveSse) == 2)
        await asyncio.to_thread(sandbox.state.finish, one)
        await heard.complete(one)
    kinds = [type(e) for e in heard.events if isinstance(e, Live | LiveSse | Polling)]
    assert kinds == [Polling, LiveSse, Live, LiveSse]


async def test_streams_share_out_many_documents_and_the_rest_is_asked_about(
    sandbox: SandboxServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_socket(sandbox)
    monkeypatch.setattr(sse_channel, "MOST_STREAMS", 2)
    sandbox.state.set_credits(10_000)
    documents = seed(sandbox, 200)
    timing = replace(QUICK, first_delay=60.0, background_delay=60.0)
    async with hearing(make_client(sandbox.base_url), documents[:20], timing) as heard:
        await until(sandbox, lambda: sandbox.followed_ids == set(documents[:20]))
        heard.listener.watch(documents)
        await until(sandbox, lambda: sandbox.stream_count == 2 and len(sandbox.followed_ids) > 100)
        followed = sandbox.followed_ids
        left_over = next(id_ for id_ in documents if id_ not in followed)
        for id_ in (documents[0], documents[60], left_over):
            await asyncio.to_thread(sandbox.state.finish, id_)
        await heard.complete(documents[0], documents[60], left_over)


async def test_what_has_ended_is_not_asked_about_any_more(
    sandbox: SandboxServer, make_client: MakeClient
) -> None:
    asked = sandbox.state.journal.calls
    ended, going_on, _latest = seed(sandbox, 3)
    heard: list[StatusReport] = []
    told = asyncio.Event()

    async def deliver(reports: Sequence[StatusReport]) -> None:
        heard.extend(reports)
        if any((one.document_id, one.outcome) == (ended, Outcome.COMPLETE) for one in reports):
            told.set()

    def times(document_id: str) -> int:
        return sum(call.path.endswith(document_id) for call in asked(Call.STATUS))

    # The stream is for the latest document; these two are asked about.
    client = make_client(sandbox.base_url)
    channel = await SseChannel.open(client, [ended, going_on], QUICK, recent=1)
    running = asyncio.create_task(channel.run(deliver))
    await asyncio.to_thread(sandbox.state.finish, ended)
    async with asyncio.timeout(20):
        await told.wait()
    before = times(ended)
    enough = times(going_on) + 4
    await until(sandbox, lambda: times(going_on) >= enough)
    assert times(ended) - before <= 1, "one may have been on its way"
    running.cancel()
    await channel.aclose()


@pytest.mark.parametrize(("first", "second"), [(3600.0, 1.0), (1.0, 3600.0)])
async def test_the_token_that_expires_first_decides_when_streams_are_replaced(
    sandbox: SandboxServer, make_client: MakeClient, first: float, second: float
) -> None:
    behavior = sandbox.state.behavior
    sandbox.state.set_credits(10_000)
    documents = seed(sandbox, 110)
    behavior.token_lifetime = first
    # Two streams; with another document, one of them is replaced.
    channel = await SseChannel.open(make_client(sandbox.base_url), documents[:100], QUICK)
    await until(sandbox, lambda: sandbox.stream_count == 2)
    behavior.token_lifetime = second
    await channel.watch(documents)
    async with asyncio.timeout(20):
        assert not await channel.until_stale(), "its token is old, it is not silent"
    await channel.aclose()


@pytest.mark.parametrize("channel_type", [WebSocketChannel, SseChannel])
async def test_a_token_is_replaced_in_time_by_the_servers_clock(
    sandbox: SandboxServer,
    make_client: MakeClient,
    channel_type: type[WebSocketChannel | SseChannel],
) -> None:
    """By this computer's clock the token would be used for minutes."""
    sandbox.state.behavior.token_lifetime = 86_400.0
    sandbox.state.behavior.date_shift = 86_390.0
    timing = Timing(renew_at=0.005, shortest_token_life=0.0)
    channel = await channel_type.open(make_client(sandbox.base_url), seed(sandbox, 1), timing)
    async with asyncio.timeout(60):
        assert not await channel.until_stale()
    await channel.aclose()


@pytest.mark.parametrize("channel_type", [WebSocketChannel, SseChannel])
async def test_a_token_without_a_known_end_is_used_as_long_as_it_works(
    sandbox: SandboxServer,
    make_client: MakeClient,
    channel_type: type[WebSocketChannel | SseChannel],
) -> None:
    sandbox.state.behavior.token_expiry = ExpiryForm.NULL
    [one] = seed(sandbox, 1)
    complete = asyncio.Event()

    async def deliver(reports: Sequence[StatusReport]) -> None:
        if any(report.outcome is Outcome.COMPLETE for report in reports):
            complete.set()

    channel = await channel_type.open(make_client(sandbox.base_url), [one], Timing())
    tasks = [
        asyncio.create_task(channel.until_stale()),
        asyncio.create_task(channel.run(deliver)),
    ]
    await asyncio.to_thread(sandbox.state.finish, one)
    async with asyncio.timeout(20):
        await complete.wait()
    assert not any(task.done() for task in tasks)
    for task in tasks:
        task.cancel()
    await channel.aclose()


async def test_a_stream_that_nothing_comes_through_is_not_relied_on(
    sandbox: SandboxServer, make_client: MakeClient
) -> None:
    no_socket(sandbox)
    sandbox.state.behavior.snapshot_on_subscribe = False
    one, two = seed(sandbox, 2)
    timing = replace(QUICK, proof=0.05, first_delay=60.0, background_delay=60.0)
    async with hearing(make_client(sandbox.base_url), [one, two], timing) as heard:
        await heard.until(lambda: heard.count(Polling) == 1)
        assert heard.count(LiveSse) == 0
        await asyncio.to_thread(sandbox.state.finish, one)
        await heard.until(lambda: heard.count(LiveSse) == 1)
        await heard.complete(one)
        # What was under way may still come, however long that takes; then nothing is asked.
        asked = -1
        async with asyncio.timeout(60):
            while asked != sandbox.state.journal.count(Call.STATUS):
                asked = sandbox.state.journal.count(Call.STATUS)
                await asyncio.sleep(10 * timing.poll_interval)


async def test_a_silent_stream_is_replaced_without_a_gap(
    sandbox: SandboxServer, make_client: MakeClient
) -> None:
    no_socket(sandbox)
    [one] = seed(sandbox, 1)
    timing = replace(QUICK, silence=0.2, first_delay=60.0, background_delay=60.0)
    journal = sandbox.state.journal
    async with hearing(make_client(sandbox.base_url), [one], timing) as heard:
        await until(sandbox, lambda: journal.count(Call.SSE) == 3)
        await asyncio.to_thread(sandbox.state.finish, one)
        await heard.complete(one)
    assert heard.count(LiveSse) == 1
    assert journal.count(Call.TOKEN) == 4, "one for the socket that was refused, one a stream"


async def test_junk_in_a_stream_is_ignored(
    sandbox: SandboxServer, make_client: MakeClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    no_socket(sandbox)
    sandbox.state.faults.by_chance(Call.SSE, SendJunk(tuple(JunkFrame)))
    [one] = seed(sandbox, 1)
    timing = replace(QUICK, first_delay=60.0, background_delay=60.0)
    async with hearing(make_client(sandbox.base_url), [one], timing) as heard:
        await heard.until(lambda: bool(heard.reports(one)))
        await asyncio.to_thread(sandbox.state.finish, one)
        await heard.complete(one)
    assert sandbox.state.journal.count(Call.SSE) == 1
    assert caplog.text.count("ignored an event without a status") == 1, "it is said once"


@pytest.mark.parametrize(("by_sse", "letters"), [(False, 10_000_000), (True, 3_000_000)])
async def test_a_very_large_message_is_read_and_what_follows_too(
    sandbox: SandboxServer, serve: Serve, make_client: MakeClient, by_sse: bool, letters: int
) -> None:
    long = "x" * letters
    frames = [
        f'{{"document_id":"doc_1","status":"processing","note":"{long}"}}',
        '{"document_id":"doc_1","sta',
        '{"document_id":"doc_1","status":"complete"}',
    ]

    async def by_socket(connection: ServerConnection) -> None:
        for frame in frames:
            await connection.send(frame)
        await connection.wait_closed()

    async def stream(line: Line) -> None:
        await line.read_head()
        assert b"capout-api-key" not in line.head.lower()
        assert SANDBOX_KEY.encode() not in line.head
        await line.say(b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n")
        for frame in frames:
            await line.say(f": a comment\r\ndata: {frame}\r\n\r\n".encode())
        await line.until_gone()

    server = await serve(stream)
    async with serve_websocket(by_socket, "127.0.0.1", 0, compression=None) as sockets:
        port = next(iter(sockets.sockets)).getsockname()[1]
        client = make_client(sandbox.base_url)
        socket_url = "" if by_sse else f"ws://127.0.0.1:{port}/"
        tokens_lead_to(client, sse_url=f"{server.url}/sse", ws_url=socket_url)
        if by_sse:
            no_socket(sandbox)
        async with hearing(client, ["doc_1"], QUICK) as heard:
            await heard.complete("doc_1")
            # Read whole, and the long text is kept as far as a text may go.
            notes = [str(r.extra.get("note", "")) for r in heard.reports("doc_1")]
            assert notes == [long[: LONGEST_TEXT - 1] + "…", ""]


async def test_an_event_without_end_costs_the_stream_but_not_the_document(
    sandbox: SandboxServer, serve: Serve, make_client: MakeClient
) -> None:
    no_socket(sandbox)

    async def stream(line: Line) -> None:
        await line.read_head()
        await line.say(b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n")
        while True:
            await line.say(b"data: " + b"x" * 1_000_000 + b"\r\n")

    server = await serve(stream)
    client = make_client(sandbox.base_url)
    tokens_lead_to(client, sse_url=f"{server.url}/sse")
    [one] = seed(sandbox, 1)
    async with hearing(client, [one], QUICK) as heard:
        await heard.until(lambda: heard.count(Polling) > 0)
        polling = next(event for event in heard.events if isinstance(event, Polling))
        assert polling.problem.code == "garbage-answer"
        await asyncio.to_thread(sandbox.state.finish, one)
        await heard.complete(one)


def tokens_lead_to(client: CapOutClient, *, sse_url: str, ws_url: str = "") -> None:
    """Let each token that the sandbox gives to `client` name other addresses."""
    mint = client.mint_token

    async def elsewhere() -> RealtimeToken:
        return dataclasses.replace(await mint(), sse_url=sse_url, ws_url=ws_url)

    client.mint_token = elsewhere  # type: ignore[method-assign]


# Truth


class DeadLine:
    """A relay to the sandbox that can be made to swallow everything, as a lost Wi-Fi does."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.dead = False
        self.count = 0

    async def script(self, line: Line) -> None:
        self.count += 1
        born_dead = self.dead
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)

        async def pass_on(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
            with suppress(OSError):
                while data := await source.read(65536):
                    if not self.dead or born_dead:
                        target.write(data)
            target.close()

        await asyncio.gather(pass_on(line.reader, writer), pass_on(reader, line.writer))


async def test_a_dead_line_is_noticed_by_its_pings(
    sandbox: SandboxServer, serve: Serve, make_client: MakeClient
) -> None:
    line = DeadLine(sandbox.port)
    relay = await serve(line.script)
    [one] = seed(sandbox, 1)
    timing = replace(QUICK, ping_every=0.1, ping_patience=0.1)
    async with hearing(make_client(relay.url), [one], timing) as heard:
        await heard.until(lambda: bool(heard.reports(one)))
        # What stands is dead from here on, without a word; new connections get through.
        line.dead = True
        await asyncio.to_thread(sandbox.state.finish, one)
        await heard.complete(one)


def test_a_dead_line_is_noticed_within_45_seconds() -> None:
    timing = Timing()
    assert timing.ping_every + timing.ping_patience <= 45
    assert timing.silence + timing.open_within <= 45


async def test_after_a_sleep_everything_is_connected_anew_at_once(
    sandbox: SandboxServer, make_client: MakeClient
) -> None:
    asleep = 0.0
    look = asyncio.Event()

    async def wait(_: float) -> None:
        await look.wait()
        look.clear()

    jumps = SuspendDetector(wall=lambda: time.time() + asleep, wait=wait)
    sandbox.state.behavior.snapshot_on_subscribe = False
    [one] = seed(sandbox, 1)
    journal = sandbox.state.journal
    # Without the jump nothing would happen for a minute.
    timing = Timing(first_delay=60.0, longest_delay=60.0)
    client = make_client(sandbox.base_url)
    async with hearing(client, [one], timing, suspend_detector=jumps) as heard:
        await heard.until(lambda: heard.count(Live) == 1)
        asleep = JUMP_SECONDS - 5
        look.set()
        await until(sandbox, lambda: sandbox.stream_count == 1)
        assert journal.count(Call.WEBSOCKET) == 1
        asleep += JUMP_SECONDS + 5
        look.set()
        await until(sandbox, lambda: journal.count(Call.WEBSOCKET) == 2)
        await until(sandbox, lambda: sandbox.stream_count == 1)
        assert journal.count(Call.TOKEN) == 2
        assert heard.count(Reconnecting) == 0

        sandbox.drop_streams()
        await heard.until(lambda: heard.count(Reconnecting) == 1)
        asleep += JUMP_SECONDS + 5
        look.set()
        await until(sandbox, lambda: journal.count(Call.WEBSOCKET) == 3)
        await asyncio.to_thread(sandbox.state.finish, one)
        await heard.complete(one)


@pytest.mark.parametrize(
    ("wall", "monotonic", "jumps"),
    [
        ([0.0, 2.0, 34.0, 36.0], [0.0, 2.0, 4.0, 6.0], 0),
        ([0.0, 2.0, 34.5, 36.5], [0.0, 2.0, 4.0, 6.0], 1),
        ([0.0, 2.0, -26.5, -24.5], [0.0, 2.0, 4.0, 6.0], 1),
        # Windows' monotonic clock goes on while the computer sleeps.
        ([0.0, 2.0, 34.0, 36.0], [0.0, 2.0, 34.0, 36.0], 0),
        ([0.0, 2.0, 300.0, 302.0], [0.0, 2.0, 300.0, 302.0], 1),
    ],
)
async def test_a_jump_of_more_than_half_a_minute_is_a_sleep(
    wall: list[float], monotonic: list[float], jumps: int
) -> None:
    looks = 0
    done = asyncio.Event()

    async def wait(_: float) -> None:
        nonlocal looks
        looks += 1
        if looks == len(wall):
            done.set()
            await asyncio.Event().wait()

    clocks = iter(wall), iter(monotonic)
    detector = SuspendDetector(wall=clocks[0].__next__, monotonic=clocks[1].__next__, wait=wait)
    running = asyncio.create_task(detector.run())
    async with asyncio.timeout(60):
        await done.wait()
    running.cancel()
    assert detector.seen.count == jumps


async def test_tokens_that_expire_all_the_time_leave_no_gap(
    sandbox: SandboxServer, make_client: MakeClient
) -> None:
    behavior = sandbox.state.behavior
    behavior.token_lifetime = 2.0
    behavior.token_single_use = True
    behavior.snapshot_on_subscribe = False
    documents = seed(sandbox, 5)
    least: list[int] = []

    def watch_streams() -> bool:
        least.append(sandbox.stream_count)
        return sandbox.state.journal.count(Call.WEBSOCKET) >= 4

    timing = replace(QUICK, renew_at=0.2)
    async with hearing(make_client(sandbox.base_url), documents, timing) as heard:
        await until(sandbox, lambda: sandbox.stream_count == 1)
        await until(sandbox, watch_streams)
        for document in documents:
            await asyncio.to_thread(sandbox.state.finish, document)
        await heard.complete(*documents)
    assert min(least) == 1, "there was always a connection"
    assert heard.count(Reconnecting) == 0


@pytest.mark.parametrize("call", [Call.WEBSOCKET, Call.SSE])
async def test_a_key_withdrawn_while_live_ends_it(
    sandbox: SandboxServer, make_client: MakeClient, call: Call
) -> None:
    if call is Call.SSE:
        no_socket(sandbox)
    [one] = seed(sandbox, 1)
    async with hearing(make_client(sandbox.base_url), [one], QUICK) as heard:
        await heard.until(lambda: heard.count(Live) + heard.count(LiveSse) == 1)
        await until(sandbox, lambda: sandbox.stream_count == 1)
        sandbox.state.remove_key(SANDBOX_KEY)
        sandbox.drop_streams(1001)
        await heard.until(lambda: heard.count(Ended) == 1)


# Promises


class SimulatedTime:
    """A clock that only waiting moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    async def wait(self, seconds: float) -> None:
        self.now += seconds
        await asyncio.sleep(0)


async def test_no_minute_sees_more_requests_than_promised() -> None:
    clock = SimulatedTime()
    pace = RateLimiter(burst=10, a_minute=50, clock=clock, wait=clock.wait)
    moments = []
    for number in range(400):
        await pace.take()
        moments.append(clock.now)
        if number % 90 == 0:
            pace.charge(3)
            clock.now += 20
    assert max(sum(a <= b < a + 60 for b in moments) for a in moments) <= 60
    assert clock.now < 600, "and what is promised can be used"


@pytest.mark.parametrize("count", [1, WORTHWHILE, 40, 500])
async def test_polling_keeps_its_promise_however_many_documents_there_are(count: int) -> None:
    clock = SimulatedTime()
    asked: Counter[str] = Counter()
    moments: list[float] = []
    lists: list[float] = []

    class Client:
        async def status(self, document_id: str) -> StatusReport:
            moments.append(clock.now)
            asked[document_id] += 1
            return StatusReport(document_id, "processing")

        async def documents(self) -> list[object]:
            moments.append(clock.now)
            lists.append(clock.now)
            return []

    documents = [f"doc_{number}" for number in range(count)]
    burst = 10
    channel = PollingChannel(
        Client(),  # type: ignore[arg-type]
        documents,
        interval=3.0,
        pace=RateLimiter(
            burst=burst,
            a_minute=polling_channel.MOST_REQUESTS_A_MINUTE - burst,
            clock=clock,
            wait=clock.wait,
        ),
        clock=clock,
        wait=clock.wait,
    )

    async def deliver(_: StatusReport) -> None:
        if clock.now > (3600 if count == 1 else 1000):
            raise TimeoutError

    with pytest.raises(TimeoutError):
        await channel.run(deliver)
    most = max(
        sum(a <= b < a + 60 for b in itertools.islice(moments, n, n + 200))
        for n, a in enumerate(moments)
    )
    assert most <= polling_channel.MOST_REQUESTS_A_MINUTE
    assert lists[:1] == ([] if count == 1 else [0.0]), "the list is asked for first"
    assert set(asked) == set(documents), "nobody is forgotten"
    assert max(asked.values()) - min(asked.values()) <= 2, "nobody is preferred"
    if count == 1:
        first_minute = [moment for moment in moments if moment < 60]
        last_ten = [moment for moment in moments if moment >= 3000]
        assert len(first_minute) == 20
        assert len(last_ten) <= 11
    if count == 500:
        assert channel.interval >= count * 60 / polling_channel.MOST_REQUESTS_A_MINUTE


async def test_many_documents_are_polled_by_their_list(
    sandbox: SandboxServer, make_client: MakeClient
) -> None:
    for call in (Call.WEBSOCKET, Call.SSE):
        sandbox.state.faults.by_chance(call, Refuse(404))
    documents = seed(sandbox, 25)
    journal = sandbox.state.journal
    timing = replace(QUICK, first_delay=60.0, background_delay=60.0)
    async with hearing(make_client(sandbox.base_url), documents, timing) as heard:
        await heard.until(lambda: all(heard.reports(id_) for id_ in documents))
        await until(sandbox, lambda: journal.count(Call.DOCUMENTS) >= 3)
        for document in documents:
            await asyncio.to_thread(sandbox.state.finish, document)
        await heard.complete(*documents)
    assert journal.count(Call.STATUS) <= 5


async def test_connections_that_break_all_the_time_do_not_flood_the_server_with_questions(
    sandbox: SandboxServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(status_fetcher, "MOST_REQUESTS_AT_ONCE", 20)
    monkeypatch.setattr(status_fetcher, "MOST_REQUESTS_A_MINUTE", 40)
    sandbox.state.behavior.documents_limit = 0
    sandbox.state.faults.by_chance(Call.WEBSOCKET, DropStream(after_frames=8))
    documents = seed(sandbox, 8)
    journal = sandbox.state.journal
    timing = replace(QUICK, failures=1000)
    async with hearing(make_client(sandbox.base_url), documents, timing):
        await until(sandbox, lambda: journal.count(Call.WEBSOCKET) >= 20)
    asked = [*journal.calls(Call.STATUS), *journal.calls(Call.DOCUMENTS)]
    assert 20 <= most_within_a_minute(asked) <= 40
    began = min(call.at for call in asked)
    early = [call for call in asked if call.at - began < timedelta(seconds=1)]
    assert len(early) <= 22


async def test_no_address_and_no_command_is_too_long(
    sandbox: SandboxServer, make_client: MakeClient
) -> None:
    paths: list[int] = []
    commands: list[list[str]] = []
    changed = asyncio.Event()

    async def take(connection: ServerConnection) -> None:
        import json

        assert connection.request is not None
        paths.append(len(connection.request.path))
        async for message in connection:
            commands.append(json.loads(message)["document_ids"])
            changed.set()
            if sum(map(len, commands)) >= 1200:
                await connection.send('{"document_id":"doc_x","status":"complete"}')

    async with serve_websocket(take, "127.0.0.1", 0) as sockets:
        port = next(iter(sockets.sockets)).getsockname()[1]
        client = make_client(sandbox.base_url)
        mint = client.mint_token

        async def elsewhere() -> RealtimeToken:
            token = await mint()
            return dataclasses.replace(token, ws_url=f"ws://127.0.0.1:{port}/", expires_at=None)

        client.mint_token = elsewhere  # type: ignore[method-assign]
        async with hearing(client, ["doc_a"], QUICK) as heard:
            await heard.until(lambda: heard.count(Live) == 1)
            heard.listener.watch(["doc_a", "doc_b"])
            async with asyncio.timeout(20):
                await changed.wait()
        # All, since nobody knows whether a command replaces what was subscribed to.
        assert [sorted(command) for command in commands] == [["doc_a", "doc_b"]]
        ids = ["doc_x", *(f"doc_{number:012}" for number in range(1300))]
        async with hearing(client, ids, QUICK) as heard:
            await heard.complete("doc_x")
    assert max(paths) <= LONGEST_URL
    assert max(map(len, commands)) <= 500
