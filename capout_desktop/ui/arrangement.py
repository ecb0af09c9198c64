"""Which documents are listed in which order: sorted by a column, or narrowed by a search.

All of it is plain lists: a `QSortFilterProxyModel` crosses into Python for every comparison, and
takes seconds where this takes milliseconds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from capout_desktop.domain.document import Charge, Document, DocumentState, StageState
from capout_desktop.ui import wording

_S = DocumentState
_BY_STATUS = {
    state: rank
    for rank, state in enumerate(
        (
            _S.HELD, _S.FAILED, _S.REJECTED, _S.CONFIRMING, _S.UPLOADING, _S.PROCESSING,
            _S.CHECKING, _S.QUEUED, _S.PAUSED, _S.COMPLETE, _S.CANCELLED,
        )
    )
}  # fmt: skip
"""What needs the person comes first, then what is on its way, then what is over."""

_BY_PROGRESS = {
    _S.REJECTED: 0.0,
    _S.CANCELLED: 0.0,
    _S.CHECKING: 0.1,
    _S.HELD: 0.2,
    _S.PAUSED: 0.2,
    _S.QUEUED: 0.3,
    _S.UPLOADING: 1.0,
    _S.CONFIRMING: 2.0,
    _S.FAILED: 2.0,
    _S.PROCESSING: 3.0,
    _S.COMPLETE: 9.0,
}
_BY_CHARGE = {charge: rank for rank, charge in enumerate(Charge)}


def _progress(document: Document) -> float:
    rank = _BY_PROGRESS[document.state]
    if document.state is _S.UPLOADING and document.bytes_total:
        return rank + document.bytes_sent / document.bytes_total
    if document.stages is not None and document.state is _S.PROCESSING:
        return rank + sum(mark.state is StageState.DONE for mark in document.stages)
    return rank


_KEYS: tuple[Callable[[Document], Any], ...] = (
    lambda document: document.file_name.casefold(),
    lambda document: document.xn_address.casefold(),
    _progress,
    lambda document: _BY_STATUS[document.state],
    lambda document: document.changed_at,
    lambda document: _BY_CHARGE[document.charge],
)
"""By what a column is sorted, in the order of the columns."""


class Arrangement:
    """Sorts and searches documents by their positions in one list, which only grows."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = documents
        self._column = -1
        self._descending = False
        self._keys: list[Any] = []
        self._words: tuple[str, ...] = ()
        self._texts: list[str] = []

    @property
    def is_plain(self) -> bool:
        """Whether it leaves everything as it is."""
        return self._column < 0 and not self._words

    @property
    def is_search(self) -> bool:
        """Whether it may leave documents out."""
        return bool(self._words)

    def sort_by(self, column: int, *, descending: bool) -> None:
        """Sort by a column's values; -1 stands for the order in which documents came."""
        if column != self._column:
            self._column = column
            self._keys = []
        self._descending = descending

    def search(self, text: str) -> None:
        """Leave only documents with each of these words in the name, address, id or status."""
        self._words = tuple(text.casefold().split())

    def changed(self, position: int) -> bool:
        """Take note of a document's news. Return whether it may belong elsewhere now."""
        moved = False
        if position < len(self._keys):
            before, self._keys[position] = self._keys[position], self._key(position)
            moved = before != self._keys[position]
        if position < len(self._texts):
            before = self._matches(position)
            self._texts[position] = _text(self._documents[position])
            moved = moved or before != self._matches(position)
        return moved

    def arrange(self, positions: Sequence[int]) -> list[int]:
        """Return the positions that the search leaves, in the order of the sort.

        Equals stay in the order in which they were given, whichever way it is sorted.
        """
        left = list(positions)
        if self._words:
            texts = self._texts
            texts.extend(map(_text, self._documents[len(texts) :]))
            for word in self._words:
                left = [at for at in left if word in texts[at]]
        if self._column >= 0:
            keys = self._keys
            keys.extend(map(_KEYS[self._column], self._documents[len(keys) :]))
            left.sort(key=keys.__getitem__, reverse=self._descending)
        return left

    def _key(self, position: int) -> Any:
        return _KEYS[self._column](self._documents[position])

    def _matches(self, position: int) -> bool:
        return all(word in self._texts[position] for word in self._words)


class ArrangedRows:
    """The rows of an arrangement; answers as `RowOrder` does."""

    def __init__(self, positions: list[int]) -> None:
        self.positions = positions
        self._rows: dict[int, int] | None = None

    def __len__(self) -> int:
        return len(self.positions)

    def position(self, row: int) -> int:
        """Which document stands in a row."""
        return self.positions[row]

    def row(self, position: int) -> int | None:
        """Where a document stands; None where it is left out."""
        if self._rows is None:
            self._rows = {position: row for row, position in enumerate(self.positions)}
        return self._rows.get(position)


def _text(document: Document) -> str:
    """All that a search looks at; a word never reaches over two of its lines."""
    problem = document.problem
    return (
        f"{document.file_name}\n{document.xn_address}\n{document.document_id}\n"
        f"{_state_word(document)}\n{problem.title if problem else ''}"
    ).casefold()


_STATE_WORDS: dict[DocumentState, str] = {}


def _state_word(document: Document) -> str:
    word = _STATE_WORDS.get(document.state)
    if word is None:
        word = _STATE_WORDS[document.state] = wording.state_word(document)
    return word
