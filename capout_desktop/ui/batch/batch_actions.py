"""What a person can do with a whole batch, as signals of the window."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from capout_desktop.domain.batch import Batch
    from capout_desktop.ui.documents.batch_buttons import BatchButtons


class BatchActions(QObject):
    """Signals of the batches in the list, each with the batch's id.

    Attributes:
        send: Emitted to send a draft. If the credits may not suffice, the person is asked first.
        rename: Emitted with a batch's id and its new name.
        readdress: Emitted with a batch's id and the new address of what waits in it.
        readdress_files: Emitted with files of drafts, and their new address.
        skip_rest: Emitted with the batch whose waiting documents are skipped.
        send_covered: Emitted with the batch of which as many are sent as the credits cover.
        known: The batches by their id, as they are stored.
    """

    send = Signal(str)
    discard = Signal(str)
    rename = Signal(str, str)
    readdress = Signal(str, str)
    readdress_files = Signal(list, str)
    pause = Signal(str)
    resume = Signal(str)
    retry_failed = Signal(str)
    skip_rest = Signal(str)
    send_covered = Signal(str)

    def __init__(self, window: QObject) -> None:
        super().__init__(window)
        self.known: dict[str, Batch] = {}

    def follow(self, buttons: BatchButtons) -> None:
        """Emit what is pressed in the headings of the list."""
        buttons.pause.connect(self.pause)
        buttons.resume.connect(self.resume)
        buttons.retry_failed.connect(self.retry_failed)
        buttons.skip_rest.connect(self.skip_rest)

    def apply(self, batches: Iterable[Batch]) -> None:
        """Keep new and changed batches."""
        self.known.update((batch.id, batch) for batch in batches)
