"""From a drop to rows, on a real disk and with the real PDFium worker."""

from __future__ import annotations

import asyncio
import hashlib
import os
import shutil
import sys
import threading
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path
from typing import Any, cast

import psutil
import pytest
from helpers.pdfs import (
    cut_off_pdf,
    damaged_pdf,
    half_a_pdf,
    locked_pdf,
    pdf,
    portfolio_pdf,
    protected_pdf,
    restricted_pdf,
    scanned_pdf,
    xfa_pdf,
)
from helpers.wine import is_wine

from capout_desktop.domain import link_answer, policy
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.events import (
    Accepted,
    Addressed,
    AttemptStarted,
    RetryRequested,
    SendAnyway,
)
from capout_desktop.domain.identity import SILENT_AFTER
from capout_desktop.domain.pdf_notice import MANY_PAGES, Notice
from capout_desktop.domain.problem import Problem
from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.documents.journal_writer import JournalWriter
from capout_desktop.services.intake import preflight, sources
from capout_desktop.services.intake.file_facts import FileFacts, HeldFile, open_and_read
from capout_desktop.services.intake.intake import Intake
from capout_desktop.services.intake.link_check import LinkCheck
from capout_desktop.services.intake.pdf_inspector import PdfInspector, PdfVerdict
from capout_desktop.services.intake.preflight import Preflight
from capout_desktop.services.runtime.clock import now
from capout_desktop.services.runtime.tasks import TaskOwner
from capout_desktop.services.runtime.worker_threads import WorkerThreads
from capout_desktop.ui.text import problem_text as problem_words

S = DocumentState
SECONDS = 120.0 if is_wine() else 60.0


class Links:
    """Stands for what asks the servers of links: some lead to pages."""

    async def problem_of(self, link: str) -> Problem | None:
        return link_answer.WEB_PAGE if "page" in link else None


class Desk:
    """The services from drop to queue, and the failures that nobody caught."""

    def __init__(self, store: DocumentStore, journal: JournalWriter, tasks: TaskOwner) -> None:
        self.store = store
        self.journal = journal
        self.intake = Intake(store)
        links = cast("LinkCheck", Links())
        self.preflight = Preflight(store, PdfInspector(), tasks, links=links)

    async def drop(self, *paths: Path | str) -> list[Document]:
        known = {d.id for d in self.store}
        await self.intake.take([str(path) for path in paths], "team@example")
        await self.check()
        return [d for d in self.store if d.id not in known]

    async def drop_beside(self, path: Path) -> list[Document]:
        """Drop a file and wait for its check, although another one goes on."""
        known = {d.id for d in self.store}
        await self.intake.take([str(path)], "team@example")
        await self.check(left=1)
        return [d for d in self.store if d.id not in known]

    async def check(self, left: int = 0) -> None:
        """Wait until no more than `left` files are being checked."""
        checked = asyncio.Event()

        def look(_: object) -> None:
            if self.store.count(S.CHECKING) <= left:
                checked.set()

        self.store.listen(look)
        look(None)
        await asyncio.wait_for(checked.wait(), SECONDS)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    failures: list[BaseException] = []
    tasks = TaskOwner(failures.append)
    writer = WorkerThreads("journal")
    journal, documents = await JournalWriter.open(
        tmp_path / "data" / "journal.sqlite3", writer, failures.append
    )
    desk = Desk(DocumentStore(journal, documents), journal, tasks)
    yield desk
    await tasks.close()
    desk.preflight.close()
    await journal.close()
    assert not failures


async def test_a_good_pdf_is_queued_with_its_size_hash_and_pages(
    desk: Desk, tmp_path: Path
) -> None:
    content = pdf(3)
    for name in ("scope.pdf", "SCOPE 2.PDF", "no ending at all"):
        (tmp_path / name).write_bytes(content)
        (row,) = await desk.drop(tmp_path / name)
        assert row.state is S.QUEUED
        assert (row.size, row.page_count) == (len(content), 3)
        assert row.sha256 == hashlib.sha256(content).hexdigest()


