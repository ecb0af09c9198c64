"""Rules for desktop notifications: which ones are shown, and when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from capout_desktop.domain.activity_window import ActivityWindow
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.hold import HoldReason

GATHER = timedelta(seconds=3)
"""Time to collect changes before a notification. A batch that resumes within it has not ended."""

PAUSE = timedelta(seconds=30)
"""Minimum time between two notifications. The later one includes everything since the first."""

_S = DocumentState
_OF_NO_CONCERN = frozenset(
    {HoldReason.WAITS_FOR_START, HoldReason.SAME_IN_FLIGHT, HoldReason.LIST_NEEDED}
)


class ChangeKind(StrEnum):
    """Change of a document that is worth a notification."""

    DONE = "done"
    FAILED = "failed"
    NEEDS_PERSON = "needs-person"
    """It cannot be sent, or waits for a decision."""


@dataclass(frozen=True, slots=True)
class Notification:
    """Desktop notification.

    Attributes:
        counts: Number of documents for each kind of change.
        finished: Whether nothing is under way any more.
        only: The document, if there is only one.
    """

    counts: Mapping[ChangeKind, int]
    finished: bool
    only: Document | None = None

    def count(self, news: ChangeKind) -> int:
        """Return the number of documents with this kind of change."""
        return self.counts.get(news, 0)


class NotificationRules:
    """Collects changes and decides when a notification is due. The caller passes the time.

    The end of a batch is notified once. Failures are notified within seconds, even while the rest
    of the batch is under way. While the user looks at the window, only documents that failed at
    CapOut are notified, since the other changes are visible there.
    """

    def __init__(self, documents: Iterable[Document] = ()) -> None:
        """Start with `documents`, whose present state is not notified."""
        self.wave = ActivityWindow()
        self._news: dict[str, ChangeKind] = {}
        self._untold: dict[ChangeKind, dict[str, Document]] = {news: {} for news in ChangeKind}
        self._bad_since: datetime | None = None
        self._quiet_since: datetime | None = None
        self._told_at: datetime | None = None
        known = list(documents)
        self.wave.take(known)
        for document in known:
            self._note(document)
        self.forget()

    @property
    def is_waiting(self) -> bool:
        """Whether a notification may become due by time alone."""
        return any(self._untold.values())

    def take(self, documents: Iterable[Document], at: datetime) -> None:
        """Record changed documents."""
        changed = list(documents)
        self.wave.take(changed)
        for document in changed:
            if document.state is not _S.CHECKING or document.id in self._news:
                self._note(document)
        self._look_at_clock(at)

    def due(self, at: datetime, *, looking: bool) -> Notification | None:
        """Return the notification to show now, or None. It counts as shown.

        Args:
            at: Present time.
            looking: Whether the user is looking at the window.
        """
        self.wave.forget_silent(at)
        self._look_at_clock(at)
        finished = self._quiet_since is not None and at - self._quiet_since >= GATHER
        if looking:
            self._untold[ChangeKind.NEEDS_PERSON].clear()
            if finished and not self._untold[ChangeKind.FAILED]:
                self._untold[ChangeKind.DONE].clear()
            self._look_at_clock(at)
        pressing = self._bad_since is not None and at - self._bad_since >= GATHER
        if not self.is_waiting or not (finished or pressing):
            return None
        if self._told_at is not None and at - self._told_at < PAUSE:
            return None
        return self._tell(at, finished=finished)

    def forget(self) -> None:
        """Discard all changes that were not notified yet."""
        for documents in self._untold.values():
            documents.clear()
        self._bad_since = None

    def _tell(self, at: datetime, *, finished: bool) -> Notification:
        told = {
            news: list(documents.values())
            for news, documents in self._untold.items()
            if documents and (finished or news is not ChangeKind.DONE)
        }
        for news in told:
            self._untold[news].clear()
        self._bad_since = None
        self._told_at = at
        every = [document for documents in told.values() for document in documents]
        counts = {news: len(documents) for news, documents in told.items()}
        return Notification(counts, finished, every[0] if len(every) == 1 else None)

    def _note(self, document: Document) -> None:
        before = self._news.pop(document.id, None)
        was_untold = before is not None and self._untold[before].pop(document.id, None) is not None
        news = _news(document)
        if news is None:
            return
        self._news[document.id] = news
        if news is not before or was_untold:
            self._untold[news][document.id] = document

    def _look_at_clock(self, at: datetime) -> None:
        if not self.wave.is_quiet:
            self._quiet_since = None
        elif self._quiet_since is None:
            self._quiet_since = at
        if not (self._untold[ChangeKind.FAILED] or self._untold[ChangeKind.NEEDS_PERSON]):
            self._bad_since = None
        elif self._bad_since is None:
            self._bad_since = at


def _news(document: Document) -> ChangeKind | None:
    if document.removed:
        return None
    match document.state:
        case _S.COMPLETE:
            return ChangeKind.DONE
        case _S.FAILED:
            return ChangeKind.FAILED
        case _S.REJECTED:
            return ChangeKind.NEEDS_PERSON
        case _S.HELD:
            return None if document.problem_code in _OF_NO_CONCERN else ChangeKind.NEEDS_PERSON
    return None
