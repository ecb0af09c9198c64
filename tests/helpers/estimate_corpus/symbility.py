"""Estimates in the layout of Symbility (CoreLogic, Cotality), and in one like Simsol's."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from helpers.estimate_corpus.flow import LEFT, RIGHT, TOP, Flow, Look, wrapped
from helpers.estimate_corpus.losses import Item, Loss, cents, money
from helpers.estimate_corpus.sheets import BOLD, TYPEWRITER, Sheet

_NINE = {
    "Quantity": LEFT + 190,
    "Unit Price": LEFT + 236,
    "Per": LEFT + 262,
    "Total O&P": LEFT + 312,
    "Total Taxes": LEFT + 362,
    "RC": LEFT + 412,
    "Depreciation": LEFT + 466,
    "ACV": LEFT + 516,
}


@dataclass
class Symbility:
    """An estimate of nine columns.

    Attributes:
        loss: What it says.
        look: How it is set.
        chance: Where what varies comes from.
        letterhead: Name at the top of each page.
        shows_loss_address: Whether the address of the loss is printed beside the mailing address.
    """

    loss: Loss
    look: Look
    chance: random.Random
    letterhead: str
    shows_loss_address: bool = True

    def __post_init__(self) -> None:
        self.flow = Flow(self.look, self._page_head, self._page_foot)

    def sheets(self) -> list[Sheet]:
        """Return all pages."""
        self._head()
        self._items()
        self._totals()
        return self.flow.sheets

    def _head(self) -> None:
        flow, loss, second = self.flow, self.loss, 320.0
        flow.new_page()
        flow.down()
        flow.label(LEFT, "CLAIM NO.:", loss.claim, 92)
        flow.label(second, "INSURED:", loss.insured, 86)
        flow.down()
        flow.label(LEFT, "Date of Loss:", f"{loss.day:%b} {loss.day.day}, {loss.day.year}", 92)
        flow.label(second, "Address:", loss.mail_street, 86)
        flow.down()
        flow.label(LEFT, "Type of Claim:", loss.cause, 92)
        flow.text(second + 86, loss.mail_town)
        flow.down()
        flow.label(LEFT, "Pricing Database:", f"USA TX - Harrow {loss.day:%B}", 92)
        flow.label(second, "Home:", loss.phone, 86)
        flow.down()
        flow.text(LEFT + 92, f"{loss.day.year}, revision 2")
        flow.down()
        flow.label(LEFT, "Policy No.:", loss.policy, 92)
        flow.down()
        if self.shows_loss_address:
            flow.label(LEFT, "Loss address:", loss.street, 92)
            flow.down()
            flow.text(LEFT + 92, loss.town)
            flow.down()
        flow.down()
        flow.label(LEFT, "Adjuster:", loss.representative, 92)
        flow.down(2)

    def _items(self) -> None:
        flow = self.flow
        for coverage in self.loss.coverages:
            for room, items in coverage.rooms:
                flow.keep(8)
                flow.line(f"{coverage.name}: {room}", bold=True)
                self._titles()
                for number, item in enumerate(items, 1):
                    if flow.keep(3):
                        self._titles()
                    self._item(number, item)
                rc = sum((item.rcv for item in items), Decimal(0))
                acv = sum((item.acv for item in items), Decimal(0))
                flow.text(LEFT, f"{room} - Subtotal ({len(items)} items)", bold=True)
                flow.right(_NINE["RC"], money(rc))
                flow.right(_NINE["ACV"], money(acv))
                flow.down(2)

    def _titles(self) -> None:
        flow, small = self.flow, self.look.size - 2
        flow.sheet.text(LEFT, flow.y, "Description", small, BOLD)
        for name, x in _NINE.items():
            flow.sheet.right(x, flow.y, name, small, BOLD)
        flow.down()

    def _item(self, number: int, item: Item) -> None:
        flow, small = self.flow, self.look.size - 1.5
        waste = ""
        if self.chance.random() < 0.3:
            waste = f" ({money(cents(item.quantity * Decimal('1.01')))})"
        cells = {
            "Quantity": f"{money(item.quantity)}{waste}",
            "Unit Price": f"${money(item.price)}",
            "Per": item.unit,
            "Total O&P": f"${money(item.markup)}",
            "Total Taxes": f"${money(item.tax)}",
            "RC": f"${money(item.rcv)}",
            "Depreciation": f"${money(item.worn)}",
            "ACV": f"${money(item.acv)}",
        }
        lines = wrapped(f"{number}. {item.description}", self.look.size, 130)
        flow.text(LEFT, lines[0])
        for name, text in cells.items():
            flow.sheet.right(_NINE[name], flow.y, text, small)
        flow.down()
        for line in lines[1:]:
            flow.text(LEFT + 10, line)
            flow.down()

    def _totals(self) -> None:
        flow = self.flow
        flow.keep(20)
        flow.down()
        flow.line("CLAIM TOTALS", bold=True)
        for coverage in self.loss.coverages:
            if len(self.loss.coverages) > 1:
                flow.line(coverage.name, bold=True)
            for name, amount in (
                ("Replacement cost:", coverage.rcv),
                ("Depreciation:", coverage.depreciation),
                ("Actual cash value:", coverage.acv),
                ("Applied deductible:", coverage.deductible),
                ("Net actual cash value:", coverage.net),
            ):
                flow.text(LEFT + 20, name)
                flow.right(LEFT + 380, f"${money(amount)}")
                flow.down()
            flow.text(LEFT + 20, "Amount payable if depreciation is")
            flow.right(LEFT + 380, f"${money(coverage.net + coverage.depreciation)}")
            flow.down()
            flow.text(LEFT + 20, "recovered:")
            flow.down(2)

    def _page_head(self, page: Sheet) -> None:
        page.text(LEFT, TOP + 12, self.letterhead, 11, BOLD)
        page.right(RIGHT, TOP + 12, "Estimate", 9)

    def _page_foot(self, number: int) -> tuple[str, str]:
        made = self.loss.day + timedelta(12)
        return f"Printed {made:%b} {made.day}, {made.year}", f"Page {number}"


def simsol_like(loss: Loss, look: Look, *, numbered: bool) -> list[Sheet]:
    """Return an estimate of another program, set in a typewriter's letters."""
    flow = Flow(Look(look.size - 0.5, TYPEWRITER), foot=lambda number: ("", f"Page {number}"))
    flow.new_page()
    flow.line("BUILDING REPAIR ESTIMATE")
    flow.down()
    for label, value in (
        ("Claim #", loss.claim),
        ("Policyholder", loss.insured),
        ("Loss Location", loss.address),
        ("Loss Date", f"{loss.day:%m/%d/%Y}"),
    ):
        flow.text(LEFT, label)
        flow.text(LEFT + 110, value)
        flow.down()
    flow.down()
    ends = {"Qty": LEFT + 320, "Rate": LEFT + 420, "Amount": LEFT + 505}
    number = 0
    for room, items in loss.coverages[0].rooms:
        flow.keep(6)
        flow.line(room)
        flow.text(LEFT, "Description")
        for name, x in ends.items():
            flow.right(x, name)
        flow.text(LEFT + 335, "Unit")
        flow.down()
        for item in items:
            number += 1
            begin = f"{number}. " if numbered else ""
            flow.text(LEFT, (begin + item.description)[:44])
            flow.right(ends["Qty"], money(item.quantity))
            flow.text(LEFT + 335, item.unit)
            flow.right(ends["Rate"], money(item.price))
            flow.right(ends["Amount"], money(item.rcv))
            flow.down()
        flow.down()
    flow.text(LEFT, "Grand Total")
    flow.right(ends["Amount"], money(loss.coverages[0].rcv))
    return flow.sheets
