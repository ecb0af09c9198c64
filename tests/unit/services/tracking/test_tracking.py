"""Each key follows its own documents, and the worst of the connections is the one that is told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import astuple, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from helpers.documents import document
from helpers.scripted_listener import ScriptedListener, scripted_listeners

from capout_desktop.capout.client import CapOutClient
from capout_desktop.capout.errors import Unauthorized
from capout_desktop.capout.realtime.events import (
    Ended,
    Idle,
    Live,
    LiveSse,
    Polling,
    Reconnecting,
    StatusUnavailable,
)
from capout_desktop.domain.credits import KeyKind
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.events import (
    Accepted,
    AttemptStarted,
    Checked,
    SendAgain,
    StatusReported,
)
from capout_desktop.domain.problem import Problem
from capout_desktop.domain.status_report import StatusReport
from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.documents.journal_writer import JournalWriter
from capout_desktop.services.organizations.credential_service import Credential
from capout_desktop.services.organizations.credentials import Credentials
from capout_desktop.services.runtime.clock import now
from capout_desktop.services.runtime.tasks import TaskOwner
from capout_desktop.services.runtime.worker_threads import WorkerThreads
from capout_desktop.services.tracking import follower
from capout_desktop.services.tracking.tracking import Connection, Tracking, Via

S = DocumentState
SLOW = Problem("timeout")
AWAY = Problem("connection-refused")
NOTHING = (False, 0, None, None, Via.NONE)


def row(
    id_: str, organization: str = "one", state: DocumentState = S.PROCESSING, **values: object
) -> Document:
    at_capout = {"document_id": f"doc_{id_}", "organization_id": organization}
    return document(state, id=id_, credential_id=organization, **{**at_capout, **values})


def key_of(organization: str) -> Credential:
    client = CapOutClient("https://capout.invalid", "capout_live_key")
    return Credential("capout_live_key", organization, KeyKind.LIVE, client, organization)


@pytest.fixture
def listeners(monkeypatch: pytest.MonkeyPatch) -> list[ScriptedListener]:
    return scripted_listeners(monkeypatch)


@dataclass
class Bench:
    """All that follows, and all that it told."""

    store: DocumentStore
    listeners: list[ScriptedListener]
    credentials: Credentials = field(default_factory=Credentials)
    told: list[Connection] = field(default_factory=list)
    refused: list[tuple[str, Problem]] = field(default_factory=list)
    batches: list[list[str]] = field(default_factory=list)
    tracking: Tracking | None = None

    async def until(self, condition: Callable[[], object]) -> None:
        async with asyncio.timeout(20):
            while not condition():  # noqa: ASYNC110 - anything may change it
                await asyncio.sleep(0.001)

    async def told_in_the_end(self, *connections: Connection) -> None:
        """Wait until exactly these were told since the last time."""
        await self.until(lambda: len(self.told) >= len(connections))
        assert self.told == list(connections)
        self.told.clear()


@asynccontextmanager
async def bench(
    folder: Path, listeners: list[ScriptedListener], *rows: Document
) -> AsyncIterator[Bench]:
    failures: list[BaseException] = []
    tasks, disk = TaskOwner(failures.append), WorkerThreads("journal")
    journal, _ = await JournalWriter.open(folder / "j.sqlite3", disk, failures.append)
    store = DocumentStore(journal, rows)
    made = Bench(store, listeners)
    made.tracking = Tracking(
        store,
        made.credentials,
        tasks,
        made.told.append,
        lambda key, problem: made.refused.append((key.credential_id, problem)),
    )
    store.listen(lambda changed: made.batches.append([one.id for one in changed]))
    try:
        yield made
    finally:
        await tasks.close()
        for key in made.credentials.working:
            await key.client.aclose()
        await journal.close()
        disk.stop()
    assert not failures


async def test_a_way_is_told_with_all_that_is_known_of_it(
    tmp_path: Path, listeners: list[ScriptedListener], monkeypatch: pytest.MonkeyPatch
) -> None:
    times = iter(datetime(2026, 4, 14, hour, tzinfo=UTC) for hour in range(24))
    monkeypatch.setattr(follower, "now", times.__next__)
    async with bench(tmp_path, listeners, row("a")) as desk:
        assert astuple(Connection()) == NOTHING
        desk.credentials.use(key_of("one"))
        (listener,) = listeners
        for event, expected in (
            (Live(), (True, 0, None, None, Via.WEBSOCKET)),
            (LiveSse(SLOW), (True, 0, None, SLOW, Via.SSE)),
            (Polling(SLOW, 7.5), (False, 7.5, None, SLOW, Via.POLLING)),
            (Reconnecting(SLOW, 1), (False, 0, datetime(2026, 4, 14, 0, tzinfo=UTC), SLOW, "none")),
            (Reconnecting(AWAY, 1), (False, 0, datetime(2026, 4, 14, 0, tzinfo=UTC), AWAY, "none")),
            (Live(), (True, 0, None, None, Via.WEBSOCKET)),
            (Reconnecting(AWAY, 1), (False, 0, datetime(2026, 4, 14, 1, tzinfo=UTC), AWAY, "none")),
            (Idle(), NOTHING),
        ):
            listener.tell(event)
            await desk.told_in_the_end(Connection(*expected))
        listener.tell(Idle(), Live(), Live())
        await desk.told_in_the_end(Connection(live=True, via=Via.WEBSOCKET))


@asynccontextmanager
async def two_under_one_id(
    folder: Path, listeners: list[ScriptedListener]
) -> AsyncIterator[tuple[Bench, ScriptedListener]]:
    """Follow `a` and `b`, which have the same id at CapOut."""
    async with bench(folder, listeners, row("a"), row("b", document_id="doc_a")) as desk:
        desk.credentials.use(key_of("one"))
        (listener,) = listeners
        yield desk, listener


async def test_what_is_sent_again_under_the_same_id_is_followed_again(
    tmp_path: Path, listeners: list[ScriptedListener]
) -> None:
    async with two_under_one_id(tmp_path, listeners) as (desk, listener):
        assert listener.asked == [["doc_a"]]
        listener.tell(StatusReport("doc_a", "failed"))
        await desk.until(lambda: desk.store["b"].state is S.FAILED)
        assert desk.store["a"].state is S.FAILED
        listener.unwatch(["doc_a"])  # as the real one does with what has ended
        for event in (SendAgain(now()), Checked(now()), AttemptStarted(now(), "second", "one")):
            desk.store.apply("a", event)
        desk.store.apply("a", Accepted(now(), "doc_a", status="processing"))
        assert listener.asked == [["doc_a"], ["doc_a"]]
        listener.tell(StatusReport("doc_a", "complete"))
        await desk.until(lambda: desk.store["a"].state is S.COMPLETE)
        assert desk.store["b"].state is S.FAILED


async def test_of_two_under_one_id_the_other_is_followed_on(
    tmp_path: Path, listeners: list[ScriptedListener]
) -> None:
    async with two_under_one_id(tmp_path, listeners) as (desk, listener):
        report = StatusReport("doc_a", "failed")
        desk.store.apply("a", StatusReported(now(), report))
        assert desk.store["b"].state is S.PROCESSING
        listener.tell(StatusReport("doc_a", "complete"))
        await desk.until(lambda: desk.store["b"].state is S.COMPLETE)
        assert desk.store["a"].state is S.FAILED


async def test_the_worst_connection_counts(
    tmp_path: Path, listeners: list[ScriptedListener]
) -> None:
    socket, stream = (Connection(live=True, via=v) for v in (Via.WEBSOCKET, Via.SSE))
    polling = Connection(interval=3, problem=SLOW, via=Via.POLLING)
    async with bench(tmp_path, listeners) as desk:
        desk.credentials.use(key_of("one"))
        desk.credentials.use(key_of("two"))
        one, two = listeners
        one.tell(Live())
        await desk.told_in_the_end(socket)
        two.tell(Polling(SLOW, 3))
        await desk.told_in_the_end(polling)
        one.tell(LiveSse(SLOW))
        two.tell(Live())
        await desk.told_in_the_end(replaced(stream, problem=SLOW))
        two.tell(Reconnecting(AWAY, 1))
        await desk.until(lambda: desk.told)
        assert desk.told[-1].since is not None, "that one is away is worse than any way"
        assert desk.tracking is not None
        assert desk.tracking.connection == desk.told[-1]
        desk.told.clear()
        desk.credentials.suspend("two")
        await desk.told_in_the_end(replaced(stream, problem=SLOW))
        desk.credentials.forget("one")
        await desk.told_in_the_end(Connection())
        await desk.until(lambda: not one.is_heard and not two.is_heard)


def replaced(connection: Connection, problem: Problem) -> Connection:
    return Connection(connection.live, connection.interval, None, problem, connection.via)


async def test_each_key_follows_the_documents_that_it_can_read(
    tmp_path: Path, listeners: list[ScriptedListener]
) -> None:
    rows = (
        row("a"),
        row("b", "two"),
        row("c", state=S.COMPLETE),
        row("d", "three"),
        row("e", state=S.UPLOADING, document_id=""),
    )
    async with bench(tmp_path, listeners, *rows) as desk:
        for name in ("one", "two"):
            desk.credentials.use(key_of(name))
        one, two = listeners
        assert (one.asked, two.asked) == ([["doc_a"]], [["doc_b"]])
        await desk.store.add([row("f"), row("g", "two"), row("h", state=S.FAILED)])
        assert (one.asked[1:], two.asked[1:]) == ([["doc_f"]], [["doc_g"]])
        await desk.store.add([row("i", document_id="doc_a")])
        assert one.asked[2:] == [["doc_a"]], "a second row with an id that is followed already"
        desk.credentials.use(key_of("three"))
        assert listeners[2].asked == [["doc_d"]]
        assert one.asked[3:] == [], "once each"


async def test_reports_reach_each_row_of_their_id_and_no_other(
    tmp_path: Path, listeners: list[ScriptedListener]
) -> None:
    rows = row("a"), row("twin", document_id="doc_a"), row("b"), row("other", "two")
    async with bench(tmp_path, listeners, *rows) as desk:
        desk.credentials.use(key_of("one"))
        (listener,) = listeners
        listener.tell(
            StatusReport("doc_a", "almost", progress={"ocr": "complete"}),
            StatusReport("doc_a", "complete", workflow_complete=True),
            StatusReport("doc_unknown", "complete", workflow_complete=True),
            StatusReport("doc_other", "complete", workflow_complete=True),
            StatusUnavailable("doc_b", Problem("not-found")),
            StatusUnavailable("doc_unknown", Problem("not-found")),
        )
        await desk.until(lambda: desk.store.count(S.COMPLETE) == 2)
        assert desk.store["b"].problem_code == "not-found"
        assert [desk.store[id_].state for id_ in ("a", "twin")] == [S.COMPLETE] * 2
        assert [desk.store[id_].state for id_ in ("b", "other")] == [S.PROCESSING] * 2
        assert sorted(map(sorted, desk.batches)) == [["a", "twin"], ["b"]], "told once"


async def test_a_change_of_the_key_or_the_proxy_connects_anew_and_loses_nothing(
    tmp_path: Path, listeners: list[ScriptedListener], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follower, "FOLD_SECONDS", 3600.0)  # nothing is applied by itself
    async with bench(tmp_path, listeners, row("a"), row("b"), row("c", "two")) as desk:
        first = key_of("one")
        desk.credentials.use(first)
        desk.credentials.use(key_of("two"))
        desk.credentials.activate("one")
        assert len(listeners) == 2, "it is followed already"
        await desk.until(lambda: all(one.is_heard for one in listeners))
        listeners[0].tell(StatusReport("doc_a", "complete", workflow_complete=True), Live())
        await desk.until(lambda: desk.told)
        assert desk.store.count(S.COMPLETE) == 0
        desk.credentials.use(newer := key_of("one"))
        assert desk.store.count(S.COMPLETE) == 1, "what was heard is applied at once"
        await desk.until(lambda: not listeners[0].is_heard)
        assert (listeners[2].client, listeners[2].asked) == (newer.client, [["doc_b"]])
        assert desk.tracking is not None
        desk.told.clear()
        listeners[2].tell(StatusReport("doc_b", "almost", progress={"ocr": "complete"}), Live())
        await desk.until(lambda: desk.told)
        desk.tracking.connect_anew()
        assert desk.store["b"].server_status == "almost"
        await desk.until(lambda: [one.is_heard for one in listeners] == [False] * 3 + [True] * 2)
        assert [(one.client, one.asked) for one in listeners[3:]] == [
            (desk.credentials.working[0].client, [["doc_c"]]),
            (newer.client, [["doc_b"]]),
        ]
        desk.credentials.suspend("one")
        desk.credentials.use(newer)
        assert listeners[5].asked == [["doc_b"]], "a key that works again"
        await first.client.aclose()


async def test_what_was_heard_when_the_program_ends_is_applied(
    tmp_path: Path, listeners: list[ScriptedListener], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follower, "FOLD_SECONDS", 3600.0)  # nothing is applied by itself
    async with bench(tmp_path, listeners, row("a")) as desk:
        desk.credentials.use(key_of("one"))
        listeners[0].tell(StatusReport("doc_a", "complete", workflow_complete=True), Live())
        await desk.until(lambda: desk.told)
        assert desk.store.count(S.COMPLETE) == 0
    assert desk.store.count(S.COMPLETE) == 1


async def test_a_key_that_is_refused_is_told_with_the_reason(
    tmp_path: Path, listeners: list[ScriptedListener]
) -> None:
    async with bench(tmp_path, listeners, row("a")) as desk:
        desk.credentials.use(key_of("one"))
        error = Unauthorized("no such key")
        listeners[0].tell(Ended(error))
        await desk.until(lambda: desk.refused)
    assert desk.refused == [("one", error.problem)]
    assert desk.told == []
