"""Formatting of times and JSON, including values that JSON encoders refuse to write."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

_MARK = f"raw-{secrets.token_hex(8)}"


@dataclass(frozen=True, slots=True)
class RawJson:
    """A value that is written literally."""

    text: str


def utc_text(moment: datetime) -> str:
    """Return a time as in `2026-04-14T14:30:00Z`."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def wire_json(content: object) -> str:
    """Return JSON with unescaped characters; only lone surrogates are escaped."""
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
