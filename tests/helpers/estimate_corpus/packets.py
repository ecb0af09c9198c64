"""Recipes of files with more than one estimate in them: letters, guides, photos, another one."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from helpers.estimate_corpus.expectations import (
    MONEY_FIELDS,
    SILENCE,
    TEXT_FIELDS,
    perhaps,
    stated,
)
from helpers.estimate_corpus.flow import some_look
from helpers.estimate_corpus.formats import (
    final_draft,
    state_farm_draft,
)
from helpers.estimate_corpus.losses import make_loss
from helpers.estimate_corpus.made import (
    Draft,
    Expected,
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
from helpers.estimate_corpus.sheets import Sheet


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
