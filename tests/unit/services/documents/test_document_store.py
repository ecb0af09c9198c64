"""The store of documents: what it tells and stores, and what becomes of what came meanwhile."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from helpers.attempts import attempt as an_attempt
from helpers.attempts import to
from helpers.documents import START, at, document
from helpers.estimates import alvarez
from msgspec.structs import replace

from capout_desktop.domain import lifecycle
from capout_desktop.domain.attempt import Attempt, AttemptOutcome
from capout_desktop.domain.batch import Batch, BatchOrigin
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.events import (
    Accepted,
    Addressed,
    AttemptStarted,
    BytesSent,
    Canceled,
    Checked,
    EstimateRead,
    Held,
    MarkedNeverSent,
    MarkedReceived,
    OutcomeUnknown,
    Released,
    SendAgain,
    Started,
    StatusReported,
)
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.problem import Problem
from capout_desktop.domain.status_report import StatusReport
from capout_desktop.domain.timeline import EntryKind
from capout_desktop.services.documents import document_store
from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.documents.journal_writer import JournalWriter
from capout_desktop.services.runtime.worker_threads import WorkerThreads
from capout_desktop.store.journal import Journal

S = DocumentState
NO_KEY = Problem(HoldReason.NO_KEY)
UNKNOWN = OutcomeUnknown(at(20), Problem(HoldReason.INTERRUPTED))


def queued(id_: str, **values: Any) -> Document:
    return document(S.QUEUED, id=id_, **{"size": 1000, "sha256": id_ * 64, **values})


def record(document_id: str, id_: str = "attempt-1", **values: Any) -> Attempt:
    return an_attempt(10, "under-way", id=id_, document=document_id, **values)


def started(id_: str = "attempt-1", second: float = 10) -> AttemptStarted:
    return AttemptStarted(at(second), id_, "org_1")


@dataclass
class Desk:
    """A store on a journal, and all that it told."""

    store: DocumentStore
    disk: WorkerThreads
    told: list[list[str]] = field(default_factory=list)
    failures: list[BaseException] = field(default_factory=list)

    @asynccontextmanager
    async def busy(self) -> AsyncIterator[None]:
        """Let the journal's thread do nothing meanwhile."""
        over = threading.Event()
        job = asyncio.ensure_future(self.disk.run(over.wait))
        await asyncio.sleep(0)
        try:
            yield
        finally:
            over.set()
            await job


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[Desk]:
    disk = WorkerThreads("journal")
    failures: list[BaseException] = []
    journal, documents = await JournalWriter.open(folder / "j.sqlite3", disk, failures.append)
    store = DocumentStore(journal, documents, failures.append)
    desk = Desk(store, disk, failures=failures)
    store.listen(lambda changed: desk.told.append([one.id for one in changed]))
    try:
        yield desk
    finally:
        await journal.close()
        disk.stop()


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with opened(tmp_path) as made:
        yield made
    assert not made.failures


def refuse(monkeypatch: pytest.MonkeyPatch, method: str) -> None:
    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(Journal, method, full)


async def test_states_are_listed_in_the_order_in_which_they_were_reached(desk: Desk) -> None:
    store = desk.store
    assert len(store) == 0
    await store.add([queued("a"), queued("b"), document(S.CHECKING, id="c")])
    store.apply("a", Held(at(1), NO_KEY))
    store.apply("b", Held(at(2), NO_KEY))
    store.apply("a", Released(at(3)))
    assert [row.id for row in store.in_state(S.HELD, S.QUEUED)] == ["b", "a"]
    assert [store.count(state) for state in (S.HELD, S.QUEUED, S.CHECKING, S.FAILED)] == [
        1,
        1,
        1,
        0,
    ]
    assert [row.id for row in store] == ["a", "b", "c"]
    assert (len(store), "a" in store, "x" in store) == (3, True, False)
    assert desk.told == [["a", "b", "c"], ["a"], ["b"], ["a"]]
    store.apply("a", Released(at(4)))  # it changes nothing
    store.apply_all([("b", Released(at(5))), ("a", Held(at(5), NO_KEY)), ("a", Released(at(6)))])
    assert desk.told[4:] == [["b", "a"]], "told once"


