"""What a person does with a whole batch: send it, discard it, pause it, skip rows of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec.structs import replace

from capout_desktop.domain import events as ev
from capout_desktop.domain import person_word
from capout_desktop.domain.batch import Batch
from capout_desktop.domain.batch_review import COSTS_TWICE, BatchReview, FileVerdict
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.services.documents.document_store import DocumentStore, Word
from capout_desktop.services.runtime.clock import now
from capout_desktop.services.uploads.queue import UploadQueue

_WAITING = frozenset({DocumentState.CHECKING, DocumentState.QUEUED, DocumentState.HELD})


class Batches:
    """Carries out a person's words about batches; each is stored before it is shown."""

    def __init__(
        self, store: DocumentStore, uploads: UploadQueue, covered: Callable[[int], int]
    ) -> None:
        """`covered` returns how many of a number of documents the credits left cover."""
        self._store = store
        self._uploads = uploads
        self._covered = covered

    def send(self, batch_id: str) -> None:
        """Send all documents of a batch that are not skipped.

        What was sent before is sent only if the person included it; otherwise it is skipped.
        """
        self._send(batch_id, self._review(batch_id).to_go)

    def send_chosen(self, first: Sequence[str], again: Sequence[str]) -> None:
        """Send these documents, and those of `again` although they were sent before."""
        starts: list[tuple[str, Word]] = [(id_, lambda _: [ev.Started(now())]) for id_ in first]
        again_words: list[tuple[str, Word]] = [
            (id_, lambda _: [ev.SendAgain(now())]) for id_ in again
        ]
        batches = dict.fromkeys(self._store[id_].batch_id for id_ in (*first, *again))
        self._uploads.decide(
            [*starts, *again_words],
            batch_words=[(id_, _sent) for id_ in batches if self._store.batch(id_) is not None],
        )

    def send_covered(self, batch_id: str) -> None:
        """Send the first documents of a batch, as many as the credits cover; skip the others."""
        going = self._review(batch_id).to_go
        self._send(batch_id, going[: self._covered(len(going))])

    def discard(self, batch_id: str) -> None:
        """Cancel what waits in a batch and remove it from the list; files are not touched."""

        def word(document: Document) -> Iterator[ev.Event]:
            if document.waits_for_start and document.state in _WAITING:
                yield from person_word.canceled(document, now())
                yield ev.Removed(now())
            elif document.state is DocumentState.REJECTED:
                yield ev.Removed(now())

        self._decide_all(batch_id, word)

    def skip(self, local_ids: Iterable[str]) -> None:
        """Leave documents out of their batches."""
        self._uploads.decide((id_, lambda _: [ev.Skipped(now())]) for id_ in local_ids)

    def include(self, local_ids: Iterable[str]) -> None:
        """Include documents in their batches; those of a batch that was sent are sent now."""
        ids = list(local_ids)
        reviews = {
            batch_id: self._review(batch_id)
            for batch_id in dict.fromkeys(self._store[id_].batch_id for id_ in ids)
        }

        def word(document: Document) -> Iterator[ev.Event]:
            review = reviews[document.batch_id]
            again = document.id in review and review.verdict(document.id) in COSTS_TWICE
            yield ev.Included(now(), again)
            batch = self._store.batch(document.batch_id)
            if batch is not None and not batch.is_draft:
                sent_before = again and review.verdict(document.id) is FileVerdict.SENT_BEFORE
                yield ev.SendAgain(now()) if sent_before else ev.Started(now())

        self._uploads.decide((id_, word) for id_ in ids)

    def readdress(self, batch_id: str, xn_address: str) -> None:
        """Change the address of everything that waits in a batch."""

        def word(document: Document) -> Iterable[ev.Event]:
            if not document.waits_for_start:
                return ()
            return person_word.readdressed(document, xn_address, now())

        def moved(batch: Batch) -> Batch:
            return replace(batch, destination=replace(batch.destination, xn_address=xn_address))

        self._decide_all(batch_id, word, moved)

    def pause(self, batch_id: str, paused: bool) -> None:
        """Start nothing more of a batch (uploads under way go on), or go on."""
        self._decide_all(batch_id, lambda _: (), lambda batch: replace(batch, paused=paused))

    def retry_failed(self, batch_id: str) -> None:
        """Try the failed documents of a batch again."""
        documents = self._store.documents_of(batch_id)
        failed = (d.id for d in documents if d.state is DocumentState.FAILED and not d.removed)
        self._uploads.retry(*failed)

    def skip_rest(self, batch_id: str) -> None:
        """Leave out everything of a batch that still waits to be sent."""
        self._decide_all(batch_id, lambda _: [ev.Skipped(now())])

    def _review(self, batch_id: str) -> BatchReview:
        review = BatchReview()
        review.take(self._store.documents_of(batch_id))
        return review

    def _send(self, batch_id: str, ids: Iterable[str]) -> None:
        review, going = self._review(batch_id), frozenset(ids)

        def word(document: Document) -> Iterator[ev.Event]:
            if document.id not in review or not document.waits_for_start:
                return  # it was added since, or settled
            if review.verdict(document.id) in {FileVerdict.CANNOT, FileVerdict.SETTLED}:
                return
            # Skipped since the send button was pressed: it stays.
            if document.id not in going or document.skipped:
                yield ev.Skipped(now())
            elif review.verdict(document.id) in COSTS_TWICE:
                # A copy within the batch is asked about once the first one was sent.
                sent_before = review.verdict(document.id) is FileVerdict.SENT_BEFORE
                yield ev.SendAgain(now()) if sent_before else ev.Started(now())
            else:
                yield ev.Started(now())

        self._decide_all(batch_id, word, _sent)

    def _decide_all(
        self, batch_id: str, word: Word, batch_word: Callable[[Batch], Batch] = lambda batch: batch
    ) -> None:
        words = [(document.id, word) for document in self._store.documents_of(batch_id)]
        known = self._store.batch(batch_id) is not None
        self._uploads.decide(words, batch_words=[(batch_id, batch_word)] if known else [])


def _sent(batch: Batch) -> Batch:
    return replace(batch, sent_at=batch.sent_at or now())
