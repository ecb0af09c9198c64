"""Which words of a PDF's page a person can see. Runs in the worker process only.

A page may have text that nobody sees: white on white, under a picture, too small, cut away. The
proof that a word is seen is that the page looks different without it. As drawing a page takes
longer than reading it, only texts for which there is a reason are examined in this way.
"""

from __future__ import annotations

import ctypes
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pypdfium2 import raw

from capout_desktop.services.intake.pdf_page_objects import (
    Box,
    Color,
    PageObjects,
    overlap,
)

FAINT = 190
"""Least value of each of red, green and blue, from 0 to 255, of a color that is nearly white."""
SIMILAR = 64
"""Largest difference of red, green and blue of a text and what is behind it if it is examined."""
CLEAR = 128
"""Opacity, from 0 to 255, below which a text is examined."""
SMALLEST_POINTS = 2.5
"""Size of the smallest font that a person can read."""
MOST_COVERS = 60
"""Areas over texts that are compared with each text; if there are more, all are examined."""
MOST_PIXELS = 1600
"""Most pixels of a drawn page in each direction; otherwise it has one for each point."""
COVERING = 0.7
"""Least share of a page that its pictures cover if the page is a scan."""

# Differences within one of eight shades of gray are not seen.
_SHADES = bytes(value >> 5 for value in range(256))
_WHITE = 0xFFFFFFFF
_INVISIBLE = raw.FPDF_TEXTRENDERMODE_INVISIBLE
_PLAIN = frozenset({raw.FPDF_TEXTRENDERMODE_FILL, raw.FPDF_TEXTRENDERMODE_FILL_STROKE})
_UNSEEN = "\N{REPLACEMENT CHARACTER}"

_P = ctypes.c_void_p
_text_object = ctypes.cast(raw.FPDFText_GetTextObject, ctypes.CFUNCTYPE(_P, _P, ctypes.c_int))
_set_active = ctypes.cast(
    raw.FPDFPageObj_SetIsActive, ctypes.CFUNCTYPE(ctypes.c_int, _P, ctypes.c_int)
)
_char_box = ctypes.cast(
    raw.FPDFText_GetCharBox, ctypes.CFUNCTYPE(ctypes.c_int, _P, ctypes.c_int, _P, _P, _P, _P)
)


@dataclass(frozen=True, slots=True)
class OpenPage:
    """A page that is being read.

    Attributes:
        page: PDFium's handle of it.
        text: PDFium's handle of its text.
        width: Points, as the page is shown.
        height: Points, as the page is shown.
        point: Returns where a point of the page's own coordinates is shown: x to the right, y down.
        picture_share: Share of it that pictures cover, from 0 to 1.
        deadline: Time of `time.monotonic` after which nothing is drawn any more.
    """

    page: Any
    text: Any
    width: float
    height: float
    point: Callable[[float, float], tuple[float, float]]
    picture_share: float
    deadline: float


@dataclass(frozen=True, slots=True)
class Seen:
    """The words that can be seen.

    Attributes:
        units: The characters of the page, with U+FFFD for those that cannot be seen within a
            word of which others can.
        places: Where the words begin and end in it.
        is_recognized: Whether most of the text was recognized in a picture and lies behind it.
    """

    units: str
    places: list[tuple[int, int]]
    is_recognized: bool


def seen_words(
    page: OpenPage, objects: PageObjects, units: str, places: list[tuple[int, int]]
) -> Seen:
    """Return which words can be seen, or were recognized in a picture that can be seen."""
    hidden = {text.address for text in objects.texts if text.mode == _INVISIBLE}
    gone = hidden | {text.address for text in objects.texts if text.size < SMALLEST_POINTS}
    doubtful = _doubtful(objects)
    if objects.is_whole and not gone and not doubtful:
        return Seen(units, places, is_recognized=False)
    text = ctypes.cast(page.text, _P).value
    runs = {place: list(_runs(text, *place)) for place in places}
    is_recognized = False
    behind = [place[0] for place, word in runs.items() if word[0][2] in hidden]
    if 2 * len(behind) > len(places):
        on_picture = {n for n in behind if _is_on(_box(text, n), objects.pictures)}
        is_recognized = 2 * len(on_picture) > len(behind)
    # On a scan nearly everything is on the picture or, as recognized text, behind it.
    is_scan = is_recognized or page.picture_share >= COVERING
    if is_scan:
        doubtful = _doubtful(objects, is_scan=True)
    known = {item.address for item in objects.texts}
    examined = {
        item
        for word in runs.values()
        for _, _, item in word
        if item and (item in doubtful or (item not in known and not is_scan))
    } - gone
    proof = _Proof(page, text, examined)
    letters = list(units)
    kept = []
    for place, word in runs.items():
        if is_recognized and all(item in hidden for _, _, item in word):
            if _is_on(_box(text, place[0]), objects.pictures):
                kept.append(place)
            continue
        unseen = [
            number
            for start, end, item in word
            if item in gone or item in examined
            for number in range(start, end)
            if item in gone or (units[number].isalnum() and not proof.is_seen(number))
        ]
        if not unseen:
            kept.append(place)
        elif any(units[n].isalnum() for n in {*range(*place)}.difference(unseen)):
            for number in unseen:
                letters[number] = _UNSEEN
            kept.append(place)
    return Seen("".join(letters), kept, is_recognized)


