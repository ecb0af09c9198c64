"""What a PDF's page draws, in order, as PDFium tells it. Runs in the worker process only."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pypdfium2 import raw

Box = tuple[float, float, float, float]
"""Left, bottom, right, top in the page's own coordinates."""
Color = tuple[int, int, int]
Matrix = tuple[float, float, float, float, float, float]

MOST_OBJECTS = 12_000
"""Objects of a page that are looked at."""
DEEPEST_FORM = 4
THICK_POINTS = 2.5
"""What is narrower than this is a line, and covers no text."""
SMALL_POINTS = 3.2
"""Height of a text below which the size of its font is asked for."""
MOST_CLIP_POINTS = 6
"""Points of a rectangle."""
MOST_NESTED = 20
"""Marks or clippings of a text that are looked at; one with more is looked at more closely."""
CLIP_SLACK_POINTS = 2.0

_UNKNOWN: Color = (255, 255, 255)
"""Color of a text of which PDFium tells none: as of one that may not be seen."""
_SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_P, _I, _N = ctypes.c_void_p, ctypes.c_int, ctypes.c_ulong


def _typed(function: Any, *arguments: Any, returns: Any = ctypes.c_int) -> Any:
    """Return a function of PDFium that takes and returns addresses as numbers, which is quicker."""
    return ctypes.cast(function, ctypes.CFUNCTYPE(returns, *arguments))


_page_object = _typed(raw.FPDFPage_GetObject, _P, _I, returns=_P)
_form_object = _typed(raw.FPDFFormObj_GetObject, _P, _N, returns=_P)
_kind = _typed(raw.FPDFPageObj_GetType, _P)
_bounds = _typed(raw.FPDFPageObj_GetBounds, _P, _P, _P, _P, _P)
_matrix = _typed(raw.FPDFPageObj_GetMatrix, _P, _P)
_font_size = _typed(raw.FPDFTextObj_GetFontSize, _P, _P)
_fill_color = _typed(raw.FPDFPageObj_GetFillColor, _P, _P, _P, _P, _P)
_draw_mode = _typed(raw.FPDFPath_GetDrawMode, _P, _P, _P)
_stroke_width = _typed(raw.FPDFPageObj_GetStrokeWidth, _P, _P)
_render_mode = _typed(raw.FPDFTextObj_GetTextRenderMode, _P)
_is_transparent = _typed(raw.FPDFPageObj_HasTransparency, _P)
_clip_path = _typed(raw.FPDFPageObj_GetClipPath, _P, returns=_P)
_count_clips = _typed(raw.FPDFClipPath_CountPaths, _P)
_count_segments = _typed(raw.FPDFClipPath_CountPathSegments, _P, _I)
_clip_segment = _typed(raw.FPDFClipPath_GetPathSegment, _P, _I, _I, returns=_P)
_point = _typed(raw.FPDFPathSegment_GetPoint, _P, _P, _P)
_count_marks = _typed(raw.FPDFPageObj_CountMarks, _P)
_mark = _typed(raw.FPDFPageObj_GetMark, _P, _N, returns=_P)
_mark_name = _typed(raw.FPDFPageObjMark_GetName, _P, _P, _N, _P)


@dataclass(slots=True)
class Text:
    """A text that the page draws.

    Attributes:
        order: Its place in the order of drawing.
        address: PDFium's address of it.
        box: Where it is; a little larger than its characters.
        mode: PDFium's text render mode.
        size: Size of its font in points if it may be tiny; otherwise infinite.
        color: Red, green and blue of its filling; nearly white if it is a pattern.
        opacity: From 0 to 255.
        is_special: Whether it is transparent, cut out, or on a layer that may be switched off.
    """

    order: int
    address: int
    box: Box
    mode: int
    size: float
    color: Color
    opacity: int
    is_special: bool


@dataclass(slots=True)
class Area:
    """A picture, a shading, or a filled figure.

    Attributes:
        order: Its place in the order of drawing.
        box: Where it is.
        color: Red, green and blue of its filling; None if it has several.
    """

    order: int
    box: Box
    color: Color | None


