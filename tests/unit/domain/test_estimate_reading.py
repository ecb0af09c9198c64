"""What is read of an estimate, and above all what is not."""

from __future__ import annotations

import random
import re

import pytest
from helpers.printed_pages import (
    FOOT,
    HEADER,
    ITEMS,
    SUMMARY,
    estimate_pages,
    page,
    words_of,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from capout_desktop.domain.estimate import (
    Certainty,
    Coverage,
    Estimate,
    EstimateKind,
    Field,
    PageKind,
    TextQuality,
)
from capout_desktop.domain.estimates.dates import iso_date
from capout_desktop.domain.estimates.money import amounts_in, cents_of, decimal_text
from capout_desktop.domain.estimates.reading import read_estimate
from capout_desktop.domain.estimates.visual_lines import visual_lines
from capout_desktop.domain.positioned_text import PageText

SILENT = Field()
MONEY = ("rcv", "depreciation", "acv", "deductible", "net_claim")


def read(*pages: PageText) -> Estimate:
    return read_estimate(pages, len(pages))


def with_header(header: str) -> Estimate:
    return read(*estimate_pages(header=header))


def with_summary(*summaries: str) -> Estimate:
    pages = estimate_pages(summary=summaries[0])
    pages += [page(4 + n, text, FOOT.format(4 + n)) for n, text in enumerate(summaries[1:])]
    return read(*pages)


def test_everything_of_a_plain_estimate_is_read() -> None:
    assert read(*estimate_pages()) == Estimate(
        kind=EstimateKind.XACTIMATE_FINAL_DRAFT,
        text=TextQuality.TEXT,
        carrier=Field("Harrow Mutual", 1),
        insured_name=Field("ALVAREZ, MARIA", 1),
        property_address=Field("12 Elm St Denton, TX 76201", 1),
        claim_number=Field("0417-55320", 1),
        policy_number=Field("HO3-7720914", 1),
        date_of_loss=Field("2026-03-14", 1),
        type_of_loss=Field("Hail", 1),
        price_list=Field("TXDF8X_MAR26", 1),
        estimate_name=Field("ALVAREZ_MARIA", 1),
        rcv=Field("2450.00", 3),
        depreciation=Field("104.10", 3),
        acv=Field("2345.90", 3),
        deductible=Field("1000.00", 3),
        net_claim=Field("1345.90", 3),
        line_items=2,
        coverages=(
            Coverage(
                "Dwelling",
                3,
                rcv=Field("2450.00", 3),
                depreciation=Field("104.10", 3),
                acv=Field("2345.90", 3),
                deductible=Field("1000.00", 3),
                net_claim=Field("1345.90", 3),
            ),
        ),
        page_kinds=(PageKind.ESTIMATE,) * 3,
    )


def test_items_in_narrow_columns_are_items() -> None:
    """Their quantity and its unit wrap onto different lines."""
    items = """
    DESCRIPTION              QTY    TAX   RCV       DEPREC.   ACV
    1. Remove 3 tab          28.40
                    75.56    0.00  2,145.90  (0.00)    2,145.90
       shingles              SQ
    2. Drip edge   2.50      120.00  4.10    304.10  (104.10)    200.00
                             LF
    """
    estimate = read(*estimate_pages(items=items))
    assert estimate.kind is not EstimateKind.NO_ESTIMATE
    assert estimate.claim_number == Field("0417-55320", 1)
    assert estimate.line_items == 2


def test_heads_with_a_name_that_is_not_known_do_not_hide_the_items() -> None:
    items = """
    DESCRIPTION                 QTY       TOTAL     QTY       TOTAL     DIFFERENCE
    1. Remove 3 tab shingles    28.40 SQ  2,145.90  29.40 SQ  2,245.90  100.00
    2. Drip edge                120.00 LF   304.10  120.00 LF   304.10    0.00
    """
    estimate = read(*estimate_pages(items=items))
    assert estimate.kind is not EstimateKind.NO_ESTIMATE
    assert estimate.line_items == 2


def test_a_rough_draft_has_items_on_pages_without_heads() -> None:
    first = """
    CAT  SEL   ACT  DESCRIPTION
    CALC  QTY       RESET  REMOVE  REPLACE  TAX   O&P   TOTAL
    RFG  300S  +    1. Laminated shingles
    28    28.00 SQ  0.00   0.00    75.56    0.00  0.00  2,115.68
    """
    second = """
    RFG  DRIP  +    2. Drip edge
    120   120.00 LF 0.00   0.00    2.50     0.00  0.00    300.00
    RFG  FELT  +    3. Roofing felt
    30    30.00 SQ  0.00   0.00    12.50    0.00  0.00    375.00
    """
    pages = [
        page(number, text, FOOT.format(number))
        for number, text in enumerate((HEADER, first, second, SUMMARY), start=1)
    ]
    estimate = read(*pages)
    assert (estimate.kind, estimate.line_items) == (EstimateKind.XACTIMATE_ROUGH_DRAFT, 3)


def test_pages_may_come_in_any_order() -> None:
    pages = estimate_pages()
    assert read(*reversed(pages)) == read(*pages)


# Claim numbers


@pytest.mark.parametrize(
    "claim",
    [
        # It goes on below, wherever that is.
        "Claim Number:  0417-\n               55320",
        "Claim Number:  0417\n-55320",
        "Claim Number:  0417-55320\n                    -01",
        # It began above.
        "               0417-\nClaim Number:  55320",
        # Further text is so near that it may belong to it.
        "Claim Number:  0417-55320  01",
        "Claim Number:  0417 55320",
        # It is something else.
        "Claim Number:  3/14/2026",
        "Claim Number:  940-555-0143",
        "Claim Number:  PENDING",
        "Claim Number:  123456789",
        "Claim Number:  00-0000-000",
        "Claim Number:\n0417-55320",
        "Member Number:  0417-55320",
        "L/R Number:  0417-55320",
        "File Number:  0417-55320",
        "Prior Claim Number:  0417-55320",
        "Claim Rep.:  0417-55320",
        "Gallant's Claim Number:  0417-55320",
        "Catastrophe Claim No.:  0417-55320",
        "Claim Number:  2500.00",
        "Claim Number:  14-Mar-2026",
        "Claim Number:  2026/03/14",
        "Claim Number:  940.555.0143",
        # It began above, whether or not the text is at the lower edge of its cell.
        "               0417A\nClaim Number:  55320",
        "               CLM2026\n               0044\nClaim Number:  17001",
        "Date of Loss:  3/14/2026\n               0417A\nClaim Number:  55320",
        # Words are far apart in a justified line.
        "Claim Number:  0417            55320",
        # It is the number of another claim.
        "Previous\nClaim Number:  0417-55320",
        "Prior claims at this address\nClaim Number:  0417-55320",
        "Prior claims\nDate of Loss:  5/1/2019\nClaim Number:  0417-55320",
        # Two of them.
        "Claim Number:  0417-55320\n\n\nClaim Number:  0417-55320-01",
        "Claim Number:  0417-55320\n\n\nClaim Number:  see above",
    ],
)
def test_a_claim_number_that_is_not_certain_is_not_shown(claim: str) -> None:
    header = re.sub(r"Claim Number:.*\n", claim.replace("\\", "") + "\n\n", HEADER)
    estimate = with_header(header)
    assert estimate.claim_number.value == ""
    assert estimate.insured_name == Field("ALVAREZ, MARIA", 1)


@pytest.mark.parametrize(
    "line",
    [
        "Claim Number: 0417-55320 Policy Number: 7722014Type of Loss: Hail",
        "Claim Number:0417-55320  Policy Number: 7722014Type of Loss:Hail",
        "CLAIM NO.: 0417-55320  POLICY NO.: 7722014  TYPE OF LOSS: Hail",
        "Claim #: 0417-55320  Policy #: 7722014  Cause of Loss: Hail",
    ],
)
def test_labels_end_the_values_before_them_even_if_they_touch(line: str) -> None:
    estimate = with_header(re.sub(r"Claim Number:.*\n", line + "\n", HEADER))
    assert estimate.claim_number == Field("0417-55320", 1)
    assert estimate.policy_number == Field("7722014", 1)
    assert estimate.type_of_loss == Field("Hail", 1)


def test_the_same_claim_number_without_its_dashes_is_no_other_one() -> None:
    pages = estimate_pages(items="Claim Number:  041755320\n" + ITEMS)
    assert read(*pages).claim_number == Field("0417-55320", 1)


def test_two_claims_in_one_file_conflict_and_none_is_the_whole() -> None:
    other = HEADER.replace("0417-55320", "0417-99999").replace("ALVAREZ, MARIA", "ODUYA, JOHN A")
    estimate = read(
        *estimate_pages(), *estimate_pages(header=other, summary="Recap by Room", first=4)
    )
    assert estimate.claim_number.certainty is Certainty.CONFLICTING
    assert estimate.claim_number.page == 4
    assert estimate.insured_name.certainty is Certainty.CONFLICTING
    assert {getattr(estimate, name) for name in MONEY} == {SILENT}
    assert [coverage.rcv.value for coverage in estimate.coverages] == ["2450.00"]


# Pages that are none of the estimate

LETTER = """
RE:  Insured: ALVAREZ, MARIA
     Claim Number:  0417-55320-777
     Date of Loss:  3/1/2026

Dear Ms. Alvarez,

Replacement Cost Value       $9,000.00
Less Depreciation            (1,000.00)
Net Claim                    $8,000.00

Sincerely,
"""
GUIDE = """
Your guide to reading your adjuster summary

Insured:  Smith, Joe & Jane       Property:  1 Main Street, Austin, TX 78701
Claim Number:  9876-54321         Policy Number:  555-11-2222
Type of Loss:  Fire               Price List:  TXDF8X_JAN13
Estimate:  SMITH_JOE
"""
GUIDE_GOES_ON = ITEMS + SUMMARY.replace("Dwelling", "Coverage A")


def test_a_letter_before_the_estimate_says_nothing() -> None:
    estimate = read(page(1, LETTER), *estimate_pages(first=2))
    assert estimate.claim_number == Field("0417-55320", 2)
    assert estimate.date_of_loss == Field("2026-03-14", 2)
    assert estimate.rcv == Field("2450.00", 4)
    assert estimate.page_kinds[0] is PageKind.LETTER


def test_a_letter_alone_is_no_estimate_and_says_nothing() -> None:
    assert read(page(1, LETTER)) == Estimate(
        EstimateKind.NO_ESTIMATE, TextQuality.TEXT, page_kinds=(PageKind.LETTER,)
    )


def test_summaries_alone_are_no_estimate() -> None:
    estimate = read(page(1, SUMMARY, FOOT.format(1)))
    assert (estimate.kind, estimate.rcv) == (EstimateKind.NO_ESTIMATE, SILENT)


@pytest.mark.parametrize("place", ["before", "behind"])
def test_a_guide_says_nothing_even_where_it_goes_on(place: str) -> None:
    if place == "before":
        pages = [page(1, GUIDE), page(2, GUIDE_GOES_ON), *estimate_pages(first=3)]
    else:
        pages = [*estimate_pages(), page(4, GUIDE), page(5, GUIDE_GOES_ON)]
    estimate = read(*pages)
    alone = read(*estimate_pages())
    assert estimate.claim_number.value == "0417-55320"
    assert estimate.policy_number.value == "HO3-7720914"
    assert estimate.insured_name.value == "ALVAREZ, MARIA"
    assert estimate.price_list.value == "TXDF8X_MAR26"
    assert [c.name for c in estimate.coverages] == ["Dwelling"]
    assert estimate.line_items == alone.line_items
    assert estimate.page_kinds.count(PageKind.GUIDE) == 2


@pytest.mark.parametrize(
    "word",
    ["SAMPLE", "This is a sample estimate, for reference only.", "Estimate Guide", "Example"],
)
def test_an_invented_estimate_says_nothing(word: str) -> None:
    estimate = read(page(1, word, HEADER, ITEMS, SUMMARY))
    assert estimate.claim_number == SILENT
    assert estimate.rcv == SILENT
    assert estimate.page_kinds == (PageKind.GUIDE,)


# Money


@pytest.mark.parametrize(
    ("line", "instead"),
    [
        ("Less Deductible                         (1,000.00)", "Less Deductible  (900.00)"),
        ("Actual Cash Value                       $2,345.90", "Actual Cash Value  $2,345.91"),
        ("Net Claim                               $1,345.90", "Net Claim  $0.00"),
        ("Replacement Cost Value                  $2,450.00", "Replacement Cost Value  24.50"),
        ("Net Claim                               $1,345.90", ""),
        ("Replacement Cost Value                  $2,450.00", ""),
    ],
)
def test_sums_that_do_not_add_up_are_not_shown(line: str, instead: str) -> None:
    assert line in SUMMARY
    estimate = with_summary(SUMMARY.replace(line, instead))
    assert {getattr(estimate, name) for name in MONEY} == {SILENT}


def test_what_was_paid_before_is_deducted() -> None:
    paid = SUMMARY.replace(
        "Net Claim                               $1,345.90",
        "Less Prior Payment(s)  (300.00)\nNet Claim Remaining  $1,045.90",
    )
    estimate = with_summary(paid)
    assert estimate.net_claim == Field("1045.90", 3)
    assert estimate.deductible == Field("1000.00", 3)


def test_depreciation_in_two_parts_is_not_summed_up_here() -> None:
    lost = SUMMARY.replace(
        "Less Depreciation                         (104.10)",
        "Less Depreciation  (100.00)\nLess Non-recoverable Depreciation  <4.10>",
    )
    estimate = with_summary(lost)
    assert estimate.depreciation == SILENT
    assert estimate.net_claim == Field("1345.90", 3)


def test_several_coverages_are_listed_and_none_is_the_whole() -> None:
    other = """
    Summary for Other Structures
    Replacement Cost Value   $500.00
    Less Deductible          (0.00)
    Net Claim                $500.00
    """
    estimate = with_summary(SUMMARY, other)
    assert {getattr(estimate, name) for name in MONEY} == {SILENT}
    assert [(c.name, c.page, c.rcv.value) for c in estimate.coverages] == [
        ("Dwelling", 3, "2450.00"),
        ("Other Structures", 4, "500.00"),
    ]


def test_a_summary_that_does_not_add_up_keeps_the_other_from_being_the_whole() -> None:
    broken = "Summary for Contents\n\nReplacement Cost Value   $500.00\nNet Claim   $1.00\n"
    estimate = with_summary(SUMMARY, broken)
    assert estimate.rcv == SILENT
    assert estimate.coverages[1] == Coverage("Contents", 4)


def test_the_same_summary_twice_is_one() -> None:
    twice = with_summary(SUMMARY, SUMMARY)
    assert twice.rcv == Field("2450.00", 3)
    assert [(coverage.name, coverage.page) for coverage in twice.coverages] == [("Dwelling", 3)]


# Text that cannot be trusted


def test_from_recognized_text_all_is_marked_and_no_claim_number_taken() -> None:
    scanned = [
        PageText(p.page, p.width, p.height, p.lines, picture_share=1.0, is_invisible=True)
        for p in estimate_pages()
    ]
    estimate = read(*scanned)
    assert estimate.text is TextQuality.OCR
    assert estimate.claim_number == SILENT
    assert estimate.insured_name == Field("ALVAREZ, MARIA", 1, is_from_scan=True)
    assert estimate.rcv == Field("2450.00", 3, is_from_scan=True)
    assert estimate.coverages[0].acv.is_from_scan


@pytest.mark.parametrize(
    ("text", "quality", "kind"),
    [
        (page(1, "", picture_share=0.9), TextQuality.SCAN, EstimateKind.UNREADABLE),
        (page(1, "Page 3", picture_share=0.9), TextQuality.SCAN, EstimateKind.UNREADABLE),
        (page(1, ""), TextQuality.NONE, EstimateKind.UNREADABLE),
        (
            page(1, "\x03&ODLP\x031XPEHU\x1d\x03\x13\x17\x14\x1a\x10\x18\x18\x16\x15\x13 " * 9),
            TextQuality.GARBLED,
            EstimateKind.UNREADABLE,
        ),
        (page(1, "\ufffd" * 300), TextQuality.GARBLED, EstimateKind.UNREADABLE),
        (page(1, "Only a few words"), TextQuality.TEXT, EstimateKind.NO_ESTIMATE),
    ],
)
def test_text_that_says_nothing_is_told_apart(
    text: PageText, quality: TextQuality, kind: EstimateKind
) -> None:
    estimate = read(text)
    assert (estimate.text, estimate.kind) == (quality, kind)


def test_pages_that_were_not_read_may_hold_another_claim_and_another_summary() -> None:
    estimate = read_estimate(estimate_pages(), 9)
    assert estimate.claim_number == SILENT
    assert estimate.rcv == SILENT
    assert estimate.line_items is None
    assert estimate.insured_name == Field("ALVAREZ, MARIA", 1)
    assert estimate.page_kinds[3:] == (PageKind.UNREAD,) * 6


# Other fields


@pytest.mark.parametrize(
    ("company", "carrier"),
    [
        ("Company:        Copperline Restoration", ""),
        ("Company:        Mutual Roofing Services", ""),
        ("Company:        Insurance Claim Consultants", ""),
        ("Insurance Company:  Harrow Direct", "Harrow Direct"),
        ("Company:        State Farm", "State Farm"),
        ("Company:        Farmers", ""),
        ("Company:        Farmers Insurance Exchange", "Farmers Insurance Exchange"),
        ("Company:        Bluestem Farm & Home Insurance", "Bluestem Farm & Home Insurance"),
        ("Agent Company:  Harrow Mutual\nTravelers Rest, SC", ""),
    ],
)
def test_a_contractor_is_no_carrier(company: str, carrier: str) -> None:
    assert "Company:        Harrow Mutual" in HEADER
    estimate = with_header(HEADER.replace("Company:        Harrow Mutual", company))
    assert estimate.carrier.value == carrier


@pytest.mark.parametrize(
    ("head", "carrier"),
    [
        ("State Farm", "State Farm"),
        ("Travelers Rest, SC", ""),
        ("Nationwide", ""),
        ("Allstate Construction", ""),
        ("Mortgagee:  USAA", ""),
        ("Mortgage holder\nUSAA", ""),
        ("First Bank\nState Farm", ""),
        ("." + "\n" * 11 + "State Farm", ""),
        ("." + "\n" * 8 + "State Farm", "State Farm"),
    ],
)
def test_a_letterhead_counts_only_if_it_is_an_insurer_for_certain(head: str, carrier: str) -> None:
    header = HEADER.replace("Company:        Harrow Mutual", "")
    assert with_header(head + "\n" + header).carrier.value == carrier


def test_a_mailing_address_is_no_loss_address() -> None:
    mailed = HEADER.replace("Property:", "Address: ")
    assert with_header(mailed).property_address == SILENT


@pytest.mark.parametrize(
    ("insured", "name"),
    [
        (
            "Insured:  ALVAREZ, MARIA &\n          JUAN\n",
            "ALVAREZ, MARIA & JUAN",
        ),
        ("Insured:  ALVAREZ, MARIA\n          12 Elm St\n", "ALVAREZ, MARIA"),
        ("Insured:  MARIA ALVAREZ\n          Dale Winnecke\n", ""),
        ("Insured:  Elm Row\n          Trust\n", "Elm Row Trust"),
        ("Insured:  ALVAREZ, MARIA &\n", ""),
        ("Insured:  MARIA  ALVAREZ\n", ""),
        ("Insured:  John Doe\n", ""),
        (f"Insured:  ALVAREZ{' MARIA' * 18}\n", f"ALVAREZ{' MARIA' * 18}"),
        (f"Insured:  ALVAREZ{' MARIA' * 19}\n", ""),  # more than a line of an estimate
        ("Insured:            Home:  (940) 555-0143\n", ""),
    ],
)
def test_an_insured_name_is_whole_or_not_there(insured: str, name: str) -> None:
    header = HEADER.replace(
        "Insured:        ALVAREZ, MARIA            Home:      (940) 555-0143\n", insured + "\n"
    )
    assert with_header(header).insured_name.value == name


@pytest.mark.parametrize(
    ("printed", "missing"),
    [((1, 2, 3), ()), ((1, 2, 5), (3, 4)), ((1, 4, 2), (2, 3)), ((7, 8, 9), ())],
)
def test_missing_page_numbers_are_told(
    printed: tuple[int, int, int], missing: tuple[int, ...]
) -> None:
    parts = zip((HEADER, ITEMS, SUMMARY), printed, strict=True)
    pages = [page(n, part, FOOT.format(foot)) for n, (part, foot) in enumerate(parts, start=1)]
    assert read(*pages).missing_page_numbers == missing
    # In a foot without a name, only the numbers of the estimate's own pages count.
    plain = [
        page(n, part, f"Page: {foot}")
        for n, (part, foot) in enumerate(zip((HEADER, ITEMS, SUMMARY), printed, strict=True), 1)
    ]
    assert read(*plain).missing_page_numbers == missing
    letter = page(4, "Dear Ms. Alvarez,\n\nThank you.", "Page: 99")
    assert read(*plain, letter).missing_page_numbers == missing


def test_a_sketch_with_the_foot_of_the_estimate_is_a_sketch() -> None:
    sketch = page(4, "Main Level\n\nKitchen   Hall", FOOT.format(4))
    other = page(5, "Kitchen   Hall", FOOT.format(5))
    kinds = read(*estimate_pages(), sketch, other).page_kinds
    assert kinds == (*[PageKind.ESTIMATE] * 3, PageKind.SKETCH, PageKind.ESTIMATE)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("ALVAREZ_MARIA", "ALVAREZ_MARIA"),
        ("43-18C7-214", ""),  # another name is in the feet
    ],
)
def test_an_estimate_name_is_the_one_in_the_feet(name: str, shown: str) -> None:
    header = HEADER.replace("Estimate:       ALVAREZ_MARIA", f"Estimate:       {name}")
    assert with_header(header).estimate_name.value == shown


