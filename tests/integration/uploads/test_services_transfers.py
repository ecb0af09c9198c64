"""Uploads in a process of their own: it may end at any step, and what that means is certain."""

from __future__ import annotations

import asyncio
import hashlib
import os
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import BinaryIO

import psutil
import pytest
from helpers.documents import at, document
from helpers.pdfs import pdf
from helpers.scripted_server import Line, ScriptedServer

from capout_desktop.capout.client import CapOutClient
from capout_desktop.capout.errors import ConnectionBroken, ConnectionRefused, Delivery
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.events import AttemptRefused, OutcomeUnknown
from capout_desktop.services.uploads.attempt import AttemptResult, meaning
from capout_desktop.services.uploads.transfer_channel import (
    TRANSFER_WORKER,
    Channel,
    ProcessChannel,
    ThreadChannel,
)
from capout_desktop.services.uploads.transfer_protocol import Answer, Broken, Ready, line
from capout_desktop.services.uploads.transfers import Transfer, Transfers

KEY = "capout_test_0123456789abcdef"
SECONDS = 60
RECEIPT = (
    b'{"document_id": "doc-1", "status": "processing",'
    b' "told": [1, 1267650600228229401496703205376, "\\ud800"]}'
)


async def nothing() -> None:
    return None


def row_of(folder: Path, size: int | None = None) -> Document:
    path = folder / "scope \udcff.pdf" if os.name != "nt" else folder / "scope ü.pdf"
    content = pdf(size=size) if size else pdf()
    path.write_bytes(content)
    return document(
        DocumentState.UPLOADING,
        source=str(path),
        file_name=path.name,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )


class Sender:
    """Transfers to a server, and what they are given."""

    def __init__(self, url: str, start: Callable[[], Channel] = ProcessChannel) -> None:
        self.transfers = Transfers(start)
        self.before_last_bytes: Callable[[], Awaitable[None]] = nothing
        self.progress: list[tuple[int, int]] = []
        self._access = CapOutClient(url, KEY).access

    def start(self, row: Document) -> Transfer:
        return self.transfers.start(
            row,
            self._access,
            lambda sent, total: self.progress.append((sent, total)),
            self.before_last_bytes,
        )

    async def upload(self, row: Document) -> AttemptResult:
        async with asyncio.timeout(SECONDS):
            return await self.start(row).wait()


def workers() -> list[psutil.Process]:
    """Return the processes of this one that send."""
    found = []
    for child in psutil.Process().children():
        try:
            if any(TRANSFER_WORKER in word for word in child.cmdline()):
                found.append(child)
        except psutil.Error:  # it has just ended
            continue
    return found


async def accept(line: Line) -> None:
    await line.read_request()
    await line.answer(200, RECEIPT)


@pytest.mark.parametrize("start", [ProcessChannel, ThreadChannel])
async def test_an_upload_goes_through_the_worker(
    tmp_path: Path, start: Callable[[], Channel]
) -> None:
    row = row_of(tmp_path, 3_000_000)
    async with ScriptedServer(accept, None) as server:
        sender = Sender(server.url, start)
        sender.transfers.prepare()
        first, second = await asyncio.gather(sender.upload(row), sender.upload(row))
        for result in (first, second):
            assert result.receipt is not None
            assert result.receipt.document_id == "doc-1"
            assert result.streamed is not None
            assert (result.streamed.sha256, result.streamed.size) == (row.sha256, row.size)
            assert result.body_is_out
            assert result.bytes_out == result.bytes_total > 4_000_000
        assert sender.progress[-1] == (first.bytes_total, first.bytes_total)
        if start is ProcessChannel:
            (worker,) = workers()
            assert not any(KEY in word for word in worker.cmdline())
            assert KEY not in worker.environ().values()
            if os.name != "nt":
                assert worker.nice() > psutil.Process().nice()
            sender.transfers.close()
            assert await asyncio.to_thread(psutil.wait_procs, [worker], SECONDS) == ([worker], [])
        else:
            assert not workers()
            sender.transfers.close()


async def test_an_error_comes_back_as_it_was(tmp_path: Path, unused_tcp_port: int) -> None:
    row = row_of(tmp_path)
    sender = Sender(f"http://127.0.0.1:{unused_tcp_port}")
    result = await sender.upload(row)
    assert isinstance(result.error, ConnectionRefused)
    assert result.error.delivery is Delivery.NOT_SENT
    assert not result.body_is_out
    sender.transfers.close()


