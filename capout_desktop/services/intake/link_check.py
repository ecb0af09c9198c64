"""Check of links: what CapOut would find there, asked before a link is sent.

The request contains nothing of CapOut's and nothing of the user's but the link itself: no key, no
cookie, no referrer. A link that cannot be judged in a few seconds is sent as it is.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import ssl
from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from capout_desktop.capout.client import USER_AGENT
from capout_desktop.capout.connections import Network, is_encoded
from capout_desktop.capout.errors import ProxyFailed
from capout_desktop.capout.proxy import chosen_proxy
from capout_desktop.capout.redact import REDACTOR
from capout_desktop.capout.tls import tls_context
from capout_desktop.domain import link_answer
from capout_desktop.domain.link_answer import LinkAnswer
from capout_desktop.domain.problem import Problem
from capout_desktop.domain.proxy_choice import ProxyChoice

if TYPE_CHECKING:
    import httpx

_log = logging.getLogger(__name__)

SECONDS = 8.0
"""Longest time for one link, with all redirects."""

MOST_REDIRECTS = 5
_MOST_BYTES = 64 * 1024
"""Longest part of a web page that is searched for a sign-in; of a PDF 1 KiB is enough."""

_HEADERS = {
    "user-agent": USER_AGENT,
    "accept": "application/pdf, */*",
    "accept-encoding": "identity",
}
_RANGE = {"range": f"bytes=0-{_MOST_BYTES - 1}"}


class LinkCheck:
    """Asks the server of a link what it is."""

    def __init__(self, server: str, proxy: Callable[[], ProxyChoice] = ProxyChoice) -> None:
        """Create it; no request is made.

        Args:
            server: Address of CapOut, which has to reach the links.
            proxy: Returns the present choice of proxy.
        """
        self._is_capout_outside = not link_answer.is_private(urlsplit(server).hostname or "")
        self._proxy = proxy
        self._ssl_context: ssl.SSLContext | None = None

    async def problem_of(self, url: str) -> Problem | None:
        """Return why CapOut would find no PDF at a link; None if it may, or if nobody can tell."""
        parts = urlsplit(url)
        REDACTOR.add(parts.query, short_lived=True)  # often a signature
        if self._is_capout_outside and link_answer.is_private(parts.hostname or ""):
            return link_answer.PRIVATE
        if parts.username is not None or parts.password is not None:
            return None  # they are for CapOut, which is given them with the link
        try:
            async with asyncio.timeout(SECONDS), self._client(url) as client:
                # Some links can be used only once, so the file itself is asked for only if the
                # headers do not tell.
                answer = await _answer(client, "HEAD", url)
                if answer is not None and link_answer.is_certainly_pdf(answer):
                    return None
                answer = await _answer(client, "GET", url)
        except (OSError, ProxyFailed, ValueError) as error:
            _log.info("a link is not checked: %s", type(error).__name__)
            return None
        return None if answer is None else link_answer.problem_of(answer)

    @contextlib.asynccontextmanager
    async def _client(self, url: str) -> AsyncIterator[httpx.AsyncClient]:
        import httpx  # noqa: PLC0415 - not needed before the first link

        proxy = await asyncio.to_thread(chosen_proxy, self._proxy(), url.partition("?")[0])
        if self._ssl_context is None:
            self._ssl_context = await asyncio.to_thread(tls_context)
        network = Network(self._ssl_context, proxy)
        transport = httpx.AsyncHTTPTransport(
            verify=network.ssl_context, proxy=network.httpx_proxy, trust_env=False
        )
        try:
            async with httpx.AsyncClient(
                transport=transport, trust_env=False, timeout=SECONDS
            ) as client:
                yield client
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            raise ValueError(type(error).__name__) from error


async def _answer(client: httpx.AsyncClient, method: str, url: str) -> LinkAnswer | None:
    """Return the answer after all redirects; None if they lead too far, or out of https."""
    headers = _HEADERS if method == "HEAD" else {**_HEADERS, **_RANGE}
    for _ in range(MOST_REDIRECTS + 1):
        REDACTOR.add(urlsplit(url).query, short_lived=True)
        client.cookies.clear()
        async with client.stream(method, url, headers=headers) as response:
            if response.has_redirect_location:
                target = urljoin(url, response.headers["location"])
                if not await _may_follow(url, target):
                    return None
                url = target
                continue
            start = b"" if method == "HEAD" or is_encoded(response) else await _start(response)
            return LinkAnswer(
                url,
                response.status_code,
                response.headers.get("content-type", ""),
                response.headers.get("content-disposition", ""),
                start,
            )
    return None


async def _start(response: httpx.Response) -> bytes:
    """Return the first bytes of an answer; no more are read than are needed."""
    import httpx  # noqa: PLC0415 - as above

    start = b""
    try:
        async for part in response.aiter_raw():
            start += part
            is_pdf = b"%PDF-" in start[: link_answer.PDF_WINDOW]
            if is_pdf or len(start) >= _MOST_BYTES:
                # Not left by `break`: iterators that are left would be closed by another task.
                await response.aclose()
    except (httpx.HTTPError, httpx.StreamError):
        if not response.is_closed:
            raise
    return start[:_MOST_BYTES]


async def _may_follow(url: str, target: str) -> bool:
    """Return whether a redirect is followed.

    One from the internet to a computer of this network is not: a link that somebody was sent must
    not make this program call devices of the office.
    """
    before, after = urlsplit(url), urlsplit(target)
    if after.scheme != "https" or after.username is not None or after.password is not None:
        return False
    if before.netloc == after.netloc:
        return True
    return not await _is_inside(after.hostname or "") or await _is_inside(before.hostname or "")


async def _is_inside(host: str) -> bool:
    if link_answer.is_private(host):
        return True
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, 443)
    except OSError:
        return False  # a proxy may know it
    return any(_is_private(str(address[0])) for *_, address in found)


def _is_private(address: str) -> bool:
    return link_answer.is_private(address.partition("%")[0])  # without the name of an interface
