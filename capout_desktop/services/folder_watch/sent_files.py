"""Moving of sent files of the watched folder into `Sent`, if the person chose that."""

from __future__ import annotations

import logging
import os
from collections import Counter
from dataclasses import replace

from capout_desktop.domain.document import DocumentState
from capout_desktop.domain.events import Moved
from capout_desktop.domain.problem import Problem
from capout_desktop.domain.unpacking import is_container
from capout_desktop.domain.watch_rules import CANNOT_MOVE, Handled, Handling
from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.folder_watch.listing import (
    Listing,
    find_in_sent,
    move_to_sent,
    path_in,
)
from capout_desktop.services.folder_watch.memory import WatchMemory
from capout_desktop.services.runtime.clock import now
from capout_desktop.services.runtime.worker_threads import WorkerThreads
from capout_desktop.store.watched_files import key_of

_log = logging.getLogger(__name__)

PATIENCE = 15
"""Number of failed looks, such as at a file that is open elsewhere, before the problem is shown."""


class SentFiles:
    """Moves files that CapOut has, and completes moves that an earlier run did not record."""

    def __init__(self, store: DocumentStore, memory: WatchMemory, threads: WorkerThreads) -> None:
        self._store = store
        self._memory = memory
        self._threads = threads
        self._tries: Counter[str] = Counter()
        self._made_good = False

    async def move(self, folder: str, listing: Listing) -> Problem | None:
        """Move sent files; return a problem if a file cannot be moved for some time."""
        trouble: Problem | None = None
        for name, stamp in listing.estimates.items():
            handled = self._memory[name]
            if handled is None or handled.stamp != stamp or not self._has_it(handled):
                continue
            if is_container(name) and not self._has_all_of(path_in(folder, name)):
                continue
            try:
                target = await self._threads.run(move_to_sent, folder, name, stamp)
            except FileNotFoundError:
                continue
            except OSError as error:
                _log.warning("a sent file cannot be moved: %s", error.strerror)
                self._tries[name] += 1
                if self._tries[name] >= PATIENCE:
                    trouble = replace(CANNOT_MOVE, detail=error.strerror or "")
                continue
            self._tries.pop(name, None)
            if target is not None:
                self._note_move(handled, folder, name, target)
        return trouble

    async def restore_missing(self, folder: str, listing: Listing) -> None:
        """Record moves that an earlier run could not record; called once per start.

        Raises:
            OSError: `Sent` cannot be read.
        """
        if self._made_good:
            return
        for key, handled in self._memory.absent(listing.estimates):
            if not self._has_it(handled):
                continue
            name = os.path.basename(self._store[handled.document].origin_path)  # noqa: PTH119
            if key_of(name) != key:
                continue  # a copy of another file, or a recorded move
            target = await self._threads.run(find_in_sent, folder, name, handled.stamp)
            if target is not None:
                self._note_move(handled, folder, name, target)
        self._made_good = True

    def _has_it(self, handled: Handled) -> bool:
        if handled.handling is not Handling.TAKEN or handled.document not in self._store:
            return False
        document = self._store[handled.document]
        return bool(document.document_id) or document.state is DocumentState.COMPLETE

    def _has_all_of(self, path: str) -> bool:
        """Return whether CapOut has whatever was in a mail or archive and is still on the list."""
        return all(
            document.document_id or document.removed
            for document in self._store
            if document.origin_path == path
        )

    def _note_move(self, handled: Handled, folder: str, name: str, target: str) -> None:
        path = path_in(folder, name)
        moved = [handled.document]
        if is_container(name):
            moved = [document.id for document in self._store if document.origin_path == path]
        for local_id in moved:
            if self._store[local_id].origin_path == path:
                self._store.apply(local_id, Moved(now(), target))
        self._memory.forget(name)
