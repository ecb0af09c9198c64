"""What a page draws, and where, also in forms within forms."""

from __future__ import annotations

import math

import pytest
from helpers.pdfs import equipped_pdf
from pypdfium2 import raw

from capout_desktop.services.intake import pdf_page_objects
from capout_desktop.services.intake.pdf_page_objects import (
    DEEPEST_FORM,
    PageObjectReader,
    PageObjects,
)
from capout_desktop.services.intake.pdf_reading import OpenPdf

PICTURE = b"BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI\n"
TEXT = b"BT /F1 10 Tf 100 200 Td (Hail) Tj ET\n"
SMALL = b"BT /F1 2 Tf 0 0 Td (Hail) Tj ET\n"
BLUE = (51, 102, 153)


def read(content: bytes, forms: dict[str, bytes] | None = None, **entries: str) -> PageObjects:
    with OpenPdf(equipped_pdf(content, forms=forms, **entries)) as document:  # type: ignore[arg-type]
        page = raw.FPDF_LoadPage(document.handle, 0)
        try:
            return PageObjectReader().read(page)
        finally:
            raw.FPDF_ClosePage(page)


def moved(x: float, y: float, *matrices: tuple[float, ...]) -> tuple[float, float]:
    """Return where a point is after these matrices, the innermost first."""
    for a, b, c, d, e, f in matrices:
        x, y = a * x + c * y + e, b * x + d * y + f
    return x, y


def test_everything_has_its_place_in_the_order_of_drawing() -> None:
    found = read(
        b"0.2 0.4 0.6 rg 10 20 30 40 re f\n" + TEXT + b"q 250 0 0 30 50 630 cm " + PICTURE + b"Q\n"
        b"q 1 0 0 RG 6 w 300 300 m 400 300 l S Q\n"
        b"q 1 w 300 400 m 400 400 l S Q\n"  # a narrow line
        b"500 500 1 40 re f\n"  # a narrow area
        b"/Off gs 3 Tr\n" + TEXT
    )
    areas = [(area.order, area.color) for area in found.areas]
    assert areas == [(1, BLUE), (3, None), (4, None)]
    assert found.areas[0].box == pytest.approx((10, 20, 40, 60))
    assert found.areas[1].box == pytest.approx((50, 630, 300, 660))
    assert found.pictures == [found.areas[1].box]
    line = found.areas[2].box
    assert (line[0] <= 300, line[2] >= 400) == (True, True)
    assert line[1] < 300 < line[3]
    first, second = found.texts
    assert (first.order, first.mode, first.color, first.opacity) == (2, 0, BLUE, 255)
    assert (first.size, first.is_special) == (math.inf, False)
    assert (second.order, second.mode) == (7, raw.FPDF_TEXTRENDERMODE_INVISIBLE)
    assert first.box[0] == pytest.approx(100, abs=2)
    assert first.box[1] == pytest.approx(200, abs=3)
    assert found.is_whole


def test_what_is_in_forms_is_where_their_matrices_move_it() -> None:
    outer = (1.5, 0.25, -0.5, 2.0, 130.0, 40.0)
    inner = (0.5, 0.75, -1.25, 1.0, 70.0, 9.0)
    own = (3.0, 0.5, -0.25, 2.0, 5.0, 6.0)

    def cm(matrix: tuple[float, ...]) -> bytes:
        return b"q %g %g %g %g %g %g cm " % matrix

    found = read(
        cm(outer) + b"/Outer Do Q\n",
        {
            "Outer": cm(inner) + b"/Inner Do Q\n",
            "Inner": b"2 3 10 20 re f\n" + cm(own) + SMALL + b"Q\n",
        },
    )
    corners = [moved(x, y, inner, outer) for x in (2, 12) for y in (3, 23)]
    (area,) = found.areas
    across, up = zip(*corners, strict=True)
    assert area.box == pytest.approx((min(across), min(up), max(across), max(up)), rel=1e-4)
    (text,) = found.texts
    x, y = moved(0, 0, own, inner, outer)
    assert text.box[0] - 3 <= x <= text.box[2] + 3
    assert text.box[1] - 3 <= y <= text.box[3] + 3


@pytest.mark.parametrize(
    ("matrix", "size"),
    [
        ("1 0 0 1 0 0", 2),
        ("0.5 0 0 0.5 0 0", 1),
        ("0 1 -1 0 200 200", 2),
    ],
)
def test_the_size_of_a_small_font_is_that_on_the_page(matrix: str, size: float) -> None:
    (text,) = read(f"q {matrix} cm ".encode() + SMALL + b"Q\n").texts
    assert text.size == pytest.approx(size, rel=1e-3)
    (text,) = read(b"q 0.5 0 0 0.5 100 100 cm /Form Do Q\n", {"Form": SMALL}).texts
    assert text.size == pytest.approx(1, rel=1e-3)


def test_layers_transparency_and_notes_are_told() -> None:
    texts = read(
        b"/OC /Off BDC\n" + TEXT + b"EMC\n/Span << >> BDC\n" + TEXT + b"EMC\n" + TEXT,
    ).texts
    assert [text.is_special for text in texts] == [True, False, False]
    note = "/Annots [<< /Type /Annot /Subtype /{} /Rect [80 70 20 30] >>]"
    square = read(TEXT, rest=note.format("Square"))
    assert [(area.order, area.box, area.color) for area in square.areas] == [
        (2, (20, 30, 80, 70), None)
    ]
    for kind in ("Link", "Popup", "Widget"):
        assert read(TEXT, rest=note.format(kind)).areas == []


def test_what_is_too_deep_or_too_much_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    forms = {f"F{n}": f"/F{n + 1} Do\n".encode() for n in range(1, DEEPEST_FORM + 1)}
    last = {f"F{DEEPEST_FORM + 1}": TEXT}
    deep = read(b"/F1 Do\n", forms | last)
    assert (deep.texts, deep.is_whole) == ([], False)
    whole = read(b"/F2 Do\n", forms | last)
    assert (len(whole.texts), whole.is_whole) == (1, True)
    monkeypatch.setattr(pdf_page_objects, "MOST_OBJECTS", 3)
    assert read(TEXT * 3).is_whole
    more = read(TEXT * 4)
    assert (len(more.texts), more.is_whole) == (3, False)
