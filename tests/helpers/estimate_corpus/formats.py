"""Recipes of each format, as it usually is, and of papers that are no estimate."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import partial

from helpers.estimate_corpus.expectations import MONEY_FIELDS, SILENCE, perhaps, stated
from helpers.estimate_corpus.flow import some_look
from helpers.estimate_corpus.losses import Loss, make_loss
from helpers.estimate_corpus.made import (
    RECIPES,
    Draft,
    everything,
    nothing,
    recipe,
    silent,
    unsure,
)
from helpers.estimate_corpus.papers import (
    PAPERS,
    bid,
    cover_letter,
    guide,
    other_paper,
    payment_letter,
    photo_sheets,
    scans,
    sketch,
)
from helpers.estimate_corpus.rough_draft import RoughDraft
from helpers.estimate_corpus.sheets import Printing, Sheet
from helpers.estimate_corpus.symbility import Symbility, simsol_like
from helpers.estimate_corpus.two_column_estimate import TwoColumnEstimate
from helpers.estimate_corpus.xactimate import Head, Xactimate

FINAL, SCOPE, ABBREVIATED = "xactimate_final_draft", "xactimate_scope", "xactimate_abbreviated"
ROUGH, STATE_FARM, SYMBILITY = "xactimate_rough_draft", "state_farm_style", "symbility"
OTHER, NONE, UNREADABLE = "other_estimate", "no_estimate", "unreadable"
OPENING = (
    "This estimate is not an authorization to repair. Your deductible and any depreciation are"
    " subtracted from the replacement cost. Please keep the claim number at hand if you call."
)


def final_draft(
    chance: random.Random, loss: Loss | None = None, kind: str = FINAL, **options: object
) -> Draft:
    """Return a final draft; `options` are those of `Xactimate`."""
    loss = loss or make_loss(chance)
    estimate = Xactimate(loss, some_look(chance), chance, **options)  # type: ignore[arg-type]
    sheets = estimate.whole(OPENING if chance.random() < 0.5 else "")
    expected = everything(loss, kind, len(sheets))
    if estimate.company:
        expected["carrier"] = stated(estimate.company)
    return Draft(sheets, expected)


def _final(chance: random.Random, columns: str, head: Head, *, below: bool) -> Draft:
    loss = make_loss(chance)
    joined = head is Head.TOUCHING
    draft = final_draft(
        chance, loss, columns=columns, head=head, numbers_below=below, joined=joined,
        company=loss.carrier,
    )  # fmt: skip
    if head is Head.GRID:
        expected = unsure(draft.expected, "claim_number", "policy_number", "type_of_loss")
        return replace(draft, expected=expected)
    return draft


for _columns in ("full", "without markup", "without tax", "remove and replace"):
    for _head in Head:
        RECIPES[f"final draft, {_columns}, {_head.name.lower()}"] = partial(
            _final, columns=_columns, head=_head, below=_head in {Head.STACKED, Head.GRID}
        )


@recipe
def scope(chance: random.Random) -> Draft:
    """A scope has quantities and no money."""
    draft = final_draft(chance, kind=SCOPE, columns="scope")
    return replace(draft, expected=silent(draft.expected, *MONEY_FIELDS, "coverages"))


@recipe
def abbreviated(chance: random.Random) -> Draft:
    """An abbreviated estimate has little of the prices."""
    draft = final_draft(chance, columns="abbreviated")
    return draft.but(kind=stated(ABBREVIATED, FINAL))


@recipe
def rough_draft(chance: random.Random) -> Draft:
    """A rough draft has codes, and lines of two rows."""
    loss = make_loss(chance)
    sheets = RoughDraft(loss, some_look(chance), chance).whole()
    return Draft(sheets, everything(loss, ROUGH, len(sheets)))


def state_farm_draft(
    chance: random.Random, loss: Loss, *, letterhead: str = "", joined: bool = False
) -> Draft:
    """Return an estimate in the style of State Farm."""
    look = some_look(chance)
    sheets = TwoColumnEstimate(loss, look, letterhead or loss.carrier, joined).sheets()
    expected = unsure(everything(loss, STATE_FARM, len(sheets)), "acv")
    if len(loss.coverages) == 1:
        expected["depreciation"] = stated(loss.coverages[0].depreciation)
    return Draft(sheets, expected).but(carrier=perhaps(loss.carrier))


@recipe
def state_farm_style(chance: random.Random) -> Draft:
    """A head of two columns; the estimate's name is the claim number with dashes."""
    loss = make_loss(chance)
    digits = f"{chance.randrange(10**6, 10**7)}"
    dashed = f"{digits[:2]}-{digits[2:6]}-{digits[6:]}9K"
    loss = replace(loss, claim=dashed.replace("-", ""), name=dashed)
    return state_farm_draft(chance, loss)


@recipe
def state_farm_known_letterhead(chance: random.Random) -> Draft:
    """The letterhead is that of a known insurer."""
    draft = state_farm_draft(chance, make_loss(chance), letterhead="State Farm", joined=True)
    return draft.but(carrier=perhaps("State Farm", "State Farm Insurance"))


