"""What a page draws, and where, also in forms within forms."""

from __future__ import annotations

import math

import pytest
from helpers.pdfium_handles import all_closed
from helpers.pdfs import equipped_pdf
from pypdfium2 import raw

from capout_desktop.services.intake import pdf_page_objects
from capout_desktop.services.intake.pdf_page_objects import (
    PageObjectReader,
    PageObjects,
    overlap,
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
    forms = {f"F{n}": f"/F{n + 1} Do\n".encode() for n in range(1, 5)} | {"F5": TEXT}
    deep = read(b"/F1 Do\n", forms)
    assert (deep.texts, deep.is_whole) == ([], False)
    whole = read(b"/F2 Do\n", forms)
    assert (len(whole.texts), whole.is_whole) == (1, True)
    monkeypatch.setattr(pdf_page_objects, "MOST_OBJECTS", 3)
    assert read(TEXT * 3).is_whole
    more = read(TEXT * 4)
    assert (len(more.texts), more.is_whole) == (3, False)


NOTE = "<< /Type /Annot /Subtype /Square /Rect [10 {} 90 60] >>"


def test_the_first_notes_have_places_and_each_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_page_objects, "MOST_OBJECTS", 4)
    notes = " ".join(["7", *(NOTE.format(low) for low in (20, 30, 40, 50, 55))])
    with all_closed(monkeypatch) as opened:
        found = read(b"", rest=f"/Annots [{notes}]")
    assert [(area.order, area.box) for area in found.areas] == [
        (1, (10, 20, 90, 60)),
        (2, (10, 30, 90, 60)),
        (3, (10, 40, 90, 60)),
    ]
    assert opened["FPDFPage_GetAnnot"] == 3  # the first entry is no note


def test_lines_and_areas_count_from_the_thickness_on_that_covers_a_text() -> None:
    found = read(
        b"100 100 50 2.5 re f\n100 200 2.5 50 re f\n"
        b"100 300 50 2.4 re f\n100 400 2.4 50 re f\n"
        b"2.5 w 300 300 m 400 340 l S\n2.4 w 300 500 m 400 540 l S\n"
        b"30 w 10 10 80 80 re n\n"  # not drawn
    )
    assert [(area.order, area.color) for area in found.areas] == [
        (1, (0, 0, 0)),
        (2, (0, 0, 0)),
        (5, None),
    ]
    assert found.areas[0].box == pytest.approx((100, 100, 150, 102.5))
    assert found.areas[1].box == pytest.approx((100, 200, 102.5, 250))


PATTERNS = (
    "/Pattern << /P << /PatternType 2 /Shading << /ShadingType 2 /ColorSpace /DeviceGray "
    "/Coords [0 0 612 0] /Function << /FunctionType 2 /Domain [0 1] /C0 [0] /C1 [1] /N 1 >> >> "
    ">> >> /Shading << /S << /ShadingType 2 /ColorSpace /DeviceGray /Coords [0 0 612 0] "
    "/Function << /FunctionType 2 /Domain [0 1] /C0 [0] /C1 [1] /N 1 >> >> >> "
    "/ExtGState << /Half << /ca 0.5 >> >>"
)


def test_a_pattern_counts_as_white_and_a_shading_is_no_picture() -> None:
    white = (255, 255, 255)
    found = read(
        b"0.2 0.4 0.6 rg 1 2 30 40 re f\n/Pattern cs /P scn 10 20 30 40 re f\n" + TEXT + b"/S sh\n",
        resources=PATTERNS,
    )
    assert [(area.order, area.color) for area in found.areas] == [(1, BLUE), (2, white), (4, None)]
    assert found.pictures == []
    assert [(text.order, text.color, text.opacity) for text in found.texts] == [(3, white, 255)]


def test_what_is_transparent_is_told_with_its_opacity() -> None:
    half, whole = read(b"q /Half gs " + TEXT + b"Q\n" + TEXT, resources=PATTERNS).texts
    assert half.opacity in {127, 128}
    assert half.is_special
    assert (whole.opacity, whole.is_special) == (255, False)


FULL, LEFT_HALF = b"0 0 612 792 re W n ", b"0 0 105 792 re W n "


@pytest.mark.parametrize(
    ("before", "after", "is_special"),
    [
        (b"", b"", False),
        (b"/Half gs ", b"", True),
        (b"/OC /Off BDC ", b" EMC", True),
        (b"/Artifact BMC ", b" EMC", False),
        (FULL, b"", False),
        (LEFT_HALF, b"", True),
    ],
)
def test_what_holds_for_a_form_holds_for_its_texts(
    before: bytes, after: bytes, is_special: bool
) -> None:
    forms = {"Outer": b"/Inner Do\n", "Inner": TEXT}
    content = b"q " + before + b"/Outer Do" + after + b" Q\n" + TEXT
    inside, beside = read(content, forms, resources=PATTERNS).texts
    assert (inside.is_special, beside.is_special) == (is_special, False)