async def test_many_new_ones_are_told_in_portions(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document_store, "TOLD_AT_ONCE", 2)
    await desk.store.add([queued(id_) for id_ in "abcde"])
    assert desk.told == [["a", "b"], ["c", "d"], ["e"]]
    await desk.store.forget([])
    for id_ in "abc":
        desk.store.apply(id_, Canceled(at(1)))
    desk.told.clear()
    await desk.store.forget("abc")
    assert desk.told == [["a", "b"], ["c"]]


async def test_a_listener_that_fails_does_not_keep_the_others_from_hearing(tmp_path: Path) -> None:
    error = ValueError("odd")

    def fail(_: object) -> None:
        raise error

    async with opened(tmp_path) as desk:
        heard: list[str] = []
        desk.store.listen(fail)
        desk.store.listen(lambda changed: heard.extend(one.id for one in changed))
        await desk.store.add([queued("a")])
        assert (heard, desk.failures) == (["a"], [error])


async def test_an_event_that_fails_sets_its_own_document_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    error = ValueError("odd")

    def reduce(before: Document, event: Any) -> Document:
        if before.id == "a" and isinstance(event, Held):
            raise error
        return lifecycle.reduce(before, event)

    monkeypatch.setattr(document_store, "reduce", reduce)
    async with opened(tmp_path) as desk:
        await desk.store.add([queued("a"), queued("b")])
        desk.store.apply_all([("a", Held(at(1), NO_KEY)), ("b", Held(at(1), NO_KEY))])
        assert desk.store["a"].problem_code == HoldReason.SET_APART
        assert desk.store["b"].problem == NO_KEY
        assert desk.failures == [error]
        assert sorted(desk.told[-2:]) == [["a"], ["b"]]


async def test_what_changes_is_on_the_disk_at_the_end_and_what_was_sent_so_far_is_not(
    tmp_path: Path,
) -> None:
    async with opened(tmp_path) as desk:
        await desk.store.add([queued("a"), queued("b")])
        await desk.store.begin_attempt("a", started(), record("a"))
        desk.store.apply("a", BytesSent("attempt-1", 500, 1000))
        assert desk.store["a"].bytes_sent == 500
        desk.store.apply("b", Held(at(1), NO_KEY))
    async with opened(tmp_path) as desk:
        assert [(row.state, row.bytes_sent) for row in desk.store] == [
            (S.UPLOADING, 0),
            (S.HELD, 0),
        ]
        told = await desk.store.history("b")
        assert [entry.what for entry in told] == [EntryKind.ADDED, EntryKind.HELD]
        assert [one.id for one in desk.store.every_attempt()] == ["attempt-1"]


