"""Second line of a file's row: its parts, and which of them are shown if there is little room."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

SEPARATOR = " · "
LEFT_OUT = "…"
SHORT_NAME = 20
"""Characters to which a long name may be shortened, at the end of a word."""


class CaptionPart(NamedTuple):
    """Part of a second line, which is shown as a whole or not at all.

    Attributes:
        text: The part.
        rank: How soon it is left out if the line is too long: the greatest first, 0 never.
        short: A name without its last words, which is tried first; empty if it has none.
    """

    text: str
    rank: int = 0
    short: str = ""


def whole_line(parts: Sequence[CaptionPart]) -> str:
    """Return all parts as one line."""
    return SEPARATOR.join([part.text for part in parts])


def shortened_name(name: str) -> str:
    """Return a long name without its last words, such as `Lone Prairie Farm…`.

    Returns an empty text if the name is short, or if its first word alone is too long.
    """
    if len(name) <= SHORT_NAME:
        return ""
    words = name[:SHORT_NAME].rpartition(" ")[0].rstrip(" ,.&-")
    return f"{words}{LEFT_OUT}" if words else ""


def fitted_line(parts: Sequence[CaptionPart], width: float, advance: Callable[[str], float]) -> str:
    """Return as much of a line as fits, without half a part: half a number looks like a number.

    Args:
        parts: The parts in their order.
        width: The width that there is.
        advance: Returns the width of a text, in the same unit.
    """
    for line in _from_long_to_short(parts):
        if advance(line) <= width:
            return line
    return whole_line([part for part in parts if not part.rank]) or LEFT_OUT


def _from_long_to_short(parts: Sequence[CaptionPart]) -> Iterator[str]:
    droppable = sorted(
        (number for number, part in enumerate(parts) if part.rank),
        key=lambda number: -parts[number].rank,
    )
    for count in range(len(droppable)):
        yield from _with_shorter_names(parts, droppable[count:], frozenset(droppable[:count]))
    for number in reversed(droppable[:-1]):  # the most important one does not fit by itself
        others = frozenset(droppable) - {number}
        yield from _with_shorter_names(parts, [number], others)


def _with_shorter_names(
    parts: Sequence[CaptionPart], kept: Sequence[int], gone: frozenset[int]
) -> Iterator[str]:
    """Yield the line, and the line with shorter names, the least important one first."""
    texts = {number: part.text for number, part in enumerate(parts) if number not in gone}
    yield SEPARATOR.join(texts.values())
    for number in kept:
        if short := parts[number].short:
            texts[number] = short
            yield SEPARATOR.join(texts.values())
