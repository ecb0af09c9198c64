"""Reading of an estimate from the text of its pages."""

from __future__ import annotations

from collections.abc import Sequence

from capout_desktop.domain.estimate import Estimate, EstimateKind, PageKind, TextQuality
from capout_desktop.domain.positioned_text import PageText


def read_estimate(pages: Sequence[PageText], page_count: int) -> Estimate:
    """Return what is certain about the estimate in these pages.

    Args:
        pages: Pages that could be read, in any order.
        page_count: Number of pages of the PDF.
    """
    kinds = (PageKind.UNREAD,) * page_count
    return Estimate(EstimateKind.UNREADABLE, TextQuality.NONE, page_kinds=kinds)
