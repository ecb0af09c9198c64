"""Preflight: reads, hashes and opens each file before it is sent and can cost credits."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import logging
from collections import Counter
from collections.abc import Iterable

from capout_desktop.domain import file_problem
from capout_desktop.domain.document import Document, DocumentState, SourceKind
from capout_desktop.domain.events import Checked, Downloading, Event, Rejected
from capout_desktop.domain.pdf_notice import Notice
from capout_desktop.domain.vital_loop import VitalLoop
from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.intake.cloud_files import InCloud
from capout_desktop.services.intake.file_facts import (
    BadFile,
    FileFacts,
    HeldFile,
    folder_is_there,
    open_and_read,
)
from capout_desktop.services.intake.link_check import LinkCheck
from capout_desktop.services.intake.pdf_inspector import PdfFacts, PdfInspector, PdfVerdict
from capout_desktop.services.runtime import clock
from capout_desktop.services.runtime.clock import now
from capout_desktop.services.runtime.spare_threads import SpareThreads
from capout_desktop.services.runtime.tasks import TaskOwner
from capout_desktop.services.runtime.worker_threads import WorkerThreads

_log = logging.getLogger(__name__)

GIVE_WAY_SECONDS = 0.5
"""Longest pause of the checks in favor of the intake; added files are on disk and cannot get
lost."""

SLOT_SECONDS = 3.0
"""Longest time for which a check keeps others waiting; a slower one goes on beside them."""

ANSWER_SECONDS = 60.0
"""Longest wait for the next megabyte of a file."""

DOWNLOAD_SECONDS = 600.0
"""The same for a file that is in the cloud, whose service may download all of it first."""

DOWNLOADS = 4
"""Number of files that are downloaded at the same time."""

MOST_SLOW = 16
"""Largest number of slow checks that go on beside the others; each has a thread."""


def _is_to_check(document: Document) -> bool:
    # One that was discarded meanwhile is checked again if that is undone.
    return document.state is DocumentState.CHECKING and not document.removed


class Preflight:
    """Checks every document in the state `CHECKING` that is on the list, two at a time.

    A file that hangs, such as one on an unreachable drive, costs its own row only. So does a file
    that has to be downloaded first: it is checked beside the others.
    """

    def __init__(
        self,
        store: DocumentStore,
        inspector: PdfInspector,
        tasks: TaskOwner,
        taken_in: asyncio.Event | None = None,
        links: LinkCheck | None = None,
    ) -> None:
        """Start checking; while `taken_in` is not set, files are still being added.

        Without `links`, links are not checked.
        """
        self._store = store
        self._links = links
        self._taken_in = taken_in
        self._tasks = tasks
        self._threads = SpareThreads("check")
        self._slow: set[asyncio.Task[None]] = set()
        self._downloads = asyncio.Semaphore(DOWNLOADS)
        self._pdfium = WorkerThreads("pdfium")
        self._inspector = inspector
        self._waiting: asyncio.Queue[str] = asyncio.Queue()
        self._under_way: set[str] = set()
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
        self._threads.stop()

    def _note(self, documents: Iterable[Document]) -> None:
        for document in documents:
            if not _is_to_check(document):
                self._failed_looks.pop(document.id, None)
                if (timer := self._timers.pop(document.id, None)) is not None:
                    timer.cancel()
            elif document.id not in self._timers:
                self._waiting.put_nowait(document.id)

    async def _work(self) -> None:
        while True:
            local_id = await self._waiting.get()
            await self._let_others_in()
            document = self._store[local_id]  # as it is now
            if not _is_to_check(document) or document.id in self._timers:
                continue
            if document.id in self._under_way:
                continue  # the check is repeated if the document changed meanwhile
            self._under_way.add(document.id)
            check = self._tasks.start(self._settle(document), "check")
            await asyncio.wait({check}, timeout=SLOT_SECONDS)
            if not check.done() and len(self._slow) < MOST_SLOW:
                self._slow.add(check)
                check.add_done_callback(self._slow.discard)
            else:
                await asyncio.wait({check})

    async def _settle(self, document: Document, *, download: bool = False) -> None:
        try:
            verdict = await self._verdict(document, download=download)
        except InCloud:
            self._tasks.start(self._download(document.id), "download")
            self._store.apply(document.id, Downloading())
            return  # the check is still under way
        self._under_way.discard(document.id)
        if self._store[document.id].changed_at != document.changed_at:
            # What was found may not be true any more, and the person may have decided otherwise.
            self._waiting.put_nowait(document.id)
        elif isinstance(verdict, float):
            self._look_again_in(verdict, document.id)
        else:
            self._store.apply(document.id, verdict)

    async def _download(self, local_id: str) -> None:
        async with self._downloads:
            document = self._store[local_id]
            if _is_to_check(document):
                await self._settle(document, download=True)
            else:
                self._under_way.discard(local_id)

    def _look_again_in(self, seconds: float, local_id: str) -> None:
        def look_again() -> None:
            del self._timers[local_id]
            self._waiting.put_nowait(local_id)

        if _is_to_check(self._store[local_id]):
            self._timers[local_id] = clock.call_later(seconds, look_again)

    async def _let_others_in(self) -> None:
        """Wait while files are being added, for `GIVE_WAY_SECONDS` at most."""
        if self._taken_in is not None and not self._taken_in.is_set():
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(GIVE_WAY_SECONDS):
                    await self._taken_in.wait()

    async def _verdict(self, document: Document, *, download: bool) -> Event | float:
        """Return what the check found, or the seconds until the file is looked at again.

        Raises:
            InCloud: It has to be downloaded, and `download` is false.
        """
        try:
            return await self._check(document, download=download)
        except InCloud:
            raise
        except Exception as error:  # noqa: BLE001 - one bad file must not stop the others
            _log.exception("a file could not be checked")
            return Rejected(now(), file_problem.unreadable(str(error)))

    async def _check(self, document: Document, *, download: bool) -> Event | float:
        if document.source_kind is SourceKind.LINK:
            return await self._check_link(document)
        try:
            file, facts = await self._facts(document.source, download=download)
        except BadFile as error:
            if document.copied_from is not None and error.problem == file_problem.GONE:
                return Rejected(now(), file_problem.copy_gone(document.copied_from))
            self._failed_looks[document.id] += 1
            pause = file_problem.pause_before_next_look(
                error.problem,
                self._failed_looks[document.id],
                folder_is_there=await self._folder_is_there(document.source),
            )
            return Rejected(now(), error.problem) if pause is None else pause
        except TimeoutError:
            return Rejected(now(), file_problem.NO_ANSWER)
        pdf = await self._pdfium.run(self._inspect, file)
        notices = pdf.notices
        if pdf.problem is not None:
            if pdf.finding is not PdfVerdict.DAMAGED or not document.send_unread:
                return Rejected(now(), pdf.problem)
            notices = (Notice.UNREAD,)
        return Checked(now(), facts.size, facts.sha256, facts.modified_ns, pdf.page_count, notices)

    async def _check_link(self, document: Document) -> Event:
        if self._links is None or document.send_unread:
            return Checked(now())
        problem = await self._links.problem_of(document.source)
        return Checked(now()) if problem is None else Rejected(now(), problem)

    async def _folder_is_there(self, path: str) -> bool:
        look = functools.partial(folder_is_there, path)
        try:
            return await self._threads.run(look, ANSWER_SECONDS)
        except TimeoutError:
            return False

    def _inspect(self, file: HeldFile) -> PdfFacts:
        # To open it again could take forever, and it could be another file by now.
        return self._inspector.inspect_open(file.descriptor)

    async def _facts(self, path: str, *, download: bool) -> tuple[HeldFile, FileFacts]:
        read = 0

        def count(number: int) -> None:
            nonlocal read
            read += number

        call = functools.partial(open_and_read, path, count, download=download)
        seconds = DOWNLOAD_SECONDS if download else ANSWER_SECONDS
        return await self._threads.run(call, seconds, lambda: read)
