"""Changes of the texts of a draft that is made already."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from helpers.estimate_corpus.made import Draft, unsure

Text = tuple[float, float, str, float, str]


def rewritten(draft: Draft, change: Callable[[Text], Text | None]) -> Draft:
    """Change every text of a draft, or leave it out."""
    for page in draft.sheets:
        page.texts = [new for text in page.texts if (new := change(text)) is not None]
    return draft


def worded(old: str, new: str) -> Callable[[Text], Text]:
    """Return the change of some words of a text."""
    return lambda text: (*text[:2], text[2].replace(old, new), *text[3:])


def less_sure(draft: Draft, *fields: str) -> Draft:
    """Return the same draft, but silence about these fields is no miss."""
    return replace(draft, expected=unsure(draft.expected, *fields))
