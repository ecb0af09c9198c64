"""Draft: what is shown of a batch that was not sent yet."""

from __future__ import annotations

from dataclasses import dataclass

from capout_desktop.domain.batch import Batch
from capout_desktop.domain.batch_review import BatchReview, BatchSummary
from capout_desktop.domain.credit_guard import Estimate

LEAST_OF_SEVERAL = 2
"""Number of documents from which a draft has a bar; a single one waits in its row."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Batch that waits for the user, as its bar shows it.

    Attributes:
        address: The address that most of its files have; empty if none has one.
        elsewhere: Number of files that will be sent to another address.
        cost: Estimated cost of the files that will be sent.
    """

    batch: Batch
    summary: BatchSummary
    address: str
    elsewhere: int
    cost: Estimate


def is_shown(batch: Batch, review: BatchReview) -> bool:
    """Return whether a batch is shown as a draft: it was not sent, and something in it waits."""
    summary = review.summary
    return batch.is_draft and len(review) >= LEAST_OF_SEVERAL and summary.total > summary.cannot
