"""Sets of columns of the line items of Xactimate, and what stands in them."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from helpers.estimate_corpus.losses import Item, money

Cell = Callable[[Item], str]


def _paren(amount: Decimal, *, lost: bool = False) -> str:
    if not amount:
        return "(0.00)"
    return f"<{money(amount)}>" if lost else f"({money(amount)})"


_PRICED: dict[str, Cell] = {
    "QUANTITY": lambda item: f"{money(item.quantity)} {item.unit}",
    "UNIT PRICE": lambda item: money(item.price),
    "TAX": lambda item: money(item.tax),
    "O&P": lambda item: money(item.markup),
    "RCV": lambda item: money(item.rcv),
    "AGE/LIFE": lambda item: item.age,
    "COND.": lambda _: "Avg.",
    "DEP %": lambda item: f"{item.worn / item.rcv * 100:.0f}%" if item.worn else "0%",
    "DEPREC.": lambda item: _paren(item.worn, lost=item.lost),
    "ACV": lambda item: money(item.acv),
}
COLUMN_SETS: dict[str, dict[str, Cell]] = {
    "full": _PRICED,
    "without markup": {name: cell for name, cell in _PRICED.items() if name != "O&P"},
    "without tax": {name: cell for name, cell in _PRICED.items() if name not in {"TAX", "O&P"}},
    "remove and replace": {
        "QTY": lambda item: f"{money(item.quantity)} {item.unit}",
        "REMOVE": lambda _: "0.00",
        "REPLACE": lambda item: money(item.price),
        "TAX": lambda item: money(item.tax),
        "O&P": lambda item: money(item.markup),
        "TOTAL": lambda item: money(item.rcv),
    },
    "scope": {"QUANTITY": lambda item: f"{money(item.quantity)} {item.unit}"},
    "abbreviated": {
        "QTY": lambda item: f"{money(item.quantity)} {item.unit}",
        "TOTAL": lambda item: money(item.rcv),
    },
}

WIDTHS = {"TAX": 44, "AGE/LIFE": 46, "COND.": 30, "DEP %": 30, "DEPREC.": 56, "RCV": 54}
"""Shares of the columns in the width; 50 for the others."""
