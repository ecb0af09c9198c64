"""Values of the journal's records that are in memory once, and records that stay as they were."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from helpers.attempts import attempt, to
from helpers.documents import at, document

from capout_desktop.domain.attempt import Attempt
from capout_desktop.domain.document import Document, DocumentState, StageMark, StageState
from capout_desktop.services.documents.journal_writer import JournalWriter
from capout_desktop.services.runtime.worker_threads import WorkerThreads
from capout_desktop.store.journal import Journal

DONE = StageMark(StageState.DONE)
FAILED = StageMark(StageState.OTHER, "Teilweise")


def sent(number: int, **values: object) -> Document:
    facts = {
        "id": f"local-{number}",
        "file_name": f"Storm {number}.pdf",
        "xn_address": "TEAM@EXAMPLE",
        "sha256": f"{number:064x}",
        "attempt_id": f"attempt-{number}",
        "attempt_at": at(number),
        "credential_id": "key-1",
        "organization_id": "org-1",
        "server": "https://capout.example",
        "document_id": f"doc-{number}",
        "server_status": "complete",
        "stages": (DONE, DONE, DONE, DONE, FAILED),
        "batch_id": "batch-1",
    }
    return document(DocumentState.COMPLETE, **facts | values)


def attempt_of(one: Document, **values: object) -> Attempt:
    facts = {
        "id": one.attempt_id,
        "document_id": one.document_id,
        "document": one.id,
        "file_name": one.file_name,
        "sha256": one.sha256,
        "destination": to("TEAM@EXAMPLE"),
        "key_fingerprint": "f95abee5bdadaa90",
        "started_at": one.attempt_at,
    }
    return attempt(0, "accepted", **facts | values)


DOCUMENTS = [
    sent(1),
    sent(2),
    sent(3, xn_address="", server_status="", stages=None, batch_id="", organization_id="org-2"),
    # Its attempt is an earlier one, of another file, under another name.
    sent(4, xn_address="team@example", stages=(DONE, DONE, DONE, FAILED, FAILED)),
    document(DocumentState.QUEUED, id="local-5"),
]
ATTEMPTS = [
    attempt_of(DOCUMENTS[0]),
    attempt_of(DOCUMENTS[1]),
    attempt_of(DOCUMENTS[2], destination=to("team@example"), key_fingerprint=""),
    attempt_of(
        DOCUMENTS[3],
        id="attempt-0",
        file_name="storm 4.pdf",
        sha256=f"{10:064X}",
        document_id="doc-0",
        started_at=at(3.5),
    ),
    attempt_of(sent(6)),  # its document is lost
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "j.sqlite3"
    journal = Journal(path)
    journal.write(DOCUMENTS)
    for one in ATTEMPTS:
        journal.save_attempt(one)
    journal.close()
    return path


@pytest.fixture
async def opened(path: Path) -> AsyncIterator[tuple[list[Document], list[Attempt]]]:
    disk = WorkerThreads("journal")
    failures: list[Exception] = []
    writer, documents = await JournalWriter.open(path, disk, failures.append)
    yield documents, list(writer.attempts_at_start)
    await writer.close()
    disk.stop()
    assert not failures


async def test_every_record_is_as_it_was_stored(
    opened: tuple[list[Document], list[Attempt]], path: Path
) -> None:
    assert opened == (DOCUMENTS, ATTEMPTS)


@pytest.mark.parametrize(
    "value",
    [
        lambda one: one.xn_address,
        lambda one: one.credential_id,
        lambda one: one.organization_id,
        lambda one: one.server,
        lambda one: one.server_status,
        lambda one: one.stages,
        lambda one: one.batch_id,
    ],
)
async def test_documents_share_what_they_have_in_common(
    opened: tuple[list[Document], list[Attempt]], value: Callable[[Document], object]
) -> None:
    first, second, *_ = opened[0]
    assert value(first)
    assert value(first) is value(second)


async def test_an_attempt_shares_values_with_others_and_with_its_document(
    opened: tuple[list[Document], list[Attempt]],
) -> None:
    documents, attempts = opened
    assert attempts[0].destination is attempts[1].destination
    assert attempts[0].key_fingerprint is attempts[1].key_fingerprint
    for one, its in zip(documents[:3], attempts[:3], strict=True):
        assert its.id is one.attempt_id
        assert its.document is one.id
        assert its.file_name is one.file_name
        assert its.started_at is one.attempt_at
        assert its.sha256 is one.sha256
        assert its.document_id is one.document_id
    assert attempts[3].document is documents[3].id
