"""Summaries of an estimate, which say what is paid for each coverage."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum

from capout_desktop.domain.estimate import MOST_COVERAGES, NOT_STATED, Coverage, Field
from capout_desktop.domain.estimates.money import (
    amounts_in,
    cents_of,
    decimal_text,
    labeled_amount,
)


class _Role(Enum):
    RCV = "rcv"
    DEPRECIATION = "depreciation"
    ACV = "acv"
    DEDUCTIBLE = "deductible"
    OTHER_DEDUCTION = "other deduction"
    NET_CLAIM = "net claim"


_DEDUCTIONS = frozenset({_Role.DEPRECIATION, _Role.DEDUCTIBLE, _Role.OTHER_DEDUCTION})
# The whole label has to be one of these: "Net Claim if Depreciation is Recovered" is not the net
# claim.
_ROLES = (
    (_Role.RCV, r"(?:total )?replacement cost(?: value)?(?: \(including .*\))?"),
    (
        _Role.DEPRECIATION,
        r"(?:less )?(?:total )?(?:(?:non ?- ?)?recoverable )?depreciation(?: \(including taxes\))?",
    ),
    (_Role.ACV, r"(?:total )?actual cash value(?: \(including .*\))?"),
    (_Role.DEDUCTIBLE, r"(?:less )?(?:applied )?deductible(?: applied)?"),
    (
        _Role.NET_CLAIM,
        r"net claim(?: remaining| amount)?|net actual cash value(?: payment| claim)?|net payment",
    ),
    (_Role.OTHER_DEDUCTION, r"less .*"),
)
LONGEST_NAME = 120
_HEADING = r"summary for (?P<name>.*[a-z].*)"
_WORDS = (
    *("cost", "depreciation", "cash ", "deductible", "claim", "less ", "summary", "net "),
    *("replacement ", "actual "),
)
"""Words of which one is in every line that counts, or with which its label begins."""
_TOTALS_HEADING = r"claim totals?"


@functools.cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _role_of(label: str) -> _Role | None:
    label = " ".join(label.replace("*", " ").split()).rstrip(":. ")
    for role, pattern in _ROLES:
        if _compiled(pattern).fullmatch(label):
            return role
    return None


@dataclass(slots=True)
class _Amount:
    role: _Role
    cents: int
    page: int


@dataclass(slots=True)
class _Summary:
    """Amounts of one summary in their order, up to the net claim."""

    name: str = ""
    page: int = 0
    amounts: list[_Amount] = field(default_factory=list)

    def only(self, role: _Role) -> _Amount | None:
        found = [amount for amount in self.amounts if amount.role is role]
        return found[0] if len(found) == 1 else None

    def has(self, role: _Role) -> bool:
        return any(amount.role is role for amount in self.amounts)

    @property
    def adds_up(self) -> bool:
        """Whether each step of the calculation leads to what is printed."""
        rcv, net = self.only(_Role.RCV), self.only(_Role.NET_CLAIM)
        if rcv is None or net is None or self.amounts[0] is not rcv or rcv.cents <= 0:
            return False
        left = rcv.cents
        for amount in self.amounts[1:]:
            if amount.role in _DEDUCTIONS:
                left -= abs(amount.cents)
            elif amount.cents != left:
                return False
        return self.amounts[-1] is net


def summaries_in(lines: Iterable[tuple[int, str]]) -> tuple[Coverage, ...]:
    """Return the summaries in the estimate's lines, which come with the number of their page.

    One whose calculation does not add up is there without its amounts.
    """
    found: list[_Summary] = []
    open_ = False
    before = ""
    for page, text in lines:
        if not before and not any(map(f"{text.lower()} ".__contains__, _WORDS)):
            continue
        heading = _compiled(_HEADING).fullmatch(text)
        if heading is not None and not amounts_in(text):
            name = heading["name"].strip()
            name = name if name.isprintable() and len(name) <= LONGEST_NAME else ""
            if not (open_ and found[-1].name == name):  # continued on the next page
                found.append(_Summary(name, page))
            open_, before = True, ""
            continue
        if _compiled(_TOTALS_HEADING).match(text):
            found.append(_Summary("", page, _totals_row(page, text)))
            open_, before = True, ""
            continue
        labeled = labeled_amount(text)
        role = None
        if labeled is not None:
            role = _role_of(labeled[0])
            if role is None and before:
                role = _role_of(f"{before} {labeled[0]}")  # the label goes over two lines
        before = text if labeled is None and len(text) < 80 else ""
        if labeled is None or role is None:
            continue
        if role is _Role.RCV and (not open_ or found[-1].has(_Role.RCV)):
            found.append(_Summary("", page))
            open_ = True
        if not open_:
            continue
        summary = found[-1]
        if not summary.amounts and role is not _Role.RCV:
            continue
        summary.amounts.append(_Amount(role, labeled[1], page))
        open_ = role is not _Role.NET_CLAIM
    coverages = [_coverage(summary) for summary in found if summary.amounts or summary.name]
    # The same summary is printed twice if the file has a second copy of the estimate.
    different = {_what_it_says(coverage): coverage for coverage in reversed(coverages)}
    return tuple(reversed(different.values()))[:MOST_COVERAGES]


def _what_it_says(coverage: Coverage) -> tuple[str, ...]:
    fields = (getattr(coverage, name) for name in coverage.__struct_fields__)
    return (coverage.name, *(one.value for one in fields if isinstance(one, Field)))


def _totals_row(page: int, text: str) -> list[_Amount]:
    """Return what a row of totals says in its last three columns: RC, depreciation, ACV."""
    cents = [cents_of(amount) for amount in amounts_in(text)][-3:]
    if len(cents) < 3:
        return []
    roles = (_Role.RCV, _Role.DEPRECIATION, _Role.ACV)
    return [_Amount(r, c or 0, page) for r, c in zip(roles, cents, strict=True)]


def _coverage(summary: _Summary) -> Coverage:
    if not summary.adds_up:
        return Coverage(summary.name, summary.page)
    return Coverage(
        summary.name,
        summary.page,
        rcv=_field(summary.only(_Role.RCV)),
        depreciation=_field(summary.only(_Role.DEPRECIATION)),
        acv=_field(summary.only(_Role.ACV)),
        deductible=_field(summary.only(_Role.DEDUCTIBLE)),
        net_claim=_field(summary.only(_Role.NET_CLAIM)),
    )


def _field(amount: _Amount | None) -> Field:
    if amount is None:
        return NOT_STATED
    cents = abs(amount.cents) if amount.role in _DEDUCTIONS else amount.cents
    return Field(decimal_text(cents), amount.page)
