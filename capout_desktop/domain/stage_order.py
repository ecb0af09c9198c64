"""How far a stage is; progress never goes backwards."""

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
    """Whether a stage that stands at `one` is further than at `other`."""
    return _ORDER[one.state] > _ORDER[other.state]


def furthest(before: Stages | None, after: Stages | None) -> Stages | None:
    """Keep each stage's furthest mark: two channels may report out of order."""
    if before is None or after is None:
        return after or before
    ocr, structure, actions, trades, categories = (
        old if is_further(old, new) else new for old, new in zip(before, after, strict=True)
    )
    return (ocr, structure, actions, trades, categories)
