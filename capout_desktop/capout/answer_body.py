"""Reading the body of an answer within limits of size and time."""

from __future__ import annotations

import asyncio
import logging

import httpx

from capout_desktop.capout.connections import is_encoded
from capout_desktop.capout.errors import GarbageAnswer

_log = logging.getLogger(__name__)

_MOST_ANSWER_BYTES = 16 * 1024 * 1024
_MOST_ERROR_BYTES = 64 * 1024
_ERROR_WORDS_SECONDS = 5.0


async def read_content(response: httpx.Response, seconds: float) -> bytes:
    """Read a whole body within `seconds`.

    Raises:
        GarbageAnswer: It is too long, or compressed.
        TimeoutError: It did not end within the time.
    """
    if is_encoded(response):
        raise GarbageAnswer("it is compressed, which was not asked for")
    content = bytearray()
    async with asyncio.timeout(seconds):
        async for part in response.aiter_raw():
            content += part
            if len(content) > _MOST_ANSWER_BYTES:
                raise GarbageAnswer("it is endless")
    return bytes(content)


async def read_error_words(response: httpx.Response) -> bytes:
    """Read the beginning of the body of an error. It never fails, since the code is enough."""
    if is_encoded(response):
        return b""
    words = bytearray()
    try:
        async with asyncio.timeout(_ERROR_WORDS_SECONDS):
            async for part in response.aiter_raw():
                words += part
                if len(words) > _MOST_ERROR_BYTES:
                    break
    except (httpx.HTTPError, TimeoutError) as error:
        _log.info("the words of an error were cut short: %r", error)
    return bytes(words)
