"""How a document stands in its batch and in the list's filters, state by state."""

from __future__ import annotations

from typing import Any

import pytest
from helpers.documents import at, document

from capout_desktop.domain.batch_tally import Standing, standing
from capout_desktop.domain.document import DocumentState, StageMark, StageState
from capout_desktop.domain.document_filter import DocumentFilter, filter_of
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.problem import Problem
from capout_desktop.domain.stage_order import furthest, is_further

S, F, B = DocumentState, DocumentFilter, Standing


@pytest.mark.parametrize(
    ("state", "reason", "expected_filter", "expected"),
    [
        (S.CHECKING, "", F.ACTIVE, B.WAITING),
        (S.QUEUED, "", F.ACTIVE, B.WAITING),
        (S.UPLOADING, "", F.ACTIVE, B.SENDING),
        (S.CONFIRMING, "", F.ACTIVE, B.CONFIRMING),
        (S.CONFIRMING, HoldReason.LOOKING_UP, F.ACTIVE, B.CONFIRMING),
        (S.CONFIRMING, HoldReason.LOOK_UP_UNCLEAR, F.ATTENTION, B.NEEDS_PERSON),
        (S.CONFIRMING, HoldReason.OTHER_ORGANIZATION, F.ATTENTION, B.NEEDS_PERSON),
        (S.PROCESSING, "", F.ACTIVE, B.PROCESSING),
        (S.COMPLETE, "", F.COMPLETE, B.COMPLETE),
        (S.CANCELED, "", F.ALL, B.CANCELED),
        (S.REJECTED, "file-gone", F.ATTENTION, B.REJECTED),
        (S.HELD, HoldReason.NO_ADDRESS, F.ATTENTION, B.NEEDS_PERSON),
        (S.HELD, HoldReason.SAME_IN_FLIGHT, F.ACTIVE, B.WAITING),
        (S.HELD, HoldReason.LIST_NEEDED, F.ACTIVE, B.WAITING),
        (S.HELD, HoldReason.NO_CREDITS, F.ATTENTION, B.NEEDS_CREDITS),
        (S.HELD, HoldReason.WAITS_FOR_START, F.ATTENTION, B.READY),
        (S.FAILED, "server-error", F.ATTENTION, B.FAILED),
    ],
)
def test_each_state_has_its_place(
    state: DocumentState, reason: str, expected_filter: DocumentFilter, expected: Standing
) -> None:
    problem = Problem(reason) if reason else None
    values: dict[str, Any] = {"problem": problem, "size": 5, "sha256": "ab" * 32}
    one = document(state, **values)
    assert (filter_of(one), standing(one)) == (expected_filter, expected)


def test_what_is_skipped_is_decided_and_what_failed_at_capout_is_not_free() -> None:
    skipped = document(S.HELD, problem=Problem(HoldReason.NO_ADDRESS), skipped=True)
    assert (filter_of(skipped), standing(skipped)) == (F.ALL, B.SKIPPED)
    at_capout = document(
        S.FAILED, problem=Problem("workflow-failed"), document_id="doc_1", attempt_at=at(1)
    )
    assert standing(at_capout) is B.FAILED_AT_CAPOUT


MARKS = [StageMark(state) for state in StageState]
LATER: dict[StageState, set[StageState]] = {
    StageState.WAITING: set(),
    StageState.OTHER: {StageState.WAITING},
    StageState.RUNNING: {StageState.WAITING},
    StageState.DONE: {StageState.WAITING, StageState.OTHER, StageState.RUNNING},
    StageState.FAILED: {StageState.WAITING, StageState.OTHER, StageState.RUNNING},
}


@pytest.mark.parametrize("before", MARKS, ids=str)
@pytest.mark.parametrize("after", MARKS, ids=str)
def test_stages_never_go_back(before: StageMark, after: StageMark) -> None:
    old = (before,) * 5
    new = (after,) * 5
    chosen = furthest(old, new)
    assert chosen == (old if is_further(before, after) else new)
    assert is_further(before, after) is (after.state in LATER[before.state])
    assert furthest(None, new) == new
    assert furthest(old, None) == old
    assert furthest(None, None) is None
    best = before if is_further(before, after) else after
    mixed = (before, after, before, after, before)
    turned = (after, before, after, before, after)
    found = furthest(mixed, turned)
    assert found is not None
    assert LATER[best.state] == LATER[found[0].state] == LATER[found[1].state]
