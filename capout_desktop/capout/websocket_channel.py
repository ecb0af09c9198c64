"""Reports by WebSocket."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Self
from urllib.parse import quote

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import (
    ConnectionClosed,
    InvalidProxyMessage,
    InvalidProxyStatus,
    InvalidStatus,
    ProxyError,
    WebSocketException,
)

from capout_desktop.capout.base_url import socket_url
from capout_desktop.capout.client import CapOutClient
from capout_desktop.capout.errors import CapOutError, ProxyFailed, RealtimeInterrupted
from capout_desktop.capout.network_errors import network_error
from capout_desktop.capout.status_channel import Deliver
from capout_desktop.capout.wire import RealtimeToken, statuses_in_frame

_log = logging.getLogger(__name__)

_LONGEST_URL = 2000
"""Servers and proxies take 2 KB; the documents that do not fit are subscribed to afterwards."""

_MOST_IDS = 500
"""In one command."""

_MOST_FRAME_BYTES = 16 * 1024 * 1024
_OPEN_SECONDS = 15.0
_CLOSE_SECONDS = 1.0


class WebSocketChannel:
    """One connection, opened with a token of its own; see `StatusChannel`."""

    def __init__(self, connection: ClientConnection, renew_after: float | None) -> None:
        self.renew_after = renew_after
        self._connection = connection
        self._puzzled = False

    @classmethod
    async def open(
        cls, client: CapOutClient, document_ids: Sequence[str], *, renew_at: float = 0.8
    ) -> Self:
        """Mint a token and connect with it.

        Args:
            client: Mints the token; its key never goes to the socket.
            document_ids: At least one.
            renew_at: The part of the token's life after which `renew_after` falls.

        Raises:
            Unauthorized: The key is not accepted any more.
            CapOutError: No connection came about.
        """
        token = await client.mint_token()
        network = await client.network()
        url, left_over = _url(socket_url(client.base_url, token.ws_url), token, document_ids)
        options: dict[str, Any] = {}
        if url.startswith("wss:"):
            options["ssl"] = network.ssl_context
        if network.proxy is not None and network.proxy.startswith("https:"):
            options["proxy_ssl"] = network.ssl_context
        try:
            connection = await connect(
                url,
                proxy=network.proxy,
                user_agent_header=client.user_agent,
                open_timeout=_OPEN_SECONDS,
                close_timeout=_CLOSE_SECONDS,
                max_size=_MOST_FRAME_BYTES,
                **options,
            )
        except (WebSocketException, OSError, TimeoutError, EOFError) as error:
            raise _meaning(error, via_proxy=network.proxy is not None) from error
        channel = cls(connection, _renew_after(token, client.server_clock_offset, renew_at))
        try:
            if left_over:
                await channel.watch(document_ids)
        except BaseException:
            await channel.aclose()
            raise
        return channel

    async def watch(self, document_ids: Sequence[str]) -> None:
        """Subscribe to all of them: whether a command adds or replaces, nobody states."""
        try:
            for start in range(0, len(document_ids), _MOST_IDS):
                command = {
                    "action": "subscribe",
                    "document_ids": document_ids[start : start + _MOST_IDS],
                }
                await self._connection.send(msgspec.json.encode(command).decode())
        except ConnectionClosed as error:
            raise _meaning(error, via_proxy=False) from error

    async def run(self, deliver: Deliver) -> None:
        """Deliver what the frames say, until the connection ends."""
        try:
            while True:
                # As bytes: the decoder wants them, and bad UTF-8 must not end the connection.
                frame = await self._connection.recv(decode=False)
                reports = statuses_in_frame(frame)
                if not reports and not self._puzzled:
                    self._puzzled = True
                    _log.info("ignored a frame without a status, and any more like it")
                for report in reports:
                    await deliver(report)
        except ConnectionClosed as error:
            raise _meaning(error, via_proxy=False) from error

    async def aclose(self) -> None:
        """Say goodbye and hang up."""
        await self._connection.close()


def _url(url: str, token: RealtimeToken, document_ids: Sequence[str]) -> tuple[str, bool]:
    """Return the address with token and documents, and whether documents are left over."""
    url += f"{'&' if '?' in url else '?'}token={quote(token.token, safe='')}"
    for number, document_id in enumerate(document_ids):
        longer = f"{url}&document_id={quote(document_id, safe='')}"
        # Without any document there is nothing that the connection is for.
        if len(longer) > _LONGEST_URL and number > 0:
            return url, True
        url = longer
    return url, False


def _renew_after(token: RealtimeToken, offset: timedelta | None, renew_at: float) -> float | None:
    if token.expires_at is None:
        return None
    life = (token.expires_at - datetime.now(UTC) - (offset or timedelta())).total_seconds()
    # Expired before it was used: the clocks are not what they seem.
    return life * renew_at if life > 0 else None


def _meaning(error: Exception, *, via_proxy: bool) -> CapOutError:
    match error:
        case ConnectionClosed():
            return RealtimeInterrupted(str(error))
        case InvalidStatus():
            # Not a refusal of the key, which the socket never sees: of the token.
            return RealtimeInterrupted(
                "the server refused the connection", status_code=error.response.status_code
            )
        case ProxyError() | InvalidProxyStatus() | InvalidProxyMessage():
            return ProxyFailed(str(error))
        case WebSocketException():
            return RealtimeInterrupted(type(error).__name__)
    return network_error(error, via_proxy=via_proxy)
