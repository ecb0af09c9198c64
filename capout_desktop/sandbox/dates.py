"""`Date` header of all HTTP answers: missing, right, or wrong."""

from __future__ import annotations

from datetime import timedelta
from email.utils import format_datetime

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from capout_desktop.sandbox.state import SandboxState

_HEADS = frozenset({"http.response.start", "websocket.http.response.start"})


class Dated:
    """ASGI wrapper of another application that sets `Date` as the switches select."""

    def __init__(self, app: ASGIApp, state: SandboxState) -> None:
        self._app = app
        self._state = state

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a call."""

        async def send_dated(message: Message) -> None:
            behavior = self._state.behavior
            if message["type"] in _HEADS and behavior.date_header:
                moment = self._state.now() + timedelta(seconds=behavior.date_shift)
                MutableHeaders(scope=message)["date"] = format_datetime(moment, usegmt=True)
            await send(message)

        await self._app(scope, receive, send_dated)
