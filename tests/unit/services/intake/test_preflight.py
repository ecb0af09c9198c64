"""Which documents are checked, and what ends with the check."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import msgspec
import pytest
from helpers.clock import controlled_clock
from helpers.documents import START, document
from helpers.new_threads import NewThreads
from helpers.pdfs import pdf
from helpers.stored_documents import stored_documents

from capout_desktop.domain import file_problem
from capout_desktop.domain.copied_from import CopiedFrom, CopyKind
from capout_desktop.domain.document import Document, DocumentState, SourceKind
from capout_desktop.domain.events import Addressed, Checked, Event, Rejected, Removed
from capout_desktop.domain.pdf_notice import Notice
from capout_desktop.domain.problem import Problem, ProblemCode
from capout_desktop.services.intake import preflight as preflight_module
from capout_desktop.services.intake.cloud_files import InCloud
from capout_desktop.services.intake.file_facts import BadFile, FileFacts
from capout_desktop.services.intake.pdf_inspector import PdfFacts, PdfInspector, PdfVerdict
from capout_desktop.services.intake.preflight import Preflight

S = DocumentState


@dataclass
class Inspector:
    """Stands for the inspector: every PDF opens."""

    files: list[int] = field(default_factory=list)
    is_closed: bool = False

    def inspect_open(self, file: int) -> PdfFacts:
        self.files.append(file)
        return PdfFacts(PdfVerdict.OPENS, 3)

    def close(self) -> None:
        self.is_closed = True


async def test_what_was_not_checked_before_the_program_ended_is_checked_at_the_next_start(
    tmp_path: Path,
) -> None:
    new, inspector = NewThreads(), Inspector()
    rows = [
        document(
            S.CHECKING, id=name, file_name=name, source=str(tmp_path / name), removed=is_removed
        )
        for name, is_removed in (("a.pdf", False), ("removed.pdf", True), ("b.pdf", False))
    ]
    for row in rows:
        (tmp_path / row.file_name).write_bytes(pdf())
    async with stored_documents(tmp_path) as stored:
        store = stored.store
        await store.add(rows)
        done = asyncio.Event()
        store.listen(lambda _: done.set() if store.count(S.QUEUED) == 2 else None)
        preflight = Preflight(store, cast("PdfInspector", inspector), stored.tasks)
        await asyncio.wait_for(done.wait(), 60)
        assert [(row.state, row.page_count) for row in store] == [
            (S.QUEUED, 3),
            (S.CHECKING, None),
            (S.QUEUED, 3),
        ]
        assert len(inspector.files) == 2
        await stored.tasks.close()
        assert new.named("check")
        assert new.named("pdfium")
        preflight.close()
        assert inspector.is_closed
        new.wait_for_end("check")
        new.wait_for_end("pdfium")


FACTS = FileFacts(48_213, "ab" * 32, 1_700_000_000_000_000_005)
PROBLEM = Problem(ProblemCode.LINK_IS_WEB_PAGE)
ORIGIN = CopiedFrom(CopyKind.PAGES, "/estimates/packet.pdf", "packet.pdf", "", "cd" * 32, "1-3")


class Links:
    """Stands for the check of links: each leads to a page."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def problem_of(self, url: str) -> Problem | None:
        self.asked.append(url)
        return PROBLEM if url.endswith("page") else None


@asynccontextmanager
async def checking(
    folder: Path, inspector: Inspector, *documents: Document, links: Links | None = None
) -> AsyncIterator[Preflight]:
    """Yield a preflight that has not begun to check these documents."""
    async with stored_documents(folder) as stored:
        preflight = Preflight(
            stored.store, cast("PdfInspector", inspector), stored.tasks, None, cast("Any", links)
        )
        await stored.tasks.close()
        await stored.store.add(documents)
        try:
            yield preflight
        finally:
            preflight.close()


def plain(verdict: Event | float) -> Event | float:
    """Return a verdict without its time."""
    return verdict if isinstance(verdict, float) else msgspec.structs.replace(verdict, at=START)


CHECKED = Checked(START, 48_213, "ab" * 32, 1_700_000_000_000_000_005)


