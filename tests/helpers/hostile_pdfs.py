"""PDFs damaged in known ways, and what may truly be said of each.

The judge knows nothing of the program's inspection. It knows how each file was made, and asks qpdf,
another library, where only chance decided what is left of one.
"""

from __future__ import annotations

import functools
import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from helpers.pdfs import (
    dangling_pdf,
    endless_pdf,
    footed_scan_pdf,
    locked_pdf,
    memory_bomb_pdf,
    miscounted_pdf,
    no_pages_pdf,
    odd_page_type_pdf,
    photo_sheets_pdf,
    portfolio_pdf,
    protected_pdf,
    restricted_pdf,
    scanned_pdf,
    stream_bomb_pdf,
    unfinished_update_pdf,
    written_pdf,
    xfa_pdf,
)

DAMAGED, NO_PDF, EMPTY = "pdf-damaged", "not-a-pdf", "file-empty"
INCOMPLETE, MISSING = "incomplete", "missing-pages"
FIFO = b"this one is a pipe"

_OBJECT = re.compile(rb"(\d+) 0 obj\n(.*?)\nendobj\n", re.DOTALL)
_NAMES = (
    "<img src=x> {}.pdf",
    "estimate\u202efdp.{}.pdf",
    "two\nlines {}.pdf",
    "=HYPERLINK(a) {}.pdf",
    "R&D 100% {}.pdf",
    "\x1b[31m {}.PDF",
    "e\u0301\u200b {}.pdf",
    "%s%n{{}} {}.pdf",
)


@dataclass(frozen=True)
class Truth:
    """What may be said of a file.

    Attributes:
        refusals: Codes of the problems for which it may be refused.
        opens: Whether it may pass.
        pages: Number of pages, if it passes; None if chance decides.
        notices: Names of the notices that it must get, if it passes.
        perhaps: Names of further notices that it may get.
        is_rotten: Whether only another library can tell.
    """

    refusals: frozenset[str] = frozenset()
    opens: bool = True
    pages: int | None = None
    notices: frozenset[str] = frozenset()
    perhaps: frozenset[str] = frozenset()
    is_rotten: bool = False


@dataclass(frozen=True)
class Made:
    """A file to be dropped."""

    kind: str
    name: str
    content: bytes = field(repr=False)
    truth: Truth


@dataclass(frozen=True)
class Seen:
    """What the program says of a file: why it is refused, or its pages and notices."""

    refusal: str
    pages: int | None
    notices: frozenset[str]


def make(number: int, *, with_slow: bool) -> Made:
    """Return the file of this number; each is another one, and the same in every run.

    `with_slow` includes those that keep PDFium busy until its time is over.
    """
    chance = random.Random(number)
    # Each kind is among the first ones.
    kind = list(_KINDS)[number] if number < len(_KINDS) else chance.choice(list(_KINDS))
    if with_slow and not number % 80:
        kind = chance.choice(list(_SLOW))
    content, truth = (_KINDS | _SLOW)[kind](chance)
    name = chance.choice(_NAMES) if not number % 5 and sys.platform != "win32" else "scope {}.pdf"
    return Made(kind, name.format(number), content, truth)


def write(made: Made, folder: Path) -> Path:
    """Write the file and return its path."""
    path = folder / made.name
    if made.content == FIFO:
        os.mkfifo(path)
    else:
        path.write_bytes(made.content)
    return path


def complaint(made: Made, path: Path, seen: Seen) -> str:
    """Return what is wrong with the program's verdict; empty if it may stand."""
    truth = made.truth
    if truth.is_rotten:
        return _complaint_by_qpdf(made, path, seen)
    if seen.refusal:
        return "" if seen.refusal in truth.refusals else f"refused: {seen.refusal}"
    if not truth.opens:
        return "passed"
    if truth.pages is not None and seen.pages != truth.pages:
        return f"{seen.pages} pages instead of {truth.pages}"
    if not truth.notices <= seen.notices <= truth.notices | truth.perhaps:
        return f"notices {sorted(seen.notices)} instead of {sorted(truth.notices)}"
    return ""


def _complaint_by_qpdf(made: Made, path: Path, seen: Seen) -> str:
    """Judge a file of which chance has decided what is left."""
    if seen.refusal == NO_PDF:
        return "" if b"%PDF-" not in made.content[:1024] else "it has the header of a PDF"
    if seen.refusal not in {"", DAMAGED}:
        return f"refused: {seen.refusal}"
    pages, is_sound = _by_qpdf(path)
    if seen.refusal:
        return f"damaged, but qpdf reads {pages} pages without a word" if is_sound else ""
    if seen.notices & {INCOMPLETE, MISSING} or seen.pages in {pages, made.truth.pages}:
        return ""
    return f"{seen.pages} pages without a notice, while qpdf reads {pages}"


