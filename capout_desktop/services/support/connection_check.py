"""Connection check: tests the way to CapOut step by step, and reports where it fails.

Nothing is uploaded and no credits are spent. The key is sent as in every other call, and the
realtime connections are opened with tokens, as usual.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

import httpx

from capout_desktop.capout.client import CapOutClient
from capout_desktop.capout.connections import Network
from capout_desktop.capout.errors import (
    BadRequest,
    CapOutError,
    Forbidden,
    TimedOut,
    Unauthorized,
    Unprocessable,
)
from capout_desktop.capout.network_errors import network_error
from capout_desktop.capout.realtime.events import Timing
from capout_desktop.capout.realtime.sse_channel import SseChannel
from capout_desktop.capout.realtime.websocket_channel import WebSocketChannel
from capout_desktop.domain.connection_step import (
    CREDITS_HIDDEN,
    NO_KEY_TO_TRY,
    SSE_BLOCKED,
    UPLOAD_ANSWER_UNCLEAR,
    WEBSOCKET_BLOCKED,
    Step,
    StepFinding,
    StepResult,
)
from capout_desktop.domain.problem import Problem
from capout_desktop.services.runtime.worker_threads import WorkerThreads

STEP_SECONDS = 20.0
"""Longest time for a step; a slower one has failed."""

_NO_KEY = "-"
"""Placeholder for a client that makes no call with its key; too short to be redacted as a
secret."""

_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class _Outcome:
    """Result of a step that did not fail."""

    fact: str = ""
    finding: StepFinding = StepFinding.GOOD
    problem: Problem | None = None


class ConnectionCheck:
    """A single run of the check; create a new object for the next run."""

    def __init__(
        self,
        make_client: Callable[[str], CapOutClient],
        api_key: str,
        on_result: Callable[[StepResult], None],
        on_begin: Callable[[Step], None],
    ) -> None:
        """Create a check; with an empty `api_key`, steps that need one are skipped."""
        self._api_key = api_key
        self._client = make_client(api_key or _NO_KEY)
        self._on_result = on_result
        self._on_begin = on_begin
        # Own threads, because looking up a name may hang for long.
        self._threads = WorkerThreads("connection check")
        self._timing = Timing(open_within=STEP_SECONDS)

    async def run(self) -> None:
        """Run the steps until one fails for good; report each result as it comes."""
        steps: dict[Step, Callable[[], Awaitable[_Outcome]]] = {
            Step.PROXY: self._find_proxy,
            Step.NAME: self._look_up_name,
            Step.CONNECTION: self._connect,
            Step.SECURITY: self._secure,
            Step.KEY: self._try_key,
            Step.UPLOAD: self._try_upload,
            Step.WEBSOCKET: self._open_websocket,
            Step.SSE: self._open_stream,
        }
        needs_key = {Step.KEY, Step.UPLOAD, Step.WEBSOCKET, Step.SSE}
        goes_on = True
        try:
            for step, take in steps.items():
                if not goes_on:
                    self._on_result(StepResult(step, StepFinding.SKIPPED))
                elif step in needs_key and not self._api_key:
                    self._on_result(StepResult(step, StepFinding.SKIPPED, problem=NO_KEY_TO_TRY))
                else:
                    result = await self._take(step, take)
                    self._on_result(result)
                    # A key that may not upload can still open realtime connections.
                    goes_on = result.finding is not StepFinding.BAD or step is Step.UPLOAD
        finally:
            self._threads.stop()
            await self._client.aclose()

    async def _take(self, step: Step, take: Callable[[], Awaitable[_Outcome]]) -> StepResult:
        self._on_begin(step)
        began = time.monotonic()
        try:
            async with asyncio.timeout(STEP_SECONDS):
                outcome = await take()
        except (CapOutError, TimeoutError) as error:
            failure = error if isinstance(error, CapOutError) else TimedOut()
            seconds = time.monotonic() - began
            return StepResult(step, StepFinding.BAD, seconds, problem=failure.problem)
        seconds = time.monotonic() - began
        return StepResult(step, outcome.finding, seconds, outcome.fact, outcome.problem)

    # The steps

    async def _find_proxy(self) -> _Outcome:
        network = await self._client.network()
        return _Outcome("" if network.proxy is None else "{}:{}".format(*_place(network.proxy)))

    async def _look_up_name(self) -> _Outcome:
        network = await self._client.network()
        host, port = self._first_stop(network)
        try:
            found = await self._threads.run(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
        except OSError as error:
            raise network_error(error, via_proxy=network.proxy is not None) from error
        return _Outcome(str(found[0][4][0]))

    async def _connect(self) -> _Outcome:
        network = await self._client.network()
        host, port = self._first_stop(network)
        try:
            _, writer = await asyncio.open_connection(host, port)
            writer.close()
            await writer.wait_closed()
        except OSError as error:
            raise network_error(error, via_proxy=network.proxy is not None) from error
        return _Outcome(f"{host}:{port}")

    async def _secure(self) -> _Outcome:
        """Request the server's front page without the key; any answer is good."""
        network = await self._client.network()
        transport = httpx.AsyncHTTPTransport(
            verify=network.ssl_context, proxy=network.httpx_proxy, trust_env=False
        )
        headers = {"user-agent": self._client.user_agent}
        async with httpx.AsyncClient(
            transport=transport, trust_env=False, timeout=STEP_SECONDS
        ) as http:
            try:
                async with http.stream("GET", self._client.base_url, headers=headers) as answer:
                    return _Outcome(_security(answer))
            except (httpx.HTTPError, httpx.StreamError, OSError) as error:
                raise network_error(error, via_proxy=network.proxy is not None) from error

    async def _try_key(self) -> _Outcome:
        try:
            balance = await self._client.credits()
        except Forbidden:
            return _Outcome("", StepFinding.NOTE, CREDITS_HIDDEN)
        return _Outcome(str(balance.total))

    async def _try_upload(self) -> _Outcome:
        try:
            await self._client.upload_nothing()
        except (Unprocessable, BadRequest):
            return _Outcome()
        # Accepting the request would violate the contract.
        return _Outcome("", StepFinding.NOTE, UPLOAD_ANSWER_UNCLEAR)

    async def _open_websocket(self) -> _Outcome:
        try:
            channel = await WebSocketChannel.open(self._client, (), self._timing, recent=1)
        except Unauthorized:
            raise
        except CapOutError as error:
            return _Outcome("", StepFinding.NOTE, _explained(WEBSOCKET_BLOCKED, error))
        await channel.aclose()
        return _Outcome()

    async def _open_stream(self) -> _Outcome:
        try:
            channel = await SseChannel.open(self._client, (), self._timing, recent=1)
        except Unauthorized:
            raise
        except CapOutError as error:
            return _Outcome("", StepFinding.NOTE, _explained(SSE_BLOCKED, error))
        await channel.aclose()
        return _Outcome()

    def _first_stop(self, network: Network) -> tuple[str, int]:
        """Return host and port to connect to first: the proxy's, or else CapOut's."""
        return _place(network.proxy or self._client.base_url)


def _place(url: str) -> tuple[str, int]:
    """Return host and port of a URL, without user name and password."""
    parts = urlsplit(url)
    return parts.hostname or "", parts.port or _DEFAULT_PORTS.get(parts.scheme, 443)


def _security(answer: httpx.Response) -> str:
    """Return the TLS version and the issuer of the certificate.

    If an office intercepts the traffic, its own name is the issuer.
    """
    stream = answer.extensions.get("network_stream")
    tls = None if stream is None else stream.get_extra_info("ssl_object")
    if not isinstance(tls, ssl.SSLObject | ssl.SSLSocket):
        return ""
    issuer: dict[str, str] = {}
    certificate = tls.getpeercert() or {}
    parts = certificate.get("issuer", ())
    for group in parts if isinstance(parts, tuple) else ():
        issuer.update(dict(group))  # type: ignore[arg-type] # pairs of name and value
    name = issuer.get("organizationName") or issuer.get("commonName", "")
    return ", ".join(part for part in (tls.version(), name) if part)


def _explained(problem: Problem, error: CapOutError) -> Problem:
    return replace(problem, detail=str(error))
