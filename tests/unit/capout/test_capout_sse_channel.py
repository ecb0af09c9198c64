"""Streams of events: which documents each follows, what ends them, and when they are replaced."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from capout_desktop.capout.answers import RealtimeToken
from capout_desktop.capout.client import CapOutClient
from capout_desktop.capout.connections import Network
from capout_desktop.capout.errors import (
    CapOutError,
    ConnectionBroken,
    ConnectionRefused,
    GarbageAnswer,
    RealtimeInterrupted,
    TimedOut,
)
from capout_desktop.capout.realtime import sse_channel
from capout_desktop.capout.realtime.events import Timing
from capout_desktop.capout.realtime.rate_limiter import RateLimiter
from capout_desktop.capout.realtime.sse_channel import MOST_STREAMS, SseChannel
from capout_desktop.domain.status_report import StatusReport

EVENTS = {"content-type": "text/event-stream; charset=utf-8"}
NEVER = Timing(silence=3600)


class Feed(httpx.AsyncByteStream):
    """A stream whose bytes come when the test says so; None ends it."""

    def __init__(self) -> None:
        self.parts: asyncio.Queue[bytes | Exception | None] = asyncio.Queue()
        self.closed = False

    def says(self, document_id: str, status: str = "processing") -> None:
        self.parts.put_nowait(event(document_id, status))

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while (part := await self.parts.get()) is not None:
            if isinstance(part, Exception):
                raise part
            yield part

    async def aclose(self) -> None:
        self.closed = True


def event(document_id: str, status: str = "processing") -> bytes:
    return f'data: {{"document_id": "{document_id}", "status": "{status}"}}\n\n'.encode()


@dataclass
class Server:
    """Stands for CapOut and the client: it notes what is asked for, and answers with feeds."""

    lives: list[float | None] = field(default_factory=list)
    requests: list[httpx.Request] = field(default_factory=list)
    feeds: list[Feed] = field(default_factory=list)
    polled: list[str] = field(default_factory=list)
    answer: Callable[[Feed], httpx.Response] = lambda feed: httpx.Response(
        200, headers=EVENTS, stream=feed
    )
    base_url: str = "https://capout.invalid"
    user_agent: str = "test"
    server_clock_offset: timedelta | None = None

    async def network(self) -> Network:
        return Network(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), None)

    async def mint_token(self) -> RealtimeToken:
        life = self.lives.pop(0) if self.lives else None
        until = None if life is None else datetime.now(UTC) + timedelta(seconds=life)
        return RealtimeToken("to&ken", "org", until, "", "/sse/status")

    async def status(self, document_id: str) -> StatusReport:
        self.polled.append(document_id)
        return StatusReport(document_id, "processing")

    async def handle(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        feed = Feed()
        self.feeds.append(feed)
        return self.answer(feed)

    def documents(self) -> list[list[str]]:
        """Return which documents each request is for."""
        queries = [parse_qs(urlsplit(str(one.url)).query) for one in self.requests]
        return [query.get("document_id", []) for query in queries]

    async def open(
        self, document_ids: Sequence[str], timing: Timing = NEVER, recent: int = 0
    ) -> SseChannel:
        pace = RateLimiter(burst=1000, a_minute=1000)
        return await SseChannel.open(cast("CapOutClient", self), document_ids, timing, pace, recent)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    made = Server()
    monkeypatch.setattr(
        sse_channel.httpx,  # type: ignore[attr-defined]
        "AsyncHTTPTransport",
        lambda **_: httpx.MockTransport(made.handle),
    )
    return made


class Told:
    """What a channel delivered."""

    def __init__(self, channel: SseChannel) -> None:
        self.reports: list[StatusReport] = []
        self.task = asyncio.create_task(channel.run(self._take))

    async def _take(self, reports: Sequence[StatusReport]) -> None:
        self.reports += reports

    async def until(self, number: int) -> list[str]:
        async with asyncio.timeout(20):
            while len(self.reports) < number:  # noqa: ASYNC110 - nobody announces it
                await asyncio.sleep(0)
        return [report.document_id for report in self.reports]

    async def end(self) -> None:
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)

    async def error(self) -> BaseException:
        async with asyncio.timeout(20):
            (error,) = await asyncio.gather(self.task, return_exceptions=True)
        return cast("BaseException", error)


async def test_a_stream_is_opened_with_its_token_alone_and_delivers(server: Server) -> None:
    channel = await server.open(["a", "b/c"])
    [request] = server.requests
    assert str(request.url) == (
        "https://capout.invalid/sse/status?token=to%26ken&document_id=a&document_id=b%2Fc"
    )
    headers = {name: request.headers.get(name) for name in ("accept", "accept-encoding")}
    assert headers == {"accept": "text/event-stream", "accept-encoding": "identity"}
    assert request.headers["cache-control"] == "no-store"
    assert request.headers["user-agent"] == "test"
    assert "capout-api-key" not in request.headers
    assert not channel.proven.is_set()
    told = Told(channel)
    server.feeds[0].parts.put_nowait(b": alive\n\ndata: junk\n\n")
    server.feeds[0].says("a")
    assert await told.until(1) == ["a"]
    assert channel.proven.is_set()
    await told.end()
    await channel.aclose()
    assert server.feeds[0].closed


@pytest.mark.parametrize(
    ("answer", "kind", "status"),
    [
        (lambda _: httpx.Response(403, headers=EVENTS), RealtimeInterrupted, 403),
        (lambda _: httpx.Response(204, headers=EVENTS), RealtimeInterrupted, 204),
        (lambda _: httpx.Response(200, text="<html>"), RealtimeInterrupted, 200),
        (
            lambda feed: httpx.Response(
                200, headers={**EVENTS, "content-encoding": "br"}, stream=feed
            ),
            RealtimeInterrupted,
            200,
        ),
        (httpx.ReadError("gone"), ConnectionBroken, None),
        (ConnectionRefusedError(111, "refused"), ConnectionRefused, None),
        (TimeoutError(), TimedOut, None),
    ],
)
async def test_what_is_no_stream_is_not_taken_for_one(
    answer: Any, kind: type[CapOutError], status: int | None, server: Server
) -> None:
    def fail(_: Feed) -> httpx.Response:
        raise answer

    server.answer = fail if isinstance(answer, Exception) else answer
    with pytest.raises(kind) as failed:
        await server.open(["a"])
    assert failed.value.status_code == status


@pytest.mark.parametrize(
    ("last", "kind"),
    [
        (None, RealtimeInterrupted),
        (httpx.ReadError("gone"), ConnectionBroken),
        (GarbageAnswer("odd"), GarbageAnswer),
    ],
)
async def test_the_end_of_one_stream_is_that_of_the_channel(
    last: Exception | None, kind: type[CapOutError], server: Server
) -> None:
    channel = await server.open(["a"])
    told = Told(channel)
    server.feeds[0].says("a")
    server.feeds[0].parts.put_nowait(last)
    assert type(await told.error()) is kind
    assert [report.document_id for report in told.reports] == ["a"]
    await channel.aclose()


LONG = [f"{number:03}{'x' * 600}" for number in range(40)]
"""Three of these fit into an address."""


async def test_many_documents_are_shared_out_and_the_rest_is_polled(server: Server) -> None:
    rest = LONG[3 * MOST_STREAMS : 3 * MOST_STREAMS + 2]
    channel = await server.open(LONG[: 3 * MOST_STREAMS + 2])
    assert server.documents() == [LONG[n : n + 3] for n in range(0, 3 * MOST_STREAMS, 3)]
    told = Told(channel)
    assert set(await told.until(2)) >= set(rest)
    assert set(server.polled) == set(rest)
    await channel.watch(LONG[: 3 * MOST_STREAMS + 2])
    assert len(server.requests) == 6, "as many as a browser opens, and nothing is new"
    await told.end()
    await channel.aclose()
    assert all(feed.closed for feed in server.feeds)


async def test_a_new_document_joins_the_stream_with_the_fewest(server: Server) -> None:
    channel = await server.open(LONG[:8])
    assert [len(ids) for ids in server.documents()] == [3, 3, 2]
    await channel.watch([*LONG[:8], "new"])
    assert [set(ids) for ids in server.documents()[3:]] == [{LONG[6], LONG[7], "new"}]
    assert [feed.closed for feed in server.feeds] == [False, False, True, False]
    await channel.watch([*LONG[2:8], "new", "newer"])
    assert [set(ids) for ids in server.documents()[4:]] == [{LONG[2], "newer"}]
    assert [feed.closed for feed in server.feeds] == [True, False, True, False, False]
    await channel.aclose()


async def test_the_latest_documents_are_one_stream_and_others_are_polled(server: Server) -> None:
    channel = await server.open(["old"], recent=50)
    [request] = server.requests
    assert parse_qs(urlsplit(str(request.url)).query) == {"token": ["to&ken"], "recent": ["50"]}
    told = Told(channel)
    assert await told.until(1) == ["old"]
    await channel.watch(["old", "older"])
    assert len(server.requests) == 1
    await told.end()
    await channel.aclose()


async def test_what_has_ended_is_not_polled_any_more(server: Server) -> None:
    asked = asyncio.Event()

    async def status(document_id: str) -> StatusReport:
        server.polled.append(document_id)
        if server.polled.count("goes on") == 3:
            asked.set()
        return StatusReport(document_id, "complete" if document_id == "ended" else "processing")

    server.status = status  # type: ignore[method-assign]
    channel = await server.open(["ended", "goes on"], Timing(poll_interval=0.01), recent=50)
    told = Told(channel)
    async with asyncio.timeout(20):
        await asked.wait()
    assert server.polled.count("ended") == 1
    await told.end()
    await channel.aclose()


@pytest.mark.parametrize(
    ("timing", "lives", "may_be_dead"),
    [
        (Timing(silence=0.0), [3600.0], True),
        (Timing(silence=0.0), [None], True),
        (Timing(silence=3600.0, shortest_token_life=0.0), [0.02, 3600.0], False),
        (Timing(silence=3600.0, shortest_token_life=0.0), [3600.0, 0.02], False),
    ],
)
async def test_a_channel_is_stale_when_nothing_comes_or_its_first_token_expires(
    timing: Timing, lives: list[float | None], may_be_dead: bool, server: Server
) -> None:
    server.lives = lives
    channel = await server.open(LONG[:4], timing)
    async with asyncio.timeout(20):
        assert await channel.until_stale() is may_be_dead
    await channel.aclose()


async def test_without_an_end_of_its_token_a_channel_that_is_heard_of_is_not_stale(
    server: Server,
) -> None:
    channel = await server.open(["a"])
    stale = asyncio.create_task(channel.until_stale())
    await asyncio.sleep(0)
    assert not stale.done()
    stale.cancel()
    await channel.aclose()


@pytest.mark.parametrize(
    ("parts", "is_endless"),
    [
        ([b"x" * 40], False),
        ([b"x" * 41], True),
        ([b"x" * 20, b"y" * 21], True),
        ([b"x" * 30, b"\n\n", b"y" * 40], False),
        ([b"x" * 30, b"\n", b"\n", b"y" * 40], False),
        ([b"x" * 30, b"\n\r", b"\n", b"y" * 40], False),
        ([b"x" * 30, b"\r", b"\r", b"y" * 40], False),
        ([b"x" * 30 + b"\n\n" + b"y" * 41], True),
        ([b"x\n\n" * 20], False),
        ([b"x\n" * 21], True),
    ],
)
async def test_an_event_is_endless_beyond_a_limit(
    parts: list[bytes], is_endless: bool, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sse_channel, "_MOST_EVENT_BYTES", 40)
    channel = await server.open(["a"])
    told = Told(channel)
    for part in (*parts, None):
        server.feeds[0].parts.put_nowait(part)
    error = await told.error()
    assert type(error) is (GarbageAnswer if is_endless else RealtimeInterrupted)
    await channel.aclose()
