"""Recipes of what is printed over the values or beside them, and of how text is put into a file."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import partial

from helpers.estimate_corpus.expectations import (
    SILENCE,
    perhaps,
)
from helpers.estimate_corpus.formats import (
    final_draft,
    state_farm_draft,
)
from helpers.estimate_corpus.losses import claim_number, make_loss
from helpers.estimate_corpus.made import (
    RECIPES,
    Draft,
    recipe,
)
from helpers.estimate_corpus.sheets import BOLD, TYPEWRITER, Printing
from helpers.estimate_corpus.xactimate import Head

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
