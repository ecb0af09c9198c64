"""Copies of PDFs as they are sent: messages, pieces and pages."""

from __future__ import annotations

import mmap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from helpers.pdfium_handles import all_closed
from helpers.pdfs import damaged_pdf, locked_pdf, pdf, shared_packet_pdf, written_pdf
from pypdfium2 import raw

from capout_desktop.services.intake import pdf_rewriting
from capout_desktop.services.intake.pdf_objects import UnexpectedPdfError
from capout_desktop.services.intake.pdf_protocol import (
    Count,
    Measured,
    Opening,
    Piece,
    Rewrite,
    Trim,
)
from capout_desktop.services.intake.pdf_reading import OpenPdf
from capout_desktop.services.intake.pdf_rewriting import count, rewrite, trim
from capout_desktop.services.intake.pdf_selection import Selection

Sent = list[Opening | Piece | Measured]


@pytest.fixture
def ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes, Any], Sent]:
    def asked(content: bytes, request: Rewrite | Trim) -> Sent:
        (tmp_path / "a.pdf").write_bytes(content)
        sent: Sent = []
        with (tmp_path / "a.pdf").open("rb") as file, all_closed(monkeypatch):
            if isinstance(request, Rewrite):
                rewrite(request, file.fileno(), sent.append)
            else:
                trim(request, file.fileno(), sent.append)
        return sent

    return asked


def copy_of(sent: Sent, piece: int) -> bytes:
    """Return the copy in the pieces between the first message and the last, which measures it."""
    _, *middle, last = sent
    pieces = [one.content for one in middle if isinstance(one, Piece)]
    assert len(pieces) == len(middle)
    copy = b"".join(pieces)
    assert last == Measured(len(copy))
    assert all(len(one) >= piece for one in pieces[:-1])
    assert len(pieces) > 1
    return copy


def sizes(content: bytes) -> list[tuple[float, float, int]]:
    """Return the sizes and turns of a PDF's pages."""
    found = []
    with OpenPdf(content) as document:
        for index in range(document.page_count):
            page = raw.FPDF_LoadPage(document.handle, index)
            size = raw.FPDF_GetPageWidthF(page), raw.FPDF_GetPageHeightF(page)
            found.append((*size, raw.FPDFPage_GetRotation(page)))
            raw.FPDF_ClosePage(page)
    return found


def test_an_unlocked_copy_comes_in_pieces(
    ask: Callable[..., Sent], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf_rewriting, "PIECE_BYTES", 100)
    sent = ask(locked_pdf("s3cret"), Rewrite("s3cret"))
    assert sent[0] == Opening(page_count=1)
    copy = copy_of(sent, 100)
    assert b"/Encrypt" not in copy
    assert sizes(copy) == [(612, 792, 0)]
    assert pdf_rewriting._writer.version == 1
    assert pdf_rewriting._take(b"") is False


@pytest.mark.parametrize(
    ("password", "given", "opens"),
    [
        ("gehei\xdf", "gehei\xdf", True),
        ("geheiss", "geheiss", True),
        ("geheiss", "wrong", False),
        ("geheiss", "wr\xf6ng", False),
        ("ge?", "ge\u20ac", False),
    ],
)
def test_only_the_right_password_opens_a_file(
    password: str, given: str, opens: bool, ask: Callable[..., Sent]
) -> None:
    sent = ask(locked_pdf(password), Rewrite(given))
    assert sent[0] == (Opening(page_count=1) if opens else Opening(raw.FPDF_ERR_PASSWORD))
    assert bool(sent[1:]) is opens
    assert ask(damaged_pdf(), Rewrite(given)) == [Opening(raw.FPDF_ERR_FORMAT)]


