"""Counts of the documents under way since the last idle time, for title and task bar."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from capout_desktop.domain.document import Document, DocumentState, StageState

SILENT = timedelta(minutes=30)
"""Time without a report after which a document is not counted. CapOut takes minutes for one."""

_S = DocumentState
_UNDER_WAY = frozenset({_S.CHECKING, _S.QUEUED, _S.UPLOADING, _S.CONFIRMING, _S.PROCESSING})
_WITH_CAPOUT = frozenset({_S.PROCESSING, _S.COMPLETE})
_LEFT = frozenset({_S.CANCELED})


@dataclass(frozen=True, slots=True)
class ActivityCounts:
    """Counts of an activity window; all 0 while nothing is under way.

    Attributes:
        sent: Documents that CapOut has, including those that failed there.
        to_send: Documents still to be sent.
        ended: Documents that are not under way any more.
        fraction: Progress of all of them together, 0 to 1.
    """

    total: int = 0
    sent: int = 0
    to_send: int = 0
    ended: int = 0
    fraction: float = 0.0


@dataclass(frozen=True, slots=True)
class _Part:
    active: bool
    sent: bool
    fraction: float
    silent_since: datetime | None


class ActivityWindow:
    """Documents counted from the first one under way until none is under way any more.

    The time of an update depends on the number of changed documents, not on all of them, which
    may be thousands.
    """

    def __init__(self) -> None:
        self._parts: dict[str, _Part] = {}
        self._active = self._sent = self._to_send = 0
        self._fraction = 0.0

    @property
    def is_quiet(self) -> bool:
        """Whether nothing is under way."""
        return not self._active

    @property
    def figures(self) -> ActivityCounts:
        """Counts of the documents."""
        total = len(self._parts)
        if not total:
            return ActivityCounts()
        # The rounding errors of the sum are too small to be visible.
        fraction = min(max(self._fraction / total, 0.0), 1.0)
        return ActivityCounts(total, self._sent, self._to_send, total - self._active, fraction)

    def take(self, documents: Iterable[Document]) -> None:
        """Update the counts with changed documents."""
        for document in documents:
            before = self._parts.pop(document.id, None)
            self._count(before, -1)
            begins = document.state in _UNDER_WAY
            if document.removed or document.state in _LEFT or not (begins or before):
                continue
            part = self._parts[document.id] = _part(document)
            self._count(part, 1)
        self._end_if_quiet()

    def forget_silent(self, at: datetime) -> None:
        """Drop documents that CapOut has not reported on for longer than `SILENT`."""
        silent = [
            id_
            for id_, part in self._parts.items()
            if part.silent_since is not None and at - part.silent_since > SILENT
        ]
        for id_ in silent:
            self._count(self._parts.pop(id_), -1)
        self._end_if_quiet()

    def _count(self, part: _Part | None, by: int) -> None:
        if part is None:
            return
        self._active += by * part.active
        self._sent += by * part.sent
        self._to_send += by * (part.active and not part.sent)
        self._fraction += by * part.fraction

    def _end_if_quiet(self) -> None:
        if not self._active:
            self._parts.clear()
            self._sent, self._to_send, self._fraction = 0, 0, 0.0


def _part(document: Document) -> _Part:
    active = document.state in _UNDER_WAY
    return _Part(
        active=active,
        sent=document.state in _WITH_CAPOUT or bool(document.document_id),
        fraction=_fraction(document) if active else 1.0,
        silent_since=document.changed_at if document.state is _S.PROCESSING else None,
    )


def _fraction(document: Document) -> float:
    """Return the progress of a document: sending is one half, CapOut's work the other."""
    if document.state is _S.UPLOADING and document.bytes_total:
        return min(document.bytes_sent / document.bytes_total, 1.0) / 2
    if document.state is _S.CONFIRMING:
        return 0.5
    if document.state is _S.PROCESSING:
        done = sum(mark.state is StageState.DONE for mark in document.stages or ())
        return 0.5 + done / 10
    return 0.0