@dataclass(slots=True)
class PageObjects:
    """What a page draws.

    Attributes:
        texts: Its texts, also those in forms.
        areas: What may be behind texts or cover them.
        pictures: Its pictures.
        is_whole: Whether there is nothing else.
    """

    texts: list[Text] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    is_whole: bool = True


class PageObjectReader:
    """Reads what pages draw, with the same few C variables for all of them."""

    def __init__(self) -> None:
        floats = [ctypes.c_float() for _ in range(4)]
        self._left, self._bottom, self._right, self._top = floats
        self._box_at = [ctypes.addressof(part) for part in floats]
        channels = [ctypes.c_uint() for _ in range(4)]
        self._red, self._green, self._blue, self._opacity = channels
        self._color_at = [ctypes.addressof(part) for part in channels]
        self._mode, self._stroked = ctypes.c_int(), ctypes.c_int()
        self._length = ctypes.c_ulong()
        self._name = ctypes.create_string_buffer(len(_LAYER))
        self._six = raw.FS_MATRIX()
        self._left_to_read: int
        self._order: int

    def read(self, page: Any) -> PageObjects:
        """Return what a page draws, as far as its first objects go."""
        found = PageObjects()
        self._left_to_read, self._order = MOST_OBJECTS, 0
        address = ctypes.cast(page, _P).value
        count = int(raw.FPDFPage_CountObjects(page))
        items = (_page_object(address, n) for n in range(count))
        self._walk(items, _SAME, found, 0, is_special=False)
        for number in range(min(int(raw.FPDFPage_GetAnnotCount(page)), MOST_OBJECTS)):
            self._annotation(page, number, found)
        return found

    def _walk(
        self,
        items: Iterator[int],
        to_page: Matrix,
        found: PageObjects,
        depth: int,
        *,
        is_special: bool,
    ) -> None:
        for item in items:
            self._left_to_read -= 1
            if self._left_to_read < 0:
                found.is_whole = False
                return
            self._order += 1
            kind = _kind(item)
            if kind == raw.FPDF_PAGEOBJ_TEXT:
                found.texts.append(self._text(item, to_page, is_special=is_special))
            elif kind == raw.FPDF_PAGEOBJ_PATH:
                self._path(item, to_page, found)
            elif kind == raw.FPDF_PAGEOBJ_FORM:
                if depth < DEEPEST_FORM:
                    self._form(item, to_page, found, depth, is_special=is_special)
                else:
                    found.is_whole = False
            else:
                box = self._box(item, to_page)
                found.areas.append(Area(self._order, box, None))
                if kind == raw.FPDF_PAGEOBJ_IMAGE:
                    found.pictures.append(box)

    def _form(
        self, form: int, to_page: Matrix, found: PageObjects, depth: int, *, is_special: bool
    ) -> None:
        count = int(raw.FPDFFormObj_CountObjects(ctypes.cast(form, raw.FPDF_PAGEOBJECT)))
        items = (_form_object(form, n) for n in range(count))
        inside = _joined(self._matrix_of(form), to_page)
        is_special = (
            is_special or self._is_special(form) or self._may_be_cut(form, self._box(form, _SAME))
        )
        self._walk(items, inside, found, depth + 1, is_special=is_special)

    def _text(self, item: int, to_page: Matrix, *, is_special: bool) -> Text:
        own = self._box(item, _SAME)
        box = _moved(own, to_page)
        size = math.inf
        if min(box[2] - box[0], box[3] - box[1]) < SMALL_POINTS:
            size = self._size(item, to_page)
        return Text(
            self._order,
            item,
            box,
            _render_mode(item),
            size,
            self._color(item) or _UNKNOWN,
            self._opacity.value,
            is_special or self._is_special(item) or self._may_be_cut(item, own),
        )

    def _path(self, item: int, to_page: Matrix, found: PageObjects) -> None:
        mode = self._mode
        _draw_mode(item, ctypes.addressof(mode), ctypes.addressof(self._stroked))
        if mode.value == raw.FPDF_FILLMODE_NONE:  # PDFium leaves out what is not drawn at all
            _stroke_width(item, self._box_at[0])
            if self._left.value < THICK_POINTS:
                return
        box = self._box(item, to_page)
        if min(box[2] - box[0], box[3] - box[1]) < THICK_POINTS:
            return
        color = None if mode.value == raw.FPDF_FILLMODE_NONE else self._color(item)
        found.areas.append(Area(self._order, box, color))

    def _color(self, item: int) -> Color | None:
        if not _fill_color(item, *self._color_at):
            return None
        return self._red.value, self._green.value, self._blue.value

    def _annotation(self, page: Any, number: int, found: PageObjects) -> None:
        note = raw.FPDFPage_GetAnnot(page, number)  # of an entry that is no note, it has no place
        box = raw.FS_RECTF()
        is_drawn = raw.FPDFAnnot_GetSubtype(note) not in _NOT_OVER_TEXT
        if is_drawn and raw.FPDFAnnot_GetRect(note, box):
            self._order += 1
            left, right = sorted((box.left, box.right))
            low, high = sorted((box.bottom, box.top))
            found.areas.append(Area(self._order, (left, low, right, high), None))
        raw.FPDFPage_CloseAnnot(note)

    def _is_special(self, item: int) -> bool:
        marks = _count_marks(item)
        if _is_transparent(item) or marks > MOST_NESTED:
            return True
        name, length = ctypes.addressof(self._name), ctypes.addressof(self._length)
        for number in range(marks):
            _mark_name(_mark(item, number), name, len(_LAYER), length)  # only if there is room
            if self._length.value == len(_LAYER) and self._name.raw == _LAYER:
                return True
        return False

    def _may_be_cut(self, item: int, own: Box) -> bool:
        """Return whether a text reaches beyond what its clipping leaves of the page."""
        clip = _clip_path(item)
        clips = _count_clips(clip)  # -1 if there is none
        if clips > MOST_NESTED:
            return True
        for number in range(clips):
            points = _count_segments(clip, number)
            if points > MOST_CLIP_POINTS:
                return True
            across, up = [], []
            for place in range(points):
                _point(_clip_segment(clip, number, place), self._box_at[0], self._box_at[1])
                across.append(self._left.value)
                up.append(self._bottom.value)
            if (
                min(across, default=math.inf) > own[0] + CLIP_SLACK_POINTS
                or max(across) < own[2] - CLIP_SLACK_POINTS
                or min(up) > own[1] + CLIP_SLACK_POINTS
                or max(up) < own[3] - CLIP_SLACK_POINTS
            ):
                return True
        return False

    def _size(self, item: int, to_page: Matrix) -> float:
        _font_size(item, self._box_at[0])
        size = self._left.value
        a, b, c, d, _, _ = _joined(self._matrix_of(item), to_page)
        return float(abs(size) * math.sqrt(abs(a * d - b * c)))

    def _matrix_of(self, item: int) -> Matrix:
        six = self._six
        _matrix(item, ctypes.addressof(six))
        return six.a, six.b, six.c, six.d, six.e, six.f

    def _box(self, item: int, to_page: Matrix) -> Box:
        _bounds(item, *self._box_at)
        box = self._left.value, self._bottom.value, self._right.value, self._top.value
        return _moved(box, to_page)


_LAYER = "OC\0".encode("utf-16-le")
_NOT_OVER_TEXT = frozenset({raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP, raw.FPDF_ANNOT_WIDGET})


def overlap(one: Box, other: Box) -> bool:
    """Return whether two boxes have a part in common."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _joined(first: Matrix, second: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = second
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def _moved(box: Box, by: Matrix) -> Box:
    if by is _SAME:
        return box
    a, b, c, d, e, f = by
    corners = [(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
    across = [a * x + c * y + e for x, y in corners]
    up = [b * x + d * y + f for x, y in corners]
    return min(across), min(up), max(across), max(up)
