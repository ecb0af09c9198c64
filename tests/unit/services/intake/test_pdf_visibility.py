"""Which words are examined, and which are seen, by what a page draws."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any

import pytest
from helpers.pdfium_handles import all_closed
from helpers.pdfs import equipped_pdf
from pypdfium2 import raw

from capout_desktop.services.intake import pdf_visibility
from capout_desktop.services.intake.pdf_page_objects import Area, Box, PageObjects, Text
from capout_desktop.services.intake.pdf_reading import OpenPdf
from capout_desktop.services.intake.pdf_visibility import OpenPage, Seen, seen_words

INVISIBLE = raw.FPDF_TEXTRENDERMODE_INVISIBLE
PLACE = (10.0, 10.0, 20.0, 20.0)
"""Where the texts are, unless it is said."""
PLAIN = Text(5, 1, PLACE, 0, math.inf, (0, 0, 0), 255, is_special=False)
"""A text for which there is no reason to examine it."""
DOUBTFUL = replace(PLAIN, is_special=True)
PAGE = OpenPage(None, None, 100, 100, lambda x, y: (x, y), 0, math.inf)


@dataclass
class Drawn:
    """What PDFium says of a page's characters, and which of them can be seen."""

    owners: list[int | None] = field(default_factory=list)
    boxes: dict[int, Box] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)
    examined: set[int] | None = None


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Drawn:
    """Return the page, in place of what PDFium says of it."""
    page = Drawn()

    class Proof:
        def __init__(self, _page: object, _text: object, examined: set[int]) -> None:
            page.examined = examined

        def is_seen(self, number: int) -> bool:
            return number in page.seen

    def box(_text: object, number: int, *edges: int) -> None:
        left, low, right, high = page.boxes.get(number, PLACE)
        for address, value in zip(edges, (left, right, low, high), strict=True):
            ctypes.c_double.from_address(address).value = value

    monkeypatch.setattr(pdf_visibility, "_Proof", Proof)
    monkeypatch.setattr(pdf_visibility, "_text_object", lambda _, number: page.owners[number])
    monkeypatch.setattr(pdf_visibility, "_char_box", box)
    return page


def texts(*kinds: Text) -> PageObjects:
    """Return a page with these texts, which are numbered from 1."""
    return PageObjects([replace(kind, address=n) for n, kind in enumerate(kinds, 1)])


def test_words_without_a_reason_are_seen_and_not_examined(drawn: Drawn) -> None:
    seen = seen_words(PAGE, texts(PLAIN, PLAIN), "ab cd", [(0, 2), (3, 5)])
    assert seen == Seen("ab cd", [(0, 2), (3, 5)], is_recognized=False)
    assert drawn.examined is None


def test_letters_that_are_not_seen_are_replaced_and_words_without_a_letter_left_out(
    drawn: Drawn,
) -> None:
    units = "a-b cd ef -- gh i"
    drawn.owners = [1, 1, 1, None, 2, 2, None, 2, 2, None, 2, 2, None, 3, 3, None, None]
    drawn.seen = {0, 4, 5, 7}
    objects = texts(DOUBTFUL, DOUBTFUL, PLAIN)
    places = [(0, 3), (4, 6), (7, 9), (10, 12), (13, 15), (16, 17)]
    seen = seen_words(PAGE, objects, units, places)
    assert seen == Seen("a-\ufffd cd e\ufffd -- gh i", places, is_recognized=False)
    assert drawn.examined == {1, 2}
    drawn.seen = {4}
    seen = seen_words(PAGE, objects, units, places)
    assert seen == Seen("a-b c\ufffd ef -- gh i", [(4, 6), *places[3:]], is_recognized=False)


def test_a_text_that_cannot_be_seen_is_gone_without_being_examined(drawn: Drawn) -> None:
    tiny, small = replace(DOUBTFUL, size=2.49), replace(PLAIN, size=2.5)
    drawn.owners = [1, 2, 2, None, 3, 3, None, 2, 2]
    drawn.seen = {*range(9)}
    units, places = "ab- cd -e", [(0, 3), (4, 6), (7, 9)]
    seen = seen_words(PAGE, texts(small, tiny, small), units, places)
    assert seen == Seen("a\ufffd\ufffd cd -e", [(0, 3), (4, 6)], is_recognized=False)
    assert drawn.examined == set()
    hidden = replace(PLAIN, mode=INVISIBLE)
    seen = seen_words(PAGE, texts(small, hidden, small), units, places)
    assert seen == Seen("a\ufffd\ufffd cd -e", [(0, 3), (4, 6)], is_recognized=False)


