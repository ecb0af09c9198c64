"""How often files that are missing are looked for, and for how long."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from helpers.clock import ControlledClock, controlled_clock
from helpers.documents import START, document
from helpers.pdfs import pdf
from helpers.stored_documents import stored_documents

from capout_desktop.domain import file_problem
from capout_desktop.domain.document import Document, DocumentState, SourceKind
from capout_desktop.domain.events import Removed
from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.intake import missing_files
from capout_desktop.services.intake.file_facts import FileFacts, read_facts
from capout_desktop.services.intake.missing_files import (
    FIRST_PAUSE_SECONDS,
    LONGEST_PAUSE_SECONDS,
    LOOK_FOR_SECONDS,
    MissingFiles,
)
from capout_desktop.services.runtime.tasks import TaskOwner

S = DocumentState


@dataclass
class Desk:
    """A store whose documents' files are missing, and which of them were looked for."""

    folder: Path
    clock: ControlledClock
    store: DocumentStore
    tasks: TaskOwner
    looked_for: list[str] = field(default_factory=list)

    def row(self, name: str, state: DocumentState = S.REJECTED, **values: Any) -> Document:
        usual = {"problem": file_problem.GONE, "source": str(self.folder / name)}
        return document(state, id=name, file_name=name, **{**usual, **values})

    def facts(self, path: str) -> FileFacts:
        self.looked_for.append(Path(path).name)
        return read_facts(path)

    async def pause(self) -> float:
        """Return the seconds of the present pause, once it began; the journal's are shorter."""
        await self.clock.pass_until(lambda: max(self.clock.pending, default=0) > 2, step=0)
        return self.clock.pending[-1]

    async def ended_pause(self) -> float:
        """Let the next pause pass, and return its seconds."""
        pause = await self.pause()
        self.looked_for.clear()
        await self.clock.advance(pause)
        return pause

    async def looks(self, number: int = 1) -> float:
        """Return the seconds of the next pause, once so many files were looked for after it."""
        pause = await self.ended_pause()
        await self.clock.pass_until(lambda: len(self.looked_for) >= number, step=0)
        return pause


@pytest.fixture
async def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Desk]:
    with controlled_clock() as clock:
        async with stored_documents(tmp_path) as stored:
            desk = Desk(tmp_path, clock, stored.store, stored.tasks)
            monkeypatch.setattr(missing_files, "read_facts", desk.facts)
            yield desk


async def test_the_pauses_get_longer_until_a_minute_and_short_again_for_the_next_one(
    desk: Desk,
) -> None:
    await desk.store.add([desk.row("a.pdf")])
    missing = MissingFiles(desk.store, desk.tasks)
    pauses = [await desk.looks() for _ in range(9)]
    expected = [FIRST_PAUSE_SECONDS]
    while len(expected) < len(pauses):
        expected.append(min(expected[-1] * 1.5, LONGEST_PAUSE_SECONDS))
    assert pauses == expected
    assert pauses[-1] == LONGEST_PAUSE_SECONDS
    await desk.pause()
    await desk.store.add([desk.row("b.pdf")])
    await desk.looks(2)
    assert sorted(desk.looked_for) == ["a.pdf", "b.pdf"]
    assert await desk.looks(2) == 1.5 * FIRST_PAUSE_SECONDS
    (desk.folder / "a.pdf").write_bytes(pdf())
    await desk.clock.pass_until(lambda: desk.store["a.pdf"].state is S.CHECKING)
    await desk.pause()
    desk.store.apply("b.pdf", Removed(START))
    await desk.ended_pause()
    assert desk.looked_for == []
    assert desk.clock.pending == [], "nothing is missing, so it need not look"
    missing.close()


async def test_only_files_that_may_come_back_are_looked_for_and_not_for_ever(desk: Desk) -> None:
    rows = [
        desk.row("removed.pdf", removed=True),
        desk.row("link.pdf", source_kind=SourceKind.LINK),
        desk.row("empty.pdf", problem=file_problem.EMPTY),
        desk.row("queued.pdf", S.QUEUED, problem=None),
        desk.row("gone.pdf"),
    ]
    missing = MissingFiles(desk.store, desk.tasks)
    await desk.store.add(rows)
    await desk.looks()
    assert desk.looked_for == ["gone.pdf"]
    await desk.pause()
    await desk.clock.advance(LOOK_FOR_SECONDS)  # in which it is looked for once more
    await desk.pause()
    (desk.folder / "gone.pdf").write_bytes(pdf())
    await desk.ended_pause()
    assert desk.looked_for == []
    assert desk.clock.pending == []
    assert desk.store["gone.pdf"].state is S.REJECTED
    missing.close()


@pytest.mark.parametrize(
    ("content", "sha256", "is_back"),
    [(b"no PDF", None, True), (b"no PDF", "ab" * 32, False), (pdf(), "ab" * 32, False)],
)
async def test_another_file_at_its_place_is_taken_only_if_none_was_checked_before(
    desk: Desk, content: bytes, sha256: str | None, is_back: bool
) -> None:
    await desk.store.add([desk.row("a.pdf", sha256=sha256)])
    missing = MissingFiles(desk.store, desk.tasks)
    (desk.folder / "a.pdf").write_bytes(content)
    await desk.looks()
    if is_back:
        await desk.clock.pass_until(lambda: desk.store["a.pdf"].state is S.CHECKING, step=0)
    else:
        await desk.looks()
        assert desk.store["a.pdf"].state is S.REJECTED
    missing.close()
