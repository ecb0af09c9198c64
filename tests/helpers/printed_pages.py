"""Pages drawn with letters, as the reader of estimates gets them.

A character is five points wide and a line is twelve points high, so that two blanks are a wide gap.
"""

from __future__ import annotations

import re
import textwrap

from capout_desktop.domain.estimates.visual_lines import Word, visual_lines
from capout_desktop.domain.positioned_text import PageText

LEFT, TOP, WIDTH, LINE = 36.0, 48.0, 5.0, 12.0

HEADER = """
Insured:        ALVAREZ, MARIA            Home:      (940) 555-0143
Property:       12 Elm St
                Denton, TX 76201

Claim Rep.:     Dale Winnecke             Business:  (614) 555-0177
Company:        Harrow Mutual

Claim Number:  0417-55320   Policy Number:  HO3-7720914   Type of Loss:  Hail

Date of Loss:   3/14/2026 9:00 AM         Date Received:  3/15/2026 9:15 AM
Price List:     TXDF8X_MAR26
                Restoration/Service/Remodel

Estimate:       ALVAREZ_MARIA
"""
ITEMS = """
DESCRIPTION                 QUANTITY  UNIT PRICE  TAX   RCV       DEPREC.   ACV
1. Remove 3 tab shingles    28.40 SQ  75.56       0.00  2,145.90  (0.00)    2,145.90
2. Drip edge                120.00 LF   2.50      4.10    304.10  (104.10)    200.00
"""
SUMMARY = """
Summary for Dwelling

Line Item Total                          2,445.90
Material Sales Tax                           4.10
Replacement Cost Value                  $2,450.00
Less Depreciation                         (104.10)
Actual Cash Value                       $2,345.90
Less Deductible                         (1,000.00)
Net Claim                               $1,345.90

Total Recoverable Depreciation             104.10
Net Claim if Depreciation is Recovered  $1,450.00
"""
FOOT = """
ALVAREZ_MARIA                            3/20/2026       Page: {}
"""


def words_of(drawing: str, top: float = TOP) -> list[Word]:
    """Return the words of a drawing and their places."""
    lines = textwrap.dedent(drawing).strip("\n").splitlines()
    return [
        (
            top + LINE * number,
            LEFT + WIDTH * found.start(),
            LEFT + WIDTH * found.end(),
            found.group(),
        )
        for number, line in enumerate(lines)
        for found in re.finditer(r"\S+", line)
    ]


def page(
    number: int, *drawings: str, picture_share: float = 0.0, is_invisible: bool = False
) -> PageText:
    """Return a page with these drawings below each other."""
    words: list[Word] = []
    top = TOP
    for drawing in drawings:
        words += words_of(drawing, top)
        top += LINE * (drawing.count("\n") + 2)
    lines = visual_lines(number, words)
    return PageText(number, 612.0, max(792.0, top), lines, picture_share, is_invisible)


def estimate_pages(
    header: str = HEADER, items: str = ITEMS, summary: str = SUMMARY, first: int = 1
) -> list[PageText]:
    """Return the pages of an estimate: header, line items, summary."""
    return [
        page(first + place, part, FOOT.format(place + 1))
        for place, part in enumerate((header, items, summary))
    ]
