"""Pages with positioned text, and the PDF of them. Written without a library.

Generators of estimates differ in how they put the same page into a file: whole lines, single words
or letters, in the order of reading or not. `Printing` chooses among these.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from development.make_samples import WIDTHS

REGULAR, BOLD, TYPEWRITER = "F1", "F2", "F4"
_FONTS = {REGULAR: "Helvetica", BOLD: "Helvetica-Bold", TYPEWRITER: "Courier"}
WIDTH, HEIGHT = 612.0, 792.0
_TURNS = {0: "", 90: "0 1 -1 0 792 0 cm", 180: "-1 0 0 -1 612 792 cm", 270: "0 -1 1 0 0 612 cm"}
_PICTURE = "BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI"


@dataclass(frozen=True)
class Printing:
    """How the generator of a PDF writes text.

    Attributes:
        pieces: What one text operator shows: `lines`, `words`, `letters` or `kerned` lines.
        order: Order of the texts in the file: `drawn`, `reversed` or `shuffled`.
        garbled: Whether the fonts map their glyphs to wrong characters.
        hidden: Whether text is invisible and over a picture, as text recognition leaves it.
        twice: Whether text is printed twice, a little beside itself, instead of in a bold font.
        turn: The pages' /Rotate; they look upright all the same.
        offset: Position of the page's lower left corner.
    """

    pieces: str = "lines"
    order: str = "drawn"
    garbled: bool = False
    hidden: bool = False
    twice: bool = False
    turn: int = 0
    offset: float = 0


def text_width(text: str, size: float, font: str = REGULAR) -> float:
    """Return the width of a text in points."""
    if font == TYPEWRITER:
        return len(text) * 0.6 * size
    return sum(_letter_width(letter, font) for letter in text) * size / 1000


@cache
def _letter_width(letter: str, font: str) -> int:
    """Return the width of a letter in thousandths of the font's size."""
    base = unicodedata.normalize("NFD", letter)[0]
    return WIDTHS[font][ord(base) - 32] if " " <= base <= "~" else 556


@dataclass
class Sheet:
    """One page; coordinates in points from the lower left."""

    texts: list[tuple[float, float, str, float, str]] = field(default_factory=list)
    pictures: list[tuple[float, float, float, float]] = field(default_factory=list)
    rules: list[tuple[float, float, float]] = field(default_factory=list)
    watermark: str = ""

    def text(self, x: float, y: float, text: str, size: float = 9, font: str = REGULAR) -> float:
        """Write a text that begins at `x`; return where it ends."""
        if text:
            self.texts.append((x, y, text, size, font))
        return x + text_width(text, size, font)

    def right(self, x: float, y: float, text: str, size: float = 9, font: str = REGULAR) -> None:
        """Write a text that ends at `x`."""
        self.text(x - text_width(text, size, font), y, text, size, font)

    def center(self, y: float, text: str, size: float = 9, font: str = REGULAR) -> None:
        """Write a text in the middle of the line."""
        self.text((WIDTH - text_width(text, size, font)) / 2, y, text, size, font)

    def picture(self, x: float, y: float, width: float, height: float) -> None:
        """Put a gray picture there."""
        self.pictures.append((x, y, width, height))

    def rule(self, x1: float, x2: float, y: float) -> None:
        """Draw a line across."""
        self.rules.append((x1, x2, y))


def pdf_of(sheets: Sequence[Sheet], printing: Printing, chance: random.Random) -> bytes:
    """Return the PDF of these pages."""
    first = 3 + 2 * len(_FONTS)
    kids = " ".join(f"{first + 2 * number} 0 R" for number in range(len(sheets)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(sheets)} >>",
    ]
    resources = ""
    for name, base in _FONTS.items():
        number = len(objects) + 1
        wrong = f" /ToUnicode {number + 1} 0 R" if printing.garbled else ""
        objects.append(
            f"<< /Type /Font /Subtype /Type1 /BaseFont /{base} /Encoding /WinAnsiEncoding{wrong} >>"
        )
        objects.append(_stream(_WRONG_MAP))
        resources += f"/{name} {number} 0 R "
    low = printing.offset
    wide, high = (HEIGHT, WIDTH) if printing.turn % 180 else (WIDTH, HEIGHT)
    for sheet in sheets:
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [{low:g} {low:g} {wide + low:g} "
            f"{high + low:g}] /Rotate {printing.turn} /Resources << /Font << {resources}>> >> "
            f"/Contents {len(objects) + 2} 0 R >>"
        )
        objects.append(_stream(_content(sheet, printing, chance)))
    return _file(objects)


