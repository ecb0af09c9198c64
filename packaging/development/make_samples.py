"""Write the sample estimates: `python packaging/development/make_samples.py [FOLDER]`.

Three insurers' estimates as a contractor gets them by mail, for trying the app on the sandbox.
Carriers, people, claims and prices are invented. The PDF is written without a library, with the
standard fonts and without compression, so that the bytes are the same on every machine.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "resources" / "samples"

PAGE_WIDTH, PAGE_HEIGHT = 612, 792
LEFT, RIGHT, TOP, BOTTOM = 46, 566, 742, 62

Color = tuple[float, float, float]
BLACK: Color = (0, 0, 0)
GRAY: Color = (0.42, 0.42, 0.42)
RULE: Color = (0.72, 0.72, 0.72)

# Widths of the characters 32 to 126 in thousandths of the size (Adobe's font metrics).
_DIGITS = [556] * 10
WIDTHS = {
    "F1": [
        *(278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278),
        *_DIGITS,
        *(278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278),
        *(500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667),
        *(611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222),
        *(222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500),
        *(500, 334, 260, 334, 584),
    ],
    "F2": [
        *(278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278),
        *_DIGITS,
        *(333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667, 611, 778, 722, 278),
        *(556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667),
        *(611, 333, 278, 333, 584, 556, 333, 556, 611, 556, 611, 556, 333, 611, 611, 278),
        *(278, 556, 278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556),
        *(500, 389, 280, 389, 584),
    ],
}
FONTS = {"F1": "Helvetica", "F2": "Helvetica-Bold", "F3": "Helvetica-Oblique"}
WIDTHS["F3"] = WIDTHS["F1"]
REGULAR, BOLD, ITALIC = FONTS


def text_width(text: str, font: str, size: float) -> float:
    """Return the width of a line of text in points."""
    return sum(WIDTHS[font][ord(c) - 32] for c in text) * size / 1000


def wrapped(text: str, font: str, size: float, width: float) -> list[str]:
    """Return the text in lines of at most `width` points."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and text_width(longer, font, size) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


class Page:
    """One page's content stream; coordinates in points from the lower left."""

    def __init__(self) -> None:
        self.operators: list[str] = []

    def text(
        self,
        x: float,
        y: float,
        text: str,
        font: str = REGULAR,
        size: float = 8.5,
        color: Color = BLACK,
    ) -> None:
        """Write a line that begins at `x`."""
        escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        self._paint(color, "rg")
        self.operators.append(f"BT /{font} {size:g} Tf {x:.2f} {y:.2f} Td ({escaped}) Tj ET")

    def right_text(
        self,
        x: float,
        y: float,
        text: str,
        font: str = REGULAR,
        size: float = 8.5,
        color: Color = BLACK,
    ) -> None:
        """Write a line that ends at `x`."""
        self.text(x - text_width(text, font, size), y, text, font, size, color)

    def line(
        self, x1: float, y1: float, x2: float, y2: float, width: float = 0.5, color: Color = RULE
    ) -> None:
        """Draw a straight line."""
        self._paint(color, "RG")
        self.operators.append(f"{width:g} w {x1:.2f} {y1:.2f} m {x2:.2f} {y2:.2f} l S")

    def box(self, x: float, y: float, width: float, height: float, color: Color) -> None:
        """Fill a rectangle."""
        self._paint(color, "rg")
        self.operators.append(f"{x:.2f} {y:.2f} {width:.2f} {height:.2f} re f")

    def polygon(self, points: Sequence[tuple[float, float]], color: Color) -> None:
        """Fill a polygon."""
        self._paint(color, "rg")
        (x, y), *rest = points
        path = " ".join(f"{a:.2f} {b:.2f} l" for a, b in rest)
        self.operators.append(f"{x:.2f} {y:.2f} m {path} h f")

    def disc(self, x: float, y: float, radius: float, color: Color) -> None:
        """Fill a circle."""
        self._paint(color, "rg")
        k = radius * 0.5523  # Length of Bezier handles that best approximates a quarter circle.
        r = radius
        arcs = [
            (r, k, k, r, 0, r),
            (-k, r, -r, k, -r, 0),
            (-r, -k, -k, -r, 0, -r),
            (k, -r, r, -k, r, 0),
        ]
        curves = " ".join(
            f"{x + a:.2f} {y + b:.2f} {x + c:.2f} {y + d:.2f} {x + e:.2f} {y + f:.2f} c"
            for a, b, c, d, e, f in arcs
        )
        self.operators.append(f"{x + r:.2f} {y:.2f} m {curves} f")

    def _paint(self, color: Color, operator: str) -> None:
        self.operators.append(" ".join(f"{part:g}" for part in color) + f" {operator}")


