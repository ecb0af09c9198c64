"""Dates as American estimates print them."""

from __future__ import annotations

import functools
import re
from datetime import date

_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august"),
    *("september", "october", "november", "december"),
)
_TIME = r"(?:[\s,]+\d{1,2}:\d\d(?::\d\d)?(?:\s?[AP]\.?M\.?)?)?"
_NUMBERS = rf"(?P<month>\d{{1,2}})[/-](?P<day>\d{{1,2}})[/-](?P<year>\d{{4}}|\d\d){_TIME}"
_ISO = rf"(?P<year>\d{{4}})-(?P<month>\d\d)-(?P<day>\d\d){_TIME}"
_WORDS = rf"(?P<name>[A-Za-z]{{3,9}})\.?\s+(?P<day>\d{{1,2}}),?\s+(?P<year>\d{{4}}){_TIME}"
_DAY_FIRST = rf"(?P<day>\d{{1,2}})[- ](?P<name>[A-Za-z]{{3,9}})[-, ]+(?P<year>\d{{4}}){_TIME}"
FIRST_YEAR = 1980
LAST_YEAR = 2079


@functools.cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def iso_date(text: str) -> str:
    """Return a date as ISO 8601, such as `2026-03-14`; empty if the text is not one date."""
    for pattern in (_NUMBERS, _ISO, _WORDS, _DAY_FIRST):
        found = _compiled(pattern).fullmatch(text)
        if found is None:
            continue
        parts = found.groupdict()
        year = int(parts["year"])
        if len(parts["year"]) == 2:
            year += 2000
        month = _month(parts["name"]) if "name" in parts else int(parts["month"])
        if not FIRST_YEAR <= year <= LAST_YEAR:
            return ""
        try:
            return date(year, month, int(parts["day"])).isoformat()
        except ValueError:
            return ""
    return ""


def _month(name: str) -> int:
    """Return the number of a month, which may be shortened; 0 if the word is none."""
    for number, month in enumerate(_MONTHS, start=1):
        if month.startswith(name.lower()):
            return number
    return 0
