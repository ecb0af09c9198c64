"""Which listed documents are this computer's own although their ids say nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from helpers.documents import START, document

from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.own_entries import ACCEPTED_WITHIN, under_other_ids

NAME, ADDRESS = "Smith - Roof (2).pdf", "Team@Example.com"
JUST, TOO_MUCH = ACCEPTED_WITHIN, ACCEPTED_WITHIN + timedelta(seconds=1)


def sent(after: timedelta = timedelta()) -> Document:
    return document(
        DocumentState.PROCESSING,
        file_name=NAME,
        xn_address=ADDRESS,
        document_id="receipt",
        attempt_at=START + after,
    )


def listed(
    id_: str,
    name: str = NAME,
    address: str = ADDRESS,
    after: timedelta = timedelta(),
) -> Document:
    return document(document_id=id_, file_name=name, xn_address=address, added_at=START + after)


@pytest.mark.parametrize(
    ("entry", "is_own"),
    [
        (listed("x"), True),
        (listed("x", after=JUST), True),
        (listed("x", after=-JUST), True),
        (listed("x", after=TOO_MUCH), False),
        (listed("x", after=-TOO_MUCH), False),
        (listed("x", name="SMITH_-_ROOF_(2).PDF"), True),
        (listed("x", name="smith roof 2"), True),
        (listed("x", name="Smith - Roof (3).pdf"), False),
        (listed("x", address="team"), True),
        (listed("x", address="Team <TEAM@example.com>"), True),
        (listed("x", address="mate@example.com"), False),
        (listed("x", address=""), False),
    ],
)
def test_an_entry_is_own_by_name_address_and_time(entry: Document, is_own: bool) -> None:
    assert under_other_ids([entry], [sent()]) == ({"x"} if is_own else set())


def test_each_upload_is_one_entry_and_the_closest_one() -> None:
    minute = timedelta(minutes=1)
    entries = [listed("late", after=9 * minute), listed("near", after=minute), listed("early")]
    assert under_other_ids(entries, [sent(minute)]) == {"near"}
    assert under_other_ids(entries, [sent(minute), sent(minute)]) == {"near", "early"}
    assert under_other_ids(entries, [sent(8 * minute)]) == {"late"}
    assert under_other_ids(entries, [sent()] * 4) == {"early", "near", "late"}
    never_sent = document(file_name=NAME, xn_address=ADDRESS)
    assert under_other_ids(entries, [never_sent]) == set()
    assert under_other_ids([], [sent()]) == set()
