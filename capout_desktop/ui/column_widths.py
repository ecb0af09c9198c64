"""How wide the columns are: as wide as they like, narrower together where room is short."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from capout_desktop.ui.document_model import Column


class _Wish(NamedTuple):
    least: float
    best: float
    share: float
    """How much of the room that is left over goes here."""


_WISHES = {
    Column.FILE: _Wish(176, 290, 0.5),
    Column.ADDRESS: _Wish(104, 176, 0.1),
    Column.PROGRESS: _Wish(122, 286, 0.1),
    Column.STATUS: _Wish(156, 214, 0.3),
    Column.UPDATED: _Wish(68, 76, 0.0),
    Column.CREDITS: _Wish(112, 112, 0.0),
}


def column_widths(width: float, scale: float, fixed: Mapping[Column, int]) -> dict[Column, int]:
    """Share out the table's width.

    Args:
        width: What there is, in device-independent pixels.
        scale: How much larger the letters are than those that the wishes were measured with.
        fixed: Columns that the person gave a width.
    """
    free = {column: wish for column, wish in _WISHES.items() if column not in fixed}
    room = width - sum(fixed.values())
    least = {column: wish.least * scale for column, wish in free.items()}
    best = {column: wish.best * scale for column, wish in free.items()}
    spare = room - sum(best.values())
    if spare >= 0:
        shares = sum(wish.share for wish in free.values()) or 1
        widths = {c: best[c] + spare * wish.share / shares for c, wish in free.items()}
    else:
        give = sum(best.values()) - sum(least.values())
        part = min(-spare / give, 1) if give else 1
        widths = {c: best[c] - (best[c] - least[c]) * part for c in free}
    return {column: int(wide) for column, wide in widths.items()}
