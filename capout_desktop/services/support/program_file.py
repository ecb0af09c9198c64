"""Detection of an update that was installed while the program runs.

Parts that are imported later then come from the new version, or from nowhere: dialogs would not
open any more.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from capout_desktop.services.runtime.worker_threads import WorkerThreads

SECONDS_BETWEEN_LOOKS = 20.0

_PACKAGE = Path(__file__).parents[2] / "__init__.py"


def own_file() -> Path:
    """Return the file that every update replaces: the packaged program, or the Python package."""
    return Path(sys.executable) if getattr(sys, "frozen", False) else _PACKAGE


async def until_replaced(path: Path, files: WorkerThreads) -> None:
    """Return once the file was replaced or removed; it is looked at every few seconds."""
    before = await files.run(_identity, path)
    while before is not None:
        await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
        if await files.run(_identity, path) != before:
            # Removed for a moment while a package is being installed, or for good.
            return


def _identity(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size
