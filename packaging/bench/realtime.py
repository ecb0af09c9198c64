"""Probes of `dev.py bench frames`: status frames from a server's process into the real window.

`realtime.py serve | bare PORT | window PORT flood | window PORT steady`: each runs in a fresh
process; a probe prints its figures as one line of JSON.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication
from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection
from websockets.asyncio.server import serve as serve_websocket
from websockets.exceptions import ConnectionClosed

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from capout_desktop.capout.client import CapOutClient
from capout_desktop.capout.wire import DocumentList, ListedDocument, RealtimeToken
from capout_desktop.domain.credits import KeyKind
from capout_desktop.domain.document import Document, DocumentState, SourceKind
from capout_desktop.domain.status_report import StatusReport
from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.documents.journal_writer import JournalWriter
from capout_desktop.services.organizations.credential_service import Credential
from capout_desktop.services.organizations.credentials import Credentials
from capout_desktop.services.runtime.tasks import TaskOwner
from capout_desktop.services.runtime.worker_threads import WorkerThreads
from capout_desktop.services.tracking.tracking import Tracking
from capout_desktop.ui.documents.model import DocumentModel
from capout_desktop.ui.documents.table import DocumentTable
from capout_desktop.ui.shell import documents_page as document_list
from capout_desktop.ui.shell.event_loop import EventLoop
from capout_desktop.ui.shell.gui_thread_gc import GuiThreadCollector
from capout_desktop.ui.shell.main_window import MainWindow

DOCUMENTS = 5000
FRAMES = 50_000
ROUNDS = FRAMES // DOCUMENTS
A_SECOND = 2000
WARM_UP_SECONDS = 2
STEADY_SECONDS = 7
IN_SIGHT = 8
"""Number of documents surely visible; at the steady pace they get a tenth of the frames."""

STAGES = ("ocr", "structure", "actions", "trades", "categories")
Begin = Callable[[], None]
DOCUMENT_IDS = [f"doc_{number:012}" for number in range(DOCUMENTS)]


def frame(number: int, round_: int, sent: float = 0.0) -> str:
    """Return a status that differs from that of the previous round; `sent` is when it is sent."""
    progress = {
        stage: "complete" if 2 * at + 1 < round_ else "in_progress" if 2 * at < round_ else None
        for at, stage in enumerate(STAGES)
    }
    status = {
        "document_id": DOCUMENT_IDS[number],
        "status": "processing",
        "workflow_complete": False,
        "completed_at": None,
        "updated_at": f"2026-04-14T14:{round_:02}:00Z",
        "progress": progress,
    }
    return json.dumps({**status, "sent": sent} if sent else status)


async def serve() -> None:
    """Send frames to each client: all at once or at a steady pace, depending on the path."""
    flood = [frame(n % DOCUMENTS, n // DOCUMENTS + 1) for n in range(FRAMES)]

    async def talk(connection: ServerConnection) -> None:
        with contextlib.suppress(ConnectionClosed):
            await send(connection)

    async def send(connection: ServerConnection) -> None:
        path = connection.request.path if connection.request else ""
        if "bare" not in path:
            await connection.recv()  # what it subscribes to
        if "steady" not in path:
            for text in flood:
                await connection.send(text)
            await connection.wait_closed()
            return
        began = time.perf_counter()
        for number in range(A_SECOND * (WARM_UP_SECONDS + STEADY_SECONDS + 1)):
            if (left := began + number / A_SECOND - time.perf_counter()) > 0.0005:
                await asyncio.sleep(left)
            at = number // 10 % IN_SIGHT if number % 10 == 0 else number % DOCUMENTS
            await connection.send(frame(at, 5, time.time()))
        await connection.wait_closed()

    async with serve_websocket(talk, "127.0.0.1", 0, compression=None) as server:
        print("port", next(iter(server.sockets)).getsockname()[1], flush=True)
        await asyncio.Event().wait()


async def bare(port: str) -> dict[str, float]:
    """Measure how fast asyncio, websockets and `json.loads` read the frames and do nothing else."""
    async with connect(f"ws://127.0.0.1:{port}/bare", max_size=None) as connection:
        json.loads(await connection.recv())
        began = time.perf_counter()
        for _ in range(FRAMES - 1):
            json.loads(await connection.recv())
        return {"seconds": time.perf_counter() - began}


class Client(CapOutClient):
    """Client whose calls are answered at once, so that only the frames are measured."""

    def __init__(self, port: str, pace: str) -> None:
        super().__init__(f"http://127.0.0.1:{port}", "capout_test_bench")
        self._socket = f"ws://127.0.0.1:{port}/{pace}"

    async def mint_token(self) -> RealtimeToken:
        """Return a token that leads to the server of the frames."""
        return RealtimeToken("a-token", "org", None, self._socket, "")

    async def status(self, document_id: str) -> StatusReport:
        """Return a status in which nothing has happened yet."""
        return StatusReport(document_id, "processing", progress={"ocr": None})

    async def documents(self) -> DocumentList:
        """Return the same status for every document."""
        listed = [ListedDocument(i, None, None, None, await self.status(i)) for i in DOCUMENT_IDS]
        return DocumentList(listed, unreadable=0, cut_short=False)


class WatchedTable(DocumentTable):
    """Table that records how old each status was when its row was painted, in seconds."""

    ages: list[float] = []  # noqa: RUF012 - one table a process
    _seen: dict[str, object] = {}  # noqa: RUF012

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint, then record the time."""
        super().paintEvent(event)
        now = time.time()
        model = self.model()
        if not isinstance(model, DocumentModel):
            raise TypeError("the table shows something else")
        for row in self.rows_in_sight():
            document = model.document(row)
            sent = document.extra.get("sent")
            if isinstance(sent, float) and self._seen.get(document.id) != sent:
                self._seen[document.id] = sent
                self.ages.append(now - sent)


