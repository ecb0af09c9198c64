"""Control of the intake: decides which files are sent at once and which need confirmation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING

from capout_desktop.domain.batch import Batch, BatchOrigin
from capout_desktop.domain.copied_from import CopyKind
from capout_desktop.domain.credit_guard import Estimate
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.draft import LEAST_OF_SEVERAL
from capout_desktop.domain.pdf_name import is_lock_file
from capout_desktop.domain.program_problem import ALREADY_LISTED, WAIT_FOR_OK, lock_files_left_out
from capout_desktop.domain.unpacking import left_out
from capout_desktop.services.credits.balances import Credits
from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.intake.intake import BatchOf, Intake, OnObstacle, SendPolicy
from capout_desktop.services.uploads.batches import Batches
from capout_desktop.services.uploads.queue import UploadQueue
from capout_desktop.store.settings import Settings
from capout_desktop.ui.widgets.banner_action import Action

if TYPE_CHECKING:
    from capout_desktop.ui.shell.main_window import MainWindow

_S = DocumentState
_WAITING = frozenset({_S.CHECKING, _S.QUEUED, _S.HELD})


class IntakeControl:
    """Connects the ways to add files, and the confirmation sheet, to the intake."""

    def __init__(
        self,
        intake: Intake,
        store: DocumentStore,
        uploads: UploadQueue,
        settings: Settings,
        window: MainWindow,
        save_settings: Callable[[], None],
        take_off: Callable[[Sequence[str]], None],
        credits_left: Credits,
        estimate: Callable[[int], Estimate],
        batches: Batches,
    ) -> None:
        """Connect everything.

        `take_off` removes finished documents from the list. `estimate` returns the likely cost of a
        number of documents.
        """
        self._store = store
        self._intake = intake
        self._uploads = uploads
        self._settings = settings
        self._window = window
        self._save_settings = save_settings
        self._take_off = take_off
        self._credits = credits_left
        self._estimate = estimate
        self._batches = batches
        self._will_go = 0
        self._is_reminding = False
        self._under_way = 0
        # Ids of the documents that wait for confirmation, oldest first, and of those that were
        # left out when their batch was sent.
        self._waiting: dict[str, None] = {}
        self._left_out: dict[str, None] = {}
        window.batches.review.connect(self._review_draft)
        questions = self._questions = window.batch_dialogs()
        questions.send.connect(batches.send_chosen)
        questions.chosen.connect(self._choose)
        questions.remove.connect(self._remove)
        questions.ask_changed.connect(self._ask_from_now_on)
        questions.counted.connect(self._show_cost)
        questions.put_off.connect(self._remind)
        store.listen(self._follow)
        store.listen_to_batches(self._follow_batches)
        credits_left.listen(lambda _id, _status: self._show_cost(self._will_go))
        self._note(list(store))
        self._remind()

    async def take(
        self,
        sources: Sequence[str],
        on_obstacle: OnObstacle,
        *,
        ask: bool,
        origin: BatchOrigin = BatchOrigin.DROP,
    ) -> None:
        """Add files, folders and links; return once all of them are in the journal.

        With `ask`, several documents are shown on a confirmation sheet before they are sent, unless
        the person turned the sheet off. `on_obstacle` is called with the error while the journal
        cannot store them.
        """
        if sources and all(source.startswith("https://") for source in sources):
            origin = BatchOrigin.LINK
        by_hand, ask = ask, ask and self._settings.ask_before_batch
        lock_files = [source for source in sources if is_lock_file(source)]
        if lock_files:
            sources = [source for source in sources if source not in lock_files]
            self._window.show_toast(lock_files_left_out(PurePath(lock_files[0]).name))
        asked = False

        def on_added(documents: Sequence[Document]) -> None:
            nonlocal asked
            # After the sheet was dismissed, the rest of the folder does not bring it back.
            several = (len(documents) > 1 or any(map(_is_unpacked, documents))) and not asked
            if ask and (several or self._questions.is_open):
                self._ask_about(documents)
                asked = True

        self._under_way += 1
        self._window.drafts.show_reading(True)
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
            self._under_way -= 1
            self._show_reading()
        if by_hand and taken.left_out:
            self._window.show_toast(left_out(list(taken.left_out)))
        if by_hand and taken.here:
            self._say_what_was_here(taken.here, is_all=not taken.added)

    def _go(self, *, ask: bool) -> SendPolicy:
        if not self._settings.start_at_once or (ask and self._questions.is_open):
            return SendPolicy.WHEN_STARTED
        return SendPolicy.SINGLE_IMMEDIATELY if ask else SendPolicy.IMMEDIATELY

    def _ask_about(self, documents: Sequence[Document]) -> None:
        waiting = [document for document in documents if document.waits_for_start]
        if waiting:
            self._window.hide_banner(WAIT_FOR_OK.code)
            self._questions.ask_about(waiting)
            self._show_reading()

    def _show_reading(self) -> None:
        for part in (self._questions, self._window.drafts):
            part.show_reading(self._under_way > 0)

    def _say_what_was_here(self, sources: Sequence[str], *, is_all: bool) -> None:
        """Ask again about documents that still wait, or explain why there are no new rows."""
        given = frozenset(sources)
        waiting = [self._store[id_] for id_ in (*self._waiting, *self._left_out)]
        drafts = {d.batch_id for d in waiting if d.origin_path in given and d.id in self._waiting}
        asked = [d for d in waiting if d.origin_path in given or d.batch_id in drafts]
        if asked:
            self._ask_about(asked)
        elif is_all:
            self._window.show_toast(ALREADY_LISTED)

    # Answers of the person

    def _choose(self, local_ids: Sequence[str], goes: bool) -> None:
        # One of a batch that was sent would be sent at once; it is included with Send.
        ids = [id_ for id_ in local_ids if id_ in self._waiting]
        (self._batches.include if goes else self._batches.skip)(ids)

    def _remove(self, local_ids: Sequence[str]) -> None:
        waiting = [id_ for id_ in local_ids if self._store[id_].waits_for_start]
        self._uploads.cancel(*waiting)
        self._take_off(waiting)

    def _ask_from_now_on(self, ask: bool) -> None:
        self._settings.ask_before_batch = ask
        self._save_settings()

    def _review_draft(self, batch_id: str) -> None:
        self._ask_about(self._store.documents_of(batch_id))

    def _review(self) -> None:
        self._ask_about([self._store[local_id] for local_id in self._waiting])

    # Updates of the window

    def _follow(self, documents: Sequence[Document]) -> None:
        self._questions.apply(documents)
        self._note(documents)
        if self._is_reminding and not self._any_without_bar():
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
                place = self._waiting if self._is_in_draft(document) else self._left_out
            for ids in (self._waiting, self._left_out):
                if ids is place:
                    ids.setdefault(document.id)  # it keeps its place in the order
                else:
                    ids.pop(document.id, None)

    def _is_in_draft(self, document: Document) -> bool:
        """Return whether the document can still be sent with its batch."""
        batch = self._store.batch(document.batch_id)
        return batch.is_draft if batch is not None else not document.skipped

    def _any_without_bar(self) -> bool:
        """Return whether a document waits that no bar of a draft shows."""
        return any(
            self._store.batch(batch_id) is None or self._store.size_of(batch_id) < LEAST_OF_SEVERAL
            for batch_id in (self._store[id_].batch_id for id_ in self._waiting)
        )

    def _remind(self) -> None:
        """Show that documents outside a draft's bar wait, also after "Not now" and a restart."""
        # The notice that sending is paused already covers them.
        if self._any_without_bar() and not self._settings.queue_paused:
            self._is_reminding = True
            self._window.show_banner(WAIT_FOR_OK, Action("Review…", self._review))

    def _show_cost(self, will_go: int) -> None:
        self._will_go = will_go
        if self._questions.is_open:
            balance = self._credits.status.balance
            as_of = balance.as_of if balance is not None else None
            self._questions.show_credits(self._estimate(will_go), as_of)


def _is_unpacked(document: Document) -> bool:
    origin = document.copied_from
    return origin is not None and origin.kind is CopyKind.UNPACKED
