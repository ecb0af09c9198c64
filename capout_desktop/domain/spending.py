"""Report of spent credits by day, address or organization."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum

from capout_desktop.domain.credit_ledger import Movement


class SpendingBy(Enum):
    """Grouping of a report."""

    DAY = "day"
    ADDRESS = "address"
    ORGANIZATION = "organization"


class LineKind(Enum):
    """Kind of credits that a line counts."""

    DOCUMENTS = "documents"
    UNEXPLAINED = "unexplained"
    EXPIRED = "expired"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class SpendingLine:
    """Line of a report.

    Attributes:
        key: The day (`2026-04-14`), the address or the organization's id; empty in a report by
            address if the line belongs to no address.
        kind: Kind of credits.
        documents: Number of documents; 0 for lines of another kind than `DOCUMENTS`.
        credits: Credits, never negative.
        is_divided: Whether it includes a share of a cost that several documents have in common.
    """

    key: str
    kind: LineKind
    documents: int
    credits: int
    is_divided: bool = False


def spending(movements: Iterable[Movement], by: SpendingBy) -> list[SpendingLine]:
    """Return the lines of a report; the latest day first, otherwise the most credits first.

    Over all lines, documents plus unexplained plus expired minus added is the loss of the balance.
    Days are those of this computer's time zone.
    """
    sums: dict[tuple[str, LineKind], list[int]] = {}
    divided: set[tuple[str, LineKind]] = set()

    def add(key: str, kind: LineKind, credits_: int, documents: int = 0) -> None:
        if credits_ or documents:
            total = sums.setdefault((key, kind), [0, 0])
            total[0] += documents
            total[1] += credits_

    for movement in movements:
        key = _key(movement, by)
        if movement.spent:
            shares = _shares(movement.spent, len(movement.charges))
            addresses = {charged.xn_address for charged in movement.charges}
            for charged, share in zip(movement.charges, shares, strict=True):
                place = charged.xn_address if by is SpendingBy.ADDRESS else key
                add(place, LineKind.DOCUMENTS, share, 1)
                if by is SpendingBy.ADDRESS and len(addresses) > 1:
                    divided.add((place, LineKind.DOCUMENTS))
        add(key, LineKind.UNEXPLAINED, movement.unexplained)
        add(key, LineKind.EXPIRED, movement.expired)
        add(key, LineKind.ADDED, movement.added)
    lines = [
        SpendingLine(key, kind, documents, credits_, (key, kind) in divided)
        for (key, kind), (documents, credits_) in sums.items()
    ]
    return sorted(lines, key=_order(by))


def _key(movement: Movement, by: SpendingBy) -> str:
    match by:
        case SpendingBy.DAY:
            return movement.until.astimezone().date().isoformat()
        case SpendingBy.ORGANIZATION:
            return movement.organization_id
        case SpendingBy.ADDRESS:
            return ""


def _shares(credits_: int, number: int) -> list[int]:
    """Divide credits into `number` whole shares, as evenly as possible."""
    share, rest = divmod(credits_, number)
    return [share + 1] * rest + [share] * (number - rest)


def _order(by: SpendingBy) -> Callable[[SpendingLine], tuple[object, ...]]:
    kinds = list(LineKind)
    if by is SpendingBy.DAY:
        return lambda line: (_reversed_day(line.key), kinds.index(line.kind))
    return lambda line: (kinds.index(line.kind), -line.credits, line.key)


def _reversed_day(day: str) -> int:
    return -int(day.replace("-", ""))
