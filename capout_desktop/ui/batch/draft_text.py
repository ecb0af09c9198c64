"""Texts of a draft's heading: its name, what is in it, and what sending it costs."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication

from capout_desktop.domain.batch import Batch
from capout_desktop.domain.batch_review import BatchSummary
from capout_desktop.domain.credit_guard import Fit
from capout_desktop.domain.draft import Draft
from capout_desktop.domain.visible_text import visible_text
from capout_desktop.ui.credits.text import left_words, likely_words, shortage_words
from capout_desktop.ui.documents.batch_text import batch_name, origin_words
from capout_desktop.ui.documents.shown_drafts import DraftHeading
from capout_desktop.ui.text.formatting import count_text, moment_text
from capout_desktop.ui.text.parts import BETWEEN, Part, joined


def _facts(batch: Batch, today: date) -> str:
    """Return that a batch is a draft, and when and how it was added."""
    parts = [_tr("draft, not sent yet")]
    if batch.name:
        time = moment_text(batch.created_at, today)
        parts.append(_tr("added {time}").format(time=time))
    return BETWEEN.join(filter(None, (*parts, origin_words(batch.origin))))


def count_parts(draft: Draft) -> list[Part]:
    """Return what is in a draft and what sending it costs; empty counts are left out."""
    summary, cost = draft.summary, draft.cost
    counted = (
        (summary.total, count_text(summary.total, "{number} file", "{number} files"), 5),
        (summary.ready, count_text(summary.ready, "{number} ready", "{number} ready"), 11),
        (
            summary.again,
            count_text(summary.again, "{number} is sent again", "{number} are sent again"),
            10,
        ),
        (summary.skipped, count_text(summary.skipped, "{number} skipped", "{number} skipped"), 9),
        (
            summary.cannot,
            count_text(summary.cannot, "{number} can't be sent", "{number} can't be sent"),
            8,
        ),
        (
            summary.warned,
            count_text(summary.warned, "{number} has a warning", "{number} have a warning"),
            7,
        ),
        (
            draft.review.elsewhere,
            count_text(
                draft.review.elsewhere,
                "{number} to another address",
                "{number} to other addresses",
            ),
            6,
        ),
        (
            summary.checking,
            count_text(
                summary.checking,
                "{number} is still being checked",
                "{number} are still being checked",
            ),
            1,
        ),
    )
    parts = [Part(words, importance) for number, words, importance in counted if number]
    more = 9 if cost.fit is Fit.SHORT else 0  # what is missing is then what matters most
    words = ((likely_words(cost), 10 + more), (left_words(cost), 3 + more))
    return parts + [Part(text, importance) for text, importance in words if text]


def draft_heading(draft: Draft, today: date) -> DraftHeading:
    """Return what the heading of a draft says."""
    facts, counts = _facts(draft.batch, today), count_parts(draft)
    warnings = list(filter(None, (_again_words(draft.summary), shortage_words(draft.cost))))
    address = visible_text(draft.review.address) or _tr("no address")
    to = _tr("to {address}").format(address=address)
    spoken = [batch_name(draft.batch, today), facts, joined(counts), to, *warnings]
    return DraftHeading(draft, facts, counts, warnings, ", ".join(spoken))


def _again_words(summary: BatchSummary) -> str:
    if not summary.again:
        return ""
    return count_text(
        summary.again,
        "{number} file is sent a second time and costs credits a second time.",
        "{number} files are sent a second time and cost credits a second time.",
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("drafts", text)
