"""Cost of a document, and typical cost of documents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from capout_desktop.domain.credit_ledger import Movement

KNOWN_FROM = 3
"""Minimum number of documents with known cost for a typical cost."""

COUNTED = 200
"""Number of latest documents that are counted, since prices change."""


@dataclass(frozen=True, slots=True)
class TypicalCost:
    """Cost of recent documents, in credits.

    Attributes:
        known: Number of documents that this is based on.
        from_batches: Whether costs shared by several documents had to be divided for it.
    """

    median: float
    lowest: float
    highest: float
    known: int
    from_batches: bool


@dataclass(frozen=True, slots=True)
class DocumentCost:
    """Known cost of one document.

    Attributes:
        before: Balance read before it was sent.
        after: Balance read after it was sent.
        spent: Cost of `together` documents including this one; None if the drop cannot be
            assigned.
        together: Number of documents that share `spent`.
        at: Time when `after` was read (UTC).
    """

    before: int
    after: int
    spent: int | None
    together: int
    at: datetime


def typical_cost(movements: Iterable[Movement]) -> TypicalCost | None:
    """Return the typical cost of a document from the movements, which are given oldest first.

    It is None while fewer than three costs are known. The cost of a document charged alone is more
    exact than a share of a joint charge. So shares are counted only if fewer than three documents
    were charged alone.
    """
    alone: list[float] = []
    shared: list[float] = []
    for movement in movements:
        if movement.spent and movement.charges:
            number = len(movement.charges)
            (alone if number == 1 else shared).extend([movement.spent / number] * number)
    from_batches = len(alone) < KNOWN_FROM and bool(shared)
    costs = (alone + shared if from_batches else alone)[-COUNTED:]
    if len(costs) < KNOWN_FROM:
        return None
    import statistics  # noqa: PLC0415 - it imports decimal and fractions

    return TypicalCost(statistics.median(costs), min(costs), max(costs), len(costs), from_batches)


class RowCost(NamedTuple):
    """Credits that a document has cost, as its row says it.

    Attributes:
        is_exact: Whether the balance shows that it was this number; otherwise it is about that.
    """

    credits: int
    is_exact: bool


def row_cost(cost: DocumentCost | None, typical: TypicalCost | None) -> RowCost | None:
    """Return what an accepted document has cost; None if nothing is known of it.

    Of a cost that several documents share, each has its part.
    """
    if cost is not None and cost.spent is not None:
        part = max(round(cost.spent / cost.together), 1)
        return RowCost(part, is_exact=cost.together == 1)
    if typical is not None:
        return RowCost(max(round(typical.median), 1), is_exact=False)
    return None


def cost_in(movement: Movement) -> DocumentCost:
    """Return what is known from a movement about the cost of each document in it."""
    spent = movement.spent or None
    together = len(movement.charges)
    return DocumentCost(movement.before, movement.after, spent, together, movement.until)