@pytest.mark.parametrize(
    ("name", "shown"), [("43-18C7-214", "43-18C7-214"), ("12500", ""), ("Roof repair", "")]
)
def test_without_feet_an_estimate_name_is_one_word_and_no_amount(name: str, shown: str) -> None:
    header = HEADER.replace("Estimate:       ALVAREZ_MARIA", f"Estimate:       {name}")
    assert read(page(1, header, ITEMS, SUMMARY)).estimate_name.value == shown


def test_a_page_of_sums_between_those_of_an_estimate_belongs_to_it() -> None:
    parts = (HEADER, ITEMS, "22,105.19  146,127.33", SUMMARY, "Thank you")
    pages = [page(n, part, f"Page: {n}") for n, part in enumerate(parts, start=1)]
    assert read(*pages).estimate_pages == (1, 2, 3, 4)


# Formats


@pytest.mark.parametrize(
    ("items", "summary", "kind"),
    [
        (
            "DESCRIPTION        QUANTITY\n1. Drip edge     12.00 LF\n2. Felt    3.00 SQ",
            "Recap by Room",
            EstimateKind.XACTIMATE_SCOPE,
        ),
        (
            "DESCRIPTION        QUANTITY\n1. Drip edge     12.00 LF\n2. Felt    3.00 SQ",
            SUMMARY,
            EstimateKind.XACTIMATE_ABBREVIATED,
        ),
        (
            """
            CAT  SEL  ACT  DESCRIPTION
            CALC  QTY  RESET  REMOVE  REPLACE  TAX  O&P  TOTAL
            1. RFG  DRIP  +  Drip edge
            120  120.00 LF  0.00  +  2.50  =  4.10  0.00  304.10
            """,
            SUMMARY,
            EstimateKind.XACTIMATE_ROUGH_DRAFT,
        ),
        (
            ITEMS,
            SUMMARY.replace("Net Claim  ", "Net Actual Cash Value Payment  "),
            EstimateKind.STATE_FARM_STYLE,
        ),
    ],
)
def test_formats_are_told_apart(items: str, summary: str, kind: EstimateKind) -> None:
    assert read(*estimate_pages(items=items, summary=summary)).kind is kind


