"""What a reader may say of a made PDF, field by field, and how what it says is judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

Value = str | int | Decimal
Reading = Mapping[str, object]
"""One object of `capout-desktop --inspect --json`."""

TEXT_FIELDS = (
    "carrier",
    "insured_name",
    "property_address",
    "claim_number",
    "policy_number",
    "date_of_loss",
    "type_of_loss",
    "price_list",
    "estimate_name",
)
MONEY_FIELDS = ("rcv", "depreciation", "acv", "deductible", "net_claim")
FIELDS = ("kind", "text", *TEXT_FIELDS, *MONEY_FIELDS, "line_items", "estimate_pages", "coverages")
"""Fields that are judged, by their names in the JSON."""


class Outcome(Enum):
    """Judgment on one field of one file."""

    RIGHT = "right"
    WRONG = "wrong"
    """Something is shown that is not so. The worst that a reader can do."""
    MISSED = "missed"
    """Nothing is shown, although it stands there plainly."""
    SILENT = "silent"
    """Nothing is shown, as it may be."""


@dataclass(frozen=True)
class Expectation:
    """What may be said of one field.

    Attributes:
        allowed: Values that are right.
        plain: Whether the value stands there so plainly that silence counts as missed.
    """

    allowed: tuple[object, ...] = ()
    plain: bool = False


def stated(*values: object) -> Expectation:
    """Return that one of these values stands there plainly."""
    return Expectation(values, plain=True)


def perhaps(*values: object) -> Expectation:
    """Return that one of these values is right, and so is silence."""
    return Expectation(values)


SILENCE = Expectation()
"""Whatever is shown is wrong."""


def judge(field: str, expected: Expectation, reading: Reading) -> Outcome:
    """Return the judgment on one field of a reading."""
    shown = reading[field]
    if shown is None or shown == []:
        return Outcome.MISSED if expected.plain else Outcome.SILENT
    if any(_is_same(field, shown, value) for value in expected.allowed):
        return Outcome.RIGHT
    return Outcome.WRONG


def _is_same(field: str, shown: object, value: object) -> bool:
    if field in MONEY_FIELDS:
        return _money(shown) == value
    if field == "line_items":  # shown as "about N"
        return abs(int(str(shown)) - int(str(value))) <= max(1, int(str(value)) // 20)
    if field == "coverages":
        return _are_coverages(shown, value)
    if field == "estimate_pages":
        return shown == value
    return _plain(str(shown)) == _plain(str(value))


def _money(shown: object) -> Decimal | None:
    return None if shown is None else Decimal(str(shown))


def _are_coverages(shown: object, value: object) -> bool:
    """Return whether coverages are all there, and no amount of them is wrong."""
    if not isinstance(shown, list) or not isinstance(value, list) or len(shown) != len(value):
        return False
    return all(
        one["name"] in {"", name}
        and all(_money(one[field]) in {None, amount} for field, amount in amounts.items())
        for one, (name, amounts) in zip(shown, value, strict=True)
    )


def _plain(text: str) -> str:
    """Return a text without what the lines of an address may be joined by."""
    return " ".join(text.replace(",", " ").split())
