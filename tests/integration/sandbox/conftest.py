"""Fixtures of a running sandbox, and of plain clients that observe it from outside."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import httpx
import pytest
from websockets.sync.client import ClientConnection, connect

from capout_desktop.sandbox.contract import Behavior
from capout_desktop.sandbox.organization import SANDBOX_KEY
from capout_desktop.sandbox.server import SandboxServer

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 20

Upload = Callable[..., httpx.Response]


@pytest.fixture
def server() -> Iterator[SandboxServer]:
    """Run a sandbox whose documents change state only when the test tells it to."""
    with SandboxServer(Behavior(speed=0)) as running:
        yield running


@pytest.fixture
def client(server: SandboxServer) -> Iterator[httpx.Client]:
    """Provide an HTTP client that sends the sandbox's key."""
    headers = {"capout-api-key": SANDBOX_KEY}
    with httpx.Client(
        base_url=server.base_url, headers=headers, trust_env=False, verify=False, timeout=60
    ) as opened:
        yield opened


@pytest.fixture
def upload(client: httpx.Client) -> Upload:
    """Upload a PDF; keyword arguments change fields of the body, and None removes a field."""

    def send(pdf: bytes = PDF, **fields: Any) -> httpx.Response:
        body = {
            "file_name": "estimate.pdf",
            "xn_address": "team@example.xn",
            "file_base64": base64.b64encode(pdf).decode(),
            **fields,
        }
        return client.post("/upload", json={k: v for k, v in body.items() if v is not None})

    return send


@pytest.fixture
def token(client: httpx.Client) -> Callable[[], str]:
    """Mint a realtime token."""

    def mint() -> str:
        return str(client.post("/ws/token").json()["token"])

    return mint


@pytest.fixture
def socket(
    server: SandboxServer, token: Callable[[], str]
) -> Iterator[Callable[..., ClientConnection]]:
    """Open the status WebSocket with a new token; the query is sent unchanged."""
    with ExitStack() as opened:

        def open_socket(query: str = "") -> ClientConnection:
            url = f"ws://127.0.0.1:{server.port}/ws/status?token={token()}&{query}"
            return opened.enter_context(connect(url, proxy=None, close_timeout=1))

        yield open_socket


@pytest.fixture
def receive() -> Callable[[ClientConnection], Any]:
    """Receive the next frame of a WebSocket, parsed as JSON."""

    def read(connection: ClientConnection) -> Any:
        return json.loads(connection.recv(timeout=30))

    return read
