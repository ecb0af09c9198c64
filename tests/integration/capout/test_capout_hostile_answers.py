"""A server that sends too much, too slowly or in disguise ends as an error, soon and cheaply."""

from __future__ import annotations

import asyncio
import gzip
import json
import threading
import time
from collections.abc import Awaitable, Callable

import pytest
from helpers.scripted_server import Line, MakeClient, Serve

from capout_desktop.capout import wire
from capout_desktop.capout.client import CapOutClient
from capout_desktop.capout.connections import Timeouts
from capout_desktop.capout.errors import CapOutError, Delivery
from capout_desktop.capout.realtime.events import Timing
from capout_desktop.capout.realtime.sse_channel import SseChannel
from capout_desktop.capout.retries import Retries

ONCE = Retries(attempts=1)
CREDITS = b'{"total_available_credits":1}'


async def failed(
    call: Callable[[CapOutClient], Awaitable[object]], client: CapOutClient
) -> CapOutError:
    with pytest.raises(CapOutError) as failure:
        await call(client)
    return failure.value


@pytest.mark.parametrize("coding", ["gzip", "gzip, gzip", "deflate", "br", "zstd"])
async def test_a_compressed_answer_is_never_inflated(
    serve: Serve, make_client: MakeClient, coding: str
) -> None:
    async def script(line: Line) -> None:
        await line.read_request()
        assert b"accept-encoding: identity" in line.head.lower()
        await line.answer(200, gzip.compress(CREDITS), f"content-encoding: {coding}")

    client = make_client((await serve(script)).url, retries=ONCE)
    error = await failed(CapOutClient.credits, client)
    assert error.code == "garbage-answer"
    assert "compressed" in error.detail


async def test_the_words_of_an_error_are_never_inflated(
    serve: Serve, make_client: MakeClient
) -> None:
    async def script(line: Line) -> None:
        await line.read_request()
        body = gzip.compress(gzip.compress(b'{"detail":"' + b"x" * 10_000_000 + b'"}'))
        await line.answer(422, body, "content-encoding: gzip, gzip")

    client = make_client((await serve(script)).url, retries=ONCE)
    error = await failed(CapOutClient.credits, client)
    assert (error.status_code, error.detail) == (422, "")


@pytest.mark.parametrize("drip", [b"x", b"HTTP/1.1 103 Early\r\n\r\n"])
async def test_a_head_that_drips_has_one_deadline(
    serve: Serve, make_client: MakeClient, drip: bytes
) -> None:
    async def script(line: Line) -> None:
        await line.read_request()
        if drip == b"x":
            await line.say(b"HTTP/1.1 200 OK\r\nx-slow: ")
        while True:
            await line.say(drip)
            await asyncio.sleep(0.05)

    timeouts = Timeouts(connect=0.2, read=0.3)
    client = make_client((await serve(script)).url, timeouts=timeouts, retries=ONCE)
    async with asyncio.timeout(30):
        assert (await failed(CapOutClient.credits, client)).code == "timed-out"


async def test_a_head_that_drips_after_an_upload_has_one_deadline(
    serve: Serve, make_client: MakeClient
) -> None:
    async def script(line: Line) -> None:
        await line.read_request()
        await line.say(b"HTTP/1.1 200 OK\r\nx-slow: ")
        while True:
            await line.say(b"x")
            await asyncio.sleep(0.05)

    timeouts = Timeouts(write=0.2, upload_answer=0.3)
    client = make_client((await serve(script)).url, timeouts=timeouts)
    async with asyncio.timeout(30):
        error = await failed(
            lambda c: c.upload_link("https://example.com/a.pdf", file_name="a", xn_address="b@c"),
            client,
        )
    assert (error.code, error.delivery) == ("timed-out", Delivery.UNKNOWN)


async def test_headers_without_end_end(serve: Serve, make_client: MakeClient) -> None:
    async def script(line: Line) -> None:
        await line.read_request()
        await line.say(b"HTTP/1.1 200 OK\r\n")
        while True:
            await line.say(b"x-more: " + b"y" * 1000 + b"\r\n")

    client = make_client((await serve(script)).url, retries=ONCE)
    async with asyncio.timeout(30):
        assert (await failed(CapOutClient.credits, client)).code == "garbage-answer"