def pdf_bytes(pages: Sequence[Page], title: str, author: str) -> bytes:
    """Return a PDF 1.4 of these pages."""
    first_page = 3 + len(FONTS)
    kids = " ".join(f"{first_page + 2 * n} 0 R" for n in range(len(pages)))
    fonts = " ".join(f"/{name} {3 + n} 0 R" for n, name in enumerate(FONTS))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R /Lang (en-US) >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
    ]
    objects += [
        f"<< /Type /Font /Subtype /Type1 /BaseFont /{font} /Encoding /WinAnsiEncoding >>"
        for font in FONTS.values()
    ]
    for page in pages:
        content = "\n".join(page.operators)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {PAGE_WIDTH} {PAGE_HEIGHT}] "
            f"/Resources << /Font << {fonts} >> >> /Contents {len(objects) + 2} 0 R >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    objects.append(f"<< /Title ({title}) /Author ({author}) /Producer (make_samples.py) >>")
    file = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(file))
        file += f"{number} 0 obj\n{body}\nendobj\n".encode("ascii")
    xref = len(file)
    entries = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    file += (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{entries}"
        f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>\n"
        f"startxref\n{xref}\n%%EOF\n"
    ).encode("ascii")
    return bytes(file)


CENT = Decimal("0.01")


def money(amount: Decimal) -> Decimal:
    """Return the amount rounded to cents, as in estimates."""
    return amount.quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True)
class Item:
    """A line item.

    Attributes:
        quantity: A number, or the name of one of the measures of its room.
        material: Percentage of the price that is material and is therefore taxed.
        worn: Percentage that is depreciated.
    """

    description: str
    quantity: str
    unit: str
    price: str
    material: int
    worn: int
    note: str = ""


@dataclass(frozen=True)
class Room:
    """A room or a roof: its measures by name, and its line items."""

    name: str
    measures: dict[str, tuple[Decimal, str]]
    items: tuple[Item, ...]
    size: str = ""


@dataclass(frozen=True)
class Carrier:
    """An invented insurer and its letterhead."""

    name: str
    line_of_business: str
    address: tuple[str, str, str]
    color: Color
    mark: Callable[[Page, float, float, Color], None]


@dataclass(frozen=True)
class Estimate:
    """Contents of an estimate, from which the sums are calculated.

    Attributes:
        story: Paragraphs, with a blank line between them.
    """

    file_name: str
    carrier: Carrier
    insured: str
    property_lines: tuple[str, str]
    phone: str
    representative: str
    representative_phone: str
    claim: str
    policy: str
    cause: str
    loss_date: str
    received_date: str
    inspected_date: str
    completed_date: str
    price_list: str
    code: str
    tax_percent: Decimal
    deductible: Decimal
    story: str
    rooms: tuple[Room, ...]
    overhead_percent: int = 10
    profit_percent: int = 10


def items(table: str) -> tuple[Item, ...]:
    """Return the line items of a table: description | quantity unit | price | material | worn.

    A line that begins with `>` is a note on the item above.
    """
    found: list[Item] = []
    for line in table.strip().splitlines():
        if line.startswith("> "):
            found[-1] = replace(found[-1], note=line[2:])
            continue
        description, amount, price, material, *worn = line.split(" | ")
        quantity, unit = amount.split()
        percent_worn = int(worn[0]) if worn else 0
        found.append(Item(description, quantity, unit, price, int(material), percent_worn))
    return tuple(found)


def room(name: str, length: str, width: str, height: str, table: str) -> Room:
    """Return a rectangular room with sides in feet and with a table of line items."""
    a, b, h = Decimal(length), Decimal(width), Decimal(height)
    measures = {
        "walls": (money(2 * (a + b) * h), "SF Walls"),
        "ceiling": (money(a * b), "SF Ceiling"),
        "both": (money(2 * (a + b) * h + a * b), "SF Walls & Ceiling"),
        "floor": (money(a * b), "SF Floor"),
        "yards": (money(a * b / 9), "SY Flooring"),
        "around": (money(2 * (a + b)), "LF Floor Perimeter"),
    }
    return Room(name, measures, items(table), f"{feet(a)} x {feet(b)} x {feet(h)}")


def feet(length: Decimal) -> str:
    """Return a length as estimators write it: 14' 6"."""
    inches = int(length * 12)
    return f"{inches // 12}' {inches % 12}\"" if inches % 12 else f"{inches // 12}'"


