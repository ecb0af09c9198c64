"""What a failed upload means: may the document go again, or might CapOut have it?"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import os
import socket
from pathlib import Path
from typing import Any

import pytest
from helpers.scripted_server import Line, MakeClient, Serve

from capout_desktop.capout.client import CapOutClient
from capout_desktop.capout.connections import Timeouts
from capout_desktop.capout.errors import CapOutError, Delivery, StreamedFile
from capout_desktop.capout.wire import UploadReceipt
from capout_desktop.domain.hold import looking_up_after
from capout_desktop.ui.text import problem_text as problem_words

RECEIPT = b'{"document_id":"doc_1","status":"processing"}'
TO: dict[str, Any] = {"file_name": "a.pdf", "xn_address": "team@example.xn"}


async def upload(client: CapOutClient, pdf: Path) -> UploadReceipt:
    return await client.upload_file(pdf, file_name="a.pdf", xn_address="team@example.xn")


async def failure(client: CapOutClient, pdf: Path) -> CapOutError:
    with pytest.raises(CapOutError) as failed:
        await upload(client, pdf)
    return failed.value


def says(error: CapOutError, code: str, delivery: Delivery, *, retryable: bool) -> None:
    assert (error.code, error.delivery, error.retryable) == (code, delivery, retryable), error


# The body was not complete: nothing was accepted


async def test_nobody_listens(make_client: MakeClient, small_pdf: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    error = await failure(make_client(f"http://127.0.0.1:{port}"), small_pdf)
    says(error, "connection-refused", Delivery.NOT_SENT, retryable=True)


async def test_an_unknown_host(make_client: MakeClient, small_pdf: Path) -> None:
    error = await failure(make_client("https://capout.invalid"), small_pdf)
    says(error, "host-not-found", Delivery.NOT_SENT, retryable=True)


@pytest.mark.parametrize("bytes_read", [0, 100_000])
async def test_a_reset_before_the_body_is_complete(
    serve: Serve, make_client: MakeClient, big_pdf: Path, bytes_read: int
) -> None:
    async def script(line: Line) -> None:
        await line.read_head()
        await line.reader.readexactly(bytes_read)
        line.reset()

    error = await failure(make_client((await serve(script)).url), big_pdf)
    says(error, "connection-broken", Delivery.NOT_SENT, retryable=True)


async def test_a_server_that_closes_in_order_in_the_middle_of_the_body(
    serve: Serve, make_client: MakeClient, big_pdf: Path
) -> None:
    async def script(line: Line) -> None:
        await line.read_head()
        await line.reader.readexactly(1000)
        line.writer.write_eof()
        await line.until_gone()

    error = await failure(make_client((await serve(script)).url), big_pdf)
    says(error, "connection-broken", Delivery.NOT_SENT, retryable=True)


async def test_a_server_that_stops_reading(
    serve: Serve, make_client: MakeClient, big_pdf: Path
) -> None:
    async def script(line: Line) -> None:
        await line.read_head()
        line.stop_reading()
        await asyncio.Event().wait()

    client = make_client((await serve(script)).url, timeouts=Timeouts(write=0.3))
    says(await failure(client, big_pdf), "timed-out", Delivery.NOT_SENT, retryable=True)


@pytest.mark.parametrize("status", [500, 502, 504])
async def test_a_server_that_fails_before_it_has_the_whole_body(
    serve: Serve, make_client: MakeClient, big_pdf: Path, status: int
) -> None:
    async def script(line: Line) -> None:
        await line.read_head()
        await line.answer(status)
        await line.hang_up()

    error = await failure(make_client((await serve(script)).url), big_pdf)
    says(error, "server-failed", Delivery.NOT_SENT, retryable=True)


async def test_a_file_that_changes_meanwhile(
    serve: Serve, make_client: MakeClient, big_pdf: Path
) -> None:
    received = asyncio.get_running_loop().create_future()

    async def script(line: Line) -> None:
        await line.read_head()
        await line.reader.readexactly(1000)
        os.truncate(big_pdf, 5_000_000)
        rest = await line.reader.read(-1)
        received.set_result(1000 + len(rest) < line.content_length)
        line.reset()

    error = await failure(make_client((await serve(script)).url), big_pdf)
    says(error, "file-changed", Delivery.NOT_SENT, retryable=False)
    assert await received


async def test_a_missing_file_opens_no_connection(
    serve: Serve, make_client: MakeClient, tmp_path: Path
) -> None:
    async def script(line: Line) -> None:
        await line.read_request()

    server = await serve(script)
    error = await failure(make_client(server.url), tmp_path / "no.pdf")
    says(error, "file-gone", Delivery.NOT_SENT, retryable=False)
    assert server.lines == []


# Refused


@pytest.mark.parametrize("ending", ["stays", "closes", "resets"])
@pytest.mark.parametrize("status", [401, 413])
async def test_an_early_refusal_is_heard_while_the_body_is_still_going(
    serve: Serve, make_client: MakeClient, big_pdf: Path, status: int, ending: str
) -> None:
    async def script(line: Line) -> None:
        await line.read_head()
        await line.reader.readexactly(300_000)
        await line.answer(status, b'{"detail":"not this one"}')
        if ending == "closes":
            await line.hang_up()
        elif ending == "resets":
            await asyncio.sleep(0.02)  # a reset overtakes what is still under way
            line.reset()
        else:
            line.stop_reading()
            await asyncio.Event().wait()

    server = await serve(script)
    async with asyncio.timeout(30):
        error = await failure(make_client(server.url), big_pdf)
    assert (error.status_code, error.delivery) == (status, Delivery.REFUSED)
    assert error.detail == "not this one"
    assert not error.retryable


async def test_an_early_receipt_is_one(
    serve: Serve, make_client: MakeClient, big_pdf: Path
) -> None:
    async def script(line: Line) -> None:
        await line.read_head()
        await line.reader.readexactly(300_000)
        await line.answer(200, RECEIPT)
        line.stop_reading()
        await asyncio.Event().wait()

    server = await serve(script)
    async with asyncio.timeout(30):
        receipt = await make_client(server.url).upload_file(big_pdf, **TO)
    assert receipt.document_id == "doc_1"


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 413, 422, 429])
async def test_a_refusal_after_the_whole_body(
    serve: Serve, make_client: MakeClient, small_pdf: Path, status: int
) -> None:
    async def script(line: Line) -> None:
        await line.read_request()
        await line.answer(status, b'{"detail":"no"}', "retry-after: 7")

    server = await serve(script)
    error = await failure(make_client(server.url), small_pdf)
    assert (error.status_code, error.delivery) == (status, Delivery.REFUSED)
    assert error.retryable == (status == 429)
    assert (error.detail, error.retry_after) == ("no", 7)
    assert len(server.lines) == 1  # whether it goes again is not the client's to decide


async def test_a_refusal_whose_words_break_off_is_still_one(
    serve: Serve, make_client: MakeClient, small_pdf: Path
) -> None:
    async def script(line: Line) -> None:
        await line.read_request()
        await line.say(b'HTTP/1.1 402 X\r\ncontent-length: 900\r\n\r\n{"det')
        line.reset()

    error = await failure(make_client((await serve(script)).url), small_pdf)
    says(error, "payment-required", Delivery.REFUSED, retryable=False)


# The whole body went: it may have been accepted


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (b"", "connection-broken"),
        (b"HTTP/1.1 200 OK\r\ncontent-le", "connection-broken"),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 60\r\n\r\n" + RECEIPT, "answer-cut-short"),
        (b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n9\r\n{", "answer-cut-short"),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\n<html>", "garbage-answer"),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}", "garbage-answer"),
        (b"HTTP/1.1 204 OK\r\n\r\n", "garbage-answer"),
        (b"what is this?\r\n\r\n", "garbage-answer"),
        (b"HTTP/1.1 500 X\r\ncontent-length: 0\r\n\r\n", "server-failed"),
        (b"HTTP/1.1 502 X\r\ncontent-length: 0\r\n\r\n", "server-failed"),
        (b"HTTP/1.1 503 X\r\ncontent-length: 0\r\n\r\n", "unavailable"),
        (b"HTTP/1.1 504 X\r\ncontent-length: 0\r\n\r\n", "server-failed"),
        (b"HTTP/1.1 408 X\r\ncontent-length: 0\r\n\r\n", "request-timeout"),
        (b"HTTP/1.1 409 X\r\ncontent-length: 0\r\n\r\n", "conflict"),
        (b"HTTP/1.1 307 X\r\nlocation: /\r\ncontent-length: 0\r\n\r\n", "redirected"),
        (b"HTTP/1.1 308 X\r\nlocation: /\r\ncontent-length: 0\r\n\r\n", "redirected"),
        (b"HTTP/1.1 302 X\r\nlocation: /\r\ncontent-length: 0\r\n\r\n", "redirected"),
    ],
)
@pytest.mark.parametrize("link", [False, True])
async def test_no_usable_answer_to_a_complete_body(
    serve: Serve, make_client: MakeClient, small_pdf: Path, answer: bytes, code: str, link: bool
) -> None:
    async def script(line: Line) -> None:
        await line.read_request()
        await line.say(answer)
        await line.hang_up()

    server = await serve(script)
    client = make_client(server.url)
    if link:
        with pytest.raises(CapOutError) as failed:
            await client.upload_link("https://example.com/a.pdf", **TO)
        error = failed.value
    else:
        error = await failure(client, small_pdf)
    says(error, code, Delivery.UNKNOWN, retryable=False)
    assert "not sent again" in problem_words.next_step(looking_up_after(error.problem))
    assert len(server.lines) == 1


async def test_a_reset_after_the_whole_body(
    serve: Serve, make_client: MakeClient, small_pdf: Path
) -> None:
    async def script(line: Line) -> None:
        await line.read_request()
        line.reset()

    error = await failure(make_client((await serve(script)).url), small_pdf)
    says(error, "connection-broken", Delivery.UNKNOWN, retryable=False)


@pytest.mark.parametrize("begun", [b"", b'HTTP/1.1 200 OK\r\ncontent-length: 60\r\n\r\n{"doc'])
async def test_silence_after_the_whole_body(
    serve: Serve, make_client: MakeClient, small_pdf: Path, begun: bytes
) -> None:
    async def script(line: Line) -> None:
        await line.read_request()
        await line.say(begun)
        await asyncio.Event().wait()

    timeouts = Timeouts(read=0.2, upload_answer=0.2)
    client = make_client((await serve(script)).url, timeouts=timeouts)
    says(await failure(client, small_pdf), "timed-out", Delivery.UNKNOWN, retryable=False)


# Accepted


async def test_the_body_arrives_as_the_json_it_is_with_its_exact_length(
    serve: Serve, make_client: MakeClient, big_pdf: Path
) -> None:
    async def script(line: Line) -> None:
        await line.read_request()
        await line.answer(200, RECEIPT)

    digest = hashlib.sha256(await asyncio.to_thread(big_pdf.read_bytes)).digest()
    server = await serve(script)
    told: list[tuple[int, int]] = []
    receipt = await make_client(server.url).upload_file(
        big_pdf, on_progress=lambda *both: told.append(both), **TO
    )
    assert receipt.document_id == "doc_1"
    [line] = server.lines
    fields = json.loads(line.body)
    assert hashlib.sha256(base64.b64decode(fields.pop("file_base64"))).digest() == digest
    assert fields == TO
    assert b"transfer-encoding" not in line.head.lower()
    assert b"content-type: application/json" in line.head.lower()
    assert told[-1] == (line.content_length, line.content_length)
    assert [sent for sent, _ in told] == sorted({sent for sent, _ in told})


async def test_an_unasked_continue_does_not_stop_the_body(
    serve: Serve, make_client: MakeClient, big_pdf: Path
) -> None:
    async def script(line: Line) -> None:
        await line.read_head()
        await line.say(b"HTTP/1.1 100 Continue\r\n\r\n")
        await line.reader.readexactly(line.content_length)
        await line.answer(200, RECEIPT)

    receipt = await upload(make_client((await serve(script)).url), big_pdf)
    assert receipt.document_id == "doc_1"


async def test_each_upload_has_a_connection_of_its_own(
    serve: Serve, make_client: MakeClient, small_pdf: Path
) -> None:
    async def script(line: Line) -> None:
        while True:
            await line.read_request()
            post = line.head.startswith(b"POST")
            await line.answer(200, RECEIPT if post else b'{"total_available_credits":1}')

    server = await serve(script)
    client = make_client(server.url)
    await client.credits()
    await client.credits()
    assert len(server.lines) == 1
    await upload(client, small_pdf)
    await upload(client, small_pdf)
    await asyncio.gather(upload(client, small_pdf), upload(client, small_pdf))
    assert len(server.lines) == 5


async def test_an_upload_that_is_called_off_hangs_up(
    serve: Serve, make_client: MakeClient, big_pdf: Path
) -> None:
    reading, gone = asyncio.Event(), asyncio.Event()

    async def script(line: Line) -> None:
        await line.read_head()
        reading.set()
        await asyncio.sleep(0.05)
        await line.until_gone()
        gone.set()

    server = await serve(script)
    task = asyncio.create_task(upload(make_client(server.url), big_pdf))
    await reading.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with asyncio.timeout(30):
        await gone.wait()


# What the caller is told, and may still say, before the body is complete


@pytest.mark.parametrize("pieces", [1, 2, 5, 25])
async def test_a_continue_in_pieces_does_not_stop_the_body(
    serve: Serve, make_client: MakeClient, big_pdf: Path, pieces: int
) -> None:
    words = b"HTTP/1.1 100 Continue\r\nx-a: b\r\n\r\nHTTP/1.1 103 Early\r\n\r\n"
    step = -(-len(words) // pieces)

    async def script(line: Line) -> None:
        await line.read_head()
        for start in range(0, len(words), step):
            await line.say(words[start : start + step])
            await asyncio.sleep(0.01)
        await line.reader.readexactly(line.content_length)
        await line.answer(200, RECEIPT)

    async with asyncio.timeout(30):
        receipt = await upload(make_client((await serve(script)).url), big_pdf)
    assert receipt.document_id == "doc_1"


async def test_the_hash_of_what_was_streamed_is_told(
    serve: Serve, make_client: MakeClient, small_pdf: Path
) -> None:
    answers = iter([(200, RECEIPT), (402, b"{}")])

    async def script(line: Line) -> None:
        await line.read_request()
        await line.answer(*next(answers))
        await line.hang_up()

    content = await asyncio.to_thread(small_pdf.read_bytes)
    streamed = StreamedFile(hashlib.sha256(content).hexdigest(), len(content))
    client = make_client((await serve(script)).url)
    assert (await upload(client, small_pdf)).streamed == streamed
    error = await failure(client, small_pdf)
    assert (error.streamed, error.body_complete) == (streamed, True)


@pytest.mark.parametrize("link", [False, True])
async def test_the_last_bytes_wait_for_the_callers_word(
    serve: Serve, make_client: MakeClient, small_pdf: Path, link: bool
) -> None:
    asked, word = asyncio.Event(), asyncio.Event()

    async def script(line: Line) -> None:
        await line.read_request()
        assert word.is_set()
        await line.answer(200, RECEIPT)

    async def before_last_bytes() -> None:
        asked.set()
        await word.wait()

    client = make_client((await serve(script)).url)
    more = {**TO, "before_last_bytes": before_last_bytes}
    sending = asyncio.create_task(
        client.upload_link("https://example.com/a.pdf", **more)
        if link
        else client.upload_file(small_pdf, **more)
    )
    await asked.wait()
    await asyncio.sleep(0.1)
    assert not sending.done()
    word.set()
    assert (await sending).document_id == "doc_1"


async def rest_of_request(line: Line) -> bytes:
    await line.read_head()
    return await line.reader.read(-1)


async def test_a_word_that_could_not_be_kept_keeps_the_body_incomplete(
    serve: Serve, make_client: MakeClient, small_pdf: Path
) -> None:
    received: asyncio.Queue[bytes] = asyncio.Queue()

    async def script(line: Line) -> None:
        await received.put(await rest_of_request(line))

    async def before_last_bytes() -> None:
        raise OSError("the disk is full")

    client = make_client((await serve(script)).url)
    with pytest.raises(CapOutError) as failed:
        await client.upload_file(small_pdf, **TO, before_last_bytes=before_last_bytes)
    assert (failed.value.delivery, failed.value.body_complete) == (Delivery.NOT_SENT, False)
    await client.aclose()
    async with asyncio.timeout(30):
        assert not (await received.get()).endswith(b"}")


@pytest.mark.parametrize("what", ["sha256", "size"])
async def test_a_file_that_is_not_the_expected_one_never_goes_as_a_whole(
    serve: Serve, make_client: MakeClient, small_pdf: Path, what: str
) -> None:
    received: list[bytes] = []

    async def script(line: Line) -> None:
        received.append(await rest_of_request(line))

    content = await asyncio.to_thread(small_pdf.read_bytes)
    expected: dict[str, Any] = {
        "expected_sha256": hashlib.sha256(content).hexdigest().upper(),
        "expected_size": len(content),
    }
    # Another file of the same size takes its place before it is opened.
    other = content[:-1] + b"!" + (b"!" if what == "size" else b"")
    await asyncio.to_thread(small_pdf.write_bytes, other)
    client = make_client((await serve(script)).url)
    told: list[tuple[int, int]] = []
    with pytest.raises(CapOutError) as failed:
        await client.upload_file(
            small_pdf, **TO, **expected, on_progress=lambda *both: told.append(both)
        )
    says(failed.value, "file-changed", Delivery.NOT_SENT, retryable=False)
    assert all(sent < total for sent, total in told)
    await client.aclose()
    await asyncio.sleep(0.05)
    assert not any(body.endswith(b"}") for body in received)


async def test_the_expected_file_goes(
    serve: Serve, make_client: MakeClient, small_pdf: Path
) -> None:
    async def script(line: Line) -> None:
        await line.read_request()
        await line.answer(200, RECEIPT)

    content = await asyncio.to_thread(small_pdf.read_bytes)
    receipt = await make_client((await serve(script)).url).upload_file(
        small_pdf,
        **TO,
        expected_sha256=hashlib.sha256(content).hexdigest(),
        expected_size=len(content),
    )
    assert receipt.document_id == "doc_1"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no FIFOs on this system")
async def test_a_fifo_is_no_file_and_holds_nothing_up(
    make_client: MakeClient, tmp_path: Path
) -> None:
    path = tmp_path / "a.pdf"
    os.mkfifo(path)
    async with asyncio.timeout(30):
        error = await failure(make_client("http://127.0.0.1:9"), path)
    says(error, "file-unreadable", Delivery.NOT_SENT, retryable=False)