def test_symbility_gives_the_loss_address_and_its_totals() -> None:
    estimate = read(
        page(
            1,
            """
            CLAIM NO.:  0417-55320      Address:  PO Box 9, Emporia, KS 66801
            INSURED:    Maria Alvarez   Date of Loss:  3/14/2026
            Type of Claim:  Hail        Pricing Database:  Dallas 3-2026
            Policy No.:  HO3-7720914    Loss address:  12 Elm St, Denton, TX 76201

            Description  Quantity  Unit Price  Per  Total O&P  Total Taxes  RC  Depreciation  ACV
            Drip edge  11.87 (12.00)  $2.50  LF  $0.00  $0.00  $30.00  $10.00  $20.00
            Felt       3.00 (3.00)  $20.00  SQ  $0.00  $0.00  $60.00  $0.00  $60.00

            CLAIM TOTALS   $0.00  $0.00  $90.00  $10.00  $80.00
            Applied deductible:      $50.00
            Net actual cash value:   $30.00
            """,
        )
    )
    assert estimate.kind is EstimateKind.SYMBILITY
    assert estimate.property_address.value == "12 Elm St, Denton, TX 76201"
    assert estimate.claim_number.value == "0417-55320"
    assert [getattr(estimate, name).value for name in MONEY] == [
        *("90.00", "10.00", "80.00", "50.00", "30.00"),
    ]
    assert estimate.line_items == 2


