"""JSON of which every number, text, list and level of nesting is bounded.

Numbers fit into SQLite, texts can be written as UTF-8, and half an emoji or a number beyond all
bounds costs only itself.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from typing import Any

import msgspec

LARGEST_INTEGER = 2**53
"""Beyond it JSON's numbers are not exact, and from 2**63 on SQLite does not take them."""
LONGEST_ID = 512
MOST_ENTRIES = 10_000
"""Of one list, or of one object."""
DEEPEST_NESTING = 64

_LONGEST_RAW_TEXT = 64 * 1024
"""A text may hold JSON again; whatever is kept of a text is shortened to `LONGEST_TEXT`."""
_LONGEST_NAME = 256

_decode = msgspec.json.Decoder().decode
# What the decoders raise for hostile input: bad JSON, bad UTF-8, endless nesting.
UNREADABLE = (msgspec.DecodeError, ValueError, RecursionError)
_SURROGATE = re.compile("[\ud800-\udfff]")
_IDS = frozenset({"id", "document_id", "workflow_id"})


def bounded_json(text: bytes | str) -> object:
    """Decode JSON, with everything in it bounded.

    Raises:
        ValueError: It is none.
        RecursionError: Its nesting has no end.
    """
    try:
        content = _decode(text)
    except (msgspec.DecodeError, UnicodeError):
        # Half an emoji, or a number beyond all bounds, must not cost the rest.
        if isinstance(text, bytes):
            text = text.decode("utf-8", "replace")
        content = json.loads(text, parse_constant=lambda _: None, parse_int=_parse_int)
        return _bounded(content, _mended)
    return _bounded(content, None)


def _bounded(value: Any, mend: Callable[[str], str] | None, depth: int = 0) -> Any:
    """Return the value with every number, text, list and object in it bounded."""
    kind = type(value)
    if kind is str:
        return cut(mend(value) if mend else value, _LONGEST_RAW_TEXT)
    if kind is int:
        return clamped(value)
    if kind is float:
        return value if math.isfinite(value) else None
    if kind is not dict and kind is not list:
        return value
    if depth >= DEEPEST_NESTING:
        return None
    # One more than are read, so that it shows that there are more.
    if kind is list:
        return [_bounded(inner, mend, depth + 1) for inner in value[: MOST_ENTRIES + 1]]
    if len(value) > MOST_ENTRIES:
        value = dict(list(value.items())[:MOST_ENTRIES])
    bounded = {
        cut(mend(name) if mend else name, _LONGEST_NAME): _bounded(inner, mend, depth + 1)
        for name, inner in value.items()
    }
    for name in _IDS & value.keys():
        if type(value[name]) is int:  # a clamped id would be another document's
            bounded[name] = _id_text(value[name])
    return bounded


def _id_text(number: int) -> int | str | None:
    if abs(number) <= LARGEST_INTEGER:
        return number
    return str(number) if number.bit_length() < 4 * LONGEST_ID else None


def clamped(number: int) -> int:
    """Return the nearest integer that is within bounds."""
    return max(-LARGEST_INTEGER, min(number, LARGEST_INTEGER))


def cut(text: str, length: int) -> str:
    """Return the text, shortened to so many characters."""
    return text if len(text) <= length else text[: length - 1] + "…"


def _mended(text: str) -> str:
    return _SURROGATE.sub("�", text)


def _parse_int(digits: str) -> int | float:
    # Longer than any number: as good as none, and above all no id.
    return int(digits) if len(digits) <= LONGEST_ID else math.inf
