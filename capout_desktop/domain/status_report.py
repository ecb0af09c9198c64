"""Status report of CapOut on a document, and the meaning of its status words."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

import msgspec

from capout_desktop.domain.document import Stage, StageMark, Stages, StageState


class Outcome(StrEnum):
    """Meaning of a status for the document."""

    __hash__ = str.__hash__  # that of `Enum` is written in Python

    RUNNING = "running"
    COMPLETE = "complete"
    FAILED = "failed"


_COMPLETE_WORDS = frozenset({"complete", "completed", "success", "succeeded"})
_FAILED_WORDS = frozenset({"failed", "failure", "error", "canceled", "cancelled"})
_STAGE_WORDS = {
    "in_progress": StageState.RUNNING,
    "complete": StageState.DONE,
    "completed": StageState.DONE,
    "failed": StageState.FAILED,
    "error": StageState.FAILED,
}


class StatusReport(msgspec.Struct, frozen=True, gc=False):
    """Status report of the server on one document, from any channel.

    It is a msgspec struct because thousands arrive per second and a frozen dataclass takes five
    times as long to build. It is never part of a reference cycle, so it is not tracked by the
    garbage collector.

    Attributes:
        progress: Stages as the server named them; None if it gives none.
        extra: Fields that this program does not know, by name.
    """

    document_id: str
    status: str
    workflow_complete: bool = False
    completed_at: datetime | None = None
    updated_at: datetime | None = None
    progress: Mapping[str, object] | None = None
    extra: Mapping[str, object] = msgspec.field(default_factory=dict)

    @property
    def outcome(self) -> Outcome:
        """Meaning of the status. A status word for failure overrides `workflow_complete`.

        A report without a status, as in a list that leaves it out, says that the document is
        complete if all stages are done and it has the time of the end. It says nothing of a
        failure.
        """
        if not self.status and self._all_is_done:
            return Outcome.COMPLETE
        return _outcome(self.status, self.workflow_complete)

    @property
    def is_running(self) -> bool:
        """Whether the workflow goes on; quicker to ask than `outcome`."""
        if not self.status and self._all_is_done:
            return False
        return _is_running(self.status, self.workflow_complete)

    @property
    def _all_is_done(self) -> bool:
        return self.completed_at is not None and self.stages == _ALL_DONE

    @property
    def stages(self) -> Stages | None:
        """Marks of the five stages; None if the server gives no usable progress."""
        progress = self.progress
        if not progress or _STAGE_NAMES.isdisjoint(progress):
            return None
        words = tuple(map(progress.get, _STAGES_IN_ORDER))
        # Nearly all documents have one of a few sets of words. 1 and True count as the same there.
        return _marks(words) if _WORDS.issuperset(map(type, words)) else _marks.__wrapped__(words)


# Iterating over an enumeration takes longer than decoding the report.
_STAGES_IN_ORDER = tuple(stage.value for stage in Stage)
_STAGE_NAMES = frozenset(_STAGES_IN_ORDER)
_WORDS = frozenset({str, type(None)})


@functools.lru_cache(maxsize=64)
def _marks(words: tuple[object, ...]) -> Stages:
    ocr, structure, actions, trades, categories = map(stage_mark, words)
    return (ocr, structure, actions, trades, categories)


@functools.lru_cache(maxsize=64)
def _outcome(status: str, workflow_complete: bool) -> Outcome:
    word = status.strip().lower()
    if word in _FAILED_WORDS:
        return Outcome.FAILED
    if workflow_complete or word in _COMPLETE_WORDS:
        return Outcome.COMPLETE
    return Outcome.RUNNING


@functools.lru_cache(maxsize=64)
def _is_running(status: str, workflow_complete: bool) -> bool:
    return _outcome(status, workflow_complete) is Outcome.RUNNING


def stage_mark(value: object) -> StageMark:
    """Return the mark for the server's word for a stage; None means that the stage waits."""
    return _WAITING if value is None else _mark_of(str(value))


_WAITING = StageMark(StageState.WAITING)
_ALL_DONE = (StageMark(StageState.DONE),) * len(Stage)


@functools.lru_cache(maxsize=64)
def _mark_of(text: str) -> StageMark:
    word = text.strip()
    known = _STAGE_WORDS.get(word.lower())
    return StageMark(known) if known else StageMark(StageState.OTHER, word)
