"""Recipes of sums that are hard to read, or that must not be shown."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal

from helpers.estimate_corpus.expectations import (
    MONEY_FIELDS,
    SILENCE,
    Expectation,
    perhaps,
    stated,
)
from helpers.estimate_corpus.flow import LEFT, some_look
from helpers.estimate_corpus.formats import (
    FINAL,
    final_draft,
    state_farm_draft,
    symbility_draft,
)
from helpers.estimate_corpus.losses import make_loss, money
from helpers.estimate_corpus.made import (
    Draft,
    Expected,
    everything,
    recipe,
    silent,
    unsure,
)
from helpers.estimate_corpus.rewriting import less_sure, rewritten, worded
from helpers.estimate_corpus.sheets import Printing, Sheet
from helpers.estimate_corpus.xactimate import Xactimate


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


@recipe
def summary_on_two_pages(chance: random.Random) -> Draft:
    """A page ends in the middle of the summary."""
    draft = final_draft(chance)
    for number, page in enumerate(draft.sheets):
        heights = [y for _, y, text, *_ in page.texts if text == "Actual Cash Value"]
        if heights:
            rest = Sheet(texts=[text for text in page.texts if 64 < text[1] <= heights[0]])
            page.texts = [text for text in page.texts if not 64 < text[1] <= heights[0]]
            up = 720 - heights[0]
            rest.texts = [(x, y + up, *more) for x, y, *more in rest.texts]  # type: ignore[misc]
            sheets = [*draft.sheets[: number + 1], rest, *draft.sheets[number + 1 :]]
            break
    else:
        raise AssertionError("no summary")
    pages = list(range(1, len(sheets) + 1))
    without = [page for page in pages if page != number + 2]
    return less_sure(replace(draft, sheets=sheets), *MONEY_FIELDS, "coverages").but(
        estimate_pages=perhaps(pages, without), coverages=_any_of(draft.expected)
    )


def _any_of(expected: Expected) -> Expectation:
    return perhaps(*expected["coverages"].allowed)


@recipe
def dots_before_the_amounts(chance: random.Random) -> Draft:
    """Dots lead from the names of the sums to the amounts."""
    draft = final_draft(chance)
    names = ("Replacement Cost Value", "Actual Cash Value", "Less Deductible", "Net Claim")
    return rewritten(
        draft,
        lambda text: (*text[:2], f"{text[2]} {'.' * 40}", *text[3:]) if text[2] in names else text,
    )


@recipe
def minus_signs_instead_of_parentheses(chance: random.Random) -> Draft:
    """What is subtracted has a minus sign."""
    return rewritten(
        final_draft(chance),
        lambda text: (
            (*text[:2], f"-{text[2][1:-1]}", *text[3:])
            if text[2].startswith("(") and text[2].endswith(")") and text[0] > LEFT + 250
            else text
        ),
    )


@recipe
def amount_over_the_limit(chance: random.Random) -> Draft:
    """The policy's limit takes something off, on a line of its own."""
    loss = make_loss(chance)
    only = loss.coverages[0]
    draft = final_draft(chance, loss)
    over = Decimal("312.50")
    for page in draft.sheets:
        at = [(x, y) for x, y, text, *_ in page.texts if text.startswith("Less Deductible")]
        for x, y in at:
            size = draft.sheets[0].texts[0][3]
            page.text(x, y - size * 0.75, "Less Amount Over Limit(s)", size)
            page.right(LEFT + 400, y - size * 0.75, f"({money(over)})", size)
    net = f"${money(only.net)}"
    draft = rewritten(draft, worded(net, f"${money(only.net - over)}"))
    expected = less_sure(draft, *MONEY_FIELDS).but(net_claim=perhaps(only.net - over))
    ((name, amounts),) = draft.expected["coverages"].allowed[0]  # type: ignore[misc]
    less = {**amounts, "net_claim": only.net - over}  # type: ignore[has-type]
    return expected.but(coverages=perhaps([(name, less)]))  # type: ignore[has-type]


@recipe
def deductible_above_the_loss(chance: random.Random) -> Draft:
    """The net claim is negative, and printed in parentheses."""
    loss = make_loss(chance, items=(1, 3))
    only = loss.coverages[0]
    loss = replace(loss, coverages=(replace(only, deductible=only.acv + 500),))
    draft = rewritten(final_draft(chance, loss), worded("$-", "-$"))
    return less_sure(draft, *MONEY_FIELDS)


@recipe
def misread_sum_in_recognized_text(chance: random.Random) -> Draft:
    """Text recognition took one digit for another."""
    loss = make_loss(chance)
    draft = final_draft(chance, loss)
    right = f"${money(loss.coverages[0].rcv)}"
    wrong = right[:-1] + ("3" if right[-1] != "3" else "8")
    rewritten(draft, worded(right, wrong))
    draft = replace(less_sure(draft), printing=Printing(hidden=True))
    silent = dict.fromkeys((*MONEY_FIELDS, "claim_number"), SILENCE)
    amounts = dict.fromkeys(MONEY_FIELDS, Decimal(-1))  # none may be shown
    return replace(draft, expected={**draft.expected, **silent}).but(
        text=stated("ocr"), coverages=perhaps([(loss.coverages[0].name, amounts)])
    )


@recipe
def replacement_cost_only(chance: random.Random) -> Draft:
    """A contractor's summary has neither depreciation nor deductible."""
    loss = make_loss(chance)
    only = loss.coverages[0]
    rooms = tuple(
        (room, tuple(replace(item, worn=Decimal("0.00")) for item in items))
        for room, items in only.rooms
    )
    loss = replace(loss, coverages=(replace(only, rooms=rooms, deductible=Decimal(0)),))
    return less_sure(final_draft(chance, loss), *MONEY_FIELDS)
