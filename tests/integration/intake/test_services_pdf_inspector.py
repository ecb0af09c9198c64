"""What the real PDFium worker says of real PDFs, and what hostile ones can do to it."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.pdfs import (
    cut_off_pdf,
    damaged_pdf,
    endless_pdf,
    half_a_pdf,
    locked_pdf,
    pdf,
    restricted_pdf,
    scanned_pdf,
    written_pdf,
)

from capout_desktop.services.intake import pdf_inspector
from capout_desktop.services.intake.pdf_inspector import PdfFacts, PdfInspector, PdfVerdict

OPENS, DAMAGED = PdfVerdict.OPENS, PdfVerdict.DAMAGED


@pytest.fixture(scope="module")
def inspector() -> Iterator[PdfInspector]:
    inspector = PdfInspector()
    yield inspector
    inspector.close()


EXPECTED = {
    "text": (written_pdf(3), PdfFacts(OPENS, 3, has_text=True, has_end=True)),
    "pictures only": (scanned_pdf(3), PdfFacts(OPENS, 3, has_text=False, has_end=True)),
    "a cover letter before a scan": (
        scanned_pdf(200, written=(0,)),
        PdfFacts(OPENS, 200, has_text=True, has_end=True),
    ),
    "a scan with a written last page": (
        scanned_pdf(200, written=(199,)),
        PdfFacts(OPENS, 200, has_text=True, has_end=True),
    ),
    "a scan of very many pages": (
        scanned_pdf(3000),
        PdfFacts(OPENS, 3000, has_text=False, has_end=True),
    ),
    "blank pages": (pdf(2), PdfFacts(OPENS, 2, has_text=None, has_end=True)),
    "filled up with zeros": (
        written_pdf(1) + bytes(5000),
        PdfFacts(OPENS, 1, has_text=True, has_end=True),
    ),
    "the last lines missing": (cut_off_pdf(), PdfFacts(OPENS, 2, has_text=True, has_end=False)),
    "pages missing": (half_a_pdf(), PdfFacts(DAMAGED)),
    "the beginning only": (damaged_pdf(), PdfFacts(DAMAGED)),
    "a password to open": (locked_pdf(), PdfFacts(PdfVerdict.PASSWORD)),
    "printing forbidden": (restricted_pdf(), PdfFacts(OPENS, 1, has_text=None, has_end=True)),
}


@pytest.mark.parametrize("kind", EXPECTED)
def test_what_is_said_of_a_pdf(inspector: PdfInspector, tmp_path: Path, kind: str) -> None:
    content, facts = EXPECTED[kind]
    path = tmp_path / "estimate.pdf"
    path.write_bytes(content)
    assert inspector.inspect(str(path)) == facts


def size_and_darkest(png: bytes) -> tuple[int, int, int]:
    """Read a picture as the worker writes it: RGB, no filters."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height, depth, color = struct.unpack(">IIBB", png[16:26])
    assert (depth, color) == (8, 2)
    start = png.index(b"IDAT")
    (length,) = struct.unpack(">I", png[start - 4 : start])
    pixels = zlib.decompress(png[start + 4 : start + 4 + length])
    lines = [pixels[n * (width * 3 + 1) + 1 : (n + 1) * (width * 3 + 1)] for n in range(height)]
    return width, height, min(map(min, lines))


def test_the_first_page_is_drawn_as_wide_as_was_asked(
    inspector: PdfInspector, tmp_path: Path
) -> None:
    path = tmp_path / "estimate.pdf"
    path.write_bytes(written_pdf(2))
    png = inspector.first_page(str(path), 200)
    assert png is not None
    width, height, darkest = size_and_darkest(png)
    assert (width, height) == (200, 259)
    assert darkest < 100, "the words are on it"


@pytest.mark.parametrize("content", [locked_pdf(), damaged_pdf()], ids=["locked", "damaged"])
def test_what_does_not_open_has_no_picture(
    inspector: PdfInspector, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "estimate.pdf"
    path.write_bytes(content)
    assert inspector.first_page(str(path), 200) is None
    assert inspector.first_page(str(tmp_path / "gone.pdf"), 200) is None


def test_a_strip_of_a_page_makes_no_huge_picture(inspector: PdfInspector, tmp_path: Path) -> None:
    path = tmp_path / "receipt.pdf"
    path.write_bytes(written_pdf().replace(b"[0 0 612 792]", b"[0 0 72 9999]"))
    png = inspector.first_page(str(path), 200)
    assert png is not None
    width, height, _ = size_and_darkest(png)
    assert width <= 200
    assert height <= 300


def test_a_hostile_pdf_fails_for_itself_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hostile, good = tmp_path / "hostile.pdf", tmp_path / "good.pdf"
    hostile.write_bytes(endless_pdf())
    good.write_bytes(written_pdf(2))
    monkeypatch.setattr(pdf_inspector, "CONTENTS_SECONDS", 0.5)
    monkeypatch.setattr(pdf_inspector, "DRAWING_SECONDS", 0.5)
    inspector = PdfInspector()
    try:
        # What was known before its page was opened is not lost; the file may still go.
        assert inspector.inspect(str(hostile)) == PdfFacts(OPENS, 1)
        assert inspector.first_page(str(hostile), 200) is None
        monkeypatch.undo()
        assert inspector.inspect(str(good)).page_count == 2
        assert inspector.first_page(str(good), 200) is not None
    finally:
        inspector.close()
