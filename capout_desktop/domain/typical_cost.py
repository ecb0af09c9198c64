"""What a document cost, and what documents cost as a rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from capout_desktop.domain.credit_ledger import Movement

KNOWN_FROM = 3
"""From so many documents on a typical cost is told."""

COUNTED = 200
"""Only the last so many documents count: prices change."""


@dataclass(frozen=True, slots=True)
class TypicalCost:
    """What the documents of late cost, in credits.

    Attributes:
        known: How many documents this was learned from.
        from_batches: Whether documents that were paid together had to be divided for it.
    """

    median: float
    lowest: float
    highest: float
    known: int
    from_batches: bool


@dataclass(frozen=True, slots=True)
class DocumentCost:
    """What is known of one document's cost.

    Attributes:
        before: The balance read before it went.
        after: The balance read after it.
        spent: What it cost, or what `together` documents cost together; None where the drop
            cannot be ascribed.
        at: When the later balance was read (UTC).
    """

    before: int
    after: int
    spent: int | None
    together: int
    at: datetime


def typical_cost(movements: Iterable[Movement]) -> TypicalCost | None:
    """Return what a document costs as a rule, by the movements given oldest first.

    None while fewer than three are known. Documents that were paid alone say more than those
    that were paid together, so the latter count only where there are too few of the former.
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
    import statistics  # noqa: PLC0415 - it brings in the arithmetic of decimals and fractions

    return TypicalCost(statistics.median(costs), min(costs), max(costs), len(costs), from_batches)


def cost_in(movement: Movement) -> DocumentCost:
    """Return what a movement tells of the cost of each document in it."""
    spent = movement.spent or None
    together = len(movement.charges)
    return DocumentCost(movement.before, movement.after, spent, together, movement.until)
