"""Update check: reads the newest version from a small static file. It installs nothing.

The file is JSON:

    {"version": "0.2.0", "news": ["What changed, a sentence each."], "page": "https://..."}

The request contains the program's name and version, as every request does, and no personal data:
no key, no cookie, no number that identifies the computer.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from urllib.parse import urlsplit

import msgspec

from capout_desktop.capout.base_url import BadBaseUrl, check_base_url, is_loopback
from capout_desktop.capout.client import USER_AGENT
from capout_desktop.capout.errors import ProxyFailed
from capout_desktop.capout.proxy import chosen_proxy
from capout_desktop.capout.tls import tls_context
from capout_desktop.domain.proxy_choice import ProxyChoice
from capout_desktop.domain.update import UPDATES_UNREADABLE, Update

UPDATES_URL = ""
"""Address of that file, entered by the publisher before building the program. While it is empty,
no request is made, and no menu mentions updates."""

_VERSION = re.compile(r"\d{1,9}(\.\d{1,9}){0,5}([-+.]?[A-Za-z][\w.]{0,20})?")
_HEADERS = {"user-agent": USER_AGENT, "accept-encoding": "identity"}
_SECONDS = 20.0
_MOST_BYTES = 64 * 1024
_MOST_NEWS = 5
_LONGEST_NEWS = 200


class UpdatesUnreadableError(Exception):
    """No answer, or an invalid one; `problem` explains it to the person."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.problem = replace(UPDATES_UNREADABLE, detail=detail)


class _Answer(msgspec.Struct):
    version: str
    page: str
    news: list[str] = []


async def newest_version(url: str, proxy_choice: ProxyChoice) -> Update:
    """Fetch the file at `url` (https, or http on this computer) and return its update.

    Raises:
        UpdatesUnreadableError: It cannot be reached, or has invalid contents.
    """
    import httpx  # noqa: PLC0415 - not needed before the first paint

    try:
        check_base_url(url)
        proxy = await asyncio.to_thread(chosen_proxy, proxy_choice, url)
        context = await asyncio.to_thread(tls_context)
        transport = httpx.AsyncHTTPTransport(verify=context, proxy=proxy, trust_env=False)
        async with (
            httpx.AsyncClient(transport=transport, trust_env=False, timeout=_SECONDS) as client,
            asyncio.timeout(_SECONDS),  # for all of it: a server can also send a byte at a time
            client.stream("GET", url, headers=_HEADERS) as response,
        ):
            response.raise_for_status()
            content = b""
            # Not decompressed: that was not asked for, and could fill the memory.
            async for chunk in response.aiter_raw():
                content += chunk
                if len(content) > _MOST_BYTES:
                    raise UpdatesUnreadableError("the answer is larger than it may be")
        return _read(content)
    except (httpx.HTTPError, httpx.InvalidURL, BadBaseUrl, ProxyFailed, OSError) as error:
        raise UpdatesUnreadableError(f"{type(error).__name__}: {error}") from error


def _read(content: bytes) -> Update:
    try:
        answer = msgspec.json.decode(content, type=_Answer)
    except msgspec.DecodeError as error:
        raise UpdatesUnreadableError(str(error)) from error
    try:
        page = urlsplit(answer.page)
    except ValueError:
        page = urlsplit("")
    # Opened in a browser on a click, so it must be a web page.
    if page.scheme != "https" and not (page.scheme == "http" and is_loopback(page.hostname or "")):
        raise UpdatesUnreadableError("its page is not an https address")
    if not _VERSION.fullmatch(answer.version.strip()):
        raise UpdatesUnreadableError("it names no version")
    news = [" ".join(line.split())[:_LONGEST_NEWS] for line in answer.news[:_MOST_NEWS]]
    return Update(answer.version.strip(), tuple(line for line in news if line), answer.page)
