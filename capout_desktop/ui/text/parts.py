"""Line of several parts, of which the least important ones are left out if room is short."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

BETWEEN = " · "
MORE = "…"


class Part(NamedTuple):
    """Part of a line.

    Attributes:
        importance: The part with the lowest importance is left out first.
    """

    words: str
    importance: int


def joined(parts: Iterable[Part]) -> str:
    """Return the whole line."""
    return BETWEEN.join(part.words for part in parts)


def fitted(parts: Iterable[Part], room: float, width: Callable[[str], float]) -> str:
    """Return as many parts as fit, at least one; `width` returns the width of a text."""
    kept = list(parts)
    text = joined(kept)
    while len(kept) > 1 and width(text) > room:
        kept.remove(min(kept, key=lambda part: part.importance))
        text = BETWEEN.join([*(part.words for part in kept), MORE])
    return text
