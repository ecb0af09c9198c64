"""What an attempt's end means for its document: an unknown outcome is never resent."""

from __future__ import annotations

from datetime import datetime

from capout_desktop.capout.errors import CapOutError, Delivery, FileTrouble
from capout_desktop.domain import events as ev
from capout_desktop.domain.hold import HoldReason, looking_up_after
from capout_desktop.domain.problem import Problem
from capout_desktop.services.runtime.clock import now
from capout_desktop.services.uploads.attempt import AttemptResult


def meaning(result: AttemptResult, recalled: bool, retry_at: datetime | None) -> ev.Event:
    """Return the event that the attempt's end is.

    Args:
        result: How it ended.
        recalled: Whether the person called the document back meanwhile.
        retry_at: When it goes again by itself after a refusal (UTC); None where that is useless.
    """
    at = now()
    if result.receipt is not None:
        receipt = result.receipt
        return ev.Accepted(
            at,
            receipt.document_id,
            receipt.workflow_id or "",
            receipt.status,
            dict(receipt.extra),
        )
    if result.error is not None:
        return _meaning_of_error(result.error, at, retry_at)
    if result.body_is_out:
        return ev.OutcomeUnknown(at, Problem(HoldReason.LOOKING_UP))
    if recalled:
        return ev.Canceled(at)
    return ev.AttemptRefused(at, Problem(HoldReason.STOPPED), retry_at=at)


def _meaning_of_error(error: CapOutError, at: datetime, retry_at: datetime | None) -> ev.Event:
    problem = error.problem
    if error.delivery is Delivery.UNKNOWN:
        return ev.OutcomeUnknown(at, looking_up_after(problem))
    if error.status_code in {401, 402} and retry_at is None:
        return ev.Held(at, problem)
    if isinstance(error, FileTrouble):
        return ev.Rejected(at, problem)
    return ev.AttemptRefused(at, problem, retry_at)
