"""History that is older than chosen is deleted, with every trace on the disk."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from helpers.attempts import accepted, to
from helpers.clock import START, ControlledClock, controlled_clock
from helpers.documents import document
from msgspec.structs import replace

from capout_desktop.domain.batch import Batch, BatchOrigin
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.events import RetryRequested
from capout_desktop.domain.timeline import added
from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.documents.history import History
from capout_desktop.services.documents.journal_writer import JournalWriter
from capout_desktop.services.runtime.tasks import TaskOwner
from capout_desktop.services.runtime.worker_threads import WorkerThreads
from capout_desktop.store.journal import Journal
from capout_desktop.store.settings import Settings

S = DocumentState
NAME = "Harrison 1182 Oak Ridge"
DAY = 86_400.0


def ended(state: DocumentState, days: int, **values: object) -> Document:
    name = f"{NAME} {state.value} {days}"
    at = START - timedelta(days=days)
    made = document(
        state, id=name, file_name=f"{name}.pdf", source=f"/claims/{name}.pdf", added_at=at
    )
    return replace(made, changed_at=at, **values)


OLD = [
    ended(S.COMPLETE, 100, batch_id="old"),
    ended(S.FAILED, 91, removed=True, batch_id="mixed"),
    ended(S.REJECTED, 400),
]
YOUNG = [ended(S.COMPLETE, 80, batch_id="mixed")]
BATCHES = [Batch(id_, f"{NAME} {id_}", START, BatchOrigin.DROP, to()) for id_ in ("old", "mixed")]
UNDER_WAY = [ended(state, 500) for state in S if not state.is_terminal]


class Desk:
    """A journal with documents of all ages, and what is told of its store."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self.path = folder / "journal.sqlite3"
        self.settings = settings
        self.told: list[Document] = []
        self.announced: list[str] = []
        journal = Journal(self.path)
        rows = [*OLD, *YOUNG, *UNDER_WAY]
        told = [replace(added(row), note=row.file_name) for row in rows]
        journal.write(rows, told, batches=BATCHES)
        for number, row in enumerate(OLD):
            sent = accepted(number, f"doc_{number}", document=row.id, file_name=row.file_name)
            journal.save_attempt(sent)
        journal.close()
        aside = folder / "journal.sqlite3.set-aside-20250101-000000"
        aside.write_text(NAME)
        long_ago = (START - timedelta(days=200)).timestamp()
        os.utime(aside, (long_ago, long_ago))
        self.aside = aside

    @asynccontextmanager
    async def open(self) -> AsyncIterator[DocumentStore]:
        disk, files = WorkerThreads("journal"), WorkerThreads("files")
        journal, documents = await JournalWriter.open(
            self.path, disk, lambda error: pytest.fail(repr(error))
        )
        self.store = DocumentStore(journal, documents, lambda error: pytest.fail(repr(error)))
        self.store.listen(self._hear)
        tasks = TaskOwner(lambda error: pytest.fail(repr(error)))
        History(self.store, self.settings, tasks, files, self.path, self.announced.extend)
        yield self.store
        await tasks.close()
        await journal.close()
        disk.stop()
        files.stop()

    def _hear(self, documents: Sequence[Document]) -> None:
        self.told += documents

    @property
    def ids(self) -> set[str]:
        return {row.id for row in self.store}

    def on_disk(self) -> list[bytes]:
        return [path.read_bytes() for path in self.path.parent.iterdir() if path.is_file()]


def ids(rows: Sequence[Document]) -> set[str]:
    return {row.id for row in rows}


async def settled(clock: ControlledClock, desk: Desk) -> None:
    """Wait until the day's deletion is over."""
    await clock.pass_until(lambda: DAY in clock.pending, step=0)


async def test_what_ended_longer_ago_is_deleted_at_the_start_and_then_daily(tmp_path: Path) -> None:
    desk = Desk(tmp_path, Settings(history_days=90))
    with controlled_clock() as clock:
        async with desk.open() as store:
            await settled(clock, desk)
            assert desk.ids == ids([*YOUNG, *UNDER_WAY])
            assert set(desk.announced) == ids(OLD) == ids(desk.told)
            assert all(row.removed for row in desk.told), "the list lets go of them"
            assert store.every_attempt() == []
            assert store.earlier_copy(OLD[0]) is None
            assert not desk.aside.exists()
            assert [batch.id for batch in store.batches] == ["mixed"], "one of its is still there"
            assert not any(BATCHES[0].name.encode() in content for content in desk.on_disk())
            # A word about a deleted document that comes too late does nothing.
            await store.decide([(OLD[1].id, lambda _: [RetryRequested(START)])])
            for row in OLD:
                assert not any(row.file_name.encode() in content for content in desk.on_disk())
            passed = await clock.pass_until(lambda: desk.ids == ids(UNDER_WAY), step=DAY)
            assert passed > 10 * DAY
        async with desk.open():
            assert desk.ids == ids(UNDER_WAY), "also after the next start"
            assert desk.store.batches == []
    assert not any(YOUNG[0].file_name.encode() in content for content in desk.on_disk())


async def test_nothing_is_deleted_unless_chosen_nor_at_once_when_chosen(tmp_path: Path) -> None:
    desk = Desk(tmp_path, Settings())
    with controlled_clock() as clock:
        async with desk.open():
            everything = ids([*OLD, *YOUNG, *UNDER_WAY])
            await settled(clock, desk)
            desk.settings.history_days = 365
            await clock.advance(DAY - 1)
            assert desk.ids == everything
            await clock.pass_until(lambda: desk.ids != everything)
            assert everything - desk.ids == {OLD[2].id}
            assert desk.aside.exists(), "it is 200 days old"
