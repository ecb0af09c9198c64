"""Grouping of the list by batch: drafts first, problems on top, what is complete on one line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import takewhile

from capout_desktop.domain.batch import Batch
from capout_desktop.domain.batch_tally import Standing, standing
from capout_desktop.domain.document import Document
from capout_desktop.ui.documents.arranged_rows import Section
from capout_desktop.ui.documents.grouping import Group, GroupBy

_FIRST = {
    Standing.NEEDS_PERSON, Standing.REJECTED, Standing.FAILED, Standing.FAILED_AT_CAPOUT,
}  # fmt: skip
"""Documents that stand so come first in a batch that was sent."""
LEAST_PREFIX = 6
"""Least number of letters that are left away from the names of a batch."""
_WORDS = re.compile(r".*[\s_\-.,]", re.DOTALL)


class BatchGroups:
    """Divides documents by their positions into batches. A batch of one has no heading.

    Attributes:
        known: The batches by their id.
    """

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = documents
        self.known: dict[str, Batch] = {}
        self._sizes: Counter[str] = Counter()
        self._ids: list[str] = []
        self._several = False
        self._standings: list[Standing] = []

    def any_of_several(self) -> bool:
        """Return whether any batch has several documents."""
        self._catch_up()
        return self._several

    def take(self, batches: Iterable[Batch]) -> None:
        """Keep new and changed batches."""
        self.known.update((batch.id, batch) for batch in batches)

    def changed(self, position: int) -> bool:
        """Note a change of a document; return whether its row or its heading may have changed."""
        if position >= len(self._standings):
            return False
        before, self._standings[position] = (
            self._standings[position],
            standing(self._documents[position]),
        )
        return before is not self._standings[position] and bool(self._ids[position])

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
        ids, members = self._ids, dict[str, list[int]]()
        for position in left:
            members.setdefault(ids[position], []).append(position)
        drafts: list[Section] = []
        others: list[Section] = []
        alone: list[int] = []
        seen: set[str] = set()
        for position in left:
            batch_id = ids[position]
            if batch_id not in self.known or len(members[batch_id]) == 1:
                alone.append(position)
            elif batch_id not in seen:
                seen.add(batch_id)
                own = members[batch_id]
                if sort is not None:
                    sort(own)
                section = self._section(batch_id, own, whole=whole and sort is None)
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
        return drafts + others

    def _section(self, batch_id: str, members: list[int], *, whole: bool) -> Section:
        by, first, batch = GroupBy.BATCH, self._documents[members[0]], self.known[batch_id]
        counts = Counter(map(self._standings.__getitem__, members))
        complete = counts[Standing.COMPLETE]
        is_done = complete == len(members)
        prefix = _common_prefix([self._documents[at].file_name for at in members])
        group = Group(
            by, (by, batch_id), len(members), first, is_done,
            batch=batch, standings=counts, prefix=prefix,
        )  # fmt: skip
        if not whole or is_done or batch.is_draft:
            return Section(group, members)
        standings = self._standings
        urgent = [at for at in members if standings[at] in _FIRST]
        others = [at for at in members if standings[at] not in _FIRST]
        if complete < 2:  # one line less would not be worth a click
            return Section(group, urgent + others)
        open_ = [at for at in others if standings[at] is not Standing.COMPLETE]
        done = [at for at in others if standings[at] is Standing.COMPLETE]
        inner = Group(
            by, (by, batch_id, "complete"), complete, self._documents[done[0]],
            folded_at_first=True, batch=batch, is_inner=True, prefix=prefix,
        )  # fmt: skip
        return Section(group, urgent + open_, (Section(inner, done),))

    def _catch_up(self) -> None:
        """Look at the newest documents."""
        for document in self._documents[len(self._ids) :]:
            self._ids.append(document.batch_id)
            self._standings.append(standing(document))
            if document.batch_id:
                self._sizes[document.batch_id] += 1
                self._several = self._several or self._sizes[document.batch_id] > 1


def _common_prefix(names: list[str]) -> str:
    """Return the words with which all names begin; empty if they are hardly longer than an "…"."""
    first, last = min(names), max(names)  # what these two begin with, all do
    same = takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False))
    words = _WORDS.match("".join(letter for letter, _ in same))
    return words[0] if words is not None and len(words[0]) >= LEAST_PREFIX else ""