async def test_the_body_of_an_error_without_end_ends(serve: Serve, make_client: MakeClient) -> None:
    sent = 0

    async def script(line: Line) -> None:
        nonlocal sent
        await line.read_request()
        await line.say(b"HTTP/1.1 402 X\r\ntransfer-encoding: chunked\r\n\r\n")
        while True:
            await line.say(b"2710\r\n" + b"w" * 10_000 + b"\r\n")
            sent += 10_000

    client = make_client((await serve(script)).url, retries=ONCE)
    async with asyncio.timeout(30):
        error = await failed(CapOutClient.credits, client)
    assert (error.code, len(error.detail)) == ("payment-required", 500)
    assert sent < 20_000_000


async def test_an_error_nested_without_end_is_what_its_status_says(
    serve: Serve, make_client: MakeClient
) -> None:
    async def script(line: Line) -> None:
        await line.read_request()
        await line.answer(422, b'{"detail":' + b"[" * 500 + b"]" * 500 + b"}")

    client = make_client((await serve(script)).url)
    error = await failed(
        lambda c: c.upload_link("https://example.com/a.pdf", file_name="a", xn_address="b@c"),
        client,
    )
    assert (error.status_code, error.delivery) == (422, Delivery.REFUSED)


async def test_a_large_answer_is_decoded_beside_the_loop(
    serve: Serve, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = [{"document_id": f"doc_{n}", "status": "processing"} for n in range(9000)]

    async def script(line: Line) -> None:
        await line.read_request()
        await line.answer(200, json.dumps(entries).encode())

    threads: list[threading.Thread] = []
    read = wire.read_documents

    def noting(body: bytes) -> wire.DocumentList:
        threads.append(threading.current_thread())
        return read(body)

    monkeypatch.setattr(wire, "read_documents", noting)
    assert len(await make_client((await serve(script)).url).documents()) == 9000
    assert threads[0] is not threading.main_thread()


@pytest.mark.parametrize(
    "date",
    ["Fri, 31 Dec 9999 23:59:59 GMT", "Mon, 01 Jan 1990 00:00:00 GMT", "Tue, 14 Apr " + "9" * 40],
)
async def test_a_date_that_cannot_be_sets_no_clock(
    serve: Serve, make_client: MakeClient, date: str
) -> None:
    async def script(line: Line) -> None:
        await line.read_request()
        await line.answer(200, CREDITS, f"date: {date}")

    client = make_client((await serve(script)).url, retries=ONCE)
    await client.credits()
    assert client.server_clock_offset is None
    assert client.server_now() is None


async def test_an_event_without_end_ends_the_stream(serve: Serve, make_client: MakeClient) -> None:
    async def script(line: Line) -> None:
        await line.read_request()
        if line.head.startswith(b"POST"):
            await line.answer(200, b'{"token":"a-token"}')
            return
        await line.say(b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n")
        while True:
            await line.say((b"data: " + b"x" * 1000 + b"\n") * 50)

    client = make_client((await serve(script)).url)
    channel = await SseChannel.open(client, ["doc_1"], Timing())

    async def ignore(_: object) -> None: ...

    try:
        async with asyncio.timeout(30):
            with pytest.raises(CapOutError) as failure:
                await channel.run(ignore)
    finally:
        await channel.aclose()
    assert "endless" in failure.value.detail


async def test_events_in_any_pieces_are_no_event_without_end(
    serve: Serve, make_client: MakeClient
) -> None:
    event = b'data: {"document_id":"doc_1","status":"s","message":"' + b"x" * 60_000 + b'"}\r\n\r\n'
    count = 90  # more than one event may hold, together

    async def script(line: Line) -> None:
        await line.read_request()
        if line.head.startswith(b"POST"):
            await line.answer(200, b'{"token":"a-token"}')
            return
        await line.say(b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n")
        for _ in range(count):
            await line.say(event[:-2])
            await asyncio.sleep(0)
            await line.say(event[-2:])
        await line.until_gone()

    client = make_client((await serve(script)).url)
    channel = await SseChannel.open(client, ["doc_1"], Timing())
    heard: list[float] = []
    every = asyncio.Event()

    async def hear(_: object) -> None:
        heard.append(time.monotonic())
        if len(heard) == count:
            every.set()

    running = asyncio.create_task(channel.run(hear))
    try:
        async with asyncio.timeout(30):
            await every.wait()
    finally:
        running.cancel()
        await channel.aclose()
