"""Files that could not be read: looked for again, so that their rows go on once they are back."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Iterable

from capout_desktop.domain import file_problem
from capout_desktop.domain.document import Document, DocumentState, SourceKind
from capout_desktop.domain.events import FileReturned
from capout_desktop.domain.vital_loop import VitalLoop
from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.intake.file_facts import BadFile, read_facts
from capout_desktop.services.runtime import clock
from capout_desktop.services.runtime.clock import now
from capout_desktop.services.runtime.spare_threads import SpareThreads
from capout_desktop.services.runtime.tasks import TaskOwner

FIRST_PAUSE_SECONDS = 5.0
LONGEST_PAUSE_SECONDS = 60.0
ANSWER_SECONDS = 20.0
"""Longest wait for one file, before the next is looked for."""
LOOK_FOR_SECONDS = 43_200.0
"""Twelve hours; after that only the person tries it again."""

MOST_AT_ONCE = 100
"""Files looked for in one go; the next go begins with the others."""


class MissingFiles:
    """Looks for the files of rejected documents, and has them checked again once they are back.

    A file that is back with other content than was checked is another document, and only the person
    can send it.
    """

    def __init__(self, store: DocumentStore, tasks: TaskOwner) -> None:
        """Start looking."""
        self._store = store
        # A thread of its own: a drive that does not answer must not block other work.
        self._threads = SpareThreads("missing files")
        # When each one went missing, on the monotonic clock; those looked for last come last.
        self._missing: dict[str, float] = {}
        self._pause = FIRST_PAUSE_SECONDS
        self._wanted = asyncio.Event()
        store.listen(self._note)
        self._note(store.in_state(DocumentState.REJECTED))
        tasks.keep(self._work, VitalLoop.MISSING_FILES)

    def close(self) -> None:
        """End the thread after its present look."""
        self._threads.stop()

    def _note(self, documents: Iterable[Document]) -> None:
        for document in documents:
            if not _is_missing(document):
                self._missing.pop(document.id, None)
            elif document.id not in self._missing:
                self._missing[document.id] = clock.monotonic()
                self._pause = FIRST_PAUSE_SECONDS
                self._wanted.set()

    async def _work(self) -> None:
        while True:
            await self._wanted.wait()
            await clock.sleep(self._pause)
            self._pause = min(self._pause * 1.5, LONGEST_PAUSE_SECONDS)
            for local_id in list(self._missing)[:MOST_AT_ONCE]:
                await self._look_for(local_id)
            if not self._missing:
                self._wanted.clear()

    async def _look_for(self, local_id: str) -> None:
        since = self._missing.pop(local_id, None)
        document = self._store[local_id]
        if since is None or clock.monotonic() - since > LOOK_FOR_SECONDS:
            return
        self._missing[local_id] = since
        look = functools.partial(_is_back, document.source, document.sha256)
        try:
            is_back = await self._threads.run(look, ANSWER_SECONDS)
        except TimeoutError:
            return  # its drive does not answer; others must not wait for that
        if is_back and self._store[local_id] is document:
            self._store.apply(local_id, FileReturned(now()))


def _is_missing(document: Document) -> bool:
    return (
        document.state is DocumentState.REJECTED
        and document.source_kind is SourceKind.FILE
        and document.problem_code in file_problem.MAY_PASS
        and not document.removed
    )


def _is_back(path: str, sha256: str | None) -> bool:
    try:
        facts = read_facts(path)
    except BadFile as error:
        # One that is there and is no PDF has another reason to be said now.
        return sha256 is None and error.problem.code not in file_problem.MAY_PASS
    return sha256 is None or facts.sha256 == sha256
