"""Control of the intake: decides which files are sent at once and which become a draft."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING

from capout_desktop.control.drafts import DraftControl
from capout_desktop.domain.batch import Batch, BatchOrigin
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.draft import LEAST_OF_SEVERAL
from capout_desktop.domain.given_file import Source, name_of
from capout_desktop.domain.pdf_name import is_lock_file
from capout_desktop.domain.program_problem import ALREADY_LISTED, WAIT_FOR_OK, lock_files_left_out
from capout_desktop.domain.unpacking import left_out
from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.intake.intake import BatchOf, Intake, OnObstacle, SendPolicy
from capout_desktop.store.settings import Settings
from capout_desktop.ui.widgets.banner_action import Action

if TYPE_CHECKING:
    from capout_desktop.ui.shell.main_window import MainWindow

_S = DocumentState
_WAITING = frozenset({_S.CHECKING, _S.QUEUED, _S.HELD})


class IntakeControl:
    """Connects the ways to add files to the intake."""

    def __init__(
        self,
        intake: Intake,
        store: DocumentStore,
        settings: Settings,
        window: MainWindow,
        drafts: DraftControl,
    ) -> None:
        """Connect everything."""
        self._store = store
        self._intake = intake
        self._settings = settings
        self._window = window
        self._drafts = drafts
        self._is_reminding = False
        # Ids of the documents that wait for the person's word, oldest first, and of those that
        # were skipped when their batch was sent.
        self._waiting: dict[str, None] = {}
        self._skipped: dict[str, None] = {}
        store.listen(self._follow)
        store.listen_to_batches(self._follow_batches)
        self._note(list(store))
        self._remind()

    async def take(
        self,
        sources: Sequence[Source],
        on_obstacle: OnObstacle,
        *,
        ask: bool,
        origin: BatchOrigin = BatchOrigin.DROP,
    ) -> None:
        """Add files, folders and links; return once all of them are in the journal.

        With `ask`, several documents become a draft, unless the person turned that off.
        `on_obstacle` is called with the error while the journal cannot store them.
        """
        if sources and all(name_of(source).startswith("https://") for source in sources):
            origin = BatchOrigin.LINK
        by_hand, ask = ask, ask and self._settings.ask_before_batch
        lock_files = [name for name in map(name_of, sources) if is_lock_file(name)]
        if lock_files:
            sources = [source for source in sources if name_of(source) not in lock_files]
            self._window.show_toast(lock_files_left_out(PurePath(lock_files[0]).name))
        reading = ""

        def on_added(documents: Sequence[Document]) -> None:
            nonlocal reading
            if ask and not reading and documents:
                reading = documents[0].batch_id
                self._drafts.show_reading(reading, True)
                if by_hand:
                    self._window.drafts.go_to(reading)

        try:
            taken = await self._intake.take(
                sources,
                self._settings.xn_address,
                self._go(ask=ask),
                on_added,
                on_obstacle=on_obstacle,
                unconfirmed_address=self._window.unconfirmed_address if by_hand else "",
                batch=BatchOf(origin),
            )
        finally:
            if reading:
                self._drafts.show_reading(reading, False)
        if by_hand and taken.left_out:
            self._window.show_toast(left_out(list(taken.left_out)))
        if by_hand and taken.here:
            self._say_what_was_here(taken.here, is_all=not taken.added)

    def _go(self, *, ask: bool) -> SendPolicy:
        if not self._settings.start_at_once:
            return SendPolicy.WHEN_STARTED
        return SendPolicy.SINGLE_IMMEDIATELY if ask else SendPolicy.IMMEDIATELY

    def _say_what_was_here(self, sources: Sequence[str], *, is_all: bool) -> None:
        """Lead to documents that still wait, or explain why there are no new rows."""
        given = frozenset(sources)
        ids = (*self._waiting, *self._skipped)
        asked = next((id_ for id_ in ids if self._store[id_].origin_path in given), None)
        if asked is not None:
            self._lead_to(asked)
        elif is_all:
            self._window.show_toast(ALREADY_LISTED)

    def _lead_to(self, local_id: str) -> None:
        batch_id = self._store[local_id].batch_id
        if local_id in self._waiting and self._has_heading(batch_id):
            self._window.drafts.go_to(batch_id)
        else:
            self._window.drafts.go_to_document(local_id)

    # Updates of the window

    def _follow(self, documents: Sequence[Document]) -> None:
        self._note(documents)
        if self._is_reminding and not self._outside_drafts():
            self._is_reminding = False
            self._window.hide_banner(WAIT_FOR_OK.code)

    def _follow_batches(self, batches: Sequence[Batch]) -> None:
        self._note([d for batch in batches for d in self._store.documents_of(batch.id)])

    def _note(self, documents: Sequence[Document]) -> None:
        for document in documents:
            waits = document.waits_for_start and document.state in _WAITING
            if document.removed or not waits:
                place = None
            else:
                place = self._waiting if self._is_in_draft(document) else self._skipped
            for ids in (self._waiting, self._skipped):
                if ids is place:
                    ids.setdefault(document.id)  # it keeps its place in the order
                else:
                    ids.pop(document.id, None)

    def _is_in_draft(self, document: Document) -> bool:
        """Return whether the document can still be sent with its batch."""
        batch = self._store.batch(document.batch_id)
        return batch.is_draft if batch is not None else not document.skipped

    def _has_heading(self, batch_id: str) -> bool:
        known = self._store.batch(batch_id) is not None
        return known and self._store.size_of(batch_id) >= LEAST_OF_SEVERAL

    def _outside_drafts(self) -> list[str]:
        """Return the documents that wait and are in no draft with a heading."""
        return [id_ for id_ in self._waiting if not self._has_heading(self._store[id_].batch_id)]

    def _remind(self) -> None:
        """Show that documents outside of drafts wait, also after a restart."""
        # The notice that sending is paused already covers them.
        if self._outside_drafts() and not self._settings.queue_paused:
            self._is_reminding = True
            self._window.show_banner(WAIT_FOR_OK, Action("Show", self._show_waiting))

    def _show_waiting(self) -> None:
        for local_id in self._outside_drafts()[:1]:
            self._window.drafts.go_to_document(local_id)
