"""What kind each page is, by itself and among the others; which page numbers are missing."""

from __future__ import annotations

import pytest
from helpers.printed_pages import FOOT, HEADER, ITEMS, SUMMARY, estimate_pages, page
from msgspec.structs import replace

from capout_desktop.domain.estimate import Estimate, EstimateKind, Field, PageKind, TextQuality
from capout_desktop.domain.estimates.formats import format_of
from capout_desktop.domain.estimates.items import Head, Items
from capout_desktop.domain.estimates.labels import Label
from capout_desktop.domain.estimates.page_numbers import MOST_MISSING, missing_page_numbers
from capout_desktop.domain.estimates.pages import examine, kinds_of
from capout_desktop.domain.estimates.reading import read_estimate
from capout_desktop.domain.positioned_text import Cell, PageText, VisualLine

K = PageKind
Q = TextQuality
SNOWMAN = "\u2603"


def text_of(
    *lines: str, number: int = 1, share: float = 0.0, is_invisible: bool = False
) -> PageText:
    """Return a page with one cell on each line."""
    rows = tuple(
        VisualLine(number, 40.0 + 12 * place, (Cell(20, 20 + 5 * len(line), line),))
        for place, line in enumerate(lines)
    )
    return PageText(number, 612.0, 792.0, rows, share, is_invisible)


@pytest.mark.parametrize(
    ("line", "share", "is_invisible", "quality"),
    [
        ("", 0.0, False, Q.NONE),
        ("", 0.69, True, Q.NONE),
        ("", 0.7, False, Q.SCAN),
        ("...", 0.0, False, Q.NONE),
        ("a", 0.0, False, Q.TEXT),
        (SNOWMAN, 0.0, False, Q.TEXT),
        ("a" * 60, 0.7, False, Q.SCAN),
        ("a" * 30 + SNOWMAN * 30, 0.7, False, Q.SCAN),
        ("a" * 61, 0.7, False, Q.OCR),
        ("a" * 61, 0.69, False, Q.TEXT),
        ("a" * 61, 0.0, True, Q.OCR),
        ("a" * 88 + SNOWMAN * 12, 0.0, False, Q.TEXT),
        ("a" * 88 + SNOWMAN * 13, 0.0, False, Q.GARBLED),
        ("a" * 30 + SNOWMAN * 31, 0.9, True, Q.GARBLED),
    ],
)
def test_the_quality_of_a_text(
    line: str, share: float, is_invisible: bool, quality: TextQuality
) -> None:
    text = text_of(*[line] * bool(line), share=share, is_invisible=is_invisible)
    assert examine(text).quality is quality


DEAR, SINCERELY = "Dear Ms. Alvarez,", "Sincerely,"
TAKEN = "Taken by Dale"


@pytest.mark.parametrize(
    ("lines", "share", "kind"),
    [
        ([], 0.7, K.SCAN),
        ([], 0.0, K.BLANK),
        ([], 0.04, K.BLANK),
        ([], 0.05, K.PHOTOS),
        ([DEAR, SINCERELY, "Photo Sheet"], 0.0, K.LETTER),
        ([DEAR, "Photo Sheet"], 0.0, K.PHOTOS),
        ([DEAR, "Main Level"], 0.0, K.SKETCH),
        ([DEAR, "Kitchen"], 0.0, K.LETTER),
        (["Kitchen"], 0.0, K.OTHER),
        ([TAKEN, TAKEN.upper()], 0.0, K.PHOTOS),
        ([TAKEN, "Kitchen"], 0.0, K.OTHER),
        (["Main Level", *["Hall"] * 78], 0.0, K.SKETCH),
        (["Main Level", *["Hall"] * 79], 0.0, K.OTHER),
    ],
)
def test_the_kind_of_a_page_alone(lines: list[str], share: float, kind: PageKind) -> None:
    assert examine(text_of(*lines, share=share)).kind_alone is kind


@pytest.mark.parametrize(
    ("lines", "is_guide"),
    [
        (["SAMPLE"], True),
        (["A sample of it"], False),
        (["Your settlement guide"], True),
        (["Your guide"], False),
        (["Guide 7 to your claim"], False),
        (["How to read", "your estimate"], True),
        (["12 Main St, Anytown, TX"], True),
        (["Reading"], False),
        (["Hail"], False),
    ],
)
def test_a_guide_says_that_it_is_one(lines: list[str], is_guide: bool) -> None:
    assert examine(text_of(*lines)).is_guide is is_guide