def _by_qpdf(path: Path) -> tuple[int | None, bool]:
    """Return the number of pages, and whether qpdf finds nothing wrong with the file."""
    if (qpdf := shutil.which("qpdf")) is None:
        return None, False
    told = subprocess.run(
        [qpdf, "--show-npages", path], capture_output=True, timeout=60, check=False
    )
    found = told.stdout.strip()
    if not found.isdigit() or not int(found):
        return None, False
    check = subprocess.run([qpdf, "--check", path], capture_output=True, timeout=60, check=False)
    return int(found), check.returncode == 0


def _exactly(pages: int, *notices: str, perhaps: tuple[str, ...] = ()) -> Truth:
    return Truth(pages=pages, notices=frozenset(notices), perhaps=frozenset(perhaps))


def _refused(*codes: str) -> Truth:
    return Truth(refusals=frozenset(codes), opens=False)


def _written(chance: random.Random) -> tuple[int, bytes]:
    pages = chance.randint(1, 12)
    return pages, written_pdf(pages, marker=str(chance.random()))


def _good(chance: random.Random) -> tuple[bytes, Truth]:
    pages, content = _written(chance)
    return content, _exactly(pages)


def _long(chance: random.Random) -> tuple[bytes, Truth]:
    pages = chance.randint(151, 400)
    return written_pdf(pages, marker=str(chance.random())), _exactly(pages, "many-pages")


def _followed(chance: random.Random) -> tuple[bytes, Truth]:
    pages, content = _written(chance)
    rest = chance.choice((b"x", b"\0", b"This mail is confidential.\r\n", b"\r\n", b"endstream\n"))
    return content + rest * chance.randint(1, 5000), _exactly(pages)


def _preceded(chance: random.Random) -> tuple[bytes, Truth]:
    pages, content = _written(chance)
    return chance.choice((b"\r\n", b"\n", b" ")) * chance.randint(1, 400) + content, _exactly(pages)


def _cut(chance: random.Random) -> tuple[bytes, Truth]:
    """Cut a file off anywhere."""
    pages, content = _written(chance)
    at = chance.randrange(len(content) - 7)  # the mark of the end goes in any case
    left = content[:at]
    if at == 0:
        return left, _refused(EMPTY)
    if b"%PDF-" not in left:
        return left, _refused(NO_PDF)
    if at >= content.index(b"startxref"):  # all else is there
        return left, _exactly(pages, INCOMPLETE)
    noted = frozenset({INCOMPLETE})
    return left, Truth(frozenset({DAMAGED}), True, pages, noted, frozenset({MISSING}))


def _hole(chance: random.Random, pattern: bytes, number: int = 0) -> tuple[int, bytes]:
    """Return a written PDF in which the objects with `pattern` are overwritten, or one of them."""
    pages, content = _written(chance)
    hit = [found for found in _OBJECT.finditer(content) if pattern in found[2]]
    filler = chance.choice((b"\0", b" ", b"x"))
    hole = hit[number % len(hit)]
    made = content[: hole.start(2)] + filler * len(hole[2]) + content[hole.end(2) :]
    return pages, made


def _hole_in_page(chance: random.Random) -> tuple[bytes, Truth]:
    pages, content = _hole(chance, b"/Type /Page ", chance.randrange(12))
    if pages == 1:
        return content, _refused(DAMAGED)
    return content, Truth(frozenset(), True, None, frozenset({MISSING}))


def _hole_in_words(chance: random.Random) -> tuple[bytes, Truth]:
    """Overwrite the words of a page; the page is still there."""
    pages, content = _written(chance)
    at = content.index(b"(Remove and replace drywall)")
    return content[:at] + b" " * 28 + content[at + 28 :], _exactly(pages, perhaps=("scan",))


def _hole_in_tree(chance: random.Random) -> tuple[bytes, Truth]:
    _, content = _hole(chance, chance.choice((b"/Type /Pages", b"/Type /Catalog")))
    return content, _refused(DAMAGED)


def _hole_in_table(chance: random.Random) -> tuple[bytes, Truth]:
    """Overwrite the table of objects, without which they can still be found."""
    pages, content = _written(chance)
    start, end = content.rindex(b"\nxref\n") + 1, content.rindex(b"trailer")
    return content[:start] + b"\n" * (end - start) + content[end:], _exactly(pages)


