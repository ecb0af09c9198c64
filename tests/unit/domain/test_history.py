"""What may be deleted because it ended long ago."""

from __future__ import annotations

from datetime import timedelta

import pytest
from helpers.documents import START, document

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
