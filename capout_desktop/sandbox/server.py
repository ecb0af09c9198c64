"""Server of the sandbox: uvicorn on loopback, in its own thread."""

from __future__ import annotations

import asyncio
import socket
import sys
import threading
import time
from types import TracebackType
from typing import Self

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from capout_desktop.sandbox.api import Api
from capout_desktop.sandbox.connection import SandboxProtocol, reset
from capout_desktop.sandbox.contract import Behavior
from capout_desktop.sandbox.dates import Dated
from capout_desktop.sandbox.loopback_only import LoopbackOnly
from capout_desktop.sandbox.organization import SANDBOX_CREDITS, SANDBOX_KEY
from capout_desktop.sandbox.realtime import SERVICE_RESTART, Hub, Realtime
from capout_desktop.sandbox.state import SandboxState
from capout_desktop.sandbox.workflow_runner import WorkflowRunner

_HOST = "127.0.0.1"
_START_SECONDS = 10.0
_STOP_SECONDS = 5.0
_SECONDS_BETWEEN_LOOKS = 0.005
_TURNS = 5
_PATIENCE_SECONDS = 0.3
"""Time for connections to close normally before they are reset."""


class SandboxServer:
    """A practice CapOut on loopback.

    It can be stopped and started again, and keeps port, keys, documents and credits. It runs in a
    daemon thread with its own event loop, independent of any other loop.

    Args:
        behavior: The switches, which can be changed later as `state.behavior`.
        port: The port; 0 selects a free one at the first start.
        key: The key of the first organization.
        credits: Credits of that organization.
        seed: Seed of the random generators.
    """

    def __init__(
        self,
        behavior: Behavior | None = None,
        *,
        port: int = 0,
        key: str = SANDBOX_KEY,
        credits: int = SANDBOX_CREDITS,  # noqa: A002 - the field's own word
        seed: int = 0,
    ) -> None:
        self.key = key
        self.state = SandboxState(behavior, key=key, credits=credits, seed=seed)
        self._port = port
        self._running: _Running | None = None

    @property
    def base_url(self) -> str:
        """Address of the API, without a slash at the end; available after `start`."""
        return f"http://{_HOST}:{self._port}"

    @property
    def port(self) -> int:
        """The port; available after `start`."""
        return self._port

    def start(self) -> Self:
        """Start the server, and return once it listens; does nothing if it runs.

        Raises:
            OSError: The port is taken.
        """
        if self._running is None:
            listener = _listen(self._port)
            self._port = listener.getsockname()[1]
            self._running = _Running(self.state, listener)
        return self

    def stop(self) -> None:
        """End all connections and the thread within a second; does nothing if stopped."""
        if self._running is not None:
            self._running.stop()
            self._running = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def stream_count(self) -> int:
        """Number of open realtime connections; `state.wait_for` notices changes."""
        return len(self._hub.streams)

    @property
    def followed_ids(self) -> frozenset[str]:
        """Documents that realtime connections follow; `state.wait_for` notices changes."""
        return frozenset(id_ for stream in self._hub.streams for id_ in stream.document_ids)

    @property
    def followed_by_organization(self) -> dict[str, frozenset[str]]:
        """The `followed_ids`, by the organization whose token opened the connection."""
        followed: dict[str, frozenset[str]] = {}
        for stream in self._hub.streams:
            before = followed.get(stream.organization_id, frozenset())
            followed[stream.organization_id] = before | stream.document_ids
        return followed

    def drop_streams(self, code: int | None = None) -> None:
        """End all realtime connections with a WebSocket close code, or by a reset."""
        self._hub.end_all(code)

    def expire_tokens(self) -> None:
        """Expire all tokens created so far, and end their connections if the switches say so."""
        self.state.expire_tokens()
        if self.state.behavior.expiry_closes:
            self._hub.end_all(self.state.behavior.expiry_close_code)

    @property
    def _hub(self) -> Hub:
        if self._running is None:
            raise RuntimeError("the sandbox is not running")
        return self._running.hub


