"""Doubts about the ways on which a document might be sent, and paid for, a second time.

Each test goes such a way to its end, and counts what CapOut accepted.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from helpers.pdfs import pdf
from helpers.queue_bench import WITH_CAPOUT, Bench, S, bench, hurry, stands

from capout_desktop.domain import arrival
from capout_desktop.domain.document import Document
from capout_desktop.domain.estimate import Estimate, EstimateKind, TextQuality
from capout_desktop.domain.events import EstimateRead, Released, StatusReported
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.problem import Problem
from capout_desktop.domain.status_report import StatusReport
from capout_desktop.sandbox.contract import Behavior, Call
from capout_desktop.sandbox.faults import Delay, Point, Refuse, Reset, Silence
from capout_desktop.sandbox.server import SandboxServer
from capout_desktop.services.intake.intake import SendPolicy
from capout_desktop.services.runtime.clock import now

TEAM, OTHER = "team@example", "other@example"


@pytest.fixture
def sandbox() -> Iterator[SandboxServer]:
    with SandboxServer(Behavior(speed=0)) as server:
        yield server


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    hurry(monkeypatch)


def asks(row: Document) -> bool:
    """Whether the row waits for the person's word, since it went before."""
    return (
        row.state is S.HELD
        and row.problem is not None
        and row.problem.code == HoldReason.ALREADY_SENT
    )


def asks_as(name: str) -> Callable[[Document], bool]:
    return lambda row: row.file_name == name and asks(row)


async def unknown(desk: Bench, sandbox: SandboxServer) -> Document:
    """Send one that arrives, although nobody here can ever find out."""
    sandbox.state.behavior.documents_omit = frozenset({"file_name"})
    sandbox.state.faults.add(Call.UPLOAD, Reset(Point.ACCEPTED))
    await desk.send()
    return await desk.until(lambda r: r.problem and r.problem.code == HoldReason.LOOK_UP_UNCLEAR)


async def failed(desk: Bench) -> Document:
    """Send one that CapOut takes, and whose workflow fails there."""
    await desk.send()
    sent = await desk.until(lambda row: row.state in WITH_CAPOUT)
    report = StatusReport(sent.document_id, "failed")
    return desk.store.apply(sent.id, StatusReported(now(), report))


async def becomes(desk: Bench, local_id: str, *states: S) -> None:
    """Wait until the row stands there now; what it went through before does not count."""
    await desk.until(lambda row: row is desk.store[local_id] and row.state in states)


async def asks_again(desk: Bench, local_id: str) -> None:
    await desk.until(lambda row: row is desk.store[local_id] and asks(row))


