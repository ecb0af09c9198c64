"""What the journal says of each attempt, and that no body is complete before it says so."""

from __future__ import annotations

import asyncio
import hashlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.pdfs import pdf
from helpers.queue_bench import SECONDS, WITH_CAPOUT, S, bench, hurry

from capout_desktop.domain import file_problem, hold
from capout_desktop.domain.attempt import Attempt, AttemptOutcome
from capout_desktop.domain.credits import KeyKind
from capout_desktop.domain.destination import Destination
from capout_desktop.domain.document import ChargeState, Document
from capout_desktop.domain.events import AttemptStarted
from capout_desktop.domain.lifecycle import reduce
from capout_desktop.domain.problem import Problem, ProblemCode
from capout_desktop.domain.timeline import EntryKind
from capout_desktop.sandbox.contract import Behavior, Call
from capout_desktop.sandbox.faults import Point, Refuse, Reset
from capout_desktop.sandbox.server import SandboxServer
from capout_desktop.store.journal import Journal


@pytest.fixture
def sandbox() -> Iterator[SandboxServer]:
    with SandboxServer(Behavior(speed=0)) as server:
        yield server


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    hurry(monkeypatch)


def stored_attempts(folder: Path) -> list[Attempt]:
    journal = Journal(folder / "j.sqlite3")
    try:
        return journal.load_attempts()
    finally:
        journal.close()


def change_unseen(path: Path) -> None:
    """Change a file's last byte, and neither its size nor its time."""
    before = path.stat()
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


