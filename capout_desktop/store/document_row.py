"""Conversion of documents to and from rows of the journal.

A row is the document's id and the document as JSON, without fields that have their default.
Thousands of rows are written at once, and a column for each field takes SQLite five times as long.
"""

from __future__ import annotations

import functools
import os

import msgspec
from msgspec.structs import replace

from capout_desktop.domain.document import Document
from capout_desktop.store.record_decoder import RecordDecoder

COLUMNS = ("id", "document", "raw_source")


def rows_at_once(columns: int) -> int:
    """Return how many rows one statement stores at most: a power of two.

    Every version of SQLite accepts 999 values in a statement.
    """
    return 1 << (999 // columns).bit_length() - 1


ROWS_AT_ONCE = rows_at_once(len(COLUMNS))

Row = tuple[str, str, bytes | None]

_encode = msgspec.json.Encoder().encode
_decode = RecordDecoder(Document).decode


@functools.cache
def upsert(rows: int) -> str:
    """Return the statement that stores `rows` rows, whose values follow each other."""
    row = f"({', '.join('?' * len(COLUMNS))})"
    return (
        f"INSERT INTO documents ({', '.join(COLUMNS)}) "  # noqa: S608 - names and places of our own
        f"VALUES {', '.join([row] * rows)} "
        f"ON CONFLICT (id) DO UPDATE SET {', '.join(f'{c} = excluded.{c}' for c in COLUMNS[1:])}"
    )


def write(document: Document) -> Row:
    """Return the document's values in the order of `COLUMNS`.

    Raises:
        UnicodeEncodeError: A text other than its path cannot be written as UTF-8.
    """
    if document.bytes_sent or document.downloading:
        # What is under way is of no use after the next start, so it is not stored.
        document = replace(document, bytes_sent=0, downloading=False)
    try:
        return document.id, _encode(document).decode(), None
    except UnicodeEncodeError:
        # Linux allows paths that are not valid UTF-8: such a path is stored as bytes.
        raw = os.fsencode(document.source)
        text = document.source.encode(errors="replace").decode()
        return document.id, _encode(replace(document, source=text)).decode(), raw


def read(row: Row) -> Document:
    """Return the document stored in a row by `write`.

    Raises:
        ValueError: The row was not written by this program.
    """
    id_, text, raw_source = row
    document = _decode(id_, text)
    return document if raw_source is None else replace(document, source=_path_of(raw_source))


def _path_of(raw: bytes) -> str:
    try:
        return os.fsdecode(raw)
    except UnicodeDecodeError:  # written on Linux, whose names need not be text, and read elsewhere
        return raw.decode(errors="replace")