@pytest.mark.parametrize("step", ["starting", "sending", "asking", "complete"])
async def test_a_worker_that_is_killed_has_sent_all_or_certainly_not(
    tmp_path: Path, step: str
) -> None:
    row = row_of(tmp_path, 20_000_000)
    whole: list[bytes] = []
    reached, never = asyncio.Event(), asyncio.Event()

    async def listen(line: Line) -> None:
        if step == "sending":
            reached.set()
            await never.wait()
        whole.append(await line.read_request())
        reached.set()
        await line.until_gone()

    async def hold() -> None:
        if step == "asking":
            reached.set()
            await never.wait()

    async with ScriptedServer(listen, None) as server, asyncio.timeout(SECONDS):
        sender = Sender(server.url)
        sender.before_last_bytes = hold
        transfer = sender.start(row)
        if step != "starting":
            await reached.wait()
        sender.transfers.kill()
        result = await transfer.wait()
        assert (result.receipt, result.error) == (None, None)
        assert result.body_is_out is (step == "complete")
        assert bool(whole) is (step == "complete")
        means = OutcomeUnknown if result.body_is_out else AttemptRefused
        event = meaning(result, Delivery.NOT_SENT, False, None)
        assert isinstance(event, means)
        if isinstance(event, AttemptRefused):
            assert event.retry_at == event.at  # at once
        never.set()
    async with ScriptedServer(accept, None) as server:
        again = Sender(server.url)
        again.transfers = sender.transfers
        assert (await again.upload(row)).receipt is not None
    sender.transfers.close()


async def test_a_worker_that_always_ends_does_not_keep_the_queue_busy(tmp_path: Path) -> None:
    row = row_of(tmp_path)

    async def listen(line: Line) -> None:
        await line.read_request()
        sender.transfers.kill()
        await line.until_gone()

    async with ScriptedServer(listen, None) as server:
        sender = Sender(server.url)
        assert (await sender.upload(row)).error is None
        error = (await sender.upload(row)).error
    assert isinstance(error, ConnectionBroken)
    assert error.retryable
    sender.transfers.close()


@pytest.mark.parametrize("is_held_before", [True, False])
async def test_an_upload_that_is_stopped_is_looked_up_once_its_body_may_be_complete(
    tmp_path: Path, is_held_before: bool
) -> None:
    reached = asyncio.Event()

    async def take_and_say_nothing(line: Line) -> None:
        await line.read_request()
        reached.set()
        await line.until_gone()

    async def before_last_bytes() -> None:
        if is_held_before:
            reached.set()
            await asyncio.Event().wait()

    async with ScriptedServer(take_and_say_nothing, None) as server:
        sender = Sender(server.url, ThreadChannel)
        sender.before_last_bytes = before_last_bytes
        async with asyncio.timeout(SECONDS):
            transfer = sender.start(row_of(tmp_path))
            await reached.wait()
            transfer.cancel()
            result = await transfer.wait()
    assert result.body_is_out is not is_held_before
    means = AttemptRefused if is_held_before else OutcomeUnknown
    assert isinstance(meaning(result, Delivery.NOT_SENT, False, None), means)
    sender.transfers.close()


async def test_a_thread_sends_where_no_process_can_be_started(tmp_path: Path) -> None:
    def refuse() -> Channel:
        raise PermissionError("this computer starts nothing")

    row = row_of(tmp_path)
    async with ScriptedServer(accept, None) as server:
        sender = Sender(server.url, refuse)
        results = [await sender.upload(row) for _ in range(3)]
    assert not any(result.body_is_out for result in results[:2])
    assert results[2].receipt is not None
    sender.transfers.close()


class Scripted:
    """Channel of a worker that says what it is told to, whatever it is asked."""

    def __init__(self, *answers: bytes) -> None:
        read, write = os.pipe()
        self.answers: BinaryIO = os.fdopen(read, "rb")
        self._end: BinaryIO = os.fdopen(write, "wb")
        self.calls: BinaryIO = open(os.devnull, "wb")  # noqa: PTH123, SIM115
        self._end.write(b"".join(answers))
        self._end.flush()
        self._ended = threading.Event()

    def kill(self) -> None:
        if not self._ended.is_set():
            self._ended.set()
            self._end.close()

    def wait(self) -> None:
        self._ended.wait()


@pytest.mark.parametrize(
    ("answer", "is_out"), [(line(Broken(1)), True), (b"nonsense\n", False), (b"{}\n", False)]
)
async def test_a_fault_of_the_worker_does_not_mean_that_nothing_was_sent(
    tmp_path: Path, answer: bytes, is_out: bool
) -> None:
    greeting: Answer = Ready()
    sender = Sender("http://127.0.0.1:9", lambda: Scripted(line(greeting), answer))
    result = await sender.upload(row_of(tmp_path))
    assert result.body_is_out is is_out
    event = meaning(result, Delivery.NOT_SENT, False, at(9))
    assert isinstance(event, OutcomeUnknown if is_out else AttemptRefused)
    sender.transfers.kill()
