"""What the organisation submitted elsewhere: in the web app, or on another computer.

These documents are looked at, no more: they are in no journal, and nothing here sends them.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from capout_desktop.capout.errors import CapOutError
from capout_desktop.capout.wire import ListedDocument
from capout_desktop.domain.document import Document, DocumentState, SourceKind
from capout_desktop.domain.events import StatusReported
from capout_desktop.domain.lifecycle import reduce
from capout_desktop.domain.problem import Problem
from capout_desktop.services.account import Account
from capout_desktop.services.clock import now
from capout_desktop.services.register import Register
from capout_desktop.services.tasks import TaskOwner

_log = logging.getLogger(__name__)

INTERVAL = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class OrganisationList:
    """What is known of the documents that were submitted elsewhere.

    Attributes:
        documents: One for each, with no `source`, and an id that no document of this computer has.
        as_of: When CapOut said so (UTC); None before it said anything.
        problem: Why the last question had no answer; None where it had one.
    """

    documents: Sequence[Document] = ()
    as_of: datetime | None = None
    problem: Problem | None = None


class OrganisationDocuments:
    """Asks `GET /documents` at start, and while the view is open; at most once an interval."""

    def __init__(
        self,
        register: Register,
        tasks: TaskOwner,
        on_change: Callable[[OrganisationList], None],
        *,
        interval: timedelta = INTERVAL,
    ) -> None:
        self._tasks = tasks
        self._on_change = on_change
        self._interval = interval.total_seconds()
        self._account: Account | None = None
        self._working: asyncio.Task[None] | None = None
        self._watched = asyncio.Event()
        self._listing: dict[str, ListedDocument] = {}
        self._first_seen: dict[str, datetime] = {}
        self._own_ids: set[str] = set()
        self._under_way: dict[str, tuple[str, str]] = {}
        self.status = OrganisationList()
        self._note(register)
        register.listen(self._follow)

    def use(self, account: Account | None) -> None:
        """Ask with this account's key from now on, and at once."""
        before, self._account = self._account, account
        if self._working is not None:
            self._working.cancel()
        if account is None:
            self._listing, self._first_seen = {}, {}
            self._change(None, None)
            return
        if before is None or before.organization_id != account.organization_id:
            self._listing, self._first_seen = {}, {}
            self._change(None, None)
        self._working = self._tasks.start(self._work(account), "organisation's documents")

    def watch(self, watched: bool) -> None:
        """Keep the list fresh from now on, or leave it as it is."""
        if watched:
            self._watched.set()
        else:
            self._watched.clear()

    async def _work(self, account: Account) -> None:
        while True:
            await self._ask(account)
            await asyncio.sleep(self._interval)
            await self._watched.wait()

    async def _ask(self, account: Account) -> None:
        try:
            listing = await account.client.documents()
        except CapOutError as error:
            _log.info("the organisation's documents cannot be had: %s", error.problem)
            self._change(self.status.as_of, error.problem)
            return
        at = now()
        self._listing = {entry.document_id: entry for entry in listing}
        self._first_seen = {id_: self._first_seen.get(id_, at) for id_ in self._listing}
        self._change(at, None)

    def _follow(self, documents: Sequence[Document]) -> None:
        """What is this computer's own after all is not listed a second time."""
        if self._note(documents):
            self._change(self.status.as_of, self.status.problem)

    def _note(self, documents: Iterable[Document]) -> bool:
        """Take note of what this computer has. Return whether that concerns the list."""
        concerned = False
        for document in documents:
            if document.document_id and document.document_id not in self._own_ids:
                self._own_ids.add(document.document_id)
                concerned = concerned or document.document_id in self._listing
            flying = document.state in {DocumentState.UPLOADING, DocumentState.CONFIRMING}
            if flying and document.id not in self._under_way:
                self._under_way[document.id] = _name_and_address(
                    document.file_name, document.xn_address
                )
                concerned = concerned or bool(self._listing)
            elif not flying and self._under_way.pop(document.id, None) is not None:
                concerned = bool(self._listing)
        return concerned

    def _change(self, as_of: datetime | None, problem: Problem | None) -> None:
        under_way = set(self._under_way.values())
        shown = {document.document_id: document for document in self.status.documents}
        documents = []
        for entry in self._listing.values():
            # A name and address that are just being sent are most likely that very document:
            # it will have its id in a moment.
            alike = _name_and_address(entry.file_name or "", entry.xn_address or "") in under_way
            if entry.document_id in self._own_ids or alike:
                continue
            made = _document(entry, self._first_seen[entry.document_id])
            before = shown.get(entry.document_id)
            documents.append(before if before == made else made)
        self.status = OrganisationList(documents, as_of, problem)
        self._on_change(self.status)


def _document(entry: ListedDocument, first_seen: datetime) -> Document:
    report = entry.report
    added_at = entry.created_at or first_seen
    changed_at = report.updated_at or report.completed_at or added_at
    document = Document(
        id=f"elsewhere:{entry.document_id}",
        file_name=entry.file_name or entry.document_id,
        source="",
        source_kind=SourceKind.FILE,
        xn_address=entry.xn_address or "",
        state=DocumentState.PROCESSING,
        added_at=added_at,
        changed_at=changed_at,
        document_id=entry.document_id,
    )
    taken = reduce(document, StatusReported(changed_at, report))
    if taken.problem is not None:
        # What can be done here with a failed document of one's own cannot be done with it.
        was = taken.problem
        problem = Problem(
            was.code, was.title, "Look at it in CapOut's web app.", was.detail, was.values
        )
        taken = replace(taken, problem=problem)
    return taken


def _name_and_address(file_name: str, xn_address: str) -> tuple[str, str]:
    return file_name.casefold(), xn_address.strip().lower()
