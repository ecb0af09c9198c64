"""HTTP client for CapOut's API."""

from __future__ import annotations

import asyncio
import dataclasses
import logging
import ssl
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

import httpx

import capout_desktop
from capout_desktop.capout import wire
from capout_desktop.capout.access import Access
from capout_desktop.capout.answer_body import read_content, read_error_words
from capout_desktop.capout.base_url import check_base_url
from capout_desktop.capout.connections import Connections, Network, Timeouts
from capout_desktop.capout.errors import (
    AnswerCutShort,
    CapOutError,
    ConnectionBroken,
    Delivery,
    GarbageAnswer,
    MalformedKey,
    error_for_status,
)
from capout_desktop.capout.file_reader import FileReader
from capout_desktop.capout.network_errors import network_error
from capout_desktop.capout.proxy import chosen_proxy
from capout_desktop.capout.redact import REDACTOR, redact
from capout_desktop.capout.retries import Retries
from capout_desktop.capout.server_time import http_date, retry_after_seconds
from capout_desktop.capout.tls import tls_context
from capout_desktop.capout.upload_body import (
    BeforeLastBytes,
    FileBody,
    LinkBody,
    Progress,
    UploadBody,
)
from capout_desktop.domain.credits import CreditBalance
from capout_desktop.domain.proxy_choice import ProxyChoice
from capout_desktop.domain.status_report import StatusReport

_log = logging.getLogger(__name__)
_T = TypeVar("_T")

DEFAULT_BASE_URL = "https://api.capout.ai"

USER_AGENT = f"CapOut-Desktop/{capout_desktop.__version__}"

_USUAL_TIMEOUTS = Timeouts()
_USUAL_RETRIES = Retries()
_DECODED_IN_A_THREAD = 256 * 1024
"""Number of bytes from which on decoding an answer would block the event loop noticeably."""


