"""Which documents wait for CapOut's list before they are sent, how long, and what it tells."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any, cast

from helpers.clock import START, ControlledClock, controlled_clock
from helpers.documents import document

from capout_desktop.capout.answers import DocumentList
from capout_desktop.capout.client import CapOutClient
from capout_desktop.capout.errors import CapOutError, Forbidden, Unavailable
from capout_desktop.capout.wire import ListedDocument
from capout_desktop.domain.credits import KeyKind
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.problem import Problem
from capout_desktop.domain.status_report import StatusReport
from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.organizations.credential_service import Credential
from capout_desktop.services.runtime.tasks import TaskOwner
from capout_desktop.services.uploads.first_look import (
    ASK_AFTER_SECONDS,
    BATCH,
    FIRST_INTERVAL,
    FRESH_SECONDS,
    LONGEST_INTERVAL,
    FirstLook,
    Look,
)

BUSY = Unavailable(status_code=503)


class Client:
    """Stands for the client of one key: it answers with the list, or with an error."""

    def __init__(self) -> None:
        self.answer: CapOutError | list[ListedDocument] = []
        self.requests = 0

    async def documents(self) -> DocumentList:
        self.requests += 1
        if isinstance(self.answer, CapOutError):
            raise self.answer
        return DocumentList(self.answer, unreadable=0, cut_short=False)


class Rows(list[Document]):
    """Stands for the store."""

    claimed: frozenset[str] = frozenset()

    def ids_at_capout(self, _: str) -> frozenset[str]:
        return self.claimed


class Bench:
    """A first look with a key, and what it told."""

    def __init__(self, clock: ControlledClock, tasks: TaskOwner, *earlier: Document) -> None:
        self.clock = clock
        self.rows = Rows(earlier)
        self.looks = FirstLook(cast("DocumentStore", self.rows), tasks)
        self.client = Client()
        self.key = self.new_key()
        self.told = 0
        self.looks.listen(self._tell)

    def _tell(self) -> None:
        self.told += 1

    def new_key(self) -> Credential:
        return Credential("key", "one", KeyKind.LIVE, cast("CapOutClient", self.client), "one")

    def check(self, row: Document) -> Look | str:
        answer = self.looks.check(row, self.key)
        return answer.code if isinstance(answer, Problem) else answer

    async def answered(self) -> None:
        """Let a request that was begun be answered."""
        await self.clock.advance(0)


@asynccontextmanager
async def bench(*earlier: Document) -> AsyncIterator[Bench]:
    failures: list[BaseException] = []
    tasks = TaskOwner(failures.append)
    with controlled_clock() as clock:
        yield Bench(clock, tasks, *earlier)
    await tasks.close()
    assert failures == []


def row(id_: str = "fresh", **values: Any) -> Document:
    return document(DocumentState.QUEUED, id=id_, **{"added_at": START, **values})


def held(reason: HoldReason) -> Document:
    return document(DocumentState.HELD, id="earlier", problem=Problem(reason))


def listed(id_: str, **values: Any) -> ListedDocument:
    defaults: dict[str, Any] = {
        "file_name": "scope.pdf",
        "xn_address": "team@example",
        "created_at": START,
    }
    status = StatusReport(id_, "processing")
    return ListedDocument(document_id=id_, report=status, **{**defaults, **values})


async def test_a_fresh_document_waits_for_one_list_that_covers_its_batch() -> None:
    async with bench() as desk:
        assert desk.check(row(send_again=True)) is Look.CLEAR
        assert desk.check(row(attempts=1)) is Look.CLEAR
        assert desk.looks.listed_before("a") is None
        desk.looks.begins("a", desk.key)
        assert desk.looks.listed_before("a") is None
        assert desk.client.requests == 0
        desk.client.answer = [listed("other", file_name="roof.pdf")]
        assert (desk.check(row()), desk.check(row("next"))) == (Look.PENDING, Look.PENDING)
        await desk.answered()
        assert (desk.client.requests, desk.told) == (1, 1)
        assert desk.check(row()) is Look.CLEAR
        desk.looks.begins("a", desk.key)
        assert desk.looks.listed_before("a") == frozenset({"other"})
        desk.looks.ended("a")
        desk.looks.ended("a")
        assert desk.looks.listed_before("a") is None
        assert desk.check(row(added_at=START + BATCH)) is Look.CLEAR
        late = row(added_at=START + BATCH + timedelta(seconds=1))
        assert desk.check(late) is Look.PENDING
        await desk.answered()
        assert desk.client.requests == 2
        desk.key = desk.new_key()
        assert desk.check(row()) is Look.PENDING, "another key has another list"


async def test_a_listed_namesake_that_nothing_here_explains_is_a_twin() -> None:
    async with bench() as desk:
        desk.client.answer = [
            listed("older", created_at=START - timedelta(days=3)),
            listed("twin"),
        ]
        desk.check(row())
        await desk.answered()
        assert desk.check(row()) == HoldReason.LIKELY_TWIN
        assert desk.check(row(send_again=True)) is Look.CLEAR
        assert desk.check(row(attempts=1)) is Look.CLEAR
        desk.rows.claimed = frozenset({"twin"})
        assert desk.check(row()) is Look.CLEAR
        desk.client.answer = [*desk.client.answer, listed("another")]
        desk.key = desk.new_key()
        desk.check(row())
        await desk.answered()
        assert desk.check(row()) == HoldReason.LIKELY_TWIN


async def test_a_fresh_document_does_not_wait_for_a_list_that_cannot_be_had() -> None:
    async with bench() as desk:
        desk.client.answer = BUSY
        assert desk.check(row()) is Look.PENDING
        await desk.answered()
        assert (desk.told, desk.check(row())) == (1, Look.CLEAR)
        assert desk.client.requests == 1, "not again before its time"
        await desk.clock.advance(FIRST_INTERVAL)
        assert desk.check(row()) is Look.PENDING


async def test_one_of_an_earlier_session_waits_for_a_fresh_list() -> None:
    earlier = row("earlier", attempts=1)
    async with bench(earlier) as desk:
        desk.client.answer = BUSY
        assert desk.check(earlier) is Look.PENDING
        await desk.answered()
        waiting, asked = held(HoldReason.LIST_NEEDED), held(HoldReason.LIST_UNAVAILABLE)
        for requests, wait in enumerate((5, 10, 20, 40, 80, 160, 300), 1):
            assert desk.check(earlier) == HoldReason.LIST_NEEDED
            assert not desk.looks.is_answered(waiting, desk.key)
            assert desk.looks.retry_in(desk.key) == wait
            await desk.clock.advance(wait - 0.5)
            desk.check(earlier)
            await desk.answered()
            assert desk.client.requests == requests, "not before its time"
            await desk.clock.advance(0.5)
            assert desk.looks.retry_in(desk.key) == 0
            assert desk.check(earlier) == HoldReason.LIST_NEEDED, "also while it is asked for"
            await desk.answered()
            assert desk.client.requests == requests + 1
        assert desk.looks.retry_in(desk.key) == LONGEST_INTERVAL
        # It has been failing since the first answer.
        await desk.clock.advance(ASK_AFTER_SECONDS - 615 - 0.1)
        assert desk.check(earlier) == HoldReason.LIST_NEEDED
        await desk.clock.advance(0.1)
        assert desk.check(earlier) == HoldReason.LIST_UNAVAILABLE
        assert desk.looks.is_answered(waiting, desk.key), "so that the person is asked"
        assert not desk.looks.is_answered(asked, desk.key), "it is asked already"
        desk.client.answer = []
        await desk.clock.advance(LONGEST_INTERVAL)
        assert not desk.looks.is_answered(asked, desk.key), "it is only asked for now"
        await desk.answered()
        assert desk.looks.is_answered(asked, desk.key)
        assert desk.check(earlier) is Look.CLEAR
        await desk.clock.advance(FRESH_SECONDS - 1)
        assert desk.check(earlier) is Look.CLEAR
        await desk.clock.advance(1)
        desk.client.answer = BUSY
        assert desk.check(earlier) is Look.PENDING
        await desk.answered()
        assert desk.check(earlier) == HoldReason.LIST_NEEDED, "it begins anew"
        assert desk.looks.retry_in(desk.key) == FIRST_INTERVAL


async def test_a_list_that_the_key_may_not_read_is_asked_about_at_once_until_it_may() -> None:
    earlier = row("earlier")
    async with bench(earlier) as desk:
        desk.client.answer = Forbidden("no", status_code=403)
        desk.check(earlier)
        await desk.answered()
        assert desk.check(earlier) == HoldReason.LIST_UNAVAILABLE
        desk.client.answer = BUSY
        await desk.clock.advance(FIRST_INTERVAL)
        desk.check(earlier)
        await desk.answered()
        assert desk.check(earlier) == HoldReason.LIST_NEEDED
