"""Whether what is to be sent is likely to fit into the credits that are left."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum

from capout_desktop.domain.typical_cost import TypicalCost


class Fit(Enum):
    """Whether a batch fits into what is left."""

    UNKNOWN = "unknown"
    FITS = "fits"
    TIGHT = "tight"
    """Only if the documents do not turn out to be dear ones."""
    SHORT = "short"
    """Likely not: ask before it goes."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a batch may cost, beside what is left.

    Attributes:
        likely: Credits as a rule; None while no typical cost is known.
        most: Credits if each costs as much as the dearest so far.
        left: Credits left; None while unknown.
        ahead: Credits that what already waits to be sent is likely to take of these.
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
    """Return what `files` documents may cost, after the `waiting` that go before them."""
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


def there_may_be_enough(short_at: int | None, left: int) -> bool:
    """Whether it makes sense to try again after CapOut refused for want of credits.

    `short_at` is the balance with which it refused; None means that nobody knew it. The same
    balance would be refused again.
    """
    return left > (short_at or 0)