async def test_what_was_called_back_after_send_again_asks_before_another_try(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    async with bench(tmp_path, sandbox.base_url) as desk:
        row = await unknown(desk, sandbox)
        desk.uploads.pause(True)
        desk.uploads.send_again(row.id)
        await becomes(desk, row.id, S.QUEUED)
        desk.uploads.cancel(row.id)
        desk.uploads.pause(False)
        desk.uploads.retry(row.id)
        await asks_again(desk, row.id)
        assert len(sandbox.state.ledger) == 1
        desk.uploads.send_again(row.id)
        await becomes(desk, row.id, *WITH_CAPOUT)
    assert len(sandbox.state.ledger) == 2


async def test_what_was_canceled_too_late_to_stop_it_and_was_lost_is_not_sent_again(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    sandbox.state.faults.add(Call.UPLOAD, None, Silence(Point.BODY_READ, seconds=5))
    async with bench(tmp_path, sandbox.base_url) as desk:
        await desk.witness()
        await desk.send()
        row = await desk.until(lambda row: row.file_name == "scope.pdf" and row.body_is_out)
        desk.uploads.cancel(row.id)
        confirming = await desk.until(lambda row: row.state is S.CONFIRMING)
        assert confirming.problem == Problem(HoldReason.CALLED_BACK)
        await desk.until(lambda row: row.state is S.CANCELED)
    assert sandbox.state.journal.count(Call.UPLOAD) == 2
    assert len(sandbox.state.ledger) == 1


async def test_what_was_canceled_while_it_is_looked_up_is_not_sent_again_after_a_restart(
    sandbox: SandboxServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sandbox.state.faults.add(Call.UPLOAD, None, Reset(Point.BODY_READ))
    with monkeypatch.context() as patient:
        patient.setattr(arrival, "FIRST_ABSENCE_SECONDS", 600.0)
        async with bench(tmp_path, sandbox.base_url) as desk:
            await desk.witness()
            await desk.send()
            row = await desk.until(lambda row: row.state is S.CONFIRMING)
            desk.uploads.cancel(row.id)
    async with bench(tmp_path, sandbox.base_url) as desk:
        assert desk.store[row.id].cancel_requested
        await becomes(desk, row.id, S.CANCELED)
    assert sandbox.state.journal.count(Call.UPLOAD) == 2
    assert len(sandbox.state.ledger) == 1


async def test_a_refusal_that_came_just_before_the_person_canceled_brings_no_other_try(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    sandbox.state.faults.add(Call.UPLOAD, Refuse(429))
    async with bench(tmp_path, sandbox.base_url) as desk:
        await desk.send()
        row = await desk.until(lambda row: row.state is S.UPLOADING)
        sandbox.state.wait_for(lambda: sandbox.state.journal.count(Call.UPLOAD) == 1)
        time.sleep(0.3)  # noqa: ASYNC251 - the answer reaches what sends, and nobody else
        desk.uploads.cancel(row.id)
        await becomes(desk, row.id, S.CANCELED)
    assert sandbox.state.journal.count(Call.UPLOAD) == 1
    assert sandbox.state.ledger == ()


async def test_a_restart_does_not_forget_that_it_may_have_arrived(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    async with bench(tmp_path, sandbox.base_url) as desk:
        row = await unknown(desk, sandbox)
        desk.uploads.pause(True)
        desk.uploads.send_again(row.id)
        desk.uploads.cancel(row.id)
    async with bench(tmp_path, sandbox.base_url) as desk:
        assert desk.store[row.id].state is S.CANCELED
        desk.uploads.retry(row.id)
        await asks_again(desk, row.id)
    assert len(sandbox.state.ledger) == 1


async def test_a_copy_of_what_was_called_back_asks(sandbox: SandboxServer, tmp_path: Path) -> None:
    async with bench(tmp_path, sandbox.base_url) as desk:
        row = await failed(desk)
        desk.uploads.pause(True)
        desk.uploads.send_again(row.id)
        desk.uploads.cancel(row.id)
        desk.uploads.pause(False)
        await desk.send("copy.pdf", (tmp_path / "scope.pdf").read_bytes())
        await desk.until(asks_as("copy.pdf"))
    assert len(sandbox.state.ledger) == 1


async def test_the_word_for_one_address_is_no_word_for_another(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    """The same file was sent to both; that it shall go to one again says nothing of the other."""
    async with bench(tmp_path, sandbox.base_url) as desk:
        for number, address in enumerate((TEAM, OTHER)):
            path = tmp_path / f"{number}.pdf"
            path.write_bytes(pdf())
            await desk.intake.take([str(path)], address)
            await desk.until(stands(path.name, *WITH_CAPOUT))
        await desk.send("copy.pdf", pdf())
        copy = await desk.until(asks_as("copy.pdf"))
        desk.uploads.pause(True)
        desk.uploads.send_again(copy.id)
        await becomes(desk, copy.id, S.QUEUED)
        desk.uploads.readdress([copy.id], OTHER)
        desk.uploads.pause(False)
        await asks_again(desk, copy.id)
    assert len(sandbox.state.ledger) == 2


async def test_one_that_went_asks_when_it_comes_back_to_its_address(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    async with bench(tmp_path, sandbox.base_url) as desk:
        row = await failed(desk)
        desk.uploads.pause(True)
        desk.uploads.send_again(row.id)
        await becomes(desk, row.id, S.QUEUED)
        desk.uploads.readdress([row.id], OTHER)
        desk.uploads.readdress([row.id], TEAM.upper())
        desk.uploads.pause(False)
        await asks_again(desk, row.id)
        desk.uploads.readdress([row.id], OTHER)  # where it never went
        await becomes(desk, row.id, *WITH_CAPOUT)
    assert [entry.xn_address for entry in sandbox.state.ledger] == [TEAM, OTHER]


async def test_what_capout_has_or_may_have_goes_to_no_other_address(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    async with bench(tmp_path, sandbox.base_url) as desk:
        row = await failed(desk)
        desk.uploads.readdress([row.id], OTHER)
        desk.uploads.retry(row.id)
        assert desk.store[row.id].state is S.FAILED
        sandbox.state.behavior.documents_omit = frozenset({"file_name"})
        sandbox.state.faults.add(Call.UPLOAD, Reset(Point.ACCEPTED))
        await desk.send("second.pdf")
        row = await desk.until(lambda r: r.problem and r.problem.code == "look-up-unclear")
        desk.uploads.readdress([row.id], OTHER)
        desk.uploads.retry(row.id)
        desk.uploads.start(row.id)
        desk.store.apply(row.id, Released(now()))
        assert desk.store[row.id] is row
        desk.uploads.cancel(row.id)
        cancel_requested = desk.store[row.id]
        assert (cancel_requested.state, cancel_requested.problem) == (S.CONFIRMING, row.problem)
    assert len(sandbox.state.ledger) == 2


async def test_another_address_at_the_very_last_moment_is_judged_anew(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    """It was found fit to go to one address, and in the same breath it is sent to another."""
    async with bench(tmp_path, sandbox.base_url) as desk:
        await desk.send()
        await desk.until(lambda row: row.state in WITH_CAPOUT)

        def readdress(rows: Iterable[Document]) -> None:
            for row in rows:
                # The queue binds it in the pass in which it also lets it go.
                if row.xn_address == OTHER and row.state is S.QUEUED and row.credential_id:
                    asyncio.get_running_loop().call_soon(desk.uploads.readdress, [row.id], TEAM)

        desk.store.listen(readdress)
        (tmp_path / "copy.pdf").write_bytes((tmp_path / "scope.pdf").read_bytes())
        await desk.intake.take([str(tmp_path / "copy.pdf")], OTHER)
        await desk.until(asks_as("copy.pdf"))
    assert [entry.xn_address for entry in sandbox.state.ledger] == [TEAM]


async def test_a_list_that_was_asked_for_before_it_went_again_says_nothing_of_it(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    """Every list comes late, and the person does not wait for it."""
    sandbox.state.faults.add(Call.UPLOAD, Reset(Point.BODY_READ), Reset(Point.ACCEPTED))
    sandbox.state.faults.by_chance(Call.DOCUMENTS, Delay(1.0))
    async with bench(tmp_path, sandbox.base_url) as desk:
        await desk.send()
        row = await desk.until(lambda row: row.state is S.CONFIRMING)
        # The first list is asked for too soon to be believed, the third one confirms the second.
        await asyncio.to_thread(
            sandbox.state.wait_for, lambda: sandbox.state.journal.count(Call.DOCUMENTS) == 3
        )
        desk.uploads.send_again(row.id)
        arrived = await desk.until(lambda row: row.state in WITH_CAPOUT)
    assert arrived.attempts == 2
    assert [entry.document_id for entry in sandbox.state.ledger] == [arrived.document_id]


async def test_an_earlier_time_that_it_went_is_not_taken_for_the_present_one(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    """The list shows the first one only: the second is not there, and goes once more."""
    async with bench(tmp_path, sandbox.base_url) as desk:
        row = await failed(desk)
        await desk.read_credits()
        sandbox.state.faults.add(Call.UPLOAD, Reset(Point.BODY_READ))
        desk.uploads.send_again(row.id)
        await desk.until(lambda r: r.id == row.id and r.state is S.CONFIRMING)
        await becomes(desk, row.id, *WITH_CAPOUT)
        assert desk.store[row.id].document_id != row.document_id
    assert len(sandbox.state.ledger) == 2


async def test_a_start_is_no_word_to_pay_twice(sandbox: SandboxServer, tmp_path: Path) -> None:
    async with bench(tmp_path, sandbox.base_url) as desk:
        await desk.send("scope.pdf", pdf())
        await desk.until(lambda row: row.state in WITH_CAPOUT)
        for name in ("copy.pdf", "again.pdf"):
            (tmp_path / name).write_bytes(pdf())
        files = [str(tmp_path / name) for name in ("copy.pdf", "again.pdf")]
        await desk.intake.take(files, TEAM, SendPolicy.WHEN_STARTED)
        for name in ("copy.pdf", "again.pdf"):
            row = await desk.until(asks_as(name))
            desk.uploads.start(row.id)
            assert asks(desk.store[row.id])
            desk.uploads.retry(row.id)
            await asks_again(desk, row.id)
    assert len(sandbox.state.ledger) == 1


async def test_copies_that_are_started_together_are_not_both_sent(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    async with bench(tmp_path, sandbox.base_url) as desk:
        names = ("scope.pdf", "copy.pdf")
        for name in names:
            (tmp_path / name).write_bytes(pdf())
        await desk.intake.take(
            [str(tmp_path / name) for name in names], TEAM, SendPolicy.WHEN_STARTED
        )
        for name in names:
            await desk.until(stands(name, S.HELD))
        desk.uploads.start(*(row.id for row in desk.store))
        await desk.until(asks)
        await desk.until(lambda row: row.state in WITH_CAPOUT)
    assert len(sandbox.state.ledger) == 1


async def test_what_may_have_arrived_is_sent_by_no_second_drop_of_the_file(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    async with bench(tmp_path, sandbox.base_url) as desk:
        row = await unknown(desk, sandbox)
        await desk.send("copy.pdf", (tmp_path / "scope.pdf").read_bytes())
        copy = await desk.until(asks_as("copy.pdf"))
        await desk.decisions.received(row.id)
        await becomes(desk, row.id, S.COMPLETE)
        assert asks(desk.store[copy.id])
    assert len(sandbox.state.ledger) == 1


async def test_an_answer_stands_although_the_file_is_read_while_it_is_stored(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    async with bench(tmp_path, sandbox.base_url) as desk:
        row = await unknown(desk, sandbox)
        answer = asyncio.ensure_future(desk.decisions.received(row.id))
        await asyncio.sleep(0)
        assert row.sha256 is not None
        estimate = Estimate(EstimateKind.UNREADABLE, TextQuality.SCAN)
        desk.store.apply(row.id, EstimateRead(row.sha256, estimate))
        assert await answer
        await becomes(desk, row.id, *WITH_CAPOUT)
        assert desk.store[row.id].estimate == estimate
