"""Draft: what is shown of a batch that was not sent yet."""

from __future__ import annotations

from dataclasses import dataclass

from capout_desktop.domain.batch import Batch
from capout_desktop.domain.batch_review import BatchReview, BatchSummary
from capout_desktop.domain.credit_guard import Estimate
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.hold import HoldReason

LEAST_OF_SEVERAL = 2
"""Number of documents from which a draft has a heading; a single one waits in its row."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Batch that waits for the user, as the list shows it.

    Attributes:
        review: Its files, with their check boxes; it follows them as they change.
        summary: Counts of its files when it was made.
        cost: Estimated cost of the files that will be sent.
        is_reading: Whether files are still being added to it.
    """

    batch: Batch
    review: BatchReview
    summary: BatchSummary
    cost: Estimate
    is_reading: bool = False


def needs_a_look(document: Document) -> bool:
    """Return whether a file of a draft comes first in it: it cannot be sent, or asks something.

    Whether it is skipped makes no difference, so that no row moves because it is checked.
    """
    if document.state is DocumentState.HELD:
        return not document.held_for(HoldReason.WAITS_FOR_START)
    return document.state is DocumentState.REJECTED


def is_shown(batch: Batch, review: BatchReview) -> bool:
    """Return whether a batch is shown as a draft: it was not sent, and has several files left."""
    return batch.is_draft and len(review) >= LEAST_OF_SEVERAL and review.summary.total > 0
