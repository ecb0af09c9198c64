"""Page numbers that are printed on no page, although those around them are."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

from capout_desktop.domain.estimate import PageKind
from capout_desktop.domain.estimates.pages import Page

MOST_MISSING = 200


def missing_page_numbers(
    pages: Sequence[Page], kinds: Mapping[int, PageKind], page_count: int
) -> tuple[int, ...]:
    """Return the numbers of pages that are missing for certain.

    Nothing is certain if a page was not read, or if the numbers do not ascend.
    """
    if len(pages) < page_count:
        return ()
    numbered = [
        page
        for page in pages
        if page.number and (page.foot_name or kinds[page.text.page] is PageKind.ESTIMATE)
    ]
    missing: list[int] = []
    for before, after in itertools.pairwise(numbered):
        # Otherwise another estimate begins, or pages without a number stand there.
        if after.text.page == before.text.page + 1 and before.foot_name == after.foot_name:
            missing += range(before.number + 1, after.number)
    if (
        numbered
        and (last := numbered[-1]).last_number > last.number
        and last is pages[-1]
        and kinds[last.text.page] is PageKind.ESTIMATE
    ):
        missing += range(last.number + 1, last.last_number + 1)
    return tuple(missing) if len(missing) <= MOST_MISSING else ()
