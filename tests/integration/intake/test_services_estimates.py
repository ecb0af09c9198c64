"""Estimates, read in a real worker behind the check, and kept with their documents."""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
import sqlite3
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import psutil
import pytest
from helpers.documents import document
from helpers.pdfs import damaged_pdf, endless_pdf, locked_pdf, memory_bomb_pdf, written_pdf
from msgspec.structs import replace

from capout_desktop.domain import events as ev
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.estimate import Estimate, EstimateKind, Field, PageKind, TextQuality
from capout_desktop.resources import resource_path
from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.documents.journal_writer import JournalWriter
from capout_desktop.services.intake import estimate_reader, pdf_inspector, pdf_worker
from capout_desktop.services.intake.estimate_reader import EstimateReader
from capout_desktop.services.intake.intake import Intake
from capout_desktop.services.intake.pdf_inspector import PdfInspector
from capout_desktop.services.intake.preflight import Preflight
from capout_desktop.services.runtime.clock import now
from capout_desktop.services.runtime.tasks import TaskOwner
from capout_desktop.services.runtime.worker_threads import WorkerThreads

S = DocumentState
SAMPLES = {path.name.split("_")[0]: path for path in resource_path("samples").glob("*.pdf")}
SECRETS = ("Oduya", "1187 Larkfield", "HO3-7720914-06")


class Desk:
    """The services from drop to estimate."""

    def __init__(self, store: DocumentStore, tasks: TaskOwner) -> None:
        self.store = store
        self.intake = Intake(store)
        self.preflight = Preflight(store, PdfInspector(), tasks)
        self.reader = EstimateReader(store, PdfInspector(in_background=True), tasks)

    async def drop(self, path: Path) -> str:
        """Add a file and return its document's id."""
        known = {row.id for row in self.store}
        await self.intake.take([str(path)], "team@example")
        (local_id,) = {row.id for row in self.store} - known
        return local_id

    async def until(self, local_id: str, is_so: Callable[[Document], bool]) -> Document:
        """Return the document once it is so."""
        there = asyncio.Event()

        def look(_: object) -> None:
            if is_so(self.store[local_id]):
                there.set()

        self.store.listen(look)
        look(None)
        await asyncio.wait_for(there.wait(), 30)
        return self.store[local_id]

    async def read(self, local_id: str) -> Estimate:
        """Return the document's estimate once it is there."""
        row = await self.until(local_id, lambda row: row.estimate is not None)
        assert row.estimate is not None
        return row.estimate


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    failures: list[BaseException] = []
    tasks = TaskOwner(failures.append)
    writer = WorkerThreads("journal")
    journal, documents = await JournalWriter.open(journal_of(tmp_path), writer, failures.append)
    desk = Desk(DocumentStore(journal, documents), tasks)
    yield desk
    await tasks.close()
    desk.preflight.close()
    desk.reader.close()
    await journal.close()
    assert not failures


def journal_of(folder: Path) -> Path:
    return folder / "data" / "journal.sqlite3"


def copy_of_sample(folder: Path) -> Path:
    return Path(shutil.copy(SAMPLES["State-Meridian"], folder / "scope.pdf"))


