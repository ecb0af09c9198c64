"""Intake of files, folders and links: every file becomes a document in the list at once."""

from __future__ import annotations

import asyncio
import functools
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from pathlib import PurePath

from msgspec.structs import replace

from capout_desktop.domain.batch import Batch, BatchOrigin
from capout_desktop.domain.credits import KeyKind
from capout_desktop.domain.destination import Destination
from capout_desktop.domain.document import Document, DocumentState, SourceKind
from capout_desktop.domain.given_file import Source
from capout_desktop.domain.identity import FileState, checked_state, is_in_progress
from capout_desktop.domain.organization import Payer
from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.intake.arrivals import Arrivals, text
from capout_desktop.services.intake.file_facts import BadFile, read_facts
from capout_desktop.services.intake.pdf_inspector import PdfInspector
from capout_desktop.services.intake.sources import ANSWER_SECONDS, Found, look_into
from capout_desktop.services.intake.unpacker import Unpacker
from capout_desktop.services.runtime import clock
from capout_desktop.services.runtime.clock import now
from capout_desktop.services.runtime.time_limit import TimeLimit
from capout_desktop.services.runtime.worker_threads import WorkerThreads
from capout_desktop.store.outbox import Outbox

FIRST_BATCH = 50
"""Size of the first batch; small, so that rows appear while a large folder is still being read."""
LARGEST_BATCH = 5000
"""Size of the others; large, because each batch waits once for the disk."""


OnObstacle = Callable[[sqlite3.Error], None]

RETRY_SECONDS = 3.0
"""Delay before a batch that the journal could not store is tried again."""


class SendPolicy(Enum):
    """When added documents are sent."""

    IMMEDIATELY = auto()
    WHEN_STARTED = auto()
    """Each waits for the person's confirmation."""
    SINGLE_IMMEDIATELY = auto()
    """A single document is sent at once; several wait for the person's confirmation."""


@dataclass(frozen=True, slots=True)
class IntakeResult:
    """Result of adding sources.

    Attributes:
        added: Number of new rows.
        here: The sources that were already in progress and got no second row.
        left_out: Names of other files in folders, mails and archives.
    """

    added: int
    here: tuple[str, ...]
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Target:
    """Recipient and payer of added documents; empty if not known yet."""

    xn_address: str
    payer: Payer
    unconfirmed_address: str
    batch_id: str

    @property
    def destination(self) -> Destination:
        return Destination(
            organization_id=self.payer.organization_id,
            credential_id=self.payer.credential_id,
            key_kind=self.payer.key_kind,
            server=self.payer.server,
            xn_address=self.xn_address,
        )


@dataclass(frozen=True, slots=True)
class BatchOf:
    """How added documents become a batch.

    Attributes:
        name: Name of the batch; empty for that of the folder, if one was given.
        is_daily: Whether they join the batch that was added in the same way on the same local day.
        is_sent: Whether the batch is let go although its documents wait. By default it is a draft
            while they do.
    """

    origin: BatchOrigin = BatchOrigin.DROP
    name: str = ""
    is_daily: bool = False
    is_sent: bool = False


