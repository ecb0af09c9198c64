"""Objects of a PDF as PDFium writes it: reading them one by one, and writing changed ones.

It reads nothing else, since PDFium has brought the file of a stranger into this form: a plain
cross-reference table, lengths as numbers, no object streams. Runs in the worker process only.
"""

from __future__ import annotations

import mmap
import re
from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeAlias

_TOKEN = re.compile(
    rb"\s*(?:(?P<open><<|\[)|(?P<close>>>|\])|/(?P<name>[^\x00\t\n\f\r ()<>\[\]{}/%]*)"
    rb"|(?P<ref>(\d+)\s+\d+\s+R\b)|(?P<hex><[^>]*>)|(?P<string>\()|(?P<plain>[^\s()<>\[\]{}/%]+))"
)
_OBJECT = re.compile(rb"\s*(\d+)\s+\d+\s+obj\s*")
_STREAM = re.compile(rb"\s*stream\r?\n")
_START = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")
_TABLE = re.compile(rb"xref\s*")
_SECTION = re.compile(rb"(\d+) (\d+)\s+")
_ENTRY = re.compile(rb"(\d{10}) \d{5} ([nf])\s+")
_PAREN = re.compile(rb"\\.|[()]", re.DOTALL)
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_SPECIAL = re.compile(r"[^!-~]|[#()<>\[\]{}/%]")
_TAIL = 64


class UnexpectedPdfError(ValueError):
    """It is not in the form in which PDFium writes a PDF."""


class Name(str):
    """A name, without the slash and with its escapes resolved; one character for each byte."""

    __slots__ = ()


class Ref(NamedTuple):
    """A reference to an object, by its number."""

    number: int


Value: TypeAlias = "dict[str, Value] | list[Value] | Ref | Name | bytes"
"""A PDF value; numbers, strings and key words are the bytes that they are written with."""


Bytes: TypeAlias = "bytes | bytearray | mmap.mmap"


class Stored(NamedTuple):
    """An object: its value and its place; a stream has a body.

    Attributes:
        start: Where the object begins.
        value: The value, or the dictionary of a stream.
        value_end: Where the value ends.
        end: Where the object ends, behind `endobj`.
        body: Bytes of the stream as they are stored; None if it is none.
    """

    start: int
    value: Value
    value_end: int
    end: int
    body: memoryview | None = None


class WrittenPdf:
    """A PDF that PDFium wrote into memory.

    Attributes:
        data: Its bytes.
        trailer: The dictionary at its end.
        table_at: Where its cross-reference table is.
    """

    def __init__(self, data: Bytes, size: int) -> None:
        """Read the cross-reference table of the first `size` bytes of `data`.

        Raises:
            UnexpectedPdfError: There is none.
        """
        self.data = data
        self._view = memoryview(data)
        self._known: dict[int, Stored] = {}
        self.table_at = table_place(data, size - _TAIL, size)
        self._offsets, at = _table(data, self.table_at)
        trailer, _ = _parse(data, at)
        if not isinstance(trailer, dict):
            raise UnexpectedPdfError("no trailer")
        self.trailer = trailer

    @property
    def header(self) -> bytes:
        """What precedes the first object."""
        return bytes(self._view[: min(self._offsets.values(), default=0)])

    def object(self, number: int) -> Stored | None:
        """Return an object; None if there is none of this number.

        Raises:
            UnexpectedPdfError: What is at its place is something else.
        """
        if number not in self._known and number in self._offsets:
            self._known[number] = self._read(number, self._offsets[number])
        return self._known.get(number)

    def resolve(self, value: Value | None) -> Value | None:
        """Return what a reference leads to; any other value as it is."""
        for _ in range(20):
            if not isinstance(value, Ref):
                return value
            found = self.object(value.number)
            value = None if found is None else found.value
        return None

    def close(self) -> None:
        """Let go of the bytes."""
        self._known.clear()
        self._view.release()

    def _read(self, number: int, offset: int) -> Stored:
        data = self.data
        head = _OBJECT.match(data, offset)
        if head is None or int(head[1]) != number:
            raise UnexpectedPdfError("an object is not at its place")
        value, at = _parse(data, head.end())
        value_end = at
        stream = _STREAM.match(data, at)
        body = None
        if stream is not None and isinstance(value, dict):
            length = value.get("Length")
            if not isinstance(length, bytes) or not length.isdigit():
                raise UnexpectedPdfError("a stream without a length")
            at = stream.end() + int(length)
            body = self._view[stream.end() : at]
        end = data.find(b"endobj", at)
        if end == -1:
            raise UnexpectedPdfError("an object without an end")
        return Stored(offset, value, value_end, end + 6, body)


