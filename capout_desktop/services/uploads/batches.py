"""What a person does with a whole batch: send it, discard it, pause it, skip rows of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from msgspec.structs import replace

from capout_desktop.domain import events as ev
from capout_desktop.domain import person_word
from capout_desktop.domain.batch import Batch
from capout_desktop.domain.batch_review import COSTS_TWICE, BatchReview, FileVerdict
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.problem import Problem
from capout_desktop.services.documents.document_store import BatchWord, DocumentStore, Word
from capout_desktop.services.runtime.clock import now
from capout_desktop.services.uploads.draft_reviews import DraftReviews
from capout_desktop.services.uploads.queue import UploadQueue

_S = DocumentState
_WAITING = frozenset({_S.CHECKING, _S.QUEUED, _S.HELD})
_NEVER_SENT = frozenset({_S.REJECTED, _S.CANCELED})


class Batches:
    """Carries out a person's words about batches; each is stored before it is shown.

    Attributes:
        reviews: What the drafts hold.
    """

    def __init__(
        self, store: DocumentStore, uploads: UploadQueue, covered: Callable[[int], int]
    ) -> None:
        """`covered` returns how many of a number of documents the credits left cover."""
        self._store = store
        self._uploads = uploads
        self._covered = covered
        self.reviews = DraftReviews(store)

    def send(self, batch_id: str) -> None:
        """Send all documents of a batch that are not skipped.

        What was sent before is sent only if the person included it; otherwise it is skipped.
        """
        review = self.reviews.of(batch_id)
        self._send(batch_id, review, len(review.to_go))

    def send_covered(self, batch_id: str) -> None:
        """Send the first documents of a batch, as many as the credits cover; skip the others."""
        review = self.reviews.of(batch_id)
        self._send(batch_id, review, self._covered(len(review.to_go)))

    def start(self, local_ids: Iterable[str]) -> None:
        """Send single documents of drafts; a draft of which nothing else waits is then sent."""
        ids = list(local_ids)
        started = frozenset(ids)

        def others_wait(batch_id: str) -> bool:
            return any(
                _waits_in_draft(document) and not document.skipped
                for document in self._store.documents_of(batch_id)
                if document.id not in started
            )

        batch_words = [word for word in self._sent_with(ids) if not others_wait(word[0])]
        words: list[tuple[str, Word]] = [(id_, lambda _: [ev.Started(now())]) for id_ in ids]
        self._uploads.decide(words, batch_words=batch_words)

    def discard(self, batch_id: str, then: Callable[[Sequence[str]], None]) -> None:
        """Remove from the list what of a batch was never sent; files stay.

        `then` is called with the documents once that is stored.
        """
        removed = [
            document.id
            for document in self._store.documents_of(batch_id)
            if _waits_in_draft(document) or (document.state in _NEVER_SENT and not document.removed)
        ]

        def word(document: Document) -> Iterator[ev.Event]:
            if document.state is _S.QUEUED and _waits_in_draft(document):
                # It was checked just now, and the queue has not held it yet.
                yield ev.Held(now(), Problem(HoldReason.WAITS_FOR_START))
            if _waits_in_draft(document) or document.state in _NEVER_SENT:
                yield ev.Removed(now())

        self._uploads.decide(((id_, word) for id_ in removed), lambda: then(removed))

    def skip(self, local_ids: Iterable[str]) -> None:
        """Leave documents out of their batches."""
        self._uploads.decide((id_, lambda _: [ev.Skipped(now())]) for id_ in local_ids)

    def include(self, local_ids: Iterable[str]) -> None:
        """Include documents in their batches; those of a batch that was sent are sent now.

        One that was sent before is not sent again by that: its row asks.
        """
        ids = list(local_ids)
        reviews = {
            batch_id: self.reviews.of(batch_id)
            for batch_id in dict.fromkeys(self._store[id_].batch_id for id_ in ids)
        }

        def word(document: Document) -> Iterator[ev.Event]:
            batch, review = self._store.batch(document.batch_id), reviews[document.batch_id]
            if batch is not None and not batch.is_draft:
                yield ev.Included(now())
                yield ev.Started(now())
            else:
                again = document.id in review and review.verdict(document.id) in COSTS_TWICE
                yield ev.Included(now(), again)

        self._uploads.decide((id_, word) for id_ in ids)

    def readdress(self, batch_id: str, xn_address: str) -> None:
        """Change the address of a draft; documents that were given one of their own keep it."""
        before = self.reviews.of(batch_id).address

        def word(document: Document) -> Iterable[ev.Event]:
            # One that was canceled would be tried again.
            waits = document.waits_for_start and document.state is not _S.CANCELED
            if waits and document.xn_address in {"", before}:
                return person_word.readdressed(document, xn_address, now())
            return ()

        self._decide_all(batch_id, word, partial(_addressed_to, xn_address))

    def readdress_documents(self, local_ids: Iterable[str], xn_address: str) -> None:
        """Change the address of single documents; it is their draft's if most of it has it then."""
        ids = list(local_ids)
        chosen = frozenset(ids)

        def is_most(batch_id: str) -> bool:
            waiting = [d.id for d in self._store.documents_of(batch_id) if _waits_in_draft(d)]
            return 2 * len(chosen.intersection(waiting)) > len(waiting)

        drafts = [
            batch_id
            for batch_id in dict.fromkeys(self._store[id_].batch_id for id_ in ids)
            if (batch := self._store.batch(batch_id)) is not None
            and batch.is_draft
            and is_most(batch_id)
        ]
        moved = partial(_addressed_to, xn_address)
        self._uploads.readdress(ids, xn_address, [(batch_id, moved) for batch_id in drafts])

    def rename(self, batch_id: str, name: str) -> None:
        """Name a batch; without a name the window words it from the time."""
        self._decide_all(batch_id, batch_word=lambda batch: replace(batch, name=name.strip()))

    def pause(self, batch_id: str, paused: bool) -> None:
        """Start nothing more of a batch (uploads under way go on), or go on."""
        self._decide_all(batch_id, batch_word=lambda batch: replace(batch, paused=paused))

    def retry_failed(self, batch_id: str) -> None:
        """Try the failed documents of a batch again."""
        documents = self._store.documents_of(batch_id)
        self._uploads.retry(*(d.id for d in documents if d.state is _S.FAILED and not d.removed))

    def skip_rest(self, batch_id: str) -> None:
        """Leave out everything of a batch that still waits to be sent."""
        self._decide_all(batch_id, lambda _: [ev.Skipped(now())])

    def _send(self, batch_id: str, review: BatchReview, number: int) -> None:
        """Send the first documents of a draft that are not skipped; without any change nothing."""
        if not number:
            return
        going: set[str] = set()

        def word(document: Document) -> Iterator[ev.Event]:
            # What was skipped just before is stored by now, though the review may not know it.
            if not _waits_in_draft(document) or document.skipped:
                return
            was_sent = document.held_for(HoldReason.ALREADY_SENT)
            costs_twice = was_sent or review.verdict(document.id) is FileVerdict.COPY
            fits = document.id in going or len(going) < number
            if not fits or (costs_twice and not document.again_chosen):
                yield ev.Skipped(now())
                return
            going.add(document.id)
            # A copy within the batch is asked about once the first one was sent.
            yield ev.SendAgain(now()) if was_sent else ev.Started(now())

        self._decide_all(batch_id, word, _sent)

    def _sent_with(self, local_ids: Iterable[str]) -> list[tuple[str, BatchWord]]:
        """Return the words that make the batches of these documents sent."""
        batches = dict.fromkeys(self._store[id_].batch_id for id_ in local_ids)
        return [(batch_id, _sent) for batch_id in batches if self._store.batch(batch_id)]

    def _decide_all(
        self,
        batch_id: str,
        word: Word = lambda _: (),
        batch_word: BatchWord = lambda batch: batch,
    ) -> None:
        words = [(document.id, word) for document in self._store.documents_of(batch_id)]
        known = self._store.batch(batch_id) is not None
        self._uploads.decide(words, batch_words=[(batch_id, batch_word)] if known else [])


def _addressed_to(xn_address: str, batch: Batch) -> Batch:
    return replace(batch, destination=replace(batch.destination, xn_address=xn_address))


def _sent(batch: Batch) -> Batch:
    return replace(batch, sent_at=batch.sent_at or now())


def _waits_in_draft(document: Document) -> bool:
    return document.waits_for_start and document.state in _WAITING and not document.removed