def test_an_invoice_is_no_estimate_and_a_bid_is_one() -> None:
    table = """
    Description  Qty  Unit Price  Total
    Drip edge    12 LF  $2.50     $30.00
    Felt          3 SQ  $20.00    $60.00
    """
    assert read(page(1, "INVOICE", table)).kind is EstimateKind.NO_ESTIMATE
    bid = read(page(1, "Proposal", "Company:  Harrow Mutual", table))
    assert (bid.kind, bid.carrier) == (EstimateKind.OTHER_ESTIMATE, SILENT)


# Whatever happens to the pages

_NAMES = ("insured_name", "claim_number", "policy_number", "type_of_loss", "price_list", "carrier")


def shown_in(estimate: Estimate) -> list[tuple[str, Field]]:
    found = [(name, getattr(estimate, name)) for name in estimate.__struct_fields__]
    found += [(n, getattr(c, n)) for c in estimate.coverages for n in c.__struct_fields__]
    return [(name, value) for name, value in found if isinstance(value, Field) and value.value]


@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 2**32), lost=st.floats(0, 0.4), joined=st.floats(0, 0.4))
def test_no_value_is_shown_that_is_not_on_its_page(seed: int, lost: float, joined: float) -> None:
    chance = random.Random(seed)
    printed: dict[int, str] = {}
    pages = []
    for number, part in enumerate((HEADER, ITEMS, SUMMARY + HEADER), start=1):
        words = [word for word in words_of(part) if chance.random() >= lost]
        for place in range(len(words) - 1, 0, -1):
            before, after = words[place - 1], words[place]
            if before[0] == after[0] and chance.random() < joined:
                words[place - 1 : place + 1] = [
                    (before[0], before[1], after[2], before[3] + after[3])
                ]
        moved = [(y + chance.uniform(-8, 8), x0, x1, text) for y, x0, x1, text in words]
        words = moved if chance.random() < 0.3 else words
        chance.shuffle(words)
        lines = visual_lines(number, words)
        pages.append(PageText(number, 612.0, 792.0, lines))
        printed[number] = "\n".join(word[3] for word in sorted(words, key=lambda w: (w[0], w[1])))
    for name, value in shown_in(read(*pages)):
        text = printed[value.page]
        if name in MONEY:
            amounts = {abs(cents_of(amount) or 0) for amount in amounts_in(text)}
            assert value.value in set(map(decimal_text, amounts))
        elif name == "date_of_loss":
            assert value.value in set(map(iso_date, re.findall(r"\d+/\d+/\d{4}", text)))
        else:
            squeezed = "".join(text.split())
            assert all(part in squeezed for part in value.value.split())


