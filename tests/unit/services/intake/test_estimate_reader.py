"""Which documents' estimates are read, when, and how often."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import pytest
from helpers.documents import START, document
from helpers.estimates import alvarez
from helpers.new_threads import NewThreads
from helpers.stored_documents import stored_documents
from msgspec.structs import replace

from capout_desktop.domain.document import Document, DocumentState, SourceKind
from capout_desktop.domain.estimate import Estimate
from capout_desktop.domain.events import Checked, MovedToTop
from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.intake import estimate_reader
from capout_desktop.services.intake.estimate_reader import EstimateReader
from capout_desktop.services.intake.pdf_inspector import PdfInspector
from capout_desktop.services.runtime.tasks import TaskOwner

S = DocumentState


@dataclass
class Inspector:
    """Stands for the inspector: it reads every file whose name it does not know as bad."""

    bad: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)
    before_answer: Callable[[], object] = lambda: None
    is_closed: bool = False

    def estimate(self, path: str) -> Estimate | None:
        name = Path(path).name
        self.asked.append(name)
        self.before_answer()
        return None if name in self.bad else alvarez()

    def close(self) -> None:
        self.is_closed = True


@dataclass
class Desk:
    """A store, and a reader once it is begun."""

    folder: Path
    store: DocumentStore
    tasks: TaskOwner
    inspector: Inspector

    def begin(self) -> EstimateReader:
        return EstimateReader(self.store, cast("PdfInspector", self.inspector), self.tasks)

    def row(self, name: str, state: DocumentState = S.QUEUED, **values: Any) -> Document:
        path = self.folder / name
        path.write_bytes(b"%PDF-")
        found = path.stat()
        usual = {"sha256": "1" * 64, "size": found.st_size, "modified_ns": found.st_mtime_ns}
        return document(state, id=name, file_name=name, source=str(path), **{**usual, **values})

    async def until_read(self, *names: str) -> None:
        """Return once these have estimates."""
        there = asyncio.Event()

        def look(_: object) -> None:
            if all(self.store[name].estimate is not None for name in names):
                there.set()

        self.store.listen(look)
        look(None)
        await asyncio.wait_for(there.wait(), 60)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with stored_documents(tmp_path) as stored:
        yield Desk(tmp_path, stored.store, stored.tasks, Inspector())


async def test_what_can_have_an_estimate_is_read_once(desk: Desk) -> None:
    rows = [
        desk.row("rejected.pdf", S.REJECTED),
        desk.row("unchecked.pdf", sha256=None),
        desk.row("link.pdf", source_kind=SourceKind.LINK),
        desk.row("removed.pdf", S.CANCELED, removed=True),
        desk.row("known.pdf", estimate=alvarez(claim_number=None)),
        desk.row("other.pdf", size=4),
        desk.row("changed.pdf", modified_ns=5),
        replace(desk.row("gone.pdf"), source=str(desk.folder / "nowhere.pdf")),
        replace(desk.row("nul.pdf"), source="nul\0.pdf"),
        desk.row("bad.pdf"),
        desk.row("held.pdf", S.HELD),
        desk.row("failed.pdf", S.FAILED),
        desk.row("queued.pdf"),
    ]
    await desk.store.add([desk.row("over.pdf", S.COMPLETE)])
    desk.inspector.bad = {"bad.pdf"}
    new = NewThreads()
    reader = desk.begin()
    await desk.store.add(rows)
    await desk.until_read("queued.pdf", "held.pdf", "failed.pdf")
    assert desk.inspector.asked == ["bad.pdf", "held.pdf", "failed.pdf", "queued.pdf"]
    assert desk.store["known.pdf"].estimate == alvarez(claim_number=None)
    for row in rows:  # something changes that has nothing to do with the file
        desk.store.apply(row.id, MovedToTop(START))
    await desk.store.add([desk.row("last.pdf")])
    await desk.until_read("last.pdf")
    assert desk.inspector.asked[4:] == ["last.pdf"], "what could not be read is not tried again"
    assert new.named("estimates")
    reader.close()
    assert desk.inspector.is_closed
    new.wait_for_end("estimates")


async def test_checks_go_first_but_one_that_takes_long_holds_nothing_up(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(estimate_reader, "GIVE_WAY_SECONDS", 3600.0)
    released = asyncio.Event()
    early: list[bool] = []
    desk.inspector.before_answer = lambda: early.append(not released.is_set())
    await desk.store.add([desk.row("removed.pdf", S.CHECKING, removed=True), desk.row("a.pdf")])
    reader = desk.begin()
    await desk.until_read("a.pdf")
    early.clear()
    await desk.store.add([desk.row("slow.pdf", S.CHECKING, sha256=None), desk.row("b.pdf")])
    for _ in range(100):  # more turns of the event loop than it takes to ask
        await asyncio.sleep(0)
    released.set()
    slow = desk.store["slow.pdf"]
    desk.store.apply(slow.id, Checked(START, 5, "2" * 64, desk.row("slow.pdf").modified_ns))
    await desk.until_read("b.pdf", "slow.pdf")
    assert early == [False, False]
    monkeypatch.setattr(estimate_reader, "GIVE_WAY_SECONDS", 0.001)
    await desk.store.add([desk.row("slower.pdf", S.CHECKING, sha256=None), desk.row("c.pdf")])
    await desk.until_read("c.pdf")
    assert desk.store["slower.pdf"].state is S.CHECKING
    reader.close()


async def test_what_changes_while_a_file_is_read_counts(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    loop = asyncio.get_running_loop()
    hangs, over = asyncio.Event(), threading.Event()
    written = desk.row("written.pdf")

    def meanwhile() -> None:
        match desk.inspector.asked[-1]:
            case "written.pdf":
                Path(written.source).write_bytes(b"%PDF-2")
            case "deleted.pdf":
                deletion = desk.store.forget(["deleted.pdf"])
                asyncio.run_coroutine_threadsafe(deletion, loop).result(60)
                monkeypatch.setattr(estimate_reader, "ANSWER_SECONDS", 0.001)
            case "hung.pdf":
                loop.call_soon_threadsafe(hangs.set)
                over.wait(60)

    desk.inspector.before_answer = meanwhile
    reader = desk.begin()
    await desk.store.add([written, desk.row("deleted.pdf", S.CANCELED), desk.row("hung.pdf")])
    await hangs.wait()
    monkeypatch.setattr(estimate_reader, "ANSWER_SECONDS", 60.0)
    await desk.store.add([desk.row("last.pdf")])
    await desk.until_read("last.pdf")
    over.set()
    assert desk.inspector.asked == ["written.pdf", "deleted.pdf", "hung.pdf", "last.pdf"]
    assert [row.id for row in desk.store if row.estimate is not None] == ["last.pdf"]
    reader.close()
