"""Deletion of documents that ended long ago, with what their files tell of homeowners."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from pathlib import Path

from capout_desktop.domain.history import KEEP_ALL, is_past
from capout_desktop.domain.vital_loop import VitalLoop
from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.runtime import clock
from capout_desktop.services.runtime.clock import steady_now
from capout_desktop.services.runtime.tasks import TaskOwner
from capout_desktop.services.runtime.worker_threads import WorkerThreads
from capout_desktop.store.journal import delete_set_aside
from capout_desktop.store.settings import Settings

_log = logging.getLogger(__name__)

EVERY_SECONDS = 24 * 3600.0
AT_ONCE = 500
"""Documents deleted in one transaction; other changes are stored between two of them."""


class History:
    """Deletes what is older than chosen: at the start and once a day, never as soon as chosen.

    So a choice that was a mistake can be taken back.
    """

    def __init__(
        self,
        store: DocumentStore,
        settings: Settings,
        tasks: TaskOwner,
        files: WorkerThreads,
        journal: Path,
        on_delete: Callable[[Collection[str]], None],
    ) -> None:
        """Start the daily deletion.

        `on_delete` is called with the ids of documents just before they are deleted.
        """
        self._store = store
        self._settings = settings
        self._files = files
        self._journal = journal
        self._on_delete = on_delete
        tasks.keep(self._work, VitalLoop.HISTORY)

    async def _work(self) -> None:
        while True:
            days = self._settings.history_days
            if days > KEEP_ALL:
                await self._delete(steady_now(), days)
            await clock.sleep(EVERY_SECONDS)

    async def _delete(self, now: datetime, days: int) -> None:
        past = [document.id for document in self._store if is_past(document, now, days)]
        try:
            for start in range(0, len(past), AT_ONCE):
                portion = past[start : start + AT_ONCE]
                self._on_delete(portion)
                await self._store.forget(portion)
                await asyncio.sleep(0)  # lets the window paint
            await self._files.run(delete_set_aside, self._journal, now - timedelta(days=days))
        except (sqlite3.Error, OSError) as error:
            _log.warning("history not deleted, tried again tomorrow: %s", error)
        if past:
            _log.info("deleted %d documents that ended more than %d days ago", len(past), days)
