"""Lists that rename, cut, shift, drop, reorder and repeat: never absent, never the wrong one."""

from __future__ import annotations

from datetime import timedelta

from helpers.attempts import accepted, attempt
from helpers.documents import at
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from capout_desktop.domain.arrival import (
    Absent,
    Found,
    Verdict,
    conclude,
)
from capout_desktop.domain.arrival_evidence import (
    ArrivalEvidence,
    CreditEvidence,
    KnownAttempts,
    ListCheck,
    ListEntry,
)
from capout_desktop.domain.attempt import Attempt
from capout_desktop.domain.credit_ledger import Reading

NAME = "Smith Roof, final draft of the estimate.PDF"
SENT = attempt(1000, file_name=NAME)
NAMES = st.sampled_from([NAME, NAME[:24], NAME.lower(), "x.pdf", "2026_" + NAME, ""])
SHIFTS = st.sampled_from([0, 0, 0, 300, -300, 7200, -7200])
COLLEAGUES = st.lists(
    st.builds(
        lambda number, second, name: ListEntry(f"c{number}", name, "team@example", at(second)),
        st.integers(1, 50),
        # A namesake of the very moments of the attempt could be told from ours by nobody.
        st.integers(0, 870) | st.integers(3000, 9000),
        st.sampled_from([NAME, "roof.pdf"]),
    ),
    max_size=5,
    unique_by=lambda entry: entry.document_id,
)


def own(number: int) -> tuple[Attempt, ListEntry]:
    second = 100 * number + 7
    sent = accepted(second, f"own{number}")
    return sent, ListEntry(f"own{number}", "scope.pdf", "team@example", at(second + 1))


def verdict(listing: list[ListEntry], known: list[Attempt], *, spent: int) -> Verdict:
    before = Reading("org_1", 100, (), at(990), at(990))
    after = Reading("org_1", 100 - spent, (), at(1900), at(1900))
    return conclude(
        ArrivalEvidence(
            attempt=SENT,
            listing=listing,
            known=KnownAttempts.of(known, SENT.destination),
            credits=CreditEvidence(before, after, 0),
            elapsed_seconds=900,
            resends=0,
            now=at(1900),
            looks=(ListCheck(620, says_absent=True),),
        )
    ).verdict


@settings(deadline=None)
@given(COLLEAGUES, st.integers(0, 8), NAMES, SHIFTS, st.booleans(), st.data())
def test_what_was_accepted_and_charged_is_never_absent_and_no_other_is_found(
    colleagues: list[ListEntry],
    owns: int,
    name: str,
    shift: int,
    zone: bool,
    data: st.DataObject,
) -> None:
    pairs = [own(number) for number in range(owns)]
    entries = [entry for _, entry in pairs]
    entries += [*colleagues, ListEntry("ours", name, "team@example", at(1001))]
    cut = data.draw(st.sampled_from([1, 60, 3600]))
    told = [
        replace(
            entry,
            created_at=at((entry.created_at - at(0)).total_seconds() // cut * cut)
            + timedelta(seconds=shift),
            has_zone=zone,
        )
        for entry in entries
        if entry.created_at is not None
    ]
    shown = data.draw(st.lists(st.sampled_from(told), max_size=12))  # drops, reorders, repeats
    answer = verdict(shown, [sent for sent, _ in pairs], spent=1)
    assert answer != Absent()
    assert not isinstance(answer, Found) or answer == Found("ours")


@settings(deadline=None)
@given(st.integers(1, 8), NAMES, SHIFTS, st.booleans(), st.booleans(), st.integers(5, 50))
def test_what_a_page_in_any_order_may_hide_is_not_absent_though_the_credits_are_silent(
    owns: int, name: str, shift: int, zone: bool, newest_first: bool, page: int
) -> None:
    pairs = [own(number) for number in range(owns)]
    entries = [entry for _, entry in pairs] + [ListEntry("ours", name, "team@example", at(1001))]
    told = [
        replace(entry, created_at=entry.created_at + timedelta(seconds=shift), has_zone=zone)
        for entry in entries
        if entry.created_at is not None
    ]
    shown = (told[::-1] if newest_first else told)[:page]
    answer = verdict(shown, [sent for sent, _ in pairs], spent=0)
    assert answer != Absent()
    assert not isinstance(answer, Found) or answer == Found("ours")
