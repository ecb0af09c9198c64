"""State machine of a document.

`TRANSITIONS` lists all transitions. An event that the table does not list for a document's state
does nothing: late progress, a repeated answer or a report on a finished document are normal on a
network and no errors.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from sys import intern
from typing import Any

from msgspec.structs import replace

from capout_desktop.domain import events as ev
from capout_desktop.domain.document import Document, DocumentState, SourceKind
from capout_desktop.domain.estimate_correction import (
    CORRECTABLE,
    corrected,
    read_anew,
    uncorrected,
    with_correction,
)
from capout_desktop.domain.file_problem import MAY_PASS
from capout_desktop.domain.hold import REMOVABLE, HoldReason
from capout_desktop.domain.link_answer import INDIRECT
from capout_desktop.domain.organization import is_pending_session
from capout_desktop.domain.problem import Problem, ProblemCode
from capout_desktop.domain.stage_order import furthest
from capout_desktop.domain.status_report import Outcome, StatusReport

S = DocumentState
_ON_ITS_WAY = frozenset({S.UPLOADING, S.CONFIRMING})

_NOT_SENT = frozenset({S.CHECKING, S.QUEUED, S.HELD})

_NEVER_ARRIVED = frozenset(
    {
        *(HoldReason.WAITS_FOR_START, HoldReason.NO_KEY, HoldReason.NO_ORGANIZATION),
        *(HoldReason.SESSION_OVER, HoldReason.OTHER_KEY_KIND, HoldReason.OTHER_SERVER),
        *(HoldReason.NO_ADDRESS, HoldReason.UNCONFIRMED_ADDRESS, HoldReason.NO_CREDITS),
        *(HoldReason.KEY_REFUSED, HoldReason.STOPPED),
    }
)
"""Holds that have nothing to do with an earlier attempt."""
_TOO_LARGE = frozenset({ProblemCode.FILE_TOO_LARGE, ProblemCode.TOO_LARGE})

_SHOWN_WHEN_SKIPPED = (HoldReason.ALREADY_SENT, HoldReason.LIKELY_TWIN, HoldReason.SET_APART)

_CONCERNS_REMOVED = frozenset({ev.Restored, ev.Moved})
"""Events of a document that the user removed from the list. No other one has an effect on it: it
must not be sent, neither with "Retry all" nor because the reason for its hold is gone."""

RECEIVED_STATUS = "arrived, by your word"
"""Status of a document that only the user has seen at CapOut."""

_CLOCKS_DIFFER = timedelta(days=1)
"""Maximum time by which a server's time may be ahead of this clock. A later one is ignored."""

_Rule = Callable[[Document, Any], Document]


def reduce(document: Document, event: ev.Event) -> Document:
    """Return the document after the event.

    If the event changes nothing, the same object is returned, so that `is` shows whether anything
    has to be stored or painted.
    """
    if not can(document, type(event)):
        return document
    after = TRANSITIONS[document.state, type(event)](document, event)
    if after.downloading and after.state is not S.CHECKING:
        after = replace(after, downloading=False)
    return _settle_recall(after) if after.cancel_requested else after


def can(document: Document, event_type: type[ev.Event]) -> bool:
    """Return whether an event of this type is possible for the document in its present state."""
    if document.removed and event_type not in _CONCERNS_REMOVED:
        return False
    condition = _CONDITIONS.get(event_type)
    return (document.state, event_type) in TRANSITIONS and (
        condition is None or condition(document)
    )


def can_cancel(document: Document) -> bool:
    """Return whether the user can cancel the document in its present state."""
    return can(document, _cancellation_type(document))


def can_be_unlocked(document: Document) -> bool:
    """Return whether a password would let the document be sent."""
    return can(document, ev.Copied)


def can_choose_pages(document: Document) -> bool:
    """Return whether a copy with some of its pages may be sent in its place."""
    return can(document, ev.PagesChosen)


def cancellation(document: Document, at: datetime) -> ev.CancelRequested | ev.Canceled:
    """Return the event that cancels the document in its present state."""
    return _cancellation_type(document)(at)


