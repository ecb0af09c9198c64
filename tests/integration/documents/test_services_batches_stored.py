"""Batches in the journal: stored with their documents, decided with them, read whole again."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from helpers.documents import document
from msgspec.structs import replace

from capout_desktop.domain.batch import Batch, BatchOrigin
from capout_desktop.domain.credits import KeyKind
from capout_desktop.domain.destination import Destination
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.events import Started
from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.documents.journal_writer import JournalWriter
from capout_desktop.services.runtime.worker_threads import WorkerThreads
from capout_desktop.store.journal import Journal

AT = datetime(2026, 4, 7, 15, 0, tzinfo=UTC)
HAIL = Batch(
    id="b1",
    name="Tuesday hail",
    created_at=AT,
    origin=BatchOrigin.DROP,
    destination=Destination(
        organization_id="org_1",
        credential_id="cred_1",
        key_kind=KeyKind.LIVE,
        server="https://api.example.test",
        xn_address="bob@acme",
    ),
)


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


def waiting(local_id: str, batch_id: str = HAIL.id, **fields: Any) -> Document:
    return document(
        id=local_id,
        batch_id=batch_id,
        state=DocumentState.CHECKING,
        waits_for_start=True,
        **fields,
    )


async def test_a_draft_is_there_again_after_a_restart_with_its_documents_in_order(
    tmp_path: Path,
) -> None:
    told: list[str] = []
    async with opened(tmp_path) as store:
        store.listen_to_batches(lambda batches: told.extend(batch.id for batch in batches))
        store.listen(lambda documents: told.extend(d.id for d in documents))
        await store.add([waiting("d2"), waiting("d1", skipped=True)], HAIL)
        await store.add([waiting("d3")], HAIL)
    assert told == ["b1", "d2", "d1", "d3"], "a batch is told once, before its documents"
    async with opened(tmp_path) as store:
        assert store.batches == [HAIL]
        assert HAIL.is_draft
        kept = store.documents_of("b1")
        assert [d.id for d in kept] == ["d2", "d1", "d3"]
        assert [d.skipped for d in kept] == [False, True, False]


async def test_a_batch_and_its_documents_are_decided_in_one_step(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        await store.add([waiting("d1"), waiting("d2")], HAIL)
        await store.decide(
            [("d1", lambda _: [Started(AT)])], [("b1", lambda batch: replace(batch, sent_at=AT))]
        )
        assert not store["d1"].waits_for_start
        await store.decide([], [("b1", lambda batch: replace(batch, paused=True))])
    async with opened(tmp_path) as store:
        assert store.batches == [replace(HAIL, sent_at=AT, paused=True)]
        assert [d.waits_for_start for d in store.documents_of("b1")] == [False, True]


async def test_what_the_disk_does_not_take_of_a_batch_is_not_shown_as_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Batch] = []
    async with opened(tmp_path) as store:
        await store.add([waiting("d1")], HAIL)
        store.listen_to_batches(told.extend)

        def full(*_: object) -> None:
            raise sqlite3.OperationalError("database or disk is full")

        with monkeypatch.context() as patch:
            patch.setattr(Journal, "write", full)
            with pytest.raises(sqlite3.OperationalError):
                await store.decide(
                    [("d1", lambda _: [Started(AT)])],
                    [("b1", lambda batch: replace(batch, sent_at=AT))],
                )
            with pytest.raises(sqlite3.OperationalError):
                await store.add([waiting("d2", "b2")], replace(HAIL, id="b2"))
        assert store["d1"].waits_for_start
        assert store.batches == [HAIL]
        assert told == []
    async with opened(tmp_path) as store:
        assert store.batches == [HAIL]
        assert [d.id for d in store] == ["d1"]


async def test_a_name_that_is_no_text_keeps_neither_the_batch_nor_its_files_from_the_disk(
    tmp_path: Path,
) -> None:
    async with opened(tmp_path) as store:
        await store.add([waiting("d1")], replace(HAIL, name="hail \udce4"))
    async with opened(tmp_path) as store:
        assert [batch.name for batch in store.batches] == ["hail ?"]
        assert [d.id for d in store.documents_of("b1")] == ["d1"]


async def test_documents_without_a_batch_stand_alone(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        await store.add([waiting("old", "")])
        assert store.batches == []
        assert store.documents_of("") == []
        assert store.batch("") is None
