"""Fixtures of API clients and of the servers that they connect to."""

from __future__ import annotations

import os
import ssl
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from helpers.certificates import Certificates, make_certificates
from helpers.scripted_server import MakeClient, Script, ScriptedServer, Serve

from capout_desktop.capout.client import CapOutClient
from capout_desktop.capout.connections import Timeouts
from capout_desktop.capout.retries import Retries
from capout_desktop.domain.proxy_choice import ProxyChoice
from capout_desktop.sandbox.contract import Behavior
from capout_desktop.sandbox.organization import SANDBOX_KEY
from capout_desktop.sandbox.server import SandboxServer

QUICK = Retries(attempts=3, first=0.01, longest=0.5)
PATIENT = Timeouts(connect=5, write=5, read=5, upload_answer=5)


@pytest.fixture
async def serve() -> AsyncIterator[Serve]:
    """Start a scripted server: `await serve(script)`."""
    async with AsyncExitStack() as servers:

        async def start(
            script: Script, ssl_context: ssl.SSLContext | None = None
        ) -> ScriptedServer:
            return await servers.enter_async_context(ScriptedServer(script, ssl_context))

        yield start


@pytest.fixture
async def make_client() -> AsyncIterator[MakeClient]:
    """Make clients that are closed after the test: `make_client(base_url)`."""
    made: list[CapOutClient] = []

    def make(
        base_url: str,
        key: str = SANDBOX_KEY,
        *,
        ssl_context: ssl.SSLContext | None = None,
        timeouts: Timeouts = PATIENT,
        retries: Retries = QUICK,
        proxy: Callable[[], ProxyChoice] = ProxyChoice,
    ) -> CapOutClient:
        client = CapOutClient(
            base_url,
            key,
            ssl_context=ssl_context,
            timeouts=timeouts,
            retries=retries,
            proxy=proxy,
        )
        made.append(client)
        return client

    yield make
    for client in made:
        await client.aclose()


@pytest.fixture
def sandbox() -> Iterator[SandboxServer]:
    """Run a sandbox whose documents change state only when the test tells it to."""
    with SandboxServer(Behavior(speed=0)) as server:
        yield server


@pytest.fixture
def big_pdf(tmp_path: Path) -> Path:
    """Write a PDF that is larger than all buffers between client and server together."""
    path = tmp_path / "big.pdf"
    path.write_bytes(b"%PDF-1.7\n" + os.urandom(1_000_003) * 24)
    return path


@pytest.fixture
def small_pdf(tmp_path: Path) -> Path:
    path = tmp_path / "small.pdf"
    path.write_bytes(b"%PDF-1.7\n" + os.urandom(20_000))
    return path


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    """Create certificates for 127.0.0.1 and for a name that only a proxy can resolve."""
    return make_certificates(tmp_path_factory.mktemp("tls"))
