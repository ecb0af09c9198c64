"""Control of the question whether an upload without an answer arrived."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from typing import TYPE_CHECKING

from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.runtime.tasks import TaskOwner
from capout_desktop.services.uploads.decisions import Decisions
from capout_desktop.services.uploads.queue import UploadQueue
from capout_desktop.ui.widgets.dialogs import open_dialog

if TYPE_CHECKING:
    from capout_desktop.ui.documents.arrival_question import ArrivalQuestion
    from capout_desktop.ui.shell.main_window import MainWindow


class ArrivalControl:
    """Opens the question, keeps it up to date, and closes it once its answer is stored."""

    def __init__(
        self,
        store: DocumentStore,
        uploads: UploadQueue,
        decisions: Decisions,
        window: MainWindow,
        tasks: TaskOwner,
    ) -> None:
        self._store = store
        self._uploads = uploads
        self._decisions = decisions
        self._window = window
        self._tasks = tasks
        self._open: tuple[str, ArrivalQuestion] | None = None
        actions = window.actions_on_rows
        actions.decide.connect(self.ask)
        actions.mark_received.connect(self._mark_received)
        actions.send_again.connect(self._send_again)
        store.listen(self._follow)

    def ask(self, local_id: str) -> None:
        """Open the question about a document; there is one at a time."""
        if self._open is not None:
            self._open[1].raise_()
            return
        from capout_desktop.ui.documents.arrival_question import (  # noqa: PLC0415 - on demand
            ArrivalQuestion,
        )

        question = ArrivalQuestion(self._window, self._store[local_id])
        self._open = local_id, question
        decisions = self._decisions
        question.picked.connect(
            lambda id_: self._answer(question, lambda: decisions.it_is(local_id, id_))
        )
        question.resend.connect(
            lambda: self._answer(question, lambda: decisions.send_again(local_id))
        )
        question.set_aside.connect(
            lambda: self._answer(question, lambda: decisions.never_sent(local_id))
        )
        question.finished.connect(self._closed)
        question.show_choices(decisions.choices(local_id))
        open_dialog(question)

    def _closed(self) -> None:
        self._open = None

    def _answer(
        self, question: ArrivalQuestion, decide: Callable[[], Coroutine[None, None, bool]]
    ) -> None:
        question.show_waiting()
        self._tasks.start(self._store_answer(question, decide), "decision")

    async def _store_answer(
        self, question: ArrivalQuestion, decide: Callable[[], Coroutine[None, None, bool]]
    ) -> None:
        stored = await decide()
        if self._open is None or self._open[1] is not question:
            return
        if stored:
            question.accept()
        else:
            question.show_failure()

    def _mark_received(self, local_ids: Sequence[str]) -> None:
        for local_id in local_ids:
            self._tasks.start(self._decisions.received(local_id), "decision")

    def _send_again(self, local_ids: Sequence[str]) -> None:
        for local_id in local_ids:
            if self._store[local_id].state is DocumentState.CONFIRMING:
                self._tasks.start(self._decisions.send_again(local_id), "decision")
            else:
                self._uploads.send_again(local_id)

    def _follow(self, documents: Sequence[Document]) -> None:
        if self._open is None:
            return
        local_id, question = self._open
        for document in documents:
            if document.id != local_id:
                continue
            if document.state is DocumentState.CONFIRMING:
                question.show_choices(self._decisions.choices(local_id))
            else:
                question.accept()  # it was settled by itself, or the answer was stored
