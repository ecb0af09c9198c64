"""Recipes of what makes estimates hard to read, one oddity each."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import partial

from helpers.estimate_corpus.expectations import (
    MONEY_FIELDS,
    SILENCE,
    perhaps,
)
from helpers.estimate_corpus.flow import halves, some_look
from helpers.estimate_corpus.formats import (
    FINAL,
    OPENING,
    final_draft,
)
from helpers.estimate_corpus.losses import TRAP_PLACES, claim_number, make_loss
from helpers.estimate_corpus.made import (
    RECIPES,
    Draft,
    everything,
    recipe,
    unsure,
)
from helpers.estimate_corpus.xactimate import Head, Xactimate

# The claim number, and others near it.


def _without_claim(chance: random.Random, shown: str | None, head: Head) -> Draft:
    draft = final_draft(chance, head=head, values={"Claim Number:": shown})
    return draft.but(claim_number=SILENCE)


for _shown in ("", "Pending", "TBD", "N/A", "See policy"):
    for _head in (Head.ONE_LINE, Head.STACKED, Head.TWO_COLUMNS):
        RECIPES[f"claim number {_shown or 'left out'}, {_head.name.lower()}"] = partial(
            _without_claim, shown=_shown, head=_head
        )


@recipe
def member_number_instead(chance: random.Random) -> Draft:
    """USAA may print a member number and an L/R number, and no claim number."""
    member = "".join(chance.choice("0123456789") for _ in range(9))
    draft = final_draft(
        chance,
        values={"Claim Number:": None, "Policy Number:": None},
        head=Head.STACKED,
        extra=(("Member Number:", member), ("L/R Number:", "004")),
    )
    return draft.but(claim_number=SILENCE, policy_number=SILENCE)


@recipe
def file_number_instead(chance: random.Random) -> Draft:
    """An adjuster's file number is no claim number."""
    draft = final_draft(
        chance, values={"Claim Number:": None}, extra=(("File Number:", claim_number(chance)),)
    )
    return draft.but(claim_number=SILENCE)


@recipe
def file_number_beside_it(chance: random.Random) -> Draft:
    """The claim number is the other one."""
    return final_draft(chance, extra=(("File Number:", claim_number(chance)),))


def _wrapped(chance: random.Random, label: str, head: Head) -> Draft:
    loss = make_loss(chance)
    if label == "Type of Loss:":
        loss = replace(loss, cause="Wind / Hail and water damage")
    if label == "Insured:":
        loss = replace(loss, insured="Marguerite Oduya-Winnecke and Thomas B. Oduya")
    draft = final_draft(chance, loss, wraps=frozenset({label}), head=head)
    names = {
        "Claim Number:": "claim_number",
        "Policy Number:": "policy_number",
        "Type of Loss:": "type_of_loss",
        "Insured:": "insured_name",
    }
    # Joined with or without a blank, both are what is printed.
    full = str(draft.expected[names[label]].allowed[0])
    first, second = halves(full)
    either = perhaps(full, f"{first} {second}", first + second)
    return replace(draft, expected={**draft.expected, names[label]: either})


for _label in ("Claim Number:", "Policy Number:", "Type of Loss:", "Insured:"):
    for _head in (Head.ONE_LINE, Head.STACKED):
        RECIPES[f"wrapped {_label.rstrip(':').lower()}, {_head.name.lower()}"] = partial(
            _wrapped, label=_label, head=_head
        )


@recipe
def claim_number_in_a_note(chance: random.Random) -> Draft:
    """A note under a line item names another claim."""
    other = claim_number(chance)
    note = f"Already paid under a prior loss. Claim Number: {other} Policy Number: see file."
    draft = final_draft(chance, notes=(note,))
    fields = ("claim_number", "policy_number", *MONEY_FIELDS)
    return replace(draft, expected=unsure(draft.expected, *fields))


@recipe
def another_claim_number_on_every_page(chance: random.Random) -> Draft:
    """The head and the other pages differ; none can be preferred."""
    draft = final_draft(chance, running=f"Claim Number: {claim_number(chance)}")
    # Two claims may mean two estimates, whose sums are not one.
    return replace(draft, expected=unsure(draft.expected, *MONEY_FIELDS)).but(claim_number=SILENCE)


