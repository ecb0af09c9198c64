"""Drops that overlap, and batches that are full."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from helpers.pdfs import pdf

from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.documents.journal_writer import JournalWriter
from capout_desktop.services.intake import intake
from capout_desktop.services.intake.intake import Intake, SendPolicy
from capout_desktop.services.runtime.worker_threads import WorkerThreads


@dataclass
class Desk:
    store: DocumentStore
    intake: Intake


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    failures: list[Exception] = []
    disk = WorkerThreads("journal")
    journal, _ = await JournalWriter.open(tmp_path / "data" / "j.sqlite3", disk, failures.append)
    store = DocumentStore(journal, [])
    yield Desk(store, Intake(store))
    await journal.close()
    disk.stop()
    assert not failures


def write(folder: Path, *names: str) -> list[str]:
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / name).write_bytes(pdf(marker=name))
    return [str(folder / name) for name in names]


async def test_a_folder_dropped_twice_at_once_gives_each_file_one_row(
    desk: Desk, tmp_path: Path
) -> None:
    paths = write(tmp_path / "in", *(f"{number}.pdf" for number in range(9)))
    first, second = await asyncio.gather(
        desk.intake.take([str(tmp_path / "in")], "team@example"),
        desk.intake.take([*paths[:3], str(tmp_path / "in")], "team@example"),
    )
    assert sorted(document.source for document in desk.store) == paths
    assert first.added + second.added == len(paths)
    assert len(first.here) + len(second.here) == len(paths) + 3
    assert desk.intake.idle.is_set()


async def test_a_file_that_is_named_twice_in_one_drop_has_one_row(
    desk: Desk, tmp_path: Path
) -> None:
    one, other = write(tmp_path / "in", "1.pdf", "2.pdf")
    result = await desk.intake.take([one, other, one, str(tmp_path / "in")], "team@example")
    assert sorted(document.source for document in desk.store) == [one, other]
    assert (result.added, sorted(result.here)) == (2, [one, one, other])


async def test_one_new_file_in_a_full_batch_is_not_taken_for_a_single_one(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "FIRST_BATCH", 2)
    known, one, other = write(tmp_path / "in", "0.pdf", "1.pdf", "2.pdf")
    await desk.intake.take([known], "team@example", SendPolicy.SINGLE_IMMEDIATELY)
    await desk.intake.take([known, one, other], "team@example", SendPolicy.SINGLE_IMMEDIATELY)
    waits = {document.source: document.waits_for_start for document in desk.store}
    assert waits == {known: False, one: True, other: True}
