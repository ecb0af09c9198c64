"""Everything to be known of a document before it costs credits. None of it blocks."""

from __future__ import annotations

from collections.abc import Iterator

from capout_desktop.domain.document import Document
from capout_desktop.domain.estimate_warning import warning_problem, warnings_of
from capout_desktop.domain.page_choice import may_be_too_large
from capout_desktop.domain.pdf_notice import notice_problem
from capout_desktop.domain.problem import Problem, ProblemCode


def document_warnings(document: Document) -> tuple[Problem, ...]:
    """Return the warnings about a document's PDF and its estimate, the most serious first."""
    return tuple({problem.code: problem for problem in _warnings(document)}.values())


def has_strong_warning(document: Document) -> bool:
    """Return whether its credits would probably be wasted."""
    estimate = document.estimate
    return (
        bool(document.notices)
        or may_be_too_large(document)
        or document.claim_sent_at is not None
        or (estimate is not None and any(one.is_strong for one in warnings_of(estimate)))
    )


def _warnings(document: Document) -> Iterator[Problem]:
    if document.claim_sent_at is not None:
        day = document.claim_sent_at.astimezone().date().isoformat()
        yield Problem(ProblemCode.CLAIM_SENT_BEFORE, values=(("day", day),))
    if may_be_too_large(document) and document.size is not None:
        yield Problem(ProblemCode.PDF_LARGE, values=(("size", round(document.size / 1_000_000)),))
    yield from map(notice_problem, document.notices)
    if document.estimate is not None:
        for warning in warnings_of(document.estimate):
            yield warning_problem(warning, document.estimate)
