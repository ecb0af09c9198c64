"""Channel for server-sent events, for networks that block WebSockets."""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from typing import Self

import httpx
from httpx_sse import EventSource, ServerSentEvent

from capout_desktop.capout.base_url import socket_url
from capout_desktop.capout.client import CapOutClient
from capout_desktop.capout.connections import is_encoded
from capout_desktop.capout.errors import (
    CapOutError,
    GarbageAnswer,
    RealtimeInterrupted,
    TimedOut,
)
from capout_desktop.capout.network_errors import network_error
from capout_desktop.capout.realtime.channel import Deliver, DeliverAll
from capout_desktop.capout.realtime.events import Timing
from capout_desktop.capout.realtime.frame import statuses_in
from capout_desktop.capout.realtime.polling_channel import PollingChannel
from capout_desktop.capout.realtime.rate_limiter import RateLimiter
from capout_desktop.capout.realtime.token import seconds_to_renewal, stream_address
from capout_desktop.capout.task_end import end
from capout_desktop.domain.status_report import Outcome, StatusReport

_log = logging.getLogger(__name__)

MOST_STREAMS = 6
"""Maximum number of streams, as in browsers for one server.

The address of a stream names its documents, about 65 of them. Documents that do not fit into the
streams are polled one by one.
"""

_MOST_EVENT_BYTES = 4 * 1024 * 1024
_EVENT_END = re.compile(rb"\n\r?\n|\r\r")
_MOST_WAITING = 64
"""Maximum number of undelivered reports; beyond it reading from the network pauses."""


class SseChannel:
    """Channel with one or a few streams, each with its own token; see `StatusChannel`."""

    def __init__(
        self, client: CapOutClient, timing: Timing, pace: RateLimiter | None, recent: int
    ) -> None:
        self.proven = asyncio.Event()
        self._client = client
        self._timing = timing
        self._pace = pace
        self._recent = recent
        self._streams: list[_Stream] = []
        self._rest: dict[str, None] = {}
        self._polling: asyncio.Task[None] | None = None
        self._waiting: asyncio.Queue[StatusReport | Exception] = asyncio.Queue(_MOST_WAITING)
        self._renew_at: float | None = None

    @classmethod
    async def open(
        cls,
        client: CapOutClient,
        document_ids: Sequence[str],
        timing: Timing | None = None,
        pace: RateLimiter | None = None,
        recent: int = 0,
    ) -> Self:
        """Mint tokens and open streams for the documents; at least one.

        Args:
            client: Mints the tokens; its key is never sent to a stream.
            document_ids: At least one, or none with `recent`.
            timing: Times and limits of the streams.
            pace: Rate limiter for polling documents that fit into no stream.
            recent: Number of the organization's latest documents to follow with a single stream;
                `document_ids` are then polled.

        Raises:
            Unauthorized: The key is not accepted any more.
            CapOutError: No stream could be opened.
        """
        channel = cls(client, timing or Timing(), pace, recent)
        try:
            if recent:
                await channel._open_stream(())
            await channel.watch(document_ids)
        except BaseException:
            await channel.aclose()
            raise
        return channel

    async def watch(self, document_ids: Sequence[str]) -> None:
        """Open streams for new documents, together with those of the stream with the fewest."""
        covered = set(self._rest).union(*(stream.document_ids for stream in self._streams))
        new = [id_ for id_ in document_ids if id_ not in covered]
        if not new:
            return
        replaced: _Stream | None = None
        room = 0 if self._recent else MOST_STREAMS - len(self._streams)
        if self._streams and not self._recent:
            wanted = set(document_ids)
            for stream in self._streams:
                stream.document_ids &= wanted
            replaced = min(self._streams, key=lambda stream: len(stream.document_ids))
            new = [*replaced.document_ids, *new]
            room += 1
        while new and room:
            stream = await self._open_stream(new)
            new = new[len(stream.document_ids) :]
            room -= 1
        if replaced is not None:
            # Only after the new stream is open, so that nothing is missed.
            self._streams.remove(replaced)
            await replaced.aclose()
        self._rest.update(dict.fromkeys(new))
        if self._rest and self._polling is None:
            poller = PollingChannel(
                self._client, self._rest, interval=self._timing.poll_interval, pace=self._pace
            )
            self._polling = asyncio.create_task(self._guard(lambda: poller.run(self._waiting.put)))

    async def run(self, deliver: DeliverAll) -> None:
        """Deliver the reports of the streams until one of them ends."""
        while True:
            report = await self._waiting.get()
            if isinstance(report, Exception):
                raise report
            if report.outcome is not Outcome.RUNNING:
                self._rest.pop(report.document_id, None)
            await deliver([report])

    async def until_stale(self) -> bool:
        """Wait until a token is about to expire, or a stream has delivered nothing for too long."""
        while True:
            now = time.monotonic()
            quiet = min(stream.heard_at for stream in self._streams) + self._timing.silence
            renewal = quiet if self._renew_at is None else self._renew_at
            if now >= min(quiet, renewal):
                return now >= quiet
            await asyncio.sleep(min(quiet, renewal) - now)

    async def aclose(self) -> None:
        """Close the streams."""
        if self._polling is not None:
            await end(self._polling)
        for stream in self._streams:
            await stream.aclose()

    async def _open_stream(self, document_ids: Sequence[str]) -> _Stream:
        client = self._client
        token = await client.mint_token()
        address = socket_url(client.base_url, token.sse_url, "/sse/status").removeprefix("ws")
        url, taken = stream_address(f"http{address}", token, document_ids, self._recent)
        stream = _Stream(set(document_ids[:taken]), self.proven.set)
        try:
            await stream.open(client, url, self._timing)
        except BaseException:
            await stream.aclose()
            raise
        self._streams.append(stream)
        stream.reading = asyncio.create_task(self._guard(lambda: stream.read(self._waiting.put)))
        life = seconds_to_renewal(token, client.server_clock_offset, self._timing)
        if life is not None:
            renew_at = time.monotonic() + life
            self._renew_at = min(renew_at, self._renew_at or renew_at)
        return stream

    async def _guard(self, work: Callable[[], Coroutine[object, object, None]]) -> None:
        """Pass exceptions of `work` to `run`, which raises them."""
        # Created here, since a task canceled before its first step would leave it unawaited.
        try:
            await work()
        except Exception as error:  # noqa: BLE001 - raised where it is waited for
            await self._waiting.put(error)


