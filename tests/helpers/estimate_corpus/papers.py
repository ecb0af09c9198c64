"""Pages that come with estimates, or in their place: letters, guides, photos, bids, invoices."""

from __future__ import annotations

import random
from datetime import timedelta
from decimal import Decimal

from helpers.estimate_corpus.flow import LEFT, RIGHT, TOP, Flow, Look, wrapped
from helpers.estimate_corpus.losses import Loss, make_loss, money
from helpers.estimate_corpus.sheets import BOLD, Sheet

_WORDS = """
Thank you for your patience while we looked at the damage to your home. Please read this letter
and everything that comes with it. The estimate covers what our representative saw at the
inspection. If your contractor finds more damage, please let us know before it is repaired, so
that it can be looked at again. Depreciation is paid once the work is done and invoiced, within
the time that the policy gives. Your mortgage company may have to sign the check as well.
"""


def cover_letter(loss: Loss, look: Look, claim: str = "") -> list[Sheet]:
    """Return a letter that comes before an estimate; `claim` is the number it gives."""
    flow = _letter(loss, look)
    for label, value in (
        ("RE: Insured:", loss.insured),
        ("Claim Number:", claim or loss.claim),
        ("Policy Number:", loss.policy),
        ("Date of Loss:", f"{loss.day:%B} {loss.day.day}, {loss.day.year}"),
        ("Loss Location:", loss.address),
    ):
        flow.label(LEFT + 40, label, value, 110)
        flow.down()
    flow.down()
    flow.paragraph(f"Dear {loss.insured},")
    flow.paragraph(_WORDS)
    flow.paragraph("Sincerely,")
    flow.line(loss.representative)
    flow.line("Claim Representative")
    return flow.sheets


def payment_letter(loss: Loss, look: Look) -> list[Sheet]:
    """Return a letter that sums up a payment; it has no line items."""
    flow = _letter(loss, look)
    coverage = loss.coverages[0]
    flow.label(LEFT, "Claim Number:", loss.claim, 110)
    flow.down()
    flow.label(LEFT, "Policy Number:", loss.policy, 110)
    flow.down(2)
    flow.paragraph(f"Dear {loss.insured},")
    flow.paragraph("This is how the payment for your loss was calculated:")
    for name, amount in (
        ("Replacement Cost Value", money(coverage.rcv)),
        ("Less Depreciation", f"({money(coverage.depreciation)})"),
        ("Actual Cash Value", money(coverage.acv)),
        ("Less Deductible", f"({money(coverage.deductible)})"),
        ("Net Claim", f"${money(coverage.net)}"),
    ):
        flow.text(LEFT + 60, name)
        flow.right(LEFT + 400, amount)
        flow.down()
    flow.down()
    flow.paragraph(_WORDS)
    return flow.sheets


