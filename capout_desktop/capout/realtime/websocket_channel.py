"""Channel for reports by WebSocket."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from typing import Any, Self

import msgspec
from websockets.asyncio.client import connect
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
from capout_desktop.capout.realtime.batch_connection import BatchConnection
from capout_desktop.capout.realtime.channel import DeliverAll
from capout_desktop.capout.realtime.events import Timing
from capout_desktop.capout.realtime.frame import statuses_in_each
from capout_desktop.capout.realtime.token import seconds_to_renewal, stream_address
from capout_desktop.domain.status_report import StatusReport

_log = logging.getLogger(__name__)

MOST_IDS = 500
"""Maximum number of document ids in one command."""

_MOST_FRAME_BYTES = 16 * 1024 * 1024
_CLOSE_SECONDS = 1.0


class WebSocketChannel:
    """Channel with one WebSocket, opened with its own token; see `StatusChannel`."""

    def __init__(
        self,
        connection: BatchConnection,
        document_ids: Sequence[str],
        renew_after: float | None,
    ) -> None:
        self.proven = asyncio.Event()
        self.proven.set()  # by its handshake, and from then on by its pings
        self._connection = connection
        self._subscribed = set(document_ids)
        self._renew_after = renew_after
        self._puzzled = False

    @classmethod
    async def open(
        cls,
        client: CapOutClient,
        document_ids: Sequence[str],
        timing: Timing | None = None,
        recent: int = 0,
    ) -> Self:
        """Mint a token and connect with it.

        Args:
            client: Mints the token; its key is never sent to the socket.
            document_ids: At least one, or none with `recent`.
            timing: Times and limits of the connection.
            recent: Number of the organization's latest documents to follow, too.

        Raises:
            Unauthorized: The key is not accepted any more.
            CapOutError: The connection could not be opened.
        """
        timing = timing or Timing()
        token = await client.mint_token()
        network = await client.network()
        address = socket_url(client.base_url, token.ws_url)
        url, taken = stream_address(address, token, document_ids, recent)
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
                open_timeout=timing.open_within,
                close_timeout=_CLOSE_SECONDS,
                create_connection=BatchConnection,
                ping_interval=timing.ping_every,
                ping_timeout=timing.ping_patience,
                max_size=_MOST_FRAME_BYTES,
                **options,
            )
        except (WebSocketException, OSError, TimeoutError, EOFError) as error:
            raise _meaning(error, via_proxy=network.proxy is not None) from error
        renew_after = seconds_to_renewal(token, client.server_clock_offset, timing)
        assert isinstance(connection, BatchConnection)  # noqa: S101 - see `create_connection`
        channel = cls(connection, document_ids[:taken], renew_after)
        try:
            await channel.watch(document_ids)
        except BaseException:
            await channel.aclose()
            raise
        return channel

    async def watch(self, document_ids: Sequence[str]) -> None:
        """Subscribe to documents that are new.

        It is not documented whether a command adds to the subscription or replaces it. So a
        command contains all documents if they fit into one.
        """
        new = [id_ for id_ in document_ids if id_ not in self._subscribed]
        if not new:
            return
        named = new if len(document_ids) > MOST_IDS else document_ids
        try:
            for start in range(0, len(named), MOST_IDS):
                command = {
                    "action": "subscribe",
                    "document_ids": named[start : start + MOST_IDS],
                }
                await self._connection.send(msgspec.json.encode(command).decode())
        except ConnectionClosed as error:
            raise _meaning(error, via_proxy=False) from error
        self._subscribed.update(new)

    async def run(self, deliver: DeliverAll) -> None:
        """Deliver the reports in the frames until the connection ends."""
        try:
            while True:
                told: list[StatusReport] = []
                for reports in await statuses_in_each(await self._connection.messages()):
                    if not reports and not self._puzzled:
                        self._puzzled = True
                        _log.info("ignored a frame without a status, and any more like it")
                    told += reports
                await deliver(told)
        except ConnectionClosed as error:
            raise _meaning(error, via_proxy=False) from error

    async def until_stale(self) -> bool:
        """Wait until its token is about to expire. Pings detect a dead connection."""
        if self._renew_after is None:
            await asyncio.Event().wait()
        await asyncio.sleep(self._renew_after or 0)
        return False

    async def aclose(self) -> None:
        """Close the connection with a closing handshake."""
        await self._connection.leave()


def _meaning(error: Exception, *, via_proxy: bool) -> CapOutError:
    match error:
        case ConnectionClosed():
            return RealtimeInterrupted(str(error))
        case InvalidStatus():
            # The token was refused, not the key, which is never sent to the socket.
            return RealtimeInterrupted(
                "the server refused the connection", status_code=error.response.status_code
            )
        case ProxyError() | InvalidProxyStatus() | InvalidProxyMessage():
            return ProxyFailed(str(error))
        case WebSocketException():
            return RealtimeInterrupted(type(error).__name__)
    return network_error(error, via_proxy=via_proxy)
