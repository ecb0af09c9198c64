"""Reviews of all drafts, kept while their documents change."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from capout_desktop.domain.batch import Batch
from capout_desktop.domain.batch_review import BatchReview
from capout_desktop.domain.document import Document
from capout_desktop.services.documents.document_store import DocumentStore

Listener = Callable[[Collection[str]], None]


class DraftReviews:
    """Keeps a `BatchReview` of each batch that was not sent.

    To make one takes as long as its batch is large; to keep it, only as long as the change is.
    """

    def __init__(self, store: DocumentStore) -> None:
        """Follow the drafts in the store."""
        self._store = store
        self._reviews: dict[str, BatchReview] = {}
        self._listeners: list[Listener] = []
        store.listen_to_batches(self._follow_batches)
        store.listen(self._follow)
        self._follow_batches(store.batches)

    def __iter__(self) -> Iterator[tuple[Batch, BatchReview]]:
        """Return the drafts with their reviews, the newest first."""
        for batch_id, review in reversed(self._reviews.items()):
            batch = self._store.batch(batch_id)
            if batch is not None:
                yield batch, review

    def of(self, batch_id: str) -> BatchReview:
        """Return the review of a draft; a new one for a batch that was sent."""
        kept = self._reviews.get(batch_id)
        return kept if kept is not None else self._made(batch_id)

    def listen(self, listener: Listener) -> None:
        """Call `listener` after each change, with the ids of all files that may have changed.

        A batch that became a draft, or was sent, has no ids.
        """
        self._listeners.append(listener)

    def _made(self, batch_id: str) -> BatchReview:
        review = BatchReview()
        review.take(self._store.documents_of(batch_id))
        return review

    def _follow_batches(self, batches: Iterable[Batch]) -> None:
        for batch in batches:
            if not batch.is_draft:
                self._reviews.pop(batch.id, None)
            elif batch.id not in self._reviews:
                self._reviews[batch.id] = self._made(batch.id)
        self._tell(())

    def _follow(self, documents: Sequence[Document]) -> None:
        changed: dict[str, list[Document]] = {}
        for document in documents:
            if document.batch_id in self._reviews:
                changed.setdefault(document.batch_id, []).append(document)
        if changed:
            touched = (self._reviews[id_].take(members) for id_, members in changed.items())
            self._tell(set[str]().union(*touched))

    def _tell(self, ids: Collection[str]) -> None:
        for listener in self._listeners:
            listener(ids)