def test_a_word_is_looked_at_text_by_text_unless_it_ends_in_the_one_it_began_in(
    drawn: Drawn,
) -> None:
    drawn.owners = [1, 2, 2, 1, 1, None, 1, 2, 1, None, 2]
    objects = texts(PLAIN, replace(PLAIN, size=1), PLAIN)
    seen = seen_words(PAGE, objects, "abcde fgh i", [(0, 4), (6, 9), (10, 11)])
    assert seen == Seen("abcde fgh i", [(0, 4), (6, 9)], is_recognized=False)
    drawn.owners[:5] = [1, 2, 2, 1, 3]
    seen = seen_words(PAGE, objects, "abcde", [(0, 5)])
    assert seen == Seen("a\ufffd\ufffdde", [(0, 5)], is_recognized=False)
    runs = list(pdf_visibility._runs(None, 0, 5))
    assert runs == [(0, 1, 1), (1, 3, 2), (3, 4, 1), (4, 5, 3)]
    assert list(pdf_visibility._runs(None, 1, 3)) == [(1, 3, 2)]
    assert list(pdf_visibility._runs(None, 6, 9)) == [(6, 9, 1)]


@pytest.mark.parametrize(
    ("is_whole", "share", "examined"),
    [(True, 0, {2}), (False, 0, {2, 9}), (False, 0.69, {2, 9}), (False, 0.7, {2})],
)
def test_texts_that_were_not_reached_are_examined_unless_the_page_is_a_scan(
    is_whole: bool, share: float, examined: set[int], drawn: Drawn
) -> None:
    drawn.owners = [1, None, 2, None, *([9] if not is_whole else [1])]
    drawn.seen = {*range(5)}
    objects = replace(texts(PLAIN, DOUBTFUL), is_whole=is_whole)
    places = [(0, 1), (2, 3), (4, 5)]
    seen = seen_words(replace(PAGE, picture_share=share), objects, "a b c", places)
    assert len(seen.places) == 3
    assert drawn.examined == examined


def test_a_page_that_was_not_read_to_its_end_is_looked_at(drawn: Drawn) -> None:
    drawn.owners = [9]
    seen = seen_words(PAGE, replace(texts(PLAIN), is_whole=False), "a", [(0, 1)])
    assert (seen.places, drawn.examined) == ([], {9})


BEHIND = replace(PLAIN, mode=INVISIBLE)
SCAN = (0.0, 0.0, 15.0, 15.0)


@pytest.mark.parametrize(
    ("owners", "on_picture", "kept"),
    [
        # Most of the words are behind it, and most of these are where the picture is.
        ([1, 1, 2], {0, 1}, [0, 1, 2]),
        ([1, 1, 2, 2], {0, 1}, None),
        ([1, 1, 2], {0}, None),
        ([1, 1, 1, 2], {0, 1}, [0, 1, 3]),
        ([1, 1, 1, 2], {0, 1, 3}, [0, 1, 3]),
        ([2, 2], {0, 1}, [0, 1]),
    ],
)
def test_words_behind_a_picture_are_recognized_in_it(
    owners: list[int], on_picture: set[int], kept: list[int] | None, drawn: Drawn
) -> None:
    places = [(2 * n, 2 * n + 1) for n in range(len(owners))]
    drawn.owners = [owner for one in owners for owner in (one, None)]
    drawn.boxes = {2 * n: (30.0, 30.0, 40.0, 40.0) for n in {*range(len(owners))} - on_picture}
    objects = replace(texts(BEHIND, PLAIN), pictures=[(90.0, 90.0, 99.0, 99.0), SCAN])
    seen = seen_words(PAGE, objects, "x " * len(owners), places)
    if kept is None:  # none was recognized
        assert seen.places == [place for place, one in zip(places, owners, strict=True) if one == 2]
    else:
        assert seen.places == [places[n] for n in kept]
    assert seen.is_recognized is (kept is not None and 1 in owners)


def test_only_words_that_are_recognized_as_a_whole_need_no_proof(drawn: Drawn) -> None:
    drawn.owners = [1, 1, None, 1, 2, None, 1, 3]
    objects = replace(texts(BEHIND, PLAIN, BEHIND), pictures=[SCAN])
    seen = seen_words(PAGE, objects, "ab cd ef", [(0, 2), (3, 5), (6, 8)])
    assert seen == Seen("ab \ufffdd ef", [(0, 2), (3, 5), (6, 8)], is_recognized=True)


