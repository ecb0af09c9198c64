"""What a look into a PDF says about how well it will convert; warnings, never refusals."""

from __future__ import annotations

from enum import StrEnum

from capout_desktop.domain.problem import Problem

MANY_PAGES = 150
"""Estimates with photo sheets reach a hundred pages; beyond this, something else is often in it."""


class Notice(StrEnum):
    """Something about a PDF that the person should know before it goes."""

    SCAN = "scan"
    """No page has text that can be selected: pictures of pages."""
    MANY_PAGES = "many-pages"


_PROBLEMS = {
    Notice.SCAN: Problem(
        "pdf-scan",
        "A scan: its text cannot be selected",
        "Scans convert less well. Ask the carrier for the original PDF if you can.",
    ),
    Notice.MANY_PAGES: Problem(
        "pdf-many-pages",
        "More pages than an estimate usually has",
        "Check that this is the estimate alone, without policies or photo reports.",
    ),
}


def notice_problem(notice: Notice) -> Problem:
    """Say in words what was noticed, and what can be done."""
    return _PROBLEMS[notice]


def judge(page_count: int | None, *, has_text: bool | None) -> tuple[Notice, ...]:
    """Return what should be known; `has_text` is None where nobody could tell."""
    noticed = []
    if has_text is False:
        noticed.append(Notice.SCAN)
    if page_count is not None and page_count > MANY_PAGES:
        noticed.append(Notice.MANY_PAGES)
    return tuple(noticed)
