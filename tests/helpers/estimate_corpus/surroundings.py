"""Recipes of what else stands on the pages of an estimate: more labels, tables, copies of pages."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal

from helpers.estimate_corpus.expectations import MONEY_FIELDS, SILENCE, perhaps
from helpers.estimate_corpus.flow import LEFT, Flow, some_look
from helpers.estimate_corpus.formats import final_draft, state_farm_draft, symbility_draft
from helpers.estimate_corpus.losses import Loss, claim_number, make_loss, money
from helpers.estimate_corpus.made import Draft, recipe, unsure
from helpers.estimate_corpus.rewriting import less_sure, rewritten
from helpers.estimate_corpus.sheets import BOLD, Sheet


def _below(draft: Draft, rows: list[tuple[str, ...]], places: tuple[float, ...]) -> Draft:
    """Write rows of a table on the first page, under everything else."""
    page = draft.sheets[0]
    y = min(text[1] for text in page.texts if text[1] > 64) - 24
    for row in rows:
        for x, text in zip(places, row, strict=False):
            page.text(x, y, text, 9)
        y -= 13
    return draft


@recipe
def limits_of_the_coverages(chance: random.Random) -> Draft:
    """A table gives the deductible and the limit of each coverage."""
    loss = make_loss(chance)
    rows: list[tuple[str, ...]] = [
        ("Coverage", "Deductible", "Policy Limit"),
        ("Dwelling", f"${money(loss.coverages[0].deductible)}", "$310,000.00"),
        ("Other Structures", "$0.00", "$31,000.00"),
        ("Contents", "$0.00", "$155,000.00"),
    ]
    return _below(final_draft(chance, loss), rows, (LEFT, 220, 330))


@recipe
def limits_with_another_deductible(chance: random.Random) -> Draft:
    """The policy's deductible is larger than the one that was applied."""
    rows: list[tuple[str, ...]] = [
        ("Coverage", "Deductible", "Policy Limit"),
        ("Dwelling", "$9,750.00", "$310,000.00"),
    ]
    return _below(final_draft(chance), rows, (LEFT, 220, 330))


@recipe
def settings_of_the_depreciation(chance: random.Random) -> Draft:
    """Two columns of settings follow the name of the estimate."""
    rows: list[tuple[str, ...]] = [
        ("Depreciate Material:", "Yes", "Depreciate O&P:", "Yes"),
        ("Depreciate Non-material:", "Yes", "Depreciate Taxes:", "Yes"),
        ("Depreciate Removal:", "No", "Max Depreciation:", "80%"),
    ]
    return _below(final_draft(chance), rows, (LEFT, 170, 300, 410))


@recipe
def many_people(chance: random.Random) -> Draft:
    """Mortgagee, agent and reference have names, companies and addresses, too."""
    loss = make_loss(chance)
    rows: list[tuple[str, ...]] = [
        ("Mortgagee:", "First Lantern Bank", "Business:", "(800) 555-0181"),
        ("", "P.O. Box 71, Salina, KS 67401", "", ""),
        ("Reference:", "Delphine Vance", "Cell:", "(800) 555-0182"),
        ("Company:", loss.contractor, "E-mail:", "vance@summit.example"),
        ("Member Rep.:", "Ansel Ruiz", "Position:", "Adjuster"),
    ]
    draft = _below(final_draft(chance, loss), rows, (LEFT, 130, 330, 420))
    return draft.but(carrier=SILENCE)


@recipe
def related_claims(chance: random.Random) -> Draft:
    """Other claims of the same house are listed."""
    rows: list[tuple[str, ...]] = [
        ("Prior claims at this address:", claim_number(chance), "2019"),
        ("Prior Claim Number:", claim_number(chance), "2021"),
    ]
    return less_sure(_below(final_draft(chance), rows, (LEFT, 220, 330)), "claim_number")


@recipe
def statement_of_loss(chance: random.Random) -> Draft:
    """A page behind the recaps repeats the sums, and takes off what was paid."""
    loss = make_loss(chance)
    draft = final_draft(chance, loss)
    only = loss.coverages[0]
    flow = Flow(some_look(chance), foot=lambda number: (loss.name, ""))
    flow.new_page()
    flow.sheet.center(flow.y, "Statement of Loss", 12, BOLD)
    flow.down(3)
    paid = Decimal("512.20")
    for name, amount in (
        ("Replacement Cost Value", only.rcv),
        ("Less Depreciation", only.depreciation),
        ("Actual Cash Value", only.acv),
        ("Less Deductible", only.deductible),
        ("Less payment of April 2", paid),
        ("Amount due", only.net - paid),
    ):
        flow.text(LEFT + 40, name)
        flow.right(LEFT + 380, money(amount))
        flow.down()
    pages = list(range(1, len(draft.sheets) + 1))
    sheets = [*draft.sheets, *flow.sheets]
    return less_sure(replace(draft, sheets=sheets), *MONEY_FIELDS, "coverages").but(
        estimate_pages=perhaps(pages, [*pages, len(sheets)])
    )


def _copied(sheets: list[Sheet]) -> list[Sheet]:
    return [Sheet(list(page.texts), list(page.pictures), list(page.rules)) for page in sheets]


