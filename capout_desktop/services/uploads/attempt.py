"""One attempt to upload one document: its record, and what its end means.

An unknown outcome is never resent. Before the last bytes leave, the journal says so: without that
the body was certainly never complete.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from msgspec.structs import replace

from capout_desktop.capout.errors import CapOutError, Conflict, Delivery, FileTrouble, StreamedFile
from capout_desktop.capout.wire import UploadReceipt
from capout_desktop.domain import events as ev
from capout_desktop.domain.attempt import Attempt, AttemptOutcome
from capout_desktop.domain.credits import KeyKind
from capout_desktop.domain.destination import Destination, normal_server
from capout_desktop.domain.document import Document
from capout_desktop.domain.hold import HoldReason, looking_up_after
from capout_desktop.domain.organization import PRACTICE_SERVER
from capout_desktop.domain.problem import Problem
from capout_desktop.services.organizations.credential_service import Credential
from capout_desktop.services.runtime.clock import now

_MAY_HAVE_ARRIVED = frozenset(
    {
        AttemptOutcome.UNDER_WAY,
        AttemptOutcome.UNKNOWN,
        AttemptOutcome.ABSENT,
        AttemptOutcome.SEND_AGAIN,
    }
)


@dataclass(frozen=True, slots=True)
class AttemptResult:
    """How an attempt ended: with a receipt, with an error, or stopped (neither).

    Attributes:
        body_is_out: Whether every byte may have reached CapOut; then only an answer or a
            look-up tells whether it was accepted.
        journal_error: Why the journal did not take that the body is about to be complete; then
            it never was.
        seconds: How long it took on the monotonic clock.
    """

    receipt: UploadReceipt | None
    error: CapOutError | None
    body_is_out: bool
    journal_error: sqlite3.Error | None = None
    seconds: float = 0.0
    bytes_out: int = 0
    bytes_total: int = 0

    @property
    def streamed(self) -> StreamedFile | None:
        """What was read of the file; None for a link, and where it was stopped."""
        told = self.receipt or self.error
        return told.streamed if told is not None else None


def begun(document: Document, credential: Credential, attempt_id: str, at: datetime) -> Attempt:
    """Return the record of an attempt that begins now with this credential's key."""
    # The practice CapOut listens on another port each time.
    is_practice = document.server == PRACTICE_SERVER
    return Attempt(
        id=attempt_id,
        document=document.id,
        destination=_destination(
            credential.organization_id,
            credential.credential_id,
            credential.kind,
            PRACTICE_SERVER if is_practice else credential.client.base_url,
            document.xn_address,
        ),
        number=document.attempts + 1,
        file_name=document.file_name,
        started_at=at,
        server_time=credential.client.server_now(),
        original_sha256=document.copied_from.sha256 if document.copied_from is not None else "",
        key_fingerprint=credential.fingerprint,
    )


@lru_cache(maxsize=64)
def _destination(
    organization_id: str, credential_id: str, key_kind: KeyKind, server: str, xn_address: str
) -> Destination:
    """Return one destination for all attempts to it, since every attempt is kept."""
    return Destination(
        organization_id=organization_id,
        credential_id=credential_id,
        key_kind=key_kind,
        server=server if server == PRACTICE_SERVER else normal_server(server),
        xn_address=xn_address,
    )


def ended(
    attempt: Attempt, result: AttemptResult, event: ev.Event, checked_sha256: str | None
) -> Attempt:
    """Return the record of an attempt whose end is this event.

    `checked_sha256` is the document's hash, which is mostly that of the bytes that were sent.
    """
    match event:
        case ev.Accepted():
            outcome = AttemptOutcome.ACCEPTED
        case ev.OutcomeUnknown():
            outcome = AttemptOutcome.UNKNOWN
        case _:
            outcome = AttemptOutcome.REFUSED
    sha256 = result.streamed.sha256 if result.streamed is not None else ""
    if checked_sha256 is not None and sha256 == checked_sha256:
        sha256 = checked_sha256  # both are kept, so they share one text
    return replace(
        attempt,
        outcome=outcome,
        document_id=event.document_id if isinstance(event, ev.Accepted) else "",
        duration_seconds=result.seconds,
        sha256=sha256,
        bytes_out=result.bytes_out,
        bytes_total=result.bytes_total,
        body_about_to_be_complete=result.body_is_out,
        conflict=_conflict(result),
    )


def _conflict(result: AttemptResult) -> Problem | None:
    error = result.error
    return error.problem if isinstance(error, Conflict) and result.body_is_out else None


def may_have_arrived_before(earlier: Iterable[Attempt]) -> bool:
    """Whether a 409 may be about the document of one of these earlier attempts."""
    return any(
        one.outcome in _MAY_HAVE_ARRIVED and not one.certainly_never_complete for one in earlier
    )


def meaning(
    result: AttemptResult, delivery: Delivery, recalled: bool, retry_at: datetime | None
) -> ev.Event:
    """Return the event that the attempt's end is.

    Args:
        result: How it ended.
        delivery: What its error says of the document.
        recalled: Whether the person called the document back meanwhile.
        retry_at: When it goes again by itself after a refusal (UTC); None where that is useless.
    """
    at = now()
    if result.receipt is not None:
        receipt = result.receipt
        return ev.Accepted(
            at,
            receipt.document_id,
            receipt.workflow_id,
            receipt.status,
            dict(receipt.extra),
        )
    if result.error is not None:
        return _meaning_of_error(result.error, delivery, at, retry_at)
    if result.body_is_out:
        return ev.OutcomeUnknown(at, Problem(HoldReason.LOOKING_UP))
    if recalled:
        return ev.Canceled(at)
    return ev.AttemptRefused(at, Problem(HoldReason.STOPPED), retry_at=at)


def _meaning_of_error(
    error: CapOutError, delivery: Delivery, at: datetime, retry_at: datetime | None
) -> ev.Event:
    problem = error.problem
    if delivery is Delivery.UNKNOWN:
        return ev.OutcomeUnknown(at, looking_up_after(problem))
    if error.status_code in {401, 402} and retry_at is None:
        return ev.Held(at, problem)
    if isinstance(error, FileTrouble) and retry_at is None:
        return ev.Rejected(at, problem)
    return ev.AttemptRefused(at, problem, retry_at)
