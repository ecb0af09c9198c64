"""The one state machine: what an event does to a document.

`TRANSITIONS` is the whole of it. An event that the table does not list for a document's state
does nothing: late progress, a repeated answer, a report on a finished document are facts of
networks, not errors.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from capout_desktop.domain import events as ev
from capout_desktop.domain import hold
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.problem import Problem
from capout_desktop.domain.profile import is_pending_session
from capout_desktop.domain.stage_order import furthest
from capout_desktop.domain.status_report import Outcome, StatusReport

S = DocumentState
_ON_ITS_WAY = frozenset({S.UPLOADING, S.CONFIRMING})

VOUCHED_STATUS = "arrived, by your word"
"""The status of a document that nobody but the person has seen at CapOut."""

_Rule = Callable[[Document, Any], Document]


def reduce(document: Document, event: ev.Event) -> Document:
    """Return the document as it stands after the event.

    The same object comes back where the event changes nothing, so `is` tells whether anything
    has to be written or painted.
    """
    rule = TRANSITIONS.get((document.state, type(event)))
    if rule is None:
        return document
    after = rule(document, event)
    return _settle_recall(after) if after.called_back else after


def cancellation(document: Document, at: datetime) -> ev.CalledBack | ev.Canceled:
    """Return the event by which the person cancels the document where it stands."""
    return ev.CalledBack(at) if document.state in _ON_ITS_WAY else ev.Canceled(at)


def _settle_recall(document: Document) -> Document:
    """End what was called back and would wait to be sent; anywhere else the word is settled."""
    if document.state in _ON_ITS_WAY:
        return document
    if document.state in {S.QUEUED, S.HELD}:
        return _taken_back(document, document.changed_at)
    return replace(document, called_back=False)


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
        problem=None,
        changed_at=event.at,
    )


def _rejected(document: Document, event: ev.Rejected) -> Document:
    return replace(document, state=S.REJECTED, problem=event.problem, changed_at=event.at)


def _held(document: Document, event: ev.Held) -> Document:
    return replace(document, state=S.HELD, problem=event.problem, changed_at=event.at)


def _released(document: Document, event: ev.Released) -> Document:
    return replace(document, state=S.QUEUED, problem=None, not_before=None, changed_at=event.at)


def _paused(document: Document, event: ev.Paused) -> Document:
    return replace(document, state=S.PAUSED, changed_at=event.at)


def _addressed(document: Document, event: ev.Addressed) -> Document:
    if document.document_id or document.xn_address == event.xn_address:
        return document  # where CapOut has it, it has it for the address of then
    return replace(
        document,
        xn_address=event.xn_address,
        unconfirmed_address="",
        # The word was given for the address of then.
        send_again=document.send_again and not document.xn_address,
        changed_at=event.at,
    )


def _bound(document: Document, event: ev.Bound) -> Document:
    if document.profile_id and not is_pending_session(document.profile_id):
        return document  # once it belongs to one, no other ever pays for it
    return replace(
        document,
        profile_id=event.profile_id,
        organization_id=event.organization_id,
        key_kind=event.key_kind if document.key_kind is None else document.key_kind,
    )


def _started(document: Document, event: ev.Started) -> Document:
    if not document.waits_for_start:
        return document
    started = replace(document, waits_for_start=False, changed_at=event.at)
    if document.state is S.HELD and document.problem == hold.WAITS_FOR_START:
        return replace(started, state=S.QUEUED, problem=None)
    return started


def _moved(document: Document, event: ev.Moved) -> Document:
    return replace(document, source=event.source)


def _attempt_started(document: Document, event: ev.AttemptStarted) -> Document:
    if document.waits_for_start:
        return document
    return replace(
        document,
        state=S.UPLOADING,
        attempts=document.attempts + 1,
        attempt_id=event.attempt_id,
        attempt_at=event.at,
        profile_id=event.profile_id or document.profile_id,
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
        problem=hold.CALLED_BACK if document.called_back else event.problem,
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
        extra={**document.extra, **event.extra},
        changed_at=event.at,
    )
    # The very first answer may already name the end.
    return _take_report(accepted, StatusReport(event.document_id, event.status), event.at)


def _found_absent(document: Document, event: ev.FoundAbsent) -> Document:
    return replace(
        document,
        state=S.QUEUED,
        problem=None,
        bytes_sent=0,
        bytes_total=0,
        not_before=None,
        changed_at=event.at,
    )


def _lookup_unclear(document: Document, event: ev.LookupUnclear) -> Document:
    problem = event.problem
    if document.called_back and problem == hold.LOOKING_UP:
        problem = hold.CALLED_BACK
    if document.problem == problem:
        return document
    return replace(document, problem=problem, changed_at=event.at)


def _called_back(document: Document, event: ev.CalledBack) -> Document:
    if document.called_back:
        return document
    problem = document.problem
    if problem is not None and problem.code in {hold.LOOKING_UP.code, hold.INTERRUPTED.code}:
        problem = hold.CALLED_BACK
    return replace(document, called_back=True, problem=problem, changed_at=event.at)


def _canceled(document: Document, event: ev.Canceled) -> Document:
    if document.body_is_out:
        return document  # it may have arrived: only the answer or a look-up can tell
    return _taken_back(document, event.at)


def _taken_back(document: Document, at: datetime) -> Document:
    """Where the person wanted it: CapOut does not have it, and does not get it."""
    return replace(
        document,
        state=S.CANCELED,
        called_back=False,
        send_again=False,  # that word is taken back, too
        problem=None,
        bytes_sent=0,
        bytes_total=0,
        not_before=None,
        changed_at=at,
    )


def _retry_requested(document: Document, event: ev.RetryRequested) -> Document:
    if document.document_id and document.state is S.FAILED:
        return document  # CapOut had it: that is `SendAgain`, which may cost credits
    if document.state is S.HELD and document.waits_for_start:
        return document  # it was never tried: only `Started` is the person's OK to spend on it
    return replace(
        document,
        state=S.CHECKING,
        waits_for_start=False,  # whoever wants another try has given the word
        problem=None,
        not_before=None,
        changed_at=event.at,
    )


def _vouched(document: Document, event: ev.Vouched) -> Document:
    return replace(
        document,
        state=S.COMPLETE,
        problem=None,
        server_status=VOUCHED_STATUS,
        changed_at=event.at,
    )


def _removed(document: Document, event: ev.Removed) -> Document:
    return document if document.removed else replace(document, removed=True, changed_at=event.at)


def _restored(document: Document, event: ev.Restored) -> Document:
    return replace(document, removed=False, changed_at=event.at) if document.removed else document


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
        report.updated_at is not None
        and document.server_updated_at is not None
        and report.updated_at < document.server_updated_at
    ):
        return document
    return _take_report(document, report, event.at)


def _status_missing(document: Document, event: ev.StatusMissing) -> Document:
    if document.problem == event.problem:
        return document
    return replace(document, problem=event.problem, changed_at=event.at)


_STATE_OF = {
    Outcome.RUNNING: S.PROCESSING,
    Outcome.COMPLETE: S.COMPLETE,
    Outcome.FAILED: S.FAILED,
}


def _take_report(document: Document, report: StatusReport, at: datetime) -> Document:
    state = _STATE_OF[report.outcome]
    told: dict[str, Any] = {
        "state": state,
        "server_status": report.status,
        "problem": _workflow_problem(report) if state is S.FAILED else None,
        "stages": furthest(document.stages, report.stages),
        "server_updated_at": report.updated_at or document.server_updated_at,
        "completed_at": report.completed_at or document.completed_at,
        "extra": {**document.extra, **report.extra} if report.extra else document.extra,
    }
    # Compared before anything is built: most reports of a busy line say nothing new.
    if all(getattr(document, name) == value for name, value in told.items()):
        return document
    return replace(document, **told, changed_at=at)


def _workflow_problem(report: StatusReport) -> Problem:
    said = report.extra.get("error") or report.extra.get("message") or ""
    return Problem(
        "workflow-failed",
        "CapOut could not finish it",
        "Look at it in CapOut's web app. If the PDF is a scan, ask the carrier for the original.",
        str(said),
    )


TRANSITIONS: dict[tuple[DocumentState, type[ev.Event]], _Rule] = {
    (S.CHECKING, ev.Checked): _checked,
    (S.CHECKING, ev.Rejected): _rejected,
    (S.CHECKING, ev.Addressed): _addressed,
    (S.CHECKING, ev.Bound): _bound,
    (S.CHECKING, ev.Started): _started,
    (S.CHECKING, ev.Canceled): _canceled,
    (S.QUEUED, ev.AttemptStarted): _attempt_started,
    (S.QUEUED, ev.Rejected): _rejected,
    (S.QUEUED, ev.Held): _held,
    (S.QUEUED, ev.Paused): _paused,
    (S.QUEUED, ev.Addressed): _addressed,
    (S.QUEUED, ev.Bound): _bound,
    (S.QUEUED, ev.Started): _started,
    (S.QUEUED, ev.Canceled): _canceled,
    (S.HELD, ev.Held): _held,
    (S.HELD, ev.Released): _released,
    (S.HELD, ev.Paused): _paused,
    (S.HELD, ev.Addressed): _addressed,
    (S.HELD, ev.Bound): _bound,
    (S.HELD, ev.Started): _started,
    (S.HELD, ev.SendAgain): _send_again,
    (S.HELD, ev.RetryRequested): _retry_requested,
    (S.HELD, ev.Canceled): _canceled,
    (S.PAUSED, ev.Released): _released,
    (S.PAUSED, ev.Addressed): _addressed,
    (S.PAUSED, ev.Canceled): _canceled,
    (S.UPLOADING, ev.BytesSent): _bytes_sent,
    (S.UPLOADING, ev.Accepted): _accepted,
    (S.UPLOADING, ev.AttemptRefused): _attempt_refused,
    (S.UPLOADING, ev.OutcomeUnknown): _outcome_unknown,
    (S.UPLOADING, ev.Held): _held,
    (S.UPLOADING, ev.Rejected): _rejected,
    (S.UPLOADING, ev.CalledBack): _called_back,
    (S.UPLOADING, ev.Canceled): _canceled,
    (S.CONFIRMING, ev.Accepted): _accepted,
    (S.CONFIRMING, ev.FoundAbsent): _found_absent,
    (S.CONFIRMING, ev.LookupUnclear): _lookup_unclear,
    (S.CONFIRMING, ev.SendAgain): _send_again,
    (S.CONFIRMING, ev.Vouched): _vouched,
    (S.CONFIRMING, ev.CalledBack): _called_back,
    (S.PROCESSING, ev.StatusReported): _status_reported,
    (S.PROCESSING, ev.StatusMissing): _status_missing,
    (S.FAILED, ev.RetryRequested): _retry_requested,
    (S.FAILED, ev.SendAgain): _send_again,
    (S.FAILED, ev.Addressed): _addressed,
    (S.CANCELED, ev.RetryRequested): _retry_requested,
    (S.CANCELED, ev.Addressed): _addressed,
    (S.REJECTED, ev.RetryRequested): _retry_requested,
    (S.REJECTED, ev.Addressed): _addressed,
    **{(state, ev.Moved): _moved for state in S},
    **{(state, ev.Removed): _removed for state in S if state.is_terminal},
    **{(state, ev.Restored): _restored for state in S if state.is_terminal},
}
"""Which event means what in which state; a pair that is not here cannot happen."""
