"""The upload queue with its services, on a sandbox with faults."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from helpers.pdfs import pdf

from capout_desktop.capout.client import CapOutClient
from capout_desktop.capout.connections import Timeouts
from capout_desktop.capout.errors import CapOutError
from capout_desktop.capout.retries import Retries
from capout_desktop.domain import arrival, policy
from capout_desktop.domain.credits import KeyKind
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.problem import Problem
from capout_desktop.sandbox.organization import SANDBOX_KEY
from capout_desktop.services.credits.spending_book import SpendingBook
from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.documents.journal_writer import JournalWriter
from capout_desktop.services.intake.intake import Intake, SendPolicy
from capout_desktop.services.intake.pdf_inspector import PdfInspector
from capout_desktop.services.intake.preflight import Preflight
from capout_desktop.services.organizations.credential_service import Credential
from capout_desktop.services.organizations.credentials import Credentials
from capout_desktop.services.runtime.clock import now
from capout_desktop.services.runtime.tasks import TaskOwner
from capout_desktop.services.runtime.worker_threads import WorkerThreads
from capout_desktop.services.uploads.confirmation import Confirmation
from capout_desktop.services.uploads.decisions import Decisions
from capout_desktop.services.uploads.first_look import FIRST_INTERVAL, FirstLook
from capout_desktop.services.uploads.queue import UploadQueue
from capout_desktop.services.uploads.transfer_channel import Channel, ThreadChannel
from capout_desktop.services.uploads.transfers import Transfers

S = DocumentState
WITH_CAPOUT = {S.PROCESSING, S.COMPLETE}
SECONDS = 60.0


@dataclass
class Bench:
    """Services around a document store, and every state that its rows had.

    Attributes:
        failures: What the services failed on, documents that were set apart among it. A test that
            expects some clears them.
    """

    store: DocumentStore
    intake: Intake
    uploads: UploadQueue
    folder: Path
    seen: list[Document]
    journal: JournalWriter
    disk: WorkerThreads
    trouble: asyncio.Event
    saved_again: asyncio.Event
    credentials: Credentials
    make_client: Callable[[str], CapOutClient]
    obstructions: list[Problem | None]
    not_done: asyncio.Event
    decisions: Decisions
    credential: Credential
    book: SpendingBook
    transfers: Transfers
    failures: list[BaseException]
    crashed: bool = False

    @asynccontextmanager
    async def another_account(self, key: str, name: str) -> AsyncIterator[Credential]:
        """Add a second organization whose name and id are `name`."""
        credential = Credential(key, name, KeyKind.SANDBOX, self.make_client(key), name)
        self.credentials.use(credential)
        yield credential
        self.credentials.forget(name)  # its connections are released
        await credential.client.aclose()

    async def read_credits(self) -> None:
        """Read the credits, as the program does after documents were sent."""
        asked_at = now()
        balance = await self.credential.client.credits()
        self.book.record(balance, asked_at, self.credential.organization_id)

    async def witness(self) -> None:
        """Send a document that CapOut accepts, so that its list proves something later."""
        await self.send("witness.pdf")
        await self.until(lambda row: row.file_name == "witness.pdf" and row.state in WITH_CAPOUT)
        await self.read_credits()

    async def send(
        self,
        name: str = "scope.pdf",
        content: bytes = b"",
        xn_address: str = "team@example",
        *,
        waits_for_start: bool = False,
    ) -> None:
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content or pdf(marker=name))
        go = SendPolicy.WHEN_STARTED if waits_for_start else SendPolicy.IMMEDIATELY
        await self.intake.take([str(path)], xn_address, go)

    async def until_not_done(self) -> None:
        """Wait until a person's word could not be stored."""
        async with asyncio.timeout(SECONDS):
            await self.not_done.wait()

    @asynccontextmanager
    async def full_disk(self) -> AsyncIterator[None]:
        """Make SQLite fail to add a page, as on a full disk."""
        db = self.journal._journal._db

        def limit(pages: int) -> None:
            db.execute(f"PRAGMA max_page_count = {pages}")

        await self.disk.run(limit, 1)  # SQLite raises it to the present number
        yield
        await self.disk.run(limit, 2**30)

    @asynccontextmanager
    async def refusing_disk(self) -> AsyncIterator[None]:
        """Make SQLite refuse every write, also one for which there is room in its file."""
        db = self.journal._journal._db
        await self.disk.run(db.execute, "PRAGMA query_only = 1")
        yield
        await self.disk.run(db.execute, "PRAGMA query_only = 0")

    async def crash(self, after: Path) -> None:
        """Copy the journal as it is, and store nothing more: so the next start would find it."""

        def copy() -> None:
            after.mkdir()
            for part in self.folder.glob("j.sqlite3*"):
                shutil.copy(part, after)
            self.journal._journal._db.execute("PRAGMA query_only = ON")

        self.crashed = True
        await self.disk.run(copy)

    async def until(self, condition: Callable[[Document], object]) -> Document:
        """Return the first past or future version of a row that fulfills the condition."""
        changed = asyncio.Event()
        self.store.listen(lambda _: changed.set())
        async with asyncio.timeout(SECONDS):
            while True:
                for row in self.seen:
                    if condition(row):
                        return row
                changed.clear()
                await changed.wait()


