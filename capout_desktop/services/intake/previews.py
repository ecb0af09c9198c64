"""Pictures of first pages, made one at a time beside everything else, and kept for a while."""

from __future__ import annotations

import asyncio
import os
import stat
from collections import OrderedDict

from capout_desktop.domain import policy
from capout_desktop.services.intake.pdf_inspector import PdfInspector
from capout_desktop.services.runtime.worker_threads import WorkerThreads

KEPT = 40
"""So many pictures stay in memory; each has some ten kilobytes."""

_Key = tuple[str, int, int, int]


class Previews:
    """Draws first pages with a worker process of its own: no batch waits for a picture."""

    def __init__(self, inspector: PdfInspector) -> None:
        """`inspector` shall be nobody else's: a hostile PDF holds it up for some seconds."""
        self._inspector = inspector
        self._thread = WorkerThreads("previews")
        self._drawing = asyncio.Lock()
        self._pictures: OrderedDict[_Key, bytes | None] = OrderedDict()

    async def first_page(self, path: str, width: int) -> bytes | None:
        """Return the first page as PNG, so many pixels wide; None where no picture can be had."""
        async with self._drawing:
            key = await self._thread.run(_key, path, width)
            if key is None:
                return None
            if key not in self._pictures:
                self._pictures[key] = await self._thread.run(
                    self._inspector.first_page, path, width
                )
            self._pictures.move_to_end(key)
            while len(self._pictures) > KEPT:
                self._pictures.popitem(last=False)
            return self._pictures[key]

    def close(self) -> None:
        """End the worker process, whatever it draws."""
        self._inspector.close()
        self._thread.stop()


def _key(path: str, width: int) -> _Key | None:
    """Name a file as it is now; None where it is nothing to draw."""
    try:
        found = os.stat(path)  # noqa: PTH116 - strings all the way
    except (OSError, ValueError):
        return None
    if not stat.S_ISREG(found.st_mode) or found.st_size > policy.MAX_PDF_BYTES:
        return None
    return path, found.st_size, found.st_mtime_ns, width