def _cancellation_type(document: Document) -> type[ev.CancelRequested | ev.Canceled]:
    return ev.CancelRequested if document.state in _ON_ITS_WAY else ev.Canceled


def _settle_recall(document: Document) -> Document:
    """Cancel a document that would wait to be sent; otherwise clear the cancel request."""
    if document.state in _ON_ITS_WAY:
        return document
    if document.state in {S.QUEUED, S.HELD}:
        return _taken_back(document, document.changed_at)
    return replace(document, cancel_requested=False)


def _checked(document: Document, event: ev.Checked) -> Document:
    return replace(
        document,
        state=S.QUEUED,
        size=event.size,
        sha256=event.sha256,
        modified_ns=event.modified_ns,
        page_count=event.page_count,
        notices=event.notices,
        sent_before=document.sent_before if event.sha256 == document.sha256 else (),
        estimate=document.estimate if event.sha256 == document.sha256 else None,
        corrections=document.corrections if event.sha256 == document.sha256 else (),
        claim_sent_at=document.claim_sent_at if event.sha256 == document.sha256 else None,
        problem=None,
        changed_at=event.at,
    )


def _downloading(document: Document, _event: ev.Downloading) -> Document:
    return document if document.downloading else replace(document, downloading=True)


def _rejected(document: Document, event: ev.Rejected) -> Document:
    return replace(document, state=S.REJECTED, problem=event.problem, changed_at=event.at)


def _estimate_read(document: Document, event: ev.EstimateRead) -> Document:
    if document.sha256 != event.sha256:
        return document
    corrections = read_anew(event.estimate, document.corrections)
    estimate = corrected(event.estimate, corrections)
    if document.estimate == estimate and document.corrections == corrections:
        return document
    return replace(
        document,
        estimate=estimate,
        corrections=corrections,
        claim_sent_at=event.claim_sent_at,
    )


def _estimate_corrected(document: Document, event: ev.EstimateCorrected) -> Document:
    if document.estimate is None or event.name not in CORRECTABLE:
        return document
    read = uncorrected(document.estimate, document.corrections)
    corrections = with_correction(document.corrections, document.estimate, event.name, event.value)
    return replace(
        document,
        estimate=corrected(read, corrections),
        corrections=corrections,
        claim_sent_at=event.claim_sent_at,
    )


def _held(document: Document, event: ev.Held) -> Document:
    return replace(document, state=S.HELD, problem=event.problem, changed_at=event.at)


def _released(document: Document, event: ev.Released) -> Document:
    return replace(document, state=S.QUEUED, problem=None, not_before=None, changed_at=event.at)


def _addressed(document: Document, event: ev.Addressed) -> Document:
    if document.xn_address == event.xn_address:
        return document
    return replace(
        document,
        xn_address=event.xn_address,
        unconfirmed_address="",
        # The user's consent was for the earlier address.
        send_again=document.send_again and not document.xn_address,
        again_chosen=document.again_chosen and not document.xn_address,
        changed_at=event.at,
    )


def _bound(document: Document, event: ev.Assigned) -> Document:
    return replace(
        document,
        credential_id=event.credential_id,
        organization_id=event.organization_id,
        key_kind=event.key_kind if document.key_kind is None else document.key_kind,
    )


def _started(document: Document, event: ev.Started) -> Document:
    started = replace(document, waits_for_start=False, changed_at=event.at)
    if document.held_for(HoldReason.WAITS_FOR_START, HoldReason.SET_APART):
        return replace(started, state=S.QUEUED, problem=None)
    return started


def _skipped(document: Document, event: ev.Skipped) -> Document:
    waits = Problem(HoldReason.WAITS_FOR_START)
    keeps_reason = document.state is not S.HELD or document.held_for(*_SHOWN_WHEN_SKIPPED)
    return replace(
        document,
        skipped=True,
        again_chosen=False,
        waits_for_start=True,
        problem=document.problem if keeps_reason else waits,
        not_before=None,
        changed_at=event.at,
    )


def _included(document: Document, event: ev.Included) -> Document:
    if not document.skipped and document.again_chosen == event.again:
        return document
    return replace(document, skipped=False, again_chosen=event.again, changed_at=event.at)


