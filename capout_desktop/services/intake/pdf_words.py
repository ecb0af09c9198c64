"""Words of a PDF's page and their places. Runs in the worker process only."""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from pypdfium2 import raw

from capout_desktop.domain.estimates.visual_lines import Word, visual_lines
from capout_desktop.domain.positioned_text import PageText

MOST_CHARACTERS = 40_000
"""Characters of a page that are read; a page of an estimate has 5,000 at most."""
SAMPLED_WORDS = 12
"""Words of a page whose direction is asked for, and how they are drawn."""
MOST_SLOPE_DEGREES = 0.8
"""Largest slope of lines that are read."""
SAMPLED_OBJECTS = 12
"""Objects of a page, from the first and from the last, among which pictures are looked for."""
MOST_OBJECTS = 2000
INVISIBLE = raw.FPDF_TEXTRENDERMODE_INVISIBLE

_WORD = re.compile(r"\S+")
_SCALE = 1 << 20
_UNIT = 1000.0


def _quick(function: Any) -> Any:
    """Return a function of PDFium without its types, for pointers and small numbers only.

    Checking the types of the arguments takes longer than the call, and there are a thousand calls
    for each page.
    """
    return ctypes.cast(function, ctypes.CFUNCTYPE(ctypes.c_int))


_char_origin = _quick(raw.FPDFText_GetCharOrigin)
_char_box = _quick(raw.FPDFText_GetCharBox)
_unicode = _quick(raw.FPDFText_GetUnicode)


