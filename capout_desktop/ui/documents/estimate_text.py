"""Texts of what stands in the PDF of an estimate; nothing is shown that is not certain."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache
from operator import attrgetter

from PySide6.QtCore import QCoreApplication

from capout_desktop.domain.document import Document
from capout_desktop.domain.estimate_fields import (
    AMOUNTS,
    EstimateField,
    amount_of,
    day_of,
    is_from_scan,
    stated,
    stated_amount,
    stated_day,
)
from capout_desktop.domain.visible_text import visible_text
from capout_desktop.ui.documents.caption import CaptionPart, shortened_name, whole_line
from capout_desktop.ui.text.formatting import count_text, date_text, dollars_text, near_day_text

_F = EstimateField
_TEXTS = attrgetter(
    *(name for name in EstimateField if name not in AMOUNTS | {_F.CLAIM_NUMBER, _F.DATE_OF_LOSS})
)
_SUMS = attrgetter(*sorted(AMOUNTS - {_F.RCV}))


def estimate_line(document: Document, today: date) -> str:
    """Return in one line what the PDF is; empty if nothing is stated.

    For example `Alvarez · claim 0417-55320 · Harrow Mutual · hail, Mar 14 · RCV $18,593.81`.
    """
    return whole_line(estimate_parts(document, today))


def estimate_parts(document: Document, today: date) -> tuple[CaptionPart, ...]:
    """Return the parts of that line; what tells one file from another is left out last."""
    parts = tuple(part for part in _parts(document, today) if part.text)
    if parts and is_from_scan(document):
        # It is never left out, however little room there is for what has to be checked.
        return (CaptionPart(_tr("from a scan, check")), *parts)
    return parts


def _parts(document: Document, today: date) -> Iterator[CaptionPart]:
    estimate = document.estimate
    if estimate is None:
        return
    insured, carrier = text_of(document, _F.INSURED), text_of(document, _F.CARRIER)
    yield CaptionPart(insured, 2, shortened_name(insured))
    claim = text_of(document, _F.CLAIM_NUMBER)
    yield CaptionPart(_claim(claim) if claim else "", 1)
    yield CaptionPart(carrier, 6, shortened_name(carrier))
    yield CaptionPart(loss_text(document, today), 5)
    rcv = amount_text(document, _F.RCV)
    yield CaptionPart(_rcv(rcv) if rcv else "", 3)
    yield CaptionPart(lines_text(estimate.line_items) if estimate.line_items else "", 4)


def text_of(document: Document, name: EstimateField) -> str:
    """Return a field as printed; empty unless it is stated."""
    return visible_text(stated(document, name))


def amount_text(document: Document, name: EstimateField) -> str:
    """Return an amount, as in `$18,593.81`; empty unless it is stated."""
    amount = stated_amount(document, name)
    return "" if amount is None else dollars_text(amount)


def loss_text(document: Document, today: date) -> str:
    """Return type and date of the loss, as in `hail, Mar 14`, as far as they are stated."""
    kind = text_of(document, _F.TYPE_OF_LOSS)
    if " " not in kind:
        kind = kind.lower()  # a single word is no name, as in "Hurricane Ida"
    day = stated_day(document, _F.DATE_OF_LOSS)
    return ", ".join(filter(None, (kind, near_day_text(day, today) if day else "")))


def lines_text(number: int) -> str:
    """Return the number of line items: `12 lines`."""
    return count_text(number, "{number} line", "{number} lines")


def shown_value(name: EstimateField, value: str) -> str:
    """Return a stated value as the window writes it: amounts and dates are formatted."""
    if name in AMOUNTS:
        amount = amount_of(value)
        return visible_text(value) if amount is None else dollars_text(amount)
    day = day_of(value) if name is _F.DATE_OF_LOSS else None
    return visible_text(value) if day is None else date_text(day)


def searched_text(document: Document) -> str:
    """Return everything about the estimate that a search may look for, one thing a line.

    Lists of 100,000 documents are searched, and Qt takes 20 microseconds to format an amount:
    amounts are written here as estimates print them.
    """
    estimate = document.estimate
    if estimate is None:
        return ""
    claim, rcv = _searched_forms()
    words = [f.value for f in _TEXTS(estimate) if f.value and not f.is_conflicting]
    words += [_searched_amount(f.value) for f in _SUMS(estimate) if f.value]
    number, day, lines = estimate.claim_number, estimate.date_of_loss.value, estimate.line_items
    if number.value and not number.is_conflicting:
        words.append(f"{claim} {number.value}")
    if estimate.rcv.value:
        words.append(f"{rcv} {_searched_amount(estimate.rcv.value)}")
    if day:
        words.append(_searched_day(day))
    if lines:
        words.append(_searched_lines(lines))
    return "\n".join(words)


@cache
def _searched_forms() -> tuple[str, str]:
    """Return what stands before a claim number and an RCV in a row."""
    claim, rcv = _tr("claim {number}"), _tr("RCV {amount}")
    return claim.format(number="").strip(), rcv.format(amount="").strip()


def _searched_amount(value: str) -> str:
    try:
        return f"{value} ${float(value):,.2f}"
    except ValueError:
        return value


@lru_cache(maxsize=4096)
def _searched_day(value: str) -> str:
    day = day_of(value)
    if day is None:
        return value
    return f"{value}\n{date_text(day)}\n{near_day_text(day, day)}\n{day:%m/%d/%Y}"


@lru_cache(maxsize=4096)
def _searched_lines(number: int) -> str:
    return lines_text(number)


def _claim(number: str) -> str:
    return _tr("claim {number}").format(number=number)


def _rcv(amount: str) -> str:
    return _tr("RCV {amount}").format(amount=amount)


def _tr(text: str) -> str:
    return QCoreApplication.translate("estimate_words", text)
