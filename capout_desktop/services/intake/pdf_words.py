"""Words of a PDF's page and their places. Runs in the worker process only."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pypdfium2 import raw

from capout_desktop.domain.estimates.visual_lines import Word, visual_lines
from capout_desktop.domain.positioned_text import PageText
from capout_desktop.services.intake.pdf_page_objects import Box, PageObjectReader
from capout_desktop.services.intake.pdf_visibility import OpenPage, Seen, seen_words

MOST_CHARACTERS = 40_000
"""Characters of a page that are read; a page of an estimate has 5,000 at most."""
SAMPLED_WORDS = 12
"""Words of a page whose direction is asked for."""
MOST_SLOPE_DEGREES = 0.8
"""Largest slope of lines that are read."""

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
        self._objects = PageObjectReader()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._box = [ctypes.c_double() for _ in range(4)]
        self._x_at, self._y_at = ctypes.byref(self._x), ctypes.byref(self._y)
        self._box_at = [ctypes.byref(part) for part in self._box]

    def read(self, document: Any, index: int, deadline: float = math.inf) -> PageText | None:
        """Return the text of a page that can be seen; None if the page cannot be read.

        Args:
            document: PDFium's handle.
            index: The page's number, from 0.
            deadline: Time of `time.monotonic` after which text that has to be looked at more
                closely is left out.
        """
        page = raw.FPDF_LoadPage(document, index)
        if not page:
            return None
        text = raw.FPDFText_LoadPage(page)
        try:
            view = _view_of(page)
            objects = self._objects.read(page)
            share = _picture_share(page, objects.pictures)
            units = _units(text)
            places = [found.span() for found in _WORD.finditer(units)]
            opened = OpenPage(page, text, view.width, view.height, view.point, share, deadline)
            seen = seen_words(opened, objects, units, places)
            words, view = self._words_of(text, seen, view)
            return PageText(
                index + 1,
                round(view.width, 1),
                round(view.height, 1),
                visual_lines(index + 1, words),
                round(share, 2),
                seen.is_recognized,
            )
        finally:
            raw.FPDFText_ClosePage(text)
            raw.FPDF_ClosePage(page)

    def _words_of(self, text: Any, seen: Seen, view: _View) -> tuple[list[Word], _View]:
        """Return the words on a page, and the view in which they go to the right."""
        places = seen.places
        sampled = places[:: max(len(places) // SAMPLED_WORDS, 1)][:SAMPLED_WORDS]
        turns, is_straight = self._direction(text, sampled, view)
        view = view.turned(turns)
        # In slanted lines, a value stands beside the label of another line.
        words = self._words(text, seen.units, places, view) if is_straight else []
        return [
            word
            for word in words
            if 0 <= word[0] <= view.height and word[2] > 0 and word[1] < view.width
        ], view

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
        turns: list[int] = []
        slopes: list[float] = []
        for start, end in sampled:
            ends = []
            for place in (start, end - 1):
                _char_origin(text, place, self._x_at, self._y_at)
                ends.append(view.point(self._x.value, self._y.value))
            (x0, y0), (x1, y1) = ends
            if end - start > 1:
                quarters = -math.atan2(y1 - y0, x1 - x0) / (math.pi / 2)
                turns.append(round(quarters) % 4)
                slopes.append(abs(quarters - round(quarters)) * 90)
        is_straight = not slopes or sorted(slopes)[len(slopes) // 2] <= MOST_SLOPE_DEGREES
        return max(turns, key=turns.count, default=0), is_straight

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
    count = min(int(raw.FPDFText_CountChars(text)), MOST_CHARACTERS)
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


def _picture_share(page: Any, pictures: Iterable[Box]) -> float:
    """Return the share of a page that its pictures cover."""
    box = raw.FS_RECTF()
    raw.FPDF_GetPageBoundingBox(page, box)
    covered = 0.0
    for left, low, right, high in pictures:
        across = min(right, box.right) - max(left, box.left)
        up = min(high, box.top) - max(low, box.bottom)
        covered += max(across, 0.0) * max(up, 0.0)
    area = float((box.right - box.left) * (box.top - box.bottom))
    return min(covered / area, 1.0)
