"""Every document is listed by exactly one filter besides "All", or by that alone."""

from __future__ import annotations

import pytest
from helpers.documents import document

from capout_desktop.domain.document import DocumentState
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.problem import Problem
from capout_desktop.domain.showing import Show, narrowest

S = DocumentState


@pytest.mark.parametrize("state", list(S))
def test_every_state_has_its_place(state: DocumentState) -> None:
    assert narrowest(document(state)) in set(Show)


@pytest.mark.parametrize("state", [S.HELD, S.FAILED, S.REJECTED])
def test_what_stands_still_until_the_person_acts_needs_attention(state: DocumentState) -> None:
    assert narrowest(document(state)) is Show.ATTENTION


@pytest.mark.parametrize("state", [S.CHECKING, S.QUEUED, S.UPLOADING, S.PROCESSING])
def test_what_is_not_over_is_active(state: DocumentState) -> None:
    assert narrowest(document(state)) is Show.ACTIVE


def test_what_was_called_back_is_listed_under_all_alone() -> None:
    assert narrowest(document(S.CANCELED)) is Show.ALL


def test_a_look_up_needs_the_person_only_where_it_cannot_decide() -> None:
    assert narrowest(document(S.CONFIRMING, problem=Problem(HoldReason.LOOKING_UP))) is Show.ACTIVE
    for problem in (Problem(HoldReason.LOOK_UP_UNCLEAR), Problem(HoldReason.OTHER_ORGANIZATION)):
        assert narrowest(document(S.CONFIRMING, problem=problem)) is Show.ATTENTION


def test_a_namesake_goes_by_itself() -> None:
    assert narrowest(document(S.HELD, problem=Problem(HoldReason.SAME_IN_FLIGHT))) is Show.ACTIVE