def _moved_to_top(document: Document, event: ev.MovedToTop) -> Document:
    return replace(document, moved_to_top_at=event.at)


def _moved(document: Document, event: ev.Moved) -> Document:
    if document.copied_from is not None:  # what is sent is in the outbox
        origin = replace(document.copied_from, path=event.source)
        return replace(document, copied_from=origin)
    return replace(document, source=event.source)


def _attempt_started(document: Document, event: ev.AttemptStarted) -> Document:
    return replace(
        document,
        state=S.UPLOADING,
        attempts=document.attempts + 1,
        attempt_id=event.attempt_id,
        attempt_at=event.at,
        credential_id=event.credential_id or document.credential_id,
        organization_id=event.organization_id,
        unknown_since=None,
        bytes_sent=0,
        bytes_total=0,
        not_before=None,
        problem=None,
        changed_at=event.at,
    )


def _bytes_sent(document: Document, event: ev.BytesSent) -> Document:
    if event.attempt_id != document.attempt_id or event.sent <= document.bytes_sent:
        return document
    return replace(document, bytes_sent=event.sent, bytes_total=event.total)


def _attempt_refused(document: Document, event: ev.AttemptRefused) -> Document:
    return replace(
        document,
        state=S.FAILED if event.retry_at is None else S.QUEUED,
        problem=event.problem,
        not_before=event.retry_at,
        bytes_sent=0,
        bytes_total=0,
        changed_at=event.at,
    )


def _outcome_unknown(document: Document, event: ev.OutcomeUnknown) -> Document:
    return replace(
        document,
        state=S.CONFIRMING,
        problem=Problem(HoldReason.CALLED_BACK) if document.cancel_requested else event.problem,
        unknown_since=event.at,
        changed_at=event.at,
    )


def _accepted(document: Document, event: ev.Accepted) -> Document:
    accepted = replace(
        document,
        state=S.PROCESSING,
        document_id=event.document_id,
        workflow_id=event.workflow_id,
        bytes_sent=document.bytes_total,
        problem=None,
        extra={**document.extra, **event.extra} if event.extra else document.extra,
        changed_at=event.at,
    )
    # The first answer may already report the end of the workflow.
    return _take_report(accepted, StatusReport(event.document_id, event.status), event.at)


def _found_absent(document: Document, event: ev.FoundAbsent) -> Document:
    was_refused = event.refusal is not None and not document.cancel_requested
    return replace(
        document,
        state=S.FAILED if was_refused else S.QUEUED,
        problem=event.refusal if was_refused else None,
        bytes_sent=0,
        bytes_total=0,
        not_before=None,
        changed_at=event.at,
    )


def _lookup_unclear(document: Document, event: ev.LookupUnclear) -> Document:
    problem = event.problem
    if document.cancel_requested and problem.code == HoldReason.LOOKING_UP:
        problem = Problem(HoldReason.CALLED_BACK)
    if document.problem == problem:
        return document
    return replace(document, problem=problem, changed_at=event.at)


def _called_back(document: Document, event: ev.CancelRequested) -> Document:
    problem = document.problem
    if document.problem_code in {HoldReason.LOOKING_UP, HoldReason.INTERRUPTED}:
        problem = Problem(HoldReason.CALLED_BACK)
    return replace(document, cancel_requested=True, problem=problem, changed_at=event.at)


def _canceled(document: Document, event: ev.Canceled) -> Document:
    return _taken_back(document, event.at)


def _taken_back(document: Document, at: datetime) -> Document:
    """Return the document as canceled: CapOut does not have it and will not receive it."""
    return replace(
        document,
        state=S.CANCELED,
        cancel_requested=False,
        send_again=False,  # the consent is withdrawn, too
        send_unread=False,
        problem=None,
        bytes_sent=0,
        bytes_total=0,
        not_before=None,
        changed_at=at,
    )


def _retry_requested(document: Document, event: ev.RetryRequested) -> Document:
    return replace(
        document,
        state=S.CHECKING,
        # A retry implies the start, but what was skipped is only checked again.
        waits_for_start=document.skipped,
        problem=None,
        not_before=None,
        changed_at=event.at,
    )


