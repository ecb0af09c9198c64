"""A store of documents on a journal of its own, for tests of single services."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.documents.journal_writer import JournalWriter
from capout_desktop.services.runtime.tasks import TaskOwner
from capout_desktop.services.runtime.worker_threads import WorkerThreads


@dataclass
class StoredDocuments:
    """The store, and an owner for the tasks of what is tested.

    Attributes:
        failures: What failed in either; a test that expects some clears them.
    """

    store: DocumentStore
    tasks: TaskOwner
    failures: list[BaseException] = field(default_factory=list)


@asynccontextmanager
async def stored_documents(folder: Path) -> AsyncIterator[StoredDocuments]:
    """Open a journal in the folder, and end everything afterwards."""
    failures: list[BaseException] = []
    disk = WorkerThreads("journal")
    journal, documents = await JournalWriter.open(folder / "j.sqlite3", disk, failures.append)
    store = DocumentStore(journal, documents, failures.append)
    tasks = TaskOwner(failures.append)
    try:
        yield StoredDocuments(store, tasks, failures)
    finally:
        await tasks.close()
        await journal.close()
        disk.stop()
    assert not failures
