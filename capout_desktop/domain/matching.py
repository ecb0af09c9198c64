"""Which of the server's documents is this local one? The rule that nobody pays twice.

An upload whose outcome is unknown is looked up in `GET /documents`, whose fields and paging no
public page states. So the answer has three values, and "absent" is given only where the list
could have shown the document.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from capout_desktop.domain.document import Document

CLOCK_TOLERANCE = timedelta(minutes=2)
"""How far two clocks may differ after the server's own `Date` corrected ours."""

SHORT_LIST = 10
"""A list with fewer entries is taken as the whole list, not as a first page."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry of the server's list; None where it does not say."""

    document_id: str
    file_name: str | None
    xn_address: str | None
    created_at: datetime | None


class LookupVerdict(Enum):
    """What the list says of a document that is not in it under a known id."""

    ABSENT = "absent"
    UNCLEAR = "unclear"


def find(
    document: Document,
    listing: Sequence[Listed],
    *,
    taken: Collection[str],
    clock_offset: timedelta,
) -> str | LookupVerdict:
    """Look a document up in the server's list.

    Args:
        document: Its last attempt has begun (`attempt_at` is set).
        listing: What `GET /documents` gave.
        taken: Ids that belong to other local documents.
        clock_offset: The server's clock minus this one's.

    Returns:
        The document's id on the server where exactly one entry fits; otherwise a verdict.
    """
    if document.attempt_at is None:
        return LookupVerdict.UNCLEAR
    began = document.attempt_at + clock_offset - CLOCK_TOLERANCE
    free = [entry for entry in listing if entry.document_id not in taken]
    certain: list[Listed] = []
    possible = 0
    for entry in free:
        match _fit(document, entry, began):
            case True:
                certain.append(entry)
            case None:
                possible += 1
            case False:
                pass
    if len(certain) == 1:
        return certain[0].document_id
    if certain or possible:
        return LookupVerdict.UNCLEAR
    return LookupVerdict.ABSENT if _reaches_back_to(began, listing) else LookupVerdict.UNCLEAR


def _fit(document: Document, entry: Listed, began: datetime) -> bool | None:
    """Whether the entry is the document; None where the entry does not say enough."""
    checks = (
        _same_name(entry.file_name, document.file_name),
        None
        if entry.xn_address is None
        else entry.xn_address.strip().lower() == document.xn_address.lower(),
        None if entry.created_at is None else entry.created_at >= began,
    )
    if False in checks:
        return False
    return None if None in checks else True


def _same_name(theirs: str | None, ours: str) -> bool | None:
    """Whether a name is the one that was sent; None where a server may have made it of that.

    Servers tidy names up: other blanks, no accents, no characters that their disk does not take.
    """
    if theirs is None:
        return None
    if unicodedata.normalize("NFC", theirs) == unicodedata.normalize("NFC", ours):
        return True
    return False if _tidied(theirs).isdisjoint(_tidied(ours)) else None


def _tidied(name: str) -> set[str]:
    """Return what is left of a name where accents, or the letters that bear them, are dropped."""
    stem = name.casefold().removesuffix(".pdf")
    return {
        "".join(c for c in unicodedata.normalize(form, stem) if c.isascii() and c.isalnum())
        for form in ("NFC", "NFKD")
    }


def _reaches_back_to(began: datetime, listing: Sequence[Listed]) -> bool:
    if len(listing) < SHORT_LIST:
        return True
    return any(entry.created_at is not None and entry.created_at < began for entry in listing)