@dataclass(frozen=True, slots=True)
class _View:
    """How points of a page's own coordinates are shown: x to the right, y down."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float
    width: float
    height: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def turned(self, quarters: int) -> _View:
        """Return the view after so many quarter turns to the right."""
        view = self
        for _ in range(quarters):
            view = _View(
                a=-view.b,
                b=view.a,
                c=-view.d,
                d=view.c,
                e=view.height - view.f,
                f=view.e,
                width=view.height,
                height=view.width,
            )
        return view


class PageReader:
    """Reads pages, with the same few C variables for all of them."""

    def __init__(self) -> None:
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._box = [ctypes.c_double() for _ in range(4)]
        self._x_at, self._y_at = ctypes.byref(self._x), ctypes.byref(self._y)
        self._box_at = [ctypes.byref(part) for part in self._box]

    def read(self, document: Any, index: int) -> PageText | None:
        """Return the text of a page; None if the page cannot be read."""
        page = raw.FPDF_LoadPage(document, index)
        if not page:
            return None
        text = raw.FPDFText_LoadPage(page)
        try:
            view = _view_of(page)
            words: list[Word] = []
            is_invisible = False
            if text:
                units = _units(text)
                places = [found.span() for found in _WORD.finditer(units)]
                sampled = places[:: max(len(places) // SAMPLED_WORDS, 1)][:SAMPLED_WORDS]
                turns, is_straight = self._direction(text, sampled, view)
                view = view.turned(turns)
                is_invisible = _is_invisible(text, sampled)
                # In slanted lines, a value stands beside the label of another line.
                words = [
                    word
                    for word in (self._words(text, units, places, view) if is_straight else ())
                    if 0 <= word[0] <= view.height and word[2] > 0 and word[1] < view.width
                ]
            return PageText(
                index + 1,
                round(view.width, 1),
                round(view.height, 1),
                visual_lines(index + 1, words),
                round(_picture_share(page), 2),
                is_invisible,
            )
        finally:
            if text:
                raw.FPDFText_ClosePage(text)
            raw.FPDF_ClosePage(page)

    def _words(
        self, text: Any, units: str, places: list[tuple[int, int]], view: _View
    ) -> list[Word]:
        # Two questions for each word instead of two for each character.
        origin, box = _char_origin, _char_box
        x, y, x_at, y_at = self._x, self._y, self._x_at, self._y_at
        left, right, low, high = self._box
        left_at, right_at, low_at, high_at = self._box_at
        a, b, c, d, e, f = view.a, view.b, view.c, view.d, view.e, view.f
        words: list[Word] = []
        reaches: list[tuple[float, float]] = []
        for start, end in places:
            origin(text, start, x_at, y_at)
            box(text, end - 1, left_at, right_at, low_at, high_at)
            one = a * left.value + c * low.value + e
            other = a * right.value + c * high.value + e
            base, begin = b * x.value + d * y.value + f, a * x.value + c * y.value + e
            words.append((base, begin, max(other, one), units[start:end]))
            lower = b * left.value + d * low.value + f
            reaches.append((lower, b * right.value + d * high.value + f))
        if not words:
            return words
        widths = sorted([abs(x1 - x0) / len(word) for _, x0, x1, word in words])
        usual = widths[len(widths) // 2]
        least, most = 0.2 * usual, 2.2 * usual
        for number in range(len(words) - 1, -1, -1):
            base, x0, x1, letters = words[number]
            one, other = reaches[number]
            height = abs(one - other) + usual
            if (
                not least * len(letters) <= x1 - x0 <= most * len(letters)
                or not min(one, other) - height <= base <= max(one, other) + height
            ):
                start, end = places[number]
                words[number : number + 1] = self._pieces(
                    text, units, range(start, end), view, usual
                )
        return words

    def _direction(
        self, text: Any, sampled: list[tuple[int, int]], view: _View
    ) -> tuple[int, bool]:
        """Return how most of the words are to be turned, and whether they are straight then.

        The first is the number of quarter turns to the right after which they go to the right.
        """
        turns: Counter[int] = Counter()
        slopes: list[float] = []
        for start, end in sampled:
            ends = []
            for place in (start, end - 1):
                _char_origin(text, place, self._x_at, self._y_at)
                ends.append(view.point(self._x.value, self._y.value))
            (x0, y0), (x1, y1) = ends
            if end - start > 1:
                quarters = -math.atan2(y1 - y0, x1 - x0) / (math.pi / 2)
                turns[round(quarters) % 4] += 1
                slopes.append(abs(quarters - round(quarters)) * 90)
        is_straight = not slopes or sorted(slopes)[len(slopes) // 2] <= MOST_SLOPE_DEGREES
        # Not `most_common`, which imports a module, and no file can be opened here any more.
        return max(turns, key=turns.__getitem__, default=0), is_straight

    def _pieces(
        self, text: Any, units: str, places: range, view: _View, usual: float
    ) -> list[Word]:
        """Return the parts of a word whose characters do not follow each other on one line."""
        pieces: list[Word] = []
        for place in places:
            _char_origin(text, place, self._x_at, self._y_at)
            _char_box(text, place, *self._box_at)
            left, right, low, high = (part.value for part in self._box)
            x0, base = view.point(self._x.value, self._y.value)
            x1 = max(view.point(left, low)[0], view.point(right, high)[0], x0)
            if pieces:
                base_before, x0_before, x1_before, letters = pieces[-1]
                reach = max(2 * usual, (x1_before - x0_before) / len(letters))
                if abs(base - base_before) <= 2 and -usual / 2 <= x0 - x1_before <= reach:
                    pieces[-1] = base_before, x0_before, x1, letters + units[place]
                    continue
            pieces.append((base, x0, x1, units[place]))
        if len(pieces) == len(places) > 1:
            # Written up, down or slanted across the page: a word by itself.
            base, x0, x1, _ = pieces[0]
            return [(base, x0, max(x1, x0 + 1), units[places.start : places.stop])]
        return [(base, x0, max(x1, x0 + 0.1), letters) for base, x0, x1, letters in pieces]


def _units(text: Any) -> str:
    """Return the characters of a page, each at PDFium's own index of it."""
    count = max(min(int(raw.FPDFText_CountChars(text)), MOST_CHARACTERS), 0)
    buffer = (ctypes.c_ushort * (count + 1))()
    written = int(raw.FPDFText_GetText(text, 0, count, buffer)) - 1
    units = bytes(memoryview(buffer).cast("B")[: 2 * count]).decode("utf-16-le", "replace")
    if written != count or len(units) != count or "\0" in units:
        # It has left out characters, so that the places would not be true.
        units = "".join([_character(_unicode(text, place)) for place in range(count)])
    return units.replace("\ufffe", "-")  # a hyphen at the end of a line


