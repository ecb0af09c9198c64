"""Which events a person's word about an address means, in each state."""

from __future__ import annotations

from typing import Any

import pytest
from helpers.documents import at, document

from capout_desktop.domain import events as ev
from capout_desktop.domain.document import DocumentState
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.person_word import addressed, canceled, readdressed
from capout_desktop.domain.problem import Problem

S = DocumentState
T = at(9)
NEW = ev.Addressed(T, "new@example")


@pytest.mark.parametrize(
    ("state", "reason", "first", "moved"),
    [
        (S.QUEUED, None, [], []),
        (S.CHECKING, None, [], []),
        (S.HELD, HoldReason.NO_ADDRESS, [ev.Released(T)], [ev.Released(T)]),
        (S.HELD, HoldReason.UNCONFIRMED_ADDRESS, [ev.Released(T)], [ev.Released(T)]),
        (S.HELD, HoldReason.WAITS_FOR_START, [], [ev.Released(T)]),
        (S.HELD, HoldReason.NO_KEY, [], []),
        (S.FAILED, None, [], [ev.RetryRequested(T)]),
        (S.CANCELED, None, [], [ev.RetryRequested(T)]),
        (S.REJECTED, None, [], []),
        (S.PROCESSING, None, [], []),
    ],
)
def test_what_an_address_lets_go(
    state: DocumentState, reason: HoldReason | None, first: list[ev.Event], moved: list[ev.Event]
) -> None:
    values: dict[str, Any] = {"problem": None if reason is None else Problem(reason)}
    row = document(state, **values)
    assert list(addressed(row, "new@example", T)) == [NEW, *first]
    assert list(readdressed(row, "new@example", T)) == [NEW, *moved]


def test_the_same_address_tries_nothing_again() -> None:
    row = document(S.FAILED)
    assert list(readdressed(row, row.xn_address, T)) == [ev.Addressed(T, row.xn_address)]


def test_what_is_on_its_way_is_called_back() -> None:
    assert list(canceled(document(S.UPLOADING), T)) == [ev.CancelRequested(T)]
    assert list(canceled(document(S.CONFIRMING), T)) == [ev.CancelRequested(T)]
    assert list(canceled(document(S.QUEUED), T)) == [ev.Canceled(T)]
