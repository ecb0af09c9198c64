"""Calls, their retries, and what is done with answers that nobody expects."""

from __future__ import annotations

import asyncio
import email.utils
import logging
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest
from helpers.scripted_server import Line, MakeClient, Serve

from capout_desktop.capout.access import Access
from capout_desktop.capout.base_url import BadBaseUrl
from capout_desktop.capout.client import CapOutClient
from capout_desktop.capout.connections import Timeouts
from capout_desktop.capout.errors import CapOutError, MalformedKey
from capout_desktop.capout.redact import RedactingFormatter
from capout_desktop.capout.retries import Retries, jitter
from capout_desktop.domain.proxy_choice import ProxyChoice, ProxyMode

CREDITS = b'{"organization_id":"org_1","total_available_credits":5}'

CALLS: dict[str, Callable[[CapOutClient], Awaitable[object]]] = {
    "credits": lambda client: client.credits(),
    "status": lambda client: client.status("doc_1"),
    "documents": lambda client: client.documents(),
    "mint_token": lambda client: client.mint_token(),
}
ANSWERS = {
    "credits": CREDITS,
    "status": b'{"document_id":"doc_1","status":"processing"}',
    "documents": b"[]",
    "mint_token": b'{"token":"a-token-of-a-test"}',
}


async def failure(call: Awaitable[object]) -> CapOutError:
    with pytest.raises(CapOutError) as failed:
        await call
    return failed.value


@pytest.mark.parametrize("name", CALLS)
async def test_a_call_that_may_be_repeated_is_until_it_succeeds(
    serve: Serve, make_client: MakeClient, name: str
) -> None:
    async def script(line: Line) -> None:
        await line.read_request()
        match len(server.lines):
            case 1:
                line.reset()
            case 2:
                await line.answer(503)
                await line.hang_up()
            case _:
                await line.answer(200, ANSWERS[name])

    server = await serve(script)
    await CALLS[name](make_client(server.url))
    assert len(server.lines) == 3


async def test_the_last_failure_is_told(serve: Serve, make_client: MakeClient) -> None:
    async def script(line: Line) -> None:
        await line.read_request()
        await line.answer(500, b'{"detail":"down"}', "connection: close")

    server = await serve(script)
    error = await failure(make_client(server.url).credits())
    assert (error.code, error.detail, error.retryable) == ("server-failed", "down", True)
    assert len(server.lines) == 3


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 409, 422, 307])
async def test_a_refusal_is_not_asked_again(
    serve: Serve, make_client: MakeClient, status: int
) -> None:
    async def script(line: Line) -> None:
        await line.read_request()
        await line.answer(status, b"{}", "connection: close", "location: http://127.0.0.1:1/")

    server = await serve(script)
    error = await failure(make_client(server.url).credits())
    assert error.status_code == status
    assert len(server.lines) == 1


async def test_the_server_says_how_long_to_wait(serve: Serve, make_client: MakeClient) -> None:
    asked_at: list[float] = []

    async def script(line: Line) -> None:
        await line.read_request()
        asked_at.append(time.monotonic())
        if len(asked_at) == 1:
            await line.answer(429, b"{}", "retry-after: 0.3", "connection: close")
        else:
            await line.answer(200, CREDITS)

    await make_client((await serve(script)).url).credits()
    assert asked_at[1] - asked_at[0] >= 0.3


@pytest.mark.parametrize("form", ["seconds", "date"])
async def test_a_server_that_asks_for_much_patience_is_left_to_the_caller(
    serve: Serve, make_client: MakeClient, form: str
) -> None:
    then = email.utils.format_datetime(datetime.now(UTC) + timedelta(seconds=120), usegmt=True)

    async def script(line: Line) -> None:
        await line.read_request()
        await line.answer(429, b"{}", f"retry-after: {120 if form == 'seconds' else then}")

    server = await serve(script)
    error = await failure(make_client(server.url).credits())
    assert error.retry_after == pytest.approx(120, abs=2)
    assert len(server.lines) == 1


@pytest.mark.parametrize("value", ["soon", "", "inf", "-5", "Mon, 99 Foo"])
async def test_nonsense_in_retry_after_is_no_wish(
    serve: Serve, make_client: MakeClient, value: str
) -> None:
    async def script(line: Line) -> None:
        await line.read_request()
        await line.answer(429, b"{}", f"retry-after: {value}")

    client = make_client((await serve(script)).url, retries=Retries(attempts=1))
    assert (await failure(client.credits())).retry_after in {None, 0}


def test_waits_are_drawn_under_a_ceiling_that_doubles_and_ends() -> None:
    for attempt, ceiling in ((1, 0.5), (2, 1.0), (3, 2.0), (9, 20.0), (5000, 20.0)):
        waits = [jitter(attempt, 0.5, 20.0) for _ in range(300)]
        assert 0 <= min(waits) < 0.2 * ceiling
        assert 0.8 * ceiling < max(waits) <= ceiling