def test_of_a_text_that_cannot_be_used_nothing_is_told() -> None:
    garbage = SNOWMAN * 99
    for line, told in ((garbage, False), ("x" * 99, True)):
        found = examine(text_of("SAMPLE", DEAR, "Recap by Room", line))
        assert (found.is_guide, found.is_letter, found.has_recap) == (told, told, told)


def test_everything_that_is_told_of_a_page() -> None:
    text = page(4, HEADER.replace("Denton, TX 76201", "Denton"), ITEMS, FOOT.format("3 of 7"))
    found = examine(text)
    assert (found.text, found.quality) == (text, Q.TEXT)
    assert (found.number, found.last_number) == (3, 7)
    assert found.items == Items(
        frozenset(
            {
                *(Head.DESCRIPTION, Head.QUANTITY, Head.UNIT_PRICE, Head.TAX, Head.RCV),
                *(Head.DEPRECIATION, Head.ACV),
            }
        ),
        2,
        2,
        2,
    )
    assert (found.foot_name, found.kind_alone) == ("ALVAREZ_MARIA", K.OTHER)
    assert found.is_header
    assert not found.is_letter
    assert Label.PRICE_LIST in found.labels
    assert {value.page for value in found.values} == {4}


def kinds(*texts: PageText) -> list[PageKind]:
    found = kinds_of([examine(text) for text in texts])
    return [found[text.page] for text in texts]


THREE = [K.ESTIMATE] * 3


def plain(*parts: str, first: int = 1) -> list[PageText]:
    return [page(number, part) for number, part in enumerate(parts, start=first)]


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ((HEADER, ITEMS, SUMMARY), THREE),
        ((HEADER, SUMMARY), [K.OTHER] * 2),
        ((ITEMS,), [K.ESTIMATE]),
        # A line item without column heads belongs to a header with a price list.
        ((HEADER, "1. Felt 3.00 SQ 9.00\n2. Nails 4 EA 1.00"), [K.ESTIMATE] * 2),
        ((HEADER, "1. Felt 3.00 SQ 9.00"), [K.OTHER] * 2),
        (("1. Felt 3.00 SQ 9.00\n2. Nails 4 EA 1.00",), [K.OTHER]),
        (
            (HEADER.replace("Price List", "Nothing"), "1. Felt 3 SQ 9.00\n2. Nails 4 EA 1.00"),
            [K.OTHER] * 2,
        ),
        # A letter may have a recap.
        ((HEADER, ITEMS, f"{DEAR}\nRecap by Room"), [K.ESTIMATE, K.ESTIMATE, K.LETTER]),
        ((HEADER, ITEMS, "Recap by Room"), THREE),
        ((HEADER, ITEMS, "Kitchen"), [K.ESTIMATE, K.ESTIMATE, K.OTHER]),
        # A guide goes on up to a letter or, where no page is numbered, up to a header.
        (("SAMPLE", ITEMS, HEADER, ITEMS), [K.GUIDE, K.GUIDE, K.ESTIMATE, K.ESTIMATE]),
        (("SAMPLE", ITEMS), [K.GUIDE] * 2),
        (
            ("SAMPLE", f"{DEAR}\nHello", ITEMS),
            [K.GUIDE, K.LETTER, K.ESTIMATE],
        ),
        (("SAMPLE", HEADER, f"{ITEMS}\nPage: 2"), [K.GUIDE, K.GUIDE, K.ESTIMATE]),
        ((HEADER, ITEMS, "SAMPLE", SUMMARY), [K.ESTIMATE, K.ESTIMATE, K.GUIDE, K.GUIDE]),
        # The rest of a summary.
        (
            (ITEMS + "Replacement Cost Value $9.00", "Net Claim $9.00"),
            [K.ESTIMATE] * 2,
        ),
        (
            (ITEMS + "Replacement Cost Value $9.00" + "\nx" * 9, "a\nb\nc\nNet Claim $9.00"),
            [K.ESTIMATE] * 2,
        ),
        (
            (ITEMS + "Replacement Cost Value $9.00" + "\nx" * 10, "Net Claim $9.00"),
            [K.ESTIMATE, K.OTHER],
        ),
        (
            (ITEMS + "Replacement Cost Value $9.00", "a\nb\nc\nd\nNet Claim $9.00"),
            [K.ESTIMATE, K.OTHER],
        ),
        ((ITEMS, "Net Claim $9.00"), [K.ESTIMATE, K.OTHER]),
        # A page between those of an estimate.
        ((f"{HEADER}\nPage: 1", "Hall\nPage: 2", f"{ITEMS}\nPage: 3"), THREE),
        (
            (f"{HEADER}\nPage: 1", "Hall\nPage: 3", f"{ITEMS}\nPage: 4"),
            [K.ESTIMATE, K.OTHER, K.ESTIMATE],
        ),
        (
            (f"{HEADER}\nPage: 1", "Hall\nPage: 2", f"{ITEMS}\nPage: 4"),
            [K.ESTIMATE, K.OTHER, K.ESTIMATE],
        ),
        ((f"{ITEMS}\nPage: 1", "Hall\nPage: 2", "x\nPage: 3"), [K.ESTIMATE, K.OTHER, K.OTHER]),
        # One with the name of the estimate in its foot.
        ((ITEMS + FOOT.format(1), "Hall\n" + FOOT.format(9)), [K.ESTIMATE] * 2),
        (
            (ITEMS + FOOT.format(1), "Hall\n" + FOOT.format(9).replace("MARIA", "JUAN")),
            [K.ESTIMATE, K.OTHER],
        ),
    ],
)
def test_the_kinds_of_pages_among_others(parts: tuple[str, ...], expected: list[PageKind]) -> None:
    assert kinds(*plain(*parts)) == expected


