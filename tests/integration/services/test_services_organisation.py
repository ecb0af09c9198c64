"""What the organisation submitted elsewhere is listed with its age, and never a second time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from documents import at, document

from capout_desktop.capout.client import CapOutClient
from capout_desktop.capout.retries import Retries
from capout_desktop.domain.credits import KeyKind
from capout_desktop.domain.document import DocumentState
from capout_desktop.domain.events import Accepted
from capout_desktop.sandbox.contract import Behaviour, Call
from capout_desktop.sandbox.faults import Refuse
from capout_desktop.sandbox.organisation import SANDBOX_KEY
from capout_desktop.sandbox.server import SandboxServer
from capout_desktop.services.account import Account
from capout_desktop.services.journal_writer import JournalWriter
from capout_desktop.services.organisation_documents import OrganisationDocuments, OrganisationList
from capout_desktop.services.register import Register
from capout_desktop.services.tasks import TaskOwner
from capout_desktop.services.worker_threads import WorkerThreads

S = DocumentState
OFTEN = timedelta(milliseconds=20)


@pytest.fixture
def sandbox() -> Iterator[SandboxServer]:
    server = SandboxServer(Behaviour(speed=0.01))
    server.start()
    yield server
    server.stop()


@dataclass
class Listed:
    """The service, and all that it told."""

    service: OrganisationDocuments
    register: Register
    told: list[OrganisationList] = field(default_factory=list)
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def names(self) -> list[str]:
        return sorted(d.file_name for d in self.service.status.documents)

    async def until(self, condition: Callable[[], object]) -> None:
        async with asyncio.timeout(10):
            while not condition():
                self.changed.clear()
                await self.changed.wait()


@asynccontextmanager
async def listing(
    folder: Path, sandbox: SandboxServer, *own: str, interval: timedelta = OFTEN
) -> AsyncIterator[Listed]:
    failures: list[BaseException] = []
    tasks = TaskOwner(failures.append)
    disk = WorkerThreads("journal")
    journal, _ = await JournalWriter.open(folder / "j.sqlite3", disk, failures.append)
    register = Register(journal, [])
    await register.add([document(S.PROCESSING, id=f"local-{id_}", document_id=id_) for id_ in own])
    client = CapOutClient(sandbox.base_url, SANDBOX_KEY, retries=Retries(attempts=1))

    def tell(status: OrganisationList) -> None:
        listed.told.append(status)
        listed.changed.set()

    service = OrganisationDocuments(register, tasks, tell, interval=interval)
    listed = Listed(service, register)
    service.use(Account(SANDBOX_KEY, "org", KeyKind.SANDBOX, client, "default"))
    try:
        yield listed
    finally:
        await tasks.close()
        await client.aclose()
        await journal.close()
        disk.stop()
    assert failures == []


async def test_what_a_teammate_submitted_is_listed_as_far_as_it_is(
    tmp_path: Path, sandbox: SandboxServer
) -> None:
    ids = [sandbox.state.seed_document(f"{n}.pdf", "mate@example") for n in range(3)]
    sandbox.state.finish(ids[0])
    sandbox.state.fail(ids[1])
    async with listing(tmp_path, sandbox) as listed:
        await listed.until(lambda: listed.service.status.as_of)
        found = {d.document_id: d for d in listed.service.status.documents}
        assert [found[id_].state for id_ in ids] == [S.COMPLETE, S.FAILED, S.PROCESSING]
        assert {d.xn_address for d in found.values()} == {"mate@example"}
        assert len(listed.register) == 0, "none of it is in the journal"


async def test_what_this_computer_has_is_not_listed_a_second_time(
    tmp_path: Path, sandbox: SandboxServer
) -> None:
    own = sandbox.state.seed_document("own.pdf", "team@example")
    sandbox.state.seed_document("theirs.pdf", "mate@example")
    async with listing(tmp_path, sandbox, own) as listed:
        await listed.until(lambda: listed.service.status.as_of)
        assert listed.names == ["theirs.pdf"]


async def test_a_document_that_turns_out_to_be_local_leaves_the_list(
    tmp_path: Path, sandbox: SandboxServer
) -> None:
    adopted = sandbox.state.seed_document("lost.pdf", "team@example")
    async with listing(tmp_path, sandbox) as listed:
        await listed.until(lambda: listed.names == ["lost.pdf"])
        await listed.register.add([document(S.CONFIRMING, id="mine", file_name="other.pdf")])
        listed.register.apply("mine", Accepted(at(9), adopted, status="processing"))
        assert listed.names == []


async def test_one_that_is_being_looked_up_is_not_listed_as_somebody_elses(
    tmp_path: Path, sandbox: SandboxServer
) -> None:
    arrived = sandbox.state.seed_document("lost.pdf", "team@example")
    async with listing(tmp_path, sandbox) as listed:
        await listed.register.add(
            [document(S.CONFIRMING, id="mine", file_name="lost.pdf", xn_address="team@example")]
        )
        await listed.until(lambda: listed.service.status.as_of)
        assert listed.names == []
        listed.register.apply("mine", Accepted(at(9), arrived, status="processing"))
        assert listed.names == []


async def test_a_list_that_cannot_be_had_anew_stays_and_says_why(
    tmp_path: Path, sandbox: SandboxServer
) -> None:
    sandbox.state.seed_document("theirs.pdf", "mate@example")
    async with listing(tmp_path, sandbox) as listed:
        await listed.until(lambda: listed.service.status.as_of)
        as_of = listed.service.status.as_of
        sandbox.state.faults.add(Call.DOCUMENTS, Refuse(503))
        listed.service.watch(True)
        await listed.until(lambda: any(status.problem for status in listed.told))
        failed = next(status for status in listed.told if status.problem)
        assert failed.as_of is not None
        assert failed.as_of >= as_of  # type: ignore[operator]
        assert [d.file_name for d in failed.documents] == ["theirs.pdf"]
        await listed.until(lambda: listed.service.status.problem is None)


async def test_it_is_asked_for_at_start_and_then_only_while_somebody_looks(
    tmp_path: Path, sandbox: SandboxServer
) -> None:
    async with listing(tmp_path, sandbox) as listed:
        await listed.until(lambda: listed.service.status.as_of)
        told = len(listed.told)
        await asyncio.sleep(10 * OFTEN.total_seconds())
        assert len(listed.told) == told, "nobody looks"
        sandbox.state.seed_document("new.pdf", "mate@example")
        listed.service.watch(True)
        await listed.until(lambda: listed.names == ["new.pdf"])


async def test_opening_the_view_again_and_again_asks_no_more_than_once_an_interval(
    tmp_path: Path, sandbox: SandboxServer
) -> None:
    async with listing(tmp_path, sandbox, interval=timedelta(minutes=1)) as listed:
        await listed.until(lambda: listed.service.status.as_of)
        told = len(listed.told)
        for _ in range(20):
            listed.service.watch(True)
            await asyncio.sleep(0.01)
            listed.service.watch(False)
        assert len(listed.told) == told
