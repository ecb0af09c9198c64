"""Recipes that lead to a wrong reading if a rule is a little too generous."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace
from functools import partial

from helpers.estimate_corpus.expectations import (
    MONEY_FIELDS,
    SILENCE,
    perhaps,
    stated,
)
from helpers.estimate_corpus.flow import LEFT, Look, halves, some_look
from helpers.estimate_corpus.formats import UNREADABLE, final_draft, state_farm_draft
from helpers.estimate_corpus.losses import Loss, claim_number, make_loss
from helpers.estimate_corpus.made import RECIPES, Draft, nothing, recipe, unsure
from helpers.estimate_corpus.papers import guide, payment_letter, scans
from helpers.estimate_corpus.rewriting import less_sure, rewritten, worded
from helpers.estimate_corpus.sheets import Sheet
from helpers.estimate_corpus.xactimate import Head, Xactimate

# Labels without a value.


@recipe
def nobody_insured(chance: random.Random) -> Draft:
    """Behind "Insured:" stands nothing; another label follows on the line."""
    draft = final_draft(chance, values={"Insured:": ""})
    return draft.but(insured_name=SILENCE)


@recipe
def no_street(chance: random.Random) -> Draft:
    """Behind "Property:" stands nothing; the town is under it."""
    loss = make_loss(chance)
    draft = final_draft(chance, loss, values={"Property:": ""})
    return draft.but(property_address=perhaps(loss.town))


@recipe
def date_in_place_of_the_claim(chance: random.Random) -> Draft:
    """No claim number, but a date without a label on the line."""
    values = {"Claim Number:": "", "Policy Number:": None, "Type of Loss:": None}
    draft = final_draft(chance, values=values, beside=(("", "7/9/2026"),))
    return draft.but(claim_number=SILENCE, policy_number=SILENCE, type_of_loss=SILENCE)


@recipe
def grid_without_a_claim(chance: random.Random) -> Draft:
    """Labels in a row, values under them, and nothing under the first."""
    draft = final_draft(chance, head=Head.GRID, values={"Claim Number:": ""})
    return less_sure(draft, "policy_number", "type_of_loss").but(claim_number=SILENCE)


@recipe
def no_policy_and_no_cause(chance: random.Random) -> Draft:
    """Labels that follow each other, without values."""
    values = {"Policy Number:": "", "Type of Loss:": ""}
    draft = final_draft(chance, values=values, head=chance.choice((Head.ONE_LINE, Head.STACKED)))
    return draft.but(policy_number=SILENCE, type_of_loss=SILENCE)


@recipe
def no_estimate_name(chance: random.Random) -> Draft:
    """Neither a name nor a price list, where their labels stand."""
    draft = final_draft(chance, values={"Price List:": "", "Estimate:": ""})
    # The name stands in the foot and over the line items as well, without a label.
    return draft.but(
        price_list=SILENCE, estimate_name=perhaps(*draft.expected["estimate_name"].allowed)
    )


# Other numbers and dates that contradict the head.


@recipe
def longer_claim_number_on_every_page(chance: random.Random) -> Draft:
    """The other pages give the claim number with a suffix."""
    loss = make_loss(chance)
    draft = final_draft(chance, loss, running=f"Claim Number: {loss.claim}-01")
    return less_sure(draft, "claim_number", *MONEY_FIELDS)


@recipe
def shortened_claim_number_on_every_page(chance: random.Random) -> Draft:
    """The other pages give the first half of it."""
    loss = make_loss(chance)
    half = loss.claim[: len(loss.claim) // 2]
    draft = final_draft(chance, loss, running=f"Claim Number: {half}")
    return less_sure(draft, "claim_number", *MONEY_FIELDS)


@recipe
def claim_number_with_and_without_dashes(chance: random.Random) -> Draft:
    """The other pages write the same number in another way."""
    loss = replace(make_loss(chance), claim="04-172-553201")
    draft = final_draft(chance, loss, running="Claim Number: 04172553201")
    return less_sure(draft, *MONEY_FIELDS).but(claim_number=perhaps(loss.claim, "04172553201"))


@recipe
def another_date_of_loss(chance: random.Random) -> Draft:
    """The other pages give another day."""
    draft = final_draft(chance, running="Date of Loss: 1/2/2026")
    return draft.but(date_of_loss=SILENCE)


@recipe
def another_price_list_in_a_note(chance: random.Random) -> Draft:
    """A note names the list that a price was taken from."""
    draft = final_draft(chance, notes=("Priced with OKOC8X_JAN26, since this list has no price.",))
    return less_sure(draft, "price_list")


@recipe
def another_claim_in_the_opening(chance: random.Random) -> Draft:
    """The letter on the first page speaks of an earlier claim."""
    loss = make_loss(chance)
    estimate = Xactimate(loss, some_look(chance), chance)
    other = claim_number(chance)
    opening = (
        f"Claim Number: {other} was closed in 2024. Its net claim was $4,310.22, its deductible"
        " $1,000.00 and its replacement cost value $9,120.41. Policy Number: see declarations."
    )
    sheets = estimate.whole(opening)
    expected = final_draft(random.Random(0), loss).expected
    expected = {**expected, "estimate_pages": perhaps(list(range(1, len(sheets) + 1)))}
    return Draft(sheets, unsure(expected, "claim_number", "policy_number", *MONEY_FIELDS))


# Companies that are no carrier.


@recipe
def contractor_under_the_representative(chance: random.Random) -> Draft:
    """A contractor fills in the representative's company as well."""
    loss = make_loss(chance)
    return final_draft(chance, loss, company=loss.contractor).but(carrier=SILENCE)


