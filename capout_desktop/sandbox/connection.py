"""Access to the TCP connection of a call, for broken and incomplete answers."""

from __future__ import annotations

import asyncio
import socket
import struct
import sys
from collections.abc import MutableMapping
from contextlib import suppress
from typing import Any

from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

# Windows declares both fields of `struct linger` as unsigned short, other systems as int.
_LINGER_ZERO = struct.pack("HH" if sys.platform == "win32" else "ii", 1, 0)

_TRANSPORT = "transport"


class SandboxProtocol(H11Protocol):
    """HTTP protocol of uvicorn that passes its transport to the application.

    The transport is stored in the connection's own copy of the lifespan state, which uvicorn also
    passes to the WebSocket protocol after an upgrade.
    """

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, dict(app_state), _loop)

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Store the transport for the application."""
        super().connection_made(transport)
        self.app_state[_TRANSPORT] = transport


def transport_of(scope: MutableMapping[str, Any]) -> asyncio.Transport:
    """Return the transport of an ASGI scope."""
    transport: asyncio.Transport = scope["state"][_TRANSPORT]
    return transport


def reset(transport: asyncio.Transport) -> None:
    """Break a connection with a TCP reset; unsent data is lost."""
    raw: socket.socket = transport.get_extra_info("socket")
    if raw.fileno() >= 0:
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_ZERO)
    transport.abort()


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] not in {"http.disconnect", "websocket.disconnect"}:
        pass


class Unanswered(Response):
    """Response that sends nothing for a while, then resets; nothing more is read meanwhile.

    Attributes:
        seconds: Seconds before the reset; 0 resets at once.
    """

    def __init__(self, seconds: float, stopping: asyncio.Event) -> None:
        super().__init__()
        self.seconds = seconds
        self._stopping = stopping

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Wait, reset, and return once the server has noticed, so that it sends no more."""
        if self.seconds > 0:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), self.seconds)
        reset(transport_of(scope))
        await _gone(receive)


class CutShort(Response):
    """Response that ends before the length that its head announced."""

    def __init__(self, body: bytes) -> None:
        super().__init__(body, media_type="application/json")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the head and half of the body, then close the connection normally."""
        await send(
            {
                "type": "http.response.start",
                "status": self.status_code,
                "headers": self.raw_headers,
            }
        )
        half = bytes(self.body[: len(self.body) // 2])
        await send({"type": "http.response.body", "body": half, "more_body": True})
        transport_of(scope).close()
        await _gone(receive)
