"""A bad day at random: faults of every kind, a person who changes their mind, a full disk, crashes.

Two organizations send; the key of one is refused at times.

In the end CapOut's ledger and the journal agree: nothing is lost, nothing was charged twice but by
the person's word, and nothing was charged that the person had called back in time.
"""

from __future__ import annotations

import asyncio
import random
import shutil
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from helpers.pdfs import pdf
from helpers.queue_bench import Bench, S, bench, hurry

from capout_desktop.domain.document import ChargeState, Document
from capout_desktop.domain.events import Event, RetryRequested, SendAgain
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.lifecycle import RECEIVED_STATUS, cancellation, reduce
from capout_desktop.domain.problem import Problem
from capout_desktop.sandbox.contract import Behavior, Call
from capout_desktop.sandbox.faults import (
    Delay,
    Garbage,
    GarbageKind,
    Point,
    Refuse,
    RequestFault,
    Reset,
)
from capout_desktop.sandbox.organization import SANDBOX_KEY
from capout_desktop.sandbox.server import SandboxServer
from capout_desktop.services.organizations.credential_service import Credential
from capout_desktop.services.runtime.clock import now

HARBOR_KEY = "capout_test_harbor_1111111111111111"
TEAM, OTHER = "team@example", "other@example"
FILES = 12
"""Of each content there are two, under different names."""
RESTARTS = 3
MOMENTS = 80
"""Of each run; at each the person may do something."""
FULL_DISK, CRASH = 0.03, 0.5
"""The chances of a disk that is full for a while, at each moment, and of a crash at the end."""
SETTLED = {S.PROCESSING, S.COMPLETE, S.FAILED, S.CANCELED, S.REJECTED, S.HELD}
SECONDS = 60
UPLOAD_FAULTS: tuple[RequestFault, ...] = (
    Reset(Point.BEFORE_BODY),
    Reset(Point.BODY_READ),
    Reset(Point.ACCEPTED),
    Garbage(GarbageKind.HTML),
    Garbage(GarbageKind.HTML, at=Point.BODY_READ),
    Refuse(429),
    Refuse(503),
    Refuse(500),
    Refuse(502, at=Point.ACCEPTED),
    Refuse(402),
    Refuse(400),
)


@pytest.fixture
def sandbox() -> Iterator[SandboxServer]:
    # What was accepted is on the list well before its absence would be believed.
    with SandboxServer(Behavior(speed=0, listing_delay=0.05)) as server:
        server.state.set_credits(100_000)
        yield server


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    hurry(monkeypatch)


