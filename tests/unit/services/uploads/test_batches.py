"""What a person's word about a batch does to each of its documents."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast

from helpers.attempts import to
from helpers.clock import START
from helpers.documents import document

from capout_desktop.domain import events as ev
from capout_desktop.domain.batch import Batch, BatchOrigin
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.problem import Problem
from capout_desktop.services.documents.document_store import BatchWord, DocumentStore, Word
from capout_desktop.services.documents.journal_writer import JournalWriter
from capout_desktop.services.runtime.worker_threads import WorkerThreads
from capout_desktop.services.uploads.batches import Batches
from capout_desktop.services.uploads.queue import UploadQueue

S = DocumentState
BATCH = Batch("b", "", START, BatchOrigin.DROP, to())


class Queue:
    """Stands for the queue: words are carried out when the test says so."""

    def __init__(self) -> None:
        self.retried: list[str] = []
        self.readdressed: list[tuple[list[str], str, list[str]]] = []
        self._words: list[tuple[str, Word]] = []
        self._batch_words: list[tuple[str, BatchWord]] = []
        self._then: list[Callable[[], None]] = []

    def decide(
        self,
        words: Iterable[tuple[str, Word]],
        then: Callable[[], None] = lambda: None,
        batch_words: Iterable[tuple[str, BatchWord]] = (),
    ) -> None:
        self._words += words
        self._batch_words += batch_words
        self._then.append(then)

    def retry(self, *local_ids: str) -> None:
        self.retried += local_ids

    def readdress(
        self, local_ids: list[str], xn_address: str, batch_words: list[tuple[str, BatchWord]]
    ) -> None:
        self.readdressed.append((local_ids, xn_address, [id_ for id_, _ in batch_words]))
        self._batch_words += batch_words

    async def carry_out(self, store: DocumentStore) -> None:
        words, self._words = self._words, []
        batch_words, self._batch_words = self._batch_words, []
        await store.decide(words, batch_words)
        for then in self._then:
            then()
        self._then.clear()


def row(id_: str, state: DocumentState = S.HELD, **values: Any) -> Document:
    waits = {"waits_for_start": True, "problem": Problem(HoldReason.WAITS_FOR_START)}
    own = {"id": id_, "sha256": id_, "file_name": f"{id_}.pdf", "batch_id": "b"}
    return document(state, **{**own, **(waits if state is S.HELD else {}), **values})


class Bench:
    def __init__(self, store: DocumentStore, covered: int) -> None:
        self.store = store
        self.queue = Queue()
        self.batches = Batches(store, cast("UploadQueue", self.queue), lambda _: covered)

    async def carry_out(self) -> None:
        await self.queue.carry_out(self.store)

    def batch(self) -> Batch:
        batch = self.store.batch("b")
        assert batch is not None
        return batch

    @property
    def skipped(self) -> set[str]:
        return {one.id for one in self.store if one.skipped}

    @property
    def waiting(self) -> set[str]:
        return {one.id for one in self.store if one.waits_for_start}


@asynccontextmanager
async def bench(folder: Path, *rows: Document, covered: int = 99) -> AsyncIterator[Bench]:
    failures: list[BaseException] = []
    disk = WorkerThreads("journal")
    journal, _ = await JournalWriter.open(folder / "j.sqlite3", disk, failures.append)
    store = DocumentStore(journal, [])
    await store.add(rows, BATCH)
    yield Bench(store, covered)
    await journal.close()
    disk.stop()
    assert failures == []


SENT_BEFORE = Problem(HoldReason.ALREADY_SENT)


async def test_what_would_cost_twice_goes_only_if_it_was_chosen(tmp_path: Path) -> None:
    rows = (
        row("a"),
        row("copy", sha256="a"),
        row("chosen copy", sha256="a", again_chosen=True),
        row("sent", problem=SENT_BEFORE),
        row("chosen sent", problem=SENT_BEFORE, again_chosen=True),
        row("left out", skipped=True),
        row("off the list", removed=True),
        row("canceled", S.CANCELED),
    )
    async with bench(tmp_path, *rows) as desk:
        desk.batches.send("b")
        await desk.carry_out()
        assert desk.skipped == {"copy", "sent", "left out"}
        assert not {"a", "chosen copy", "chosen sent"} & desk.waiting
        assert "off the list" in desk.waiting
        assert desk.store["chosen sent"].send_again
        assert not desk.store["chosen copy"].send_again
        assert desk.store["canceled"].state is S.CANCELED
        assert not desk.batch().is_draft


async def test_as_many_go_as_the_credits_cover_and_without_any_nothing_changes(
    tmp_path: Path,
) -> None:
    rows = tuple(row(id_) for id_ in "abc")
    async with bench(tmp_path, *rows, covered=0) as desk:
        desk.batches.send_covered("b")
        await desk.carry_out()
        assert desk.batch().is_draft
        assert desk.waiting == {"a", "b", "c"}
        two = Batches(desk.store, cast("UploadQueue", desk.queue), lambda number: number - 1)
        two.send_covered("b")
        await desk.carry_out()
        assert desk.skipped == {"c"}
        assert not {"a", "b"} & desk.waiting


async def test_a_draft_is_named_paused_and_retried_as_a_whole(tmp_path: Path) -> None:
    rows = row("a"), row("failed", S.FAILED), row("removed", S.FAILED, removed=True)
    async with bench(tmp_path, *rows) as desk:
        desk.batches.rename("b", "  Tuesday hail ")
        await desk.carry_out()
        assert desk.batch().name == "Tuesday hail"
        desk.batches.pause("b", True)
        await desk.carry_out()
        assert desk.batch().paused
        desk.batches.pause("b", False)
        desk.batches.pause("unknown", True)
        await desk.carry_out()
        assert not desk.batch().paused
        assert desk.batch().is_draft
        desk.batches.retry_failed("b")
        assert desk.queue.retried == ["failed"]


async def test_single_documents_make_a_draft_sent_once_nothing_else_waits(tmp_path: Path) -> None:
    rows = row("a"), row("b"), row("c", skipped=True), row("d", S.REJECTED)
    async with bench(tmp_path, *rows) as desk:
        desk.batches.start(["a"])
        await desk.carry_out()
        assert desk.batch().is_draft
        assert desk.waiting >= {"b", "c"}
        desk.batches.start(["b"])
        await desk.carry_out()
        assert not desk.batch().is_draft
        assert "a" not in desk.waiting
        sent_at = desk.batch().sent_at
        desk.batches.include(["c"])
        await desk.carry_out()
        assert desk.batch().sent_at == sent_at
        assert "c" not in desk.skipped | desk.waiting, "it goes, since its batch went"


async def test_discarding_takes_away_what_was_never_sent(tmp_path: Path) -> None:
    rows = (
        row("held"),
        row("sent before", problem=SENT_BEFORE),
        row("checked", S.QUEUED, waits_for_start=True),
        row("rejected", S.REJECTED),
        row("gone", S.CANCELED, removed=True),
        row("off", removed=True),
        row("sent", S.PROCESSING),
        row("going", S.QUEUED),
    )
    removed: list[str] = []
    async with bench(tmp_path, *rows) as desk:
        desk.batches.discard("b", removed.extend)
        await desk.carry_out()
        assert removed == ["held", "sent before", "checked", "rejected"]
        assert desk.store["sent before"].problem == SENT_BEFORE
        assert desk.store["checked"].state is S.HELD
        assert {one.id for one in desk.store if one.removed} == {*removed, "gone", "off"}


async def test_a_draft_gets_another_address_and_documents_of_their_own_keep_it(
    tmp_path: Path,
) -> None:
    rows = (
        row("a"),
        row("own", xn_address="kim@example"),
        row("none", xn_address=""),
        row("canceled", S.CANCELED, waits_for_start=True),
        row("started", waits_for_start=False),
    )
    async with bench(tmp_path, *rows) as desk:
        desk.batches.readdress("b", "new@example")
        await desk.carry_out()
        assert desk.batch().destination.xn_address == "new@example"
        moved = {one.id for one in desk.store if one.xn_address == "new@example"}
        assert moved == {"a", "none"}
        assert desk.store["canceled"].state is S.CANCELED


async def test_what_was_started_while_its_draft_is_discarded_goes(tmp_path: Path) -> None:
    rows = row("held"), row("checked", S.QUEUED, waits_for_start=True)
    async with bench(tmp_path, *rows) as desk:
        desk.batches.discard("b", lambda _: None)
        await desk.store.decide([("checked", lambda _: [ev.Started(START)])], [])
        await desk.carry_out()
        assert desk.store["held"].removed
        checked = desk.store["checked"]
        assert (checked.state, checked.removed, checked.problem) == (S.QUEUED, False, None)


async def test_an_address_of_most_of_a_draft_is_that_of_the_draft(tmp_path: Path) -> None:
    rows = *(row(id_) for id_ in "abcd"), row("canceled", S.CANCELED, waits_for_start=True)
    async with bench(tmp_path, *rows) as desk:
        desk.batches.readdress_documents(iter(["a", "b", "canceled"]), "new@example")
        assert desk.queue.readdressed == [(["a", "b", "canceled"], "new@example", [])]
        desk.batches.readdress_documents(["a", "b", "c"], "new@example")
        assert desk.queue.readdressed[1] == (["a", "b", "c"], "new@example", ["b"])
        await desk.carry_out()
        assert desk.batch().destination.xn_address == "new@example"
        desk.batches.send("b")
        await desk.carry_out()
        assert not desk.batch().is_draft
        desk.batches.readdress_documents(["a", "b", "c", "d"], "late@example")
        assert desk.queue.readdressed[2][2] == []


async def test_what_still_waits_of_a_batch_is_left_out_as_a_whole(tmp_path: Path) -> None:
    rows = row("a"), row("going", S.QUEUED), row("sent", S.PROCESSING), row("failed", S.FAILED)
    async with bench(tmp_path, *rows) as desk:
        desk.batches.skip_rest("b")
        await desk.carry_out()
        assert desk.skipped == {"a", "going"}
        desk.batches.skip(["sent"])
        desk.batches.include(["a"])
        await desk.carry_out()
        assert desk.skipped == {"going"}
        assert desk.waiting == {"a", "going"}, "its draft was not sent"