def _file_replaced(document: Document, event: ev.FileReplaced) -> Document:
    return replace(
        document,
        state=S.CHECKING,
        estimate=None,
        corrections=(),
        claim_sent_at=None,
        problem=None,
        not_before=None,
        changed_at=event.at,
    )


def _copied(document: Document, event: ev.Copied | ev.PagesChosen) -> Document:
    return replace(
        document,
        state=S.CHECKING,
        source=event.source,
        copied_from=event.copied_from,
        size=None,
        sha256=None,
        page_count=None,
        notices=(),
        send_unread=False,
        estimate=None,
        claim_sent_at=None,
        corrections=(),
        problem=None,
        not_before=None,
        changed_at=event.at,
    )


def _send_anyway(document: Document, event: ev.SendAnyway) -> Document:
    return replace(
        document,
        state=S.CHECKING,
        send_unread=True,
        waits_for_start=False,  # it implies the start
        skipped=False,
        problem=None,
        not_before=None,
        changed_at=event.at,
    )


def _vouched(document: Document, event: ev.MarkedReceived) -> Document:
    return replace(
        document,
        state=S.COMPLETE,
        problem=None,
        server_status=RECEIVED_STATUS,
        changed_at=event.at,
    )


def _file_returned(document: Document, event: ev.FileReturned) -> Document:
    return replace(document, state=S.CHECKING, problem=None, changed_at=event.at)


def _set_apart(document: Document, event: ev.SetApart) -> Document:
    if document.problem == event.problem:
        return document
    if document.state in _NOT_SENT:
        return replace(document, state=S.HELD, problem=event.problem, changed_at=event.at)
    if document.problem is not None:
        return document
    return replace(document, problem=event.problem, changed_at=event.at)


def _marked_never_sent(document: Document, event: ev.MarkedNeverSent) -> Document:
    return _taken_back(document, event.at)


def _removed(document: Document, _event: ev.Removed) -> Document:
    # Nothing has happened to the document itself, so it was not updated.
    # What was read is personal data; it is read again if the document is put back.
    return replace(document, removed=True, estimate=None, corrections=(), claim_sent_at=None)


def _restored(document: Document, _event: ev.Restored) -> Document:
    return replace(document, removed=False)


def _send_again(document: Document, event: ev.SendAgain) -> Document:
    went = document.sent_before
    if document.document_id or document.state is S.CONFIRMING:
        went = (*went, (document.xn_address.lower(), document.document_id))
    return replace(
        document,
        state=S.CHECKING,
        send_again=True,
        sent_before=went,
        unknown_since=None,
        waits_for_start=False,
        document_id="",
        workflow_id="",
        server_status="",
        stages=None,
        server_updated_at=None,
        completed_at=None,
        problem=None,
        bytes_sent=0,
        bytes_total=0,
        not_before=None,
        changed_at=event.at,
    )


def _status_reported(document: Document, event: ev.StatusReported) -> Document:
    report = event.report
    if report.document_id != document.document_id:
        return document
    if (
        # An end is never outdated: servers' clocks differ by more than the last steps take.
        report.outcome is Outcome.RUNNING
        and report.updated_at is not None
        and document.server_updated_at is not None
        and report.updated_at < document.server_updated_at
    ):
        return document
    return _take_report(document, report, event.at)


def _status_missing(document: Document, event: ev.StatusMissing) -> Document:
    if document.problem_code == event.problem.code:
        return document
    return replace(document, problem=event.problem, changed_at=event.at)


_STATE_OF = {
    Outcome.RUNNING: S.PROCESSING,
    Outcome.COMPLETE: S.COMPLETE,
    Outcome.FAILED: S.FAILED,
}


