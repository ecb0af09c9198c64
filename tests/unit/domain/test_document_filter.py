"""Every document is listed by exactly one filter besides "All", or by that alone."""

from __future__ import annotations

import pytest
from helpers.documents import document

from capout_desktop.domain.document import DocumentState
from capout_desktop.domain.document_filter import DocumentFilter, filter_of
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.problem import Problem

S = DocumentState


@pytest.mark.parametrize("state", list(S))
def test_every_state_has_its_place(state: DocumentState) -> None:
    assert filter_of(document(state)) in set(DocumentFilter)


@pytest.mark.parametrize("state", [S.HELD, S.FAILED, S.REJECTED])
def test_what_stands_still_until_the_person_acts_needs_attention(state: DocumentState) -> None:
    assert filter_of(document(state)) is DocumentFilter.ATTENTION


@pytest.mark.parametrize("state", [S.CHECKING, S.QUEUED, S.UPLOADING, S.PROCESSING])
def test_what_is_not_over_is_active(state: DocumentState) -> None:
    assert filter_of(document(state)) is DocumentFilter.ACTIVE


def test_what_was_called_back_is_listed_under_all_alone() -> None:
    assert filter_of(document(S.CANCELED)) is DocumentFilter.ALL


def test_a_look_up_needs_the_person_only_where_it_cannot_decide() -> None:
    assert (
        filter_of(document(S.CONFIRMING, problem=Problem(HoldReason.LOOKING_UP)))
        is DocumentFilter.ACTIVE
    )
    for problem in (Problem(HoldReason.LOOK_UP_UNCLEAR), Problem(HoldReason.OTHER_ORGANIZATION)):
        assert filter_of(document(S.CONFIRMING, problem=problem)) is DocumentFilter.ATTENTION


@pytest.mark.parametrize("reason", [HoldReason.SAME_IN_FLIGHT, HoldReason.LIST_NEEDED])
def test_what_waits_for_an_answer_goes_by_itself(reason: HoldReason) -> None:
    assert filter_of(document(S.HELD, problem=Problem(reason))) is DocumentFilter.ACTIVE


def test_without_a_list_for_long_the_person_decides() -> None:
    held = document(S.HELD, problem=Problem(HoldReason.LIST_UNAVAILABLE))
    assert filter_of(held) is DocumentFilter.ATTENTION
