"""Unlocked copies of PDFs that ask for a password."""

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
from capout_desktop.domain.events import Copied, Event
from capout_desktop.domain.lifecycle import can_be_unlocked
from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.intake.pdf_inspector import PdfInspector, WrongPassword
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
class Unlocked:
    """What a password did: numbers of PDFs that it opened, did not open, or that failed."""

    opened: int = 0
    wrong: int = 0
    failed: int = 0


class Unlocking:
    """Opens PDFs with a password in the PDF worker, and has their unlocked copies sent.

    The password goes to the worker over its line and is kept nowhere.
    """

    def __init__(self, store: DocumentStore, outbox: Outbox, inspector: PdfInspector) -> None:
        self._store = store
        self._outbox = outbox
        self._inspector = inspector
        self._threads = SpareThreads("unlock")

    def close(self) -> None:
        """End the worker process and the thread."""
        self._inspector.close()
        self._threads.stop()

    def others_of_batch(self, local_ids: Sequence[str]) -> list[str]:
        """Return the other locked documents of the batches of these."""
        batches = {self._store[id_].batch_id for id_ in local_ids} - {""}
        locked = [d for b in batches for d in self._store.documents_of(b) if can_be_unlocked(d)]
        return [d.id for d in locked if d.id not in set(local_ids)]

    async def unlock(self, local_ids: Sequence[str], password: str) -> Unlocked:
        """Try the password for each document; those that it opens are checked and sent."""
        opened = wrong = failed = 0
        for local_id in local_ids:
            document = self._store[local_id]
            if not can_be_unlocked(document):
                continue
            try:
                made = await self._run(self._copy, document, password)
                await self._replace(document, *made)
                opened += 1
            except WrongPassword:
                wrong += 1
            except (OSError, ValueError, sqlite3.Error) as error:
                _log.warning("an unlocked copy is not made: %s", type(error).__name__)
                failed += 1
        return Unlocked(opened, wrong, failed)

    async def _run(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await self._threads.run(functools.partial(call, *args, **kwargs), ANSWER_SECONDS)

    def _copy(self, document: Document, password: str) -> tuple[Stored, CopiedFrom]:
        with opened(document.source) as file:
            digest = hashlib.sha256()
            while part := os.read(file, _CHUNK):
                digest.update(part)
        stored = self._outbox.add(self._inspector.unlocked(document.source, password))
        before = document.copied_from
        origin = CopiedFrom(
            CopyKind.UNLOCKED,
            before.path if before is not None else _text(document.source),
            before.name if before is not None else document.file_name,
            before.container if before is not None else "",
            digest.hexdigest(),
        )
        return stored, origin

    async def _replace(self, document: Document, stored: Stored, origin: CopiedFrom) -> None:
        def word(present: Document) -> Iterator[Event]:
            if present.source == document.source and can_be_unlocked(present):
                yield Copied(now(), stored.path, origin)

        try:
            await self._store.decide([(document.id, word)])
        except sqlite3.Error:
            await self._run(self._outbox.discard, stored.path)
            raise
        if self._store[document.id].source == stored.path:
            self._outbox.settle(stored.path)
        else:  # it was removed or unlocked meanwhile
            await self._run(self._outbox.discard, stored.path)


def _text(path: str) -> str:
    return path.encode(errors="replace").decode()
