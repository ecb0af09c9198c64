"""Rules for the fields of an estimate: which shape a value must have to be shown."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Callable, Iterable

from capout_desktop.domain.estimate import NOT_STATED, Field
from capout_desktop.domain.estimates.dates import iso_date
from capout_desktop.domain.estimates.labeled_page import Value, is_unfinished

LONGEST_VALUE = 200
_REFERENCE = r"(?=(?:.*\d){3})[A-Z0-9](?:[A-Z0-9]|[-/.](?=[A-Z0-9]))*"
# A telephone number, a date, an amount: what stands beside a label that has no value.
_NO_NUMBER = (
    r"1?[-.]?\d{3}[-.]\d{3}[-.]\d{4}|"
    r"\d{1,2}\.\d{1,2}\.(?:\d\d|\d{4})|\d{4}[./]\d\d[./]\d\d|\d+\.\d\d"
)
_MASKED = r".*X{3}.*"
_INVENTED = r"(?:0?1234567(?:89?0?)?|0*|9+|1+|X+)"
_ESTIMATE_NAME = r"[A-Z0-9](?:[A-Z0-9_-]*[A-Z0-9_])?"
_PRICE_LIST = (
    r"(?<![A-Z0-9_])[A-Z]{4}[0-9][A-Z0-9]_(?:\d\d)?"
    r"(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)\d\d(?![A-Z0-9_])"
)
_ADDRESS = r".*\d.*\b[A-Z]{2}\.?,?\s+\d{5}(?:-\d{4})?(?:,?\s+(?:USA|US))?"
_ENDING = r"\b[A-Z]{2}\.?,?\s+\d{5}\b"
_WITHOUT_STREET = r"(?:unit|apt|apartment|suite|ste|building|bldg|floor|lot|space|room|trailer)\b|#"
_NOBODY = r"\b(?:john|jane|joe) (?:doe|q\.? public)\b|\bsample\b|\binsured\b|\bdoe, j\w+"
_IS_REST = (
    r"(?:&|and\b|or\b|c/o\b|et\b)|(?:jr|sr|ii|iii|trust|trustees?|estate|llc|inc|ltd|lp|company|co|"
    r"corporation|corp|group|insurance|mutual|casualty|assurance|exchange)\b"
)
_IS_NEXT = r"(?:&|and\b|or\b)"
_ONLY_REST = rf"(?:&|c/o\b|(?:and|et) ).*|(?:(?:{_IS_REST})[\s.,]*)+"
"""What is only the end of a name."""
_PHONE = r"(?:\(\d{3}\)\s*|\b\d{3}[-. ])\d{3}[-. ]\d{4}\b"
_NO_VALUE = (
    r"(?:n\.?/?a\.?|none|unknown|unspecified|various|pending|t\.?b\.?d\.?|"
    r"same(?: as .*)?|see(?: .*)?|"
    r"(?:as )?above|not .*|to be .*|policy\s?holder|homeowner|owner|claimant|refer to .*|blank)"
)
"""What stands for a value that is not there, in place of a name."""
_WITH_NUMBERS = r"\b(?:llc|inc|hoa|trust|church|school|association|apartments?|ltd|lp|corp)\b"


@functools.cache
def _compiled(pattern: str, *, ignores_case: bool = False) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE if ignores_case else 0)


def _is_showable(text: str) -> bool:
    return len(text) <= LONGEST_VALUE and text.isprintable() and "\ufffd" not in text


def claim_number(value: Value) -> str:
    """Return a claim number; empty if it may be only a part of it, or another number."""
    text = value.lines[0]
    return text if len(value.lines) == 1 and _is_number(text) else ""


def policy_number(value: Value) -> str:
    """Return a policy number, which may have blanks; empty if it may be something else."""
    text = value.lines[0]
    parts = text.split()
    joined = "".join(parts)
    if len(value.lines) > 1 or not _is_number(joined) or len(parts) > 4:
        return ""
    if any(map(iso_date, (text, *parts))):
        return ""
    first, *others = parts
    is_whole = len(first) <= 4 or _compiled(r".*\d.*").fullmatch(first)
    return text if is_whole and all(_compiled(r".*\d.*").fullmatch(o) for o in others) else ""


def _is_number(text: str) -> bool:
    """Return whether a text can be a claim's or policy's number, as far as its signs show."""
    upper = text.upper()
    if not 4 <= len(text) <= 40 or _compiled(_REFERENCE).fullmatch(upper) is None:
        return False
    if iso_date(text) or _compiled(_NO_NUMBER).fullmatch(text):
        return False
    digits = upper.translate(_SEPARATORS)
    return not (_compiled(_INVENTED).fullmatch(digits) or _compiled(_MASKED).fullmatch(digits))


_SEPARATORS = str.maketrans("", "", "-/.,")


def estimate_name(value: Value) -> str:
    """Return the estimate's name, which has no blanks; empty if it is no such name."""
    text = value.lines[0]
    # A number by itself is rather an amount.
    is_name = len(value.lines) == 1 and 3 <= len(text) <= 60 and not text.isdecimal()
    return text if is_name and _compiled(_ESTIMATE_NAME).fullmatch(text) else ""


