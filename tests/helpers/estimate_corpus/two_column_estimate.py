"""Estimates in the style of State Farm: a head of two columns and line items of three rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from helpers.estimate_corpus.flow import LEFT, TOP, Flow, Look, wrapped
from helpers.estimate_corpus.losses import Coverage, Item, Loss, money
from helpers.estimate_corpus.sheets import BOLD, Sheet

_COLUMNS = {
    "QUANTITY": LEFT + 90,
    "UNIT PRICE": LEFT + 165,
    "TAX": LEFT + 220,
    "RCV": LEFT + 290,
    "AGE/LIFE": LEFT + 360,
    "DEPREC.": LEFT + 435,
    "ACV": LEFT + 510,
}


@dataclass
class TwoColumnEstimate:
    """An estimate in that style.

    Attributes:
        loss: What it says.
        look: How it is set.
        letterhead: Name at the top of each page.
        joined: Whether the heads of two columns touch.
    """

    loss: Loss
    look: Look
    letterhead: str
    joined: bool = False

    def __post_init__(self) -> None:
        self.flow = Flow(self.look, self._page_head, self._page_foot)
        self._number = 0

    def sheets(self) -> list[Sheet]:
        """Return all pages."""
        self._head()
        self._items()
        self._summaries()
        return self.flow.sheets

    def _head(self) -> None:
        flow, loss, second = self.flow, self.loss, 330.0
        flow.new_page()
        flow.sheet.center(TOP - 20, "Structural Damage Claim", 12, BOLD)
        flow.down(2)
        rows: list[tuple[str, str, str, str]] = [
            ("Insured:", loss.insured, "Estimate:", loss.name),
            ("Property:", loss.street, "Claim Number:", loss.claim),
            ("", loss.town, "Policy Number:", loss.policy),
            ("Home:", loss.phone, "Price List:", loss.price_list),
            ("", "", "", "Restoration/Service/Remodel"),
            ("Type of Loss:", loss.cause, "", ""),
            ("Deductible:", f"${money(loss.coverages[0].deductible)}", "", ""),
            ("Date of Loss:", f"{loss.day:%m/%d/%Y}", "", ""),
            ("Date Inspected:", f"{loss.day + timedelta(8):%m/%d/%Y}", "", ""),
        ]
        for label, value, other, told in rows:
            flow.label(LEFT, label, value)
            flow.label(second, other, told)
            flow.down()
        flow.down()

    def _items(self) -> None:
        flow = self.flow
        flow.new_page()
        flow.sheet.center(flow.y, self.loss.name, 10, BOLD)
        flow.down(2)
        for coverage in self.loss.coverages:
            for room, items in coverage.rooms:
                flow.keep(9)
                flow.line(room, bold=True)
                self._titles()
                for item in items:
                    if flow.keep(4):
                        flow.line(f"CONTINUED - {room}", bold=True)
                        self._titles()
                    self._item(item)
                self._totals(f"Totals:  {room}", items)
        self._totals("Line Item Totals:  " + self.loss.name, self.loss.items)

    def _titles(self) -> None:
        flow, small = self.flow, self.look.size - 1.5
        for name, x in _COLUMNS.items():
            # Without a gap, the next column's head begins where this one's ends.
            flow.sheet.right(x, flow.y, name, small, BOLD)
        if self.joined:
            flow.sheet.text(_COLUMNS["AGE/LIFE"] + 0.2, flow.y, "COND.", small, BOLD)
        flow.down()
        flow.sheet.right(_COLUMNS["AGE/LIFE"], flow.y, "CONDITION", small, BOLD)
        flow.sheet.right(_COLUMNS["DEPREC."], flow.y, "DEP %", small, BOLD)
        flow.down()

    def _item(self, item: Item) -> None:
        flow, small = self.flow, self.look.size - 1
        self._number += 1
        for line in wrapped(f"{self._number}.  {item.description}", self.look.size, 420):
            flow.line(line)
        cells = {
            "QUANTITY": f"{money(item.quantity)} {item.unit}",
            "UNIT PRICE": money(item.price),
            "TAX": money(item.tax + item.markup),
            "RCV": money(item.rcv),
            "AGE/LIFE": item.age,
            "DEPREC.": f"<{money(item.worn)}>" if item.lost else f"({money(item.worn)})",
            "ACV": money(item.acv),
        }
        for name, text in cells.items():
            flow.sheet.right(_COLUMNS[name], flow.y, text, small)
        flow.down()
        flow.sheet.right(_COLUMNS["AGE/LIFE"], flow.y, "Avg.", small)
        share = item.worn / item.rcv * 100 if item.rcv else Decimal(0)
        flow.sheet.right(_COLUMNS["DEPREC."], flow.y, f"{share:.2f}%", small)
        flow.down()

    def _totals(self, title: str, items: Sequence[Item]) -> None:
        flow, small = self.flow, self.look.size - 1
        flow.keep(3)
        flow.text(LEFT, title, bold=True)
        flow.down()
        for name, amount in {
            "TAX": sum((item.tax + item.markup for item in items), Decimal(0)),
            "RCV": sum((item.rcv for item in items), Decimal(0)),
            "DEPREC.": sum((item.worn for item in items), Decimal(0)),
            "ACV": sum((item.acv for item in items), Decimal(0)),
        }.items():
            flow.sheet.right(_COLUMNS[name], flow.y, money(amount), small, BOLD)
        flow.down(2)

    def _summaries(self) -> None:
        flow = self.flow
        for coverage in self.loss.coverages:
            flow.new_page()
            flow.sheet.center(flow.y, f"Summary for {coverage.name}", 11, BOLD)
            flow.down(2)
            self._summary(coverage)
            flow.down()
            flow.line(self.loss.estimator)
            flow.paragraph(
                "ALL AMOUNTS ARE SUBJECT TO THE TERMS, CONDITIONS AND LIMITS OF YOUR POLICY."
            )

    def _summary(self, coverage: Coverage) -> None:
        tax = sum((item.tax + item.markup for item in coverage.items), Decimal(0))
        rows = [
            ("Line Item Total", money(coverage.rcv - tax)),
            ("Material Sales Tax", money(tax)),
            ("Replacement Cost Value", money(coverage.rcv)),
            ("Less Depreciation (Including Taxes)", f"({money(coverage.depreciation)})"),
        ]
        if coverage.deductible:
            rows.append(("Less Deductible", f"({money(coverage.deductible)})"))
        if coverage.prior:
            rows.append(("Less Prior Payment(s)", f"({money(coverage.prior)})"))
        rows.append(("Net Actual Cash Value Payment", f"${money(coverage.net)}"))
        self._rows(rows)
        self.flow.down()
        self.flow.sheet.center(self.flow.y, "Maximum Additional Amounts Available If Incurred:")
        self.flow.down(1.5)
        back = coverage.depreciation - coverage.lost
        self._rows(
            [
                ("Total Line Item Depreciation (Including Taxes)", money(coverage.depreciation)),
                ("Less Non-recoverable Depreciation", f"<{money(coverage.lost)}>"),
                ("Replacement Cost Benefits", money(back)),
                ("Total Amount of Claim If Incurred", f"${money(coverage.net + back)}"),
            ]
        )

    def _rows(self, rows: Sequence[tuple[str, str]]) -> None:
        for name, amount in rows:
            self.flow.text(LEFT + 40, name, bold="Net" in name or "If Incurred" in name)
            self.flow.right(LEFT + 420, amount)
            self.flow.down()

    def _page_head(self, page: Sheet) -> None:
        page.text(LEFT, TOP + 10, self.letterhead, 12, BOLD)
        if self.flow.sheets[1:]:
            page.right(LEFT + 510, TOP + 10, self.loss.name, 9)

    def _page_foot(self, number: int) -> tuple[str, str]:
        made: date = self.loss.day + timedelta(20)
        return f"Date:   {made.month}/{made.day}/{made.year} 4:12 PM", f"Page: {number}"
