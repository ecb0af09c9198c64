"""Which entries of CapOut's list may be an attempt, to the second and by each way of writing it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

import pytest
from helpers.attempts import accepted, attempt, to
from helpers.documents import at
from msgspec.structs import replace

from capout_desktop.domain.arrival_evidence import (
    ArrivalEvidence,
    CreditEvidence,
    Doubt,
    KnownAttempts,
    ListEntry,
)
from capout_desktop.domain.attempt import Attempt, SeenEntry
from capout_desktop.domain.list_view import MOST_SEEN, ListView, may_show

SENT = attempt(1000, id="sent", document="local", file_name="Smith Roof.pdf", number=2)
EARLIER = accepted(880, "doc_w")
WITNESS = ListEntry("doc_w", "scope.pdf", "team@example", at(881))


def ours(created: float | datetime | None = 1001, **values: Any) -> ListEntry:
    time = at(created) if isinstance(created, int | float) else created
    return ListEntry(
        **{
            "document_id": "doc_1",
            "file_name": "Smith Roof.pdf",
            "xn_address": "team@example",
            "created_at": time,
            **values,
        }
    )


def view(
    *entries: ListEntry,
    sent: Attempt = SENT,
    others: Collection[Attempt] = (EARLIER,),
    listed_before: Collection[str] | None = None,
    is_partial: bool = False,
    listing: object = True,
) -> ListView:
    return ListView(
        ArrivalEvidence(
            attempt=sent,
            listing=entries if listing else None,
            known=KnownAttempts.of(others, sent.destination),
            credits=CreditEvidence(None, None, 0),
            elapsed_seconds=900,
            resends=0,
            now=at(1900),
            listed_before=listed_before,
            is_partial=is_partial,
        )
    )


def ids(seen: Collection[SeenEntry]) -> list[str]:
    return [one.entry_id for one in seen]


@pytest.mark.parametrize(
    ("entry", "adopted", "possible"),
    [
        (ours(995), False, True),
        (ours(996), True, True),
        (ours(1901), True, True),
        (ours(1902), False, True),
        (ours(638), False, False),
        (ours(639), False, True),
        (ours(4603), False, True),
        (ours(4604), False, False),
        # By time alone: another name or address is no reason against it, and none for it.
        (ours(file_name="Other.pdf"), False, True),
        (ours(file_name=None), False, True),
        (ours(xn_address="kim@example"), False, True),
        (ours(xn_address=None), False, True),
        (ours(xn_address="Team@Example"), True, True),
        (ours(file_name="SMITH ROOF.PDF"), False, True),
        (ours(None), False, True),
        (ours(1001, has_zone=False), False, True),
        (ours(9000, has_zone=False), False, True),
        # A full minute may be any second of it, a full hour any minute, and midnight any hour.
        (ours(4620), False, True),  # 15:47:00
        (ours(4680), False, False),
        (ours(at(0).replace(hour=16, minute=0)), False, True),
        (ours(at(0).replace(hour=18, minute=0)), False, False),
        (ours(at(0).replace(hour=0, minute=0)), False, True),
        (ours(at(0).replace(hour=0, minute=0) - timedelta(days=2)), False, False),
    ],
)
def test_the_time_of_an_entry_decides(entry: ListEntry, adopted: bool, possible: bool) -> None:
    seen = view(entry, WITNESS)
    assert seen.adoptable() == ("doc_1" if adopted else ())
    assert ids(seen.candidates()) == (["doc_1"] if possible else [])
    assert ids(seen.seen()) == (["doc_1"] if possible else [])
    assert (Doubt.MAY_BE_LISTED in seen.doubts_of_absence()) is possible


@pytest.mark.parametrize(
    ("began", "ended", "created", "adopted"),
    [
        (1000, None, 2799 + 900, True),  # the program died: it may have lasted half an hour
        (1000, None, 2800 + 900, False),
        (1000, 0.0, 1899, True),
        (1000, 0.0, 1900, False),
        (None, 2.0, 1001, False),
    ],
)
def test_an_attempt_lasts_as_long_as_is_known(
    began: float | None, ended: float | None, created: float, adopted: bool
) -> None:
    time = None if began is None else at(began)
    sent = attempt(1000, file_name="Smith Roof.pdf", server_time=time, duration_seconds=ended)
    seen = view(ours(created), WITNESS, sent=sent)
    assert seen.adoptable() == ("doc_1" if adopted else ())
    assert ids(seen.seen()) == ["doc_1"]


@pytest.mark.parametrize(
    ("entry", "is_one"),
    [
        (WITNESS, True),
        (ListEntry("doc_w", "scope.pdf", "team@example", at(869)), False),
        (ListEntry("doc_w", "scope.pdf", "team@example", at(871)), True),
        (ListEntry("doc_w", "scope.pdf", "team@example", at(912)), True),
        (ListEntry("doc_w", "scope.pdf", "team@example", at(913)), False),
        (ListEntry("doc_w", "scope.pdf", "Team@Example", at(881)), True),
        (ListEntry("doc_w", "scope_1.pdf", "team@example", at(881)), False),
        (ListEntry("doc_w", "scope.pdf", "team", at(881)), False),
        (ListEntry("doc_w", None, "team@example", at(881)), False),
        (ListEntry("doc_w", "scope.pdf", None, at(881)), False),
        (ListEntry("doc_w", "scope.pdf", "team@example", None), False),
        (ListEntry("doc_w", "scope.pdf", "team@example", at(881), has_zone=False), False),
        (ListEntry("doc_x", "scope.pdf", "team@example", at(881)), False),
    ],
)
def test_a_witness_is_shown_as_it_was_sent(entry: ListEntry, is_one: bool) -> None:
    assert (Doubt.NO_WITNESS not in view(entry).doubts_of_absence()) is is_one


def test_a_witness_that_the_list_shows_in_two_forms_is_none() -> None:
    other = ListEntry("doc_w", "renamed.pdf", "team@example", at(881))
    for entries in ((WITNESS, other), (other, WITNESS)):
        assert Doubt.NO_WITNESS in view(*entries).doubts_of_absence()


@pytest.mark.parametrize(
    ("witness", "proves"),
    [
        (accepted(880, "doc_w", duration_seconds=122.0), True),  # it ended 2 s after ours began
        (accepted(880, "doc_w", duration_seconds=123.0), False),
        (accepted(880, "doc_w", server_time=None), False),
    ],
)
def test_only_what_was_accepted_before_proves_absence(witness: Attempt, proves: bool) -> None:
    found = view(WITNESS, others=[witness]).doubts_of_absence()
    assert (Doubt.NO_WITNESS not in found) is proves


def test_a_list_of_full_minutes_has_no_witness_but_without_one_a_like_name_is_possible() -> None:
    minutes = [ListEntry("doc_w", "scope.pdf", "team@example", at(900))]
    assert Doubt.NO_WITNESS in view(*minutes).doubts_of_absence()
    long_ago = ours(at(0) - timedelta(days=5))
    assert ids(view(long_ago).candidates()) == ["doc_1"], "times of this list prove nothing"
    assert ids(view(long_ago, WITNESS).candidates()) == []
    other = ours(at(0) - timedelta(days=5, seconds=1), file_name="Other.pdf")
    assert ids(view(other).candidates()) == []


@pytest.mark.parametrize(
    ("times", "reaches"),
    [
        ((1500, 1400, 881), True),  # the newest first
        ((1500, 1500, 881), True),
        ((881,), True),
        ((881, 1500), False),  # the oldest first: the newest may be on another page
        ((1500, 881, 1400), False),
        ((881, 881), False),  # all alike
        ((881, None), False),
    ],
)
def test_the_order_shows_whether_the_list_reaches_the_attempt(
    times: tuple[float | None, ...], reaches: bool
) -> None:
    entries = [
        ListEntry(
            "doc_w" if time == 881 else f"doc_{number}",
            "scope.pdf",
            "team@example",
            None if time is None else at(time),
        )
        for number, time in enumerate(times)
    ]
    found = view(*entries).doubts_of_absence()
    assert (Doubt.ORDER_UNKNOWN not in found) is reaches


@pytest.mark.parametrize(("began", "reaches"), [(1902, False), (1903, True)])
def test_oldest_first_reaches_the_attempt_if_a_later_witness_is_shown(
    began: float, reaches: bool
) -> None:
    later = accepted(began, "doc_later")
    entry = ListEntry("doc_later", "scope.pdf", "team@example", at(began + 1))
    found = view(WITNESS, entry, others=[EARLIER, later]).doubts_of_absence()
    assert (Doubt.ORDER_UNKNOWN not in found) is reaches
    beside = replace(entry, document_id="doc_beside")  # in the same second
    found = view(WITNESS, entry, beside, others=[EARLIER, later]).doubts_of_absence()
    assert (Doubt.ORDER_UNKNOWN not in found) is reaches
    found = view(entry, WITNESS, beside, others=[EARLIER, later]).doubts_of_absence()
    assert Doubt.ORDER_UNKNOWN in found
    without_zone = ListEntry("doc_y", "y.pdf", "kim@example", at(882), has_zone=False)
    assert Doubt.ORDER_UNKNOWN in view(WITNESS, without_zone).doubts_of_absence()


@pytest.mark.parametrize(
    ("missing", "has_gap"),
    [
        (accepted(911, "doc_m"), False),  # it may stand before the oldest that is shown
        (accepted(912, "doc_m"), True),
        (accepted(912, "doc_w"), False),  # it is shown
        (accepted(912, "doc_m", server_time=None), False),
    ],
)
def test_a_document_that_is_missing_in_between_is_a_gap(missing: Attempt, has_gap: bool) -> None:
    found = view(WITNESS, others=[missing]).doubts_of_absence()
    assert (Doubt.LIST_HAS_GAPS in found) is has_gap
    empty = view(others=[missing]).doubts_of_absence()
    assert Doubt.LIST_HAS_GAPS not in empty


def test_of_an_attempt_whose_time_is_not_known_nothing_proves_the_absence() -> None:
    unknown = replace(SENT, server_time=None)
    later = accepted(3000, "doc_later")
    last = ListEntry("doc_later", "scope.pdf", "team@example", at(3001))
    found = view(WITNESS, last, sent=unknown, others=[EARLIER, later]).doubts_of_absence()
    assert list(found) == [Doubt.NO_WITNESS, Doubt.ORDER_UNKNOWN]


def test_an_entry_without_a_zone_is_no_oldest_entry() -> None:
    early = ListEntry("doc_y", "y.pdf", "kim@example", at(0), has_zone=False)
    found = view(early, WITNESS, others=[accepted(911, "doc_m")]).doubts_of_absence()
    assert Doubt.LIST_HAS_GAPS not in found
    only = view(early, others=[accepted(911, "doc_m")]).doubts_of_absence()
    assert Doubt.LIST_HAS_GAPS not in only


def test_an_id_that_is_listed_twice_is_possible_if_one_entry_is() -> None:
    twice = [ours(1001, file_name="Lee.pdf"), ours(90_001)]
    for entries in (twice, twice[::-1]):
        assert ids(view(*entries, WITNESS).candidates()) == ["doc_1"]
    other = [ours(1002, document_id="doc_2", file_name=n) for n in ("Lee.pdf", "Smith Roof.pdf")]
    found = view(ours(), *other, WITNESS).adoptable()
    assert found == (Doubt.SEVERAL_FIT,), "one of its names may be meant"


def test_a_time_without_a_zone_says_nothing_of_the_precision() -> None:
    exact = ListEntry("doc_y", "y.pdf", "kim@example", at(1001), has_zone=False)
    minute = ours(at(1020))
    assert minute.created_at is not None
    assert not minute.created_at.second
    assert view(minute, exact, WITNESS).adoptable() == "doc_1"
    assert view(minute, exact, listed_before=()).adoptable() == ()


def test_a_list_that_could_not_be_had_or_is_not_whole_proves_nothing() -> None:
    assert list(view(listing=None).doubts_of_absence()) == [Doubt.LIST_UNAVAILABLE]
    assert list(view(WITNESS).doubts_of_absence()) == []
    assert list(view(WITNESS, is_partial=True).doubts_of_absence()) == [Doubt.LIST_PARTIAL]
    assert list(view(listing=None, is_partial=True).doubts_of_absence()) == [Doubt.LIST_UNAVAILABLE]


def open_attempt(**values: Any) -> Attempt:
    """Return an attempt of another document that may have an entry, too."""
    named = {"id": "other", "document": "elsewhere", "file_name": "Smith Roof.pdf", **values}
    return attempt(990, **named)


@pytest.mark.parametrize(
    ("entries", "others", "expected"),
    [
        ([ours()], [], "doc_1"),
        ([ours(), ours(document_id="doc_2")], [], (Doubt.SEVERAL_FIT,)),
        # The second does not fit, but may be meant.
        ([ours(), ours(document_id="doc_2", xn_address="Team")], [], (Doubt.SEVERAL_FIT,)),
        ([ours(), ours(document_id="doc_2", file_name="Lee.pdf")], [], "doc_1"),
        ([ours()], [open_attempt()], (Doubt.MAY_BE_ANOTHERS,)),
        ([ours()], [open_attempt(file_name="Lee.pdf")], "doc_1"),
        ([ours()], [open_attempt(server_time=at(-90_000))], "doc_1"),
        ([ours()], [accepted(990, "doc_1", destination=to(credential_id="b"))], None),
        # The list may name what was accepted by another id than its receipt.
        ([ours()], [accepted(990, "r_1", file_name="smith roof.pdf")], (Doubt.MAY_BE_ANOTHERS,)),
        ([ours()], [accepted(50, "r_1", file_name="smith roof.pdf")], "doc_1"),
        ([ours()], [accepted(990, "doc_w2", file_name="Lee.pdf")], "doc_1"),
        # An id that the list has in two forms has to fit in both.
        ([ours(), ours(file_name="Lee.pdf")], [], ()),
    ],
)
def test_an_entry_is_taken_only_if_no_two_could_be_meant(
    entries: list[ListEntry], others: list[Attempt], expected: object
) -> None:
    found = view(*entries, WITNESS, others=[EARLIER, *others]).adoptable()
    if expected is not None:
        assert found == expected
    else:
        assert found != "doc_1"


def test_without_a_witness_an_entry_is_taken_only_if_it_is_new() -> None:
    assert view(ours()).adoptable() == (Doubt.NO_WITNESS,)
    assert view(ours(), listed_before=()).adoptable() == "doc_1"
    assert view(ours(), WITNESS, listed_before=["doc_1"]).adoptable() == ()
    assert ids(view(ours(), WITNESS, listed_before=["doc_1"]).seen()) == []


def test_an_entry_of_another_document_here_is_no_candidate() -> None:
    other = accepted(1001, "doc_1", file_name="Smith Roof.pdf")
    assert ids(view(ours(), others=[other]).candidates()) == []


@pytest.mark.parametrize(
    ("values", "is_one_of_ours"),
    [
        ({}, True),
        ({"document": "elsewhere"}, False),
        ({"number": 2}, False),
        ({"number": 3}, False),
        ({"file_name": "Lee.pdf"}, False),
        ({"destination": to("kim@example")}, False),
        ({"destination": to(organization_id="org_2")}, False),
        ({"sha256": "ab" * 32}, False),
    ],
)
def test_an_earlier_attempt_of_the_same_document_explains_an_earlier_entry(
    values: dict[str, Any], is_one_of_ours: bool
) -> None:
    before = attempt(
        100, **{"id": "before", "document": "local", "file_name": "Smith Roof.pdf", **values}
    )
    assert view(ours(101), WITNESS, others=[EARLIER, before]).adoptable() == (
        "doc_1" if is_one_of_ours else ()
    )


def test_what_was_seen_is_kept_the_likeliest_first_and_not_without_end() -> None:
    seen = SeenEntry("doc_0", at(1500), "Lee.pdf", "kim@example", at(1003))
    explained = SeenEntry("doc_w", at(1500), "scope.pdf", "team@example", at(881))
    sent = attempt(1000, file_name="Smith Roof.pdf", seen=(seen, explained))
    found = view(ours(1001, xn_address="Team"), WITNESS, sent=sent)
    assert ids(found.seen()) == ["doc_0", "doc_1"]
    assert ids(found.candidates()) == ["doc_1", "doc_0"]
    assert found.seen()[1] == SeenEntry("doc_1", at(1900), "Smith Roof.pdf", "Team", at(1001))
    assert found.adoptable() == ()
    renamed = view(ours(1003, document_id="doc_0", file_name="Renamed.pdf"), WITNESS, sent=sent)
    assert renamed.seen() == (seen,), "as it was when it was first seen"
    many = [ours(document_id=f"doc_n{number}") for number in range(MOST_SEEN + 5)]
    assert len(view(*many, sent=sent).seen()) == MOST_SEEN


@pytest.mark.parametrize(
    ("name", "address", "may"),
    [
        ("Smith Roof.pdf", "team@example", True),
        ("Smith Roof.pdf", "Team <team@example>", True),
        ("Smith Roof.pdf", "team", True),
        ("Smith Roof.pdf", "kim@example", False),
        ("Smith Roof.pdf", None, True),
        (None, "team@example", True),
        (None, None, True),
        (None, "kim@example", False),
        ("Lee.pdf", "team@example", False),
        ("Lee.pdf", None, False),
        ("smith_roof.pdf", "example/team", True),
    ],
)
def test_a_server_may_show_a_document_in_many_ways(
    name: str | None, address: str | None, may: bool
) -> None:
    assert may_show(ListEntry("doc_1", name, address), "Smith Roof.pdf", "Team@example") is may
