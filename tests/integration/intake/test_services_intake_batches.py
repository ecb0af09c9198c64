"""What was added in one go is one batch: named, sent or a draft, and kept over a restart."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from capout_desktop.domain.batch import BatchOrigin
from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.documents.journal_writer import JournalWriter
from capout_desktop.services.intake.intake import BatchOf, Intake, SendPolicy
from capout_desktop.services.intake.pdf_worker_process import PdfWorkerProcess
from capout_desktop.services.intake.unpacker import Unpacker
from capout_desktop.services.runtime.worker_threads import WorkerThreads
from capout_desktop.store.outbox import Outbox


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[DocumentStore]:
    disk = WorkerThreads("journal")
    failures: list[Exception] = []
    journal, documents = await JournalWriter.open(folder / "j.sqlite3", disk, failures.append)
    try:
        yield DocumentStore(journal, documents)
    finally:
        await journal.close()
        disk.stop()
    assert not failures


def pdfs(folder: Path, number: int) -> list[str]:
    folder.mkdir()
    paths = [folder / f"claim {n:03}.pdf" for n in range(number)]
    for path in paths:
        path.write_bytes(b"%PDF-1.4\n%%EOF\n")
    return [str(path) for path in paths]


async def test_a_folder_is_a_draft_with_its_name_and_is_one_after_a_restart(tmp_path: Path) -> None:
    pdfs(tmp_path / "Tuesday hail", 70)  # more than the first portion
    async with opened(tmp_path) as store:
        intake = Intake(store, "https://api.example.test")
        intake.use("cred_1", "org_1")
        await intake.take(
            [str(tmp_path / "Tuesday hail")], "bob@acme", SendPolicy.SINGLE_IMMEDIATELY
        )
    async with opened(tmp_path) as store:
        (batch,) = store.batches
        assert (batch.name, batch.origin, batch.is_draft) == (
            "Tuesday hail",
            BatchOrigin.DROP,
            True,
        )
        assert batch.destination.xn_address == "bob@acme"
        assert batch.destination.organization_id == "org_1"
        assert len(store.documents_of(batch.id)) == len(store) == 70
        assert {len(document.id) for document in store} == {32}
        assert all(document.waits_for_start for document in store)


async def test_one_file_and_what_goes_at_once_are_no_drafts(tmp_path: Path) -> None:
    one, *several = pdfs(tmp_path / "in", 4)
    async with opened(tmp_path) as store:
        intake = Intake(store)
        await intake.take([one], "bob@acme", SendPolicy.SINGLE_IMMEDIATELY)
        await intake.take(
            several,
            "bob@acme",
            SendPolicy.IMMEDIATELY,
            batch=BatchOf(BatchOrigin.COMMAND_LINE),
        )
        first, second = store.batches
        assert not first.is_draft
        assert not second.is_draft
        assert (first.name, second.name) == ("", "")
        assert second.origin is BatchOrigin.COMMAND_LINE
        assert [len(store.documents_of(batch.id)) for batch in store.batches] == [1, 3]


async def test_a_watched_folder_has_one_batch_a_day(tmp_path: Path) -> None:
    paths = pdfs(tmp_path / "scans", 3)
    daily = BatchOf(BatchOrigin.WATCH_FOLDER, "scans", is_daily=True)
    async with opened(tmp_path) as store:
        intake = Intake(store)
        for path in paths[:2]:
            await intake.take([path], "bob@acme", SendPolicy.WHEN_STARTED, batch=daily)
        await intake.take([paths[2]], "sue@acme", SendPolicy.WHEN_STARTED, batch=daily)
        assert [len(store.documents_of(batch.id)) for batch in store.batches] == [2, 1]


async def test_other_batches_of_a_day_stay_apart_under_one_name(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        for path in pdfs(tmp_path / "hail", 2):
            batch = BatchOf(BatchOrigin.DROP, "hail")
            await Intake(store).take([path], "bob@acme", SendPolicy.WHEN_STARTED, batch=batch)
        assert [len(store.documents_of(batch.id)) for batch in store.batches] == [1, 1]
        assert [batch.name for batch in store.batches] == ["hail", "hail"]


async def test_the_copy_of_a_file_that_is_not_added_is_not_kept(tmp_path: Path) -> None:
    (path,) = pdfs(tmp_path / "temporary", 1)
    outbox, worker = Outbox(tmp_path / "outbox"), PdfWorkerProcess(opens_containers=True)
    async with opened(tmp_path) as store:
        intake = Intake(
            store,
            outbox=outbox,
            unpacker=Unpacker(worker),
            temporary=[(tmp_path / "temporary").resolve()],
        )
        for _ in range(2):
            await intake.take([path], "bob@acme", SendPolicy.WHEN_STARTED)
            assert outbox.usage()[0] == len(list(store)) == 1
    worker.close()