class Intake:
    """Turns paths, folders and links into documents of the document store.

    Attributes:
        idle: Set while nothing is being added.
    """

    def __init__(
        self,
        store: DocumentStore,
        server: str = "",
        *,
        outbox: Outbox | None = None,
        unpacker: Unpacker | None = None,
        temporary: Sequence[PurePath] = (),
        pictures: PdfInspector | None = None,
    ) -> None:
        """Create it.

        Args:
            store: The store that documents are added to.
            server: The CapOut server that they are for.
            outbox: Where copies are kept.
            unpacker: What opens mails and archives, whose PDFs are copied into the outbox.
            temporary: Folders whose files are copied into the outbox.
            pictures: What reads pictures, which then become PDFs in the outbox.
        """
        self._store = store
        self._outbox = outbox
        self._unpacker = unpacker
        self._temporary = temporary
        self._pictures = pictures
        self._server = server
        self._payer = Payer(server=server)
        # For each running `take`, the sources that it, or another one meanwhile, has added.
        self._taking: list[set[str]] = []
        self.idle = asyncio.Event()
        self.idle.set()

    def use(
        self, credential_id: str, organization_id: str, key_kind: KeyKind | None = None
    ) -> None:
        """Use this organization for documents that are added from now on."""
        self._payer = Payer(
            credential_id=credential_id,
            organization_id=organization_id,
            key_kind=key_kind,
            server=self._server,
        )

    async def take(
        self,
        sources: Sequence[Source],
        xn_address: str,
        go: SendPolicy = SendPolicy.IMMEDIATELY,
        on_added: Callable[[Sequence[Document]], None] = lambda _: None,
        *,
        are_new: bool = False,
        on_obstacle: OnObstacle | None = None,
        payer: Payer | None = None,
        unconfirmed_address: str = "",
        batch: BatchOf = BatchOf(),
    ) -> IntakeResult:
        """Add all files, folders and links of `sources`, in order, as one batch.

        `payer` pays for them; by default the active organization does. With an
        `unconfirmed_address` nothing is sent before the person has confirmed the recipient.

        A file that is in progress is not added a second time. If another file is now at its path,
        that is a new document. With `are_new`, a file whose earlier one CapOut has is added in any
        case: the caller then knows that the files are new ones of the same name. `on_added` is
        called with each batch after it was added. With `on_obstacle`, a batch that the journal
        cannot store is tried again until it can, and `on_obstacle` is called with the error.

        Raises:
            sqlite3.Error: The journal could not store a batch, and there is no `on_obstacle`. The
                batches before it were added.
        """
        at = now()
        in_progress: dict[str, list[Document]] = {}
        for document in self._store:
            if is_in_progress(document, at) and not (are_new and document.document_id):
                in_progress.setdefault(place(document), []).append(document)
        taken = set[str]().union(*self._taking)
        self._taking.append(taken)
        self.idle.clear()
        # Fixed now, since the person may switch organizations while a large folder is being read.
        target = _Target(
            "" if unconfirmed_address else xn_address,
            payer or self._payer,
            unconfirmed_address,
            _new_id(),
        )
        arrivals = None
        if self._outbox is not None and self._unpacker is not None:
            is_watched = batch.origin is BatchOrigin.WATCH_FOLDER
            temporary = () if is_watched else self._temporary
            arrivals = Arrivals(self._outbox, self._unpacker, temporary, self._pictures)
        reader = _Reader(sources, target, in_progress, arrivals)
        try:
            return await self._take(reader, taken, go, on_added, on_obstacle, batch)
        finally:
            reader.stop()
            self._taking = [others for others in self._taking if others is not taken]
            if not self._taking:
                self.idle.set()

    async def _take(
        self,
        reader: _Reader,
        taken: set[str],
        go: SendPolicy,
        on_added: Callable[[Sequence[Document]], None],
        on_obstacle: OnObstacle | None,
        batch_of: BatchOf,
    ) -> IntakeResult:
        added = 0
        made: Batch | None = None
        here: list[str] = []
        size = FIRST_BATCH
        waits = go is SendPolicy.WHEN_STARTED
        reading = reader.read(size, waits)
        while True:
            batch, is_last = await reading
            fresh = []
            new = set[str]()
            for document, at, is_here in batch:
                if is_here or at in taken or at in new:
                    here.append(document.origin_path)
                    reader.unwanted.append(document)
                else:
                    new.add(at)
                    fresh.append(document)
            for known in self._taking:
                known.update(new)
            several = len(fresh) > 1 or not is_last or reader.has_looked_into
            if go is SendPolicy.SINGLE_IMMEDIATELY and several and not waits:
                waits = True
                fresh = [replace(document, waits_for_start=True) for document in fresh]
            if not is_last:  # the next batch is read while this one is stored and shown
                size = LARGEST_BATCH
                reading = reader.read(size, waits)
            try:
                if fresh:
                    made = self._batch(made, batch_of, reader, waits=waits)
                    if made.id != fresh[0].batch_id:
                        fresh = [replace(document, batch_id=made.id) for document in fresh]
                    await self._add(fresh, made, on_obstacle)
                    self._settle(fresh)
                    on_added(fresh)
            except BaseException:
                reading.cancel()
                raise
            added += len(fresh)
            if is_last:
                break
        await reader.discard_unwanted()
        return IntakeResult(added, tuple(here), reader.left_out)

    def _batch(
        self, made: Batch | None, batch_of: BatchOf, reader: _Reader, *, waits: bool
    ) -> Batch:
        """Return the batch of the next documents, which may be new.

        Documents that wait do not join a batch that was sent while the rest was still being read.
        """
        sent_at = now() if batch_of.is_sent or not waits else None
        if made is not None:
            present = self._store.batch(made.id) or made
            if present.is_draft or sent_at is not None or made.sent_at is not None:
                return present
            return replace(made, id=_new_id(), created_at=now())
        fresh = Batch(
            id=reader.target.batch_id,
            name=batch_of.name or reader.folder_name,
            created_at=now(),
            origin=batch_of.origin,
            destination=reader.target.destination,
            sent_at=sent_at,
        )
        earlier = self._batch_of_the_day(fresh) if batch_of.is_daily else None
        return earlier or fresh

    def _batch_of_the_day(self, fresh: Batch) -> Batch | None:
        def key(batch: Batch) -> tuple[object, ...]:
            day = batch.created_at.astimezone().date()
            return day, batch.origin, batch.name, batch.destination, batch.is_draft

        return next((b for b in reversed(self._store.batches) if key(b) == key(fresh)), None)

    def _settle(self, documents: Iterable[Document]) -> None:
        if self._outbox is not None:
            for document in documents:
                if document.copied_from is not None:
                    self._outbox.settle(document.source)

    async def _add(
        self, fresh: Sequence[Document], batch: Batch, on_obstacle: OnObstacle | None
    ) -> None:
        while True:
            try:
                return await self._store.add(fresh, batch)
            except sqlite3.Error as error:
                if on_obstacle is None:
                    for known in self._taking:
                        known.difference_update(map(place, fresh))
                    raise
                on_obstacle(error)
                await clock.sleep(RETRY_SECONDS)


