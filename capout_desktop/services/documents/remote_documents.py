"""Documents that the organization submitted elsewhere: in the web app or on another computer.

These documents are read-only: they are not in the journal, and are never sent. While the list is
shown, a realtime connection brings their changes. The list is also fetched regularly, since only
it has names and addresses.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from msgspec import structs

from capout_desktop.capout.errors import CapOutError
from capout_desktop.capout.realtime import listener as realtime
from capout_desktop.capout.wire import ListedDocument
from capout_desktop.domain.document import Document, DocumentState, SourceKind
from capout_desktop.domain.events import StatusReported
from capout_desktop.domain.identity import confusable, normal_address
from capout_desktop.domain.lifecycle import reduce
from capout_desktop.domain.organization import may_be_same
from capout_desktop.domain.own_entries import ACCEPTED_WITHIN, under_other_ids
from capout_desktop.domain.problem import Problem
from capout_desktop.domain.status_report import StatusReport
from capout_desktop.domain.vital_loop import VitalLoop
from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.organizations.credential_service import Credential
from capout_desktop.services.runtime import clock
from capout_desktop.services.runtime.clock import now
from capout_desktop.services.runtime.tasks import TaskOwner

_log = logging.getLogger(__name__)

INTERVAL = timedelta(minutes=1)
"""Interval of requests for the list while it is shown."""
SOON = timedelta(seconds=5)
"""Shortest time between two requests for the list."""
RECENT = 10
"""Number of the organization's latest documents that are followed without being named."""
FOLD_SECONDS = 0.05
"""Seconds that reports are collected before they are shown."""
QUESTIONS_FOR_ONE = 3
"""Number of list requests after which a missing document is given up."""

LISTED_EARLIER = timedelta(days=1)
"""A listed document that is older than an upload by more than this is not that upload.

Times without a zone, dates without a time and clocks that are off stay below it.
"""


@dataclass(frozen=True, slots=True)
class RemoteDocumentList:
    """State of the documents that were submitted elsewhere.

    Attributes:
        documents: The documents, without `source`, with ids that no document of this computer has.
        as_of: When CapOut answered (UTC); None before the first answer.
        problem: Why the last request failed; None if it succeeded.
    """

    documents: Sequence[Document] = ()
    as_of: datetime | None = None
    problem: Problem | None = None