def test_a_recognized_text_makes_a_scan_of_which_less_is_examined(drawn: Drawn) -> None:
    drawn.owners = [1, None, 1, None, 2]
    under = Area(7, PLACE, None)
    objects = replace(texts(BEHIND, DOUBTFUL), pictures=[SCAN], areas=[under])
    seen = seen_words(PAGE, objects, "a b c", [(0, 1), (2, 3), (4, 5)])
    assert seen == Seen("a b c", [(0, 1), (2, 3), (4, 5)], is_recognized=True)
    assert drawn.examined == set()


BESIDE, TOUCHING = (30.0, 30.0, 40.0, 40.0), (20.0, 10.0, 40.0, 20.0)


@pytest.mark.parametrize(
    ("text", "areas", "is_examined", "is_examined_on_scan"),
    [
        (PLAIN, [], False, False),
        (replace(PLAIN, is_special=True), [], True, True),
        (replace(PLAIN, mode=raw.FPDF_TEXTRENDERMODE_FILL_STROKE), [], False, False),
        (replace(PLAIN, mode=raw.FPDF_TEXTRENDERMODE_STROKE), [], True, True),
        (replace(PLAIN, mode=raw.FPDF_TEXTRENDERMODE_CLIP), [], True, True),
        (replace(PLAIN, opacity=128), [], False, False),
        (replace(PLAIN, opacity=127), [], True, True),
        (replace(PLAIN, color=(255, 189, 255)), [], False, False),
        (replace(PLAIN, color=(190, 190, 190)), [], True, True),
        # On a picture, and under one.
        (PLAIN, [Area(4, PLACE, None)], True, False),
        (PLAIN, [Area(4, BESIDE, None)], False, False),
        (PLAIN, [Area(4, TOUCHING, None)], False, False),
        (PLAIN, [Area(6, PLACE, None)], True, False),
        (replace(PLAIN, is_special=True), [Area(6, PLACE, None)], True, False),
        (replace(PLAIN, is_special=True), [Area(6, BESIDE, None)], True, True),
        (replace(PLAIN, is_special=True), [Area(4, PLACE, None)], True, True),
        (
            replace(PLAIN, is_special=True),
            [Area(4, PLACE, None), Area(6, PLACE, None), Area(3, PLACE, None)],
            True,
            False,
        ),
        # Under an area of one color, and on one.
        (PLAIN, [Area(6, PLACE, (255, 255, 255))], True, True),
        (PLAIN, [Area(6, BESIDE, (255, 255, 255)), Area(6, TOUCHING, (0, 0, 0))], False, False),
        (PLAIN, [Area(4, PLACE, (255, 255, 255))], False, False),
        (PLAIN, [Area(4, BESIDE, (0, 0, 0))], False, False),
        (replace(PLAIN, color=(80, 90, 99)), [Area(4, PLACE, (144, 154, 35))], True, True),
        (replace(PLAIN, color=(80, 90, 99)), [Area(4, PLACE, (145, 90, 99))], False, False),
        (replace(PLAIN, color=(80, 90, 99)), [Area(4, PLACE, (80, 25, 99))], False, False),
        (replace(PLAIN, color=(80, 90, 99)), [Area(4, PLACE, (80, 90, 164))], False, False),
    ],
    ids=range(25),
)
def test_each_reason_to_examine_a_text(
    text: Text, areas: Sequence[Area], is_examined: bool, is_examined_on_scan: bool, drawn: Drawn
) -> None:
    drawn.owners = [1, None, 2]
    drawn.seen = {0, 2}
    # The second text is examined always, so that a proof is asked for.
    always = replace(DOUBTFUL, box=(70, 70, 80, 80))
    objects = replace(texts(text, always), areas=[*areas])
    for share, expected in ((0.2, is_examined), (0.9, is_examined_on_scan)):
        seen_words(replace(PAGE, picture_share=share), objects, "a b", [(0, 1), (2, 3)])
        assert drawn.examined == ({1, 2} if expected else {2})


PIXELS = {
    "before": b"0123456789abcdefghij",
    "after": b"0123456789abXdefghij",  # the third pixel of the third line is another one
}