_Read = tuple[list[tuple[Document, str, bool]], bool]
_THE_END = object()


class _Reader:
    """Reads what was given, a batch at a time, in a thread of its own.

    One drop that waits for a slow drive does not keep another one waiting.
    """

    def __init__(
        self,
        sources: Sequence[Source],
        target: _Target,
        in_progress: Mapping[str, Sequence[Document]],
        arrivals: Arrivals | None,
    ) -> None:
        self._sources = sources
        self._arrivals = arrivals
        self._others: list[str] = []
        found = look_into(sources, self._note_folder, self._others.extend)
        self._found = found if arrivals is None else arrivals.through(found)
        self.target = target
        self.folder_name = ""
        self.unwanted: list[Document] = []
        self._in_progress = in_progress
        self._is_stopped = False
        self._ids = _new_ids()
        self._limit = TimeLimit("compare with earlier files")
        self._thread = WorkerThreads("intake")

    def read(self, size: int, waits: bool) -> asyncio.Task[_Read]:
        """Return the next new documents, each with its place and whether that is in progress.

        With them, whether they are the last. There may be fewer than `size` before something that
        takes long.
        """
        read = self._thread.run(self._next, size, waits)
        return asyncio.get_running_loop().create_task(read, name="reading folders")

    @property
    def has_looked_into(self) -> bool:
        """Whether a mail, an archive or a picture was among the sources."""
        return self._arrivals is not None and (
            bool(self._arrivals.titles) or self._arrivals.has_pictures
        )

    @property
    def left_out(self) -> tuple[str, ...]:
        """Names of other files in folders, mails and archives."""
        unpacked = () if self._arrivals is None else self._arrivals.left_out
        return (*self._others, *unpacked)

    async def discard_unwanted(self) -> None:
        """Delete the copies of documents that were not added."""
        copies = [d.source for d in self.unwanted if d.copied_from is not None]
        if self._arrivals is not None and copies:
            await self._thread.run(self._arrivals.discard, copies)

    def stop(self) -> None:
        """Read no further."""
        self._is_stopped = True
        self._thread.stop()

    def _note_folder(self, folder: str) -> None:
        if len(self._sources) == 1:
            name = os.path.basename(os.path.normpath(folder))  # noqa: PTH119
            self.folder_name = text(name)

    def _next(self, size: int, waits: bool) -> _Read:
        alike = _alike(self.target, waits, now())
        batch: list[tuple[Document, str, bool]] = []
        is_last = False
        while len(batch) < size and not self._is_stopped:
            item = next(self._found, _THE_END)
            if item is _THE_END or (item is None and batch):
                is_last = item is _THE_END
                break
            if isinstance(item, Found):
                document = _document(item, next(self._ids), alike)
                where = place(document)
                batch.append((document, where, self._is_here(document, where)))
        if self._arrivals is not None and len(self._sources) == 1 and self._arrivals.titles:
            self.folder_name = self._arrivals.titles[0]
        is_last = is_last or self._is_stopped
        if is_last:
            self._limit.close()
        return batch, is_last

    def _is_here(self, found: Document, where: str) -> bool:
        earlier = self._in_progress.get(where, ())
        if not earlier or found.source_kind is SourceKind.LINK or found.copied_from is not None:
            return bool(earlier)
        states = [checked_state(document) for document in earlier]
        if any(state is None for state in states):
            return True  # it is read as it is now
        try:
            facts = self._limit.run(functools.partial(read_facts, found.source), ANSWER_SECONDS)
        except (BadFile, TimeoutError, ValueError):
            return True  # the row that is there says why it cannot go
        present = (facts.size, facts.modified_ns, facts.sha256)
        return any(
            state is not None and state.is_unchanged(FileState(state.path, *present))
            for state in states
        )


