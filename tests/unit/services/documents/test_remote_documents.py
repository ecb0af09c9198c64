"""What others submitted: which entry is shown, from when it is, and when CapOut is asked again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import astuple, dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from helpers.clock import START, ControlledClock, controlled_clock
from helpers.documents import at, document
from helpers.scripted_listener import ScriptedListener, scripted_listeners

from capout_desktop.capout.answers import ListedDocument
from capout_desktop.capout.client import CapOutClient
from capout_desktop.capout.errors import CapOutError
from capout_desktop.capout.realtime.events import Live
from capout_desktop.domain.credits import KeyKind
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.events import (
    Accepted,
    AttemptStarted,
    Canceled,
    LookupUnclear,
    StatusReported,
)
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.problem import Problem
from capout_desktop.domain.status_report import StatusReport
from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.documents.journal_writer import JournalWriter
from capout_desktop.services.documents.remote_documents import (
    LISTED_EARLIER,
    RemoteDocumentList,
    RemoteDocuments,
)
from capout_desktop.services.organizations.credential_service import Credential
from capout_desktop.services.runtime.tasks import TaskOwner
from capout_desktop.services.runtime.worker_threads import WorkerThreads

S = DocumentState
SOON, INTERVAL = 5.0, 60.0
QUESTIONS_FOR_ONE = 3


def entry(number: int, **values: Any) -> ListedDocument:
    """Return an entry of the list; `status`, `updated_at` and the like go into its report."""
    report = {
        name: values.pop(name)
        for name in ("status", "updated_at", "completed_at", "progress")
        if name in values
    }
    shown: dict[str, Any] = {
        "document_id": f"doc_{number}",
        "file_name": f"{number}.pdf",
        "xn_address": "mate@example",
        "created_at": at(number),
        "report": StatusReport(f"doc_{number}", **{"status": "processing", **report}),
    }
    return ListedDocument(**{**shown, **values})


@dataclass
class ListingClient:
    """Stands for the client: it answers with a list, or with an error."""

    answer: list[ListedDocument] | CapOutError
    questions: int = 0

    async def documents(self) -> list[ListedDocument]:
        self.questions += 1
        if isinstance(self.answer, CapOutError):
            raise self.answer
        return list(self.answer)


@dataclass
class Bench:
    """The service, and all that it told."""

    store: DocumentStore
    client: ListingClient
    clock: ControlledClock
    listeners: list[ScriptedListener]
    told: list[RemoteDocumentList] = field(default_factory=list)
    service: RemoteDocuments = field(init=False)

    @property
    def shown(self) -> dict[str, Document]:
        return {document.document_id: document for document in self.service.status.documents}

    async def until(self, condition: Callable[[], object]) -> None:
        async with asyncio.timeout(20):
            while not condition():  # noqa: ASYNC110 - anything may change it
                await asyncio.sleep(0.001)

    def use(self, organization: str = "org", client: ListingClient | None = None) -> None:
        stand_in = cast("CapOutClient", client or self.client)
        self.service.use(Credential("key", organization, KeyKind.LIVE, stand_in, "default"))


@pytest.fixture
def listeners(monkeypatch: pytest.MonkeyPatch) -> list[ScriptedListener]:
    return scripted_listeners(monkeypatch)


@pytest.fixture
def clock() -> Iterator[ControlledClock]:
    with controlled_clock() as controlled:
        yield controlled


Listing = Callable[..., Any]


@pytest.fixture
def listing(tmp_path: Path, listeners: list[ScriptedListener], clock: ControlledClock) -> Listing:
    @asynccontextmanager
    async def with_answer(
        *entries: ListedDocument, own: tuple[Document, ...] = ()
    ) -> AsyncIterator[Bench]:
        failures: list[BaseException] = []
        tasks, disk = TaskOwner(failures.append), WorkerThreads("journal")
        journal, _ = await JournalWriter.open(tmp_path / "j.sqlite3", disk, failures.append)
        desk = Bench(DocumentStore(journal, own), ListingClient([*entries]), clock, listeners)
        desk.service = RemoteDocuments(
            desk.store,
            tasks,
            desk.told.append,
        )
        try:
            desk.use()
            await desk.until(lambda: desk.service.status.as_of)
            yield desk
        finally:
            await tasks.close()
            await journal.close()
            disk.stop()
        assert not failures

    return with_answer


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, ("1.pdf", "mate@example", S.PROCESSING, at(1), at(1))),
        ({"file_name": None}, ("doc_1", "mate@example", S.PROCESSING, at(1), at(1))),
        ({"file_name": ""}, ("doc_1", "mate@example", S.PROCESSING, at(1), at(1))),
        ({"xn_address": None}, ("1.pdf", "", S.PROCESSING, at(1), at(1))),
        ({"created_at": None}, ("1.pdf", "mate@example", S.PROCESSING, START, START)),
        (
            {"created_at": None, "created_at_without_zone": at(7)},
            ("1.pdf", "mate@example", S.PROCESSING, at(7), at(7)),
        ),
        (
            {"created_at_without_zone": at(7)},
            ("1.pdf", "mate@example", S.PROCESSING, at(1), at(1)),
        ),
        (
            {"status": "complete", "completed_at": at(3)},
            ("1.pdf", "mate@example", S.COMPLETE, at(1), at(3)),
        ),
        (
            {"status": "complete", "updated_at": at(4), "completed_at": at(3)},
            ("1.pdf", "mate@example", S.COMPLETE, at(1), at(4)),
        ),
        ({"status": "failed"}, ("1.pdf", "mate@example", S.FAILED, at(1), at(1))),
    ],
)
async def test_a_new_entry_is_shown_with_the_best_that_is_known(
    values: dict[str, Any], expected: tuple[object, ...], listing: Listing
) -> None:
    async with listing(entry(1, **values)) as desk:
        (one,) = desk.service.status.documents
    assert (one.file_name, one.xn_address, one.state, one.added_at, one.changed_at) == expected
    assert (one.id, one.document_id, one.source) == ("elsewhere:doc_1", "doc_1", "")


async def test_a_later_list_changes_what_it_knows_better(listing: Listing) -> None:
    later = START + timedelta(seconds=INTERVAL)
    async with listing(*map(entry, range(1, 6))) as desk:
        desk.service.watch(True)
        desk.client.answer = [
            entry(1, status="complete"),  # without a time: from when it was listed
            entry(2, status="complete", updated_at=at(40), completed_at=at(30)),
            entry(3, file_name="renamed.pdf"),
            entry(4, xn_address="kim@example"),
        ]
        await desk.clock.advance(INTERVAL)
        await desk.until(lambda: desk.client.questions == 2 and len(desk.shown) == 4)
        shown = desk.shown
        assert (shown["doc_1"].state, shown["doc_1"].changed_at) == (S.COMPLETE, later)
        assert (shown["doc_2"].state, shown["doc_2"].changed_at) == (S.COMPLETE, at(40))
        names = [(shown[f"doc_{n}"].file_name, shown[f"doc_{n}"].xn_address) for n in (3, 4)]
        assert names == [("renamed.pdf", "mate@example"), ("4.pdf", "kim@example")]
        assert [shown[f"doc_{n}"].added_at for n in (1, 2, 3, 4)] == [at(n) for n in (1, 2, 3, 4)]
        assert desk.service.status.as_of == later


async def test_the_list_is_asked_for_as_often_as_promised_and_only_while_somebody_looks(
    listing: Listing,
) -> None:
    async with listing(entry(1)) as desk:
        assert astuple(RemoteDocumentList()) == ((), None, None)
        await desk.clock.advance(10 * INTERVAL)
        assert desk.client.questions == 1, "nobody looks"
        desk.service.watch(True)
        await desk.until(lambda: desk.client.questions == 2)
        await desk.clock.advance(INTERVAL - 1)
        assert desk.client.questions == 2
        await desk.clock.advance(1)
        await desk.until(lambda: desk.client.questions == 3)
        # What arrives is asked for soon, and no sooner.
        desk.listeners[0].tell(Live())
        await desk.clock.advance(SOON - 1)
        assert desk.client.questions == 3
        await desk.clock.advance(1)
        await desk.until(lambda: desk.client.questions == 4)
        desk.service.watch(False)
        await desk.clock.advance(10 * INTERVAL)
        assert desk.client.questions == 4
        desk.service.watch(True)
        await desk.until(lambda: desk.client.questions == 5)


async def test_an_error_is_told_and_the_list_stays_as_old_as_it_is(listing: Listing) -> None:
    async with listing(entry(1)) as desk:
        desk.service.watch(True)
        desk.client.answer = CapOutError("gone", status_code=503)
        await desk.clock.advance(SOON + INTERVAL)
        await desk.until(lambda: desk.service.status.problem)
        assert desk.service.status.problem == desk.client.answer.problem
        assert (desk.service.status.as_of, list(desk.shown)) == (START, ["doc_1"])
        desk.client.answer = [entry(2)]
        await desk.clock.advance(SOON + INTERVAL)
        await desk.until(lambda: list(desk.shown) == ["doc_2"])
        assert desk.service.status.problem is None


async def test_another_organization_starts_with_an_empty_list(listing: Listing) -> None:
    async with listing(entry(1)) as desk:
        desk.service.watch(True)
        same = ListingClient([entry(1), entry(2)])
        desk.use(client=same)  # a new key of the same organization
        assert list(desk.shown) == ["doc_1"]
        await desk.until(lambda: len(desk.shown) == 2)
        await desk.until(lambda: [one.is_heard for one in desk.listeners] == [False, True])
        other = ListingClient([entry(3)])
        desk.use("other", other)
        assert (desk.shown, desk.service.status.as_of) == ({}, None)
        await desk.until(lambda: list(desk.shown) == ["doc_3"])
        assert desk.listeners[2].client is other
        desk.service.use(None)
        assert (desk.shown, desk.service.status.as_of) == ({}, None)
        await desk.until(lambda: not any(one.is_heard for one in desk.listeners))
        desk.service.watch(True)
        await desk.clock.advance(10 * INTERVAL)
        assert (len(desk.listeners), other.questions) == (3, 1), "there is no key"


async def test_news_of_what_is_listed_is_shown_and_of_what_is_not_is_asked_for(
    listing: Listing,
) -> None:
    own = document(S.PROCESSING, id="own", document_id="doc_own")
    async with listing(entry(1), entry(2, status="complete"), own=(own,)) as desk:
        desk.service.watch(True)
        (listener,) = desk.listeners
        assert listener.watched == {"doc_1"}, "what has ended is not followed"
        await desk.clock.advance(SOON)
        count = len(desk.told)
        listener.tell(
            StatusReport("doc_1", "half", updated_at=at(50)),
            StatusReport("doc_1", "complete", updated_at=at(60)),
            StatusReport("doc_own", "complete", updated_at=at(60)),
        )
        await desk.until(lambda: desk.shown["doc_1"].state is S.COMPLETE)
        assert len(desk.told) == count + 1, "told once"
        assert desk.shown["doc_1"].changed_at == at(60)
        # An older one changes nothing.
        listener.tell(StatusReport("doc_1", "processing", updated_at=at(55)))
        listener.tell(StatusReport("doc_2", "complete"))
        for _ in range(QUESTIONS_FOR_ONE):
            before = desk.client.questions
            listener.tell(StatusReport("doc_9", "processing"))
            await desk.until(lambda: desk.client.questions > before)  # noqa: B023 - at once
            # The usual question in between is not one for it.
            await desk.clock.advance(INTERVAL + SOON)
            assert desk.client.questions == before + 2
        before = desk.client.questions
        listener.tell(StatusReport("doc_9", "processing"))
        await desk.clock.advance(SOON)
        assert desk.client.questions == before, "CapOut never lists it"
        assert desk.shown["doc_1"].state is S.COMPLETE


async def test_what_is_heard_last_is_shown_even_if_nobody_listens_any_more(
    listing: Listing,
) -> None:
    async with listing(entry(1)) as desk:
        desk.service.watch(True)
        (listener,) = desk.listeners
        await desk.until(lambda: listener.is_heard)
        listener.tell(StatusReport("doc_1", "complete"))
        await asyncio.sleep(0)
        desk.service.watch(False)
        desk.service.watch(True)
        assert len(desk.listeners) == 2
        desk.service.watch(True)
        assert len(desk.listeners) == 2, "it listens already"
        await desk.until(lambda: not listener.is_heard)


async def test_a_running_upload_hides_the_entry_that_may_be_its_own(listing: Listing) -> None:
    now = START
    entries = [
        entry(1, file_name="scope.pdf", xn_address="team@example", created_at=now),
        entry(2, file_name="scope.pdf", xn_address="other@example", created_at=now),
        entry(3, file_name="photos.pdf", xn_address="team@example", created_at=now),
        entry(
            4,
            file_name="scope.pdf",
            xn_address="team@example",
            created_at=now - LISTED_EARLIER - timedelta(seconds=1),
        ),
        entry(5, file_name="SCOPE.PDF", xn_address="Team <team@example>", created_at=now),
    ]
    queued = document(S.QUEUED, id="mine", added_at=now, size=1000, sha256="ab" * 32)
    looked_up = document(
        S.CONFIRMING, id="old", file_name="photos.pdf", xn_address="kim@example", added_at=now
    )
    async with listing(*entries, own=(queued, looked_up)) as desk:
        assert len(desk.shown) == 5
        told = len(desk.told)
        await desk.store.begin_attempt("mine", AttemptStarted(now, "attempt-1", "org"))
        assert set(desk.shown) == {"doc_2", "doc_3", "doc_4"}
        assert len(desk.told) == told + 1
        desk.store.apply("old", LookupUnclear(now, Problem(HoldReason.LOOKING_UP)))
        assert len(desk.told) == told + 1, "it was under way before"
        desk.store.apply("mine", Accepted(now, "doc_1", status="processing"))
        assert set(desk.shown) == {"doc_2", "doc_3", "doc_4", "doc_5"}, "it has its own entry"
        told = len(desk.told)
        desk.store.apply("mine", Canceled(now))
        await desk.store.add([document(S.QUEUED, id="new", document_id="")])
        assert len(desk.told) == told, "no news for the list"
        await desk.store.add([document(S.PROCESSING, id="adopted", document_id="doc_2")])
        assert set(desk.shown) == {"doc_3", "doc_4", "doc_5"}
        await desk.store.add([document(S.PROCESSING, id="another", document_id="doc_77")])
        assert len(desk.told) == told + 1


async def test_an_own_document_that_is_listed_under_another_id_is_not_shown_as_somebody_elses(
    listing: Listing,
) -> None:
    """The list may have other ids than the receipts."""
    entries = [
        entry(1, file_name="SCOPE OF LOSS.pdf", xn_address="Team <team@example>", created_at=at(9)),
        entry(2, file_name="scope-of-loss.pdf", xn_address="team", created_at=at(8000)),
        entry(3, file_name="scope-of-loss.pdf", xn_address="mate@example", created_at=at(9)),
        entry(4, file_name="photos.pdf", xn_address="team@example", created_at=at(9)),
    ]
    sent: dict[str, Any] = {
        "state": S.PROCESSING,
        "attempt_at": at(0),
        "organization_id": "org",
        "file_name": "scope-of-loss.pdf",
    }
    mine = document(id="mine", document_id="b51c", **sent)
    others = document(id="others", document_id="77aa", **sent | {"organization_id": "org_other"})
    async with listing(*entries, own=(mine, others)) as desk:
        assert set(desk.shown) == {"doc_2", "doc_3", "doc_4"}
        later = document(id="later", document_id="c0de", **sent | {"attempt_at": at(7990)})
        await desk.store.add([document(S.QUEUED, id="new"), later])
        desk.store.apply("mine", StatusReported(at(8001), StatusReport("b51c", "complete")))
        desk.service.watch(True)
        await desk.clock.advance(INTERVAL)
        await desk.until(lambda: set(desk.shown) == {"doc_3", "doc_4"})


async def test_an_own_document_is_no_longer_followed_as_somebody_elses(listing: Listing) -> None:
    async with listing(entry(1), entry(2)) as desk:
        desk.service.watch(True)
        (listener,) = desk.listeners
        assert listener.watched == {"doc_1", "doc_2"}
        await desk.store.add([document(S.PROCESSING, id="mine", document_id="doc_2")])
        assert listener.watched == {"doc_1"}
