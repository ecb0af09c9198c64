"""When the desktop should be told something, so that nobody has to look and nobody is flooded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from capout_desktop.domain.activity_window import ActivityWindow
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.hold import HoldReason

GATHER = timedelta(seconds=3)
"""What fails together is told together; and a batch that goes on at once has not ended."""

PAUSE = timedelta(seconds=30)
"""Two notifications are at least so far apart, whatever happens; the later one tells it all."""

_S = DocumentState
_OF_NO_CONCERN = frozenset({HoldReason.WAITS_FOR_START, HoldReason.SAME_IN_FLIGHT})


class News(StrEnum):
    """What a document has to say."""

    DONE = "done"
    FAILED = "failed"
    NEEDS_PERSON = "needs-person"
    """It cannot go, or waits for a decision."""


@dataclass(frozen=True, slots=True)
class Notification:
    """One notification.

    Attributes:
        counts: How many documents have which news.
        finished: Whether nothing is under way any more.
        only: The document, where there is only one.
    """

    counts: Mapping[News, int]
    finished: bool
    only: Document | None = None

    def count(self, news: News) -> int:
        """How many documents have this news."""
        return self.counts.get(news, 0)


class NotificationRules:
    """Collects what happened and says when one notification is due; it knows no clock of its own.

    The rules: a batch that ends is told once; what fails is told within seconds, however long
    the rest takes. While the person looks at the window, only what failed at CapOut is told:
    the rest happens before their eyes.
    """

    def __init__(self, documents: Iterable[Document] = ()) -> None:
        """`documents` are known already: what they have gone through is no news."""
        self.wave = ActivityWindow()
        self._news: dict[str, News] = {}
        self._untold: dict[News, dict[str, Document]] = {news: {} for news in News}
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
        """Take over the news of documents."""
        changed = list(documents)
        self.wave.take(changed)
        for document in changed:
            self._note(document)
        self._look_at_clock(at)

    def due(self, at: datetime, *, looking: bool) -> Notification | None:
        """Return the notification to show now; it is told then.

        Args:
            at: Now.
            looking: Whether the person has the window before them.
        """
        self.wave.forget_silent(at)
        self._look_at_clock(at)
        finished = self._quiet_since is not None and at - self._quiet_since >= GATHER
        if looking:
            self._untold[News.NEEDS_PERSON].clear()
            if finished and not self._untold[News.FAILED]:
                self._untold[News.DONE].clear()
            self._look_at_clock(at)
        pressing = self._bad_since is not None and at - self._bad_since >= GATHER
        if not self.is_waiting or not (finished or pressing):
            return None
        if self._told_at is not None and at - self._told_at < PAUSE:
            return None
        return self._tell(at, finished=finished)

    def forget(self) -> None:
        """Take all that happened so far for old news."""
        for documents in self._untold.values():
            documents.clear()
        self._bad_since = None

    def _tell(self, at: datetime, *, finished: bool) -> Notification:
        told = {
            news: list(documents.values())
            for news, documents in self._untold.items()
            if documents and (finished or news is not News.DONE)
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
        if not (self._untold[News.FAILED] or self._untold[News.NEEDS_PERSON]):
            self._bad_since = None
        elif self._bad_since is None:
            self._bad_since = at


def _news(document: Document) -> News | None:
    if document.removed:
        return None
    match document.state:
        case _S.COMPLETE:
            return News.DONE
        case _S.FAILED:
            return News.FAILED
        case _S.REJECTED:
            return News.NEEDS_PERSON
        case _S.HELD:
            return None if document.problem_code in _OF_NO_CONCERN else News.NEEDS_PERSON
    return None
