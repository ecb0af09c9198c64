"""Which documents the queue starts, and what it does with a person's words."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from helpers.attempts import to
from helpers.clock import START
from helpers.documents import document
from helpers.stored_documents import StoredDocuments, stored_documents

from capout_desktop.capout.client import CapOutClient
from capout_desktop.capout.errors import CapOutError, TooManyRequests, Unauthorized
from capout_desktop.capout.wire import UploadReceipt
from capout_desktop.domain.batch import Batch, BatchOrigin
from capout_desktop.domain.credits import KeyKind
from capout_desktop.domain.document import Document, DocumentState, SourceKind
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.organization import unconfirmed_organization
from capout_desktop.domain.problem import Problem
from capout_desktop.services.organizations.credential_service import Credential
from capout_desktop.services.organizations.credentials import Credentials
from capout_desktop.services.runtime.clock import now
from capout_desktop.services.uploads.attempt import AttemptResult
from capout_desktop.services.uploads.first_look import Look
from capout_desktop.services.uploads.queue import UploadQueue

S = DocumentState
WAITS = Problem(HoldReason.WAITS_FOR_START)


@dataclass
class Transfers:
    """Stands for the transfers and the first look: an upload ends when the test says so."""

    ends: dict[str, asyncio.Future[AttemptResult]] = field(default_factory=dict)
    stopped: list[str] = field(default_factory=list)
    look: Look | Problem = Look.CLEAR
    looked: list[str] = field(default_factory=list)
    prepared: int = 0

    def prepare(self) -> None:
        self.prepared += 1

    def close(self) -> None:
        """Do nothing."""

    def listen(self, _: object) -> None:
        """Do nothing."""

    def begins(self, *_: object) -> None:
        """Do nothing."""

    def check(self, document: Document, _: Credential) -> Look | Problem:
        self.looked.append(document.id)
        return self.look

    def start(self, document: Document, *_: object) -> Transfer:
        return Transfer(self, document.id)


class Transfer:
    """Stands for the transfer of one document."""

    def __init__(self, transfers: Transfers, id_: str) -> None:
        self._stopped, self._id = transfers.stopped, id_
        self._end: asyncio.Future[AttemptResult] = asyncio.get_running_loop().create_future()
        transfers.ends[id_] = self._end

    async def wait(self) -> AttemptResult:
        return await self._end

    def cancel(self) -> None:
        self._stopped.append(self._id)
        if not self._end.done():
            self._end.set_result(AttemptResult(None, None, body_is_out=False))


@dataclass
class Bench:
    stored: StoredDocuments
    credentials: Credentials
    queue: UploadQueue
    transfers: Transfers
    refused: list[tuple[Credential, Problem]]

    def key(self, name: str = "one", organization_id: str = "org_1") -> Credential:
        client = CapOutClient("https://capout.invalid", f"key-{name}")
        return Credential(f"key-{name}", organization_id, KeyKind.LIVE, client, name)

    def states(self) -> dict[str, DocumentState]:
        return {row.id: row.state for row in self.stored.store}

    def under_way(self) -> set[str]:
        return {row.id for row in self.stored.store if row.state is S.UPLOADING}

    async def end(self, id_: str, error: CapOutError | None = None) -> None:
        """End an upload, with a receipt if there is no error."""
        receipt = UploadReceipt(f"doc-{id_}") if error is None else None
        self.transfers.ends.pop(id_).set_result(AttemptResult(receipt, error, body_is_out=True))
        await self.until(lambda: self.stored.store[id_].state is not S.UPLOADING)

    async def until(self, condition: Callable[[], object]) -> None:
        async with asyncio.timeout(20):
            while not condition():  # noqa: ASYNC110 - threads and the queue change it
                await asyncio.sleep(0.005)

    async def until_sent(self, *ids: str) -> None:
        """Wait until these are under way, and no others."""
        await self.until(lambda: set(self.transfers.ends) == self.under_way() == set(ids))


def row(id_: str, state: DocumentState = S.QUEUED, **values: Any) -> Document:
    link = f"https://files.example/{id_}.pdf"
    own = {"id": id_, "source": link, "source_kind": SourceKind.LINK, "file_name": f"{id_}.pdf"}
    bound = {"credential_id": "one", "organization_id": "org_1", "key_kind": KeyKind.LIVE}
    return document(state, **{**own, **bound, **values})


@asynccontextmanager
async def bench(
    folder: Path, *rows: Document, parallel: int = 9, batch: Batch | None = None, **transfers: Any
) -> AsyncIterator[Bench]:
    async with stored_documents(folder) as stored:
        await stored.store.add(rows, batch)
        stand_in, credentials = Transfers(**transfers), Credentials()
        refused: list[tuple[Credential, Problem]] = []
        uploads = UploadQueue(
            stored.store,
            credentials,
            stored.tasks,
            lambda key, problem: refused.append((key, problem)),
            stored.failures.append,
            lambda _: None,
            cast("Any", stand_in),
            parallel=parallel,
            transfers=cast("Any", stand_in),
        )
        yield Bench(stored, credentials, uploads, stand_in, refused)
        await stored.tasks.close()
        uploads.close()


async def test_so_many_go_at_once_in_their_order_and_the_first_of_all_is_what_was_moved(
    tmp_path: Path,
) -> None:
    rows = [row(id_) for id_ in "abcd"]
    rows.append(row("early", moved_to_top_at=START))
    rows.append(row("late", moved_to_top_at=START + timedelta(seconds=1)))
    async with bench(tmp_path, *rows, parallel=3) as desk:
        desk.credentials.use(desk.key())
        await desk.until_sent("late", "early", "a")
        await desk.end("a")
        await desk.until_sent("late", "early", "b")
        desk.queue.set_parallel(4)
        await desk.until_sent("late", "early", "b", "c")
        desk.queue.pause(True)
        await desk.end("late")
        await desk.end("b")
        await desk.until_sent("early", "c")
        desk.queue.pause(False)
        await desk.until_sent("early", "c", "d")


async def test_a_document_with_an_obstacle_is_held_and_the_others_go(tmp_path: Path) -> None:
    rows = (
        row("goes"),
        row("waits", waits_for_start=True),
        row("no address", xn_address=""),
        row("typed", xn_address="", unconfirmed_address="kim@x"),
        row("other server", server="https://other.example"),
        row("suspended", credential_id="two"),
        row("expected", credential_id="three"),
    )
    async with bench(tmp_path, *rows) as desk:
        desk.credentials.suspend("two")
        desk.credentials.expect("three")
        desk.credentials.use(desk.key())
        await desk.until_sent("goes")
        await desk.until(lambda: len(desk.stored.store.in_state(S.HELD)) == 5)
        problems = {one.id: one.problem for one in desk.stored.store.in_state(S.HELD)}
        assert problems == {
            "waits": WAITS,
            "no address": Problem(HoldReason.NO_ADDRESS),
            "typed": Problem(HoldReason.UNCONFIRMED_ADDRESS, values=(("address", "kim@x"),)),
            "other server": Problem(HoldReason.OTHER_SERVER),
            "suspended": Problem(HoldReason.NO_KEY),
        }
        assert desk.states()["expected"] is S.QUEUED


async def test_a_key_that_comes_lets_its_documents_go(tmp_path: Path) -> None:
    new = row("new", credential_id="", organization_id="", key_kind=None)
    rows = new, row("held", S.HELD, problem=Problem(HoldReason.NO_KEY)), row("queued")
    async with bench(tmp_path, *rows) as desk:
        desk.credentials.use(desk.key())
        desk.credentials.activate("one")
        await desk.until_sent("new", "held", "queued")
        bound = desk.stored.store["new"]
        assert (bound.credential_id, bound.organization_id) == ("one", "org_1")
        assert bound.key_kind is KeyKind.LIVE


async def test_a_document_goes_no_earlier_than_capout_said_unless_the_person_wants_it(
    tmp_path: Path,
) -> None:
    soon = now() + timedelta(minutes=5)
    async with bench(tmp_path, row("waited before", not_before=soon)) as desk:
        desk.credentials.use(desk.key())
        await desk.stored.store.add([row("goes"), row("waits", not_before=soon)])
        await desk.until_sent("goes")
        desk.queue.set_parallel(8)  # the queue looks through all of them again
        await desk.end("goes")
        await desk.until_sent()
        desk.queue.try_now()
        await desk.until_sent("waited before", "waits")


async def test_what_sends_is_made_ready_as_soon_as_there_is_something_to_send(
    tmp_path: Path,
) -> None:
    async with bench(tmp_path, row("ended", S.COMPLETE)) as desk:
        await desk.stored.store.add([row("refused", S.REJECTED)])
        assert desk.transfers.prepared == 0
        await desk.stored.store.add([row("refused too", S.REJECTED), row("checked", S.CHECKING)])
        assert desk.transfers.prepared == 1


async def test_what_sends_is_not_made_ready_while_sending_is_paused(tmp_path: Path) -> None:
    async with bench(tmp_path) as desk:
        desk.queue.pause(True)
        await desk.stored.store.add([row("new", S.CHECKING)])
        assert desk.transfers.prepared == 0
        desk.queue.pause(False)
        assert desk.transfers.prepared == 1


async def test_what_sends_is_not_made_ready_for_a_list_with_nothing_to_send(tmp_path: Path) -> None:
    async with bench(tmp_path, row("ended", S.COMPLETE)) as desk:
        desk.queue.pause(True)
        desk.queue.pause(False)
        assert desk.transfers.prepared == 0


async def test_what_sends_is_made_ready_only_where_sending_was_paused(tmp_path: Path) -> None:
    async with bench(tmp_path, row("a draft", S.QUEUED, waits_for_start=True)) as desk:
        before = desk.transfers.prepared
        desk.queue.pause(False)
        assert desk.transfers.prepared == before


async def test_what_the_list_is_asked_about_waits(tmp_path: Path) -> None:
    async with bench(tmp_path, row("a"), look=Look.PENDING) as desk:
        desk.credentials.use(desk.key())
        await desk.until(lambda: desk.transfers.looked)
        assert desk.states() == {"a": S.QUEUED}
        desk.transfers.look = Problem(HoldReason.LIKELY_TWIN)
        desk.queue.try_now()
        await desk.until(lambda: desk.states() == {"a": S.HELD})
        assert desk.stored.store["a"].problem == Problem(HoldReason.LIKELY_TWIN)


async def test_a_namesake_waits_until_the_one_that_flies_has_landed(tmp_path: Path) -> None:
    rows = row("a", file_name="Scope.pdf"), row("b", file_name="scope.pdf"), row("c")
    async with bench(tmp_path, *rows) as desk:
        desk.credentials.use(desk.key())
        await desk.until_sent("a", "c")
        await desk.until(lambda: desk.states()["b"] is S.HELD)
        assert desk.stored.store["b"].problem == Problem(HoldReason.SAME_IN_FLIGHT)
        await desk.end("a")
        await desk.until_sent("b", "c")


async def test_two_of_the_same_content_do_not_go_at_once_unless_the_person_wants_it(
    tmp_path: Path,
) -> None:
    same: dict[str, Any] = {"source": "https://files.example/same.pdf"}
    rows = row("a", **same), row("b", **same), row("c", send_again=True, **same)
    async with bench(tmp_path, *rows) as desk:
        desk.credentials.use(desk.key())
        await desk.until_sent("a", "c")
        await desk.until(lambda: desk.states()["b"] is S.HELD)
        assert desk.stored.store["b"].problem_code == HoldReason.ALREADY_SENT


async def test_a_batch_that_is_paused_sends_nothing_more(tmp_path: Path) -> None:
    batch = Batch("b", "", START, BatchOrigin.DROP, to(), paused=True, sent_at=START)
    rows = row("in batch", batch_id="b"), row("alone")
    async with bench(tmp_path, *rows, batch=batch) as desk:
        desk.credentials.use(desk.key())
        await desk.until_sent("alone")
        assert desk.states()["in batch"] is S.QUEUED


async def test_one_organization_that_sends_too_fast_goes_on_alone(tmp_path: Path) -> None:
    theirs: dict[str, Any] = {"credential_id": "two", "organization_id": "org_2"}
    rows = *(row(id_) for id_ in "abc"), row("x", **theirs), row("y", **theirs)
    async with bench(tmp_path, *rows, parallel=2) as desk:
        desk.credentials.use(desk.key())
        desk.credentials.use(desk.key("two", "org_2"))
        await desk.until_sent("a", "b")
        await desk.end("a", TooManyRequests(status_code=429, retry_after=9000))
        await desk.end("b", TooManyRequests(status_code=429, retry_after=9000))
        await desk.until_sent("x", "y")
        desk.queue.set_parallel(9)
        desk.queue.try_now()
        await desk.until(lambda: len(desk.under_way()) == 3)
        assert desk.under_way() > {"x", "y"}


async def test_a_refused_key_is_told_of(tmp_path: Path) -> None:
    async with bench(tmp_path, row("a")) as desk:
        key = desk.key()
        desk.credentials.use(key)
        await desk.until_sent("a")
        error = Unauthorized("no", status_code=401)
        await desk.end("a", error)
        await desk.until(lambda: desk.refused)
        assert desk.refused == [(key, error.problem)]
        assert desk.stored.store["a"].problem == error.problem
        assert desk.states() == {"a": S.HELD}
        desk.credentials.use(desk.key())
        await desk.until_sent("a")


async def test_what_the_person_says_is_done_to_these_documents_only(tmp_path: Path) -> None:
    states: dict[str, tuple[DocumentState, dict[str, Any]]] = {
        "start": (S.HELD, {"waits_for_start": True, "problem": WAITS}),
        "retry": (S.CANCELED, {}),
        "again": (S.HELD, {"problem": Problem(HoldReason.LIKELY_TWIN)}),
        "anyway": (S.REJECTED, {"problem": Problem("pdf-damaged")}),
        "top": (S.QUEUED, {}),
        "cancel": (S.QUEUED, {}),
        "readdress": (S.QUEUED, {}),
    }
    rows = [
        row(name + end, state, **values)
        for name, (state, values) in states.items()
        for end in ("", " not")
    ]
    async with bench(tmp_path, *rows) as desk:
        desk.credentials.expect("one")  # nothing goes
        before = {one.id: one for one in desk.stored.store}
        desk.queue.start("start")
        desk.queue.retry("retry")
        desk.queue.send_again("again")
        desk.queue.send_anyway("anyway")
        desk.queue.move_to_top("top")
        desk.queue.cancel("cancel")
        desk.queue.readdress(["readdress"], "new@example")
        store = desk.stored.store
        await desk.until(lambda: store["readdress"].xn_address == "new@example")
        await desk.until(lambda: store["cancel"].state is S.CANCELED)
        assert {id_: store[id_].state for id_ in states} == {
            "start": S.QUEUED,
            "retry": S.CHECKING,
            "again": S.CHECKING,
            "anyway": S.CHECKING,
            "top": S.QUEUED,
            "cancel": S.CANCELED,
            "readdress": S.QUEUED,
        }
        assert store["again"].send_again
        assert store["anyway"].send_unread
        assert store["top"].moved_to_top_at is not None
        for name in states:
            assert store[f"{name} not"] is before[f"{name} not"]


async def test_what_is_canceled_on_its_way_is_stopped(tmp_path: Path) -> None:
    async with bench(tmp_path, row("a"), row("b")) as desk:
        desk.credentials.use(desk.key())
        await desk.until_sent("a", "b")
        desk.queue.cancel("a")
        await desk.until(lambda: desk.states() == {"a": S.CANCELED, "b": S.UPLOADING})
        assert desk.transfers.stopped == ["a"]


@pytest.mark.parametrize("organization_id", ["org_1", unconfirmed_organization("f")])
async def test_an_address_goes_to_documents_of_the_same_organization(
    organization_id: str, tmp_path: Path
) -> None:
    held: dict[str, Any] = {"problem": Problem(HoldReason.NO_ADDRESS), "xn_address": ""}
    two: dict[str, Any] = {"credential_id": "two"}
    rows = (
        row("own", S.HELD, **held),
        row("checking", S.CHECKING, xn_address=""),
        row("unbound", S.HELD, **{**held, "credential_id": "", "organization_id": ""}),
        row("same", S.HELD, **{**held, **two, "organization_id": organization_id}),
        row("other", S.HELD, **{**held, **two, "organization_id": "org_2"}),
        row("has one", S.HELD, problem=WAITS),
    )
    async with bench(tmp_path, *rows) as desk:
        desk.credentials.expect("one")
        desk.queue.address_chosen("kim@example", "one", organization_id)
        store = desk.stored.store
        await desk.until(lambda: store["own"].xn_address)
        given = {one.id for one in store if one.xn_address == "kim@example"}
        also = {"same"} if organization_id == "org_1" else set()
        assert given == {"own", "checking", "unbound"} | also
        assert store["own"].state is S.QUEUED