@dataclass
class Sums:
    """Sums of line items."""

    net: Decimal = Decimal(0)
    tax: Decimal = Decimal(0)
    overhead: Decimal = Decimal(0)
    profit: Decimal = Decimal(0)
    depreciation: Decimal = Decimal(0)

    @property
    def markup(self) -> Decimal:
        """Overhead and profit together."""
        return self.overhead + self.profit

    @property
    def replacement(self) -> Decimal:
        """Replacement cost value."""
        return self.net + self.tax + self.markup

    @property
    def actual(self) -> Decimal:
        """Actual cash value."""
        return self.replacement - self.depreciation

    def __iadd__(self, other: Sums) -> Sums:
        self.net += other.net
        self.tax += other.tax
        self.overhead += other.overhead
        self.profit += other.profit
        self.depreciation += other.depreciation
        return self


def quantity_of(item: Item, place: Room) -> Decimal:
    """Return the quantity of an item: its number, or the measure of its room that it names."""
    if item.quantity in place.measures:
        return place.measures[item.quantity][0]
    return Decimal(item.quantity)


def sums_of(item: Item, place: Room, estimate: Estimate) -> Sums:
    """Return the costs of one line item."""
    net = money(quantity_of(item, place) * Decimal(item.price))
    tax = money(net * item.material / 100 * estimate.tax_percent / 100)
    overhead = money((net + tax) * estimate.overhead_percent / 100)
    profit = money((net + tax) * estimate.profit_percent / 100)
    worn = money((net + tax + overhead + profit) * item.worn / 100)
    return Sums(net, tax, overhead, profit, worn)


COLUMNS = {
    "QTY": 286,
    "UNIT PRICE": 334,
    "TAX": 374,
    "O&P": 418,
    "RCV": 466,
    "DEPREC.": 516,
    "ACV": 566,
}
DESCRIPTION_WIDTH = 186