def test_lines_do_not_depend_on_the_order_in_which_they_are_drawn() -> None:
    words = words_of(HEADER)
    expected = visual_lines(1, words)
    for seed in range(5):
        random.Random(seed).shuffle(words)
        assert visual_lines(1, words) == expected


def test_what_no_estimate_has_neither_stops_the_reading_nor_counts() -> None:
    odd = [
        "١٢.٣٤",
        "Less Deductible  ٣.٤٥",
        "Claim Number:  ١٢٣٤٥٦",
        "(1,0",
        "\ufffd" * 9,
        ":" * 500,
    ]
    lines = "\n".join(
        [*odd, "Date of Loss:  2/30/2026", "Insured:  " + "x" * 500, "1. " + "2 " * 500]
    )
    estimate = read(*estimate_pages(), page(4, lines, FOOT.format(4)))
    assert estimate.claim_number.value == ""  # another one may stand there
    assert estimate.insured_name == Field("ALVAREZ, MARIA", 1)
    assert estimate.date_of_loss == Field("2026-03-14", 1)
    assert estimate.net_claim == Field("1345.90", 3)


def test_words_drawn_twice_to_look_bold_are_there_once() -> None:
    words = words_of(HEADER)
    bold = [(y, x0 + 0.4, x1 + 0.4, text) for y, x0, x1, text in words]
    assert [line.text for line in visual_lines(1, [*words, *bold])] == [
        line.text for line in visual_lines(1, words)
    ]


