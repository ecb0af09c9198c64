"""Order of stage states, so that progress never goes backwards."""

from __future__ import annotations

from capout_desktop.domain.document import StageMark, Stages, StageState

_ORDER = {
    StageState.WAITING: 0,
    StageState.OTHER: 1,
    StageState.RUNNING: 1,
    StageState.DONE: 2,
    StageState.FAILED: 2,
}


def is_further(one: StageMark, other: StageMark) -> bool:
    """Return whether the mark `one` is further than `other`."""
    return _ORDER[one.state] > _ORDER[other.state]


def furthest(before: Stages | None, after: Stages | None) -> Stages | None:
    """Return the furthest mark of each stage, since two channels may report out of order."""
    if before is None or after is None:
        return after or before
    for old, new in zip(before, after, strict=True):
        if old is not new and is_further(old, new):
            break
    else:
        return after  # nearly always, and thousands a second may come
    ocr, structure, actions, trades, categories = (
        old if is_further(old, new) else new for old, new in zip(before, after, strict=True)
    )
    return (ocr, structure, actions, trades, categories)