def _character(code: int) -> str:
    if code == 0 or code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return "\N{REPLACEMENT CHARACTER}"
    return "-" if code == 2 else chr(code)  # PDFium's sign for a hyphen at the end of a line


def _view_of(page: Any) -> _View:
    width, height = raw.FPDF_GetPageWidthF(page), raw.FPDF_GetPageHeightF(page)
    corners = []
    across, down = ctypes.c_int(), ctypes.c_int()
    for x, y in ((0, 0), (_UNIT, 0), (0, _UNIT)):
        raw.FPDF_PageToDevice(page, 0, 0, _SCALE, _SCALE, 0, x, y, across, down)
        corners.append((across.value * width / _SCALE, down.value * height / _SCALE))
    (e, f), (ax, bx), (cx, dx) = corners
    return _View(
        (ax - e) / _UNIT, (bx - f) / _UNIT, (cx - e) / _UNIT, (dx - f) / _UNIT, e, f, width, height
    )


def _is_invisible(text: Any, sampled: list[tuple[int, int]]) -> bool:
    unseen = sum(
        raw.FPDFTextObj_GetTextRenderMode(raw.FPDFText_GetTextObject(text, start)) == INVISIBLE
        for start, _ in sampled
    )
    return bool(2 * unseen > len(sampled))


def _picture_share(page: Any) -> float:
    """Return the share of a page that its pictures cover."""
    box = raw.FS_RECTF()
    if not raw.FPDF_GetPageBoundingBox(page, box):
        return 0.0
    area = abs((box.right - box.left) * (box.top - box.bottom))
    count = int(raw.FPDFPage_CountObjects(page))
    first = range(min(count, SAMPLED_OBJECTS))
    last = range(max(len(first), count - SAMPLED_OBJECTS), count)
    numbers = [*first, *last]
    pictures = [item for number in numbers if (item := _picture(page, number))]
    if 2 * len(pictures) > len(numbers) == 2 * SAMPLED_OBJECTS:
        # A scan may be cut into many strips.
        others = range(len(first), min(last.start, MOST_OBJECTS))
        pictures += [item for number in others if (item := _picture(page, number))]
    covered = sum(_covered(item, box) for item in pictures)
    return min(covered / area, 1.0) if area > 0 else 0.0


def _picture(page: Any, number: int) -> Any:
    """Return an object of a page if it is a picture or a form of nothing else; else None."""
    item = raw.FPDFPage_GetObject(page, number)
    kind = raw.FPDFPageObj_GetType(item) if item else raw.FPDF_PAGEOBJ_UNKNOWN
    if kind == raw.FPDF_PAGEOBJ_FORM:
        inner = range(min(int(raw.FPDFFormObj_CountObjects(item)), SAMPLED_OBJECTS))
        kinds = {raw.FPDFPageObj_GetType(raw.FPDFFormObj_GetObject(item, n)) for n in inner}
        return item if kinds == {raw.FPDF_PAGEOBJ_IMAGE} else None
    return item if kind == raw.FPDF_PAGEOBJ_IMAGE else None


def _covered(item: Any, box: Any) -> float:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not raw.FPDFPageObj_GetBounds(item, left, bottom, right, top):
        return 0.0
    across = min(right.value, box.right) - max(left.value, box.left)
    up = min(top.value, box.top) - max(bottom.value, box.bottom)
    return float(max(across, 0) * max(up, 0))