class RemoteDocuments:
    """Keeps the list of `GET /documents`, up to date while it is shown."""

    def __init__(
        self,
        store: DocumentStore,
        tasks: TaskOwner,
        on_change: Callable[[RemoteDocumentList], None],
        *,
        interval: timedelta = INTERVAL,
        soon: timedelta = SOON,
        timing: realtime.Timing | None = None,
    ) -> None:
        """Create it; call `use` to start. `timing` sets the timeouts of realtime connections."""
        self._store = store
        self._tasks = tasks
        self._on_change = on_change
        self._soon = min(soon, interval).total_seconds()
        self._interval = interval.total_seconds()
        self._timing = timing
        self._credential: Credential | None = None
        self._working: asyncio.Task[None] | None = None
        self._listener: realtime.RealtimeListener | None = None
        self._hearing: asyncio.Task[None] | None = None
        self._watched = asyncio.Event()
        self._wanted = asyncio.Event()
        self._sought: set[str] = set()
        self._asked_for: Counter[str] = Counter()
        self._heard: list[StatusReport] = []
        self._fold_soon: asyncio.Handle | None = None
        self._listing: dict[str, Document] = {}
        self._own_ids: set[str] = set()
        self._under_way: dict[str, Document] = {}
        # This computer's documents that would be in the list, and are not under their own ids.
        self._unlisted: dict[str, Document] = {}
        self._listed_since = now()
        self.status = RemoteDocumentList()
        self._note(store)
        store.listen(self._follow)

    def use(self, credential: Credential | None) -> None:
        """Use this credential and fetch the list at once; None empties the list."""
        before, self._credential = self._credential, credential
        if self._working is not None:
            self._working.cancel()
        self._stop_hearing()
        if (
            credential is None
            or before is None
            or before.organization_id != credential.organization_id
        ):
            self._listing = {}
            self._unlisted = {}
            self._asked_for.clear()
            self._change(None, None)
        if credential is not None:
            self._working = self._tasks.keep(lambda: self._work(credential), VitalLoop.REMOTE_LIST)
            self._hear_if_watched()

    def watch(self, watched: bool) -> None:
        """Start or stop keeping the list up to date."""
        if watched:
            self._watched.set()
            self._hear_if_watched()
        else:
            self._watched.clear()
            self._stop_hearing()

    async def _work(self, credential: Credential) -> None:
        while True:
            self._wanted.clear()
            await self._ask(credential)
            await clock.sleep(self._soon)
            await clock.wait_for(self._wanted, self._interval - self._soon)
            await self._watched.wait()

    async def _ask(self, credential: Credential) -> None:
        self._asked_for.update(self._sought)
        self._sought.clear()
        try:
            entries = await credential.client.documents()
        except CapOutError as error:
            _log.info("the organization's documents cannot be had: %s", error)
            self._change(self.status.as_of, error.problem)
            return
        at = now()
        self._listing = {
            entry.document_id: _listed(entry, self._listing.get(entry.document_id), at)
            for entry in entries
        }
        oldest = min((document.added_at for document in self._listing.values()), default=at)
        self._listed_since = oldest - ACCEPTED_WITHIN
        self._unlisted = {d.document_id: d for d in self._store if self._is_unlisted(d)}
        self._change(at, None)

    def _hear_if_watched(self) -> None:
        if self._credential is None or self._listener is not None or not self._watched.is_set():
            return
        self._listener = realtime.RealtimeListener(
            self._credential.client, timing=self._timing, recent=RECENT
        )
        self._listener.watch(self._unfinished())
        self._hearing = self._tasks.start(self._hear(self._listener), "organization's news")

    def _stop_hearing(self) -> None:
        if self._hearing is not None:
            self._hearing.cancel()
        self._hearing = self._listener = None
        self._fold()

    async def _hear(self, listener: realtime.RealtimeListener) -> None:
        async with contextlib.aclosing(listener.events()) as events:
            async for event in events:
                match event:
                    case StatusReport():
                        self._take(event)
                    case realtime.Ended():
                        self._change(self.status.as_of, event.error.problem)
                    case _:
                        # The connection opened or closed. Only the list shows changes missed
                        # meanwhile, and why the connection fails.
                        self._wanted.set()

    def _take(self, report: StatusReport) -> None:
        id_ = report.document_id
        if id_ in self._listing:
            self._heard.append(report)
            if self._fold_soon is None:
                loop = asyncio.get_running_loop()
                self._fold_soon = loop.call_later(FOLD_SECONDS, self._fold)
        elif id_ not in self._own_ids and self._asked_for[id_] < QUESTIONS_FOR_ONE:
            self._sought.add(id_)
            self._wanted.set()

    def _fold(self) -> None:
        """Apply the collected reports."""
        if self._fold_soon is not None:
            self._fold_soon.cancel()
            self._fold_soon = None
        heard, self._heard = self._heard, []
        news = False
        for report in heard:
            before = self._listing.get(report.document_id)
            if before is not None:
                after = reduce(before, StatusReported(report.updated_at or now(), report))
                self._listing[report.document_id] = after
                news = news or after is not before
        if news:
            self._change(self.status.as_of, self.status.problem)

    def _unfinished(self) -> list[str]:
        return [
            document.document_id
            for document in self.status.documents
            if document.state is DocumentState.PROCESSING
        ]

    def _follow(self, documents: Sequence[Document]) -> None:
        """Remove documents from the list that turn out to be this computer's own."""
        if self._note(documents):
            self._change(self.status.as_of, self.status.problem)

    def _note(self, documents: Iterable[Document]) -> bool:
        """Record this computer's documents, and return whether that changes the list."""
        concerned = False
        for document in documents:
            if document.document_id and document.document_id not in self._own_ids:
                self._own_ids.add(document.document_id)
                concerned = concerned or document.document_id in self._listing
                if self._listing and self._is_unlisted(document):
                    self._unlisted[document.document_id] = document
            flying = document.state in {DocumentState.UPLOADING, DocumentState.CONFIRMING}
            if flying and document.id not in self._under_way:
                self._under_way[document.id] = document
                concerned = concerned or bool(self._listing)
            elif not flying and self._under_way.pop(document.id, None) is not None:
                concerned = bool(self._listing)
        return concerned

    def _change(self, as_of: datetime | None, problem: Problem | None) -> None:
        # A listed document that may be a running upload is most likely that upload, which gets its
        # id in a moment.
        documents = [
            document
            for id_, document in self._listing.items()
            if id_ not in self._own_ids and not self._may_be_under_way(document)
        ]
        if documents and self._unlisted:
            own = under_other_ids(documents, self._unlisted.values())
            documents = [document for document in documents if document.document_id not in own]
        self.status = RemoteDocumentList(documents, as_of, problem)
        if self._listener is not None:
            self._listener.watch(self._unfinished())
            self._listener.unwatch(self._listener.watched & self._own_ids)
        self._on_change(self.status)

    def _is_unlisted(self, document: Document) -> bool:
        """Return whether CapOut's list would have this document, but not under its own id."""
        began = document.attempt_at
        return bool(
            document.document_id
            and began is not None
            and began >= self._listed_since  # what was sent in earlier years fails here
            and document.document_id not in self._listing
            and self._credential is not None
            and may_be_same(document.organization_id, self._credential.organization_id)
        )

    def _may_be_under_way(self, listed: Document) -> bool:
        """Return whether CapOut may show one of the running uploads as this listed document."""
        address = normal_address(listed.xn_address)
        return any(
            # Years of namesakes stay listed, and need no comparison of names.
            listed.added_at > flying.added_at - LISTED_EARLIER
            and normal_address(flying.xn_address).partition("@")[0] in address
            and confusable(listed.file_name, flying.file_name)
            for flying in self._under_way.values()
        )


def _listed(entry: ListedDocument, before: Document | None, at: datetime) -> Document:
    """Return a document with the data of the list; newer reports are kept.

    Args:
        entry: The entry of the list.
        before: The document before; None if it is new.
        at: When the list was fetched.
    """
    report = entry.report
    name, address = entry.file_name or entry.document_id, entry.xn_address or ""
    told_at = report.updated_at or report.completed_at
    if before is None:
        added_at = entry.created_at or entry.created_at_without_zone or at
        fresh = Document(
            id=f"elsewhere:{entry.document_id}",
            file_name=name,
            source="",
            source_kind=SourceKind.FILE,
            xn_address=address,
            state=DocumentState.PROCESSING,
            added_at=added_at,
            changed_at=added_at,
            document_id=entry.document_id,
        )
        return reduce(fresh, StatusReported(told_at or added_at, report))
    if (before.file_name, before.xn_address) != (name, address):
        before = structs.replace(before, file_name=name, xn_address=address)
    return reduce(before, StatusReported(told_at or at, report))
