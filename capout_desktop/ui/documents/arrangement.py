"""Arrangement of the list: sorting, filtering and grouping of documents.

It works on plain lists: a `QSortFilterProxyModel` calls Python for every comparison, and takes
seconds instead of milliseconds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import Enum, auto
from itertools import groupby
from typing import Any

from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.document_filter import DocumentFilter, filter_of
from capout_desktop.ui.documents import document_text as wording
from capout_desktop.ui.documents.arranged_rows import ArrangedRows, Section
from capout_desktop.ui.documents.batch_groups import BatchGroups
from capout_desktop.ui.documents.columns import COLUMNS
from capout_desktop.ui.documents.estimate_text import searched_text
from capout_desktop.ui.documents.folds import Folds
from capout_desktop.ui.documents.grouping import GROUP_KEYS, Group, GroupBy
from capout_desktop.ui.text import problem_text as problem_words


class Change(Enum):
    """What of the list has to be arranged anew after a document changed."""

    NONE = auto()
    BATCH = auto()
    """The rows of its batch; they stay together."""
    LIST = auto()


class Arrangement:
    """Sorts, filters and groups documents by their positions in one list, which only grows.

    Attributes:
        folds: Which groups are folded.
    """

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = documents
        self._column = -1
        self._descending = False
        self._keys: list[Any] = []
        self._words: tuple[str, ...] = ()
        self._texts: list[str] = []
        self._show = DocumentFilter.ALL
        self._kinds: list[DocumentFilter] = []
        self._group_by = GroupBy.BATCH
        self._group_keys: list[Any] = []
        self._found: Counter[DocumentFilter] = Counter()
        self._search = _Search()
        self._last: tuple[list[int], object, ArrangedRows] | None = None
        self.folds = Folds()
        self.batches = BatchGroups(documents)

    @property
    def is_plain(self) -> bool:
        """Whether all documents are shown in their original order."""
        if self._column >= 0 or self._is_narrowed:
            return False
        if self._group_by is GroupBy.BATCH:
            return not self.batches.any_of_several()
        return self._group_by is GroupBy.NONE and not self.batches.any_draft()

    @property
    def _is_narrowed(self) -> bool:
        return bool(self._words) or self._show is not DocumentFilter.ALL

    @property
    def is_search(self) -> bool:
        """Whether a search is active."""
        return bool(self._words)

    @property
    def shown(self) -> DocumentFilter:
        """The filter in use."""
        return self._show

    @property
    def group_by(self) -> GroupBy:
        """The property by which documents are grouped."""
        return self._group_by

    @property
    def found(self) -> Mapping[DocumentFilter, int]:
        """How many documents of each kind match the search, before the filter."""
        return self._found

    def sort_by(self, column: int, *, descending: bool) -> None:
        """Sort by a column's values; -1 restores the order of arrival."""
        if column != self._column:
            self._column = column
            self._keys = []
        self._descending = descending
        self._last = None

    def search(self, text: str) -> None:
        """Show only documents with each of these words in what is known of it."""
        self._words = tuple(text.casefold().split())
        self.folds.narrow(self._is_narrowed)

    @property
    def unprepared(self) -> int:
        """Of how many documents it is not known yet what a search looks at."""
        return len(self._documents) - len(self._texts)

    def prepare(self, number: int) -> None:
        """Prepare a search in that many more documents; all at once may take seconds."""
        documents, texts, kinds = self._documents, self._texts, self._kinds
        texts += map(_text, documents[len(texts) : len(texts) + number])
        kinds += map(filter_of, documents[len(kinds) : len(kinds) + number])

    def show(self, show: DocumentFilter) -> None:
        """Show only documents of a kind."""
        self._show = show
        self.folds.narrow(self._is_narrowed)

    def group(self, by: GroupBy) -> None:
        """Group the documents by a property."""
        if by is not self._group_by:
            self._group_by = by
            self._group_keys = []

    def changed(self, position: int) -> Change:
        """Update the sort keys of a document; return what of the list may have changed."""
        document, moved = self._documents[position], False
        self._last = None
        if position < len(self._texts):
            before = self._matches(position)
            if _renewed(self._texts, position, _text(document)):
                self._search.forget()
                moved = before != self._matches(position)
        if position < len(self._kinds):
            kind, self._kinds[position] = self._kinds[position], filter_of(document)
            moved |= self._is_narrowed and kind is not self._kinds[position]
        if position < len(self._group_keys):
            key = GROUP_KEYS[self._group_by](document)
            moved |= _renewed(self._group_keys, position, key)
        sorts_anew = position < len(self._keys) and _renewed(
            self._keys, position, COLUMNS[self._column].sort_key(document)
        )
        # Only drafts have headings of their own in other groupings.
        batch_id = self.batches.batch_of(position)
        stands_anew = self.batches.changed(position) and batch_id != ""
        if moved or not (sorts_anew or stands_anew):
            return Change.LIST if moved else Change.NONE
        return Change.BATCH if batch_id else Change.LIST if sorts_anew else Change.NONE

    def arrange(self, positions: Sequence[int]) -> ArrangedRows:
        """Return the positions that match search and filter, grouped and sorted.

        The sort is stable in both directions: equal documents keep their given order.
        """
        left = list(positions)
        if self._words:
            left = self._search.found(left, self._words, self._caught_up(self._texts, _text))
        narrowed = self._is_narrowed
        state = narrowed, self._show, self._group_by, self.batches.version, self.folds.version
        if self._last is None or self._last[:2] != (left, state):
            self._last = left, state, self._arranged(left.copy())
        return self._last[2]  # while somebody types, many letters leave the same documents

    def _arranged(self, left: list[int]) -> ArrangedRows:
        if self._is_narrowed:
            kinds = self._caught_up(self._kinds, filter_of)
            self._found = Counter(map(kinds.__getitem__, left))
            if self._show is not DocumentFilter.ALL:
                left = [at for at in left if kinds[at] is self._show]
        sort = None if self._column < 0 else self._sort
        if self._group_by is GroupBy.BATCH:
            sections = self.batches.sections(left, sort, whole=not self._is_narrowed)
            return ArrangedRows(sections, self.folds.is_folded)
        drafts, left = self.batches.drafts(left, sort)
        if sort is not None:
            sort(left)
        if self._group_by is GroupBy.NONE:
            return ArrangedRows([*drafts, Section(None, left)], self.folds.is_folded)
        return ArrangedRows([*drafts, *self._sections(left)], self.folds.is_folded)

    def _sort(self, positions: list[int]) -> None:
        keys = self._caught_up(self._keys, COLUMNS[self._column].sort_key)
        positions.sort(key=keys.__getitem__, reverse=self._descending)

    def _sections(self, left: list[int]) -> Iterator[Section]:
        by, documents = self._group_by, self._documents
        keys = self._caught_up(self._group_keys, GROUP_KEYS[by])
        left.sort(key=keys.__getitem__)
        for key, together in groupby(left, keys.__getitem__):
            members = list(together)
            yield Section(Group(by, (by, key), len(members), documents[members[0]]), members)

    def _matches(self, position: int) -> bool:
        return all(word in self._texts[position] for word in self._words)

    def _caught_up(self, values: list[Any], value: Callable[[Document], Any]) -> list[Any]:
        """Return the values, extended by those of the newest documents."""
        values.extend(map(value, self._documents[len(values) :]))
        return values


