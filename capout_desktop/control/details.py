"""Control of the document details: loads first pages, timelines and costs."""

from __future__ import annotations

import asyncio
import functools
import logging
import sqlite3
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from capout_desktop.domain.sent_claims import last_sent_of_claim
from capout_desktop.services.credits.spending_book import SpendingBook
from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.intake.pdf_inspector import PdfInspector, Previews
from capout_desktop.services.runtime.tasks import TaskOwner
from capout_desktop.ui.widgets.dialogs import open_dialog

if TYPE_CHECKING:
    from capout_desktop.ui.details.comparison_dialog import ComparisonDialog
    from capout_desktop.ui.details.pdf_page_view import PdfPageDialog, PdfPageView
    from capout_desktop.ui.shell.main_window import MainWindow

_log = logging.getLogger(__name__)


class DetailsControl:
    """Answers requests of the details view. Of requests that wait, only the last is answered."""

    def __init__(
        self,
        store: DocumentStore,
        costs: SpendingBook,
        correct: Callable[[str, str, str | None], None],
        window: MainWindow,
        tasks: TaskOwner,
    ) -> None:
        """Create it; `correct` keeps what the person says of a field of an estimate."""
        self._store = store
        self._correct = correct
        self._window = window
        self._views: set[PdfPageView] = set()
        self._wanted_pictures: dict[PdfPageView, tuple[str, int, int]] = {}
        self._drawing_pages: asyncio.Task[None] | None = None
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
        self._details.page_wanted.connect(self._show_page)
        self._details.correction_wanted.connect(self._ask_for_corrections)
        self._details.comparison_wanted.connect(self._compare)

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

    def _show_page(self, local_id: str, number: int) -> None:
        from capout_desktop.ui.details.pdf_page_view import (  # noqa: PLC0415 - on demand
            PdfPageDialog,
        )

        if local_id in self._store:
            dialog = PdfPageDialog(self._window, self._store[local_id], number)
            self._serve(dialog, dialog.view)
            open_dialog(dialog)

    def _compare(self, local_id: str) -> None:
        from capout_desktop.ui.details.comparison_dialog import (  # noqa: PLC0415 - on demand
            ComparisonDialog,
        )

        if local_id not in self._store:
            return
        here = self._store[local_id]
        sent = last_sent_of_claim(here, self._store)
        if sent is not None:
            dialog = ComparisonDialog(self._window, here, sent)
            self._serve(dialog, *dialog.views)
            open_dialog(dialog)

    def _ask_for_corrections(self, local_id: str, field: str) -> None:
        from capout_desktop.ui.details.correction_dialog import (  # noqa: PLC0415 - on demand
            CorrectionDialog,
        )

        if local_id in self._store and self._store[local_id].estimate is not None:
            dialog = CorrectionDialog(self._window, self._store[local_id], field)
            dialog.corrected.connect(functools.partial(self._correct, local_id))
            open_dialog(dialog)

    def _serve(self, dialog: PdfPageDialog | ComparisonDialog, *views: PdfPageView) -> None:
        for view in views:
            self._views.add(view)
            view.wanted.connect(functools.partial(self._want_picture, view))
        dialog.finished.connect(lambda _result: self._forget(views))

    def _forget(self, views: Iterable[PdfPageView]) -> None:
        """Draw nothing more for a dialog that was closed."""
        for view in views:
            self._views.discard(view)
            self._wanted_pictures.pop(view, None)

    def _want_picture(self, view: PdfPageView, local_id: str, number: int, width: int) -> None:
        self._wanted_pictures[view] = local_id, number, width
        if self._drawing_pages is None or self._drawing_pages.done():
            self._drawing_pages = self._tasks.start(self._draw_pages(), "pages")

    async def _draw_pages(self) -> None:
        while self._wanted_pictures:
            view = next(iter(self._wanted_pictures))
            local_id, number, width = self._wanted_pictures.pop(view)
            if local_id in self._store:
                path = self._store[local_id].source
                picture = await self._previews.page(path, number, width)
                if view in self._views:  # its dialog was not closed meanwhile
                    view.show_picture(local_id, number, picture)

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