async def test_an_attempt_begins_on_the_disk_first(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = desk.store
    await store.add([queued("a")])
    with monkeypatch.context() as full:
        refuse(full, "begin_attempt")
        with pytest.raises(sqlite3.OperationalError):
            await store.begin_attempt("a", started(), record("a"))
    assert (store["a"].state, store.attempts("a"), store.last_attempt(store["a"])) == (
        S.QUEUED,
        (),
        None,
    )
    going = await store.begin_attempt("a", started(), record("a"))
    assert (going, going.state) == (store["a"], S.UPLOADING)
    assert store.attempts("a") == (record("a"),)
    assert store.last_attempt(going) == record("a")
    told = len(desk.told)
    assert await store.begin_attempt("a", started("attempt-2"), record("a", "attempt-2")) is going
    assert store.attempts("a") == (record("a"),), "it is under way already"
    assert len(desk.told) == told


async def test_a_document_that_changed_before_its_attempt_stood_is_not_sent(desk: Desk) -> None:
    await desk.store.add([queued("a")])
    async with desk.busy():
        attempt = asyncio.ensure_future(desk.store.begin_attempt("a", started(), record("a")))
        await asyncio.sleep(0)
        desk.store.apply("a", Held(at(11), NO_KEY))
    assert (await attempt).state is S.HELD
    assert desk.store["a"].state is S.HELD
    # Not under way for ever: it never began.
    assert [one.outcome for one in desk.store.attempts("a")] == [AttemptOutcome.REFUSED]
    await desk.store.add([queued("b")])
    async with desk.busy():
        attempt = asyncio.ensure_future(
            desk.store.begin_attempt("b", started("attempt-2"), record("b", "attempt-2"))
        )
        await asyncio.sleep(0)
        desk.store.apply("b", Addressed(at(11), "other@example"))
    assert (await attempt).state is S.QUEUED, "the attempt is for the earlier address"


async def test_an_estimate_that_is_read_meanwhile_costs_no_attempt(tmp_path: Path) -> None:
    async with opened(tmp_path) as desk:
        await desk.store.add([queued("a", sha256="ab" * 32)])
        read = alvarez()
        async with desk.busy():
            attempt = asyncio.ensure_future(desk.store.begin_attempt("a", started(), record("a")))
            await asyncio.sleep(0)
            desk.store.apply("a", EstimateRead("ab" * 32, read))
        row = await attempt
        assert (row.state, row.attempts, row.estimate) == (S.UPLOADING, 1, read)
        assert desk.store["a"] is row
    async with opened(tmp_path) as desk:
        assert (desk.store["a"].state, desk.store["a"].estimate) == (S.UPLOADING, read)
        assert desk.store.attempts("a") == (record("a"),)


async def test_the_end_of_an_attempt_is_stored_with_its_document(tmp_path: Path) -> None:
    async with opened(tmp_path) as desk:
        await desk.store.add([queued("a"), queued("b")])
        await desk.store.begin_attempt("a", started(), record("a"))
        ended = replace(record("a"), outcome=AttemptOutcome.ACCEPTED, document_id="doc_1")
        row = await desk.store.end_attempt(
            ended,
            Accepted(at(12), "doc_1"),
            StatusReported(at(12), StatusReport("doc_1", "processing")),
        )
        assert (row.state, row.document_id, row.server_status) == (
            S.PROCESSING,
            "doc_1",
            "processing",
        )
        assert desk.store.last_attempt(row) == ended
        assert desk.store.ids_at_capout("org_1") == {"doc_1"}
        assert desk.store.ids_at_capout("org_2") == set()
        assert desk.store.ids_at_capout("") == {"doc_1"}, "it may be the same organization"
    async with opened(tmp_path) as desk:
        assert desk.store["a"].document_id == "doc_1"
        assert desk.store.attempts("a") == (ended,)


async def test_an_attempt_that_the_disk_does_not_take_stays_as_it_was(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.store.add([queued("a")])
    await desk.store.begin_attempt("a", started(), record("a"))
    absent = replace(record("a"), outcome=AttemptOutcome.ABSENT)
    with monkeypatch.context() as full:
        refuse(full, "save_attempt")
        with pytest.raises(sqlite3.OperationalError):
            await desk.store.save_attempt(absent)
    assert desk.store.attempts("a") == (record("a"),)
    await desk.store.save_attempt(absent)
    assert desk.store.attempts("a") == (absent,)


async def test_an_end_that_waits_for_the_disk_does_not_replace_a_newer_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(tmp_path) as desk:
        attempt = await in_doubt(desk)
        with monkeypatch.context() as full:
            refuse(full, "save_attempt")
            with pytest.raises(sqlite3.OperationalError):
                await desk.store.end_attempt(attempt, UNKNOWN)
        newer = replace(attempt, outcome=AttemptOutcome.ABSENT)
        await desk.store.save_attempt(newer)
    async with opened(tmp_path) as desk:
        assert desk.store.attempts("a") == (newer,)


async def test_a_word_is_stored_before_it_is_seen_and_means_the_present_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words: list[Document] = []

    def readdress(row: Document) -> Sequence[Any]:
        words.append(row)
        return [Addressed(at(5), "kim@example")] if row.state is not S.CANCELED else []

    async with opened(tmp_path) as desk:
        store = desk.store
        await store.add([queued("a"), queued("b"), queued("c")])
        desk.told.clear()
        with monkeypatch.context() as full:
            refuse(full, "write")
            with pytest.raises(sqlite3.OperationalError):
                await store.decide([("a", readdress)])
        assert (store["a"].xn_address, desk.told) == ("team@example", [])
        await store.decide([("a", readdress), ("gone", readdress), ("b", lambda _: [])])
        assert (store["a"].xn_address, desk.told) == ("kim@example", [["a"]])
        with monkeypatch.context() as full:
            refuse(full, "write")
            await store.decide([("b", lambda _: [Released(at(6))])])
        assert desk.told == [["a"]], "it changes nothing, and nothing is stored"
        async with desk.busy():
            # While the word is on its way to the disk, one document changes and another ends.
            deciding = asyncio.ensure_future(store.decide([("b", readdress), ("c", readdress)]))
            await asyncio.sleep(0)
            store.apply("b", Held(at(7), NO_KEY))
            store.apply("c", Canceled(at(7)))
        await deciding
        assert (store["b"].state, store["b"].xn_address) == (S.HELD, "kim@example")
        assert (store["c"].state, store["c"].xn_address) == (S.CANCELED, "team@example")
        kinds = [entry.what for entry in await store.history("a")]
        assert kinds == [EntryKind.ADDED, EntryKind.ADDRESSED]
    async with opened(tmp_path) as desk:
        assert [(row.state, row.xn_address) for row in desk.store] == [
            (S.QUEUED, "kim@example"),
            (S.HELD, "kim@example"),
            (S.CANCELED, "team@example"),
        ]


def settled_by(event: Any, outcome: AttemptOutcome) -> Callable[[Attempt], tuple[Attempt, Any]]:
    return lambda one: (replace(one, outcome=outcome), event)


RECEIVED = settled_by(MarkedReceived(at(30)), AttemptOutcome.RECEIVED)
NEVER_SENT = settled_by(MarkedNeverSent(at(30)), AttemptOutcome.NEVER_SENT)


async def in_doubt(desk: Desk, id_: str = "a") -> Attempt:
    await desk.store.add([queued(id_)])
    await desk.store.begin_attempt(id_, started(), record(id_))
    desk.store.apply(id_, UNKNOWN)
    desk.told.clear()
    return replace(record(id_), outcome=AttemptOutcome.UNKNOWN)


async def test_the_persons_answer_is_stored_first_and_then_seen(tmp_path: Path) -> None:
    async with opened(tmp_path) as desk:
        attempt, event = RECEIVED(await in_doubt(desk))
        assert await desk.store.decide_attempt(attempt, event)
        assert desk.store.last_attempt(desk.store["a"]) == attempt
        assert (desk.store["a"].state.is_terminal, desk.told) == (True, [["a"]])
        assert not await desk.store.decide_attempt(attempt, event), "it is settled"
        assert desk.told == [["a"]]
    async with opened(tmp_path) as desk:
        assert desk.store["a"].state.is_terminal
        assert desk.store.attempts("a") == (attempt,)


async def test_an_answer_about_another_attempt_or_on_a_full_disk_changes_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempt, event = NEVER_SENT(await in_doubt(desk))
    assert not await desk.store.decide_attempt(replace(attempt, id="older"), event)
    with monkeypatch.context() as full:
        refuse(full, "save_attempt")
        with pytest.raises(sqlite3.OperationalError):
            await desk.store.decide_attempt(attempt, event)
    assert (desk.store["a"].state, desk.told) == (S.CONFIRMING, [])
    assert desk.store.attempts("a") == (record("a"),)


async def test_what_was_settled_by_itself_meanwhile_outweighs_the_persons_answer(
    tmp_path: Path,
) -> None:
    async with opened(tmp_path) as desk:
        attempt, event = NEVER_SENT(await in_doubt(desk))
        async with desk.busy():
            deciding = asyncio.ensure_future(desk.store.decide_attempt(attempt, event))
            await asyncio.sleep(0)
            desk.store.apply("a", Accepted(at(31), "doc_1"))
        assert not await deciding
        assert (desk.store["a"].state, desk.store["a"].document_id) == (S.PROCESSING, "doc_1")
    async with opened(tmp_path) as desk:
        assert (desk.store["a"].state, desk.store["a"].document_id) == (S.PROCESSING, "doc_1")
        assert desk.store.attempts("a") == (record("a"),)


async def test_another_change_meanwhile_does_not_take_the_persons_answer_away(desk: Desk) -> None:
    attempt, event = NEVER_SENT(await in_doubt(desk))
    async with desk.busy():
        deciding = asyncio.ensure_future(desk.store.decide_attempt(attempt, event))
        await asyncio.sleep(0)
        desk.store.apply("a", StatusReported(at(31), StatusReport("doc_x", "odd")))
        changed = desk.store["a"]
    assert await deciding
    assert desk.store["a"].state.is_terminal
    assert changed.id == "a"


async def test_an_answer_does_not_count_for_an_attempt_that_began_meanwhile(desk: Desk) -> None:
    attempt, event = NEVER_SENT(await in_doubt(desk))
    async with desk.busy():
        deciding = asyncio.ensure_future(desk.store.decide_attempt(attempt, event))
        await asyncio.sleep(0)
        checked = Checked(at(31), 1000, "a" * 64, 1)
        for meanwhile in (SendAgain(at(31)), checked, started("attempt-2", 32), UNKNOWN):
            desk.store.apply("a", meanwhile)
        assert desk.store["a"].state is S.CONFIRMING
    assert not await deciding
    assert (desk.store["a"].state, desk.store["a"].attempt_id) == (S.CONFIRMING, "attempt-2")
    assert desk.store.attempts("a") == (record("a"),)


HAIL = Batch("hail", "Hail", START, BatchOrigin.DROP, to())


async def test_what_is_forgotten_goes_with_its_attempts_its_batch_and_its_copies(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = desk.store
    first, second = queued("a", batch_id="hail"), queued("b", batch_id="hail", sha256="a" * 64)
    await store.add([first, second, queued("c")], HAIL)
    assert (store.batch("hail"), store.size_of("hail")) == (HAIL, 2)
    await store.begin_attempt("a", started(), record("a"))
    store.apply("a", Accepted(at(12), "doc_1"))
    assert store.earlier_copy(store["b"]) == store["a"]
    store.apply("a", StatusReported(at(13), StatusReport("doc_1", "complete")))
    store.apply("b", Canceled(at(13)))
    gone: list[tuple[str, bool]] = []
    store.listen(lambda changed: gone.extend((one.id, one.removed) for one in changed))
    with monkeypatch.context() as full:
        refuse(full, "forget")
        with pytest.raises(sqlite3.OperationalError):
            await store.forget(["a"])
    assert ("a" in store, gone) == (True, [])
    await store.forget(["a", "c"])  # what has not ended stays
    assert (gone, [row.id for row in store]) == ([("a", True)], ["b", "c"])
    assert (store.attempts("a"), store.every_attempt()) == ((), [])
    assert (store.count(S.COMPLETE), store.in_state(S.COMPLETE)) == (0, [])
    assert store.earlier_copy(store["b"]) is None
    assert (store.batch("hail"), store.size_of("hail")) == (HAIL, 1)
    assert [row.id for row in store.documents_of("hail")] == ["b"]
    await store.forget(["b"])
    assert (store.batch("hail"), store.batches, store.size_of("hail")) == (None, [], 0)


async def test_batches_are_told_when_they_change_and_only_then(desk: Desk) -> None:
    told: list[list[Batch]] = []
    desk.store.listen_to_batches(lambda changed: told.append(list(changed)))
    await desk.store.add([queued("a", batch_id="hail", waits_for_start=True)], HAIL)
    await desk.store.add([queued("b", batch_id="hail")], HAIL)
    assert told == [[HAIL]]
    await desk.store.decide([], [("hail", lambda batch: batch)])
    await desk.store.decide([("b", lambda _: [Canceled(at(8))])])
    assert told == [[HAIL]], "it stayed as it was"
    sent = replace(HAIL, sent_at=at(9))
    await desk.store.decide([("a", lambda _: [Started(at(9))])], [("hail", lambda _: sent)])
    assert (told, desk.store.batch("hail")) == ([[HAIL], [sent]], sent)
    assert not desk.store["a"].waits_for_start


@pytest.mark.parametrize("forgotten", ["first", "second", "third"])
async def test_of_several_copies_that_were_sent_the_others_stay_known(
    desk: Desk, forgotten: str
) -> None:
    store, sent = desk.store, ["first", "second", "third"]
    await store.add([queued(id_, sha256="a" * 64) for id_ in (*sent, "again")])
    for number, id_ in enumerate(sent):
        attempt_id, document_id = f"attempt-{number}", f"doc_{number}"
        if number:
            store.apply(id_, SendAgain(at(9)))
        await store.begin_attempt(id_, started(attempt_id), record(id_, attempt_id))
        store.apply(id_, Accepted(at(12), document_id))
        store.apply(id_, StatusReported(at(13), StatusReport(document_id, "complete")))
    await store.forget([forgotten])
    left = [id_ for id_ in sent if id_ != forgotten]
    for id_ in left:
        copy = store.earlier_copy(store["again"])
        assert copy is not None
        assert copy.id == id_, "the one that was added first"
        await store.forget([id_])
    assert store.earlier_copy(store["again"]) is None