_LOOK_UP_WAITS = ("FIRST_ABSENCE_SECONDS", "SECOND_LOOK_SECONDS", "PATIENCE_SECONDS")


def hurry(monkeypatch: pytest.MonkeyPatch, *, look_ups: bool = True) -> None:
    """Shorten the delays of retries.

    With `look_ups`, the ten minutes without an answer are 0.3 seconds.
    """
    for name in _LOOK_UP_WAITS if look_ups else ():
        monkeypatch.setattr(arrival, name, getattr(arrival, name) / 2000)
    monkeypatch.setattr(policy, "FIRST_RETRY", timedelta(seconds=0.05))
    monkeypatch.setattr(policy, "LONGEST_RETRY", timedelta(seconds=0.2))


@dataclass(frozen=True, slots=True)
class Pace:
    """How long the services wait for answers and between two looks.

    The defaults are short, for tests in real time.
    """

    timeouts: Timeouts = field(
        default_factory=lambda: Timeouts(connect=2, write=2, read=2, upload_answer=1.5)
    )
    shortest_wait: timedelta = timedelta(seconds=0.02)
    longest_wait: timedelta = timedelta(seconds=0.05)
    first_interval: float = 0.2


AS_RELEASED = Pace(
    Timeouts(), policy.SHORTEST_LOOK_INTERVAL, policy.LONGEST_LOOK_INTERVAL, FIRST_INTERVAL
)


@asynccontextmanager
async def bench(
    folder: Path,
    base_url: str,
    *,
    pace: Pace = Pace(),
    inspector: PdfInspector | None = None,
    on_key_refused: Callable[[Credential, Problem], None] = lambda _credential, _problem: None,
    start: Callable[[], Channel] = ThreadChannel,
) -> AsyncIterator[Bench]:
    """Build the services; `start` starts what sends uploads, by default a thread: it is quick."""
    transfers = Transfers(start)
    failures: list[BaseException] = []
    trouble, saved_again = asyncio.Event(), asyncio.Event()

    def note(_: Exception) -> None:
        trouble.set()

    seen: list[Document] = []
    obstructions: list[Problem | None] = []
    not_done = asyncio.Event()
    tasks = TaskOwner(failures.append)
    disk = WorkerThreads("journal")
    journal, documents = await JournalWriter.open(folder / "j.sqlite3", disk, note, saved_again.set)
    store = DocumentStore(journal, documents, failures.append)
    store.listen(seen.extend)

    def client(key: str) -> CapOutClient:
        return CapOutClient(
            base_url,
            key,
            timeouts=pace.timeouts,
            retries=Retries(attempts=1),
        )

    credentials = Credentials()
    book = SpendingBook(store, journal, failures.append)
    await book.open()
    first_look = FirstLook(store, tasks, first_interval=pace.first_interval)
    uploads = UploadQueue(
        store,
        credentials,
        tasks,
        on_key_refused,
        note,
        obstructions.append,
        first_look,
        parallel=3,
        on_not_done=lambda _: not_done.set(),
        transfers=transfers,
    )
    confirmation = Confirmation(
        store,
        credentials,
        tasks,
        book,
        first_look,
        shortest_wait=pace.shortest_wait,
        longest_wait=pace.longest_wait,
    )
    preflight = Preflight(store, inspector or PdfInspector(), tasks)
    credential = Credential(SANDBOX_KEY, "org", KeyKind.SANDBOX, client(SANDBOX_KEY), "default")
    with contextlib.suppress(CapOutError):  # the program tests a key by its credits, too
        asked_at = now()
        balance = await credential.client.credits()
        book.record(balance, asked_at, credential.organization_id)
    credentials.use(credential)
    credentials.activate("default")
    intake = Intake(store)
    desk = Bench(
        store,
        intake,
        uploads,
        folder,
        seen,
        journal,
        disk,
        trouble,
        saved_again,
        credentials,
        client,
        obstructions,
        not_done,
        Decisions(store, confirmation.status_of, lambda _: not_done.set()),
        credential,
        book,
        transfers,
        failures,
    )
    try:
        yield desk
    finally:
        await tasks.close()
        await credential.client.aclose()
        uploads.close()
        preflight.close()
        with contextlib.suppress(sqlite3.Error) if desk.crashed else contextlib.nullcontext():
            await journal.close()
        disk.stop()
    assert not failures


def stands(name: str, *states: DocumentState) -> Callable[[Document], bool]:
    """Return a condition: the file, or one in the folder, of this name has one of the states."""
    return lambda row: name in Path(row.source).parts[-2:] and row.state in states


def is_first_outcome(row: Document) -> bool:
    return row.attempts > 0 and row.state is not S.UPLOADING
