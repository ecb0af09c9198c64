"""Evidence of the credits on whether an upload without an answer was charged."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from capout_desktop.domain.arrival import CreditEvidence, KnownAttempts
from capout_desktop.domain.attempt import Attempt
from capout_desktop.domain.credit_ledger import Movement, Reading


def credit_evidence(
    before: Reading | None,
    after: Reading | None,
    movements: Iterable[Movement],
    known: KnownAttempts,
) -> CreditEvidence:
    """Return what the credits show between two readings.

    A movement counts only if all its charges are documents that CapOut certainly has. If the cost
    of one accepted in between is not known, the whole is not known either.
    """
    if before is None or after is None:
        return CreditEvidence(before, after, None)
    accepted = {attempt.id for attempt in known.accepted.values()}
    explained = 0
    counted: set[str] = set()
    for movement in movements:
        charged = {charge.attempt_id for charge in movement.charges}
        inside = before.at <= movement.since and movement.until <= after.at
        if inside and movement.spent and charged <= accepted:
            explained += movement.spent
            counted |= charged
    between = (a for a in known.accepted.values() if _may_be_charged_between(a, before, after))
    is_known = all(attempt.id in counted for attempt in between)
    return CreditEvidence(before, after, explained if is_known else None)


def _may_be_charged_between(attempt: Attempt, before: Reading, after: Reading) -> bool:
    ended = attempt.started_at + timedelta(seconds=attempt.duration_seconds or 0)
    return ended >= before.asked_at and attempt.started_at <= after.at