def _content(sheet: Sheet, printing: Printing, chance: random.Random) -> str:
    parts = [f"1 0 0 1 {printing.offset:g} {printing.offset:g} cm", _TURNS[printing.turn]]
    pictures = list(sheet.pictures)
    if printing.hidden:
        pictures.append((0, 0, WIDTH, HEIGHT))
    parts += [f"q {w:g} 0 0 {h:g} {x:g} {y:g} cm {_PICTURE} Q" for x, y, w, h in pictures]
    parts += [f"0.5 w {x1:g} {y:g} m {x2:g} {y:g} l S" for x1, x2, y in sheet.rules]
    texts = list(sheet.texts)
    if printing.order == "reversed":
        texts.reverse()
    elif printing.order == "shuffled":
        chance.shuffle(texts)
    if sheet.watermark:
        shown = _hex(sheet.watermark)
        parts.append(f"q 0.85 g BT /{BOLD} 96 Tf 0.7 0.7 -0.7 0.7 140 200 Tm {shown} Tj ET Q")
    parts += [_shown(*text, printing) for text in texts]
    if printing.twice:
        beside = [(x + 0.3, y, text, size, font) for x, y, text, size, font in texts]
        parts += [_shown(*text, printing) for text in beside]
    return "\n".join(parts)


def _shown(x: float, y: float, text: str, size: float, font: str, printing: Printing) -> str:
    """Return the operators that show a text."""
    mode = "3 Tr " if printing.hidden else ""
    start = f"BT {mode}/{font} {size:g} Tf"
    if printing.pieces in {"lines", "kerned"}:
        shown = _kerned(text) if printing.pieces == "kerned" else f"{_hex(text)} Tj"
        return f"{start} {x:.2f} {y:.2f} Td {shown} ET"
    pieces = text.split(" ") if printing.pieces == "words" else list(text)
    blank = text_width(" ", size, font) if printing.pieces == "words" else 0
    operators = [start]
    for piece in pieces:
        if piece:
            operators.append(f"1 0 0 1 {x:.2f} {y:.2f} Tm {_hex(piece)} Tj")
        x += text_width(piece, size, font) + blank
    return " ".join([*operators, "ET"])


def _kerned(text: str) -> str:
    """Return the operator that shows a text with corrections between its letters."""
    parts = " ".join(f"{_hex(letter)} {(-12, 9, 18)[n % 3]}" for n, letter in enumerate(text))
    return f"[{parts}] TJ"


def _hex(text: str) -> str:
    return f"<{text.encode('cp1252', 'replace').hex()}>"


def _wrong_map() -> str:
    """Return a character map as some generators write it: glyph numbers instead of characters."""
    codes = range(0x20, 0x7F)
    lines = "\n".join(f"<{code:02x}> <{code - 29:04x}>" for code in codes)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CMapName /Wrong def /CMapType 2 def\n"
        "1 begincodespacerange <00> <ff> endcodespacerange\n"
        f"{len(codes)} beginbfchar\n{lines}\nendbfchar\nendcmap end end"
    )


_WRONG_MAP = _wrong_map()


def _stream(content: str) -> str:
    return f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"


def _file(objects: Sequence[str]) -> bytes:
    file = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(file))
        file += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    start = len(file)
    file += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    file += b"".join(f"{offset:010} 00000 n \n".encode() for offset in offsets)
    file += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\n".encode()
    return bytes(file + f"startxref\n{start}\n%%EOF\n".encode())
