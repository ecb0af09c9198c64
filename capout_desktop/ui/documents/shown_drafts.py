"""Drafts as the list shows them: check boxes of files and headings, and what sending them costs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt

from capout_desktop.domain.batch_review import FileChoice
from capout_desktop.domain.document import Document
from capout_desktop.domain.draft import Draft
from capout_desktop.ui.documents.grouping import Group
from capout_desktop.ui.text.parts import Part


class DraftHeading(NamedTuple):
    """What the heading of a draft says, in texts that were made once.

    Attributes:
        facts: What follows the name.
        counts: What is in the draft and what it costs.
        warnings: Sentences about what it may cost more than expected.
        spoken: Everything as a screen reader reads it.
    """

    draft: Draft
    facts: str
    counts: Sequence[Part]
    warnings: Sequence[str]
    spoken: str


class ShownDrafts:
    """The drafts by the id of their batch."""

    def __init__(self) -> None:
        self._drafts: dict[str, Draft] = {}
        self._headings: dict[str, DraftHeading] = {}

    def __bool__(self) -> bool:
        """Return whether there are any."""
        return bool(self._drafts)

    def show(self, headings: Iterable[DraftHeading]) -> set[str]:
        """Replace the drafts; return the ids of files for which more than their own news changed.

        These are the files of a draft that is new or gone, or of which the likely cost changed.
        """
        self._headings = {heading.draft.batch.id: heading for heading in headings}
        drafts = {batch_id: heading.draft for batch_id, heading in self._headings.items()}
        before, self._drafts = self._drafts, drafts
        moved: set[str] = set()
        for batch_id in {*before, *self._drafts}:
            old, new = before.get(batch_id), self._drafts.get(batch_id)
            if old is None or new is None or _cost_of_one(old) != _cost_of_one(new):
                moved.update((old or self._drafts[batch_id]).review.ids)
        return moved

    def named(self, batch_id: str) -> Draft | None:
        """Return the draft with this batch's id; None if there is none (any more)."""
        return self._drafts.get(batch_id)

    def of(self, group: Group) -> Draft | None:
        """Return the draft whose heading this is."""
        batch = group.batch
        return None if batch is None or group.is_inner else self._drafts.get(batch.id)

    def heading(self, group: Group) -> DraftHeading | None:
        """Return what the heading of a draft says; None for another heading."""
        draft = self.of(group)
        return None if draft is None else self._headings[draft.batch.id]

    def choice(self, document: Document) -> FileChoice | None:
        """Return what the check box of a file says; None if it has none."""
        draft = self._drafts.get(document.batch_id)
        return None if draft is None else draft.review.choice(document.id)

    def cost(self, document: Document) -> int | None:
        """Return about how many credits a file of a draft costs; None if that is not known."""
        draft = self._drafts.get(document.batch_id)
        return None if draft is None else _cost_of_one(draft)


def check_state_of(draft: Draft) -> Qt.CheckState:
    """Return the state of the check box in a draft's heading."""
    summary = draft.summary
    if not summary.will_go:
        return Qt.CheckState.Unchecked
    return Qt.CheckState.PartiallyChecked if summary.left_out else Qt.CheckState.Checked


def to_toggle(draft: Draft, *, goes: bool) -> list[str]:
    """Return the files that the check box of the heading checks or unchecks.

    What would cost credits a second time is only checked file by file.
    """
    review = draft.review
    return [
        id_ for id_ in (review.by_default if goes else review.to_go) if review.goes(id_) != goes
    ]


def _cost_of_one(draft: Draft) -> int | None:
    cost = draft.cost
    return max(round(cost.likely / cost.files), 1) if cost.likely and cost.files else None
