"""What is kept of a PDF while PDFium writes it, however large the pieces are in which it comes."""

from __future__ import annotations

import mmap
from collections.abc import Iterator

import pytest

from capout_desktop.services.intake.pdf_selection import LEAST_HOLE, Outline, Selection, Span

PIECES = [7, 1000, 1 << 20]


def stream(entries: str, size: int) -> bytes:
    head = f"7 0 obj\n<< {entries} >>\nstream\n".encode()
    return head + b"x" * size + b"\nendstream\nendobj\n"


def picture(size: int, said: int | None = None) -> bytes:
    return stream(f"/Subtype /Image /Length {size if said is None else said}", size)


def in_pieces(content: bytes, size: int) -> Iterator[bytes]:
    for at in range(0, len(content), size):
        yield content[at : at + size]


@pytest.mark.parametrize("size", PIECES)
def test_only_large_pictures_are_left_out(size: int) -> None:
    large, larger = picture(LEAST_HOLE), picture(LEAST_HOLE + 999)
    parts = [
        (b"%PDF-1.7\n", False),
        (large, True),
        (picture(LEAST_HOLE - 1), False),
        (larger, True),
        (stream(f"/Subtype /Form /Length {LEAST_HOLE}", LEAST_HOLE), False),
        (stream(f"/Subtype /Image /Length {LEAST_HOLE} /Length 5", LEAST_HOLE), False),
        (stream("/Subtype /Image /Length 8 0 R", LEAST_HOLE), False),
        (b"trailer", False),
    ]
    whole = b"".join(part for part, _ in parts)
    expected = b"".join(
        part.replace(b"x", b"\0") if is_left_out else part for part, is_left_out in parts
    )
    with mmap.mmap(-1, len(whole)) as memory:
        outline = Outline(memory)
        assert all(outline.take(piece) for piece in in_pieces(whole, size))
        assert memory.tell() == len(whole)
        assert memory[:] == expected
        assert not outline.take(b"!"), "there is no more room"
        assert memory[:] == expected


@pytest.mark.parametrize("size", PIECES)
@pytest.mark.parametrize("piece", [1, 100, 10_000])
def test_what_was_chosen_is_passed_on_in_order(size: int, piece: int) -> None:
    whole = bytes(n % 251 for n in range(5000))
    parts: list[bytes | Span] = [
        *(b"head", Span(3, 10), Span(10, 1003), b"middle", b"", b"more"),
        *(Span(1500, 4000), Span(4999, 5000), b"end"),
    ]
    sent: list[bytes] = []
    selection = Selection(iter(parts), piece, sent.append)
    assert all(selection.take(part) for part in in_pieces(whole, size))
    assert selection.finish() == whole[-64:]
    expected = b"".join(
        whole[part.start : part.end] if isinstance(part, Span) else part for part in parts
    )
    assert b"".join(sent) == expected
    assert selection.size == len(expected)
    assert all(len(one) >= piece for one in sent[:-1])


def test_what_is_missing_or_gone_already_is_said() -> None:
    passed = Selection(iter([Span(12, 15), Span(2, 4)]), 1, lambda _: None)
    assert passed.take(bytes(10))
    assert not passed.take(bytes(10))
    short = Selection(iter([Span(5, 30)]), 1, lambda _: None)
    assert short.take(bytes(20))
    assert short.finish() is None
