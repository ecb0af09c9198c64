"""Probes of `dev.py bench intake` and `bench journal`: a folder dropped onto the real window.

`intake.py bare FOLDER JOURNAL | drop FOLDER DATA_DIR COUNT | fill DATA_DIR COUNT`: each runs in
a fresh process and prints its figures as one line of JSON.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QTableView

from capout_desktop import app, cli

if TYPE_CHECKING:
    from capout_desktop.domain.document import Document
    from capout_desktop.options import Options
    from capout_desktop.store.folders import Folders
    from capout_desktop.ui.shell.application import Application
    from capout_desktop.ui.shell.main_window import MainWindow

REST_SECONDS = 4.0
"""Wait between the start of the program, which is measured elsewhere, and the drop."""


def bare(folder: str, journal: str) -> dict[str, float]:
    """Read each file and insert all of them at once, with the journal's own durability settings."""
    db = sqlite3.connect(journal, isolation_level=None)
    for pragma in ("locking_mode = EXCLUSIVE", "journal_mode = WAL", "synchronous = FULL"):
        db.execute(f"PRAGMA {pragma}")
    db.execute("CREATE TABLE files (path TEXT PRIMARY KEY, size INTEGER, modified_ns INTEGER)")
    began = time.perf_counter()
    rows = []
    for name in sorted(os.listdir(folder)):
        path = os.path.join(folder, name)
        found = os.stat(path)
        with open(path, "rb") as file:
            if b"%PDF-" in file.read(1024):
                rows.append((path, found.st_size, found.st_mtime_ns))
    db.execute("BEGIN")
    db.executemany("INSERT INTO files VALUES (?, ?, ?)", rows)
    db.execute("COMMIT")
    seconds = time.perf_counter() - began
    db.close()
    return {"seconds": seconds, "files": len(rows)}


class Watch(QObject):
    """Observer of the window's updates and paint events, and of the delays of the GUI thread.

    Attributes:
        begins: Calls `begin` when the program is idle.
    """

    def __init__(self, window: MainWindow, count: int, begin: Callable[[], None]) -> None:
        super().__init__()
        self._window = window
        self._count = count
        self._begin = begin
        self._seen: set[str] = set()
        self._began = 0.0
        self._last_beat = 0.0
        self._worst_ms = 0.0
        self.figures: dict[str, float] = {}
        self._apply = window.apply
        window.apply = self._note  # type: ignore[method-assign]
        self._heart = QTimer()
        self._heart.timeout.connect(self._beat)
        QTimer.singleShot(int(REST_SECONDS * 1000), self._start)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note when the first rows are painted."""
        if event.type() is QEvent.Type.Paint and "painted" not in self.figures and self._seen:
            QTimer.singleShot(0, lambda: self._mark("painted"))
        return super().eventFilter(watched, event)

    def _start(self) -> None:
        table = self._window.findChild(QTableView)
        assert isinstance(table, QTableView)
        table.viewport().installEventFilter(self)
        self._began = self._last_beat = time.perf_counter()
        self._heart.start(1)
        self._begin()

    def _beat(self) -> None:
        now = time.perf_counter()
        self._worst_ms = max(self._worst_ms, (now - self._last_beat) * 1000 - 1)
        self._last_beat = now

    def _mark(self, what: str) -> None:
        if what not in self.figures:
            self.figures[what] = time.perf_counter() - self._began
            self.figures[f"{what}_gap_ms"] = self._worst_ms
            if {"painted", "durable"} <= self.figures.keys():
                QTimer.singleShot(500, self._end)

    def _note(self, documents: Iterable[Document]) -> None:
        told = list(documents)
        self._apply(told)
        self._seen.update(document.id for document in told)
        # The window is not updated before the row is on the disk.
        if len(self._seen) >= self._count:
            self._mark("durable")

    def _end(self) -> None:
        self._heart.stop()
        self._window.quit_requested.emit()


def drop(folder: str, data_dir: str, count: str) -> dict[str, float]:
    """Drop a folder onto the window and measure until all of its files are in the journal."""
    return _run(
        ["--data-dir", data_dir, "--xn-address", "team@example"],
        lambda window: Watch(window, int(count), lambda: window.sources_given.emit([folder])),
    )


def fill(data_dir: str, count: str) -> dict[str, float]:
    """Write a journal of `count` finished documents, as after a year of work."""
    from datetime import UTC, datetime, timedelta

    from capout_desktop.domain.document import Document, DocumentState, SourceKind
    from capout_desktop.store.folders import folders
    from capout_desktop.store.journal import Journal

    began = datetime(2026, 1, 2, 8, tzinfo=UTC)
    rows = [
        Document(
            id=f"{number:032x}",
            file_name=f"Claim {number:05} scope.pdf",
            source=f"/estimates/Claim {number:05} scope.pdf",
            source_kind=SourceKind.FILE,
            xn_address=f"team-{number % 12}@example",
            state=DocumentState.COMPLETE,
            added_at=began + timedelta(minutes=number),
            changed_at=began + timedelta(minutes=number + 5),
            size=400_000 + number,
            sha256=f"{number:064x}",
            page_count=12,
            attempts=1,
            organization_id="org",
            document_id=f"doc_{number}",
            server_status="complete",
        )
        for number in range(int(count))
    ]
    places = folders(Path(data_dir))
    places.data.mkdir(parents=True)
    journal = Journal(places.journal)
    journal.write(rows)
    journal.close()
    return {"rows": len(rows)}


def _run(arguments: list[str], make_watch: Callable[[MainWindow], Watch]) -> dict[str, float]:
    run_loop = app._run_loop
    watches: list[Watch] = []

    def watched(
        application: Application, options: Options, places: Folders, window: MainWindow
    ) -> int:
        watches.append(make_watch(window))
        return run_loop(application, options, places, window)

    app._run_loop = watched
    cli.main(arguments)
    return watches[0].figures


if __name__ == "__main__":
    probe, *given = sys.argv[1:]
    probes: dict[str, Callable[..., dict[str, float]]] = {"bare": bare, "drop": drop, "fill": fill}
    print(json.dumps(probes[probe](*given)), flush=True)
