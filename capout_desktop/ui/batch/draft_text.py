"""Texts of a draft: its name, what is in it, and what sending it costs."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication

from capout_desktop.domain.batch import Batch
from capout_desktop.domain.draft import Draft
from capout_desktop.ui.documents.batch_text import batch_name
from capout_desktop.ui.text.formatting import count_text, moment_text, number_text
from capout_desktop.ui.widgets.elided_label import Part


def name_parts(batch: Batch, today: date) -> list[Part]:
    """Return the name of a draft, that it is one, and when it was added."""
    parts = [Part(batch_name(batch, today), 3), Part(_tr("draft, not sent yet"), 2)]
    if batch.name:
        time = moment_text(batch.created_at, today)
        parts.append(Part(_tr("added {time}").format(time=time), 1))
    return parts


def count_parts(draft: Draft) -> list[Part]:
    """Return what is in a draft and what sending it costs; empty counts are left out."""
    summary, cost = draft.summary, draft.cost
    ready = summary.will_go - summary.again
    counted = (
        (summary.total, count_text(summary.total, "{number} file", "{number} files"), 4),
        (ready, count_text(ready, "{number} ready", "{number} ready"), 9),
        (
            summary.again,
            count_text(summary.again, "{number} is sent again", "{number} are sent again"),
            8,
        ),
        (summary.skipped, count_text(summary.skipped, "{number} skipped", "{number} skipped"), 7),
        (
            summary.cannot,
            count_text(summary.cannot, "{number} can't be sent", "{number} can't be sent"),
            6,
        ),
        (
            draft.elsewhere,
            count_text(
                draft.elsewhere, "{number} to another address", "{number} to other addresses"
            ),
            5,
        ),
    )
    parts = [Part(words, importance) for number, words, importance in counted if number]
    if cost.likely:
        likely = count_text(cost.likely, "about {number} credit", "about {number} credits")
        parts.append(Part(likely, 3))
    if cost.left is not None:
        left = _tr("you have {number}").format(number=number_text(max(0, cost.left)))
        parts.append(Part(left, 2))
    return parts


def _tr(text: str) -> str:
    return QCoreApplication.translate("drafts", text)
