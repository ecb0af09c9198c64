"""Reports that came faster than they can be shown: the newest of each document is enough."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from itertools import islice

from capout_desktop.domain.stage_order import is_further
from capout_desktop.domain.status_report import Outcome, StatusReport, stage_mark


class StatusCoalescer:
    """Reports in the order in which their documents were first heard of.

    A report makes way for a newer one only where both, one after the other, would leave the
    document as the newer one alone does. So a flood costs as much as there are documents, and no
    end, no mark of a stage and no further field is lost.
    """

    def __init__(self) -> None:
        self._reports: dict[str, list[StatusReport]] = {}

    def __len__(self) -> int:
        """How many documents wait."""
        return len(self._reports)

    def add(self, report: StatusReport) -> None:
        """Take one more."""
        waiting = self._reports.get(report.document_id)
        if waiting is None:
            self._reports[report.document_id] = [report]
        else:
            # What stood behind one that makes way may now make way as well.
            while waiting and _makes_way(waiting[-1], report):
                waiting.pop()
            waiting.append(report)

    def take(self, documents: int) -> list[StatusReport]:
        """Remove and return the reports of so many documents, those that waited longest first."""
        chosen = list(islice(self._reports, documents))
        return [report for document_id in chosen for report in self._reports.pop(document_id)]


def _makes_way(old: StatusReport, new: StatusReport) -> bool:
    before, after = old.updated_at, new.updated_at
    if before is None or after is None:
        if before is not after:
            return False
    elif after < before:
        return False
    return (
        (not old.progress or _is_as_far(old.progress, new.progress or {}))
        and (not old.extra or old.extra.keys() <= new.extra.keys())
        and old.completed_at is None
        and old.outcome is Outcome.RUNNING
    )


def _is_as_far(old: Mapping[str, object], new: Mapping[str, object]) -> bool:
    """Whether the new marks, which never go back, are all there is to know of both."""
    for stage, word in old.items():
        if stage not in new:
            return False
        later = new[stage]
        # Most words stay as they are, and nothing is less far than none.
        if word is None or word == later:
            continue
        if not isinstance(word, str) or not (later is None or isinstance(later, str)):
            return False
        if _goes_back(word, later):
            return False
    return True


@functools.lru_cache(maxsize=64)
def _goes_back(word: str, later: str | None) -> bool:
    return is_further(stage_mark(word), stage_mark(later))
