"""What the timeline tells of each thing that can happen to a document."""

from __future__ import annotations

import pytest
from helpers.documents import at, document

from capout_desktop.domain import events as ev
from capout_desktop.domain import timeline
from capout_desktop.domain.copied_from import CopiedFrom, CopyKind
from capout_desktop.domain.document import Document, DocumentState, Stage, StageMark, StageState
from capout_desktop.domain.file_problem import DAMAGED, GONE, PASSWORD_NEEDED, too_large
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.lifecycle import TRANSITIONS, reduce
from capout_desktop.domain.pdf_notice import Notice
from capout_desktop.domain.problem import Problem
from capout_desktop.domain.status_report import StatusReport
from capout_desktop.domain.timeline import EntryKind, HistoryEntry

S = DocumentState
PROBLEM = Problem("code", "word for word", (("size", 60),))
EVENTS: tuple[ev.Event, ...] = (
    ev.Checked(at(9), notices=(Notice.SCAN, Notice.MANY_PAGES)),
    ev.Rejected(at(9), PROBLEM),
    ev.Held(at(9), PROBLEM),
    ev.Released(at(9)),
    ev.Addressed(at(9), "other@example"),
    ev.Started(at(9)),
    ev.Moved(at(9), "/done/scope.pdf"),
    ev.AttemptRefused(at(9), PROBLEM, None),
    ev.OutcomeUnknown(at(9), PROBLEM),
    ev.Accepted(at(9), "doc_1"),
    ev.FoundAbsent(at(9)),
    ev.LookupUnclear(at(9), PROBLEM),
    ev.MarkedReceived(at(9)),
    ev.MovedToTop(at(9)),
    ev.Removed(at(9)),
    ev.Restored(at(9)),
    ev.SendAgain(at(9)),
    ev.StatusReported(at(9), StatusReport("doc_1", "working")),
    ev.StatusMissing(at(9), PROBLEM),
    ev.CancelRequested(at(9)),
    ev.Canceled(at(9)),
    ev.MarkedNeverSent(at(9)),
    ev.RetryRequested(at(9)),
    ev.SetApart(at(9), PROBLEM),
    ev.FileReturned(at(9)),
    ev.FileReplaced(at(9)),
    ev.SendAnyway(at(9)),
    ev.Copied(at(9), "/outbox/1.pdf", CopiedFrom(CopyKind.UNLOCKED, "/a.pdf", "a.pdf")),
    ev.PagesChosen(at(9), "/outbox/1.pdf", CopiedFrom(CopyKind.PAGES, "/a.pdf", "a.pdf")),
    ev.Skipped(at(9)),
    ev.Included(at(9), again=True),
)


def tell(before: Document, event: ev.Event) -> list[HistoryEntry]:
    after = reduce(before, event)
    assert after is not before
    return list(timeline.entries(before, after, event))


def test_every_event_is_tried() -> None:
    tried = {type(event) for event in EVENTS}
    untold = {
        ev.Downloading,
        ev.AttemptStarted,
        ev.BytesSent,
        ev.Assigned,
        ev.EstimateRead,
        ev.EstimateCorrected,
    }
    assert {event for _, event in TRANSITIONS} - tried == untold


@pytest.mark.parametrize("event", EVENTS, ids=lambda e: type(e).__name__)
def test_whatever_changes_a_document_is_told(event: ev.Event) -> None:
    tried = 0
    for state, event_type in TRANSITIONS:
        if event_type is not type(event):
            continue
        id_ = "doc_1" if event_type is ev.StatusReported else ""
        waits = event_type is not ev.MovedToTop and (
            event_type is not ev.RetryRequested or state is not S.HELD
        )
        before = document(
            state,
            document_id=id_,
            waits_for_start=waits,
            removed=event_type is ev.Restored,
            problem=refusal(event_type),
        )
        told = tell(before, event)
        assert [entry.at for entry in told] == [at(9)]
        assert told[0].document == before.id
        tried += 1
    assert tried


def test_what_an_entry_says() -> None:
    said = {entry.what: (entry.note, entry.said) for e in EVENTS for entry in tell(fitting(e), e)}
    values = {entry.what: entry.values for e in EVENTS for entry in tell(fitting(e), e)}
    assert said[EntryKind.CHECKED] == ("scan,many-pages", "")
    assert said[EntryKind.ADDRESSED] == ("other@example", "team@example")
    assert said[EntryKind.MOVED] == ("/done/scope.pdf", "")
    assert said[EntryKind.ACCEPTED] == ("doc_1", "")
    assert said[EntryKind.STATUS] == ("working", "")
    for what in (
        EntryKind.REJECTED,
        EntryKind.HELD,
        EntryKind.REFUSED,
        EntryKind.UNKNOWN,
        EntryKind.STATUS_MISSING,
        EntryKind.SET_APART,
    ):
        assert said[what] == ("code", "word for word")
        assert values[what] == (("size", 60),), "what the words have places for"


