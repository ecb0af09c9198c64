"""Estimates in the layouts of Xactimate, drawn from the labels and columns that it prints."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum

from helpers.estimate_corpus.flow import LEFT, RIGHT, TOP, Flow, Look, halves, wrapped
from helpers.estimate_corpus.losses import Coverage, Item, Loss, money
from helpers.estimate_corpus.sheets import BOLD, Sheet, text_width
from helpers.estimate_corpus.xactimate_columns import COLUMN_SETS, WIDTHS
from helpers.estimate_corpus.xactimate_sums import recap, summary, totals_by_coverage


class Head(Enum):
    """Arrangement of the head of an estimate."""

    ONE_LINE = "claim, policy and cause on one line"
    STACKED = "one under the other"
    TWO_COLUMNS = "two columns"
    GRID = "labels in a row, values under them"
    TOUCHING = "one line, and nothing between a value and the next label"


@dataclass
class Xactimate:
    """An estimate in one of Xactimate's layouts.

    Attributes:
        columns: Name of its set of columns.
        head: Arrangement of its head.
        letterhead: Lines at the top of each page.
        company: Whom "Company:" under the claim representative names; empty leaves it out.
        second_company: The same under the estimator.
        values: Values of labels that differ from the loss, by label; None leaves the label out.
        wraps: Labels whose values are printed in two lines.
        notes: Lines of text under the first line items.
        joined: Whether the cells of a line item nearly touch.
        numbers_below: Whether numbers stand on a line of their own under the description.
        numbers: Numbers that its pages say they have.
        running: Text at the top of every page but the first.
        extra: Further labels and values, before the claim number.
        beside: Further labels and values on the line of the claim number.
        unit: Line between the street and the town of the property.
        label_gap: Points between a label and its value on that line.
    """

    loss: Loss
    look: Look
    chance: random.Random
    columns: str = "full"
    head: Head = Head.ONE_LINE
    letterhead: Sequence[str] = ()
    company: str = ""
    second_company: str = ""
    values: Mapping[str, str | None] = field(default_factory=dict)
    wraps: frozenset[str] = frozenset()
    notes: Sequence[str] = ()
    joined: bool = False
    numbers_below: bool = False
    numbers: Sequence[int] = ()
    running: str = ""
    extra: Sequence[tuple[str, str]] = ()
    beside: Sequence[tuple[str, str]] = ()
    label_gap: float = 5
    unit: str = ""

    def __post_init__(self) -> None:
        self.flow = Flow(self.look, self._page_head, self._page_foot, self.numbers)
        self._number = 0

    @property
    def made(self) -> date:
        """Day on which it was printed."""
        return self.loss.day + timedelta(days=25)

    def head_pages(self, opening: str = "") -> None:
        """Write the head of the estimate, and a letter of opening under it."""
        flow, loss = self.flow, self.loss
        flow.new_page()
        flow.down()
        second = 330.0
        self._value(LEFT, "Insured:", loss.insured)
        flow.label(second, "Home:", loss.phone)
        self._end_value("Insured:", loss.insured)
        self._value(LEFT, "Property:", loss.street)
        flow.down()
        if self.unit:
            flow.text(LEFT + 82, self.unit)
            flow.down()
        flow.text(LEFT + 82, loss.town)
        flow.down(1.5)
        flow.label(LEFT, "Claim Rep.:", loss.representative)
        flow.label(second, "Business:", "(800) 555-0190")
        flow.down()
        if self.company:
            flow.label(LEFT, "Company:", self.company)
            flow.down()
        flow.down(0.5)
        flow.label(LEFT, "Estimator:", loss.estimator)
        flow.label(second, "Business:", "(800) 555-0117")
        flow.down()
        if self.second_company:
            flow.label(LEFT, "Company:", self.second_company)
            flow.down()
        flow.down(0.5)
        for label, value in self.extra:
            flow.label(LEFT, label, value)
            flow.down()
        self._claim_row()
        flow.down(0.5)
        self._dates(second)
        flow.down(0.5)
        if self._value(LEFT, "Price List:", loss.price_list):
            flow.down()
            flow.text(LEFT + 82, "Restoration/Service/Remodel")
        flow.down()
        self._value(LEFT, "Estimate:", loss.name)
        flow.down(2)
        if opening:
            flow.paragraph(opening)

    def item_pages(self, coverages: Sequence[Coverage] | None = None) -> None:
        """Write the line items, room by room, and their totals."""
        flow = self.flow
        flow.new_page()
        flow.sheet.center(flow.y, self.loss.name, 10, BOLD)
        flow.down(2)
        notes = list(self.notes)
        for coverage in self.loss.coverages if coverages is None else coverages:
            for room, items in coverage.rooms:
                self._room(room, items, notes)
        flow.down()
        if self.columns != "scope":
            self._sums("Line Item Totals:  " + self.loss.name, self.loss.items)
        flow.keep(8)
        flow.down()
        flow.line("Grand Total Areas:", bold=True)
        for row in ("1,412.67 SF Walls|561.50 SF Ceiling", "561.50 SF Floor|2,846.00 Surface Area"):
            for number, area in enumerate((*row.split("|"), "28.46 Number of Squares")):
                flow.text(LEFT + 20 + 160 * number, area)
            flow.down()
        if self.columns != "scope":
            totals_by_coverage(flow, self.loss)

    def summary_pages(self, *, together: bool = True) -> None:
        """Write a summary of each coverage, on a page of its own unless `together`."""
        flow = self.flow
        for number, coverage in enumerate(self.loss.coverages):
            if number == 0 or not together:
                flow.new_page()
            flow.keep(16)
            name = f"Summary for {coverage.name}"
            flow.sheet.center(flow.y, name, 11, BOLD)
            flow.down(2)
            summary(flow, coverage)
            flow.down(2)
        flow.text(LEFT, self.loss.estimator)
        flow.down()

    def whole(self, opening: str = "", *, recap_first: bool = False) -> list[Sheet]:
        """Return all pages of a usual estimate."""
        if recap_first:
            recap(self.flow, self.loss)
            self.summary_pages()
            self.head_pages(opening)
            self.item_pages()
        else:
            self.head_pages(opening)
            self.item_pages()
            if self.columns != "scope":
                self.summary_pages()
                recap(self.flow, self.loss)
        return self.flow.sheets

    # The head.

    def _value(self, x: float, label: str, value: str, gap: float = 82) -> bool:
        shown = self.values.get(label, value)
        if shown is None:
            return False
        if label in self.wraps:
            first, _ = halves(shown)
            self.flow.label(x, label, first, gap)
        else:
            self.flow.label(x, label, shown, gap)
        return True

    def _end_value(self, label: str, value: str, x: float = LEFT + 82) -> None:
        """Write the second line of a value that is wrapped, and go down."""
        self.flow.down()
        if label in self.wraps:
            self.flow.text(x, halves(self.values.get(label) or value)[1])
            self.flow.down()

    def _claim_row(self) -> None:
        flow, loss = self.flow, self.loss
        given = {
            "Claim Number:": loss.claim,
            "Policy Number:": loss.policy,
            "Type of Loss:": loss.cause,
        }
        shown = {name: self.values.get(name, value) for name, value in given.items()}
        cells = [(name, value) for name, value in shown.items() if value is not None]
        cells += self.beside
        if self.head is Head.STACKED:
            for name, value in given.items():
                if self._value(LEFT, name, value):
                    self._end_value(name, value)
        elif self.head is Head.TWO_COLUMNS:
            for number, (name, value) in enumerate(cells):
                flow.label(LEFT if number % 2 == 0 else 330, name, value)
                if number % 2:
                    flow.down()
            flow.down()
        elif self.head is Head.GRID:
            for number, (name, _) in enumerate(cells):
                flow.text(LEFT + 170 * number, name.rstrip(":").upper(), bold=True)
            flow.down()
            for number, (_, value) in enumerate(cells):
                flow.text(LEFT + 170 * number, value)
            flow.down()
        elif self.head is Head.TOUCHING:
            x = LEFT
            for name, value in cells:
                x = flow.text(x, name, bold=True) + 4
                x = flow.text(x, value) + 0.3
            flow.down()
        else:
            self._claim_line(cells)

    def _claim_line(self, cells: Sequence[tuple[str, str]]) -> None:
        flow = self.flow
        x, left = LEFT, []
        for name, value in cells:
            at = flow.text(x, name, bold=True) + self.label_gap
            first, rest = halves(value) if name in self.wraps else (value, "")
            left.append((at, rest))
            x = max(flow.text(at, first) + 16, x + 165)
        flow.down()
        for at, rest in left:
            flow.text(at, rest)
        if any(rest for _, rest in left):
            flow.down()

    def _dates(self, second: float) -> None:
        flow, day = self.flow, self.loss.day
        late = self.chance.choice(("12:00 AM", "8:05 PM", ""))
        flow.label(LEFT, "Date Contacted:", f"{_day(day + timedelta(2))} 9:30 AM", 96)
        flow.down()
        self._value(LEFT, "Date of Loss:", f"{_day(day)} {late}".strip(), 96)
        flow.label(second, "Date Received:", f"{_day(day + timedelta(1))} 7:48 AM", 96)
        flow.down()
        flow.label(LEFT, "Date Inspected:", f"{_day(day + timedelta(9))} 10:00 AM", 96)
        flow.label(second, "Date Entered:", f"{_day(day + timedelta(3))} 3:12 PM", 96)
        flow.down()
        flow.label(LEFT, "Date Est. Completed:", f"{_day(day + timedelta(20))} 4:40 PM", 96)
        flow.down()

    # The line items.

    def _room(self, room: str, items: Sequence[Item], notes: list[str]) -> None:
        flow = self.flow
        flow.keep(7)
        flow.line(room, bold=True)
        flow.text(LEFT + 20, "412.67 SF Walls")
        flow.text(LEFT + 200, "161.50 SF Ceiling")
        flow.down(1.5)
        self._titles()
        for item in items:
            if flow.keep(3):
                flow.line(f"CONTINUED - {room}", bold=True)
                self._titles()
            self._item(item)
            self._remark(item)
            if notes:
                flow.paragraph(notes.pop(0))
        if self.columns != "scope":
            self._sums(f"Totals:  {room}", items)
        flow.down()

    @property
    def _small(self) -> float:
        """Size of the numbers; ten columns need smaller ones."""
        many = len(COLUMN_SETS[self.columns]) > 9
        return self.look.size - (2.5 if many and not self.numbers_below else 1.5)

    def _places(self) -> dict[str, float]:
        """Return where each column ends."""
        names = list(COLUMN_SETS[self.columns])
        many = len(names) > 9
        first = LEFT + (20 if self.numbers_below else 112 if many else 170)
        share = (RIGHT - first) / sum(WIDTHS.get(name, 50) for name in names)
        places, x = {}, first
        for name in names:
            x += WIDTHS.get(name, 50) * share
            places[name] = x
        return places

    def _titles(self) -> None:
        flow = self.flow
        small = self._small - 0.5
        if not self.numbers_below:
            flow.sheet.text(LEFT, flow.y, "DESCRIPTION", small, BOLD)
        for name, x in self._places().items():
            flow.sheet.right(x, flow.y, name, small, BOLD)
        flow.down()

    def _item(self, item: Item) -> None:
        flow = self.flow
        self._number += 1
        places = self._places()
        wide = RIGHT - LEFT if self.numbers_below else min(places.values()) - LEFT - 48
        lines = wrapped(f"{self._number}.  {item.description}", self.look.size, wide)
        flow.text(LEFT, lines[0])
        if self.numbers_below:
            flow.down()
        next_begin = RIGHT
        for name, x in reversed(places.items()):
            text = COLUMN_SETS[self.columns][name](item)
            touches = self.joined and name == "DEP %"
            flow.sheet.right(next_begin - 0.2 if touches else x, flow.y, text, self._small)
            next_begin = x - text_width(text, self._small)
        flow.down()
        for line in lines[1:]:
            flow.text(LEFT + 12, line)
            flow.down()

    def _remark(self, item: Item) -> None:
        """Write what is printed under some line items; it has quantities, too."""
        waste = f"{money(item.quantity / 10)}{item.unit}"
        remark = self.chance.choice(
            (
                f"Auto Calculated Waste: 10.0%, {waste}",
                f"Options: Valleys: Closed-cut, Include eave starter course: No  {waste}",
                "The above line item includes the cost of labor for two days.",
                *[""] * 12,
            )
        )
        if remark:
            self.flow.text(LEFT + 12, remark)
            self.flow.down()

    def _sums(self, title: str, items: Sequence[Item]) -> None:
        flow = self.flow
        small = self._small
        places = self._places()
        flow.text(LEFT, title, bold=True)
        if self.numbers_below:
            flow.down()
        sums = {
            "TAX": sum((item.tax for item in items), Decimal(0)),
            "O&P": sum((item.markup for item in items), Decimal(0)),
            "RCV": sum((item.rcv for item in items), Decimal(0)),
            "TOTAL": sum((item.rcv for item in items), Decimal(0)),
            "DEPREC.": sum((item.worn for item in items), Decimal(0)),
            "ACV": sum((item.acv for item in items), Decimal(0)),
        }
        for name, amount in sums.items():
            if name in places:
                flow.sheet.right(places[name], flow.y, money(amount), small, BOLD)
        flow.down()

    # Head and foot of each page.

    def _page_head(self, page: Sheet) -> None:
        for number, line in enumerate(self.letterhead):
            page.text(LEFT, TOP + 12 - 11 * number, line, 10 if number == 0 else 8, BOLD)
        if self.running and self.flow.sheets[1:]:
            page.text(RIGHT - 200, TOP + 12, self.running, 8)

    def _page_foot(self, number: int) -> tuple[str, str]:
        return self.loss.name, f"{_day(self.made)}     Page: {number}"


def _day(day: date) -> str:
    return f"{day.month}/{day.day}/{day.year}"
