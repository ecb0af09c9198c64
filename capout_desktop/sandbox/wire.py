"""Times and JSON as the wire words them, with values that a JSON writer would refuse to write."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

_MARK = f"raw-{secrets.token_hex(8)}"


@dataclass(frozen=True, slots=True)
class RawJson:
    """A value that is written word for word."""

    text: str


def utc_text(moment: datetime) -> str:
    """A time as the wire words it: `2026-04-14T14:30:00Z`."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def wire_json(content: object) -> str:
    """JSON in plain characters; half an emoji stands in it as an escape."""
    raw: list[str] = []

    def marked(value: object) -> str:
        if not isinstance(value, RawJson):
            raise TypeError(type(value).__name__)
        raw.append(value.text)
        return f"{_MARK}-{len(raw) - 1}."

    try:
        text = json.dumps(content, ensure_ascii=False, allow_nan=False, default=marked)
        text.encode()
    except UnicodeEncodeError:
        raw.clear()
        text = json.dumps(content, allow_nan=False, default=marked)
    for number, value in enumerate(raw):
        text = text.replace(f'"{_MARK}-{number}."', value)
    return text