def test_a_copy_that_is_not_written_whole_is_not_measured(
    ask: Callable[..., Sent], monkeypatch: pytest.MonkeyPatch
) -> None:
    content = written_pdf(3)
    monkeypatch.setattr(raw, "FPDF_SaveAsCopy", lambda *_: 0)
    assert ask(content, Rewrite()) == [Opening(page_count=3)]
    assert ask(content, Trim((1, 2))) == [Opening(page_count=3)]
    assert pdf_rewriting._take(b"") is False


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (written_pdf(3), Opening(page_count=3)),
        (locked_pdf(), Opening(raw.FPDF_ERR_PASSWORD)),
        (damaged_pdf(), Opening(raw.FPDF_ERR_FORMAT)),
    ],
)
def test_pages_are_counted(content: bytes, expected: Opening, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(content)
    with (tmp_path / "a.pdf").open("rb") as file:
        assert [*count(Count(), file.fileno())] == [expected]


PACKET = shared_packet_pdf(5)
PAGES = sizes(PACKET)


def turned(size: tuple[float, float, int], quarters: int) -> tuple[float, float, int]:
    width, height, turn = size
    swapped = (height, width) if quarters % 2 else (width, height)
    return (*swapped, (turn + quarters) % 4)


@pytest.mark.parametrize(
    ("pages", "turns"),
    [
        ((1,), ()),
        ((5,), (3,)),
        ((2, 4), ()),
        ((4, 2), ()),
        ((5, 1, 3), (1, 0, 2)),
        ((4, 5), (3, 1)),
        ((4,), (1,)),
        ((1, 2, 3, 4, 5), ()),
        ((2, 3, 1), (1,)),
        ((5, 4, 3, 2, 1), (1, 2, 3, 0, 1)),
    ],
)
def test_a_copy_has_the_chosen_pages_in_their_order_and_turned(
    pages: tuple[int, ...],
    turns: tuple[int, ...],
    ask: Callable[..., Sent],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pdf_rewriting, "PIECE_BYTES", 1000)
    sent = ask(PACKET, Trim(pages, turns))
    assert sent[0] == Opening(page_count=5)
    quarters = (*turns, *(0,) * (len(pages) - len(turns)))
    expected = [turned(PAGES[page - 1], turn) for page, turn in zip(pages, quarters, strict=True)]
    assert sizes(copy_of(sent, 1000)) == expected
    assert ask(PACKET, Trim(pages, turns, only_size=True)) == [sent[0], sent[-1]]


@pytest.mark.parametrize("pages", [(6,), (1, 6), (2, 2), (1, 2, 1), ()])
def test_pages_that_are_not_there_or_are_chosen_twice_give_no_copy(
    pages: tuple[int, ...], ask: Callable[..., Sent]
) -> None:
    assert ask(PACKET, Trim(pages)) == [Opening(page_count=5)]


def test_what_does_not_open_gives_no_copy(ask: Callable[..., Sent]) -> None:
    assert ask(locked_pdf(), Trim((1,))) == [Opening(raw.FPDF_ERR_PASSWORD)]


def test_a_page_that_cannot_be_left_out_or_moved_gives_no_copy(
    ask: Callable[..., Sent], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(raw, "FPDFPage_Delete", lambda *_: None)
        assert ask(PACKET, Trim((1,))) == [Opening(page_count=5)]
    monkeypatch.setattr(raw, "FPDF_MovePages", lambda *_: 0)
    assert ask(PACKET, Trim((2, 1))) == [Opening(page_count=5)]


def test_a_copy_in_another_form_or_of_another_length_is_not_measured(
    ask: Callable[..., Sent], monkeypatch: pytest.MonkeyPatch
) -> None:
    def unexpected(_pdf: object) -> object:
        raise UnexpectedPdfError

    with monkeypatch.context() as patched:
        patched.setattr(pdf_rewriting, "pruned", unexpected)
        assert ask(PACKET, Trim((1,))) == [Opening(page_count=5)]
    with monkeypatch.context() as patched:
        patched.setattr(pdf_rewriting, "table_place", lambda *_: 1)
        assert not any(isinstance(one, Measured) for one in ask(PACKET, Trim((1,))))
    monkeypatch.setattr(Selection, "finish", lambda _: None)
    assert not any(isinstance(one, Measured) for one in ask(PACKET, Trim((1,))))


@pytest.mark.parametrize(("margin", "size"), [(0, 4000), (3000, 4000), (900, 4000)])
def test_there_is_room_for_more_than_the_file(
    margin: int, size: int, ask: Callable[..., Sent], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[int, int]] = []

    def mapped(file: int, length: int) -> mmap.mmap:
        asked.append((file, length))
        return mmap.mmap(file, length)

    monkeypatch.setattr(pdf_rewriting, "_MARGIN", margin)
    monkeypatch.setattr(pdf_rewriting, "mmap", type("Maps", (), {"mmap": staticmethod(mapped)}))
    content = pdf(2, size=size)
    ask(content, Trim((1,), only_size=True))
    assert asked == [(-1, len(content) + max(len(content) // 4, margin))]