async def test_an_accepted_attempt_tells_who_paid_what_was_sent_and_how_it_ended(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    content = pdf(marker="this one")
    async with bench(tmp_path, sandbox.base_url) as desk:
        await desk.send(content=content)
        row = await desk.until(lambda row: row.state in WITH_CAPOUT)
    (attempt,) = desk.store.attempts(row.id)
    assert stored_attempts(tmp_path) == [attempt]
    assert attempt.outcome is AttemptOutcome.ACCEPTED
    assert (attempt.id, attempt.document, attempt.number) == (row.attempt_id, row.id, 1)
    assert (attempt.document_id, attempt.file_name) == (row.document_id, "scope.pdf")
    assert attempt.body_about_to_be_complete
    assert attempt.sha256 == hashlib.sha256(content).hexdigest()
    assert attempt.bytes_out == attempt.bytes_total > len(content)
    assert attempt.duration_seconds is not None
    there = attempt.destination
    assert (there.organization_id, there.credential_id) == ("org", "default")
    assert (there.server, there.xn_address) == (sandbox.base_url, "team@example")


async def test_the_journal_says_it_before_the_body_is_complete(
    sandbox: SandboxServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    accepted_when_saved: list[int] = []
    save_attempt = Journal.save_attempt

    def note(journal: Journal, attempt: Attempt, document: Document | None = None) -> None:
        if attempt.outcome is AttemptOutcome.UNDER_WAY:
            assert attempt.body_about_to_be_complete
            accepted_when_saved.append(len(sandbox.state.ledger))
        save_attempt(journal, attempt, document)

    monkeypatch.setattr(Journal, "save_attempt", note)
    async with bench(tmp_path, sandbox.base_url) as desk:
        await desk.send()
        await desk.until(lambda row: row.state in WITH_CAPOUT)
    assert accepted_when_saved == [0]


async def test_a_body_that_the_journal_does_not_take_is_never_complete(
    sandbox: SandboxServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = True
    save_attempt = Journal.save_attempt

    def when_full(journal: Journal, attempt: Attempt, document: Document | None = None) -> None:
        if full and attempt.outcome is AttemptOutcome.UNDER_WAY:
            raise sqlite3.OperationalError("database or disk is full")
        save_attempt(journal, attempt, document)

    monkeypatch.setattr(Journal, "save_attempt", when_full)
    async with bench(tmp_path, sandbox.base_url) as desk:
        await desk.send()
        await asyncio.wait_for(desk.trouble.wait(), SECONDS)
        assert sandbox.state.ledger == ()
        full = False
        row = await desk.until(lambda row: row.state in WITH_CAPOUT)
        first, *_, last = desk.store.attempts(row.id)
    assert all(row.state is not S.CONFIRMING for row in desk.seen), "it was certainly not sent"
    assert first.certainly_never_complete
    assert last.is_with_capout
    assert len(sandbox.state.ledger) == 1


async def test_a_file_with_other_bytes_of_the_same_size_and_time_is_never_sent_as_a_whole(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    async with bench(tmp_path, sandbox.base_url) as desk:
        desk.uploads.pause(True)
        await desk.send()
        row = await desk.until(lambda row: row.state is S.QUEUED)
        change_unseen(Path(row.source))
        desk.uploads.pause(False)
        rejected = await desk.until(lambda row: row.state is S.REJECTED)
        (attempt,) = desk.store.attempts(row.id)
    assert rejected.problem == file_problem.CHANGED
    assert attempt.certainly_never_complete
    assert sandbox.state.ledger == ()


@pytest.mark.parametrize(
    "conflict", [Refuse(409), Refuse(409, at=Point.BEFORE_BODY, closes=True)], ids=["late", "early"]
)
async def test_a_conflict_after_one_that_may_have_arrived_is_looked_up(
    conflict: Refuse, sandbox: SandboxServer, tmp_path: Path
) -> None:
    """It may be about the document that the first attempt brought there.

    That is so also if the answer comes before the body is complete.
    """
    sandbox.state.behavior.documents_omit = frozenset({"file_name"})
    sandbox.state.faults.add(Call.UPLOAD, Reset(Point.ACCEPTED), conflict)
    async with bench(tmp_path, sandbox.base_url) as desk:
        await desk.send(content=pdf(size=20_000_000))
        row = await desk.until(lambda row: row.problem_code == "look-up-unclear")
        desk.uploads.send_again(row.id)
        await desk.until(
            lambda row: row.attempts == 2 and row.state not in {S.UPLOADING, S.CHECKING, S.QUEUED}
        )
        assert desk.store[row.id].state is S.CONFIRMING
        outcomes = [attempt.outcome for attempt in desk.store.attempts(row.id)]
    assert outcomes == [AttemptOutcome.UNKNOWN, AttemptOutcome.UNKNOWN]


async def test_a_conflict_that_a_look_up_shows_to_be_a_refusal_fails_and_goes_by_the_persons_word(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    """A gateway may cause it by asking a second server, so that it is looked up; here none did."""
    refusal = Problem(ProblemCode.CONFLICT, "It is there already")
    sandbox.state.faults.add(Call.UPLOAD, None, Refuse(409, refusal.detail))
    async with bench(tmp_path, sandbox.base_url) as desk:
        await desk.witness()
        await desk.send()
        unknown = await desk.until(lambda row: row.state is S.CONFIRMING)
        assert unknown.problem == hold.looking_up_after(refusal)
        failed = await desk.until(lambda row: row.state is S.FAILED)
        assert failed.problem == refusal
        assert failed.charge is ChargeState.NONE
        assert EntryKind.REFUSED in [e.what for e in await desk.journal.history(failed.id)]
        assert sandbox.state.journal.count(Call.UPLOAD) == 2, "not sent again by itself"
        desk.uploads.retry(failed.id)
        arrived = await desk.until(lambda row: row.id == failed.id and row.state in WITH_CAPOUT)
    assert arrived.attempts == 2
    assert len(sandbox.state.ledger) == 2


async def test_what_was_certainly_never_complete_when_the_program_died_goes_again_at_once(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    """It does not wait for ten minutes, only for a list without a twin of it."""
    async with bench(tmp_path, sandbox.base_url) as desk:
        desk.uploads.pause(True)
        await desk.send()
        row = await desk.until(lambda row: row.state is S.QUEUED)
    tear(tmp_path, row, body_about_to_be_complete=False)
    async with bench(tmp_path, sandbox.base_url) as desk:
        arrived = await desk.until(lambda row: row.state in WITH_CAPOUT)
        assert not any(row.state is S.CONFIRMING for row in desk.seen)
    assert arrived.attempts == 2
    assert len(sandbox.state.ledger) == 1


async def test_what_may_have_been_complete_when_the_program_died_does_not_go_by_itself(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    sandbox.state.faults.by_chance(Call.DOCUMENTS, Refuse(503))
    async with bench(tmp_path, sandbox.base_url) as desk:
        desk.uploads.pause(True)
        await desk.send()
        row = await desk.until(lambda row: row.state is S.QUEUED)
    tear(tmp_path, row, body_about_to_be_complete=True)
    async with bench(tmp_path, sandbox.base_url) as desk:
        await asyncio.to_thread(
            sandbox.state.wait_for, lambda: sandbox.state.journal.count(Call.DOCUMENTS) >= 3
        )
        assert desk.store[row.id].state is S.CONFIRMING
    assert sandbox.state.journal.count(Call.UPLOAD) == 0


def tear(folder: Path, row: Document, *, body_about_to_be_complete: bool) -> None:
    """Leave the journal as a kill during the upload would."""
    started = AttemptStarted(row.changed_at, "torn", "org", "default")
    attempt = Attempt(
        id="torn",
        document=row.id,
        destination=Destination(
            organization_id="org",
            credential_id="default",
            key_kind=KeyKind.SANDBOX,
            server="",
            xn_address=row.xn_address,
        ),
        number=1,
        file_name=row.file_name,
        started_at=row.changed_at,
        body_about_to_be_complete=body_about_to_be_complete,
    )
    journal = Journal(folder / "j.sqlite3")
    journal.begin_attempt(reduce(row, started), attempt)
    journal.close()
