"""The watched folder, on a real disk, with the real queue and a real server: each file once."""

from __future__ import annotations

import asyncio
import functools
import hashlib
import os
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from helpers.cloud import Cloud
from helpers.kept_workers import KeptWorkers
from helpers.mails import archive, mail
from helpers.pdfs import pdf
from msgspec import structs

from capout_desktop.capout.client import CapOutClient
from capout_desktop.domain import policy
from capout_desktop.domain.credits import KeyKind
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.events import StatusReported
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.organization import Payer
from capout_desktop.domain.problem import Problem
from capout_desktop.domain.status_report import StatusReport
from capout_desktop.domain.watch_rules import Stamp, links_out
from capout_desktop.sandbox.contract import Behavior, Call
from capout_desktop.sandbox.faults import Refuse, SlowRead
from capout_desktop.sandbox.organization import SANDBOX_KEY
from capout_desktop.sandbox.server import SandboxServer
from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.documents.journal_writer import JournalWriter
from capout_desktop.services.folder_watch import watcher
from capout_desktop.services.folder_watch.listing import Listing, look
from capout_desktop.services.folder_watch.watcher import (
    LOOK_SECONDS,
    PATIENCE,
    QUIET_LOOKS,
    FolderWatch,
)
from capout_desktop.services.intake.file_facts import FileFacts, read_facts
from capout_desktop.services.intake.intake import Intake
from capout_desktop.services.intake.pdf_inspector import PdfInspector
from capout_desktop.services.intake.preflight import Preflight
from capout_desktop.services.intake.unpacker import Unpacker
from capout_desktop.services.organizations.credential_service import Credential
from capout_desktop.services.organizations.credentials import Credentials
from capout_desktop.services.runtime.clock import now
from capout_desktop.services.runtime.tasks import TaskOwner
from capout_desktop.services.runtime.worker_threads import WorkerThreads
from capout_desktop.services.uploads.first_look import FirstLook
from capout_desktop.services.uploads.queue import UploadQueue
from capout_desktop.store import watched_files
from capout_desktop.store.outbox import Outbox
from capout_desktop.store.settings import AfterTaking, Settings, WatchFolder

S = DocumentState
Start = Callable[..., AbstractAsyncContextManager["Desk"]]
SECONDS = 60.0
LOOK = 0.05


@dataclass
class Desk:
    """The services, and what the watched folder told."""

    store: DocumentStore
    uploads: UploadQueue
    watch: FolderWatch
    settings: Settings
    inbox: Path
    data: Path
    troubles: list[Problem | None] = field(default_factory=list)
    there: list[int] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)

    @property
    def rows(self) -> list[Document]:
        return list(self.store)

    def row(self, name: str) -> Document | None:
        """The newest row of a file."""
        found = [row for row in self.store if row.file_name == name]
        return found[-1] if found else None

    async def until(self, condition: Callable[[], object], what: str) -> None:
        try:
            async with asyncio.timeout(SECONDS):
                while not condition():  # noqa: ASYNC110 - a look at the disk, mostly
                    await asyncio.sleep(0.01)
        except TimeoutError:
            rows = [(r.file_name, r.state.value, r.problem) for r in self.rows]
            pytest.fail(f"not within {SECONDS} s: {what}; rows: {rows}; {self.troubles}")

    async def sent(self, name: str) -> Document:
        def is_sent() -> bool:
            row = self.row(name)
            return row is not None and bool(row.document_id)

        await self.until(is_sent, f"{name} is sent")
        row = self.row(name)
        assert row is not None
        return row

    async def watched(self) -> None:
        """Return once the folder has begun to be watched."""
        await self.until((self.data / "watched.json").exists, "watching begins")

    async def looked_again(self) -> None:
        """Return once whatever stood still by now would have been taken."""
        name = f"marker {len(self.rows)} {len(list(self.inbox.iterdir()))}.pdf"
        put(self.inbox, name)
        await self.sent(name)


def put(folder: Path, name: str, content: bytes = b"") -> bytes:
    """Write a file as a program does that writes it elsewhere first."""
    content = content or pdf(marker=name)
    draft = folder / f".{name}.draft"
    draft.write_bytes(content)
    draft.replace(folder / name)
    return content


@pytest.fixture
def sandbox() -> Iterator[SandboxServer]:
    with SandboxServer(Behavior(speed=0)) as server:
        yield server


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy, "FIRST_RETRY", timedelta(seconds=0.05))


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "Estimates"
    folder.mkdir()
    return folder


