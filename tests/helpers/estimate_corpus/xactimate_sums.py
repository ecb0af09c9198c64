"""What follows the line items of an estimate of Xactimate: summaries and recaps."""

from __future__ import annotations

from decimal import Decimal

from helpers.estimate_corpus.flow import LEFT, Flow
from helpers.estimate_corpus.losses import Coverage, Loss, money
from helpers.estimate_corpus.sheets import BOLD


def summary(flow: Flow, coverage: Coverage) -> None:
    """Write the summary of a coverage."""
    tax = sum((item.tax for item in coverage.items), Decimal(0))
    markup = sum((item.markup for item in coverage.items), Decimal(0))
    half = (markup / 2).quantize(Decimal("0.01"))
    _amount(flow, "Line Item Total", money(coverage.rcv - tax - markup))
    if tax:
        _amount(flow, "Material Sales Tax", money(tax))
    if markup:
        _amount(flow, "Subtotal", money(coverage.rcv - markup))
        _amount(flow, "Overhead", money(half))
        _amount(flow, "Profit", money(markup - half))
    _amount(flow, "Replacement Cost Value", f"${money(coverage.rcv)}", bold=True)
    kept = coverage.depreciation - coverage.lost
    if kept:
        _amount(flow, "Less Depreciation", f"({money(kept)})")
    if coverage.lost:
        _amount(flow, "Less Non-recoverable Depreciation", f"<{money(coverage.lost)}>")
    _amount(flow, "Actual Cash Value", f"${money(coverage.acv)}", bold=True)
    if coverage.deductible:
        _amount(flow, "Less Deductible", f"({money(coverage.deductible)})")
    if coverage.prior:
        _amount(flow, "Less Prior Payment(s)", f"({money(coverage.prior)})")
    claim = "Net Claim Remaining" if coverage.prior else "Net Claim"
    _amount(flow, claim, f"${money(coverage.net)}", bold=True)
    flow.down()
    if kept:
        _amount(flow, "Total Recoverable Depreciation", money(kept))
        recovered = "Net Claim if Depreciation is Recovered"
        _amount(flow, recovered, f"${money(coverage.net + kept)}", bold=True)


def recap(flow: Flow, loss: Loss) -> None:
    """Write the recaps by room and by category."""
    flow.new_page()
    total = sum((item.rcv for item in loss.items), Decimal(0)) or Decimal(1)
    flow.sheet.center(flow.y, "Recap by Room", 11, BOLD)
    flow.down(2)
    flow.line(f"Estimate: {loss.name}", bold=True)
    for coverage in loss.coverages:
        for room, items in coverage.rooms:
            amount = sum((item.rcv for item in items), Decimal(0))
            _amount(flow, room, money(amount), f"{amount / total * 100:.2f}%")
    _amount(flow, "Total", money(total), "100.00%", bold=True)
    flow.down(2)
    flow.sheet.center(flow.y, "Recap by Category", 11, BOLD)
    flow.down(2)
    for category in ("ROOFING", "DRYWALL", "PAINTING"):
        _amount(flow, category, money(total / 3), "33.33%")
    _amount(flow, "Subtotal", money(total), "100.00%", bold=True)


def totals_by_coverage(flow: Flow, loss: Loss) -> None:
    """Write the table of coverages; it gives the shares of each in the whole."""
    flow.keep(4 + len(loss.coverages))
    flow.down()
    titles = ("Coverage", "Item Total", "%", "ACV Total", "%")
    places = (LEFT, LEFT + 220, LEFT + 280, LEFT + 380, LEFT + 440)
    rcv = sum((coverage.rcv for coverage in loss.coverages), Decimal(0)) or Decimal(1)
    acv = sum((coverage.acv for coverage in loss.coverages), Decimal(0)) or Decimal(1)
    rows = [titles]
    for one in loss.coverages:
        shares = (f"{one.rcv / rcv * 100:.2f}%", f"{one.acv / acv * 100:.2f}%")
        rows.append((one.name, money(one.rcv), shares[0], money(one.acv), shares[1]))
    rows.append(("Total", money(rcv), "100.00%", money(acv), "100.00%"))
    for row in rows:
        flow.text(LEFT, row[0])
        for x, text in zip(places[1:], row[1:], strict=True):
            flow.right(x, text)
        flow.down()


def _amount(flow: Flow, name: str, amount: str, share: str = "", *, bold: bool = False) -> None:
    flow.text(LEFT + 60, name, bold=bold)
    flow.right(LEFT + 400, amount, bold=bold)
    if share:
        flow.right(LEFT + 470, share)
    flow.down()