@dataclass
class Layout:
    """Layout of an estimate on pages."""

    estimate: Estimate
    pages: list[Page] = field(default_factory=list)
    y: float = 0

    def pdf(self) -> bytes:
        """Return the whole document."""
        self._cover()
        total = self._rooms()
        self._summary(total)
        for number, page in enumerate(self.pages, start=1):
            self._footer(page, number)
        estimate = self.estimate
        return pdf_bytes(self.pages, f"{estimate.claim} {estimate.insured}", estimate.carrier.name)

    @property
    def _page(self) -> Page:
        return self.pages[-1]

    def _new_page(self) -> None:
        carrier = self.estimate.carrier
        page = Page()
        self.pages.append(page)
        carrier.mark(page, LEFT, TOP - 8, carrier.color)
        page.text(LEFT + 44, TOP + 14, carrier.name, BOLD, 14, carrier.color)
        page.text(LEFT + 44, TOP + 1, carrier.line_of_business, REGULAR, 8, GRAY)
        for n, text in enumerate(carrier.address):
            page.right_text(RIGHT, TOP + 18 - 10 * n, text, REGULAR, 7.5, GRAY)
        page.line(LEFT, TOP - 17, RIGHT, TOP - 17, 1.2, carrier.color)
        self.y = TOP - 38

    def _footer(self, page: Page, number: int) -> None:
        page.line(LEFT, BOTTOM - 12, RIGHT, BOTTOM - 12)
        page.text(LEFT, BOTTOM - 24, self.estimate.code, REGULAR, 7.5, GRAY)
        page.text(LEFT + 200, BOTTOM - 24, f"Claim {self.estimate.claim}", REGULAR, 7.5, GRAY)
        page.right_text(
            RIGHT,
            BOTTOM - 24,
            f"{self.estimate.completed_date}   Page: {number} of {len(self.pages)}",
            REGULAR,
            7.5,
            GRAY,
        )

    def _room_for(self, height: float) -> bool:
        """Begin a new page if less than `height` points are left; return whether it did."""
        if self.y - height >= BOTTOM:
            return False
        self._new_page()
        return True

    def _cover(self) -> None:
        e = self.estimate
        self._new_page()
        self._pairs(
            [
                ("Insured:", e.insured),
                ("Property:", e.property_lines[0]),
                ("", e.property_lines[1]),
            ],
            [("Home:", e.phone), ("", ""), ("", "")],
        )
        self._pairs(
            [("Claim Rep.:", e.representative), ("Estimator:", e.representative)],
            [("Business:", e.representative_phone), ("Business:", e.representative_phone)],
        )
        self._pairs(
            [("Claim Number:", e.claim), ("Type of Loss:", e.cause)],
            [("Policy Number:", e.policy), ("Deductible:", f"${e.deductible:,.2f}")],
        )
        self._pairs(
            [("Date of Loss:", e.loss_date), ("Date Inspected:", e.inspected_date)],
            [("Date Received:", e.received_date), ("Date Est. Completed:", e.completed_date)],
        )
        self._pairs(
            [
                ("Price List:", e.price_list),
                ("", "Restoration/Service/Remodel"),
                ("Estimate:", e.code),
            ],
            [("", ""), ("", ""), ("Sales Tax:", f"{e.tax_percent}%")],
        )
        for paragraph in e.story.split("\n\n"):
            lines = wrapped(paragraph, REGULAR, 9, RIGHT - LEFT)
            self._room_for(12 * len(lines))
            for text in lines:
                self._page.text(LEFT, self.y, text, REGULAR, 9)
                self.y -= 12
            self.y -= 7

    def _pairs(self, left: list[tuple[str, str]], right: list[tuple[str, str]]) -> None:
        for (name, value), (other_name, other_value) in zip(left, right, strict=True):
            self._page.right_text(LEFT + 76, self.y, name, REGULAR, 9, GRAY)
            self._page.text(LEFT + 84, self.y, value, BOLD, 9)
            self._page.right_text(LEFT + 350, self.y, other_name, REGULAR, 9, GRAY)
            self._page.text(LEFT + 358, self.y, other_value, REGULAR, 9)
            self.y -= 13
        self.y -= 9

    def _rooms(self) -> Sums:
        total, number = Sums(), 0
        self.y -= 10
        self._page.text(LEFT, self.y, self.estimate.code, BOLD, 11)
        self.y -= 24
        for place in self.estimate.rooms:
            self._room_for(130)
            self._room_head(place)
            self._column_heads()
            subtotal = Sums()
            for item in place.items:
                number += 1
                sums = sums_of(item, place, self.estimate)
                self._item(number, item, place, sums)
                subtotal += sums
            self._totals_row(f"Totals: {place.name}", subtotal)
            self.y -= 16
            total += subtotal
        self._room_for(40)
        self._totals_row(f"Line Item Totals: {self.estimate.code}", total)
        return total

    def _room_head(self, place: Room) -> None:
        page = self._page
        page.box(LEFT, self.y - 5, RIGHT - LEFT, 17, (0.94, 0.94, 0.94))
        page.text(LEFT + 5, self.y, place.name, BOLD, 10)
        page.right_text(RIGHT - 5, self.y, place.size, REGULAR, 8.5)
        self.y -= 19
        measures = [f"{value:,.2f} {name}" for value, name in place.measures.values()]
        for start in range(0, len(measures), 3):
            for n, text in enumerate(measures[start : start + 3]):
                page.text(LEFT + 60 + 160 * n, self.y, text, REGULAR, 8)
            self.y -= 11
        self.y -= 6

    def _column_heads(self) -> None:
        self._page.text(LEFT, self.y, "DESCRIPTION", BOLD, 7.5)
        for name, x in COLUMNS.items():
            self._page.right_text(x, self.y, name, BOLD, 7.5)
        self.y -= 5
        self._page.line(LEFT, self.y, RIGHT, self.y, 0.8, BLACK)
        self.y -= 11

    def _item(self, number: int, item: Item, place: Room, sums: Sums) -> None:
        lines = wrapped(f"{number}.  {item.description}", REGULAR, 8.5, DESCRIPTION_WIDTH)
        notes = wrapped(item.note, ITALIC, 8, RIGHT - LEFT - 20) if item.note else []
        if self._room_for(10.5 * (len(lines) + len(notes)) + 4):
            self._page.text(LEFT, self.y, f"CONTINUED - {place.name}", BOLD, 9)
            self.y -= 18
            self._column_heads()
        values = [
            f"{quantity_of(item, place):,.2f} {item.unit}",
            f"{Decimal(item.price):,.2f}",
            f"{sums.tax:,.2f}",
            f"{sums.markup:,.2f}",
            f"{sums.replacement:,.2f}",
            f"({sums.depreciation:,.2f})",
            f"{sums.actual:,.2f}",
        ]
        for n, text in enumerate(lines):
            self._page.text(LEFT if n == 0 else LEFT + 14, self.y - 10.5 * n, text)
        self.y -= 10.5 * (len(lines) - 1)
        for x, value in zip(COLUMNS.values(), values, strict=True):
            self._page.right_text(x, self.y, value)
        for text in notes:
            self.y -= 10.5
            self._page.text(LEFT + 14, self.y, text, ITALIC, 8, GRAY)
        self.y -= 14.5

    def _totals_row(self, name: str, sums: Sums) -> None:
        self._page.line(LEFT, self.y + 9, RIGHT, self.y + 9)
        self.y -= 3
        self._page.text(LEFT, self.y, name, BOLD)
        amounts = {
            "TAX": sums.tax,
            "O&P": sums.markup,
            "RCV": sums.replacement,
            "DEPREC.": sums.depreciation,
            "ACV": sums.actual,
        }
        for column, amount in amounts.items():
            self._page.right_text(COLUMNS[column], self.y, f"{amount:,.2f}", BOLD)
        self.y -= 14

    def _summary(self, total: Sums) -> None:
        e = self.estimate
        self._room_for(330)
        self.y -= 16
        self._page.text(LEFT, self.y, "Summary for Dwelling", BOLD, 11)
        self.y -= 8
        self._page.line(LEFT, self.y, RIGHT, self.y, 0.8, BLACK)
        self.y -= 16
        self._amount("Line Item Total", total.net)
        self._amount("Material Sales Tax", total.tax)
        self._amount("Subtotal", total.net + total.tax, ruled=True)
        self._amount(f"Overhead ({e.overhead_percent}%)", total.overhead)
        self._amount(f"Profit ({e.profit_percent}%)", total.profit)
        self._amount("Replacement Cost Value", total.replacement, ruled=True)
        self._amount("Less Depreciation", -total.depreciation)
        self._amount("Actual Cash Value", total.actual, ruled=True)
        self._amount("Less Deductible", -e.deductible)
        self._amount("Net Claim", total.actual - e.deductible, ruled=True)
        self.y -= 8
        self._amount("Total Recoverable Depreciation", total.depreciation)
        self._amount(
            "Net Claim if Depreciation is Recovered", total.replacement - e.deductible, ruled=True
        )
        self.y -= 34
        self._page.line(LEFT + 150, self.y, LEFT + 360, self.y, 0.6, BLACK)
        self._page.text(LEFT + 150, self.y - 11, e.representative, REGULAR, 9)
        self.y -= 36
        notice = (
            f"This estimate is what {e.carrier.name} allows for the damage seen at the inspection."
            " Damage found later has to be reported before it is repaired, so that it can be"
            " looked at again. Depreciation is paid once the work is done and invoiced, within the"
            " time that the policy gives."
        )
        for text in wrapped(notice, REGULAR, 8, RIGHT - LEFT):
            self._page.text(LEFT, self.y, text, REGULAR, 8, GRAY)
            self.y -= 10.5

    def _amount(self, name: str, amount: Decimal, *, ruled: bool = False) -> None:
        if ruled:
            self._page.line(LEFT + 350, self.y + 10, LEFT + 440, self.y + 10, 0.5, BLACK)
        font = BOLD if ruled else REGULAR
        text = f"({-amount:,.2f})" if amount < 0 else f"{amount:,.2f}"
        self._page.text(LEFT + 90, self.y, name, font, 9.5)
        self._page.right_text(LEFT + 440, self.y, f"${text}" if ruled else text, font, 9.5)
        self.y -= 15


