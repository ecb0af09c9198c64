"""How wide the columns are: as wide as they like, narrower together where room is short."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from capout_desktop.ui.documents.columns import Column


class _Wish(NamedTuple):
    least: float
    best: float
    share: float
    """How much of the room that is left over goes here."""


_WISHES = {
    Column.FILE: _Wish(164, 288, 0.5),
    Column.ADDRESS: _Wish(106, 152, 0.1),
    Column.PROGRESS: _Wish(122, 122, 0.1),
    Column.STATUS: _Wish(154, 244, 0.3),
    Column.UPDATED: _Wish(76, 80, 0.0),
    Column.CREDITS: _Wish(112, 114, 0.0),
}

LEAST_FILE = 120
"""Where the names of other columns are long, that of the file may be shortened so far."""
_TOLD_BY_THE_DETAILS = (Column.CREDITS, Column.UPDATED, Column.ADDRESS)


def given_up(width: float, scale: float, fixed: Mapping[Column, int]) -> frozenset[Column]:
    """Return the columns for which there is no room, beside details that tell the same.

    The others then have at least half of what they like beyond the least.

    The arguments are those of `column_widths`.
    """
    gone: set[Column] = set()
    for column in _TOLD_BY_THE_DETAILS:
        kept = (c for c in _WISHES if c not in gone)
        wanted = (fixed.get(c, (_WISHES[c].least + _WISHES[c].best) / 2 * scale) for c in kept)
        if sum(wanted) <= width:
            break
        gone.add(column)
    return frozenset(gone)


def column_widths(
    width: float,
    scale: float,
    stages: float,
    headings: Mapping[Column, float],
    fixed: Mapping[Column, int],
    gone: Collection[Column] = (),
) -> dict[Column, int]:
    """Share out the table's width.

    Args:
        width: What there is, in device-independent pixels.
        scale: How much larger the letters are than those that the wishes were measured with.
        stages: What the named stages need; where that is too much they are shown without names.
        headings: What the columns' names need, which are longer in some languages.
        fixed: Columns that the person gave a width.
        gone: Columns that are not shown.
    """
    fixed = {column: given for column, given in fixed.items() if column not in gone}
    wishes = {
        column: _Wish(
            # What grows with the window may shorten its name in a small one.
            wish.least * scale if wish.share else max(wish.least * scale, headings[column]),
            max(wish.best * scale, headings[column]),
            wish.share,
        )
        for column, wish in _WISHES.items()
        if column not in fixed and column not in gone
    }
    if Column.FILE in wishes:
        longer = sum(wish.least - _WISHES[column].least * scale for column, wish in wishes.items())
        file = wishes[Column.FILE]
        wishes[Column.FILE] = file._replace(least=max(file.least - longer, LEAST_FILE * scale))
    room = width - sum(fixed.values())
    if Column.PROGRESS in wishes and not gone:  # else the details have the names of the stages
        least = sum(wish.least for wish in wishes.values())
        if least - wishes[Column.PROGRESS].least + stages <= room:
            wishes[Column.PROGRESS] = _Wish(stages, stages, _WISHES[Column.PROGRESS].share)
    widths = {column: int(wide) for column, wide in _shared(room, wishes).items()}
    if Column.FILE in widths:
        widths[Column.FILE] += max(int(room) - sum(widths.values()), 0)  # lost by rounding
    return widths


def _shared(room: float, wishes: Mapping[Column, _Wish]) -> dict[Column, float]:
    spare = room - sum(wish.best for wish in wishes.values())
    if spare >= 0:
        shares = sum(wish.share for wish in wishes.values()) or 1
        return {c: wish.best + spare * wish.share / shares for c, wish in wishes.items()}
    give = sum(wish.best - wish.least for wish in wishes.values())
    if give + spare < 0:  # wide letters in a small window: a shorter text beats a hidden column
        part = max(room, 0) / sum(wish.least for wish in wishes.values())
        return {c: wish.least * part for c, wish in wishes.items()}
    part = -spare / give if give else 0
    return {c: wish.best - (wish.best - wish.least) * part for c, wish in wishes.items()}