# Values of other fields that begin above, or are printed over others


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("                GRIFFITH\nInsured:        OFFICE LLC", "insured_name"),
        (
            "Policy Number:  HO-7738291\n                GRIFFITH\nInsured:        LLC",
            "insured_name",
        ),
        ("Insured:        MARIA                     ALVAREZ", "insured_name"),
        ("Insured:        DESHAWN OROURKE-\n                WHITFIELD", "insured_name"),
        ("                WIND AND\nType of Loss:   Hail", "type_of_loss"),
        ("Type of Loss:   Water\n                Damage", "type_of_loss"),
        (
            "                77 N. Bayou\nProperty:       Apt 12B Slidell, LA 70458",
            "property_address",
        ),
    ],
)
def test_a_part_of_a_value_is_not_shown(header: str, field: str) -> None:
    assert getattr(with_header(f"{header}\n\nPrice List:  TXDF8X_MAR26"), field) == SILENT


@pytest.mark.parametrize(
    ("header", "field", "shown"),
    [
        ("Property:       12 Elm St\n                Denton, TX 76201\nInsured:        BO LI",
         "insured_name", "BO LI"),
        ("Type of Loss:   Weight of ice\n                and snow", "type_of_loss",
         "Weight of ice and snow"),
        ("Date of Loss:   14-Mar-2026", "date_of_loss", "2026-03-14"),
    ],
)  # fmt: skip
def test_a_whole_value_is_shown(header: str, field: str, shown: str) -> None:
    found = getattr(with_header(f"{header}\n\nPrice List:  TXDF8X_MAR26"), field)
    assert found.value == shown


def test_of_two_names_printed_over_each_other_none_is_shown() -> None:
    words = [*words_of(HEADER.replace("ALVAREZ, MARIA  ", "                "))]
    top, left, _, _ = next(word for word in words if word[3] == "Insured:")
    words += [(top, left + 80, left + 140, "OTHERMAN-LEE"), (top, left + 90, left + 125, "ALVAREZ")]
    first = PageText(1, 612.0, 792.0, visual_lines(1, words))
    estimate = read(first, *estimate_pages()[1:])
    assert estimate.insured_name == SILENT
    assert estimate.claim_number.value == "0417-55320"


@pytest.mark.parametrize(
    ("company", "shown"),
    [
        ("Insurance Reconstruction Corp.", ""),
        ("Mutual Drywall & Glass", ""),
        ("Indemnity Windows", ""),
        ("Prairie Farmers Mutual Insurance Company", "Prairie Farmers Mutual Insurance Company"),
        ("Citizens Insurance Company of Florida", "Citizens Insurance Company of Florida"),
    ],
)
def test_another_trade_is_no_carrier(company: str, shown: str) -> None:
    estimate = with_header(HEADER.replace("Harrow Mutual", company))
    assert estimate.carrier.value == shown


# One summary is not always the whole


def without_totals(estimate: Estimate) -> bool:
    return all(getattr(estimate, name) == SILENT for name in MONEY)


def test_a_summary_of_less_than_all_items_is_not_the_whole() -> None:
    items = f"{ITEMS}Line Item Totals: ALVAREZ_MARIA   4.10  9,450.00  104.10  9,345.90"
    assert without_totals(read(*estimate_pages(items=items)))
    items = f"{ITEMS}Line Item Totals: ALVAREZ_MARIA   4.10  2,450.00  104.10  2,345.90"
    assert read(*estimate_pages(items=items)).rcv.value == "2450.00"


