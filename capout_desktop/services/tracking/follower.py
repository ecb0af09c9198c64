"""Follower of one credential's documents, which spreads floods of reports over frames."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from capout_desktop.capout.realtime import listener as realtime
from capout_desktop.domain.document import Document
from capout_desktop.domain.events import StatusMissing, StatusReported
from capout_desktop.domain.problem import Problem
from capout_desktop.domain.status_report import StatusReport
from capout_desktop.domain.vital_loop import VitalLoop
from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.organizations.credential_service import Credential
from capout_desktop.services.runtime.clock import now
from capout_desktop.services.runtime.tasks import TaskOwner
from capout_desktop.services.tracking.status_coalescer import StatusCoalescer

FOLD_SECONDS = 0.001
"""Seconds that reports are collected, so that thousands a second cost no more than hundreds."""
FRAME_SECONDS = 0.016
BUDGET_SECONDS = 0.008
"""Time per frame for applying reports that could not be applied at once."""
FLOOD_BUDGET_SECONDS = 0.001
"""Time per frame during a flood, when newer reports replace most waiting ones."""
FLOOD = 10_000
"""Reports per second that count as a flood. The rate decides, not the number that waits: with the
small budget a backlog would never be worked off."""
_PORTION = 32


class Via(StrEnum):
    """Way in which status updates arrive."""

    NONE = "none"
    """Nothing is followed, or there is no connection."""
    WEBSOCKET = "websocket"
    SSE = "sse"
    POLLING = "polling"


@dataclass(frozen=True, slots=True)
class Connection:
    """State of the connection that brings status updates.

    Attributes:
        live: Whether CapOut pushes updates in real time.
        interval: Seconds between two requests when polling; 0 if CapOut pushes.
        since: Since when no updates arrive (UTC); None while they do.
        problem: Why the connection is not better; None if nothing is wrong.
        via: The way in which updates arrive.
    """

    live: bool = False
    interval: float = 0
    since: datetime | None = None
    problem: Problem | None = None
    via: Via = Via.NONE


class Follower:
    """Follows one credential's documents on its own connection, until it is closed.

    Attributes:
        credential: The credential of the documents.
    """

    def __init__(
        self,
        credential: Credential,
        store: DocumentStore,
        tasks: TaskOwner,
        on_connection: Callable[[str, Connection], None],
        on_key_refused: Callable[[Credential, Problem], None],
    ) -> None:
        """Start to follow; `on_connection` also gets the organization's id."""
        self.credential = credential
        self._store = store
        self._on_connection = on_connection
        self._on_key_refused = on_key_refused
        # CapOut may give several documents the same id.
        self._local_ids: dict[str, tuple[str, ...]] = {}
        self._offline_since: datetime | None = None
        self._backlog = StatusCoalescer()
        self._fold_soon: asyncio.Handle | None = None
        self._came = 0
        self._folded_at = 0.0
        self._listener = realtime.RealtimeListener(credential.client)
        self._listening = tasks.keep(self._listen, VitalLoop.FOLLOWING)

    def close(self) -> None:
        """Close the connection, and apply the reports received so far."""
        self._listening.cancel()
        self._fold_all()
        self._local_ids = {}

    def follows(self, document: Document) -> bool:
        """Return whether this document is followed already."""
        return document.id in self._local_ids.get(document.document_id, ())

    def watch(self, documents: Iterable[tuple[str, str]]) -> None:
        """Also follow these documents, each with CapOut's id and this program's id."""
        fresh: dict[str, None] = {}
        for id_, local_id in documents:
            local_ids = self._local_ids.get(id_, ())
            # Once each: the listener may know that a document is finished before that is applied.
            if local_id not in local_ids:
                self._local_ids[id_] = (*local_ids, local_id)
                fresh[id_] = None
        if fresh:
            self._listener.watch(fresh)

    def forget(self, documents: Iterable[Document]) -> None:
        """Do not follow these documents any more, since they have ended."""
        for document in documents:
            local_ids = self._local_ids.get(document.document_id, ())
            if document.id not in local_ids:
                continue
            if others := tuple(id_ for id_ in local_ids if id_ != document.id):
                self._local_ids[document.document_id] = others
            else:
                del self._local_ids[document.document_id]

    async def _listen(self) -> None:
        try:
            async with contextlib.aclosing(self._listener.portions()) as portions:
                async for portion in portions:
                    self._take(portion)
        finally:
            self._fold_all()

    def _take(self, portion: Iterable[realtime.RealtimeEvent]) -> None:
        for event in portion:
            if isinstance(event, StatusReport):  # nearly all
                self._backlog.add(event)
                self._came += 1
            else:
                self._take_other(event)
        if self._fold_soon is None:
            self._fold_in(FOLD_SECONDS)

    def _take_other(
        self, event: realtime.StatusUnavailable | realtime.Ended | realtime.ConnectionEvent
    ) -> None:
        match event:
            case realtime.StatusUnavailable():
                for local_id in self._local_ids.get(event.document_id, ()):
                    self._store.apply(local_id, StatusMissing(now(), event.problem))
            case realtime.Ended():
                self._on_key_refused(self.credential, event.error.problem)
            case _:
                self._on_connection(self.credential.credential_id, self._connection(event))

    def _connection(self, event: realtime.ConnectionEvent) -> Connection:
        if isinstance(event, realtime.Reconnecting):
            self._offline_since = self._offline_since or now()
            return Connection(since=self._offline_since, problem=event.problem)
        self._offline_since = None
        match event:
            case realtime.Live():
                return Connection(live=True, via=Via.WEBSOCKET)
            case realtime.LiveSse():
                return Connection(live=True, problem=event.problem, via=Via.SSE)
            case realtime.Polling():
                return Connection(interval=event.interval, problem=event.problem, via=Via.POLLING)
            case _:
                return Connection()

    def _fold_in(self, seconds: float) -> None:
        self._fold_soon = asyncio.get_running_loop().call_later(seconds, self._fold)

    def _fold(self) -> None:
        """Apply collected reports to the document store, as many as the time budget allows."""
        began = time.perf_counter()
        self._fold_soon = None
        flood = self._came > FLOOD * (began - self._folded_at)
        budget = FLOOD_BUDGET_SECONDS if flood else BUDGET_SECONDS
        self._came, self._folded_at = 0, began
        while self._backlog and time.perf_counter() - began < budget:
            self._apply(self._backlog.take(_PORTION))
        if self._backlog:
            spent = time.perf_counter() - began
            self._fold_in(max(FRAME_SECONDS - spent, FOLD_SECONDS) if flood else FOLD_SECONDS)

    def _fold_all(self) -> None:
        if self._fold_soon is not None:
            self._fold_soon.cancel()
            self._fold_soon = None
        self._apply(self._backlog.take(len(self._backlog)))

    def _apply(self, reports: Iterable[StatusReport]) -> None:
        at = now()
        self._store.apply_all(
            [
                (local_id, StatusReported(at, report))
                for report in reports
                for local_id in self._local_ids.get(report.document_id, ())
            ]
        )
