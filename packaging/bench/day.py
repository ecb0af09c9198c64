"""Probes of `dev.py bench day`: what a long day leaves in the memory of the real program.

`day.py serve | work DATA_DIR FOLDER`: the first is a practice CapOut that says every status several
times, the second sends the files of each folder in FOLDER through the window, uses the window
meanwhile, and clears the list after each. It prints its figures as one line of JSON.
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

if TYPE_CHECKING:
    from capout_desktop.domain.document import Document
    from capout_desktop.options import Options
    from capout_desktop.sandbox.workflow import SandboxDocument
    from capout_desktop.store.folders import Folders
    from capout_desktop.ui.shell.application import Application
    from capout_desktop.ui.shell.main_window import MainWindow

DOCUMENTS = 2_000
FOLDERS = 10
TIMES = 4
"""How often each status is sent. A document has seven, so that 2,000 documents get 56,000."""

REST_MS = 8_000
LOOK_MS = 50


def serve() -> None:
    """Run the practice CapOut until this process is ended."""
    from capout_desktop.sandbox.contract import Behavior
    from capout_desktop.sandbox.server import SandboxServer
    from capout_desktop.sandbox.state import SandboxState

    class Repeating(SandboxState):
        def listen(self, listener: Callable[[SandboxDocument], None]) -> None:
            def repeat(document: SandboxDocument) -> None:
                for _ in range(TIMES):
                    listener(document)

            super().listen(repeat)

    server = SandboxServer()
    server.state = Repeating(Behavior(speed=100), credits=10**6)
    server.start()
    print("url", server.base_url, server.key, flush=True)
    threading.Event().wait()


def work(data_dir: str, folder: str) -> None:
    """Run the program through the day; its key and server come from the environment."""
    from capout_desktop import app, cli

    run_loop = app._run_loop
    days: list[Day] = []

    def watched(
        application: Application, options: Options, places: Folders, window: MainWindow
    ) -> int:
        days.append(Day(window, sorted(map(str, Path(folder).iterdir()))))
        return run_loop(application, options, places, window)

    app._run_loop = watched
    cli.main(["--data-dir", data_dir, "--xn-address", "team@example"])
    print(json.dumps(days[0].figures), flush=True)


class Day:
    """The work of a person at the window, in steps between which the program runs freely."""

    def __init__(self, window: MainWindow, folders: list[str]) -> None:
        from PySide6.QtCore import QTimer

        self.figures: dict[str, float] = {}
        self._window = window
        self._listed: dict[str, bool] = {}
        self._apply = window.apply
        window.apply = self._note  # type: ignore[method-assign]
        self._steps = self._work(folders)
        self._timer = QTimer()
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._go_on)
        self._is_ready = False

    def _note(self, documents: Iterable[Document]) -> None:
        told = list(documents)
        self._apply(told)
        if not self._is_ready:  # the list at the start: the services are there
            self._is_ready = True
            self._timer.start(REST_MS)
        self._listed.update((document.id, document.state.is_terminal) for document in told)

    def _go_on(self) -> None:
        wait = next(self._steps, None)
        if wait is None:
            self._window.quit_requested.emit()
        else:
            self._timer.start(wait)

    def _work(self, folders: list[str]) -> Iterator[int]:
        """Do the work; yield how many milliseconds the program shall run in between."""
        self.figures["before_mb"] = _resident()
        for number, folder in enumerate(folders, start=1):
            self._window.sources_given.emit([folder])
            while len(self._listed) < number * DOCUMENTS // FOLDERS:
                yield LOOK_MS
            yield from self._use_window()
            while not all(self._listed.values()):
                yield LOOK_MS
            yield from self._use_window()
            self._window.queue.clear_completed.emit()
            yield LOOK_MS
        yield REST_MS
        self.figures["after_mb"] = _resident()
        self.figures["left"] = self._window.model.listed

    def _use_window(self) -> Iterator[int]:
        """Look into details, search, filter, group, and open the settings."""
        from PySide6.QtWidgets import QDialog, QLineEdit, QTableView

        window = self._window
        table = window.findChild(QTableView)
        search = window.findChild(QLineEdit, "search")
        assert isinstance(table, QTableView)
        assert isinstance(search, QLineEdit)
        for row in range(0, min(window.model.listed, 30), 3):
            table.selectRow(row)
            yield LOOK_MS
        table.selectAll()
        yield LOOK_MS
        table.clearSelection()
        for text in ("c", "claim", "claim 00", ""):
            search.setText(text)
            yield LOOK_MS
        for action in window.look.documents.view.show_menu.actions():
            action.trigger()
            yield LOOK_MS
        window.look.documents.view.show_menu.actions()[0].trigger()
        bar = table.verticalScrollBar()
        for part in range(5):
            bar.setValue(bar.maximum() * part // 4)
            yield LOOK_MS
        window.settings.open()
        yield LOOK_MS
        for dialog in window.findChildren(QDialog):
            dialog.close()
        yield LOOK_MS


def _resident() -> float:
    return float(psutil.Process().memory_info().rss) / 1e6


if __name__ == "__main__":
    probe, *given = sys.argv[1:]
    if probe == "serve":
        serve()
    else:
        work(*given)
