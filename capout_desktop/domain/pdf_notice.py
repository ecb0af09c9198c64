"""What a look into a PDF says about how well it will convert; warnings, never refusals."""

from __future__ import annotations

from enum import StrEnum

from capout_desktop.domain.problem import Problem, ProblemCode

MANY_PAGES = 150
"""Estimates with photo sheets reach a hundred pages; beyond this, something else is often in it."""


class Notice(StrEnum):
    """Something about a PDF that the person should know before it goes."""

    SCAN = "scan"
    """No page has text that can be selected: pictures of pages."""
    INCOMPLETE = "incomplete"
    """The pages can be read, and the mark at the end of the file is not there."""
    MANY_PAGES = "many-pages"


_PROBLEMS = {
    Notice.SCAN: Problem(ProblemCode.PDF_SCAN),
    Notice.INCOMPLETE: Problem(ProblemCode.PDF_INCOMPLETE),
    Notice.MANY_PAGES: Problem(ProblemCode.PDF_MANY_PAGES),
}


def notice_problem(notice: Notice) -> Problem:
    """Say in words what was noticed, and what can be done."""
    return _PROBLEMS[notice]


def judge(
    page_count: int | None, *, has_text: bool | None, has_end: bool | None = None
) -> tuple[Notice, ...]:
    """Return what should be known.

    Args:
        page_count: None where unknown.
        has_text: Whether any page has text that can be selected; None where nobody could tell.
        has_end: Whether the file ends as a PDF does; None where nobody could tell.
    """
    noticed = []
    if has_end is False:
        noticed.append(Notice.INCOMPLETE)
    if has_text is False:
        noticed.append(Notice.SCAN)
    if page_count is not None and page_count > MANY_PAGES:
        noticed.append(Notice.MANY_PAGES)
    return tuple(noticed)
