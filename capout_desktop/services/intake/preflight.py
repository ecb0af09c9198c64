"""Preflight: reads, hashes and opens each file before it is sent and can cost credits."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import logging
import os
import stat
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from capout_desktop.domain import file_problem, policy
from capout_desktop.domain.document import Document, DocumentState, SourceKind
from capout_desktop.domain.events import Checked, Event, Rejected
from capout_desktop.domain.pdf_notice import notices_of
from capout_desktop.domain.problem import Problem
from capout_desktop.domain.vital_loop import VitalLoop
from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.intake.pdf_inspector import PdfFacts, PdfInspector, PdfVerdict
from capout_desktop.services.runtime import clock
from capout_desktop.services.runtime.clock import now
from capout_desktop.services.runtime.tasks import TaskOwner
from capout_desktop.services.runtime.worker_threads import WorkerThreads

_log = logging.getLogger(__name__)

HEADER_WINDOW = 1024
"""Bytes searched for `%PDF-`. Readers accept it anywhere in them; mail gateways prepend blank
lines."""

GIVE_WAY_SECONDS = 0.5
"""Longest pause of the checks in favor of the intake; added files are on disk and cannot get
lost."""

_CHUNK = 1 << 20


class BadFile(Exception):  # noqa: N818 - the file is the bad part
    """The file cannot be sent; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class FileFacts:
    """Facts from reading a whole file: size in bytes, hex SHA-256, modification time."""

    size: int
    sha256: str
    modified_ns: int


def read_facts(path: str) -> FileFacts:
    """Read the whole file once and return its facts.

    Blocking; a cloud placeholder is downloaded here.

    Raises:
        BadFile: The file is missing, empty, too large, no PDF, or unreadable.
    """
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - faster than `Path.open`
            found = os.fstat(file.fileno())
            if not stat.S_ISREG(found.st_mode):
                raise BadFile(file_problem.NOT_A_PDF)
            if found.st_size == 0:
                raise BadFile(file_problem.EMPTY)
            head = file.read(HEADER_WINDOW)
            if b"%PDF-" not in head:
                raise BadFile(file_problem.NOT_A_PDF)
            if found.st_size > policy.MAX_PDF_BYTES:
                raise BadFile(file_problem.too_large(found.st_size, policy.MAX_PDF_BYTES))
            digest = hashlib.sha256(head)
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
            return FileFacts(found.st_size, digest.hexdigest(), found.st_mtime_ns)
    except FileNotFoundError:
        raise BadFile(file_problem.GONE) from None
    except (PermissionError, IsADirectoryError) as error:
        # Windows reports "permission denied" for folders too.
        if os.path.isdir(path):  # noqa: PTH112
            raise BadFile(file_problem.NOT_A_PDF) from error
        raise BadFile(file_problem.NO_PERMISSION) from error
    except OSError as error:
        raise BadFile(file_problem.unreadable(error.strerror or str(error))) from error


@dataclass(frozen=True, slots=True)
class FileLook:
    """Result of a look at a file.

    Attributes:
        problem: Why it cannot be sent now; None if nothing is wrong.
        folder_is_there: Whether its folder can be read; False if that is unknown.
    """

    problem: Problem | None = None
    folder_is_there: bool = False


def look_at(document: Document) -> FileLook:
    """Look whether a document's file is there with the content that was checked. Blocking.

    Only if its size or time differs is the whole file read, because a copy or a virus scanner may
    have touched it.
    """
    path = document.source
    try:
        found = os.stat(path)  # noqa: PTH116
        if found.st_size == document.size and found.st_mtime_ns == document.modified_ns:
            return FileLook()
        facts = read_facts(path)
    except FileNotFoundError:
        return FileLook(file_problem.GONE, folder_is_there(path))
    except OSError as error:
        return FileLook(file_problem.unreadable(error.strerror or str(error)))
    except BadFile as error:
        # Another program may be saving it: it is looked at again before that is said.
        may_pass = error.problem.code in file_problem.MAY_PASS
        problem = error.problem if may_pass else file_problem.CHANGED
        return FileLook(problem, folder_is_there(path))
    return FileLook() if facts.sha256 == document.sha256 else FileLook(file_problem.CHANGED)