def table_place(data: Bytes, start: int, end: int) -> int:
    """Return where the cross-reference table is, as the end of a PDF says.

    Raises:
        UnexpectedPdfError: It does not say so.
    """
    found = _START.search(data, start, end)
    if found is None:
        raise UnexpectedPdfError("no cross-reference table")
    return int(found[1])


def references(value: Value) -> list[int]:
    """Return the numbers of all objects that a value refers to."""
    found: list[int] = []
    waiting: list[Value] = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Ref):
            found.append(one.number)
        elif isinstance(one, dict):
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
    return found


def written(value: Value, number_of: Callable[[int], int] = lambda number: number) -> bytes:
    """Return a value as it is written in a PDF."""
    if isinstance(value, Ref):
        return b"%d 0 R" % number_of(value.number)
    if isinstance(value, Name):
        return _name(value)
    if isinstance(value, dict):
        entries = (_name(key) + b" " + written(one, number_of) for key, one in value.items())
        return b"<<" + b"".join(entries) + b">>"
    if isinstance(value, list):
        return b"[" + b" ".join(written(one, number_of) for one in value) + b"]"
    return value


def mapping(value: Value | None) -> Mapping[str, Value]:
    """Return a dictionary; an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def resolved_name(raw: bytes) -> str:
    """Return a name without its escapes."""
    return _ESCAPE.sub(lambda found: bytes((int(found[1], 16),)), raw).decode("latin-1")


def _name(name: str) -> bytes:
    return b"/" + _SPECIAL.sub(lambda found: f"#{ord(found[0]):02X}", name).encode("latin-1")


def _table(data: Bytes, at: int) -> tuple[dict[int, int], int]:
    """Return the places of the objects, and the place of the trailer."""
    head = _TABLE.match(data, at)
    if head is None:
        raise UnexpectedPdfError("no cross-reference table")
    at = head.end()
    offsets: dict[int, int] = {}
    while (section := _SECTION.match(data, at)) is not None:
        at = section.end()
        for number in range(int(section[1]), int(section[1]) + int(section[2])):
            entry = _ENTRY.match(data, at)
            if entry is None:
                raise UnexpectedPdfError("a cross-reference table that ends early")
            at = entry.end()
            if entry[2] == b"n":
                offsets[number] = int(entry[1])
    if data[at : at + 7] != b"trailer":
        raise UnexpectedPdfError("no trailer")
    return offsets, at + 7


def _parse(data: Bytes, at: int) -> tuple[Value, int]:
    """Return the value at a place, and where it ends."""
    # Of each dictionary or list that is not closed yet: its parts so far, and its sign.
    stack: list[tuple[list[Value], bytes]] = []
    while True:
        token = _TOKEN.match(data, at)
        if token is None:
            raise UnexpectedPdfError("no value")
        at = token.end()
        value: Value
        if token["open"] is not None:
            stack.append(([], token["open"]))
            continue
        if token["close"] is not None:
            if not stack:
                raise UnexpectedPdfError("a value that was never begun")
            parts, sign = stack.pop()
            value = _dictionary(parts) if sign == b"<<" else parts
        elif token["name"] is not None:
            value = Name(resolved_name(token["name"]))
        elif token["ref"] is not None:
            value = Ref(int(token[5]))
        elif token["string"] is not None:
            start, at = at - 1, _string_end(data, at)
            value = bytes(data[start:at])
        else:
            value = token["hex"] or token["plain"]
        if not stack:
            return value, at
        stack[-1][0].append(value)


def _dictionary(parts: list[Value]) -> dict[str, Value]:
    names = parts[::2]
    if len(parts) % 2 or not all(isinstance(name, Name) for name in names):
        raise UnexpectedPdfError("a dictionary with a key that is no name")
    return {str(name): parts[2 * place + 1] for place, name in enumerate(names)}


def _string_end(data: Bytes, at: int) -> int:
    depth = 1
    for found in _PAREN.finditer(data, at):
        if found[0] == b"(":
            depth += 1
        elif found[0] == b")":
            depth -= 1
            if not depth:
                return found.end()
    raise UnexpectedPdfError("a string without an end")