@recipe
def claim_number_on_every_page(chance: random.Random) -> Draft:
    """The head and the other pages agree."""
    loss = make_loss(chance)
    return final_draft(chance, loss, running=f"Claim Number: {loss.claim}")


# Names and addresses.


@recipe
def town_named_like_an_insurer(chance: random.Random) -> Draft:
    """A town is not the carrier."""
    place, state = chance.choice(TRAP_PLACES)
    loss = replace(make_loss(chance), town=f"{place}, {state} 29690")
    return final_draft(chance, loss)


@recipe
def contractor_as_the_company(chance: random.Random) -> Draft:
    """A contractor made the estimate: "Company:" under the estimator names the contractor."""
    loss = make_loss(chance)
    draft = final_draft(
        chance, loss, second_company=loss.contractor, letterhead=(loss.contractor, "Norman, OK")
    )
    return draft.but(carrier=SILENCE)


@recipe
def carrier_and_contractor(chance: random.Random) -> Draft:
    """Both have a "Company:"; the carrier's is the representative's."""
    loss = make_loss(chance)
    draft = final_draft(chance, loss, company=loss.carrier, second_company=loss.contractor)
    return draft.but(carrier=perhaps(loss.carrier))


@recipe
def letterhead_of_a_contractor(chance: random.Random) -> Draft:
    """The letterhead is a contractor's, in a town named like an insurer."""
    loss = make_loss(chance)
    return final_draft(chance, loss, letterhead=(loss.contractor, "Travelers Rest, SC 29690"))


@recipe
def long_names(chance: random.Random) -> Draft:
    """Names that fill the line up to the next column."""
    loss = replace(
        make_loss(chance),
        insured="The Whispering Cottonwood Homeowners Assoc.",
        street="11874 Avenida de los Robles Viejos, Bldg 14",
        name="WHISPERING_COTTONWOOD_HOA_BUILDING_14",
    )
    return final_draft(chance, loss)


@recipe
def spanish_names(chance: random.Random) -> Draft:
    """Accents, two surnames, an address in Spanish."""
    loss = replace(
        make_loss(chance),
        insured=chance.choice(("José Ángel Nuñez Ibáñez", "MARÍA DEL PILAR PEÑA", "Íñigo Güell")),
        street="44 Calle Peñón, Apto. 3-B",
        town="Cañon City, CO 81212",
    )
    return final_draft(chance, loss)


# Dates, codes, pages.


@recipe
def price_list_with_a_day(chance: random.Random) -> Draft:
    """Its name ends in a day, a month and a year."""
    return final_draft(chance, make_loss(chance, day_in_list=True))


@recipe
def impossible_date(chance: random.Random) -> Draft:
    """A date that no calendar has."""
    draft = final_draft(chance, values={"Date of Loss:": "13/45/2026 8:05 PM"})
    return draft.but(date_of_loss=SILENCE)


@recipe
def no_date(chance: random.Random) -> Draft:
    """Nothing stands behind its label; another date is on the same line."""
    return final_draft(chance, values={"Date of Loss:": ""}).but(date_of_loss=SILENCE)


@recipe
def missing_pages(chance: random.Random) -> Draft:
    """The printed numbers of the pages have a gap."""
    return final_draft(chance, numbers=(1, 2, 5))


@recipe
def hundred_pages(chance: random.Random) -> Draft:
    """A long estimate, of which the first and last pages are read first."""
    loss = make_loss(chance, items=(1500, 1600))
    draft = final_draft(chance, loss)
    expected = unsure(draft.expected, "line_items")
    return replace(draft, expected=expected)


@recipe
def no_opening_and_no_letterhead(chance: random.Random) -> Draft:
    """Nothing but the estimate."""
    loss = make_loss(chance, items=(1, 1))
    sheets = Xactimate(loss, some_look(chance), chance).whole(OPENING)
    return Draft(sheets, everything(loss, FINAL, len(sheets)))
