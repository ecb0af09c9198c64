"""HTTP transport for uploads, which uses new connections and reads while it sends.

It differs from the usual transport in two ways. It never reuses an idle connection: if a server
closed one while the body is sent, that would look like an accepted upload with a lost answer. And
it reads the answer while it still sends the body: a server may refuse early and close, and a sender
that reads only afterwards gets a connection error instead of the reason.
"""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import httpcore
import httpx

from capout_desktop.capout.task_end import end

# ruff: noqa: ASYNC109 - httpcore's interface has them as parameters

_READ_BYTES = 64 * 1024
_CORE_ERRORS = (
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.ProxyError,
    httpcore.UnsupportedProtocol,
)
_INTERIM = re.compile(rb"HTTP/1\.1 1\d\d[^\n]*\n(?:[^\r\n][^\n]*\n)*\r?\n")
_INTERIM_START = b"HTTP/1.1 1"
_MOST_INTERIM_BYTES = 64 * 1024


class UploadTransport(httpx.AsyncBaseTransport):
    """Transport that sends each request on a new connection and stops once it is answered."""

    def __init__(self, ssl_context: ssl.SSLContext, proxy: httpx.Proxy | None) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=ssl_context,
            proxy=_core_proxy(proxy),
            max_connections=None,
            max_keepalive_connections=0,
            network_backend=_ListeningBackend(),
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request and return the answer; once there is one, the body is not sent further.

        Raises:
            httpx.TransportError: In the same cases as the default transport of httpx.
        """
        url = request.url
        with _as_httpx():
            response = await self._pool.handle_async_request(
                httpcore.Request(
                    method=request.method,
                    url=httpcore.URL(
                        scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
                    ),
                    headers=request.headers.raw,
                    content=request.stream,
                    extensions=request.extensions,
                )
            )
        return httpx.Response(
            response.status, headers=response.headers, stream=_AnswerStream(response)
        )

    async def aclose(self) -> None:
        """Close what is still open."""
        await self._pool.aclose()


class _AnswerStream(httpx.AsyncByteStream):
    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with _as_httpx():
            async for part in self._response.aiter_stream():
                yield part

    async def aclose(self) -> None:
        await self._response.aclose()


@contextmanager
def _as_httpx() -> Iterator[None]:
    """Raise errors of httpcore as the errors of the same name in httpx."""
    try:
        yield
    except _CORE_ERRORS as error:
        kind: type[httpx.TransportError] = getattr(httpx, type(error).__name__)
        raise kind(str(error)) from error


def _core_proxy(proxy: httpx.Proxy | None) -> httpcore.Proxy | None:
    if proxy is None:
        return None
    url = proxy.url
    return httpcore.Proxy(
        url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=b""),
        auth=proxy.raw_auth,
        headers=proxy.headers.raw,
        ssl_context=proxy.ssl_context,
    )


class _ListeningBackend(httpcore.AsyncNetworkBackend):
    """Network backend whose streams read while they write."""

    def __init__(self) -> None:
        self._backend = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        return _ListeningStream(
            await self._backend.connect_tcp(host, port, timeout, local_address, socket_options)
        )

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class _ListeningStream(httpcore.AsyncNetworkStream):
    """Stream whose `write` fails once the server has answered or closed the connection.

    After a `WriteError` httpcore stops sending and reads the answer, which this stream has kept.
    """

    def __init__(self, stream: httpcore.AsyncNetworkStream) -> None:
        self._stream = stream
        self._hearing: asyncio.Task[bytes] | None = None
        self._writing: asyncio.Task[None] | None = None

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        hearing = self._hear()
        done, _ = await asyncio.wait({hearing}, timeout=timeout)
        if not done:
            raise httpcore.ReadTimeout("nothing was heard for too long")
        self._hearing = None
        return hearing.result()

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        if not buffer:
            return
        hearing = self._hear()
        if not hearing.done():
            self._writing = asyncio.create_task(self._stream.write(buffer))
            await asyncio.wait(
                {hearing, self._writing}, timeout=timeout, return_when=asyncio.FIRST_COMPLETED
            )
            if self._writing.done():
                self._writing.result()
                return
        if hearing.done():
            # The pending write is left to `aclose`: if it were canceled, the TLS stream could not
            # be read any more.
            raise httpcore.WriteError("the other side answered or hung up")
        raise httpcore.WriteTimeout("nothing could be sent for too long")

    async def aclose(self) -> None:
        try:
            await end(*(task for task in (self._hearing, self._writing) if task is not None))
        finally:
            await self._stream.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.AsyncNetworkStream:
        return _ListeningStream(await self._stream.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)

    def _hear(self) -> asyncio.Task[bytes]:
        if self._hearing is None:
            self._hearing = asyncio.create_task(self._next_words())
        return self._hearing

    async def _next_words(self) -> bytes:
        """Read until there is an answer other than "100 Continue".

        A "100 Continue", or a part of one that comes in two segments, is not an answer.
        """
        heard = b""
        answer_at = 0
        while True:
            more = await self._stream.read(_READ_BYTES)
            heard += more
            while (interim := _INTERIM.match(heard, answer_at)) is not None:
                answer_at = interim.end()
            begun = heard[answer_at : answer_at + len(_INTERIM_START)]
            if not more or len(heard) > _MOST_INTERIM_BYTES or not _INTERIM_START.startswith(begun):
                return heard
