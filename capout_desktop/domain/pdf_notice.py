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
    """Most pages are images without selectable text."""
    INCOMPLETE = "incomplete"
    """The pages can be read, but the marker at the end of the file is missing."""
    MANY_PAGES = "many-pages"
    MISSING_PAGES = "missing-pages"
    """The file says that it has pages that cannot be read."""
    FORM = "form"
    """An XFA form: its page only says that another program has to be used."""
    ATTACHED_PDFS = "attached-pdfs"
    """Other PDFs are inside it, which are not sent as pages: a portfolio, for example."""
    UNREAD = "unread"
    """It could not be read here, and the user sends it all the same."""


_PROBLEMS = {
    Notice.SCAN: Problem(ProblemCode.PDF_SCAN),
    Notice.INCOMPLETE: Problem(ProblemCode.PDF_INCOMPLETE),
    Notice.MANY_PAGES: Problem(ProblemCode.PDF_MANY_PAGES),
    Notice.MISSING_PAGES: Problem(ProblemCode.PDF_MISSING_PAGES),
    Notice.FORM: Problem(ProblemCode.PDF_FORM),
    Notice.ATTACHED_PDFS: Problem(ProblemCode.PDF_ATTACHED_PDFS),
    Notice.UNREAD: Problem(ProblemCode.PDF_UNREAD),
}


def notice_problem(notice: Notice) -> Problem:
    """Return the problem for a notice."""
    return _PROBLEMS[notice]


def notices_of(
    page_count: int | None,
    *,
    is_scan: bool | None = None,
    has_end: bool | None = None,
    missing_pages: int = 0,
    is_form: bool = False,
    has_attached_pdfs: bool = False,
) -> tuple[Notice, ...]:
    """Return the notices for a PDF, the most serious first.

    Args:
        page_count: Number of pages; None if unknown.
        is_scan: Whether most pages are images without text; None if unknown.
        has_end: Whether the file ends as a PDF does; None if unknown.
        missing_pages: Number of pages that cannot be read.
        is_form: Whether another program has to be used to see its content.
        has_attached_pdfs: Whether other PDFs are inside it.
    """
    noticed = {
        Notice.FORM: is_form,
        Notice.MISSING_PAGES: missing_pages > 0,
        Notice.INCOMPLETE: has_end is False,
        Notice.ATTACHED_PDFS: has_attached_pdfs,
        Notice.SCAN: is_scan is True and not is_form,
        Notice.MANY_PAGES: page_count is not None and page_count > MANY_PAGES,
    }
    return tuple(notice for notice, applies in noticed.items() if applies)
