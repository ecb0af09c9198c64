"""A document as a row of the journal, and back.

A row is the document's id and the document as JSON, without what stands at its default: thousands
of new ones are written at once, and a column for each field takes SQLite five times as long.
"""

from __future__ import annotations

import functools
import os

import msgspec
from msgspec.structs import replace

from capout_desktop.domain.document import Document

COLUMNS = ("id", "document", "raw_source")
ROWS_AT_ONCE = 999 // len(COLUMNS)
"""How many rows one statement stores: every SQLite takes 999 values."""

Row = tuple[str, str, bytes | None]

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Document).decode


@functools.cache
def upsert(rows: int) -> str:
    """Return the statement that stores so many rows; their values follow each other."""
    row = f"({', '.join('?' * len(COLUMNS))})"
    return (
        f"INSERT INTO documents ({', '.join(COLUMNS)}) "  # noqa: S608 - names and places of our own
        f"VALUES {', '.join([row] * rows)} "
        f"ON CONFLICT (id) DO UPDATE SET {', '.join(f'{c} = excluded.{c}' for c in COLUMNS[1:])}"
    )


def write(document: Document) -> Row:
    """Return the document's values in the order of `COLUMNS`.

    Raises:
        UnicodeEncodeError: something other than its path is no text.
    """
    if document.bytes_sent:
        # How far the bytes of an attempt came is worth nothing after it: only memory knows it.
        document = replace(document, bytes_sent=0)
    try:
        return document.id, _encode(document).decode(), None
    except UnicodeEncodeError:
        # Linux allows paths that are no text: such a one is kept as the bytes that it is.
        raw = os.fsencode(document.source)
        text = document.source.encode(errors="replace").decode()
        return document.id, _encode(replace(document, source=text)).decode(), raw


def read(row: Row) -> Document:
    """Return the document that `write` made the row of.

    Raises:
        ValueError: no version of this program wrote the row.
    """
    id_, text, raw_source = row
    try:
        document = _decode(text)
    except msgspec.MsgspecError as error:
        raise ValueError(f"document {id_}: {error}") from error
    return document if raw_source is None else replace(document, source=os.fsdecode(raw_source))
