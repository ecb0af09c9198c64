"""The queue's parts by themselves: who waits, for whom, how long, and what a probe finds out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from helpers.attempts import attempt
from helpers.clock import START, controlled_clock
from helpers.documents import document
from helpers.stored_documents import stored_documents
from msgspec.structs import replace

from capout_desktop.capout.client import CapOutClient
from capout_desktop.capout.errors import (
    LONGEST_RETRY_AFTER,
    CapOutError,
    Forbidden,
    ServerFailed,
    TooManyRequests,
    Unauthorized,
    Unavailable,
    UnreadableBalance,
)
from capout_desktop.domain.attempt import Attempt, AttemptOutcome, SeenEntry
from capout_desktop.domain.credits import KeyKind
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.events import Accepted, Event, Released
from capout_desktop.domain.hold import HoldReason, already_sent
from capout_desktop.domain.list_view import ADOPTED_AFTER
from capout_desktop.domain.organization import unconfirmed_organization
from capout_desktop.domain.problem import Problem
from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.organizations.credential_service import Credential
from capout_desktop.services.organizations.credentials import Credentials
from capout_desktop.services.runtime import clock
from capout_desktop.services.runtime.tasks import TaskOwner
from capout_desktop.services.uploads import queue
from capout_desktop.services.uploads.backoff import (
    LONG_WAIT_SECONDS,
    Backoff,
    CircuitBreaker,
    HalfOpen,
)
from capout_desktop.services.uploads.decisions import Decisions
from capout_desktop.services.uploads.document_waits import DocumentWaits
from capout_desktop.services.uploads.first_look import FirstLook
from capout_desktop.services.uploads.in_flight import InFlight
from capout_desktop.services.uploads.lack_of_credits import LackOfCredits
from capout_desktop.services.uploads.obstacles import NAMESAKE_SECONDS, Obstacles
from capout_desktop.services.uploads.probe import Probe

S = DocumentState
BUSY = Unavailable(status_code=503)
TOO_FAST = TooManyRequests(status_code=429, retry_after=40)


def flying(state: DocumentState = S.UPLOADING, **values: Any) -> Document:
    return document(
        state, id="flying", **{"organization_id": "org_1", "file_name": "Scope.pdf", **values}
    )


@pytest.mark.parametrize(
    ("other", "organization", "waits"),
    [
        ({}, "org_1", True),
        ({"file_name": "scope.pdf"}, "org_1", True),
        ({"file_name": "Scope (1).pdf"}, "org_1", True),
        ({"file_name": "roof.pdf"}, "org_1", False),
        ({"xn_address": " TEAM@example "}, "org_1", True),
        ({"xn_address": "kim@example", "file_name": "Scope (1).pdf"}, "org_1", False),
        ({"xn_address": "kim@example"}, "org_1", False),
        ({}, "org_2", False),
        ({"file_name": "Scope (1).pdf"}, "org_2", False),
        ({}, unconfirmed_organization("key"), True),
        ({"file_name": "Scope (1).pdf"}, "", True),
    ],
)
def test_a_namesake_waits_for_the_one_that_flies(
    other: dict[str, Any], organization: str, waits: bool
) -> None:
    in_flight = InFlight([flying()], START)
    namesake = document(S.QUEUED, id="next", **{"file_name": "Scope.pdf", **other})
    assert in_flight.has_namesake(namesake, organization) is waits
    empty = InFlight([], START)
    assert not empty.has_namesake(namesake, organization)
    empty.add(flying(), "org_1")
    assert empty.has_namesake(namesake, organization) is waits


@pytest.mark.parametrize(
    ("state", "reason", "since", "waits"),
    [
        (S.UPLOADING, "", None, True),
        (S.CONFIRMING, "", timedelta(0), True),
        (S.CONFIRMING, HoldReason.LOOKING_UP, ADOPTED_AFTER - timedelta(seconds=1), True),
        (S.CONFIRMING, HoldReason.LOOKING_UP, ADOPTED_AFTER, False),
        (S.CONFIRMING, HoldReason.LOOKING_UP, -ADOPTED_AFTER, False),
        (S.CONFIRMING, HoldReason.LOOKING_UP, None, False),
        (S.CONFIRMING, HoldReason.LOOK_UP_UNCLEAR, timedelta(0), False),
        (S.CONFIRMING, HoldReason.OTHER_ORGANIZATION, timedelta(0), False),
    ],
)
def test_nobody_waits_for_one_that_only_the_person_can_settle(
    state: DocumentState, reason: str, since: timedelta | None, waits: bool
) -> None:
    problem = Problem(reason) if reason else None
    unknown_since = None if since is None else START - since
    in_flight = InFlight([flying(state, problem=problem, unknown_since=unknown_since)], START)
    assert in_flight.has_namesake(flying(S.QUEUED), "org_1") is waits


async def test_each_document_waits_as_long_as_was_said_and_no_longer_than_capout_may_ask() -> None:
    with controlled_clock() as clock:
        waits = DocumentWaits()
        soon = document(S.QUEUED, id="soon", not_before=START + timedelta(seconds=5))
        waits.note(soon)
        waits.note(document(S.QUEUED, id="late", not_before=START + timedelta(days=9)))
        waits.note(document(S.QUEUED, id="free"))
        assert [waits.seconds_left(id_) for id_ in ("soon", "late", "free")] == [
            5,
            LONGEST_RETRY_AFTER,
            0,
        ]
        await clock.advance(2)
        clock.set_wall(timedelta(hours=5))
        waits.note(soon)
        assert waits.seconds_left("soon") == 3, "it was decided once"
        waits.note(document(S.QUEUED, id="soon"))
        assert waits.seconds_left("soon") == 3
        await clock.advance(10)
        assert waits.seconds_left("soon") == 0
        waits.note(document(S.HELD, id="late"))
        assert waits.seconds_left("late") == 0
        waits.note(document(S.QUEUED, id="late", not_before=START + timedelta(days=9)))
        waits.put_off("soon", 7)
        waits.put_off("free", 8)
        waits.end(["soon"])
        assert [waits.seconds_left(id_) for id_ in ("soon", "free")] == [0, 8]
        waits.end()
        assert [waits.seconds_left(id_) for id_ in ("late", "free")] == [0, 0]


async def test_a_refusal_for_lack_of_credits_counts_until_there_may_be_some() -> None:
    with controlled_clock() as clock:
        lack, problem = LackOfCredits(), Problem(HoldReason.NO_CREDITS)
        lack.note("one", problem)
        assert (lack.problem_of("one"), lack.problem_of("two")) == (problem, None)
        assert not lack.is_outdated("one", clock.monotonic())
        await clock.advance(5)
        lack.credits_changed("one")
        assert lack.problem_of("one") is None
        now = clock.monotonic()
        assert [lack.is_outdated("one", began) for began in (now - 1, now, now + 1)] == [
            *(True, False, False)
        ]
        assert not lack.is_outdated("two", now - 1)
        lack.note("one", problem)
        lack.forget("one")
        lack.forget("two")
        assert lack.problem_of("one") is None


async def test_a_failure_of_the_line_concerns_everybody_from_the_second_on() -> None:
    told: list[Problem | None] = []
    with controlled_clock():
        ways = CircuitBreaker(told.append)
        assert ways.alone("one") is HalfOpen.NO
        ways.note("one", BUSY)
        assert (told, ways.alone("two")) == ([], HalfOpen.OF_ALL)
        assert ways.seconds_left() > 0
        assert ways.seconds_left_for("one") == 0
        ways.note("two", BUSY)
        ways.note("one", BUSY)
        assert told == [BUSY.problem], "said once"
        ways.wait()
        assert told == [BUSY.problem]
        ways.got_through("two")
        assert (told, ways.seconds_left()) == ([BUSY.problem, None], 0)
        ways.wait()
        assert ways.seconds_left() > 0
        ways.hurry()
        assert (ways.seconds_left(), ways.alone("one")) == (0, HalfOpen.OF_ALL)


async def test_too_fast_concerns_one_organization() -> None:
    told: list[Problem | None] = []
    with controlled_clock() as clock:
        ways = CircuitBreaker(told.append)
        assert ways.note("one", TOO_FAST) >= 40
        assert (ways.seconds_left(), ways.seconds_left_for("two")) == (0, 0)
        assert [ways.alone(id_) for id_ in ("one", "two")] == [
            HalfOpen.OF_ITS_ORGANIZATION,
            HalfOpen.NO,
        ]
        assert told == [TOO_FAST.problem], "a long wait is said at once"
        await clock.advance(30)
        assert 10 <= ways.seconds_left_for("one") <= 30
        ways.got_through("two")
        assert ways.seconds_left_for("one") > 0
        ways.got_through("one")
        assert (ways.seconds_left_for("one"), told[-1]) == (0, None)


@pytest.mark.parametrize(
    ("asked", "is_long"), [(LONG_WAIT_SECONDS, True), (LONG_WAIT_SECONDS - 1, False)]
)
def test_a_long_wait_is_said_at_once(asked: float, is_long: bool) -> None:
    with controlled_clock():
        backoff = Backoff()
        assert backoff.seconds_left() == 0
        assert backoff.add(BUSY.problem, asked) == asked
        assert (backoff.is_long, backoff.concerns_all, backoff.failures) == (is_long, is_long, 1)
        backoff.add(BUSY.problem, None)
        assert (backoff.concerns_all, backoff.is_long) == (True, False)


async def test_an_unknown_outcome_is_followed_by_a_probe() -> None:
    told: list[Problem | None] = []
    with controlled_clock():
        ways = CircuitBreaker(told.append)
        ways.note_unknown(BUSY.problem)
        assert (ways.needs_probe, ways.seconds_left(), told) == (True, 0, [])
        ways.note_unknown(BUSY.problem)
        assert ways.seconds_left() > 0
        assert told == [BUSY.problem]
        ways.note_answer()
        assert not ways.needs_probe
        assert ways.seconds_left() > 0, "an answer proves little about uploads"
        ways.note_unknown(BUSY.problem)
        ways.got_through("one")
        assert (ways.needs_probe, told) == (False, [BUSY.problem, None])


@dataclass
class Asked:
    """Stands for the client: it answers with what the test says."""

    answer: CapOutError | None
    questions: int = 0

    async def credits(self) -> None:
        self.questions += 1
        if self.answer is not None:
            raise self.answer


@dataclass
class Probed:
    """A probe, and what it found out."""

    refused: list[Problem] = field(default_factory=list)
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    def refuse(self, _: Credential, problem: Problem) -> None:
        self.refused.append(problem)


@pytest.mark.parametrize(
    ("answer", "is_free", "refused"),
    [
        (None, True, []),
        (UnreadableBalance("odd"), True, []),
        (Forbidden("no", status_code=403), True, []),
        (Unauthorized("no", status_code=401), True, [HoldReason.KEY_REFUSED]),
        (BUSY, False, []),
        (ServerFailed(status_code=500), False, []),
        (TooManyRequests(status_code=429), False, []),
    ],
    ids=lambda one: getattr(one, "code", None) or str(one),
)
async def test_a_probe_finds_out_whether_capout_answers(
    answer: CapOutError | None, is_free: bool, refused: list[str]
) -> None:
    failures: list[BaseException] = []
    tasks, found = TaskOwner(failures.append), Probed()
    ways = CircuitBreaker(lambda _: None)
    ways.note_unknown(BUSY.problem)
    probe = Probe(tasks, ways, found.refuse, found.ended.set)
    client = Asked(answer)
    key = Credential("key", "one", KeyKind.LIVE, cast("CapOutClient", client), "one")
    for number in (1, 2):
        probe.start(key)
        probe.start(key)
        await found.ended.wait()
        found.ended.clear()
        assert client.questions == number, "one at a time"
    await tasks.close()
    assert failures == []
    assert ways.needs_probe is not is_free
    assert [said.code for said in found.refused] == refused * 2
    assert (ways.seconds_left() > 0 or ways.seconds_left_for("one") > 0) is not is_free


@dataclass
class Held:
    """Stands for the store, the credentials and the lists of one held document."""

    row: Document
    in_doubt: int = 0
    has_key: bool = True
    has_list: bool = True

    def in_state(self, *_: DocumentState) -> list[Document]:
        return [self.row]

    def count(self, _: DocumentState) -> int:
        return self.in_doubt

    def credential_for(self, _: Document) -> str | None:
        return "key" if self.has_key else None

    def is_answered(self, _: Document, __: str) -> bool:
        return self.has_list

    def retry_in(self, _: str) -> float:
        return 7.0


@pytest.mark.parametrize(
    ("reason", "in_doubt", "seconds"),
    [
        (HoldReason.NO_KEY, 0, None),
        (HoldReason.SAME_IN_FLIGHT, 1, NAMESAKE_SECONDS),
        (HoldReason.LIST_NEEDED, 1, 7.0),
        (HoldReason.LIST_UNAVAILABLE, 0, 7.0),
    ],
)
def test_the_queue_looks_again_only_for_what_time_may_change(
    reason: HoldReason, in_doubt: int, seconds: float | None
) -> None:
    parts = cast("Any", Held(document(S.HELD, problem=Problem(reason)), in_doubt))
    assert Obstacles(parts, parts, parts, LackOfCredits()).next_check() == seconds


@pytest.mark.parametrize("reason", [HoldReason.LIST_NEEDED, HoldReason.LIST_UNAVAILABLE])
@pytest.mark.parametrize("has_key", [True, False])
@pytest.mark.parametrize("has_list", [True, False])
def test_what_waits_for_a_list_is_free_once_there_is_one(
    reason: HoldReason, has_key: bool, has_list: bool
) -> None:
    row = document(S.HELD, problem=Problem(reason))
    parts = cast("Any", Held(row, has_key=has_key, has_list=has_list))
    settled = Obstacles(parts, parts, parts, LackOfCredits()).settled(InFlight([], START), START)
    assert list(settled) == ([(row.id, Released(START))] if has_key and has_list else [])


@dataclass
class Apart:
    """Stands for the store, and notes which documents are set apart."""

    failures: list[tuple[str, str]] = field(default_factory=list)

    def set_apart(self, local_id: str, error: BaseException) -> None:
        self.failures.append((local_id, str(error)))


def test_a_document_that_cannot_be_judged_is_set_apart_and_not_judged_again() -> None:
    rows = [document(S.HELD, id=id_) for id_ in ("goes", "fails", "has no verdict", "goes too")]
    rows.append(document(S.HELD, id="apart", problem=Problem(HoldReason.SET_APART)))

    def verdict(row: Document) -> str | None:
        if row.id == "fails":
            raise ValueError("why")
        return row.id.upper() if row.id != "has no verdict" else None

    apart = Apart()
    parts = cast("Any", apart)
    judged = Obstacles(parts, parts, parts, LackOfCredits()).judged(rows, verdict)
    assert [(row.id, of_it) for row, of_it in judged] == [
        ("goes", "GOES"),
        ("goes too", "GOES TOO"),
    ]
    assert apart.failures == [("fails", "why")]


@dataclass
class Keys:
    """Stands for the store and the credentials of a document that went before."""

    earlier: Document | None
    organization_id: str = "org_2"

    def earlier_copy(self, _: Document) -> Document | None:
        return self.earlier

    def resolve(self, _: Document) -> Keys:
        return self

    def credential_for(self, document: Document) -> Keys | None:
        return self if document.credential_id else None


def test_a_document_that_went_before_waits_with_the_day_on_which_it_went() -> None:
    added = document(S.COMPLETE, id="copy", added_at=START - timedelta(days=9))
    sent = replace(added, attempt_at=START - timedelta(days=3))
    row = document(S.QUEUED)
    for earlier, days in ((added, 9), (sent, 3)):
        keys = cast("Any", Keys(earlier))
        obstacle = Obstacles(keys, keys, keys, LackOfCredits()).obstacle_of(row)
        day = (START - timedelta(days=days)).astimezone().date()
        assert obstacle == already_sent(day)
    free = cast("Any", Keys(None))
    obstacles = Obstacles(free, free, free, LackOfCredits())
    assert obstacles.obstacle_of(row) is None


def test_the_organization_of_a_document_is_that_of_its_key_or_the_one_it_was_given() -> None:
    keys = cast("Any", Keys(None))
    obstacles = Obstacles(keys, keys, keys, LackOfCredits())
    assert obstacles.organization_of(document(S.QUEUED, credential_id="harbor")) == "org_2"
    assert obstacles.organization_of(document(S.QUEUED, organization_id="org_1")) == "org_1"


async def test_one_of_several_entries_is_picked_and_no_other() -> None:
    decided: list[tuple[Attempt, Event]] = []
    row = document(S.CONFIRMING, organization_id="org_1")
    seen = tuple(SeenEntry(id_, START) for id_ in ("one", "two", "claimed"))
    unknown = attempt(1, seen=seen)

    class Store(dict[str, Document]):
        def last_attempt(self, _: Document) -> Attempt:
            return unknown

        def ids_at_capout(self, _: str) -> set[str]:
            return {"claimed"}

        async def decide_attempt(self, attempt: Attempt, event: Event) -> bool:
            decided.append((attempt, event))
            return True

    store = cast("DocumentStore", Store({row.id: row}))
    decisions = Decisions(store, lambda _, id_: f"status of {id_}", lambda _: None)
    assert [(one.entry.entry_id, one.status) for one in decisions.choices(row.id)] == [
        ("one", "status of one"),
        ("two", "status of two"),
    ]
    for other in ("claimed", "three", ""):
        assert not await decisions.it_is(row.id, other)
    assert decided == []
    assert await decisions.it_is(row.id, "two")
    [(picked, event)] = decided
    assert (picked.outcome, picked.document_id) == (AttemptOutcome.RECEIVED, "two")
    assert isinstance(event, Accepted)
    assert event.document_id == "two"


async def test_the_queue_rests_until_something_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rests, limits = asyncio.Event(), []

    async def wait_for(event: asyncio.Event, seconds: float | None) -> bool:
        if not event.is_set():
            limits.append(seconds)
            rests.set()
        return await clock.wait_for(event, seconds)

    monkeypatch.setattr(queue, "clock", SimpleNamespace(wait_for=wait_for))
    credentials, key = Credentials(), cast("Any", None)
    async with stored_documents(tmp_path) as stored:
        first_look = FirstLook(stored.store, stored.tasks)
        uploads = queue.UploadQueue(
            stored.store,
            credentials,
            stored.tasks,
            lambda *_: None,
            stored.failures.append,
            lambda _: None,
            first_look,
            parallel=3,
        )
        await asyncio.wait_for(rests.wait(), 60)
        changes: list[Callable[[], object]] = [
            uploads.try_now,
            lambda: uploads.set_parallel(2),
            lambda: uploads.pause(True),
            lambda: credentials.use(Credential("k", "org_1", KeyKind.LIVE, key, "harbor")),
            lambda: credentials.forget("harbor"),
        ]
        for change in changes:
            rests.clear()
            change()
            await asyncio.wait_for(rests.wait(), 60)  # it has looked through once more
        assert set(limits) == {None}, "without documents there is nothing to come back for"
        await stored.tasks.close()
        uploads.close()
