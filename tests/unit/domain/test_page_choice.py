"""Which pages are offered, and how a person names them."""

from __future__ import annotations

import pytest
from helpers.documents import document
from helpers.estimates import alvarez
from hypothesis import given
from hypothesis import strategies as st

from capout_desktop.domain import file_problem, policy
from capout_desktop.domain.copied_from import CopiedFrom, CopyKind
from capout_desktop.domain.document import DocumentState
from capout_desktop.domain.estimate import PageKind
from capout_desktop.domain.page_choice import (
    ChosenPage,
    estimate_pages,
    in_original,
    moved,
    pages_of_ranges,
    ranges_text,
    should_choose,
)
from capout_desktop.domain.problem import Problem, ProblemCode

S = DocumentState
E, P, K, U = PageKind.ESTIMATE, PageKind.PHOTOS, PageKind.SKETCH, PageKind.UNREAD


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("1-3, 5", (1, 2, 3, 5)),
        ("5;1 - 2", (1, 2, 5)),
        ("2\u20134", (2, 3, 4)),  # an en dash, as word processors write it
        ("3,3 2-3", (2, 3)),
        ("", ()),
        ("0", None),
        ("9-10", None),
        ("3-1", None),
        ("1-2-3", None),
        ("one", None),
        ("-3", None),
    ],
)
def test_ranges_are_read_as_people_type_them(text: str, pages: tuple[int, ...] | None) -> None:
    assert pages_of_ranges(text, 9) == pages


def test_pages_that_follow_each_other_are_a_range() -> None:
    assert ranges_text([1, 2, 3, 4, 7, 9, 10]) == "1-4, 7, 9-10"
    assert ranges_text([5, 1, 2, 3]) == "5, 1-3", "in the order of the copy"
    assert ranges_text([]) == ""


def test_pages_of_a_copy_are_named_as_in_the_original() -> None:
    assert in_original([3, 1, 2], "15, 1-12") == [2, 15, 1]
    assert in_original([13], "15, 1-12") == [12]
    assert in_original([14], "15, 1-12") == [14], "which it does not have"
    assert in_original([2, 1], "") == [2, 1]


@given(st.sets(st.integers(1, 300)))
def test_what_is_shown_can_be_typed(pages: set[int]) -> None:
    assert pages_of_ranges(ranges_text(sorted(pages)), 300) == tuple(sorted(pages))


def test_the_estimate_is_chosen_at_first_with_its_sketches() -> None:
    assert estimate_pages((PageKind.LETTER, E, U, E, K, P, U), 7) == (2, 3, 4, 5)
    assert estimate_pages((P, P), 2) == (1, 2)
    assert estimate_pages((U, E, U, E, U, E), 4) == (2, 3, 4)
    assert estimate_pages((U, E, P, U), 4) == (2,)
    assert estimate_pages((), 3) == (1, 2, 3)


def test_the_remedy_is_offered_where_it_helps() -> None:
    packet = alvarez(page_kinds=(E, *[P] * 5))
    mostly = alvarez(page_kinds=(E, E, P, P))
    chosen = CopiedFrom(CopyKind.PAGES, "/a.pdf", "a.pdf")
    unlocked = CopiedFrom(CopyKind.UNLOCKED, "/a.pdf", "a.pdf")
    pictures = CopiedFrom(CopyKind.PICTURES, "/a.png", "a.png")
    refused = Problem(ProblemCode.TOO_LARGE)
    for row, is_offered in (
        (document(S.QUEUED, page_count=6, estimate=packet), True),
        (document(S.QUEUED, page_count=6, estimate=packet, copied_from=chosen), False),
        (document(S.QUEUED, page_count=3, estimate=packet), True),  # a third of it
        (document(S.QUEUED, page_count=2, estimate=packet), False),
        (document(S.QUEUED, page_count=4, estimate=mostly), False),
        (document(S.QUEUED, size=policy.SAFE_PDF_BYTES), False),
        (document(S.QUEUED, size=policy.SAFE_PDF_BYTES + 1), True),
        (document(S.REJECTED, problem=file_problem.too_large(9, 8)), True),
        (document(S.REJECTED, problem=file_problem.EMPTY), False),
        (document(S.FAILED, problem=refused), True),
        (document(S.QUEUED, page_count=0, estimate=packet), False),
        (document(S.QUEUED, page_count=6), False),
        (document(S.QUEUED, page_count=6, estimate=alvarez(page_kinds=(P, P))), False),
        (document(S.HELD, page_count=6, estimate=packet, copied_from=unlocked), True),
        (document(S.HELD, copied_from=pictures, waits_for_start=True), True),
        (document(S.HELD, copied_from=pictures), False),
        (document(S.HELD, waits_for_start=True), False),
        (document(S.PROCESSING, page_count=6, estimate=packet), False),
    ):
        assert should_choose(row) is is_offered, row


def test_a_page_is_moved_as_far_as_there_are_places() -> None:
    assert ChosenPage(1) == ChosenPage(1, 0)
    pages = tuple(map(ChosenPage, (1, 2, 3)))
    assert [page.number for page in moved(pages, 0, 1)] == [2, 1, 3]
    assert [page.number for page in moved(pages, 2, -9)] == [3, 1, 2]
    assert moved(pages, 2, 1) == pages
