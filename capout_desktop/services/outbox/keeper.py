"""Tidies the outbox: a file goes once CapOut has finished with it, or once its row is gone."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.runtime import clock
from capout_desktop.services.runtime.tasks import TaskOwner
from capout_desktop.services.runtime.worker_threads import WorkerThreads
from capout_desktop.store.outbox import Outbox

OnUsage = Callable[[int, int], None]

AGAIN_SECONDS = 5.0
"""Time after which a file that could not be deleted is tried again: on Windows one that another
program, such as a scanner for viruses, has open."""


class OutboxKeeper:
    """Deletes files of the outbox that no document needs any more, and says how many are left.

    The file of a document that CapOut failed on stays, since it can be sent again. That of a row
    that was removed stays until the next start, since the removal can be undone.
    """

    def __init__(
        self, store: DocumentStore, outbox: Outbox, tasks: TaskOwner, on_usage: OnUsage
    ) -> None:
        """Start; `on_usage` is called with the number of files and their bytes."""
        self._store = store
        self._outbox = outbox
        self._tasks = tasks
        self._on_usage = on_usage
        self._threads = WorkerThreads("outbox")
        # The present file of each document that has one.
        self._files: dict[str, str] = {}
        self._unwanted: list[str] = []
        self._is_tidying = False
        self._again: clock.Timer | None = None
        self._note(store)
        wanted = frozenset(d.source for d in store if is_needed(d) and not d.removed)
        self._start(wanted)
        store.listen(self._follow)

    def close(self) -> None:
        """End the thread after its present work; the rest is done at the next start."""
        if self._again is not None:
            self._again.cancel()
        self._threads.stop()

    def _follow(self, documents: Iterable[Document]) -> None:
        if self._note(documents) and not self._is_tidying:
            self._start(None)

    def _note(self, documents: Iterable[Document]) -> bool:
        """Note the documents' files; return whether anything has changed."""
        changed = False
        for document in documents:
            before = self._files.get(document.id, "")
            if not before and document.copied_from is None:
                continue
            present = document.source if is_needed(document) else ""
            if present == before:
                continue
            changed = True
            if before:
                self._unwanted.append(before)
            if present:
                self._files[document.id] = present
            else:
                self._files.pop(document.id, None)
        return changed

    def _start(self, wanted: frozenset[str] | None) -> None:
        self._is_tidying = True
        self._tasks.start(self._tidy(wanted), "outbox")

    async def _tidy(self, wanted: frozenset[str] | None) -> None:
        still_there: list[str] = []
        try:
            if wanted is not None:
                await self._threads.run(self._outbox.repair, wanted)
            while True:
                unwanted, self._unwanted = self._unwanted, []
                left, usage = await self._threads.run(self._discard, unwanted)
                still_there += left
                self._on_usage(*usage)
                if not self._unwanted:
                    break
        finally:
            self._is_tidying = False
        if still_there:
            self._unwanted = still_there
            self._again = clock.call_later(AGAIN_SECONDS, self._try_again)

    def _try_again(self) -> None:
        if not self._is_tidying:
            self._start(None)

    def _discard(self, paths: Iterable[str]) -> tuple[list[str], tuple[int, int]]:
        """Delete files; return those that are still there, and what is in the outbox."""
        left = [path for path in paths if not self._outbox.discard(path)]
        return left, self._outbox.usage()


def is_needed(document: Document) -> bool:
    """Return whether the document may still be sent from its file in the outbox."""
    return document.copied_from is not None and document.state is not DocumentState.COMPLETE
