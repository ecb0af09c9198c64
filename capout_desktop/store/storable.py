"""Replacement of values that the journal cannot store.

A server may send anything: half a surrogate pair, a number of a hundred digits. Such a value must
not prevent the rest of its record, such as a document's id, from being stored.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")

RECORD_ERRORS: tuple[type[Exception], ...] = (
    ValueError,
    TypeError,
    OverflowError,
    RecursionError,
    msgspec.MsgspecError,
    sqlite3.DataError,
    sqlite3.IntegrityError,
    sqlite3.InterfaceError,
    sqlite3.ProgrammingError,
)
"""Exceptions raised for a record that cannot be written. Disk and file raise others."""

DEEPEST = 64
_LARGEST = 2**63 - 1


def storable(value: T) -> T:
    """Return the value, with every part that cannot be stored replaced by the closest one."""
    made: T = _storable(value, DEEPEST)
    return made


def _storable(value: Any, depth: int) -> Any:
    if depth <= 0:
        return None
    if isinstance(value, str):
        text = value.encode(errors="replace").decode()
        return value if text == value else text
    if isinstance(value, int) and not isinstance(value, bool):
        return max(-_LARGEST, min(value, _LARGEST))
    if isinstance(value, msgspec.Struct):
        names = value.__struct_fields__
        parts = {name: _storable(getattr(value, name), depth - 1) for name in names}
        return msgspec.structs.replace(value, **parts)
    if is_dataclass(value) and not isinstance(value, type):
        parts = {f.name: _storable(getattr(value, f.name), depth - 1) for f in fields(value)}
        return replace(value, **parts)
    if isinstance(value, Mapping):
        # A key is as deep as its mapping: without one it could not be stored.
        return {_storable(k, depth): _storable(v, depth - 1) for k, v in value.items()}
    if isinstance(value, tuple):
        return tuple(_storable(part, depth - 1) for part in value)
    if isinstance(value, list):
        return [_storable(part, depth - 1) for part in value]
    return value
