"""What pages are chosen from, what is said of a copy's origin, and what becomes of the copy."""

from __future__ import annotations

import asyncio
import hashlib
import sqlite3
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import pytest
from helpers.documents import START, document
from helpers.estimates import alvarez
from helpers.stored_documents import stored_documents
from msgspec.structs import replace

from capout_desktop.domain.copied_from import CopiedFrom, CopyKind
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.estimate import Estimate
from capout_desktop.domain.events import Checked
from capout_desktop.domain.page_choice import ChosenPage
from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.intake.page_copies import ChoosablePdf, PageCopies
from capout_desktop.services.intake.pdf_inspector import PdfInspector
from capout_desktop.store.outbox import Outbox

S = DocumentState
PAGES = (ChosenPage(3), ChosenPage(1), ChosenPage(2))


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@dataclass
class Inspector:
    """Stands for the inspector: a file has as many pages as its content has letters."""

    asked: list[str] = field(default_factory=list)
    fails: bool = False
    is_closed: bool = False

    def page_count(self, path: str) -> int:
        place = Path(path)
        return len(place.read_bytes()) if place.exists() else 0

    def estimate(self, path: str) -> Estimate:
        self.asked.append(path)
        return alvarez()

    def size_with_pages(self, path: str, pages: Sequence[ChosenPage]) -> int:
        return len(b"".join(self.with_pages(path, pages)))

    def with_pages(self, path: str, pages: Sequence[ChosenPage]) -> Iterator[bytes]:
        if self.fails:
            raise OSError("no copy")
        content = Path(path).read_bytes()
        for page in pages:
            yield content[page.number - 1 : page.number]

    def close(self) -> None:
        self.is_closed = True


@dataclass
class Desk:
    """The copies, with what they are made of."""

    file: Path
    inspector: Inspector
    store: DocumentStore
    outbox: Outbox
    copies: PageCopies

    async def add(self, **values: Any) -> Document:
        self.file.write_bytes(b"abcdef")
        row = document(S.QUEUED, file_name="packet.pdf", source=str(self.file), **values)
        await self.store.add([row])
        return row

    def sent(self, local_id: str) -> bytes:
        """Return what the document is sent from."""
        return Path(self.store[local_id].source).read_bytes()

    def held(self) -> list[bytes]:
        return [path.read_bytes() for path in self.outbox.folder.glob("*")]


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with stored_documents(tmp_path) as stored:
        inspector = Inspector()
        outbox = Outbox(tmp_path / "outbox")
        copies = PageCopies(stored.store, outbox, cast("PdfInspector", inspector))
        yield Desk(tmp_path / "packet.pdf", inspector, stored.store, outbox, copies)
        copies.close()
        assert inspector.is_closed


async def test_a_copy_takes_the_place_of_its_file_and_says_where_it_comes_from(desk: Desk) -> None:
    row = await desk.add()
    pdf = await desk.copies.look_into(row.id)
    assert pdf == ChoosablePdf(row.source, 6, alvarez())
    assert await desk.copies.size(pdf.path, PAGES) == 3
    assert await desk.copies.send_pages(row.id, pdf, PAGES)
    copy = desk.store[row.id]
    assert desk.sent(row.id) == b"cab"
    assert copy.state is S.CHECKING
    origin = CopiedFrom(CopyKind.PAGES, row.source, "packet.pdf", "", sha256(b"abcdef"), "3, 1-2")
    assert copy.copied_from == origin
    desk.store.apply(row.id, Checked(START, 3, "3" * 64, 7, None))
    # The next choice is from the original, as long as it is the same.
    again = await desk.copies.look_into(row.id)
    assert again == ChoosablePdf(row.source, 6, alvarez(), "3, 1-2")
    desk.file.write_bytes(b"abcdeX")
    assert await desk.copies.look_into(row.id) == ChoosablePdf(copy.source, 3, alvarez())
    desk.file.unlink()
    pdf = await desk.copies.look_into(row.id)
    assert (pdf.path, pdf.chosen) == (copy.source, "")
    # What is known of the original stays with a copy of the copy, whose pages are the original's.
    assert await desk.copies.send_pages(row.id, pdf, PAGES[:1])
    assert desk.sent(row.id) == b"b"
    assert desk.store[row.id].copied_from == replace(origin, pages="2")
    assert desk.outbox.repair([]) == 2, "no document of the journal names them"


async def test_an_original_that_does_not_open_any_more_is_not_chosen_from(
    desk: Desk, tmp_path: Path
) -> None:
    original = tmp_path / "original.pdf"
    original.write_bytes(b"")  # it has no page, and is still the same
    origin = CopiedFrom(CopyKind.PAGES, str(original), "original.pdf", "", sha256(b""), "1-6")
    row = await desk.add(copied_from=origin)
    assert await desk.copies.look_into(row.id) == ChoosablePdf(row.source, 6, alvarez())


@pytest.mark.parametrize("kind", [CopyKind.UNPACKED, CopyKind.PICTURES, CopyKind.PAGES])
@pytest.mark.parametrize("digest", ["", "2" * 64])
async def test_pages_of_a_copy_are_pages_of_the_same_original(
    desk: Desk, tmp_path: Path, kind: CopyKind, digest: str
) -> None:
    mail = tmp_path / "claim.eml"
    mail.write_bytes(b"mail")
    origin = CopiedFrom(kind, str(mail), "roof.pdf", "claim.eml", digest)
    row = await desk.add(copied_from=origin, estimate=alvarez())
    pdf = await desk.copies.look_into(row.id)
    assert pdf == ChoosablePdf(row.source, 6, alvarez())
    assert desk.inspector.asked == [], "it was read before"
    assert await desk.copies.send_pages(row.id, pdf, PAGES)
    pictures = kind is CopyKind.PICTURES
    assert desk.store[row.id].copied_from == CopiedFrom(
        CopyKind.PICTURES if pictures else CopyKind.PAGES,
        str(mail),
        "roof.pdf",
        "claim.eml",
        digest or sha256(b"abcdef"),
        "" if pictures else "3, 1-2",
    )


async def test_a_file_that_cannot_be_read_has_no_pages_and_costs_nothing(desk: Desk) -> None:
    row = await desk.add()
    pdf = await desk.copies.look_into(row.id)
    desk.inspector.fails = True
    assert await desk.copies.size(pdf.path, PAGES) is None
    assert not await desk.copies.send_pages(row.id, pdf, PAGES)
    assert (desk.store[row.id], desk.held()) == (row, [])
    desk.file.unlink()
    assert await desk.copies.look_into(row.id) == ChoosablePdf(row.source, 0)


async def test_a_copy_that_nothing_is_sent_from_is_not_kept(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = await desk.add()
    pdf = await desk.copies.look_into(row.id)
    with monkeypatch.context() as changed:

        async def full(_: object) -> None:
            raise sqlite3.OperationalError("database or disk is full")

        changed.setattr(desk.store, "decide", full)
        assert not await desk.copies.send_pages(row.id, pdf, PAGES)
    assert (desk.store[row.id], desk.held()) == (row, [])
    both = [desk.copies.send_pages(row.id, pdf, PAGES[:number]) for number in (1, 2)]
    assert sorted(await asyncio.gather(*both)) == [False, True]
    assert desk.held() == [desk.sent(row.id)]
