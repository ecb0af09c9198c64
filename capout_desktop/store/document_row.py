"""A document as a row of the journal, and back."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from datetime import datetime
from operator import attrgetter
from typing import Any

import msgspec

from capout_desktop.domain.document import (
    Document,
    DocumentState,
    SourceKind,
    StageMark,
    Stages,
    StageState,
)
from capout_desktop.domain.pdf_judgement import Notice
from capout_desktop.domain.problem import Problem

# How far the bytes of an attempt came is worth nothing after it: only memory knows it.
COLUMNS = tuple(name for name in Document.__struct_fields__ if name != "bytes_sent")

ROWS_AT_ONCE = 999 // len(COLUMNS)
"""How many rows one statement stores: every SQLite takes 999 values."""

_TIMES = frozenset(
    {
        "added_at",
        "changed_at",
        "attempt_at",
        "unknown_since",
        "not_before",
        "server_updated_at",
        "completed_at",
    }
)


@functools.cache
def upsert(rows: int) -> str:
    """Return the statement that stores so many rows; their values follow each other."""
    row = f"({', '.join('?' * len(COLUMNS))})"
    return (
        f"INSERT INTO documents ({', '.join(COLUMNS)}) "  # noqa: S608 - the names are our own fields
        f"VALUES {', '.join([row] * rows)} "
        f"ON CONFLICT (id) DO UPDATE SET {', '.join(f'{c} = excluded.{c}' for c in COLUMNS[1:])}"
    )


def write(document: Document) -> tuple[object, ...]:
    """Return the document's values in the order of `COLUMNS`."""
    values = list(_values(document))
    for index, encode in _ENCODERS:
        value = values[index]
        if value is not None:
            values[index] = encode(value)
    return tuple(values)


def read(row: tuple[Any, ...]) -> Document:
    """Return the document that `write` made the row of."""
    values = {name: _decode(name, value) for name, value in zip(COLUMNS, row, strict=True)}
    return Document(**values)


def _decode(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in _TIMES:
        return datetime.fromisoformat(value)
    match name:
        case "state":
            return DocumentState(value)
        case "source_kind":
            return SourceKind(value)
        case "stages":
            return _stages(msgspec.json.decode(value))
        case "problem":
            code, title, next_step, detail, values = msgspec.json.decode(value)
            return Problem(code, title, next_step, detail, tuple(map(tuple, values)))
        case "notices":
            return tuple(Notice(word) for word in msgspec.json.decode(value))
        case "sent_before":
            return tuple(map(tuple, msgspec.json.decode(value)))
        case "extra":
            return msgspec.json.decode(value)
        case "source":
            return os.fsdecode(value)
        case "send_again" | "waits_for_start" | "removed":
            return bool(value)
        case _:
            return value


def _stages_text(stages: Stages) -> str:
    return _json([(mark.state.value, mark.text) for mark in stages])


def _problem_text(problem: Problem) -> str:
    return _json((problem.code, problem.title, problem.next_step, problem.detail, problem.values))


def _stages(pairs: list[tuple[str, str]]) -> Stages:
    ocr, structure, actions, trades, categories = (
        StageMark(StageState(state), text) for state, text in pairs
    )
    return (ocr, structure, actions, trades, categories)


def _storable(path: str) -> str | bytes:
    """Return the path; as bytes where its name is no text, as Linux allows."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return os.fsencode(path)
    return path


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


# Thousands of rows are written at a time: only what must be put into other words is touched.
_values = attrgetter(*COLUMNS)
_ENCODERS: tuple[tuple[int, Callable[[Any], object]], ...] = (
    *((COLUMNS.index(name), datetime.isoformat) for name in sorted(_TIMES)),
    (COLUMNS.index("source"), _storable),
    (COLUMNS.index("stages"), _stages_text),
    (COLUMNS.index("problem"), _problem_text),
    (COLUMNS.index("extra"), _json),
    (COLUMNS.index("notices"), _json),
    (COLUMNS.index("sent_before"), _json),
)
