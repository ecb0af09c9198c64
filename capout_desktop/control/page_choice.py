"""Control of the dialog in which pages of a PDF are chosen."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from capout_desktop.domain.page_choice import (
    ChosenPage,
    estimate_pages,
    is_of_pictures,
    pages_of_ranges,
)
from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.intake.page_copies import ChoosablePdf, PageCopies
from capout_desktop.services.intake.pdf_inspector import Previews
from capout_desktop.services.runtime.tasks import TaskOwner
from capout_desktop.ui.widgets.dialogs import open_dialog

if TYPE_CHECKING:
    from capout_desktop.ui.documents.pages_dialog import PagesDialog
    from capout_desktop.ui.shell.main_window import MainWindow

MOST_WANTED = 60
"""Pages that wait to be drawn; those wanted first were scrolled away since."""


class PageChoiceControl:
    """Opens the dialog, draws its pages, and has the copy made."""

    def __init__(
        self,
        *,
        store: DocumentStore,
        copies: PageCopies,
        previews: Previews,
        window: MainWindow,
        tasks: TaskOwner,
    ) -> None:
        self._store = store
        self._copies = copies
        self._previews = previews
        self._window = window
        self._tasks = tasks
        self._dialog: PagesDialog | None = None
        self._pdf: ChoosablePdf | None = None
        self._wanted: OrderedDict[int, int] = OrderedDict()
        self._drawing: asyncio.Task[None] | None = None
        self._measured: Sequence[ChosenPage] = ()
        self._measuring: asyncio.Task[None] | None = None
        window.actions_on_rows.choose_pages.connect(self.ask)

    def ask(self, local_id: str) -> None:
        """Ask which pages of a document are to be sent."""
        from capout_desktop.ui.documents.pages_dialog import PagesDialog  # noqa: PLC0415

        document = self._store[local_id]
        dialog = PagesDialog(
            self._window,
            document.file_name,
            may_arrange=is_of_pictures(document),
            goes_at_once=not document.waits_for_start,
        )
        self._dialog, self._pdf, self._measured = dialog, None, ()
        self._wanted.clear()
        dialog.finished.connect(lambda _result: self._closed(dialog))
        dialog.page_wanted.connect(self._want_page)
        dialog.size_wanted.connect(self._want_size)
        dialog.chosen.connect(
            lambda pages: self._tasks.start(self._send(dialog, local_id, pages), "pages")
        )
        open_dialog(dialog)
        self._tasks.start(self._look(dialog, local_id), "pages")

    async def _look(self, dialog: PagesDialog, local_id: str) -> None:
        pdf = await self._copies.look_into(local_id)
        if self._dialog is not dialog:
            return
        if not pdf.count:
            dialog.show_unreadable()
            return
        self._pdf = pdf
        kinds = () if pdf.estimate is None else pdf.estimate.page_kinds
        chosen = pages_of_ranges(pdf.chosen, pdf.count) or estimate_pages(kinds, pdf.count)
        dialog.show_pages(pdf.count, kinds, chosen)

    def _want_page(self, number: int, width: int) -> None:
        self._wanted[number] = width
        self._wanted.move_to_end(number)
        while len(self._wanted) > MOST_WANTED:
            self._wanted.popitem(last=False)
        if self._drawing is None or self._drawing.done():
            self._drawing = self._tasks.start(self._draw(), "pages")

    async def _draw(self) -> None:
        while self._wanted and self._pdf is not None and (dialog := self._dialog) is not None:
            number, width = self._wanted.popitem(last=False)
            picture = await self._previews.page(self._pdf.path, number, width)
            if self._dialog is dialog:
                dialog.show_page(number, picture)

    def _want_size(self, pages: Sequence[ChosenPage]) -> None:
        self._measured = pages
        if self._measuring is None or self._measuring.done():
            self._measuring = self._tasks.start(self._measure(), "pages")

    async def _measure(self) -> None:
        while (pages := self._measured) and self._pdf is not None:
            size = await self._copies.size(self._pdf.path, pages)
            if self._measured is pages:
                self._measured = ()
                if self._dialog is not None:
                    self._dialog.show_size(pages, size)

    async def _send(self, dialog: PagesDialog, local_id: str, pages: Sequence[ChosenPage]) -> None:
        if self._pdf is None:
            return
        is_made = await self._copies.send_pages(local_id, self._pdf, pages)
        if self._dialog is not dialog:
            return
        if is_made:
            dialog.accept()
        else:
            dialog.show_failure()

    def _closed(self, dialog: PagesDialog) -> None:
        if self._dialog is dialog:
            self._dialog = self._pdf = None
            self._measured = ()
            self._wanted.clear()
