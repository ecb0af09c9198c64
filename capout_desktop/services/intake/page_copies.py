"""Copies of PDFs with the pages that the person chose."""

from __future__ import annotations

import functools
import hashlib
import logging
import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

from capout_desktop.domain.copied_from import CopiedFrom, CopyKind
from capout_desktop.domain.document import Document
from capout_desktop.domain.estimate import Estimate
from capout_desktop.domain.events import Event, PagesChosen
from capout_desktop.domain.lifecycle import can_choose_pages
from capout_desktop.domain.page_choice import ChosenPage, in_original, ranges_text
from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.intake.pdf_inspector import PdfInspector
from capout_desktop.services.intake.pdf_worker_process import opened
from capout_desktop.services.runtime.clock import now
from capout_desktop.services.runtime.spare_threads import SpareThreads
from capout_desktop.store.outbox import Outbox, Stored

P = ParamSpec("P")
T = TypeVar("T")
_log = logging.getLogger(__name__)
_CHUNK = 1 << 20
ANSWER_SECONDS = 150.0
"""Longest wait for a copy; after that its drive does not answer."""


@dataclass(frozen=True, slots=True)
class ChoosablePdf:
    """A PDF of which pages are chosen.

    Attributes:
        path: Its path. If pages were chosen before, that of the original, if it is still there.
        count: Number of its pages; 0 if it cannot be opened.
        estimate: What was read in it, with the kinds of its pages; None if nothing.
        chosen: Pages that were chosen before, such as `1-12, 15`; empty for none.
    """

    path: str
    count: int
    estimate: Estimate | None = None
    chosen: str = ""


class PageCopies:
    """Makes the copies in the PDF worker, and has them sent in place of the files."""

    def __init__(self, store: DocumentStore, outbox: Outbox, inspector: PdfInspector) -> None:
        self._store = store
        self._outbox = outbox
        self._inspector = inspector
        self._threads = SpareThreads("pages")

    def close(self) -> None:
        """End the worker process and the thread."""
        self._inspector.close()
        self._threads.stop()

    async def look_into(self, local_id: str) -> ChoosablePdf:
        """Return what there is to choose from."""
        document = self._store[local_id]
        try:
            return await self._run(self._look_into, document)
        except TimeoutError:
            return ChoosablePdf(document.source, 0)

    async def size(self, path: str, pages: Sequence[ChosenPage]) -> int | None:
        """Return the size of a copy with these pages in bytes; None if none can be made."""
        try:
            return await self._run(self._inspector.size_with_pages, path, pages)
        except OSError:
            return None

    async def send_pages(
        self, local_id: str, pdf: ChoosablePdf, pages: Sequence[ChosenPage]
    ) -> bool:
        """Have a copy with these pages sent in place of the document's file.

        Returns whether there is one. If the document is being sent already, it goes as it is.
        """
        document = self._store[local_id]
        try:
            stored, origin = await self._run(self._copy, document, pdf, pages)
            return await self._replace(document, stored, origin)
        except (OSError, ValueError, sqlite3.Error) as error:
            _log.warning("no copy of the chosen pages is made: %s", type(error).__name__)
            return False

    def _look_into(self, document: Document) -> ChoosablePdf:
        before = document.copied_from
        if before is not None and before.kind is CopyKind.PAGES and not before.container:
            count = self._inspector.page_count(before.path)
            if count and _sha256(before.path) == before.sha256:
                read = self._inspector.estimate(before.path)
                return ChoosablePdf(before.path, count, read, before.pages)
        count = self._inspector.page_count(document.source)
        estimate = document.estimate
        if estimate is None and count:
            estimate = self._inspector.estimate(document.source)
        return ChoosablePdf(document.source, count, estimate)

    async def _run(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await self._threads.run(functools.partial(call, *args, **kwargs), ANSWER_SECONDS)

    def _copy(
        self, document: Document, pdf: ChoosablePdf, pages: Sequence[ChosenPage]
    ) -> tuple[Stored, CopiedFrom]:
        before = document.copied_from
        numbers = [page.number for page in pages]
        digest = before.sha256 if before is not None else ""
        digest = digest or _sha256(pdf.path)
        stored = self._outbox.add(self._inspector.with_pages(pdf.path, pages))
        is_pictures = before is not None and before.kind is CopyKind.PICTURES
        chosen_before = before.pages if before and pdf.path == document.source else ""
        origin = CopiedFrom(
            CopyKind.PICTURES if is_pictures else CopyKind.PAGES,
            before.path if before is not None else _text(document.source),
            before.name if before is not None else document.file_name,
            before.container if before is not None else "",
            digest,
            "" if is_pictures else ranges_text(in_original(numbers, chosen_before)),
        )
        return stored, origin

    async def _replace(self, document: Document, stored: Stored, origin: CopiedFrom) -> bool:
        def word(present: Document) -> Iterator[Event]:
            if present.source == document.source and can_choose_pages(present):
                yield PagesChosen(now(), stored.path, origin)

        try:
            await self._store.decide([(document.id, word)])
        except sqlite3.Error:
            await self._run(self._outbox.discard, stored.path)
            raise
        if self._store[document.id].source != stored.path:  # it was sent or removed meanwhile
            await self._run(self._outbox.discard, stored.path)
            return False
        self._outbox.settle(stored.path)
        return True


def _sha256(path: str) -> str:
    """Return the hex digest of a file; empty if it cannot be read."""
    digest = hashlib.sha256()
    try:
        with opened(path) as file:
            while part := os.read(file, _CHUNK):
                digest.update(part)
    except (OSError, ValueError):
        return ""
    return digest.hexdigest()


def _text(path: str) -> str:
    return path.encode(errors="replace").decode()
