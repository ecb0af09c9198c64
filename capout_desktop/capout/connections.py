"""Connections to CapOut, either direct or through one proxy."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx

from capout_desktop.capout.upload_transport import UploadTransport


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Timeouts, in seconds.

    Attributes:
        connect: Timeout for a connection, including TLS and proxy.
        write: Timeout for sending one chunk of an upload.
        read: Timeout for an answer, or its next part.
        upload_answer: Timeout for the answer after the whole body of an upload was sent. When it
            expires, the outcome of the upload is unknown.
    """

    connect: float = 15.0
    write: float = 60.0
    read: float = 30.0
    upload_answer: float = 180.0


@dataclass(frozen=True, slots=True)
class Network:
    """TLS context and proxy for connections to CapOut.

    Attributes:
        ssl_context: Used for every secure connection, also to the proxy.
        proxy: `http://host:port`, or None for a direct connection.
    """

    ssl_context: ssl.SSLContext
    proxy: str | None

    @property
    def httpx_proxy(self) -> httpx.Proxy | None:
        """Return the proxy in the form that httpx requires."""
        if self.proxy is None:
            return None
        secure = self.proxy.startswith("https:")
        return httpx.Proxy(self.proxy, ssl_context=self.ssl_context if secure else None)


def is_encoded(response: httpx.Response) -> bool:
    """Return whether the body is compressed, which was not requested and may expand to GBs."""
    coding = response.headers.get("content-encoding", "")
    return coding.strip().lower() not in {"", "identity"}


class Connections:
    """HTTP clients for one network, which can be retired when another proxy is chosen.

    Attributes:
        closed: Whether all connections are closed.
    """

    def __init__(self, network: Network, timeouts: Timeouts) -> None:
        self.network = network
        self.closed = False
        self._timeouts = timeouts
        self._calls: httpx.AsyncClient | None = None
        self._uploads: httpx.AsyncClient | None = None
        self._lent = 0
        self._retired = False

    @asynccontextmanager
    async def for_calls(self) -> AsyncIterator[httpx.AsyncClient]:
        """Yield the client for small calls, which reuses connections."""
        if self._calls is None:
            self._calls = httpx.AsyncClient(
                transport=httpx.AsyncHTTPTransport(
                    verify=self.network.ssl_context,
                    proxy=self.network.httpx_proxy,
                    trust_env=False,
                ),
                trust_env=False,
                timeout=httpx.Timeout(
                    self._timeouts.read, connect=self._timeouts.connect, pool=self._timeouts.read
                ),
            )
        async with self._lend():
            yield self._calls

    @asynccontextmanager
    async def for_uploads(self) -> AsyncIterator[httpx.AsyncClient]:
        """Yield the client for uploads, which uses a new connection for each."""
        if self._uploads is None:
            self._uploads = httpx.AsyncClient(
                transport=UploadTransport(self.network.ssl_context, self.network.httpx_proxy),
                trust_env=False,
                timeout=httpx.Timeout(
                    self._timeouts.upload_answer,
                    connect=self._timeouts.connect,
                    write=self._timeouts.write,
                    pool=None,
                ),
            )
        async with self._lend():
            yield self._uploads

    async def retire(self) -> None:
        """Close as soon as the calls under way have ended."""
        self._retired = True
        if not self._lent:
            await self.aclose()

    async def aclose(self) -> None:
        """Close now; calls under way fail."""
        self.closed = True
        for client in (self._calls, self._uploads):
            if client is not None:
                await client.aclose()

    @asynccontextmanager
    async def _lend(self) -> AsyncIterator[None]:
        self._lent += 1
        try:
            yield
        finally:
            self._lent -= 1
            if self._retired:
                await self.retire()
