"""Decoding of a stored struct in which some values are not what this version expects."""

from __future__ import annotations

import typing
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import msgspec

T = TypeVar("T", bound=msgspec.Struct)


@dataclass(frozen=True, slots=True)
class Read(Generic[T]):
    """Decoded struct; `unread` names the top fields of which a part was left out."""

    value: T
    unread: tuple[str, ...]


def tolerantly(stored: object, type_: type[T]) -> Read[T] | None:
    """Return the struct without the values that it cannot hold; None if it is no struct at all.

    An unknown value costs its own field. An entry of a list or mapping costs itself.
    """
    unread: list[str] = []
    value = _struct(stored, type_, unread)
    return None if value is None else Read(value, tuple(unread))


def _struct(stored: object, type_: type[T], unread: list[str]) -> T | None:
    if not isinstance(stored, dict):
        return None
    values: dict[str, Any] = {}
    hints = typing.get_type_hints(type_)
    for field in msgspec.structs.fields(type_):
        if field.encode_name not in stored:
            continue
        lost: list[str] = []
        value = _value(stored[field.encode_name], hints[field.name], lost)
        if lost:
            unread.append(field.name)
        if value is not None:
            values[field.name] = value
    try:
        return type_(**values)
    except TypeError:  # a field without a default could not be read
        return None


def _value(stored: object, type_: Any, lost: list[str]) -> Any:
    """Return the value, as far as it can be read; None if it cannot."""
    try:
        return msgspec.convert(stored, type_)
    except msgspec.ValidationError:
        lost.append("")
    origin, arguments = typing.get_origin(type_), typing.get_args(type_)
    if isinstance(stored, list) and origin is list:
        read = (_value(one, arguments[-1], lost) for one in stored)
        return [one for one in read if one is not None]
    if isinstance(stored, dict) and origin is dict:
        pairs = ((key, _value(one, arguments[-1], lost)) for key, one in stored.items())
        return {key: one for key, one in pairs if one is not None}
    for struct in (type_, *arguments):
        if isinstance(struct, type) and issubclass(struct, msgspec.Struct):
            return _struct(stored, struct, lost)
    return None
