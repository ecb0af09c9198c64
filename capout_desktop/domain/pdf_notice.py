"""Warnings about PDFs that may not convert well; such PDFs are never refused."""

from __future__ import annotations

from enum import StrEnum

from capout_desktop.domain.problem import Problem, ProblemCode

MANY_PAGES = 150
"""Page count above which a PDF often contains more than one estimate.

Estimates with photo sheets reach a hundred pages.
"""


class Notice(StrEnum):
    """Warning about a PDF that the user should see before it is sent."""

    SCAN = "scan"
    """No page has selectable text; the pages are images."""
    INCOMPLETE = "incomplete"
    """The pages can be read, but the marker at the end of the file is missing."""
    MANY_PAGES = "many-pages"


_PROBLEMS = {
    Notice.SCAN: Problem(ProblemCode.PDF_SCAN),
    Notice.INCOMPLETE: Problem(ProblemCode.PDF_INCOMPLETE),
    Notice.MANY_PAGES: Problem(ProblemCode.PDF_MANY_PAGES),
}


def notice_problem(notice: Notice) -> Problem:
    """Return the problem for a notice."""
    return _PROBLEMS[notice]


def notices_of(
    page_count: int | None, *, has_text: bool | None, has_end: bool | None = None
) -> tuple[Notice, ...]:
    """Return the notices for a PDF.

    Args:
        page_count: Number of pages; None if unknown.
        has_text: Whether any page has selectable text; None if unknown.
        has_end: Whether the file ends as a PDF does; None if unknown.
    """
    noticed = []
    if has_end is False:
        noticed.append(Notice.INCOMPLETE)
    if has_text is False:
        noticed.append(Notice.SCAN)
    if page_count is not None and page_count > MANY_PAGES:
        noticed.append(Notice.MANY_PAGES)
    return tuple(noticed)