async def test_an_estimate_is_read_after_the_check_and_its_words_are_in_no_log(
    desk: Desk, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    local_id = await desk.drop(copy_of_sample(tmp_path))
    estimate = await desk.read(local_id)
    row = desk.store[local_id]
    assert (row.state, estimate.kind) == (S.QUEUED, EstimateKind.XACTIMATE_FINAL_DRAFT)
    assert estimate.insured_name == Field("Marguerite Oduya", 1)
    assert estimate.claim_number == Field("48213", 1)
    assert estimate.net_claim == Field("9725.91", 3)
    assert estimate.page_kinds == (PageKind.ESTIMATE,) * 3
    assert not [secret for secret in SECRETS if secret in caplog.text]
    history = await desk.store.history(local_id)
    assert [entry.what.value for entry in history] == ["added", "checked"]


async def test_a_claim_that_was_sent_before_is_known_as_soon_as_it_is_read(
    desk: Desk, tmp_path: Path
) -> None:
    first = await desk.drop(copy_of_sample(tmp_path))
    await desk.read(first)
    assert desk.store[first].claim_sent_at is None
    sent = replace(desk.store[first], id="sent", sha256="0" * 64, document_id="doc_1")
    await desk.store.add([sent])
    supplement = Path(shutil.copy(SAMPLES["State-Meridian"], tmp_path / "supplement.pdf"))
    second = await desk.drop(supplement)
    await desk.read(second)
    assert desk.store[second].claim_sent_at == sent.added_at
    desk.reader.correct(second, "claim_number", "48213-B")
    assert desk.store[second].claim_sent_at is None
    desk.reader.correct(second, "claim_number", None)
    assert desk.store[second].claim_sent_at == sent.added_at


async def test_what_was_read_goes_with_its_document_and_is_read_again_once_it_is_back(
    desk: Desk, tmp_path: Path
) -> None:
    local_id = await desk.drop(copy_of_sample(tmp_path))
    estimate = await desk.read(local_id)
    await desk.store.commit(local_id, ev.Canceled(now()))
    assert _stored(tmp_path, local_id).count("Oduya") == 1
    desk.reader.correct(local_id, "insured_name", "Zelda Quimby")
    desk.reader.correct("deleted meanwhile", "insured_name", "Zelda Quimby")
    await desk.store.commit(local_id, ev.MovedToTop(now()))
    assert "Zelda Quimby" in _stored(tmp_path, local_id)
    await desk.store.commit(local_id, ev.Removed(now()))
    assert desk.store[local_id].estimate is None
    assert "Quimby" not in _stored(tmp_path, local_id)
    assert not [secret for secret in SECRETS if secret in _stored(tmp_path, local_id)]
    desk.store.apply(local_id, ev.Restored(now()))
    assert await desk.read(local_id) == estimate


def _stored(folder: Path, local_id: str) -> str:
    """Return the document's record as it is on the disk."""
    copy = folder / "copy"
    shutil.copytree(folder / "data", copy, dirs_exist_ok=True)
    db = sqlite3.connect(copy / "journal.sqlite3")
    (record,) = db.execute("SELECT document FROM documents WHERE id = ?", (local_id,)).fetchone()
    db.close()
    return str(record)


async def test_a_document_that_is_deleted_before_or_while_it_is_read_stops_nothing(
    desk: Desk, tmp_path: Path
) -> None:
    path = copy_of_sample(tmp_path)
    facts = {"size": path.stat().st_size, "modified_ns": path.stat().st_mtime_ns}
    rows = [
        document(S.CANCELED, id=f"{n}", source=str(path), sha256="ab" * 32, **facts)
        for n in range(2)
    ]
    await desk.store.add(rows)
    await desk.store.forget(row.id for row in rows)
    local_id = await desk.drop(path)
    await desk.read(local_id)
    assert {row.id for row in desk.store} == {local_id}


async def test_another_file_at_its_path_is_not_taken_for_the_one_that_was_checked(
    desk: Desk, tmp_path: Path
) -> None:
    changed = tmp_path / "changed.pdf"
    shutil.copy(SAMPLES["Harbor-Light"], changed)
    facts = {"size": changed.stat().st_size, "modified_ns": 7, "sha256": "ab" * 32}
    await desk.store.add([document(S.QUEUED, id="changed", source=str(changed), **facts)])
    local_id = await desk.drop(copy_of_sample(tmp_path))
    await desk.read(local_id)  # its turn was later
    assert desk.store["changed"].estimate is None


async def test_a_hostile_file_costs_its_own_estimate_only(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(estimate_reader, "GIVE_WAY_SECONDS", 0.1)
    (tmp_path / "bomb.pdf").write_bytes(memory_bomb_pdf())
    (tmp_path / "endless.pdf").write_bytes(endless_pdf())
    hostile = [await desk.drop(tmp_path / name) for name in ("bomb.pdf", "endless.pdf")]
    local_id = await desk.drop(copy_of_sample(tmp_path))
    assert (await desk.read(local_id)).claim_number == Field("48213", 1)
    for one in hostile:
        await desk.until(one, lambda row: row.state is S.QUEUED)


async def test_reading_goes_on_with_what_was_not_read_before_the_program_ended(
    tmp_path: Path,
) -> None:
    path = copy_of_sample(tmp_path)
    found = path.stat()
    waiting = document(
        S.PROCESSING,
        source=str(path),
        size=found.st_size,
        modified_ns=found.st_mtime_ns,
        sha256="cd" * 32,
    )
    failures: list[BaseException] = []
    writer = WorkerThreads("journal")
    journal, _ = await JournalWriter.open(journal_of(tmp_path), writer, failures.append)
    await journal.add([waiting, document(S.COMPLETE, id="done", sha256="ef" * 32)], ())
    await journal.close()
    tasks = TaskOwner(failures.append)
    writer = WorkerThreads("journal")
    journal, documents = await JournalWriter.open(journal_of(tmp_path), writer, failures.append)
    desk = Desk(DocumentStore(journal, documents), tasks)
    estimate = await desk.read(waiting.id)
    await tasks.close()
    desk.preflight.close()
    desk.reader.close()
    await journal.close()
    writer = WorkerThreads("journal")
    journal, documents = await JournalWriter.open(journal_of(tmp_path), writer, failures.append)
    await journal.close()
    assert [row.estimate for row in documents] == [estimate, None]
    assert not failures


@pytest.mark.skipif(sys.platform == "win32", reason="told to Windows by the program")
def test_the_worker_in_the_background_lets_others_go_first(tmp_path: Path) -> None:
    others = {child.pid for child in psutil.Process().children()}
    inspector = PdfInspector(in_background=True)
    try:
        assert inspector.estimate(str(copy_of_sample(tmp_path))) is not None
        (worker,) = [c for c in psutil.Process().children() if c.pid not in others]
        assert worker.nice() == min(os.nice(0) + pdf_worker.BACKGROUND_NICENESS, 19)
    finally:
        inspector.close()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (written_pdf(2), (EstimateKind.NO_ESTIMATE, TextQuality.TEXT)),
        (locked_pdf(), None),
        (damaged_pdf(), None),
        (b"", None),
    ],
)
def test_files_without_an_estimate_are_told_apart(
    tmp_path: Path, content: bytes, expected: tuple[EstimateKind, TextQuality] | None
) -> None:
    (tmp_path / "a.pdf").write_bytes(content)
    inspector = PdfInspector()
    try:
        estimate = inspector.estimate(str(tmp_path / "a.pdf"))
    finally:
        inspector.close()
    assert (None if estimate is None else (estimate.kind, estimate.text)) == expected


def test_more_than_any_estimate_has_is_not_taken_from_the_worker(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = str(copy_of_sample(tmp_path))
    inspector = PdfInspector()
    try:
        assert inspector.estimate(path) is not None
        monkeypatch.setattr(pdf_inspector, "MOST_ESTIMATE_BYTES", 500)
        assert inspector.estimate(path) is None
    finally:
        inspector.close()