def guide(look: Look, chance: random.Random, *, title: str = "") -> list[Sheet]:
    """Return pages that explain how to read an estimate, with one that is invented."""
    sample = make_loss(chance, items=(3, 5))
    coverage = sample.coverages[0]
    flow = Flow(look, foot=lambda number: ("", f"Guide, page {number}"))
    flow.new_page()
    flow.line(title or "How to read your estimate", bold=True)
    flow.down()
    flow.paragraph(
        "The estimate on this page is a sample and provided for reference only. It is not your"
        " estimate. Please refer to your estimate for what was found at your home."
    )
    for label, value in (
        ("Insured:", sample.insured),
        ("Property:", sample.address),
        ("Claim Number:", sample.claim),
        ("Policy Number:", sample.policy),
        ("Date of Loss:", f"{sample.day:%m/%d/%Y}"),
        ("Price List:", sample.price_list),
        ("Estimate:", sample.name),
    ):
        flow.label(LEFT, label, value)
        flow.down()
    flow.down()
    ends = {"QUANTITY": 290, "UNIT PRICE": 350, "RCV": 420, "DEPREC.": 490, "ACV": 560}
    flow.text(LEFT, "DESCRIPTION", bold=True)
    for name, x in ends.items():
        flow.right(x, name, bold=True)
    flow.down()
    for number, item in enumerate(coverage.items, 1):
        flow.text(LEFT, f"{number}.  {item.description}"[:38])
        quantity = f"{money(item.quantity)} {item.unit}"
        amounts = (money(item.price), money(item.rcv), f"({money(item.worn)})", money(item.acv))
        for x, text in zip(ends.values(), (quantity, *amounts), strict=True):
            flow.right(x, text)
        flow.down()
    flow.down()
    for name, amount in (
        ("Line Item Total", coverage.rcv),
        ("Replacement Cost Value", coverage.rcv),
        ("Less Depreciation", coverage.depreciation),
        ("Actual Cash Value", coverage.acv),
        ("Less Deductible", coverage.deductible),
        ("Net Claim", coverage.net),
    ):
        flow.text(LEFT + 60, name)
        flow.right(LEFT + 400, money(amount))
        flow.down()
    flow.down()
    flow.paragraph("Depreciation: the loss of value that comes with age, wear and use.")
    flow.paragraph("Deductible: the part of a loss that you pay yourself.")
    return flow.sheets


def photo_sheets(loss: Loss, count: int, *, captions: bool = True) -> list[Sheet]:
    """Return pages of two photos each."""
    sheets = []
    for number in range(count):
        page = Sheet()
        for half in range(2):
            y = 420 - 340 * half
            page.picture(LEFT, y, 380, 285)
            if captions:
                taken = f"{loss.day + timedelta(9):%m/%d/%Y}"
                page.text(LEFT + 395, y + 260, f"{2 * number + half + 1}-Photo", 9, BOLD)
                page.text(LEFT + 395, y + 245, f"Date Taken: {taken}", 8)
                page.text(LEFT + 395, y + 231, f"Taken By: {loss.representative}"[:30], 8)
        if captions:
            page.text(LEFT, TOP + 12, "Photo Sheet", 10, BOLD)
            page.text(LEFT + 120, TOP + 12, f"Insured: {loss.insured}", 8)
            page.text(LEFT + 120, TOP + 2, f"Claim #: {loss.claim}", 8)
        sheets.append(page)
    return sheets


def sketch(loss: Loss) -> Sheet:
    """Return a drawing of the rooms with their measures."""
    page = Sheet()
    page.text(LEFT, TOP, "Main Level", 10, BOLD)
    for number, (room, _) in enumerate(loss.coverages[0].rooms):
        y = 640 - 60 * number
        page.rule(120, 400, y)
        page.text(200, y - 20, room, 9)
        page.text(300, y - 34, f"{10 + number}' {number} 1/2\"", 8)
    page.right(RIGHT, 36, f"{loss.name}     Page: 9", 8)
    return page


def bid(loss: Loss, look: Look, *, itemized: bool) -> list[Sheet]:
    """Return a contractor's bid, with or without quantities."""
    flow = Flow(look, foot=lambda number: (loss.contractor, str(number)))
    flow.new_page()
    flow.line(loss.contractor, bold=True)
    flow.line("Licensed, bonded & insured")
    flow.down()
    flow.line("PROPOSAL" if not itemized else "ESTIMATE", bold=True)
    for label, value in (
        ("Customer:", loss.insured),
        ("Job address:", loss.address),
        ("Insurance claim #:", loss.claim),
        ("Date:", f"{loss.day + timedelta(14):%m/%d/%Y}"),
    ):
        flow.label(LEFT, label, value, 110)
        flow.down()
    flow.down()
    total = Decimal(0)
    for item in loss.items:
        total += item.rcv
        if itemized:
            flow.text(LEFT, item.description[:46])
            flow.right(LEFT + 330, f"{item.quantity.normalize():f} {item.unit.lower()}")
            flow.right(LEFT + 420, f"@ {money(item.price)}")
        else:
            flow.text(LEFT, f"- {item.description}")
        flow.right(RIGHT, f"${money(item.rcv)}")
        flow.down()
    flow.down()
    flow.text(LEFT, "Total", bold=True)
    flow.right(RIGHT, f"${money(total)}", bold=True)
    flow.down(2)
    flow.paragraph("Half is due when material is delivered, the rest when the work is done.")
    flow.line("Accepted: ______________________")
    return flow.sheets