def _take_report(document: Document, report: StatusReport, at: datetime) -> Document:
    state = _STATE_OF[report.outcome]
    problem = _workflow_problem(report) if state is S.FAILED else None
    stages = furthest(document.stages, report.stages)
    updated_at, told = document.server_updated_at, report.updated_at
    if told is not None and told <= at + _CLOCKS_DIFFER:
        updated_at = told if updated_at is None else max(updated_at, told)
    completed_at = report.completed_at or document.completed_at
    extra = {**document.extra, **report.extra} if report.extra else document.extra
    # Compared before a new document is built, since most reports contain nothing new.
    if (
        document.server_updated_at == updated_at
        and document.stages == stages
        and document.server_status == report.status
        and document.state is state
        and document.problem == problem
        and document.completed_at == completed_at
        and document.extra == extra
    ):
        return document
    return replace(
        document,
        state=state,
        server_status=intern(report.status),  # thousands have the same
        problem=problem,
        stages=stages,
        server_updated_at=updated_at,
        completed_at=completed_at,
        extra=extra,
        changed_at=at,
    )


def _workflow_problem(report: StatusReport) -> Problem:
    said = report.extra.get("error") or report.extra.get("message") or ""
    return Problem(ProblemCode.WORKFLOW_FAILED, str(said))


TRANSITIONS: dict[tuple[DocumentState, type[ev.Event]], _Rule] = {
    (S.CHECKING, ev.Checked): _checked,
    (S.CHECKING, ev.Rejected): _rejected,
    (S.CHECKING, ev.Downloading): _downloading,
    (S.CHECKING, ev.Addressed): _addressed,
    (S.CHECKING, ev.Assigned): _bound,
    (S.CHECKING, ev.Started): _started,
    (S.CHECKING, ev.Canceled): _canceled,
    (S.QUEUED, ev.AttemptStarted): _attempt_started,
    (S.QUEUED, ev.Rejected): _rejected,
    (S.QUEUED, ev.Held): _held,
    (S.QUEUED, ev.Addressed): _addressed,
    (S.QUEUED, ev.Assigned): _bound,
    (S.QUEUED, ev.Started): _started,
    (S.QUEUED, ev.Canceled): _canceled,
    (S.HELD, ev.Held): _held,
    (S.HELD, ev.Released): _released,
    (S.HELD, ev.Addressed): _addressed,
    (S.HELD, ev.Assigned): _bound,
    (S.HELD, ev.Started): _started,
    (S.HELD, ev.SendAgain): _send_again,
    (S.HELD, ev.RetryRequested): _retry_requested,
    (S.HELD, ev.Canceled): _canceled,
    (S.UPLOADING, ev.BytesSent): _bytes_sent,
    (S.UPLOADING, ev.Accepted): _accepted,
    (S.UPLOADING, ev.AttemptRefused): _attempt_refused,
    (S.UPLOADING, ev.OutcomeUnknown): _outcome_unknown,
    (S.UPLOADING, ev.Held): _held,
    (S.UPLOADING, ev.Rejected): _rejected,
    (S.UPLOADING, ev.CancelRequested): _called_back,
    (S.UPLOADING, ev.Canceled): _canceled,
    (S.CONFIRMING, ev.Accepted): _accepted,
    (S.CONFIRMING, ev.FoundAbsent): _found_absent,
    (S.CONFIRMING, ev.LookupUnclear): _lookup_unclear,
    (S.CONFIRMING, ev.SendAgain): _send_again,
    (S.CONFIRMING, ev.MarkedReceived): _vouched,
    (S.CONFIRMING, ev.MarkedNeverSent): _marked_never_sent,
    (S.CONFIRMING, ev.CancelRequested): _called_back,
    (S.PROCESSING, ev.StatusReported): _status_reported,
    (S.PROCESSING, ev.StatusMissing): _status_missing,
    (S.FAILED, ev.RetryRequested): _retry_requested,
    (S.FAILED, ev.SendAgain): _send_again,
    (S.FAILED, ev.Addressed): _addressed,
    (S.CANCELED, ev.RetryRequested): _retry_requested,
    (S.CANCELED, ev.Addressed): _addressed,
    (S.REJECTED, ev.RetryRequested): _retry_requested,
    (S.REJECTED, ev.Addressed): _addressed,
    (S.REJECTED, ev.FileReturned): _file_returned,
    **{
        (state, ev.FileReplaced): _file_replaced
        for state in (S.CHECKING, S.QUEUED, S.HELD, S.REJECTED)
    },
    (S.REJECTED, ev.SendAnyway): _send_anyway,
    (S.REJECTED, ev.Copied): _copied,
    **{
        (state, ev.PagesChosen): _copied
        for state in (S.QUEUED, S.HELD, S.REJECTED, S.FAILED, S.CANCELED)
    },
    **{(state, ev.Skipped): _skipped for state in (S.CHECKING, S.QUEUED, S.HELD)},
    **{(state, ev.Included): _included for state in (S.CHECKING, S.QUEUED, S.HELD)},
    **{(state, ev.Moved): _moved for state in S},
    **{(state, ev.EstimateRead): _estimate_read for state in S},
    **{(state, ev.EstimateCorrected): _estimate_corrected for state in S},
    **{(state, ev.SetApart): _set_apart for state in S if state is not S.UPLOADING},
    **{
        (state, event): rule
        for event, rule in ((ev.Removed, _removed), (ev.Restored, _restored))
        for state in (*filter(lambda state: state.is_terminal, S), S.HELD, S.CHECKING)
    },
    (S.CHECKING, ev.MovedToTop): _moved_to_top,
    (S.QUEUED, ev.MovedToTop): _moved_to_top,
}
"""Function for each pair of state and event type; a pair that is not listed has no effect."""

