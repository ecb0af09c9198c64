"""Rule that finds this computer's documents in a list that has other ids than their receipts."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from capout_desktop.domain.document import Document
from capout_desktop.domain.identity import normal_address

ACCEPTED_WITHIN = timedelta(minutes=15)
"""A listed document is not an upload that began earlier or later by more than this."""


def under_other_ids(listed: Iterable[Document], own: Iterable[Document]) -> set[str]:
    """Return CapOut's ids of those listed documents that most likely are `own` ones.

    It is not documented that the list has the ids of the receipts. Each own document is at most
    one entry: the one of its name and address that was created closest to its upload.
    """
    moments: dict[tuple[str, str], list[datetime]] = defaultdict(list)
    ids: dict[tuple[str, str], list[str]] = defaultdict(list)
    for entry in sorted(listed, key=lambda entry: entry.added_at):
        key = _name_and_user(entry)
        moments[key].append(entry.added_at)
        ids[key].append(entry.document_id)
    found = set()
    for document in own:
        began, key = document.attempt_at, _name_and_user(document)
        if began is None or key not in moments:
            continue
        times = moments[key]
        after = bisect_left(times, began)
        near = [place for place in (after - 1, after) if 0 <= place < len(times)]
        closest = min(near, key=lambda place: abs(times[place] - began), default=None)
        if closest is not None and abs(times[closest] - began) <= ACCEPTED_WITHIN:
            del times[closest]
            found.add(ids[key].pop(closest))
    return found


def _name_and_user(document: Document) -> tuple[str, str]:
    """Return what servers leave of a name and of an XactNet address, however they write them."""
    name = document.file_name.casefold().removesuffix(".pdf")
    address = normal_address(document.xn_address).rpartition("<")[2]
    return "".join(filter(str.isalnum, name)), address.partition("@")[0]