class _Stream:
    """SSE connection.

    Attributes:
        heard_at: Time when data last arrived, by `time.monotonic`.
        reading: Task that reads it.
    """

    def __init__(self, document_ids: set[str], on_first_byte: Callable[[], None]) -> None:
        self.document_ids = document_ids
        self.heard_at = time.monotonic()
        self.reading: asyncio.Task[None] | None = None
        self._on_first_byte = on_first_byte
        self._http: httpx.AsyncClient | None = None
        self._response: httpx.Response | None = None
        self._via_proxy = False
        self._puzzled = False

    async def open(self, client: CapOutClient, url: str, timing: Timing) -> None:
        """Connect and check that the answer is a stream.

        Raises:
            CapOutError: It is not a stream.
        """
        network = await client.network()
        self._via_proxy = network.proxy is not None
        self._http = httpx.AsyncClient(
            transport=httpx.AsyncHTTPTransport(
                verify=network.ssl_context, proxy=network.httpx_proxy, trust_env=False
            ),
            trust_env=False,
            # `until_stale` notices silence before it is a failure.
            timeout=httpx.Timeout(timing.open_within, read=None),
        )
        # Without the key: the token in the address opens the stream.
        headers = {
            "accept": "text/event-stream",
            "accept-encoding": "identity",
            "cache-control": "no-store",
            "user-agent": client.user_agent,
        }
        request = self._http.build_request("GET", url, headers=headers)
        try:
            async with asyncio.timeout(timing.open_within):
                response = await self._http.send(request, stream=True)
        except TimeoutError as error:
            raise TimedOut("no stream within the time") from error
        except (httpx.HTTPError, OSError) as error:
            raise network_error(error, via_proxy=self._via_proxy) from error
        self._response = response
        if response.status_code != httpx.codes.OK:
            raise RealtimeInterrupted(
                "the server refused the stream", status_code=response.status_code
            )
        if "text/event-stream" not in response.headers.get("content-type", ""):
            raise RealtimeInterrupted(
                "what answered is no stream", status_code=response.status_code
            )
        if is_encoded(response):
            raise RealtimeInterrupted(
                "the stream is compressed, which was not asked for",
                status_code=response.status_code,
            )
        if not isinstance(response.stream, httpx.AsyncByteStream):
            raise TypeError("the stream of an asynchronous client is asynchronous")
        response.stream = _Heard(response.stream, self._hear)
        self.heard_at = time.monotonic()

    async def read(self, deliver: Deliver) -> None:
        """Deliver reports until the stream ends.

        Raises:
            CapOutError: The stream has ended.
        """
        if self._response is None:
            raise RuntimeError("the stream is not open")
        try:
            async for event in events_of(self._response):
                reports = await statuses_in(event.data)
                if not reports and not self._puzzled:
                    self._puzzled = True
                    _log.info("ignored an event without a status, and any more like it")
                for report in reports:
                    await deliver(report)
        except CapOutError:
            raise
        except (httpx.HTTPError, httpx.StreamError, OSError) as error:
            raise network_error(error, via_proxy=self._via_proxy) from error
        raise RealtimeInterrupted("the server ended the stream")

    async def aclose(self) -> None:
        """Close the connection."""
        try:
            if self.reading is not None:
                await end(self.reading)
            if self._response is not None:
                await self._response.aclose()
        finally:
            if self._http is not None:
                await self._http.aclose()

    def _hear(self) -> None:
        self.heard_at = time.monotonic()
        self._on_first_byte()


def events_of(response: httpx.Response) -> AsyncIterator[ServerSentEvent]:
    """Return the events of a stream, which is UTF-8 by its standard, whatever its header names.

    An unfinished or an unknown encoding would raise errors that are not the network's.
    """
    response.encoding = "utf-8"
    return EventSource(response).aiter_sse()


class _Heard(httpx.AsyncByteStream):
    """Byte stream that calls `on_bytes` for each part, since comments show that it is alive."""

    def __init__(self, stream: httpx.AsyncByteStream, on_bytes: Callable[[], None]) -> None:
        self._stream = stream
        self._on_bytes = on_bytes

    async def __aiter__(self) -> AsyncIterator[bytes]:
        event = 0
        tail = b""
        async for part in self._stream:
            self._on_bytes()
            event += len(part)
            # The blank line at the end of an event may come in two parts.
            for end_of_event in _EVENT_END.finditer(tail + part):
                event = len(tail) + len(part) - end_of_event.end()
            tail = (tail + part)[-3:]
            if event > _MOST_EVENT_BYTES:
                raise GarbageAnswer("an event of the stream is endless")
            yield part

    async def aclose(self) -> None:
        await self._stream.aclose()
