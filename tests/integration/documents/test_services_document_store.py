"""What the store knows of copies, and what it does with a document that it failed on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from helpers.documents import at, document

from capout_desktop.domain.document import DocumentState
from capout_desktop.domain.events import AttemptStarted, FoundAbsent, OutcomeUnknown
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.problem import Problem
from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.documents.journal_writer import JournalWriter
from capout_desktop.services.runtime.worker_threads import WorkerThreads

S = DocumentState


@dataclass
class Desk:
    """A store with a journal of its own, and the failures that it told of."""

    store: DocumentStore
    failures: list[BaseException]


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    disk = WorkerThreads("journal")
    failures: list[BaseException] = []
    journal, documents = await JournalWriter.open(
        tmp_path / "j.sqlite3", disk, lambda error: pytest.fail(repr(error))
    )
    yield Desk(DocumentStore(journal, documents, failures.append), failures)
    await journal.close()
    disk.stop()


async def test_an_earlier_copy_is_one_that_capout_has_or_may_have(desk: Desk) -> None:
    store = desk.store
    content = {"size": 1000, "sha256": "ab" * 32}
    first, second = (document(S.QUEUED, id=id_, **content) for id_ in ("first", "second"))
    await store.add([first, second])
    assert store.earlier_copy(second) is None, "the first one was not sent"
    sent = await store.begin_attempt("first", AttemptStarted(at(1), "attempt-1", "org"))
    unknown = store.apply("first", OutcomeUnknown(at(2), Problem(HoldReason.INTERRUPTED)))
    assert sent.state is S.UPLOADING
    assert store.earlier_copy(second) is unknown
    assert store.earlier_copy(unknown) is None, "its present attempt is no copy of itself"
    other_address = document(S.QUEUED, id="third", **content, xn_address="other@example")
    assert store.earlier_copy(other_address) is None
    store.apply("first", FoundAbsent(at(3)))
    assert store.earlier_copy(second) is None, "CapOut does not have it"


async def test_a_document_that_is_set_apart_says_so_once(desk: Desk) -> None:
    await desk.store.add([document(S.QUEUED)])
    error = ValueError("odd")
    desk.store.set_apart("local-1", error)
    row = desk.store["local-1"]
    assert (row.state, row.problem_code) == (S.HELD, HoldReason.SET_APART)
    desk.store.set_apart("local-1", error)
    assert desk.failures == [error]
