"""Which key looks up an upload without an answer, when, and what becomes of each verdict."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from helpers.attempts import attempt
from helpers.clock import START, ControlledClock, controlled_clock
from helpers.documents import document
from helpers.stored_documents import StoredDocuments, stored_documents

from capout_desktop.capout.answers import DocumentList, ListedDocument
from capout_desktop.capout.client import CapOutClient
from capout_desktop.capout.errors import CapOutError, Unavailable
from capout_desktop.domain import events as ev
from capout_desktop.domain import hold
from capout_desktop.domain.attempt import Attempt, AttemptOutcome, SeenEntry
from capout_desktop.domain.credit_ledger import Reading
from capout_desktop.domain.credits import CreditBalance, KeyKind
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.organization import pending_session_id, unconfirmed_organization
from capout_desktop.domain.problem import Problem
from capout_desktop.domain.status_report import StatusReport
from capout_desktop.services.organizations.credential_service import Credential, key_fingerprint
from capout_desktop.services.organizations.credentials import Credentials
from capout_desktop.services.uploads.confirmation import Confirmation

S = DocumentState
SECOND = timedelta(seconds=1)
FINGERPRINT = key_fingerprint("key-1")
LOOKING_UP = Problem(HoldReason.LOOKING_UP)
OTHER_ORGANIZATION = Problem(HoldReason.OTHER_ORGANIZATION)
WAIT = timedelta(milliseconds=10)
"""Time between two looks."""
UNCLEAR = hold.look_up_unclear(0)


@dataclass
class CapOut:
    """Stands for CapOut's list and credits, and for what is known from before the attempts.

    Attributes:
        asked: Number of looks.
        ended: Attempts of which nothing has to be known any more.
    """

    entries: list[ListedDocument] = field(default_factory=list)
    error: CapOutError | None = None
    total: int = 7
    asked: int = 0
    ended_attempts: list[str] = field(default_factory=list)
    before: frozenset[str] | None = frozenset()

    async def documents(self) -> DocumentList:
        self.asked += 1
        if self.error is not None:
            raise self.error
        return DocumentList(self.entries, 0, cut_short=False)

    async def credits(self) -> CreditBalance:
        return CreditBalance("org_1", self.total, 0, (), START)

    def record(self, balance: CreditBalance, asked_at: datetime, organization_id: str) -> Reading:
        return Reading.of(balance, asked_at, organization_id)

    def reading_before(self, organization_id: str, before: datetime) -> Reading:
        return Reading(organization_id, 7, (), before, before)

    def movements(self, _: datetime) -> list[Any]:
        return []

    def listed_before(self, _: str) -> frozenset[str] | None:
        return self.before

    def ended(self, attempt_id: str) -> None:
        self.ended_attempts.append(attempt_id)


def listed(
    name: str, created_at: datetime = START + SECOND, status: str = "processing"
) -> ListedDocument:
    report = StatusReport(f"doc-{name}", status)
    return ListedDocument(f"doc-{name}", f"{name}.pdf", "team@example", created_at, report)


def sent(id_: str, **values: Any) -> Attempt:
    times = {"started_at": START, "server_time": START}
    own = {"id": f"attempt-{id_}", "document": id_, "file_name": f"{id_}.pdf"}
    return attempt(**{**own, **times, **values})


def in_doubt(id_: str, **values: Any) -> Document:
    return document(
        S.CONFIRMING,
        **{
            "id": id_,
            "file_name": f"{id_}.pdf",
            "attempt_id": f"attempt-{id_}",
            "organization_id": "org_1",
            "credential_id": "default",
            "problem": LOOKING_UP,
            **values,
        },
    )


@dataclass
class Bench:
    stored: StoredDocuments
    clock: ControlledClock
    capout: CapOut
    credentials: Credentials

    def key(self, organization_id: str = "org_1", key: str = "key-1", **values: Any) -> Credential:
        client = cast("CapOutClient", values.pop("capout", self.capout))
        one = Credential(key, organization_id, KeyKind.LIVE, client, "default")
        return replace(one, **values)

    def problem(self, id_: str) -> Problem | None:
        return self.stored.store[id_].problem

    async def until(self, condition: Callable[[], object]) -> float:
        return await self.clock.pass_until(condition)


@asynccontextmanager
async def bench(
    folder: Path, *rows: Document, attempts: tuple[Attempt, ...] | None = None, **capout: Any
) -> AsyncIterator[Bench]:
    with controlled_clock() as clock:
        async with stored_documents(folder) as stored:
            await stored.store.add(rows)
            for one in attempts if attempts is not None else [sent(row.id) for row in rows]:
                await stored.store.save_attempt(one)
            answers, credentials = CapOut(**capout), Credentials()
            Confirmation(
                stored.store,
                credentials,
                stored.tasks,
                answers,
                cast("Any", answers),
                shortest_wait=WAIT,
                longest_wait=WAIT,
            )
            yield Bench(stored, clock, answers, credentials)


async def test_what_the_list_has_is_with_capout_and_its_status_is_known_at_once(
    tmp_path: Path,
) -> None:
    entries = [listed("a", status="complete"), listed("b"), listed("c", status="failed")]
    async with bench(tmp_path, in_doubt("a"), in_doubt("b"), entries=entries) as desk:
        desk.credentials.use(desk.key())
        store = desk.stored.store
        await desk.until(lambda: not store.in_state(S.CONFIRMING))
        assert (store["a"].state, store["b"].state) == (S.COMPLETE, S.PROCESSING)
        assert [(one.document_id, one.outcome) for one in store.every_attempt()] == [
            ("doc-a", AttemptOutcome.ACCEPTED),
            ("doc-b", AttemptOutcome.ACCEPTED),
        ]
        assert sorted(desk.capout.ended_attempts) == ["attempt-a", "attempt-b"]


@pytest.mark.parametrize(
    ("row", "own", "can_tell"),
    [
        ({}, {}, True),
        ({"organization_id": ""}, {}, True),
        ({"organization_id": unconfirmed_organization(FINGERPRINT)}, {}, True),
        ({"organization_id": unconfirmed_organization("another")}, {}, False),
        (
            {"organization_id": unconfirmed_organization("another")},
            {"key_fingerprint": FINGERPRINT},
            True,
        ),
        (
            {"organization_id": unconfirmed_organization("another")},
            {"key_fingerprint": "another"},
            False,
        ),
        ({"organization_id": "", "credential_id": ""}, {}, True),
        ({"organization_id": "", "credential_id": pending_session_id(FINGERPRINT)}, {}, True),
    ],
)
async def test_a_key_looks_up_what_belongs_to_its_own_list(
    row: dict[str, Any], own: dict[str, Any], can_tell: bool, tmp_path: Path
) -> None:
    rows = in_doubt("a", **row)
    async with bench(tmp_path, rows, attempts=(sent("a", **own),), entries=[listed("a")]) as desk:
        desk.credentials.rename(pending_session_id(FINGERPRINT), "default")
        desk.credentials.use(desk.key())
        desk.credentials.activate("default")
        store = desk.stored.store
        await desk.until(lambda: store["a"].problem != LOOKING_UP)
        if can_tell:
            assert store["a"].state is S.PROCESSING
        else:
            assert (store["a"].state, store["a"].problem) == (S.CONFIRMING, OTHER_ORGANIZATION)


async def test_without_a_key_of_its_organization_nothing_can_be_told(tmp_path: Path) -> None:
    rows = in_doubt("a"), in_doubt("asked", problem=hold.look_up_unclear(2))
    async with bench(tmp_path, *rows, entries=[listed("a")]) as desk:
        desk.credentials.expect("default")
        await desk.clock.advance(100)
        assert (desk.problem("a"), desk.capout.asked) == (LOOKING_UP, 0), "its key may come"
        desk.credentials.suspend("default")
        await desk.until(lambda: desk.problem("a") == OTHER_ORGANIZATION)
        assert desk.problem("asked") == hold.look_up_unclear(2), "that question is open"
        desk.credentials.expect("default")
        await desk.clock.advance(100)
        assert (desk.problem("a"), desk.capout.asked) == (OTHER_ORGANIZATION, 0)
        desk.capout.error = Unavailable(status_code=503)
        desk.credentials.use(desk.key())
        await desk.until(lambda: desk.problem("a") == LOOKING_UP)
        desk.capout.error = None
        await desk.until(lambda: desk.stored.store["a"].state is S.PROCESSING)


async def test_another_key_looks_from_now_on(tmp_path: Path) -> None:
    async with bench(tmp_path, in_doubt("a")) as desk:
        first, second = desk.key(), desk.key(capout=CapOut())
        desk.credentials.use(first)
        await desk.until(lambda: desk.capout.asked >= 1)
        desk.credentials.use(second)
        looks = desk.capout.asked
        other = cast("Any", second.client)
        await desk.until(lambda: other.asked >= 3)
        assert desk.capout.asked == looks
        desk.credentials.suspend("default")
        looks = other.asked
        desk.credentials.use(first)
        await desk.until(lambda: desk.capout.asked >= 5)
        assert other.asked == looks


async def test_the_person_is_asked_where_an_attempt_has_no_record(tmp_path: Path) -> None:
    async with bench(tmp_path, in_doubt("a"), attempts=()) as desk:
        desk.credentials.use(desk.key())
        await desk.until(lambda: desk.problem("a") == UNCLEAR)
        assert desk.stored.store["a"].state is S.CONFIRMING


async def test_an_entry_that_was_seen_before_counts_although_the_list_cannot_be_had(
    tmp_path: Path,
) -> None:
    seen = SeenEntry("doc-a", START, "a.pdf", "team@example", START + SECOND)
    busy = Unavailable(status_code=503)
    attempts = (sent("a", seen=(seen,)),)
    async with bench(tmp_path, in_doubt("a"), attempts=attempts, error=busy) as desk:
        desk.credentials.use(desk.key())
        store = desk.stored.store
        await desk.until(lambda: store["a"].problem != LOOKING_UP)
        assert (store["a"].state, store["a"].document_id) == (S.PROCESSING, "doc-a")


@pytest.mark.parametrize(
    ("asked_at", "problem"), [(None, LOOKING_UP), (START, hold.look_up_unclear(1))]
)
async def test_what_was_seen_in_the_list_is_kept_with_the_attempt(
    asked_at: datetime | None, problem: Problem, tmp_path: Path
) -> None:
    """Whether or not the person was asked already."""
    attempts = (sent("a", asked_at=asked_at),)
    async with bench(tmp_path, in_doubt("a"), attempts=attempts, entries=[listed("b")]) as desk:
        desk.credentials.use(desk.key())
        store = desk.stored.store
        await desk.until(lambda: store.every_attempt()[0].seen)
        [kept] = store.every_attempt()
        assert [seen.entry_id for seen in kept.seen] == ["doc-b"]
        assert (kept.asked_at, kept.outcome) == (asked_at, AttemptOutcome.UNKNOWN)
        await desk.until(lambda: store["a"].problem == problem)


@pytest.mark.parametrize("name", ["a", "b"], ids=["found", "the person is asked"])
async def test_what_went_again_while_a_look_is_stored_is_not_settled_by_it(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = [listed(name)]
    async with bench(
        tmp_path, in_doubt("a"), attempts=(sent("a", asked_at=START),), entries=entries
    ) as desk:
        store = desk.stored.store
        save = store.save_attempt
        seen: list[Document] = []

        async def goes_again_meanwhile(record: Attempt) -> None:
            await save(record)
            if store["a"].attempt_id == record.id:
                for event in (
                    ev.SendAgain(START),
                    ev.Checked(START),
                    ev.AttemptStarted(START, "second", "org_1"),
                    ev.OutcomeUnknown(START, LOOKING_UP),
                ):
                    store.apply("a", event)
                store.listen(seen.extend)

        monkeypatch.setattr(store, "save_attempt", goes_again_meanwhile)
        desk.credentials.use(desk.key())
        await desk.until(lambda: desk.problem("a") == UNCLEAR)  # the second one has no record
        assert {(one.state, one.problem) for one in seen} == {(S.CONFIRMING, UNCLEAR)}


async def test_a_look_without_news_is_not_stored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with bench(tmp_path, in_doubt("a")) as desk:
        stored: list[Attempt] = []

        async def save(record: Attempt) -> None:
            stored.append(record)

        monkeypatch.setattr(desk.stored.store, "save_attempt", save)
        desk.credentials.use(desk.key())
        await desk.until(lambda: desk.capout.asked >= 4)
        assert stored == []