@pytest.fixture
def start(tmp_path: Path, inbox: Path, sandbox: SandboxServer, kept_workers: KeptWorkers) -> Start:
    """Start the services on the same data folder, as often as a test likes."""

    @asynccontextmanager
    async def begin(
        after: AfterTaking = AfterTaking.LEAVE, **options: object
    ) -> AsyncIterator[Desk]:
        failures: list[BaseException] = []
        data = tmp_path / "data"
        tasks = TaskOwner(failures.append)
        disk = WorkerThreads("journal")
        worker = kept_workers(opens_containers=True)
        journal, documents = await JournalWriter.open(
            data / "journal.sqlite3", disk, failures.append
        )
        store = DocumentStore(journal, documents)

        def client(key: str) -> CapOutClient:
            return CapOutClient(sandbox.base_url, key)

        credentials = Credentials()
        uploads = UploadQueue(
            store,
            credentials,
            tasks,
            lambda _credential, _problem: None,
            failures.append,
            lambda _: None,
            FirstLook(store, tasks),
            parallel=3,
        )
        preflight = Preflight(store, PdfInspector(), tasks)
        credential = Credential(SANDBOX_KEY, "org", KeyKind.SANDBOX, client(SANDBOX_KEY), "default")
        credentials.use(credential)
        credentials.activate("default")
        watched = WatchFolder(folder=str(inbox), after=after)
        given: dict[str, object] = {"xn_address": "team@example", "watch": watched, **options}
        settings = Settings(**given)  # type: ignore[arg-type] # a test may say anything
        troubles: list[Problem | None] = []
        there: list[int] = []
        notes: list[Problem] = []
        watch = FolderWatch(
            store,
            Intake(store, outbox=Outbox(data / "outbox"), unpacker=Unpacker(worker)),
            uploads,
            tasks,
            settings,
            data / "watched.json",
            troubles.append,
            there.append,
            look_seconds=LOOK,
            on_note=notes.append,
        )
        try:
            yield Desk(store, uploads, watch, settings, inbox, data, troubles, there, notes)
        finally:
            await tasks.close()
            watch.close()
            await credential.client.aclose()
            uploads.close()
            preflight.close()
            worker.close()
            await journal.close()
        assert not failures

    return begin


def ledger(sandbox: SandboxServer) -> list[str]:
    return sorted(entry.file_name for entry in sandbox.state.ledger)


async def test_what_is_there_is_left_and_what_comes_is_sent_once(
    start: Start, sandbox: SandboxServer, inbox: Path
) -> None:
    put(inbox, "old.pdf")
    put(inbox, "older.PDF")
    async with start() as desk:
        await desk.watched()
        assert desk.there == [2]
        content = put(inbox, "new.pdf")
        row = await desk.sent("new.pdf")
        assert row.sha256 == hashlib.sha256(content).hexdigest()
        assert row.xn_address == "team@example"
        (inbox / "notes.txt").write_text("not an estimate")
        (inbox / "._new.pdf").write_bytes(content)
        await desk.looked_again()
        assert {r.file_name for r in desk.rows if "marker" not in r.file_name} == {"new.pdf"}
        assert (inbox / "new.pdf").exists()
    assert ledger(sandbox).count("new.pdf") == 1
    assert "old.pdf" not in ledger(sandbox)


async def test_what_was_there_is_taken_if_the_person_asks(
    start: Start, sandbox: SandboxServer, inbox: Path
) -> None:
    put(inbox, "old.pdf")
    async with start() as desk:
        await desk.until(lambda: desk.there, "the files that are there are told of")
        desk.watch.take_left()
        await desk.sent("old.pdf")
    async with start() as desk:
        await desk.looked_again()
        assert desk.there == [], "it is told of once"
    assert ledger(sandbox).count("old.pdf") == 1


async def test_an_old_file_that_is_renamed_or_touched_is_not_new(
    start: Start, sandbox: SandboxServer, inbox: Path
) -> None:
    put(inbox, "old.pdf")
    put(inbox, "older.pdf")
    async with start() as desk:
        await desk.watched()
        (inbox / "old.pdf").rename(inbox / "old, done.pdf")
        os.utime(inbox / "older.pdf")
        await desk.looked_again()
        assert all("marker" in name for name in ledger(sandbox))


