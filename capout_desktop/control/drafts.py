"""Control of the drafts: keeps the bar of what was added and not sent yet up to date."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from capout_desktop.domain.batch import Batch
from capout_desktop.domain.batch_review import BatchReview
from capout_desktop.domain.credit_guard import Estimate, Fit
from capout_desktop.domain.document import Document
from capout_desktop.domain.draft import Draft, is_shown
from capout_desktop.services.credits.balances import Credits
from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.uploads.batches import Batches

if TYPE_CHECKING:
    from capout_desktop.ui.shell.main_window import MainWindow


class DraftControl:
    """Follows the drafts in the store, and asks before one is sent that may cost too much.

    The window shows them once a frame.
    """

    def __init__(
        self,
        store: DocumentStore,
        batches: Batches,
        credits_left: Credits,
        estimate: Callable[[int], Estimate],
        window: MainWindow,
    ) -> None:
        """Show the stored drafts. `estimate` returns the likely cost of a number of documents."""
        self._store = store
        self._batches = batches
        self._window = window
        self._estimate = estimate
        self._reviews: dict[str, BatchReview] = {}
        self._bar = window.drafts
        self._bar.read_from(self._drafts)
        window.batches.send.connect(self._send)
        store.listen_to_batches(self._follow_batches)
        store.listen(self._follow)
        credits_left.listen(lambda *_: self._bar.refresh())
        self._follow_batches(store.batches)

    def _follow_batches(self, batches: Iterable[Batch]) -> None:
        for batch in batches:
            if not batch.is_draft:
                self._reviews.pop(batch.id, None)
            elif batch.id not in self._reviews:
                review = self._reviews[batch.id] = BatchReview()
                review.take(self._store.documents_of(batch.id))
        self._bar.refresh()

    def _follow(self, documents: Sequence[Document]) -> None:
        changed: dict[str, list[Document]] = {}
        for document in documents:
            if document.batch_id in self._reviews:
                changed.setdefault(document.batch_id, []).append(document)
        for batch_id, members in changed.items():
            self._reviews[batch_id].take(members)
        if changed:
            self._bar.refresh()

    def _send(self, batch_id: str) -> None:
        review = self._reviews.get(batch_id)
        if review is None:
            return  # it was sent meanwhile
        cost = self._estimate(review.summary.will_go)
        if cost.fit is not Fit.SHORT:
            self._batches.send(batch_id)
            return
        from capout_desktop.ui.credits.overspend_question import ask_to_overspend  # noqa: PLC0415 - seldom

        ask_to_overspend(
            self._window,
            cost,
            lambda: self._batches.send(batch_id),
            lambda _number: self._batches.send_covered(batch_id),
        )

    def _drafts(self) -> list[Draft]:
        """Return the drafts, newest first."""
        found = []
        for batch_id, review in reversed(self._reviews.items()):
            batch = self._store.batch(batch_id)
            if batch is not None and is_shown(batch, review):
                summary = review.summary
                cost = self._estimate(summary.will_go)
                found.append(Draft(batch, summary, review.address, review.elsewhere, cost))
        return found
