"""Realtime connections by WebSocket and SSE."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect

from capout_desktop.sandbox.answers import Json, frame_answer, status_answer
from capout_desktop.sandbox.api import SSE_PATH, WS_PATH
from capout_desktop.sandbox.connection import Unanswered, reset, transport_of
from capout_desktop.sandbox.contract import Call
from capout_desktop.sandbox.faults import DropStream, Fault, JunkFrame, SendJunk
from capout_desktop.sandbox.ledger import CallRecord
from capout_desktop.sandbox.refusals import RefusalError, Striker, refusal_response
from capout_desktop.sandbox.state import SandboxState
from capout_desktop.sandbox.tokens import Token
from capout_desktop.sandbox.wire import wire_json
from capout_desktop.sandbox.workflow import SandboxDocument

SERVICE_RESTART = 1012
"""WebSocket close code of a server that shuts down."""

_LARGE = json.dumps({"type": "noise", "blob": "x" * (2 * 1024 * 1024)})
_JUNK_TEXT = {
    JunkFrame.INVALID_JSON: "this is not JSON",
    JunkFrame.HALF_JSON: '{"document_id": "doc_1", "sta',
    JunkFrame.WRONG_SHAPE: '[[1, "two"], null, {"data": 7, "status": {"a": 1}}]',
    JunkFrame.LARGE: _LARGE,
}
_NOT_UTF8 = b"\xff\xfe\xfd"
_NOT_UTF8_FRAME = bytes([0x81, len(_NOT_UTF8)]) + _NOT_UTF8
"""A complete text frame, since no WebSocket library would write it."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A message to the client; `name` is its SSE event, empty for a status."""

    text: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class End:
    """The end of a connection: a normal close if `code` is given, else a reset."""

    code: int | None


@dataclass(frozen=True, slots=True)
class Gone:
    """The client has disconnected."""


Item = Frame | JunkFrame | End | Gone


@dataclass(slots=True, eq=False)
class Stream:
    """A realtime connection: the documents it follows, and a queue of items to send."""

    organization_id: str
    follows_new: bool
    drop: DropStream | None
    document_ids: set[str] = field(default_factory=set)
    waiting: asyncio.Queue[Item] = field(default_factory=asyncio.Queue)


class Hub:
    """Distributor of status changes to the connections that follow a document."""

    def __init__(self, state: SandboxState, loop: asyncio.AbstractEventLoop) -> None:
        self._state = state
        self._loop = loop
        self._streams: set[Stream] = set()

    @property
    def streams(self) -> tuple[Stream, ...]:
        """The open connections."""
        with self._state.locked:
            return tuple(self._streams)

    def publish(self, document: SandboxDocument) -> None:
        """Send a document's status to its followers; called with the state's lock held."""
        streams = [s for s in self._streams if self._follows(s, document)]
        if streams:
            frame = self._status_frame(document)
            for stream in streams:
                self.put(stream, frame)

    def open(self, stream: Stream) -> None:
        """Add a connection."""
        with self._state.locked:
            self._streams.add(stream)
            self._state.touch()

    def close(self, stream: Stream) -> None:
        """Remove a connection."""
        with self._state.locked:
            self._streams.discard(stream)
            self._state.touch()

    def follow(self, stream: Stream, document_ids: Iterable[str]) -> None:
        """Make a connection also follow these documents; an error lists unknown ones."""
        with self._state.locked:
            for document_id in document_ids:
                document = self._state.document(document_id, stream.organization_id)
                if document is None:
                    self.put(stream, _message("error", detail=f"No document {document_id}"))
                    continue
                stream.document_ids.add(document_id)
                if self._state.behavior.snapshot_on_subscribe:
                    self.put(stream, self._status_frame(document))
            self._state.touch()

    def put(self, stream: Stream, item: Item) -> None:
        """Append an item to the queue of a connection; callable from any thread."""
        self._loop.call_soon_threadsafe(stream.waiting.put_nowait, item)

    def end_all(self, code: int | None) -> None:
        """End all connections, with a close code, or by a reset if `code` is None."""
        for stream in self.streams:
            self.put(stream, End(code))

    @staticmethod
    def _follows(stream: Stream, document: SandboxDocument) -> bool:
        if stream.organization_id != document.organization_id:
            return False
        if stream.follows_new and document.step == 0 and not document.failed:
            stream.document_ids.add(document.id)
        return document.id in stream.document_ids

    def _status_frame(self, document: SandboxDocument) -> Frame:
        behavior = self._state.behavior
        return Frame(wire_json(frame_answer(status_answer(document, behavior), behavior)))