def symbility_draft(chance: random.Random, loss: Loss, **options: bool) -> Draft:
    """Return an estimate of Symbility's layout."""
    sheets = Symbility(loss, some_look(chance), chance, loss.carrier, **options).sheets()
    expected = everything(loss, SYMBILITY, len(sheets))
    if len(loss.coverages) == 1:
        expected["deductible"] = stated(loss.coverages[0].deductible)
        expected["depreciation"] = stated(loss.coverages[0].depreciation)
    return Draft(sheets, silent(expected, "estimate_name", "price_list")).but(
        carrier=perhaps(loss.carrier)
    )


@recipe
def symbility(chance: random.Random) -> Draft:
    """Nine columns; quantities with waste in parentheses; mailing and loss address."""
    return symbility_draft(chance, make_loss(chance))


@recipe
def symbility_with_mailing_address_only(chance: random.Random) -> Draft:
    """The address that is printed is where letters go."""
    draft = symbility_draft(chance, make_loss(chance), shows_loss_address=False)
    return draft.but(property_address=SILENCE)


def _simsol(chance: random.Random, *, numbered: bool) -> Draft:
    loss = make_loss(chance, items=(5, 15))
    sheets = simsol_like(loss, some_look(chance), numbered=numbered)
    expected = unsure(everything(loss, OTHER, len(sheets)))
    # The rate times the quantity is the amount without tax; there is no summary.
    expected = silent(expected, *MONEY_FIELDS, "coverages", "policy_number", "type_of_loss")
    expected = silent(expected, "estimate_name", "price_list")
    return Draft(sheets, expected).but(kind=stated(OTHER))


RECIPES["another program's estimate"] = partial(_simsol, numbered=True)
RECIPES["another program's estimate without numbers"] = partial(_simsol, numbered=False)


def _bid(chance: random.Random, *, itemized: bool) -> Draft:
    loss = make_loss(chance, items=(4, 12))
    sheets = bid(loss, some_look(chance), itemized=itemized)
    expected = nothing(stated(OTHER, NONE))
    return Draft(sheets, expected).but(
        insured_name=perhaps(loss.insured),
        property_address=perhaps(loss.address),
        claim_number=perhaps(loss.claim) if itemized else SILENCE,
        line_items=perhaps(len(loss.items)),
        estimate_pages=perhaps(list(range(1, len(sheets) + 1))),
    )


RECIPES["contractor's bid"] = partial(_bid, itemized=False)
RECIPES["contractor's itemized bid"] = partial(_bid, itemized=True)


@recipe
def payment_letter_alone(chance: random.Random) -> Draft:
    """RCV, depreciation and net claim stand there, but no line."""
    return Draft(payment_letter(make_loss(chance), some_look(chance)), nothing(stated(NONE)))


@recipe
def cover_letter_alone(chance: random.Random) -> Draft:
    """A letter has a claim number, which is not read."""
    return Draft(cover_letter(make_loss(chance), some_look(chance)), nothing(stated(NONE)))


@recipe
def guide_alone(chance: random.Random) -> Draft:
    """A guide has a whole estimate, which is invented."""
    return Draft(guide(some_look(chance), chance), nothing(stated(NONE)))


def _paper(chance: random.Random, kind: str) -> Draft:
    return Draft(other_paper(make_loss(chance), some_look(chance), kind), nothing(stated(NONE)))


for _kind in PAPERS:
    RECIPES[_kind.lower()] = partial(_paper, kind=_kind)


@recipe
def photos_alone(chance: random.Random) -> Draft:
    """Photo sheets have captions with the claim number."""
    return Draft(photo_sheets(make_loss(chance), 4), nothing(stated(NONE)))


@recipe
def sketch_alone(chance: random.Random) -> Draft:
    """A drawing has the names of rooms, and measures."""
    return Draft([sketch(make_loss(chance))], nothing(stated(NONE)))


@recipe
def scan(chance: random.Random) -> Draft:
    """Pictures of pages, from which nothing can be read."""
    return Draft(scans(chance.randrange(1, 9)), nothing(stated(UNREADABLE), "scan"))


@recipe
def scan_behind_a_cover_letter(chance: random.Random) -> Draft:
    """The letter has text, the estimate has none."""
    sheets = [*cover_letter(make_loss(chance), some_look(chance)), *scans(6)]
    return Draft(sheets, nothing(stated(UNREADABLE), "scan"))


@recipe
def blank_pages(_: random.Random) -> Draft:
    """Pages with nothing on them."""
    return Draft([Sheet(), Sheet()], nothing(stated(UNREADABLE), "none"))


@recipe
def garbled_fonts(chance: random.Random) -> Draft:
    """The fonts map their glyphs to wrong characters."""
    printing = Printing(garbled=True, pieces=chance.choice(("lines", "words")))
    sheets = final_draft(chance).sheets
    return Draft(sheets, nothing(stated(UNREADABLE), "garbled"), printing)


@recipe
def text_from_recognition(chance: random.Random) -> Draft:
    """Recognized text may be wrong: the claim number is not read from it, the rest with a mark."""
    draft = final_draft(chance)
    expected = silent(unsure(draft.expected), "claim_number")
    return Draft(draft.sheets, expected, Printing(hidden=True)).but(
        text=stated("ocr"), kind=stated(FINAL)
    )
