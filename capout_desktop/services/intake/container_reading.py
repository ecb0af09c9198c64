"""Reading of mails and archives for the program. Runs in the worker process only.

What Python needs for it is written in Python, so nothing can take the worker over. But a small file
can take hours and all memory.
"""

from __future__ import annotations

import codecs
import encodings
import os
from collections.abc import Iterator

from capout_desktop.domain import unpacking
from capout_desktop.domain.problem import ProblemCode
from capout_desktop.services.intake.pdf_protocol import Entry, Piece, Title, Unpack
from capout_desktop.services.outbox.containers import Container, Part

PIECE_BYTES = 4 << 20

_ENCODINGS = (
    *("ascii", "utf-8", "utf-7", "utf-16", "utf-16-le", "utf-16-be", "latin-1"),
    *(f"iso8859-{number}" for number in (2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16)),
    *(f"cp{number}" for number in range(1250, 1259)),
    *("cp437", "cp850", "cp874", "cp932", "cp936", "cp949", "cp950"),
    *("mac-roman", "koi8-r", "koi8-u"),
    *("gb2312", "gbk", "gb18030", "big5", "shift_jis", "euc-jp", "iso2022-jp", "euc-kr"),
    *("quopri", "base64", "uu"),
)
"""Encodings of the headers of mails, and of names in archives."""


def prepare() -> None:
    """Load what cannot be read from the disk once this process is confined."""
    for encoding in _ENCODINGS:
        codecs.lookup(encoding)
    codecs.unregister(encodings.search_function)
    codecs.register(_loaded)


def _loaded(encoding: str) -> codecs.CodecInfo | None:
    try:
        return encodings.search_function(encoding)
    except OSError:
        return None  # it is not in memory; an error of the disk is not what its users expect


def unpack(request: Unpack, file: int) -> Iterator[Title | Entry | Piece]:
    """Say what is in a mail or archive, with the content of the PDFs in it."""
    with os.fdopen(file, "rb", buffering=1 << 16, closefd=False) as opened:
        container = Container(opened, request.name)
        try:
            for number, part in enumerate(container.parts()):
                if not number:
                    yield Title(unpacking.shortened(container.title))
                yield from _answers(part)
        except OSError:
            yield Entry("", problem=ProblemCode.CONTAINER_UNREADABLE)
        except (MemoryError, RecursionError):
            yield Entry("", problem=ProblemCode.CONTAINER_TOO_MUCH)


def _answers(part: Part) -> Iterator[Entry | Piece]:
    name = unpacking.shortened(part.name)
    if part.content is None:
        yield Entry(name, problem=ProblemCode(part.problem.code) if part.problem else None)
        return
    yield Entry(name, size=len(part.content))
    for start in range(0, len(part.content), PIECE_BYTES):
        yield Piece(part.content[start : start + PIECE_BYTES])
