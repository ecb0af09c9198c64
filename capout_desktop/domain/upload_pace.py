"""Speed of the uploads of a batch, and how long they still take; measured, never a guess."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from capout_desktop.domain.document import Document, DocumentState, SourceKind

WINDOW = 20.0
"""Seconds over which the speed is measured: long enough for the pauses between small files."""
SETTLED = 3.0
"""Seconds after which a speed says something."""
STALLED = 10.0
"""Seconds without a byte after which nothing is known any more."""
_TOGETHER = 0.25
"""Seconds within which bytes are counted together: small files come a hundred times a second."""

_S = DocumentState
_GOES = frozenset({_S.CHECKING, _S.QUEUED, _S.UPLOADING})


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a batch is sent.

    Attributes:
        speed: Bytes a second.
        left: How long what goes by itself still takes; None if that is not known.
    """

    speed: float
    left: timedelta | None


@dataclass(slots=True)
class _Meter:
    left: int = 0
    unknown: int = 0
    began: float = 0.0
    heard: float = float("-inf")
    sent: deque[tuple[float, int]] = field(default_factory=deque)


class UploadPace:
    """Measures the speed of each batch, and of all documents together (the batch without an id).

    Times are seconds of a clock that nobody can set.
    """

    def __init__(self) -> None:
        self._meters: dict[str, _Meter] = {}

    def add(self, documents: Iterable[Document]) -> None:
        """Count what new documents still have to send."""
        for document in documents:
            if document.state in _GOES:
                self._count(document, 1)

    def take(self, before: Document, after: Document, at: float) -> None:
        """Follow a change of a document at a time."""
        if before.state in _GOES:
            self._count(before, -1)
        elif after.state not in _GOES:
            return
        if after.state in _GOES:
            self._count(after, 1)
        sent = after.bytes_sent
        if before.attempt_id == after.attempt_id:
            sent -= before.bytes_sent
        if sent > 0:
            for batch_id in {after.batch_id, ""}:
                self._note(self._meters.setdefault(batch_id, _Meter()), sent, at)

    def under_way(self, at: float) -> list[str]:
        """Return the ids of the batches that are being sent; empty ones mean all documents."""
        return [id_ for id_, meter in self._meters.items() if at - meter.heard < STALLED]

    def of(self, batch_id: str, at: float, *, goes_on: bool = True) -> Pace | None:
        """Return the pace of a batch; None while it says nothing.

        Args:
            batch_id: Id of the batch; empty for all documents.
            at: The present time.
            goes_on: Whether what waits is sent next; false while sending is paused.
        """
        meter = self._meters.get(batch_id)
        if meter is None or at - meter.heard >= STALLED or at - meter.began < SETTLED:
            return None
        _forget_old(meter, at)
        speed = sum(sent for _, sent in meter.sent) / min(WINDOW, at - meter.began)
        if speed <= 0:
            return None
        is_known = goes_on and not meter.unknown and meter.left > 0
        return Pace(speed, timedelta(seconds=meter.left / speed) if is_known else None)

    def _count(self, document: Document, number: int) -> None:
        if document.removed or document.skipped or document.waits_for_start:
            return
        size = _bytes_left(document)
        for batch_id in {document.batch_id, ""}:
            meter = self._meters.setdefault(batch_id, _Meter())
            if size is None:
                meter.unknown += number
            else:
                meter.left += number * size

    def _note(self, meter: _Meter, sent: int, at: float) -> None:
        if at - meter.heard >= STALLED:
            # When these bytes began to go is not known, so they do not count.
            meter.began, sent = at, 0
            meter.sent.clear()
        meter.heard = at
        _forget_old(meter, at)  # also where nobody asks for the pace
        if meter.sent and at - meter.sent[-1][0] < _TOGETHER:
            since, earlier = meter.sent.pop()
            meter.sent.append((since, earlier + sent))
        else:
            meter.sent.append((at, sent))


def _forget_old(meter: _Meter, at: float) -> None:
    while meter.sent and meter.sent[0][0] <= at - WINDOW:
        meter.sent.popleft()


def _bytes_left(document: Document) -> int | None:
    """Return how many bytes of its body are still to be sent; None if its size is not known."""
    if document.state is _S.UPLOADING and document.bytes_total:
        return document.bytes_total - document.bytes_sent
    if document.source_kind is SourceKind.LINK:
        return 0
    # In the body, four letters stand for three bytes of the file.
    return None if document.size is None else (document.size + 2) // 3 * 4