def _other_company(chance: random.Random, label: str) -> Draft:
    loss = make_loss(chance)
    extra = ((label, loss.estimator), ("Company:", loss.contractor))
    return final_draft(chance, loss, extra=extra).but(carrier=SILENCE)


for _label in ("Contractor:", "Public Adjuster:", "Agent:"):
    RECIPES[f"company of the {_label.rstrip(':').lower()}"] = partial(_other_company, label=_label)


@recipe
def insurer_named_in_a_note(chance: random.Random) -> Draft:
    """A note names an insurer that has nothing to do with it."""
    note = "State Farm paid for the fence of the neighbor; Allstate denied it."
    return final_draft(chance, notes=(note,)).but(carrier=SILENCE)


# Guides and letters.


@recipe
def guide_of_two_pages(chance: random.Random) -> Draft:
    """The sample stands on a page of its own, which says so in one word."""
    draft = final_draft(chance)
    look = some_look(chance)
    text = guide(look, chance)[:1]
    sample = Xactimate(make_loss(chance, items=(2, 4)), look, chance)
    sample.head_pages()
    sample.item_pages()
    sample.summary_pages()
    for page in sample.flow.sheets:
        page.text(LEFT, 770, chance.choice(("SAMPLE", "Sample estimate", "For reference only")), 14)
    first = [*text, *sample.flow.sheets]
    pages = [number + len(first) for number in range(1, len(draft.sheets) + 1)]
    return replace(draft, sheets=[*first, *draft.sheets]).but(estimate_pages=perhaps(pages))


@recipe
def guide_behind_the_estimate(chance: random.Random) -> Draft:
    """The guide comes last."""
    draft = final_draft(chance)
    return replace(draft, sheets=[*draft.sheets, *guide(some_look(chance), chance)])


@recipe
def guide_behind_a_state_farm_estimate(chance: random.Random) -> Draft:
    """The same in the other layout."""
    draft = state_farm_draft(chance, make_loss(chance))
    return replace(draft, sheets=[*draft.sheets, *guide(some_look(chance), chance)])


@recipe
def scan_behind_a_payment_letter(chance: random.Random) -> Draft:
    """The letter has totals, the estimate is a scan."""
    sheets = [*payment_letter(make_loss(chance), some_look(chance)), *scans(5)]
    return Draft(sheets, nothing(stated(UNREADABLE), "scan"))


# Shapes.


def _claim_shape(chance: random.Random, claim: str, *, plain: bool) -> Draft:
    draft = final_draft(chance, replace(make_loss(chance), claim=claim))
    return draft if plain else less_sure(draft, "claim_number")


for _claim, _plain in {
    "0417 55320 1": False,
    "01/0417/55320": False,
    "2026.03.0417": False,
    "PU-2026-019377-A-001": True,
    "000000000000041755320": True,
    "7": False,
    "CLM-0417-55320": True,
    "hm0417553": False,
}.items():
    _name = _claim.replace("/", " over ")
    RECIPES[f"claim number like {_name}"] = partial(_claim_shape, claim=_claim, plain=_plain)


