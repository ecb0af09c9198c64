"""What the organization submitted elsewhere is listed with its age, and never a second time."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from helpers.documents import at, document
from helpers.scripted_server import Line, ScriptedServer
from helpers.stored_documents import stored_documents
from msgspec.structs import replace

from capout_desktop.capout.client import CapOutClient
from capout_desktop.capout.realtime.listener import Timing
from capout_desktop.capout.retries import Retries
from capout_desktop.domain.credits import KeyKind
from capout_desktop.domain.document import DocumentState
from capout_desktop.domain.events import Accepted
from capout_desktop.sandbox.contract import Behavior, Call, TimeForm
from capout_desktop.sandbox.faults import Refuse
from capout_desktop.sandbox.organization import SANDBOX_KEY
from capout_desktop.sandbox.server import SandboxServer
from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.documents.remote_documents import (
    QUESTIONS_FOR_ONE,
    SOON,
    RemoteDocumentList,
    RemoteDocuments,
)
from capout_desktop.services.organizations.credential_service import Credential
from capout_desktop.services.runtime.clock import now

S = DocumentState
OFTEN = timedelta(milliseconds=20)
NEVER = timedelta(hours=1)
QUICK = Timing(first_delay=0.01, longest_delay=0.05, fetch_patience=0.02)


@pytest.fixture
def sandbox() -> Iterator[SandboxServer]:
    server = SandboxServer(Behavior(speed=0.01))
    server.start()
    yield server
    server.stop()


@dataclass
class Listed:
    """The service, and all that it told."""

    service: RemoteDocuments
    store: DocumentStore
    told: list[RemoteDocumentList] = field(default_factory=list)
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def names(self) -> list[str]:
        return sorted(d.file_name for d in self.service.status.documents)

    def state_of(self, document_id: str) -> DocumentState | None:
        found = {d.document_id: d.state for d in self.service.status.documents}
        return found.get(document_id)

    async def until(self, condition: Callable[[], object]) -> None:
        async with asyncio.timeout(60):
            while not condition():
                self.changed.clear()
                await self.changed.wait()


@asynccontextmanager
async def listing(
    folder: Path,
    server: SandboxServer | str,
    *own: str,
    interval: timedelta = OFTEN,
    soon: timedelta = SOON,
) -> AsyncIterator[Listed]:
    base_url = server if isinstance(server, str) else server.base_url
    client = CapOutClient(base_url, SANDBOX_KEY, retries=Retries(attempts=1))

    def tell(status: RemoteDocumentList) -> None:
        listed.told.append(status)
        listed.changed.set()

    async with aclosing(client), stored_documents(folder) as stored:
        store = stored.store
        await store.add([document(S.PROCESSING, id=f"local-{id_}", document_id=id_) for id_ in own])
        service = RemoteDocuments(
            store, stored.tasks, tell, interval=interval, soon=soon, timing=QUICK
        )
        listed = Listed(service, store)
        service.use(Credential(SANDBOX_KEY, "org", KeyKind.SANDBOX, client, "default"))
        yield listed


async def test_what_a_teammate_submitted_is_listed_as_far_as_it_is(
    tmp_path: Path, sandbox: SandboxServer
) -> None:
    ids = [sandbox.state.seed_document(f"{n}.pdf", "mate@example") for n in range(3)]
    sandbox.state.finish(ids[0])
    sandbox.state.fail(ids[1])
    async with listing(tmp_path, sandbox) as listed:
        await listed.until(lambda: listed.service.status.as_of)
        found = {d.document_id: d for d in listed.service.status.documents}
        assert [found[id_].state for id_ in ids] == [S.COMPLETE, S.FAILED, S.PROCESSING]
        assert {d.xn_address for d in found.values()} == {"mate@example"}
        assert len(listed.store) == 0, "none of it is in the journal"


async def test_what_this_computer_has_is_not_listed_a_second_time(
    tmp_path: Path, sandbox: SandboxServer
) -> None:
    own = sandbox.state.seed_document("own.pdf", "team@example")
    sandbox.state.seed_document("theirs.pdf", "mate@example")
    async with listing(tmp_path, sandbox, own) as listed:
        await listed.until(lambda: listed.service.status.as_of)
        assert listed.names == ["theirs.pdf"]


async def test_a_document_that_turns_out_to_be_local_leaves_the_list(
    tmp_path: Path, sandbox: SandboxServer
) -> None:
    adopted = sandbox.state.seed_document("lost.pdf", "team@example")
    async with listing(tmp_path, sandbox) as listed:
        await listed.until(lambda: listed.names == ["lost.pdf"])
        await listed.store.add([document(S.CONFIRMING, id="mine", file_name="other.pdf")])
        listed.store.apply("mine", Accepted(at(9), adopted, status="processing"))
        assert listed.names == []


async def test_one_that_is_being_looked_up_is_not_listed_as_somebody_elses(
    tmp_path: Path, sandbox: SandboxServer
) -> None:
    arrived = sandbox.state.seed_document("lost.pdf", "team@example")
    async with listing(tmp_path, sandbox) as listed:
        await listed.store.add(
            [document(S.CONFIRMING, id="mine", file_name="lost.pdf", xn_address="team@example")]
        )
        await listed.until(lambda: listed.service.status.as_of)
        assert listed.names == []
        listed.store.apply("mine", Accepted(at(9), arrived, status="processing"))
        assert listed.names == []


def created(sandbox: SandboxServer, document_id: str, later: timedelta) -> datetime:
    """Let a seeded document have been created at another time, and return that time."""
    found = sandbox.state.document(document_id, sandbox.state.ledger[0].organization_id)
    assert found is not None
    found.created_at += later
    return found.created_at


@pytest.mark.parametrize(
    ("shown", "address"),
    [
        ("Caf\u00e9 (1).pdf", "team@example"),
        ("cafe__1_.pdf", "team@example"),
        ("Cafe\u0301 (1).pdf", "Team <team@example>"),
        ("20260101120000-Caf\u00e9 (1).pdf", "team"),
    ],
)
async def test_an_upload_that_capout_shows_in_another_form_is_not_listed_as_somebody_elses(
    shown: str, address: str, tmp_path: Path, still: SandboxServer
) -> None:
    still.state.seed_document(shown, address)
    still.state.seed_document(shown, "mate@example")
    old = still.state.seed_document(shown, address)
    created(still, old, timedelta(days=-400))
    async with listing(tmp_path, still, interval=NEVER) as listed:
        flying = document(S.UPLOADING, id="mine", file_name="Caf\u00e9 (1).pdf")
        await listed.store.add([replace(flying, added_at=now(), xn_address="team@example")])
        await listed.until(lambda: listed.service.status.as_of)
        found = {d.document_id: d.xn_address for d in listed.service.status.documents}
        assert sorted(found.values()) == sorted([address, "mate@example"])
        assert old in found, "it was there long before"


async def test_a_listed_time_without_a_zone_is_shown_where_nothing_better_is_known(
    tmp_path: Path, still: SandboxServer
) -> None:
    still.state.behavior.documents_time = TimeForm.LOCAL
    theirs = still.state.seed_document("theirs.pdf", "mate@example")
    earlier = created(still, theirs, timedelta(days=-400))
    async with listing(tmp_path, still, interval=NEVER) as listed:
        await listed.until(lambda: listed.service.status.as_of)
        (shown,) = listed.service.status.documents
        assert abs(shown.added_at - earlier) < timedelta(days=1)


async def test_a_newer_list_gives_what_was_missing_and_takes_back_nothing(tmp_path: Path) -> None:
    bare = {"document_id": "doc_1", "status": "processing", "created_at": iso(1)}
    done = {
        "document_id": "doc_2",
        "file_name": "b.pdf",
        "xn_address": "mate@example",
        "created_at": iso(2),
        "status": "complete",
        "updated_at": iso(9),
    }
    lists = [
        [bare, done],
        [
            {**bare, "file_name": "a.pdf", "xn_address": "kim@example", "updated_at": iso(5)},
            {**done, "status": "processing", "updated_at": iso(8)},
        ],
    ]

    async def answer(line: Line) -> None:
        while b"/documents" in await line.read_head():
            await line.answer(200, json.dumps(lists[0]).encode())
            if len(lists) > 1:
                del lists[0]
        await line.answer(404)

    async with ScriptedServer(answer, None) as server, listing(tmp_path, server.url) as listed:
        await listed.until(lambda: listed.service.status.as_of)
        found = {d.document_id: d for d in listed.service.status.documents}
        assert (found["doc_1"].file_name, found["doc_1"].xn_address) == ("doc_1", "")
        assert [found[id_].added_at for id_ in ("doc_1", "doc_2")] == [at(1), at(2)]
        assert [found[id_].changed_at for id_ in ("doc_1", "doc_2")] == [at(1), at(9)]
        listed.service.watch(True)
        await listed.until(lambda: "a.pdf" in listed.names)
        found = {d.document_id: d for d in listed.service.status.documents}
        assert found["doc_1"].xn_address == "kim@example"
        assert found["doc_1"].id == "elsewhere:doc_1"
        assert (found["doc_2"].state, found["doc_2"].changed_at) == (S.COMPLETE, at(9))


def iso(seconds: float) -> str:
    return at(seconds).isoformat()


async def test_a_list_that_names_an_id_twice_has_it_once(
    tmp_path: Path, still: SandboxServer
) -> None:
    still.state.behavior.documents_twice = True
    still.state.seed_document("theirs.pdf", "mate@example")
    async with listing(tmp_path, still, interval=NEVER) as listed:
        await listed.until(lambda: listed.service.status.as_of)
        assert listed.names == ["theirs.pdf"]


async def test_a_list_that_cannot_be_had_anew_stays_and_says_why(
    tmp_path: Path, sandbox: SandboxServer
) -> None:
    sandbox.state.seed_document("theirs.pdf", "mate@example")
    async with listing(tmp_path, sandbox) as listed:
        await listed.until(lambda: listed.service.status.as_of)
        as_of = listed.service.status.as_of
        sandbox.state.faults.add(Call.DOCUMENTS, Refuse(503))
        listed.service.watch(True)
        await listed.until(lambda: any(status.problem for status in listed.told))
        failed = next(status for status in listed.told if status.problem)
        assert failed.as_of is not None
        assert failed.as_of >= as_of  # type: ignore[operator]
        assert [d.file_name for d in failed.documents] == ["theirs.pdf"]
        await listed.until(lambda: listed.service.status.problem is None)


async def test_it_is_asked_for_at_start_and_then_only_while_somebody_looks(
    tmp_path: Path, sandbox: SandboxServer
) -> None:
    async with listing(tmp_path, sandbox) as listed:
        await listed.until(lambda: listed.service.status.as_of)
        told = len(listed.told)
        await asyncio.sleep(10 * OFTEN.total_seconds())
        assert len(listed.told) == told, "nobody looks"
        sandbox.state.seed_document("new.pdf", "mate@example")
        listed.service.watch(True)
        await listed.until(lambda: listed.names == ["new.pdf"])


async def test_opening_the_view_again_and_again_asks_no_more_than_once_an_interval(
    tmp_path: Path, sandbox: SandboxServer
) -> None:
    async with listing(tmp_path, sandbox, interval=timedelta(minutes=1)) as listed:
        await listed.until(lambda: listed.service.status.as_of)
        told = len(listed.told)
        for _ in range(20):
            listed.service.watch(True)
            await asyncio.sleep(0.01)
            listed.service.watch(False)
        assert len(listed.told) == told


def questions(sandbox: SandboxServer) -> int:
    return sandbox.state.journal.count(Call.DOCUMENTS)


async def until(sandbox: SandboxServer, condition: Callable[[], bool]) -> None:
    await asyncio.to_thread(sandbox.state.wait_for, condition, 10)


@pytest.fixture
def still() -> Iterator[SandboxServer]:
    """A CapOut whose documents go on only where the test says so."""
    with SandboxServer(Behavior(speed=0)) as server:
        yield server


async def test_what_a_teammate_sent_is_followed_live_while_somebody_looks(
    tmp_path: Path, still: SandboxServer
) -> None:
    old, *others, young = [
        still.state.seed_document(f"{number}.pdf", "mate@example") for number in range(15)
    ]
    for document_id in others:
        still.state.finish(document_id)
    async with listing(tmp_path, still, interval=NEVER, soon=NEVER) as listed:
        await listed.until(lambda: len(listed.names) == 15)
        listed.service.watch(True)
        await until(still, lambda: still.followed_ids >= {old, young})
        for document_id in (old, young):
            await asyncio.to_thread(still.state.finish, document_id)
        await listed.until(lambda: listed.state_of(old) is listed.state_of(young) is S.COMPLETE)
        assert questions(still) == 1, "the list was not needed"
        assert len(listed.store) == 0, "none of it is in the journal"


async def test_the_stages_of_a_teammates_document_are_seen_one_by_one(
    tmp_path: Path, still: SandboxServer
) -> None:
    theirs = still.state.seed_document("theirs.pdf", "mate@example")
    async with listing(tmp_path, still, interval=NEVER, soon=NEVER) as listed:
        await listed.until(lambda: listed.names)
        listed.service.watch(True)
        await until(still, lambda: still.followed_ids >= {theirs})
        for number in range(1, 4):
            await asyncio.to_thread(still.state.advance, theirs)
            await listed.until(lambda: len(set(map(_stages, listed.told))) > number)  # noqa: B023 - waited for


def _stages(status: RemoteDocumentList) -> object:
    return tuple(document.stages for document in status.documents)


async def test_what_is_submitted_while_somebody_looks_is_listed_soon(
    tmp_path: Path, still: SandboxServer
) -> None:
    async with listing(tmp_path, still, interval=NEVER, soon=OFTEN) as listed:
        await listed.until(lambda: listed.service.status.as_of)
        listed.service.watch(True)
        await until(still, lambda: questions(still) == 2)  # once the connection stood
        new = still.state.seed_document("new.pdf", "mate@example")
        await listed.until(lambda: listed.names == ["new.pdf"])
        await asyncio.to_thread(still.state.finish, new)
        await listed.until(lambda: listed.state_of(new) is S.COMPLETE)


async def test_many_new_ones_are_asked_for_together(tmp_path: Path, still: SandboxServer) -> None:
    soon = timedelta(seconds=0.5)
    async with listing(tmp_path, still, interval=NEVER, soon=soon) as listed:
        began = time.monotonic()
        listed.service.watch(True)
        await until(still, lambda: questions(still) == 2)
        for number in range(20):
            still.state.seed_document(f"{number}.pdf", "mate@example")
            await asyncio.sleep(0.01)
        await listed.until(lambda: len(listed.names) == 20)
        assert questions(still) <= 1 + (time.monotonic() - began) / soon.total_seconds()


async def test_one_that_capout_never_lists_is_not_asked_for_for_ever(
    tmp_path: Path, still: SandboxServer
) -> None:
    still.state.behavior.listing_delay = 1e6
    async with listing(tmp_path, still, interval=NEVER, soon=OFTEN / 4) as listed:
        listed.service.watch(True)
        await until(still, lambda: questions(still) == 2)
        hidden = still.state.seed_document("hidden.pdf", "mate@example")
        for _ in range(10):
            await asyncio.to_thread(still.state.advance, hidden)
            await asyncio.sleep(0.05)
        assert 3 <= questions(still) <= 2 + QUESTIONS_FOR_ONE


async def test_this_computers_own_documents_are_no_news_of_others(
    tmp_path: Path, still: SandboxServer
) -> None:
    own = still.state.seed_document("own.pdf", "team@example")
    theirs = still.state.seed_document("theirs.pdf", "mate@example")
    async with listing(tmp_path, still, own, interval=NEVER, soon=OFTEN) as listed:
        listed.service.watch(True)
        await until(still, lambda: questions(still) == 2)
        await asyncio.to_thread(still.state.finish, own)
        await asyncio.to_thread(still.state.finish, theirs)
        await listed.until(lambda: listed.state_of(theirs) is S.COMPLETE)
        assert listed.names == ["theirs.pdf"]
        assert questions(still) == 2


async def test_nobody_listens_once_the_view_is_closed(tmp_path: Path, still: SandboxServer) -> None:
    theirs = still.state.seed_document("theirs.pdf", "mate@example")
    async with listing(tmp_path, still, interval=NEVER) as listed:
        await listed.until(lambda: listed.names)
        for _ in range(2):
            listed.service.watch(True)
            await until(still, lambda: still.followed_ids == {theirs})
            listed.service.watch(False)
            await until(still, lambda: still.followed_ids == set())


async def test_a_key_that_is_refused_while_somebody_looks_is_told(
    tmp_path: Path, still: SandboxServer
) -> None:
    still.state.seed_document("theirs.pdf", "mate@example")
    async with listing(tmp_path, still, interval=NEVER, soon=NEVER) as listed:
        await listed.until(lambda: listed.names)
        still.state.remove_key(SANDBOX_KEY)
        listed.service.watch(True)
        await listed.until(lambda: listed.service.status.problem)
        assert listed.service.status.problem is not None
        assert listed.service.status.problem.code == "unauthorized"
        assert listed.names == ["theirs.pdf"]


async def test_a_connection_that_breaks_is_told_and_what_was_missed_is_asked_for(
    tmp_path: Path, still: SandboxServer
) -> None:
    theirs = still.state.seed_document("theirs.pdf", "mate@example")
    async with listing(tmp_path, still, interval=NEVER, soon=OFTEN) as listed:
        await listed.until(lambda: listed.names)
        listed.service.watch(True)
        await until(still, lambda: still.followed_ids == {theirs})
        for call in (Call.DOCUMENTS, Call.TOKEN, Call.STATUS):
            still.state.faults.by_chance(call, Refuse(503))
        await asyncio.to_thread(still.expire_tokens)  # which ends the connection
        await listed.until(lambda: listed.service.status.problem)
        still.state.behavior.snapshot_on_subscribe = False
        missed = still.state.seed_document("missed.pdf", "mate@example")
        still.state.faults.clear()
        await listed.until(lambda: listed.state_of(missed) and not listed.service.status.problem)
