"""The journal on the event loop: what waits to be written outlives a full disk and a hasty end."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import psutil
import pytest
from helpers.clock import controlled_clock
from helpers.documents import at, document
from msgspec.structs import replace

from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.events import AttemptStarted, Canceled, Held, Released
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.problem import Problem
from capout_desktop.domain.timeline import EntryKind
from capout_desktop.services.documents import journal_writer
from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.documents.journal_writer import JournalWriter
from capout_desktop.services.runtime.worker_threads import WorkerThreads
from capout_desktop.store.journal import Journal

S = DocumentState
QUEUED = document(S.QUEUED, size=1000, sha256="ab" * 32)
STARTED = AttemptStarted(at(5), "attempt-1", "org_1")


class Disk:
    """A journal whose disk can be full, and whose thread can be busy."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.journal = Journal(path)
        self.thread = WorkerThreads("journal")
        self.troubles: list[Exception] = []
        self.writer = JournalWriter(self.journal, self.thread, self.troubles.append)

    async def fill(self) -> None:
        """Let no page be added any more."""
        await self.thread.run(self._limit_pages, self.pages)

    async def free(self) -> None:
        """Let there be room again."""
        await self.thread.run(self._limit_pages, 2**30)

    @asynccontextmanager
    async def busy(self) -> AsyncIterator[None]:
        """Let the journal's thread do nothing meanwhile."""
        over = threading.Event()
        job = asyncio.ensure_future(self.thread.run(over.wait))
        await asyncio.sleep(0)
        yield
        over.set()
        await job

    @property
    def pages(self) -> int:
        count: int = self.journal._db.execute("PRAGMA page_count").fetchone()[0]
        return count

    def _limit_pages(self, pages: int) -> None:
        self.journal._db.execute(f"PRAGMA max_page_count = {pages}")

    def read(self) -> list[Document]:
        journal = Journal(self.path)
        try:
            return journal.load()
        finally:
            journal.close()


@pytest.fixture
async def disk(tmp_path: Path) -> AsyncIterator[Disk]:
    disk = Disk(tmp_path / "journal.sqlite3")
    yield disk
    disk.thread.stop()


def wide(row: Document) -> Document:
    """Return the row with more in it than is left on a full disk."""
    return replace(row, extra={"message": "x" * 50_000})


async def test_what_a_full_disk_did_not_take_is_written_once_there_is_room(disk: Disk) -> None:
    await disk.fill()
    disk.writer.save(wide(QUEUED))
    with pytest.raises(sqlite3.OperationalError, match="full"):
        await disk.writer.flush()
    await disk.free()
    await disk.writer.close()
    assert disk.read() == [wide(QUEUED)]


async def test_a_change_that_waits_is_not_lost_with_an_attempt_that_the_disk_did_not_take(
    disk: Disk,
) -> None:
    await disk.writer.add([QUEUED], [])
    await disk.fill()
    addressed = wide(replace(QUEUED, xn_address="other@example"))
    disk.writer.save(addressed)
    with pytest.raises(sqlite3.OperationalError, match="full"):
        await disk.writer.begin_attempt(replace(addressed, state=S.UPLOADING, attempt_id="a"))
    await disk.free()
    await disk.writer.close()
    assert disk.read() == [addressed]


async def test_what_waits_does_not_replace_what_an_attempt_stored_after_it(disk: Disk) -> None:
    await disk.writer.add([QUEUED], [])
    disk.writer.save(replace(QUEUED, xn_address="other@example"))
    begun = replace(QUEUED, state=S.UPLOADING, attempt_id="a")
    await disk.writer.begin_attempt(begun)
    await disk.writer.close()
    assert disk.read() == [begun]


async def test_what_nobody_waits_for_any_more_is_written_all_the_same(disk: Disk) -> None:
    await disk.fill()
    disk.writer.save(wide(QUEUED))
    async with disk.busy():
        flush = asyncio.ensure_future(disk.writer.flush())
        await asyncio.sleep(0)
        flush.cancel()
    await asyncio.gather(flush, return_exceptions=True)
    await disk.free()
    await disk.writer.close()
    assert disk.read() == [wide(QUEUED)]


async def test_who_has_nothing_to_store_does_not_wait_for_the_disk(disk: Disk) -> None:
    async with disk.busy(), asyncio.timeout(20):
        await disk.writer.flush()


async def test_a_journal_that_was_closed_on_a_full_disk_is_not_tried_again(disk: Disk) -> None:
    with controlled_clock() as clock:
        await disk.fill()
        disk.writer.save(wide(QUEUED))
        with pytest.raises(sqlite3.OperationalError, match="full"):
            await disk.writer.close()
        assert clock.pending == []


async def test_an_attempt_that_the_end_of_the_program_overtook_is_none(disk: Disk) -> None:
    await disk.writer.add([QUEUED], [])
    store = DocumentStore(disk.writer, [QUEUED])
    async with disk.busy():
        attempt = asyncio.ensure_future(store.begin_attempt(QUEUED.id, STARTED))
        await asyncio.sleep(0)
        attempt.cancel()
        await asyncio.gather(attempt, return_exceptions=True)
    await disk.writer.close()
    assert [row.state for row in disk.read()] == [S.QUEUED], "nothing has to be looked up"


