"""CapOut in trouble: few documents in doubt, no wait without an end, and no loop that dies."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import NoReturn

import pytest
from helpers.clock import controlled_clock
from helpers.documents import document
from helpers.pdfs import pdf
from helpers.queue_bench import WITH_CAPOUT, bench, hurry, stands
from msgspec.structs import replace

from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.hold import HoldReason
from capout_desktop.sandbox.contract import Behavior, Call
from capout_desktop.sandbox.faults import Point, Refuse, Reset
from capout_desktop.sandbox.server import SandboxServer

S = DocumentState
PARALLEL = 3
QUEUED = 20


@pytest.fixture
def sandbox() -> Iterator[SandboxServer]:
    with SandboxServer(Behavior(speed=0)) as server:
        yield server


def is_asked_about(name: str, row: Document) -> bool:
    return row.file_name == name and row.problem_code == HoldReason.LOOK_UP_UNCLEAR


@pytest.mark.parametrize("parallel", [1, PARALLEL])
async def test_an_outage_leaves_no_more_in_doubt_than_were_under_way(
    sandbox: SandboxServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, parallel: int
) -> None:
    hurry(monkeypatch)
    faults = sandbox.state.faults
    for call in (Call.UPLOAD, Call.CREDITS, Call.DOCUMENTS):
        faults.by_chance(call, Refuse(503, at=Point.BODY_READ))
    async with bench(tmp_path, sandbox.base_url) as desk:
        desk.uploads.set_parallel(parallel)
        desk.uploads.pause(True)
        for number in range(QUEUED):
            await desk.send(f"{number}.pdf")
        desk.uploads.pause(False)
        await desk.until(lambda row: row.state is S.CONFIRMING)
        probed = sandbox.state.journal.count
        # Looks ask for the credits, too: by the fortieth time, the queue has waited several times.
        await asyncio.to_thread(sandbox.state.wait_for, lambda: probed(Call.CREDITS) >= 40, 60)
        in_doubt = desk.store.count(S.CONFIRMING)
        assert in_doubt <= parallel, "the way is tried with a harmless request"
        assert sandbox.state.journal.count(Call.UPLOAD) == in_doubt
        doubtful = {row.file_name for row in desk.store.in_state(S.CONFIRMING)}
        faults.clear()
        for name in {f"{number}.pdf" for number in range(QUEUED)} - doubtful:
            await desk.until(stands(name, *WITH_CAPOUT))
        # With no witness in the list, only the person can tell about those in doubt.
        for name in doubtful:
            await desk.until(functools.partial(is_asked_about, name))
    names = [entry.file_name for entry in sandbox.state.ledger]
    assert len(names) == len(set(names)) == QUEUED - in_doubt, "nothing was paid twice"


async def test_a_key_that_may_not_read_the_credits_goes_on_after_an_unknown_outcome(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    sandbox.state.faults.by_chance(Call.CREDITS, Refuse(403))
    sandbox.state.faults.add(Call.UPLOAD, Reset(Point.ACCEPTED))
    async with bench(tmp_path, sandbox.base_url) as desk:
        await desk.send("first.pdf")
        await desk.until(stands("first.pdf", *WITH_CAPOUT))
        await desk.send("second.pdf")
        await desk.until(stands("second.pdf", *WITH_CAPOUT))
    assert len(sandbox.state.ledger) == 2


@pytest.mark.parametrize("way_out", ["the time", "Try now", "the clock is set back"])
async def test_a_day_of_retry_after_ends_in_a_quarter_of_an_hour_or_by_the_persons_word(
    sandbox: SandboxServer, tmp_path: Path, way_out: str
) -> None:
    sandbox.state.faults.add(Call.UPLOAD, Refuse(429, retry_after_text="86400"))
    with controlled_clock() as clock:
        async with bench(tmp_path, sandbox.base_url) as desk:
            await desk.send()
            row = await desk.until(lambda row: row.not_before is not None)
            assert (row.not_before or clock.now()) - clock.now() <= timedelta(minutes=15)
            assert [problem.code for problem in desk.obstructions if problem] == [
                "too-many-requests"
            ], "it is said at once, where Try now is"
            # The queue has nothing to do from now on, and has to be woken.
            await clock.pass_until(lambda: any(left > 600 for left in clock.pending), step=0)
            if way_out == "Try now":
                desk.uploads.try_now()
            elif way_out == "the clock is set back":
                clock.set_wall(timedelta(days=-1))
            step = 0.5 if way_out == "Try now" else 5.0
            passed = await clock.pass_until(
                lambda: desk.store[row.id].state in WITH_CAPOUT, step=step
            )
            if way_out == "Try now":
                assert passed < 300
            else:
                assert 600 <= passed <= 1000
            assert desk.obstructions[-1] is None
    assert len(sandbox.state.ledger) == 1


async def test_a_document_that_the_queue_fails_on_is_set_apart_and_the_others_go(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    path = tmp_path / "poison.pdf"
    path.write_bytes(pdf())
    poison = document(
        S.QUEUED, id="poison", source=str(path), not_before=None, organization_id="org"
    )
    async with bench(tmp_path, sandbox.base_url) as desk:
        # A time without a zone cannot be compared with others.
        zoneless = poison.added_at.replace(tzinfo=None)
        await desk.store.add([replace(poison, not_before=zoneless)])
        await desk.send("sound.pdf")
        await desk.until(stands("sound.pdf", *WITH_CAPOUT))
        row = desk.store["poison"]
        assert (row.state, row.problem_code) == (S.HELD, "set-apart")
        assert row.problem is not None
        assert "TypeError" in row.problem.detail
        desk.uploads.retry("poison")
        await desk.until(lambda row: row.id == "poison" and row.state in WITH_CAPOUT)
        # This one fails only as it is judged whether it may go: there is a list by now, with whose
        # time this one cannot be compared.
        path = tmp_path / "late.pdf"
        path.write_bytes(pdf(marker="late"))
        added_at = poison.added_at.replace(tzinfo=None)
        late = replace(poison, id="late", source=str(path), file_name="late.pdf", added_at=added_at)
        await desk.store.add([late])
        await desk.until(lambda row: row.id == "late" and row.held_for(HoldReason.SET_APART))
        await desk.send("last.pdf")
        await desk.until(stands("last.pdf", *WITH_CAPOUT))
        assert list(map(type, desk.failures)) == [TypeError, TypeError], "each is told of once"
        desk.failures.clear()


async def test_an_attempt_that_fails_in_this_program_is_looked_up_or_set_apart_and_others_go(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    async def fail(*_: object) -> NoReturn:
        raise ValueError("odd")

    async with bench(tmp_path, sandbox.base_url) as desk:
        await desk.witness()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(desk.store, "end_attempt", fail)  # once CapOut has it
            await desk.send("late.pdf")
            await desk.until(stands("late.pdf", S.CONFIRMING))
        await desk.until(stands("late.pdf", *WITH_CAPOUT))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(desk.store, "begin_attempt", fail)  # before anything was sent
            await desk.send("early.pdf")
            await desk.until(lambda row: row.held_for(HoldReason.SET_APART))
        await desk.send("last.pdf")
        await desk.until(stands("last.pdf", *WITH_CAPOUT))
        assert list(map(type, desk.failures)) == [ValueError, ValueError], "each is told of once"
        desk.failures.clear()
    names = sorted(entry.file_name for entry in sandbox.state.ledger)
    assert names == ["last.pdf", "late.pdf", "witness.pdf"]