def other_paper(loss: Loss, look: Look, kind: str) -> list[Sheet]:
    """Return a paper that is no estimate, such as an invoice."""
    flow = Flow(look)
    flow.new_page()
    coverage = loss.coverages[0]
    rows: dict[str, list[tuple[str, str]]] = {
        "INVOICE": [
            ("Bill to:", loss.insured),
            ("Invoice No.:", loss.name),
            ("Emergency drying, 3 days", f"${money(coverage.deductible)}"),
            ("Balance due", f"${money(coverage.deductible)}"),
        ],
        "DECLARATIONS PAGE": [
            ("Named Insured:", loss.insured),
            ("Policy Number:", loss.policy),
            ("Coverage A - Dwelling", f"${money(coverage.rcv * 9)}"),
            ("Deductible", f"${money(coverage.deductible)}"),
        ],
        "SWORN STATEMENT IN PROOF OF LOSS": [
            ("Claim Number:", loss.claim),
            ("Policy Number:", loss.policy),
            ("Insured:", loss.insured),
            ("Date of Loss:", f"{loss.day:%m/%d/%Y}"),
            ("Full cost of repair or replacement", f"${money(coverage.rcv)}"),
            ("Applicable depreciation", f"${money(coverage.depreciation)}"),
            ("Actual cash value loss is", f"${money(coverage.acv)}"),
            ("Less deductible", f"${money(coverage.deductible)}"),
            ("Net amount claimed", f"${money(coverage.net)}"),
        ],
        "ROOF MEASUREMENT REPORT": [
            ("Property:", loss.address),
            ("1. Total roof area", "2,846.00 SF"),
            ("2. Ridges", "46.00 LF"),
            ("3. Valleys", "38.70 LF"),
            ("4. Squares with 10% waste", "31.67 SQ"),
        ],
        "ENGINEER'S REPORT": [
            ("Claim No.:", loss.claim),
            ("Insured:", loss.insured),
            ("Date of Loss:", f"{loss.day:%m/%d/%Y}"),
            ("Type of Loss:", loss.cause),
        ],
    }
    flow.line(kind, bold=True)
    flow.down()
    for label, value in rows[kind]:
        flow.label(LEFT, label, value, 240)
        flow.down()
    flow.down()
    flow.paragraph(_WORDS)
    return flow.sheets


PAPERS = (
    "INVOICE",
    "DECLARATIONS PAGE",
    "SWORN STATEMENT IN PROOF OF LOSS",
    "ROOF MEASUREMENT REPORT",
    "ENGINEER'S REPORT",
)


def scans(count: int) -> list[Sheet]:
    """Return pages that are pictures."""
    sheets = [Sheet() for _ in range(count)]
    for page in sheets:
        page.picture(0, 0, 612, 792)
    return sheets


def _letter(loss: Loss, look: Look) -> Flow:
    flow = Flow(look)
    flow.new_page()
    flow.line(loss.carrier, bold=True)
    for line in wrapped("Property Claims, PO Box 4410, Columbus, OH 43299", look.size, 200):
        flow.line(line)
    flow.down()
    day = loss.day + timedelta(30)
    flow.line(f"{day:%B} {day.day}, {day.year}")
    flow.down()
    for line in (loss.insured, loss.mail_street, loss.mail_town):
        flow.line(line)
    flow.down()
    return flow
