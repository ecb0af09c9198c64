"""Recipes of what makes estimates hard to read, one oddity each."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial

from helpers.estimate_corpus.expectations import (
    MONEY_FIELDS,
    SILENCE,
    TEXT_FIELDS,
    perhaps,
    stated,
)
from helpers.estimate_corpus.flow import halves, some_look
from helpers.estimate_corpus.formats import (
    FINAL,
    OPENING,
    final_draft,
    state_farm_draft,
    symbility_draft,
)
from helpers.estimate_corpus.losses import TRAP_PLACES, claim_number, make_loss
from helpers.estimate_corpus.made import (
    RECIPES,
    Draft,
    Expected,
    everything,
    recipe,
    silent,
    unsure,
)
from helpers.estimate_corpus.papers import (
    bid,
    cover_letter,
    guide,
    payment_letter,
    photo_sheets,
    sketch,
)
from helpers.estimate_corpus.sheets import BOLD, TYPEWRITER, Printing, Sheet
from helpers.estimate_corpus.xactimate import Head, Xactimate


def _behind(first: Sequence[Sheet], draft: Draft) -> Draft:
    """Return a draft with other pages before it."""
    return Draft([*first, *draft.sheets], _moved(draft.expected, len(first)), draft.printing)


def _moved(expected: Expected, pages: int) -> Expected:
    numbers = expected["estimate_pages"].allowed[0]
    assert isinstance(numbers, list)
    return {**expected, "estimate_pages": perhaps([number + pages for number in numbers])}


# Pages that come with it.


@recipe
def guide_before_an_xactimate_estimate(chance: random.Random) -> Draft:
    """A guide with an invented estimate comes first."""
    return _behind(guide(some_look(chance), chance), final_draft(chance))


@recipe
def guide_before_a_state_farm_estimate(chance: random.Random) -> Draft:
    """The same, in the other layout."""
    title = "Building Estimate Summary Guide"
    first = guide(some_look(chance), chance, title=title)
    return _behind(first, state_farm_draft(chance, make_loss(chance)))


@recipe
def letter_with_a_longer_claim_number(chance: random.Random) -> Draft:
    """A cover letter's claim number has one more suffix than the estimate's."""
    loss = make_loss(chance)
    suffix = chance.choice(("-01", "-A", " 001", "A", "-0001"))
    first = cover_letter(loss, some_look(chance), loss.claim + suffix)
    return _behind(first, final_draft(chance, loss))


@recipe
def payment_letter_before_it(chance: random.Random) -> Draft:
    """The letter's totals are those of an earlier payment."""
    loss = make_loss(chance)
    earlier = replace(make_loss(chance), insured=loss.insured, claim=loss.claim)
    return _behind(payment_letter(earlier, some_look(chance)), final_draft(chance, loss))


@recipe
def mixed_packet(chance: random.Random) -> Draft:
    """Letter, guide, estimate, drawing and photos in one file."""
    loss = make_loss(chance)
    look = some_look(chance)
    draft = final_draft(chance, loss)
    first = [*cover_letter(loss, look), *guide(look, chance)]
    last = [sketch(loss), *photo_sheets(loss, chance.randrange(2, 12))]
    packet = _behind(first, draft)
    sketched = len(first) + len(draft.sheets) + 1
    told = packet.expected["estimate_pages"].allowed[0]
    assert isinstance(told, list)
    pages = perhaps(told, [*told, sketched])
    return replace(packet, sheets=[*packet.sheets, *last]).but(estimate_pages=pages)


@recipe
def photos_without_captions(chance: random.Random) -> Draft:
    """More photos than pages of the estimate."""
    draft = final_draft(chance)
    photos = photo_sheets(make_loss(chance), 3 * len(draft.sheets), captions=False)
    return replace(draft, sheets=[*draft.sheets, *photos]).but(text=stated("text", "scan"))


@recipe
def bid_behind_the_estimate(chance: random.Random) -> Draft:
    """A contractor's bid for the same claim, with other totals."""
    loss = make_loss(chance)
    other = replace(make_loss(chance), insured=loss.insured, claim=loss.claim)
    draft = final_draft(chance, loss)
    behind = bid(other, some_look(chance), itemized=True)
    expected = unsure(draft.expected, "line_items")
    return replace(draft, sheets=[*draft.sheets, *behind], expected=expected).but(
        line_items=perhaps(len(loss.items), len(loss.items) + len(other.items)),
        estimate_pages=perhaps(
            list(range(1, len(draft.sheets) + 1)),
            list(range(1, len(draft.sheets) + len(behind) + 1)),
        ),
    )


