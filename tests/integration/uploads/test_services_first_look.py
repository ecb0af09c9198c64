"""CapOut's list is looked at before a document is sent for the first time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from helpers.pdfs import pdf
from helpers.queue_bench import WITH_CAPOUT, S, bench, hurry, stands

from capout_desktop.domain.document import Document
from capout_desktop.domain.document_filter import DocumentFilter, filter_of
from capout_desktop.domain.hold import HoldReason
from capout_desktop.sandbox.contract import Behavior, Call
from capout_desktop.sandbox.faults import Refuse
from capout_desktop.sandbox.server import SandboxServer
from capout_desktop.services.uploads import first_look


@pytest.fixture
def sandbox() -> Iterator[SandboxServer]:
    with SandboxServer(Behavior(speed=0)) as server:
        yield server


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    hurry(monkeypatch)


def is_twin(row: Document) -> bool:
    return row.held_for(HoldReason.LIKELY_TWIN)


async def test_a_second_computer_asks_before_it_sends_the_same_file(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for computer in (first, second):
        computer.mkdir()
    async with bench(first, sandbox.base_url) as desk:
        await desk.send("Smith Roof.pdf", pdf())
        await desk.until(lambda row: row.state in WITH_CAPOUT)
        await desk.send("Smith Roof (1).pdf", pdf(marker="a supplement"))
        await desk.until(lambda row: "(1)" in row.file_name and row.state in WITH_CAPOUT)
        assert not any(map(is_twin, desk.seen)), "these are its own"
    async with bench(second, sandbox.base_url) as desk:
        await desk.send("Smith Roof.pdf", pdf())
        row = await desk.until(is_twin)
        assert row.problem is not None
        assert dict(row.problem.values)["day"]
        assert len(sandbox.state.ledger) == 2
        desk.uploads.send_again(row.id)
        await desk.until(lambda row: row.state in WITH_CAPOUT)
    assert len(sandbox.state.ledger) == 3


async def test_a_journal_restored_from_a_snapshot_sends_nothing_a_second_time(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    async with bench(tmp_path, sandbox.base_url) as desk:
        desk.uploads.pause(True)
        for name in ("one.pdf", "two.pdf"):
            await desk.send(name)
            await desk.until(stands(name, S.QUEUED))
    snapshot = (tmp_path / "j.sqlite3").read_bytes()
    async with bench(tmp_path, sandbox.base_url) as desk:
        for name in ("one.pdf", "two.pdf"):
            await desk.until(stands(name, *WITH_CAPOUT))
    for end in ("", "-wal", "-shm"):
        (tmp_path / f"j.sqlite3{end}").unlink(missing_ok=True)
    (tmp_path / "j.sqlite3").write_bytes(snapshot)
    async with bench(tmp_path, sandbox.base_url) as desk:
        await desk.until(lambda row: row.file_name == "one.pdf" and is_twin(row))
        await desk.until(lambda row: row.file_name == "two.pdf" and is_twin(row))
    assert len(sandbox.state.ledger) == 2


async def test_without_the_list_an_earlier_session_waits_and_a_fresh_drop_goes(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    async with bench(tmp_path, sandbox.base_url) as desk:
        desk.uploads.pause(True)
        await desk.send("earlier.pdf")
        earlier = await desk.until(lambda row: row.state is S.QUEUED)
    sandbox.state.faults.by_chance(Call.DOCUMENTS, Refuse(503), 1.0)
    async with bench(tmp_path, sandbox.base_url) as desk:
        await desk.until(lambda row: row.held_for(HoldReason.LIST_NEEDED))
        await desk.send("fresh.pdf")
        await desk.until(lambda row: row.file_name == "fresh.pdf" and row.state in WITH_CAPOUT)
        assert [entry.file_name for entry in sandbox.state.ledger] == ["fresh.pdf"]
        sandbox.state.faults.clear()
        await desk.until(lambda row: row.id == earlier.id and row.state in WITH_CAPOUT)
    assert len(sandbox.state.ledger) == 2


async def test_without_a_list_for_long_the_person_is_asked(
    sandbox: SandboxServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(first_look, "ASK_AFTER_SECONDS", 0.3)
    await one_of_an_earlier_session(sandbox, tmp_path)
    sandbox.state.faults.by_chance(Call.DOCUMENTS, Refuse(503), 1.0)
    async with bench(tmp_path, sandbox.base_url) as desk:
        row = await desk.until(lambda row: row.held_for(HoldReason.LIST_UNAVAILABLE))
        assert any(seen.held_for(HoldReason.LIST_NEEDED) for seen in desk.seen)
        assert filter_of(row) is DocumentFilter.ATTENTION
        assert not sandbox.state.ledger
        desk.uploads.send_again(row.id)
        await desk.until(lambda row: row.state in WITH_CAPOUT)
    assert len(sandbox.state.ledger) == 1


async def test_a_list_that_the_key_may_not_read_is_asked_about_at_once(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    await one_of_an_earlier_session(sandbox, tmp_path)
    sandbox.state.faults.by_chance(Call.DOCUMENTS, Refuse(403), 1.0)
    async with bench(tmp_path, sandbox.base_url) as desk:
        await desk.until(lambda row: row.held_for(HoldReason.LIST_UNAVAILABLE))
        assert not sandbox.state.ledger
        sandbox.state.faults.clear()
        await desk.until(lambda row: row.state in WITH_CAPOUT)
    assert len(sandbox.state.ledger) == 1


async def one_of_an_earlier_session(sandbox: SandboxServer, tmp_path: Path) -> None:
    """Leave a document in the queue that was never sent."""
    async with bench(tmp_path, sandbox.base_url) as desk:
        desk.uploads.pause(True)
        await desk.send("earlier.pdf")
        await desk.until(lambda row: row.state is S.QUEUED)


async def test_a_batch_costs_one_list(
    sandbox: SandboxServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with bench(tmp_path, sandbox.base_url) as desk:
        files = []
        for number in range(6):
            path = tmp_path / f"{number}.pdf"
            path.write_bytes(pdf(marker=str(number)))
            files.append(str(path))
        await desk.intake.take(files, "team@example")
        for number in range(6):
            await desk.until(stands(f"{number}.pdf", *WITH_CAPOUT))
        assert sandbox.state.journal.count(Call.DOCUMENTS) == 1
        # The next batch, by which the list is too old.
        monkeypatch.setattr(first_look, "BATCH", timedelta(0))
        await desk.send("next.pdf")
        await desk.until(stands("next.pdf", *WITH_CAPOUT))
    assert sandbox.state.journal.count(Call.DOCUMENTS) == 2