async def test_a_slow_answer_times_out(serve: Serve, make_client: MakeClient) -> None:
    async def script(line: Line) -> None:
        await line.read_request()
        await line.say(b"HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n")
        while True:  # a byte now and then resets no clock
            await line.say(b" ")
            await asyncio.sleep(0.02)

    client = make_client(
        (await serve(script)).url, timeouts=Timeouts(read=0.2), retries=Retries(attempts=1)
    )
    assert (await failure(client.credits())).code == "timed-out"


async def test_an_endless_answer_is_cut_off(serve: Serve, make_client: MakeClient) -> None:
    async def script(line: Line) -> None:
        await line.read_request()
        await line.say(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            await line.say(bytes(1_000_000))

    client = make_client((await serve(script)).url, retries=Retries(attempts=1))
    error = await failure(client.documents())
    assert (error.code, error.detail) == ("garbage-answer", "it is endless")


async def test_the_key_follows_no_redirect(serve: Serve, make_client: MakeClient) -> None:
    async def listener(line: Line) -> None:
        await line.read_request()

    elsewhere = await serve(listener)

    async def script(line: Line) -> None:
        await line.read_request()
        await line.answer(307, b"", f"location: {elsewhere.url}/credits")

    error = await failure(make_client((await serve(script)).url).credits())
    assert error.code == "redirected"
    assert elsewhere.lines == []


async def test_a_document_id_cannot_leave_its_place_in_the_path(
    serve: Serve, make_client: MakeClient
) -> None:
    async def script(line: Line) -> None:
        await line.read_request()
        await line.answer(404)

    server = await serve(script)
    await failure(make_client(server.url).status("../credits?x=1#y"))
    assert server.lines[0].head.startswith(b"GET /status/..%2Fcredits%3Fx%3D1%23y HTTP/1.1")


async def test_the_difference_of_the_clocks_is_known_from_the_first_answer(
    serve: Serve, make_client: MakeClient
) -> None:
    date = email.utils.format_datetime(datetime.now(UTC) + timedelta(hours=2), usegmt=True)

    async def script(line: Line) -> None:
        await line.read_request()
        await line.answer(404, b"{}", f"date: {date}")

    client = make_client((await serve(script)).url)
    offsets = [client.server_clock_offset]
    await failure(client.credits())
    offsets.append(client.server_clock_offset)
    assert offsets[0] is None
    assert offsets[1] is not None
    assert abs(offsets[1] - timedelta(hours=2)) < timedelta(seconds=2)


async def test_an_upload_of_nothing_says_that_it_is_json(
    serve: Serve, make_client: MakeClient
) -> None:
    async def script(line: Line) -> None:
        await line.read_request()
        await line.answer(422)

    server = await serve(script)
    assert (await failure(make_client(server.url).upload_nothing())).status_code == 422
    assert b"\r\ncontent-type: application/json\r\n" in server.lines[0].head


async def test_a_server_that_repeats_the_key_does_not_get_it_into_the_journal(
    serve: Serve, make_client: MakeClient
) -> None:
    key = "a-key-of-an-unforeseen-shape"

    async def script(line: Line) -> None:
        await line.read_request()
        assert f"capout-api-key: {key}\r\n".encode() in line.head
        await line.answer(401, f'{{"detail":"{key} is no good"}}'.encode())

    error = await failure(make_client((await serve(script)).url, key).credits())
    assert error.problem.detail == "[hidden] is no good"


@pytest.mark.parametrize("key", ["", "two words", "line\n", "schlüssel", "a\x00b"])
def test_a_key_that_no_header_can_hold_is_refused_at_once(key: str) -> None:
    with pytest.raises(MalformedKey):
        CapOutClient("https://api.capout.ai", key)


def test_a_key_is_not_bound_to_an_address_in_the_clear() -> None:
    with pytest.raises(BadBaseUrl):
        CapOutClient("http://api.capout.ai", "capout_test_1")


def test_the_key_shows_in_no_repr() -> None:
    assert repr(CapOutClient("https://api.capout.ai/", "capout_test_1")) == (
        "<CapOutClient https://api.capout.ai>"
    )
    proxy = ProxyChoice(ProxyMode.MANUAL, "http://dana:secret-word@proxy.example:8080")
    shown = repr(Access("https://api.capout.ai", "capout_test_1", "CapOut", Timeouts(), proxy))
    assert "capout_test_1" not in shown
    assert "secret-word" not in shown


async def test_debug_logs_of_every_library_hold_neither_key_nor_token(
    serve: Serve, make_client: MakeClient, caplog: pytest.LogCaptureFixture
) -> None:
    key, token = "odd-shaped-key-0123", "odd.shaped.token-4567"

    async def script(line: Line) -> None:
        await line.read_request()
        await line.answer(200, f'{{"token":"{token}"}}'.encode(), f"set-cookie: s={token}")

    caplog.set_level(logging.DEBUG)
    await make_client((await serve(script)).url, key).mint_token()
    formatter = RedactingFormatter("%(name)s %(message)s")
    raw = "\n".join(record.getMessage() for record in caplog.records)
    text = "\n".join(map(formatter.format, caplog.records))
    assert token in raw, "nothing was logged that would have to be hidden"
    assert token not in text
    assert key not in text
