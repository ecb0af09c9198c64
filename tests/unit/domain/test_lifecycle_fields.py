"""Which fields of a document each event changes: the whole record before and after."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from helpers.documents import at, document
from helpers.ui_fixtures import stages
from msgspec.structs import replace

from capout_desktop.domain import events as ev
from capout_desktop.domain.copied_from import CopiedFrom, CopyKind
from capout_desktop.domain.credits import KeyKind
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.estimate import Estimate, EstimateKind, Field, TextQuality
from capout_desktop.domain.estimate_correction import Correction
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.lifecycle import RECEIVED_STATUS, can, reduce
from capout_desktop.domain.organization import pending_session_id
from capout_desktop.domain.pdf_notice import Notice
from capout_desktop.domain.problem import Problem, ProblemCode
from capout_desktop.domain.status_report import StatusReport

S = DocumentState
T = at(99)
TROUBLE = Problem("trouble", "503: busy")
OTHER_TROUBLE = Problem("other-trouble")
WAITS = Problem(HoldReason.WAITS_FOR_START)
SHA, OTHER_SHA = "ab" * 32, "cd" * 32
READ = Estimate(EstimateKind.XACTIMATE_SCOPE, TextQuality.TEXT, claim_number=Field("8", 1))
CORRECTION = Correction("claim_number", "7", Field("8", 1))
CORRECTED = replace(READ, claim_number=Field("7", is_by_hand=True))
COPY = CopiedFrom(CopyKind.UNLOCKED, "/in/scope.pdf", "scope.pdf")

EVERYTHING: dict[str, Any] = {
    "size": 1000,
    "sha256": SHA,
    "modified_ns": 7,
    "page_count": 3,
    "notices": (Notice.SCAN,),
    "bytes_sent": 40,
    "bytes_total": 90,
    "attempts": 2,
    "attempt_id": "attempt-2",
    "attempt_at": at(5),
    "credential_id": "credential-1",
    "organization_id": "org_1",
    "unconfirmed_address": "typed@example",
    "key_kind": KeyKind.LIVE,
    "server": "https://capout.example",
    "unknown_since": at(6),
    "not_before": at(7),
    "document_id": "doc_1",
    "workflow_id": "wf_1",
    "server_status": "processing",
    "stages": stages("ddr.."),
    "server_updated_at": at(8),
    "completed_at": at(9),
    "send_again": True,
    "sent_before": (("team@example", "doc_0"),),
    "batch_id": "batch-1",
    "again_chosen": True,
    "moved_to_top_at": at(10),
    "problem": TROUBLE,
    "send_unread": True,
    "extra": {"queue": 3},
    "estimate": CORRECTED,
    "claim_sent_at": at(4),
    "corrections": (CORRECTION,),
}
"""Values of all fields but those that decide whether an event is possible."""

NOT_SENT: dict[str, Any] = {"bytes_sent": 0, "bytes_total": 0, "not_before": None}
TAKEN_BACK = {
    **NOT_SENT,
    "state": S.CANCELED,
    "send_again": False,
    "send_unread": False,
    "problem": None,
    "changed_at": T,
}
FORGOTTEN = {"estimate": None, "corrections": (), "claim_sent_at": None}
CHECKED_ANEW = {"state": S.CHECKING, "problem": None, "not_before": None, "changed_at": T}
COPIED = {
    **CHECKED_ANEW,
    **FORGOTTEN,
    "source": "/outbox/1.pdf",
    "copied_from": COPY,
    "size": None,
    "sha256": None,
    "page_count": None,
    "notices": (),
    "send_unread": False,
}
SENT_AGAIN = {
    **CHECKED_ANEW,
    **NOT_SENT,
    "send_again": True,
    "unknown_since": None,
    "document_id": "",
    "workflow_id": "",
    "server_status": "",
    "stages": None,
    "server_updated_at": None,
    "completed_at": None,
}
CHECKED = ev.Checked(T, 2000, SHA, 8, 4, ())
FRESH = {"document_id": "", "attempts": 0, "sent_before": ()}
"""A document that was never sent."""
NEW = {"size": 2000, "modified_ns": 8, "page_count": 4, "notices": ()}


@pytest.mark.parametrize(
    ("state", "given", "event", "changes"),
    [
        (S.CHECKING, {}, CHECKED, {**NEW, "state": S.QUEUED, "problem": None, "changed_at": T}),
        (
            S.CHECKING,
            {"downloading": True},
            ev.Checked(T, 2000, OTHER_SHA, 8, 4, ()),
            {
                **NEW,
                **FORGOTTEN,
                "downloading": False,
                "sha256": OTHER_SHA,
                "sent_before": (),
                "state": S.QUEUED,
                "problem": None,
                "changed_at": T,
            },
        ),
        (S.CHECKING, {}, ev.Downloading(), {"downloading": True}),
        (
            S.CHECKING,
            {},
            ev.Rejected(T, OTHER_TROUBLE),
            {"state": S.REJECTED, "problem": OTHER_TROUBLE, "changed_at": T},
        ),
        (
            S.COMPLETE,
            {"corrections": (), "estimate": None},
            ev.EstimateRead(SHA, READ, at(50)),
            {"estimate": READ, "claim_sent_at": at(50)},
        ),
        (
            S.COMPLETE,
            {"estimate": None},
            ev.EstimateRead(SHA, replace(READ, claim_number=Field("9", 2)), at(50)),
            {
                "estimate": CORRECTED,
                "corrections": (Correction("claim_number", "7", Field("9", 2)),),
                "claim_sent_at": at(50),
            },
        ),
        (
            S.QUEUED,
            {"corrections": (), "estimate": READ},
            ev.EstimateCorrected("claim_number", "7", at(50)),
            {"estimate": CORRECTED, "corrections": (CORRECTION,), "claim_sent_at": at(50)},
        ),
        (
            S.QUEUED,
            {},
            ev.EstimateCorrected("claim_number", None, None),
            {"estimate": READ, "corrections": (), "claim_sent_at": None},
        ),
        (
            S.QUEUED,
            {},
            ev.Held(T, OTHER_TROUBLE),
            {"state": S.HELD, "problem": OTHER_TROUBLE, "changed_at": T},
        ),
        (
            S.HELD,
            {},
            ev.Released(T),
            {"state": S.QUEUED, "problem": None, "not_before": None, "changed_at": T},
        ),
        (
            S.QUEUED,
            {"document_id": ""},
            ev.Addressed(T, "new@example"),
            {
                "xn_address": "new@example",
                "unconfirmed_address": "",
                "send_again": False,
                "again_chosen": False,
                "changed_at": T,
            },
        ),
        (
            S.HELD,
            {"document_id": "", "xn_address": ""},
            ev.Addressed(T, "new@example"),
            {"xn_address": "new@example", "unconfirmed_address": "", "changed_at": T},
        ),
        (
            S.QUEUED,
            {"credential_id": "", "key_kind": None},
            ev.Assigned(T, "credential-2", "org_2", KeyKind.TEST),
            {
                "credential_id": "credential-2",
                "organization_id": "org_2",
                "key_kind": KeyKind.TEST,
            },
        ),
        (
            S.QUEUED,
            {"credential_id": pending_session_id("f")},
            ev.Assigned(T, "credential-2", "org_2", KeyKind.TEST),
            {"credential_id": "credential-2", "organization_id": "org_2"},
        ),
        (
            S.CHECKING,
            {"waits_for_start": True},
            ev.Started(T),
            {"waits_for_start": False, "changed_at": T},
        ),
        (
            S.HELD,
            {"waits_for_start": True},
            ev.Started(T),
            {"waits_for_start": False, "changed_at": T},
        ),
        (
            S.HELD,
            {"waits_for_start": True, "problem": WAITS},
            ev.Started(T),
            {"waits_for_start": False, "state": S.QUEUED, "problem": None, "changed_at": T},
        ),
        *(
            (
                state,
                {"problem": problem},
                ev.Skipped(T),
                {
                    "skipped": True,
                    "again_chosen": False,
                    "waits_for_start": True,
                    "problem": kept,
                    "not_before": None,
                    "changed_at": T,
                },
            )
            for state, problem, kept in (
                (S.CHECKING, None, None),
                (S.QUEUED, TROUBLE, TROUBLE),
                (S.HELD, TROUBLE, WAITS),
                (S.HELD, *[Problem(HoldReason.LIKELY_TWIN)] * 2),
            )
        ),
        (
            S.HELD,
            {"waits_for_start": True, "skipped": True},
            ev.Included(T),
            {"skipped": False, "again_chosen": False, "changed_at": T},
        ),
        (
            S.HELD,
            {"waits_for_start": True, "skipped": True, "again_chosen": False},
            ev.Included(T, again=True),
            {"skipped": False, "again_chosen": True, "changed_at": T},
        ),
        (S.QUEUED, {}, ev.MovedToTop(T), {"moved_to_top_at": T}),
        (
            S.QUEUED,
            {},
            ev.AttemptStarted(T, "attempt-3", "org_2"),
            {
                **NOT_SENT,
                "state": S.UPLOADING,
                "attempts": 3,
                "attempt_id": "attempt-3",
                "attempt_at": T,
                "organization_id": "org_2",
                "unknown_since": None,
                "problem": None,
                "changed_at": T,
            },
        ),
        (
            S.UPLOADING,
            {},
            ev.BytesSent("attempt-2", 41, 91),
            {"bytes_sent": 41, "bytes_total": 91},
        ),
        (
            S.UPLOADING,
            {},
            ev.AttemptRefused(T, OTHER_TROUBLE, at(200)),
            {
                **NOT_SENT,
                "state": S.QUEUED,
                "problem": OTHER_TROUBLE,
                "not_before": at(200),
                "changed_at": T,
            },
        ),
        (
            S.UPLOADING,
            {},
            ev.AttemptRefused(T, OTHER_TROUBLE, None),
            {**NOT_SENT, "state": S.FAILED, "problem": OTHER_TROUBLE, "changed_at": T},
        ),
        (
            S.UPLOADING,
            {},
            ev.OutcomeUnknown(T, OTHER_TROUBLE),
            {
                "state": S.CONFIRMING,
                "problem": OTHER_TROUBLE,
                "unknown_since": T,
                "changed_at": T,
            },
        ),
        (
            S.CONFIRMING,
            {"stages": None},
            ev.Accepted(T, "doc_2", "wf_2", "processing", {"eta": 9}),
            {
                "state": S.PROCESSING,
                "document_id": "doc_2",
                "workflow_id": "wf_2",
                "bytes_sent": 90,
                "problem": None,
                "extra": {"queue": 3, "eta": 9},
                "changed_at": T,
            },
        ),
        (
            S.CONFIRMING,
            {},
            ev.FoundAbsent(T),
            {**NOT_SENT, "state": S.QUEUED, "problem": None, "changed_at": T},
        ),
        (
            S.CONFIRMING,
            {},
            ev.FoundAbsent(T, OTHER_TROUBLE),
            {**NOT_SENT, "state": S.FAILED, "problem": OTHER_TROUBLE, "changed_at": T},
        ),
        (
            S.CONFIRMING,
            {},
            ev.LookupUnclear(T, OTHER_TROUBLE),
            {"problem": OTHER_TROUBLE, "changed_at": T},
        ),
        (
            S.CONFIRMING,
            {"problem": Problem(HoldReason.INTERRUPTED)},
            ev.CancelRequested(T),
            {
                "cancel_requested": True,
                "problem": Problem(HoldReason.CALLED_BACK),
                "changed_at": T,
            },
        ),
        (S.UPLOADING, {}, ev.CancelRequested(T), {"cancel_requested": True, "changed_at": T}),
        (
            S.UPLOADING,
            {"cancel_requested": True},
            ev.AttemptRefused(T, OTHER_TROUBLE, None),
            {
                **NOT_SENT,
                "state": S.FAILED,
                "problem": OTHER_TROUBLE,
                "cancel_requested": False,
                "changed_at": T,
            },
        ),
        (
            S.UPLOADING,
            {"cancel_requested": True},
            ev.AttemptRefused(T, OTHER_TROUBLE, at(200)),
            {**TAKEN_BACK, "cancel_requested": False},
        ),
        (S.QUEUED, {}, ev.Canceled(T), TAKEN_BACK),
        (
            S.CONFIRMING,
            {"cancel_requested": True},
            ev.MarkedNeverSent(T),
            {**TAKEN_BACK, "cancel_requested": False},
        ),
        (S.HELD, {}, ev.RetryRequested(T), CHECKED_ANEW),
        (
            S.REJECTED,
            {"waits_for_start": True},
            ev.RetryRequested(T),
            {**CHECKED_ANEW, "waits_for_start": False},
        ),
        (
            S.CANCELED,
            {"waits_for_start": True, "skipped": True},
            ev.RetryRequested(T),
            CHECKED_ANEW,
        ),
        (S.HELD, FRESH, ev.FileReplaced(T), {**CHECKED_ANEW, **FORGOTTEN}),
        (
            S.REJECTED,
            {"problem": Problem(ProblemCode.PASSWORD_NEEDED)},
            ev.Copied(T, "/outbox/1.pdf", COPY),
            COPIED,
        ),
        (
            S.FAILED,
            {"document_id": "", "unknown_since": None},
            ev.PagesChosen(T, "/outbox/1.pdf", COPY),
            COPIED,
        ),
        *(
            (
                S.REJECTED,
                {
                    "problem": Problem(code),
                    "send_unread": False,
                    "waits_for_start": True,
                    "skipped": True,
                },
                ev.SendAnyway(T),
                {**CHECKED_ANEW, "send_unread": True, "waits_for_start": False, "skipped": False},
            )
            for code in (ProblemCode.PDF_DAMAGED, ProblemCode.LINK_IS_WEB_PAGE)
        ),
        (
            S.CONFIRMING,
            {},
            ev.MarkedReceived(T),
            {
                "state": S.COMPLETE,
                "problem": None,
                "server_status": RECEIVED_STATUS,
                "changed_at": T,
            },
        ),
        (
            S.REJECTED,
            {"problem": Problem(ProblemCode.FILE_GONE)},
            ev.FileReturned(T),
            {"state": S.CHECKING, "problem": None, "changed_at": T},
        ),
        (
            S.QUEUED,
            {},
            ev.SetApart(T, OTHER_TROUBLE),
            {"state": S.HELD, "problem": OTHER_TROUBLE, "changed_at": T},
        ),
        (
            S.PROCESSING,
            {"problem": None},
            ev.SetApart(T, OTHER_TROUBLE),
            {"problem": OTHER_TROUBLE, "changed_at": T},
        ),
        (S.COMPLETE, {}, ev.Removed(T), {**FORGOTTEN, "removed": True}),
        (S.COMPLETE, {"removed": True}, ev.Restored(T), {"removed": False}),
        (
            S.FAILED,
            {"xn_address": "Team@Example"},
            ev.SendAgain(T),
            {**SENT_AGAIN, "sent_before": (("team@example", "doc_0"), ("team@example", "doc_1"))},
        ),
        (
            S.CONFIRMING,
            {"document_id": ""},
            ev.SendAgain(T),
            {**SENT_AGAIN, "sent_before": (("team@example", "doc_0"), ("team@example", ""))},
        ),
        (
            S.HELD,
            {"document_id": "", "waits_for_start": True},
            ev.SendAgain(T),
            {**SENT_AGAIN, "waits_for_start": False},
        ),
        (
            S.PROCESSING,
            {},
            ev.StatusMissing(T, OTHER_TROUBLE),
            {"problem": OTHER_TROUBLE, "changed_at": T},
        ),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, ev.Event) else "",
)
def test_an_event_changes_these_fields_and_no_others(
    state: DocumentState, given: dict[str, Any], event: ev.Event, changes: dict[str, Any]
) -> None:
    before = document(state, **{**EVERYTHING, **given})
    assert reduce(before, event) == replace(before, **changes)


@pytest.mark.parametrize(
    ("state", "given", "event"),
    [
        (S.CHECKING, {"downloading": True}, ev.Downloading()),
        (S.QUEUED, {}, ev.EstimateRead(OTHER_SHA, READ)),
        (S.QUEUED, {}, ev.EstimateRead(SHA, READ)),
        (S.QUEUED, {"estimate": None}, ev.EstimateCorrected("claim_number", "9")),
        (S.QUEUED, {}, ev.EstimateCorrected("rcv", "9")),
        (S.QUEUED, {"document_id": ""}, ev.Addressed(T, "team@example")),
        (S.HELD, {"waits_for_start": True}, ev.Included(T, again=True)),
        (S.UPLOADING, {}, ev.BytesSent("attempt-1", 41, 90)),
        (S.UPLOADING, {}, ev.BytesSent("attempt-2", 40, 91)),
        (S.CONFIRMING, {}, ev.LookupUnclear(T, TROUBLE)),
        (S.HELD, {}, ev.SetApart(T, TROUBLE)),
        (S.COMPLETE, {}, ev.SetApart(T, OTHER_TROUBLE)),
        (S.PROCESSING, {}, ev.StatusMissing(T, Problem("trouble", "another detail"))),
        (S.CHECKING, {"downloading": True}, ev.Moved(T, "/estimates/scope.pdf")),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, ev.Event) else "",
)
def test_an_event_that_says_nothing_new_changes_nothing(
    state: DocumentState, given: dict[str, Any], event: ev.Event
) -> None:
    before = document(state, **{**EVERYTHING, **given})
    after = reduce(before, event)
    assert after == before
    assert after is before or isinstance(event, ev.Moved)


DOCUMENT = document(S.PROCESSING, **{**EVERYTHING, "problem": None})
SAME = StatusReport("doc_1", "processing", updated_at=at(8))


@pytest.mark.parametrize(
    ("report", "changes"),
    [
        ({"status": "queued"}, {"server_status": "queued"}),
        ({"updated_at": at(9)}, {"server_updated_at": at(9)}),
        ({"updated_at": None, "status": "queued"}, {"server_status": "queued"}),
        (
            {"updated_at": T + timedelta(days=1)},
            {"server_updated_at": T + timedelta(days=1)},
        ),
        ({"completed_at": at(30)}, {"completed_at": at(30)}),
        ({"extra": {"eta": 9}}, {"extra": {"queue": 3, "eta": 9}}),
        (
            {"progress": {"ocr": "complete", "structure": "complete", "actions": "complete"}},
            {"stages": stages("ddd..")},
        ),
        (
            {"status": "complete", "updated_at": at(1)},
            {"server_status": "complete", "state": S.COMPLETE},
        ),
        *(
            (
                {"status": "failed", "extra": said},
                {
                    "server_status": "failed",
                    "state": S.FAILED,
                    "problem": Problem(ProblemCode.WORKFLOW_FAILED, detail),
                    "extra": {"queue": 3, **said},
                },
            )
            for said, detail in (
                ({}, ""),
                ({"message": "bad page"}, "bad page"),
                ({"error": "no text", "message": "bad page"}, "no text"),
                ({"error": "", "message": 7}, "7"),
            )
        ),
    ],
)
def test_a_report_changes_what_it_says_and_nothing_else(
    report: dict[str, Any], changes: dict[str, Any]
) -> None:
    event = ev.StatusReported(T, replace(SAME, **report))
    assert reduce(DOCUMENT, event) == replace(DOCUMENT, changed_at=T, **changes)


@pytest.mark.parametrize(
    "report",
    [
        SAME,
        replace(SAME, updated_at=None),
        replace(SAME, updated_at=T + timedelta(days=1, seconds=1)),
        replace(SAME, updated_at=at(7), status="queued"),
        replace(SAME, extra={"queue": 3}, completed_at=at(9)),
        replace(SAME, document_id="doc_2", status="complete"),
    ],
)
def test_a_report_without_news_returns_the_same_document(report: StatusReport) -> None:
    assert reduce(DOCUMENT, ev.StatusReported(T, report)) is DOCUMENT


def test_the_problem_that_no_status_comes_ends_with_any_report() -> None:
    missed = replace(DOCUMENT, problem=TROUBLE)
    assert reduce(missed, ev.StatusReported(T, SAME)) == replace(DOCUMENT, changed_at=T)


def held(reason: HoldReason, **values: Any) -> Document:
    return document(S.HELD, problem=Problem(reason), **values)


@pytest.mark.parametrize(
    ("row", "event_type", "possible"),
    [
        (document(S.QUEUED), ev.AttemptStarted, True),
        (document(S.QUEUED, waits_for_start=True), ev.AttemptStarted, False),
        (document(S.QUEUED, skipped=True), ev.AttemptStarted, False),
        (document(S.QUEUED, waits_for_start=True, skipped=True), ev.Started, False),
        (document(S.QUEUED, skipped=True), ev.Skipped, False),
        (document(S.QUEUED), ev.Included, False),
        (document(S.QUEUED, credential_id="one"), ev.Assigned, False),
        (document(S.QUEUED, credential_id=pending_session_id("f")), ev.Assigned, True),
        (document(S.QUEUED), ev.FileReplaced, True),
        (document(S.QUEUED, attempts=1), ev.FileReplaced, False),
        (document(S.QUEUED, document_id="d"), ev.FileReplaced, False),
        (document(S.QUEUED, sent_before=(("a", ""),)), ev.FileReplaced, False),
        (document(S.REJECTED, problem=Problem(ProblemCode.LINK_IS_PRIVATE)), ev.SendAnyway, True),
        (document(S.UPLOADING, bytes_sent=8, bytes_total=9), ev.Canceled, True),
        (document(S.UPLOADING, bytes_sent=9, bytes_total=9), ev.Canceled, False),
        (document(S.COMPLETE, document_id="d"), ev.RetryRequested, False),
        (document(S.CANCELED, document_id="d"), ev.RetryRequested, True),
        (document(S.CANCELED, waits_for_start=True), ev.RetryRequested, True),
        (held(HoldReason.NO_KEY, waits_for_start=True), ev.RetryRequested, False),
        (held(HoldReason.NO_KEY), ev.RetryRequested, True),
        (document(S.FAILED, skipped=True), ev.SendAgain, False),
        (held(HoldReason.NO_KEY), ev.Removed, False),
        (held(HoldReason.NO_KEY, waits_for_start=True), ev.Removed, True),
        (held(HoldReason.OTHER_SERVER), ev.Removed, True),
        (document(S.QUEUED, removed=True), ev.Moved, True),
        (document(S.QUEUED, removed=True), ev.Canceled, False),
        (held(HoldReason.STOPPED), ev.PagesChosen, True),
        (held(HoldReason.STOPPED, unknown_since=at(1)), ev.PagesChosen, False),
        (held(HoldReason.STOPPED, document_id="d"), ev.PagesChosen, False),
    ],
)
def test_an_event_is_possible_only_if_the_document_allows_it(
    row: Document, event_type: type[ev.Event], possible: bool
) -> None:
    assert can(row, event_type) is possible
