"""When the program believes that CapOut does not have what was sent without an answer."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.queue_bench import WITH_CAPOUT, Bench, S, bench, hurry

from capout_desktop.domain import policy
from capout_desktop.domain.attempt import AttemptOutcome
from capout_desktop.domain.document import Document
from capout_desktop.domain.hold import HoldReason
from capout_desktop.sandbox.contract import Behavior, Call
from capout_desktop.sandbox.faults import Point, Reset
from capout_desktop.sandbox.server import SandboxServer


@pytest.fixture
def sandbox() -> Iterator[SandboxServer]:
    with SandboxServer(Behavior(speed=0)) as server:
        yield server


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    hurry(monkeypatch)


class Clock:
    """A monotonic clock that tests move."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


async def three_more_looks(desk: Bench, sandbox: SandboxServer) -> None:
    """Let the list be asked for, and judged, at the clock's present time."""
    until = sandbox.state.journal.count(Call.DOCUMENTS) + 3
    await asyncio.to_thread(
        sandbox.state.wait_for, lambda: sandbox.state.journal.count(Call.DOCUMENTS) >= until
    )


def uploads(sandbox: SandboxServer) -> int:
    return sandbox.state.journal.count(Call.UPLOAD)


def is_unclear(row: Document) -> bool:
    return row.state is S.CONFIRMING and row.problem_code == HoldReason.LOOK_UP_UNCLEAR


def test_the_program_waits_ten_minutes_and_looks_again_three_minutes_later() -> None:
    assert policy.CONFIRM_GRACE.total_seconds() == 600
    assert policy.CONFIRM_SECOND_LOOK.total_seconds() == 180


async def test_absence_is_believed_after_the_grace_and_a_second_look(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    sandbox.state.faults.add(Call.UPLOAD, Reset(Point.BODY_READ))
    clock = Clock()
    async with bench(tmp_path, sandbox.base_url, monotonic=clock) as desk:
        await desk.send()
        row = await desk.until(lambda row: row.state is S.CONFIRMING)
        clock.seconds += 0.29
        await three_more_looks(desk, sandbox)
        assert desk.store[row.id].state is S.CONFIRMING, "it is too early"
        clock.seconds += 0.02
        await three_more_looks(desk, sandbox)
        assert desk.store[row.id].state is S.CONFIRMING, "nobody looked a second time"
        assert uploads(sandbox) == 1
        clock.seconds += 0.11
        await desk.until(lambda row: row.state in WITH_CAPOUT)
        outcomes = [attempt.outcome for attempt in desk.store.attempts(row.id)]
    assert outcomes == [AttemptOutcome.ABSENT, AttemptOutcome.ACCEPTED]
    assert len(sandbox.state.ledger) == 1


async def test_a_document_goes_again_by_itself_once_in_its_life(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    sandbox.state.faults.add(Call.UPLOAD, Reset(Point.BODY_READ), Reset(Point.BODY_READ))
    async with bench(tmp_path, sandbox.base_url) as desk:
        await desk.send()
        row = await desk.until(is_unclear)
        assert row.attempts == 2
        await three_more_looks(desk, sandbox)
    async with bench(tmp_path, sandbox.base_url) as desk:
        await asyncio.sleep(0.6)  # longer than grace and second look together
        await three_more_looks(desk, sandbox)
        assert is_unclear(desk.store[row.id]), "a restart does not forget it"
        assert uploads(sandbox) == 2
        desk.uploads.send_again(row.id)
        await desk.until(lambda row: row.state in WITH_CAPOUT)
    assert len(sandbox.state.ledger) == 1


async def test_a_restart_counts_the_grace_anew(sandbox: SandboxServer, tmp_path: Path) -> None:
    """How long the program did not run says nothing: this computer's clock may have been set."""
    sandbox.state.faults.add(Call.UPLOAD, Reset(Point.BODY_READ))
    clock = Clock()
    async with bench(tmp_path, sandbox.base_url, monotonic=clock) as desk:
        await desk.send()
        row = await desk.until(lambda row: row.state is S.CONFIRMING)
    clock.seconds += 1000
    async with bench(tmp_path, sandbox.base_url, monotonic=clock) as desk:
        await three_more_looks(desk, sandbox)
        clock.seconds += 0.2
        await three_more_looks(desk, sandbox)
        assert desk.store[row.id].state is S.CONFIRMING
    assert uploads(sandbox) == 1


async def test_once_the_person_was_asked_nothing_goes_by_itself(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    sandbox.state.behavior.documents_omit = frozenset({"file_name"})
    sandbox.state.faults.add(Call.UPLOAD, Reset(Point.ACCEPTED))
    clock = Clock()
    async with bench(tmp_path, sandbox.base_url, monotonic=clock) as desk:
        await desk.send()
        await desk.until(lambda row: row.state is S.CONFIRMING)
        clock.seconds += 1
        row = await desk.until(is_unclear)
        sandbox.state.behavior.listing_delay = 3600  # and now the list shows nothing
        for _ in range(3):
            clock.seconds += 1
            await three_more_looks(desk, sandbox)
        assert is_unclear(desk.store[row.id])
    assert uploads(sandbox) == 1
