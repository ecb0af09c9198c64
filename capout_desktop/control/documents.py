"""Control of the actions on the queue and on the selected rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.events import Removed, Restored
from capout_desktop.domain.problem import ProblemCode
from capout_desktop.domain.program_problem import removed
from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.runtime.clock import now
from capout_desktop.services.uploads.queue import UploadQueue
from capout_desktop.store.settings import Settings
from capout_desktop.ui.widgets.banner_action import Action

if TYPE_CHECKING:
    from capout_desktop.ui.shell.main_window import MainWindow


class DocumentControl:
    """Connects the actions of the queue and of the rows to the services."""

    def __init__(
        self,
        store: DocumentStore,
        uploads: UploadQueue,
        settings: Settings,
        window: MainWindow,
        save_settings: Callable[[], None],
    ) -> None:
        self._store = store
        self._uploads = uploads
        self._settings = settings
        self._window = window
        self._save_settings = save_settings
        self._removed: list[str] = []
        self._staying = 0
        queue = window.queue
        queue.pause_toggled.connect(self.pause)
        queue.retry_failed.connect(self._retry_failed)
        queue.clear_completed.connect(self._clear_completed)
        queue.undo_removal.connect(self._undo_removal)
        queue.parallel_chosen.connect(self._send_at_once)
        queue.show_parallel(settings.parallel_uploads)
        window.signs.resume_wanted.connect(lambda: self.pause(False))
        actions = window.actions_on_rows
        actions.cancel.connect(lambda local_ids: uploads.cancel(*local_ids))
        actions.retry.connect(lambda local_ids: uploads.retry(*local_ids))
        actions.send_anyway.connect(lambda local_ids: uploads.send_anyway(*local_ids))
        actions.move_to_top.connect(lambda local_ids: uploads.move_to_top(*local_ids))
        actions.left_out.connect(self._note_left_out)
        actions.remove.connect(self.remove)
        store.listen(self._follow)
        if settings.queue_paused:
            self.pause(True)

    def settings_changed(self) -> None:
        """Apply the number of simultaneous uploads."""
        self._uploads.set_parallel(self._settings.parallel_uploads)
        self._window.queue.show_parallel(self._settings.parallel_uploads)

    def pause(self, paused: bool) -> None:
        """Pause or resume sending; the choice outlasts a restart."""
        self._uploads.pause(paused)
        self._window.queue.show_paused(paused)
        if paused != self._settings.queue_paused:
            self._settings.queue_paused = paused
            self._save_settings()
        self._window.signs.show_paused(paused)
        self._follow(())
        if not paused:
            self._window.hide_banner(ProblemCode.SETTINGS_LOST)

    def _follow(self, _: Sequence[Document]) -> None:
        count = self._store.count
        waiting = count(DocumentState.QUEUED) + count(DocumentState.CHECKING)
        self._window.show_uploads_left(
            count(DocumentState.UPLOADING), 0 if self._settings.queue_paused else waiting
        )

    def _send_at_once(self, number: int) -> None:
        self._settings.parallel_uploads = number
        self._save_settings()  # which calls `settings_changed`

    def _retry_failed(self) -> None:
        failed = self._store.in_state(DocumentState.FAILED)
        self._uploads.retry(*(document.id for document in failed))

    def _clear_completed(self) -> None:
        complete = self._store.in_state(DocumentState.COMPLETE)
        self.remove([document.id for document in complete if not document.removed])

    def remove(self, local_ids: Sequence[str]) -> None:
        """Remove finished documents from the list, and offer to undo that."""
        self._uploads.decide(
            [(local_id, lambda _: [Removed(now())]) for local_id in local_ids],
            partial(self.offer_undo, list(local_ids)),
        )

    def _note_left_out(self, action: str, number: int) -> None:
        if action == "remove":
            self._staying = number

    def offer_undo(self, local_ids: Sequence[str]) -> None:
        """Say that documents were removed from the list, and offer to undo that."""
        self._removed = list(local_ids)
        staying, self._staying = self._staying, 0
        self._window.queue.offer_undo(True)
        self._window.show_toast(
            removed(len(local_ids), staying), Action("Undo", self._undo_removal)
        )

    def _undo_removal(self) -> None:
        self._uploads.decide(
            [(local_id, lambda _: [Restored(now())]) for local_id in self._removed],
            self._removal_undone,
        )

    def _removal_undone(self) -> None:
        self._removed = []
        self._window.queue.offer_undo(False)
        self._window.hide_toast(ProblemCode.REMOVED)
        self._window.hide_toast(ProblemCode.REMOVED_SOME)
