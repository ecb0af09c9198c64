"""Grouping of the list by day of arrival, address, claim or organization."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

import msgspec
from PySide6.QtCore import QCoreApplication

from capout_desktop.domain.batch import Batch
from capout_desktop.domain.batch_tally import Standing
from capout_desktop.domain.document import Document
from capout_desktop.domain.estimate_fields import EstimateField, claim_key
from capout_desktop.domain.visible_text import visible_text
from capout_desktop.ui.documents.batch_facts import BatchFacts
from capout_desktop.ui.documents.batch_text import batch_caption, batch_name
from capout_desktop.ui.documents.estimate_text import text_of
from capout_desktop.ui.text.formatting import count_text, long_day_text, number_text
from capout_desktop.ui.text.organization_names import OrganizationNames

QUARTER = 900
"""Seconds; the difference between any two time zones is a multiple of this."""
_LAST = "\U0010ffff"


class GroupBy(StrEnum):
    """Property by which documents are grouped."""

    BATCH = "batch"
    NONE = "flat"  # not "none", which releases up to 0.1 stored without anybody having chosen it
    DAY = "day"
    ADDRESS = "address"
    CLAIM = "claim"
    ORGANIZATION = "organization"


class Group(msgspec.Struct, frozen=True):
    """Rows under one heading.

    Attributes:
        key: Identifies the group among all groups of all groupings, also after a change.
        count: Number of documents, including folded ones.
        first: One document of the group; it represents what all of them have in common.
        folded_at_first: Whether its rows are hidden until the person unfolds it.
        batch: The batch, for groups by batch.
        facts: What is known of all documents of the batch, for groups by batch.
        is_inner: Whether it is the part of a batch that is complete, on one line.
    """

    by: GroupBy
    key: object
    count: int
    first: Document
    folded_at_first: bool = False
    batch: Batch | None = None
    facts: BatchFacts | None = None
    is_inner: bool = False

    @property
    def standings(self) -> Mapping[Standing, int]:
        """How many documents stand in which way, for batches."""
        return {} if self.facts is None else self.facts.standings

    def shortened(self, name: str) -> str:
        """Return a file name without what all names of the batch have in common."""
        prefix = "" if self.facts is None else self.facts.prefix
        if not prefix or not name.startswith(prefix):
            return name
        rest = name[len(prefix) :]
        return f"…{rest[:-4] if rest.lower().endswith('.pdf') and len(rest) > 4 else rest}"

    @property
    def is_tall(self) -> bool:
        """Whether its heading has two lines and is as tall as a row."""
        return self.by is GroupBy.BATCH and not self.is_inner


def _newest_day_first(document: Document) -> int:
    return -_local_day(int(document.added_at.timestamp()) // QUARTER)


def _by_address(document: Document) -> str:
    return document.xn_address.casefold() or _LAST


def _by_claim(document: Document) -> str:
    return claim_key(document) or _LAST


def _by_organization(document: Document) -> str:
    return OrganizationNames.current().of(document).casefold() or _LAST


@lru_cache(maxsize=4096)
def _local_day(quarter: int) -> int:
    return datetime.fromtimestamp(quarter * QUARTER).astimezone().toordinal()


GROUP_KEYS: dict[GroupBy, Callable[[Document], Any]] = {
    GroupBy.DAY: _newest_day_first,
    GroupBy.ADDRESS: _by_address,
    GroupBy.CLAIM: _by_claim,
    GroupBy.ORGANIZATION: _by_organization,
}
"""Group keys; the groups are sorted by them."""


def group_name(group: Group, today: date) -> str:
    """Return the name of a group: what its documents have in common."""
    if group.is_inner:
        return count_text(group.count, "{number} complete", "{number} complete")
    if group.by is GroupBy.BATCH:
        return batch_name(group.batch, today) if group.batch is not None else ""
    if group.by is GroupBy.ADDRESS:
        return visible_text(group.first.xn_address) or _tr("No address")
    if group.by is GroupBy.CLAIM:
        number = text_of(group.first, EstimateField.CLAIM_NUMBER)
        return _tr("Claim {number}").format(number=number) if number else _tr("No claim number")
    if group.by is GroupBy.ORGANIZATION:
        return OrganizationNames.current().of(group.first) or _tr("No organization")
    day = group.first.added_at.astimezone().date()
    if day == today:
        return _tr("Today")
    if day == today - timedelta(days=1):
        return _tr("Yesterday")
    return long_day_text(day)


def group_facts(group: Group, today: date) -> str:
    """Return what follows the name of a group: its number of documents, or how a batch came."""
    if group.is_inner:
        return ""
    if group.by is GroupBy.BATCH:
        if group.batch is None:
            return ""
        to = () if group.facts is None else group.facts.addresses
        return batch_caption(group.batch, today, to)
    return number_text(group.count)


def spoken_group(
    group: Group, today: date, standings: str, *, folded: bool, spoken: str | None = None
) -> str:
    """Return the heading as a screen reader reads it.

    `standings` is its second line, `spoken` what it says of a draft.
    """
    parts = [group_name(group, today)]
    if spoken is not None:
        parts = [spoken]
    elif group.is_tall:
        parts += [group_facts(group, today), standings]
    elif not group.is_inner:
        parts.append(count_text(group.count, "{number} document", "{number} documents"))
    parts.append(_tr("collapsed") if folded else _tr("expanded"))
    return ", ".join(filter(None, parts))


def _tr(text: str) -> str:
    return QCoreApplication.translate("groups", text)
