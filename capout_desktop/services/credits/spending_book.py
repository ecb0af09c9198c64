"""Spending of each organization, computed from balances and documents, and kept over restarts."""

from __future__ import annotations

import sqlite3
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from enum import IntEnum

from capout_desktop.domain.credit_ledger import Charge, Ledger, Movement, Reading
from capout_desktop.domain.credits import BalancePoint, CreditBalance
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.typical_cost import DocumentCost, TypicalCost, cost_in, typical_cost
from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.documents.journal_writer import JournalWriter
from capout_desktop.services.runtime.clock import now
from capout_desktop.store.credit_history import CreditHistory, CreditRecord

KEEP_SAME_AFTER = timedelta(minutes=10)
"""Shortest time between two records of an unchanged balance."""

KEPT_READINGS = 500
"""Number of latest readings of an organization that are kept in memory."""

_S = DocumentState
_OPEN = (_S.UPLOADING, _S.CONFIRMING, _S.PROCESSING)


class _Phase(IntEnum):
    """Progress of a document as far as it affects the credits."""

    NOT_SENT = 0
    OUT = 1
    """It was sent; whether CapOut has it is not known yet."""
    ACCEPTED = 2
    ENDED = 3


class SpendingBook:
    """Spending ledgers, one per organization, updated with documents and balances."""

    def __init__(
        self,
        store: DocumentStore,
        journal: JournalWriter,
        on_trouble: Callable[[Exception], None],
    ) -> None:
        """Follow the documents.

        `on_trouble` is called with the error if old records cannot be read.
        """
        self._store = store
        self._journal = journal
        self._on_trouble = on_trouble
        self._is_open = False
        self._unread: list[Reading] = []
        self._ledgers: dict[str, Ledger] = {}
        self._movements: dict[str, list[Movement]] = defaultdict(list)
        self._points: dict[str, list[BalancePoint]] = defaultdict(list)
        self._written: dict[str, CreditRecord] = {}
        self._readings: dict[str, deque[Reading]] = defaultdict(lambda: deque(maxlen=KEPT_READINGS))
        self._costs: dict[str, Movement] = {}
        self._typical: dict[str, TypicalCost | None] = {}
        self._phases = {d.id: (d.attempt_id, _phase(d)) for d in store.in_state(*_OPEN)}
        self._listeners: list[Callable[[], None]] = []
        store.listen(self._follow)

    def listen(self, listener: Callable[[], None]) -> None:
        """Call `listener` whenever the spending changes."""
        self._listeners.append(listener)

    async def open(self) -> None:
        """Load the journal's records. Balances recorded before that are processed after it."""
        try:
            history = await self._journal.credit_history(now())
        except sqlite3.Error as error:
            self._on_trouble(error)
            history = CreditHistory()
        for point in history.points:
            self._points[point.organization_id].append(point)
        for movement in history.movements:
            self._enter(movement)
        for reading in sorted((*history.recent, *history.last), key=lambda known: known.at):
            self._readings[reading.organization_id].append(reading)
        for reading in history.last:
            self._ledgers[reading.organization_id] = Ledger(
                reading,
                (c.attempt_id for m in self._movements[reading.organization_id] for c in m.charges),
            )
        self._remember_sent()
        self._is_open = True
        for reading in self._unread:
            self._read(reading)
        self._unread.clear()
        self._tell()

    def record(self, balance: CreditBalance, asked_at: datetime, organization_id: str) -> Reading:
        """Record a balance that was requested at `asked_at` (UTC), and return it as a reading.

        `organization_id` is the organization of the key; a balance may not name it.
        """
        reading = Reading.of(balance, asked_at, organization_id)
        if self._is_open:
            self._read(reading)
            self._tell()
        else:
            self._unread.append(reading)
        return reading

    def reading_before(self, organization_id: str, at: datetime) -> Reading | None:
        """Return the last reading that was complete by `at`; None if there is none."""
        known = (*self._readings[organization_id], *self._unread)
        earlier = [r for r in known if r.at <= at and r.organization_id == organization_id]
        return max(earlier, key=lambda reading: reading.at, default=None)

    def typical(self, organization_id: str) -> TypicalCost | None:
        """Return the typical cost of the organization's documents; None while too few are known."""
        if organization_id not in self._typical:
            self._typical[organization_id] = typical_cost(self._movements[organization_id])
        return self._typical[organization_id]

    def cost_of(self, document_id: str) -> DocumentCost | None:
        """Return the known cost of a document; `document_id` is this program's own id."""
        movement = self._costs.get(document_id)
        return cost_in(movement) if movement is not None else None

    def points(self, organization_id: str, since: datetime) -> Sequence[BalancePoint]:
        """Return the organization's balances since `since`, oldest first."""
        return [point for point in self._points[organization_id] if point.at >= since]

    def movements(self, since: datetime) -> Sequence[Movement]:
        """Return the movements of all organizations since `since`, oldest first."""
        return sorted(
            (m for ms in self._movements.values() for m in ms if m.until >= since),
            key=lambda movement: movement.until,
        )

    # Documents

    def _follow(self, documents: Iterable[Document]) -> None:
        for document in documents:
            if not document.attempt_id:
                continue
            stands = document.attempt_id, _phase(document)
            stood = self._phases.get(document.id)
            if stood == stands:
                continue
            if stands[1] is _Phase.ENDED:
                self._phases.pop(document.id, None)
            else:
                self._phases[document.id] = stands
            if stands[1] is _Phase.NOT_SENT:
                # What CapOut had, and is sent again, keeps what it cost before.
                if stood is not None and stood[1] is _Phase.OUT:
                    self._ledger_of(document).forget(stood[0])
            # Documents of this session are first seen before they are sent; others ended earlier.
            elif stood is not None or stands[1] is _Phase.OUT:
                self._note(document, now())

    def _ledger_of(self, document: Document) -> Ledger:
        return self._ledgers.setdefault(document.organization_id, Ledger())

    def _note(self, document: Document, at: datetime) -> None:
        phase = _phase(document)
        self._ledger_of(document).note(
            Charge(
                document.attempt_id,
                document.id,
                document.xn_address,
                out_at=at,
                accepted_at=at if phase >= _Phase.ACCEPTED else None,
                ended_at=at if phase is _Phase.ENDED else None,
            )
        )

    def _remember_sent(self) -> None:
        """Add documents that an earlier run sent and that no balance includes yet."""
        last_read = {id_: ledger.last.at for id_, ledger in self._ledgers.items() if ledger.last}
        oldest = min(last_read.values(), default=now())
        ended = (d for d in self._store.in_state(_S.COMPLETE, _S.FAILED) if d.changed_at > oldest)
        for document in [*self._store.in_state(*_OPEN), *ended]:
            last = last_read.get(document.organization_id)
            phase, sent_at = _phase(document), document.attempt_at
            if last is None or sent_at is None or phase is _Phase.NOT_SENT:
                continue
            if phase is not _Phase.ENDED or document.changed_at > last:
                self._note(document, sent_at)

    # Balances

    def _read(self, reading: Reading) -> None:
        organization_id = reading.organization_id
        self._readings[organization_id].append(reading)
        ledger = self._ledgers.setdefault(organization_id, Ledger())
        is_clear = ledger.is_clear(reading)
        record = CreditRecord(reading, is_clear, ledger.read(reading))
        if record.movement is not None:
            self._enter(record.movement)
        before = self._written.get(organization_id)
        if before is None or _has_changed(before, record):
            self._written[organization_id] = record
            self._journal.save_credits(record)
            point = BalancePoint(organization_id, reading.at, reading.total)
            self._points[organization_id].append(point)

    def _enter(self, movement: Movement) -> None:
        self._movements[movement.organization_id].append(movement)
        self._typical.pop(movement.organization_id, None)
        for charged in movement.charges:
            self._costs[charged.document] = movement

    def _tell(self) -> None:
        for listener in self._listeners:
            listener()


def _phase(document: Document) -> _Phase:
    if document.document_id:
        return _Phase.ENDED if document.state.is_terminal else _Phase.ACCEPTED
    # A document that the person confirmed as received was charged, at an unknown time.
    if document.body_is_out or document.state in {_S.CONFIRMING, _S.COMPLETE}:
        return _Phase.OUT
    return _Phase.NOT_SENT


def _has_changed(before: CreditRecord, record: CreditRecord) -> bool:
    old, new = before.reading, record.reading
    return (
        record.movement is not None
        or (record.is_clear and not before.is_clear)
        or (old.total, old.buckets) != (new.total, new.buckets)
        or new.at - old.at >= KEEP_SAME_AFTER
    )
