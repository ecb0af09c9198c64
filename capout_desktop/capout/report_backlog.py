"""Reports that came faster than they can be shown: the newest of each document is enough."""

from __future__ import annotations

from itertools import islice

from capout_desktop.domain.status_report import Outcome, StatusReport


class ReportBacklog:
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
        elif _makes_way(waiting[-1], report):
            waiting[-1] = report
        else:
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
        newer = False
    elif after < before:
        return False
    else:
        newer = after > before
    return (
        # Marks never go back: of two reports of the same second either may hold the further one.
        (not old.progress or (newer and bool(new.progress)) or old.progress == new.progress)
        and (not old.extra or old.extra.keys() <= new.extra.keys())
        and old.completed_at is None
        and old.outcome is Outcome.RUNNING
    )
