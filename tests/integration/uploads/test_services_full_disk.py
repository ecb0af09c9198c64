"""A full disk: what a person decided is shown once it is stored, and outcomes are kept."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from helpers.queue_bench import WITH_CAPOUT, Bench, bench, stands

from capout_desktop.domain.attempt import AttemptOutcome
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.events import Removed
from capout_desktop.sandbox.contract import Behavior, Call
from capout_desktop.sandbox.faults import Delay, Point, Refuse, Reset
from capout_desktop.sandbox.server import SandboxServer
from capout_desktop.services.runtime.clock import now
from capout_desktop.store.journal import Journal

S = DocumentState


@pytest.fixture
def sandbox() -> Iterator[SandboxServer]:
    with SandboxServer(Behavior(speed=0)) as server:
        yield server


Do = Callable[[Bench, Document], object]

WORDS: dict[str, tuple[DocumentState, Do, Callable[[Document], bool]]] = {
    "cancel": (S.HELD, lambda d, r: d.uploads.cancel(r.id), lambda r: r.state is S.CANCELED),
    "start": (S.HELD, lambda d, r: d.uploads.start(r.id), lambda r: not r.waits_for_start),
    "address": (
        S.HELD,
        lambda d, r: d.uploads.readdress([r.id], "other@example"),
        lambda r: r.xn_address == "other@example",
    ),
    "retry": (S.FAILED, lambda d, r: d.uploads.retry(r.id), lambda r: r.state is not S.FAILED),
    "remove": (
        S.FAILED,
        lambda d, r: d.uploads.decide([(r.id, lambda _: [Removed(now())])]),
        lambda r: r.removed,
    ),
    "send again": (
        S.CONFIRMING,
        lambda d, r: d.uploads.send_again(r.id),
        lambda r: r.send_again,
    ),
    "received": (
        S.CONFIRMING,
        lambda d, r: asyncio.ensure_future(d.decisions.received(r.id)),
        lambda r: r.state is S.COMPLETE,
    ),
}


@pytest.mark.parametrize("word", WORDS)
async def test_a_persons_word_is_shown_only_once_it_is_stored(
    sandbox: SandboxServer, tmp_path: Path, word: str
) -> None:
    state, do, is_done = WORDS[word]
    faults = sandbox.state.faults
    if state is S.FAILED:
        faults.by_chance(Call.UPLOAD, Refuse(422))
    if state is S.CONFIRMING:
        faults.by_chance(Call.UPLOAD, Reset(Point.ACCEPTED))
        faults.by_chance(Call.DOCUMENTS, Refuse(403))
    async with bench(tmp_path, sandbox.base_url) as desk:
        await desk.send(waits_for_start=state is S.HELD)
        row = await desk.until(lambda row: row.state is state)
        async with desk.refusing_disk():
            do(desk, row)
            await desk.until_not_done()
            assert not is_done(desk.store[row.id]), "what was not stored is not shown as done"
        desk.uploads.pause(True)
        do(desk, row)
        await desk.until(is_done)
        await desk.journal.flush()
    journal = Journal(tmp_path / "j.sqlite3")
    assert is_done(journal.load()[0])
    journal.close()


async def test_the_end_of_an_attempt_that_the_disk_did_not_take_is_stored_later(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    sandbox.state.faults.add(Call.UPLOAD, Delay(1.0, at=Point.ACCEPTED))
    async with bench(tmp_path, sandbox.base_url) as desk:
        await desk.send()
        row = await desk.until(lambda row: row.body_is_out)
        async with desk.refusing_disk():
            await desk.until(lambda row: row.state in WITH_CAPOUT)
            async with asyncio.timeout(10):
                await desk.trouble.wait()
        (attempt,) = desk.store.attempts(row.id)
        assert attempt.outcome is AttemptOutcome.ACCEPTED
        await desk.journal.flush()
        (stored,) = await desk.journal.attempts()
        assert (stored.outcome, stored.document_id) == (attempt.outcome, attempt.document_id)
        await desk.send("next.pdf")
        await desk.until(stands("next.pdf", *WITH_CAPOUT))
    assert len(sandbox.state.ledger) == 2
