"""Distribution of the table's width among its columns."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from math import inf

from capout_desktop.ui.documents.columns import (
    COLUMNS,
    CREDITS,
    FILE,
    PROGRESS,
    STATUS,
    UPDATED,
    Column,
    Width,
)

BESIDE_BUTTON = 226
"""Least width of the status if it is the last column, with the button of a row over it."""
NAMES = 250
"""Width that names of files keep as long as something less important can give way."""
BUTTON = 90
"""Usual width of that button."""
LEAST_FILE = 120
"""Least width of the file column if the titles of other columns are long."""


def redundant(
    width: float, scale: float, fixed: Mapping[Column, int], unchosen: Collection[Column] = ()
) -> frozenset[Column]:
    """Return the columns to hide if room is short and the details beside the table show the same.

    The others then get at least the mean of their least and best widths, if that is possible.

    The arguments are those of `column_widths`.
    """
    gone: set[Column] = set()
    droppable = (column for column in COLUMNS if column.dropped)
    for column in sorted(droppable, key=lambda column: column.dropped):
        kept = (c for c in COLUMNS if c not in gone and c not in unchosen)
        wanted = (fixed.get(c, (c.width.least + c.width.best) / 2 * scale) for c in kept)
        if sum(wanted) <= width:
            break
        gone.add(column)
    return frozenset(gone)


def without_least_important(
    width: float,
    scale: float,
    stages: float,
    headings: Mapping[Column, float],
    fixed: Mapping[Column, int],
    unchosen: Collection[Column] = (),
) -> dict[Column, int]:
    """Distribute the width, and leave out columns before names of files get too short.

    First the credits give way, then the last change, then the names of the stages. If the person
    chose more columns than usual, none gives way.

    The arguments are those of `column_widths`.
    """
    as_usual = all(column in unchosen for column in COLUMNS if column.optional)
    given = (headings, fixed)
    kept = [column for column in (CREDITS, UPDATED) if column not in (*fixed, *unchosen)]
    for number in range(len(kept) + 1 if as_usual else 1):
        gone = kept[:number]
        widths = column_widths(width, scale, stages, *given, gone, unchosen)
        if FILE not in widths or widths[FILE] >= NAMES * scale or not as_usual:
            return widths
    return column_widths(width, scale, inf, *given, gone, unchosen)


def column_widths(
    width: float,
    scale: float,
    stages: float,
    headings: Mapping[Column, float],
    fixed: Mapping[Column, int],
    gone: Collection[Column] = (),
    unchosen: Collection[Column] = (),
) -> dict[Column, int]:
    """Distribute the table's width among the columns.

    Args:
        width: The available width, in device-independent pixels.
        scale: Font size relative to the one for which the preferred widths were measured.
        stages: Width of the stages with names; if it is too much they are shown without names.
        headings: Minimum widths of the titles, which are longer in some languages.
        fixed: Widths of columns that the person set.
        gone: Columns that are hidden because the details show the same.
        unchosen: Other columns that the person does not want to see.
    """
    hidden = frozenset(gone) | frozenset(unchosen)
    fixed = {column: given for column, given in fixed.items() if column not in hidden}
    wishes = {
        column: Width(
            # A column that grows with the window may elide its title in a small one. With an
            # optional one the table can scroll sideways instead.
            column.width.least * scale
            if column.width.share and not column.optional
            else max(column.width.least * scale, headings[column]),
            max(column.width.best * scale, headings[column]),
            column.width.share,
        )
        for column in COLUMNS
        if column not in fixed and column not in hidden
    }
    if CREDITS in hidden and STATUS in wishes:  # the buttons of the rows are over the status
        status = wishes[STATUS]
        room_for_both = max(status.least, BESIDE_BUTTON * scale)
        best = max(status.best + BUTTON * scale, room_for_both)
        wishes[STATUS] = status._replace(least=room_for_both, best=best)
    if FILE in wishes and not any(column.optional for column in wishes):
        longer = sum(wish.least - column.width.least * scale for column, wish in wishes.items())
        file = wishes[FILE]
        wishes[FILE] = file._replace(least=max(file.least - longer, LEAST_FILE * scale))
    room = width - sum(fixed.values())
    if PROGRESS in wishes:
        least = sum(wish.least for wish in wishes.values())
        if least - wishes[PROGRESS].least + stages <= room:
            wishes[PROGRESS] = Width(stages, stages, PROGRESS.width.share)
    widths = {column: int(wide) for column, wide in _shared(room, wishes).items()}
    if FILE in widths:
        widths[FILE] += max(int(room) - sum(widths.values()), 0)  # the remainder of rounding
    return widths


def _shared(room: float, wishes: Mapping[Column, Width]) -> dict[Column, float]:
    spare = room - sum(wish.best for wish in wishes.values())
    if spare >= 0:
        shares = sum(wish.share for wish in wishes.values()) or 1
        return {c: wish.best + spare * wish.share / shares for c, wish in wishes.items()}
    give = sum(wish.best - wish.least for wish in wishes.values())
    if give + spare < 0 and any(column.optional for column in wishes):
        # More columns than there is room for were chosen: the table scrolls sideways.
        return {c: wish.least for c, wish in wishes.items()}
    if give + spare < 0:  # small window: shortened text is better than a hidden column
        part = max(room, 0) / sum(wish.least for wish in wishes.values())
        return {c: wish.least * part for c, wish in wishes.items()}
    part = -spare / give if give else 0
    return {c: wish.best - (wish.best - wish.least) * part for c, wish in wishes.items()}
