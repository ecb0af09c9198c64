"""The queue is fair: who came first goes first, and no more at once than the person chose."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.pdfs import pdf
from helpers.queue_bench import WITH_CAPOUT, S, bench, hurry, stands

from capout_desktop.sandbox.contract import Behavior, Call
from capout_desktop.sandbox.faults import Refuse
from capout_desktop.sandbox.server import SandboxServer

NAMES = [f"{number}.pdf" for number in range(8)]


@pytest.fixture
def sandbox() -> Iterator[SandboxServer]:
    with SandboxServer(Behavior(speed=0)) as server:
        yield server


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    hurry(monkeypatch)


def paths(folder: Path) -> list[str]:
    for name in NAMES:
        (folder / name).write_bytes(pdf(marker=name))
    return [str(folder / name) for name in NAMES]


async def test_documents_go_in_the_order_in_which_they_came(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    async with bench(tmp_path, sandbox.base_url) as desk:
        desk.uploads.set_parallel(1)
        desk.uploads.pause(True)
        await desk.intake.take(paths(tmp_path), "team@example")
        for name in NAMES:
            await desk.until(stands(name, S.QUEUED))
        arrived = [row.file_name for row in desk.store.in_state(S.QUEUED)]
        desk.uploads.pause(False)
        for name in NAMES:
            await desk.until(stands(name, *WITH_CAPOUT))
    assert [entry.file_name for entry in sandbox.state.ledger] == arrived


async def test_what_is_moved_to_the_top_goes_first_also_after_a_restart(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    async with bench(tmp_path, sandbox.base_url) as desk:
        desk.uploads.set_parallel(1)
        desk.uploads.pause(True)
        await desk.intake.take(paths(tmp_path), "team@example")
        for name in NAMES:
            await desk.until(stands(name, S.QUEUED))
        ids = {row.file_name: row.id for row in desk.store}
        desk.uploads.move_to_top(ids["6.pdf"], ids["7.pdf"])
        await desk.until(lambda row: row.file_name == "7.pdf" and row.moved_to_top_at)
        desk.uploads.move_to_top(ids["3.pdf"])
        await desk.until(lambda row: row.file_name == "3.pdf" and row.moved_to_top_at)
    async with bench(tmp_path, sandbox.base_url) as desk:
        desk.uploads.set_parallel(1)
        for name in NAMES:
            await desk.until(stands(name, *WITH_CAPOUT))
    sent = [entry.file_name for entry in sandbox.state.ledger]
    assert sent[0] == "3.pdf"
    assert set(sent[1:3]) == {"6.pdf", "7.pdf"}


async def test_one_that_is_put_off_again_and_again_holds_nobody_up(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    sandbox.state.faults.add(Call.UPLOAD, *[Refuse(429)] * 3)
    async with bench(tmp_path, sandbox.base_url) as desk:
        desk.uploads.set_parallel(1)
        await desk.intake.take(paths(tmp_path), "team@example")
        for name in NAMES:
            await desk.until(stands(name, *WITH_CAPOUT))
    assert sorted(entry.file_name for entry in sandbox.state.ledger) == NAMES
    assert sandbox.state.journal.count(Call.UPLOAD) == len(NAMES) + 3


async def test_no_more_go_at_once_than_were_chosen(sandbox: SandboxServer, tmp_path: Path) -> None:
    most = 0
    async with bench(tmp_path, sandbox.base_url) as desk:

        def count(_: object) -> None:
            nonlocal most
            most = max(most, desk.store.count(S.UPLOADING))

        desk.store.listen(count)
        desk.uploads.set_parallel(2)
        await desk.intake.take(paths(tmp_path), "team@example")
        for name in NAMES:
            await desk.until(stands(name, *WITH_CAPOUT))
    assert most == 2
