"""Grouping of the list by batch: drafts first, problems on top, what is complete on one line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from itertools import groupby

from capout_desktop.domain.batch import Batch
from capout_desktop.domain.batch_tally import Standing, standing
from capout_desktop.domain.document import Document
from capout_desktop.domain.draft import LEAST_OF_SEVERAL, needs_a_look
from capout_desktop.ui.documents.arranged_rows import Section
from capout_desktop.ui.documents.batch_facts import BatchFacts
from capout_desktop.ui.documents.grouping import Group, GroupBy

_FIRST = {
    Standing.NEEDS_PERSON, Standing.REJECTED, Standing.FAILED, Standing.FAILED_AT_CAPOUT,
}  # fmt: skip
"""Documents that stand so come first in a batch that was sent."""
_LAST_OR_FIRST = _FIRST | {Standing.COMPLETE}


class BatchGroups:
    """Divides documents by their positions into batches. A batch of one has no heading.

    Attributes:
        known: The batches by their id.
        version: Another number after each change that may show in the rows of a batch.
    """

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = documents
        self.known: dict[str, Batch] = {}
        self.version = 0
        self._drafts: set[str] = set()
        self._sizes: Counter[str] = Counter()
        self._ids: list[str] = []
        self._several = False
        self._standings: list[Standing] = []
        self._looks: list[bool] = []
        self._still = ""
        self._held_back: set[str] = set()
        self._draft_rows: dict[str, list[int]] = {}
        self._members: dict[str, list[int]] = {}
        self._whole = True
        self._sort: Callable[[list[int]], None] | None = None
        # The sections of a list that is not sorted or narrowed, by batch, with what they are of.
        self._kept: dict[str, tuple[Batch, list[int], Section]] = {}

    def any_of_several(self) -> bool:
        """Return whether any batch has several documents."""
        self._catch_up()
        return self._several

    def take(self, batches: Iterable[Batch]) -> None:
        """Keep new and changed batches."""
        self.version += 1
        for batch in batches:
            self.known[batch.id] = batch
            (self._drafts.add if batch.is_draft else self._drafts.discard)(batch.id)

    def any_draft(self) -> bool:
        """Return whether any draft has several documents."""
        self._catch_up()
        return any(self._sizes[batch_id] >= LEAST_OF_SEVERAL for batch_id in self._drafts)

    def drafts(
        self, left: Sequence[int], sort: Callable[[list[int]], None] | None
    ) -> tuple[list[Section], list[int]]:
        """Return the drafts, which come first in every grouping, and the other documents."""
        if not self.any_draft():
            self._members = {}
            return [], list(left)
        drafts = {id_ for id_ in self._drafts if self._sizes[id_] >= LEAST_OF_SEVERAL}
        within = [at for at in left if self._ids[at] in drafts]
        others = [at for at in left if self._ids[at] not in drafts]
        return self.sections(within, sort, whole=False), others

    def changed(self, position: int) -> bool:
        """Note a change of a document; return whether its row or its heading may have changed."""
        if position >= len(self._standings):
            return False
        document = self._documents[position]
        before = self._standings[position], self._looks[position]
        after = self._standings[position], self._looks[position] = _stands(document)
        if before == after or not self._ids[position]:
            return False
        self._kept.pop(self._ids[position], None)
        return True

    def sections(
        self, left: Sequence[int], sort: Callable[[list[int]], None] | None, *, whole: bool
    ) -> list[Section]:
        """Return the rows by batch, with the newest batch first among drafts and among others.

        Args:
            left: Positions of the documents, the newest first.
            sort: Sorts the documents of a batch, and those without one, as the person chose;
                None keeps the given order, with problems first.
            whole: Whether these are all documents, so that what is complete may be on one line.
        """
        self._catch_up()
        self._sort, self._whole = sort, whole
        members = self._members = dict[str, list[int]]()
        runs: list[tuple[str, list[int]]] = []
        # The documents of a batch are neighbors unless something else came meanwhile.
        for batch_id, neighbors in groupby(left, self._ids.__getitem__):
            run = list(neighbors)
            runs.append((batch_id, run))
            members[batch_id] = members[batch_id] + run if batch_id in members else run
        drafts: list[Section] = []
        others: list[Section] = []
        alone: list[int] = []
        seen: set[str] = set()
        for batch_id, run in runs:
            if not self._has_heading(batch_id, len(members[batch_id])):
                alone += run
            elif batch_id not in seen:
                seen.add(batch_id)
                section = self._section(batch_id)
                if self.known[batch_id].is_draft:
                    drafts.append(section)
                    continue
                if alone and sort is None:
                    others.append(Section(None, alone))
                    alone = []
                others.append(section)
        if alone:
            if sort is not None:
                sort(alone)
            others.append(Section(None, alone))
        drafts.sort(key=self._added_at, reverse=True)
        return drafts + others

    def batch_of(self, position: int) -> str:
        """Return the id of the batch under whose heading a document was last; empty for none."""
        batch_id = self._ids[position] if position < len(self._ids) else ""
        return (
            batch_id if batch_id in self.known and len(self._members.get(batch_id, ())) > 1 else ""
        )

    def section(self, batch_id: str) -> Section:
        """Return the section of a batch with the documents that it had last, as they stand now."""
        self._kept.pop(batch_id, None)
        return self._section(batch_id)

    def keep_still(self, batch_id: str) -> list[str]:
        """Move no rows of a draft from now on, such as the one under the mouse; empty for none.

        Returns:
            The drafts whose rows were not moved until now, and may move again.
        """
        if batch_id != self._still:
            self.version += 1
        self._still = batch_id
        free = self._held_back - {batch_id}
        self._held_back -= free
        return [id_ for id_ in free if id_ in self._members and id_ in self.known]

    def _added_at(self, section: Section) -> datetime:
        assert section.group is not None  # noqa: S101 - drafts have one
        assert section.group.batch is not None  # noqa: S101
        return section.group.batch.created_at

    def _has_heading(self, batch_id: str, listed: int) -> bool:
        """Return whether a batch has one; that of a draft has its controls, whatever is listed."""
        if batch_id in self._drafts:
            return self._sizes[batch_id] >= LEAST_OF_SEVERAL
        return batch_id in self.known and listed > 1

    def _section(self, batch_id: str) -> Section:
        members, batch = self._members[batch_id], self.known[batch_id]
        if not self._whole or self._sort is not None:
            return self._made(batch, members)
        kept = self._kept.get(batch_id)
        if kept is None or kept[0] is not batch or kept[1] != members:
            kept = self._kept[batch_id] = (batch, members, self._made(batch, members))
        return kept[2]

    def _made(self, batch: Batch, members: list[int]) -> Section:
        by, first = GroupBy.BATCH, self._documents[members[0]]
        known = self._standings
        facts = BatchFacts(self._documents, known, members)
        if self._sort is not None or not self._whole:
            rows = members
            if self._sort is not None:
                rows = members.copy()
                self._sort(rows)
            elif batch.is_draft:
                rows = self._rows_of_draft(batch.id, members)
            is_done = self._whole and all(known[at] is Standing.COMPLETE for at in members)
            group = Group(by, (by, batch.id), len(members), first, is_done, batch, facts)
            return Section(group, rows)
        standings = [known[at] for at in members]
        complete = standings.count(Standing.COMPLETE)
        is_done = complete == len(members)
        group = Group(by, (by, batch.id), len(members), first, is_done, batch, facts)
        if batch.is_draft:
            return Section(group, self._rows_of_draft(batch.id, members))
        if is_done:
            return Section(group, members)
        pairs = list(zip(members, standings, strict=True))
        urgent = [at for at, stands in pairs if stands in _FIRST]
        if complete < 2:  # one line less would not be worth a click
            return Section(group, urgent + [at for at, stands in pairs if stands not in _FIRST])
        open_ = [at for at, stands in pairs if stands not in _LAST_OR_FIRST]
        done = [at for at, stands in pairs if stands is Standing.COMPLETE]
        inner = Group(
            by, (by, batch.id, "complete"), complete, self._documents[done[0]],
            folded_at_first=True, batch=batch, facts=facts, is_inner=True,
        )  # fmt: skip
        return Section(group, urgent + open_, (Section(inner, done),))

    def _rows_of_draft(self, batch_id: str, members: list[int]) -> list[int]:
        """Return the files of a draft: those first that need a look, unless no row may move."""
        looks = self._looks
        wanted = sorted(members, key=lambda at: not looks[at])
        before = self._draft_rows.get(batch_id)
        if batch_id == self._still and before is not None:
            here, known = set(members), set(before)
            kept = [at for at in before if at in here]
            kept += [at for at in members if at not in known]
            if kept != wanted:
                self._held_back.add(batch_id)
            wanted = kept
        self._draft_rows[batch_id] = wanted
        return wanted

    def _catch_up(self) -> None:
        """Look at the newest documents."""
        for document in self._documents[len(self._ids) :]:
            self._ids.append(document.batch_id)
            stands, looks = _stands(document)
            self._standings.append(stands)
            self._looks.append(looks)
            if document.batch_id:
                self._sizes[document.batch_id] += 1
                self._several = self._several or self._sizes[document.batch_id] > 1


def _stands(document: Document) -> tuple[Standing, bool]:
    """Return how a document stands, and whether it comes first while it is in a draft."""
    return standing(document), needs_a_look(document)
