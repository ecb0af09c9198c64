"""Estimate whether the remaining credits are enough for a batch."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum

from capout_desktop.domain.typical_cost import TypicalCost


class Fit(Enum):
    """Whether the remaining credits are enough for a batch."""

    UNKNOWN = "unknown"
    FITS = "fits"
    TIGHT = "tight"
    """Enough at the typical cost, but not if each document costs the maximum."""
    SHORT = "short"
    """Probably not enough; the user is asked before the batch is sent."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """Estimated cost of a batch, with the credits left.

    Attributes:
        likely: Credits at the typical cost; None while no typical cost is known.
        most: Credits if each document costs as much as the most expensive one so far.
        left: Credits left; None while unknown.
        ahead: Credits that the documents already waiting to be sent will probably cost.
    """

    files: int
    likely: int | None
    most: int | None
    left: int | None
    ahead: int
    fit: Fit


def estimate(
    files: int, typical: TypicalCost | None, left: int | None, waiting: int = 0
) -> Estimate:
    """Return the estimate for `files` documents that are sent after `waiting` others."""
    if typical is None:
        fit = Fit.UNKNOWN
        if left is not None and files and left < files:
            fit = Fit.SHORT  # no document is free
        return Estimate(files, None, None, left, 0, fit)
    likely = math.ceil(files * typical.median)
    most = math.ceil(files * typical.highest)
    ahead = math.ceil(waiting * typical.median)
    if left is None:
        fit = Fit.UNKNOWN
    elif files and likely + ahead > left:
        fit = Fit.SHORT
    elif files and most + ahead > left:
        fit = Fit.TIGHT
    else:
        fit = Fit.FITS
    return Estimate(files, likely, most, left, ahead, fit)


def covered(estimated: Estimate) -> int:
    """Return how many files of the estimate the credits left cover at the typical cost.

    While the balance is unknown these are all. While the cost is unknown one credit is counted for
    each, since no document is free.
    """
    files, left = estimated.files, estimated.left
    if left is None:
        return files
    cost = max(files, estimated.likely or 0)
    return max(0, min(files, (left - estimated.ahead) * files // max(cost, 1)))


def there_may_be_enough(short_at: int | None, left: int) -> bool:
    """Return whether to try again after CapOut refused a document because of too few credits.

    `short_at` is the balance at the refusal; None if it was unknown. With the same balance it would
    be refused again.
    """
    return left > (short_at or 0)