async def test_a_file_is_taken_only_once_it_is_whole(
    start: Start, sandbox: SandboxServer, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watcher, "PATIENCE", 1_000_000)  # another test is about its end
    content = pdf(2, marker="slow")
    async with start() as desk:
        await desk.watched()
        with (inbox / "slow.pdf").open("wb") as file:
            file.write(content[: len(content) // 2])
            file.flush()
            await desk.looked_again()
            assert desk.row("slow.pdf") is None, "it stands still, but half of it is missing"
            file.write(content[len(content) // 2 :])
        await desk.sent("slow.pdf")
    (entry,) = [e for e in sandbox.state.ledger if e.file_name == "slow.pdf"]
    assert entry.sha256 == hashlib.sha256(content).hexdigest()


async def test_a_download_is_taken_only_once_its_part_is_gone(start: Start, inbox: Path) -> None:
    async with start() as desk:
        await desk.watched()
        (inbox / "scope.pdf.part").write_bytes(b"half")
        put(inbox, "scope.pdf")
        await desk.looked_again()
        assert desk.row("scope.pdf") is None
        (inbox / "scope.pdf.part").unlink()
        await desk.sent("scope.pdf")


async def test_what_is_no_pdf_says_so_in_its_row(
    start: Start, sandbox: SandboxServer, inbox: Path
) -> None:
    async with start() as desk:
        await desk.watched()
        put(inbox, "letter.pdf", b"a letter, really")
        await desk.until(lambda: desk.row("letter.pdf"), "it gets a row")
        await desk.until(
            lambda: (row := desk.row("letter.pdf")) and row.state is S.REJECTED, "it says why"
        )
        row = desk.row("letter.pdf")
        assert row is not None
        assert row.problem is not None
        assert row.problem.code == "not-a-pdf"
        await desk.looked_again()
        assert [r.file_name for r in desk.rows].count("letter.pdf") == 1
    assert PATIENCE * LOOK < SECONDS


async def test_the_same_content_is_not_taken_again_whatever_its_name(
    start: Start, sandbox: SandboxServer, inbox: Path
) -> None:
    async with start() as desk:
        await desk.watched()
        content = put(inbox, "scope.pdf")
        await desk.sent("scope.pdf")
        put(inbox, "scope (1).pdf", content)
        os.utime(inbox / "scope.pdf")
        await desk.looked_again()
        assert desk.row("scope (1).pdf") is None
    async with start() as desk:
        put(inbox, "scope (2).pdf", content)
        await desk.looked_again()
        assert desk.row("scope (2).pdf") is None
    assert [name for name in ledger(sandbox) if "scope" in name] == ["scope.pdf"]


async def test_two_copies_that_come_at_once_are_one(
    start: Start, sandbox: SandboxServer, inbox: Path
) -> None:
    async with start() as desk:
        await desk.watched()
        content = pdf(marker="twins")
        put(inbox, "a.pdf", content)
        put(inbox, "b.pdf", content)
        await desk.looked_again()
        assert len([r for r in desk.rows if r.file_name in {"a.pdf", "b.pdf"}]) == 1
    assert len([name for name in ledger(sandbox) if name in {"a.pdf", "b.pdf"}]) == 1


async def test_a_newer_file_of_the_same_name_is_new(
    start: Start, sandbox: SandboxServer, inbox: Path
) -> None:
    async with start() as desk:
        await desk.watched()
        put(inbox, "scope.pdf", pdf(1, marker="first"))
        first = await desk.sent("scope.pdf")
        put(inbox, "scope.pdf", pdf(2, marker="second"))
        await desk.until(
            lambda: sandbox.state.ledger[-1].sha256 != first.sha256, "the second one is sent"
        )
    assert ledger(sandbox).count("scope.pdf") == 2


async def test_what_comes_while_the_program_is_closed_is_taken_at_the_next_start(
    start: Start, sandbox: SandboxServer, inbox: Path
) -> None:
    async with start() as desk:
        await desk.watched()
        put(inbox, "before.pdf")
        await desk.sent("before.pdf")
    put(inbox, "meanwhile.pdf")
    async with start() as desk:
        await desk.sent("meanwhile.pdf")
        await desk.looked_again()
    names = [name for name in ledger(sandbox) if "marker" not in name]
    assert names == ["before.pdf", "meanwhile.pdf"]


async def test_a_journal_that_was_put_aside_makes_nothing_look_new(
    start: Start, sandbox: SandboxServer, inbox: Path, tmp_path: Path
) -> None:
    async with start() as desk:
        await desk.watched()
        put(inbox, "scope.pdf")
        await desk.sent("scope.pdf")
    for path in (tmp_path / "data").glob("journal*"):
        path.unlink()
    async with start() as desk:
        await desk.looked_again()
        assert desk.row("scope.pdf") is None
    assert ledger(sandbox).count("scope.pdf") == 1


async def test_a_lost_memory_makes_nothing_look_new_either(
    start: Start, sandbox: SandboxServer, inbox: Path, tmp_path: Path
) -> None:
    async with start() as desk:
        await desk.watched()
        put(inbox, "scope.pdf")
        await desk.sent("scope.pdf")
    (tmp_path / "data" / "watched.json").write_text("{half")
    async with start() as desk:
        await desk.until(lambda: desk.there == [1], "what is there is told of, and left")
        desk.watch.take_left()
        await desk.looked_again()
    assert ledger(sandbox).count("scope.pdf") == 1


async def test_nothing_goes_that_cannot_be_remembered(
    start: Start, sandbox: SandboxServer, inbox: Path, tmp_path: Path
) -> None:
    async with start() as desk:
        await desk.watched()
        in_the_way = tmp_path / "data" / "watched.tmp"
        in_the_way.mkdir()
        put(inbox, "scope.pdf")
        await desk.until(lambda: desk.troubles, "it is said")
        assert desk.troubles[-1] is not None
        await desk.until(
            lambda: (
                (row := desk.row("scope.pdf"))
                and row.problem == Problem(HoldReason.WAITS_FOR_START)
            ),
            "its row waits",
        )
        assert sandbox.state.journal.count(Call.UPLOAD) == 0
        in_the_way.rmdir()
        await desk.sent("scope.pdf")
        await desk.until(lambda: desk.troubles[-1] is None, "it is not said any more")
    assert ledger(sandbox) == ["scope.pdf"]


async def test_an_end_between_row_and_memory_loses_nothing_and_sends_nothing_twice(
    start: Start, sandbox: SandboxServer, inbox: Path, tmp_path: Path
) -> None:
    async with start() as desk:
        await desk.watched()
        in_the_way = tmp_path / "data" / "watched.tmp"
        in_the_way.mkdir()
        put(inbox, "scope.pdf")
        await desk.until(lambda: desk.row("scope.pdf"), "it gets its row")
    in_the_way.rmdir()
    async with start() as desk:
        await desk.looked_again()
        (row,) = [r for r in desk.rows if r.file_name == "scope.pdf"]
        assert row.problem == Problem(HoldReason.WAITS_FOR_START)
        desk.uploads.start(row.id)
        await desk.sent("scope.pdf")
    async with start() as desk:
        await desk.looked_again()
    assert ledger(sandbox).count("scope.pdf") == 1


async def test_what_capout_has_is_moved_and_never_over_another_file(
    start: Start, sandbox: SandboxServer, inbox: Path
) -> None:
    (inbox / "Sent").mkdir()
    (inbox / "Sent" / "scope.pdf").write_bytes(b"of last week")
    async with start(AfterTaking.MOVE) as desk:
        await desk.watched()
        content = put(inbox, "scope.pdf")
        target = inbox / "Sent" / "scope (2).pdf"
        await desk.until(lambda: target.exists() and target.stat().st_size, "it is moved")
        await desk.until(
            lambda: (row := desk.row("scope.pdf")) and row.source == str(target),
            "its row knows where it is",
        )
        assert target.read_bytes() == content
        assert not (inbox / "scope.pdf").exists()
        assert (inbox / "Sent" / "scope.pdf").read_bytes() == b"of last week"
        put(inbox, "scope.pdf", content)
        third = inbox / "Sent" / "scope (3).pdf"
        await desk.until(third.exists, "a copy of what was sent is moved, not sent")
    assert ledger(sandbox) == ["scope.pdf"]


async def test_nothing_is_moved_before_capout_has_it(
    start: Start, sandbox: SandboxServer, inbox: Path
) -> None:
    sandbox.state.faults.add(Call.UPLOAD, Refuse(402))
    async with start(AfterTaking.MOVE) as desk:
        await desk.watched()

        def waits(name: str) -> bool:
            row = desk.row(name)
            return row is not None and row.state is S.HELD and not row.waits_for_start

        put(inbox, "scope.pdf")
        await desk.until(lambda: waits("scope.pdf"), "it waits for credits")
        put(inbox, "roof.pdf")
        await desk.until(lambda: waits("roof.pdf"), "the next one waits, too")
        assert (inbox / "scope.pdf").exists()
        desk.uploads.credits_changed("org")
        for name in ("scope.pdf", "roof.pdf"):
            await desk.until((inbox / "Sent" / name).exists, "it is moved")


async def test_an_end_between_the_move_and_its_note_is_made_good(
    start: Start, sandbox: SandboxServer, inbox: Path
) -> None:
    async with start() as desk:
        await desk.watched()
        put(inbox, "scope.pdf")
        await desk.sent("scope.pdf")
    (inbox / "Sent").mkdir()
    (inbox / "scope.pdf").rename(inbox / "Sent" / "scope.pdf")
    async with start(AfterTaking.MOVE) as desk:
        await desk.until(
            lambda: (row := desk.row("scope.pdf")) and row.source == str(inbox / "Sent/scope.pdf"),
            "its row knows where it is",
        )
        await desk.looked_again()
    assert ledger(sandbox).count("scope.pdf") == 1


async def test_a_folder_that_goes_away_is_said_and_watched_again_when_it_is_back(
    start: Start, sandbox: SandboxServer, inbox: Path
) -> None:
    async with start() as desk:
        await desk.watched()
        os.rename(inbox, f"{inbox} elsewhere")  # noqa: PTH104
        await desk.until(lambda: desk.troubles, "it is said")
        assert desk.troubles[-1] is not None
        assert desk.troubles[-1].code == "watch-folder-gone"
        os.rename(f"{inbox} elsewhere", inbox)  # noqa: PTH104
        await desk.until(lambda: desk.troubles[-1] is None, "it is watched again")
        put(inbox, "scope.pdf")
        await desk.sent("scope.pdf")


async def test_the_settings_say_to_whom_when_and_whether(
    start: Start, sandbox: SandboxServer, inbox: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    watched = WatchFolder(folder=str(inbox), xn_address="claims@northwest")
    async with start(watch=watched, start_at_once=False) as desk:
        await desk.watched()
        put(inbox, "scope.pdf")
        await desk.until(
            lambda: (
                (row := desk.row("scope.pdf"))
                and row.problem == Problem(HoldReason.WAITS_FOR_START)
            ),
            "it waits for a click",
        )
        row = desk.row("scope.pdf")
        assert row is not None
        assert row.xn_address == "claims@northwest"
        desk.settings.start_at_once = True
        desk.settings.watch = WatchFolder(folder=str(elsewhere))
        desk.watch.settings_changed()
        memory = tmp_path / "data" / "watched.json"
        await desk.until(lambda: "elsewhere" in memory.read_text(), "another folder is watched")
        put(elsewhere, "roof.pdf")
        await desk.sent("roof.pdf")
        # The address in use may be another organization's than the one that the folder belongs to.
        payer = Payer(credential_id="default", organization_id="org", key_kind=KeyKind.SANDBOX)
        desk.settings.watch = WatchFolder(folder=str(elsewhere), payer=payer)
        put(elsewhere, "wall.pdf")
        await desk.until(
            lambda: (row := desk.row("wall.pdf")) and row.held_for(HoldReason.NO_ADDRESS),
            "it has no address",
        )
        desk.settings.watch = WatchFolder()
        desk.watch.settings_changed()
    assert ledger(sandbox) == ["roof.pdf"]


async def test_a_file_added_by_hand_gets_no_second_row(
    start: Start, sandbox: SandboxServer, inbox: Path
) -> None:
    sandbox.state.faults.add(Call.UPLOAD, SlowRead(bytes_per_second=2_000_000))
    async with start() as desk:
        await desk.watched()
        put(inbox, "scope.pdf", pdf(size=2_000_000))
        await desk.until(lambda: desk.row("scope.pdf"), "it is taken")
        await desk.sent("scope.pdf")
        await desk.looked_again()
        assert len([r for r in desk.rows if r.file_name == "scope.pdf"]) == 1


async def test_an_old_file_with_other_content_of_the_same_size_is_new(
    start: Start, sandbox: SandboxServer, inbox: Path
) -> None:
    first, second = pdf(marker="one"), pdf(marker="two")
    assert len(first) == len(second)
    put(inbox, "old.pdf", first)
    async with start() as desk:
        await desk.until(
            lambda: (
                hashlib.sha256(first).hexdigest() in (desk.data / "watched.json").read_text()
                if (desk.data / "watched.json").exists()
                else False
            ),
            "the old file was read",
        )
        os.utime(inbox / "old.pdf")
        await desk.looked_again()
        assert desk.row("old.pdf") is None, "it was merely touched"
        put(inbox, "old.pdf", second)
        row = await desk.sent("old.pdf")
        assert row.sha256 == hashlib.sha256(second).hexdigest()
        assert [e.sha256 for e in sandbox.state.ledger if e.file_name == "old.pdf"] == [row.sha256]


@pytest.mark.skipif(os.name == "nt", reason="the time of the last change of any kind is not told")
async def test_another_file_of_the_same_name_size_and_time_is_new(
    start: Start, sandbox: SandboxServer, inbox: Path
) -> None:
    async with start() as desk:
        await desk.watched()
        put(inbox, "old.pdf", pdf(marker="two"))
        row = await desk.sent("old.pdf")
        assert row.modified_ns is not None
        third = pdf(marker="six")
        (inbox / "old.pdf").unlink()
        put(inbox, "old.pdf", third)
        os.utime(inbox / "old.pdf", ns=(row.modified_ns, row.modified_ns))
        newest = hashlib.sha256(third).hexdigest()
        await desk.until(
            lambda: any(entry.sha256 == newest for entry in sandbox.state.ledger), "it is sent"
        )
    assert ledger(sandbox).count("old.pdf") == 2


async def test_each_page_of_a_scanner_replaces_what_was_not_sent(
    start: Start, sandbox: SandboxServer, inbox: Path
) -> None:
    async with start(start_at_once=False) as desk:
        await desk.watched()
        for pages in (1, 2, 3):
            content = put(inbox, "scan.pdf", pdf(pages, marker="scan"))
            expected = hashlib.sha256(content).hexdigest()

            def is_newest(expected: str = expected) -> bool:
                row = desk.row("scan.pdf")
                is_held = row is not None and row.held_for(HoldReason.WAITS_FOR_START)
                return is_held and row is not None and row.sha256 == expected

            await desk.until(is_newest, "its row has the newest state")
        (row,) = desk.rows
        desk.uploads.start(row.id)
        await desk.sent("scan.pdf")
    assert [entry.sha256 for entry in sandbox.state.ledger] == [expected]


async def test_a_scanner_that_takes_seconds_for_a_page_gets_one_document(
    start: Start, sandbox: SandboxServer, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert LOOK_SECONDS * QUIET_LOOKS >= 10, "scanners take some seconds for a page"
    may_look, begun = threading.Semaphore(0), 0

    def look_if_let(folder: str, known: Mapping[str, Stamp]) -> Listing:
        nonlocal begun
        begun += 1
        assert may_look.acquire(timeout=SECONDS)
        return look(folder, known)

    def has_looked(times: int) -> bool:
        return begun > times

    async with start() as desk:
        await desk.watched()
        monkeypatch.setattr(watcher, "look", look_if_let)
        looks = 0
        await desk.until(lambda: begun, "it is about to look")
        for pages in (1, 2, 3):
            content = put(inbox, "scan.pdf", pdf(pages, marker="scan"))
            may_look.release(QUIET_LOOKS)
            looks += QUIET_LOOKS
            await desk.until(functools.partial(has_looked, looks), "it looked so often")
            assert desk.rows == [], "the scanner may not be done"
        monkeypatch.setattr(watcher, "look", look)
        may_look.release()
        row = await desk.sent("scan.pdf")
    assert row.sha256 == hashlib.sha256(content).hexdigest()
    assert ledger(sandbox) == ["scan.pdf"]


async def test_what_was_canceled_and_is_put_in_again_asks_first(
    start: Start, sandbox: SandboxServer, inbox: Path
) -> None:
    async with start(start_at_once=False) as desk:
        await desk.watched()
        content = put(inbox, "scope.pdf")
        await desk.until(lambda: (r := desk.row("scope.pdf")) and r.state is S.HELD, "it waits")
        first = desk.rows[0]
        desk.uploads.cancel(first.id)
        desk.settings.start_at_once = True
        (inbox / "scope.pdf").unlink()
        put(inbox, "scope.pdf", content)
        await desk.until(
            lambda: len(desk.rows) == 2 and desk.rows[1].held_for(HoldReason.WAITS_FOR_START),
            "it is in the list again, and waits",
        )
        desk.uploads.start(desk.rows[1].id)
        await desk.sent("scope.pdf")


async def test_files_whose_rows_are_lost_are_told_of(
    start: Start, sandbox: SandboxServer, inbox: Path, tmp_path: Path
) -> None:
    async with start(start_at_once=False) as desk:
        await desk.watched()
        put(inbox, "scope.pdf")
        await desk.until(lambda: (r := desk.row("scope.pdf")) and r.state is S.HELD, "it waits")
    for path in (tmp_path / "data").glob("journal*"):
        path.unlink()
    async with start() as desk:
        await desk.until(lambda: desk.there == [1], "it is told of")
        desk.watch.take_left()
        await desk.until(
            lambda: (r := desk.row("scope.pdf")) and r.held_for(HoldReason.WAITS_FOR_START),
            "it waits for the person, since it may have been sent",
        )


async def test_files_whose_documents_were_deleted_on_purpose_are_not_lost_ones(
    start: Start, sandbox: SandboxServer, inbox: Path, tmp_path: Path
) -> None:
    """They are neither told of nor taken again, and no name is kept of a file that is gone."""
    async with start() as desk:
        await desk.watched()
        for name in ("stays.pdf", "goes.pdf"):
            put(inbox, name)
            row = await desk.sent(name)
            desk.store.apply(
                row.id,
                StatusReported(
                    now(), StatusReport(row.document_id, "complete", workflow_complete=True)
                ),
            )
        (inbox / "goes.pdf").unlink()
        ended = [row.id for row in desk.rows]
        desk.watch.history_deleted(ended)
        await desk.store.forget(ended)
        assert desk.rows == []
        await desk.looked_again()
    memory = (tmp_path / "data" / "watched.json").read_text()
    assert "stays.pdf" in memory
    assert "goes.pdf" not in memory
    async with start() as desk:
        await desk.looked_again()
        assert desk.there == []
        desk.watch.take_left()
        await desk.looked_again()
        assert desk.row("stays.pdf") is None
    assert sum(name == "stays.pdf" for name in ledger(sandbox)) == 1


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
async def test_a_link_to_itself_stops_nothing_and_one_that_leads_out_is_not_followed(
    start: Start, sandbox: SandboxServer, inbox: Path, tmp_path: Path
) -> None:
    (tmp_path / "secret.pdf").write_bytes(pdf(marker="secret"))
    async with start() as desk:
        await desk.watched()
        (inbox / "circle.pdf").symlink_to(inbox / "circle.pdf")
        (inbox / "out.pdf").symlink_to(tmp_path / "secret.pdf")
        os.mkfifo(inbox / "pipe.pdf")
        await desk.looked_again()
        await desk.until(lambda: desk.notes, "the link is told of")
        await desk.looked_again()
        assert desk.notes == [links_out("out.pdf")]
        assert desk.row("out.pdf") is None
    assert all(name.startswith("marker") for name in ledger(sandbox))


async def test_a_listing_that_takes_longer_than_a_look_still_takes_files(
    start: Start, sandbox: SandboxServer, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scandir = os.scandir

    def slowly(path: str) -> object:
        threading.Event().wait(0.1)
        return scandir(path)

    async with start() as desk:
        await desk.watched()
        monkeypatch.setattr(watcher, "ANSWER_SECONDS", 0.06)
        monkeypatch.setattr(os, "scandir", slowly)
        put(inbox, "scope.pdf")
        monkeypatch.setattr(watcher, "QUIET_LOOKS", 2)
        await desk.sent("scope.pdf")


async def test_a_file_that_changes_while_it_is_read_is_not_taken_yet(
    start: Start, sandbox: SandboxServer, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A scanner writes on, with the same size, as the program reads what stood still until then."""
    rows_before_each_reading: list[int] = []
    first, last = pdf(marker="page 1"), pdf(marker="page 2")
    assert len(first) == len(last)

    async with start() as desk:

        def write_on(path: str) -> FileFacts:
            rows_before_each_reading.append(len(desk.rows))
            if len(rows_before_each_reading) == 1:
                put(inbox, "scan.pdf", last)
            return read_facts(path)

        await desk.watched()
        monkeypatch.setattr(watcher, "read_facts", write_on)
        put(inbox, "scan.pdf", first)
        row = await desk.sent("scan.pdf")
    assert rows_before_each_reading == [0, 0], "the second one is of the file as it stood still"
    assert row.sha256 == hashlib.sha256(last).hexdigest()
    assert ledger(sandbox) == ["scan.pdf"]


async def test_what_was_being_read_is_not_taken_once_another_folder_is_watched(
    start: Start, inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading, may_go_on = threading.Event(), threading.Event()

    def wait(path: str) -> FileFacts:
        reading.set()
        assert may_go_on.wait(SECONDS)
        return read_facts(path)

    other = tmp_path / "Other estimates"
    other.mkdir()
    async with start() as desk:
        await desk.watched()
        monkeypatch.setattr(watcher, "read_facts", wait)
        put(inbox, "private.pdf")
        await asyncio.to_thread(reading.wait, SECONDS)
        desk.settings.watch = structs.replace(desk.settings.watch, folder=str(other))
        may_go_on.set()
        desk.inbox = other
        remembered = desk.data / "watched.json"
        await desk.until(
            lambda: watched_files.load(remembered).folder == str(other), "the other is watched"
        )
        await desk.looked_again()
        assert desk.row("private.pdf") is None


async def test_a_share_that_is_away_for_a_moment_and_a_touch_lose_no_row(
    start: Start, sandbox: SandboxServer, inbox: Path
) -> None:
    async with start(start_at_once=False) as desk:
        await desk.watched()
        put(inbox, "scope.pdf")
        await desk.until(lambda: (r := desk.row("scope.pdf")) and r.state is S.HELD, "it waits")
        (row,) = desk.rows
        os.rename(inbox, f"{inbox} away")  # noqa: PTH104
        desk.uploads.start(row.id)
        await desk.until(lambda: desk.store[row.id].state is not S.HELD, "it is started")
        await desk.until(lambda: desk.troubles, "the folder is missed")
        assert desk.store[row.id].state in {S.QUEUED, S.UPLOADING}  # it is being tried
        os.rename(f"{inbox} away", inbox)  # noqa: PTH104
        os.utime(inbox / "scope.pdf")
        await desk.sent("scope.pdf")


async def test_what_is_in_mails_and_archives_is_sent_once_and_they_are_moved_as_one(
    start: Start, sandbox: SandboxServer, inbox: Path
) -> None:
    one, two, three = (pdf(marker=name) for name in ("one", "two", "three"))
    sent = inbox / "Sent"
    async with start(AfterTaking.MOVE) as desk:
        await desk.watched()
        saved = put(inbox, "May.zip", archive({"one.pdf": one, "two.pdf": two}))
        put(inbox, "re.eml", mail("Alvarez", {"three.pdf": three}))
        for name in ("one.pdf", "two.pdf", "three.pdf"):
            await desk.sent(name)
        await desk.until((sent / "May.zip").exists, "the archive is moved")
        await desk.until((sent / "re.eml").exists, "the mail is moved")
        batches = {batch.id: batch.name for batch in desk.store.batches}
        assert {row.file_name: batches[row.batch_id] for row in desk.rows} == {
            "one.pdf": "May",
            "two.pdf": "May",
            "three.pdf": "Alvarez",
        }
        moved = {str(sent / "May.zip"), str(sent / "re.eml")}
        await desk.until(
            lambda: {row.origin_path for row in desk.rows} == moved, "the rows say where they are"
        )
        put(inbox, "the same again.zip", saved)
        put(inbox, "broken.zip", b"PK nonsense")
        put(inbox, "May.zip", archive({"one.pdf": one, "four.pdf": pdf(marker="four")}))
        await desk.sent("four.pdf")
        await desk.until(lambda: desk.row("broken.zip"), "the broken one has a row")
        await desk.looked_again()
        broken = desk.row("broken.zip")
        assert broken is not None
        assert broken.problem_code == "container-unreadable"
    async with start(AfterTaking.MOVE) as desk:
        await desk.looked_again()
    arrived = [name for name in ledger(sandbox) if "marker" not in name]
    assert arrived == ["four.pdf", "one.pdf", "three.pdf", "two.pdf"]


async def test_an_archive_that_was_there_is_left_and_one_of_the_person_may_be_taken(
    start: Start, sandbox: SandboxServer, inbox: Path
) -> None:
    put(inbox, "old.zip", archive({"old.pdf": pdf(marker="old")}))
    async with start() as desk:
        await desk.watched()
        assert desk.there == [1]
        await desk.looked_again()
        assert desk.row("old.pdf") is None
        desk.watch.take_left()
        await desk.sent("old.pdf")
    assert ledger(sandbox).count("old.pdf") == 1


async def test_files_in_the_cloud_are_downloaded_only_if_they_are_to_be_sent(
    start: Start, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud = Cloud(monkeypatch)
    put(inbox, "old.pdf")
    cloud.put(inbox / "old.pdf")
    async with start() as desk:
        await desk.watched()
        draft = inbox / "draft"
        draft.write_bytes(pdf(marker="new"))
        cloud.put(draft)
        draft.rename(inbox / "new.pdf")

        def is_downloading() -> bool:
            row = desk.row("new.pdf")
            return row is not None and row.downloading

        await desk.until(is_downloading, "its row says that it is downloaded")
        await desk.looked_again()
        cloud.connected.set()
        await desk.sent("new.pdf")
        assert {Path(path).name for path in cloud.opened} == {"new.pdf"}
        await desk.looked_again()
        assert [row.file_name for row in desk.rows].count("new.pdf") == 1