_CONDITIONS: dict[type[ev.Event], Callable[[Document], bool]] = {
    # A skipped document is included first, by a word about that row.
    ev.Started: lambda document: document.waits_for_start and not document.skipped,
    ev.AttemptStarted: lambda document: not document.waits_for_start and not document.skipped,
    ev.Skipped: lambda document: not document.skipped,
    ev.Included: lambda document: document.waits_for_start,
    # Once CapOut has the document, its address cannot change.
    ev.Addressed: lambda document: not document.document_id,
    # Once it belongs to one organization, no other one pays for it.
    ev.Assigned: lambda document: (
        not document.credential_id or is_pending_session(document.credential_id)
    ),
    # What was sent, or may have been, is about the earlier file.
    ev.FileReplaced: lambda document: (
        not (document.attempts or document.document_id or document.sent_before)
    ),
    ev.Copied: lambda document: document.problem_code == ProblemCode.PASSWORD_NEEDED,
    # CapOut may have what is looked up, or waits for a decision about an earlier attempt.
    ev.PagesChosen: lambda document: (
        document.source_kind is SourceKind.FILE
        and not document.document_id
        and document.unknown_since is None
        and (
            document.state not in {S.HELD, S.REJECTED}
            or document.problem_code in _NEVER_ARRIVED | _TOO_LARGE
        )
    ),
    # Only one library refused the file, or this computer the link: CapOut may be able to read it.
    ev.SendAnyway: lambda document: (
        document.problem_code == ProblemCode.PDF_DAMAGED or document.problem_code in INDIRECT
    ),
    ev.CancelRequested: lambda document: not document.cancel_requested,
    # It may have arrived: only the answer or a look-up can show that.
    ev.Canceled: lambda document: not document.body_is_out,
    # If CapOut had it, another try is `SendAgain`, which may cost credits. A document that was
    # never tried waits for `Started`, the user's consent to spend credits on it.
    ev.RetryRequested: lambda document: (
        not (document.document_id and document.state is DocumentState.FAILED)
        and not (document.waits_for_start and document.state is DocumentState.HELD)
    ),
    # A document that waits for its start was never sent.
    ev.SendAgain: lambda document: (
        not document.skipped and not document.held_for(HoldReason.WAITS_FOR_START)
    ),
    ev.FileReturned: lambda document: document.problem_code in MAY_PASS,
    ev.Removed: lambda document: (
        document.state.is_terminal or document.waits_for_start or document.held_for(*REMOVABLE)
    ),
    ev.Restored: lambda document: document.removed,
    ev.MovedToTop: lambda document: not document.waits_for_start,
}
"""Conditions that a document must meet, in addition to its state, for an event to be possible."""