def meridian_mark(page: Page, x: float, y: float, color: Color) -> None:
    """Draw a globe with its meridian."""
    page.disc(x + 17, y + 17, 17, color)
    page.disc(x + 17, y + 17, 14.5, (1, 1, 1))
    page.polygon([(x + 17, y + 33), (x + 23, y + 17), (x + 17, y + 1), (x + 11, y + 17)], color)
    page.box(x + 1, y + 16, 32, 2, color)


def prairie_mark(page: Page, x: float, y: float, color: Color) -> None:
    """Draw a roof over three ears of wheat."""
    page.polygon(
        [
            (x, y + 18),
            (x + 17, y + 34),
            (x + 34, y + 18),
            (x + 34, y + 13),
            (x + 17, y + 29),
            (x, y + 13),
        ],
        color,
    )
    for n in range(3):
        page.box(x + 8 + 8 * n, y + 1, 2, 14, color)
        page.disc(x + 9 + 8 * n, y + 15, 2.6, color)


def harbor_mark(page: Page, x: float, y: float, color: Color) -> None:
    """Draw a shield with a light."""
    page.polygon(
        [(x + 2, y + 33), (x + 32, y + 33), (x + 32, y + 14), (x + 17, y), (x + 2, y + 14)], color
    )
    page.polygon([(x + 13, y + 9), (x + 21, y + 9), (x + 19, y + 23), (x + 15, y + 23)], (1, 1, 1))
    page.disc(x + 17, y + 26, 2.6, (1, 0.85, 0.4))


