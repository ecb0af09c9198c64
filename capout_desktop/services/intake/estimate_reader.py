"""Reading of estimates in the background, once their files were checked."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import os
from collections.abc import Iterable

from msgspec.structs import replace

from capout_desktop.domain.document import Document, DocumentState, SourceKind
from capout_desktop.domain.estimate import Estimate
from capout_desktop.domain.events import EstimateCorrected, EstimateRead
from capout_desktop.domain.lifecycle import reduce
from capout_desktop.domain.sent_claims import SentClaims
from capout_desktop.domain.vital_loop import VitalLoop
from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.intake.pdf_inspector import PdfInspector
from capout_desktop.services.runtime.spare_threads import SpareThreads
from capout_desktop.services.runtime.tasks import TaskOwner

GIVE_WAY_SECONDS = 1.0
"""Longest pause before each reading in favor of checks. A check of a file that is still in the
cloud may take hours."""
ANSWER_SECONDS = 60.0
"""Longest wait for one estimate; after that its drive does not answer."""


class EstimateReader:
    """Reads the estimate in each checked file, one at a time, and keeps it with the document.

    Neither a check nor an upload waits for it. A file that cannot be read, or has changed since it
    was checked, is not tried again before the next start.
    """

    def __init__(self, store: DocumentStore, inspector: PdfInspector, tasks: TaskOwner) -> None:
        """Start reading; nothing else may use `inspector`."""
        self._store = store
        self._inspector = inspector
        self._threads = SpareThreads("estimates")
        self._waiting: dict[str, None] = {}
        # Hash of the file that could not be read, by the document's id.
        self._tried: dict[str, str] = {}
        self._sent_claims = SentClaims()
        self._sent_claims.take(store)
        self._wanted = asyncio.Event()
        self._all_checked = asyncio.Event()
        store.listen(self._note)
        self._note(document for document in store if not document.state.is_terminal)
        tasks.keep(self._work, VitalLoop.READING)

    def close(self) -> None:
        """End the worker process, even while it reads."""
        self._inspector.close()
        self._threads.stop()

    def correct(self, local_id: str, name: str, value: str | None) -> None:
        """Keep what the person says of a field instead of what was read; None takes it back."""
        if local_id not in self._store:
            return  # it was deleted while they wrote
        event = EstimateCorrected(name, value)
        after = reduce(self._store[local_id], event)
        sent_at = self._sent_claims.sent_at(after)
        self._store.apply(local_id, replace(event, claim_sent_at=sent_at))

    def _note(self, documents: Iterable[Document]) -> None:
        documents = list(documents)
        self._sent_claims.take(documents)
        for document in documents:
            if self._is_wanted(document):
                self._waiting[document.id] = None
                self._wanted.set()
        if any(not d.removed for d in self._store.in_state(DocumentState.CHECKING)):
            self._all_checked.clear()
        else:
            self._all_checked.set()

    def _is_wanted(self, document: Document) -> bool:
        return (
            document.estimate is None
            and document.sha256 is not None
            and document.source_kind is SourceKind.FILE
            and document.state not in {DocumentState.CHECKING, DocumentState.REJECTED}
            and not document.removed
            and self._tried.get(document.id) != document.sha256
        )

    async def _work(self) -> None:
        while True:
            await self._wanted.wait()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(GIVE_WAY_SECONDS):
                    await self._all_checked.wait()
            local_id = next(iter(self._waiting))
            del self._waiting[local_id]
            if not self._waiting:
                self._wanted.clear()
            if local_id in self._store and self._is_wanted(self._store[local_id]):
                await self._read(self._store[local_id])

    async def _read(self, document: Document) -> None:
        sha256 = document.sha256 or ""
        self._tried[document.id] = sha256
        call = functools.partial(_estimate, self._inspector, document)
        try:
            estimate = await self._threads.run(call, ANSWER_SECONDS)
        except TimeoutError:
            return
        if estimate is not None:
            del self._tried[document.id]
            if document.id in self._store:  # it was not deleted meanwhile
                sent_at = self._sent_claims.sent_at(replace(document, estimate=estimate))
                self._store.apply(document.id, EstimateRead(sha256, estimate, sent_at))


def _estimate(inspector: PdfInspector, document: Document) -> Estimate | None:
    """Return the estimate in a document's file; None if it is not the file that was checked."""
    if not _is_checked_file(document):
        return None
    estimate = inspector.estimate(document.source)
    return estimate if _is_checked_file(document) else None


def _is_checked_file(document: Document) -> bool:
    try:
        found = os.stat(document.source)  # noqa: PTH116 - a string, not a path, for speed
    except (OSError, ValueError):
        return False
    return (found.st_size, found.st_mtime_ns) == (document.size, document.modified_ns)
