"""The book learns from a real server what documents cost, and goes on after a restart."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from helpers.documents import document
from msgspec import structs

from capout_desktop.capout.client import CapOutClient
from capout_desktop.capout.retries import Retries
from capout_desktop.domain.credit_guard import Fit
from capout_desktop.domain.credits import CreditBalance, KeyKind
from capout_desktop.domain.document import DocumentState
from capout_desktop.domain.events import (
    Accepted,
    AttemptStarted,
    Canceled,
    Checked,
    FoundAbsent,
    OutcomeUnknown,
    Removed,
    SendAgain,
    StatusReported,
)
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.organization import unconfirmed_organization
from capout_desktop.domain.problem import Problem
from capout_desktop.domain.status_report import StatusReport
from capout_desktop.sandbox.contract import Behavior, Call
from capout_desktop.sandbox.faults import Delay, Refuse
from capout_desktop.sandbox.organization import SANDBOX_KEY
from capout_desktop.sandbox.server import SandboxServer
from capout_desktop.sandbox.upload_body import InlinePdf
from capout_desktop.services.credits import balances as credits_service
from capout_desktop.services.credits.balances import Credits, CreditsStatus
from capout_desktop.services.credits.spending_book import SpendingBook
from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.documents.journal_writer import JournalWriter
from capout_desktop.services.organizations.credential_service import Credential
from capout_desktop.services.runtime.clock import now
from capout_desktop.services.runtime.tasks import TaskOwner
from capout_desktop.services.runtime.worker_threads import WorkerThreads

S = DocumentState
KIB = 1024
LONG_AGO = now() - timedelta(days=500)


@pytest.fixture
def sandbox() -> Iterator[SandboxServer]:
    server = SandboxServer(Behavior(speed=0.01))
    server.start()
    yield server
    server.stop()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(credits_service, "SETTLE_SECONDS", 0.01)
    monkeypatch.setattr(credits_service, "AGAIN_SECONDS", 0.01)


@dataclass
class Office:
    """A program with one credential; documents go by events, and the sandbox charges for them."""

    sandbox: SandboxServer
    store: DocumentStore
    credits: Credits
    credential: Credential
    changed: asyncio.Event

    @property
    def organization(self) -> str:
        return self.credential.organization_id

    @property
    def book(self) -> SpendingBook:
        return self.credits.book

    async def until(self, condition: Callable[[], object]) -> None:
        async with asyncio.timeout(10):
            while not condition():
                self.changed.clear()
                await self.changed.wait()

    async def read(self) -> None:
        """Ask for the credits, and wait for the answer."""
        before = self.credits.status.balance
        self.credits.refresh()
        await self.until(
            lambda: self.credits.status.balance is not before or self.credits.status.problem
        )

    async def begin(self, name: str) -> None:
        await self.store.add([document(S.QUEUED, id=name, file_name=f"{name}.pdf")])
        started = AttemptStarted(now(), f"attempt-{name}", self.organization)
        await self.store.begin_attempt(name, started)

    async def begin_again(self, name: str) -> None:
        """Let the person send a document that failed at CapOut again."""
        for event in (SendAgain(now()), Checked(now())):
            self.store.apply(name, event)
        again = AttemptStarted(now(), f"attempt-{name}-again", self.organization)
        await self.store.begin_attempt(name, again)

    def charge(self, name: str, kib: int = 1) -> str:
        """Let CapOut charge 8 credits, and one more for each 10 KB."""
        pdf = InlinePdf(kib * KIB, name)
        return self.sandbox.state.seed_document(f"{name}.pdf", "team@example", pdf=pdf)

    async def send(self, name: str, kib: int = 1) -> None:
        await self.begin(name)
        self.store.apply(name, Accepted(now(), self.charge(name, kib), status="processing"))

    def report(self, name: str, status: str) -> None:
        """Let CapOut tell a status of a document."""
        report = StatusReport(self.store[name].document_id, status)
        self.store.apply(name, StatusReported(now(), report))

    def spent_on(self, name: str) -> int | None:
        """Return what a document cost; None if that is not known."""
        cost = self.book.cost_of(name)
        return None if cost is None else cost.spent


@asynccontextmanager
async def office(
    folder: Path, sandbox: SandboxServer, *, is_open: bool = True
) -> AsyncIterator[Office]:
    failures: list[BaseException] = []
    tasks = TaskOwner(failures.append)
    disk = WorkerThreads("journal")
    journal, documents = await JournalWriter.open(folder / "j.sqlite3", disk, failures.append)
    store = DocumentStore(journal, documents)
    book = SpendingBook(store, journal, failures.append)
    credits_left = Credits(tasks, book)
    client = CapOutClient(sandbox.base_url, SANDBOX_KEY, retries=Retries(attempts=1))
    changed = asyncio.Event()
    credits_left.listen(lambda *_: changed.set())
    first: CreditBalance = await client.credits()
    organization_id = first.organization_id or unconfirmed_organization("1")
    credential = Credential(SANDBOX_KEY, organization_id, KeyKind.SANDBOX, client, "default")
    if is_open:
        await book.open()
    credits_left.use(credential, first)
    try:
        yield Office(sandbox, store, credits_left, credential, changed)
    finally:
        await tasks.close()
        await client.aclose()
        await journal.close()
        disk.stop()
    assert failures == []


async def test_each_document_is_known_by_what_the_balance_fell(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    async with office(tmp_path, sandbox) as desk:
        for name, kib in (("a", 1), ("b", 25), ("c", 99)):
            assert desk.book.typical(desk.organization) is None
            await desk.send(name, kib)
            await desk.read()
        costs = [desk.book.cost_of(name) for name in "abc"]
        assert [cost and cost.spent for cost in costs] == [8, 10, 12]
        typical = desk.book.typical(desk.organization)
        assert typical is not None
        assert (typical.median, typical.lowest, typical.highest, typical.known) == (10, 8, 12, 3)
        assert desk.credits.estimate(18).fit is Fit.FITS
        assert desk.credits.estimate(23).fit is Fit.SHORT
        assert desk.credits.estimate(20, waiting=3).ahead == 30


async def test_what_goes_together_is_known_together(sandbox: SandboxServer, tmp_path: Path) -> None:
    async with office(tmp_path, sandbox) as desk:
        await desk.send("a", 1)
        await desk.send("b", 99)
        await desk.read()
        cost = desk.book.cost_of("a")
        assert cost is not None
        assert (cost.spent, cost.together) == (20, 2)


async def test_what_somebody_else_spends_is_nobodys(sandbox: SandboxServer, tmp_path: Path) -> None:
    async with office(tmp_path, sandbox) as desk:
        await desk.send("a")
        await desk.read()
        desk.charge("theirs")
        await desk.read()
        moved = desk.book.movements(LONG_AGO)
        assert [(m.spent, m.unexplained) for m in moved] == [(8, 0), (0, 8)]


async def test_a_reading_in_the_middle_of_an_upload_is_not_believed(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    async with office(tmp_path, sandbox) as desk:
        await desk.begin("a")
        desk.store.apply("a", OutcomeUnknown(now(), Problem(HoldReason.LOOKING_UP)))
        document_id = desk.charge("a")
        await desk.read()
        assert desk.book.movements(LONG_AGO) == []
        desk.store.apply("a", Accepted(now(), document_id, status="processing"))
        await desk.read()
        assert desk.spent_on("a") == 8


@pytest.mark.parametrize("end", ["absent", "canceled"])
async def test_what_did_not_arrive_did_not_cost(
    sandbox: SandboxServer, tmp_path: Path, end: str
) -> None:
    async with office(tmp_path, sandbox) as desk:
        await desk.begin("a")
        if end == "absent":
            desk.store.apply("a", OutcomeUnknown(now(), Problem(HoldReason.LOOKING_UP)))
            desk.store.apply("a", FoundAbsent(now()))
        else:
            desk.store.apply("a", Canceled(now()))
        desk.charge("theirs")
        await desk.read()
        assert desk.book.cost_of("a") is None
        assert [m.unexplained for m in desk.book.movements(LONG_AGO)] == [8]


async def test_a_document_that_goes_twice_is_paid_twice(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    async with office(tmp_path, sandbox) as desk:
        await desk.send("a")
        await desk.read()
        desk.report("a", "failed")
        await desk.begin_again("a")
        desk.store.apply("a", Accepted(now(), desk.charge("a"), status="processing"))
        await desk.read()
        moved = desk.book.movements(LONG_AGO)
        assert [(m.spent, len(m.charges)) for m in moved] == [(8, 1), (8, 1)]


async def test_what_is_sent_again_before_the_credits_are_read_keeps_its_cost(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    async with office(tmp_path, sandbox) as desk:
        await desk.send("a")
        desk.report("a", "failed")
        await desk.begin_again("a")
        assert desk.store["a"].state is S.UPLOADING
        await desk.read()
        assert desk.spent_on("a") == 8


async def test_what_is_sent_again_in_doubt_is_not_said_to_have_cost_what_others_spend(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    async with office(tmp_path, sandbox) as desk:
        await desk.begin("a")
        desk.store.apply("a", OutcomeUnknown(now(), Problem(HoldReason.LOOKING_UP)))
        desk.store.apply("a", SendAgain(now()))
        await desk.read()
        desk.charge("theirs")
        await desk.read()
        assert desk.book.cost_of("a") is None
        (movement,) = desk.book.movements(LONG_AGO)
        assert (movement.spent, movement.unexplained) == (0, 8)


async def test_it_goes_on_after_a_restart(sandbox: SandboxServer, tmp_path: Path) -> None:
    async with office(tmp_path, sandbox) as desk:
        await desk.send("a")
        await desk.read()
        await desk.send("b")  # the program ends before the balance is read again
    async with office(tmp_path, sandbox) as desk:
        costs = [desk.book.cost_of(name) for name in "ab"]
        assert [cost and cost.spent for cost in costs] == [8, 8]
        assert len(desk.book.points(desk.organization, LONG_AGO)) == 3
        desk.charge("theirs")
        await desk.read()
        assert [m.unexplained for m in desk.book.movements(LONG_AGO)] == [0, 0, 8]


async def test_an_old_document_that_is_touched_is_no_charge(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    async with office(tmp_path, sandbox) as desk:
        await desk.send("a")
        await desk.read()
        desk.report("a", "complete")
        await desk.read()
        # One that went when no credits could be read: no movement has its charge.
        unread = document(S.COMPLETE, id="b", document_id="doc_b", attempt_id="attempt-b")
        await desk.store.add([structs.replace(unread, organization_id=desk.organization)])
    async with office(tmp_path, sandbox) as desk:
        desk.store.apply_all((name, Removed(now())) for name in ("a", "b"))
        desk.charge("theirs")
        await desk.read()
        assert [m.unexplained for m in desk.book.movements(LONG_AGO)] == [0, 8]


async def test_what_ended_after_the_last_reading_is_known_at_the_next_start(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    async with office(tmp_path, sandbox) as desk:
        await desk.send("a")
        desk.report("a", "complete")
    async with office(tmp_path, sandbox) as desk:
        assert desk.spent_on("a") == 8


async def test_what_is_read_before_the_journal_was_is_taken_in_after_it(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    async with office(tmp_path, sandbox) as desk:
        await desk.send("a")
    async with office(tmp_path, sandbox, is_open=False) as desk:
        assert desk.book.movements(LONG_AGO) == []
        await desk.book.open()
        assert desk.spent_on("a") == 8


async def test_a_balance_that_stays_is_not_written_down_again_and_again(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    async with office(tmp_path, sandbox) as desk:
        for _ in range(5):
            await desk.read()
        (first,) = desk.book.points(desk.organization, LONG_AGO)
        balance = desk.credits.status.balance
        assert balance is not None
        for minutes, written in ((9, 1), (10, 2), (19, 2), (20, 3)):
            desk.book.record(balance, first.at + timedelta(minutes=minutes), "")
            assert len(desk.book.points(desk.organization, LONG_AGO)) == written


@pytest.mark.parametrize("omitted", [frozenset(), frozenset({"organization_id"})], ids=len)
async def test_each_organization_has_a_balance_and_a_ledger_of_its_own(
    omitted: frozenset[str], sandbox: SandboxServer, tmp_path: Path
) -> None:
    sandbox.state.behavior.credits_omit = omitted
    key = "capout_test_other"
    sandbox.state.add_organization("Other", key=key, credits=70)
    async with office(tmp_path, sandbox) as desk:
        client = CapOutClient(sandbox.base_url, key, retries=Retries(attempts=1))
        other = await client.credits()
        organization_id = other.organization_id or unconfirmed_organization("2")
        credential = Credential(key, organization_id, KeyKind.TEST, client, "other")
        desk.credits.use(credential, other)
        assert desk.credits.status.balance == other
        await desk.send("a")  # bound to the first one, whatever is shown now
        desk.credits.refresh(desk.organization)
        await desk.until(lambda: desk.book.cost_of("a"))
        before = desk.credits.status_of(desk.organization).balance
        assert before is not None
        assert (before.total, desk.credits.status.balance) == (242, other)
        assert [m.organization_id for m in desk.book.movements(LONG_AGO)] == [desk.organization]
        for organization, total in ((desk.organization, 242), (organization_id, 70)):
            reading = desk.book.reading_before(organization, now())
            assert reading is not None
            assert reading.total == total
        desk.credits.refresh("org-of-an-unknown-key")
        await client.aclose()


async def test_many_wishes_become_few_questions(sandbox: SandboxServer, tmp_path: Path) -> None:
    async with office(tmp_path, sandbox) as desk:
        sandbox.state.faults.add(Call.CREDITS, Delay(0.2))
        asked = sandbox.state.journal.count(Call.CREDITS)
        for _ in range(50):
            desk.credits.refresh(settle=True)
        await desk.until(lambda: desk.credits.status.refreshing)
        for _ in range(50):
            desk.credits.refresh(settle=True)
        await desk.until(lambda: not desk.credits.status.refreshing)
        await desk.until(lambda: desk.credits.status.refreshing)
        await desk.until(lambda: not desk.credits.status.refreshing)
        assert sandbox.state.journal.count(Call.CREDITS) == asked + 2


async def test_a_figure_that_is_young_enough_is_not_asked_for(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    async with office(tmp_path, sandbox) as desk:
        asked = sandbox.state.journal.count(Call.CREDITS)
        desk.credits.refresh_if_older(timedelta(minutes=5))
        assert not desk.credits.status.refreshing
        sandbox.state.faults.add(Call.CREDITS, Refuse(503))
        desk.credits.refresh_if_older(timedelta(0))
        await desk.until(lambda: desk.credits.status.problem)
        assert desk.credits.status.balance is not None
        desk.credits.refresh_if_older(timedelta(0))
        await desk.until(lambda: desk.credits.status == CreditsStatus(desk.credits.status.balance))
        assert sandbox.state.journal.count(Call.CREDITS) == asked + 2


async def test_what_had_no_answer_is_not_asked_again_at_once(
    sandbox: SandboxServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with office(tmp_path, sandbox) as desk:
        old = CreditBalance(desk.organization, 250, 0, (), as_of=LONG_AGO)
        desk.credits.use(desk.credential, old)
        sandbox.state.faults.add(Call.CREDITS, Refuse(503))
        await desk.read()
        assert desk.credits.status.problem is not None
        asked = sandbox.state.journal.count(Call.CREDITS)
        desk.credits.refresh_if_older(timedelta(minutes=1))
        for _ in range(20):
            await asyncio.sleep(0.01)
        assert sandbox.state.journal.count(Call.CREDITS) == asked
        monkeypatch.setattr(credits_service, "TRIED_LATELY", timedelta())
        desk.credits.refresh_if_older(timedelta(minutes=1))
        await desk.until(lambda: desk.credits.status.balance is not old)