async def test_a_journal_whose_rows_cannot_be_read_is_closed_again(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite3"
    journal = Journal(path)
    journal.write([QUEUED])
    journal.close()
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE documents SET document = json_set(document, '$.added_at', 'never')")
    raw.close()
    thread = WorkerThreads("journal")
    with pytest.raises(sqlite3.DatabaseError):
        await JournalWriter.open(path, thread, lambda _: None)
    thread.stop()
    assert str(path) not in {file.path for file in psutil.Process().open_files()}


async def test_a_timeline_has_each_entry_once_wherever_it_is_just_now(disk: Disk) -> None:
    store = DocumentStore(disk.writer, [])
    other = replace(QUEUED, id="other")
    await store.add([QUEUED, other])
    store.apply(QUEUED.id, Held(at(1), Problem(HoldReason.NO_KEY)))
    await disk.writer.flush()
    store.apply(QUEUED.id, Released(at(2)))
    store.apply(other.id, Held(at(2), Problem(HoldReason.NO_ADDRESS)))
    told = [EntryKind.ADDED, EntryKind.HELD, EntryKind.RELEASED]
    assert [e.what for e in await store.history(QUEUED.id)] == told, "it waits for its batch"
    async with disk.busy():
        writing = asyncio.ensure_future(disk.writer.flush())
        await asyncio.sleep(0)
        reading = asyncio.ensure_future(store.history(QUEUED.id))
        await asyncio.sleep(0)
    assert [e.what for e in await reading] == told, "it is being stored"
    await writing
    store.apply(QUEUED.id, Held(at(3), Problem(HoldReason.NO_ADDRESS)))
    store.apply(QUEUED.id, Released(at(4)))
    await store.begin_attempt(QUEUED.id, STARTED)
    told += [EntryKind.HELD, EntryKind.RELEASED, EntryKind.ATTEMPT]
    assert [e.what for e in await store.history(QUEUED.id)] == told, "the attempt is the last"
    await disk.writer.close()


async def test_a_record_that_cannot_be_written_does_not_keep_the_batch_from_the_disk(
    disk: Disk,
) -> None:
    apart: list[object] = []
    writer = JournalWriter(
        disk.journal, disk.thread, disk.troubles.append, on_set_apart=apart.extend
    )
    writer.save(QUEUED)
    writer.save(replace(QUEUED, id="bad", document_id="doc_2", server_status="\ud83d"))
    await writer.close()
    assert len(apart) == 1
    assert [(row.id, row.document_id) for row in disk.read()] == [(QUEUED.id, ""), ("bad", "doc_2")]


async def test_what_was_saved_during_a_failed_write_is_newer_and_wins(disk: Disk) -> None:
    newer = replace(QUEUED, xn_address="newer@example")
    other = replace(QUEUED, id="other")
    await disk.fill()
    disk.writer.save(wide(QUEUED))
    disk.writer.save(wide(other))
    async with disk.busy():
        flush = asyncio.ensure_future(disk.writer.flush())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        disk.writer.save(newer)
    with pytest.raises(sqlite3.OperationalError, match="full"):
        await flush
    await disk.free()
    await disk.writer.close()
    assert {row.id: row for row in disk.read()} == {QUEUED.id: newer, "other": wide(other)}


async def test_a_batch_that_failed_is_tried_again_by_itself(
    disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal_writer, "BATCH_SECONDS", 0.0)
    monkeypatch.setattr(journal_writer, "RETRY_SECONDS", 0.0)
    failed, stored = asyncio.Event(), asyncio.Event()
    writer = JournalWriter(disk.journal, disk.thread, lambda _: failed.set(), stored.set)
    await disk.fill()
    writer.save(wide(QUEUED))
    async with asyncio.timeout(20):
        await failed.wait()
        assert not stored.is_set()
        await disk.free()
        await stored.wait()
    stored.clear()
    writer.save(QUEUED)
    await writer.close()
    assert not stored.is_set(), "said once for each trouble"
    assert disk.read() == [QUEUED]


async def test_what_is_committed_is_on_the_disk_or_the_caller_hears_that_it_is_not(
    disk: Disk,
) -> None:
    await disk.writer.add([wide(QUEUED)], [])
    store = DocumentStore(disk.writer, [wide(QUEUED)])
    await disk.fill()
    with pytest.raises(sqlite3.OperationalError, match="full"):
        await store.commit(QUEUED.id, Held(at(1), Problem(HoldReason.NO_KEY, "x" * 90_000)))
    assert store[QUEUED.id].state is S.HELD
    await disk.free()
    await disk.writer.close()
    assert [row.state for row in disk.read()] == [S.HELD]


async def test_a_cancel_that_is_stored_before_the_attempt_is_not_overwritten_by_it(
    disk: Disk,
) -> None:
    await disk.writer.add([QUEUED], [])
    store = DocumentStore(disk.writer, [QUEUED])
    disk.writer.save(replace(QUEUED, id="other"))
    async with disk.busy():
        first = asyncio.ensure_future(disk.writer.flush())
        await asyncio.sleep(0)
        second = asyncio.ensure_future(disk.writer.flush())
        await asyncio.sleep(0)
        attempt = asyncio.ensure_future(store.begin_attempt(QUEUED.id, STARTED))
        await asyncio.sleep(0)
        store.apply(QUEUED.id, Canceled(at(6)))
    await asyncio.gather(first, second)
    assert (await attempt).state is S.CANCELED, "the caller must not send"
    await disk.writer.close()
    assert {row.id: row.state for row in disk.read()} == {QUEUED.id: S.CANCELED, "other": S.QUEUED}