WATER_LOSS = Estimate(
    file_name="State-Meridian_Claim-48213_Water-Loss.pdf",
    carrier=Carrier(
        "State Meridian Mutual",
        "Property Claims",
        ("P.O. Box 4410", "Columbus, OH 43299", "claims@statemeridian.example"),
        (0.05, 0.25, 0.5),
        meridian_mark,
    ),
    insured="Marguerite Oduya",
    property_lines=("1187 Larkfield Court", "Westerville, OH 43081"),
    phone="(614) 555-0142",
    representative="Dale Winnecke",
    representative_phone="(614) 555-0177 x 2204",
    claim="48213",
    policy="HO3-7720914-06",
    cause="Water - Supply Line",
    loss_date="3/28/2026 6:40 AM",
    received_date="3/28/2026 9:15 AM",
    inspected_date="4/1/2026 1:30 PM",
    completed_date="4/3/2026",
    price_list="OHCO8X_APR26",
    code="ODUYA_M_48213",
    tax_percent=Decimal("7.5"),
    deductible=Decimal(1000),
    story="""
The braided supply line of the upstairs toilet failed while the insured was away for the night.
Water ran across the hall bath, through the ceiling of the kitchen below and into the family
room carpet. Emergency drying was done by a vendor of the insured's choice and is billed apart.

This estimate covers the repair of finishes only. Cabinet bases in the kitchen were dry at the
inspection and are to be detached and reset for the floor. No code items are included unless a
line says so.
""",
    rooms=(
        room(
            "Hall Bath",
            "9.5",
            "5.5",
            "8",
            """
Toilet - Detach & reset | 1 EA | 268.44 | 12
R&R Vinyl floor covering (sheet goods) | floor SF | 5.62 | 55 | 30
R&R Underlayment - 1/4" lauan plywood | floor SF | 3.21 | 45
R&R Baseboard - 3 1/4" | around LF | 5.08 | 48 | 12
Seal & paint baseboard - two coats | around LF | 1.74 | 18 | 12
Vanity - Detach & reset | 1 EA | 214.30 | 6
""",
        ),
        room(
            "Kitchen",
            "14.5",
            "12.25",
            "8",
            """
R&R 5/8" drywall - hung, taped, floated, ready for paint | ceiling SF | 3.58 | 34
R&R Batt insulation - 6" - R19 - paper / foil faced | 64 SF | 1.62 | 58 | 5
Texture drywall - light hand texture | ceiling SF | 0.98 | 20
Seal then paint the ceiling twice (3 coats) | ceiling SF | 1.63 | 24 | 20
R&R 1/2" drywall - hung, taped, floated, ready for paint | 96 SF | 3.14 | 34
> North wall, from the ceiling to 4' above the floor, and the soffit.
Paint the walls - two coats | walls SF | 1.12 | 26 | 20
R&R Snaplock laminate - simulated wood flooring | floor SF | 6.84 | 62 | 18
Cabinetry - lower (base) units - Detach & reset | 17.5 LF | 79.15 | 2
Countertop - flat laid plastic laminate - Detach & reset | 17.5 LF | 33.40 | 4
Sink, faucet and disposal - Detach & reset | 1 EA | 342.18 | 5
Dishwasher - Detach & reset | 1 EA | 291.07 | 3
R&R Recessed light fixture trim only | 4 EA | 39.85 | 46 | 25
R&R Baseboard - 3 1/4" | 31 LF | 5.08 | 48 | 12
""",
        ),
        room(
            "Family Room",
            "18",
            "13.5",
            "8",
            """
Contents - move out then reset - Large room | 1 EA | 98.62 | 0
Carpet - detach, dry in place and re-lay | floor SF | 1.06 | 3
R&R Carpet pad | floor SF | 1.24 | 68 | 40
Clean and deodorize carpet | floor SF | 0.72 | 8
R&R 1/2" drywall - hung, taped, floated, ready for paint | 48 SF | 3.14 | 34
Paint the walls - two coats | walls SF | 1.12 | 26 | 20
""",
        ),
        Room(
            "General",
            {},
            items("""
Haul debris - per pickup truck load - including dump fees | 1 EA | 186.92 | 0
Floor protection - self-adhesive plastic film | 220 SF | 0.71 | 44
Content manipulation charge - per hour | 4 HR | 52.30 | 0
Final cleaning - construction - residential | 549 SF | 0.36 | 2
"""),
        ),
    ),
)