class Heartbeat:
    """Measurement of how late a 1 ms timer of the GUI thread fires."""

    def __init__(self) -> None:
        self.worst_ms = 0.0
        self._last = time.perf_counter()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(1)

    def _beat(self) -> None:
        now = time.perf_counter()
        self.worst_ms = max(self.worst_ms, (now - self._last) * 1000 - 1)
        self._last = now


def window(port: str, pace: str) -> dict[str, float]:
    """Measure the whole path into the real window: listener, register, journal, model, table."""
    vars(document_list)["DocumentTable"] = WatchedTable
    application = QApplication([])
    shown = MainWindow()
    shown.show()
    collector = GuiThreadCollector()
    loop = EventLoop(application)
    with loop, tempfile.TemporaryDirectory() as folder:
        figures: dict[str, float] = loop.run_until_complete(_follow(shown, port, pace, folder))
    collector.close()
    return figures


async def _follow(shown: MainWindow, port: str, pace: str, folder: str) -> dict[str, float]:
    disk = WorkerThreads("journal")
    failures: list[BaseException] = []
    tasks = TaskOwner(failures.append)
    journal, _ = await JournalWriter.open(Path(folder, "j.sqlite3"), disk, failures.append)
    store = DocumentStore(journal, [])
    store.listen(shown.apply)
    await store.add(_documents())
    shown.model.flush()
    await asyncio.sleep(1)
    client = Client(port, pace)
    credentials = Credentials()
    Tracking(store, credentials, tasks, lambda _: None, lambda _credential, _problem: None)
    credential = Credential("capout_test_bench", "org", KeyKind.SANDBOX, client, "default")
    measure = _flood if pace == "flood" else _steady
    try:
        return await measure(shown, store, lambda: credentials.use(credential))
    finally:
        await tasks.close()
        await client.aclose()
        await journal.close()
        disk.stop()
        if failures:
            raise failures[0]


async def _flood(shown: MainWindow, store: DocumentStore, begin: Begin) -> dict[str, float]:
    """Measure the time from the first frame in the document store to the last one in the model."""
    began = 0.0
    ended = asyncio.Event()
    model = shown.model

    def note_first(changed: Sequence[Document]) -> None:
        nonlocal began
        if not began and any(document.server_updated_at for document in changed):
            began = time.perf_counter()

    def look_for_last() -> None:
        row = model.row_of(f"local-{DOCUMENTS - 1}")
        updated = None if row is None else model.document(row).server_updated_at
        if updated is not None and updated.minute == ROUNDS:
            ended.set()

    store.listen(note_first)
    model.rows_changed.connect(look_for_last)
    begin()
    await asyncio.wait_for(ended.wait(), 60)
    return {"seconds": time.perf_counter() - began}


async def _steady(shown: MainWindow, store: DocumentStore, begin: Begin) -> dict[str, float]:
    del shown, store
    begin()
    await asyncio.sleep(WARM_UP_SECONDS)
    WatchedTable.ages.clear()
    heart = Heartbeat()
    await asyncio.sleep(STEADY_SECONDS)
    ages = sorted(WatchedTable.ages)
    return {
        "worst_ms": heart.worst_ms,
        "painted": len(ages),
        "p50_ms": ages[len(ages) // 2] * 1000,
        "p99_ms": ages[int(len(ages) * 0.99)] * 1000,
    }


def _documents() -> list[Document]:
    now = datetime.now(UTC)
    return [
        Document(
            id=f"local-{number}",
            file_name=f"estimate {number}.pdf",
            source=f"/estimates/estimate {number}.pdf",
            source_kind=SourceKind.FILE,
            xn_address="team@example",
            state=DocumentState.PROCESSING,
            added_at=now,
            changed_at=now,
            size=2_000_000,
            organization_id="org",
            document_id=document_id,
        )
        for number, document_id in enumerate(DOCUMENT_IDS)
    ]


def main(probe: str, *given: str) -> None:
    """Run one probe."""
    if probe == "serve":
        asyncio.run(serve())
    figures = window(*given) if probe == "window" else asyncio.run(bare(*given))
    print(json.dumps(figures), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