class Realtime:
    """Endpoints of both kinds of connection."""

    def __init__(self, state: SandboxState, hub: Hub, stopping: asyncio.Event) -> None:
        self._state = state
        self._hub = hub
        self._striker = Striker(state, stopping)

    def routes(self) -> list[BaseRoute]:
        """Return the routes of the calls."""
        return [
            # Starlette passes the plain ASGI call on to a class instance, but not to a function.
            WebSocketRoute(WS_PATH, _Asgi(self)),
            Route(SSE_PATH, self.sse),
        ]

    async def websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle `WS /ws/status`."""
        websocket = WebSocket(scope, receive, send)
        fault = self._state.faults.take(Call.WEBSOCKET)
        token, record = self._enter(Call.WEBSOCKET, websocket.query_params, websocket.url.path)
        try:
            if struck := await self._striker.strike(fault):
                await self._deny(struck, record, websocket)
                return
            if token is None and self._state.behavior.token_refused_at_handshake:
                raise RefusalError(403, "Invalid or expired token", ("query", "token"))
            recent = _recent(websocket.query_params)
        except RefusalError as refusal:
            await self._deny(refusal_response(refusal, self._state.behavior), record, websocket)
            return
        await websocket.accept()
        self._state.answered(record, 101)
        with suppress(WebSocketDisconnect):
            if token is None:
                await self._end_websocket(websocket, self._state.behavior.expiry_close_code)
            else:
                await self._talk(websocket, token, fault, recent)

    async def sse(self, request: Request) -> Response:
        """Handle `GET /sse/status`."""
        state = self._state
        fault = state.faults.take(Call.SSE)
        token, record = self._enter(Call.SSE, request.query_params, request.url.path)
        response = await self._striker.strike(fault)
        if response is None:
            try:
                response = self._sse_response(request, token, fault)
            except RefusalError as refusal:
                response = refusal_response(refusal, state.behavior)
        if not isinstance(response, Unanswered):
            state.answered(record, response.status_code)
        return response

    def _enter(self, call: Call, query: QueryParams, path: str) -> tuple[Token | None, CallRecord]:
        state = self._state
        token = state.redeem_token(query.get("token", ""))
        organization_id = token.organization_id if token else ""
        return token, state.record(CallRecord(call, "GET", path, organization_id, state.now()))

    async def _deny(self, response: Response, record: CallRecord, websocket: WebSocket) -> None:
        if isinstance(response, Unanswered):
            await response(websocket.scope, websocket.receive, websocket.send)
            return
        self._state.answered(record, response.status_code)
        await websocket.send_denial_response(response)

    async def _talk(
        self, websocket: WebSocket, token: Token, fault: Fault | None, recent: int
    ) -> None:
        stream = self._stream(token, websocket.query_params, fault, recent)
        reader = asyncio.create_task(self._read_commands(websocket, stream))
        try:
            async for item in self._items(stream, token):
                match item:
                    case Frame():
                        await websocket.send_text(item.text)
                    case JunkFrame():
                        await _send_junk(websocket, item)
                    case End():
                        await self._end_websocket(websocket, item.code)
                    case Gone():
                        return
        finally:
            reader.cancel()
            self._hub.close(stream)

    async def _read_commands(self, websocket: WebSocket, stream: Stream) -> None:
        while True:
            message = await websocket.receive()
            if message["type"] == "websocket.disconnect":
                self._hub.put(stream, Gone())
                return
            complaint = self._obey(stream, message.get("text") or "")
            if complaint:
                self._hub.put(stream, _message("error", detail=complaint))

    def _obey(self, stream: Stream, text: str) -> str:
        """Carry out a client's command, and return what was wrong with it, or an empty string."""
        try:
            command: Any = json.loads(text)
        except ValueError:
            return "Commands are JSON"
        if not isinstance(command, dict) or command.get("action") != "subscribe":
            return "Unknown action"
        document_ids = command.get("document_ids")
        if not isinstance(document_ids, list) or not all(
            isinstance(d, str | int) for d in document_ids
        ):
            return "document_ids must be a list of ids"
        self._hub.follow(stream, [str(document_id) for document_id in document_ids])
        return ""

    @staticmethod
    async def _end_websocket(websocket: WebSocket, code: int | None) -> None:
        if code is None:
            reset(transport_of(websocket.scope))
        else:
            await websocket.close(code)

    def _sse_response(
        self, request: Request, token: Token | None, fault: Fault | None
    ) -> StreamingResponse:
        if token is None:
            raise RefusalError(401, "Invalid or expired token", ("query", "token"))
        query = request.query_params
        if "document_id" not in query and "recent" not in query:
            raise RefusalError(422, "Give document_id or recent", ("query", "document_id"))
        recent = _recent(query)
        return StreamingResponse(
            self._sse_events(request, token, fault, recent),
            media_type="text/event-stream",
            headers={"cache-control": "no-store"},
        )

    async def _sse_events(
        self, request: Request, token: Token, fault: Fault | None, recent: int
    ) -> AsyncIterator[bytes]:
        stream = self._stream(token, request.query_params, fault, recent)
        try:
            async for item in self._items(stream, token):
                match item:
                    case Frame():
                        yield self._sse_event(item)
                    case JunkFrame():
                        yield _sse_junk(item)
                    case End(code=None):
                        reset(transport_of(request.scope))
                        await asyncio.sleep(0)  # Lets the server notice the reset.
        finally:
            self._hub.close(stream)

    def _sse_event(self, frame: Frame) -> bytes:
        name = frame.name or self._state.behavior.sse_event_name
        event = f"event: {name}\n" if name else ""
        return f"{event}data: {frame.text}\n\n".encode()

    def _stream(self, token: Token, query: QueryParams, fault: Fault | None, recent: int) -> Stream:
        state = self._state
        stream = Stream(
            organization_id=token.organization_id,
            follows_new=recent > 0 and state.behavior.recent_follows_new,
            drop=fault if isinstance(fault, DropStream) else None,
        )
        if state.behavior.greeting:
            self._hub.put(stream, _message("connected", organization_id=token.organization_id))
        if isinstance(fault, SendJunk):
            for junk in fault.frames:
                self._hub.put(stream, junk)
        with state.locked:
            self._hub.open(stream)
            documents = state.recent_documents(token.organization_id, recent)
            self._hub.follow(stream, [document.id for document in documents])
            self._hub.follow(stream, query.getlist("document_id"))
        return stream

    async def _items(self, stream: Stream, token: Token) -> AsyncIterator[Item]:
        """Yield the items to send; the last one is `End` or `Gone`."""
        loop = asyncio.get_running_loop()
        lifetime = (token.expires_at - self._state.now()).total_seconds()
        expiry = loop.call_later(lifetime, self._expire, stream)
        sent = 0
        try:
            while True:
                if stream.drop is not None and sent >= stream.drop.after_frames:
                    yield End(stream.drop.code)
                    return
                item = await self._next(stream)
                yield item
                if isinstance(item, End | Gone):
                    return
                sent += 1
        finally:
            expiry.cancel()

    async def _next(self, stream: Stream) -> Item:
        try:
            return await asyncio.wait_for(stream.waiting.get(), self._state.behavior.ping_every)
        except TimeoutError:
            return _message("ping")

    def _expire(self, stream: Stream) -> None:
        behavior = self._state.behavior
        if behavior.expiry_closes:
            self._hub.put(stream, End(behavior.expiry_close_code))


