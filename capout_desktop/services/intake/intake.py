"""Intake of files, folders and links: every file becomes a document in the list at once."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from itertools import islice
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

import msgspec
from msgspec.structs import replace

from capout_desktop.domain import file_problem
from capout_desktop.domain.credits import KeyKind
from capout_desktop.domain.document import Document, DocumentState, SourceKind
from capout_desktop.domain.organization import Payer
from capout_desktop.domain.problem import Problem
from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.runtime import clock
from capout_desktop.services.runtime.clock import now
from capout_desktop.services.runtime.worker_threads import WorkerThreads

FIRST_BATCH = 50
"""Size of the first batch; small, so that rows appear while a large folder is still being read."""
GROWTH = 10
LARGEST_BATCH = 5000
"""Size of the largest batch; large, because each batch waits once for the disk."""


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


class Found(msgspec.Struct, frozen=True, gc=False):
    """A source that becomes a row; `problem` says why it cannot be sent, if that is known."""

    source: str
    kind: SourceKind
    file_name: str
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class IntakeResult:
    """Result of adding sources.

    Attributes:
        added: Number of new rows.
        here: The sources that were already in progress and got no second row.
    """

    added: int
    here: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Target:
    """Recipient and payer of added documents; empty if not known yet."""

    xn_address: str
    payer: Payer
    unconfirmed_address: str


class Intake:
    """Turns paths, folders and links into documents of the document store.

    Attributes:
        idle: Set while nothing is being added.
    """

    def __init__(self, store: DocumentStore, files: WorkerThreads, server: str = "") -> None:
        self._store = store
        self._files = files
        self._server = server
        self._payer = Payer(server=server)
        # For each running `take`, the sources that must not be added a second time.
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
        sources: Sequence[str],
        xn_address: str,
        go: SendPolicy = SendPolicy.IMMEDIATELY,
        on_added: Callable[[Sequence[Document]], None] = lambda _: None,
        *,
        are_new: bool = False,
        on_obstacle: OnObstacle | None = None,
        payer: Payer | None = None,
        unconfirmed_address: str = "",
    ) -> IntakeResult:
        """Add all files, folders and links of `sources`, in order.

        `payer` pays for them; by default the active organization does. With an
        `unconfirmed_address` nothing is sent before the person has confirmed the recipient.

        A file that is in progress (same path, not finished) is not added a second time. With
        `are_new` it is, if CapOut has the earlier one: the caller then knows that the files are new
        ones of the same name. `on_added` is called with each batch after it was added. With
        `on_obstacle`, a batch that the journal cannot store is tried again until it can, and
        `on_obstacle` is called with the error.

        Raises:
            sqlite3.Error: The journal could not store a batch, and there is no `on_obstacle`. The
                batches before it were added.
        """
        on_its_way = {
            d.source
            for d in self._store
            if not d.state.is_terminal and not (are_new and d.document_id)
        }
        on_its_way.update(*self._taking)
        self._taking.append(on_its_way)
        self.idle.clear()
        # Fixed now, since the person may switch organizations while a large folder is being read.
        target = _Target(
            "" if unconfirmed_address else xn_address, payer or self._payer, unconfirmed_address
        )
        try:
            found = look_into(sources)
            return await self._take(found, target, on_its_way, go, on_added, on_obstacle)
        finally:
            self._taking = [others for others in self._taking if others is not on_its_way]
            if not self._taking:
                self.idle.set()

    async def _take(
        self,
        found: Iterator[Found],
        target: _Target,
        on_its_way: set[str],
        go: SendPolicy,
        on_added: Callable[[Sequence[Document]], None],
        on_obstacle: OnObstacle | None,
    ) -> IntakeResult:
        added = 0
        here: list[str] = []
        size = FIRST_BATCH
        waits = go is SendPolicy.WHEN_STARTED
        reading = self._read(found, size, target, waits)
        while batch := await reading:
            fresh = []
            for document in batch:
                if document.source in on_its_way:
                    here.append(document.source)
                    continue
                for known in self._taking:
                    known.add(document.source)
                fresh.append(document)
            several = len(fresh) > 1 or len(batch) == size  # a full batch is not the last
            if go is SendPolicy.SINGLE_IMMEDIATELY and several and not waits:
                waits = True
                fresh = [replace(document, waits_for_start=True) for document in fresh]
            is_last = len(batch) < size
            if not is_last:  # the next batch is read while this one is stored and shown
                size = min(size * GROWTH, LARGEST_BATCH)
                reading = self._read(found, size, target, waits)
            try:
                if fresh:
                    await self._add(fresh, on_obstacle)
                    on_added(fresh)
            except BaseException:
                reading.cancel()
                raise
            added += len(fresh)
            if is_last:
                break
        return IntakeResult(added, tuple(here))

    def _read(
        self, found: Iterator[Found], size: int, target: _Target, waits: bool
    ) -> asyncio.Task[list[Document]]:
        read = self._files.run(_next, found, size, target, waits)
        return asyncio.get_running_loop().create_task(read, name="reading folders")

    async def _add(self, fresh: Sequence[Document], on_obstacle: OnObstacle | None) -> None:
        while True:
            try:
                return await self._store.add(fresh)
            except sqlite3.Error as error:
                if on_obstacle is None:
                    for known in self._taking:
                        known.difference_update(document.source for document in fresh)
                    raise
                on_obstacle(error)
                await clock.sleep(RETRY_SECONDS)


def look_into(sources: Sequence[str]) -> Iterator[Found]:
    """Yield the files and links of `sources`, and the PDFs in their folders.

    Blocking: it reads folders.
    """
    for source in sources:
        scheme = urlsplit(source).scheme.lower()
        if scheme in {"https", "http"}:
            yield _link(source, secure=scheme == "https")
            continue
        if scheme == "file":
            source = url2pathname(urlsplit(source).path)  # noqa: PLW2901 - its path
        # Not resolved, so that a mapped drive or a link keeps the name that the person knows.
        path = Path(os.path.abspath(source))  # noqa: PTH100
        if path.is_dir():
            yield from _folder(path)
        else:
            yield Found(str(path), SourceKind.FILE, path.name)


def _link(url: str, *, secure: bool) -> Found:
    parts = urlsplit(url)
    name = unquote(PurePosixPath(parts.path).name) or parts.netloc
    problem = None if secure else file_problem.LINK_NOT_HTTPS
    return Found(url, SourceKind.LINK, name, problem)


def _folder(folder: Path) -> Iterator[Found]:
    empty = True
    for parent, folders, names in os.walk(folder):
        folders.sort()
        before = os.path.join(parent, "")  # noqa: PTH118 - Path takes as much time as all else here
        for name in sorted(names):
            # Hidden files are leftovers of other programs, such as "._estimate.pdf" of a Mac.
            if name.lower().endswith(".pdf") and not name.startswith("."):
                empty = False
                yield Found(before + name, SourceKind.FILE, name)
    if empty:
        yield Found(str(folder), SourceKind.FILE, folder.name, file_problem.NO_PDFS_IN_FOLDER)


def _next(found: Iterator[Found], size: int, target: _Target, waits: bool) -> list[Document]:
    at = now()
    return [_document(item, target, waits, at) for item in islice(found, size)]


def _document(item: Found, target: _Target, waits: bool, at: datetime) -> Document:
    return Document(
        id=os.urandom(16).hex(),  # as good as a UUID, in a quarter of its time
        # Linux allows names that are not valid text. This name is sent and looked up.
        file_name=item.file_name.encode(errors="replace").decode(),
        source=item.source,
        source_kind=item.kind,
        xn_address=target.xn_address,
        unconfirmed_address=target.unconfirmed_address,
        credential_id=target.payer.credential_id,
        organization_id=target.payer.organization_id,
        key_kind=target.payer.key_kind,
        server=target.payer.server,
        state=DocumentState.REJECTED if item.problem else DocumentState.CHECKING,
        added_at=at,
        changed_at=at,
        waits_for_start=waits,
        problem=item.problem,
    )