def test_the_heads_of_a_guide_are_no_heads_of_the_estimate() -> None:
    items = "1. Felt 3.00 SQ 9.00\n2. Nails 4 EA 1.00"
    guide = f"SAMPLE\n{ITEMS}"
    assert kinds(*plain(guide, f"{items}\nPage: 3")) == [K.GUIDE, K.OTHER]


def missing(*feet: str, count: int | None = None, body: str = ITEMS) -> tuple[int, ...]:
    texts = [page(n, body, foot) for n, foot in enumerate(feet, start=1) if foot != "left out"]
    pages = [examine(text) for text in texts]
    return missing_page_numbers(pages, kinds_of(pages), count or len(texts))


def test_which_page_numbers_are_missing() -> None:
    assert missing("Page: 1", "Page: 4") == (2, 3)
    assert missing("Page: 1", "Page: 2", "Page: 4 of 6") == (3, 5, 6)
    assert missing("Page: 5 of 5") == ()
    assert missing("Page: 5 of 4") == ()
    assert missing("Page: 4", "Page: 1") == ()
    assert missing("Page: 1", "Page: 4", count=3) == (), "a page was not read"
    assert missing("Page: 1", "no number", "Page: 4") == (), "it may be one of them"
    assert missing("Page: 1 of 9", "no number") == (), "the last one may have them"
    assert missing(FOOT.format(1), FOOT.format(4)) == (2, 3)
    assert missing(FOOT.format(1), FOOT.format(4).replace("MARIA", "JUAN")) == ()
    assert missing("no number") == ()


def test_only_numbers_of_the_estimate_count() -> None:
    texts = [*plain(ITEMS + "Page: 1", DEAR + "\nPage: 9 of 12"), page(3, "x\nPage: 7")]
    pages = [examine(text) for text in texts]
    assert missing_page_numbers(pages, kinds_of(pages), 3) == ()
    last = [examine(page(1, ITEMS + FOOT.format("1 of 3")))]
    assert missing_page_numbers(last, {1: K.ESTIMATE}, 1) == (2, 3)
    assert missing_page_numbers(last, {1: K.OTHER}, 1) == ()


def test_too_many_missing_numbers_are_no_missing_pages() -> None:
    assert len(missing("Page: 1", f"Page: {MOST_MISSING + 2}")) == MOST_MISSING
    assert missing("Page: 1", f"Page: {MOST_MISSING + 3}") == ()


# Formats