class _Asgi:
    """The WebSocket endpoint as a plain ASGI application."""

    def __init__(self, realtime: Realtime) -> None:
        self._realtime = realtime

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._realtime.websocket(scope, receive, send)


def _recent(query: QueryParams) -> int:
    text = query.get("recent", "0")
    if not text.isdecimal():
        raise RefusalError(422, "recent must be a number", ("query", "recent"))
    return int(text)


def _message(kind: str, **fields: object) -> Frame:
    content: Json = {"type": kind, **fields}
    return Frame(json.dumps(content), name=kind)


async def _send_junk(websocket: WebSocket, junk: JunkFrame) -> None:
    if junk is JunkFrame.BINARY:
        await websocket.send_bytes(bytes(range(64)))
    elif junk is JunkFrame.INVALID_UTF8:
        transport_of(websocket.scope).write(_NOT_UTF8_FRAME)
    else:
        await websocket.send_text(_JUNK_TEXT[junk])


def _sse_junk(junk: JunkFrame) -> bytes:
    if junk is JunkFrame.BINARY:
        return bytes(range(32)) + b"\n\n"
    if junk is JunkFrame.INVALID_UTF8:
        return b"data: " + _NOT_UTF8 + b"\n\n"
    return b"data: " + _JUNK_TEXT[junk].encode() + b"\n\n"