@recipe
def every_page_twice(chance: random.Random) -> Draft:
    """The estimate was printed into the file two times."""
    draft = final_draft(chance)
    sheets = [*draft.sheets, *_copied(list(draft.sheets))]
    (coverages,) = draft.expected["coverages"].allowed
    (lines,) = draft.expected["line_items"].allowed
    assert isinstance(coverages, list)
    assert isinstance(lines, int)
    return less_sure(replace(draft, sheets=sheets)).but(
        estimate_pages=perhaps(list(range(1, len(sheets) + 1))),
        coverages=perhaps(coverages, [*coverages, *coverages]),
        line_items=perhaps(lines, 2 * lines),
    )


@recipe
def last_page_first(chance: random.Random) -> Draft:
    """A scanner or a clerk turned the order of the pages around."""
    draft = final_draft(chance)
    return replace(draft, sheets=list(reversed(draft.sheets)))


@recipe
def some_pages_lost(chance: random.Random) -> Draft:
    """Only the first pages arrived: there is no summary."""
    draft = final_draft(chance, make_loss(chance, items=(20, 34)))
    kept = 2
    silent = dict.fromkeys(MONEY_FIELDS, SILENCE)
    return replace(
        draft,
        sheets=draft.sheets[:kept],
        expected={**draft.expected, **silent, "line_items": perhaps(), "coverages": SILENCE},
    ).but(estimate_pages=perhaps([1, 2]), line_items=perhaps(*range(1, 34)))


@recipe
def head_lost(chance: random.Random) -> Draft:
    """The first page is missing: nothing says whose estimate it is."""
    draft = final_draft(chance, make_loss(chance))
    expected = dict(draft.expected)
    for name in ("insured_name", "property_address", "claim_number", "policy_number"):
        expected[name] = SILENCE
    for name in ("date_of_loss", "type_of_loss", "price_list"):
        expected[name] = SILENCE
    expected["estimate_name"] = perhaps(*expected["estimate_name"].allowed)
    pages = list(range(1, len(draft.sheets)))
    return replace(draft, sheets=draft.sheets[1:], expected=expected).but(
        estimate_pages=perhaps(pages), carrier=SILENCE
    )


@recipe
def notes_between_the_columns(chance: random.Random) -> Draft:
    """Somebody wrote remarks with a PDF editor beside the head."""
    draft = final_draft(chance)
    page = draft.sheets[0]
    page.text(440, 640, "called 4/2 - pay 5,000.00", 8)
    page.text(430, 560, "see claim 99-1234-567!!", 10)
    fields = ("claim_number", "policy_number", "type_of_loss", "insured_name", "property_address")
    return less_sure(draft, *fields, "date_of_loss", "price_list", "estimate_name")


@recipe
def values_far_from_their_labels(chance: random.Random) -> Draft:
    """The values of the head begin in the middle of the page."""
    draft = final_draft(chance, make_loss(chance))
    page = draft.sheets[0]
    starts = {round(LEFT + 82, 1)}
    page.texts = [
        (x + 60 if round(x, 1) in starts else x, y, text, size, font)
        for x, y, text, size, font in page.texts
    ]
    return draft


def _both(loss: Loss) -> tuple[Loss, Loss]:
    return loss, replace(loss, claim=loss.claim + "9")


@recipe
def xactimate_and_symbility(chance: random.Random) -> Draft:
    """Two programs' estimates for two claims in one file."""
    one, other = _both(make_loss(chance))
    first, second = final_draft(chance, one), symbility_draft(chance, other)
    return _two(first, second)


@recipe
def xactimate_and_state_farm(chance: random.Random) -> Draft:
    """The same with two layouts."""
    one, other = _both(make_loss(chance))
    first, second = final_draft(chance, one), state_farm_draft(chance, other)
    return _two(first, second)


def _two(first: Draft, second: Draft) -> Draft:
    sheets = [*first.sheets, *second.sheets]
    expected = unsure(first.expected)
    kinds = (*first.expected["kind"].allowed, *second.expected["kind"].allowed, "other_estimate")
    (one,) = first.expected["coverages"].allowed
    (other,) = second.expected["coverages"].allowed
    assert isinstance(one, list)
    assert isinstance(other, list)
    silent = dict.fromkeys((*MONEY_FIELDS, "claim_number", "carrier"), SILENCE)
    names = ("estimate_name", "price_list", "property_address", "insured_name")
    changed = {name: perhaps(*first.expected[name].allowed) for name in names}
    return Draft(sheets, {**expected, **silent, **changed}).but(
        kind=perhaps(*kinds),
        line_items=perhaps(2 * int(str(first.expected["line_items"].allowed[0]))),
        coverages=perhaps([*one, *other]),
        estimate_pages=perhaps(list(range(1, len(sheets) + 1))),
    )


@recipe
def texts_in_capitals(chance: random.Random) -> Draft:
    """Labels and values are in capitals."""
    draft = rewritten(final_draft(chance), lambda text: (*text[:2], text[2].upper(), *text[3:]))
    expected = dict(draft.expected)
    for name in ("insured_name", "property_address", "type_of_loss", "claim_number"):
        expected[name] = perhaps(*(str(value).upper() for value in expected[name].allowed))
    (coverages,) = expected["coverages"].allowed
    assert isinstance(coverages, list)
    raised = [(name.upper(), amounts) for name, amounts in coverages]
    expected["coverages"] = perhaps(raised)
    return less_sure(replace(draft, expected=expected))