def _doubtful(objects: PageObjects, *, is_scan: bool = False) -> set[int]:
    """Return the addresses of the texts for which there is a reason that they may not be seen.

    On a scan, being on a picture is none. What is under one was recognized in it: some programs
    draw it in that place instead of drawing it invisibly.
    """
    areas = objects.areas
    covers = [(area, area.color) for area in areas if area.color is not None]
    others = [area for area in areas if area.color is None]
    found = set()
    for text in objects.texts:
        over = [area.order for area in others if overlap(area.box, text.box)]
        if is_scan and any(order > text.order for order in over):
            continue
        if (
            text.is_special
            or text.mode not in _PLAIN
            or text.opacity < CLEAR
            or min(text.color) >= FAINT
            or (over and not is_scan)
            or any(
                (area.order > text.order or _are_similar(color, text.color))
                and overlap(area.box, text.box)
                for area, color in covers
            )
        ):
            found.add(text.address)
    return found


def _are_similar(one: Color, other: Color) -> bool:
    return max(abs(one[channel] - other[channel]) for channel in range(3)) <= SIMILAR


def _runs(text: int | None, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Yield the parts of a word that are in one text of the page: begin, end, address."""
    first = _text_object(text, start)
    if _text_object(text, end - 1) == first:
        yield start, end, first
        return
    begin = start
    for number in range(start + 1, end):
        item = _text_object(text, number)
        if item != first:
            yield begin, number, first
            begin, first = number, item
    yield begin, end, first


_edges = [ctypes.c_double() for _ in range(4)]
_edges_at = [ctypes.addressof(edge) for edge in _edges]


def _box(text: int | None, number: int) -> Box:
    """Return where a character is."""
    left, right, low, high = _edges
    _char_box(text, number, *_edges_at)
    return left.value, low.value, right.value, high.value


def _is_on(box: Box, pictures: Sequence[Box]) -> bool:
    return any(overlap(picture, box) for picture in pictures)


class _Proof:
    """A page as it is drawn with some of its texts and without them."""

    def __init__(self, page: OpenPage, text: int | None, examined: set[int]) -> None:
        self._text = text
        self._page = page
        scale = min(1.0, MOST_PIXELS / max(page.width, page.height))
        self._width = max(int(page.width * scale), 1)
        self._height = max(int(page.height * scale), 1)
        self._scale = scale
        self._with = self._without = b""
        if not examined or time.monotonic() > page.deadline:
            return
        self._with = self._drawn()
        for item in examined:
            _set_active(item, 0)
        self._without = self._drawn()
        for item in examined:
            _set_active(item, 1)

    def is_seen(self, number: int) -> bool:
        """Return whether the page looks different where this character is."""
        left, low, right, high = _box(self._text, number)
        one, other = self._page.point(left, low), self._page.point(right, high)
        begin, end = self._span(one[0], other[0], self._width)
        first, last = self._span(one[1], other[1], self._height)
        for row in range(first * self._width, last * self._width, self._width):
            part = slice(row + begin, row + end)
            if self._with[part] != self._without[part]:
                return True
        return False

    def _span(self, one: float, other: float, most: int) -> tuple[int, int]:
        begin = min(max(int(min(one, other) * self._scale), 0), most)
        return begin, min(max(int(max(one, other) * self._scale) + 1, begin), most)

    def _drawn(self) -> bytes:
        """Return the page's pixels, each as one of eight shades."""
        size = self._width * self._height
        pixels = ctypes.create_string_buffer(size)
        bitmap = raw.FPDFBitmap_CreateEx(
            self._width, self._height, raw.FPDFBitmap_Gray, pixels, self._width
        )
        try:
            raw.FPDFBitmap_FillRect(bitmap, 0, 0, self._width, self._height, _WHITE)
            raw.FPDF_RenderPageBitmap(
                bitmap, self._page.page, 0, 0, self._width, self._height, 0, raw.FPDF_ANNOT
            )
        finally:
            raw.FPDFBitmap_Destroy(bitmap)
        return pixels.raw[:size].translate(_SHADES)
