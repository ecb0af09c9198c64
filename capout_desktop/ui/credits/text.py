"""Estimates and typical costs in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from capout_desktop.domain.credit_guard import Estimate, Fit
from capout_desktop.ui.text.formatting import count_text, decimal_text, number_text

if TYPE_CHECKING:
    from capout_desktop.domain.typical_cost import TypicalCost


def likely_words(estimate: Estimate) -> str:
    """Return what files are expected to cost: `about 120 credits`; empty if that is not known."""
    if not estimate.likely:
        return ""
    return _tr("about {credits}").format(credits=_credits(estimate.likely))


def left_words(estimate: Estimate) -> str:
    """Return how many credits are left, behind the cost: `you have 1,800`; empty if not known."""
    if estimate.left is None:
        return ""
    left = max(0, estimate.left)
    # Without a cost before it, nothing says what is counted.
    number = number_text(left) if estimate.likely else _credits(left)
    return _tr("you have {number}").format(number=number)


def shortage_words(estimate: Estimate) -> str:
    """Return why the credits may not suffice, in one sentence; empty if they do or nobody knows."""
    if estimate.left is None or estimate.fit not in {Fit.SHORT, Fit.TIGHT}:
        return ""
    left = number_text(max(0, estimate.left))
    if estimate.likely is None:
        return _tr("You have {left}, which is less than one for each file.").format(
            left=_credits(max(0, estimate.left))
        )
    if estimate.fit is Fit.TIGHT:
        return _tr("You may need up to {most}, and you have {left}.").format(
            most=_credits(estimate.most or 0), left=left
        )
    if estimate.ahead:
        words = _tr(
            "You need about {likely}, plus {ahead} for documents already waiting, and "
            "you have {left}."
        )
    else:
        words = _tr("You need about {likely}, and you have {left}.")
    return words.format(
        likely=_credits(estimate.likely), ahead=number_text(estimate.ahead), left=left
    )


def typical_words(typical: TypicalCost | None) -> str:
    """Return the typical cost of a document, and from how many documents it was learned."""
    if typical is None:
        return _tr("The cost of a document is learned from the first few you send.")
    lowest, highest = _number(typical.lowest), _number(typical.highest)
    if lowest == highest:
        words = _tr("A document costs {median} credits, as the last {known} did.")
    else:
        words = _tr(
            "A document costs about {median} credits ({lowest} to {highest} for the last {known})."
        )
    return words.format(
        median=_number(typical.median),
        lowest=lowest,
        highest=highest,
        known=number_text(typical.known),
    )


def _credits(number: int) -> str:
    return count_text(number, "{number} credit", "{number} credits")


def _number(value: float) -> str:
    return decimal_text(value, 0 if value >= 10 or value == round(value) else 1)


def _tr(text: str) -> str:
    return QCoreApplication.translate("credit_words", text)
