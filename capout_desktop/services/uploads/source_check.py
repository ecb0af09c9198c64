"""Last look at a file before it is sent: whether it is still the one that was checked."""

from __future__ import annotations

import functools
import os
from dataclasses import dataclass

from capout_desktop.domain import file_problem
from capout_desktop.domain.document import Document, SourceKind
from capout_desktop.domain.identity import FileState, checked_state
from capout_desktop.domain.problem import Problem
from capout_desktop.services.intake.file_facts import BadFile, folder_is_there, read_facts
from capout_desktop.services.runtime.spare_threads import SpareThreads

ANSWER_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class FileLook:
    """Result of a look at a file.

    Attributes:
        problem: Why it cannot be sent now; None if nothing is wrong.
        folder_is_there: Whether its folder can be read; False if that is unknown.
    """

    problem: Problem | None = None
    folder_is_there: bool = False


class SourceCheck:
    """Compares files with what was checked. Each file has a thread of its own."""

    def __init__(self) -> None:
        self._threads = SpareThreads("last look")

    async def look(self, document: Document) -> FileLook:
        """Look whether the document's file is there with the content that was checked.

        Only if its size or time differs is the whole file read, because a copy or a virus scanner
        may have touched it.
        """
        if document.source_kind is SourceKind.LINK:
            return FileLook()
        try:
            return await self._threads.run(functools.partial(_look, document), ANSWER_SECONDS)
        except TimeoutError:
            return FileLook(file_problem.NO_ANSWER)

    def stop(self) -> None:
        """End the threads after their present calls."""
        self._threads.stop()


def _look(document: Document) -> FileLook:
    path, before = document.source, checked_state(document)
    try:
        found = os.stat(path)  # noqa: PTH116
        if before is None or before.is_unchanged(FileState(path, found.st_size, found.st_mtime_ns)):
            return FileLook()
        facts = read_facts(path)
    except FileNotFoundError:
        if document.copied_from is not None:
            return FileLook(file_problem.copy_gone(document.copied_from))
        return FileLook(file_problem.GONE, folder_is_there(path))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return FileLook(file_problem.unreadable(reason))
    except BadFile as error:
        # Another program may be saving it: it is looked at again before that is said.
        may_pass = error.problem.code in file_problem.MAY_PASS
        problem = error.problem if may_pass else file_problem.CHANGED
        return FileLook(problem, folder_is_there(path))
    now = FileState(path, facts.size, facts.modified_ns, facts.sha256)
    return FileLook() if before.is_unchanged(now) else FileLook(file_problem.CHANGED)
