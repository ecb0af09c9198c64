"""Rules that decide from the credits whether an upload without an answer was charged."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from capout_desktop.domain.arrival_evidence import CreditEvidence, Doubt, KnownAttempts
from capout_desktop.domain.attempt import Attempt
from capout_desktop.domain.credit_ledger import CLOCK_SKEW, Movement, Reading


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


def credit_doubts(attempt: Attempt, evidence: CreditEvidence) -> Iterable[Doubt]:
    """Yield the reasons why the credits do not prove that nothing was charged."""
    before, after = evidence.before, evidence.after
    if (
        before is None
        or after is None
        or before.organization_id != after.organization_id
        or before.at > attempt.started_at
        or after.asked_at < attempt.started_at
        or (spent := _spent(before, after)) is None
    ):
        yield Doubt.CREDITS_UNKNOWN
        return
    explained = evidence.explained
    if spent > (explained or 0):
        yield Doubt.CREDITS_SPENT
    elif explained is None or spent < explained:
        yield Doubt.CREDITS_BEHIND


def _spent(before: Reading, after: Reading) -> int | None:
    """Return the number of credits spent between two readings; None if unknown.

    Credits that were added or expired meanwhile hide what was spent, unless the buckets show it.
    """
    old = {bucket.id: bucket for bucket in before.buckets}
    new = {bucket.id: bucket for bucket in after.buckets}
    if not (before.adds_up and after.adds_up):
        return before.total - after.total if after.total <= before.total else None
    spent = 0
    for id_, bucket in old.items():
        left = new[id_].remaining if id_ in new else 0
        if left > bucket.remaining:
            return None  # refilled: what was spent of it is not shown
        runs_out = bucket.expires_at is not None and bucket.expires_at <= after.at + CLOCK_SKEW
        if runs_out and left < bucket.remaining:
            return None
        spent += bucket.remaining - left
    # Some of a new bucket's credits may be gone before it was first read.
    return None if new.keys() - old.keys() else spent


def _may_be_charged_between(attempt: Attempt, before: Reading, after: Reading) -> bool:
    ended = attempt.started_at + timedelta(seconds=attempt.duration_seconds or 0)
    return ended >= before.asked_at and attempt.started_at <= after.at