class CapOutClient:
    """Client that makes CapOut's calls with one key, on the event loop that it is first used on.

    Creating it does no work. Proxy and certificates are looked up in a thread at the first call,
    and again when another proxy is chosen, which applies to calls that begin after that.
    """

    def __init__(
        self,
        base_url: str,
        api_key: str,
        *,
        ssl_context: ssl.SSLContext | None = None,
        user_agent: str = USER_AGENT,
        timeouts: Timeouts = _USUAL_TIMEOUTS,
        retries: Retries = _USUAL_RETRIES,
        proxy: Callable[[], ProxyChoice] = ProxyChoice,
    ) -> None:
        """Create the client.

        Args:
            base_url: Base URL of CapOut's API.
            api_key: API key, sent with every call and nowhere else.
            ssl_context: Defaults to the one of `tls.tls_context`.
            user_agent: Value of the header `User-Agent`.
            timeouts: Timeouts of the calls.
            retries: Retries of calls that may be repeated.
            proxy: Returns the present choice of proxy; called on the event loop for each call.

        Raises:
            BadBaseUrl: The key must not be sent to this address.
            MalformedKey: The key cannot be sent in a header.
        """
        self.base_url = check_base_url(base_url)
        if not api_key or not all("!" <= character <= "~" for character in api_key):
            raise MalformedKey
        REDACTOR.add(api_key)
        self._headers = {
            "capout-api-key": api_key,
            "accept": "application/json",
            # Answers are small, and without compression their size is known.
            "accept-encoding": "identity",
            "user-agent": user_agent,
        }
        self.user_agent = user_agent
        self._ssl_context = ssl_context
        self._timeouts = timeouts
        self._retries = retries
        self._clock_offset: timedelta | None = None
        self._server_time: tuple[datetime, float] | None = None
        self._choose_proxy = proxy
        self._chosen: ProxyChoice | None = None
        self._network: asyncio.Future[Network] | None = None
        self._connections: list[Connections] = []

    @classmethod
    def with_access(cls, access: Access) -> CapOutClient:
        """Return a client with the access that another one had, perhaps in another process."""
        return cls(
            access.base_url,
            access.api_key,
            user_agent=access.user_agent,
            timeouts=access.timeouts,
            proxy=lambda: access.proxy,
        )

    def __repr__(self) -> str:
        return f"<CapOutClient {self.base_url}>"

    @property
    def access(self) -> Access:
        """What another process needs to make the same calls; certificates are looked up again."""
        return Access(
            self.base_url,
            self._headers["capout-api-key"],
            self.user_agent,
            self._timeouts,
            self._choose_proxy(),
        )

    @property
    def server_clock_offset(self) -> timedelta | None:
        """The server's clock minus this computer's, to about a second; None before any answer."""
        return self._clock_offset

    def server_now(self) -> datetime | None:
        """Return the server's time (UTC), to about a second; None before any answer.

        It is the time of the latest answer plus the time passed on the monotonic clock, so this
        computer's clock may be wrong and may be set meanwhile. Time during which the computer slept
        may be missing until the next answer.
        """
        if self._server_time is None:
            return None
        told, at = self._server_time
        return told + timedelta(seconds=time.monotonic() - at)

    async def credits(self) -> CreditBalance:
        """Return the credits that are left.

        Raises:
            CapOutError: The call failed. All other calls raise it, too.
        """
        return await self._repeatable(
            "GET", "/credits", lambda body: wire.read_credits(body, datetime.now(UTC))
        )

    async def status(self, document_id: str) -> StatusReport:
        """Return the status of a document."""
        path = f"/status/{quote(document_id, safe='')}"
        return await self._repeatable("GET", path, lambda body: wire.read_status(body, document_id))

    async def documents(self) -> wire.DocumentList:
        """Return the organization's recent documents. How far back it goes is not documented."""
        return await self._repeatable("GET", "/documents", wire.read_documents)

    async def mint_token(self) -> wire.RealtimeToken:
        """Return a new short-lived token that opens realtime connections."""
        token = await self._repeatable("POST", "/ws/token", wire.read_token)
        REDACTOR.add(token.token, short_lived=True)
        return token

    async def upload_nothing(self) -> None:
        """Send an upload without a document, to find out whether the key may upload.

        CapOut refuses it and cannot charge for it. By the contract it answers 422 if neither a file
        nor a link is given. A key without permission to upload is refused earlier.

        Raises:
            Unprocessable: The expected answer.
            CapOutError: Any other refusal.
        """
        nothing = b'{"file_name":"connection-check.pdf","xn_address":"connection@check"}'
        await self._call("POST", "/upload", lambda _: None, nothing)

    async def upload_file(
        self,
        path: Path,
        *,
        file_name: str,
        xn_address: str,
        on_progress: Progress | None = None,
        before_last_bytes: BeforeLastBytes | None = None,
        expected_sha256: str = "",
        expected_size: int | None = None,
    ) -> wire.UploadReceipt:
        """Upload a PDF, without retries.

        `on_progress` is called on this loop with the bytes handed over and the total of the body,
        at most twenty times a second and once before the last byte is sent. `before_last_bytes`
        is awaited on this loop before the bytes that complete the body; if it raises, the body
        stays incomplete.

        A file without the expected hash or size is never sent completely: the connection is closed
        before the end of the JSON body.

        Raises:
            CapOutError: Its `delivery` says what became of the document, `streamed` what was
                read of the file, and `body_complete` whether the whole body was handed over.
        """
        async with FileReader(path) as file:
            body = FileBody(
                file,
                file_name=file_name,
                xn_address=xn_address,
                on_progress=on_progress,
                before_last_bytes=before_last_bytes,
                expected_sha256=expected_sha256,
                expected_size=expected_size,
            )
            return await self._upload(body)

    async def upload_link(
        self,
        url: str,
        *,
        file_name: str,
        xn_address: str,
        on_progress: Progress | None = None,
        before_last_bytes: BeforeLastBytes | None = None,
    ) -> wire.UploadReceipt:
        """Let CapOut fetch a PDF from an https address, without retries. See `upload_file`."""
        return await self._upload(
            LinkBody(
                url,
                file_name=file_name,
                xn_address=xn_address,
                on_progress=on_progress,
                before_last_bytes=before_last_bytes,
            )
        )

    async def network(self) -> Network:
        """Return proxy and TLS context for connections opened outside this client.

        Raises:
            ProxyFailed: The system uses a proxy that is not supported.
        """
        choice = self._choose_proxy()
        looking = self._network
        failed = looking is not None and looking.done() and looking.exception() is not None
        if looking is None or failed or choice != self._chosen:
            self._chosen = choice
            looking = asyncio.ensure_future(asyncio.to_thread(self._look_up_network, choice))
            self._network = looking
        return await asyncio.shield(looking)

    async def aclose(self) -> None:
        """Close every connection; calls under way fail."""
        for connections in self._connections:
            await connections.aclose()
        if self._network is not None:
            self._network.cancel()
            await asyncio.gather(self._network, return_exceptions=True)
            self._network = None

    async def _way(self) -> Connections:
        """Return the connections for a new call; those of an earlier proxy close when unused."""
        network = await self.network()
        before = self._connections
        if before and before[-1].network is network:
            return before[-1]
        way = Connections(network, self._timeouts)
        self._connections = [*(each for each in before if not each.closed), way]
        for each in before:
            await each.retire()
        return way

    def _look_up_network(self, choice: ProxyChoice) -> Network:
        proxy = chosen_proxy(choice, self.base_url)
        if self._ssl_context is not None:
            return Network(self._ssl_context, proxy)
        if self.base_url.startswith("https:"):
            return Network(tls_context(), proxy)
        # For http on this machine: a context without certificates, which need not be read.
        return Network(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), proxy)

    async def _repeatable(self, method: str, path: str, read: Callable[[bytes], _T]) -> _T:
        return await self._retries.run(lambda: self._call(method, path, read))

    async def _call(
        self, method: str, path: str, read: Callable[[bytes], _T], body: bytes | None = None
    ) -> _T:
        headers = self._headers
        if body is not None:
            headers = {**headers, "content-type": "application/json"}
        way = await self._way()
        async with way.for_calls() as calls:
            request = calls.build_request(
                method, self.base_url + path, headers=headers, content=body
            )
            return await self._exchange(way, calls, request, read, None)

    async def _upload(self, body: UploadBody) -> wire.UploadReceipt:
        way = await self._way()
        async with body, way.for_uploads() as uploads:
            request = uploads.build_request(
                "POST",
                f"{self.base_url}/upload",
                headers={
                    **self._headers,
                    "content-type": "application/json",
                    "content-length": str(body.bytes_total),
                    "connection": "close",
                },
                content=body,
            )
            receipt = await self._exchange(way, uploads, request, wire.read_upload_receipt, body)
            return dataclasses.replace(receipt, streamed=body.streamed)

    async def _exchange(
        self,
        way: Connections,
        client: httpx.AsyncClient,
        request: httpx.Request,
        read: Callable[[bytes], _T],
        body: UploadBody | None,
    ) -> _T:
        """Send a request and return its decoded answer; `body` is set for an upload."""
        response: httpx.Response | None = None
        try:
            response = await self._head(client, request, body)
            self._note_time(response)
            if response.is_success:
                content = await read_content(response, self._timeouts.read)
                if len(content) < _DECODED_IN_A_THREAD:
                    return read(content)
                return await asyncio.to_thread(read, content)
            failure = await self._refusal(response, body)
        except CapOutError as error:
            failure = error
        except (httpx.HTTPError, httpx.StreamError, TimeoutError, OSError) as error:
            failure = network_error(error, via_proxy=way.network.proxy is not None)
            if response is not None and isinstance(failure, ConnectionBroken | GarbageAnswer):
                failure = AnswerCutShort(failure.detail)
            failure.__cause__ = error
        finally:
            if response is not None:
                await response.aclose()
        if response is not None:
            failure.status_code = response.status_code
        if body is not None:
            failure.body_complete = body.complete
            failure.streamed = body.streamed
            if body.complete and failure.delivery is Delivery.NOT_SENT:
                failure.delivery = Delivery.UNKNOWN
        # It is stored and shown, and a server may repeat what it was sent.
        failure.detail = redact(failure.detail)
        raise failure

    async def _head(
        self, client: httpx.AsyncClient, request: httpx.Request, body: UploadBody | None
    ) -> httpx.Response:
        """Send a request and wait for the head of its answer, within one deadline.

        The timeouts of httpx restart with every byte. The deadline of an upload restarts with
        every chunk of its body that is sent, and does not run while the file is read.
        """
        loop = asyncio.get_running_loop()
        patience = self._timeouts
        async with asyncio.timeout(patience.connect + patience.read) as deadline:
            if body is not None:
                deadline.reschedule(None)

                def note_pull(goes: bool) -> None:
                    wait = patience.write + patience.upload_answer
                    deadline.reschedule(loop.time() + wait if goes else None)

                body.on_pull = note_pull
            return await client.send(request, stream=True)

    async def _refusal(self, response: httpx.Response, body: UploadBody | None) -> CapOutError:
        words = await read_error_words(response)
        return error_for_status(
            response.status_code,
            wire.error_detail(words),
            retry_after=retry_after_seconds(
                response.headers.get("retry-after"),
                http_date(response.headers.get("date")) or datetime.now(UTC),
            ),
            body_complete=None if body is None else body.complete,
        )

    def _note_time(self, response: httpx.Response) -> None:
        told = http_date(response.headers.get("date"))
        if told is None:
            return
        # The header has no fraction of a second, which is half a second on average.
        told += timedelta(seconds=0.5)
        self._clock_offset = told - datetime.now(UTC)
        self._server_time = (told, time.monotonic())