HAIL_ROOF = Estimate(
    file_name="Prairie-Union_Claim-PU-2026-019377_Wind-Hail-Roof.pdf",
    carrier=Carrier(
        "Prairie Union Insurance",
        "Catastrophe Claims - Farm, Ranch & Home",
        ("9020 Windmill Parkway", "Wichita, KS 67226", "cat-claims@prairieunion.example"),
        (0.42, 0.24, 0.06),
        prairie_mark,
    ),
    insured="Thomas & Lupe Brandvold",
    property_lines=("406 Cottonwood Street", "Newton, KS 67114"),
    phone="(316) 555-0119",
    representative="Rhonda Estes",
    representative_phone="(316) 555-0164",
    claim="PU-2026-019377",
    policy="FRH 00418826",
    cause="Wind / Hail",
    loss_date="4/19/2026 8:05 PM",
    received_date="4/20/2026 7:48 AM",
    inspected_date="4/27/2026 10:00 AM",
    completed_date="4/28/2026",
    price_list="KSWI8X_APR26",
    code="BRANDVOLD_ROOF",
    tax_percent=Decimal("8.0"),
    deductible=Decimal(2840),
    story="""
Hail to 1 3/4" and gusts over 60 mph were confirmed for this address on the evening of the loss.
Test squares showed 11 hits on the south slope, 9 on the west, 4 on the north and 3 on the east.
One layer of laminated shingles, about 12 years old. The deductible is 1% of Coverage A for wind
and hail.

Soft metals, gutters on two elevations and one window screen are included. The detached shed was
not damaged. Interior: no stains seen in rooms or attic.
""",
    rooms=(
        Room(
            "Dwelling Roof",
            {
                "surface": (Decimal("2846.00"), "Surface Area"),
                "squares": (Decimal("28.46"), "Number of Squares"),
                "edge": (Decimal("231.50"), "Total Perimeter Length"),
                "ridge": (Decimal("46.00"), "Total Ridge Length"),
                "hips": (Decimal("88.40"), "Total Hip Length"),
                "valley": (Decimal("38.70"), "Total Valley Length"),
            },
            items("""
Tear off, haul and dispose of comp. shingles - Laminated | squares SQ | 74.86 | 0
Laminated - comp. shingle rfg. - w/out felt | 31.67 SQ | 268.12 | 54 | 40
> Waste of 10% and whole bundles are included in the quantity.
Roofing felt - 15 lb. | 22.30 SQ | 41.77 | 38 | 40
Ice & water barrier | 616 SF | 1.94 | 52 | 40
Asphalt starter - universal starter course | edge LF | 2.61 | 50 | 40
Hip / Ridge cap - Standard profile - composition shingles | 134.40 LF | 7.83 | 42 | 40
R&R Drip edge | edge LF | 3.87 | 40 | 25
R&R Valley metal | valley LF | 7.96 | 44 | 25
R&R Flashing - pipe jack | 3 EA | 56.40 | 44 | 35
R&R Roof vent - turtle type - Metal | 6 EA | 82.95 | 42 | 35
R&R Exhaust cap - through roof - 6" to 8" | 2 EA | 118.28 | 45 | 35
Step flashing | 22 LF | 12.35 | 32 | 25
Additional charge for steep roof - 7/12 to 9/12 slope | squares SQ | 52.18 | 0
Satellite dish - Detach & reset | 1 EA | 54.12 | 1
"""),
        ),
        Room(
            "Front Elevation",
            {},
            items("""
R&R Gutter / downspout - aluminum - up to 5" | 62 LF | 10.94 | 40 | 30
R&R Window screen, 10 - 16 SF | 1 EA | 67.20 | 60 | 20
Comb and straighten a/c condenser fins - with trip charge | 1 EA | 243.60 | 1
"""),
        ),
        Room(
            "Right Elevation",
            {},
            items("""
R&R Gutter / downspout - aluminum - up to 5" | 48 LF | 10.94 | 40 | 30
R&R Fascia - metal - 6" | 48 LF | 7.12 | 48 | 20
Prime & paint garage door trim | 17 LF | 2.08 | 20 | 25
"""),
        ),
        Room(
            "Debris Removal",
            {},
            items("""
Dumpster load - Approx. 12 yards, 1-3 tons of debris | 1 EA | 512.00 | 0
Roofing - labor minimum for a second trip | 0.50 EA | 286.35 | 0
"""),
        ),
    ),
)

