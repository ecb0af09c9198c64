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
        buy_credits: Emitted with the batch for which credits are to be bought on the web.
        export: Emitted with the batch whose documents are to be written to a file.
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
    buy_credits = Signal(str)
    export = Signal(str)

    def __init__(self, window: QObject) -> None:
        super().__init__(window)
        self.known: dict[str, Batch] = {}

    def follow(self, buttons: BatchButtons) -> None:
        """Emit what is pressed in the headings of the list."""
        buttons.pressed.connect(self._run)

    def _run(self, name: str, batch_id: str) -> None:
        signals = {
            "pause": self.pause,
            "resume": self.resume,
            "retry_failed": self.retry_failed,
            "skip_rest": self.skip_rest,
            "buy_credits": self.buy_credits,
            "export": self.export,
        }
        signals[name].emit(batch_id)

    def apply(self, batches: Iterable[Batch]) -> None:
        """Keep new and changed batches."""
        self.known.update((batch.id, batch) for batch in batches)
