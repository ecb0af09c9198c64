"""What the server's words mean."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from capout_desktop.domain.document import Stage, StageMark, StageState
from capout_desktop.domain.status_report import Outcome, StatusReport


@pytest.mark.parametrize(
    ("status", "workflow_complete", "outcome"),
    [
        ("processing", False, Outcome.RUNNING),
        ("Waiting for the moon", False, Outcome.RUNNING),
        ("complete", False, Outcome.COMPLETE),
        ("Completed", False, Outcome.COMPLETE),
        ("success", False, Outcome.COMPLETE),
        ("processing", True, Outcome.COMPLETE),
        ("failed", True, Outcome.FAILED),
        ("error", False, Outcome.FAILED),
        ("canceled", False, Outcome.FAILED),
        ("cancelled", False, Outcome.FAILED),
    ],
)
def test_a_status_is_running_unless_it_says_that_it_ended(
    status: str, workflow_complete: bool, outcome: Outcome
) -> None:
    assert StatusReport("doc_1", status, workflow_complete).outcome is outcome


@pytest.mark.parametrize("progress", [None, {}, {"something": "else"}])
def test_without_stages_none_are_made_up(progress: dict[str, object] | None) -> None:
    assert StatusReport("doc_1", "processing", progress=progress).stages is None


def test_an_unknown_stage_value_is_shown_as_it_came() -> None:
    report = StatusReport(
        "doc_1", "processing", progress={"ocr": "complete", "structure": "error", "actions": "odd"}
    )
    assert report.stages == (
        StageMark(StageState.DONE),
        StageMark(StageState.FAILED),
        StageMark(StageState.OTHER, "odd"),
        StageMark(StageState.WAITING),
        StageMark(StageState.WAITING),
    )


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (" Complete\n", Outcome.COMPLETE),
        (" FAILED ", Outcome.FAILED),
        ("working", Outcome.RUNNING),
    ],
)
def test_a_word_means_the_same_in_any_case_and_with_blanks(status: str, outcome: Outcome) -> None:
    assert StatusReport("doc_1", status).outcome is outcome


ENDED_AT = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
ALL_DONE = dict.fromkeys((stage.value for stage in Stage), "complete")


@pytest.mark.parametrize(
    ("status", "completed_at", "progress", "outcome"),
    [
        ("", ENDED_AT, ALL_DONE, Outcome.COMPLETE),
        ("", None, ALL_DONE, Outcome.RUNNING),
        ("", ENDED_AT, None, Outcome.RUNNING),
        ("", ENDED_AT, ALL_DONE | {"categories": "failed"}, Outcome.RUNNING),
        ("", ENDED_AT, ALL_DONE | {"ocr": "in_progress"}, Outcome.RUNNING),
        ("exporting", ENDED_AT, ALL_DONE, Outcome.RUNNING),
        ("failed", ENDED_AT, ALL_DONE, Outcome.FAILED),
    ],
)
def test_without_a_status_the_stages_and_the_time_of_the_end_say_that_it_is_complete(
    status: str,
    completed_at: datetime | None,
    progress: dict[str, object] | None,
    outcome: Outcome,
) -> None:
    report = StatusReport("doc_1", status, completed_at=completed_at, progress=progress)
    assert report.outcome is outcome
    assert report.is_running is (outcome is Outcome.RUNNING)
