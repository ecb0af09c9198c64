"""Pixels of a drawn page."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.pdfium_handles import all_closed
from helpers.pdfs import drawn_pdf, written_pdf

from capout_desktop.services.intake.pdf_drawing import draw
from capout_desktop.services.intake.pdf_protocol import Draw, Picture

RED, BLUE, WHITE = b"\xff\0\0", b"\0\0\xff", b"\xff\xff\xff"
CORNERS = b"1 0 0 rg 0 1 1 1 re f 0 0 1 rg 2 0 1 1 re f"
"""Red at the upper left of a page of three points by two, and blue at the lower right."""


def drawn(tmp_path: Path, pdf: bytes, request: Draw) -> list[Picture]:
    (tmp_path / "a.pdf").write_bytes(pdf)
    with (tmp_path / "a.pdf").open("rb") as file:
        return [*draw(request, file.fileno())]


def page(width: int, height: int, *contents: bytes) -> bytes:
    return drawn_pdf(*contents).replace(b"0 0 612 792", b"0 0 %d %d" % (width, height))


def test_each_pixel_is_where_it_is_on_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pdf = page(3, 2, CORNERS, b"0 0 1 rg 0 0 3 2 re f")
    with all_closed(monkeypatch) as opened:
        first, second = (drawn(tmp_path, pdf, Draw(3, number)) for number in (1, 2))
        assert drawn(tmp_path, pdf, Draw(3, 3)) == []
    pixels = RED + WHITE * 2 + WHITE * 2 + BLUE
    assert first == [Picture(3, 2, 3, pixels)]
    assert second == [Picture(3, 2, 3, BLUE * 6)]
    assert opened["FPDFBitmap_CreateEx"] == 2
    (larger,) = drawn(tmp_path, pdf, Draw(6))
    rows = RED * 2 + WHITE * 4, WHITE * 4 + BLUE * 2
    assert larger == Picture(6, 4, 3, rows[0] * 2 + rows[1] * 2)


@pytest.mark.parametrize(
    ("width", "height", "asked", "drawn_as"),
    [
        (612, 792, 100, (100, 130)),
        (100, 150, 40, (40, 60)),
        (100, 151, 40, (40, 60)),
        (100, 300, 40, (20, 60)),
        (100, 3000, 40, (2, 60)),
        (300, 100, 40, (40, 14)),
    ],
)
def test_a_long_page_is_drawn_narrower(
    width: int, height: int, asked: int, drawn_as: tuple[int, int], tmp_path: Path
) -> None:
    (picture,) = drawn(tmp_path, page(width, height, b"q Q"), Draw(asked))
    assert (picture.width, picture.height) == drawn_as
    assert picture.pixels == WHITE * (drawn_as[0] * drawn_as[1])


def test_notes_are_drawn(tmp_path: Path) -> None:
    note = (
        b"/Annots [<< /Type /Annot /Subtype /Square /Rect [0 0 3 2] /F 4 "
        b"/AP << /N 4 0 R >> >>] /MediaBox [0 0 612 792]"
    )
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 3 2] /Length"
    content = b"1 0 0 rg 0 0 3 2 re f"
    pdf = page(3, 2, content).replace(b"/Length", form)
    pdf = pdf.replace(b"/MediaBox [0 0 3 2]", note.replace(b"612 792", b"3 2"))
    pdf = pdf.replace(b"/Contents 4 0 R", b"")
    assert drawn(tmp_path, pdf, Draw(3)) == [Picture(3, 2, 3, RED * 6)]


def test_what_does_not_open_is_not_drawn(tmp_path: Path) -> None:
    assert drawn(tmp_path, b"no PDF", Draw(3)) == []
    assert drawn(tmp_path, written_pdf(2), Draw(3, 3)) == []