def refusal(event_type: type[ev.Event]) -> Problem | None:
    """Return the problem that a document must have for the event to mean something."""
    fitting = {
        ev.SendAnyway: DAMAGED,
        ev.Copied: PASSWORD_NEEDED,
        ev.PagesChosen: too_large(60_000_000, 50 << 20),
        ev.FileReturned: GONE,
        ev.Removed: Problem(HoldReason.ALREADY_SENT),
    }
    return fitting.get(event_type)


def fitting(event: ev.Event) -> Document:
    """A document that the event means something for."""
    state = next(state for state, event_type in TRANSITIONS if event_type is type(event))
    id_ = "doc_1" if isinstance(event, ev.StatusReported) else ""
    removed = isinstance(event, ev.Restored)
    # What waits for the OK is not retried, and has no turn.
    return document(
        state,
        document_id=id_,
        waits_for_start=state is not S.HELD and not isinstance(event, ev.MovedToTop),
        removed=removed,
        problem=refusal(type(event)),
    )


def test_stages_are_told_as_they_go_on_and_can_be_read_again() -> None:
    before = document(S.PROCESSING, document_id="doc_1", server_status="working")
    progress: dict[str, object] = {"ocr": "complete", "structure": "in\nthe queue"}
    event = ev.StatusReported(at(1), StatusReport("doc_1", "working", progress=progress))
    (entry,) = tell(before, event)
    assert entry.what is EntryKind.STAGES
    assert timeline.stage_marks(entry.note) == [
        (Stage.OCR, StageMark(StageState.DONE)),
        (Stage.STRUCTURE, StageMark(StageState.OTHER, "in the queue")),
    ]
    progress = {"ocr": "complete", "structure": "in_progress"}
    later = ev.StatusReported(at(2), StatusReport("doc_1", "working", progress=progress))
    (entry,) = tell(reduce(before, event), later)
    assert timeline.stage_marks(entry.note) == [(Stage.STRUCTURE, StageMark(StageState.RUNNING))]


def test_the_last_report_tells_of_the_stages_and_of_the_end() -> None:
    before = document(S.PROCESSING, document_id="doc_1", server_status="working")
    report = StatusReport("doc_1", "failed", progress={"ocr": "failed"}, extra={"error": "blank"})
    told = tell(before, ev.StatusReported(at(1), report))
    assert [(e.what, e.state, e.said) for e in told] == [
        (EntryKind.STAGES, S.FAILED, ""),
        (EntryKind.ENDED, S.FAILED, "blank"),
    ]


def test_stages_that_stay_as_they_are_are_not_told_again() -> None:
    before = document(S.PROCESSING, document_id="doc_1", server_status="working")
    progress: dict[str, object] = {"ocr": "complete", "structure": 7}
    report = StatusReport("doc_1", "working", progress=progress)
    first = ev.StatusReported(at(1), report)
    later = ev.StatusReported(at(2), StatusReport("doc_1", "nearly done", progress=progress))
    (entry,) = tell(reduce(before, first), later)
    assert (entry.what, entry.note) == (EntryKind.STATUS, "nearly done")


def test_a_report_that_only_has_a_newer_time_is_not_told() -> None:
    before = document(S.PROCESSING, document_id="doc_1", server_status="working")
    report = StatusReport("doc_1", "working", updated_at=at(5), extra={"percent": 12})
    assert tell(before, ev.StatusReported(at(5), report)) == []


def test_an_answer_that_already_names_the_end_tells_both() -> None:
    told = tell(document(S.UPLOADING), ev.Accepted(at(1), "doc_1", status="complete"))
    assert [(e.what, e.state, e.note) for e in told] == [
        (EntryKind.ACCEPTED, S.PROCESSING, "doc_1"),
        (EntryKind.ENDED, S.COMPLETE, ""),
    ]


def test_the_same_hold_again_is_not_told_again() -> None:
    held = reduce(document(S.QUEUED), ev.Held(at(1), PROBLEM))
    assert tell(held, ev.Held(at(2), PROBLEM)) == []


def test_a_path_that_is_no_text_can_be_kept() -> None:
    (entry,) = tell(document(S.QUEUED), ev.Moved(at(1), "/done/sch\udce4den.pdf"))
    assert entry.note == "/done/sch?den.pdf"
