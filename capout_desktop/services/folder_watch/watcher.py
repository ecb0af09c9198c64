"""Watcher of a folder: adds every new PDF automatically, once, and those in mails and archives.

Guarantees if the program ends at any point:

* A file first becomes a waiting row. Then the decision is stored on disk. Only then may it be
  sent. So every sent file is recorded in the journal and in the memory, and does not look new
  if the journal is set aside.
* If the program ends between row and memory, the row waits for the person's confirmation. The
  file is recognized by that row, and gets no second one. What is in a mail or archive is unpacked
  once more then; intake recognizes each of the PDFs in it.
* While journal or memory cannot be written, nothing is sent, and the file is checked again.
* A file is moved after CapOut has it, never over another one, and only if it is still the one
  that was sent. A move that was not recorded before the end is recorded at the next start.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import os
import sqlite3
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Set
from dataclasses import replace
from pathlib import Path

from capout_desktop.domain.batch import BatchOrigin
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.events import FileReplaced
from capout_desktop.domain.file_problem import GONE, TRANSIENT
from capout_desktop.domain.organization import Payer
from capout_desktop.domain.problem import Problem
from capout_desktop.domain.program_problem import DISK_TROUBLE
from capout_desktop.domain.unpacking import is_container
from capout_desktop.domain.vital_loop import VitalLoop
from capout_desktop.domain.watch_rules import (
    DELETED,
    Handled,
    Handling,
    Stamp,
    folder_gone,
    is_known,
    links_out,
    may_be_left,
    memory_unusable,
    settled,
    was_renamed,
)
from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.folder_watch.listing import (
    Listing,
    content_hash,
    ends_like_a_pdf,
    look,
    path_in,
)
from capout_desktop.services.folder_watch.memory import WatchMemory
from capout_desktop.services.folder_watch.sent_files import SentFiles
from capout_desktop.services.intake.cloud_files import InCloud
from capout_desktop.services.intake.file_facts import BadFile, read_facts
from capout_desktop.services.intake.intake import BatchOf, Intake, SendPolicy
from capout_desktop.services.runtime.clock import now
from capout_desktop.services.runtime.spare_threads import SpareThreads
from capout_desktop.services.runtime.tasks import TaskOwner
from capout_desktop.services.runtime.worker_threads import WorkerThreads
from capout_desktop.services.uploads.queue import UploadQueue
from capout_desktop.store.settings import AfterTaking, Settings

LOOK_SECONDS = 2.0
"""Interval of looks. Polling also works on network drives, which send no change notifications."""

ANSWER_SECONDS = 20.0
"""Longest time for a listing; a slower drive counts as unavailable."""

PATIENCE = 15
"""Number of looks at an incomplete or unreadable file until a row shows the problem."""

QUIET_LOOKS = 5
"""Number of looks for which a file must not change. Scanners write each page as a whole PDF, some
seconds apart."""

READ_AT_ONCE = 5
"""Number of old files that are read in one look, so that a newer file at their names is noticed."""

MOST_RETRIES = 3
"""Number of times a row whose file could not be read is checked again, if the file can be."""

UNREADABLE = "unreadable"
"""Stands for the hash of an old file that cannot be read."""

MOST_AT_ONCE = 100
"""Largest number of files added in one look."""


class FolderWatch:
    """Watches the folder that the settings name."""

    def __init__(
        self,
        store: DocumentStore,
        intake: Intake,
        uploads: UploadQueue,
        tasks: TaskOwner,
        settings: Settings,
        memory: Path,
        on_trouble: Callable[[Problem | None], None],
        on_files_there: Callable[[int], None],
        look_seconds: float = LOOK_SECONDS,
        payer_now: Callable[[Payer], Payer] = lambda payer: payer,
        on_note: Callable[[Problem], None] = lambda _: None,
    ) -> None:
        """Start watching.

        `on_trouble` is called with the problem that prevents watching, and with None when it is
        solved. `on_files_there` is called with the number of PDFs that were there at the start;
        they are not added. `on_note` is called once for each link that
        is not followed. `payer_now` returns a payer with the current kind of its key.
        """
        self._store = store
        self._intake = intake
        self._uploads = uploads
        self._payer_now = payer_now
        self._settings = settings
        self._on_trouble = on_trouble
        self._on_files_there = on_files_there
        self._on_note = on_note
        self._look_seconds = look_seconds
        # Own threads, and a spare one: an unreachable drive must not block other work.
        self._threads = WorkerThreads("watched folder", 2)
        self._memory = WatchMemory(memory)
        self._sent = SentFiles(store, self._memory, self._threads)
        self._looking: tuple[str, asyncio.Task[Listing]] | None = None
        self._before = Listing()
        self._tries: Counter[tuple[str, Stamp]] = Counter()
        self._quiet: Counter[tuple[str, Stamp]] = Counter()
        self._retries: Counter[str] = Counter()
        self._told_links: set[str] = set()
        self._told_lost = False
        self._deleted: set[str] = set()
        self._readers = SpareThreads("watched file")
        self._may_go: list[str] = []
        self._trouble: Problem | None = None
        self._changed = asyncio.Event()
        tasks.keep(self._work, VitalLoop.FOLDER_WATCH)

    def settings_changed(self) -> None:
        """Apply changed settings."""
        self._changed.set()

    def take_left(self) -> None:
        """Also add the files that were in the folder before it was watched, or have no row."""
        self._memory.forget_left()
        self._memory.forget_without({document.id for document in self._store})
        self._changed.set()

    def history_deleted(self, documents: Collection[str]) -> None:
        """Do not take files for lost whose documents are deleted on purpose."""
        self._deleted.update(documents)
        self._changed.set()

    def close(self) -> None:
        """Stop the threads after their current work, without waiting for them."""
        if self._looking is not None:
            self._looking[1].cancel()
        self._memory.close()
        self._readers.stop()
        self._threads.stop()

    async def _work(self) -> None:
        while True:
            folder = self._settings.watch.folder
            if folder:
                self._say(await self._watch(folder))
            else:
                self._before = Listing()
                self._say(None)
            with contextlib.suppress(TimeoutError):
                # Not `wait_for`, which may swallow a cancellation (Python 3.11).
                async with asyncio.timeout(self._look_seconds if folder else None):
                    await self._changed.wait()
            self._changed.clear()

    def _say(self, trouble: Problem | None) -> None:
        if trouble != self._trouble:
            self._trouble = trouble
            self._on_trouble(trouble)

    # One look

    async def _watch(self, folder: str) -> Problem | None:
        """Look once and handle all changes; return the problem that prevents it, or None."""
        try:
            await self._memory.load()
            await self._save()
        except OSError as error:
            return memory_unusable(_reason(error))
        # Kept while the folder does not answer: a listing may take longer than a look.
        before = self._before
        try:
            listing = await self._list(folder)
        except OSError as error:
            return folder_gone(folder, _reason(error))
        self._before = listing
        try:
            if self._memory.folder != folder:
                await self._begin(folder, listing)
                return None
            if self._deleted:
                self._memory.note_deleted(self._deleted, listing.estimates)
                self._deleted.clear()
            self._tell(listing)
            await self._take_new(folder, listing, before)
            await self._read_left(folder, listing)
        except sqlite3.Error as error:
            return replace(DISK_TROUBLE, detail=_reason(error))
        except OSError as error:
            return memory_unusable(_reason(error))
        return await self._clear_away(folder, listing)

    async def _save(self) -> None:
        """Save the decisions, and release the rows that waited for that."""
        if not self._memory.is_saved:
            await self._memory.save()
        may_go, self._may_go = self._may_go, []
        if may_go and self._settings.start_at_once:
            self._uploads.start(*may_go)

    async def _list(self, folder: str) -> Listing:
        if self._looking is None or self._looking[0] != folder:
            if self._looking is not None:
                self._looking[1].cancel()
            known = self._memory.stamps if self._memory.folder == folder else {}
            looking = asyncio.ensure_future(self._threads.run(look, folder, known))
            self._looking = (folder, looking)
        task = self._looking[1]
        done, _ = await asyncio.wait({task}, timeout=ANSWER_SECONDS)
        if not done:  # the next look tries again
            raise TimeoutError("it does not answer")
        self._looking = None
        return task.result()

    async def _begin(self, folder: str, listing: Listing) -> None:
        """Mark the existing files as left; only new ones are added automatically."""
        await self._memory.begin(folder, listing.estimates)
        self._tries.clear()
        if listing.estimates:
            self._on_files_there(len(listing.estimates))

    async def _clear_away(self, folder: str, listing: Listing) -> Problem | None:
        try:
            await self._sent.restore_missing(folder, listing)
        except OSError as error:
            return folder_gone(folder, _reason(error))
        trouble = None
        if self._settings.watch.after is AfterTaking.MOVE:
            trouble = await self._sent.move(folder, listing)
        try:
            await self._save()
        except OSError as error:
            return memory_unusable(_reason(error))
        return trouble

    def _tell(self, listing: Listing) -> None:
        """Tell of links that are not followed, and of files whose rows the journal has lost."""
        for name in sorted(listing.links_out - self._told_links):
            self._told_links.add(name)
            self._on_note(links_out(name))
        if not self._told_lost:
            self._told_lost = True
            if lost := len(self._lost(listing)):
                self._on_files_there(lost)

    def _lost(self, listing: Listing) -> list[str]:
        """Return the names of files that were taken and have no row any more."""
        return [
            name
            for name in listing.estimates
            if (handled := self._memory[name]) is not None
            and handled.handling is Handling.TAKEN
            and handled.document != DELETED
            and handled.document not in self._store
        ]

    # New files

    async def _take_new(self, folder: str, listing: Listing, before: Listing) -> None:
        stamps = listing.estimates
        stood = settled(stamps, before.estimates, listing.names)
        self._quiet = Counter({(n, stamps[n]): self._quiet[n, stamps[n]] + 1 for n in stood})
        stood = [name for name in stood if self._quiet[name, stamps[name]] >= QUIET_LOOKS]
        self._check_again(stood)
        new = [name for name in stood if not is_known(self._memory[name], stamps[name])]
        new = new[:MOST_AT_ONCE]
        self._tries = Counter({(n, stamps[n]): self._tries[n, stamps[n]] + 1 for n in new})
        if not new:
            return
        gone = [handled for _, handled in self._memory.absent(stamps)]
        rows = self._rows_of({path_in(folder, name) for name in new})
        fresh: dict[str, Handled] = {}
        asks: set[str] = set()
        for name in new:
            row = rows.get(path_in(folder, name))
            handled = await self._decide(folder, name, stamps[name], row)
            if handled is None:
                continue
            earlier = self._memory[name]
            is_left = may_be_left(earlier, handled.sha256)
            is_touched = is_left and earlier is not None and bool(earlier.sha256)
            if is_touched or was_renamed(stamps[name], handled.sha256, gone):
                handled = replace(handled, handling=Handling.LEFT, document="")
                self._memory.note(name, handled)
            elif handled.document:
                self._memory.note(name, handled)
            elif not handled.sha256 or all(handled.sha256 != h.sha256 for h in fresh.values()):
                fresh[name] = handled
                if is_left or self._memory.document_of(handled.sha256) is not None:
                    asks.add(name)
            # A copy of a file in this batch is recognized by the next look.
        if fresh and self._settings.watch.folder == folder:
            await self._take(folder, fresh, asks)
        await self._save()

    def _rows_of(self, paths: set[str]) -> dict[str, Document]:
        """Return the newest document of each path."""
        return {document.source: document for document in self._store if document.source in paths}

    def _check_again(self, names: Iterable[str]) -> None:
        """Check rows again whose files could not be read, as while a share was away."""
        for name in names:
            handled = self._memory[name]
            if handled is None or handled.document not in self._store:
                continue
            row = self._store[handled.document]
            could_not = row.state is DocumentState.REJECTED and row.problem_code in TRANSIENT
            if could_not and self._retries[row.id] < MOST_RETRIES:
                self._retries[row.id] += 1
                self._store.apply(row.id, FileReplaced(now()))

    async def _read_left(self, folder: str, listing: Listing) -> None:
        """Read some of the files that were left, to recognize them when they are touched."""
        stamps = listing.estimates
        unread = [
            name
            for name in self._memory.unread(stamps)
            if is_known(self._memory[name], stamps[name])
        ]
        for name in unread[:READ_AT_ONCE]:
            content = await self._content(path_in(folder, name), stamps[name], PATIENCE)
            handled = Handled(stamps[name], Handling.LEFT, content or UNREADABLE)
            self._memory.note(name, handled)

    async def _decide(
        self, folder: str, name: str, stamp: Stamp, row: Document | None
    ) -> Handled | None:
        """Return the decision about a file; None while it is incomplete or nothing can be decided.

        A decision without a document means that the file is new. `row` is the newest document of
        its path.
        """
        if row is not None and not row.state.is_terminal and not row.document_id:
            if (row.size, row.modified_ns) == (stamp.size, stamp.modified_ns):
                return Handled(stamp, Handling.TAKEN, row.sha256 or "", row.id)
            # The newest state replaces what was not sent yet; otherwise it has to wait.
            self._store.apply(row.id, FileReplaced(now()))
            return None
        content = await self._content(path_in(folder, name), stamp, self._tries[name, stamp])
        if content is None:
            return None
        if row is not None and content and row.sha256 == content and not _is_canceled(row):
            return Handled(stamp, Handling.TAKEN, content, row.id)
        document = self._memory.document_of(content) or ""
        if document not in self._store or _is_canceled(self._store[document]):
            document = ""  # its row is lost, or the person canceled it: the new one asks first
        return Handled(stamp, Handling.TAKEN, content, document)

    async def _content(self, path: str, stamp: Stamp, tries: int) -> str | None:
        """Return the hash of a complete file; None while it is incomplete.

        Returns an empty string if it stays unreadable, is no PDF, or has to be downloaded first;
        its row then shows that.
        """
        if is_container(os.path.basename(path)):  # noqa: PTH119
            return await self._container_content(path)
        try:
            is_whole = await self._readers.run(
                functools.partial(ends_like_a_pdf, path), ANSWER_SECONDS
            )
        except InCloud:
            return ""  # it is whole there; its row says that it is downloaded
        except OSError:
            is_whole = False
        if not is_whole and tries < PATIENCE:
            return None
        try:
            facts = await self._readers.run(functools.partial(read_facts, path), ANSWER_SECONDS)
        except BadFile as error:
            return None if error.problem.code == GONE.code else ""
        except TimeoutError:
            return None
        same = (facts.size, facts.modified_ns) == (stamp.size, stamp.modified_ns)
        return facts.sha256 if same else None

    @property
    def _recipient(self) -> str:
        """The address of what is found."""
        watch = self._settings.watch
        # Another organization may be active by now, whose address must not be used.
        return watch.xn_address or ("" if watch.payer else self._settings.xn_address)

    async def _container_content(self, path: str) -> str | None:
        """Return the hash of a mail or archive; None if it cannot be read at the moment.

        Whether it is complete cannot be told from its end. It did not change for some time, and one
        that cannot be read gets a row that says so.
        """
        try:
            return await self._readers.run(functools.partial(content_hash, path), ANSWER_SECONDS)
        except OSError:
            return None

    async def _take(self, folder: str, fresh: Mapping[str, Handled], asks: Set[str]) -> None:
        """Add waiting rows and record them; they are released once that is saved.

        Those of `asks` wait until the person starts them.
        """
        estimates = {name: handled for name, handled in fresh.items() if not is_container(name)}
        if estimates:
            await self._take_estimates(folder, estimates, asks)
        for name in fresh.keys() - estimates.keys():
            await self._take_container(folder, name, fresh[name], asks=name in asks)

    async def _take_container(
        self, folder: str, name: str, handled: Handled, *, asks: bool
    ) -> None:
        """Add what is in a mail or archive, as a batch named after it."""
        watch = self._settings.watch
        added: list[Document] = []
        await self._intake.take(
            [path_in(folder, name)],
            self._recipient,
            SendPolicy.WHEN_STARTED,
            added.extend,
            payer=self._payer_now(watch.payer) if watch.payer else None,
            batch=BatchOf(
                BatchOrigin.WATCH_FOLDER, is_sent=self._settings.start_at_once and not asks
            ),
        )
        # Not earlier: if the journal fails in between, all of it is taken once more, and what is
        # there already is recognized.
        first = added[0].id if added else DELETED  # all of it was there already
        self._memory.note(name, replace(handled, document=first))
        if not asks:
            self._may_go += [document.id for document in added]

    async def _take_estimates(
        self, folder: str, fresh: Mapping[str, Handled], asks: Set[str]
    ) -> None:
        paths = {path_in(folder, name): name for name in fresh}
        watch = self._settings.watch
        added: list[Document] = []
        try:
            await self._intake.take(
                list(paths),
                self._recipient,
                SendPolicy.WHEN_STARTED,
                added.extend,
                are_new=True,
                payer=self._payer_now(watch.payer) if watch.payer else None,
                batch=BatchOf(
                    BatchOrigin.WATCH_FOLDER,
                    os.path.basename(folder),  # noqa: PTH119
                    is_daily=True,
                    # They go as soon as the decisions are saved; those of `asks` still wait.
                    is_sent=self._settings.start_at_once and len(asks) < len(fresh),
                ),
            )
        finally:
            # Done even if the journal stored only some of them.
            for document in added:
                name = paths[document.source]
                self._memory.note(name, replace(fresh[name], document=document.id))
                if name not in asks:
                    self._may_go.append(document.id)


def _is_canceled(row: Document) -> bool:
    return row.state is DocumentState.CANCELED


def _reason(error: BaseException) -> str:
    return getattr(error, "strerror", None) or str(error)