class Painted(pdf_visibility._Proof):
    """A page of five pixels by four."""

    def _drawn(self) -> bytes:
        active.append("drawn")
        return PIXELS["before" if active.count("drawn") == 1 else "after"]


active: list[object] = []


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    active.clear()
    monkeypatch.setattr(
        pdf_visibility, "_set_active", lambda item, is_active: active.append((item, is_active))
    )
    return active


def page(width: float, height: float, **changes: Any) -> OpenPage:
    return replace(PAGE, width=width, height=height, **changes)


def test_a_page_is_drawn_with_the_examined_texts_and_without_them(
    calls: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    Painted(page(5, 4), None, {7})
    assert calls == ["drawn", (7, 0), "drawn", (7, 1)]
    calls.clear()
    Painted(page(5, 4), None, set())
    assert calls == []
    monkeypatch.setattr(pdf_visibility, "time", SimpleNamespace(monotonic=lambda: 60.0))
    Painted(page(5, 4, deadline=59.9), None, {7})
    assert calls == []
    Painted(page(5, 4, deadline=60.0), None, {7})
    assert calls == ["drawn", (7, 0), "drawn", (7, 1)]


@pytest.mark.parametrize(
    ("box", "is_seen"),
    [
        ((0, 0, 5, 4), True),
        ((2.1, 2.1, 2.9, 2.9), True),
        ((2.9, 2.9, 2.1, 2.1), True),  # upside down
        ((1.1, 2.1, 1.9, 2.9), False),
        ((1.1, 2.1, 2.0, 2.9), True),
        ((3.0, 2.1, 3.9, 2.9), False),
        ((2.1, 1.1, 2.9, 1.9), False),
        ((2.1, 1.1, 2.9, 2.0), True),
        ((2.1, 3.0, 2.9, 3.9), False),
        ((-90, -90, 90, 90), True),
        ((-90, 2, -1, 3), False),
        ((5, 2, 90, 3), False),
        ((2, 4, 3, 90), False),
    ],
)
def test_a_character_is_seen_where_the_page_looks_different_without_it(
    box: Box, is_seen: bool, calls: list[object], drawn: Drawn
) -> None:
    drawn.boxes[3] = box
    assert Painted(page(5, 4), None, {7}).is_seen(3) is is_seen
    # As it is shown, which may be another place.
    drawn.boxes[3] = box[0] - 100, box[1] + 7, box[2] - 100, box[3] + 7
    calls.clear()
    moved = Painted(page(5, 4, point=lambda x, y: (x + 100, y - 7)), None, {7})
    assert moved.is_seen(3) is is_seen


@pytest.mark.parametrize(
    ("width", "height", "pixels"),
    [
        (5, 4, (5, 4)),
        (1600, 99.9, (1600, 99)),
        (3200, 100, (1600, 50)),
        (100, 3200, (50, 1600)),
        (3200, 1, (1600, 1)),
        (0.5, 0.25, (1, 1)),
    ],
)
def test_a_large_page_has_fewer_pixels_than_points(
    width: float, height: float, pixels: tuple[int, int]
) -> None:
    proof = pdf_visibility._Proof(page(width, height), None, set())
    assert (proof._width, proof._height) == pixels
    scale = min(1, 1600 / max(width, height))
    assert proof._span(20 / scale, 10 / scale, 100) == (10, 21)
    assert proof._span(10 / scale, 20 / scale, 15) == (10, 15)
    assert proof._span(-5 / scale, -2 / scale, 15) == (0, 0)
    assert proof._span(30 / scale, 40 / scale, 15) == (15, 15)


def test_a_page_is_drawn_in_eight_shades_on_white(monkeypatch: pytest.MonkeyPatch) -> None:
    grays = [0, 31, 32, 95, 96, 128, 223, 224]
    content = b"".join(
        b"%g g %d 38 1 1 re f\n" % (gray / 255, place) for place, gray in enumerate(grays)
    )
    made = equipped_pdf(content, size=(9, 40))
    with OpenPdf(made) as document, all_closed(monkeypatch) as opened:
        handle = raw.FPDF_LoadPage(document.handle, 0)
        proof = pdf_visibility._Proof(page(9, 4, page=handle), None, set())
        pixels = proof._drawn()
        raw.FPDF_ClosePage(handle)
    assert opened["FPDFBitmap_CreateEx"] == 1
    white = [7] * 9
    assert [*pixels] == [*white, 0, 0, 1, 2, 3, 4, 6, 7, 7, *white, *white]
