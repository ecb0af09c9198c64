"""Queue of status reports that drops superseded ones."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from itertools import islice

from capout_desktop.domain.stage_order import is_further
from capout_desktop.domain.status_report import StatusReport, stage_mark


class StatusCoalescer:
    """Queue of status reports, in the order of the first waiting report of each document.

    A newer report replaces an older one only if the result is the same as applying both in order.
    The cost of a flood thus depends on the number of documents only, and no final status, stage or
    extra field is lost.
    """

    def __init__(self) -> None:
        self._latest: dict[str, StatusReport] = {}
        # The reports before the latest that it does not replace; nearly no document has any.
        self._before: dict[str, list[StatusReport]] = {}

    def __len__(self) -> int:
        """Return the number of documents with waiting reports."""
        return len(self._latest)

    def add(self, report: StatusReport) -> None:
        """Add a report."""
        document_id = report.document_id
        latest = self._latest.get(document_id)
        if latest is not None:
            if not _makes_way(latest, report):
                self._before.setdefault(document_id, []).append(latest)
            elif document_id in self._before:
                # The report before a replaced one may be replaced as well.
                before = self._before[document_id]
                while before and _makes_way(before[-1], report):
                    before.pop()
        self._latest[document_id] = report

    def take(self, documents: int) -> list[StatusReport]:
        """Remove and return the reports of at most `documents` documents, oldest first."""
        taken: list[StatusReport] = []
        for document_id in list(islice(self._latest, documents)):
            taken += self._before.pop(document_id, ())
            taken.append(self._latest.pop(document_id))
        return taken


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
        and old.is_running
    )


def _is_as_far(old: Mapping[str, object], new: Mapping[str, object]) -> bool:
    """Return whether the new stages, which never go back, include all facts of the old ones."""
    for stage, word in old.items():
        if stage not in new:
            return False
        # Most words stay the same, and every word is at least as far as None.
        if word is None:
            continue
        later = new[stage]
        if word == later:
            continue
        if not isinstance(word, str) or not (later is None or isinstance(later, str)):
            return False
        if _goes_back(word, later):
            return False
    return True


@functools.lru_cache(maxsize=64)
def _goes_back(word: str, later: str | None) -> bool:
    return is_further(stage_mark(word), stage_mark(later))