@pytest.mark.parametrize(
    ("marks", "is_special"),
    [
        ([b"/OC"], True),
        ([b"/OX"], False),
        ([b"/O"], False),
        ([b"/OCR"], False),
        ([b"/A"] * 19 + [b"/OC"], True),
        ([b"/A"] * 20, False),
        ([b"/A"] * 21, True),  # too many to look at
    ],
    ids=range(7),
)
def test_only_layers_are_special_among_marks(marks: list[bytes], is_special: bool) -> None:
    marked = b"".join(mark + b" /Off BDC\n" for mark in marks) + TEXT + b"EMC\n" * len(marks)
    _, text = read(b"/OC /Off BDC\n" + TEXT + b"EMC\n" + marked).texts
    assert text.is_special is is_special


BOX = read(TEXT).texts[0].box


@pytest.mark.parametrize("side", range(4))
def test_a_text_may_be_cut_if_it_reaches_further_than_its_clipping(
    side: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    clip = [0, 0, 600, 700]
    clip[side] = 110 if side == 0 else 205 if side == 1 else 112 if side == 2 else 203
    left, low, right, high = clip
    content = f"{left} {low} {right - left} {high - low} re W n\n".encode() + TEXT
    beyond = abs(BOX[side] - clip[side])
    assert beyond > 2
    assert read(content).texts[0].is_special
    monkeypatch.setattr(pdf_page_objects, "CLIP_SLACK_POINTS", beyond - 0.001)
    assert read(content).texts[0].is_special
    monkeypatch.setattr(pdf_page_objects, "CLIP_SLACK_POINTS", beyond)
    assert not read(content).texts[0].is_special


@pytest.mark.parametrize(
    ("clips", "is_special"),
    [
        (b"0 0 m 600 0 l 610 300 l 600 700 l 0 700 l h W n\n", False),
        (b"0 0 m 600 0 l 610 300 l 600 700 l 300 710 l 0 700 l h W n\n", True),
        (b"0 0 600 700 re W n 0 0 104 600 re W n\n", True),
        (b"".join(b"0 0 m %d 0 l 600 700 l 0 700 l h W n\n" % (500 + n) for n in range(20)), False),
        (b"".join(b"0 0 m %d 0 l 600 700 l 0 700 l h W n\n" % (500 + n) for n in range(21)), True),
        (b"7 7 m W n\n", True),  # leaves nothing
    ],
    ids=range(6),
)
def test_a_clipping_that_is_no_rectangle_or_is_one_of_many_is_looked_at(
    clips: bytes, is_special: bool
) -> None:
    assert read(clips + TEXT).texts[0].is_special is is_special


def test_only_of_small_texts_the_size_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    for matrix, across in ((b"1 0 0 1 0 0", False), (b"0 1 -1 0 300 300", True)):
        content = b"q " + matrix + b" cm " + TEXT + b"Q\n"
        left, low, right, high = read(content).texts[0].box
        height = right - left if across else high - low
        monkeypatch.setattr(pdf_page_objects, "SMALL_POINTS", height)
        assert read(content).texts[0].size == math.inf
        monkeypatch.setattr(pdf_page_objects, "SMALL_POINTS", math.nextafter(height, math.inf))
        assert read(content).texts[0].size == pytest.approx(10)


def test_the_size_is_that_of_a_slanted_or_mirrored_font_too() -> None:
    text = b"BT /F1 -2 Tf 3 0.5 -0.25 2 40 50 Tm (.) Tj ET\n"
    (small,) = read(b"q 0.5 0.1 0.2 0.25 0 0 cm " + text + b"Q\n").texts
    assert small.size == pytest.approx(2 * math.sqrt((6 + 0.125) * (0.125 - 0.02)), rel=1e-3)


@pytest.mark.parametrize(
    ("other", "have_common"),
    [
        ((1, 1, 2, 2), True),
        ((0, 0, 3, 3), True),
        ((2, 2, 9, 9), True),
        ((3, 0, 9, 3), False),
        ((-9, 0, 0, 3), False),
        ((0, 3, 3, 9), False),
        ((0, -9, 3, 0), False),
        ((4, 0, 9, 3), False),
        ((-9, 0, -1, 3), False),
        ((0, 4, 3, 9), False),
        ((0, -9, 3, -1), False),
    ],
)
def test_boxes_that_only_touch_have_nothing_in_common(
    other: tuple[float, float, float, float], have_common: bool
) -> None:
    one = (0, 0, 3, 3)
    assert overlap(one, other) is have_common
    assert overlap(other, one) is have_common