@pytest.mark.parametrize(
    ("values", "pdf_facts", "verdict"),
    [
        (
            {},
            PdfFacts(PdfVerdict.OPENS, 3, (Notice.SCAN,)),
            msgspec.structs.replace(CHECKED, page_count=3, notices=(Notice.SCAN,)),
        ),
        ({"send_unread": True}, PdfFacts(PdfVerdict.NO_VERDICT), CHECKED),
        ({}, PdfFacts(PdfVerdict.DAMAGED), Rejected(START, file_problem.DAMAGED)),
        (
            {"send_unread": True},
            PdfFacts(PdfVerdict.DAMAGED),
            msgspec.structs.replace(CHECKED, notices=(Notice.UNREAD,)),
        ),
        ({}, PdfFacts(PdfVerdict.PASSWORD), Rejected(START, file_problem.PASSWORD_NEEDED)),
        (
            {"send_unread": True},
            PdfFacts(PdfVerdict.PASSWORD),
            Rejected(START, file_problem.PASSWORD_NEEDED),
        ),
    ],
    ids=range(6),
)
async def test_what_a_pdf_is_decides_what_becomes_of_its_document(
    values: dict[str, Any],
    pdf_facts: PdfFacts,
    verdict: Event,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    inspector, asked = Inspector(), []

    async def facts(path: str, *, download: bool) -> tuple[Any, FileFacts]:
        asked.append((path, download))
        return SimpleNamespace(descriptor=7), FACTS

    monkeypatch.setattr(inspector, "inspect_open", lambda file: pdf_facts if file == 7 else None)
    async with checking(tmp_path, inspector) as preflight:
        monkeypatch.setattr(preflight, "_facts", facts)
        for download in (True, False):
            found = await preflight._check(document(**values), download=download)
            assert plain(found) == verdict
    assert asked == [("/estimates/scope.pdf", True), ("/estimates/scope.pdf", False)]


@pytest.mark.parametrize(
    ("values", "error", "is_there", "verdicts"),
    [
        ({}, BadFile(file_problem.EMPTY), True, [Rejected(START, file_problem.EMPTY)]),
        (
            {},
            BadFile(file_problem.GONE),
            True,
            [*file_problem.LOOK_AGAIN_FOR_MISSING, Rejected(START, file_problem.GONE)],
        ),
        (
            {},
            BadFile(file_problem.GONE),
            False,
            [*file_problem.LOOK_AGAIN_AFTER, Rejected(START, file_problem.GONE)],
        ),
        (
            {"copied_from": ORIGIN},
            BadFile(file_problem.GONE),
            True,
            [Rejected(START, file_problem.copy_gone(ORIGIN))],
        ),
        (
            {"copied_from": ORIGIN},
            BadFile(file_problem.EMPTY),
            True,
            [Rejected(START, file_problem.EMPTY)],
        ),
        ({}, TimeoutError(), True, [Rejected(START, file_problem.NO_ANSWER)] * 2),
    ],
    ids=range(6),
)
async def test_a_file_that_cannot_be_read_is_looked_at_again_or_refused(
    values: dict[str, Any],
    error: Exception,
    is_there: bool,
    verdicts: list[Event | float],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def facts(_path: str, *, download: bool) -> tuple[Any, FileFacts]:
        raise error

    async def folder_is_there(_path: str) -> bool:
        return is_there

    async with checking(tmp_path, Inspector()) as preflight:
        monkeypatch.setattr(preflight, "_facts", facts)
        monkeypatch.setattr(preflight, "_folder_is_there", folder_is_there)
        for verdict in verdicts:
            found = await preflight._check(document(**values), download=False)
            assert plain(found) == verdict
        # Once the row says the problem, looks are counted anew.
        preflight._note([document(S.QUEUED, **values)])
        found = await preflight._check(document(**values), download=False)
        assert plain(found) == verdicts[0]


@pytest.mark.parametrize(
    ("url", "send_unread", "is_asked", "verdict"),
    [
        ("https://x.example/page", False, True, Rejected(START, PROBLEM)),
        ("https://x.example/page", True, False, Checked(START)),
        ("https://x.example/a.pdf", False, True, Checked(START)),
    ],
)
async def test_a_link_is_asked_for_unless_it_is_to_be_sent_anyway(
    url: str, send_unread: bool, is_asked: bool, verdict: Event, tmp_path: Path
) -> None:
    row = document(source=url, source_kind=SourceKind.LINK, send_unread=send_unread)
    links = Links()
    async with checking(tmp_path, Inspector(), links=links) as preflight:
        assert plain(await preflight._check(row, download=False)) == verdict
    assert links.asked == ([url] if is_asked else [])
    async with checking(tmp_path, Inspector()) as preflight:
        assert plain(await preflight._check(row, download=False)) == Checked(START)


async def test_waits_for_a_file_end_with_the_check_or_with_its_document(tmp_path: Path) -> None:
    rows = [document(id="a"), document(id="b"), document(S.HELD, id="c")]
    with controlled_clock() as clock:
        async with checking(tmp_path, Inspector(), *rows) as preflight:
            while not preflight._waiting.empty():
                preflight._waiting.get_nowait()
            for seconds, name in ((5.0, "a"), (7.0, "b"), (9.0, "c")):
                preflight._look_again_in(seconds, name)
            assert clock.pending == [5, 7]
            preflight._note([rows[0]])
            assert preflight._waiting.empty(), "it is waited for already"
            await clock.advance(5)
            assert preflight._waiting.get_nowait() == "a"
            preflight._look_again_in(6.0, "a")
            preflight._note([document(S.QUEUED, id="a"), document(S.QUEUED, id="other")])
            assert clock.pending == [2]
            preflight.close()
            assert clock.pending == []


@pytest.mark.parametrize(("seconds", "is_there"), [(60, True), (0, False)])
async def test_a_folder_that_does_not_answer_counts_as_gone(
    seconds: float, is_there: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def run(call: Any, wait: float) -> bool:
        assert wait == preflight_module.ANSWER_SECONDS
        if not seconds:
            raise TimeoutError
        return bool(call())

    async with checking(tmp_path, Inspector()) as preflight:
        monkeypatch.setattr(preflight._threads, "run", run)
        assert await preflight._folder_is_there(str(tmp_path / "a.pdf")) is is_there


async def test_a_check_that_takes_long_goes_on_beside_the_others_up_to_a_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preflight_module, "SLOT_SECONDS", 0.01)
    monkeypatch.setattr(preflight_module, "MOST_SLOW", 2)
    rows = [document(id=f"{number}", file_name=f"{number}.pdf") for number in range(6)]
    begun: list[str] = []
    may_end = asyncio.Event()
    four = asyncio.Event()

    async def check(row: Document, *, download: bool) -> Event:
        assert not download
        begun.append(row.id)
        if len(begun) == 4:
            four.set()
        await may_end.wait()
        return Checked(START)

    async with stored_documents(tmp_path) as stored:
        store = stored.store
        preflight = Preflight(store, cast("PdfInspector", Inspector()), stored.tasks)
        monkeypatch.setattr(preflight, "_check", check)
        done = asyncio.Event()
        store.listen(lambda _: done.set() if store.count(S.QUEUED) == 6 else None)
        await store.add(rows)
        await asyncio.wait_for(four.wait(), 60)
        # Two go on beside the others, and each of the two workers waits for one.
        assert begun == ["0", "1", "2", "3"]
        assert len(preflight._slow) == 2
        may_end.set()
        await asyncio.wait_for(done.wait(), 60)
        assert begun == [row.id for row in rows]
        assert preflight._slow == set()
        preflight.close()


async def test_a_document_that_changes_while_it_is_checked_is_checked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[Document] = []

    async def check(row: Document, *, download: bool) -> Event:
        checked.append(row)
        if len(checked) == 1:
            store.apply(row.id, Addressed(START + timedelta(seconds=5), "other@example"))
        return Checked(START + timedelta(seconds=9))

    async with stored_documents(tmp_path) as stored:
        store = stored.store
        preflight = Preflight(store, cast("PdfInspector", Inspector()), stored.tasks)
        monkeypatch.setattr(preflight, "_check", check)
        done = asyncio.Event()
        store.listen(lambda _: done.set() if store.count(S.QUEUED) else None)
        await store.add([document()])
        await asyncio.wait_for(done.wait(), 60)
        assert [row.xn_address for row in checked] == ["team@example", "other@example"]
        preflight.close()


async def test_files_in_the_cloud_are_downloaded_a_few_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preflight_module, "DOWNLOADS", 2)
    rows = [
        document(id=f"{number}", file_name=f"{number}.pdf", waits_for_start=number == 3)
        for number in range(4)
    ]
    downloading: list[str] = []
    may_end, all_wait = asyncio.Event(), asyncio.Event()

    async def check(row: Document, *, download: bool) -> Event:
        if not download:
            raise InCloud
        downloading.append(row.id)
        await may_end.wait()
        return Checked(START)

    async with stored_documents(tmp_path) as stored:
        store = stored.store
        preflight = Preflight(store, cast("PdfInspector", Inspector()), stored.tasks)
        monkeypatch.setattr(preflight, "_check", check)
        done = asyncio.Event()
        store.listen(lambda _: done.set() if store.count(S.QUEUED) == 3 else None)
        store.listen(lambda _: all_wait.set() if all(row.downloading for row in store) else None)
        await store.add(rows)
        await asyncio.wait_for(all_wait.wait(), 60)
        assert downloading == ["0", "1"]
        store.apply("3", Removed(START + timedelta(seconds=5)))
        may_end.set()
        await asyncio.wait_for(done.wait(), 60)
        assert downloading == ["0", "1", "2"], "what was removed meanwhile is not downloaded"
        assert "3" not in preflight._under_way
        preflight.close()


async def test_checks_wait_while_files_are_being_added_but_not_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preflight_module, "GIVE_WAY_SECONDS", 0.05)
    taken_in = asyncio.Event()
    async with stored_documents(tmp_path) as stored:
        preflight = Preflight(
            stored.store, cast("PdfInspector", Inspector()), stored.tasks, taken_in
        )
        waiting = asyncio.create_task(preflight._let_others_in())
        await asyncio.sleep(0)
        assert not waiting.done()
        await asyncio.wait_for(waiting, 60)  # the time is over
        monkeypatch.setattr(preflight_module, "GIVE_WAY_SECONDS", 1000.0)
        waiting = asyncio.create_task(preflight._let_others_in())
        await asyncio.sleep(0)
        assert not waiting.done()
        taken_in.set()
        await asyncio.wait_for(waiting, 60)
        preflight.close()