class _Running:
    """A run of the server, from listening to the end of its thread."""

    def __init__(self, state: SandboxState, listener: socket.socket) -> None:
        self._state = state
        self._listener = listener
        self._ready = threading.Event()
        self._failure: BaseException | None = None
        # A selector loop on all systems: resets need the plain socket, which Windows' proactor
        # hides.
        self._loop = asyncio.SelectorEventLoop()
        self.hub = Hub(state, self._loop)
        self._stopping = asyncio.Event()
        self._uvicorn = _Uvicorn(self._config(), self._ready, self._stopping)
        self._thread = threading.Thread(target=self._run, name="capout-sandbox", daemon=True)
        self._thread.start()
        if not self._ready.wait(_START_SECONDS) or self._failure is not None:
            raise RuntimeError("the sandbox did not start") from self._failure

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._begin_to_stop)
        self._thread.join(_STOP_SECONDS)
        if self._thread.is_alive():
            raise RuntimeError("the sandbox did not stop")

    def _config(self) -> uvicorn.Config:
        api = Api(self._state, self._stopping)
        realtime = Realtime(self._state, self.hub, self._stopping)
        app = Starlette(
            routes=[*api.routes(), *realtime.routes()],
            exception_handlers={HTTPException: _http_exception},
        )
        return uvicorn.Config(
            LoopbackOnly(Dated(app, self._state)),
            http=SandboxProtocol,
            ws="websockets-sansio",
            lifespan="off",
            # uvicorn logs URLs with their tokens at INFO, and headers with keys at DEBUG.
            log_config=None,
            log_level="warning",
            access_log=False,
            proxy_headers=False,
            server_header=False,
            date_header=False,
        )

    def _run(self) -> None:
        runner = WorkflowRunner(self._state, self._loop)
        try:
            with asyncio.Runner(loop_factory=lambda: self._loop) as loop_runner:
                with self._state.locked:
                    self._state.listen(runner.notice)
                    self._state.listen(self.hub.publish)
                    for document in self._state.unfinished_documents():
                        runner.notice(document)
                try:
                    loop_runner.run(self._uvicorn.serve(sockets=[self._listener]))
                finally:
                    self._state.unlisten(self.hub.publish)
                    self._state.unlisten(runner.notice)
        except BaseException as error:  # noqa: BLE001 - raised in the thread that started it
            self._failure = error
        finally:
            self._listener.close()
            self._ready.set()

    def _begin_to_stop(self) -> None:
        self._stopping.set()
        self.hub.end_all(SERVICE_RESTART)


class _Uvicorn(uvicorn.Server):
    """A uvicorn server that signals when it is ready, and stops at once instead of polling."""

    def __init__(
        self, config: uvicorn.Config, ready: threading.Event, stopping: asyncio.Event
    ) -> None:
        super().__init__(config)
        self._ready = ready
        self._stopping = stopping

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to accept connections."""
        await super().startup(sockets)
        self._ready.set()

    async def main_loop(self) -> None:
        """Serve until told to stop."""
        await self._stopping.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let connections close normally, and reset those that do not."""
        # A socket that was just accepted becomes a connection within a few turns of the loop. After
        # the end of its listener asyncio would leave it open.
        for _ in range(_TURNS):
            await asyncio.sleep(0)
        for listener in self.servers:
            listener.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        await self._wait_for_the_end()
        for connection in list(self.server_state.connections):
            reset(connection.transport)
        await self._wait_for_the_end()

    async def _wait_for_the_end(self) -> None:
        deadline = time.monotonic() + _PATIENCE_SECONDS
        state = self.server_state
        # uvicorn has no notification of closed connections.
        while (state.connections or state.tasks) and time.monotonic() < deadline:  # noqa: ASYNC110
            await asyncio.sleep(_SECONDS_BETWEEN_LOOKS)


def _listen(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if sys.platform != "win32":  # On Windows it would let two servers share a port.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((_HOST, port))
    except BaseException:
        listener.close()
        raise
    return listener


async def _http_exception(_request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    detail = error.detail if isinstance(error, HTTPException) else ""
    return JSONResponse({"detail": detail}, status)
