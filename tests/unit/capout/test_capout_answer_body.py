"""Bodies that are endless, and proxies that could not be looked up at first."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest

from capout_desktop.capout import client as client_module
from capout_desktop.capout.answer_body import read_content, read_error_words
from capout_desktop.capout.client import CapOutClient
from capout_desktop.capout.errors import GarbageAnswer, ProxyFailed
from capout_desktop.domain.proxy_choice import ProxyChoice

PARTS = 2000


class Flood(httpx.AsyncByteStream):
    """A body of 128 MB in parts, which counts how many were taken."""

    def __init__(self) -> None:
        self.taken = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for self.taken in range(1, PARTS + 1):
            yield b"x" * 65536


async def test_of_an_endless_error_only_the_beginning_is_read() -> None:
    flood = Flood()
    words = await read_error_words(httpx.Response(500, stream=flood))
    assert words.startswith(b"xxx")
    assert len(words) <= flood.taken * 65536
    assert flood.taken <= 20


async def test_an_endless_answer_is_no_answer() -> None:
    flood = Flood()
    with pytest.raises(GarbageAnswer):
        await read_content(httpx.Response(200, stream=flood), 20.0)
    assert flood.taken < PARTS


async def test_a_compressed_answer_is_not_unpacked() -> None:
    headers = {"content-encoding": "gzip"}
    assert await read_error_words(httpx.Response(500, headers=headers, stream=Flood())) == b""
    with pytest.raises(GarbageAnswer):
        await read_content(httpx.Response(200, headers=headers, stream=Flood()), 20.0)


async def test_a_proxy_that_could_not_be_looked_up_is_looked_up_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def look_up(choice: ProxyChoice, url: str) -> str | None:
        asked.append(url)
        if len(asked) == 1:
            raise ProxyFailed("the script of the proxy cannot be read")
        return None

    monkeypatch.setattr(client_module, "chosen_proxy", look_up)
    client = CapOutClient("http://127.0.0.1:9", "capout_test_0123456789abcdef")
    with pytest.raises(ProxyFailed):
        await client.network()
    found = await client.network()
    assert found.proxy is None
    assert await client.network() is found, "what was found is kept"
    assert len(asked) == 2
    await client.aclose()
