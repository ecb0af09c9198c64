"""Rule that finds this computer's documents in a list that has other ids than their receipts."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from operator import attrgetter

from capout_desktop.domain.document import Document
from capout_desktop.domain.identity import normal_address

ACCEPTED_WITHIN = timedelta(minutes=15)
"""A listed document is not an upload that began earlier or later by more than this."""


def under_other_ids(listed: Iterable[Document], own: Iterable[Document]) -> set[str]:
    """Return CapOut's ids of those listed documents that most likely are `own` ones.

    It is not documented that the list has the ids of the receipts. Each own document is at most
    one entry: the one of its name and address that was created closest to its upload.
    """
    created: dict[tuple[str, str], list[tuple[datetime, str]]] = defaultdict(list)
    for entry in sorted(listed, key=attrgetter("added_at")):
        created[_name_and_user(entry)].append((entry.added_at, entry.document_id))
    found: set[str] = set()
    for document in own:
        began = document.attempt_at
        namesakes = created.get(_name_and_user(document))
        if began is None or not namesakes:
            continue
        later = bisect_left(namesakes, (began, ""))
        distance, place = min(
            (abs(namesakes[place][0] - began), place)
            for place in (later - 1, later)
            if 0 <= place < len(namesakes)
        )
        if distance <= ACCEPTED_WITHIN:
            found.add(namesakes.pop(place)[1])
    return found


def _name_and_user(document: Document) -> tuple[str, str]:
    """Return what servers leave of a name and of an XactNet address, however they write them."""
    name = document.file_name.casefold().removesuffix(".pdf")
    address = normal_address(document.xn_address).rpartition("<")[2]
    return "".join(filter(str.isalnum, name)), address.partition("@")[0]
