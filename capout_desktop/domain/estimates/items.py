"""Tables of line items: their column heads, and their lines."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Head(StrEnum):
    """Column head of a table of line items."""

    DESCRIPTION = "description"
    QUANTITY = "quantity"
    UNIT = "unit"
    UNIT_PRICE = "unit price"
    TAX = "tax"
    OVERHEAD = "overhead and profit"
    RCV = "rcv"
    REPLACEMENT_COST = "rc"
    AGE = "age/life"
    CONDITION = "condition"
    DEPRECIATION_PERCENT = "dep %"
    DEPRECIATION = "depreciation"
    ACV = "acv"
    REMOVE = "remove"
    REPLACE = "replace"
    RESET = "reset"
    TOTAL = "total"
    PER = "per"
    CALCULATION = "calc"
    CATEGORY = "cat"
    SELECTOR = "sel"
    ACTION = "act"


# In this order: a head that contains another one comes first. They may touch: AGE/LIFECOND.
_HEADS = {
    Head.DESCRIPTION: r"DESCRIPTION(?:\s+OF\s+WORK)?|\bITEM\b|\bDESC\b",
    Head.UNIT_PRICE: r"UNIT\s*(?:PRICE|COST)|\bRATE\b|\bPRICE\b",
    Head.QUANTITY: r"QUANTITY|\bQTY\b|\bQNTY\b|\bQUAN\b",
    Head.UNIT: r"\bUNITS?\b|\bUOM\b",
    Head.AGE: r"AGE\s*/\s*LIFE",
    Head.CONDITION: r"CONDITION|COND\.?",
    Head.DEPRECIATION_PERCENT: r"DEP\.?\s*%",
    Head.DEPRECIATION: r"DEPRECIATION|DEPREC\.?",
    Head.OVERHEAD: r"(?:TOTAL\s+)?O\s*&\s*P",
    Head.TAX: r"(?:TOTAL\s+)?TAX(?:ES)?",
    Head.RCV: r"RCV",
    Head.REPLACEMENT_COST: r"\bRC\b",
    Head.ACV: r"ACV",
    Head.REMOVE: r"REMOVE",
    Head.REPLACE: r"REPLACE",
    Head.RESET: r"RESET",
    Head.TOTAL: r"TOTAL|AMOUNT",
    Head.PER: r"\bPER\b",
    Head.CALCULATION: r"CALC",
    Head.CATEGORY: r"\bCAT\b",
    Head.SELECTOR: r"\bSEL\b",
    Head.ACTION: r"\bACT\b",
}
_UNITS = (
    r"SQ|SF|LF|EA|HR|SY|CY|CF|DA|DY|WK|MO|RL|BX|GL|LB|BF|MN|MI|TN|PR|ST|RM|YD|AC|PC|UN|MB|CH|JB|"
    r"LS|SFW|BDL|HRS|DAY|DAYS|EACH|JOB|HOURS?|SQ\.?\s?FT\.?|LIN\.?\s?FT\.?|UNITS?|LOT|ROLLS?|SQS"
)
_QUANTITY = rf"(?<![\d.,])\d[\d,]*(?:\.\d+)?\s?(?:{_UNITS})(?![A-Za-z])"
_CENTS = r"\d\.\d\d(?!\d)"
_NUMBER_STARTS = frozenset("0123456789*+")
_NUMBERED = r"[*+]?\s?(?P<number>\d{1,4})[a-z]?\.(?=\s+\S|[^\s\d])"
_ROUGH = r"[A-Z]{3}\s+[A-Z0-9<>+/\-.]{2,9}\s+[+\-&%MRIFS]\s"
# Symbility: quantity, price, unit, and then the amounts.
_PRICED_ROW = (
    rf"(?<![\d.,])\d[\d,]*\.\d+(?:\s?\([\d,.]+\))?\s+\$?[\d,]+\.\d\d\s*(?:{_UNITS})(?![A-Za-z])"
)
HEADS_OF_A_TABLE = 5
AMOUNTS_OF_AN_ITEM = 4
"""A numbered line with so many amounts under so many heads is an item without its unit, too."""
MOST_LINES_APART = 3
"""Lines below its number on which the quantity of an item may stand."""


@functools.cache
def _compiled(pattern: str, *, ignores_case: bool = False) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE if ignores_case else 0)


@functools.cache
def _heads() -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{head.name}>{pattern})" for head, pattern in _HEADS.items()))


def heads_in(text: str) -> frozenset[Head]:
    """Return the column heads in a line that consists of them; empty for any other line."""
    if len(text) > 160 or _compiled(r"\d").search(text):
        return frozenset()
    upper = text.upper()
    found: set[Head] = set()
    covered = 0
    for match in _heads().finditer(upper):
        found.add(Head[str(match.lastgroup)])
        covered += sum(map(str.isalpha, match[0]))
    letters = sum(map(str.isalpha, upper))
    if len(found) < 2 or covered < 0.7 * letters:
        return frozenset()
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Items:
    """Line items of a page.

    Attributes:
        heads: Column heads on the page.
        count: Number of line items with a quantity and a unit.
        priced: Number of them with two amounts or more behind the quantity.
        with_amount: Number of them with one amount or more.
    """

    heads: frozenset[Head]
    count: int
    priced: int
    with_amount: int


def items_on(texts: Sequence[str]) -> Items:
    """Return the line items among the lines of a page."""
    heads = frozenset[Head]().union(*map(heads_in, texts))
    # The heads are not on every page.
    is_rough = Head.SELECTOR in heads or sum(map(_is_rough, texts)) > 1
    rows = _rows(texts, is_rough=is_rough)
    counted = [amounts for amounts in map(_amounts_behind_quantity, rows) if amounts is not None]
    if not counted and len(heads) >= HEADS_OF_A_TABLE:
        # In narrow columns, quantity and unit stand on different lines.
        amounts = (sum(len(_compiled(_CENTS).findall(text)) for text in row) for row in rows)
        counted = [number for number in amounts if number >= AMOUNTS_OF_AN_ITEM]
    if not counted and Head.QUANTITY in heads:
        counted = [
            len(_compiled(_CENTS).findall(text, found.end()))
            for text in texts
            if (found := _quantity_of(text, heads)) is not None
        ]
    return Items(
        heads,
        count=len(counted),
        priced=sum(amounts >= 2 for amounts in counted),
        with_amount=sum(amounts >= 1 for amounts in counted),
    )


def _rows(texts: Iterable[str], *, is_rough: bool) -> list[list[str]]:
    """Return the lines of each numbered item."""
    rows: list[list[str]] = []
    left = 0
    for text in texts:
        if (text[0] in _NUMBER_STARTS and _compiled(_NUMBERED).match(text)) or (
            is_rough and _is_rough(text)
        ):
            rows.append([text])
            left = MOST_LINES_APART
        elif left:
            rows[-1].append(text)
            left -= 1
    return rows


def _is_rough(text: str) -> bool:
    return _compiled(_ROUGH).match(text) is not None


def _amounts_behind_quantity(row: Sequence[str]) -> int | None:
    """Return the number of amounts of an item; None if it has no quantity and so is none."""
    for number, text in enumerate(row):
        start = match.end() if not number and (match := _compiled(_NUMBERED).match(text)) else 0
        quantity = None
        for found in _compiled(_QUANTITY, ignores_case=True).finditer(text, start):
            quantity = found
        if quantity is not None:
            return len(_compiled(_CENTS).findall(text, quantity.end()))
        if number and heads_in(text):
            break
    return None


def _quantity_of(text: str, heads: frozenset[Head]) -> re.Match[str] | None:
    """Return the quantity in a line without a number, in a table of prices."""
    if Head.PER in heads and (found := _compiled(_PRICED_ROW, ignores_case=True).search(text)):
        return found
    if not heads & {Head.UNIT_PRICE, Head.TOTAL, Head.RCV}:
        return None
    found = _compiled(_QUANTITY, ignores_case=True).search(text)
    return found if found is not None and _compiled(_CENTS).search(text, found.end()) else None
