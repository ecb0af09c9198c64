"""Reading of an estimate from the text of its pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from capout_desktop.domain.estimate import (
    NOT_STATED,
    Coverage,
    Estimate,
    EstimateKind,
    Field,
    PageKind,
    TextQuality,
)
from capout_desktop.domain.estimates import field_rules as rules
from capout_desktop.domain.estimates.carriers import is_company, is_insurer, is_well_known
from capout_desktop.domain.estimates.formats import format_of
from capout_desktop.domain.estimates.labeled_page import Value
from capout_desktop.domain.estimates.labels import Label
from capout_desktop.domain.estimates.money import amounts_in, cents_of
from capout_desktop.domain.estimates.page_numbers import missing_page_numbers
from capout_desktop.domain.estimates.pages import Page, examine, kinds_of
from capout_desktop.domain.estimates.summaries import summaries_in
from capout_desktop.domain.positioned_text import PageText

LETTERHEAD_SHARE = 0.2
"""Upper part of a page in which a letterhead stands."""


def read_estimate(texts: Sequence[PageText], page_count: int) -> Estimate:
    """Return what is certain about the estimate in these pages.

    Args:
        texts: Pages that could be read, in any order.
        page_count: Number of pages of the PDF.
    """
    pages = [examine(text) for text in sorted(texts, key=lambda text: text.page)]
    kind_of = kinds_of(pages)
    page_kinds = tuple(kind_of.get(n, PageKind.UNREAD) for n in range(1, page_count + 1))
    parts = [page for page in pages if kind_of[page.text.page] is PageKind.ESTIMATE]
    if not parts:
        quality = _overall_quality(pages)
        is_all = len(pages) == page_count
        usable = quality in {TextQuality.TEXT, TextQuality.OCR}
        kind = EstimateKind.NO_ESTIMATE if usable and is_all else EstimateKind.UNREADABLE
        return Estimate(kind, quality, page_kinds=page_kinds)
    kind = format_of(parts)
    if kind is EstimateKind.NO_ESTIMATE:
        alone = {page.text.page: page.kind_alone for page in parts}
        page_kinds = tuple(alone.get(n, found) for n, found in enumerate(page_kinds, start=1))
        return Estimate(kind, _overall_quality(pages), page_kinds=page_kinds)
    is_ocr = 2 * sum(page.quality is TextQuality.OCR for page in parts) > len(parts)
    estimate = replace(
        _fields(parts, kind),
        text=TextQuality.OCR if is_ocr else TextQuality.TEXT,
        page_kinds=page_kinds,
        missing_page_numbers=missing_page_numbers(pages, kind_of, page_count),
    )
    if len(pages) < page_count:
        # What was not read may have another claim, another summary and more line items.
        estimate = replace(_without_totals(estimate), claim_number=NOT_STATED, line_items=None)
    elif (
        _has_two_claims(estimate)
        or len(estimate.coverages) != 1
        or len({page.foot_name for page in parts} - {""}) > 1  # pages of another file
        or _is_part(estimate, parts)
        or _may_lack_summaries(page_kinds)
    ):
        estimate = _without_totals(estimate)
    return _marked(estimate, {p.text.page for p in parts if p.quality is TextQuality.OCR})


def _is_part(estimate: Estimate, pages: Sequence[Page]) -> bool:
    """Return whether the line items come to more than the only summary that was found."""
    if not estimate.rcv.value:
        return False
    rcv = cents_of(estimate.rcv.value) or 0
    return any(
        abs(cents_of(amount) or 0) > rcv
        for page in pages
        for text in page.texts
        if text.lower().startswith(_ALL_ITEMS)
        for amount in amounts_in(text)
    )


_ALL_ITEMS = ("line item total", "line item subtotal")


def _may_lack_summaries(kinds: Sequence[PageKind]) -> bool:
    """Return whether a page between those of the estimate is a picture, perhaps of a summary."""
    of_estimate = [n for n, kind in enumerate(kinds) if kind is PageKind.ESTIMATE]
    return PageKind.SCAN in kinds[of_estimate[0] : of_estimate[-1]] if of_estimate else False


def _has_two_claims(estimate: Estimate) -> bool:
    """Return whether claim numbers differ, and not only in a note about another claim."""
    others = (
        estimate.insured_name,
        estimate.property_address,
        estimate.policy_number,
        estimate.date_of_loss,
        estimate.estimate_name,
    )
    return estimate.claim_number.is_conflicting and any(f.is_conflicting for f in others)


def _overall_quality(pages: Sequence[Page]) -> TextQuality:
    """Return the quality of a PDF without an estimate; scans count if they are half of it."""
    found = Counter(page.quality for page in pages)
    del found[TextQuality.NONE]
    if not found:
        return TextQuality.NONE
    for quality in (TextQuality.SCAN, TextQuality.GARBLED, TextQuality.OCR):
        if 2 * found[quality] >= found.total():
            return quality
    return TextQuality.TEXT


def _fields(pages: Sequence[Page], kind: EstimateKind) -> Estimate:
    values: dict[Label, list[Value]] = {}
    for page in pages:
        for value in page.values:
            values.setdefault(value.label, []).append(value)

    def of(label: Label) -> list[Value]:
        return values.get(label, [])

    coverages = summaries_in((page.text.page, text) for page in pages for text in page.texts)
    whole = coverages[0] if coverages else Coverage()
    return Estimate(
        kind=kind,
        text=TextQuality.TEXT,
        carrier=_carrier(pages, kind, of(Label.INSURANCE_COMPANY), of(Label.COMPANY)),
        insured_name=rules.agreed(of(Label.INSURED), rules.person),
        property_address=rules.agreed(of(Label.LOSS_ADDRESS), rules.address),
        claim_number=rules.agreed(of(Label.CLAIM_NUMBER), rules.claim_number, must_all_fit=True),
        policy_number=rules.agreed(of(Label.POLICY_NUMBER), rules.policy_number, must_all_fit=True),
        date_of_loss=rules.agreed(of(Label.DATE_OF_LOSS), rules.date_of_loss),
        type_of_loss=rules.agreed(
            [*of(Label.TYPE_OF_LOSS), *of(Label.TYPE_OF_CLAIM)], rules.type_of_loss
        ),
        price_list=_price_list(pages),
        estimate_name=_estimate_name(pages, of(Label.ESTIMATE)),
        rcv=whole.rcv,
        depreciation=whole.depreciation,
        acv=whole.acv,
        deductible=whole.deductible,
        net_claim=whole.net_claim,
        line_items=sum(page.items.count for page in pages) or None,
        coverages=coverages,
    )


def _carrier(
    pages: Sequence[Page],
    kind: EstimateKind,
    insurers: Sequence[Value],
    companies: Sequence[Value],
) -> Field:
    named = [value for value in insurers if is_company(rules.company(value))]
    if kind is not EstimateKind.OTHER_ESTIMATE:
        # In the others, "Company" is the contractor.
        named += [value for value in companies if is_insurer(rules.company(value))]
    if named:
        return rules.agreed(named, rules.company)
    if kind is EstimateKind.OTHER_ESTIMATE:
        return NOT_STATED
    return rules.agreed(_letterheads(pages), rules.company)


_OTHER_PARTY = re.compile(r"mortgage|lender|lienholder|agent\b|agency|\bbank\b", re.IGNORECASE)


def _letterheads(pages: Iterable[Page]) -> Iterable[Value]:
    for page in pages:
        above = ""
        for line in page.text.lines:
            if line.y > LETTERHEAD_SHARE * page.text.height:
                break
            is_other, above = bool(_OTHER_PARTY.search(above)), line.text
            if is_other:
                continue
            if any(cell.text.endswith(":") for cell in line.cells):
                continue  # a mortgagee or an earlier insurer, perhaps
            for cell in line.cells:
                if is_well_known(cell.text):
                    yield Value(Label.INSURANCE_COMPANY, (cell.text,), line.page)


def _price_list(pages: Iterable[Page]) -> Field:
    found = (
        Value(Label.PRICE_LIST, (code,), page.text.page)
        for page in pages
        for text in page.texts
        for code in rules.price_lists(text)
    )
    return rules.agreed(found, lambda value: value.text)


def _estimate_name(pages: Iterable[Page], values: Iterable[Value]) -> Field:
    name = rules.agreed(values, rules.estimate_name)
    in_feet = {page.foot_name for page in pages} - {""}
    if name.value and in_feet and name.value not in in_feet:
        return NOT_STATED
    return name


def _without_totals(estimate: Estimate) -> Estimate:
    return replace(
        estimate,
        rcv=NOT_STATED,
        depreciation=NOT_STATED,
        acv=NOT_STATED,
        deductible=NOT_STATED,
        net_claim=NOT_STATED,
    )


def _marked(estimate: Estimate, scanned: set[int]) -> Estimate:
    """Mark what was recognized in a picture; a claim number is not taken from there."""
    if not scanned:
        return estimate
    changes: dict[str, object] = {}
    for name in estimate.__struct_fields__:
        value = getattr(estimate, name)
        if isinstance(value, Field) and value.page in scanned and value.value:
            changes[name] = replace(value, is_from_scan=True)
    if "claim_number" in changes:
        changes["claim_number"] = NOT_STATED
    changes["coverages"] = tuple(_marked_coverage(c, scanned) for c in estimate.coverages)
    return replace(estimate, **changes)


def _marked_coverage(coverage: Coverage, scanned: set[int]) -> Coverage:
    changes = {
        name: replace(value, is_from_scan=True)
        for name in coverage.__struct_fields__
        if isinstance(value := getattr(coverage, name), Field)
        and value.value
        and value.page in scanned
    }
    return replace(coverage, **changes)
