"""Control of the batches: connects the actions on batches in the window to the service."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.uploads.batches import Batches

if TYPE_CHECKING:
    from capout_desktop.ui.shell.main_window import MainWindow


class BatchControl:
    """Connects the actions on batches, and shows the stored batches in the window."""

    def __init__(
        self,
        store: DocumentStore,
        batches: Batches,
        window: MainWindow,
        offer_undo: Callable[[Sequence[str]], None],
    ) -> None:
        """Connect everything. `offer_undo` is called with documents that were discarded."""
        actions = window.batches
        actions.discard.connect(lambda batch_id: batches.discard(batch_id, offer_undo))
        actions.rename.connect(batches.rename)
        actions.pause.connect(lambda batch_id: batches.pause(batch_id, True))
        actions.resume.connect(lambda batch_id: batches.pause(batch_id, False))
        actions.retry_failed.connect(batches.retry_failed)
        actions.skip_rest.connect(batches.skip_rest)
        actions.send_covered.connect(batches.send_covered)
        rows = window.actions_on_rows
        rows.start.connect(batches.start)
        rows.skip.connect(batches.skip)
        rows.include.connect(batches.include)
        window.model.ticked.connect(
            lambda ids, goes: (batches.include if goes else batches.skip)(ids)
        )
        window.apply_batches(store.batches)
        store.listen_to_batches(window.apply_batches)
