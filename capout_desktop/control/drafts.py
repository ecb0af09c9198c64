"""Control of the drafts: shows what was added and not sent yet, and sends it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from capout_desktop.domain.batch import Batch
from capout_desktop.domain.batch_review import BatchReview
from capout_desktop.domain.credit_guard import Estimate, Fit
from capout_desktop.domain.draft import Draft, is_shown
from capout_desktop.services.credits.balances import Credits
from capout_desktop.services.uploads.batches import Batches

if TYPE_CHECKING:
    from capout_desktop.ui.shell.main_window import MainWindow


class DraftControl:
    """Has the window show the drafts, and asks before one is sent that may cost too much."""

    def __init__(
        self,
        batches: Batches,
        credits_left: Credits,
        estimate: Callable[[int], Estimate],
        window: MainWindow,
    ) -> None:
        """Show the stored drafts. `estimate` returns the likely cost of a number of documents."""
        self._batches = batches
        self._window = window
        self._estimate = estimate
        self._reading: set[str] = set()
        window.batches.send.connect(self._send)
        window.drafts.read_from(self._drafts)
        batches.reviews.listen(window.drafts.refresh)
        credits_left.listen(lambda *_: window.drafts.refresh())

    def show_reading(self, batch_id: str, reading: bool) -> None:
        """Show whether files are still being added to a draft; until then it cannot be sent."""
        (self._reading.add if reading else self._reading.discard)(batch_id)
        self._window.drafts.refresh()

    def _send(self, batch_id: str) -> None:
        number = len(self._batches.reviews.of(batch_id).to_go)
        if not number or batch_id in self._reading:
            return
        cost = self._estimate(number)
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
        return [self._draft(*one) for one in self._batches.reviews if is_shown(*one)]

    def _draft(self, batch: Batch, review: BatchReview) -> Draft:
        summary = review.summary
        cost = self._estimate(summary.will_go)
        return Draft(batch, review, summary, cost, batch.id in self._reading)