def test_a_page_that_is_a_picture_may_hold_another_summary() -> None:
    pages = estimate_pages()
    recap = page(5, "Recap by Room\n\nDwelling   2,450.00   100.00%", FOOT.format(5))
    picture = PageText(4, 612.0, 792.0, picture_share=1.0)
    assert without_totals(read(*pages, picture, recap))
    assert read(*pages, picture).rcv.value == "2450.00", "photos may follow"


def test_a_summary_of_another_estimate_is_not_taken() -> None:
    first, second, third = estimate_pages()
    other = page(3, SUMMARY, FOOT.format(3).replace("ALVAREZ_MARIA", "OTHER_ESTIMATE"))
    assert not without_totals(read(first, second, third))
    assert without_totals(read(first, second, other))


def test_a_summary_may_go_on_without_a_heading() -> None:
    head, rest = SUMMARY.split("Replacement Cost", 1)
    pages = [
        page(1, HEADER),
        page(2, ITEMS),
        page(3, head),
        page(4, f"Replacement Cost{rest}"),
    ]
    assert read(*pages).rcv == Field("2450.00", 4)


def table_page(rows: list[tuple[str, list[str]]], pitch: float, gap: float) -> PageText:
    """Return the first page of an estimate, with each label in the middle beside its value."""
    words = words_of(ITEMS, 400)
    y = 60.0
    for label, lines in rows:
        words += [
            (word[0], *word[1:]) for word in words_of(label, y + pitch * (len(lines) - 1) / 2)
        ]
        for line in lines:
            words += [(b, x0 + 120, x1 + 120, text) for b, x0, x1, text in words_of(line, y)]
            y += pitch
        y += gap
    return PageText(1, 612.0, 792.0, visual_lines(1, words))


@pytest.mark.parametrize("pitch", [9.0, 11.0, 13.5])
@pytest.mark.parametrize("gap", [2.0, 6.0, 15.0])
def test_a_label_may_be_in_the_middle_beside_two_lines(pitch: float, gap: float) -> None:
    address = ["12 Elm St", "Denton, TX 76201"]
    insured = ["ALVAREZ, MARIA and", "ALVAREZ, JOSE"]
    rows = [
        ("Insured:", insured[:1] if pitch == 9 else insured),
        ("Property:", address),
        ("Claim Number:", ["0417-55320"]),
        ("Date of Loss:", ["3/14/2026"]),
        ("Price List:", ["TXDF8X_MAR26"]),
    ]
    estimate = read_estimate([table_page(rows, pitch, gap)], 1)
    assert estimate.property_address == Field("12 Elm St Denton, TX 76201", 1)
    if pitch > 9:
        assert estimate.insured_name == Field("ALVAREZ, MARIA and ALVAREZ, JOSE", 1)
    assert estimate.claim_number.value in {"", "0417-55320"}
    assert estimate.date_of_loss == Field("2026-03-14", 1)


@pytest.mark.parametrize(
    "rows",
    [
        # Its own value is missing, and the lines around it are other values.
        [("Mail:", ["PO Box 4", "Waco, TX 76701"]), ("Property:", [""]), ("Home:", ["5", "6"])],
        [("Property:", ["", ""]), ("Mail:", ["PO Box 4", "Waco, TX 76701"])],
        # Three or four lines, of which two are an address by themselves.
        [("Property:", ["12 Elm St", "Building 4", "Unit 9", "Denton, TX 76201"])],
        [("Property:", ["Suite 7", "12 Elm St", "Denton, TX 76201", "United States"])],
    ],
)
def test_lines_around_a_label_that_may_be_another_value_are_not_shown(
    rows: list[tuple[str, list[str]]],
) -> None:
    around = [("Price List:", ["TXDF8X_MAR26"]), ("Date of Loss:", ["3/14/2026"])]
    page_ = table_page([*around, ("Type of Loss:", ["Hail"]), *rows], 11, 3)
    assert read_estimate([page_], 1).property_address == Field()


@pytest.mark.parametrize(
    ("rows", "field"),
    [
        # The label is at the lower edge beside the last line.
        ([("", ["First Church of"]), ("Insured:", ["North Denton"])], "insured_name"),
        ([("", ["Wind and"]), ("Type of Loss:", ["Hail"])], "type_of_loss"),
        ([("Type of Loss:", ["Wind and"])], "type_of_loss"),
        # The street is in a line above that may belong to another label.
        ([("Agent:", ["12 Elm St"]), ("Property:", ["Unit 4", "Waco, TX 76701"])], "address"),
        ([("Property:", ["Waco, TX 76701", "9 Oak St", "Plano, TX 75023"])], "address"),
        # On the line of its other half is a label of another column, far away.
        ([("Claim Number:", ["5047-0"]), ("Home:", [" " * 40 + "0647"])], "claim_number"),
    ],
)
def test_a_part_of_a_value_in_a_table_is_not_shown(
    rows: list[tuple[str, list[str]]], field: str
) -> None:
    words = words_of(ITEMS, 400)
    header = [("Price List:", ["TXDF8X_MAR26"]), ("Estimator:", ["Dale"]), *rows]
    y = 60.0
    for label, lines in header:
        words += words_of(label or " ", y)
        for line in lines:
            far = 200.0 if line.startswith(" ") or field == "claim_number" else 100.0
            words += [(b, x + far, x1 + far, text) for b, x, x1, text in words_of(line, y)]
            y += 11
    estimate = read_estimate([PageText(1, 612.0, 792.0, visual_lines(1, words))], 1)
    name = {"address": "property_address"}.get(field, field)
    assert getattr(estimate, name).value == ""


