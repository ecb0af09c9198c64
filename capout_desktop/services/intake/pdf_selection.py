"""Parts of a PDF that PDFium writes, taken without ever having the whole in the memory.

PDFium keeps in its memory whatever the chosen pages may use. So the copy is written twice: first
without the pictures, to find what stays, then to pass on what stays. Runs in the worker process
only.
"""

from __future__ import annotations

import mmap
import os
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

LEAST_HOLE = 64 << 10
"""Smallest picture that is left out of the outline, in bytes; smaller ones save too little."""

_BODY = re.compile(rb">>\s*stream\r?\n")
_PICTURE = re.compile(rb"/Subtype\s*/Image\b")
_LENGTH = re.compile(rb"/Length\s+(\d+)\b")
_LONGEST_DICTIONARY = 64 << 10
_OVERLAP = 32
_TAIL = 64


class Span(NamedTuple):
    """Bytes of the PDF as PDFium writes it, from `start` to before `end`."""

    start: int
    end: int


class Outline:
    """The PDF as PDFium writes it, with holes where pictures are.

    A hole that is wrong, since a text looks like the start of a picture, makes objects unreadable
    that are looked for; nothing wrong is read.
    """

    def __init__(self, memory: mmap.mmap) -> None:
        """Write into `memory`, of which a hole takes address space only."""
        self._memory = memory
        self._left = 0
        # What may be the dictionary of the next stream, and the part that was searched.
        self._text = bytearray()
        self._searched = 0

    def take(self, part: bytes) -> bool:
        """Take the next bytes; return whether there is room for them."""
        if self._memory.tell() + len(part) > len(self._memory):
            return False
        while part:
            if self._left:
                hole = min(self._left, len(part))
                self._memory.seek(hole, os.SEEK_CUR)
                self._left -= hole
                part = part[hole:]
                continue
            known = len(self._text)
            self._text += part
            found = _BODY.search(self._text, self._searched - _OVERLAP)
            if found is None:
                self._memory.write(part)
                del self._text[:-_LONGEST_DICTIONARY]
                self._searched = len(self._text)
                return True
            taken = found.end() - known
            self._memory.write(part[:taken])
            self._left = _hole(self._text[: found.start()])
            self._text.clear()
            self._searched = 0
            part = part[taken:]
        return True


def _hole(text: bytes | bytearray) -> int:
    """Return the length of a picture whose dictionary ends a text; 0 if it is not left out."""
    dictionary = text[text.rfind(b" obj") :]
    lengths = _LENGTH.findall(dictionary)
    if len(lengths) != 1 or not _PICTURE.search(dictionary):
        return 0
    length = int(lengths[0])
    return length if length >= LEAST_HOLE else 0


class Selection:
    """Passes on some parts of what PDFium writes, and texts between them.

    Attributes:
        size: Number of bytes passed on.
    """

    def __init__(self, parts: Iterator[bytes | Span], piece: int, send: Callable[[bytes], object]):
        """Take `parts`, whose spans ascend, and `send` them in pieces of `piece` bytes or more."""
        self._parts = parts
        self._piece = piece
        self._send = send
        self._at = 0
        self._buffer = bytearray()
        self._tail = b""
        self.size = 0
        self._next: bytes | Span | None = None
        self._advance()

    def take(self, part: bytes) -> bool:
        """Take the next bytes that PDFium writes; return whether they may hold what is wanted."""
        end = self._at + len(part)
        while isinstance(self._next, Span) and self._next.start < end:
            span = self._next
            if span.start < self._at:
                return False
            self._add(part[span.start - self._at : span.end - self._at])
            if span.end > end:
                self._next = Span(end, span.end)
                break
            self._advance()
        self._at = end
        self._tail = (self._tail + part)[-_TAIL:]
        return True

    def finish(self) -> bytes | None:
        """Send the rest; return the end of what PDFium wrote, or None if something is missing."""
        if self._next is not None:
            return None
        if self._buffer:
            self._send(bytes(self._buffer))
        return self._tail

    def _advance(self) -> None:
        """Pass on the texts before the next span."""
        while isinstance(one := next(self._parts, None), bytes):
            self._add(one)
        self._next = one

    def _add(self, content: bytes) -> None:
        self._buffer += content
        self.size += len(content)
        if len(self._buffer) >= self._piece:
            self._send(bytes(self._buffer))
            self._buffer.clear()
