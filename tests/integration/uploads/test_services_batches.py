"""A person's words about batches: what was skipped never goes by itself, everything else does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from helpers.pdfs import pdf
from helpers.queue_bench import WITH_CAPOUT, Bench, S, bench, hurry, stands

from capout_desktop.domain.batch import Batch
from capout_desktop.domain.document import Document
from capout_desktop.domain.hold import HoldReason
from capout_desktop.sandbox.contract import Behavior, Call
from capout_desktop.sandbox.faults import Refuse
from capout_desktop.sandbox.server import SandboxServer
from capout_desktop.services.intake.intake import SendPolicy
from capout_desktop.services.uploads.batches import Batches

NAMES = ("a.pdf", "b.pdf", "c.pdf", "d.pdf")
SECONDS = 60.0


@pytest.fixture
def sandbox() -> Iterator[SandboxServer]:
    with SandboxServer(Behavior(speed=0)) as server:
        yield server


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    hurry(monkeypatch)


class Person:
    """Someone who speaks of the files of the first batch by their names."""

    def __init__(self, desk: Bench, covers: int) -> None:
        self.desk = desk
        self.batches = Batches(desk.store, desk.uploads, lambda files: min(files, covers))

    @property
    def batch(self) -> Batch:
        return self.desk.store.batches[0]

    def has_draft(self) -> bool:
        return self.batch.is_draft

    @property
    def rows(self) -> dict[str, Document]:
        return {row.file_name: row for row in self.desk.store}

    def ids(self, *names: str) -> list[str]:
        return [self.rows[name].id for name in names]

    async def drop(self, *names: str) -> None:
        """Drop several files, and wait until each of them waits for a word.

        The content of "again a.pdf" is that of "a.pdf".
        """
        for name in names:
            (self.desk.folder / name).write_bytes(pdf(marker=name.removeprefix("again ")))
        paths = [str(self.desk.folder / name) for name in names]
        await self.desk.intake.take(paths, "team@example", SendPolicy.SINGLE_IMMEDIATELY)
        for name in names:
            await self.desk.until(stands(name, S.HELD))

    async def until_batch(self, condition: Callable[[Batch], object]) -> None:
        """Wait until a word about the batch was carried out, and all words before it."""
        changed = asyncio.Event()
        self.desk.store.listen_to_batches(lambda _: changed.set())
        async with asyncio.timeout(SECONDS):
            while not condition(self.batch):
                await changed.wait()
                changed.clear()

    async def until_carried_out(self) -> None:
        """Wait until all words so far were carried out; they are in the order of their speaking."""
        name = f"{self.batch.name}."
        self.batches.rename(self.batch.id, name)
        await self.until_batch(lambda batch: batch.name == name)

    async def until_gone(self, *names: str) -> None:
        for name in names:
            await self.desk.until(stands(name, *WITH_CAPOUT))

    async def let_everything_pass(self, witness: str) -> None:
        """Wait until the queue has come to a document that was added after all the others."""
        await self.until_carried_out()
        self.desk.uploads.set_parallel(1)
        await self.desk.send(witness)
        await self.until_gone(witness)


@asynccontextmanager
async def person(
    folder: Path, sandbox: SandboxServer, *, covers: int = 99
) -> AsyncIterator[Person]:
    async with bench(folder, sandbox.base_url) as desk:
        yield Person(desk, covers)


def sent(sandbox: SandboxServer) -> list[str]:
    return sorted(entry.file_name for entry in sandbox.state.ledger)


async def test_what_was_skipped_does_not_go_whatever_is_said_of_everything_nor_after_a_restart(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    def everything(someone: Person) -> None:
        ids, desk = [row.id for row in someone.desk.store], someone.desk
        desk.uploads.pause(True)
        someone.batches.pause(someone.batch.id, True)
        desk.uploads.start(*ids)
        desk.uploads.retry(*ids)
        desk.uploads.send_again(*(id_ for id_ in ids if desk.store[id_].file_name == "b.pdf"))
        someone.batches.start(ids)
        someone.batches.retry_failed(someone.batch.id)
        desk.uploads.readdress(ids, "sue@example")
        desk.uploads.address_chosen("sue@example", "default", "org")
        desk.uploads.credits_changed("org")
        someone.batches.pause(someone.batch.id, False)
        desk.uploads.pause(False)
        desk.uploads.try_now()

    async with person(tmp_path, sandbox) as someone:
        await someone.drop(*NAMES)
        assert someone.has_draft()
        someone.batches.skip(someone.ids("b.pdf"))
        someone.batches.send(someone.batch.id)
        await someone.until_gone("a.pdf", "c.pdf", "d.pdf")
        assert not someone.has_draft()
        everything(someone)
        await someone.let_everything_pass("witness.pdf")
        assert someone.rows["b.pdf"].skipped
    async with person(tmp_path, sandbox) as someone:
        everything(someone)
        await someone.let_everything_pass("second witness.pdf")
        assert someone.rows["b.pdf"].skipped
        assert sent(sandbox) == ["a.pdf", "c.pdf", "d.pdf", "second witness.pdf", "witness.pdf"]
        someone.batches.include(someone.ids("b.pdf"))
        await someone.until_gone("b.pdf")


async def test_a_draft_is_after_a_restart_as_it_was_and_then_goes(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    async with person(tmp_path, sandbox) as someone:
        await someone.drop(*NAMES)
        someone.batches.readdress(someone.batch.id, "sue@example")
        someone.desk.uploads.readdress(someone.ids("c.pdf"), "bob@example")
        someone.batches.skip(someone.ids("a.pdf", "b.pdf"))
        someone.batches.include(someone.ids("b.pdf"))
        someone.batches.rename(someone.batch.id, " Tuesday hail ")
        await someone.until_batch(lambda batch: batch.name == "Tuesday hail")
        await someone.desk.until(
            lambda _: all(row.state is S.HELD for row in someone.rows.values())
        )
        batch, rows = someone.batch, someone.rows
    async with person(tmp_path, sandbox) as someone:
        assert (someone.batch, someone.rows) == (batch, rows)
        assert batch.is_draft
        assert batch.destination.xn_address == "sue@example"
        assert [row.file_name for row in rows.values() if row.skipped] == ["a.pdf"]
        someone.batches.send(batch.id)
        await someone.until_gone("b.pdf", "c.pdf", "d.pdf")
    assert {entry.file_name: entry.xn_address for entry in sandbox.state.ledger} == {
        "b.pdf": "sue@example",
        "c.pdf": "bob@example",
        "d.pdf": "sue@example",
    }


async def test_a_draft_says_the_address_that_most_of_its_documents_were_given(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    async with person(tmp_path, sandbox) as someone:
        await someone.drop(*NAMES)

        def receiver() -> str:
            return someone.batch.destination.xn_address

        someone.batches.readdress_documents(someone.ids("a.pdf"), "bob@example")
        await someone.until_carried_out()
        assert receiver() == "team@example"
        someone.batches.readdress_documents(someone.ids("b.pdf", "c.pdf", "d.pdf"), "sue@example")
        await someone.until_carried_out()
        assert receiver() == "sue@example"
        someone.batches.send(someone.batch.id)
        await someone.until_gone(*NAMES)
        someone.batches.readdress_documents(someone.ids(*NAMES), "joe@example")
        await someone.until_carried_out()
        assert receiver() == "sue@example", "it says where it went"
    assert {entry.xn_address for entry in sandbox.state.ledger} == {"bob@example", "sue@example"}


async def test_only_what_the_credits_cover_goes_and_the_rest_is_skipped(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    async with person(tmp_path, sandbox, covers=2) as someone:
        await someone.drop(*NAMES)
        someone.batches.skip(someone.ids("a.pdf"))
        someone.batches.send_covered(someone.batch.id)
        await someone.until_gone("b.pdf", "c.pdf")
        someone.desk.uploads.credits_changed("org")
        await someone.let_everything_pass("witness.pdf")
        assert [n for n in NAMES if someone.rows[n].skipped] == ["a.pdf", "d.pdf"]
    assert sent(sandbox) == ["b.pdf", "c.pdf", "witness.pdf"]


async def test_without_any_credits_nothing_goes_and_the_draft_stays_as_it_is(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    async with person(tmp_path, sandbox, covers=0) as someone:
        await someone.drop(*NAMES)
        before = someone.rows
        someone.batches.send_covered(someone.batch.id)
        await someone.let_everything_pass("witness.pdf")
        assert someone.has_draft()
        assert {name: someone.rows[name] for name in NAMES} == before
    assert sent(sandbox) == ["witness.pdf"]


async def test_a_discarded_draft_is_off_the_list_and_its_files_can_be_dropped_again(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    async with person(tmp_path, sandbox) as someone:
        await someone.drop(*NAMES)
        someone.desk.uploads.cancel(*someone.ids("d.pdf"))
        someone.batches.skip(someone.ids("b.pdf"))
        await someone.until_carried_out()
        discarded: list[str] = []
        someone.batches.discard(someone.batch.id, discarded.extend)
        await someone.let_everything_pass("witness.pdf")
        assert discarded == someone.ids(*NAMES)
        assert all(someone.rows[name].removed for name in NAMES)
        assert all((tmp_path / name).exists() for name in NAMES)
        await someone.drop(*NAMES)
        draft = someone.desk.store.batches[-1]
        assert draft.is_draft
        assert [d.file_name for d in someone.desk.store.documents_of(draft.id)] == list(NAMES)
    assert sent(sandbox) == ["witness.pdf"]


async def test_a_paused_batch_waits_over_a_restart_while_others_go(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    async with person(tmp_path, sandbox) as someone:
        await someone.drop(*NAMES)
        someone.batches.pause(someone.batch.id, True)
        someone.batches.send(someone.batch.id)
        await someone.let_everything_pass("witness.pdf")
    async with person(tmp_path, sandbox) as someone:
        await someone.let_everything_pass("second witness.pdf")
        assert sent(sandbox) == ["second witness.pdf", "witness.pdf"]
        assert {someone.rows[name].state for name in NAMES} == {S.QUEUED}
        someone.batches.pause(someone.batch.id, False)
        await someone.until_gone(*NAMES)


async def test_what_was_sent_before_goes_only_if_it_was_included_in_the_draft(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    async with person(tmp_path, sandbox) as someone:
        await someone.drop("a.pdf", "b.pdf")
        someone.batches.send(someone.batch.id)
        await someone.until_gone("a.pdf", "b.pdf")
        await someone.drop("again a.pdf", "again b.pdf")
        draft = someone.rows["again a.pdf"].batch_id
        assert someone.rows["again a.pdf"].held_for(HoldReason.ALREADY_SENT)
        someone.batches.include(someone.ids("again b.pdf"))
        await someone.until_carried_out()
        someone.batches.send(draft)
        await someone.until_gone("again b.pdf")
        await someone.let_everything_pass("witness.pdf")
        someone.batches.include(someone.ids("again a.pdf"))
        await someone.let_everything_pass("second witness.pdf")
        assert someone.rows["again a.pdf"].held_for(HoldReason.ALREADY_SENT), "its row asks"
    assert sent(sandbox) == [
        "a.pdf",
        "again b.pdf",
        "b.pdf",
        "second witness.pdf",
        "witness.pdf",
    ]


async def test_the_single_start_of_all_that_wait_sends_the_draft(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    async with person(tmp_path, sandbox) as someone:
        await someone.drop(*NAMES)
        someone.batches.skip(someone.ids("d.pdf"))
        someone.batches.start(someone.ids("a.pdf"))
        await someone.until_gone("a.pdf")
        assert someone.has_draft()
        someone.batches.start(someone.ids("b.pdf", "c.pdf", "d.pdf"))
        await someone.until_gone("b.pdf", "c.pdf")
        assert not someone.has_draft()
        await someone.let_everything_pass("witness.pdf")
    assert sent(sandbox) == ["a.pdf", "b.pdf", "c.pdf", "witness.pdf"]


async def test_a_change_of_the_drafts_address_does_not_send_what_was_canceled(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    async with person(tmp_path, sandbox) as someone:
        await someone.drop(*NAMES)
        someone.desk.uploads.cancel(*someone.ids("b.pdf"))
        await someone.until_carried_out()
        someone.batches.readdress(someone.batch.id, "sue@example")
        await someone.let_everything_pass("witness.pdf")
        assert someone.rows["b.pdf"].state is S.CANCELED
        assert someone.rows["c.pdf"].xn_address == "sue@example"
    assert sent(sandbox) == ["witness.pdf"]


async def test_the_rest_of_a_batch_that_is_out_of_credits_is_skipped_for_good(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    async with person(tmp_path, sandbox) as someone:
        await someone.drop(*NAMES)
        sandbox.state.set_credits(0)
        someone.batches.send(someone.batch.id)
        await someone.desk.until(
            lambda _: all(r.held_for(HoldReason.NO_CREDITS) for r in someone.rows.values())
        )
        someone.batches.skip_rest(someone.batch.id)
        await someone.until_carried_out()
        sandbox.state.set_credits(1000)
        someone.desk.uploads.credits_changed("org")
        await someone.let_everything_pass("witness.pdf")
        assert all(someone.rows[name].skipped for name in NAMES)
    assert sent(sandbox) == ["witness.pdf"]


async def test_the_failed_documents_of_a_batch_are_tried_again(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    sandbox.state.faults.add(Call.UPLOAD, Refuse(400))
    async with person(tmp_path, sandbox) as someone:
        await someone.drop(*NAMES)
        someone.batches.send(someone.batch.id)
        failed = await someone.desk.until(lambda row: row.state is S.FAILED)
        someone.batches.retry_failed(someone.batch.id)
        await someone.until_gone(failed.file_name, *NAMES)
    assert sent(sandbox) == list(NAMES)
