"""Amounts of money as an estimate prints them."""

from __future__ import annotations

import functools
import re

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)\.\d\d"
AMOUNT = rf"(?:\(\s?\$?\s?{_NUMBER}\s?\)|<\s?\$?\s?{_NUMBER}\s?>|-?\s?\$?\s?-?{_NUMBER})"
"""Pattern of an amount. In parentheses it is deducted, and in angle brackets not recoverable."""
LARGEST_CENTS = 10**12


@functools.cache
def _amount() -> re.Pattern[str]:
    return re.compile(AMOUNT, re.ASCII)


@functools.cache
def _labeled() -> re.Pattern[str]:
    return re.compile(rf"(?P<label>[A-Za-z].*?)[\s.:]*(?P<amount>{AMOUNT})", re.ASCII)


def cents_of(text: str) -> int | None:
    """Return an amount in cents, below zero if it is deducted; None if the text is no amount."""
    if _amount().fullmatch(text) is None:
        return None
    digits = "".join(filter(str.isdigit, text))
    cents = int(digits)
    if cents > LARGEST_CENTS:
        return None
    return -cents if text[0] in "(<" or "-" in text else cents


def amounts_in(text: str) -> list[str]:
    """Return the amounts in a line, from the left."""
    return [found[0] for found in _amount().finditer(text)]


def labeled_amount(text: str) -> tuple[str, int] | None:
    """Return label and cents of a line that is a label and one amount; None if it is not."""
    found = _labeled().fullmatch(text)
    if found is None:
        return None
    cents = cents_of(found["amount"])
    return None if cents is None else (found["label"], cents)


def decimal_text(cents: int) -> str:
    """Return an amount as a decimal, such as `18593.81`."""
    sign, cents = ("-", -cents) if cents < 0 else ("", cents)
    return f"{sign}{cents // 100}.{cents % 100:02}"
