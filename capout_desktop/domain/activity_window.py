"""Counts of the documents under way since the last idle time, for title and task bar."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from capout_desktop.domain.document import Document, DocumentState, StageState
from capout_desktop.domain.hold import HoldReason

SILENT = timedelta(minutes=30)
"""Time without a report after which a document is not counted. CapOut takes minutes for one."""

_S = DocumentState
_UNDER_WAY = frozenset({_S.CHECKING, _S.QUEUED, _S.UPLOADING, _S.CONFIRMING, _S.PROCESSING})
_WITH_CAPOUT = frozenset({_S.PROCESSING, _S.COMPLETE})
_FAILED = frozenset({_S.FAILED, _S.REJECTED})


@dataclass(frozen=True, slots=True)
class ActivityCounts:
    """Counts of an activity window; all 0 while nothing is under way.

    Attributes:
        sent: Documents that CapOut has, including those that failed there.
        to_send: Documents still to be sent.
        ended: Documents that are not under way any more.
        fraction: Progress of all of them together, 0 to 1.
        complete: Documents that are in Xactimate. Only these are done.
        need_credits: Documents that wait until credits are bought.
        failed: Documents that failed.
    """

    total: int = 0
    sent: int = 0
    to_send: int = 0
    ended: int = 0
    fraction: float = 0.0
    complete: int = 0
    need_credits: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True)
class _Part:
    active: bool
    complete: bool
    needs_credits: bool
    failed: bool
    sent: bool
    fraction: float
    silent_since: datetime | None


_NOT_BEGUN = _Part(
    active=True,
    complete=False,
    needs_credits=False,
    failed=False,
    sent=False,
    fraction=0.0,
    silent_since=None,
)


class ActivityWindow:
    """Documents counted from the first one under way until none is under way any more.

    Documents that wait for credits belong to it: it lasts until the credits are there.

    The time of an update depends on the number of changed documents, not on all of them, which
    may be thousands.
    """

    def __init__(self) -> None:
        self._parts: dict[str, _Part] = {}
        self._active = self._sent = self._to_send = 0
        self._complete = self._need_credits = self._failed = 0
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
        return ActivityCounts(
            total=total,
            sent=self._sent,
            to_send=self._to_send,
            ended=total - self._active,
            fraction=fraction,
            complete=self._complete,
            need_credits=self._need_credits,
            failed=self._failed,
        )

    def take(self, documents: Iterable[Document]) -> None:
        """Update the counts with changed documents."""
        for document in documents:
            before = self._parts.pop(document.id, None)
            self._count(before, -1)
            begins = document.state in _UNDER_WAY or document.held_for(HoldReason.NO_CREDITS)
            if _is_set_aside(document) or not (begins or before):
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
        self._complete += by * part.complete
        self._need_credits += by * part.needs_credits
        self._failed += by * part.failed
        self._fraction += by * part.fraction

    def _end_if_quiet(self) -> None:
        if not self._active and not self._need_credits:
            self._parts.clear()
            self._sent = self._to_send = self._complete = self._failed = 0
            self._fraction = 0.0


def _is_set_aside(document: Document) -> bool:
    """Return whether the person took it off, or has not sent its draft yet: it goes nowhere."""
    return (
        document.removed
        or document.skipped
        or document.state is _S.CANCELED
        or document.held_for(HoldReason.WAITS_FOR_START)
        or (document.state is _S.CHECKING and document.waits_for_start)
    )


def _part(document: Document) -> _Part:
    if document.state is _S.CHECKING and not document.document_id:
        return _NOT_BEGUN  # thousands may come at once
    active = document.state in _UNDER_WAY
    needs_credits = document.held_for(HoldReason.NO_CREDITS)
    return _Part(
        active=active,
        complete=document.state is _S.COMPLETE,
        needs_credits=needs_credits,
        failed=document.state in _FAILED,
        sent=document.state in _WITH_CAPOUT or bool(document.document_id),
        fraction=_fraction(document) if active or needs_credits else 1.0,
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
