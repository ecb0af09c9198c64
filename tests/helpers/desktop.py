"""The program with its window in this process, as `app.py` builds it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from helpers.draft_list import DraftList

from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.options import Options
from capout_desktop.program import Program
from capout_desktop.store.folders import folders
from capout_desktop.store.view_state_file import read_view_state
from capout_desktop.ui.shell.event_loop import EventLoop
from capout_desktop.ui.shell.main_window import MainWindow

SECONDS = 60.0

Scenario = Callable[["Desktop"], Awaitable[None]]


class Desktop:
    """The program as `app.py` builds it, with its window, in this process."""

    def __init__(self, loop: EventLoop, data_dir: Path, **options: Any) -> None:
        self.loop = loop
        self.data_dir = data_dir
        self.options = Options(data_dir=data_dir, **options)
        self.window = MainWindow(read_view_state(folders(data_dir).look))
        self.window.hold_sources()
        self.drafts = DraftList(self.window)
        self.documents: dict[str, Document] = {}
        apply = self.window.apply

        def watch(documents: Iterable[Document]) -> None:
            rows = list(documents)
            apply(rows)
            self.documents.update({row.id: row for row in rows})

        self.window.apply = watch  # type: ignore[method-assign]
        if not self.options.background:
            self.window.show()

    async def run(self, scenario: Scenario) -> None:
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
        """Wait for a condition of the window; `what` describes it in the error message."""
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

    async def send_batch(self, count: int) -> None:
        """Press the button of a draft once `count` files can be sent."""
        await self.until_offered(f"Send {count}")
        self.drafts.press(f"Send {count}")

    async def until_offered(self, words: str) -> None:
        """Wait until a button with this text in the list can be pressed."""
        await self.until(lambda: self.drafts.offers(words), f"the button {words}")
