"""Did it arrive? Absence needs witnesses, and adoption is as strict (delivery.md, A and C)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from helpers.attempts import accepted, attempt, to
from helpers.documents import at
from msgspec.structs import replace

from capout_desktop.domain.arrival import (
    Absent,
    AskPerson,
    Conclusion,
    Found,
    LookAgain,
    conclude,
)
from capout_desktop.domain.arrival_evidence import (
    ArrivalEvidence,
    CreditEvidence,
    Doubt,
    KnownAttempts,
    ListCheck,
    ListEntry,
)
from capout_desktop.domain.attempt import Attempt
from capout_desktop.domain.credit_ledger import Reading

SENT = attempt(1000, file_name="Smith Roof.pdf")
EARLIER = accepted(880, "doc_w")
WITNESS = ListEntry("doc_w", "scope.pdf", "team@example", at(881))
ABSENT_BEFORE = (ListCheck(620, says_absent=True),)


def reading(total: int, second: float) -> Reading:
    return Reading("org_1", total, (), at(second), at(second))


NOTHING_SPENT = CreditEvidence(reading(100, 990), reading(100, 1900), 0)


def ours(**values: Any) -> ListEntry:
    defaults: dict[str, Any] = {
        "document_id": "doc_1",
        "file_name": "Smith Roof.pdf",
        "xn_address": "Team@Example",
        "created_at": at(1001),
    }
    return ListEntry(**{**defaults, **values})


def look(
    *entries: ListEntry, sent: Attempt = SENT, others: tuple[Attempt, ...] = (EARLIER,), **v: Any
) -> Conclusion:
    values: dict[str, Any] = {
        "listing": entries,
        "credits": NOTHING_SPENT,
        "elapsed_seconds": 900,
        "resends": 0,
        "looks": ABSENT_BEFORE,
    }
    known = KnownAttempts.of(others, sent.destination)
    return conclude(ArrivalEvidence(attempt=sent, known=known, now=at(1900), **{**values, **v}))


def doubts(judgment: Conclusion) -> set[Doubt]:
    assert isinstance(judgment.verdict, AskPerson)
    return set(judgment.verdict.doubts)


def test_a_fresh_organization_whose_list_is_two_minutes_old_settles_without_a_question() -> None:
    assert look(WITNESS).verdict == Absent()


def test_only_a_look_without_any_doubt_counts_as_one_that_says_absent() -> None:
    unclear = ours(file_name="Lee.pdf")
    for conclusion, says_absent in (
        (look(WITNESS), True),
        (look(WITNESS, looks=()), True),
        (look(WITNESS, elapsed_seconds=599), False),
        (look(WITNESS, listing=None), False),
        (look(WITNESS, listing=None, elapsed_seconds=1800), False),
        (look(WITNESS, unclear), False),
        (look(WITNESS, ours()), False),
        (look(WITNESS, sent=replace(SENT, asked_at=at(1800))), False),
    ):
        assert conclusion.look.says_absent is says_absent
        assert conclusion.look.seconds in {599, 900, 1800}


def test_no_absence_before_ten_minutes_and_none_without_a_second_look() -> None:
    early = (ListCheck(100, says_absent=True), ListCheck(300, says_absent=True))
    assert isinstance(look(WITNESS, elapsed_seconds=599, looks=early).verdict, LookAgain)
    assert isinstance(look(WITNESS, elapsed_seconds=610, looks=early).verdict, LookAgain)
    first = look(WITNESS, elapsed_seconds=600, looks=())
    assert first.verdict == LookAgain(180)
    assert first.look.says_absent
    assert isinstance(look(WITNESS, elapsed_seconds=779, looks=(first.look,)).verdict, LookAgain)
    assert look(WITNESS, elapsed_seconds=780, looks=(first.look,)).verdict == Absent()
    broken = (first.look, ListCheck(700, says_absent=False))
    assert isinstance(look(WITNESS, elapsed_seconds=790, looks=broken).verdict, LookAgain)


def test_it_is_sent_again_by_itself_once_at_most() -> None:
    assert doubts(look(WITNESS, resends=1)) == {Doubt.SENT_AGAIN_BEFORE}


def test_an_empty_list_proves_nothing() -> None:
    assert Doubt.NO_WITNESS in doubts(look())


def test_a_list_that_is_oldest_first_may_be_a_page_that_ends_too_early() -> None:
    older = accepted(500, "doc_o")
    entry = ListEntry("doc_o", "scope.pdf", "team@example", at(501))
    assert look(WITNESS, entry, others=(EARLIER, older)).verdict == Absent()
    assert doubts(look(entry, WITNESS, others=(EARLIER, older))) == {Doubt.ORDER_UNKNOWN}


@pytest.mark.parametrize(
    "name", ["SmithRoo", "x&amp;y.pdf", "Mueller.pdf", "2026_Smith Roof.pdf", "a", None]
)
@pytest.mark.parametrize("address", ["team", "team@example.xn", "Team <team@example>", None])
def test_an_unclaimed_entry_of_that_time_may_be_it_whatever_its_name_and_address(
    name: str | None, address: str | None
) -> None:
    judgment = look(ours(file_name=name, xn_address=address), WITNESS)
    assert doubts(judgment) == {Doubt.MAY_BE_LISTED}
    assert [seen.entry_id for seen in judgment.attempt.seen] == ["doc_1"]


@pytest.mark.parametrize(
    "entry",
    [
        ours(created_at=None),
        ours(created_at=at(1001) - timedelta(hours=7), has_zone=False),
        ours(created_at=at(1001).replace(minute=0, second=0)),
        ours(created_at=at(1001) - timedelta(minutes=5)),
    ],
)
def test_a_time_that_is_cut_shifted_or_without_a_zone_proves_nothing(entry: ListEntry) -> None:
    assert Doubt.MAY_BE_LISTED in doubts(look(entry, WITNESS))


def test_what_was_seen_once_counts_after_it_left_the_list() -> None:
    seen = look(ours(file_name="odd"), WITNESS, elapsed_seconds=60, looks=()).attempt
    assert Doubt.MAY_BE_LISTED in doubts(look(WITNESS, sent=seen))


def test_an_id_belongs_to_its_organization_and_server() -> None:
    other = accepted(100, "doc_1", destination=to(organization_id="org_2"))
    assert look(ours(), WITNESS, others=(EARLIER, other)).verdict == Found("doc_1")
    taken = accepted(999, "doc_1", file_name="Smith Roof.pdf")
    assert look(ours(), WITNESS, others=(EARLIER, taken)).verdict == Absent()
    unnamed = accepted(999, "doc_1", destination=to(organization_id="", credential_id="b"))
    judgment = look(ours(), WITNESS, others=(EARLIER, unnamed))
    assert doubts(judgment) == {Doubt.MAY_BE_ANOTHERS, Doubt.MAY_BE_LISTED}


def test_credits_that_our_own_documents_do_not_explain_forbid_absence() -> None:
    spent = CreditEvidence(reading(100, 990), reading(95, 1900), 0)
    assert doubts(look(WITNESS, credits=spent)) == {Doubt.CREDITS_SPENT}
    explained = CreditEvidence(reading(100, 990), reading(95, 1900), 5)
    assert look(WITNESS, credits=explained).verdict == Absent()


def test_a_list_that_cannot_be_had_for_ever_ends_in_a_question() -> None:
    assert isinstance(look(listing=None).verdict, LookAgain)
    assert Doubt.LIST_UNAVAILABLE in doubts(look(listing=None, elapsed_seconds=1800))


@pytest.mark.parametrize("created", [910, 1000 + 2 * 86400])
def test_a_colleagues_namesake_of_before_or_much_later_is_not_adopted(created: int) -> None:
    entry = ours(created_at=at(created))
    assert not isinstance(look(entry, WITNESS).verdict, Found)


def test_the_entry_of_the_name_address_and_time_is_adopted_at_once() -> None:
    assert look(ours(), WITNESS, elapsed_seconds=1, looks=()).verdict == Found("doc_1")


def test_an_id_that_the_list_names_twice_is_one_entry() -> None:
    assert look(ours(), ours(), WITNESS).verdict == Found("doc_1")


def test_two_that_could_be_meant_are_never_adopted() -> None:
    twin = ours(document_id="doc_2", file_name="Smith_Roof.pdf")
    assert Doubt.SEVERAL_FIT in doubts(look(ours(), twin, WITNESS))


@pytest.mark.parametrize(
    "outcome", ["under-way", "unknown", "absent", "received", "never-sent", "send-again"]
)
def test_the_orphan_of_another_attempt_is_not_adopted(outcome: str) -> None:
    other = attempt(700, outcome, file_name="smith roof.pdf")
    judgment = look(ours(), WITNESS, others=(EARLIER, other))
    assert Doubt.MAY_BE_ANOTHERS in doubts(judgment)


@pytest.mark.parametrize(
    ("outcome", "was_complete"), [("refused", True), ("unknown", False), ("under-way", False)]
)
def test_an_attempt_that_left_no_orphan_is_no_reason_for_doubt(
    outcome: str, was_complete: bool
) -> None:
    other = attempt(
        700, outcome, file_name="smith roof.pdf", body_about_to_be_complete=was_complete
    )
    assert look(ours(), WITNESS, others=(EARLIER, other)).verdict == Found("doc_1")


def test_the_person_is_asked_once_and_the_question_stays() -> None:
    asked = look(sent=SENT).attempt
    assert asked.asked_at == at(1900)
    assert isinstance(look(WITNESS, sent=asked).verdict, AskPerson)
    assert look(ours(), WITNESS, sent=asked).verdict == Found("doc_1")


def test_a_list_with_an_entry_that_cannot_be_read_is_no_proof_of_absence() -> None:
    assert isinstance(look(WITNESS, is_partial=True).verdict, LookAgain)
    late = look(WITNESS, is_partial=True, elapsed_seconds=1800)
    assert doubts(late) == {Doubt.LIST_PARTIAL}
    assert look(ours(), WITNESS, is_partial=True).verdict == Found("doc_1")


def test_what_was_listed_before_the_attempt_is_not_it() -> None:
    assert look(ours(), WITNESS, listed_before={"doc_1", "doc_w"}).verdict == Absent()


@pytest.mark.parametrize(
    ("elapsed", "wait"),
    [
        (0, 5),
        (20, 5),
        (24, 6),
        (200, 50),
        (240, 60),
        (540, 60),
        (541, 59),
        (599, 1),
        (1799, 60),
    ],
)
def test_looks_become_rarer_and_the_first_that_may_say_absent_is_not_missed(
    elapsed: float, wait: float
) -> None:
    assert look(listing=None, elapsed_seconds=elapsed, looks=()).verdict == LookAgain(wait)


def test_the_time_of_the_question_is_kept_once() -> None:
    asked = look(listing=None, elapsed_seconds=1800)
    assert isinstance(asked.verdict, AskPerson)
    assert asked.attempt.asked_at == at(1900)
    again = look(listing=None, elapsed_seconds=1801, sent=replace(SENT, asked_at=at(1700)))
    assert again.attempt.asked_at == at(1700)
    assert look(WITNESS).attempt.asked_at is None
    assert look(listing=None, elapsed_seconds=1799).attempt.asked_at is None
