"""Which of the server's documents is this one? Absent is said only where it is certain."""

from __future__ import annotations

from datetime import datetime, timedelta

from helpers.documents import at, document
from hypothesis import given
from hypothesis import strategies as st

from capout_desktop.domain.document import DocumentState
from capout_desktop.domain.matching import SHORT_LIST, Listed, LookupVerdict, find

SENT = document(DocumentState.CONFIRMING, attempt_at=at(1000))
NO_OFFSET = timedelta()
JUST_AFTER = at(1001)


def listed(
    id_: str = "doc_1",
    name: str | None = "scope.pdf",
    address: str | None = "team@example",
    created: datetime | None = JUST_AFTER,
) -> Listed:
    return Listed(id_, name, address, created)


def look(*entries: Listed, taken: frozenset[str] = frozenset()) -> str | LookupVerdict:
    return find(SENT, entries, taken=taken, clock_offset=NO_OFFSET)


def test_the_one_entry_that_fits_is_it() -> None:
    other = listed("doc_2", name="roof.pdf")
    assert look(other, listed(address="Team@Example")) == "doc_1"


def test_an_empty_list_means_absent() -> None:
    assert look() is LookupVerdict.ABSENT


def test_an_entry_of_before_the_attempt_is_not_it() -> None:
    assert look(listed(created=at(10))) is LookupVerdict.ABSENT


def test_an_entry_that_belongs_to_another_row_is_not_it() -> None:
    assert look(listed(), taken=frozenset({"doc_1"})) is LookupVerdict.ABSENT


def test_two_that_fit_leave_it_to_the_person() -> None:
    assert look(listed("doc_1"), listed("doc_2")) is LookupVerdict.UNCLEAR


def test_an_entry_without_a_name_may_be_it() -> None:
    assert look(listed(name=None)) is LookupVerdict.UNCLEAR
    assert look(listed(created=None)) is LookupVerdict.UNCLEAR
    assert look(listed(name=None, address="other@example")) is LookupVerdict.ABSENT


def test_a_name_that_the_server_tidied_up_may_be_it() -> None:
    sent = document(DocumentState.CONFIRMING, attempt_at=at(1000), file_name="Müller (roof).pdf")
    for theirs in ("Müller_roof.pdf", "muller-roof.pdf", "M_ller__roof_.pdf", "MÜLLER (ROOF)"):
        entry = listed(name=theirs)
        assert find(sent, [entry], taken=(), clock_offset=NO_OFFSET) is LookupVerdict.UNCLEAR
    same = listed(name="Mu\u0308ller (roof).pdf")
    assert find(sent, [same], taken=(), clock_offset=NO_OFFSET) == "doc_1"
    other = listed(name="Müller (walls).pdf")
    assert find(sent, [other], taken=(), clock_offset=NO_OFFSET) is LookupVerdict.ABSENT


def test_a_page_that_does_not_reach_back_to_the_attempt_proves_nothing() -> None:
    page = [listed(f"doc_{n}", name="roof.pdf", created=at(2000)) for n in range(SHORT_LIST)]
    assert look(*page) is LookupVerdict.UNCLEAR
    assert look(*page, listed("doc_old", name="roof.pdf", created=at(1))) is LookupVerdict.ABSENT


def test_the_servers_clock_corrects_ours() -> None:
    slow_server = listed(created=at(1000 - 3600))
    assert look(slow_server) is LookupVerdict.ABSENT
    found = find(SENT, [slow_server], taken=(), clock_offset=timedelta(hours=-1))
    assert found == "doc_1"


ENTRIES = st.builds(
    Listed,
    st.uuids().map(str),
    st.sampled_from([None, "scope.pdf", "roof.pdf"]),
    st.sampled_from([None, "team@example", "other@example"]),
    st.none() | st.integers(0, 3000).map(at),
)


@given(st.lists(ENTRIES, max_size=30), st.booleans(), st.booleans(), st.booleans())
def test_a_document_that_is_in_the_list_is_never_called_absent(
    others: list[Listed], with_name: bool, with_address: bool, with_time: bool
) -> None:
    it = listed(
        "it",
        "scope.pdf" if with_name else None,
        "team@example" if with_address else None,
        at(1001) if with_time else None,
    )
    verdict = find(SENT, [*others, it], taken=(), clock_offset=NO_OFFSET)
    assert verdict is not LookupVerdict.ABSENT
