"""Places of words, from those of their characters."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest
from helpers.pdfium_handles import all_closed
from helpers.pdfs import drawn_pdf, equipped_pdf, pdf
from pypdfium2 import raw

from capout_desktop.domain.positioned_text import PageText
from capout_desktop.services.intake import pdf_words
from capout_desktop.services.intake.pdf_reading import OpenPdf
from capout_desktop.services.intake.pdf_visibility import Seen
from capout_desktop.services.intake.pdf_words import PageReader

View = pdf_words._View
SKEWED = View(2, 0.5, -0.25, -3, 7, 900, 612, 792)
PLAIN = View(1, 0, 0, 1, 0, 0, 612, 792)
"""A view in which points stay where they are."""


class Char(NamedTuple):
    """A character: its origin, and its box."""

    x: float
    y: float
    left: float
    right: float
    low: float
    high: float


def char(x: float, y: float = 0, width: float = 10) -> Char:
    """Return a character that begins at `x` on the line `y`, and is four points high."""
    return Char(x, y, x, x + width, y, y + 4)


@pytest.fixture
def characters(monkeypatch: pytest.MonkeyPatch) -> list[Char]:
    """Return the characters that a page has, in place of what PDFium says."""
    found: list[Char] = []

    def origin(_text: object, place: int, x: Any, y: Any) -> None:
        x._obj.value, y._obj.value = found[place][:2]

    def box(_text: object, place: int, *edges: Any) -> None:
        for edge, value in zip(edges, found[place][2:], strict=True):
            edge._obj.value = value

    monkeypatch.setattr(pdf_words, "_char_origin", origin)
    monkeypatch.setattr(pdf_words, "_char_box", box)
    return found


def test_a_view_moves_points_and_turns() -> None:
    assert SKEWED.point(17, 19) == (2 * 17 - 0.25 * 19 + 7, 0.5 * 17 - 3 * 19 + 900)
    view = View(1, 2, 3, 4, 5, 6, 70, 80)
    assert view.turned(0) == view
    assert view.turned(1) == View(-2, 1, -4, 3, 74, 5, 80, 70)
    assert view.turned(2) == View(-1, -2, -3, -4, 65, 74, 70, 80)
    assert view.turned(4) == view


def test_words_are_where_the_view_shows_them(characters: list[Char]) -> None:
    characters += [
        Char(10, 20, 11, 19, 18, 27),
        Char(20, 21, 20.5, 29, 17, 28),
        Char(99, 99, 99, 99, 99, 99),  # a blank
        Char(50, 20, 51, 58, 19, 26),
    ]
    words = PageReader()._words(None, "ab c", [(0, 2), (3, 4)], SKEWED)
    assert words == [
        (0.5 * 10 - 3 * 20 + 900, 2 * 10 - 0.25 * 20 + 7, 2 * 29 - 0.25 * 28 + 7, "ab"),
        (0.5 * 50 - 3 * 20 + 900, 2 * 50 - 0.25 * 20 + 7, 2 * 58 - 0.25 * 26 + 7, "c"),
    ]
    mirrored = View(-1, 0, 0, 1, 100, 0, 612, 792)
    words = PageReader()._words(None, "ab c", [(3, 4)], mirrored)
    assert words == [(20, 50, 50.1, "c")]  # never narrower than that
    assert PageReader()._words(None, "", [], PLAIN) == []


ODD = [char(500, 300), char(510, 300)]
"""Characters in the middle of a word, far away; only who looks at each character sees them."""


def is_split(characters: list[Char], *words: list[Char], view: Any = PLAIN) -> list[bool]:
    """Return which of the words, of four characters each, are looked at closer."""
    characters[:] = [one for word in words for one in word]
    places = [(4 * number, 4 * number + 4) for number in range(len(words))]
    letters = "".join(f"{number}XYZ" for number in range(len(words)))
    found = PageReader()._words(None, letters, places, view)
    begins = [word[3][0] for word in found if word[3][0].isdigit()]
    assert begins == [str(number) for number in range(len(words))]
    whole = {word[3] for word in found if word[1] < 400}
    return [f"{number}XYZ" not in whole for number in range(len(words))]


def of_width(width: float, *, y: float = 0, end: float = 0) -> list[Char]:
    """Return a word that begins on the line `y` and whose last character is on `end`."""
    return [char(50, y, 1), *ODD, Char(0, end, width + 49, width + 50, end, end + 4)]


@pytest.mark.parametrize(
    ("width", "expected"), [(8, False), (7.99, True), (88, False), (88.01, True), (40, False)]
)
def test_a_word_of_an_unusual_width_is_looked_at_closer(
    width: float, expected: bool, characters: list[Char]
) -> None:
    # The others are ten points wide for each character, but for a few.
    usual = [of_width(40), of_width(80), of_width(40), of_width(9)]
    for place in (0, 2, 4):
        words = [*usual[:place], of_width(width), *usual[place:]]
        marked = is_split(characters, *words)
        assert marked[place] is expected
        assert not any(marked[:place] + marked[place + 1 :])


@pytest.mark.parametrize(
    ("begin", "end", "expected"),
    [
        (0, 0, False),
        # Between the lower left and the upper right corner; as much again and a width beyond.
        (18, 0, False),
        (18.01, 0, True),
        (-14, 0, False),
        (-14.01, 0, True),
        (118, 100, False),
        (118.01, 100, True),
        (86, 100, False),
        (85.99, 100, True),
    ],
)
def test_a_word_that_ends_on_another_line_is_looked_at_closer(
    begin: float, end: float, expected: bool, characters: list[Char]
) -> None:
    word = [char(0, begin, 1), *ODD, Char(0, 0, 39, 40, end, end + 4)]
    assert is_split(characters, word, of_width(40), of_width(40)) == [expected, False, False]
    # The same upside down.
    over = View(1, 0, 0, -1, 0, 0, 612, 792)
    assert is_split(characters, word, of_width(40), of_width(40), view=over)[0] is expected


def test_the_height_of_a_word_is_measured_as_it_is_shown(characters: list[Char]) -> None:
    # Shown: y' = 2 x + 3 y + 7, x' = x. The corners are at 37 and 99, so that it may begin between
    # 37 - 72 and 99 + 72.
    view = View(1, 2, 0, 3, 0, 7, 612, 792)
    odd = [char(500, 300), char(510, 300 - 20 / 3)]  # on one line
    for y, expected in ((-14, False), (-14.1, True), (54.6, False), (54.7, True)):
        word = [Char(0, y, 0, 1, 0, 4), *odd, Char(0, 0, 0, 40, 10, 4)]
        marked = is_split(characters, word, [*word], view=view)
        assert marked == [expected, expected]


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        # Letters on one line, up to two points lower or higher.
        ([(0, 0, 10), (10, 2, 20), (20, -2, 30)], [(0, 0, 30, "abc")]),
        ([(0, 0, 10), (10, 0, 20), (20, 2.1, 30)], [(0, 0, 20, "ab"), (2.1, 20, 30, "c")]),
        ([(0, 0, 10), (10, -2.1, 20), (20, -2.1, 30)], [(0, 0, 10, "a"), (-2.1, 10, 30, "bc")]),
        # A letter may begin half a usual width before the end of the one before it.
        ([(0, 0, 10), (5, 0, 15), (15, 0, 20)], [(0, 0, 20, "abc")]),
        ([(0, 0, 10), (4.9, 0, 15), (15, 0, 20)], [(0, 0, 10, "a"), (0, 4.9, 20, "bc")]),
        # And two usual widths after it, or as far as the letters are wide so far.
        ([(0, 0, 10), (30, 0, 40), (40, 0, 50)], [(0, 0, 50, "abc")]),
        ([(0, 0, 10), (30.1, 0, 40), (40, 0, 50)], [(0, 0, 10, "a"), (0, 30.1, 50, "bc")]),
        ([(0, 0, 30), (60, 0, 90), (135, 0, 150)], [(0, 0, 150, "abc")]),
        ([(0, 0, 30), (60.1, 0, 90), (90, 0, 99)], [(0, 0, 30, "a"), (0, 60.1, 99, "bc")]),
        ([(0, 0, 30), (60, 0, 90), (135.1, 0, 150)], [(0, 0, 90, "ab"), (0, 135.1, 150, "c")]),
        # All apart: a word by itself, at least a point wide.
        ([(5, 7, 15), (5, 30, 15), (5, 60, 15)], [(7, 5, 15, "abc")]),
        ([(5, 7, 5.5), (5, 30, 15), (5, 60, 15)], [(7, 5, 6, "abc")]),
        ([(5, 7, 15), (5, 30, 15)], [(7, 5, 15, "ab")]),
        # Without a width of its own.
        ([(5, 7, 15)], [(7, 5, 15, "a")]),
        ([(5, 7, 5)], [(7, 5, 5.1, "a")]),
        ([(5, 7, 2)], [(7, 5, 5.1, "a")]),
        ([(5, 7, 5), (5, 7, 5), (50, 7, 50)], [(7, 5, 5.1, "ab"), (7, 50, 50.1, "c")]),
    ],
    ids=range(17),
)
def test_letters_that_do_not_follow_each_other_are_parts(
    parts: list[tuple[float, float, float]],
    expected: list[tuple[float, float, float, str]],
    characters: list[Char],
) -> None:
    characters += [char(0), *(Char(x, y, x, right, y, y + 4) for x, y, right in parts), char(9)]
    places = range(1, 1 + len(parts))
    assert PageReader()._pieces(None, "(abc)", places, PLAIN, 10) == expected
    # A letter reaches as far as either of its corners.
    characters[:] = [one._replace(left=one.right, right=one.left) for one in characters]
    assert PageReader()._pieces(None, "(abc)", places, PLAIN, 10) == expected


E, N, W, S, SLANTED = (9, 0), (0, 9), (-9, 0), (0, -9), (9, 3)


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([], (0, True)),
        ([E], (0, True)),
        ([S], (3, True)),
        ([W], (2, True)),
        ([N], (1, True)),
        ([N, E, E, S, E], (0, True)),
        ([N, E, E, N, N], (1, True)),
        ([E, N, S, S], (3, True)),
        ([None, None, None, N], (1, True)),
        ([None], (0, True)),
        ([SLANTED, E, E], (0, True)),
        ([E, SLANTED, E], (0, True)),
        ([SLANTED, E, SLANTED, E, SLANTED], (0, False)),
        ([E, E, SLANTED, SLANTED], (0, False)),
        ([(10_000, 139)], (0, True)),
        ([(10_000, 141)], (0, False)),
        ([(141, 10_000)], (1, False)),
        ([(-139, -10_000)], (3, True)),
    ],
    ids=range(18),
)
def test_most_words_say_where_a_page_is_up(
    steps: list[tuple[float, float] | None], expected: tuple[int, bool], characters: list[Char]
) -> None:
    sampled = []
    for step in steps:
        begin = len(characters)
        characters += [char(50, 70), char(99, 12)]
        if step is not None:  # a word of two letters; otherwise of one
            characters[-1] = char(50 + step[0], 70 - step[1])
        sampled.append((begin, begin + (1 if step is None else 2)))
    assert PageReader()._direction(None, sampled, PLAIN) == expected


def test_straight_lines_are_straight_also_if_nothing_else_is_allowed(
    characters: list[Char], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf_words, "MOST_SLOPE_DEGREES", 0)
    characters += [char(50, 70), char(60, 70)]
    assert PageReader()._direction(None, [(0, 2)], PLAIN) == (0, True)


@pytest.mark.parametrize(
    ("count", "asked"),
    [
        (0, []),
        (3, [0, 1, 2]),
        (23, [*range(12)]),
        (24, [*range(0, 24, 2)]),
        (40, [*range(0, 36, 3)]),
    ],
)
def test_some_words_from_everywhere_are_asked_for_their_direction(
    count: int, asked: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = PageReader()
    sampled: list[list[tuple[int, int]]] = []
    turned_views = []

    def direction(_text: object, places: list[tuple[int, int]], _view: object) -> tuple[int, bool]:
        sampled.append(places)
        return 1, True

    def words(_text: object, units: str, _places: object, view: object) -> list[object]:
        turned_views.append((units, view))
        return []

    monkeypatch.setattr(reader, "_direction", direction)
    monkeypatch.setattr(reader, "_words", words)
    places = [(3 * number, 3 * number + 2) for number in range(count)]
    assert reader._words_of(None, Seen("units", places, False), SKEWED) == ([], SKEWED.turned(1))
    assert sampled == [[places[number] for number in asked]]
    assert turned_views == [("units", SKEWED.turned(1))]


def test_only_words_on_the_page_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = PageReader()
    there = [(0, 1, 2, "top"), (792, 1, 2, "bottom"), (9, -5, 0.1, "left"), (9, 611, 700, "right")]
    beside = [(-0.1, 1, 2, ""), (792.1, 1, 2, ""), (9, -5, 0, ""), (9, 612, 700, "")]
    monkeypatch.setattr(reader, "_direction", lambda *_: (0, True))
    monkeypatch.setattr(reader, "_words", lambda *_: [*there, *beside])
    assert reader._words_of(None, Seen("", [], False), PLAIN) == (there, PLAIN)
    monkeypatch.setattr(reader, "_direction", lambda *_: (0, False))
    assert reader._words_of(None, Seen("", [], False), PLAIN) == ([], PLAIN)


@pytest.mark.parametrize(
    ("told", "count", "codes", "expected"),
    [
        ("abc", 3, [], "abc"),
        ("", 0, [], ""),
        ("a\ufffec", 3, [], "a-c"),
        ("abcdefg", 7, [], "abcde"),  # no more are read
        ("abc", 4, [0x61, 0x62, 0x63, 0x64], "abcd"),  # one is left out
        ("a\0c", 3, [0x61, 0x0, 0x63], "a\ufffdc"),
        ("a\U0001f600", 3, [0x61, 0xD83D, 0xDE00], "a\ufffd\ufffd"),
        ("ab", 3, [0x61, 0x2, 0xFFFE], "a--"),
    ],
    ids=range(8),
)
def test_each_character_is_at_its_place(
    told: str, count: int, codes: list[int], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf_words, "MOST_CHARACTERS", 5)

    def get(_text: object, start: int, most: int, buffer: Any) -> int:
        encoded = told.encode("utf-16-le")
        units = [int.from_bytes(encoded[n : n + 2], "little") for n in range(0, len(encoded), 2)]
        units = [*units[start : start + most], 0]
        for place, unit in enumerate(units):
            buffer[place] = unit
        return len(units)

    monkeypatch.setattr(raw, "FPDFText_CountChars", lambda _: count)
    monkeypatch.setattr(raw, "FPDFText_GetText", get)
    monkeypatch.setattr(pdf_words, "_unicode", lambda _, place: codes[place])
    assert pdf_words._units(None) == expected


def test_a_code_that_is_no_character_is_replaced() -> None:
    replaced = {0, 0xD800, 0xDABC, 0xDFFF, 0x110000, 0xFFFFFFFF}
    kept = {1, 3, 0x41, 0xD7FF, 0xE000, 0xFFFD, 0x10FFFF}
    assert {pdf_words._character(code) for code in replaced} == {"\ufffd"}
    assert {pdf_words._character(code) for code in kept} == {chr(code) for code in kept}
    assert pdf_words._character(2) == "-"


def read(content: bytes, index: int = 0) -> PageText | None:
    with OpenPdf(content) as document:
        return PageReader().read(document.handle, index)


@pytest.mark.parametrize(
    ("turned", "expected"),
    [
        (0, (1, 0, 0, -1, -9, 756, 603, 720)),
        (90, (0, 1, 1, 0, -36, -9, 720, 603)),
        (180, (-1, 0, 0, 1, 612, -36, 603, 720)),
        (270, (0, -1, -1, 0, 756, 612, 720, 603)),
    ],
)
def test_the_view_of_a_page_is_what_its_box_shows(turned: int, expected: tuple[float, ...]) -> None:
    made = equipped_pdf(b"", rest=f"/Rotate {turned}")
    made = made.replace(b"/CropBox [0 36 612 792]", b"/CropBox [9 36 612 756]")
    with OpenPdf(made) as document:
        page = raw.FPDF_LoadPage(document.handle, 0)
        view = pdf_words._view_of(page)
        raw.FPDF_ClosePage(page)
    found = view.a, view.b, view.c, view.d, view.e, view.f, view.width, view.height
    assert found == pytest.approx(expected, abs=3.4e-4)


@pytest.mark.parametrize(
    ("pictures", "share"),
    [
        ([], 0),
        ([(9, 36, 612, 792)], 1),
        ([(-99, -99, 999, 999)], 1),
        ([(9, 36, 612, 414)], 0.5),
        ([(9, 36, 310.5, 792)], 0.5),
        ([(310.5, 414, 612, 792)], 0.25),
        ([(310.5, 414, 700, 900)], 0.25),
        ([(-70, -90, 310.5, 414)], 0.25),
        ([(9, 36, 310.5, 414), (310.5, 414, 612, 792)], 0.5),
        ([(9, 36, 612, 414), (9, 36, 612, 603)], 1),  # more than the page
        ([(-70, 36, 9, 792), (612, 36, 700, 792), (9, 0, 612, 36), (9, 792, 612, 800)], 0),
        ([(-70, -90, 8, 35), (613, 793, 700, 900)], 0),
    ],
    ids=range(12),
)
def test_the_share_of_pictures_is_that_of_what_is_shown(
    pictures: list[tuple[float, float, float, float]], share: float
) -> None:
    made = equipped_pdf(b"").replace(b"/CropBox [0 36", b"/CropBox [9 36")
    with OpenPdf(made) as document:
        page = raw.FPDF_LoadPage(document.handle, 0)
        found = pdf_words._picture_share(page, pictures)
        raw.FPDF_ClosePage(page)
    assert found == pytest.approx(share, abs=1e-6)


def test_a_page_is_told_with_its_number_and_rounded_sizes(monkeypatch: pytest.MonkeyPatch) -> None:
    text = b"BT /F1 10 Tf 60 700 Td (Hail) Tj ET"
    third = b"q 204 0 0 792 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q\n3 Tr "
    made = drawn_pdf(text, third + text).replace(b"612 792]", b"612.345 792.055]")
    with all_closed(monkeypatch):
        first, second = read(made), read(made, 1)
        assert read(made, 2) is None
    assert first is not None
    (line,) = first.lines
    assert first == PageText(1, 612.3, 792.1, (line,), 0.0, is_invisible=False)
    assert line.y == pytest.approx(92.1, abs=0.06)
    assert (line.page, line.text) == (1, "Hail")
    assert second is not None
    assert (second.page, second.picture_share, second.is_invisible) == (2, 0.33, True)
    assert [one.page for one in second.lines] == [2]
    assert read(pdf()) == PageText(1, 612, 792, (), 0.0, is_invisible=False)