XACTIMATE = "Price List: TXDF8X_MAR26\n"


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        (["QTY PER RC"], EstimateKind.SYMBILITY),
        (["QTY PER TAX"], EstimateKind.OTHER_ESTIMATE),
        (["QTY RC TAX"], EstimateKind.OTHER_ESTIMATE),
        (["Pricing Database: 7", "Type of Claim: Hail"], EstimateKind.SYMBILITY),
        (["Pricing Database: 7"], EstimateKind.OTHER_ESTIMATE),
        (["Type of Claim: Hail"], EstimateKind.OTHER_ESTIMATE),
        (["Pricing Database: 7", "Claim Type: Hail", "Insured: Bo"], EstimateKind.SYMBILITY),
        (["CAT SEL"], EstimateKind.XACTIMATE_ROUGH_DRAFT),
        (["SEL QTY", XACTIMATE], EstimateKind.XACTIMATE_SCOPE),
        (["CAT QTY", XACTIMATE], EstimateKind.XACTIMATE_SCOPE),
        (["Invoice # 7"], EstimateKind.NO_ESTIMATE),
        (["Amount due"], EstimateKind.NO_ESTIMATE),
        (["Invoice # 7", "Our BID"], EstimateKind.OTHER_ESTIMATE),
        (["Nothing"], EstimateKind.OTHER_ESTIMATE),
        ([XACTIMATE, "Invoice # 7"], EstimateKind.XACTIMATE_SCOPE),
        ([XACTIMATE, "NET ACTUAL CASH VALUE PAYMENT"], EstimateKind.STATE_FARM_STYLE),
        (["RCV ACV"], EstimateKind.XACTIMATE_SCOPE),
        (["RCV ACV TAX"], EstimateKind.XACTIMATE_SCOPE),
        (["REMOVE REPLACE"], EstimateKind.XACTIMATE_FINAL_DRAFT),
        (["RESET REPLACE"], EstimateKind.XACTIMATE_FINAL_DRAFT),
        (["RCV TAX"], EstimateKind.OTHER_ESTIMATE),
        ([XACTIMATE, "UNIT TAX"], EstimateKind.XACTIMATE_FINAL_DRAFT),
        ([XACTIMATE, "UNIT PRICE TAX"], EstimateKind.XACTIMATE_FINAL_DRAFT),
        ([XACTIMATE, "QTY TAX"], EstimateKind.XACTIMATE_SCOPE),
        ([XACTIMATE, "UNIT PRICE TAX", "1. A 1 EA 1.00 2.00", "2. B 2 EA"],
         EstimateKind.XACTIMATE_FINAL_DRAFT),
        ([XACTIMATE, "UNIT PRICE TAX", "1. A 1 EA 1.00 2.00", "2. B 2 EA", "3. C 2 EA"],
         EstimateKind.XACTIMATE_ABBREVIATED),
        ([XACTIMATE, "UNIT PRICE TAX", "1. A 1 EA"], EstimateKind.XACTIMATE_SCOPE),
        ([XACTIMATE, "1. A 1 EA", "replacement COST value"], EstimateKind.XACTIMATE_ABBREVIATED),
        ([XACTIMATE, "1. A 1 EA 1.00"], EstimateKind.XACTIMATE_ABBREVIATED),
        (["Estimator: A", "Estimate: B", "Type of Loss: Hail", "Date of Loss: 1"],
         EstimateKind.XACTIMATE_SCOPE),
        (["Estimator: A", "Estimate: B", "Type of Loss: Hail", "Insured: Bo"],
         EstimateKind.OTHER_ESTIMATE),
    ],
)  # fmt: skip
def test_the_format_of_an_estimate(lines: list[str], kind: EstimateKind) -> None:
    assert format_of([examine(page(1, "\n".join(lines)))]) is kind
    pages = [examine(page(n, line)) for n, line in enumerate(lines, start=1)]
    assert format_of(pages) is kind


# The whole file


def scanned(text: PageText) -> PageText:
    return replace(text, is_invisible=True)