def folder_is_there(path: str) -> bool:
    """Return whether the folder of a file can be read. Blocking."""
    try:
        with os.scandir(os.path.dirname(path) or "."):  # noqa: PTH120
            return True
    except OSError:
        return False


class Preflight:
    """Checks every document in the state `CHECKING`, two at a time."""

    def __init__(
        self,
        store: DocumentStore,
        files: WorkerThreads,
        inspector: PdfInspector,
        tasks: TaskOwner,
        taken_in: asyncio.Event | None = None,
    ) -> None:
        """Start checking; while `taken_in` is not set, files are still being added."""
        self._store = store
        self._taken_in = taken_in
        self._files = files
        self._pdfium = WorkerThreads("pdfium")
        self._inspector = inspector
        self._waiting: asyncio.Queue[str] = asyncio.Queue()
        # Failed looks at a document's file since it could last be read.
        self._failed_looks: Counter[str] = Counter()
        self._timers: dict[str, clock.Timer] = {}
        store.listen(self._note)
        self._note(store.in_state(DocumentState.CHECKING))
        for _ in range(2):
            tasks.keep(self._work, VitalLoop.CHECKING)

    def close(self) -> None:
        """End the worker process; a running check is repeated at the next start."""
        for timer in self._timers.values():
            timer.cancel()
        self._inspector.close()
        self._pdfium.stop()

    def _note(self, documents: Iterable[Document]) -> None:
        for document in documents:
            if document.state is not DocumentState.CHECKING:
                self._failed_looks.pop(document.id, None)
                if (timer := self._timers.pop(document.id, None)) is not None:
                    timer.cancel()
            elif document.id not in self._timers:
                self._waiting.put_nowait(document.id)

    async def _work(self) -> None:
        while True:
            document = self._store[await self._waiting.get()]
            await self._let_others_in()
            if document.state is not DocumentState.CHECKING or document.id in self._timers:
                continue
            verdict = await self._verdict(document)
            if isinstance(verdict, float):
                self._look_again_in(verdict, document.id)
            else:
                self._store.apply(document.id, verdict)

    def _look_again_in(self, seconds: float, local_id: str) -> None:
        def look_again() -> None:
            del self._timers[local_id]
            self._waiting.put_nowait(local_id)

        if self._store[local_id].state is DocumentState.CHECKING:
            self._timers[local_id] = clock.call_later(seconds, look_again)

    async def _let_others_in(self) -> None:
        """Wait while files are being added, for `GIVE_WAY_SECONDS` at most."""
        if self._taken_in is not None and not self._taken_in.is_set():
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(GIVE_WAY_SECONDS):
                    await self._taken_in.wait()

    async def _verdict(self, document: Document) -> Event | float:
        """Return what the check found, or the seconds until the file is looked at again."""
        try:
            return await self._check(document)
        except Exception as error:  # noqa: BLE001 - one bad file must not stop the others
            _log.exception("a file could not be checked")
            return Rejected(now(), file_problem.unreadable(str(error)))

    async def _check(self, document: Document) -> Event | float:
        if document.source_kind is SourceKind.LINK:
            return Checked(now())
        try:
            facts = await self._files.run(read_facts, document.source)
        except BadFile as error:
            self._failed_looks[document.id] += 1
            pause = file_problem.pause_before_next_look(
                error.problem,
                self._failed_looks[document.id],
                folder_is_there=await self._files.run(folder_is_there, document.source),
            )
            return Rejected(now(), error.problem) if pause is None else pause
        pdf: PdfFacts = await self._pdfium.run(self._inspector.inspect, document.source)
        match pdf.finding:
            case PdfVerdict.PASSWORD:
                return Rejected(now(), file_problem.PASSWORD_NEEDED)
            case PdfVerdict.DAMAGED:
                return Rejected(now(), file_problem.DAMAGED)
            case _:
                return Checked(
                    now(),
                    facts.size,
                    facts.sha256,
                    facts.modified_ns,
                    pdf.page_count,
                    notices_of(pdf.page_count, has_text=pdf.has_text, has_end=pdf.has_end),
                )