def _is_no_value(text: str) -> bool:
    return _compiled(_NO_VALUE, ignores_case=True).fullmatch(text.rstrip(".")) is not None


def company(value: Value) -> str:
    """Return a company's name without the address below it."""
    text = _name(value)
    return text if _is_showable(text) and not _is_no_value(text) else ""


def _name(value: Value) -> str:
    """Return the lines of a name, without the address that may stand below it.

    Returns an empty text if a line below it may belong to it or not.
    """
    name = value.lines[0]
    for line in value.lines[1:]:
        if any(c.isdigit() for c in line):
            break
        if name.endswith("-"):
            return ""  # the hyphen may be a part of the name, or only of the line
        if not _goes_on(name, line):
            return ""
        name = f"{name} {line}"
    return name


def _goes_on(line: str, below: str) -> bool:
    """Return whether a line below another one is the rest of it for certain."""
    return bool(is_unfinished(line) or _compiled(_IS_REST, ignores_case=True).match(below))


def price_lists(text: str) -> list[str]:
    """Return the codes of price lists in a line."""
    return _compiled(_PRICE_LIST).findall(text) if "_" in text else []


def date_of_loss(value: Value) -> str:
    """Return the date as ISO 8601; empty if it is none."""
    return iso_date(value.lines[0])


def person(value: Value) -> str:
    """Return the insured's name; empty if it may be cut off, or something else."""
    text = _name(value)
    if _compiled(_NOBODY, ignores_case=True).search(text) or _is_no_value(text):
        return ""
    if sum(c.isalpha() for c in text) < 3 or len(text) > 120 or "@" in text or ":" in text:
        return ""
    if any(c.isdigit() for c in text) and not _compiled(_WITH_NUMBERS, ignores_case=True).search(
        text
    ):
        return ""
    if is_unfinished(text) or _compiled(_ONLY_REST, ignores_case=True).fullmatch(text):
        return ""
    return text if _is_showable(text) else ""


def address(value: Value) -> str:
    """Return an address up to its ZIP code; empty if there is none."""
    for count in range(1, len(value.lines) + 1):
        text = " ".join(value.lines[:count])
        if ":" in text:
            return ""  # a label of another field, with its value
        if any(sum(map(str.isdigit, word)) > 9 for word in text.split()):
            return ""  # another number that touches it
        if _compiled(_ADDRESS).fullmatch(text):
            if _compiled(_WITHOUT_STREET, ignores_case=True).match(text):
                return ""
            if _compiled(_PHONE).search(text):
                return ""
            if len(_compiled(_ENDING).findall(text)) > 1:
                return ""  # the end of one address, and another one
            return text if _is_showable(text) else ""
    return ""


def type_of_loss(value: Value) -> str:
    """Return the type of loss; empty if it is none."""
    text = value.text
    pairs = itertools.pairwise(value.lines)
    if not all(is_unfinished(above) or _compiled(_IS_NEXT).match(below) for above, below in pairs):
        return ""
    if len(text) > 60 or sum(c.isalpha() for c in text) < 3 or any(c.isdigit() for c in text):
        return ""
    if ":" in text or "@" in text or _is_no_value(text):
        return ""
    if is_unfinished(text):
        return ""
    return text if _is_showable(text) else ""


def agreed(
    values: Iterable[Value], rule: Callable[[Value], str], *, must_all_fit: bool = False
) -> Field:
    """Return the only value that the rule accepts, or that there are several.

    With `must_all_fit`, one that the rule does not accept makes the others doubtful.
    """
    first: Field = NOT_STATED
    for value in values:
        text = "" if value.is_doubtful else rule(value)
        if not text:
            if must_all_fit:
                return NOT_STATED
            continue
        if not first.value:
            first = Field(text, value.page)
        elif plain(first.value) != plain(text):
            return Field(page=value.page, is_conflicting=True)
    return first


def plain(text: str) -> str:
    """Return a value without case, blanks and the signs between the parts of a number."""
    return "".join(text.translate(_SEPARATORS).casefold().split())