class Person:
    """Does with the rows what the window lets them do, and remembers what they said."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self.words: Counter[str] = Counter()
        """How often a content was to be sent again, by its hash."""
        self.cancel_requested: dict[str, int] = {}
        """What was canceled, and never asked for since, with the attempts that it had had."""

    def come_back(self, desk: Bench) -> None:
        """See after a start what became of the last words before a crash."""
        for local_id in list(self.cancel_requested):
            row = desk.store[local_id]
            if not row.cancel_requested and row.state is not S.CANCELED:
                del self.cancel_requested[local_id]

    def act(self, desk: Bench, harbor: Credential) -> None:
        under_way = desk.store.in_state(S.UPLOADING, S.CONFIRMING)
        rows = under_way if under_way and self._chance.random() < 0.5 else list(desk.store)
        row = self._chance.choice(rows)
        match self._chance.randrange(10):
            case 0 | 1 if _changes(row, cancellation(row, now())):
                self.cancel_requested.setdefault(row.id, row.attempts)
                desk.uploads.cancel(row.id)
            case 2 if _changes(row, RetryRequested(now())):
                self.cancel_requested.pop(row.id, None)
                desk.uploads.retry(row.id)
            case 3 if _changes(row, SendAgain(now())) and row.problem != Problem(
                HoldReason.WAITS_FOR_START
            ):
                self.words[row.sha256 or ""] += 1
                self.cancel_requested.pop(row.id, None)
                desk.uploads.send_again(row.id)
            case 4:
                desk.uploads.pause(self._chance.random() < 0.3)
            case 5:
                desk.uploads.credits_changed("org")
            case 6:
                if row.state in {S.FAILED, S.CANCELED}:  # then it is tried again, too
                    self.cancel_requested.pop(row.id, None)
                desk.uploads.readdress([row.id], self._chance.choice((TEAM, OTHER)))
            case 7:
                desk.credentials.suspend("harbor")  # its key is refused
            case 8:
                desk.credentials.use(harbor)
            case _:
                return


def _changes(row: Document, event: Event) -> bool:
    return reduce(row, event) is not row


@pytest.mark.parametrize("seed", range(3))
async def test_a_bad_day_ends_well(sandbox: SandboxServer, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    person = Person(chance)
    names = [f"{number}.pdf" for number in range(FILES)]
    sandbox.state.add_organization("Harbor Restoration", key=HARBOR_KEY)
    for fault in UPLOAD_FAULTS:
        sandbox.state.faults.by_chance(Call.UPLOAD, fault, 0.08)
    sandbox.state.faults.by_chance(Call.UPLOAD, Reset(Point.BODY_READ), 0.3)
    sandbox.state.faults.by_chance(Call.DOCUMENTS, Refuse(503), 0.1)
    sandbox.state.faults.by_chance(Call.DOCUMENTS, Delay(0.5), 0.3)
    folder = tmp_path
    for run in range(RESTARTS):
        async with _two_organizations(folder, sandbox) as (desk, harbor):
            person.come_back(desk)
            for name in names[run::RESTARTS]:
                desk.intake.use(*chance.choice((("default", "org"), ("harbor", "harbor"))))
                await desk.send(name, pdf(marker=str(names.index(name) // 2)))
            for _ in range(MOMENTS):
                await asyncio.sleep(chance.uniform(0, 0.06))
                person.act(desk, harbor)
                if chance.random() < FULL_DISK:
                    async with desk.full_disk():
                        await asyncio.sleep(chance.uniform(0, 0.3))
            if chance.random() < CRASH:
                folder = _crash(folder)
    sandbox.state.faults.clear()
    async with _two_organizations(folder, sandbox) as (desk, _):
        person.come_back(desk)
        await _settle(desk, sandbox, person)
        rows = list(desk.store)
    assert sorted(row.file_name for row in rows) == sorted(names)
    for row in rows:
        attempts = person.cancel_requested.get(row.id)
        assert attempts in {None, row.attempts}, f"{row} was called back after {attempts} attempts"
    _examine_payers(sandbox, rows)
    for content in {row.sha256 or "" for row in rows}:
        _examine(sandbox, content, [row for row in rows if row.sha256 == content], person)


@asynccontextmanager
async def _two_organizations(
    folder: Path, sandbox: SandboxServer
) -> AsyncIterator[tuple[Bench, Credential]]:
    async with (
        bench(folder, sandbox.base_url) as desk,
        desk.another_account(HARBOR_KEY, "harbor") as harbor,
    ):
        yield desk, harbor


def _crash(folder: Path) -> Path:
    """Keep the journal as it is on the disk at this moment; return where it goes on."""
    after = folder / "after"
    after.mkdir()
    for part in folder.glob("j.sqlite3*"):
        shutil.copy(part, after)
    return after


def _examine_payers(sandbox: SandboxServer, rows: list[Document]) -> None:
    """Each document was paid for by the organization that it was added for."""
    payers = {"default": SANDBOX_KEY, "harbor": HARBOR_KEY}
    paid_by = {entry.document_id: entry.organization_id for entry in sandbox.state.ledger}
    for row in rows:
        if row.document_id:
            organization = sandbox.state.organization_of(payers[row.credential_id])
            assert organization is not None
            assert paid_by[row.document_id] == organization.id, f"somebody else paid for {row}"


def _examine(sandbox: SandboxServer, content: str, rows: list[Document], person: Person) -> None:
    """Compare what was charged for a content with what its rows say."""
    paid = [entry for entry in sandbox.state.ledger if entry.sha256 == content]
    ids = {entry.document_id for entry in paid}
    for address, times in Counter(entry.xn_address for entry in paid).items():
        assert times <= 1 + person.words[content], f"{rows} went {times} times to {address}"
    assert {row.document_id for row in rows if row.document_id} <= ids
    assert not paid or any(row.charge is not ChargeState.NONE for row in rows), (
        f"{rows} hide {paid}"
    )
    # What nobody could find out is no secret: the person was asked, and gave their word.
    told = set().union(*map(_told, rows))
    asked = "" in told or any(row.server_status == RECEIVED_STATUS for row in rows)
    assert ids <= told or asked, f"{rows} do not tell of {ids - told}"


def _told(row: Document) -> set[str]:
    before = {document_id for _, document_id in row.sent_before}
    return before | {row.document_id} if row.document_id else before


def _arrived(sandbox: SandboxServer, row: Document, rows: Iterable[Document]) -> bool:
    """Whether CapOut's web app shows one of its name that no row knows of."""
    known = set().union(*map(_told, rows))
    return any(
        (entry.file_name, entry.xn_address) == (row.file_name, row.xn_address)
        and entry.document_id not in known
        for entry in sandbox.state.ledger
    )


async def _settle(desk: Bench, sandbox: SandboxServer, person: Person) -> None:
    """Let all that can come to an end do so; the person looks up at CapOut what nobody else can."""
    desk.uploads.pause(False)
    for organization_id in ("org", "harbor"):
        desk.uploads.credits_changed(organization_id)
    async with asyncio.timeout(SECONDS):
        while unsettled := [row for row in desk.store if row.state not in SETTLED]:
            for row in unsettled:
                if row.problem != Problem(HoldReason.LOOK_UP_UNCLEAR):
                    continue
                if _arrived(sandbox, row, desk.store):
                    await desk.decisions.received(row.id)
                else:
                    person.words[row.sha256 or ""] += 1
                    person.cancel_requested.pop(row.id, None)
                    desk.uploads.send_again(row.id)
            await asyncio.sleep(0.05)