class _Search:
    """Last search; one for more letters looks only at what that one found."""

    def __init__(self) -> None:
        self._words: tuple[str, ...] = ()
        self._within: list[int] = []
        self._found: list[int] = []

    def found(self, within: list[int], words: tuple[str, ...], texts: Sequence[str]) -> list[int]:
        """Return the positions whose texts have each of the words."""
        before = self._words
        goes_on = before and all(any(old in word for word in words) for old in before)
        left = self._found if goes_on and within == self._within else within
        for word in words if left is within else set(words).difference(before):
            left = [at for at in left if word in texts[at]]
        self._words, self._within, self._found = words, within, left
        return left.copy()

    def forget(self) -> None:
        """Look at all documents next time: a text has changed."""
        self._words = ()


def merged(
    own: Sequence[int], elsewhere: Sequence[int], documents: Sequence[Document]
) -> Sequence[int]:
    """Merge documents submitted elsewhere, newest first, into this computer's own, by time."""
    if not elsewhere:
        return own
    together: list[int] = []
    others = list(reversed(elsewhere))
    for position in own:
        at = documents[position].added_at
        while others and documents[others[-1]].added_at > at:
            together.append(others.pop())
        together.append(position)
    return [*together, *reversed(others)]


def _renewed(values: list[Any], position: int, value: Any) -> bool:
    """Replace a value; return whether it changed."""
    before, values[position] = values[position], value
    return bool(before != value)


def _text(document: Document) -> str:
    """Return the text that a search looks at, in lines; a search word matches within one line.

    That of a removed document is empty: it is not in the list, and comes back with a change.
    """
    if document.removed:
        return ""
    problem = document.problem
    title = problem_words.title(problem) if problem else ""
    return (
        f"{document.file_name}\n{document.xn_address}\n{document.document_id}\n"
        f"{document.workflow_id}\n{_state_word(document)}\n{title}\n{searched_text(document)}"
    ).casefold()


_STATE_WORDS: dict[DocumentState, str] = {}


def _state_word(document: Document) -> str:
    word = _STATE_WORDS.get(document.state)
    if word is None:
        word = _STATE_WORDS[document.state] = wording.state_word(document)
    return word
