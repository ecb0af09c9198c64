"""The worker for uploads: what it passes on, and that it ends with its program."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import psutil
import pytest
from helpers.documents import document
from helpers.pdfs import pdf
from helpers.processes import running
from helpers.scripted_server import Line, ScriptedServer

from capout_desktop.capout.access import Access
from capout_desktop.capout.client import CapOutClient
from capout_desktop.capout.errors import Unavailable
from capout_desktop.capout.wire import UploadReceipt
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.services.uploads import transfer_worker
from capout_desktop.services.uploads.transfer_channel import TRANSFER_WORKER
from capout_desktop.services.uploads.transfer_protocol import (
    Accepted,
    Answer,
    Asks,
    Broken,
    Call,
    Cancel,
    Go,
    Ready,
    Send,
    Sent,
    Stopped,
    line,
    read_answer,
)
from capout_desktop.services.uploads.transfer_worker import Worker, writer_to
from capout_desktop.services.uploads.transfers import Transfers

KEY = "capout_test_0123456789abcdef"
SECONDS = 60


def access_to(url: str) -> Access:
    return CapOutClient(url, KEY).access


def sends(number: int, url: str, source: str, *, is_link: bool = False) -> Send:
    return Send(number, access_to(url), source, is_link, "scope.pdf", "team@example")


class Called:
    """A worker in a thread, and what it answers; it ends with its input."""

    def __init__(self) -> None:
        calls, self._calls = os.pipe()
        self._answers, answers = os.pipe()
        self._heard: SimpleQueue[Answer | None] = SimpleQueue()
        self.failures: list[BaseException] = []
        threading.Thread(target=self._run, args=(calls, answers), daemon=True).start()
        threading.Thread(target=self._listen, daemon=True).start()

    def _run(self, calls: int, answers: int) -> None:
        try:
            Worker(calls, writer_to(answers)).run()
        except BaseException as error:  # noqa: BLE001 - the test looks at it
            self.failures.append(error)
        os.close(answers)

    def _listen(self) -> None:
        with os.fdopen(self._answers, "rb") as answers:
            for said in answers:
                self._heard.put(read_answer(said))
        self._heard.put(None)

    def call(self, *calls: Call) -> None:
        for call in calls:
            os.write(self._calls, line(call))

    def end(self) -> None:
        """End its input."""
        os.close(self._calls)

    async def next(self) -> Answer | None:
        """Return the next answer but progress; None once it has ended."""
        while True:
            answer = await asyncio.to_thread(self._heard.get, timeout=SECONDS)
            if not isinstance(answer, Sent):
                return answer


async def test_what_is_under_way_when_the_program_is_gone_stops_where_it_is(tmp_path: Path) -> None:
    (tmp_path / "scope.pdf").write_bytes(pdf())
    whole = asyncio.Event()

    async def answer_too_late(line: Line) -> None:
        await line.read_request()
        whole.set()
        await line.until_gone()
        await line.answer(200, b'{"document_id": "doc-1", "status": "processing"}')

    async with ScriptedServer(answer_too_late, None) as server, asyncio.timeout(SECONDS):
        worker = Called()
        assert await worker.next() == Ready()
        worker.call(Go(8), Cancel(8))  # of which it knows nothing
        worker.call(sends(1, server.url, str(tmp_path / "scope.pdf")))
        assert await worker.next() == Asks(1)
        worker.call(Go(1))
        await whole.wait()
        worker.end()
        assert [await worker.next(), await worker.next()] == [Stopped(1), None]
    assert worker.failures == []


async def test_a_worker_that_is_stopped_again_still_closes_what_is_under_way(
    tmp_path: Path,
) -> None:
    (tmp_path / "scope.pdf").write_bytes(pdf())
    gone = asyncio.Event()

    async def answer_never(line: Line) -> None:
        await line.read_request()
        worker.stop()
        await line.until_gone()
        gone.set()

    async with ScriptedServer(answer_never, None) as server, asyncio.timeout(SECONDS):
        read, write = os.pipe()
        said: list[Answer] = []

        def tell(answer: Answer) -> None:
            said.append(answer)
            if isinstance(answer, Stopped):
                worker.stop()

        worker = Worker(read, tell)
        call = sends(1, server.url, str(tmp_path / "scope.pdf"))
        os.write(write, line(call) + line(Go(1)))
        await asyncio.to_thread(worker.run)
        os.close(write)
        worker.stop()  # when it is over
        await gone.wait()
    assert [answer for answer in said if not isinstance(answer, Sent)] == [
        Ready(),
        Asks(1),
        Stopped(1),
    ]


async def test_a_link_is_sent_and_its_connection_is_closed_after_the_answer(tmp_path: Path) -> None:
    gone = asyncio.Event()
    received: list[Any] = []

    async def accept(line: Line) -> None:
        received.append(json.loads(await line.read_request()))
        await line.answer(200, b'{"document_id": "doc-1", "status": "processing"}')
        await line.until_gone()
        gone.set()

    async with ScriptedServer(accept, None) as server, asyncio.timeout(SECONDS):
        worker = Called()
        worker.call(sends(1, server.url, "https://example.com/scope.pdf", is_link=True))
        assert [await worker.next(), await worker.next()] == [Ready(), Asks(1)]
        worker.call(Go(1))
        end = await worker.next()
        assert isinstance(end, Accepted)
        assert end.document_id == "doc-1"
        await gone.wait()
        worker.end()
        assert await worker.next() is None
    assert worker.failures == []
    assert "https://example.com/scope.pdf" in received[0].values()


class Client:
    """Stands for the client: it ends an upload with what it was given."""

    def __init__(self, end: UploadReceipt | Exception) -> None:
        self._end = end
        self.is_closed = False

    def with_access(self, _: Access) -> Client:
        return self

    async def upload_file(self, *_: object, **__: object) -> UploadReceipt:
        if isinstance(self._end, Exception):
            raise self._end
        return self._end

    async def aclose(self) -> None:
        self.is_closed = True


class BusyClient(Client):
    """Stands for a client that uploads until it is stopped."""

    def __init__(self, on_upload: Callable[[], None]) -> None:
        super().__init__(Unavailable())
        self._on_upload = on_upload

    async def upload_file(self, *_: object, **__: object) -> UploadReceipt:
        self._on_upload()
        await asyncio.Event().wait()
        raise AssertionError


class SlowToStop(BusyClient):
    """Stands for a client that is asked for another upload while it ends the first."""

    def __init__(self, on_upload: Callable[[], None], on_stop: Callable[[], object]) -> None:
        super().__init__(on_upload)
        self._on_stop = on_stop

    async def upload_file(self, *given: object, **named: object) -> UploadReceipt:
        try:
            return await super().upload_file(*given, **named)
        finally:
            self._on_stop()
            await asyncio.sleep(0.1)  # in which the call would be heard


async def test_a_worker_that_is_stopped_begins_nothing_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read, write = os.pipe()
    calls = [line(sends(number, "http://127.0.0.1:9", "scope.pdf")) for number in (1, 2)]
    begun: list[int] = []

    def begin() -> None:
        begun.append(1)
        worker.stop()

    client = SlowToStop(begin, lambda: os.write(write, calls[1]))
    monkeypatch.setattr(transfer_worker, "CapOutClient", client)
    said: list[Answer] = []
    worker = Worker(read, said.append)

    os.write(write, calls[0])
    await asyncio.to_thread(worker.run)
    os.close(write)
    assert begun == [1]
    assert said == [Ready(), Stopped(1)]


async def test_what_ends_as_soon_as_it_is_told_to_does_not_disturb_the_end_of_the_worker(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    worker = Called()
    client = BusyClient(worker.end)
    monkeypatch.setattr(transfer_worker, "CapOutClient", client)
    worker.call(sends(1, "http://127.0.0.1:9", "scope.pdf"))
    async with asyncio.timeout(SECONDS):
        assert [await worker.next() for _ in range(3)] == [Ready(), Stopped(1), None]
    assert worker.failures == []
    assert client.is_closed


def odd_error() -> Exception:
    error = Unavailable(status_code=503)
    error.status_code = object()  # type: ignore[assignment]
    return error


@pytest.mark.parametrize(
    ("end", "told"),
    [
        (
            UploadReceipt("doc-1", "w", "processing", extra={"odd": object()}),
            Accepted(1, "doc-1", "w", "processing", {}, None),
        ),
        (odd_error(), Broken(1)),
        (ZeroDivisionError(), Broken(1)),
    ],
    ids=["receipt", "error", "fault"],
)
async def test_what_cannot_be_passed_on_does_not_hide_how_it_ended(
    end: UploadReceipt | Exception, told: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client(end)
    monkeypatch.setattr(transfer_worker, "CapOutClient", client)
    worker = Called()
    worker.call(sends(1, "https://capout.invalid", "scope.pdf"))
    assert [await worker.next(), await worker.next()] == [Ready(), told]
    assert client.is_closed
    worker.end()
    assert await worker.next() is None


@contextmanager
def core_dumps() -> Iterator[None]:
    """Let processes that are started meanwhile leave core dumps, if they do not prevent it."""
    if sys.platform == "win32":
        yield
        return
    import resource

    before = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (before[1], before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_CORE, before)


@contextmanager
def root_level(level: int) -> Iterator[None]:
    root = logging.getLogger()
    before = root.level
    root.setLevel(level)
    try:
        yield
    finally:
        root.setLevel(before)


def row_of(path: Path) -> Document:
    path.write_bytes(pdf())
    return document(DocumentState.UPLOADING, source=str(path), file_name=path.name)


@pytest.mark.parametrize("level", [logging.DEBUG, logging.INFO])
async def test_its_log_is_the_programs_and_nothing_else_comes_out_of_the_process(
    level: int, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def accept(line: Line) -> None:
        await line.read_request()
        await line.answer(503, b"{}", f"x-echo: {KEY}")

    async def nothing() -> None:
        return None

    with root_level(level), core_dumps():
        async with ScriptedServer(accept, None) as server, asyncio.timeout(SECONDS):
            transfers = Transfers()
            transfer = transfers.start(
                row_of(tmp_path / "scope.pdf"), access_to(server.url), lambda *_: None, nothing
            )
            result = await transfer.wait()
    assert isinstance(result.error, Unavailable)
    (process,) = (
        child
        for child in psutil.Process().children()
        if any(TRANSFER_WORKER in word for word in child.cmdline())
    )
    if sys.platform == "linux":
        assert process.rlimit(psutil.RLIMIT_CORE)[0] == 0
        if os.geteuid() == 0:  # what is not dumpable is hidden from others
            assert os.readlink(f"/proc/{process.pid}/fd/1") == os.devnull  # noqa: PTH115
    transfers.close()
    await asyncio.to_thread(psutil.wait_procs, [process], SECONDS)
    said = [record for record in caplog.records if record.name == "httpx"]
    assert bool(said) is (level == logging.DEBUG), "a line for each request is too much otherwise"
    assert all("POST" in record.getMessage() for record in said)
    assert KEY not in caplog.text


ENDS_WITHOUT_A_WORD = """
import asyncio, sys
from helpers.documents import document
from capout_desktop.capout.client import CapOutClient
from capout_desktop.domain.document import DocumentState
from capout_desktop.services.uploads.transfer_channel import ThreadChannel
from capout_desktop.services.uploads.transfers import Transfers

async def main():
    asked = asyncio.Event()

    async def ask():
        asked.set()
        await asyncio.Event().wait()

    row = document(DocumentState.UPLOADING, source=sys.argv[2], file_name="scope.pdf")
    access = CapOutClient(sys.argv[1], "capout_test_key").access
    Transfers(ThreadChannel).start(row, access, lambda *_: None, ask)
    await asked.wait()

asyncio.run(main())
"""


async def test_threads_that_send_do_not_hold_up_the_end_of_the_program(tmp_path: Path) -> None:
    async def listen(line: Line) -> None:
        await line.until_gone()

    row = row_of(tmp_path / "scope.pdf")
    async with ScriptedServer(listen, None) as server:
        command = [sys.executable, "-c", ENDS_WITHOUT_A_WORD, server.url, row.source]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        with running(command, env=environment) as program:
            assert await asyncio.to_thread(program.wait, SECONDS) == 0
