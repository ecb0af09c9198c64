"""Control of the document details: loads first pages, timelines and costs."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from typing import TYPE_CHECKING

from capout_desktop.services.credits.spending_book import SpendingBook
from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.intake.pdf_inspector import PdfInspector, Previews
from capout_desktop.services.runtime.tasks import TaskOwner

if TYPE_CHECKING:
    from capout_desktop.ui.shell.main_window import MainWindow

_log = logging.getLogger(__name__)


class DetailsControl:
    """Answers requests of the details view. Of requests that wait, only the last is answered."""

    def __init__(
        self, store: DocumentStore, costs: SpendingBook, window: MainWindow, tasks: TaskOwner
    ) -> None:
        self._store = store
        self._details = window.details
        self._details.cost_of = costs.cost_of
        costs.listen(self._details.costs_changed)
        self._tasks = tasks
        self._previews = Previews(PdfInspector())
        self._wanted_page: tuple[str, int] | None = None
        self._drawing: asyncio.Task[None] | None = None
        self._wanted_history = ""
        self._reading: asyncio.Task[None] | None = None
        self._details.preview_wanted.connect(self._want_page)
        self._details.history_wanted.connect(self._want_history)

    def close(self) -> None:
        """End the worker process. The tasks that wait for it must have been canceled before."""
        self._previews.close()

    @property
    def previews(self) -> Previews:
        """What draws pages."""
        return self._previews

    def _want_page(self, local_id: str, width: int) -> None:
        self._wanted_page = local_id, width
        if self._drawing is None or self._drawing.done():
            self._drawing = self._tasks.start(self._draw(), "preview")

    async def _draw(self) -> None:
        while self._wanted_page is not None:
            (local_id, width), self._wanted_page = self._wanted_page, None
            if local_id in self._store:
                path = self._store[local_id].source
                self._details.show_preview(local_id, await self._previews.page(path, 1, width))

    def _want_history(self, local_id: str) -> None:
        self._wanted_history = local_id
        if self._reading is None or self._reading.done():
            self._reading = self._tasks.start(self._read(), "timeline")

    async def _read(self) -> None:
        while self._wanted_history:
            local_id, self._wanted_history = self._wanted_history, ""
            if local_id not in self._store:
                continue  # submitted elsewhere: the journal has no history of it
            try:
                entries = await self._store.history(local_id)
            except sqlite3.Error:
                # The window already shows that the journal cannot be used.
                _log.exception("timeline not read")
                continue
            self._details.show_history(local_id, entries)
