"""A real window, the real services and a real sandbox, on one Qt event loop."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import qasync
from PySide6.QtWidgets import QApplication

from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.options import Options
from capout_desktop.program import Program
from capout_desktop.sandbox.contract import Behaviour
from capout_desktop.sandbox.organisation import SANDBOX_KEY
from capout_desktop.sandbox.server import SandboxServer
from capout_desktop.store.folders import folders
from capout_desktop.ui.main_window import MainWindow

SECONDS = 15.0


class Desktop:
    """The program as `app.py` builds it, with its window, in this process."""

    def __init__(self, loop: qasync.QEventLoop, data_dir: Path, **options: Any) -> None:
        self.loop = loop
        self.data_dir = data_dir
        self.options = Options(data_dir=data_dir, **options)
        self.window = MainWindow()
        self.documents: dict[str, Document] = {}
        apply = self.window.apply

        def watch(documents: Sequence[Document]) -> None:
            apply(documents)
            self.documents.update({document.id: document for document in documents})

        self.window.apply = watch  # type: ignore[method-assign]
        self.window.show()

    async def run(self, scenario: Callable[[Desktop], Awaitable[None]]) -> None:
        self.program = Program(self.options, folders(self.data_dir), self.window)
        try:
            await self.program.start()
            await scenario(self)
        finally:
            began = time.monotonic()
            await self.program.close()
            self.seconds_to_close = time.monotonic() - began
            self.window.hide()
            self.window.deleteLater()

    async def until(self, condition: Callable[[], object], what: str) -> None:
        """Wait for what the window shall show."""
        deadline = time.monotonic() + SECONDS
        while not condition():
            if time.monotonic() > deadline:
                states = [(d.file_name, d.state.value, d.problem) for d in self.documents.values()]
                pytest.fail(f"not within {SECONDS} s: {what}; rows: {states}")
            await asyncio.sleep(0.01)

    async def until_all(self, *states: DocumentState, count: int = 1) -> list[Document]:
        """Wait until there are `count` rows and each is in one of `states`."""

        def there() -> bool:
            rows = self.documents.values()
            return len(rows) >= count and all(row.state in states for row in rows)

        await self.until(there, f"{count} rows in {[s.value for s in states]}")
        return list(self.documents.values())


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[qasync.QEventLoop]:
    """Qt's event loop as asyncio's, closed as the program closes it."""
    # Outside of a running QApplication nothing quits when a test's window closes.
    qapp.setQuitOnLastWindowClosed(False)
    loop = qasync.QEventLoop(qapp)
    asyncio.set_event_loop(loop)
    with loop:
        yield loop
    asyncio.set_event_loop(None)


@pytest.fixture
def sandbox() -> Iterator[SandboxServer]:
    """A CapOut on loopback whose workflow takes a moment, not a minute."""
    server = SandboxServer(Behaviour(speed=40))
    server.start()
    yield server
    server.stop()


Live = Callable[..., Desktop]


@pytest.fixture
def live(
    loop: qasync.QEventLoop, sandbox: SandboxServer, tmp_path: Path, caplog: Any
) -> Iterator[Callable[[Callable[[Desktop], Coroutine[Any, Any, None]]], Desktop]]:
    """Run a scenario on a desktop that has a key and an address; fail on any logged error."""

    def run(scenario: Callable[[Desktop], Coroutine[Any, Any, None]], **options: Any) -> Desktop:
        given = {
            "api_url": sandbox.base_url,
            "api_key": SANDBOX_KEY,
            "xn_address": "team@example",
            **options,
        }
        desktop = Desktop(loop, tmp_path / "data", **given)
        loop.run_until_complete(desktop.run(scenario))
        return desktop

    yield run
    errors = [r.getMessage() for r in caplog.records if r.levelno >= logging.ERROR]
    assert not errors
