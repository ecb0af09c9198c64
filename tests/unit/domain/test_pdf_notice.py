"""What a look into a PDF makes the person know before it goes."""

from __future__ import annotations

import pytest

from capout_desktop.domain.pdf_notice import MANY_PAGES, Notice, notice_problem, notices_of
from capout_desktop.ui.text import problem_text as problem_words


@pytest.mark.parametrize(
    ("pages", "is_scan", "noticed"),
    [
        (12, False, ()),
        (12, True, (Notice.SCAN,)),
        (12, None, ()),
        (None, None, ()),
        (MANY_PAGES, False, ()),
        (MANY_PAGES + 1, False, (Notice.MANY_PAGES,)),
        (MANY_PAGES + 1, True, (Notice.SCAN, Notice.MANY_PAGES)),
    ],
)
def test_only_what_matters_is_noticed(
    pages: int | None, is_scan: bool | None, noticed: tuple[Notice, ...]
) -> None:
    assert notices_of(pages, is_scan=is_scan) == noticed


def test_a_missing_end_is_noticed_first() -> None:
    assert notices_of(2, is_scan=False, has_end=True) == ()
    assert notices_of(2, is_scan=True, has_end=False) == (Notice.INCOMPLETE, Notice.SCAN)


@pytest.mark.parametrize("notice", Notice)
def test_each_notice_says_what_to_do(notice: Notice) -> None:
    problem = notice_problem(notice)
    assert problem_words.title(problem)
    assert problem_words.next_step(problem).endswith(".")


def test_what_hides_the_estimate_is_noticed_before_what_converts_less_well() -> None:
    noticed = notices_of(200, is_scan=True, has_end=False, missing_pages=3, has_attached_pdfs=True)
    assert noticed == (
        Notice.MISSING_PAGES,
        Notice.INCOMPLETE,
        Notice.ATTACHED_PDFS,
        Notice.SCAN,
        Notice.MANY_PAGES,
    )
    # The waiting page of a form is no scan.
    assert notices_of(1, is_scan=True, is_form=True) == (Notice.FORM,)