def _claim_label(chance: random.Random, label: str) -> Draft:
    loss = make_loss(chance)
    draft = final_draft(chance, loss, head=chance.choice((Head.ONE_LINE, Head.STACKED)))
    return less_sure(rewritten(draft, worded("Claim Number:", label)), "claim_number")


for _label in ("Claim #:", "Claim No.:", "CLAIM NUMBER:", "Claim Number", "Claim:"):
    RECIPES[f"label written {_label}"] = partial(_claim_label, label=_label)


@recipe
def insured_who_touches_the_next_label(chance: random.Random) -> Draft:
    """A long name ends where the next label begins."""
    loss = replace(make_loss(chance), insured="Whispering Cottonwood Homeowners")
    draft = final_draft(chance, loss)
    ends = {
        text[1]: Sheet().text(*text) for text in draft.sheets[0].texts if text[2] == loss.insured
    }
    rewritten(
        draft,
        lambda text: (
            (ends[text[1]] + 0.3, *text[1:]) if text[2] == "Home:" and text[1] in ends else text
        ),
    )
    return draft


@recipe
def uneven_lines(chance: random.Random) -> Draft:
    """Labels and values of a line stand a little above or under each other."""
    return rewritten(
        final_draft(chance), lambda text: (text[0], text[1] + chance.uniform(-1, 1), *text[2:])
    )


@recipe
def narrow_lines(chance: random.Random) -> Draft:
    """Lines follow each other closely."""
    loss = make_loss(chance)
    sheets = Xactimate(loss, Look(9, leading=1.12), chance).whole()
    expected = final_draft(random.Random(0), loss).expected
    return Draft(sheets, expected).but(estimate_pages=perhaps(list(range(1, len(sheets) + 1))))


def _sized(chance: random.Random, size: float) -> Draft:
    loss: Loss = make_loss(chance)
    sheets = Xactimate(loss, Look(size), chance, numbers_below=True).whole()
    expected = final_draft(random.Random(0), loss).expected
    return Draft(sheets, expected).but(estimate_pages=perhaps(list(range(1, len(sheets) + 1))))


for _size in (6.5, 11):
    RECIPES[f"text of {_size:g} points"] = partial(_sized, size=_size)


# Values at the lower edge of their cells, and headings that say that they belong elsewhere.


@recipe
def label_beside_the_second_line(chance: random.Random) -> Draft:
    """Wrapped values, and each label at the lower edge of its cell."""
    loss = make_loss(chance)
    labels = ("Claim Number:", "Policy Number:")
    draft = final_draft(chance, loss, head=Head.STACKED, wraps=frozenset(labels))
    first, _ = halves(loss.claim)
    leading = next(
        above[1] - below[1]
        for above, below in itertools.pairwise(draft.sheets[0].texts)
        if above[2] == first
    )
    rewritten(
        draft,
        lambda text: (text[0], text[1] - leading, *text[2:]) if text[2] in labels else text,
    )
    unread = ("claim_number", "policy_number", "type_of_loss")
    return less_sure(draft, *unread)


@recipe
def another_number_above_the_label(chance: random.Random) -> Draft:
    """The word that makes the label another one is in the line above it."""
    values = {"Claim Number:": None}
    extra = (("Previous", ""), ("Claim Number:", claim_number(chance)))
    draft = final_draft(chance, values=values, head=Head.STACKED, extra=extra)
    return less_sure(draft, "policy_number", "type_of_loss").but(claim_number=SILENCE)


def _no_number(chance: random.Random, shown: str) -> Draft:
    values = {"Claim Number:": shown, "Policy Number:": shown}
    draft = final_draft(chance, values=values, head=Head.STACKED)
    return draft.but(claim_number=SILENCE, policy_number=SILENCE)


for _shown in ("2500.00", "14-Mar-2026", "918.555.0143", "2026/03/14"):
    RECIPES[f"{_shown.replace('/', ' ')} in place of the claim number"] = partial(
        _no_number, shown=_shown
    )


def _trade(chance: random.Random, company: str) -> Draft:
    draft = final_draft(chance, company=company)
    return draft.but(carrier=SILENCE)


for _company in ("Insurance Reconstruction Corp.", "Mutual Drywall & Glass", "Indemnity Windows"):
    RECIPES[f"contractor called {_company.lower()}"] = partial(_trade, company=_company)