# Two estimates in one file.


@recipe
def two_claims(chance: random.Random) -> Draft:
    """Two estimates for two claims: nothing can be said of the file as a whole."""
    first, second = final_draft(chance), final_draft(chance)
    return Draft([*first.sheets, *second.sheets], _common(first, second))


@recipe
def supplement_behind_it(chance: random.Random) -> Draft:
    """Two estimates for one claim: the head is the same, the totals are not."""
    loss = make_loss(chance)
    more = replace(loss, coverages=make_loss(chance).coverages)
    first, second = final_draft(chance, loss), final_draft(chance, more)
    return Draft([*first.sheets, *second.sheets], _common(first, second))


def _common(first: Draft, second: Draft) -> Expected:
    count = len(first.sheets) + len(second.sheets)
    same = {
        name: perhaps(*first.expected[name].allowed)
        if first.expected[name].allowed == second.expected[name].allowed
        else SILENCE
        for name in TEXT_FIELDS
    }
    lines = [draft.expected["line_items"].allowed[0] for draft in (first, second)]
    coverages = [draft.expected["coverages"].allowed[0] for draft in (first, second)]
    assert isinstance(coverages[0], list)
    assert isinstance(coverages[1], list)
    return {
        **silent(first.expected, *MONEY_FIELDS),
        **same,
        "line_items": perhaps(int(str(lines[0])) + int(str(lines[1]))),
        "estimate_pages": perhaps(list(range(1, count + 1))),
        "coverages": perhaps([*coverages[0], *coverages[1]]),
    }


# Several sums.


@recipe
def several_coverages(chance: random.Random) -> Draft:
    """Each has a summary; no total of all of them is printed."""
    return final_draft(chance, make_loss(chance, coverages=chance.randrange(2, 5)))


@recipe
def several_coverages_in_two_columns(chance: random.Random) -> Draft:
    """The same in the style of State Farm."""
    return state_farm_draft(chance, make_loss(chance, coverages=2))


@recipe
def several_coverages_of_symbility(chance: random.Random) -> Draft:
    """The same in Symbility's layout."""
    return symbility_draft(chance, make_loss(chance, coverages=2))


@recipe
def prior_payments(chance: random.Random) -> Draft:
    """What was paid before is subtracted as well."""
    return final_draft(chance, make_loss(chance, prior=True))


@recipe
def depreciation_that_is_lost(chance: random.Random) -> Draft:
    """Some depreciation is not recoverable, and is printed as <x>."""
    draft = final_draft(chance, make_loss(chance, lost=True, items=(14, 30)))
    return replace(draft, expected=unsure(draft.expected, "depreciation", "acv"))


@recipe
def prior_payment_and_lost_depreciation(chance: random.Random) -> Draft:
    """Both of them."""
    draft = final_draft(chance, make_loss(chance, lost=True, prior=True, items=(14, 30)))
    return replace(draft, expected=unsure(draft.expected, "depreciation", "acv"))


@recipe
def no_deductible(chance: random.Random) -> Draft:
    """A deductible of nothing is not printed."""
    loss = make_loss(chance)
    only = replace(loss.coverages[0], deductible=Decimal(0))
    return final_draft(chance, replace(loss, coverages=(only,)))


@recipe
def sums_that_do_not_add_up(chance: random.Random) -> Draft:
    """A summary with a wrong number is not shown at all."""
    loss = make_loss(chance)
    estimate = Xactimate(loss, some_look(chance), chance)
    sheets = estimate.whole()
    net = f"${loss.coverages[0].net:,.2f}"
    for page in sheets:
        page.texts = [
            (x, y, "$77.41" if text == net else text, size, font)
            for x, y, text, size, font in page.texts
        ]
    expected = silent(everything(loss, FINAL, len(sheets)), *MONEY_FIELDS)
    only = loss.coverages[0]
    amounts = dict.fromkeys(MONEY_FIELDS, Decimal(-1))  # none may be shown
    return Draft(sheets, expected).but(coverages=perhaps([(only.name, amounts)]))


@recipe
def recap_before_the_head(chance: random.Random) -> Draft:
    """The recap and the summary come first."""
    loss = make_loss(chance)
    sheets = Xactimate(loss, some_look(chance), chance).whole(recap_first=True)
    return Draft(sheets, everything(loss, FINAL, len(sheets)))


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
    return replace(draft, expected=unsure(draft.expected, "claim_number", "policy_number"))


