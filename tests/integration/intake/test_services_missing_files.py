"""Trouble with files that passes: a share that is away, a touch, a file that is being replaced."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from helpers.clock import ControlledClock, controlled_clock
from helpers.pdfs import pdf
from helpers.queue_bench import WITH_CAPOUT, Bench, bench

from capout_desktop.domain.document import DocumentState
from capout_desktop.sandbox.contract import Behavior
from capout_desktop.sandbox.server import SandboxServer
from capout_desktop.services.intake.file_facts import folder_is_there
from capout_desktop.services.intake.missing_files import MissingFiles
from capout_desktop.services.runtime.tasks import TaskOwner
from capout_desktop.services.uploads import source_check

S = DocumentState
ROWS = 10


@asynccontextmanager
async def desk(tmp_path: Path) -> AsyncIterator[tuple[Bench, ControlledClock, SandboxServer]]:
    share = tmp_path / "share"
    share.mkdir()
    with SandboxServer(Behavior(speed=0)) as sandbox, controlled_clock() as clock:
        async with bench(tmp_path, sandbox.base_url) as services:
            services.folder = share
            tasks = TaskOwner(lambda error: pytest.fail(repr(error)))
            missing = MissingFiles(services.store, tasks)
            yield services, clock, sandbox
            await tasks.close()
            missing.close()


async def fill(services: Bench, clock: ControlledClock, count: int) -> None:
    """Add paused rows and wait until they are checked."""
    services.uploads.pause(True)
    for number in range(count):
        await services.send(f"{number}.pdf")
    await clock.pass_until(lambda: services.store.count(S.QUEUED) == count)


def all_sent(services: Bench) -> bool:
    return sum(map(services.store.count, WITH_CAPOUT)) == len(services.store)


async def test_rows_whose_share_is_away_for_seconds_all_go_and_say_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    missed: set[str] = set()

    def note(path: str) -> bool:
        missed.add(path)
        return folder_is_there(path)

    monkeypatch.setattr(source_check, "folder_is_there", note)
    async with desk(tmp_path) as (services, clock, sandbox):
        await fill(services, clock, ROWS)
        away = services.folder.rename(tmp_path / "away")
        services.uploads.pause(False)
        await clock.pass_until(lambda: len(missed) == ROWS, step=0)
        await clock.advance(3)
        away.rename(services.folder)
        await clock.pass_until(lambda: all_sent(services))
        assert not [row for row in services.seen if row.state is S.REJECTED]
        assert len(sandbox.state.ledger) == ROWS


async def test_a_row_says_that_its_file_is_away_after_half_a_minute_and_goes_once_it_is_back(
    tmp_path: Path,
) -> None:
    async with desk(tmp_path) as (services, clock, sandbox):
        await fill(services, clock, 2)
        away = services.folder.rename(tmp_path / "away")
        services.uploads.pause(False)
        passed = await clock.pass_until(lambda: services.store.count(S.REJECTED) == 2)
        assert 25 <= passed <= 60
        assert {row.problem_code for row in services.store} == {"file-gone"}
        await clock.advance(600)
        (away / "1.pdf").write_bytes(pdf(marker="another claim"))
        away.rename(services.folder)
        await clock.pass_until(lambda: sum(map(services.store.count, WITH_CAPOUT)) == 1, step=5)
        await clock.advance(600)
        first, second = services.store
        assert first.state in WITH_CAPOUT
        assert second.state is S.REJECTED, "only the person sends another file of that name"
        assert len(sandbox.state.ledger) == 1


async def test_a_touched_file_goes_and_a_changed_one_says_so(tmp_path: Path) -> None:
    async with desk(tmp_path) as (services, clock, _):
        await fill(services, clock, 2)
        os.utime(services.folder / "0.pdf", (1, 1))
        changed = services.folder / "1.pdf"
        content = bytearray(changed.read_bytes())
        content[-40] ^= 1
        changed.write_bytes(content)
        os.utime(changed, (1, 1))
        services.uploads.pause(False)
        first, second = (row.id for row in services.store)
        await clock.pass_until(lambda: services.store[first].state in WITH_CAPOUT)
        await clock.pass_until(lambda: services.store[second].state is S.REJECTED)
        assert services.store[second].problem_code == "file-changed"


async def test_a_file_that_is_missing_in_its_folder_says_so_within_seconds(tmp_path: Path) -> None:
    async with desk(tmp_path) as (services, clock, _):
        path = services.folder / "gone.pdf"
        await services.intake.take([str(path)], "team@example")
        passed = await clock.pass_until(lambda: services.store.count(S.REJECTED) == 1)
        assert passed <= 5
        path.write_bytes(pdf())
        await clock.pass_until(lambda: all_sent(services), step=1)
