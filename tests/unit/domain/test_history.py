"""What may be deleted because it ended long ago."""

from __future__ import annotations

from datetime import timedelta

import pytest
from helpers.documents import START, document
from msgspec.structs import replace

from capout_desktop.domain.document import DocumentState
from capout_desktop.domain.history import CHOICES, KEEP_ALL, is_past


@pytest.mark.parametrize("state", DocumentState)
@pytest.mark.parametrize("days", CHOICES)
def test_only_what_has_ended_is_ever_past_and_nothing_unless_chosen(
    state: DocumentState, days: int
) -> None:
    row = document(state, changed_at=START)
    exactly = START + timedelta(days=days)
    assert is_past(row, exactly, days) is False
    later = exactly + timedelta(seconds=1)
    assert is_past(row, later, days) is (state.is_terminal and days != KEEP_ALL)


@pytest.mark.parametrize("state", [DocumentState.HELD, DocumentState.CHECKING])
def test_a_file_of_a_discarded_draft_is_past_and_one_that_waits_never(state: DocumentState) -> None:
    discarded = document(state, changed_at=START, waits_for_start=True, removed=True)
    later = START + timedelta(days=91)
    assert is_past(discarded, later, 90)
    assert not is_past(discarded, later, KEEP_ALL)
    assert not is_past(replace(discarded, removed=False), later, 90)