@pytest.mark.parametrize("pitch", [9.0, 11.0, 13.5])
@pytest.mark.parametrize("gap", [2.0, 6.0])
def test_a_label_may_be_beside_the_second_of_three_lines(pitch: float, gap: float) -> None:
    rows = [
        ("Insured:", ["ALVAREZ, MARIA"]),
        ("Property:", ["12 Elm St", "Unit 4", "Denton, TX 76201"]),
        ("Claim Number:", ["0417-55320"]),
        ("Date of Loss:", ["3/14/2026"]),
        ("Price List:", ["TXDF8X_MAR26"]),
    ]
    estimate = read_estimate([table_page(rows, pitch, gap)], 1)
    assert estimate.property_address == Field("12 Elm St Unit 4 Denton, TX 76201", 1)
    assert estimate.insured_name == Field("ALVAREZ, MARIA", 1)


def test_what_is_above_a_value_is_a_part_of_it_where_labels_are_beside_the_last_line() -> None:
    """The lines of a table without gaps: each may belong to what is above or below it."""
    words = words_of(ITEMS, 400)
    lines = """
                      9 County Road 1187
    Property:         Denton, TX 76201
    Price List:       TXDF8X_MAR26
                      Okafor, N.
    Insured:          Okafor, B.
    Estimator:        Dale Pike
                      Holt Family
    Policyholder:     Trust
    Date of Loss:     3/14/2026
    """
    words += words_of(lines, 60)
    estimate = read_estimate([PageText(1, 612.0, 792.0, visual_lines(1, words))], 1)
    assert estimate.kind is not EstimateKind.NO_ESTIMATE
    assert estimate.insured_name == SILENT
    assert estimate.property_address == SILENT


def test_an_email_address_has_no_second_line_that_would_be_the_next_address() -> None:
    lines = """
    Insured:          ALVAREZ, MARIA
    Email:            m@x.example
                      Suite 300
    Property:         12 Elm St
                      Denton, TX 76201
    Price List:       TXDF8X_MAR26
    Date of Loss:     3/14/2026
    Type of Loss:     Hail
                      Trust
    """
    words = [*words_of(ITEMS, 400), *words_of(lines, 60)]
    estimate = read_estimate([PageText(1, 612.0, 792.0, visual_lines(1, words))], 1)
    assert estimate.property_address == SILENT
    assert estimate.type_of_loss == SILENT


FIELDS_OF_A_HEADER = (
    ("insured_name", "Insured:", "ALVAREZ, MARIA"),
    ("estimator", "Estimator:", "Dale Pike"),
    ("carrier", "Company:", "Harrow Mutual"),
    ("claim_number", "Claim Number:", "0417-55320"),
    ("policy_number", "Policy Number:", "HO3-7720914"),
    ("type_of_loss", "Type of Loss:", "Hail"),
    ("date_of_loss", "Date of Loss:", "3/14/2026"),
    ("received", "Date Received:", "3/16/2026"),
    ("price_list", "Price List:", "TXDF8X_MAR26"),
    ("estimate_name", "Estimate:", "ALVAREZ_MARIA"),
)


@pytest.mark.parametrize("moved", range(len(FIELDS_OF_A_HEADER)))
@pytest.mark.parametrize("step", [-1, 1])
def test_values_beside_the_labels_of_others_are_not_shown(moved: int, step: int) -> None:
    """A value that is not stated lets the others move up, or a line too many lets them down."""
    words = words_of(ITEMS, 400)
    for number, (_, label, text) in enumerate(FIELDS_OF_A_HEADER):
        words += words_of(label, 60 + 14 * number)
        if step > 0 or number != moved:
            y = 60 + 14 * (number + (step if number >= moved else 0))
            words += [(b, x0 + 100, x1 + 100, w) for b, x0, x1, w in words_of(text, y)]
    estimate = read_estimate([PageText(1, 612.0, 792.0, visual_lines(1, words))], 1)
    shown = {"date_of_loss": "2026-03-14"}
    for name, _, text in FIELDS_OF_A_HEADER:
        if name in {"insured_name", "claim_number", "policy_number", "date_of_loss", "carrier"}:
            assert getattr(estimate, name).value in {"", shown.get(name, text)}, name


@pytest.mark.parametrize(
    "words",
    ["Same as above", "See attached", "TBD", "T.B.D.", "None", "Unknown", "N/A", "Not provided",
     "Policyholder", "Trust", "& ALVAREZ, JOSE", "and Jose Alvarez"],
)  # fmt: skip
def test_words_in_place_of_a_name_are_no_name(words: str) -> None:
    assert with_header(HEADER.replace("ALVAREZ, MARIA", words)).insured_name == SILENT


@pytest.mark.parametrize("number", ["XXXX-55320", "0417-XXXXX", "XXX-XX-5320"])
def test_a_number_of_which_a_part_is_masked_is_not_shown(number: str) -> None:
    estimate = with_header(HEADER.replace("0417-55320", number).replace("HO3-7720914", number))
    assert estimate.claim_number == estimate.policy_number == SILENT


def test_a_telephone_number_is_no_part_of_an_address() -> None:
    header = HEADER.replace("12 Elm St", "12 Elm St (903) 555-1212")
    assert header != HEADER
    assert with_header(header).property_address == SILENT


@pytest.mark.parametrize("words", ["Mayhem 14, 2026", "Decline 14, 2026", "14 Marble 2026"])
def test_a_word_that_begins_like_a_month_is_none(words: str) -> None:
    assert iso_date(words) == ""