def _rotten(chance: random.Random) -> tuple[bytes, Truth]:
    pages, content = _written(chance)
    rotten = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 5, 20, 100))):
        rotten[chance.randrange(len(rotten))] ^= 1 << chance.randrange(8)
    return bytes(rotten), Truth(pages=pages, is_rotten=True)


def _holed(chance: random.Random) -> tuple[bytes, Truth]:
    """Overwrite a piece anywhere, as a failing disk does."""
    pages, content = _written(chance)
    size = chance.choice((16, 64, 512))
    at = chance.randrange(len(content))
    rotten = content[:at] + bytes(min(size, len(content) - at)) + content[at + size :]
    return rotten, Truth(pages=pages, is_rotten=True)


def _dangling(chance: random.Random) -> tuple[bytes, Truth]:
    pages = chance.randint(1, 40)
    missing = chance.randint(1, pages)
    content = dangling_pdf(pages, missing)
    return content, _refused(DAMAGED) if missing == pages else _exactly(pages, MISSING)


def _locked(chance: random.Random) -> tuple[bytes, Truth]:
    return locked_pdf(str(chance.random())), _refused("password-needed")


def _protected(chance: random.Random) -> tuple[bytes, Truth]:
    handlers = {
        "MicrosoftIRMServices": "pdf-rights-managed",
        "Adobe.PubSec": "pdf-for-certificate",
        "EBX_HANDLER": "pdf-rights-managed",
        "Nobody.Knows": "pdf-protected",
    }
    handler = chance.choice(list(handlers))
    return protected_pdf(handler), _refused(handlers[handler])


def _no_pdf(chance: random.Random) -> tuple[bytes, Truth]:
    content = chance.choice((chance.randbytes(5000), b"<html>" * 99, b"PK\x03\x04" * 99))
    return content, _refused(NO_PDF)


def _header_only(chance: random.Random) -> tuple[bytes, Truth]:
    return b"%PDF-1.7\n" + chance.randbytes(chance.randint(0, 5000)), _refused(DAMAGED)


def _pipe(_: random.Random) -> tuple[bytes, Truth]:
    if sys.platform == "win32":
        return b"", _refused(EMPTY)
    return FIFO, _refused("not-a-file")


def _picture_bomb(chance: random.Random) -> tuple[bytes, Truth]:
    content = memory_bomb_pdf(chance.choice((20_000, 30_000, 60_000)))
    return content, _exactly(1, perhaps=("scan",))


@functools.cache
def _stream_bomb() -> bytes:
    return stream_bomb_pdf(1 << 30)


def _odd(chance: random.Random) -> tuple[bytes, Truth]:
    """Return one of the odd files of which everything is known."""
    pages = chance.randint(2, 20)
    return chance.choice(
        (
            (scanned_pdf(pages), _exactly(pages, "scan")),
            (footed_scan_pdf(pages), _exactly(pages, "scan")),
            (photo_sheets_pdf(), _exactly(12)),
            (xfa_pdf(), _exactly(1, "form")),
            (portfolio_pdf(), _exactly(1, "attached-pdfs")),
            (portfolio_pdf(encrypted=True), _refused("pdf-rights-managed")),
            (restricted_pdf(), _exactly(1)),
            (unfinished_update_pdf(), _exactly(2, INCOMPLETE)),
            (miscounted_pdf(), _exactly(2, MISSING)),
            (odd_page_type_pdf(), _exactly(2, MISSING)),
            (odd_page_type_pdf("page", first=True), _refused(DAMAGED)),
            (no_pages_pdf(), _refused(DAMAGED)),
        )
    )


_Maker = Callable[[random.Random], tuple[bytes, Truth]]
_KINDS: dict[str, _Maker] = {
    "good": _good,
    "long": _long,
    "bytes after the end": _followed,
    "bytes before the beginning": _preceded,
    "cut": _cut,
    "cut again": _cut,
    "hole in a page": _hole_in_page,
    "hole in the words": _hole_in_words,
    "hole in the tree": _hole_in_tree,
    "hole in the table": _hole_in_table,
    "hole anywhere": _holed,
    "bit rot": _rotten,
    "more bit rot": _rotten,
    "dangling kids": _dangling,
    "locked": _locked,
    "protected": _protected,
    "no PDF": _no_pdf,
    "header only": _header_only,
    "pipe": _pipe,
    "picture bomb": _picture_bomb,
    "odd": _odd,
}
_SLOW: dict[str, _Maker] = {
    "endless": lambda chance: (
        endless_pdf() + f"%{chance.random()}\n".encode(),
        _exactly(1, perhaps=("scan",)),
    ),
    "stream bomb": lambda _: (_stream_bomb(), _exactly(1, perhaps=("scan",))),
}
