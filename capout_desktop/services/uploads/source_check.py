"""Last look at a file before it is sent: whether it is still the one that was checked."""

from __future__ import annotations

import asyncio
import functools
import os
import time

from capout_desktop.domain import file_problem
from capout_desktop.domain.document import Document, SourceKind
from capout_desktop.domain.identity import FileState, checked_state
from capout_desktop.domain.problem import Problem
from capout_desktop.services.intake.preflight import BadFile, read_facts
from capout_desktop.services.runtime.spare_threads import SpareThreads

PATIENCE_SECONDS = 30.0
"""Time for which a missing or unreadable file is looked for again: a share may be away for some
seconds, and a program that is saving has the file locked."""

LOOK_SECONDS = 1.0
ANSWER_SECONDS = 60.0


class SourceCheck:
    """Compares files with what was checked. Each file has a thread of its own."""

    def __init__(self) -> None:
        self._threads = SpareThreads("last look")

    async def problem_of(self, document: Document) -> Problem | None:
        """Return why the file cannot be sent, or None.

        A file that is away, or cannot be read, is looked for again for `PATIENCE_SECONDS`.
        """
        if document.source_kind is SourceKind.LINK:
            return None
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            call = functools.partial(_compare, document)
            try:
                problem = await self._threads.run(call, ANSWER_SECONDS)
            except TimeoutError:
                return file_problem.NO_ANSWER
            if problem is None or problem == file_problem.CHANGED or time.monotonic() >= until:
                return problem
            await asyncio.sleep(LOOK_SECONDS)

    def stop(self) -> None:
        """End the threads after their present calls."""
        self._threads.stop()


def _compare(document: Document) -> Problem | None:
    """Return the problem of the file, None if it has the checked content. Blocking."""
    before = checked_state(document)
    try:
        found = os.stat(document.source)  # noqa: PTH116
        now = FileState(document.source, found.st_size, found.st_mtime_ns)
        if before is None or before.is_unchanged(now):
            return None
        if before.size == now.size:  # merely touched, perhaps
            facts = read_facts(document.source)
            now = FileState(document.source, facts.size, facts.modified_ns, facts.sha256)
    except FileNotFoundError:
        return file_problem.GONE
    except (OSError, ValueError) as error:
        return file_problem.unreadable(getattr(error, "strerror", None) or str(error))
    except BadFile as error:
        return error.problem
    return None if before.is_unchanged(now) else file_problem.CHANGED
