"""The program's end of the worker for uploads: what is asked, what is allowed, how each one ends.

The worker is a stand-in that says what the test tells it to.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from queue import SimpleQueue
from threading import Event
from typing import cast

import pytest
from helpers.clock import ControlledClock, controlled_clock
from helpers.documents import document

from capout_desktop.capout.client import CapOutClient
from capout_desktop.capout.errors import ConnectionBroken, Unavailable
from capout_desktop.domain.document import Document, DocumentState, SourceKind
from capout_desktop.services.uploads import transfers as module
from capout_desktop.services.uploads.attempt import AttemptResult
from capout_desktop.services.uploads.transfer_channel import Channel
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
    failed,
    line,
    read_call,
)
from capout_desktop.services.uploads.transfers import (
    CANCEL_SECONDS,
    IDLE_SECONDS,
    SILENCE_SECONDS,
    Transfer,
    Transfers,
)

SECONDS = 60
ROW = document(DocumentState.UPLOADING, sha256="abc", size=7)
LINK = document(
    DocumentState.UPLOADING, source="https://example.invalid/a.pdf", source_kind=SourceKind.LINK
)
ACCESS = CapOutClient("https://capout.invalid", "capout_test_key").access
BUSY = Unavailable("busy", status_code=503)


class Worker:
    """Stands for a worker and the channel to it.

    Attributes:
        heard: What it was asked, oldest first.
        killed: Set once it was killed.
        ended: Set then, and once its input was closed.
    """

    def __init__(self) -> None:
        self.heard: list[Call] = []
        self.killed = Event()
        self.ended = Event()
        self._said: SimpleQueue[bytes] = SimpleQueue()

    @property
    def calls(self) -> Worker:
        return self

    @property
    def answers(self) -> Worker:
        return self

    def say(self, *answers: Answer) -> None:
        for answer in answers:
            self._said.put(line(answer))

    def write(self, call: bytes) -> None:
        self.heard.append(read_call(call))

    def flush(self) -> None:
        """Pass on nothing: it was heard."""

    def __iter__(self) -> Iterator[bytes]:
        while said := self._said.get():
            yield said

    def close(self) -> None:
        """Let it end, once its input or output is closed."""
        self.ended.set()
        self._said.put(b"")

    def kill(self) -> None:
        self.killed.set()
        self.close()

    def wait(self) -> None:
        self.ended.wait()


class Bench:
    """Transfers with such workers, and what was told of them."""

    def __init__(self) -> None:
        self.workers: list[Worker] = []
        self.refusals = 0
        self.progress: list[tuple[int, int]] = []
        self.saved = 0
        self.save: Callable[[], Awaitable[None]] = self._save
        self.transfers = Transfers(self._start)

    async def _save(self) -> None:
        self.saved += 1

    def _start(self) -> Channel:
        if self.refusals:
            self.refusals -= 1
            raise PermissionError("not now")
        self.workers.append(Worker())
        return cast("Channel", self.workers[-1])

    def start(self, row: Document = ROW) -> Transfer:
        return self.transfers.start(
            row, ACCESS, lambda *sent: self.progress.append(sent), self.save
        )

    async def worker(self, number: int = 1) -> Worker:
        """Return a worker once it was started."""
        await until(lambda: len(self.workers) >= number)
        return self.workers[number - 1]


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(SECONDS):
        while not condition():  # noqa: ASYNC110 - other threads may change it
            await asyncio.sleep(0.001)


async def end_of(transfer: Transfer) -> AttemptResult:
    async with asyncio.timeout(SECONDS):
        return await transfer.wait()


def receipt(id_: int) -> Accepted:
    return Accepted(id_, f"doc-{id_}", "w", "processing", {}, None)


@pytest.fixture
def clock() -> Iterator[ControlledClock]:
    with controlled_clock() as controlled:
        yield controlled


async def test_an_upload_is_asked_for_allowed_once_and_answered(clock: ControlledClock) -> None:
    desk = Bench()
    transfer = desk.start()
    worker = await desk.worker()
    await until(lambda: worker.heard)
    name, address = ROW.file_name, ROW.xn_address
    asked = Send(1, ACCESS, ROW.source, False, name, address, "abc", 7)
    assert worker.heard == [asked]
    worker.say(Ready(), Sent(1, 3, 9), Asks(1), Asks(1))
    await until(lambda: worker.heard[1:])
    await clock.advance(4)
    # What is said of another one, or after the end, changes nothing.
    worker.say(Sent(1, 9, 9), receipt(7), receipt(1), Broken(1), Sent(1, 1, 1))
    result = await end_of(transfer)
    assert result.receipt is not None
    assert (result.receipt.document_id, result.error) == ("doc-1", None)
    assert (result.body_is_out, result.journal_error) == (True, None)
    assert (result.seconds, result.bytes_out, result.bytes_total) == (4, 9, 9)
    assert desk.progress == [(3, 9), (9, 9)]
    assert transfer.has_ended
    transfer.cancel()
    second = desk.start(LINK)
    await until(lambda: worker.heard[2:])
    worker.say(Sent(2, 2, 2), failed(2, BUSY))
    ended = await end_of(second)
    assert (type(ended.error), ended.receipt) == (Unavailable, None)
    assert (ended.body_is_out, ended.bytes_out) == (False, 2)
    assert desk.progress == [(3, 9), (9, 9)], "a link is so short"
    assert (desk.saved, worker.heard[1]) == (1, Go(1))
    link = Send(2, ACCESS, LINK.source, True, LINK.file_name, LINK.xn_address, "", None)
    assert worker.heard[2:] == [link]
    desk.transfers.close()
    await until(worker.ended.is_set)
    assert not worker.killed.is_set()


@pytest.mark.parametrize("error", [sqlite3.OperationalError("full"), ZeroDivisionError()])
async def test_what_the_journal_does_not_take_is_never_allowed(error: Exception) -> None:
    async def fail() -> None:
        raise error

    desk = Bench()
    desk.save = fail
    transfer = desk.start()
    worker = await desk.worker()
    worker.say(Asks(1))
    await until(lambda: worker.heard[1:])
    worker.say(failed(1, BUSY))
    result = await end_of(transfer)
    assert worker.heard[1:] == [Cancel(1)]
    is_known = isinstance(error, sqlite3.Error)
    assert result.body_is_out is not is_known, "what nobody foresaw is looked up"
    assert result.journal_error is (error if is_known else None)
    assert (result.error is None) is is_known
    desk.transfers.close()


@pytest.mark.parametrize("ends_first", [False, True])
async def test_what_is_canceled_while_the_journal_writes_is_not_allowed(ends_first: bool) -> None:
    begun, may_go_on, steps = asyncio.Event(), asyncio.Event(), list[str]()

    async def save() -> None:
        begun.set()
        try:
            await may_go_on.wait()
        except asyncio.CancelledError:
            await asyncio.sleep(0)
            steps.append("given up")
            raise
        steps.append("written")

    desk = Bench()
    desk.save = save
    transfer = desk.start()
    worker = await desk.worker()
    worker.say(Asks(1))
    async with asyncio.timeout(SECONDS):
        await begun.wait()
    transfer.cancel()
    transfer.cancel()
    if not ends_first:
        may_go_on.set()
        await until(lambda: steps)
    worker.say(Stopped(1))
    result = await end_of(transfer)
    # Before that is told, the journal is done with it.
    assert steps == ["given up" if ends_first else "written"]
    assert (result.body_is_out, result.error, result.receipt) == (False, None, None)
    await until(lambda: worker.heard[1:])
    assert worker.heard[1:] == [Cancel(1)]
    desk.transfers.close()


async def test_a_worker_that_does_not_stop_in_time_is_ended_and_one_that_does_is_kept(
    clock: ControlledClock,
) -> None:
    desk = Bench()
    first, second = desk.start(), desk.start()
    worker = await desk.worker()
    await until(lambda: len(worker.heard) == 2)
    first.cancel()
    await until(lambda: Cancel(1) in worker.heard)
    worker.say(Ready(), Stopped(1))
    await end_of(first)
    await clock.advance(CANCEL_SECONDS)
    assert not worker.killed.is_set()
    second.cancel()
    await clock.advance(CANCEL_SECONDS - 0.1)
    assert not worker.killed.is_set()
    await clock.advance(0.1)
    assert worker.killed.is_set()
    result = await end_of(second)
    assert (result.error, result.receipt, result.body_is_out) == (None, None, False)


async def test_a_worker_that_says_nothing_for_too_long_is_ended(clock: ControlledClock) -> None:
    desk = Bench()
    first = desk.start()
    worker = await desk.worker()
    await clock.advance(SILENCE_SECONDS - 1)
    worker.say(Ready(), Sent(1, 1, 2))
    await until(lambda: desk.progress)
    await clock.advance(SILENCE_SECONDS - 1)
    assert not worker.killed.is_set()
    second = desk.start()  # it is asked anew, and has as long for that
    await clock.advance(SILENCE_SECONDS - 1)
    assert not worker.killed.is_set()
    worker.say(receipt(1))
    assert (await end_of(first)).receipt is not None
    await clock.advance(SILENCE_SECONDS)
    assert worker.killed.is_set()
    result = await end_of(second)
    assert (result.error, result.receipt) == (None, None)


async def test_a_worker_without_work_is_ended_after_a_while_and_no_other(
    clock: ControlledClock,
) -> None:
    desk = Bench()
    desk.transfers.prepare()
    worker = await desk.worker()
    await clock.advance(IDLE_SECONDS - 1)
    desk.transfers.prepare()  # there will be work
    await clock.advance(IDLE_SECONDS - 1)
    first, second = desk.start(), desk.start()
    worker.say(Ready(), receipt(1))
    await end_of(first)
    await clock.advance(2 * IDLE_SECONDS)
    worker.say(receipt(2))
    assert (await end_of(second)).receipt is not None
    await clock.advance(IDLE_SECONDS - 1)
    third = desk.start()
    worker.say(receipt(3))
    assert (await end_of(third)).receipt is not None, "it is kept for a while"
    await clock.advance(IDLE_SECONDS)
    await until(worker.ended.is_set)
    assert not worker.killed.is_set()
    desk.transfers.prepare()
    unused = await desk.worker(2)
    await clock.advance(IDLE_SECONDS)
    await until(unused.ended.is_set)
    fourth = desk.start()
    next_one = await desk.worker(3)
    next_one.say(receipt(4))
    assert (await end_of(fourth)).receipt is not None
    desk.transfers.close()


async def test_a_worker_that_ends_gives_up_its_own_and_the_second_time_they_wait() -> None:
    desk = Bench()

    async def ends(number: int, *answers: Answer) -> list[AttemptResult]:
        both = desk.start(), desk.start()
        worker = await desk.worker(number)
        await until(lambda: len(worker.heard) == 2)
        worker.say(*answers)
        desk.transfers.kill()
        return [await end_of(one) for one in both]

    for result in await ends(1, Ready()):
        assert (result.error, result.body_is_out) == (None, False)
    for result in await ends(2, Ready()):
        assert isinstance(result.error, ConnectionBroken)
    arrived = desk.start()
    worker = await desk.worker(3)
    worker.say(receipt(5))
    assert (await end_of(arrived)).receipt is not None
    # It got through in between, so that this counts as the first time again.
    after = desk.start()
    await until(lambda: len(worker.heard) == 2)
    desk.transfers.kill()
    assert (await end_of(after)).error is None


async def test_the_end_of_an_earlier_worker_says_nothing_of_the_next_one() -> None:
    desk = Bench()
    first = desk.start()
    worker = await desk.worker()
    desk.transfers.close()
    second = desk.start()
    next_one = await desk.worker(2)
    await until(worker.ended.is_set)
    assert (await end_of(first)).error is None
    next_one.say(receipt(2))
    assert (await end_of(second)).receipt is not None
    third = desk.start()
    await until(lambda: len(next_one.heard) == 2)
    next_one.say(receipt(3))
    assert (await end_of(third)).receipt is not None
    assert len(desk.workers) == 2
    desk.transfers.close()
    desk.transfers.close()
    desk.transfers.kill()


async def test_only_starts_that_fail_in_a_row_make_a_thread_send(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    threads: list[Worker] = []

    def thread() -> Worker:
        threads.append(Worker())
        return threads[-1]

    monkeypatch.setattr(module, "ThreadChannel", thread)
    desk = Bench()
    for round_ in (1, 2, 3):
        desk.refusals = 1
        assert (await end_of(desk.start())).error is None, "it goes again at once"
        arrives = desk.start()
        worker = await desk.worker(round_)
        worker.say(Ready(), receipt(3 * round_ - 1))
        assert (await end_of(arrives)).receipt is not None
        given_up = desk.start()
        desk.transfers.kill()
        await end_of(given_up)
    assert threads == []
    desk.refusals = 2
    for _ in range(2):
        assert (await end_of(desk.start())).error is None
    last = desk.start()
    await until(lambda: threads)
    threads[0].say(receipt(12))
    assert (await end_of(last)).receipt is not None
    desk.transfers.close()


async def test_a_worker_that_has_nothing_to_send_may_be_silent(clock: ControlledClock) -> None:
    desk = Bench()
    first = desk.start()
    worker = await desk.worker()
    worker.say(Ready(), receipt(1))
    await end_of(first)
    await clock.advance(2 * SILENCE_SECONDS)
    await until(worker.ended.is_set)
    assert not worker.killed.is_set(), "it was ended as one without work"
    assert clock.pending == []


async def test_an_answer_about_what_has_ended_is_ignored() -> None:
    failed: list[dict[str, object]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: failed.append(context))
    desk = Bench()
    first, second = desk.start(), desk.start()
    worker = await desk.worker()
    worker.say(Ready(), receipt(1), receipt(1), Sent(1, 1, 2), Sent(77, 1, 2), receipt(2))
    for transfer in (first, second):
        assert (await end_of(transfer)).receipt is not None
    assert (failed, desk.progress) == ([], [])
    desk.transfers.close()