@pytest.mark.parametrize(
    ("texts", "count", "kind", "quality"),
    [
        ([], 0, EstimateKind.UNREADABLE, Q.NONE),
        ([], 2, EstimateKind.UNREADABLE, Q.NONE),
        ([text_of()], 1, EstimateKind.UNREADABLE, Q.NONE),
        ([text_of("a")], 1, EstimateKind.NO_ESTIMATE, Q.TEXT),
        ([text_of("a")], 2, EstimateKind.UNREADABLE, Q.TEXT),
        ([text_of("a" * 99, is_invisible=True)], 1, EstimateKind.NO_ESTIMATE, Q.OCR),
        ([text_of(share=1.0)], 1, EstimateKind.UNREADABLE, Q.SCAN),
        ([text_of("a"), text_of(number=2, share=1.0)], 2, EstimateKind.UNREADABLE, Q.SCAN),
        (
            [text_of("a"), text_of("b", number=2), text_of(number=3, share=1.0)],
            3,
            EstimateKind.NO_ESTIMATE,
            Q.TEXT,
        ),
        (
            [text_of("a"), text_of(number=2), text_of(number=3, share=1.0)],
            3,
            EstimateKind.UNREADABLE,
            Q.SCAN,
        ),
        ([text_of("a"), text_of(SNOWMAN * 99, number=2)], 2, EstimateKind.UNREADABLE, Q.GARBLED),
    ],
)
def test_a_file_without_an_estimate(
    texts: list[PageText], count: int, kind: EstimateKind, quality: TextQuality
) -> None:
    found = read_estimate(texts, count)
    assert (found.kind, found.text) == (kind, quality)
    assert len(found.page_kinds) == count
    assert found.page_kinds[len(texts) :] == (K.UNREAD,) * (count - len(texts))


def test_an_invoice_is_no_estimate_whatever_its_table_is() -> None:
    items = ITEMS.replace("DEPREC.", "PER ").replace("RCV", "TAX").replace("ACV", "TAX")
    texts = plain("Hall", f"Invoice # 7\n{items}", "Photo Sheet")
    assert read_estimate(texts, 4) == Estimate(
        EstimateKind.NO_ESTIMATE, Q.TEXT, page_kinds=(K.OTHER, K.OTHER, K.PHOTOS, K.UNREAD)
    )


@pytest.mark.parametrize(("count", "quality"), [(1, Q.TEXT), (2, Q.OCR), (3, Q.OCR)])
def test_an_estimate_is_recognized_text_if_most_of_its_pages_are(
    count: int, quality: TextQuality
) -> None:
    pages = estimate_pages()
    found = read_estimate([*map(scanned, pages[:count]), *pages[count:]], 3)
    assert found.text is quality
    assert found.insured_name == Field("ALVAREZ, MARIA", 1, is_from_scan=True)
    assert found.claim_number == Field()
    assert found.rcv == Field("2450.00", 3, is_from_scan=count == 3)
    assert found.coverages[0].rcv == found.rcv
    assert found.coverages[0].deductible == found.deductible


def test_half_of_the_pages_are_not_most_of_them() -> None:
    pages = estimate_pages()
    more = page(4, ITEMS, FOOT.format(4))
    assert read_estimate([scanned(pages[0]), pages[1], pages[2], scanned(more)], 4).text is Q.TEXT
    assert read_estimate([pages[0], pages[1], scanned(pages[2])], 3).claim_number.value != ""


@pytest.mark.parametrize(
    ("line", "is_whole"),
    [
        ("Line Item Total  2,450.00", True),
        ("Line Item Total  2,450.01", False),
        ("LINE ITEM SUBTOTALS  (2,450.01)", False),
        ("Line items  2,450.01", True),
    ],
)
def test_line_items_that_cost_more_than_the_summary_are_of_another_one(
    line: str, is_whole: bool
) -> None:
    found = read_estimate(estimate_pages(items=f"{ITEMS}{line}"), 3)
    assert found.rcv == (Field("2450.00", 3) if is_whole else Field())
    assert found.coverages[0].rcv == Field("2450.00", 3)


@pytest.mark.parametrize(
    ("other", "is_whole"),
    [
        ("Claim Number:  0417-99999", True),
        ("Claim Number:  0417-99999\nPolicy Number:  HO3-9999999", False),
        ("Claim Number:  0417-99999\nDate of Loss:  3/15/2026", False),
        ("Policy Number:  HO3-9999999", True),
    ],
)
def test_two_claims_are_told_by_more_than_their_numbers(other: str, is_whole: bool) -> None:
    found = read_estimate(estimate_pages(items=f"{other}\n{ITEMS}"), 3)
    assert bool(found.net_claim.value) is is_whole
