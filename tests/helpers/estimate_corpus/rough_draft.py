"""Rough drafts of Xactimate: line items of two rows, codes over numbers."""

from __future__ import annotations

from helpers.estimate_corpus.flow import LEFT, RIGHT, wrapped
from helpers.estimate_corpus.losses import Item, money
from helpers.estimate_corpus.sheets import BOLD
from helpers.estimate_corpus.xactimate import Xactimate

_CODES = ("RFG", "DRY", "FNC", "PNT", "SFG", "INS")
_PLACES = {
    "QTY": LEFT + 150,
    "RESET": LEFT + 210,
    "REMOVE": LEFT + 270,
    "REPLACE": LEFT + 335,
    "TAX": LEFT + 390,
    "O&P": LEFT + 445,
    "TOTAL": RIGHT,
}


class RoughDraft(Xactimate):
    """A rough draft; its head and its summary are those of every estimate of Xactimate."""

    def _titles(self) -> None:
        flow, small = self.flow, self.look.size - 1.5
        for number, name in enumerate(("CAT", "SEL", "ACT", "DESCRIPTION")):
            flow.sheet.text(LEFT + 34 * number, flow.y, name, small, BOLD)
        flow.down()
        flow.sheet.text(LEFT + 34, flow.y, "CALC", small, BOLD)
        for name, x in _PLACES.items():
            flow.sheet.right(x, flow.y, name, small, BOLD)
        flow.down()

    def _item(self, item: Item) -> None:
        flow, small = self.flow, self.look.size - 1
        self._number += 1
        code = _CODES[self._number % len(_CODES)]
        flow.text(LEFT, f"{self._number}.  {code}")
        flow.text(LEFT + 48, "240")
        flow.text(LEFT + 76, "+-"[self._number % 2])
        lines = wrapped(item.description, self.look.size, 380)
        flow.text(LEFT + 102, lines[0])
        flow.down()
        flow.sheet.text(LEFT + 34, flow.y, money(item.quantity).replace(",", ""), small)
        cells = {
            "QTY": f"{money(item.quantity)} {item.unit}",
            "RESET": "0.00",
            "REMOVE": "0.00",
            "REPLACE": money(item.price),
            "TAX": money(item.tax),
            "O&P": money(item.markup),
            "TOTAL": money(item.rcv),
        }
        for name, text in cells.items():
            flow.sheet.right(_PLACES[name], flow.y, text, small)
        flow.down()

    def _places(self) -> dict[str, float]:
        return _PLACES
