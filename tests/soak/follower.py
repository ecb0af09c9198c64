"""The program without its window, following documents in a process of its own.

`follower.py BASE_URL FOLDER`: reads the documents' ids as a line of JSON, follows them, and tells
the memory that it holds once a second. Once a line comes in it waits for all ends, tells the
states as a line of JSON, and ends.
"""

from __future__ import annotations

import _sqlite3
import asyncio
import ctypes
import gc
import json
import linecache
import sys
from datetime import UTC, datetime
from pathlib import Path

import psutil

from capout_desktop.capout.client import CapOutClient
from capout_desktop.domain.credits import KeyKind
from capout_desktop.domain.document import Document, DocumentState, SourceKind
from capout_desktop.domain.problem import Problem
from capout_desktop.sandbox.organization import SANDBOX_KEY
from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.documents.journal_writer import JournalWriter
from capout_desktop.services.organizations.credential_service import Credential
from capout_desktop.services.organizations.credentials import Credentials
from capout_desktop.services.runtime.tasks import TaskOwner
from capout_desktop.services.runtime.worker_threads import WorkerThreads
from capout_desktop.services.tracking.tracking import Tracking

RECOVERY_SECONDS = 240
"""About twice what recovery may take: 60 seconds until a better way is tried, 15 to open it, and 50
for 500 statuses; see `Timing` and `status_fetcher.MOST_REQUESTS_A_MINUTE`."""


def documents(ids: list[str]) -> list[Document]:
    now = datetime.now(UTC)
    return [
        Document(
            id=f"local-{number}",
            file_name=f"{number}.pdf",
            source=f"/{number}.pdf",
            source_kind=SourceKind.FILE,
            xn_address="team@example",
            state=DocumentState.PROCESSING,
            added_at=now,
            changed_at=now,
            organization_id="org",
            document_id=id_,
        )
        for number, id_ in enumerate(ids)
    ]


def say(kind: str, value: object) -> None:
    sys.stdout.write(json.dumps({kind: value}) + "\n")
    sys.stdout.flush()


class _Mallinfo2(ctypes.Structure):
    """What the C library says of its memory, as in `malloc.h`."""

    _fields_ = tuple(
        (name, ctypes.c_size_t)
        for name in (
            *("arena", "ordblks", "smblks", "hblks", "hblkhd"),
            *("usmblks", "fsmblks", "uordblks", "fordblks", "keepcost"),
        )
    )


def held_memory(process: psutil.Process) -> int:
    """Bytes that the program holds, or the resident ones where the C library does not say.

    Resident bytes also grow as what is free gets scattered, by how much depends on threads and
    load; only what is held may leak. Garbage does not count, nor do
    the sources that were read for tracebacks of the development mode, nor SQLite's cache, which
    fills up to the 2 MB that it may have as the journal grows.
    """
    linecache.clearcache()
    gc.collect()
    try:
        mallinfo2 = ctypes.CDLL(None).mallinfo2
        memory_of_sqlite = ctypes.CDLL(_sqlite3.__file__).sqlite3_memory_used
    except (AttributeError, TypeError):  # TypeError on Windows
        return int(process.memory_info().rss)
    mallinfo2.restype = _Mallinfo2
    memory_of_sqlite.restype = ctypes.c_int64
    said = mallinfo2()
    return int(said.uordblks + said.hblkhd - memory_of_sqlite())


async def main(base_url: str, folder: str) -> None:
    ids = json.loads(await asyncio.to_thread(sys.stdin.readline))
    tasks = TaskOwner(lambda error: say("failure", repr(error)))
    disk = WorkerThreads("journal")
    journal, _ = await JournalWriter.open(
        Path(folder, "journal.sqlite3"), disk, lambda error: say("failure", repr(error))
    )
    store = DocumentStore(journal, [])
    await store.add(documents(ids))
    ended = asyncio.Event()

    def look(_: object) -> None:
        if store.count(DocumentState.PROCESSING) == 0:
            ended.set()

    store.listen(look)
    ways: dict[str, int] = {}

    def count(connection: object) -> None:
        via = str(getattr(connection, "via", ""))
        ways[via] = ways.get(via, 0) + 1

    def refuse(_: Credential, problem: Problem) -> None:
        say("failure", problem.code)

    credentials = Credentials()
    Tracking(store, credentials, tasks, count, refuse)
    client = CapOutClient(base_url, SANDBOX_KEY)
    credentials.use(Credential(SANDBOX_KEY, "org", KeyKind.SANDBOX, client, "default"))
    told_to_end = asyncio.create_task(asyncio.to_thread(sys.stdin.readline))
    process = psutil.Process()
    while not told_to_end.done():
        say("held", held_memory(process))
        await asyncio.wait((told_to_end,), timeout=1)
    await asyncio.wait_for(ended.wait(), RECOVERY_SECONDS)
    say("states", {row.document_id: row.state.value for row in store})
    say("ways", ways)
    await tasks.close()
    await client.aclose()
    await journal.close()
    disk.stop()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
