"""The state machine: every event in every state."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from helpers.documents import at, document
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from capout_desktop.domain import events as ev
from capout_desktop.domain import file_problem
from capout_desktop.domain.copied_from import CopiedFrom, CopyKind
from capout_desktop.domain.document import (
    ChargeState,
    Document,
    DocumentState,
    Stage,
    StageState,
)
from capout_desktop.domain.estimate import NOT_STATED, Estimate, EstimateKind, TextQuality
from capout_desktop.domain.estimate_correction import Correction
from capout_desktop.domain.hold import REMOVABLE, HoldReason, look_up_unclear
from capout_desktop.domain.lifecycle import (
    RECEIVED_STATUS,
    TRANSITIONS,
    can,
    can_cancel,
    cancellation,
    reduce,
)
from capout_desktop.domain.problem import Problem
from capout_desktop.domain.status_report import StatusReport

S = DocumentState
TROUBLE = Problem("trouble")


def report(
    status: str = "processing", updated_at: datetime | None = None, **values: Any
) -> ev.StatusReported:
    return ev.StatusReported(at(60), StatusReport("doc_1", status, updated_at=updated_at, **values))


def run(start: Document, *happened: ev.Event) -> Document:
    for event in happened:
        start = reduce(start, event)
    return start


def test_a_file_goes_from_drop_to_complete() -> None:
    done = run(
        document(),
        ev.Checked(at(1), 1000, "ab" * 32, 7, 3),
        ev.AttemptStarted(at(2), "attempt-1", "org_1"),
        ev.BytesSent("attempt-1", 500, 1400),
        ev.BytesSent("attempt-1", 1400, 1400),
        ev.Accepted(at(3), "doc_1", "wf_1", "processing"),
        report(progress={"ocr": "complete", "structure": "in_progress"}),
        report("complete", workflow_complete=True, progress=dict.fromkeys(Stage, "complete")),
    )
    assert done.state is S.COMPLETE
    assert done.stages is not None
    assert {mark.state for mark in done.stages} == {StageState.DONE}
    assert (done.document_id, done.workflow_id, done.attempts) == ("doc_1", "wf_1", 1)


def test_an_unknown_outcome_is_looked_up_and_never_queued_by_itself() -> None:
    uploading = run(document(S.QUEUED), ev.AttemptStarted(at(1), "a", "org_1"))
    confirming = run(uploading, ev.BytesSent("a", 9, 9), ev.OutcomeUnknown(at(2), TROUBLE))
    assert confirming.state is S.CONFIRMING
    assert confirming.unknown_since == at(2)
    for event in (
        ev.Released(at(3)),
        ev.RetryRequested(at(3)),
        ev.SendAnyway(at(3)),
        ev.AttemptStarted(at(3), "b", "org_1"),
        ev.AttemptRefused(at(3), TROUBLE, at(4)),
        ev.Canceled(at(3)),
    ):
        assert reduce(confirming, event) is confirming
    assert reduce(confirming, ev.FoundAbsent(at(3))).state is S.QUEUED
    assert reduce(confirming, ev.Accepted(at(3), "doc_1")).state is S.PROCESSING


def test_a_document_whose_body_is_out_cannot_be_canceled() -> None:
    uploading = run(
        document(S.QUEUED), ev.AttemptStarted(at(1), "a", "org_1"), ev.BytesSent("a", 8, 9)
    )
    assert reduce(uploading, ev.Canceled(at(2))).state is S.CANCELED
    out = reduce(uploading, ev.BytesSent("a", 9, 9))
    assert reduce(out, ev.Canceled(at(2))) is out
    assert out.charge is ChargeState.UNKNOWN


def test_what_the_user_sets_aside_ends_and_costs_nothing() -> None:
    unclear = document(S.CONFIRMING, problem=look_up_unclear(2), cancel_requested=True)
    aside = reduce(unclear, ev.MarkedNeverSent(at(1)))
    assert (aside.state, aside.problem, aside.charge) == (S.CANCELED, None, ChargeState.NONE)


UNDER_WAY = [
    document(S.UPLOADING, bytes_sent=8, bytes_total=9, send_again=True),
    document(S.UPLOADING, bytes_sent=9, bytes_total=9),
    document(S.CONFIRMING, problem=Problem(HoldReason.LOOKING_UP), unknown_since=at(0)),
]


@pytest.mark.parametrize("refusal", [None, TROUBLE], ids=["no answer", "refused"])
@pytest.mark.parametrize("row", UNDER_WAY)
def test_what_is_called_back_on_its_way_ends_once_it_is_known_that_it_did_not_arrive(
    row: Document, refusal: Problem | None
) -> None:
    back = reduce(row, cancellation(row, at(1)))
    assert (back.state, back.cancel_requested) == (row.state, True)
    assert reduce(back, cancellation(back, at(2))) is back
    unknown = reduce(back, ev.OutcomeUnknown(at(2), Problem(HoldReason.INTERRUPTED)))
    absent = reduce(unknown, ev.FoundAbsent(at(3), refusal))
    assert (unknown.state, unknown.problem) == (S.CONFIRMING, Problem(HoldReason.CALLED_BACK))
    assert (absent.state, absent.charge) == (S.CANCELED, ChargeState.NONE)
    assert (absent.cancel_requested, absent.send_again, absent.problem) == (False, False, None)
    arrived = reduce(unknown, ev.Accepted(at(3), "doc_1"))
    assert (arrived.state, arrived.cancel_requested) == (S.PROCESSING, False)
    again = reduce(unknown, ev.SendAgain(at(3)))
    assert (again.state, again.cancel_requested) == (S.CHECKING, False)


@pytest.mark.parametrize(
    "refusal",
    [ev.AttemptRefused(at(2), TROUBLE, at(9)), ev.Held(at(2), TROUBLE)],
    ids=["for now", "until the person acts"],
)
def test_what_is_called_back_and_refused_does_not_wait_for_another_try(refusal: ev.Event) -> None:
    back = reduce(UNDER_WAY[0], ev.CancelRequested(at(1)))
    assert reduce(back, refusal).state is S.CANCELED
    failed = reduce(back, ev.AttemptRefused(at(2), TROUBLE, None))
    assert (failed.state, failed.problem, failed.cancel_requested) == (S.FAILED, TROUBLE, False)


def test_a_look_up_that_goes_on_does_not_forget_that_it_was_called_back() -> None:
    back = reduce(UNDER_WAY[2], ev.CancelRequested(at(1)))
    assert back.problem == Problem(HoldReason.CALLED_BACK)
    elsewhere = reduce(back, ev.LookupUnclear(at(2), Problem(HoldReason.OTHER_ORGANIZATION)))
    assert elsewhere.problem == Problem(HoldReason.OTHER_ORGANIZATION)
    assert reduce(
        elsewhere, ev.LookupUnclear(at(3), Problem(HoldReason.LOOKING_UP))
    ).problem == Problem(HoldReason.CALLED_BACK)


def test_bytes_of_an_earlier_attempt_do_not_count() -> None:
    uploading = run(
        document(S.QUEUED),
        ev.AttemptStarted(at(1), "a", "org_1"),
        ev.AttemptRefused(at(2), TROUBLE, at(2)),
        ev.AttemptStarted(at(3), "b", "org_1"),
    )
    assert reduce(uploading, ev.BytesSent("a", 9, 9)) is uploading


def test_an_older_report_changes_nothing() -> None:
    processing = run(
        document(S.UPLOADING),
        ev.Accepted(at(1), "doc_1"),
        report(updated_at=at(20), progress={"ocr": "complete"}),
    )
    late = report("queued", updated_at=at(10))
    assert reduce(processing, late) is processing


@pytest.mark.parametrize(("word", "state"), [("complete", S.COMPLETE), ("failed", S.FAILED)])
def test_an_end_is_taken_though_its_time_lies_before_the_latest(
    word: str, state: DocumentState
) -> None:
    processing = run(document(S.UPLOADING), ev.Accepted(at(1), "doc_1"), report(updated_at=at(20)))
    ended = reduce(processing, report(word, updated_at=at(20) - timedelta(seconds=0.5)))
    assert ended.state is state
    assert ended.server_updated_at == at(20)


def test_a_time_in_2099_does_not_make_all_later_reports_old() -> None:
    odd = run(
        document(S.UPLOADING),
        ev.Accepted(at(1), "doc_1"),
        report(updated_at=datetime(2099, 1, 1, tzinfo=UTC), progress={"ocr": "in_progress"}),
    )
    later = reduce(odd, report("almost done", updated_at=at(20)))
    assert (later.server_status, later.server_updated_at) == ("almost done", at(20))


def test_a_repeated_report_is_not_a_change() -> None:
    processing = run(document(S.UPLOADING), ev.Accepted(at(1), "doc_1"))
    once = reduce(processing, report(progress={"ocr": "in_progress"}))
    assert reduce(once, report(progress={"ocr": "in_progress"})) is once


def test_a_report_on_another_document_changes_nothing() -> None:
    processing = run(document(S.UPLOADING), ev.Accepted(at(1), "doc_1"))
    other = ev.StatusReported(at(2), StatusReport("doc_2", "complete"))
    assert reduce(processing, other) is processing


def test_a_refusal_that_is_worth_another_try_waits_for_its_time() -> None:
    uploading = run(document(S.QUEUED), ev.AttemptStarted(at(1), "a", "org_1"))
    waiting = reduce(uploading, ev.AttemptRefused(at(2), TROUBLE, at(9)))
    assert (waiting.state, waiting.not_before, waiting.charge) == (
        S.QUEUED,
        at(9),
        ChargeState.NONE,
    )
    failed = reduce(uploading, ev.AttemptRefused(at(2), TROUBLE, None))
    assert (failed.state, failed.charge) == (S.FAILED, ChargeState.NONE)


def test_a_workflow_that_failed_is_never_retried_as_if_it_had_not_been_charged() -> None:
    failed = run(document(S.UPLOADING), ev.Accepted(at(1), "doc_1"), report("error"))
    assert (failed.state, failed.charge) == (S.FAILED, ChargeState.PERHAPS)
    assert reduce(failed, ev.RetryRequested(at(2))) is failed
    again = reduce(failed, ev.SendAgain(at(2)))
    assert (again.state, again.document_id) == (S.CHECKING, "")


def test_a_failed_workflow_says_what_capout_said() -> None:
    failed = run(
        document(S.UPLOADING),
        ev.Accepted(at(1), "doc_1"),
        report("failed", extra={"error": "No line items were found."}),
    )
    assert failed.problem is not None
    assert failed.problem.detail == "No line items were found."


def test_a_status_that_cannot_be_had_is_said_until_one_comes() -> None:
    processing = run(document(S.UPLOADING), ev.Accepted(at(1), "doc_1"))
    missing = reduce(processing, ev.StatusMissing(at(2), TROUBLE))
    assert (missing.state, missing.problem) == (S.PROCESSING, TROUBLE)
    assert reduce(missing, report()).problem is None


def test_an_answer_that_names_the_end_ends_it() -> None:
    accepted = ev.Accepted(at(1), "doc_1", status="completed")
    assert reduce(document(S.UPLOADING), accepted).state is S.COMPLETE


def test_the_persons_word_settles_what_no_list_can_tell() -> None:
    confirming = document(S.CONFIRMING)
    arrived = reduce(confirming, ev.MarkedReceived(at(1)))
    assert (arrived.state, arrived.server_status) == (S.COMPLETE, RECEIVED_STATUS)
    assert arrived.charge is ChargeState.CHARGED


EVENT_TYPES = sorted({event for _, event in TRANSITIONS}, key=lambda t: t.__name__)


@pytest.mark.parametrize("state", DocumentState)
def test_only_what_has_ended_can_be_taken_off_the_list_and_back(state: DocumentState) -> None:
    row = document(state)
    removed = reduce(row, ev.Removed(at(1)))
    assert removed.removed is state.is_terminal
    assert reduce(removed, ev.Restored(at(2))) == row, "it was not updated by that"
    assert removed.state is state


@pytest.mark.parametrize("reason", HoldReason)
def test_what_may_wait_for_ever_can_be_taken_off_the_list(reason: HoldReason) -> None:
    row = document(S.HELD, problem=Problem(reason))
    removed = reduce(row, ev.Removed(at(1)))
    assert removed.removed is (reason in REMOVABLE)
    assert reduce(removed, ev.Restored(at(2))) == row


@pytest.mark.parametrize("event_type", EVENT_TYPES)
@pytest.mark.parametrize(
    "row",
    [
        document(S.HELD, problem=Problem(HoldReason.ALREADY_SENT)),
        document(S.HELD, problem=Problem(HoldReason.SESSION_OVER), waits_for_start=True),
        document(S.CHECKING, waits_for_start=True),
        document(S.FAILED),
        document(S.CANCELED),
        document(S.REJECTED, problem=file_problem.DAMAGED),
    ],
    ids=lambda row: row.problem_code or row.state.value,
)
def test_what_was_taken_off_the_list_stays_as_it_is(
    row: Document, event_type: type[ev.Event]
) -> None:
    removed = reduce(row, ev.Removed(at(1)))
    assert removed.removed
    if event_type not in {ev.Restored, ev.Moved}:
        assert reduce(removed, example(event_type)) is removed
    assert reduce(removed, ev.Restored(at(2))) == row, "as if it had never been removed"


def test_a_file_that_was_moved_is_known_by_its_new_path_and_sent_from_where_its_copy_is() -> None:
    moved = ev.Moved(at(1), "/done/scope.pdf")
    plain = document(S.COMPLETE, source="/in/scope.pdf")
    assert reduce(plain, moved) == replace(plain, source="/done/scope.pdf")
    origin = CopiedFrom(CopyKind.TEMPORARY, "/in/scope.pdf", "scope.pdf")
    copied = document(S.COMPLETE, source="/outbox/1.pdf", copied_from=origin)
    expected = replace(copied, copied_from=replace(origin, path="/done/scope.pdf"))
    assert reduce(copied, moved) == expected


def test_another_file_at_its_path_is_checked_instead_of_what_was_never_sent() -> None:
    waiting = document(
        S.HELD, problem=Problem(HoldReason.WAITS_FOR_START), waits_for_start=True, attempts=0
    )
    replaced = reduce(waiting, ev.FileReplaced(at(1)))
    assert (replaced.state, replaced.problem, replaced.waits_for_start) == (S.CHECKING, None, True)
    tried = document(S.QUEUED, attempts=1)
    assert reduce(tried, ev.FileReplaced(at(1))) is tried


def test_fields_that_nobody_knows_are_kept() -> None:
    done = run(
        document(S.UPLOADING),
        ev.Accepted(at(1), "doc_1", extra={"queue": 3}),
        report("complete", extra={"contractor_esx": "https://example.com/1.esx"}),
    )
    assert done.extra == {"queue": 3, "contractor_esx": "https://example.com/1.esx"}


@pytest.mark.parametrize(
    ("state", "event_type"), list(itertools.product(DocumentState, EVENT_TYPES))
)
def test_an_event_outside_the_table_does_nothing(
    state: DocumentState, event_type: type[ev.Event]
) -> None:
    before = document(state)
    if (state, event_type) not in TRANSITIONS:
        assert reduce(before, example(event_type)) is before


@pytest.mark.parametrize(
    ("state", "event_type"), list(itertools.product(DocumentState, EVENT_TYPES))
)
@pytest.mark.parametrize("facts", [{}, {"document_id": "doc_1"}, {"waits_for_start": True}])
def test_what_cannot_be_does_nothing(
    state: DocumentState, event_type: type[ev.Event], facts: dict[str, Any]
) -> None:
    before = document(state, **facts)
    if not can(before, event_type):
        assert reduce(before, example(event_type)) is before


@pytest.mark.parametrize(
    ("row", "event_type", "means_something"),
    [
        (document(S.FAILED), ev.RetryRequested, True),
        (document(S.FAILED, document_id="doc_1"), ev.RetryRequested, False),
        (document(S.FAILED, document_id="doc_1"), ev.SendAgain, True),
        (document(S.HELD, problem=Problem(HoldReason.ALREADY_SENT)), ev.SendAgain, True),
        (document(S.HELD, problem=Problem(HoldReason.WAITS_FOR_START)), ev.SendAgain, False),
        (document(S.REJECTED, problem=file_problem.DAMAGED), ev.SendAnyway, True),
        (document(S.REJECTED, problem=file_problem.NOT_A_PDF), ev.SendAnyway, False),
        (document(S.REJECTED, problem=file_problem.PASSWORD_NEEDED), ev.Copied, True),
        (document(S.REJECTED, problem=file_problem.DAMAGED), ev.Copied, False),
        (document(S.REJECTED, problem=file_problem.too_large(9, 8)), ev.PagesChosen, True),
        (document(S.REJECTED, problem=file_problem.NOT_A_PDF), ev.PagesChosen, False),
        (document(S.FAILED, attempts=1), ev.PagesChosen, True),
        (document(S.FAILED, document_id="doc_1"), ev.PagesChosen, False),
        (document(S.QUEUED), ev.PagesChosen, True),
        (document(S.QUEUED, unknown_since=at(1)), ev.PagesChosen, False),
        (document(S.HELD, problem=Problem(HoldReason.WAITS_FOR_START)), ev.PagesChosen, True),
        (document(S.HELD, problem=Problem(HoldReason.LIKELY_TWIN)), ev.PagesChosen, False),
        (document(S.QUEUED), ev.Addressed, True),
        (document(S.FAILED, document_id="doc_1"), ev.Addressed, False),
        (document(S.QUEUED, waits_for_start=True), ev.Started, True),
        (document(S.QUEUED), ev.Started, False),
        (document(S.COMPLETE), ev.Removed, True),
        (document(S.COMPLETE, removed=True), ev.Removed, False),
        (document(S.UPLOADING), ev.Removed, False),
        (document(S.CHECKING), ev.Removed, False),
        (document(S.CHECKING, waits_for_start=True), ev.Removed, True),
        (document(S.QUEUED), ev.MovedToTop, True),
        (document(S.QUEUED, waits_for_start=True), ev.MovedToTop, False),
    ],
)
def test_whether_an_event_would_mean_something_is_known_before(
    row: Document, event_type: type[ev.Event], means_something: bool
) -> None:
    assert can(row, event_type) is means_something


@pytest.mark.parametrize("state", DocumentState)
def test_what_the_program_failed_on_waits_unless_it_was_sent(state: DocumentState) -> None:
    problem = Problem(HoldReason.SET_APART, "TypeError: naive")
    before = document(state, waits_for_start=True)
    after = reduce(before, ev.SetApart(at(1), problem))
    if state is S.UPLOADING:
        assert after is before, "its attempt has to end first"
        return
    assert after.problem == problem
    assert after.state is (S.HELD if state in {S.CHECKING, S.QUEUED, S.HELD} else state)
    assert after.waits_for_start, "nobody gave it a start"
    assert reduce(after, ev.SetApart(at(2), problem)) is after, "it is said once"
    if after.state is S.HELD:
        assert reduce(after, ev.Started(at(3))).state is S.QUEUED


def test_a_file_that_is_back_is_checked_again_and_waits_for_its_start_as_before() -> None:
    gone = document(S.REJECTED, problem=file_problem.GONE, waits_for_start=True)
    back = reduce(gone, ev.FileReturned(at(1)))
    assert (back.state, back.problem, back.waits_for_start) == (S.CHECKING, None, True)
    changed = document(S.REJECTED, problem=file_problem.CHANGED)
    assert reduce(changed, ev.FileReturned(at(1))) is changed, "only the person sends another file"


def test_what_was_called_back_is_not_canceled_twice() -> None:
    for row in UNDER_WAY:
        assert can_cancel(row)
        assert not can_cancel(reduce(row, cancellation(row, at(1))))
    assert can_cancel(document(S.QUEUED))
    assert not can_cancel(document(S.COMPLETE))


@pytest.mark.parametrize("state", [S.CANCELED, S.REJECTED])
def test_whoever_retries_has_given_the_word(state: DocumentState) -> None:
    row = document(state, waits_for_start=True)
    assert not run(row, ev.RetryRequested(at(1))).waits_for_start


def test_a_document_is_bound_once_and_no_other_profile_ever_gets_it() -> None:
    bound = reduce(document(S.QUEUED), ev.Assigned(at(1), "profile-1", "org_1"))
    assert (bound.credential_id, bound.organization_id) == ("profile-1", "org_1")
    assert reduce(bound, ev.Assigned(at(1), "profile-2", "org_2")) is bound


def test_the_attempt_says_whose_key_it_went_with() -> None:
    started = reduce(document(S.QUEUED), ev.AttemptStarted(at(1), "a", "org_1", "profile-1"))
    assert (started.credential_id, started.organization_id) == ("profile-1", "org_1")


def example(event_type: type[ev.Event]) -> ev.Event:
    examples: list[ev.Event] = [
        ev.Checked(at(1)),
        ev.Rejected(at(1), TROUBLE),
        ev.Downloading(),
        ev.Held(at(1), TROUBLE),
        ev.Started(at(1)),
        ev.Skipped(at(1)),
        ev.Included(at(1)),
        ev.Moved(at(1), "/elsewhere/a.pdf"),
        ev.Released(at(1)),
        ev.Addressed(at(1), "other@example"),
        ev.Assigned(at(1), "profile-1", "org_1"),
        ev.AttemptStarted(at(1), "a", "org_1"),
        ev.BytesSent("a", 1, 2),
        ev.AttemptRefused(at(1), TROUBLE, None),
        ev.OutcomeUnknown(at(1), TROUBLE),
        ev.Accepted(at(1), "doc_1"),
        ev.FoundAbsent(at(1)),
        ev.LookupUnclear(at(1), TROUBLE),
        ev.SendAgain(at(1)),
        ev.SendAnyway(at(1)),
        ev.EstimateRead("0" * 64, Estimate(EstimateKind.NO_ESTIMATE, TextQuality.TEXT)),
        ev.EstimateCorrected("insured_name", "Alvarez"),
        ev.MarkedReceived(at(1)),
        ev.MovedToTop(at(1)),
        ev.Removed(at(1)),
        ev.Restored(at(1)),
        ev.FileReturned(at(1)),
        ev.SetApart(at(1), TROUBLE),
        ev.StatusReported(at(1), StatusReport("doc_1", "processing")),
        ev.StatusMissing(at(1), TROUBLE),
        ev.CancelRequested(at(1)),
        ev.MarkedNeverSent(at(1)),
        ev.Canceled(at(1)),
        ev.FileReplaced(at(1)),
        ev.Copied(at(1), "/outbox/1.pdf", CopiedFrom(CopyKind.UNLOCKED, "/a.pdf", "a.pdf")),
        ev.PagesChosen(at(1), "/outbox/1.pdf", CopiedFrom(CopyKind.PAGES, "/a.pdf", "a.pdf")),
        ev.RetryRequested(at(1)),
    ]
    return next(event for event in examples if type(event) is event_type)


TIMES = st.integers(0, 100).map(at)
REPORTS = st.builds(
    StatusReport,
    st.just("doc_1"),
    st.sampled_from(["processing", "queued", "complete", "failed", "Something New"]),
    st.booleans(),
    st.none(),
    st.none() | TIMES,
    st.none()
    | st.dictionaries(
        st.sampled_from(list(Stage)), st.sampled_from([None, "in_progress", "complete", "odd"])
    ),
)
BY_ITSELF = st.one_of(
    st.builds(ev.Checked, TIMES),
    st.builds(ev.Rejected, TIMES, st.just(TROUBLE)),
    st.builds(ev.Held, TIMES, st.just(TROUBLE)),
    st.builds(ev.Released, TIMES),
    st.builds(ev.AttemptStarted, TIMES, st.sampled_from("ab"), st.just("org_1")),
    st.builds(ev.BytesSent, st.sampled_from("ab"), st.integers(0, 9), st.just(9)),
    st.builds(ev.AttemptRefused, TIMES, st.just(TROUBLE), st.none() | TIMES),
    st.builds(ev.OutcomeUnknown, TIMES, st.just(TROUBLE)),
    st.builds(ev.Accepted, TIMES, st.just("doc_1")),
    st.builds(ev.FoundAbsent, TIMES, st.none() | st.just(TROUBLE)),
    st.builds(ev.LookupUnclear, TIMES, st.just(TROUBLE)),
    st.builds(ev.StatusReported, TIMES, REPORTS),
)
FURTHER = {
    StageState.WAITING: 0,
    StageState.OTHER: 1,
    StageState.RUNNING: 1,
    StageState.DONE: 2,
    StageState.FAILED: 2,
}


@given(st.lists(BY_ITSELF, max_size=40))
def test_nothing_that_happens_by_itself_reopens_an_end_or_takes_progress_back(
    happened: list[ev.Event],
) -> None:
    now = document()
    for event in happened:
        before, now = now, reduce(now, event)
        if before.state.is_terminal:
            assert now is before
        if before.document_id:
            assert now.document_id == before.document_id
            assert now.state in {S.PROCESSING, S.COMPLETE, S.FAILED}
        if before.stages and now.stages:
            for old, new in zip(before.stages, now.stages, strict=True):
                assert FURTHER[new.state] >= FURTHER[old.state]
        if before.attempt_id == now.attempt_id and now.state is S.UPLOADING:
            assert now.bytes_sent >= before.bytes_sent
        if before.server_updated_at and now.server_updated_at:
            assert now.server_updated_at >= before.server_updated_at


@given(st.lists(BY_ITSELF, max_size=40))
def test_no_attempt_follows_an_unknown_outcome_without_a_look_up(happened: list[ev.Event]) -> None:
    now = document()
    unsettled = False
    for event in happened:
        before, now = now, reduce(now, event)
        if now is before:
            continue
        if isinstance(event, ev.OutcomeUnknown):
            unsettled = True
        if isinstance(event, ev.FoundAbsent | ev.Accepted):
            unsettled = False
        assert not (unsettled and isinstance(event, ev.AttemptStarted))


@given(st.sampled_from(UNDER_WAY), st.lists(BY_ITSELF, max_size=40))
def test_nothing_that_happens_by_itself_sends_what_was_called_back(
    start: Document, happened: list[ev.Event]
) -> None:
    now = reduce(start, ev.CancelRequested(at(1)))
    for event in happened:
        before, now = now, reduce(now, event)
        assert now.attempts == start.attempts
        assert now.state not in {S.CHECKING, S.QUEUED, S.HELD}
        if now.cancel_requested:
            assert now.state in {S.UPLOADING, S.CONFIRMING}
        else:
            assert before.state.is_terminal or now.state.is_terminal or now.document_id


def test_the_word_to_send_again_is_taken_back_with_the_document() -> None:
    """Nobody knows whether the first time arrived: only the word given anew may send it."""
    confirming = document(S.CONFIRMING, attempts=1, xn_address="Team@Example")
    canceled = run(confirming, ev.SendAgain(at(1)), ev.Canceled(at(2)))
    assert canceled.state is S.CANCELED
    assert not canceled.send_again
    assert canceled.sent_before == (("team@example", ""),)
    assert canceled.charge is ChargeState.PERHAPS
    retried = reduce(canceled, ev.RetryRequested(at(3)))
    assert (retried.send_again, retried.sent_before) == (False, canceled.sent_before)
    failed = document(S.FAILED, document_id="doc_1")
    again = run(failed, ev.SendAgain(at(1)), ev.Canceled(at(2)), ev.SendAgain(at(3)))
    assert again.state is S.CANCELED
    assert again.sent_before == (("team@example", "doc_1"),)


def test_the_word_to_send_again_holds_for_one_address() -> None:
    held = document(S.HELD, problem=TROUBLE)
    checking = reduce(held, ev.SendAgain(at(1)))
    assert checking.send_again
    assert not reduce(checking, ev.Addressed(at(2), "other@example")).send_again
    nowhere = reduce(document(S.HELD, xn_address=""), ev.SendAgain(at(1)))
    assert reduce(nowhere, ev.Addressed(at(2), "first@example")).send_again


def test_a_file_that_was_changed_is_another_one() -> None:
    again = run(document(S.FAILED, document_id="doc_1", sha256="ab" * 32), ev.SendAgain(at(1)))
    same = reduce(again, ev.Checked(at(2), 1000, "ab" * 32, 7, 3))
    assert same.sent_before == (("team@example", "doc_1"),)
    assert reduce(again, ev.Checked(at(2), 1000, "cd" * 32, 7, 3)).sent_before == ()


def test_a_retry_never_stands_for_the_persons_ok() -> None:
    held = document(S.HELD, waits_for_start=True, problem=Problem(HoldReason.WAITS_FOR_START))
    assert reduce(held, ev.RetryRequested(at(1))) is held


def test_the_word_for_an_unreadable_file_ends_when_it_is_canceled() -> None:
    refused = document(S.REJECTED, problem=file_problem.DAMAGED, waits_for_start=True)
    wanted = reduce(refused, ev.SendAnyway(at(1)))
    assert (wanted.state, wanted.send_unread, wanted.problem) == (S.CHECKING, True, None)
    assert not wanted.waits_for_start
    assert not reduce(wanted, ev.Canceled(at(2))).send_unread


@pytest.mark.parametrize("state", S)
def test_what_was_read_belongs_to_one_file_and_goes_with_the_document(state: DocumentState) -> None:
    estimate = Estimate(EstimateKind.NO_ESTIMATE, TextQuality.TEXT)
    start = document(state, sha256="ab" * 32)
    assert run(start, ev.EstimateRead("cd" * 32, estimate)) is start
    read = run(start, ev.EstimateRead("ab" * 32, estimate))
    assert (read.estimate, read.state, read.changed_at) == (estimate, state, start.changed_at)
    assert run(read, ev.EstimateRead("ab" * 32, estimate)) is read
    removed = run(replace(read, removed=True, estimate=None), ev.EstimateRead("ab" * 32, estimate))
    assert removed.estimate is None


def test_what_was_read_in_an_earlier_file_is_forgotten() -> None:
    estimate = Estimate(EstimateKind.NO_ESTIMATE, TextQuality.TEXT)
    read = document(
        S.CHECKING,
        sha256="ab" * 32,
        estimate=estimate,
        claim_sent_at=at(0),
        corrections=(Correction("claim_number", "7", NOT_STATED),),
    )

    def known(row: Document) -> tuple[object, ...]:
        return row.estimate, row.claim_sent_at, row.corrections

    assert known(run(read, ev.Checked(at(1), 9, "ab" * 32, 7, 1))) == known(read)
    for event in (ev.Checked(at(1), 9, "cd" * 32, 7, 1), ev.FileReplaced(at(1))):
        assert known(run(read, event)) == (None, None, ())
    assert known(run(replace(read, state=S.CANCELED), ev.Removed(at(1)))) == (None, None, ())
