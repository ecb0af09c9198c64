"""Decoder of the journal's records, which takes times without a zone for UTC.

This program writes every time with its zone. A journal that somebody has edited or converted may
have others, and those cannot be compared with the rest.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Generic, TypeVar

import msgspec

R = TypeVar("R")

_WITHOUT_ZONE = re.compile(
    r'("(?:\w+_at|unknown_since|not_before|server_time)"\s*:\s*"[\d-]{10}[Tt ][\d:.]+)"'
)


class RecordDecoder(Generic[R]):
    """Decodes records of one kind from JSON."""

    def __init__(self, kind: type[R]) -> None:
        self._kind = kind
        self._decode = msgspec.json.Decoder(kind).decode

    def decode(self, id_: str, text: str | bytes) -> R:
        """Return the record; SQLite returns `text` as it is stored, whatever the column's type.

        Raises:
            ValueError: The text was not written by this program; the message names `id_`.
        """
        try:
            return self._decode(text)
        except msgspec.MsgspecError:
            pass  # few have no zone, and to look for it in all would take longer
        if isinstance(text, bytes):
            text = text.decode(errors="replace")
        try:
            return self._decode(_WITHOUT_ZONE.sub(r'\1Z"', text))
        except msgspec.MsgspecError as error:
            raise ValueError(f"{self._kind.__name__.lower()} {id_}: {error}") from error


def time_of(text: str) -> datetime:
    """Return the time in a column.

    Raises:
        ValueError: There is none.
    """
    time = datetime.fromisoformat(text)
    return time if time.tzinfo is not None else time.replace(tzinfo=UTC)