KITCHEN_FIRE = Estimate(
    file_name="Harbor-Light_HL-77-50561_Kitchen-Fire.pdf",
    carrier=Carrier(
        "Harbor Light Casualty",
        "Homeowners Claims Service",
        ("300 Breakwater Plaza, Suite 1200", "Norfolk, VA 23510", "(757) 555-0100"),
        (0.5, 0.08, 0.12),
        harbor_mark,
    ),
    insured="Priya Raghunathan",
    property_lines=("52 Tidewater Lane, Unit B", "Chesapeake, VA 23320"),
    phone="(757) 555-0188",
    representative="Colin Abernathy",
    representative_phone="(757) 555-0131",
    claim="HL-77-50561",
    policy="HLC-HO6-331870",
    cause="Fire - Cooking",
    loss_date="2/11/2026 7:20 PM",
    received_date="2/12/2026 8:02 AM",
    inspected_date="2/13/2026 11:00 AM",
    completed_date="2/19/2026",
    price_list="VANO8X_FEB26",
    code="RAGHUNATHAN_FIRE",
    tax_percent=Decimal("6.0"),
    deductible=Decimal(1500),
    story="""
A pan of oil caught fire on the range and was put out by the insured with an extinguisher before
the fire department arrived. Flame damage is confined to the range wall, the hood and the
cabinets beside it; soot reached the ceilings of the kitchen, the dining room and the hall.

Walls and ceilings away from the flame are to be cleaned first and sealed before painting. Upper
cabinets are replaced as a run, since doors of this profile are no longer made. Contents and dry
cleaning are settled under a separate inventory.
""",
    rooms=(
        room(
            "Kitchen",
            "12",
            "10.5",
            "8",
            """
Tear out wet or charred drywall, cleanup, bag for disposal | 88 SF | 1.31 | 6
1/2" drywall - hung, taped, floated, ready for paint | 88 SF | 2.68 | 34
R&R Cabinetry - upper (wall) units | 13.5 LF | 231.84 | 66 | 22
R&R Cabinetry - lower (base) units | 5 LF | 298.66 | 66 | 22
Cabinetry - lower (base) units - Detach & reset | 8 LF | 81.90 | 2
R&R Countertop - solid surface - Standard grade | 33 SF | 68.42 | 58 | 15
Add on for mitered corner (Countertop) | 1 EA | 31.16 | 0
R&R Range - freestanding - electric | 1 EA | 884.20 | 86 | 45
R&R Range hood - oversized | 1 EA | 396.77 | 72 | 45
R&R Microwave oven - over range w/built-in hood | 1 EA | 612.35 | 80 | 45
> Warped by heat; the insured has kept it for inspection.
R&R Ceramic tile - wall | 26 SF | 19.87 | 40 | 10
Clean the walls - Heavy | walls SF | 0.87 | 3
Seal the surface w/anti-microbial coating - odor control | both SF | 1.09 | 30
Paint the walls and ceiling - two coats | both SF | 1.21 | 26 | 25
R&R 110 volt copper wiring run, box and outlet - GFI | 3 EA | 108.93 | 30
R&R Fluorescent - two tube - 4' - fixture w/lens | 1 EA | 171.25 | 50 | 30
Clean vinyl plank floor - Heavy | floor SF | 0.79 | 3
""",
        ),
        room(
            "Dining Room",
            "11.5",
            "10",
            "8",
            """
Clean the ceiling - Heavy | ceiling SF | 0.94 | 3
Clean the walls | walls SF | 0.55 | 3
Seal then paint the walls and ceiling (2 coats) | both SF | 1.38 | 25 | 25
Light fixture - chandelier - Clean | 1 EA | 46.80 | 2
Window drapery - hardware - Detach & reset | 1 EA | 41.22 | 0
Clean window unit (per side) 10 - 20 SF | 4 EA | 14.37 | 2
""",
        ),
        room(
            "Hallway",
            "16",
            "3.5",
            "8",
            """
Clean the walls and ceiling | both SF | 0.55 | 3
Seal the ceiling w/latex based stain blocker - one coat | ceiling SF | 0.74 | 22
Paint the ceiling - one coat | ceiling SF | 0.86 | 24 | 25
R&R Smoke detector - High grade | 1 EA | 94.03 | 56
""",
        ),
        Room(
            "HVAC & General",
            {},
            items("""
Clean ductwork - Interior (per register) | 9 EA | 44.15 | 3
Deodorize building - Hot thermal fog | 2744 CF | 0.07 | 12
Negative air fan / air scrubber (24 hr period) - No monitoring | 3 DA | 78.50 | 0
Dumpster load - Approx. 12 yards, 1-3 tons of debris | 1 EA | 548.00 | 0
Electrician - per hour | 3 HR | 104.60 | 0
Taxes, insurance, permits & fees (Bid Item) | 1 EA | 285.00 | 0
> City permit; to be settled against the receipt.
"""),
        ),
    ),
)

ESTIMATES = (WATER_LOSS, HAIL_ROOF, KITCHEN_FIRE)


def main(arguments: Sequence[str]) -> None:
    """Write all samples into the given folder, or by default into the resources."""
    folder = Path(arguments[0]) if arguments else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for estimate in ESTIMATES:
        path = folder / estimate.file_name
        path.write_bytes(Layout(estimate).pdf())
        print(path.name)


if __name__ == "__main__":
    main(sys.argv[1:])
