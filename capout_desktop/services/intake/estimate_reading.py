"""Reading of the estimate in a PDF within a limited time. Runs in the worker process only."""

from __future__ import annotations

import time
from collections.abc import Iterator

from capout_desktop.domain.estimate import MOST_PAGES
from capout_desktop.domain.estimates.reading import read_estimate
from capout_desktop.domain.positioned_text import PageText
from capout_desktop.services.intake.pdf_protocol import Read, Reading
from capout_desktop.services.intake.pdf_reading import OpenPdf
from capout_desktop.services.intake.pdf_words import PageReader

SECONDS_PER_PAGE = 0.02
LEAST_SECONDS = 2.0
MOST_SECONDS = 10.0
"""Time for the pages of one PDF; a page that was begun is read to its end."""
FIRST_PAGES = 8
LAST_PAGES = 4
"""Pages that are read before the others: there are header, summary and recap."""
MOST_CHARACTERS = 4 << 20
"""Characters of one PDF that are read."""


def read(_request: Read, source: bytes | int) -> Iterator[Reading]:
    """Read the estimate; pages for which there is no time are left out."""
    with OpenPdf(source) as document:
        if document.error:
            return
        count = document.page_count
        # One more than are read, so that the rest counts as not read.
        yield Reading(read_estimate(_pages(document, count), min(count, MOST_PAGES + 1)))


def _pages(document: OpenPdf, count: int) -> list[PageText]:
    seconds = min(max(SECONDS_PER_PAGE * count, LEAST_SECONDS), MOST_SECONDS)
    deadline = time.monotonic() + seconds
    reader = PageReader()
    pages: list[PageText] = []
    left = MOST_CHARACTERS
    for index in order(min(count, MOST_PAGES)):
        if time.monotonic() > deadline or left < 0:
            break
        page = reader.read(document.handle, index, deadline)
        if page is not None:
            pages.append(page)
            left -= sum(len(cell.text) for line in page.lines for cell in line.cells)
    return pages


def order(count: int) -> list[int]:
    """Return the indexes of the pages in the order in which they are read."""
    first = range(min(FIRST_PAGES, count))
    last = range(max(count - LAST_PAGES, len(first)), count)
    return [*first, *last, *range(len(first), last.start)]
