"""What a password does to locked documents, and what is said of their copies' origin."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest
from helpers.documents import START, document
from helpers.new_threads import NewThreads
from helpers.stored_documents import stored_documents

from capout_desktop.domain import file_problem
from capout_desktop.domain.copied_from import CopiedFrom, CopyKind
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.events import Removed
from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.intake.pdf_inspector import PdfInspector, WrongPassword
from capout_desktop.services.intake.unlocking import Unlocked, Unlocking
from capout_desktop.store.outbox import Outbox

S = DocumentState


@dataclass
class Inspector:
    """Stands for the inspector: the password of a file is its content."""

    is_closed = False

    def unlocked(self, path: str, password: str) -> Iterator[bytes]:
        content = Path(path).read_text()
        if content == "broken":
            raise OSError("no copy")
        if content != password:
            raise WrongPassword
        yield b"open "
        yield content.encode()

    def close(self) -> None:
        self.is_closed = True


@dataclass
class Desk:
    """Locked documents, and what unlocks them."""

    folder: Path
    store: DocumentStore
    outbox: Outbox
    unlocking: Unlocking

    async def add(self, name: str, password: str = "secret", **values: Any) -> Document:
        path = self.folder / name
        path.write_text(password)
        usual = {"problem": file_problem.PASSWORD_NEEDED, "source": str(path), "file_name": name}
        row = document(**{"state": S.REJECTED, "id": name, **usual, **values})
        await self.store.add([row])
        return row

    def held(self) -> list[bytes]:
        return [path.read_bytes() for path in self.outbox.folder.glob("*")]


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with stored_documents(tmp_path) as stored:
        outbox = Outbox(tmp_path / "outbox")
        inspector = Inspector()
        unlocking = Unlocking(stored.store, outbox, cast("PdfInspector", inspector))
        yield Desk(tmp_path, stored.store, outbox, unlocking)
        unlocking.close()
        assert inspector.is_closed


async def test_what_a_password_opens_is_checked_and_sent_and_the_others_are_counted(
    desk: Desk,
) -> None:
    new = NewThreads()
    mail = CopiedFrom(CopyKind.UNPACKED, "/mail.eml", "roof.pdf", "mail.eml", "0" * 64)
    rows = [
        await desk.add("a.pdf"),
        await desk.add("b.pdf", copied_from=mail),
        await desk.add("other.pdf", "another"),
        await desk.add("broken.pdf", "broken"),
        await desk.add("gone.pdf", source=str(desk.folder / "nowhere.pdf")),
        await desk.add("queued.pdf", state=S.QUEUED, problem=None),
    ]
    done = await desk.unlocking.unlock([row.id for row in rows], "secret")
    assert done == Unlocked(opened=2, wrong=1, failed=2)
    digest = hashlib.sha256(b"secret").hexdigest()
    first, second = desk.store["a.pdf"], desk.store["b.pdf"]
    assert (first.state, second.state) == (S.CHECKING, S.CHECKING)
    assert first.copied_from == CopiedFrom(
        CopyKind.UNLOCKED, rows[0].source, "a.pdf", sha256=digest
    )
    assert second.copied_from == CopiedFrom(
        CopyKind.UNLOCKED, "/mail.eml", "roof.pdf", "mail.eml", digest
    )
    assert [desk.store[row.id] for row in rows[2:]] == rows[2:]
    assert desk.held() == [b"open secret"] * 2
    assert all(desk.outbox.owns(row.source) for row in (first, second))
    assert desk.outbox.repair([first.source]) == 1, "no document of the journal names the other"
    assert new.named("unlock")
    desk.unlocking.close()
    new.wait_for_end("unlock")


async def test_a_copy_that_nothing_is_sent_from_is_not_kept(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = await desk.add("a.pdf")
    decide = desk.store.decide

    async def full(_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(desk.store, "decide", full)
    assert await desk.unlocking.unlock([row.id], "secret") == Unlocked(failed=1)
    assert (desk.store[row.id], desk.held()) == (row, [])

    async def late(words: Any) -> None:
        desk.store.apply(row.id, Removed(START))
        await decide(words)

    monkeypatch.setattr(desk.store, "decide", late)
    await desk.unlocking.unlock([row.id], "secret")
    assert desk.store[row.id].removed
    assert (desk.store[row.id].source, desk.held()) == (row.source, [])


async def test_the_other_locked_files_of_a_batch_are_told(desk: Desk) -> None:
    for name, batch in (("a", "hail"), ("b", "hail"), ("c", "wind"), ("d", ""), ("e", "")):
        await desk.add(name, batch_id=batch)
    await desk.add("open", state=S.QUEUED, problem=None, batch_id="hail")
    assert desk.unlocking.others_of_batch(["a"]) == ["b"]
    assert desk.unlocking.others_of_batch(["a", "b"]) == []
    assert sorted(desk.unlocking.others_of_batch(["a", "c"])) == ["b"]
    assert desk.unlocking.others_of_batch(["d"]) == []
