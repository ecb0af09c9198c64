"""What the store knows of copies, and what it does with a document that it failed on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from helpers.documents import at, document

from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.events import AttemptStarted, FoundAbsent, OutcomeUnknown, Rejected
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.problem import Problem
from capout_desktop.services.documents import document_store
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


async def test_of_many_new_ones_the_first_listener_hears_at_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document_store, "TOLD_AT_ONCE", 2)
    store = desk.store
    at_once: list[list[str]] = []
    in_portions: list[list[tuple[str, S]]] = []

    def listen(documents: Sequence[Document]) -> None:
        in_portions.append([(one.id, one.state) for one in documents])
        if len(in_portions) == 1:
            # Before the others hear of them, one changes and one is deleted.
            store.apply("c", Rejected(at(1), Problem("no-pdf")))
            store.apply("d", Rejected(at(1), Problem("no-pdf")))
            forgetting.append(asyncio.ensure_future(store.forget(["d"])))

    forgetting: list[asyncio.Future[None]] = []
    store.listen(listen)
    store.listen(lambda documents: at_once.append([one.id for one in documents]), first=True)
    await store.add([document(S.CHECKING, id=id_) for id_ in "abcdef"])
    await asyncio.gather(*forgetting)
    assert at_once[0] == [*"abcdef"]
    assert in_portions[0] == [("a", S.CHECKING), ("b", S.CHECKING)]
    told = {id_: state for portion in in_portions for id_, state in portion}
    assert {id_ for id_, state in told.items() if state is S.CHECKING} == {*"abef"}
    assert told["c"] is store["c"].state is S.REJECTED
    assert "d" not in store