@recipe
def another_claim_number_on_every_page(chance: random.Random) -> Draft:
    """The head and the other pages differ; none can be preferred."""
    draft = final_draft(chance, running=f"Claim Number: {claim_number(chance)}")
    return draft.but(claim_number=SILENCE)


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


# What is printed over the pages, or beside the values.


@recipe
def watermark(chance: random.Random) -> Draft:
    """A large word runs across each page."""
    draft = final_draft(chance)
    for page in draft.sheets:
        page.watermark = chance.choice(("COPY", "DRAFT"))
    return draft


@recipe
def line_of_a_fax_machine(chance: random.Random) -> Draft:
    """A fax machine, and a stamp, leave their marks on each page."""
    draft = final_draft(chance)
    for number, page in enumerate(draft.sheets, 1):
        page.text(
            40, 778, f"04/02/2026 09:14 FAX 555 0199  Claims Dept  {number:03}/009", 8, TYPEWRITER
        )
        page.text(400, 712, "RECEIVED 04/03/2026", 14, BOLD)
    return draft


@recipe
def date_without_a_label_beside_the_claim(chance: random.Random) -> Draft:
    """Something without a label stands on the line of the claim number."""
    return final_draft(
        chance, values={"Policy Number:": None, "Type of Loss:": None}, beside=(("", "7/9/2026"),)
    ).but(policy_number=SILENCE, type_of_loss=SILENCE)


@recipe
def file_number_on_the_line_of_the_claim(chance: random.Random) -> Draft:
    """Four labels on one line; the last one is another number."""
    values = {"Type of Loss:": None}
    beside = (("File Number:", claim_number(chance)),)
    return final_draft(chance, values=values, beside=beside).but(type_of_loss=SILENCE)


@recipe
def no_blank_behind_the_labels(chance: random.Random) -> Draft:
    """A value follows its colon at once."""
    return final_draft(chance, label_gap=0.4)


@recipe
def full_deductible_in_brackets(chance: random.Random) -> Draft:
    """The deductible that was applied is smaller than the policy's."""
    draft = final_draft(chance)
    for page in draft.sheets:
        page.texts = [
            (x, y, "Less Deductible [Full Deductible = 9,500.00]", size, font)
            if text == "Less Deductible"
            else (x, y, text, size, font)
            for x, y, text, size, font in page.texts
        ]
    applied = draft.expected["deductible"].allowed
    return draft.but(deductible=perhaps(*applied))


@recipe
def long_names_of_coverages(chance: random.Random) -> Draft:
    """Names of coverages as State Farm prints them."""
    loss = make_loss(chance, coverages=2)
    names = ("Coverage A - Dwelling - 35 Windstorm and Hail", "Coverage A - Other Structures - 35")
    coverages = tuple(
        replace(one, name=name) for one, name in zip(loss.coverages, names, strict=True)
    )
    return state_farm_draft(chance, replace(loss, coverages=coverages))


@recipe
def year_of_two_digits(chance: random.Random) -> Draft:
    """The date of loss has a short year."""
    loss = make_loss(chance)
    day = f"{loss.day.month}/{loss.day.day}/{loss.day:%y}"
    draft = final_draft(chance, loss, values={"Date of Loss:": day})
    return draft.but(date_of_loss=perhaps(loss.day.isoformat()))


@recipe
def three_lines_of_address(chance: random.Random) -> Draft:
    """A flat or a lot stands between the street and the town."""
    loss = replace(make_loss(chance), street="1180 Quail Hollow Circle")
    draft = final_draft(chance, loss, unit="Lot 14, Unit B")
    return draft.but(property_address=perhaps(f"{loss.street}, Lot 14, Unit B, {loss.town}"))


# How the text is put into the file.


def _printed(chance: random.Random, printing: Printing) -> Draft:
    return final_draft(chance, head=chance.choice((Head.ONE_LINE, Head.STACKED))).but(
        printing=printing
    )


_PRINTINGS = {
    "whole lines, last first": Printing(order="reversed"),
    "whole lines in any order": Printing(order="shuffled"),
    "single words": Printing(pieces="words"),
    "single words in any order": Printing(pieces="words", order="shuffled"),
    "single letters": Printing(pieces="letters"),
    "kerned": Printing(pieces="kerned"),
    "printed twice for bold": Printing(twice=True),
    "turned left": Printing(turn=270),
    "turned right": Printing(turn=90),
    "upside down": Printing(turn=180, pieces="words"),
    "page away from the origin": Printing(offset=36),
}
for _name, _printing in _PRINTINGS.items():
    RECIPES[f"text as {_name}"] = partial(_printed, printing=_printing)