BAD = {
    "not-a-pdf": b"PK\x03\x04 a spreadsheet",
    "file-empty": b"",
    "password-needed": locked_pdf(),
    "pdf-damaged": damaged_pdf(),
    "pdf-rights-managed": protected_pdf(),
    "pdf-for-certificate": protected_pdf("Adobe.PubSec"),
    "pdf-protected": protected_pdf("Acme"),
    "file-too-large": pdf(size=policy.MAX_PDF_BYTES + 1),
}


@pytest.mark.parametrize("code", BAD)
async def test_a_bad_file_says_why_in_its_row(desk: Desk, tmp_path: Path, code: str) -> None:
    path = tmp_path / "estimate.pdf"
    path.write_bytes(BAD[code])
    (row,) = await desk.drop(path)
    assert row.state is S.REJECTED
    assert row.problem is not None
    assert row.problem.code == code.partition(",")[0]
    assert problem_words.title(row.problem)
    assert problem_words.next_step(row.problem)


async def test_what_cannot_be_read_here_goes_by_the_persons_word(
    desk: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "estimate.pdf"
    path.write_bytes(damaged_pdf())
    (row,) = await desk.drop(path)
    assert row.problem_code == "pdf-damaged"
    desk.store.apply(row.id, SendAnyway(now()))
    await desk.check()
    (row,) = desk.store
    assert (row.state, row.notices) == (S.QUEUED, (Notice.UNREAD,))
    assert row.sha256 == hashlib.sha256(damaged_pdf()).hexdigest()


async def test_a_pdf_that_forbids_printing_only_may_go(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "estimate.pdf"
    path.write_bytes(restricted_pdf())
    (row,) = await desk.drop(path)
    assert row.state is S.QUEUED


@pytest.mark.parametrize(
    ("content", "notices"),
    [
        (scanned_pdf(2), (Notice.SCAN,)),
        (cut_off_pdf(), (Notice.INCOMPLETE,)),
        (half_a_pdf(), (Notice.MISSING_PAGES, Notice.INCOMPLETE)),
        (xfa_pdf(), (Notice.FORM,)),
        (portfolio_pdf(), (Notice.ATTACHED_PDFS,)),
        (scanned_pdf(MANY_PAGES + 1), (Notice.SCAN, Notice.MANY_PAGES)),
    ],
    ids=["scan", "cut off", "half", "form", "portfolio", "many pages"],
)
async def test_what_converts_less_well_goes_and_says_so(
    desk: Desk, tmp_path: Path, content: bytes, notices: tuple[Notice, ...]
) -> None:
    path = tmp_path / "estimate.pdf"
    path.write_bytes(content)
    (row,) = await desk.drop(path)
    assert (row.state, row.notices, row.problem) == (S.QUEUED, notices, None)


async def test_a_pdf_of_exactly_the_limit_may_go(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "estimate.pdf"
    path.write_bytes(pdf(size=policy.MAX_PDF_BYTES - 1000))
    (row,) = await desk.drop(path)
    assert row.state is S.QUEUED


async def test_a_file_that_is_gone_and_a_link_that_is_not_safe_say_so(
    desk: Desk, tmp_path: Path
) -> None:
    rows = await desk.drop(
        tmp_path / "gone.pdf",
        "http://example.com/a.pdf",
        "https://example.com/my%20scope.pdf",
        "https://example.com/page",
    )
    assert [(row.file_name, row.state, row.problem and row.problem.code) for row in rows] == [
        ("gone.pdf", S.REJECTED, "file-gone"),
        ("a.pdf", S.REJECTED, "link-not-https"),
        ("my scope.pdf", S.QUEUED, None),
        ("page", S.REJECTED, "link-is-web-page"),
    ]
    desk.store.apply(rows[-1].id, SendAnyway(now()))
    await desk.check()
    assert desk.store[rows[-1].id].state is S.QUEUED


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="nothing is forbidden to this user"
)
async def test_a_file_that_may_not_be_read_says_so(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "estimate.pdf"
    path.write_bytes(pdf())
    path.chmod(0)
    (row,) = await desk.drop(path)
    assert row.problem is not None
    assert row.problem.code == "file-no-permission"


async def test_a_folder_gives_its_pdfs_and_only_those(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "Storm of May"
    (folder / "deep").mkdir(parents=True)
    for name in ("b.pdf", "a.PDF", "photo.jpg", "._a.PDF", "deep/c.pdf"):
        (folder / name).write_bytes(pdf())
    rows = await desk.drop(folder)
    assert [row.file_name for row in rows] == ["a.PDF", "b.pdf", "c.pdf"]
    assert {row.state for row in rows} == {S.QUEUED}


async def test_a_folder_without_pdfs_says_so(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (row,) = await desk.drop(tmp_path / "photos")
    assert (row.file_name, row.state) == ("photos", S.REJECTED)
    assert row.problem is not None
    assert row.problem.code == "folder-without-pdfs"


async def test_a_file_that_is_on_its_way_is_not_added_twice(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "scope.pdf"
    path.write_bytes(pdf())
    await desk.drop(path)
    taken = await desk.intake.take([str(path), path.as_uri()], "team@example")
    assert (taken.added, taken.here) == (0, (str(path), str(path)))


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="names are always text there")
async def test_a_name_that_is_no_text_keeps_no_other_file_from_its_row(
    desk: Desk, tmp_path: Path
) -> None:
    for name in (b"a.pdf", b"sch\xe4den.pdf"):
        (tmp_path / os.fsdecode(name)).write_bytes(pdf(marker=name.hex()))
    rows = await desk.drop(tmp_path)
    assert [row.file_name for row in rows] == ["a.pdf", "sch?den.pdf"]
    assert {row.state for row in rows} == {S.QUEUED}


@pytest.mark.skipif(sys.platform == "win32", reason="its folders and names have other limits")
async def test_one_bad_path_costs_only_itself(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf(marker="a"))
    (tmp_path / "z.pdf").write_bytes(pdf(marker="z"))
    forbid(tmp_path / "forbidden", monkeypatch)
    os.mkfifo(tmp_path / "pipe.pdf")
    latin = os.fsencode(tmp_path) + b"/caf\xe9.pdf"
    shutil.copyfile(tmp_path / "z.pdf", latin)
    rows = await desk.drop(
        tmp_path / "a.pdf",
        "/tmp/" + "x" * 360 + ".pdf",
        "/tmp/nul\0l.pdf",
        tmp_path / "forbidden",
        "https://[x/a.pdf",
        "https://h.example/" + "y" * 1_000_000 + ".pdf",
        "https://h.example/" + "w" * 9_000 + ".pdf",
        "/v" * 20_000 + ".pdf",
        "smb://server/share/b%20c.pdf",
        "mtp://phone/DCIM/d.pdf",
        "file://elsewhere/e.pdf",
        tmp_path / "pipe.pdf",
        f"file://{os.fsdecode(tmp_path)}/caf%E9.pdf",
        "/",
        Path.home(),
        Path.home().parent,
        tmp_path / "z.pdf",
    )
    assert [(row.file_name[:8], row.problem and row.problem.code) for row in rows] == [
        ("a.pdf", None),
        ("xxxxxxxx", "file-path-unusable"),
        ("nul\0l.pd", "file-path-unusable"),
        ("forbidde", "folder-unreadable"),
        ("https://", "link-unreadable"),
        ("https://", "link-unreadable"),
        ("wwwwwwww", None),
        ("/v/v/v/v", "file-path-unusable"),
        ("b c.pdf", "place-unreachable"),
        ("d.pdf", "place-unreachable"),
        ("e.pdf", "place-unreachable"),
        ("pipe.pdf", "not-a-file"),
        ("caf?.pdf", None),
        ("/", "whole-disk"),
        (Path.home().name[:8], "whole-disk"),
        (Path.home().parent.name[:8] or "/", "whole-disk"),
        ("z.pdf", None),
    ]
    # The window shows and sorts the names: one of a million characters stops it for seconds.
    assert max(len(row.file_name) for row in rows if row.problem_code != "file-path-unusable") < 600
    assert max(len(row.source) for row in rows) < 10_000
    assert all(row.state is (S.REJECTED if row.problem else S.QUEUED) for row in rows)


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
async def test_what_is_not_read_in_a_folder_is_named(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, elsewhere = tmp_path / "Storm", tmp_path / "elsewhere"
    (folder / "deep").mkdir(parents=True)
    elsewhere.mkdir()
    (folder / "a.pdf").write_bytes(pdf())
    (folder / "~$lock.pdf").write_bytes(b"open in an office program")
    (folder / "deep" / "b.pdf").write_bytes(pdf(2))
    forbid(folder / "closed", monkeypatch)
    (folder / "linked").symlink_to(elsewhere)
    (folder / "round").symlink_to(folder)
    (folder / "itself.pdf").symlink_to(folder / "itself.pdf")
    rows = await desk.drop(folder)
    assert {row.file_name: row.problem and row.problem.code for row in rows} == {
        "a.pdf": None,
        "itself.pdf": "file-path-unusable",
        "linked": "folder-linked",
        "closed": "folder-unreadable",
        "b.pdf": None,
    }


def forbid(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a folder that cannot be listed, also not by root."""
    folder.mkdir()
    (folder / "secret.pdf").write_bytes(pdf())
    folder.chmod(0)
    scandir = os.scandir

    def refuse(path: str) -> object:
        if path == str(folder):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)


@pytest.fixture
def dead_mount(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder in which every look at a file hangs, as on a share whose server is gone."""
    folder = tmp_path / "share"
    folder.mkdir()
    is_back = threading.Event()
    look = os.stat

    def hang(path: object, **options: object) -> object:
        if isinstance(path, str | Path) and str(path).startswith(f"{folder}{os.sep}"):
            is_back.wait()
        return look(path, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "stat", hang)
    yield folder
    is_back.set()


async def test_a_dead_drive_holds_up_neither_the_drop_nor_the_checks(
    desk: Desk, tmp_path: Path, dead_mount: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf())
    monkeypatch.setattr(sources, "PATIENCE_SECONDS", 0.1)
    given = [str(path) for path in (dead_mount / "x.pdf", dead_mount / "y.pdf", tmp_path / "a.pdf")]
    shown: list[str] = []
    is_shown = asyncio.Event()

    def show(documents: Sequence[Document]) -> None:
        shown.extend(document.file_name for document in documents)
        is_shown.set()

    drop = asyncio.create_task(desk.intake.take(given, "team@example", on_added=show))
    await asyncio.wait_for(is_shown.wait(), SECONDS)
    assert shown == ["a.pdf"], "its row is there while the drive still has its time"
    drop.cancel()
    await asyncio.wait({drop})
    monkeypatch.setattr(sources, "ANSWER_SECONDS", 0.2)
    rows = await desk.drop(*given[:2])
    assert [row.problem and row.problem.code for row in rows] == ["file-no-answer"] * 2
    assert [(row.file_name, row.state) for row in await desk.drop(dead_mount / "single.pdf")] == [
        ("single.pdf", S.REJECTED)
    ]
    # The drive died after the files were added: their rows are checked again.
    monkeypatch.setattr(preflight, "SLOT_SECONDS", 0.1)
    monkeypatch.setattr(preflight, "ANSWER_SECONDS", 2.0)
    desk.store.apply_all((row.id, RetryRequested(row.added_at)) for row in rows[:2])
    (tmp_path / "b.pdf").write_bytes(pdf(2))
    await desk.intake.take([str(tmp_path / "b.pdf")], "team@example")
    good = next(d for d in desk.store if d.file_name == "b.pdf")
    checked: list[str] = []
    done = asyncio.Event()

    def note(documents: Sequence[Document]) -> None:
        checked.extend(d.file_name for d in documents if d.state is not S.CHECKING)
        if not desk.store.count(S.CHECKING):
            done.set()

    desk.store.listen(note)
    note([desk.store[good.id]])
    await asyncio.wait_for(done.wait(), 10)
    assert checked[0] == "b.pdf", "the good file did not wait for the others"
    problems = [desk.store[row.id].problem for row in rows[:2]]
    assert [problem and problem.code for problem in problems] == ["file-no-answer"] * 2


async def test_a_changed_file_of_the_same_path_is_a_new_document(
    desk: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "scan.pdf"
    first, second = pdf(marker="one"), pdf(marker="two")
    assert len(first) == len(second)
    path.write_bytes(first)
    (row,) = await desk.drop(path)
    row = desk.store.apply(row.id, AttemptStarted(now(), "attempt", "org"))
    row = desk.store.apply(row.id, Accepted(now(), "doc_1"))
    assert row.state is S.PROCESSING
    os.utime(path)
    taken = await desk.intake.take([str(path)], "team@example")
    assert (taken.added, taken.here) == (0, (str(path),)), "it was merely touched"
    path.write_bytes(second)
    assert row.modified_ns is not None
    os.utime(path, ns=(row.modified_ns, row.modified_ns))
    (new,) = await desk.drop(path)
    assert new.sha256 == hashlib.sha256(second).hexdigest()
    assert [d.sha256 for d in desk.store] == [row.sha256, new.sha256]


async def test_a_status_that_never_ends_does_not_block_its_path_for_ever(
    desk: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(pdf())
    (row,) = await desk.drop(path)
    desk.store.apply(row.id, AttemptStarted(now(), "attempt", "org"))
    long_ago = now() - SILENT_AFTER
    row = desk.store.apply(row.id, Accepted(long_ago, "doc_1"))
    (again,) = await desk.drop(path)
    assert again.sha256 == row.sha256


async def test_every_row_is_on_disk_before_anybody_sees_it(desk: Desk, tmp_path: Path) -> None:
    seen: list[int] = []
    journal = tmp_path / "data" / "journal.sqlite3-wal"

    def look(documents: object) -> None:
        assert isinstance(documents, list)
        written = journal.read_bytes()
        seen.extend(document.id.encode() in written for document in documents)

    desk.store.listen(look)
    (tmp_path / "scope.pdf").write_bytes(pdf())
    await desk.intake.take([str(tmp_path / "scope.pdf")], "team@example")
    assert seen == [True]


def test_a_worker_that_died_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "scope.pdf"
    path.write_bytes(pdf(2))
    inspector = PdfInspector()
    try:
        assert inspector.inspect(str(path)).page_count == 2
        (worker,) = [one for one in psutil.Process().children() if one.name() != "conhost.exe"]
        worker.kill()
        worker.wait(5)
        assert inspector.inspect(str(path)).finding is PdfVerdict.OPENS
    finally:
        inspector.close()


async def test_a_file_that_changes_hands_during_its_check_is_checked_once_more_after_it(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow, other = tmp_path / "slow.pdf", tmp_path / "other.pdf"
    slow.write_bytes(pdf())
    other.write_bytes(pdf(2))
    read, began, go_on = open_and_read, threading.Event(), threading.Event()
    under_way, most = [0], [0]

    def hold(path: str, *arguments: Any, **options: Any) -> tuple[HeldFile, FileFacts]:
        if path == str(slow) and not go_on.is_set():
            under_way[0] += 1
            most[0] = max(most[0], under_way[0])
            began.set()
            go_on.wait()
        return read(path, *arguments, **options)

    monkeypatch.setattr(preflight, "SLOT_SECONDS", 0.1)
    monkeypatch.setattr(preflight, "open_and_read", hold)
    await desk.intake.take([str(slow)], "team@example")
    (row,) = desk.store
    assert await asyncio.to_thread(began.wait, SECONDS)
    desk.store.apply(row.id, Addressed(now(), "other@example"))
    (good,) = await desk.drop_beside(other)
    assert desk.store[good.id].state is S.QUEUED, "the checks have come past the slow one"
    go_on.set()
    await desk.check()
    assert most == [1], "nothing is checked twice at the same time"
    assert (desk.store[row.id].state, desk.store[row.id].xn_address) == (S.QUEUED, "other@example")
