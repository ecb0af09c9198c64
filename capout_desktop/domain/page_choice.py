"""Rules about sending some pages of a PDF: which to offer, and how a person names them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from capout_desktop.domain import policy
from capout_desktop.domain.copied_from import CopyKind
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.estimate import PageKind
from capout_desktop.domain.problem import ProblemCode

PACKET_SHARE = 1 / 3
"""Largest share of estimate pages in a PDF that is a packet of other papers."""

_RANGE = re.compile(r"(\d{1,7})(?:\s*[-\u2010-\u2015]\s*(\d{1,7}))?")
_SEPARATORS = re.compile(r"[,;\s]+")
_BLANKS_IN_RANGE = re.compile(r"\s*([-\u2010-\u2015])\s*")
_TOO_LARGE = frozenset({ProblemCode.FILE_TOO_LARGE, ProblemCode.TOO_LARGE})


@dataclass(frozen=True, slots=True)
class ChosenPage:
    """A page of the copy.

    Attributes:
        number: Number of the page in the original, from 1.
        quarters: By how many quarters it is turned to the right.
    """

    number: int
    quarters: int = 0


def estimate_pages(kinds: Sequence[PageKind], count: int) -> tuple[int, ...]:
    """Return the numbers of the pages that are chosen at first; all if there is no estimate.

    Sketches belong to the estimate. So do pages that were not read, between pages of it.
    """
    kinds = kinds[:count]
    of_estimate = [n for n, kind in enumerate(kinds, start=1) if kind is PageKind.ESTIMATE]
    if not of_estimate:
        return tuple(range(1, count + 1))
    first, last = of_estimate[0], of_estimate[-1]
    return tuple(
        number
        for number, kind in enumerate(kinds, start=1)
        if kind in {PageKind.ESTIMATE, PageKind.SKETCH}
        or (kind is PageKind.UNREAD and first < number < last)
    )


def is_packet(document: Document) -> bool:
    """Return whether a third of the PDF or less is estimate, so that most of it may be left out."""
    if document.estimate is None or not document.page_count:
        return False
    if document.copied_from is not None and document.copied_from.kind is CopyKind.PAGES:
        return False  # they were chosen
    number = len(document.estimate.estimate_pages)
    return 0 < number <= PACKET_SHARE * document.page_count


def is_of_pictures(document: Document) -> bool:
    """Return whether it was made of pictures, so that their order and rotation may be wrong."""
    return document.copied_from is not None and document.copied_from.kind is CopyKind.PICTURES


def is_too_large(document: Document) -> bool:
    """Return whether CapOut does not take it, or did not, because of its size."""
    return document.problem_code in _TOO_LARGE


def may_be_too_large(document: Document) -> bool:
    """Return whether CapOut refuses it by one reading of its limit."""
    return document.size is not None and document.size > policy.SAFE_PDF_BYTES


def should_choose(document: Document) -> bool:
    """Return whether choosing pages is the remedy that its row offers."""
    if document.state in {DocumentState.REJECTED, DocumentState.FAILED}:
        return is_too_large(document)
    return document.state in {DocumentState.QUEUED, DocumentState.HELD} and (
        may_be_too_large(document)
        or is_packet(document)
        or (is_of_pictures(document) and document.waits_for_start)
    )


def ranges_text(pages: Iterable[int]) -> str:
    """Return page numbers as a person writes them: `1-12, 15`; their order is kept."""
    parts: list[list[int]] = []
    for page in pages:
        if parts and page == parts[-1][-1] + 1:
            parts[-1][1:] = [page]
        else:
            parts.append([page])
    return ", ".join("-".join(map(str, part)) for part in parts)


def in_original(pages: Iterable[int], chosen: str) -> list[int]:
    """Return which pages of the original some pages of its copy are.

    `chosen` says what the copy has, as `ranges_text` wrote it; what it does not name is itself.
    """
    of_copy: list[int] = []
    for part in filter(None, chosen.split(", ")):
        first, _, last = part.partition("-")
        of_copy += range(int(first), int(last or first) + 1)
    return [of_copy[page - 1] if page <= len(of_copy) else page for page in pages]


def pages_of_ranges(text: str, count: int) -> tuple[int, ...] | None:
    """Return the page numbers that a text such as `1-12, 15` names, in ascending order.

    Returns None if the text is anything else, or names a page that is not there.
    """
    pages: set[int] = set()
    for part in filter(None, _SEPARATORS.split(_BLANKS_IN_RANGE.sub(r"\1", text.strip()))):
        found = _RANGE.fullmatch(part)
        if found is None:
            return None
        first = int(found[1])
        last = int(found[2] or first)
        if not 1 <= first <= last <= count:
            return None
        pages.update(range(first, last + 1))
    return tuple(sorted(pages))


def moved(pages: Sequence[ChosenPage], place: int, by: int) -> tuple[ChosenPage, ...]:
    """Return the pages with the one at `place` moved by some places, as far as there are any."""
    rest = [*pages[:place], *pages[place + 1 :]]
    target = min(max(place + by, 0), len(rest))
    return (*rest[:target], pages[place], *rest[target:])