def place(document: Document) -> str:
    """Return what two documents share if they are of one file or link: Windows ignores case."""
    if document.copied_from is not None:
        return os.path.normcase(document.copied_from.place)
    is_file = document.source_kind is SourceKind.FILE
    return os.path.normcase(document.source) if is_file else document.source


def _alike(target: _Target, waits: bool, at: datetime) -> Document:
    """Return what the new documents of a drop have in common, as a document without a file."""
    return Document(
        id="",
        file_name="",
        source="",
        source_kind=SourceKind.FILE,
        xn_address=target.xn_address,
        unconfirmed_address=target.unconfirmed_address,
        credential_id=target.payer.credential_id,
        organization_id=target.payer.organization_id,
        key_kind=target.payer.key_kind,
        server=target.payer.server,
        state=DocumentState.CHECKING,
        added_at=at,
        changed_at=at,
        waits_for_start=waits,
        batch_id=target.batch_id,
    )


def _document(item: Found, id_: str, alike: Document) -> Document:
    # Linux allows names that are not valid text. This name is sent and looked up.
    name = item.file_name if item.file_name.isascii() else text(item.file_name)
    # With few values, this takes a tenth of the time that `Document` takes with all of them.
    document = replace(alike, id=id_, file_name=name, source=item.source)
    if item.kind is SourceKind.FILE and item.problem is None and item.copied_from is None:
        return document
    return replace(
        document,
        source_kind=item.kind,
        state=DocumentState.REJECTED if item.problem else DocumentState.CHECKING,
        problem=item.problem,
        copied_from=item.copied_from,
    )


def _new_id() -> str:
    return next(_new_ids())


def _new_ids() -> Iterator[str]:
    """Yield ids, as good as UUIDs in a fraction of their time: the system is asked for many."""
    yield os.urandom(16).hex()
    while True:
        many = os.urandom(16 * 256).hex()
        for at in range(0, len(many), 32):
            yield many[at : at + 32]
