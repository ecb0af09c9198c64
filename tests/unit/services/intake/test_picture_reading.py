"""What the worker answers about a picture: forms, pieces, or why it is not read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from capout_desktop.domain.picture import Encoding, PictureForm, PictureRefusal
from capout_desktop.services.intake import picture_reading
from capout_desktop.services.intake.pdf_protocol import PictureRefused, Piece, ReadPicture
from capout_desktop.services.intake.picture_pdf import PicturePage
from capout_desktop.services.intake.picture_reading import read_picture
from capout_desktop.services.intake.picture_refused import Refused

COLORS = PictureForm(2, 1, 3, 8, Encoding.DEFLATE)
MASK = PictureForm(2, 1, 1, 8, Encoding.DEFLATE, is_mask=True)
ONE, TWO = PicturePage(COLORS, b"abcde", MASK, b"fghi"), PicturePage(MASK, b"")
JPEG, PNG, TIFF = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\0"


@pytest.fixture(autouse=True)
def reads(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Return what is read in every TIFF: pages, or errors."""
    found: list[Any] = []

    def tiff(_data: bytes) -> Iterator[PicturePage]:
        for one in found:
            if isinstance(one, Exception):
                raise one
            yield one

    monkeypatch.setattr(picture_reading, "_PIECE_BYTES", 2)
    monkeypatch.setattr(picture_reading, "read_tiff", tiff)
    monkeypatch.setattr(picture_reading, "read_jpeg", lambda data: PicturePage(COLORS, data[:2]))
    monkeypatch.setattr(picture_reading, "read_png", lambda data: PicturePage(MASK, data[:3]))
    monkeypatch.setattr(picture_reading, "can_be_drawn", lambda page: page.pixels != b"bad")
    return found


WHOLE = [
    *(COLORS, Piece(b"ab"), Piece(b"cd"), Piece(b"e")),
    *(MASK, Piece(b"fg"), Piece(b"hi")),
]


@pytest.mark.parametrize(
    ("pages", "answers"),
    [
        ([], []),
        ([ONE, TWO], [*WHOLE, MASK]),
        (
            [TWO, Refused(PictureRefusal.UNSUPPORTED)],
            [MASK, PictureRefused(PictureRefusal.UNSUPPORTED)],
        ),
        ([MemoryError()], [PictureRefused(PictureRefusal.TOO_LARGE)]),
        ([ONE, PicturePage(COLORS, b"bad")], [*WHOLE, PictureRefused(PictureRefusal.DAMAGED)]),
        (
            [PicturePage(PictureForm(60_000, 60_000, 1, 8, Encoding.DEFLATE), b"")],
            [PictureRefused(PictureRefusal.TOO_LARGE)],
        ),
    ],
    ids=range(6),
)
def test_pages_are_told_one_by_one_up_to_what_is_not_read(
    pages: list[Any], answers: list[Any], reads: list[Any]
) -> None:
    reads += pages
    assert [*read_picture(ReadPicture(), TIFF)] == answers
    assert [*read_picture(ReadPicture(), b"MM\0*")] == answers


def test_a_picture_is_known_by_how_it_begins() -> None:
    assert [*read_picture(ReadPicture(), JPEG)] == [COLORS, Piece(JPEG[:2])]
    assert [*read_picture(ReadPicture(), PNG)] == [MASK, Piece(PNG[:2]), Piece(PNG[2:3])]
    for other in (b"", b"GIF89a", PNG[1:], b"%PDF-1.7"):
        assert [*read_picture(ReadPicture(), other)] == [PictureRefused(PictureRefusal.DAMAGED)]
